-- Where tests see effects.
CREATE TABLE entries (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  amount INT NOT NULL,
  PRIMARY KEY (home_id, id)
);
CREATE TABLE totals (
  home_id BIGINT NOT NULL,
  total BIGINT NOT NULL,
  PRIMARY KEY (home_id)
);
