-- Archives that were printed: what the paper with a code must say.
CREATE TABLE archive_prints (
  home_id BIGINT NOT NULL,
  code BINARY(12) NOT NULL,
  deputy_id BIGINT NOT NULL,
  deputy_name VARCHAR(64) NOT NULL,
  period VARBINARY(6) NOT NULL COMMENT '2026 or 2026Q1',
  points INT NOT NULL,
  tree_size BIGINT NOT NULL COMMENT 'of the ledger that it was printed from',
  root BINARY(32) NOT NULL,
  print_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
