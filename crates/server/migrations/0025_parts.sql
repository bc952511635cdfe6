-- Parts of what users are found by: one kind of index of letters in threes, for searches as for lists. The words that stood
-- for parts in account_user_text go with the next change of their user, and are not looked for any more.
ALTER TABLE account_user_value RENAME TO account_user_value_before;
DROP INDEX account_user_value_by_user;
CREATE TABLE account_user_value (
    id {ID},
    partner_id BIGINT NOT NULL,
    value_key TEXT NOT NULL,
    field BIGINT NOT NULL,
    account_user_id BIGINT NOT NULL,
    -- Letters and digits alone; absent where parts are not looked for.
    letters TEXT
);
-- The letters of ASCII names; those of others follow when they change.
INSERT INTO account_user_value (partner_id, value_key, field, account_user_id, letters) SELECT partner_id, value_key, field, account_user_id, CASE WHEN field < 11 THEN replace(replace(replace(replace(replace(value_key, ' ', ''), '.', ''), '@', ''), '-', ''), '_', '') END FROM account_user_value_before;
DROP TABLE account_user_value_before;
CREATE INDEX account_user_value_by_value ON account_user_value (partner_id, value_key, field, account_user_id);
CREATE INDEX account_user_value_by_user ON account_user_value (account_user_id, field);
parts>account_user_value (letters)
postgres>UPDATE account_user_text SET words = ts_delete(words, ARRAY(SELECT lexeme FROM unnest(words) WHERE lexeme LIKE 'q%'));

-- Complaints follow users who get another id.
ALTER TABLE moderation_flag ADD COLUMN user_key TEXT;
UPDATE moderation_flag SET user_key = lower(user_id);
CREATE INDEX moderation_flag_by_user ON moderation_flag (partner_id, user_key);
