-- Which messages go on in which: when the other one is taken from others' eyes, they live on by themselves.
CREATE TABLE message_merges (
  home_id BIGINT NOT NULL,
  into_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  PRIMARY KEY (home_id, into_id, message_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO message_merges (home_id, into_id, message_id)
  SELECT home_id, merged_into_id, id FROM messages WHERE merged_into_id <> 0;
