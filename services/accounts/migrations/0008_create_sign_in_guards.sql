-- Wrong log-ins, by what was guessed at and by where it came from. Names and addresses stand here as blind indexes only.
-- Sixteen zero bytes: whichever name, or whichever address nobody signed in from before.
CREATE TABLE IF NOT EXISTS login_failures (
  subject_index BINARY(16) NOT NULL,
  address_index BINARY(16) NOT NULL,
  failure_count INT NOT NULL COMMENT 'since window_start_time',
  window_start_time DATETIME(3) NOT NULL,
  locked_until DATETIME(3) NULL,
  last_time DATETIME(3) NOT NULL,
  PRIMARY KEY (subject_index, address_index),
  KEY idx_login_failures_last_time (last_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Where an account was signed in from: strangers elsewhere cannot lock it there.
CREATE TABLE IF NOT EXISTS familiar_addresses (
  subject_index BINARY(16) NOT NULL,
  address_index BINARY(16) NOT NULL,
  last_time DATETIME(3) NOT NULL,
  PRIMARY KEY (subject_index, address_index),
  KEY idx_familiar_addresses_last_time (last_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The code last sent to a number.
CREATE TABLE IF NOT EXISTS sms_codes (
  phone_index BINARY(16) NOT NULL,
  code_index BINARY(16) NOT NULL,
  expire_time DATETIME(3) NOT NULL COMMENT 'in the past: used up',
  attempts INT NOT NULL DEFAULT 0 COMMENT 'wrong guesses at this code',
  sent_time DATETIME(3) NOT NULL,
  day INT NOT NULL COMMENT 'YYYYMMDD in Asia/Shanghai',
  sent_count INT NOT NULL COMMENT 'codes on that day',
  PRIMARY KEY (phone_index),
  KEY idx_sms_codes_sent_time (sent_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

ALTER TABLE staff_accounts
  DROP COLUMN failure_count,
  DROP COLUMN locked_until,
  ADD COLUMN totp_secret VARBINARY(255) NULL COMMENT 'encrypted; NULL: no second factor',
  ADD COLUMN totp_confirmed TINYINT NOT NULL DEFAULT 0,
  ADD COLUMN totp_last_step BIGINT NOT NULL DEFAULT 0 COMMENT 'newest step used, which is good once';
