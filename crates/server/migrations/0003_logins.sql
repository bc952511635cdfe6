-- What logging in needs: counters of attempts instead of one counter for each person, second factors, earlier
-- passwords, keys that choose a password once, which sessions a password gave, and mails on their way.

ALTER TABLE login DROP COLUMN attempts;
ALTER TABLE login DROP COLUMN blocked_until;
ALTER TABLE login ADD COLUMN seed {BLOB};
ALTER TABLE login ADD COLUMN last_step BIGINT;
ALTER TABLE login ADD COLUMN previous_passwords TEXT;
ALTER TABLE login ADD COLUMN hash_key_digest TEXT;
ALTER TABLE login ADD COLUMN hash_key_expiry BIGINT;

-- A person has one user in an account.
CREATE UNIQUE INDEX account_user_one_per_login ON account_user (login_id, partner_id) WHERE status <> 2 AND login_id IS NOT NULL;

-- Wrong passwords and requests for a new one: by whom, from where, how many, and until when that matters.
CREATE TABLE login_counter (
    subject TEXT PRIMARY KEY,
    tally BIGINT NOT NULL,
    until BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX login_counter_by_age ON login_counter (updated_at);

-- Sessions that somebody got for a password: they alone open the person's other accounts.
CREATE TABLE password_session (
    hash TEXT PRIMARY KEY,
    login_id BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX password_session_by_login ON password_session (login_id);
CREATE INDEX password_session_by_end ON password_session (until);

-- Mails: waiting (0), sent (1), given up (2). The text is sealed, since there are keys in it.
CREATE TABLE mail (
    id {ID},
    partner_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    sealed {BLOB} NOT NULL,
    status BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    problem TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX mail_by_due ON mail (status, due_at, id);
