//! Form fields and query strings, named by the rules of PHP (reference: protocol.md §2).

use std::borrow::Cow;

use indexmap::IndexMap;
use percent_encoding::percent_decode;

use crate::limits::Budget;
use crate::param::map_or_empty_list;
use crate::{ApiError, Limits, Param, ParamMap, text};

/// Decodes a form body or a query string. Only a limit is an error.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<ParamMap, ApiError> {
    let mut fields = Fields::new(limits);
    for field in bytes.split(|byte| *byte == b'&').filter(|field| !field.is_empty()) {
        let equals = field.iter().position(|byte| *byte == b'=').unwrap_or(field.len());
        let value = unescape(field.get(equals + 1..).unwrap_or_default());
        fields.insert(&unescape(&field[..equals]), Param::Text(value))?;
    }
    Ok(fields.finish())
}

/// Takes the escapes out, a plus sign being a blank.
fn unescape(bytes: &[u8]) -> String {
    let spaced: Cow<'_, [u8]> = if bytes.contains(&b'+') {
        bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect()
    } else {
        Cow::Borrowed(bytes)
    };
    let decoded: Cow<'_, [u8]> = percent_decode(&spaced).into();
    text::decode(&decoded).into_owned()
}

/// Collects fields into a tree: `a[b]=x` builds a map, `a[]=x` appends, a plain name keeps its last value.
pub(crate) struct Fields<'a> {
    root: Branch,
    budget: Budget<'a>,
}

#[derive(Default)]
struct Branch {
    entries: IndexMap<String, Node>,
    /// The key that `[]` gives next: one above the highest number so far.
    next: u64,
}

enum Node {
    Leaf(Param),
    Branch(Branch),
}

impl<'a> Fields<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self { root: Branch::default(), budget: Budget::new(limits) }
    }

    pub(crate) fn insert(&mut self, name: &str, value: Param) -> Result<(), ApiError> {
        self.budget.take()?;
        let name = name.trim_start_matches(' ');
        let (first, mut rest) = match name.find('[') {
            // A bracket that comes first, or is never closed, is part of the name.
            Some(at) if at > 0 && name[at..].contains(']') => name.split_at(at),
            _ => (name, ""),
        };
        // What cannot stand in the name of a PHP variable.
        let first = first.replace(['.', ' ', '['], "_");
        if first.is_empty() {
            return Ok(());
        }
        let mut slot = self.root.entries.entry(first).or_insert(Node::Leaf(Param::Null));
        let mut depth = 1;
        while let Some((step, after)) = rest.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            rest = after;
            depth += 1;
            if depth > self.budget.limits.depth {
                return Err(self.budget.limits.depth_error());
            }
            if let Node::Leaf(_) = slot {
                self.budget.take()?;
                *slot = Node::Branch(Branch::default());
            }
            let Node::Branch(branch) = slot else { return Ok(()) };
            slot = branch.entry(step);
        }
        *slot = Node::Leaf(value);
        Ok(())
    }

    pub(crate) fn finish(self) -> ParamMap {
        self.root.finish()
    }
}

impl Branch {
    fn entry(&mut self, step: &str) -> &mut Node {
        let key = if step.is_empty() { self.next.to_string() } else { step.to_owned() };
        if let Some(number) = whole_number(&key)
            && number >= self.next
        {
            self.next = number.saturating_add(1);
        }
        self.entries.entry(key).or_insert(Node::Leaf(Param::Null))
    }

    fn finish(self) -> ParamMap {
        let finish = |node| match node {
            Node::Leaf(value) => value,
            Node::Branch(branch) => map_or_empty_list(branch.finish()),
        };
        self.entries.into_iter().map(|(name, node)| (name, finish(node))).collect()
    }
}

/// A number as PHP writes it; `01` is a name.
fn whole_number(key: &str) -> Option<u64> {
    let canonical = key == "0" || !key.starts_with(['0', '+']);
    canonical.then(|| key.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> ParamMap {
        decode(text.as_bytes(), &Limits::default()).unwrap()
    }

    fn json(text: &str) -> ParamMap {
        crate::json_in::decode(text.as_bytes(), &Limits::default()).unwrap().unwrap()
    }

    #[test]
    fn brackets_build_maps_and_append() {
        for (text, tree) in [
            ("a[b]=1&a[c][d]=2", r#"{"a":{"b":"1","c":{"d":"2"}}}"#),
            ("a[]=x&a[]=y", r#"{"a":{"0":"x","1":"y"}}"#),
            ("a[5]=x&a[]=y&a[01]=z&a[]=w", r#"{"a":{"5":"x","6":"y","01":"z","7":"w"}}"#),
            ("a[5]=x&a[1]=y&a[]=z", r#"{"a":{"5":"x","1":"y","6":"z"}}"#),
            ("a[][b]=1&a[][b]=2", r#"{"a":{"0":{"b":"1"},"1":{"b":"2"}}}"#),
            ("a=1&a=2", r#"{"a":"2"}"#),
            ("a=1&a[b]=2", r#"{"a":{"b":"2"}}"#),
            ("a[b]=1&a=2", r#"{"a":"2"}"#),
            ("a.b+c=1", r#"{"a_b_c":"1"}"#),
            ("a[b.c]=1", r#"{"a":{"b.c":"1"}}"#),
            ("a[b=1", r#"{"a_b":"1"}"#),
            ("a[-]=", r#"{"a":[]}"#),
        ] {
            assert_eq!(form(text), json(tree), "{text}");
        }
    }

    #[test]
    fn fields_are_cut_and_unescaped() {
        for (text, tree) in [
            ("", "{}"),
            ("&&a=1&", r#"{"a":"1"}"#),
            ("a", r#"{"a":""}"#),
            ("a=b=c", r#"{"a":"b=c"}"#),
            ("a=1;b=2", r#"{"a":"1;b=2"}"#),
            ("a=x+y%2Bz%20%", r#"{"a":"x y+z %"}"#),
            ("%66ilter%5Bid%5D=%C3%A9", r#"{"filter":{"id":"é"}}"#),
            ("orderBy=%2BcreatedAt", r#"{"orderBy":"+createdAt"}"#),
        ] {
            assert_eq!(form(text), json(tree), "{text}");
        }
    }

    #[test]
    fn text_that_is_not_utf8_is_marked() {
        assert_eq!(form("a=%E9x&b=ok"), json(r#"{"a":"\uffffx","b":"ok"}"#));
    }

    #[test]
    fn limits_count_fields_and_the_maps_they_make() {
        let limits = Limits { parameters: 4, depth: 3, ..Limits::default() };
        let code = |text: &str| decode(text.as_bytes(), &limits).map_err(|error| error.code);
        assert!(code("a=1&b=2&c=3&d=4").is_ok());
        assert_eq!(code("a=1&b=2&c=3&d=4&e=5"), Err("TOO_MANY_PARAMETERS"));
        assert!(code("a[b][c]=1&a[b][d]=2").is_ok());
        assert_eq!(code("a[b][c]=1&a[b][d]=2&a[b][e]=3"), Err("TOO_MANY_PARAMETERS"));
        assert_eq!(code("a[b][c][d]=1"), Err("NESTING_TOO_DEEP"));
    }
}
