-- What searches of users and groups look for.

-- Words of their names, ids, addresses and tags, each with letters in front that say what it is a word of; and of what
-- is looked for in parts, every three letters in a row.
words>account_user_text (words)

-- Values as a whole, folded: what they are equal to, and what they begin with. `field` says which it is.
CREATE TABLE account_user_value (
    partner_id BIGINT NOT NULL,
    value_key TEXT NOT NULL,
    field BIGINT NOT NULL,
    account_user_id BIGINT NOT NULL,
    PRIMARY KEY (partner_id, value_key, field, account_user_id)
sqlite>) WITHOUT ROWID;
postgres>);
CREATE INDEX account_user_value_by_user ON account_user_value (account_user_id, field);
-- Shown names and ids of users who are there already; the rest follows when they change.
INSERT INTO account_user_value SELECT partner_id, lower(substr(screen_name, 1, 60)), 1, id FROM account_user WHERE status <> 2 AND screen_name <> '';
INSERT INTO account_user_value SELECT partner_id, lower(substr(user_id, 1, 60)), 5, id FROM account_user WHERE status <> 2 AND user_id <> '';
