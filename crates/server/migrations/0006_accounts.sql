-- What lists of accounts look at, folded where it is text; accounts that belong to others; trials; and invitations.

ALTER TABLE partner ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE partner ADD COLUMN website_key TEXT;
ALTER TABLE partner ADD COLUMN admin_name_key TEXT;
ALTER TABLE partner ADD COLUMN admin_email_key TEXT;
ALTER TABLE partner ADD COLUMN description_key TEXT;
ALTER TABLE partner ADD COLUMN package BIGINT NOT NULL DEFAULT 1;
ALTER TABLE partner ADD COLUMN group_type BIGINT NOT NULL DEFAULT 1;
ALTER TABLE partner ADD COLUMN publishers_quota BIGINT NOT NULL DEFAULT 0;
ALTER TABLE partner ADD COLUMN template_id BIGINT;
ALTER TABLE partner ADD COLUMN shows_secrets BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE partner ADD COLUMN trial_ends_at BIGINT;
ALTER TABLE partner ADD COLUMN trial_end BIGINT;
ALTER TABLE partner ADD COLUMN trial_warned_at BIGINT;
CREATE INDEX partner_by_parent ON partner (parent_id);
CREATE INDEX partner_by_trial ON partner (trial_ends_at);

sqlite>UPDATE partner SET name_key = lower(name), admin_email_key = lower(json_extract(profile, '$.adminEmail'));
postgres>UPDATE partner SET name_key = lower(name), admin_email_key = lower(profile::json->>'adminEmail');

-- A code that registers one account; only its digest is kept.
CREATE TABLE invitation (
    id {ID},
    digest TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    partner_id BIGINT REFERENCES partner (id)
);
