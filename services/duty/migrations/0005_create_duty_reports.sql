CREATE TABLE duty_reports (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  reporter_id BIGINT NOT NULL COMMENT 'person',
  item VARBINARY(32) NOT NULL,
  perform_time DATETIME(3) NOT NULL,
  place VARCHAR(100) NOT NULL,
  text VARCHAR(2000) NOT NULL,
  attachments VARCHAR(1000) NOT NULL COMMENT 'ids, one a line',
  state TINYINT NOT NULL COMMENT '1 submitted, 2 checked, 3 published, 4 refused',
  submit_time DATETIME(3) NOT NULL,
  due_time DATETIME(3) NOT NULL COMMENT 'of the next step',
  checker_id BIGINT NOT NULL DEFAULT 0,
  decider_id BIGINT NOT NULL DEFAULT 0 COMMENT 'who published or refused',
  refusal_reason VARCHAR(500) NOT NULL DEFAULT '',
  PRIMARY KEY (home_id, id),
  KEY idx_duty_reports_deputy (home_id, deputy_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
