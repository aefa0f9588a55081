-- Weeks of which a home's people were told. week: the Monday that begins the following one.
CREATE TABLE weekly_digests (
  home_id BIGINT NOT NULL,
  week DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, week)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
