-- The key by which an account hashes the ids of its users, sealed; null: ids are kept as they are.
ALTER TABLE partner ADD COLUMN user_id_key {BLOB};
-- The access-control profile that calls of the account are judged by.
ALTER TABLE partner ADD COLUMN api_access_control_id BIGINT;
