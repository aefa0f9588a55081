CREATE TABLE ballots (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT '1 satisfaction, 2 projects',
  title VARCHAR(100) NOT NULL,
  subject_deputy_id BIGINT NOT NULL COMMENT '0: nobody',
  options VARCHAR(2000) NOT NULL COMMENT 'one a line',
  max_choices INT NOT NULL,
  seats INT NOT NULL,
  electorate TINYINT NOT NULL COMMENT '1 deputies, 2 voters',
  quorum INT NOT NULL,
  close_time DATETIME(3) NOT NULL,
  closed TINYINT NOT NULL DEFAULT 0,
  salt BINARY(16) NOT NULL COMMENT 'of the scrutineer''s words, which are not kept',
  public_key BINARY(32) NOT NULL COMMENT 'that votes are sealed to',
  PRIMARY KEY (home_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The roll of who voted, with the sealed vote until the close. No time, no order.
CREATE TABLE ballot_envelopes (
  home_id BIGINT NOT NULL,
  ballot_id BIGINT NOT NULL,
  voter_id BIGINT NOT NULL COMMENT 'deputy, or person where voters vote',
  sealed VARBINARY(512) NOT NULL COMMENT 'all of one length; empty after the close',
  PRIMARY KEY (home_id, ballot_id, voter_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The opened votes in the order of their check codes. Written at once at the close.
CREATE TABLE ballot_papers (
  home_id BIGINT NOT NULL,
  ballot_id BIGINT NOT NULL,
  position INT NOT NULL COMMENT 'by check code',
  check_code VARBINARY(32) NOT NULL,
  choices VARBINARY(120) NOT NULL COMMENT 'numbers of options, separated by spaces; empty: spoilt',
  PRIMARY KEY (home_id, ballot_id, position)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
