-- Moderators' time limits: who was told last, and when the clock looks again.
ALTER TABLE moderation_cases
  ADD COLUMN escalation TINYINT NOT NULL DEFAULT 0 COMMENT 'steps above the liaison that were told',
  ADD COLUMN next_time DATETIME(3) NULL COMMENT 'when the clock looks at it; NULL: nobody has to act',
  ADD KEY idx_moderation_cases_next (next_time, home_id, message_id);
UPDATE moderation_cases SET next_time=due_time WHERE open=1;

-- What WeChat has still to judge. A row goes when there is a verdict, or when people look instead.
CREATE TABLE moderation_checks (
  home_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  attempts INT NOT NULL,
  due_time DATETIME(3) NOT NULL COMMENT 'not asked before',
  PRIMARY KEY (home_id, message_id),
  KEY idx_moderation_checks_due (due_time, home_id, message_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Tasks that come due and promised days.
ALTER TABLE suggestions
  ADD COLUMN remind_count INT NOT NULL DEFAULT 0 COMMENT 'reminders of being overdue since the last hand-over or reply',
  ADD COLUMN next_time DATETIME(3) NULL COMMENT 'when the clock looks at it; NULL: never',
  ADD KEY idx_suggestions_next (next_time, home_id, id);
UPDATE suggestions SET next_time=update_time WHERE state NOT IN (9, 10);
