-- One table, as a project of this kind usually has it: what a list and a page show, and an index for the list.
CREATE OR REPLACE TABLE peer_messages (
  id BIGINT NOT NULL PRIMARY KEY,
  home_id BIGINT NOT NULL,
  author_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  state VARCHAR(24) NOT NULL,
  subject VARCHAR(200) NOT NULL,
  body TEXT NOT NULL,
  visibility VARCHAR(16) NOT NULL,
  author_name VARCHAR(64) NOT NULL,
  create_time DATETIME(3) NOT NULL,
  version INT NOT NULL,
  kind VARCHAR(16) NOT NULL,
  owner VARCHAR(24) NOT NULL,
  due_time DATETIME(3),
  escalation INT NOT NULL,
  handler_deputy_id BIGINT NOT NULL,
  limit_class VARCHAR(24) NOT NULL,
  category VARCHAR(100) NOT NULL,
  answer_class VARCHAR(32) NOT NULL,
  follower_count INT NOT NULL,
  cosign_count INT NOT NULL,
  merged_into_id BIGINT NOT NULL,
  answer_count INT NOT NULL,
  KEY idx_peer_messages_home_id (home_id, visibility, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO peer_messages SELECT id, home_id, author_id, deputy_id, 'POSTED', subject, body, 'PUBLIC', author_name,
  create_time, version, 'MESSAGE', 'LIAISON', due_time, escalation, handler_deputy_id, 'NORMAL', category,
  'ANSWER_CLASS_UNSPECIFIED', follower_count, cosign_count, merged_into_id, answer_count
FROM board.messages WHERE home_id=${home_id} AND visibility=2;
