-- As services/common/audit/migrations/0001_create_audit_log.sql.
CREATE TABLE IF NOT EXISTS audit_entries (
  home_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL COMMENT 'from 1, without gaps',
  create_time DATETIME(3) NOT NULL,
  actor_person_id BIGINT NOT NULL COMMENT '0: a process of the system',
  request_id VARCHAR(64) NOT NULL,
  action VARCHAR(64) NOT NULL,
  target VARCHAR(128) NOT NULL,
  detail VARCHAR(2000) NOT NULL,
  mac BINARY(32) NOT NULL COMMENT 'over the fields and the mac before',
  PRIMARY KEY (home_id, sequence)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS audit_heads (
  home_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL COMMENT 'of the newest entry',
  mac BINARY(32) NOT NULL,
  PRIMARY KEY (home_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
