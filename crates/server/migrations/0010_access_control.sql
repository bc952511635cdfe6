-- Access-control profiles.

CREATE TABLE access_control (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    name TEXT,
    system_name TEXT,
    description TEXT,
    is_default BOOLEAN NOT NULL,
    -- As the API answers them, a JSON list.
    rules TEXT NOT NULL,
    -- The restrictions that the rules were made from, likewise; null if they have no old form.
    restrictions TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE INDEX access_control_by_partner ON access_control (partner_id, created_at);
CREATE UNIQUE INDEX access_control_by_system_name ON access_control (partner_id, system_name)
    WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX access_control_default ON access_control (partner_id) WHERE is_default;

-- Every account has one that restricts nobody.
INSERT INTO access_control (partner_id, name, is_default, rules, created_at, updated_at)
    SELECT id, 'Default', TRUE, '[]', created_at, created_at FROM partner;
