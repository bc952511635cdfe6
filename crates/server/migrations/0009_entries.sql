-- Entries, categories, and who sees what of them. docs/design/lists.md says why the tables of the second part look as they do.

CREATE TABLE entry (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    public_id TEXT NOT NULL,
    type TEXT NOT NULL,
    media_type BIGINT NOT NULL,
    status BIGINT NOT NULL,
    moderation BIGINT NOT NULL,
    display BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    owner_key TEXT NOT NULL,
    creator_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    start_date BIGINT,
    end_date BIGINT,
    access_control_id BIGINT NOT NULL,
    conversion_profile_id BIGINT,
    reference_id TEXT,
    group_id BIGINT,
    -- Ids of other entries, as the API shows them.
    parent_id TEXT,
    root_id TEXT,
    replacing_id TEXT,
    replaced_id TEXT,
    redirect_id TEXT,
    replacement_status BIGINT NOT NULL,
    partner_sort_value BIGINT NOT NULL,
    moderation_count BIGINT NOT NULL,
    total_rank BIGINT NOT NULL,
    votes BIGINT NOT NULL,
    plays BIGINT NOT NULL,
    views BIGINT NOT NULL,
    last_played_at BIGINT,
    ms_duration BIGINT NOT NULL,
    duration BIGINT NOT NULL,
    rank DOUBLE PRECISION NOT NULL,
    media_date BIGINT,
    playlist_type BIGINT,
    source_type TEXT,
    template_id TEXT,
    version BIGINT,
    -- Everything that no list looks for, as JSON.
    more TEXT NOT NULL
);
CREATE UNIQUE INDEX entry_by_id ON entry (public_id);
CREATE INDEX entry_by_owner
    ON entry (owner_key, partner_id, created_at, id, status, moderation, display, type, media_type);
CREATE INDEX entry_by_reference ON entry (partner_id, reference_id);
CREATE INDEX entry_by_access_control ON entry (access_control_id);
CREATE INDEX entry_by_parent ON entry (parent_id);
CREATE INDEX entry_by_root ON entry (root_id);
CREATE INDEX entry_by_name ON entry (partner_id, name_key, id);
CREATE INDEX entry_by_update ON entry (partner_id, updated_at, id);

words>entry_text (name, tags, description, admin_tags)

-- The users (groups among them) that an entry names: 1 may edit it, 2 may publish it, 3 may view it.
CREATE TABLE entry_right (
    entry_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    user_key TEXT NOT NULL,
    PRIMARY KEY (entry_id, kind, user_key)
);

CREATE TABLE category (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    parent_id BIGINT NOT NULL,
    depth BIGINT NOT NULL,
    status BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    full_name TEXT NOT NULL,
    full_name_key TEXT NOT NULL,
    -- Ids from the root down, joined with '>', the own one last.
    full_ids TEXT NOT NULL,
    owner_id TEXT,
    owner_key TEXT,
    privacy BIGINT NOT NULL,
    appear_in_list BIGINT NOT NULL,
    inheritance_type BIGINT NOT NULL,
    -- The category whose members count here: itself, unless they are inherited.
    member_category_id BIGINT NOT NULL,
    user_join_policy BIGINT NOT NULL,
    default_permission_level BIGINT NOT NULL,
    contribution_policy BIGINT NOT NULL,
    moderation BIGINT NOT NULL,
    privacy_context TEXT NOT NULL,
    -- The parent's and the own ones, joined with ','.
    privacy_contexts TEXT NOT NULL,
    reference_id TEXT,
    partner_sort_value BIGINT NOT NULL,
    is_aggregation BIGINT NOT NULL,
    entries_count BIGINT NOT NULL,
    direct_entries_count BIGINT NOT NULL,
    pending_entries_count BIGINT NOT NULL,
    members_count BIGINT NOT NULL,
    pending_members_count BIGINT NOT NULL,
    direct_sub_categories_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- Everything that no list looks for, as JSON.
    more TEXT NOT NULL
);
CREATE INDEX category_by_name ON category (partner_id, parent_id, name_key);
CREATE INDEX category_by_path ON category (partner_id, full_ids);
CREATE INDEX category_by_full_name ON category (partner_id, full_name_key);
CREATE INDEX category_by_depth ON category (partner_id, depth, id);
CREATE INDEX category_by_members ON category (member_category_id);

