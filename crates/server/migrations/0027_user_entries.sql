-- What an account notes of users and entries, attempts at quizzes among it, and which attempt an answer belongs to.

CREATE TABLE user_entry (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    -- The entry's public id.
    entry_id TEXT NOT NULL,
    -- Null: of nobody known.
    user_id TEXT,
    user_key TEXT,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    -- Its entry is in the recycle bin.
    is_recycled BOOLEAN NOT NULL,
    extended_status TEXT,
    -- Which attempt at a quiz it is, counted from 0; null in what is none.
    version BIGINT,
    -- From 0 to 1; null until an attempt is over.
    score DOUBLE PRECISION,
    calculated_score DOUBLE PRECISION,
    -- The folded user, where there may be one of its type only; null in attempts, and in what was deleted.
    single_key TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- Everything that no list looks for, as JSON.
    more TEXT NOT NULL
);
CREATE INDEX user_entry_by_entry ON user_entry (entry_id, type, id);
CREATE INDEX user_entry_by_user ON user_entry (partner_id, user_key, id);
CREATE UNIQUE INDEX user_entry_single ON user_entry (entry_id, type, single_key);

-- The attempt that an answer belongs to; null in other kinds.
ALTER TABLE cue_point ADD COLUMN attempt_id BIGINT;
CREATE INDEX cue_point_by_attempt ON cue_point (attempt_id, parent_id);
