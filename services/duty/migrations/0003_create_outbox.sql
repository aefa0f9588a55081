-- As services/common/outbox/migrations/0001_create_outbox.sql.
-- Events on their way. A row stays until every consumer took it, and seven days longer.
CREATE TABLE outbox (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL COMMENT 'event_id',
  payload VARBINARY(8000) NOT NULL COMMENT 'deputies.events.v1.Event',
  created_at DATETIME(3) NOT NULL,
  due_at DATETIME(3) NOT NULL COMMENT 'not delivered before',
  attempts INT NOT NULL DEFAULT 0 COMMENT 'deliveries that a consumer refused',
  taken_by VARBINARY(1000) NOT NULL DEFAULT '' COMMENT 'consumers that took it, one a line, while others have not',
  sent_at DATETIME(3) NULL COMMENT 'when the last consumer took it',
  PRIMARY KEY (home_id, id),
  KEY idx_outbox_pending (sent_at, due_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
