-- Of a county, for all its homes.
CREATE TABLE ranking_periods (
  county_id BIGINT NOT NULL,
  period VARBINARY(6) NOT NULL,
  state TINYINT NOT NULL COMMENT '2 objections, 3 published',
  objection_end_time DATETIME(3) NOT NULL,
  publish_time DATETIME(3) NULL,
  PRIMARY KEY (county_id, period)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE objections (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  county_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  period VARBINARY(6) NOT NULL,
  text VARCHAR(1000) NOT NULL,
  file_time DATETIME(3) NOT NULL,
  answer VARCHAR(1000) NULL,
  answerer_id BIGINT NULL,
  answer_time DATETIME(3) NULL,
  PRIMARY KEY (home_id, id),
  KEY idx_objections_county (county_id, period, answer_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
