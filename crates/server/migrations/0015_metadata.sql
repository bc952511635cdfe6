-- Metadata of objects: profiles with the versions of their schemas, the metadata, and the values that lists look for.

CREATE TABLE metadata_profile (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    object_type TEXT NOT NULL,
    -- Null where there is none, and in what was deleted.
    system_name TEXT,
    deleted BOOLEAN NOT NULL,
    -- Counts the changes that metadata were rewritten for.
    version BIGINT NOT NULL,
    -- The number of the newest schema.
    definition BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    more TEXT NOT NULL
);
CREATE INDEX metadata_profile_by_partner ON metadata_profile (partner_id, deleted, id);
CREATE UNIQUE INDEX metadata_profile_by_system_name ON metadata_profile (partner_id, system_name);

CREATE TABLE metadata_schema (
    profile_id BIGINT NOT NULL REFERENCES metadata_profile (id),
    number BIGINT NOT NULL,
    xsd TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (profile_id, number)
);

-- Ids of the paths that schemas have, or had: a field that returns has its id again.
CREATE TABLE metadata_field (
    id {ID},
    profile_id BIGINT NOT NULL REFERENCES metadata_profile (id),
    path TEXT NOT NULL
);
CREATE UNIQUE INDEX metadata_field_by_path ON metadata_field (profile_id, path);

CREATE TABLE metadata (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    profile_id BIGINT NOT NULL REFERENCES metadata_profile (id),
    profile_version BIGINT NOT NULL,
    object_type TEXT NOT NULL,
    -- The object's id as the API shows it, folded, and its row; 0 for what has none.
    object_id TEXT NOT NULL,
    object_key TEXT NOT NULL,
    object_row BIGINT NOT NULL,
    version BIGINT NOT NULL,
    status BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    xml TEXT NOT NULL
);
CREATE UNIQUE INDEX metadata_by_profile ON metadata (profile_id, object_key);
CREATE INDEX metadata_by_object ON metadata (partner_id, object_type, object_key);

CREATE TABLE metadata_value (
    id {ID},
    metadata_id BIGINT NOT NULL REFERENCES metadata (id),
    field_id BIGINT NOT NULL,
    -- The row of the object, as the metadata have it.
    object_row BIGINT NOT NULL,
    -- One of both: the folded value, or the number.
    value_key TEXT,
    number BIGINT
);
CREATE INDEX metadata_value_by_metadata ON metadata_value (metadata_id);
CREATE INDEX metadata_value_by_key ON metadata_value (field_id, value_key, object_row, metadata_id);
CREATE INDEX metadata_value_by_number ON metadata_value (field_id, number, object_row, metadata_id);

-- The words of values that are looked for by words.
words>metadata_value_text (value)

-- New accounts have the plug-in; those that were there get it, unless they have said something about it.
INSERT INTO permission (partner_id, name, name_key, type, status, friendly_name, description, depends_on, tags, created_at, updated_at)
    SELECT id, 'METADATA_PLUGIN_PERMISSION', 'metadata_plugin_permission', 3, 1, 'Metadata plugin permission', '', '', '', created_at, created_at
    FROM partner WHERE id > 0 AND NOT EXISTS (
        SELECT 1 FROM permission WHERE permission.partner_id = partner.id
            AND permission.name_key = 'metadata_plugin_permission' AND permission.status <> 3
    ) ORDER BY id;
