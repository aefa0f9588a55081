-- Codes on posters. Looked up by what was scanned or typed, before any home is known.
CREATE TABLE IF NOT EXISTS codes (
  scene VARCHAR(32) NOT NULL,
  short_code CHAR(8) NOT NULL,
  home_id BIGINT NOT NULL,
  code_id BIGINT NOT NULL COMMENT 'orders a home''s codes by age',
  kind TINYINT NOT NULL COMMENT 'deputies.accounts.v1.CodeKind',
  target_id BIGINT NOT NULL COMMENT '0: the home itself',
  label VARCHAR(40) NOT NULL,
  revoked TINYINT NOT NULL DEFAULT 0,
  successor_scene VARCHAR(32) NOT NULL DEFAULT '' COMMENT 'after the end; empty: the home',
  expire_time DATETIME(3) NULL,
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (scene),
  UNIQUE KEY uk_codes_short_code (short_code),
  KEY idx_codes_home_id (home_id, code_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Scans of each code by day in Asia/Shanghai.
CREATE TABLE IF NOT EXISTS code_scans (
  home_id BIGINT NOT NULL,
  scene VARCHAR(32) NOT NULL,
  day INT NOT NULL COMMENT 'YYYYMMDD',
  scan_count BIGINT NOT NULL,
  PRIMARY KEY (home_id, scene, day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
