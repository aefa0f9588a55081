CREATE TABLE plans (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  year SMALLINT NOT NULL,
  state TINYINT NOT NULL COMMENT '1 draft, 2 in review, 3 published',
  explanation VARCHAR(1000) NOT NULL,
  maker_person_id BIGINT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  published_at DATETIME(3) NULL,
  PRIMARY KEY (home_id, id),
  UNIQUE KEY uk_plans_year (home_id, year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
