-- How well a person is known, and quick ways to who holds a role at a node.
ALTER TABLE persons
  ADD COLUMN constituency_id BIGINT NOT NULL DEFAULT 0 COMMENT 'village, community or grid by the own word; 0: never said',
  ADD COLUMN verified_by BIGINT NOT NULL DEFAULT 0 COMMENT 'person of the staff who confirmed it',
  ADD COLUMN verified_time DATETIME(3) NULL COMMENT 'NULL: nobody did';

ALTER TABLE person_roles ADD KEY idx_person_roles_organization_id (organization_id, role);

ALTER TABLE identities MODIFY COLUMN kind TINYINT NOT NULL COMMENT '1: WeChat openid, 2: mobile number';
