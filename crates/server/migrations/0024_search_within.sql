-- What searches look for within entries: cue points and metadata; and what they look for in categories.

-- Whether searches for entries look at a cue point, by its kind or because it says so.
ALTER TABLE cue_point ADD COLUMN is_searched BOOLEAN NOT NULL DEFAULT TRUE;
UPDATE cue_point SET is_searched = FALSE WHERE type NOT IN
    ('annotation.Annotation', 'codeCuePoint.Code', 'thumbCuePoint.Thumb', 'quiz.QUIZ_QUESTION');
-- A quote within a text has a backslash before it.
UPDATE cue_point SET is_searched = FALSE WHERE more LIKE '%"searchableOnEntry":false%';

-- Values of cue points as a whole, folded: what they are equal to, and what they begin with. `field` says which it is.
CREATE TABLE cue_point_value (
    partner_id BIGINT NOT NULL,
    value_key TEXT NOT NULL,
    field BIGINT NOT NULL,
    cue_point_id BIGINT NOT NULL,
    PRIMARY KEY (partner_id, value_key, field, cue_point_id)
sqlite>) WITHOUT ROWID;
postgres>);
CREATE INDEX cue_point_value_by_cue_point ON cue_point_value (cue_point_id, field);
-- Names that are there already; the rest follows when they change.
INSERT INTO cue_point_value SELECT partner_id, lower(substr(name, 1, 60)), 1, id FROM cue_point WHERE status <> 2 AND name <> '';

-- What questions and polls say, beside the words of all cue points.
words>cue_point_question_text (question, answers, hint, explanation)

-- What searches find in metadata: each field of theirs with all of its values. Metadata that are there already follow when
-- they change.
CREATE TABLE metadata_item (
    id {ID},
    partner_id BIGINT NOT NULL,
    object_type TEXT NOT NULL,
    object_row BIGINT NOT NULL,
    metadata_id BIGINT NOT NULL REFERENCES metadata (id),
    profile_id BIGINT NOT NULL,
    field_id BIGINT NOT NULL,
    -- Its texts as they are shown, joined with the sign 31, which is in no XML; null: it has a number.
    texts TEXT,
    number BIGINT
);
CREATE INDEX metadata_item_by_object ON metadata_item (object_row, object_type);
CREATE INDEX metadata_item_by_account ON metadata_item (partner_id, object_type, number, object_row);
CREATE INDEX metadata_item_by_field ON metadata_item (field_id, number, object_row);
CREATE INDEX metadata_item_by_metadata ON metadata_item (metadata_id);

CREATE TABLE metadata_item_value (
    partner_id BIGINT NOT NULL,
    value_key TEXT NOT NULL,
    item_id BIGINT NOT NULL,
    PRIMARY KEY (partner_id, value_key, item_id)
sqlite>) WITHOUT ROWID;
postgres>);
CREATE INDEX metadata_item_value_by_item ON metadata_item_value (item_id);

words>metadata_item_text (value)

-- The same for categories.
CREATE TABLE category_value (
    partner_id BIGINT NOT NULL,
    value_key TEXT NOT NULL,
    field BIGINT NOT NULL,
    category_id BIGINT NOT NULL,
    PRIMARY KEY (partner_id, value_key, field, category_id)
sqlite>) WITHOUT ROWID;
postgres>);
CREATE INDEX category_value_by_category ON category_value (category_id, field);
INSERT INTO category_value SELECT partner_id, lower(substr(reference_id, 1, 60)), 3, id FROM category WHERE reference_id <> '';
