-- Moderation of public messages. A hidden or held message is a private one for everybody's eyes: messages.visibility says
-- private, and the case keeps what the author chose, so that every list, count and search follows without a word of its
-- own.
CREATE TABLE moderation_settings (
  home_id BIGINT NOT NULL,
  before_showing TINYINT NOT NULL COMMENT '1: public messages wait for release',
  decide_hours INT NOT NULL COMMENT 'how long a moderator may take',
  revision INT NOT NULL COMMENT 'rises by one with every change',
  codex VARCHAR(4000) NOT NULL COMMENT 'published rules of the board',
  words VARCHAR(8000) NOT NULL COMMENT 'one a line; a message with one waits for release',
  PRIMARY KEY (home_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One a message, opened again when something new is said of it.
CREATE TABLE moderation_cases (
  home_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL COMMENT 'person',
  state TINYINT NOT NULL COMMENT 'deputies.board.v1.ModerationState',
  open TINYINT NOT NULL COMMENT 'a moderator has to act',
  origin TINYINT NOT NULL COMMENT '1 before showing, 2 word list, 3 report, 4 WeChat',
  reason TINYINT NOT NULL COMMENT 'deputies.board.v1.ModerationReason; 0: none',
  chosen_visibility TINYINT NOT NULL COMMENT 'by the author',
  decider_id BIGINT NOT NULL COMMENT 'person who hid it; 0: nobody',
  proposer_id BIGINT NOT NULL COMMENT 'person who wants it removed; 0: nobody',
  report_count INT NOT NULL,
  due_time DATETIME(3) NOT NULL,
  create_time DATETIME(3) NOT NULL,
  update_time DATETIME(3) NOT NULL,
  note VARCHAR(500) NOT NULL COMMENT 'shown to the author',
  appeal VARCHAR(1000) NOT NULL,
  appeal_note VARCHAR(500) NOT NULL COMMENT 'answer to the appeal',
  PRIMARY KEY (home_id, message_id),
  KEY idx_moderation_cases_due (home_id, open, due_time, message_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One report a person and message.
CREATE TABLE moderation_reports (
  home_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  reason TINYINT NOT NULL,
  create_time DATETIME(3) NOT NULL,
  note VARCHAR(200) NOT NULL,
  PRIMARY KEY (home_id, message_id, person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What moderators did, for everybody to see: no persons, no texts, no messages.
CREATE TABLE moderation_log (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  action TINYINT NOT NULL COMMENT 'deputies.board.v1.ModerationAction',
  reason TINYINT NOT NULL COMMENT '0: none',
  in_time TINYINT NOT NULL COMMENT '0: the moderator took longer than allowed',
  act_time DATETIME(3) NOT NULL COMMENT 'the day alone is shown',
  PRIMARY KEY (home_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
