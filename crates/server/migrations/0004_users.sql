-- What lists of users look at. Names are folded for comparison, since no two databases agree on how to.
ALTER TABLE account_user ADD COLUMN screen_name_key TEXT;
ALTER TABLE account_user ADD COLUMN first_name_key TEXT;
ALTER TABLE account_user ADD COLUMN last_name_key TEXT;
ALTER TABLE account_user ADD COLUMN email_key TEXT;
UPDATE account_user SET screen_name_key = lower(substr(screen_name, 1, 127)), first_name_key = lower(substr(first_name, 1, 127)), last_name_key = lower(substr(last_name, 1, 127)), email_key = lower(substr(email, 1, 127));

-- Users that are alike in status, type, administrator or not, and able to log in or not, stand on one shelf; those
-- that no list shows, on shelf -1. Whatever a list filters by these four, it reads whole shelves, each in the
-- order of an index, and knows from the tally how many stand there.
sqlite>ALTER TABLE account_user ADD COLUMN login_enabled BOOLEAN GENERATED ALWAYS AS (login_id IS NOT NULL) VIRTUAL;
sqlite>ALTER TABLE account_user ADD COLUMN shelf BIGINT GENERATED ALWAYS AS (CASE WHEN status = 2 OR user_key = '' THEN -1 ELSE status * 100 + type * 10 + CASE WHEN is_admin THEN 2 ELSE 0 END + CASE WHEN login_id IS NULL THEN 0 ELSE 1 END END) VIRTUAL;
postgres>ALTER TABLE account_user ADD COLUMN login_enabled BOOLEAN NOT NULL GENERATED ALWAYS AS (login_id IS NOT NULL) STORED;
postgres>ALTER TABLE account_user ADD COLUMN shelf BIGINT NOT NULL GENERATED ALWAYS AS (CASE WHEN status = 2 OR user_key = '' THEN -1 ELSE status * 100 + type * 10 + CASE WHEN is_admin THEN 2 ELSE 0 END + CASE WHEN login_id IS NULL THEN 0 ELSE 1 END END) STORED;
DROP INDEX account_user_by_creation;
-- Each ends in what the usual order is by, and the second of two names in the first, so that users who are not on
-- the page are never read.
CREATE INDEX account_user_by_creation ON account_user (partner_id, shelf, created_at, id);
CREATE INDEX account_user_by_change ON account_user (partner_id, shelf, updated_at, id, created_at);
CREATE INDEX account_user_by_key ON account_user (partner_id, shelf, user_key, id, created_at);
CREATE INDEX account_user_by_screen_name ON account_user (partner_id, shelf, screen_name_key, user_key, id, created_at);
CREATE INDEX account_user_by_first_name ON account_user (partner_id, shelf, first_name_key, id, created_at);
CREATE INDEX account_user_by_last_name ON account_user (partner_id, shelf, last_name_key, first_name_key, id, created_at);
CREATE INDEX account_user_by_email ON account_user (partner_id, shelf, email_key, id, created_at);
CREATE INDEX account_user_role_by_role ON account_user_role (role_id, account_user_id);
words>account_user_words (tags)

CREATE TABLE account_user_tally (
    partner_id BIGINT NOT NULL,
    shelf BIGINT NOT NULL,
    status BIGINT NOT NULL,
    type BIGINT NOT NULL,
    is_admin BOOLEAN NOT NULL,
    login_enabled BOOLEAN NOT NULL,
    users BIGINT NOT NULL,
    PRIMARY KEY (partner_id, shelf)
);
INSERT INTO account_user_tally SELECT partner_id, shelf, status, type, is_admin, login_enabled, count(*) FROM account_user WHERE shelf >= 0 GROUP BY partner_id, shelf, status, type, is_admin, login_enabled;

-- The tally is kept by the database, so that no statement anywhere can forget it.
sqlite>CREATE TRIGGER account_user_added AFTER INSERT ON account_user WHEN NEW.shelf >= 0 BEGIN INSERT INTO account_user_tally VALUES (NEW.partner_id, NEW.shelf, NEW.status, NEW.type, NEW.is_admin, NEW.login_enabled, 1) ON CONFLICT (partner_id, shelf) DO UPDATE SET users = users + 1; END;
sqlite>CREATE TRIGGER account_user_removed AFTER DELETE ON account_user WHEN OLD.shelf >= 0 BEGIN UPDATE account_user_tally SET users = users - 1 WHERE partner_id = OLD.partner_id AND shelf = OLD.shelf; END;
sqlite>CREATE TRIGGER account_user_moved AFTER UPDATE ON account_user WHEN OLD.shelf <> NEW.shelf BEGIN UPDATE account_user_tally SET users = users - 1 WHERE partner_id = OLD.partner_id AND shelf = OLD.shelf; INSERT INTO account_user_tally SELECT NEW.partner_id, NEW.shelf, NEW.status, NEW.type, NEW.is_admin, NEW.login_enabled, 1 WHERE NEW.shelf >= 0 ON CONFLICT (partner_id, shelf) DO UPDATE SET users = users + 1; END;
-- In the order of the shelves, so that two changes wait for each other and never both.
postgres>CREATE FUNCTION account_user_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
postgres>IF TG_OP = 'INSERT' THEN INSERT INTO account_user_tally AS tally SELECT partner_id, shelf, status, type, is_admin, login_enabled, count(*) FROM added WHERE shelf >= 0 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2 ON CONFLICT (partner_id, shelf) DO UPDATE SET users = tally.users + excluded.users;
postgres>ELSIF TG_OP = 'DELETE' THEN INSERT INTO account_user_tally AS tally SELECT partner_id, shelf, status, type, is_admin, login_enabled, -count(*) FROM removed WHERE shelf >= 0 GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2 ON CONFLICT (partner_id, shelf) DO UPDATE SET users = tally.users + excluded.users;
postgres>ELSE INSERT INTO account_user_tally AS tally SELECT partner_id, shelf, status, type, is_admin, login_enabled, sum(change) FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM removed) AS changes WHERE shelf >= 0 GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(change) <> 0 ORDER BY 1, 2 ON CONFLICT (partner_id, shelf) DO UPDATE SET users = tally.users + excluded.users;
postgres>END IF; RETURN NULL; END $$;
postgres>CREATE TRIGGER account_user_added AFTER INSERT ON account_user REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION account_user_count();
postgres>CREATE TRIGGER account_user_removed AFTER DELETE ON account_user REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION account_user_count();
postgres>CREATE TRIGGER account_user_moved AFTER UPDATE ON account_user REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION account_user_count();

-- In one account, a login has one user.
CREATE UNIQUE INDEX account_user_one_by_login ON account_user (login_id, partner_id) WHERE status <> 2;

CREATE INDEX app_token_by_user ON app_token (partner_id, session_user_key);
