-- Consultations. A matter's row is locked by every voice, so that closed means closed and counts stay true.
CREATE TABLE matters (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  creator_id BIGINT NOT NULL COMMENT 'person',
  state TINYINT NOT NULL COMMENT '1 draft, 2 published, 3 closed early',
  min_grade TINYINT NOT NULL COMMENT 'deputies.common.v1.IdentityGrade',
  question_count INT NOT NULL,
  voice_count INT NOT NULL,
  revision INT NOT NULL COMMENT 'rises by one with every change but a voice',
  digest_version INT NOT NULL COMMENT '0: none yet',
  open_time DATETIME(3) NOT NULL,
  close_time DATETIME(3) NOT NULL,
  create_time DATETIME(3) NOT NULL,
  digest_time DATETIME(3) NULL,
  title VARCHAR(100) NOT NULL,
  close_reason VARCHAR(200) NOT NULL,
  body VARCHAR(8000) NOT NULL,
  digest_heard VARCHAR(4000) NOT NULL,
  digest_done VARCHAR(4000) NOT NULL,
  PRIMARY KEY (home_id, id),
  KEY idx_matters_draft (home_id, state, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE matter_questions (
  home_id BIGINT NOT NULL,
  matter_id BIGINT NOT NULL,
  question INT NOT NULL COMMENT 'counted from 1',
  kind TINYINT NOT NULL COMMENT '1 choice, 2 scale, 3 free text',
  required TINYINT NOT NULL,
  max_choices INT NOT NULL,
  scale_max INT NOT NULL,
  title VARCHAR(200) NOT NULL,
  options VARCHAR(2100) NOT NULL COMMENT 'one a line',
  PRIMARY KEY (home_id, matter_id, question)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One voice a person. Persons are kept here alone: answers know only the voice.
CREATE TABLE matter_voices (
  home_id BIGINT NOT NULL,
  matter_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, matter_id, person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE matter_answers (
  home_id BIGINT NOT NULL,
  matter_id BIGINT NOT NULL,
  question INT NOT NULL,
  voice_id BIGINT NOT NULL,
  choices INT NOT NULL COMMENT 'bit n-1: option n',
  scale INT NOT NULL COMMENT '0: no scale',
  text VARCHAR(1000) NOT NULL,
  PRIMARY KEY (home_id, matter_id, question, voice_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How often each option and point was chosen; value 0: how many answered the question.
CREATE TABLE matter_counts (
  home_id BIGINT NOT NULL,
  matter_id BIGINT NOT NULL,
  question INT NOT NULL,
  value INT NOT NULL,
  chosen INT NOT NULL,
  PRIMARY KEY (home_id, matter_id, question, value)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
