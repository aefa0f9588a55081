-- Voters' messages. Ids rise with time, so the newest of a home lie at the end of its primary-key range.
-- Each secondary index serves one branch of the visibility rule as a range of (…, id):
-- see services/board/storage/message_statements.h.
CREATE TABLE messages (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  author_id BIGINT NOT NULL COMMENT 'person; 0: imported',
  deputy_id BIGINT NOT NULL COMMENT '0: addressed to the home',
  visibility TINYINT NOT NULL COMMENT '1 private, 2 public',
  state TINYINT NOT NULL COMMENT '1 posted, 2 answered, 3 rated',
  version INT NOT NULL COMMENT 'rises by one with every change',
  answer_count INT NOT NULL,
  create_time DATETIME(3) NOT NULL,
  subject VARCHAR(100) NOT NULL,
  author_name VARCHAR(64) NOT NULL COMMENT 'alias, never the real name',
  body VARCHAR(8000) NOT NULL,
  rating_score TINYINT NULL COMMENT '1 worst to 5 best; NULL: not rated',
  rating_comment VARCHAR(500) NULL,
  rating_time DATETIME(3) NULL,
  source_id VARBINARY(256) NULL COMMENT 'identity in an earlier system, compared byte by byte',
  PRIMARY KEY (home_id, id),
  UNIQUE KEY uk_messages_source (home_id, source_id),
  KEY idx_messages_visibility (home_id, visibility, id),
  KEY idx_messages_author (home_id, author_id, id),
  KEY idx_messages_deputy (home_id, deputy_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE message_answers (
  home_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL COMMENT '0: staff of the home',
  responder_id BIGINT NOT NULL COMMENT 'person; 0: imported',
  create_time DATETIME(3) NOT NULL,
  responder_name VARCHAR(64) NOT NULL,
  body MEDIUMTEXT NOT NULL,
  PRIMARY KEY (home_id, message_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
