-- Suggestions and bills of deputies. A suggestion's row is locked by every change of it or of what hangs on it.
CREATE TABLE suggestions (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  parent_id BIGINT NOT NULL COMMENT '0: whole; otherwise split from it',
  proposer_id BIGINT NOT NULL COMMENT 'person',
  proposer_deputy_id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT '1 suggestion, 2 bill',
  state TINYINT NOT NULL COMMENT 'deputies.board.v1.SuggestionState',
  open_to_public TINYINT NOT NULL COMMENT 'the proposer agrees',
  is_public TINYINT NOT NULL COMMENT 'open_to_public, and through the first gate',
  round INT NOT NULL COMMENT '2: handled again',
  return_count INT NOT NULL COMMENT 'main bodies that said it was not theirs',
  create_time DATETIME(3) NOT NULL,
  update_time DATETIME(3) NOT NULL,
  hand_over_time DATETIME(3) NULL,
  title VARCHAR(100) NOT NULL,
  proposer_name VARCHAR(64) NOT NULL,
  supervisor VARCHAR(60) NOT NULL COMMENT 'empty: nobody',
  body VARCHAR(8000) NOT NULL,
  PRIMARY KEY (home_id, id),
  KEY idx_suggestions_public (home_id, is_public, id),
  KEY idx_suggestions_proposer (home_id, proposer_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE suggestion_cosigners (
  home_id BIGINT NOT NULL,
  suggestion_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  signed_up TINYINT NOT NULL,
  PRIMARY KEY (home_id, suggestion_id, deputy_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE suggestion_tasks (
  home_id BIGINT NOT NULL,
  suggestion_id BIGINT NOT NULL,
  body_id BIGINT NOT NULL COMMENT 'organisation',
  main TINYINT NOT NULL COMMENT '0: co-handler',
  state TINYINT NOT NULL COMMENT '1 assigned, 2 accepted, 3 returned, 4 done',
  open TINYINT NOT NULL COMMENT 'assigned or accepted',
  extended TINYINT NOT NULL,
  assign_time DATETIME(3) NOT NULL,
  return_due_time DATETIME(3) NOT NULL,
  due_time DATETIME(3) NOT NULL,
  body_name VARCHAR(64) NOT NULL,
  opinion VARCHAR(4000) NOT NULL,
  PRIMARY KEY (home_id, suggestion_id, body_id),
  KEY idx_suggestion_tasks_due (home_id, open, due_time, suggestion_id, body_id),
  KEY idx_suggestion_tasks_body (home_id, body_id, open, due_time, suggestion_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE suggestion_replies (
  home_id BIGINT NOT NULL,
  suggestion_id BIGINT NOT NULL,
  number INT NOT NULL COMMENT 'counted from 1',
  round INT NOT NULL,
  clerk_id BIGINT NOT NULL COMMENT 'person',
  class TINYINT NOT NULL COMMENT '1 A solved, 2 B planned, 3 C not yet, 4 D noted',
  decision TINYINT NOT NULL COMMENT '0 waits for the gate, 1 passed, 2 returned',
  satisfaction TINYINT NOT NULL COMMENT '0 none yet, 1 satisfied, 2 basically, 3 dissatisfied',
  promise_time DATETIME(3) NULL COMMENT 'of class B',
  submit_time DATETIME(3) NOT NULL,
  reason VARCHAR(500) NOT NULL COMMENT 'of a return',
  comment VARCHAR(1000) NOT NULL COMMENT 'of the proposer',
  body VARCHAR(8000) NOT NULL,
  PRIMARY KEY (home_id, suggestion_id, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The record: only ever added to.
CREATE TABLE suggestion_entries (
  home_id BIGINT NOT NULL,
  suggestion_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  actor_id BIGINT NOT NULL COMMENT 'person',
  time DATETIME(3) NOT NULL,
  actor VARCHAR(64) NOT NULL COMMENT 'public name',
  text VARCHAR(1200) NOT NULL,
  PRIMARY KEY (home_id, suggestion_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE suggestion_awards (
  home_id BIGINT NOT NULL,
  suggestion_id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT '1 excellent suggestion, 2 excellent body',
  year INT NOT NULL,
  PRIMARY KEY (home_id, suggestion_id, kind, year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
