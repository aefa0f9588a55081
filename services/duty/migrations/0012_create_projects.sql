CREATE TABLE projects (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  year SMALLINT NOT NULL,
  title VARCHAR(60) NOT NULL,
  description VARCHAR(2000) NOT NULL,
  state TINYINT NOT NULL COMMENT 'deputies.duty.v1.ProjectState',
  ballot_id BIGINT NOT NULL DEFAULT 0 COMMENT 'that decided; 0 before',
  percent_done TINYINT NOT NULL DEFAULT 0,
  local_members VARCHAR(700) NOT NULL DEFAULT '' COMMENT 'one a line',
  report VARCHAR(8000) NOT NULL DEFAULT '',
  opinion VARCHAR(2000) NOT NULL DEFAULT '',
  PRIMARY KEY (home_id, id),
  UNIQUE KEY uq_projects_title (home_id, year, title)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE project_proposals (
  home_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  person_id BIGINT NOT NULL COMMENT 'who proposed; never published',
  year SMALLINT NOT NULL,
  title VARCHAR(60) NOT NULL,
  description VARCHAR(1000) NOT NULL,
  place VARCHAR(100) NOT NULL,
  state TINYINT NOT NULL COMMENT 'deputies.duty.v1.ProposalState',
  decline_reason VARCHAR(200) NOT NULL DEFAULT '',
  project_id BIGINT NOT NULL DEFAULT 0 COMMENT 'that takes it up',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, id),
  KEY idx_project_proposals_person (home_id, person_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE project_team (
  home_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  is_expert TINYINT NOT NULL,
  PRIMARY KEY (home_id, project_id, deputy_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE project_progress (
  home_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  percent_done TINYINT NOT NULL,
  text VARCHAR(1000) NOT NULL,
  links VARCHAR(2800) NOT NULL COMMENT 'one a line',
  create_time DATETIME(3) NOT NULL,
  PRIMARY KEY (home_id, project_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE project_visits (
  home_id BIGINT NOT NULL,
  project_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  deputy_id BIGINT NOT NULL,
  recorder_id BIGINT NOT NULL COMMENT 'person, who may not confirm it',
  visit_day DATE NOT NULL COMMENT 'in Shanghai',
  visit_time DATETIME(3) NOT NULL,
  findings VARCHAR(2000) NOT NULL,
  confirmed TINYINT NOT NULL DEFAULT 0,
  PRIMARY KEY (home_id, project_id, id),
  UNIQUE KEY uq_project_visits_day (home_id, project_id, deputy_id, visit_day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
