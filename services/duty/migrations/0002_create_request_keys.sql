-- As services/common/db/request_keys.sql.
CREATE TABLE request_keys (
  home_id BIGINT NOT NULL COMMENT '0: concerns no home',
  person_id BIGINT NOT NULL,
  operation VARBINARY(64) NOT NULL,
  request_id BINARY(16) NOT NULL COMMENT 'UUID made by the client',
  request_hash BINARY(32) NOT NULL COMMENT 'of the request without its id',
  result VARBINARY(2048) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, person_id, operation, request_id),
  KEY idx_request_keys_created_at (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
