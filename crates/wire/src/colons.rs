//! Top-level names that hold a path (reference: protocol.md §3.1).

use crate::limits::Budget;
use crate::param::make_map;
use crate::{ApiError, Limits, Param, ParamMap};

/// Splits every top-level name at its colons: `filter:items:0:field=x` goes where JSON would put it. A path
/// is merged into what came before, a whole name replaces it; a path that ends in `-` makes its parent an
/// empty list.
pub(crate) fn split(params: ParamMap, limits: &Limits) -> Result<ParamMap, ApiError> {
    if !params.keys().any(|name| name.contains(':')) {
        return Ok(params);
    }
    let mut budget = Budget::new(limits);
    let mut tree = ParamMap::with_capacity(params.len());
    for (name, value) in params {
        if !name.contains(':') {
            tree.insert(name, value);
            continue;
        }
        if name.bytes().filter(|byte| *byte == b':').count() >= limits.depth {
            return Err(limits.depth_error());
        }
        let (path, value) = match name.strip_suffix(":-") {
            Some(parent) => (parent, Param::List(Vec::new())),
            None => (name.as_str(), value),
        };
        insert(&mut tree, path, value, &mut budget)?;
    }
    Ok(tree)
}

fn insert(tree: &mut ParamMap, path: &str, value: Param, budget: &mut Budget<'_>) -> Result<(), ApiError> {
    let mut steps = path.split(':');
    let first = steps.next().unwrap_or_default();
    let mut slot = tree.entry(first.to_owned()).or_insert(Param::Null);
    for step in steps {
        let (map, fresh) = make_map(slot);
        if fresh {
            budget.take()?;
        }
        slot = map.entry(step.to_owned()).or_insert(Param::Null);
    }
    *slot = value;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> ParamMap {
        crate::json_in::decode(text.as_bytes(), &Limits::default()).unwrap().unwrap()
    }

    #[test]
    fn names_go_where_json_would_put_them() {
        for (flat, tree) in [
            (
                r#"{"filter:advancedSearch:items:0:field":"x","filter:idEqual":"1"}"#,
                r#"{"filter":{"advancedSearch":{"items":{"0":{"field":"x"}}},"idEqual":"1"}}"#,
            ),
            (r#"{"rules:-":""}"#, r#"{"rules":[]}"#),
            (r#"{"profile:rules:-":"","profile:name":"n"}"#, r#"{"profile":{"rules":[],"name":"n"}}"#),
            // Names inside objects are not split.
            (r#"{"x":{"a:b":1}}"#, r#"{"x":{"a:b":1}}"#),
        ] {
            assert_eq!(split(json(flat), &Limits::default()).unwrap(), json(tree), "{flat}");
        }
    }

    #[test]
    fn both_spellings_mix() {
        for (mixed, tree) in [
            (r#"{"filter":{"a":1,"b":2},"filter:b":3,"filter:c":4}"#, r#"{"filter":{"a":1,"b":3,"c":4}}"#),
            (r#"{"filter:c":4,"filter":{"a":1}}"#, r#"{"filter":{"a":1}}"#),
            (r#"{"x":[{"a":1},{"a":2}],"x:1:a":3}"#, r#"{"x":{"0":{"a":1},"1":{"a":3}}}"#),
            (r#"{"x":"scalar","x:a":3}"#, r#"{"x":{"a":3}}"#),
        ] {
            assert_eq!(split(json(mixed), &Limits::default()).unwrap(), json(tree), "{mixed}");
        }
    }

    #[test]
    fn limits_count_the_maps_that_paths_make() {
        let limits = Limits { depth: 3, parameters: 2, ..Limits::default() };
        let code = |text: &str| split(json(text), &limits).map_err(|error| error.code);
        assert!(code(r#"{"a:b:c":1,"a:b:d":1}"#).is_ok());
        assert_eq!(code(r#"{"a:b:c:d":1}"#), Err("NESTING_TOO_DEEP"));
        assert_eq!(code(r#"{"a:b:c":1,"d:e":1}"#), Err("TOO_MANY_PARAMETERS"));
    }
}
