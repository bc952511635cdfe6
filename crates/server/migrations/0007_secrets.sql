-- Secrets that live: each has a label, an end, a number by which sessions remember what opened them, and a
-- record of its use. promoted_at: when it became the first of its kind; a secret that never did was given out
-- beside the others. closed: nothing is opened or checked with it any more; it is kept to explain.

ALTER TABLE partner_secret ADD COLUMN slot BIGINT NOT NULL DEFAULT 0;
ALTER TABLE partner_secret ADD COLUMN label TEXT;
ALTER TABLE partner_secret ADD COLUMN promoted_at BIGINT;
ALTER TABLE partner_secret ADD COLUMN usable_until BIGINT;
ALTER TABLE partner_secret ADD COLUMN blocked_at BIGINT;
ALTER TABLE partner_secret ADD COLUMN closed BOOLEAN NOT NULL DEFAULT FALSE;

-- Until now an account had one of each kind.
UPDATE partner_secret SET promoted_at = created_at, slot = kind + 1 WHERE position = 0;

CREATE INDEX partner_secret_by_end ON partner_secret (usable_until) WHERE usable_until IS NOT NULL AND NOT closed;

-- When a secret was last used, written in the background: each value only ever grows.
CREATE TABLE secret_use (
    secret_id BIGINT PRIMARY KEY,
    partner_id BIGINT NOT NULL,
    signed_at BIGINT NOT NULL,
    offline_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    lives_until BIGINT NOT NULL
);
CREATE INDEX secret_use_by_partner ON secret_use (partner_id);
