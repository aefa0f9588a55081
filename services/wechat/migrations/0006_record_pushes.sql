-- What WeChat pushes: a consent reaches us twice, from the client and from WeChat, and counts once; verdicts on pictures
-- wait here for whoever asked.
ALTER TABLE consents
  ADD client_accept_time DATETIME(3) NULL COMMENT 'the client told of an acceptance that WeChat has not told of yet',
  ADD push_accept_time DATETIME(3) NULL COMMENT 'the other way round';
CREATE TABLE media_verdicts (
  home_id BIGINT NOT NULL COMMENT '0: WeChat does not know of homes',
  trace_id VARBINARY(64) NOT NULL,
  verdict TINYINT NOT NULL COMMENT '1 pass, 2 review, 3 risky',
  label INT NOT NULL,
  receive_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, trace_id),
  KEY idx_media_verdicts_receive_time (receive_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
