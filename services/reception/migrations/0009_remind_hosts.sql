ALTER TABLE reception_days
  ADD COLUMN host_reminders TINYINT NOT NULL DEFAULT 0 COMMENT 'sent to those who receive',
  ADD KEY idx_reception_days_reminder (state, host_reminders, starts_at);
