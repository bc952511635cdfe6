//! What account 0 has (reference: more-services.md §1.2). Scripts know the ids, programs that copy accounts the system
//! names.

use std::sync::{Arc, LazyLock};

use serde_json::{Map, Value};

use super::{Kind, Params};
use crate::kept::Kept;
use crate::permission::MADE_AT;

static ALL: LazyLock<Vec<Arc<Params>>> = LazyLock::new(|| {
    let all: Vec<Map<String, Value>> = serde_json::from_str(include_str!("builtin.json"))
        .expect("builtin.json is checked by a test of this module");
    let number =
        |map: &Map<String, Value>, name: &str| map.get(name).and_then(Value::as_i64).unwrap_or_default();
    all.into_iter()
        .map(|map| {
            Arc::new(Params {
                id: number(&map, "id"),
                partner_id: 0,
                kind: Kind::from_number(number(&map, "kind")).unwrap_or(Kind::Flavor),
                created_at: MADE_AT,
                more: Kept::of(map),
            })
        })
        .collect()
});

/// All of them.
pub(super) fn all() -> &'static [Arc<Params>] {
    &ALL
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset_params::show;

    #[test]
    fn the_data_is_whole() {
        for params in all() {
            assert!(params.id < 1000 && params.more.text_of("name").is_some(), "{params:?}");
            match params.kind {
                Kind::Thumb => assert!(show::thumb(params).is_ok()),
                Kind::Flavor | Kind::Live => assert!(show::flavor(params).is_ok(), "{params:?}"),
            }
        }
        let mut ids: Vec<i64> = all().iter().map(|params| params.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all().len());
    }
}
