-- What a home's own staff set: the rest of its page, and its modules.
ALTER TABLE homes
  ADD COLUMN brand VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'what the home is known for',
  ADD COLUMN latitude_e6 INT NULL COMMENT 'WGS 84, millionths of a degree',
  ADD COLUMN longitude_e6 INT NULL,
  ADD COLUMN version BIGINT NOT NULL DEFAULT 0 COMMENT 'counts changes of the home page',
  ADD COLUMN modules_version BIGINT NOT NULL DEFAULT 0 COMMENT 'counts changes of the modules; 0: the default set';

-- The modules that a home shows. A home without rows shows the default set.
CREATE TABLE IF NOT EXISTS home_modules (
  home_id BIGINT NOT NULL,
  position INT NOT NULL COMMENT 'from 0',
  kind INT NOT NULL COMMENT 'deputies.accounts.v1.ModuleKind',
  title VARCHAR(12) NOT NULL,
  PRIMARY KEY (home_id, position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
