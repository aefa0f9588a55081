-- The duty ledger. ledger_entries, signed_heads and cosignatures are written once: the service's database user may not
-- change or delete their rows (deploy/config/ctl.textproto, append_only_tables).
CREATE TABLE ledger_entries (
  home_id BIGINT NOT NULL,
  sequence BIGINT NOT NULL COMMENT 'place in the home''s Merkle tree, from 0',
  deputy_id BIGINT NOT NULL,
  item VARBINARY(32) NOT NULL COMMENT 'key of a duty item',
  source_type VARBINARY(24) NOT NULL,
  source_id BIGINT NOT NULL,
  withdraws TINYINT NOT NULL COMMENT '1: a counter-entry',
  quantity INT NOT NULL,
  from_template TINYINT NOT NULL,
  perform_time DATETIME(3) NOT NULL,
  record_time DATETIME(3) NOT NULL,
  partner VARBINARY(16) NOT NULL COMMENT 'pseudonym of the voter; empty for none',
  evidence_hash VARBINARY(32) NOT NULL COMMENT 'SHA-256; empty for none',
  leaf_hash BINARY(32) NOT NULL,
  PRIMARY KEY (home_id, sequence),
  UNIQUE KEY uk_ledger_entries_act (home_id, deputy_id, source_type, source_id, item, withdraws),
  KEY idx_ledger_entries_deputy (home_id, deputy_id, sequence)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE ledgers (
  home_id BIGINT NOT NULL,
  tree_size BIGINT NOT NULL,
  frontier VARBINARY(2048) NOT NULL COMMENT 'roots of the complete subtrees, largest first',
  PRIMARY KEY (home_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE signed_heads (
  home_id BIGINT NOT NULL,
  tree_size BIGINT NOT NULL,
  root BINARY(32) NOT NULL,
  sign_time DATETIME(3) NOT NULL,
  signature BINARY(64) NOT NULL,
  public_key BINARY(32) NOT NULL,
  PRIMARY KEY (home_id, tree_size)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE cosignatures (
  home_id BIGINT NOT NULL,
  tree_size BIGINT NOT NULL,
  public_key BINARY(32) NOT NULL COMMENT 'of the witness',
  signature BINARY(64) NOT NULL,
  PRIMARY KEY (home_id, tree_size, public_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What the entries make of each deputy; can be computed again at any time.
CREATE TABLE duty_totals (
  home_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  period VARBINARY(6) NOT NULL COMMENT '2026 or 2026Q1',
  county_id BIGINT NOT NULL,
  level TINYINT NOT NULL COMMENT 'of the congress; 0: not in the home any more',
  rated TINYINT NOT NULL,
  ranking_points INT NOT NULL,
  points INT NOT NULL,
  low_points INT NOT NULL,
  high_points INT NOT NULL,
  opportunities INT NOT NULL,
  handled INT NOT NULL,
  stars TINYINT NOT NULL,
  rule_version INT NOT NULL,
  ledger_size BIGINT NOT NULL COMMENT 'entries of the home that it is made of; rises',
  deputy_name VARCHAR(64) NOT NULL,
  PRIMARY KEY (home_id, deputy_id, period),
  KEY idx_duty_totals_home (home_id, period, level, rated, ranking_points),
  KEY idx_duty_totals_county (county_id, period, level, rated, ranking_points)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Of a county, for all its homes.
CREATE TABLE rule_books (
  county_id BIGINT NOT NULL,
  version INT NOT NULL,
  effective_day DATETIME(3) NOT NULL COMMENT 'midnight of the day as if it were UTC',
  title VARCHAR(64) NOT NULL,
  rules MEDIUMTEXT NOT NULL COMMENT 'lines as in the export',
  publish_time DATETIME(3) NOT NULL,
  publisher_id BIGINT NOT NULL,
  PRIMARY KEY (county_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
