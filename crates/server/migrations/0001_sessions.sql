-- Accounts, their secrets and switches, people and how they log in, roles, application tokens, widgets,
-- and what was revoked. {ID}, {BLOB} stand for the database's own words. Times are Unix seconds unless the
-- name ends in _ms.

CREATE TABLE installation (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE partner (
    id {ID},
    name TEXT NOT NULL,
    status BIGINT NOT NULL,
    parent_id BIGINT,
    ks_version BIGINT NOT NULL,
    ks_max_expiry BIGINT,
    widget_role_id BIGINT,
    user_role_id BIGINT,
    admin_role_id BIGINT,
    secondary_secret_role_id BIGINT,
    always_allowed TEXT,
    owner_user_id TEXT,
    admin_login_quota BIGINT NOT NULL,
    profile TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE partner_secret (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    kind BIGINT NOT NULL,
    position BIGINT NOT NULL,
    sealed {BLOB} NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX partner_secret_by_partner ON partner_secret (partner_id, kind, position);

CREATE TABLE permission (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    name TEXT NOT NULL,
    type BIGINT NOT NULL,
    status BIGINT NOT NULL,
    friendly_name TEXT,
    description TEXT,
    depends_on TEXT NOT NULL,
    tags TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX permission_by_name ON permission (partner_id, name) WHERE status <> 3;

CREATE TABLE user_role (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    name TEXT NOT NULL,
    system_name TEXT,
    system_name_key TEXT,
    description TEXT,
    status BIGINT NOT NULL,
    permission_names TEXT NOT NULL,
    tags TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX user_role_by_partner ON user_role (partner_id, status);

CREATE TABLE login (
    id {ID},
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    first_name TEXT,
    last_name TEXT,
    config_partner_id BIGINT NOT NULL,
    last_login_partner_id BIGINT,
    password_hash TEXT,
    sha1_salt TEXT,
    sha1_digest TEXT,
    password_updated_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE account_user (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    user_id TEXT NOT NULL,
    user_key TEXT NOT NULL,
    login_id BIGINT REFERENCES login (id),
    status BIGINT NOT NULL,
    type BIGINT NOT NULL,
    is_admin BOOLEAN NOT NULL,
    screen_name TEXT,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    ks_privileges TEXT,
    profile TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    status_updated_at BIGINT,
    last_login_at BIGINT,
    deleted_at BIGINT
);
CREATE UNIQUE INDEX account_user_by_id ON account_user (partner_id, user_key) WHERE status <> 2;
CREATE INDEX account_user_by_login ON account_user (login_id, partner_id);
CREATE INDEX account_user_by_creation ON account_user (partner_id, created_at, id);

CREATE TABLE account_user_role (
    account_user_id BIGINT NOT NULL REFERENCES account_user (id),
    role_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (account_user_id, role_id)
);

CREATE TABLE app_token (
    id TEXT PRIMARY KEY,
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    sealed {BLOB} NOT NULL,
    status BIGINT NOT NULL,
    expiry BIGINT,
    session_type BIGINT,
    session_user_id TEXT,
    session_user_key TEXT,
    session_duration BIGINT,
    session_privileges TEXT,
    hash_type TEXT NOT NULL,
    description TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE INDEX app_token_by_partner ON app_token (partner_id, created_at, id);

CREATE TABLE widget (
    id TEXT PRIMARY KEY,
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    source_widget_id TEXT,
    root_widget_id TEXT,
    entry_id TEXT,
    ui_conf_id BIGINT,
    security_type BIGINT,
    security_policy BIGINT,
    partner_data TEXT,
    enforce_entitlement BOOLEAN,
    privacy_context TEXT,
    roles TEXT,
    privileges TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX widget_by_partner ON widget (partner_id);

-- Sessions and session groups that were ended. A group that never comes back has no end.
CREATE TABLE ended_session (
    hash TEXT PRIMARY KEY,
    kind BIGINT NOT NULL,
    partner_id BIGINT NOT NULL,
    until BIGINT,
    ended_at BIGINT NOT NULL
);
CREATE INDEX ended_session_by_end ON ended_session (until);

-- Nothing issued before this moment counts, for an account, a user, an application token or a secret.
CREATE TABLE issue_floor (
    subject TEXT PRIMARY KEY,
    partner_id BIGINT NOT NULL,
    issued_before_ms BIGINT NOT NULL,
    offline_until BIGINT NOT NULL,
    set_at BIGINT NOT NULL
);

-- Accounts begin at 101, and an account's own roles well above the built-in ones.
sqlite>INSERT INTO sqlite_sequence (name, seq) VALUES ('partner', 100), ('user_role', 999);
postgres>ALTER TABLE partner ALTER COLUMN id RESTART WITH 101;
postgres>ALTER TABLE user_role ALTER COLUMN id RESTART WITH 1000;

-- How many actions a session with an actionslimit has left.
CREATE TABLE action_budget (
    hash TEXT PRIMARY KEY,
    remaining BIGINT NOT NULL,
    until BIGINT NOT NULL
);
