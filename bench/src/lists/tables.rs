//! The tables of a list of entries with entitlement (docs/design/lists.md says why they look like this).

use sea_query::Order;
use store::{ColumnKind, Listing, Migration, TextIndex};

pub(super) const PARTNER: i64 = 102;
/// The context that stands for the account as a whole, whoever may see what.
pub(super) const WHOLE_ACCOUNT: i64 = 0;
/// Audiences: whoever asks, whoever has logged in; above these, the members of some categories.
pub(super) const EVERYBODY: i64 = 1;
pub(super) const LOGGED_IN: i64 = 2;

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "entries",
    sql: "
CREATE TABLE entry (
    id {ID},
    partner_id BIGINT NOT NULL,
    public_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    owner_key TEXT NOT NULL,
    status BIGINT NOT NULL,
    moderation BIGINT NOT NULL,
    display BIGINT NOT NULL,
    media_type BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    more TEXT NOT NULL
);
CREATE UNIQUE INDEX entry_by_id ON entry (public_id);
CREATE INDEX entry_by_owner
    ON entry (owner_key, partner_id, created_at, id, status, moderation, display, media_type);

CREATE TABLE category (id {ID}, privacy BIGINT NOT NULL);
CREATE TABLE category_context (
    category_id BIGINT NOT NULL,
    context_id BIGINT NOT NULL,
    PRIMARY KEY (category_id, context_id)
);
CREATE TABLE category_user (
    user_key TEXT NOT NULL,
    category_id BIGINT NOT NULL,
    PRIMARY KEY (user_key, category_id)
);
CREATE TABLE entry_category (
    category_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    PRIMARY KEY (category_id, entry_id)
);
CREATE INDEX entry_category_by_entry ON entry_category (entry_id);

CREATE TABLE audience (
    category_id BIGINT NOT NULL,
    context_id BIGINT NOT NULL,
    audience_id BIGINT NOT NULL,
    PRIMARY KEY (category_id, context_id, audience_id)
);

CREATE TABLE entry_shown (
    entry_id BIGINT NOT NULL,
    context_id BIGINT NOT NULL,
    audience_id BIGINT NOT NULL,
    status BIGINT NOT NULL,
    moderation BIGINT NOT NULL,
    display BIGINT NOT NULL,
    media_type BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (entry_id, context_id)
sqlite>) WITHOUT ROWID;
postgres>);
CREATE INDEX entry_shown_by_creation ON entry_shown
    (context_id, audience_id, created_at, entry_id, status, moderation, display, media_type);

CREATE TABLE entry_user (
    user_key TEXT NOT NULL,
    entry_id BIGINT NOT NULL,
    status BIGINT NOT NULL,
    moderation BIGINT NOT NULL,
    display BIGINT NOT NULL,
    media_type BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
sqlite>PRIMARY KEY (user_key, entry_id)) WITHOUT ROWID;
postgres>PRIMARY KEY (user_key, entry_id) INCLUDE (status, moderation, display, media_type, created_at));

CREATE TABLE entry_tally (
    context_id BIGINT NOT NULL,
    audience_id BIGINT NOT NULL,
    status BIGINT NOT NULL,
    moderation BIGINT NOT NULL,
    display BIGINT NOT NULL,
    media_type BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    PRIMARY KEY (context_id, audience_id, status, moderation, display, media_type)
);

words>entry_text (name, tags, description)
",
}];

pub(super) const TEXT: TextIndex = TextIndex::new("entry_text", &["name", "tags", "description"]);

/// The columns that are in `entry_shown` and `entry_user` too, so that a list that asks for no other reads one index.
pub(super) const COPIED: [&str; 5] = ["created_at", "status", "moderation", "display", "media_type"];
pub(super) const OTHERS: [&str; 4] = ["public_id", "name_key", "owner_key", "updated_at"];

pub(super) fn listing() -> Listing {
    let select = ["id", "public_id", "name", "owner_key", "status", "media_type", "created_at", "more"];
    Listing::new("entry", select, "id")
        .column("id", "public_id", ColumnKind::Text)
        .column("name", "name_key", ColumnKind::Folded(str::to_lowercase))
        .column("userId", "owner_key", ColumnKind::Folded(str::to_lowercase))
        .column("status", "status", ColumnKind::Int)
        .column("moderationStatus", "moderation", ColumnKind::Int)
        .column("displayInSearch", "display", ColumnKind::Int)
        .column("mediaType", "media_type", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .words("name", TEXT, Some("name"))
        .words("tags", TEXT, Some("tags"))
        .words("searchText", TEXT, None)
        .never_null(COPIED)
        .never_null(OTHERS)
        .looked_up(["public_id", "owner_key"])
        .default_order("created_at", Order::Desc)
        .tally("entry_tally", "entries", ["status", "moderation", "display", "media_type"])
}
