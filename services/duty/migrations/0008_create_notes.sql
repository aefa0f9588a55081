CREATE TABLE notes (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  notebook TINYINT NOT NULL COMMENT '1 reception, 2 visit, 3 diary',
  title VARCHAR(50) NOT NULL,
  text VARCHAR(4000) NOT NULL,
  place VARCHAR(100) NOT NULL,
  occur_time DATETIME(3) NOT NULL,
  is_public TINYINT NOT NULL,
  PRIMARY KEY (home_id, id),
  KEY idx_notes_deputy (home_id, deputy_id, id),
  CONSTRAINT chk_notes_diary CHECK (notebook <> 3 OR is_public = 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
