//! Checking a document against a schema.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::{Complex, Content, Element, Particle, Schema, Simple, Term, Type};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Steps that the order of the elements of one document may take.
const MAX_STEPS: usize = 2_000_000;

type Result<T> = std::result::Result<T, String>;

pub(super) fn document(schema: &Schema, document: &Document<'_>) -> Result<()> {
    let root = document.root_element();
    let name = name_of(root)?;
    let element = schema.roots.get(name).ok_or_else(|| format!("\"{name}\" is no root of the schema"))?;
    Checker { schema, steps: MAX_STEPS }.element(root, element)
}

/// The name of an element, which is in no namespace.
fn name_of<'a>(node: Node<'a, '_>) -> Result<&'a str> {
    let name = node.tag_name();
    match name.namespace() {
        None | Some("") => Ok(name.name()),
        Some(_) => Err(format!("the element \"{}\" is in a namespace", name.name())),
    }
}

struct Checker<'a> {
    schema: &'a Schema,
    steps: usize,
}

impl Checker<'_> {
    /// How deep a document is was limited when it was read.
    fn element(&mut self, node: Node<'_, '_>, declared: &Element) -> Result<()> {
        let of_element = |why: String| format!("{}: {why}", declared.name);
        let is_nil = node.attribute((XSI, "nil")).is_some_and(|value| matches!(value.trim(), "true" | "1"));
        if node.attribute((XSI, "type")).is_some() {
            return Err(of_element("xsi:type is not supported".to_owned()));
        }
        if is_nil {
            if !declared.is_nillable {
                return Err(of_element("it cannot be nil".to_owned()));
            }
            if node.children().any(|child| child.is_element() || child.is_text()) {
                return Err(of_element("it is nil and not empty".to_owned()));
            }
        }
        match self.schema.of_type(declared.of_type) {
            Type::Unknown => Err(of_element("its type is not known".to_owned())),
            Type::Simple(simple) => {
                attributes(node, &[]).map_err(of_element)?;
                if is_nil {
                    Ok(())
                } else {
                    text(node, simple, declared.fixed.as_deref()).map_err(of_element)
                }
            }
            Type::Complex(complex) => {
                attributes(node, &complex.attributes).map_err(of_element)?;
                if is_nil { Ok(()) } else { self.content(node, declared, complex) }
            }
        }
    }

    fn content(&mut self, node: Node<'_, '_>, declared: &Element, complex: &Complex) -> Result<()> {
        let of_element = |why: String| format!("{}: {why}", declared.name);
        let particle = match &complex.content {
            Content::Text(simple) => {
                return text(node, simple, declared.fixed.as_deref()).map_err(of_element);
            }
            Content::Empty => None,
            Content::Elements(particle) => Some(particle),
        };
        let is_blank = |text: &str| text.chars().all(|letter| matches!(letter, ' ' | '\t' | '\n' | '\r'));
        let has_text =
            node.children().any(|child| child.is_text() && !is_blank(child.text().unwrap_or_default()));
        if has_text && !complex.is_mixed {
            return Err(of_element("it holds text".to_owned()));
        }
        let children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
        let names = children.iter().map(|child| name_of(*child)).collect::<Result<Vec<_>>>()?;
        let Some(particle) = particle else {
            return match names.first() {
                Some(name) => Err(of_element(format!("\"{name}\" is not expected"))),
                None => Ok(()),
            };
        };
        for (child, name) in children.iter().zip(&names) {
            let declared =
                complex.child(name).ok_or_else(|| of_element(format!("\"{name}\" is not expected")))?;
            self.element(*child, declared)?;
        }
        let ends = self.many(particle, &names, &BTreeSet::from([0]))?;
        if ends.contains(&names.len()) {
            return Ok(());
        }
        let reached = ends.last().copied().unwrap_or(0);
        Err(of_element(match names.get(reached) {
            _ if ends.is_empty() => "an element is missing, or they are not in order".to_owned(),
            Some(name) => format!("\"{name}\" is one too many, or not in order"),
            None => "an element is missing".to_owned(),
        }))
    }

    fn step(&mut self, many: usize) -> Result<()> {
        self.steps = self.steps.checked_sub(many).ok_or("it takes too long to check")?;
        Ok(())
    }

    /// Where a particle may end that begins in any of these places: as often as it may occur. All places are followed at
    /// once, so that no document makes it try one way after the other.
    fn many(
        &mut self,
        particle: &Particle,
        names: &[&str],
        from: &BTreeSet<usize>,
    ) -> Result<BTreeSet<usize>> {
        let mut at = from.clone();
        for _ in 0..particle.least {
            let next = self.once(&particle.term, names, &at)?;
            if next.is_empty() {
                return Ok(next);
            }
            if next == at {
                break;
            }
            at = next;
        }
        let mut ends = at.clone();
        let mut count = particle.least;
        while !at.is_empty() && particle.most.is_none_or(|most| count < most) {
            at = self.once(&particle.term, names, &at)?.difference(&ends).copied().collect();
            ends.extend(&at);
            count = count.saturating_add(1);
        }
        Ok(ends)
    }

    fn once(&mut self, term: &Term, names: &[&str], from: &BTreeSet<usize>) -> Result<BTreeSet<usize>> {
        self.step(1 + from.len())?;
        match term {
            Term::Element(element) => {
                let is_next = |at: &&usize| names.get(**at) == Some(&element.name.as_str());
                Ok(from.iter().filter(is_next).map(|at| at + 1).collect())
            }
            Term::Sequence(parts) => {
                let mut at = from.clone();
                for part in parts {
                    at = self.many(part, names, &at)?;
                }
                Ok(at)
            }
            Term::Choice(parts) => {
                let mut ends = BTreeSet::new();
                for part in parts {
                    ends.extend(self.many(part, names, from)?);
                }
                if parts.is_empty() { Ok(from.clone()) } else { Ok(ends) }
            }
            Term::All(parts) => self.all(parts, names, from),
        }
    }

    /// Each at most once, in any order. It stands alone, so it takes whatever there is.
    fn all(&mut self, parts: &[Particle], names: &[&str], from: &BTreeSet<usize>) -> Result<BTreeSet<usize>> {
        let mut ends = BTreeSet::new();
        for start in from {
            let mut seen = vec![false; parts.len()];
            let mut at = *start;
            while let Some(name) = names.get(at) {
                self.step(parts.len())?;
                let place = parts.iter().position(|part| part.find(name).is_some());
                let Some(place) = place.filter(|place| !seen[*place] && parts[*place].most != Some(0)) else {
                    break;
                };
                seen[place] = true;
                at += 1;
            }
            if parts.iter().zip(&seen).all(|(part, seen)| *seen || part.least == 0) {
                ends.insert(at);
            }
        }
        Ok(ends)
    }
}

