-- Which units of the tree elected a deputy: everybody in their subtrees is represented.
CREATE TABLE IF NOT EXISTS deputy_constituencies (
  organization_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  PRIMARY KEY (organization_id, deputy_id),
  KEY idx_deputy_constituencies_deputy_id (deputy_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
