-- What duty says that homes held, beside receptions.
CREATE TABLE home_duties (
  home_id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT 'domain/coverage.h',
  source_id BIGINT NOT NULL COMMENT 'the activity or, for an appraisal, the ballot',
  day CHAR(10) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (home_id, kind, source_id),
  KEY idx_home_duties_day (home_id, day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
ALTER TABLE plans
  ADD KEY idx_plans_made_together (maker_person_id, created_at);
