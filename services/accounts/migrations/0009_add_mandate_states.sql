ALTER TABLE deputies
  ADD COLUMN suspended_time DATETIME(3) NULL COMMENT 'NULL: not suspended',
  ADD COLUMN successor_id BIGINT NOT NULL DEFAULT 0 COMMENT 'deputy who took over; 0: nobody',
  ADD COLUMN handed_over_time DATETIME(3) NULL;

-- One-time codes that make a person a deputy, once staff agree.
CREATE TABLE IF NOT EXISTS deputy_binding_codes (
  home_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  code_index BINARY(16) NOT NULL,
  expire_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, deputy_id),
  KEY idx_deputy_binding_codes_code_index (code_index)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS deputy_bindings (
  home_id BIGINT NOT NULL,
  binding_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  state TINYINT NOT NULL COMMENT 'deputies.accounts.v1.DeputyBinding.State',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, binding_id),
  KEY idx_deputy_bindings_state (home_id, state, binding_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
