-- The life of a message: who has it, until when, what happened. Everything that a list shows lies in
-- the row itself, so that no list needs a join.
ALTER TABLE messages
  ADD COLUMN kind TINYINT NOT NULL DEFAULT 1 COMMENT '1 message, 2 feedback, 3 wish, 4 errand, 5 visit',
  ADD COLUMN own_alias TINYINT NOT NULL DEFAULT 0 COMMENT '1: author_name is for this message alone (visibility ALIAS)',
  ADD COLUMN limit_class TINYINT NOT NULL DEFAULT 1,
  ADD COLUMN owner TINYINT NOT NULL DEFAULT 0 COMMENT 'who has to act: 1 author, 2 handler, 3 liaison, 4 chair, 5 sponsor, 6 county office',
  ADD COLUMN due_time DATETIME(3) NULL,
  ADD COLUMN escalation TINYINT NOT NULL DEFAULT 0,
  ADD COLUMN handler_deputy_id BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN category VARCHAR(100) NOT NULL DEFAULT '',
  ADD COLUMN answer_class TINYINT NOT NULL DEFAULT 0,
  ADD COLUMN follower_count INT NOT NULL DEFAULT 0,
  ADD COLUMN cosign_count INT NOT NULL DEFAULT 0,
  ADD COLUMN merged_into_id BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN rating_answered TINYINT NULL,
  ADD COLUMN rating_satisfied TINYINT NULL,
  ADD COLUMN rating_solved TINYINT NULL,
  ADD COLUMN check_time DATETIME(3) NULL,
  ADD COLUMN dispatch_time DATETIME(3) NULL,
  ADD COLUMN accept_time DATETIME(3) NULL,
  ADD COLUMN acknowledge_time DATETIME(3) NULL,
  ADD COLUMN answer_time DATETIME(3) NULL COMMENT 'first answer',
  ADD COLUMN solve_time DATETIME(3) NULL,
  ADD COLUMN satisfy_time DATETIME(3) NULL,
  ADD COLUMN close_time DATETIME(3) NULL,
  ADD COLUMN silent TINYINT NOT NULL DEFAULT 0 COMMENT '1: closed because the author said nothing',
  ADD COLUMN answer_due DATETIME(3) NULL COMMENT 'NULL: no clock (imported)',
  ADD COLUMN next_time DATETIME(3) NULL COMMENT 'when the clock job looks at it; NULL: never',
  ADD COLUMN pause_time DATETIME(3) NULL,
  ADD COLUMN promise_time DATETIME(3) NULL COMMENT 'still to be kept',
  ADD COLUMN chase_time DATETIME(3) NULL,
  ADD COLUMN return_count INT NOT NULL DEFAULT 0,
  ADD COLUMN reopen_count INT NOT NULL DEFAULT 0,
  ADD COLUMN chase_count INT NOT NULL DEFAULT 0,
  ADD COLUMN remind_count INT NOT NULL DEFAULT 0,
  ADD COLUMN claimed TINYINT NOT NULL DEFAULT 0,
  ADD COLUMN answer_deputy_id BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN template_answer TINYINT NOT NULL DEFAULT 0,
  ADD COLUMN proxy_person_id BIGINT NOT NULL DEFAULT 0 COMMENT 'who wrote it down for the author',
  ADD COLUMN addressed_further TINYINT NOT NULL DEFAULT 0 COMMENT '1: message_addressees has rows',
  ADD KEY idx_messages_next (next_time, home_id, id),
  ADD KEY idx_messages_work (home_id, owner, due_time, id),
  ADD KEY idx_messages_state (home_id, state, id);

-- Messages from before the clock: the clock job takes them up at once.
UPDATE messages SET next_time = create_time WHERE author_id <> 0 AND state <> 3;

ALTER TABLE message_answers
  ADD COLUMN answer_class TINYINT NOT NULL DEFAULT 0,
  ADD COLUMN promise_time DATETIME(3) NULL,
  ADD COLUMN reason VARCHAR(500) NOT NULL DEFAULT '',
  ADD COLUMN from_template TINYINT NOT NULL DEFAULT 0;

