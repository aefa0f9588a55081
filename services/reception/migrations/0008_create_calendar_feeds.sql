-- Addresses under which calendar programs read what concerns one person.
CREATE TABLE calendar_feeds (
  home_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  number BIGINT NOT NULL COMMENT 'part of the address; a new one ends the earlier',
  deputy_id BIGINT NOT NULL COMMENT 'of the person in this home; 0: none',
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
