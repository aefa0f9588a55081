-- Who receives (hosts), when (reception_days) and in which slots.
CREATE TABLE hosts (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind TINYINT NOT NULL COMMENT '1 deputy, 2 committee member, 3 organ head, 4 other',
  deputy_id BIGINT NOT NULL COMMENT '0: no deputy',
  name VARCHAR(32) NOT NULL,
  title VARCHAR(64) NOT NULL,
  yearly_duty INT NOT NULL COMMENT 'receptions a year',
  retired TINYINT NOT NULL,
  PRIMARY KEY (home_id, id),
  UNIQUE KEY uk_hosts_who (home_id, kind, deputy_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE host_absences (
  home_id BIGINT NOT NULL,
  host_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  first_day CHAR(10) CHARACTER SET ascii NOT NULL COMMENT '2026-03-02, in Shanghai, as all days here',
  last_day CHAR(10) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (home_id, host_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE reception_days (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  plan_id BIGINT NOT NULL COMMENT '0: added by staff',
  day CHAR(10) CHARACTER SET ascii NOT NULL,
  starts_at DATETIME(3) NOT NULL,
  ends_at DATETIME(3) NOT NULL,
  state TINYINT NOT NULL COMMENT '1 draft, 2 published, 3 cancelled, 4 closed',
  mode TINYINT NOT NULL COMMENT '1 on site, 2 online, 3 both',
  room VARCHAR(64) NOT NULL,
  topic VARCHAR(64) NOT NULL,
  notice VARCHAR(500) NOT NULL,
  changed TINYINT NOT NULL COMMENT 'after it was published',
  change_note VARCHAR(64) NOT NULL,
  version INT NOT NULL COMMENT 'rises by one with every change',
  manual TINYINT NOT NULL COMMENT 'planning anew leaves it alone',
  PRIMARY KEY (home_id, id),
  KEY idx_reception_days_day (home_id, day),
  KEY idx_reception_days_plan (home_id, plan_id),
  KEY idx_reception_days_over (state, ends_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE day_hosts (
  home_id BIGINT NOT NULL,
  day_id BIGINT NOT NULL,
  host_id BIGINT NOT NULL,
  absent TINYINT NOT NULL,
  substitute_for BIGINT NOT NULL COMMENT 'host; 0: nobody',
  PRIMARY KEY (home_id, day_id, host_id),
  KEY idx_day_hosts_host (home_id, host_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- booked: bookings with place = 1. waiting: bookings in state 3.
CREATE TABLE slots (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  day_id BIGINT NOT NULL,
  starts_at DATETIME(3) NOT NULL,
  ends_at DATETIME(3) NOT NULL,
  capacity INT UNSIGNED NOT NULL,
  walk_in INT UNSIGNED NOT NULL COMMENT 'places of these that cannot be booked',
  booked INT UNSIGNED NOT NULL,
  waiting INT UNSIGNED NOT NULL,
  wait_seq INT UNSIGNED NOT NULL COMMENT 'last number given on the waitlist',
  open TINYINT NOT NULL COMMENT 'the day is published',
  PRIMARY KEY (home_id, id),
  KEY idx_slots_day (home_id, day_id, starts_at),
  CONSTRAINT ck_slots_never_oversold CHECK (booked + walk_in <= capacity)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A home without a row has the usual values (domain/day.h).
CREATE TABLE policies (
  home_id BIGINT NOT NULL,
  publish_lead_days INT NOT NULL,
  hold_minutes INT NOT NULL,
  offer_minutes INT NOT NULL,
  trading_delay_minutes INT NOT NULL,
  change_cutoff_minutes INT NOT NULL,
  bookings_per_person INT NOT NULL,
  waitlist_limit INT NOT NULL,
  call_limit INT NOT NULL,
  overtake_limit INT NOT NULL,
  late_minutes INT NOT NULL,
  first_reminder_hours INT NOT NULL,
  second_reminder_hours INT NOT NULL,
  PRIMARY KEY (home_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
