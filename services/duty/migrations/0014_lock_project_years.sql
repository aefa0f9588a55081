-- One row for each year that has candidates: whoever changes the number of candidates locks it.
CREATE TABLE project_years (
  home_id BIGINT NOT NULL,
  year SMALLINT NOT NULL,
  PRIMARY KEY (home_id, year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
