-- What homes and the offices above them tell their people. home_id 0: told by an organisation to every home below it.
-- The row points to the public version and to the newest one; texts stand in bulletin_versions.
CREATE TABLE bulletins (
  home_id BIGINT NOT NULL COMMENT '0: of organization_id',
  id BIGINT NOT NULL,
  organization_id BIGINT NOT NULL COMMENT '0: of the home itself',
  creator_id BIGINT NOT NULL COMMENT 'person',
  version INT NOT NULL COMMENT 'newest',
  public_version INT NOT NULL COMMENT '0: none is public',
  public_category TINYINT NOT NULL COMMENT 'of the public version; 0: none',
  pinned TINYINT NOT NULL,
  list_rank BIGINT NULL COMMENT 'place in public lists, highest first; NULL: not public',
  publish_rank BIGINT NOT NULL COMMENT 'list_rank without the pin; 0: never published',
  publish_time DATETIME(3) NULL COMMENT 'first time',
  revision INT NOT NULL COMMENT 'rises by one with every change',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, id),
  KEY idx_bulletins_rank (home_id, organization_id, list_rank),
  KEY idx_bulletins_category (home_id, organization_id, public_category, list_rank),
  KEY idx_bulletins_organization (home_id, organization_id, id),
  KEY idx_bulletins_creator (home_id, creator_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE bulletin_versions (
  home_id BIGINT NOT NULL,
  bulletin_id BIGINT NOT NULL,
  version INT NOT NULL,
  state TINYINT NOT NULL COMMENT '1 draft, 2 in review, 3 returned, 4 published, 5 withdrawn, 6 replaced',
  category TINYINT NOT NULL,
  author_id BIGINT NOT NULL COMMENT 'person who wrote it last',
  reviewer_id BIGINT NOT NULL COMMENT 'person who published, returned or withdrew it; 0: nobody yet',
  update_time DATETIME(3) NOT NULL,
  title VARCHAR(100) NOT NULL,
  summary VARCHAR(200) NOT NULL,
  author_name VARCHAR(64) NOT NULL,
  reviewer_name VARCHAR(64) NOT NULL,
  reason VARCHAR(200) NOT NULL,
  image_ids VARBINARY(420) NOT NULL COMMENT 'decimal, parted by commas',
  body MEDIUMTEXT NOT NULL COMMENT 'the rich text subset of html/rich_text.h',
  PRIMARY KEY (home_id, bulletin_id, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
