-- What lists of categories and of their members look for beside migration 9.

-- The whole folded full name: what an index holds of it, `full_name_key`, is its beginning.
ALTER TABLE category ADD COLUMN full_name_folded TEXT NOT NULL DEFAULT '';
-- Ids joined with ','.
ALTER TABLE category ADD COLUMN aggregation_categories TEXT NOT NULL DEFAULT '';
CREATE INDEX category_by_reference ON category (partner_id, reference_id);

-- Rows of members get a number each, so that the pages of a list do not overlap. There are none yet.
DROP TABLE category_user;
CREATE TABLE category_user (
    id {ID},
    category_id BIGINT NOT NULL REFERENCES category (id),
    user_key TEXT NOT NULL,
    partner_id BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    permission_level BIGINT NOT NULL,
    -- Names joined with ','.
    permission_names TEXT NOT NULL,
    status BIGINT NOT NULL,
    update_method BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX category_user_by_category ON category_user (category_id, user_key);
CREATE INDEX category_user_by_user ON category_user (partner_id, user_key, status, category_id);
CREATE INDEX category_user_by_creation ON category_user (category_id, created_at, id);
