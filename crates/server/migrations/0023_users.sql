-- Where the holders of a role stand: what a list by a role reads in the order of an index, without looking at a user.
-- Both stores keep it themselves (compare migration 4), so that no statement anywhere can forget it.
ALTER TABLE account_user_role ADD COLUMN partner_id BIGINT;
ALTER TABLE account_user_role ADD COLUMN shelf BIGINT;
ALTER TABLE account_user_role ADD COLUMN created_at BIGINT;
UPDATE account_user_role SET partner_id = (SELECT partner_id FROM account_user WHERE id = account_user_id), shelf = (SELECT shelf FROM account_user WHERE id = account_user_id), created_at = (SELECT created_at FROM account_user WHERE id = account_user_id);
CREATE INDEX account_user_role_by_shelf ON account_user_role (role_id, partner_id, shelf, created_at, account_user_id);

CREATE TABLE account_user_role_tally (
    partner_id BIGINT NOT NULL,
    role_id BIGINT NOT NULL,
    shelf BIGINT NOT NULL,
    users BIGINT NOT NULL,
    PRIMARY KEY (partner_id, role_id, shelf)
);
INSERT INTO account_user_role_tally SELECT partner_id, role_id, shelf, count(*) FROM account_user_role WHERE shelf >= 0 GROUP BY partner_id, role_id, shelf;

sqlite>CREATE TRIGGER account_user_role_added AFTER INSERT ON account_user_role BEGIN UPDATE account_user_role SET (partner_id, shelf, created_at) = (SELECT partner_id, shelf, created_at FROM account_user WHERE id = NEW.account_user_id) WHERE account_user_id = NEW.account_user_id AND role_id = NEW.role_id; END;
sqlite>CREATE TRIGGER account_user_role_moved AFTER UPDATE ON account_user_role WHEN OLD.shelf IS NOT NEW.shelf BEGIN UPDATE account_user_role_tally SET users = users - 1 WHERE partner_id = OLD.partner_id AND role_id = OLD.role_id AND shelf = OLD.shelf; INSERT INTO account_user_role_tally SELECT NEW.partner_id, NEW.role_id, NEW.shelf, 1 WHERE NEW.shelf >= 0 ON CONFLICT (partner_id, role_id, shelf) DO UPDATE SET users = users + 1; END;
sqlite>CREATE TRIGGER account_user_role_removed AFTER DELETE ON account_user_role BEGIN UPDATE account_user_role_tally SET users = users - 1 WHERE partner_id = OLD.partner_id AND role_id = OLD.role_id AND shelf = OLD.shelf; END;
sqlite>CREATE TRIGGER account_user_with_roles_moved AFTER UPDATE ON account_user WHEN OLD.shelf <> NEW.shelf BEGIN UPDATE account_user_role SET shelf = NEW.shelf WHERE account_user_id = NEW.id; END;

postgres>CREATE FUNCTION account_user_role_place() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
postgres>SELECT partner_id, shelf, created_at INTO NEW.partner_id, NEW.shelf, NEW.created_at FROM account_user WHERE id = NEW.account_user_id; RETURN NEW; END $$;
postgres>CREATE TRIGGER account_user_role_placed BEFORE INSERT ON account_user_role FOR EACH ROW EXECUTE FUNCTION account_user_role_place();
postgres>CREATE FUNCTION account_user_role_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
postgres>UPDATE account_user_role SET shelf = added.shelf FROM added JOIN removed ON removed.id = added.id WHERE added.shelf <> removed.shelf AND account_user_role.account_user_id = added.id; RETURN NULL; END $$;
postgres>CREATE TRIGGER account_user_with_roles_moved AFTER UPDATE ON account_user REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION account_user_role_follow();
postgres>CREATE FUNCTION account_user_role_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
postgres>IF TG_OP = 'INSERT' THEN INSERT INTO account_user_role_tally AS tally SELECT partner_id, role_id, shelf, count(*) FROM added WHERE shelf >= 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 ON CONFLICT (partner_id, role_id, shelf) DO UPDATE SET users = tally.users + excluded.users;
postgres>ELSIF TG_OP = 'DELETE' THEN INSERT INTO account_user_role_tally AS tally SELECT partner_id, role_id, shelf, -count(*) FROM removed WHERE shelf >= 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 ON CONFLICT (partner_id, role_id, shelf) DO UPDATE SET users = tally.users + excluded.users;
postgres>ELSE INSERT INTO account_user_role_tally AS tally SELECT partner_id, role_id, shelf, sum(change) FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM removed) AS changes WHERE shelf >= 0 GROUP BY 1, 2, 3 HAVING sum(change) <> 0 ORDER BY 1, 2, 3 ON CONFLICT (partner_id, role_id, shelf) DO UPDATE SET users = tally.users + excluded.users;
postgres>END IF; RETURN NULL; END $$;
postgres>CREATE TRIGGER account_user_role_added AFTER INSERT ON account_user_role REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION account_user_role_count();
postgres>CREATE TRIGGER account_user_role_removed AFTER DELETE ON account_user_role REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION account_user_role_count();
postgres>CREATE TRIGGER account_user_role_moved AFTER UPDATE ON account_user_role REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION account_user_role_count();

-- Lists look for parts of names and addresses.
parts>account_user (screen_name_key, email_key)
