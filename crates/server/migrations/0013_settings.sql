-- Settings of players, ways of making assets, conversion profiles, response profiles. Each keeps what no list looks for
-- as one JSON text. Ids below 1000 are those of account 0, which has data and no rows.

CREATE TABLE ui_conf (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    name_key TEXT NOT NULL,
    obj_type BIGINT NOT NULL,
    creation_mode BIGINT NOT NULL,
    tags_key TEXT NOT NULL,
    partner_tags_key TEXT NOT NULL,
    -- Counts the texts of config.
    version BIGINT NOT NULL,
    version_text TEXT NOT NULL,
    deleted BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    more TEXT NOT NULL
);
CREATE INDEX ui_conf_by_partner ON ui_conf (partner_id, deleted, updated_at, id);
sqlite>INSERT INTO sqlite_sequence (name, seq) VALUES ('ui_conf', 999);
postgres>ALTER TABLE ui_conf ALTER COLUMN id RESTART WITH 1000;

INSERT INTO ui_conf (partner_id, name_key, obj_type, creation_mode, tags_key, partner_tags_key, version, version_text, deleted, created_at, updated_at, more)
    SELECT id, 'html5 player', 1, 2, 'html5studio,player', '', 1, '1', FALSE, created_at, created_at,
        '{"name":"HTML5 Player","objType":1,"creationMode":2,"width":560,"height":395,"tags":"html5studio,player","html5Url":"/html5/html5lib/{latest}/mwEmbedLoader.php","useCdn":true,"config":"{}"}'
    FROM partner WHERE id > 0 ORDER BY id;
INSERT INTO ui_conf (partner_id, name_key, obj_type, creation_mode, tags_key, partner_tags_key, version, version_text, deleted, created_at, updated_at, more)
    SELECT id, 'v7 player', 1, 2, 'autodeploy,kalturaplayerjs,player,ovp', '', 1, '1', FALSE, created_at, created_at,
        '{"name":"V7 Player","objType":1,"creationMode":2,"width":528,"height":327,"tags":"autodeploy,kalturaPlayerJs,player,ovp","html5Url":"","useCdn":true,"confVars":"{\"kaltura-ovp-player\":\"{latest}\", \"playkit-flash\":\"{latest}\"}","config":"{\"disableUserCache\":false,\"playback\":{},\"plugins\":{},\"provider\":{},\"ui\":{}}"}'
    FROM partner WHERE id > 0 ORDER BY id;

ALTER TABLE widget ADD COLUMN add_embed_html5_support BOOLEAN;
-- Whether the entry is a playlist.
ALTER TABLE widget ADD COLUMN is_playlist BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX widget_by_creation ON widget (partner_id, created_at, id);

-- 1 flavours, 2 thumbnails, 3 flavours of live streams.
CREATE TABLE asset_params (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    kind BIGINT NOT NULL,
    deleted BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    more TEXT NOT NULL
);
CREATE INDEX asset_params_by_partner ON asset_params (partner_id, deleted, id);
sqlite>INSERT INTO sqlite_sequence (name, seq) VALUES ('asset_params', 999);
postgres>ALTER TABLE asset_params ALTER COLUMN id RESTART WITH 1000;

CREATE TABLE conversion_profile (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    type BIGINT NOT NULL,
    -- Null where there is none, and in what was deleted.
    system_name TEXT,
    -- The type that it is the default of; null where it is none.
    default_of BIGINT,
    deleted BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    more TEXT NOT NULL
);
CREATE INDEX conversion_profile_by_partner ON conversion_profile (partner_id, deleted, id);
CREATE UNIQUE INDEX conversion_profile_by_system_name ON conversion_profile (partner_id, system_name);
CREATE UNIQUE INDEX conversion_profile_by_default ON conversion_profile (partner_id, default_of);
sqlite>INSERT INTO sqlite_sequence (name, seq) VALUES ('conversion_profile', 999);
postgres>ALTER TABLE conversion_profile ALTER COLUMN id RESTART WITH 1000;

