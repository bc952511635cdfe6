//! Names that hold a path: brackets in forms and queries, colons everywhere (reference: protocol.md §2,
//! §3.1).

use crate::limits::Budget;
use crate::{ApiError, Param, ParamMap};

/// Puts a form field into a tree: `a[b]=x` builds a map, `a[]=x` appends, a plain name keeps its last value.
pub(crate) fn insert_field(
    tree: &mut ParamMap,
    name: &str,
    value: Param,
    budget: &mut Budget<'_>,
) -> Result<(), ApiError> {
    budget.take()?;
    let name = name.trim_start_matches(' ');
    let (first, rest) = match name.find('[') {
        // A bracket that comes first, or is never closed, is part of the name.
        Some(0) | None => (name, ""),
        Some(at) if !name[at..].contains(']') => (name, ""),
        Some(at) => name.split_at(at),
    };
    let first = plain_name(first);
    if first.is_empty() {
        return Ok(());
    }
    let mut steps = Vec::new();
    let mut rest = rest;
    while let Some((step, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        steps.push(step);
        rest = after;
        if steps.len() >= budget.limits.depth {
            return Err(budget.limits.depth_error());
        }
    }
    let mut slot = tree.entry(first).or_insert(Param::Null);
    for step in steps {
        let Param::Map(map) = as_map(slot) else { return Ok(()) };
        let key = if step.is_empty() { next_index(map) } else { step.to_owned() };
        slot = map.entry(key).or_insert(Param::Null);
    }
    *slot = value;
    Ok(())
}

/// `.` and blank cannot stand in the name of a form field.
fn plain_name(name: &str) -> String {
    name.replace(['.', ' ', '['], "_")
}

fn as_map(slot: &mut Param) -> &mut Param {
    if !matches!(slot, Param::Map(_)) {
        *slot = Param::Map(ParamMap::new());
    }
    slot
}

fn next_index(map: &ParamMap) -> String {
    let next =
        map.keys().filter_map(|key| key.parse::<u64>().ok()).max().map_or(0, |last| last.saturating_add(1));
    next.to_string()
}

/// Splits every top-level name at its colons: `filter:items:0:field=x` goes where JSON would put it. A path
/// that ends in `-` makes its parent an empty list.
pub(crate) fn split_colons(params: ParamMap, depth: usize) -> Result<ParamMap, usize> {
    if !params.keys().any(|name| name.contains(':')) {
        return Ok(params);
    }
    let mut tree = ParamMap::with_capacity(params.len());
    for (name, value) in params {
        let mut steps: Vec<&str> = name.split(':').collect();
        if steps.len() > depth {
            return Err(depth);
        }
        let value = if steps.len() > 1 && steps.last() == Some(&"-") {
            steps.pop();
            Param::List(Vec::new())
        } else {
            value
        };
        insert_path(&mut tree, &steps, value);
    }
    Ok(tree)
}

fn insert_path(tree: &mut ParamMap, steps: &[&str], value: Param) {
    let [first, rest @ ..] = steps else { return };
    if rest.is_empty() {
        tree.insert((*first).to_owned(), value);
        return;
    }
    let mut slot = tree.entry((*first).to_owned()).or_insert(Param::Null);
    for step in rest {
        // A list that stands here goes on as a map, so that one of its elements can be reached.
        if let Param::List(items) = slot {
            let items = std::mem::take(items);
            *slot = Param::Map(
                items.into_iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
            );
        }
        let Param::Map(map) = as_map(slot) else { return };
        slot = map.entry((*step).to_owned()).or_insert(Param::Null);
    }
    *slot = value;
}

/// Lays one tree over another: maps are merged, everything else is replaced, lists element by element
/// (reference: protocol.md §2).
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
        (Param::Map(below), Param::Map(above)) => overlay(below, above),
        (Param::List(below), Param::List(above)) => {
            for (index, item) in above.into_iter().enumerate() {
                match below.get_mut(index) {
                    Some(slot) => *slot = item,
                    None => below.push(item),
                }
            }
        }
        (slot, value) => *slot = value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn form(fields: &[(&str, &str)]) -> ParamMap {
        let limits = Limits::default();
        let mut budget = Budget::new(&limits);
        let mut tree = ParamMap::new();
        for (name, value) in fields {
            insert_field(&mut tree, name, Param::from(*value), &mut budget).unwrap();
        }
        tree
    }

    fn json(text: &str) -> ParamMap {
        crate::json_in::decode(text.as_bytes(), &Limits::default()).unwrap().unwrap()
    }

    #[test]
    fn brackets_build_maps_and_append() {
        assert_eq!(form(&[("a[b]", "1"), ("a[c][d]", "2")]), json(r#"{"a":{"b":"1","c":{"d":"2"}}}"#));
        assert_eq!(form(&[("a[]", "x"), ("a[]", "y")]), json(r#"{"a":{"0":"x","1":"y"}}"#));
        assert_eq!(form(&[("a", "1"), ("a", "2")]), json(r#"{"a":"2"}"#));
        assert_eq!(form(&[("a.b c", "1")]), json(r#"{"a_b_c":"1"}"#));
        assert_eq!(form(&[("a[b", "1")]), json(r#"{"a_b":"1"}"#));
        assert_eq!(form(&[("[a]", "1"), ("", "2")]), json(r#"{"_a]":"1"}"#));
    }

    #[test]
    fn colons_go_where_json_would_put_them() {
        let flat = form(&[("filter:advancedSearch:items:0:field", "x"), ("filter:idEqual", "1")]);
        assert_eq!(
            split_colons(flat, 64).unwrap(),
            json(r#"{"filter":{"advancedSearch":{"items":{"0":{"field":"x"}}},"idEqual":"1"}}"#)
        );
        assert_eq!(split_colons(form(&[("rules:-", "")]), 64).unwrap(), json(r#"{"rules":[]}"#));
        assert_eq!(
            split_colons(form(&[("profile:rules:-", "")]), 64).unwrap(),
            json(r#"{"profile":{"rules":[]}}"#)
        );
    }

    #[test]
    fn both_spellings_mix() {
        let mixed = json(r#"{"filter":{"a":1,"b":2},"filter:b":3,"filter:c":4}"#);
        assert_eq!(split_colons(mixed, 64).unwrap(), json(r#"{"filter":{"a":1,"b":3,"c":4}}"#));
        let replaced = json(r#"{"filter:c":4,"filter":{"a":1}}"#);
        assert_eq!(split_colons(replaced, 64).unwrap(), json(r#"{"filter":{"a":1}}"#));
        let into_list = json(r#"{"x":[{"a":1},{"a":2}],"x:1:a":3}"#);
        assert_eq!(split_colons(into_list, 64).unwrap(), json(r#"{"x":{"0":{"a":1},"1":{"a":3}}}"#));
    }

    #[test]
    fn overlays_merge_maps_and_replace_the_rest() {
        let mut below = json(r#"{"ks":"old","filter":{"a":1,"b":2},"l":[1,2,3]}"#);
        overlay(&mut below, json(r#"{"ks":"new","filter":{"a":9},"l":[7],"n":1}"#));
        assert_eq!(below, json(r#"{"ks":"new","filter":{"a":9,"b":2},"l":[7,2,3],"n":1}"#));
    }

    #[test]
    fn depth_has_a_limit() {
        let limits = Limits { depth: 3, ..Limits::default() };
        let mut budget = Budget::new(&limits);
        let error =
            insert_field(&mut ParamMap::new(), "a[b][c][d][e]", Param::Null, &mut budget).unwrap_err();
        assert_eq!(error.code, "NESTING_TOO_DEEP");
        assert!(split_colons(form(&[("a:b:c:d", "1")]), 3).is_err());
    }
}