fn attributes(node: Node<'_, '_>, declared: &[super::Attribute]) -> Result<()> {
    for attribute in node.attributes() {
        if attribute.namespace() == Some(XSI) {
            continue; // where the schema is, and what is nil
        }
        let known = declared.iter().find(|known| known.name == attribute.name() && !known.is_prohibited);
        let known = known.filter(|_| attribute.namespace().is_none());
        let Some(known) = known else {
            return Err(format!("the attribute \"{}\" is not expected", attribute.name()));
        };
        known.kind.check(attribute.value()).map_err(|why| format!("{}: {why}", known.name))?;
        if known.fixed.as_deref().is_some_and(|fixed| fixed != attribute.value()) {
            return Err(format!("the attribute \"{}\" has one value only", known.name));
        }
    }
    match declared.iter().find(|known| known.is_required && node.attribute(known.name.as_str()).is_none()) {
        Some(missing) => Err(format!("the attribute \"{}\" is missing", missing.name)),
        None => Ok(()),
    }
}

/// All text of an element that holds nothing else.
pub(super) fn text_in(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|child| child.text()).collect()
}

fn text(node: Node<'_, '_>, simple: &Simple, fixed: Option<&str>) -> Result<()> {
    if let Some(child) = node.children().find(Node::is_element) {
        return Err(format!("\"{}\" is not expected", child.tag_name().name()));
    }
    let text = text_in(node);
    match fixed {
        Some(fixed) if !text.is_empty() && text != fixed => Err("it has one value only".to_owned()),
        Some(_) if text.is_empty() => Ok(()),
        _ => simple.check(&text),
    }
}