-- Deputies besides messages.deputy_id who read and may handle a message: further addressees and handlers, also
-- former ones.
CREATE TABLE message_addressees (
  home_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  PRIMARY KEY (home_id, message_id, deputy_id),
  KEY idx_message_addressees_deputy (home_id, deputy_id, message_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The timeline: a line for everything that happened. Never changed.
CREATE TABLE message_transitions (
  home_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  event TINYINT NOT NULL,
  from_state TINYINT NOT NULL,
  to_state TINYINT NOT NULL,
  actor_kind TINYINT NOT NULL COMMENT '1 author, 2 deputy, 3 staff, 4 system',
  actor_person_id BIGINT NOT NULL COMMENT '0: system',
  actor_deputy_id BIGINT NOT NULL,
  actor_name VARCHAR(64) NOT NULL,
  note VARCHAR(2000) NOT NULL,
  create_time DATETIME(3) NOT NULL,
  owner TINYINT NOT NULL COMMENT 'afterwards',
  due_time DATETIME(3) NULL COMMENT 'afterwards',
  escalation TINYINT NOT NULL COMMENT 'afterwards',
  PRIMARY KEY (home_id, message_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE message_supporters (
  home_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT '1 follows, 2 co-signed',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, message_id, person_id, kind),
  KEY idx_message_supporters_person (home_id, person_id, message_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Codes on paper for those for whom somebody else wrote.
CREATE TABLE message_receipts (
  home_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  code VARBINARY(16) NOT NULL,
  PRIMARY KEY (home_id, message_id),
  UNIQUE KEY uk_message_receipts_code (home_id, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE answer_templates (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  title VARCHAR(50) NOT NULL,
  body VARCHAR(4000) NOT NULL,
  update_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Working days; a home without a row has the defaults of services/board/domain/case_limits.h.
CREATE TABLE case_limits (
  home_id BIGINT NOT NULL,
  dispatch_days INT NOT NULL,
  accept_days INT NOT NULL,
  acknowledge_days INT NOT NULL,
  normal_answer_days INT NOT NULL,
  urgent_answer_days INT NOT NULL,
  consultation_answer_days INT NOT NULL,
  complex_answer_days INT NOT NULL,
  decide_days INT NOT NULL,
  claim_days INT NOT NULL,
  claimed_days INT NOT NULL,
  question_days INT NOT NULL,
  silence_days INT NOT NULL,
  report_days INT NOT NULL,
  rung_days INT NOT NULL,
  chase_days INT NOT NULL,
  PRIMARY KEY (home_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Notices for deputies and holders of roles, until somebody has looked up who they are.
CREATE TABLE notice_orders (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind SMALLINT NOT NULL COMMENT 'deputies.events.v1.NoticeKind',
  message_id BIGINT NOT NULL,
  stage INT NOT NULL,
  event_time DATETIME(3) NULL,
  important TINYINT NOT NULL,
  deputy_id BIGINT NOT NULL COMMENT '0: holders of the role',
  role TINYINT NOT NULL COMMENT '0: the deputy',
  create_time DATETIME(3) NOT NULL,
  due_time DATETIME(3) NOT NULL COMMENT 'not looked up before',
  PRIMARY KEY (home_id, id),
  KEY idx_notice_orders_due (due_time, home_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What search looks into: every pair of neighbouring characters of a text as a token that names home and pair, so
-- that the words of one home never meet those of another (services/board/domain/text_grams.h).
CREATE TABLE message_grams (
  home_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  part_id BIGINT NOT NULL COMMENT '0: subject and body; else an answer',
  grams MEDIUMTEXT CHARACTER SET latin1 COLLATE latin1_bin NOT NULL,
  PRIMARY KEY (home_id, message_id, part_id),
  FULLTEXT KEY idx_message_grams (grams)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
