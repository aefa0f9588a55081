-- A deputy's report to the voters and its review, one a year.
CREATE TABLE appraisals (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  year INT NOT NULL,
  meeting_time DATETIME(3) NOT NULL,
  place VARCHAR(60) NOT NULL,
  plan_revision INT NOT NULL DEFAULT 1 COMMENT 'rises when the meeting is moved',
  planner_id BIGINT NOT NULL COMMENT 'person',
  reporter_id BIGINT NOT NULL DEFAULT 0 COMMENT 'person who made the report; 0: nobody yet',
  report TEXT NOT NULL,
  report_time DATETIME(3) NULL,
  ballot_id BIGINT NOT NULL DEFAULT 0,
  grade TINYINT NOT NULL DEFAULT 0 COMMENT 'deputies.duty.v1.ReviewGrade; 0: not reviewed',
  opinion VARCHAR(1000) NOT NULL DEFAULT '',
  reviewer_id BIGINT NOT NULL DEFAULT 0 COMMENT 'person',
  review_time DATETIME(3) NULL,
  PRIMARY KEY (home_id, id),
  UNIQUE KEY uk_appraisals_deputy_year (home_id, deputy_id, year),
  KEY idx_appraisals_year (home_id, year, meeting_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE appraisal_questions (
  home_id BIGINT NOT NULL,
  appraisal_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  asker_id BIGINT NOT NULL COMMENT 'person',
  text VARCHAR(500) NOT NULL,
  ask_time DATETIME(3) NOT NULL,
  answer VARCHAR(2000) NOT NULL DEFAULT '',
  answer_time DATETIME(3) NULL,
  PRIMARY KEY (home_id, appraisal_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
