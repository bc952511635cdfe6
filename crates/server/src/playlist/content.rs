//! The content of a playlist as text: ids, or filters as XML (reference: more-services.md §5.7).

use std::fmt::Write;

use contract::{ApiObject, Arguments};
use wire::{Param, ParamMap, Value};

use super::model::MediaEntryFilterForPlaylist;

/// Entries of a dynamic playlist, and of one filter of it, at most and unless it says otherwise.
pub(super) const MAX_RESULTS: i64 = 200;

/// Operators of filters by what the names of fields end in, longest first, and what elements begin with.
const OPERATORS: [(&str, &str); 21] = [
    ("GreaterThanOrEqualOrNull", "gteornull"),
    ("LessThanOrEqualOrNull", "lteornull"),
    ("GreaterThanOrEqual", "gte"),
    ("GreaterThanOrNull", "gtornull"),
    ("LessThanOrEqual", "lte"),
    ("LessThanOrNull", "ltornull"),
    ("MultiLikeAnd", "mlikeand"),
    ("MultiLikeOr", "mlikeor"),
    ("EqualOrNull", "eqornull"),
    ("NotContains", "notcontains"),
    ("GreaterThan", "gt"),
    ("StartsWith", "likex"),
    ("MatchAnd", "matchand"),
    ("MatchOr", "matchor"),
    ("LessThan", "lt"),
    ("NotEqual", "not"),
    ("NotIn", "notin"),
    ("Equal", "eq"),
    ("Empty", "empty"),
    ("Like", "like"),
    ("In", "in"),
];

/// Elements below a filter, one in the other, at most; each object of a search takes two.
const MAX_DEPTH: usize = 64;

/// What elements of a list are called.
const ITEM: &str = "item";

/// The filters of a dynamic playlist, and how many entries it has at most.
#[derive(Clone, Debug, Default)]
pub(super) struct Dynamic {
    pub filters: Vec<MediaEntryFilterForPlaylist>,
    pub total_results: i64,
}

/// Ids in their order, as often as they are named.
pub(crate) fn ids(text: &str) -> Vec<&str> {
    text.split(',').map(str::trim).filter(|id| !id.is_empty() && *id != "null").collect()
}