words>category_text (name, tags, description)

CREATE TABLE category_user (
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
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (category_id, user_key)
);
CREATE INDEX category_user_by_user ON category_user (partner_id, user_key, status, category_id);

CREATE TABLE category_entry (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    category_id BIGINT NOT NULL REFERENCES category (id),
    entry_id BIGINT NOT NULL REFERENCES entry (id),
    status BIGINT NOT NULL,
    creator_id TEXT,
    creator_key TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX category_entry_by_creator ON category_entry (partner_id, creator_key);
CREATE UNIQUE INDEX category_entry_by_entry ON category_entry (entry_id, category_id);
CREATE INDEX category_entry_by_category ON category_entry (category_id, status, created_at, entry_id);

-- Privacy contexts by number. '' is the default context, '*' the account as a whole.
CREATE TABLE privacy_context (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    name TEXT NOT NULL
);
CREATE UNIQUE INDEX privacy_context_by_name ON privacy_context (partner_id, name);

CREATE TABLE category_context (
    category_id BIGINT NOT NULL,
    context_id BIGINT NOT NULL,
    PRIMARY KEY (category_id, context_id)
);

-- A set of member categories (ids in order, joined with ',') and its number.
CREATE TABLE audience_set (
    id {ID},
    context_id BIGINT NOT NULL,
    categories TEXT NOT NULL
);
CREATE UNIQUE INDEX audience_set_by_categories ON audience_set (context_id, categories);

CREATE TABLE audience (
    category_id BIGINT NOT NULL,
    context_id BIGINT NOT NULL,
    audience_id BIGINT NOT NULL,
    PRIMARY KEY (category_id, context_id, audience_id)
);

CREATE TABLE entry_shown (
    entry_id BIGINT NOT NULL,
    context_id BIGINT NOT NULL,
    audience_id BIGINT NOT NULL,
    status BIGINT NOT NULL,
    moderation BIGINT NOT NULL,
    display BIGINT NOT NULL,
    type TEXT NOT NULL,
    media_type BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (entry_id, context_id)
sqlite>) WITHOUT ROWID;
postgres>);
CREATE INDEX entry_shown_by_creation ON entry_shown
    (context_id, audience_id, created_at, entry_id, status, moderation, display, type, media_type);

CREATE TABLE entry_user (
    user_key TEXT NOT NULL,
    partner_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    status BIGINT NOT NULL,
    moderation BIGINT NOT NULL,
    display BIGINT NOT NULL,
    type TEXT NOT NULL,
    media_type BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
sqlite>PRIMARY KEY (user_key, partner_id, entry_id)) WITHOUT ROWID;
postgres>PRIMARY KEY (user_key, partner_id, entry_id) INCLUDE (status, moderation, display, type, media_type, created_at));
CREATE INDEX entry_user_by_entry ON entry_user (entry_id);

CREATE TABLE entry_tally (
    context_id BIGINT NOT NULL,
    audience_id BIGINT NOT NULL,
    status BIGINT NOT NULL,
    moderation BIGINT NOT NULL,
    display BIGINT NOT NULL,
    type TEXT NOT NULL,
    media_type BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    PRIMARY KEY (context_id, audience_id, status, moderation, display, type, media_type)
);

-- Complaints about entries.
CREATE TABLE moderation_flag (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    entry_id BIGINT NOT NULL REFERENCES entry (id),
    user_id TEXT NOT NULL,
    flag_type BIGINT NOT NULL,
    comments TEXT,
    status BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX moderation_flag_by_entry ON moderation_flag (entry_id, status, id);
