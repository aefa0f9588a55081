-- Photos of messages. Their files lie outside, by hash; equal photos of a home share one.
CREATE TABLE photos (
  home_id BIGINT NOT NULL,
  photo_id BIGINT NOT NULL,
  uploader_person_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL COMMENT '0: not sent yet',
  width INT NOT NULL,
  height INT NOT NULL,
  full_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the picture',
  thumbnail_hash BINARY(32) NOT NULL,
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, photo_id),
  KEY idx_photos_unsent (message_id, create_time),
  KEY idx_photos_uploader (home_id, message_id, uploader_person_id),
  KEY idx_photos_full (home_id, full_hash),
  KEY idx_photos_thumbnail (home_id, thumbnail_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
ALTER TABLE messages ADD photos VARBINARY(512) NOT NULL DEFAULT '' COMMENT 'id:width:height of each, joined by commas';
