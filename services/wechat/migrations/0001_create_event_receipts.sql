-- Events that this service acted upon (services/common/outbox).
CREATE TABLE event_receipts (
  home_id BIGINT NOT NULL,
  event_id BIGINT NOT NULL,
  received_at DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, event_id),
  KEY idx_event_receipts_received_at (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
