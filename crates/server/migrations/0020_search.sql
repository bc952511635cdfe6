-- What searches look for beside words.

-- Values of entries as a whole, folded: what they are equal to, and what they begin with. `field` says which it is.
CREATE TABLE entry_value (
    partner_id BIGINT NOT NULL,
    value_key TEXT NOT NULL,
    field BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    PRIMARY KEY (partner_id, value_key, field, entry_id)
sqlite>) WITHOUT ROWID;
postgres>);
CREATE INDEX entry_value_by_entry ON entry_value (entry_id, field);
-- Names of entries that are there already; the rest follows when they change.
INSERT INTO entry_value SELECT partner_id, lower(substr(name, 1, 60)), 1, id FROM entry WHERE name <> '';

-- By the users that an entry names.
CREATE INDEX entry_by_creator ON entry (creator_key, partner_id);
CREATE INDEX entry_right_by_user ON entry_right (user_key, kind, entry_id);
