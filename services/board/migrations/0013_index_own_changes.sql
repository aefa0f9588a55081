-- Whose message a line of a timeline is about, so that a person's own changes are one range over all homes.
ALTER TABLE message_transitions
  ADD author_id BIGINT NOT NULL DEFAULT 0 COMMENT 'of the message when the line was written; 0: none, or from before',
  ADD KEY idx_message_transitions_author (author_id, id);