CREATE TABLE conversion_profile_params (
    profile_id BIGINT NOT NULL REFERENCES conversion_profile (id),
    params_id BIGINT NOT NULL,
    partner_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    more TEXT NOT NULL,
    PRIMARY KEY (profile_id, params_id)
);
CREATE INDEX conversion_profile_params_by_partner ON conversion_profile_params (partner_id, profile_id, position);

INSERT INTO conversion_profile (partner_id, type, system_name, default_of, deleted, created_at, updated_at, more)
    SELECT id, 1, 'Default', 1, FALSE, created_at, created_at, '{"status":2,"name":"Default","systemName":"Default","type":1}'
    FROM partner WHERE id > 0 ORDER BY id;
INSERT INTO conversion_profile (partner_id, type, system_name, default_of, deleted, created_at, updated_at, more)
    SELECT id, 2, 'Passthrough_Live', 2, FALSE, created_at, created_at, '{"status":2,"name":"Passthrough","systemName":"Passthrough_Live","type":2}'
    FROM partner WHERE id > 0 ORDER BY id;
INSERT INTO conversion_profile_params (profile_id, params_id, partner_id, position, more)
    SELECT profile.id, params.id, profile.partner_id, params.id, params.more
    FROM conversion_profile profile, (
        SELECT 0 AS id, '{"systemName":"Source","readyBehavior":0,"origin":1,"forceNoneComplied":0}' AS more
        UNION ALL SELECT 2, '{"systemName":"Basic/Small - WEB/MBL (H264/400)","readyBehavior":2,"origin":0,"forceNoneComplied":0}'
        UNION ALL SELECT 3, '{"systemName":"Basic/Small - WEB/MBL (H264/600)","readyBehavior":2,"origin":0,"forceNoneComplied":0}'
        UNION ALL SELECT 4, '{"systemName":"SD/Small - WEB/MBL (H264/900)","readyBehavior":2,"origin":0,"forceNoneComplied":0}'
        UNION ALL SELECT 5, '{"systemName":"SD/Large - WEB/MBL (H264/1500)","readyBehavior":2,"origin":0,"forceNoneComplied":0}'
        UNION ALL SELECT 6, '{"systemName":"HD/720 - WEB (H264/2500)","readyBehavior":2,"origin":0,"forceNoneComplied":0}'
        UNION ALL SELECT 7, '{"systemName":"HD/1080 - WEB (H264/4000)","readyBehavior":2,"origin":0,"forceNoneComplied":0}'
        UNION ALL SELECT 19, '{"systemName":"Default Thumbnail","readyBehavior":0,"origin":0,"forceNoneComplied":0}'
    ) params WHERE profile.type = 1;
INSERT INTO conversion_profile_params (profile_id, params_id, partner_id, position, more)
    SELECT id, 32, partner_id, 32, '{"systemName":"Source","readyBehavior":0,"origin":1,"forceNoneComplied":0}'
    FROM conversion_profile WHERE type = 2;

CREATE TABLE response_profile (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    -- The system name of what is enabled; null otherwise.
    enabled_name TEXT,
    status BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    more TEXT NOT NULL
);
CREATE INDEX response_profile_by_partner ON response_profile (partner_id, status, id);
CREATE UNIQUE INDEX response_profile_by_name ON response_profile (partner_id, enabled_name);
sqlite>INSERT INTO sqlite_sequence (name, seq) VALUES ('response_profile', 999);
postgres>ALTER TABLE response_profile ALTER COLUMN id RESTART WITH 1000;

-- Files of entries: 1 flavours, 2 thumbnails.
CREATE TABLE asset (
    id TEXT PRIMARY KEY,
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    -- The entry's public id.
    entry_id TEXT NOT NULL,
    kind BIGINT NOT NULL,
    params_id BIGINT NOT NULL,
    status BIGINT NOT NULL,
    tags TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    size_kilobytes BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT,
    more TEXT NOT NULL
);
CREATE INDEX asset_by_entry ON asset (entry_id, kind, created_at, id);
