//! Laying one source of parameters over another (reference: protocol.md §2).

use crate::param::{make_map, numbered};
use crate::{Param, ParamMap};

/// Lays one tree over another: maps are merged, lists position by position, everything else is replaced.
/// A map over a list, or a list over a map, counts by its keys.
pub(crate) fn overlay(below: &mut ParamMap, above: ParamMap) {
    for (name, value) in above {
        match below.get_mut(&name) {
            Some(slot) => overlay_value(slot, value),
            None => {
                below.insert(name, value);
            }
        }
    }
}

fn overlay_value(slot: &mut Param, value: Param) {
    match (slot, value) {
        (Param::List(below), Param::List(above)) => {
            for (index, item) in above.into_iter().enumerate() {
                match below.get_mut(index) {
                    Some(slot) => *slot = item,
                    None => below.push(item),
                }
            }
        }
        (slot @ (Param::Map(_) | Param::List(_)), Param::Map(above)) => overlay(make_map(slot).0, above),
        (Param::Map(below), Param::List(above)) => overlay(below, numbered(above)),
        (slot, value) => *slot = value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn json(text: &str) -> ParamMap {
        crate::json_in::decode(text.as_bytes(), &Limits::default()).unwrap().unwrap()
    }

    #[test]
    fn maps_are_merged_and_the_rest_is_replaced() {
        for (below, above, merged) in [
            (
                r#"{"ks":"old","filter":{"a":1,"b":2}}"#,
                r#"{"ks":"new","filter":{"a":9},"n":1}"#,
                r#"{"ks":"new","filter":{"a":9,"b":2},"n":1}"#,
            ),
            (r#"{"l":[1,2,3]}"#, r#"{"l":[7]}"#, r#"{"l":[7,2,3]}"#),
            (r#"{"l":[{"a":1},{"b":2}]}"#, r#"{"l":{"1":{"b":9}}}"#, r#"{"l":{"0":{"a":1},"1":{"b":9}}}"#),
            (r#"{"l":{"0":{"a":1},"x":2}}"#, r#"{"l":[{"b":2}]}"#, r#"{"l":{"0":{"a":1,"b":2},"x":2}}"#),
            (r#"{"a":{"b":1}}"#, r#"{"a":"x"}"#, r#"{"a":"x"}"#),
            (r#"{"a":"x"}"#, r#"{"a":{"b":1}}"#, r#"{"a":{"b":1}}"#),
        ] {
            let mut tree = json(below);
            overlay(&mut tree, json(above));
            assert_eq!(tree, json(merged), "{above} over {below}");
        }
    }
}
