-- Bookings, waitlists and offers. Whoever changes a booking's state locks the slot's row first.
CREATE TABLE bookings (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  day_id BIGINT NOT NULL,
  slot_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL COMMENT 'who booked',
  visitor_name VARCHAR(32) NOT NULL COMMENT 'who comes, when that is somebody else',
  holder VARCHAR(64) AS (IF(visitor_name = '', CONCAT('p', person_id), CONCAT('v', visitor_name))) STORED,
  state TINYINT NOT NULL COMMENT 'domain/booking.h',
  live TINYINT AS (IF(state IN (1, 2, 3, 4, 8), 1, NULL)) STORED,
  place TINYINT NOT NULL COMMENT 'takes a place of the slot',
  wait_no INT NOT NULL COMMENT 'order on the waitlist; 0: was never there',
  accept_offer TINYINT NOT NULL,
  expires_at DATETIME(3) NULL COMMENT 'when a hold, an offer or a kept place ends',
  starts_at DATETIME(3) NOT NULL COMMENT 'of the slot',
  ends_at DATETIME(3) NOT NULL,
  topic VARCHAR(200) NOT NULL,
  message_id BIGINT NOT NULL,
  check_in_code CHAR(6) CHARACTER SET ascii NOT NULL,
  reason VARCHAR(64) NOT NULL,
  ticket_id BIGINT NOT NULL,
  reminders TINYINT NOT NULL COMMENT 'sent',
  version INT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, id),
  UNIQUE KEY uk_bookings_live (home_id, day_id, holder, live),
  UNIQUE KEY uk_bookings_code (home_id, day_id, check_in_code),
  KEY idx_bookings_slot (home_id, slot_id, state, wait_no),
  KEY idx_bookings_person (home_id, person_id, id),
  KEY idx_bookings_expire (expires_at),
  KEY idx_bookings_reminder (state, reminders, starts_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Locked first by a person's bookings, so that the limit per person holds.
CREATE TABLE booking_holders (
  home_id BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  touched_at DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE booking_events (
  home_id BIGINT NOT NULL,
  booking_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  state TINYINT NOT NULL COMMENT 'after it',
  actor TINYINT NOT NULL COMMENT '1 holder, 2 staff, 3 system',
  person_id BIGINT NOT NULL,
  note VARCHAR(64) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, booking_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
