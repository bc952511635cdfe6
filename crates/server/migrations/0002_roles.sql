-- What an account's own permissions open, and their names folded for comparison, since no two databases agree on how
-- to. Their ids begin above those of the built-in permissions, which no table holds. Until now they all came from
-- the template, whose names are plain.

ALTER TABLE permission ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE permission ADD COLUMN item_ids TEXT NOT NULL DEFAULT '';
ALTER TABLE permission ADD COLUMN partner_group TEXT;
UPDATE permission SET name_key = lower(name);
DROP INDEX permission_by_name;
CREATE UNIQUE INDEX permission_by_name ON permission (partner_id, name_key) WHERE status <> 3;

-- In two steps, so that no row gets the id of another in between.
UPDATE permission SET id = -id;
UPDATE permission SET id = 1000 - id;
sqlite>DELETE FROM sqlite_sequence WHERE name = 'permission';
sqlite>INSERT INTO sqlite_sequence (name, seq) SELECT 'permission', MAX(1000, COALESCE(MAX(id), 0)) FROM permission;
postgres>SELECT setval(pg_get_serial_sequence('permission', 'id'), (SELECT GREATEST(1000, COALESCE(MAX(id), 0)) FROM permission));

UPDATE user_role SET description = '' WHERE description IS NULL;
