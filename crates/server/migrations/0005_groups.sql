-- Who is in which group, and which role a user has in an application of somebody else's. Users and groups are
-- rows of account_user; rows here are removed together with them.

CREATE TABLE group_member (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    account_user_id BIGINT NOT NULL REFERENCES account_user (id),
    group_id BIGINT NOT NULL REFERENCES account_user (id),
    creation_mode BIGINT NOT NULL,
    user_role BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX group_member_by_user ON group_member (account_user_id, group_id);
CREATE INDEX group_member_by_group ON group_member (group_id, id);

-- What a group has that a person has not. A group without a row here has no members.
CREATE TABLE group_state (
    group_id BIGINT PRIMARY KEY REFERENCES account_user (id),
    members BIGINT NOT NULL,
    process_status BIGINT
);

CREATE TABLE user_app_role (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    account_user_id BIGINT NOT NULL REFERENCES account_user (id),
    app_guid TEXT NOT NULL,
    user_role_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX user_app_role_by_user ON user_app_role (account_user_id, app_guid);
CREATE INDEX user_app_role_by_app ON user_app_role (partner_id, app_guid);
CREATE INDEX user_app_role_by_role ON user_app_role (partner_id, user_role_id);
