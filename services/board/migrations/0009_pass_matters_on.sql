-- A deputy's suggestions are found when the seat goes to another, and are the successor's then.
ALTER TABLE suggestions
  MODIFY proposer_id BIGINT NOT NULL COMMENT 'person; 0: nobody acts as the deputy',
  MODIFY proposer_deputy_id BIGINT NOT NULL COMMENT '0: without a successor, the office acts for the proposer',
  ADD KEY idx_suggestions_deputy (home_id, proposer_deputy_id, id);
