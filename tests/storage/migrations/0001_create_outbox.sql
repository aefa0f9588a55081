-- Copy into the migrations of a service: `outbox` where it tells facts, `event_receipts` where it
-- acts on facts of others.

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

-- Events that this service acted upon.
CREATE TABLE event_receipts (
  home_id BIGINT NOT NULL,
  event_id BIGINT NOT NULL,
  received_at DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, event_id),
  KEY idx_event_receipts_received_at (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
