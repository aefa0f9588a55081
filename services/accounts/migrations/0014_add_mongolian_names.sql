-- A home's name in the Mongolian script, for homes that want it.
ALTER TABLE homes
  ADD COLUMN mongolian_name VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'in Mongolian script, empty for none';
