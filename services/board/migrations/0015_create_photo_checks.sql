-- Photos of public messages that WeChat has still to judge. A row goes when there is a verdict, or when people look instead.
CREATE TABLE photo_checks (
  home_id BIGINT NOT NULL,
  photo_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  attempts INT NOT NULL COMMENT 'orders that failed',
  order_id VARCHAR(64) NOT NULL COMMENT 'trace_id of the order; empty: not ordered yet',
  order_time DATETIME(3) NULL,
  due_time DATETIME(3) NOT NULL COMMENT 'not looked at before',
  PRIMARY KEY (home_id, photo_id),
  KEY idx_photo_checks_due (due_time, home_id, photo_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
