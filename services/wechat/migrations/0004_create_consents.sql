-- How often a person may still be sent a template. A consent is the person's, not a home's.
CREATE TABLE consents (
  person_id BIGINT NOT NULL,
  template_id VARCHAR(64) NOT NULL,
  one_time_left INT NOT NULL COMMENT 'messages that may still be sent',
  standing TINYINT NOT NULL COMMENT '1: as many as there are (long-term templates)',
  refuse_time DATETIME(3) NULL COMMENT 'last refusal',
  update_time DATETIME(3) NOT NULL,
  PRIMARY KEY (person_id, template_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
