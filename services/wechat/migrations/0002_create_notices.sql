-- Notices to people. A row in state 1 is an order to deliver; the unique key makes one of however many tellings.
CREATE TABLE notices (
  home_id BIGINT NOT NULL,
  notice_id BIGINT NOT NULL,
  kind SMALLINT NOT NULL COMMENT '1 a message was answered',
  subject_id BIGINT NOT NULL COMMENT 'what it is about, by kind: 1 the answer',
  person_id BIGINT NOT NULL COMMENT 'who is told',
  target_id BIGINT NOT NULL COMMENT 'what it opens, by kind: 1 the message',
  event_id BIGINT NOT NULL COMMENT 'the event that told it first',
  state TINYINT NOT NULL COMMENT '1 pending',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, notice_id),
  UNIQUE KEY uk_notices_kind_subject_person (home_id, kind, subject_id, person_id),
  KEY idx_notices_state_create_time (state, create_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
