-- Which users like which entries.

CREATE TABLE entry_like (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    -- The entry's public id.
    entry_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    user_key TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX entry_like_by_entry ON entry_like (entry_id, user_key);
CREATE INDEX entry_like_by_user ON entry_like (partner_id, user_key, id);

-- Accounts that were there before get the switch that new ones have.
INSERT INTO permission (partner_id, name, name_key, type, status, friendly_name, depends_on, item_ids, created_at, updated_at)
    SELECT id, 'FEATURE_LIKE', 'feature_like', 2, 1, 'Feature like', '', '', created_at, created_at
    FROM partner
    WHERE id > 0 AND NOT EXISTS (
        SELECT 1 FROM permission
        WHERE permission.partner_id = partner.id AND permission.name_key = 'feature_like' AND permission.status <> 3
    )
    ORDER BY id;