/// What an element of the XML is called for a field of a filter.
fn element(field: &str) -> String {
    let (operator, field) = OPERATORS
        .iter()
        .find_map(|(end, operator)| Some((*operator, field.strip_suffix(end)?)))
        .unwrap_or(("", field));
    let mut name = String::from(operator);
    if !operator.is_empty() {
        name.push('_');
    }
    for letter in field.chars() {
        if letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

impl Dynamic {
    /// Filters as XML.
    pub(super) fn write(&self) -> String {
        let mut text = format!("<playlist><total_results>{}</total_results><filters>", self.total_results);
        for filter in &self.filters {
            text.push_str("<filter>");
            filter.each(&mut |property, slot| {
                write_value(&mut text, &element(property.name), &slot.encode(&contract::PermitsAll));
            });
            text.push_str("</filter>");
        }
        text.push_str("</filters></playlist>");
        text
    }

    /// Reads XML; what cannot be read has no filters, and finds nothing. `now` counts for relative times.
    pub(super) fn read(text: &str, now: i64) -> Self {
        let Ok(document) = roxmltree::Document::parse(text) else { return Self::default() };
        let child = |node: roxmltree::Node<'_, '_>, name: &str| {
            node.children()
                .find(|child| child.has_tag_name(name))
                .and_then(|child| child.text().map(str::to_owned))
        };
        let root = document.root_element();
        let total = child(root, "total_results").and_then(|text| text.trim().parse().ok());
        let filters = root
            .children()
            .filter(|node| node.has_tag_name("filters"))
            .flat_map(|node| node.children().filter(|node| node.has_tag_name("filter")).collect::<Vec<_>>())
            .filter_map(|node| filter(node, now));
        Self { filters: filters.collect(), total_results: limited(total) }
    }
}

fn filter(node: roxmltree::Node<'_, '_>, now: i64) -> Option<MediaEntryFilterForPlaylist> {
    if !is_shallow(node, MAX_DEPTH) {
        return None;
    }
    let mut sent = ParamMap::new();
    MediaEntryFilterForPlaylist::default().each(&mut |property, _| {
        let name = element(property.name);
        if let Some(value) = node.children().find(|child| child.has_tag_name(name.as_str())).and_then(value) {
            sent.insert(property.name.to_owned(), value);
        }
    });
    let mut all = ParamMap::new();
    all.insert("filter".to_owned(), Param::Map(sent));
    Arguments::new(&all, now).required("filter").ok()
}

/// True if no element lies further below than a number of steps.
fn is_shallow(node: roxmltree::Node<'_, '_>, steps: usize) -> bool {
    steps > 0 && node.children().all(|child| is_shallow(child, steps - 1))
}

/// What an element holds: text, a list of `item` elements, or an object with an element for each property. An empty
/// element is as good as none.
fn value(node: roxmltree::Node<'_, '_>) -> Option<Param> {
    let mut children = node.children().filter(roxmltree::Node::is_element).peekable();
    let Some(first) = children.peek() else { return node.text().map(Param::from) };
    if first.has_tag_name(ITEM) {
        return Some(Param::List(children.filter_map(value).collect()));
    }
    let properties =
        children.filter_map(|child| Some((child.tag_name().name().to_owned(), value(child)?))).collect();
    Some(Param::Map(properties))
}

/// The same the other way; nothing for what is empty.
fn write_value(text: &mut String, name: &str, value: &Value) {
    let mut holding = String::new();
    match value {
        Value::Int(number) => holding = number.to_string(),
        Value::Float(number) => holding = number.to_string(),
        Value::Bool(value) => holding = i64::from(*value).to_string(),
        Value::Text(value) => holding = escaped(value),
        Value::Array(values) => values.iter().for_each(|value| write_value(&mut holding, ITEM, value)),
        Value::Object(object) => {
            write_value(&mut holding, "objectType", &Value::Text(object.class.to_owned()));
            object.properties.iter().for_each(|(name, value)| write_value(&mut holding, name, value));
        }
        Value::Null | Value::Map(_) | Value::File(_) => {}
    }
    if !holding.is_empty() {
        let _ = write!(text, "<{name}>{holding}</{name}>");
    }
}

/// At most what there may be; what is not said, or makes no sense, is that.
pub(super) fn limited(wanted: Option<i64>) -> i64 {
    wanted.filter(|number| (0..=MAX_RESULTS).contains(number)).unwrap_or(MAX_RESULTS)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use contract::Prop;

    use super::*;

    #[test]
    fn elements_are_called_as_the_original_calls_them() {
        // reference: more-services.md §5.7
        for (field, name) in [
            ("tagsMultiLikeOr", "mlikeor_tags"),
            ("mediaTypeEqual", "eq_media_type"),
            ("createdAtGreaterThanOrEqual", "gte_created_at"),
            ("orderBy", "order_by"),
            ("limit", "limit"),
        ] {
            assert_eq!(element(field), name);
        }
    }

    #[test]
    fn no_two_fields_have_one_element() {
        let mut names = std::collections::BTreeSet::new();
        MediaEntryFilterForPlaylist::default().each(&mut |property, _| {
            assert!(names.insert(element(property.name)), "{}", property.name);
        });
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut filter =
            MediaEntryFilterForPlaylist { limit: 7.into(), ..MediaEntryFilterForPlaylist::default() };
        filter.base.base.base.tags_multi_like_or = "a <b> & c,d".into();
        filter.base.base.base.base.base.order_by = "-plays".into();
        let text = Dynamic { filters: vec![filter], total_results: 12 }.write();
        assert!(text.contains("<mlikeor_tags>a &lt;b&gt; &amp; c,d</mlikeor_tags>"), "{text}");
        let read = Dynamic::read(&text, 0);
        assert_eq!((read.total_results, read.filters.len()), (12, 1));
        assert_eq!(read.filters[0].limit.get(), Some(&7));
        assert_eq!(read.filters[0].base.base.base.tags_multi_like_or, Prop::from("a <b> & c,d"));
        assert_eq!(read.filters[0].base.base.base.base.base.order_by, Prop::from("-plays"));
    }

    #[test]
    fn what_cannot_be_read_finds_nothing() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><playlist>&c;</playlist>";
        for text in ["", "<playlist>", "ids,ids", bomb] {
            assert!(Dynamic::read(text, 0).filters.is_empty(), "{text}");
        }
        assert_eq!(
            Dynamic::read("<playlist><total_results>999</total_results></playlist>", 0).total_results,
            200
        );
    }
}
