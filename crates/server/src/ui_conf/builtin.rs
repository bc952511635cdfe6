//! What account 0 has: data, not rows (reference: more-services.md §5.5). New accounts get copies.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::table::UiConfRow;
use crate::kept::Kept;
use crate::permission::MADE_AT;

static ALL: LazyLock<Vec<UiConfRow>> = LazyLock::new(|| {
    let all: Vec<Map<String, Value>> = serde_json::from_str(include_str!("builtin.json"))
        .expect("builtin.json is checked by a test of this module");
    all.into_iter()
        .map(|map| UiConfRow {
            id: map.get("id").and_then(Value::as_i64).unwrap_or_default(),
            partner_id: 0,
            version: 1,
            created_at: MADE_AT,
            updated_at: MADE_AT,
            more: Kept::of(map),
        })
        .collect()
});

/// All of them.
pub(super) fn all() -> &'static [UiConfRow] {
    &ALL
}

/// The one with this id.
pub(super) fn find(id: i64) -> Option<&'static UiConfRow> {
    ALL.iter().find(|row| row.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui_conf::model::UiConf;

    #[test]
    fn the_data_is_whole() {
        assert_eq!(all().len(), 2);
        for row in all() {
            let shown: UiConf = row.more.show().unwrap();
            assert!((1..1000).contains(&row.id) && shown.name.get().is_some(), "{row:?}");
            for text in ["config", "confVars"] {
                let json = row.more.text_of(text).unwrap_or("{}");
                serde_json::from_str::<Value>(json).unwrap();
            }
        }
    }
}
