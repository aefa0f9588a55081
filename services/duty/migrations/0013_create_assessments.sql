-- What homes did, as other services and people tell it; see domain/home_fact.h for how two of one identity become one.
CREATE TABLE home_facts (
  home_id BIGINT NOT NULL,
  item VARBINARY(32) NOT NULL,
  source_type VARBINARY(32) NOT NULL,
  source_id BIGINT NOT NULL,
  act_time DATETIME(3) NOT NULL,
  revision INT NOT NULL,
  withdrawn TINYINT NOT NULL,
  quantity INT NOT NULL,
  content VARBINARY(32) NOT NULL,
  person VARBINARY(16) NOT NULL COMMENT 'pseudonym of the voter; empty for none',
  PRIMARY KEY (home_id, item, source_type, source_id),
  KEY idx_home_facts_time (home_id, act_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE home_evidence (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT 'deputies.duty.v1.EvidenceKind',
  act_day INT NOT NULL COMMENT '20260302',
  quantity INT NOT NULL,
  text VARCHAR(1000) NOT NULL,
  attachments VARCHAR(2800) NOT NULL COMMENT 'one a line',
  state TINYINT NOT NULL COMMENT 'deputies.duty.v1.EvidenceState',
  submitter_id BIGINT NOT NULL COMMENT 'person',
  submit_time DATETIME(3) NOT NULL,
  checker_id BIGINT NOT NULL DEFAULT 0 COMMENT 'person, another than the submitter',
  refusal_reason VARCHAR(200) NOT NULL DEFAULT '',
  PRIMARY KEY (home_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Of a county, for all its homes.
CREATE TABLE assessment_schemes (
  county_id BIGINT NOT NULL,
  version INT NOT NULL,
  first_year INT NOT NULL,
  title VARCHAR(64) NOT NULL,
  rules TEXT NOT NULL COMMENT 'lines, domain/assessment_scheme.h',
  publish_time DATETIME(3) NOT NULL,
  publisher_id BIGINT NOT NULL,
  PRIMARY KEY (county_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A year's result as it was published; rows are never changed.
CREATE TABLE assessment_results (
  county_id BIGINT NOT NULL,
  year INT NOT NULL,
  version INT NOT NULL,
  scheme_version INT NOT NULL,
  note VARCHAR(200) NOT NULL COMMENT 'what a correction corrects',
  publish_time DATETIME(3) NOT NULL,
  publisher_id BIGINT NOT NULL,
  PRIMARY KEY (county_id, year, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE assessment_result_rows (
  home_id BIGINT NOT NULL,
  year INT NOT NULL,
  version INT NOT NULL,
  county_id BIGINT NOT NULL,
  home_name VARCHAR(100) NOT NULL,
  place INT NOT NULL COMMENT 'in the list, from 0',
  ranking INT NOT NULL COMMENT '0: too few facts',
  tied INT NOT NULL,
  total INT NOT NULL COMMENT 'hundredths of a point',
  facts INT NOT NULL,
  in_top TINYINT NOT NULL,
  in_bottom TINYINT NOT NULL,
  indices VARCHAR(1000) NOT NULL COMMENT 'a line each: index, value, facts, points, rated',
  PRIMARY KEY (home_id, year, version),
  KEY idx_assessment_result_rows_county (county_id, year, version, place)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE home_awards (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  year INT NOT NULL,
  kind TINYINT NOT NULL COMMENT 'deputies.duty.v1.AwardKind',
  form TINYINT NOT NULL COMMENT 'deputies.duty.v1.AwardForm',
  subject VARCHAR(100) NOT NULL,
  decision_day INT NOT NULL COMMENT '20270120',
  decided_by VARCHAR(50) NOT NULL,
  reason VARCHAR(500) NOT NULL,
  result_version INT NOT NULL DEFAULT 0,
  ranking INT NOT NULL DEFAULT 0,
  shortlisted TINYINT NOT NULL DEFAULT 0,
  recorder_id BIGINT NOT NULL COMMENT 'person',
  record_time DATETIME(3) NOT NULL,
  revoked_id BIGINT NOT NULL DEFAULT 0 COMMENT 'own id once it was taken back: the same may be decided anew',
  revoke_reason VARCHAR(200) NOT NULL DEFAULT '',
  PRIMARY KEY (home_id, id),
  UNIQUE KEY uk_home_awards_subject (home_id, year, kind, subject, revoked_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
