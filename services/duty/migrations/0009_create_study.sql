-- What deputies study. home_id 0: kept by a county for the deputies of all its homes.
CREATE TABLE study_materials (
  home_id BIGINT NOT NULL COMMENT '0: of county_id',
  id BIGINT NOT NULL,
  county_id BIGINT NOT NULL COMMENT '0: of the home itself',
  kind TINYINT NOT NULL COMMENT '1 monthly reading, 2 course',
  title VARCHAR(80) NOT NULL,
  study_month VARBINARY(7) NOT NULL COMMENT '2026-03; empty: of no month',
  body MEDIUMTEXT NOT NULL,
  media_url VARBINARY(500) NOT NULL,
  min_minutes INT NOT NULL,
  publish_time DATETIME(3) NOT NULL,
  withdrawn TINYINT NOT NULL DEFAULT 0,
  PRIMARY KEY (home_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE study_readings (
  home_id BIGINT NOT NULL COMMENT 'of the deputy',
  material_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  percent TINYINT NOT NULL,
  begin_time DATETIME(3) NOT NULL,
  finish_time DATETIME(3) NULL,
  PRIMARY KEY (home_id, material_id, deputy_id),
  CONSTRAINT chk_study_readings_percent CHECK ((percent = 100) = (finish_time IS NOT NULL))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Questions and exams are never changed: an attempt stays what it was.
CREATE TABLE exam_questions (
  home_id BIGINT NOT NULL COMMENT '0: of county_id',
  id BIGINT NOT NULL,
  county_id BIGINT NOT NULL COMMENT '0: of the home itself',
  topic VARCHAR(20) NOT NULL,
  text VARCHAR(500) NOT NULL,
  options VARCHAR(1700) NOT NULL COMMENT 'one a line',
  right_choices VARBINARY(20) NOT NULL COMMENT 'numbers of options, parted by commas',
  explanation VARCHAR(500) NOT NULL,
  retired TINYINT NOT NULL DEFAULT 0,
  PRIMARY KEY (home_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE exams (
  home_id BIGINT NOT NULL COMMENT '0: of county_id',
  id BIGINT NOT NULL,
  county_id BIGINT NOT NULL COMMENT '0: of the home itself',
  title VARCHAR(60) NOT NULL,
  topic VARCHAR(20) NOT NULL COMMENT 'empty: every topic',
  question_count INT NOT NULL,
  pass_percent INT NOT NULL,
  time_limit_minutes INT NOT NULL,
  open_time DATETIME(3) NOT NULL,
  close_time DATETIME(3) NOT NULL,
  max_attempts INT NOT NULL,
  retake_wait_hours INT NOT NULL,
  PRIMARY KEY (home_id, id),
  KEY idx_exams_close_time (home_id, close_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE exam_attempts (
  home_id BIGINT NOT NULL COMMENT 'of the deputy',
  exam_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  number INT NOT NULL COMMENT '1 the first',
  start_time DATETIME(3) NOT NULL,
  deadline DATETIME(3) NOT NULL,
  seed BINARY(8) NOT NULL COMMENT 'that the questions were drawn by',
  question_ids VARBINARY(2100) NOT NULL COMMENT 'as drawn, parted by commas',
  answers VARBINARY(4000) NOT NULL COMMENT 'question and choices, one a line',
  end_time DATETIME(3) NULL COMMENT 'of the marking',
  late TINYINT NOT NULL DEFAULT 0,
  right_count INT NOT NULL DEFAULT 0,
  passed TINYINT NOT NULL DEFAULT 0,
  PRIMARY KEY (home_id, exam_id, deputy_id, number),
  KEY idx_exam_attempts_deputy (home_id, deputy_id, exam_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
