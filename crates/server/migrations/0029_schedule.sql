-- Events at times, the rooms and things that they need, and which need which.

CREATE TABLE schedule_event (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    -- The series that it is a date of.
    parent_id BIGINT,
    status BIGINT NOT NULL,
    recurrence_type BIGINT NOT NULL,
    start_date BIGINT NOT NULL,
    end_date BIGINT NOT NULL,
    -- What a date of a series has from the series is null.
    summary TEXT,
    reference_id TEXT,
    owner_key TEXT,
    priority BIGINT,
    template_entry_id TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- Everything that was said, as JSON.
    more TEXT NOT NULL
);
CREATE INDEX schedule_event_by_partner ON schedule_event (partner_id, status, start_date);
CREATE INDEX schedule_event_by_parent ON schedule_event (parent_id, start_date);
CREATE INDEX schedule_event_by_template ON schedule_event (template_entry_id, start_date);

words>schedule_event_text (tags)

CREATE TABLE schedule_resource (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    type BIGINT NOT NULL,
    parent_id BIGINT,
    status BIGINT NOT NULL,
    name TEXT NOT NULL,
    system_name TEXT,
    -- The same; null in what was deleted.
    system_key TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    more TEXT NOT NULL
);
CREATE UNIQUE INDEX schedule_resource_by_system_name ON schedule_resource (partner_id, type, system_key);

words>schedule_resource_text (tags)

CREATE TABLE schedule_event_resource (
    id {ID},
    partner_id BIGINT NOT NULL REFERENCES partner (id),
    event_id BIGINT NOT NULL,
    resource_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX schedule_event_resource_by_event ON schedule_event_resource (partner_id, event_id, resource_id);
CREATE INDEX schedule_event_resource_by_resource ON schedule_event_resource (resource_id, event_id);
