ALTER TABLE persons
  ADD COLUMN erased_time DATETIME(3) NULL COMMENT 'key destroyed; NULL: not erased',
  ADD KEY idx_persons_constituency_id (constituency_id, person_id);

-- What people said to which version of a text. Rows are never changed.
CREATE TABLE IF NOT EXISTS consents (
  person_id BIGINT NOT NULL,
  consent_id BIGINT NOT NULL COMMENT 'orders by age',
  kind TINYINT NOT NULL COMMENT 'deputies.accounts.v1.ConsentKind',
  version VARCHAR(32) NOT NULL,
  accepted TINYINT NOT NULL,
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (person_id, consent_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
