-- Units and homes that are closed keep their past; registers that offices import leave a trace by which they are undone.
ALTER TABLE organizations
  ADD COLUMN closed_time DATETIME(3) NULL COMMENT 'NULL: open';
ALTER TABLE homes
  ADD COLUMN closed_time DATETIME(3) NULL COMMENT 'NULL: open';

CREATE TABLE organization_changes (
  organization_id BIGINT NOT NULL,
  change_id BIGINT NOT NULL COMMENT 'orders by age',
  kind TINYINT NOT NULL COMMENT 'deputies.accounts.v1.OrganizationChange.Kind',
  old_parent_id BIGINT NOT NULL,
  new_parent_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL COMMENT 'who did it; 0: an import',
  change_time DATETIME(3) NOT NULL,
  PRIMARY KEY (organization_id, change_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE imports (
  person_id BIGINT NOT NULL COMMENT 'who imports',
  import_id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT 'deputies.accounts.v1.ImportKind',
  file_name VARCHAR(128) NOT NULL,
  state TINYINT NOT NULL COMMENT 'deputies.accounts.v1.Import.State',
  part_count INT NOT NULL DEFAULT 0,
  row_count BIGINT NOT NULL DEFAULT 0,
  new_count BIGINT NOT NULL DEFAULT 0,
  changed_count BIGINT NOT NULL DEFAULT 0,
  create_time DATETIME(3) NOT NULL,
  apply_time DATETIME(3) NULL,
  undo_time DATETIME(3) NULL,
  PRIMARY KEY (person_id, import_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The file until it is applied.
CREATE TABLE import_parts (
  import_id BIGINT NOT NULL,
  number INT NOT NULL COMMENT 'from 1',
  content MEDIUMBLOB NOT NULL COMMENT 'encrypted',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (import_id, number),
  KEY idx_import_parts_create_time (create_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What an import changed, row by row.
CREATE TABLE import_changes (
  import_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT 'deputies.accounts.v1.ImportKind',
  row_id BIGINT NOT NULL,
  before_values TEXT NULL COMMENT 'JSON; NULL: the row is new',
  PRIMARY KEY (import_id, position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Round codes as WeChat drew them: good for ever, and WeChat draws only so many a minute.
CREATE TABLE code_pictures (
  scene VARCHAR(32) NOT NULL,
  content_type VARCHAR(32) NOT NULL,
  picture MEDIUMBLOB NOT NULL,
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (scene)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
