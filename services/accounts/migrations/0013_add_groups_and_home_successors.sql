-- Groups (代表小组) are units of the tree.
CREATE TABLE deputy_groups (
  organization_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  PRIMARY KEY (organization_id, deputy_id),
  KEY idx_deputy_groups_deputy_id (deputy_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

ALTER TABLE homes
  ADD COLUMN successor_home_id BIGINT NULL COMMENT 'of a closed home: the one that took over';
