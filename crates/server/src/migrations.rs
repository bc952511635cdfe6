//! The store's history: one entry per change, never edited once released.

use store::Migration;

/// All changes, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "sessions", sql: include_str!("../migrations/0001_sessions.sql") },
    Migration { version: 2, name: "roles", sql: include_str!("../migrations/0002_roles.sql") },
    Migration { version: 3, name: "logins", sql: include_str!("../migrations/0003_logins.sql") },
    Migration { version: 4, name: "users", sql: include_str!("../migrations/0004_users.sql") },
    Migration { version: 5, name: "groups", sql: include_str!("../migrations/0005_groups.sql") },
    Migration { version: 6, name: "accounts", sql: include_str!("../migrations/0006_accounts.sql") },
    Migration { version: 7, name: "secrets", sql: include_str!("../migrations/0007_secrets.sql") },
    Migration { version: 8, name: "proofs", sql: include_str!("../migrations/0008_proofs.sql") },
    Migration { version: 9, name: "entries", sql: include_str!("../migrations/0009_entries.sql") },
    Migration {
        version: 10,
        name: "access control",
        sql: include_str!("../migrations/0010_access_control.sql"),
    },
    Migration { version: 11, name: "categories", sql: include_str!("../migrations/0011_categories.sql") },
    Migration { version: 12, name: "jobs", sql: include_str!("../migrations/0012_jobs.sql") },
    Migration { version: 13, name: "settings", sql: include_str!("../migrations/0013_settings.sql") },
    Migration { version: 14, name: "identity", sql: include_str!("../migrations/0014_identity.sql") },
    Migration { version: 15, name: "metadata", sql: include_str!("../migrations/0015_metadata.sql") },
    Migration { version: 17, name: "cue points", sql: include_str!("../migrations/0017_cue_points.sql") },
    Migration { version: 19, name: "live streams", sql: include_str!("../migrations/0019_live_streams.sql") },
    Migration { version: 20, name: "search", sql: include_str!("../migrations/0020_search.sql") },
    Migration {
        version: 21,
        name: "search people",
        sql: include_str!("../migrations/0021_search_people.sql"),
    },
    Migration { version: 23, name: "users", sql: include_str!("../migrations/0023_users.sql") },
    Migration {
        version: 24,
        name: "search within",
        sql: include_str!("../migrations/0024_search_within.sql"),
    },
    Migration { version: 25, name: "parts", sql: include_str!("../migrations/0025_parts.sql") },
    Migration { version: 27, name: "user entries", sql: include_str!("../migrations/0027_user_entries.sql") },
    Migration { version: 28, name: "likes", sql: include_str!("../migrations/0028_likes.sql") },
    Migration { version: 29, name: "schedule", sql: include_str!("../migrations/0029_schedule.sql") },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_in_order() {
        assert!(MIGRATIONS.is_sorted_by_key(|migration| migration.version));
    }
}
