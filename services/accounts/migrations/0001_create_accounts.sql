-- People, their log-ins and roles, the organisation tree, homes and deputies. These tables hold identities and the tree
-- itself: they are the one place whose keys do not begin with home_id.

-- The tree by its edges: moving a node is one update, subtrees and ancestors are recursive queries over few rows.
CREATE TABLE IF NOT EXISTS organizations (
  organization_id BIGINT NOT NULL,
  code VARCHAR(32) NOT NULL,
  name VARCHAR(64) NOT NULL,
  level TINYINT NOT NULL COMMENT 'deputies.accounts.v1.OrganizationLevel',
  parent_id BIGINT NOT NULL COMMENT '0 at the root',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (organization_id),
  UNIQUE KEY uk_organizations_code (code),
  KEY idx_organizations_parent_id (parent_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS homes (
  home_id BIGINT NOT NULL,
  code VARCHAR(32) NOT NULL,
  name VARCHAR(64) NOT NULL,
  organization_id BIGINT NOT NULL,
  address VARCHAR(200) NOT NULL,
  opening_hours VARCHAR(100) NOT NULL,
  contact_phone VARCHAR(32) NOT NULL COMMENT 'office phone, public',
  introduction VARCHAR(2000) NOT NULL,
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id),
  UNIQUE KEY uk_homes_code (code),
  KEY idx_homes_organization_id (organization_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS persons (
  person_id BIGINT NOT NULL,
  display_name VARCHAR(64) NOT NULL COMMENT 'what others may see',
  data_key VARBINARY(128) NOT NULL COMMENT 'key of this person''s encrypted fields, itself encrypted',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How a person proves to be that person: WeChat openid, later a phone number.
CREATE TABLE IF NOT EXISTS identities (
  kind TINYINT NOT NULL COMMENT '1: WeChat openid',
  subject_index BINARY(16) NOT NULL COMMENT 'blind index of the subject',
  person_id BIGINT NOT NULL,
  subject VARBINARY(255) NOT NULL COMMENT 'encrypted',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (kind, subject_index),
  KEY idx_identities_person_id (person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS staff_accounts (
  person_id BIGINT NOT NULL,
  username VARCHAR(64) NOT NULL,
  password_hash VARCHAR(128) NOT NULL COMMENT 'Argon2id, libsodium format',
  failure_count INT NOT NULL DEFAULT 0 COMMENT 'wrong passwords in a row',
  locked_until DATETIME(3) NULL,
  PRIMARY KEY (person_id),
  UNIQUE KEY uk_staff_accounts_username (username)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS person_roles (
  person_id BIGINT NOT NULL,
  role TINYINT NOT NULL COMMENT 'deputies.common.v1.Role',
  organization_id BIGINT NOT NULL COMMENT '0: the whole installation',
  end_time DATETIME(3) NULL,
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (person_id, role, organization_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS deputies (
  deputy_id BIGINT NOT NULL,
  code VARCHAR(32) NOT NULL,
  name VARCHAR(32) NOT NULL,
  level TINYINT NOT NULL COMMENT 'deputies.accounts.v1.DeputyLevel',
  term INT NOT NULL,
  term_start_time DATETIME(3) NOT NULL,
  term_end_time DATETIME(3) NULL,
  constituency VARCHAR(100) NOT NULL,
  occupation VARCHAR(64) NOT NULL,
  introduction VARCHAR(2000) NOT NULL,
  phone VARBINARY(255) NULL COMMENT 'encrypted',
  person_id BIGINT NULL COMMENT 'the person who acts as this deputy',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (deputy_id),
  UNIQUE KEY uk_deputies_code (code),
  KEY idx_deputies_person_id (person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS deputy_homes (
  home_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  PRIMARY KEY (home_id, deputy_id),
  KEY idx_deputy_homes_deputy_id (deputy_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Live sessions. The token itself is with the client only.
CREATE TABLE IF NOT EXISTS sessions (
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256',
  session_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  voter TINYINT NOT NULL COMMENT '1: signed in through WeChat or a phone number',
  create_time DATETIME(3) NOT NULL,
  last_seen_time DATETIME(3) NOT NULL,
  expire_time DATETIME(3) NOT NULL COMMENT 'absolute end',
  PRIMARY KEY (token_hash),
  KEY idx_sessions_person_id (person_id, last_seen_time),
  KEY idx_sessions_expire_time (expire_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
