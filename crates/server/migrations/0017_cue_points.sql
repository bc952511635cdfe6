-- Points and stretches of time of entries: annotations, advertisements, codes, chapters and slides.

CREATE TABLE cue_point (
    id {ID},
    public_id TEXT NOT NULL UNIQUE,
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    -- The entry's public id.
    entry_id TEXT NOT NULL,
    type TEXT NOT NULL,
    status BIGINT NOT NULL,
    user_id TEXT,
    user_key TEXT,
    -- Whether everybody who sees the entry may see it: by its kind, or because it says so.
    is_public BOOLEAN NOT NULL,
    -- The same, or it marks a chapter.
    is_open BOOLEAN NOT NULL,
    -- The public id of the annotation above; '0': there is none; null: other kinds.
    parent_id TEXT,
    depth BIGINT NOT NULL,
    children_count BIGINT NOT NULL,
    direct_children_count BIGINT NOT NULL,
    -- Milliseconds.
    start_time BIGINT NOT NULL,
    end_time BIGINT,
    duration BIGINT,
    triggered_at BIGINT,
    partner_sort_value BIGINT,
    force_stop BOOLEAN,
    -- A title or a code.
    name TEXT,
    protocol TEXT,
    sub_type BIGINT,
    -- Folded; null where there is none, and in what was deleted.
    system_key TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- Everything that no list looks for, as JSON.
    more TEXT NOT NULL
);
CREATE INDEX cue_point_by_entry ON cue_point (entry_id, start_time, id);
CREATE INDEX cue_point_by_user ON cue_point (partner_id, user_key);
CREATE INDEX cue_point_by_parent ON cue_point (parent_id);
CREATE UNIQUE INDEX cue_point_by_system_name ON cue_point (entry_id, system_key);

-- name is a title or a code, text what an annotation says or a description.
words>cue_point_text (tags, name, text)

-- Accounts that were there before get the switches that new ones have.
INSERT INTO permission (partner_id, name, name_key, type, status, friendly_name, depends_on, item_ids, created_at, updated_at)
    SELECT partner.id, added.name, lower(added.name), added.type, 1, added.friendly_name, '', '', partner.created_at, partner.created_at
    FROM partner, (
        SELECT 'CUEPOINT_PLUGIN_PERMISSION' AS name, 3 AS type, 'Cuepoint plugin permission' AS friendly_name
        UNION ALL SELECT 'ADCUEPOINT_PLUGIN_PERMISSION', 3, 'Adcuepoint plugin permission'
        UNION ALL SELECT 'ANNOTATION_PLUGIN_PERMISSION', 2, 'Annotation plugin permission'
        UNION ALL SELECT 'CODECUEPOINT_PLUGIN_PERMISSION', 3, 'Codecuepoint plugin permission'
        UNION ALL SELECT 'THUMBCUEPOINT_PLUGIN_PERMISSION', 3, 'Thumbcuepoint plugin permission'
    ) added
    WHERE partner.id > 0 AND NOT EXISTS (
        SELECT 1 FROM permission known
        WHERE known.partner_id = partner.id AND known.name_key = lower(added.name) AND known.status <> 3
    )
    ORDER BY partner.id, added.name;
