CREATE TABLE visits (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT '1 reception, 2 home visit, 3 evening talk',
  state TINYINT NOT NULL COMMENT '1 unsigned, 2 signed, 3 closed unsigned',
  day_id BIGINT NOT NULL COMMENT '0: outside a reception',
  ticket_id BIGINT NULL COMMENT 'one record a ticket',
  recorder_person_id BIGINT NOT NULL,
  visitor_person_id BIGINT NOT NULL COMMENT '0: not known to accounts',
  visitor_name VARCHAR(32) NOT NULL,
  place VARCHAR(64) NOT NULL,
  subject VARCHAR(50) NOT NULL,
  body VARCHAR(2000) NOT NULL,
  reply VARCHAR(1000) NOT NULL,
  opens_case TINYINT NOT NULL,
  sign_code CHAR(6) CHARACTER SET ascii NOT NULL COMMENT 'scanned by the visitor',
  spoken_code VARCHAR(6) CHARACTER SET ascii NOT NULL COMMENT 'of booking or ticket; empty: none',
  sign_method TINYINT NOT NULL COMMENT '0 none, 1 scanned, 2 spoken',
  unsigned_reason VARCHAR(64) NOT NULL,
  visited_at DATETIME(3) NOT NULL,
  signed_at DATETIME(3) NULL,
  PRIMARY KEY (home_id, id),
  UNIQUE KEY uk_visits_ticket (home_id, ticket_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE visit_hosts (
  home_id BIGINT NOT NULL,
  visit_id BIGINT NOT NULL,
  host_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL COMMENT '0: no deputy',
  PRIMARY KEY (home_id, visit_id, host_id),
  KEY idx_visit_hosts_deputy (home_id, deputy_id, visit_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
