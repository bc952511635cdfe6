-- Work that is done after the call that asked for it was answered. due_at: when somebody may take it on; absent once
-- it is over. While a node is at it, due_at is when the others may take it for dead.
CREATE TABLE job (
    id {ID},
    partner_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    object_type TEXT NOT NULL,
    status BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    user_key TEXT NOT NULL,
    name TEXT NOT NULL,
    data TEXT NOT NULL,
    handled BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    problem TEXT,
    attempts BIGINT NOT NULL,
    due_at BIGINT,
    created_at BIGINT NOT NULL,
    kept_until BIGINT NOT NULL
);
CREATE INDEX job_by_due ON job (due_at, id);
CREATE INDEX job_by_partner ON job (partner_id, kind, id);
CREATE INDEX job_by_name ON job (name);
CREATE INDEX job_by_end ON job (kept_until);

-- The files of a job, in pieces: nodes share nothing but the database. part: 0 what was sent, 1 what came of it.
CREATE TABLE job_piece (
    job_id BIGINT NOT NULL,
    part BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    bytes {BLOB} NOT NULL,
    PRIMARY KEY (job_id, part, starts_at)
);

-- What came of each line of a bulk upload.
CREATE TABLE bulk_upload_line (
    job_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    cells TEXT NOT NULL,
    status BIGINT NOT NULL,
    object_id TEXT NOT NULL,
    object_status TEXT NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (job_id, position)
);
