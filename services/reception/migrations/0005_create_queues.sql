-- The queue of a day. Whoever changes a ticket locks the day's row here first.
CREATE TABLE day_queues (
  home_id BIGINT NOT NULL,
  day_id BIGINT NOT NULL,
  ticket_seq INT NOT NULL COMMENT 'last number given',
  version INT NOT NULL COMMENT 'rises with every change',
  door_code CHAR(6) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (home_id, day_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE tickets (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  day_id BIGINT NOT NULL,
  number INT NOT NULL,
  booking_id BIGINT NOT NULL COMMENT '0: walk-in',
  person_id BIGINT NOT NULL COMMENT '0: not known to accounts',
  visitor_name VARCHAR(32) NOT NULL,
  topic VARCHAR(200) NOT NULL,
  booked TINYINT NOT NULL COMMENT 'has a booking and came in time for it',
  priority TINYINT NOT NULL COMMENT '0 none, 1 elder, 2 disabled, 3 far village',
  state TINYINT NOT NULL COMMENT 'domain/ticket.h',
  due_at DATETIME(3) NOT NULL COMMENT 'arrival, or start of the booked slot: the natural order',
  wanted_host BIGINT NOT NULL COMMENT '0: any',
  host_id BIGINT NOT NULL COMMENT 'who called it',
  desk VARCHAR(32) NOT NULL,
  calls INT NOT NULL,
  overtaken INT NOT NULL,
  spoken_code CHAR(6) CHARACTER SET ascii NOT NULL COMMENT 'the visitor tells it to sign the record',
  visit_id BIGINT NOT NULL COMMENT 'its record; 0: none yet',
  record_reminders TINYINT NOT NULL COMMENT 'sent for a missing record',
  estimate_seconds INT NOT NULL COMMENT 'wait that was told on arrival',
  arrived_at DATETIME(3) NOT NULL,
  called_at DATETIME(3) NULL COMMENT 'first call',
  started_at DATETIME(3) NULL,
  ended_at DATETIME(3) NULL,
  PRIMARY KEY (home_id, id),
  UNIQUE KEY uk_tickets_number (home_id, day_id, number),
  KEY idx_tickets_called (home_id, called_at),
  KEY idx_tickets_unrecorded (state, visit_id, record_reminders, ended_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
