CREATE TABLE activities (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT 'deputies.duty.v1.ActivityKind',
  title VARCHAR(60) NOT NULL,
  description VARCHAR(2000) NOT NULL,
  place VARCHAR(100) NOT NULL,
  start_time DATETIME(3) NOT NULL,
  end_time DATETIME(3) NOT NULL,
  sign_up_end_time DATETIME(3) NOT NULL,
  capacity INT NOT NULL COMMENT '0: any number',
  signed_up INT NOT NULL DEFAULT 0 COMMENT 'places taken, of attendants too',
  attended INT NOT NULL DEFAULT 0,
  minutes VARCHAR(8000) NOT NULL DEFAULT '',
  PRIMARY KEY (home_id, id),
  KEY idx_activities_start_time (home_id, start_time, id),
  CONSTRAINT chk_activities_capacity CHECK (capacity = 0 OR signed_up <= capacity)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE activity_sign_ups (
  home_id BIGINT NOT NULL,
  activity_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  state TINYINT NOT NULL COMMENT '1 signed up, 2 attended, 3 cancelled',
  PRIMARY KEY (home_id, activity_id, deputy_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
