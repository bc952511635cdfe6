//! What a document loses when its schema does (reference: search-metadata.md §3.2).

use std::ops::Range;

use roxmltree::{Document, Node};

use super::check::text_in;
use super::{Schema, Type};

/// The document without the elements that the schema does not know, and without those whose value it does not name any
/// more.
pub(in crate::metadata) fn pruned(schema: &Schema, document: &Document<'_>) -> String {
    let root = document.root_element();
    let mut cuts = Vec::new();
    if let Some(element) = schema.roots.get(root.tag_name().name()) {
        within(schema, root, element.of_type, &mut cuts);
    }
    let text = document.input_text();
    let mut left = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts {
        left.push_str(&text[from..cut.start]);
        from = cut.end;
    }
    left.push_str(&text[from..]);
    left
}

fn within(schema: &Schema, node: Node<'_, '_>, of_type: usize, cuts: &mut Vec<Range<usize>>) {
    let Type::Complex(complex) = schema.of_type(of_type) else { return };
    for child in node.children().filter(Node::is_element) {
        let Some(declared) = complex.child(child.tag_name().name()) else {
            cuts.push(child.range());
            continue;
        };
        match schema.of_type(declared.of_type) {
            Type::Simple(simple) if simple.values().is_some() && simple.check(&text_in(child)).is_err() => {
                cuts.push(child.range());
            }
            _ => within(schema, child, declared.of_type, cuts),
        }
    }
}
