//! What becomes of documents when a schema changes (reference: search-metadata.md §3.2).

use std::collections::{HashMap, HashSet};

use super::{Complex, Content, Element, MAX_DEPTH, Particle, Schema, Term, Type};

/// Whether every document of the old schema surely follows the new one. Where it cannot be said, the answer is no.
pub(in crate::metadata) fn covers(new: &Schema, old: &Schema) -> bool {
    let comparing = Comparing { new, old };
    let mut known = HashSet::new();
    old.roots
        .iter()
        .all(|(name, old)| new.roots.get(name).is_some_and(|new| comparing.element(new, old, &mut known, 0)))
}

/// An element that is called something else in the new schema, by its id.
pub(in crate::metadata) fn renamed(new: &Schema, old: &Schema) -> Option<String> {
    let (new, old) = (names_by_id(new), names_by_id(old));
    old.into_iter().find(|(id, name)| new.get(id).is_some_and(|now| now != name)).map(|(_, name)| name)
}

fn names_by_id(schema: &Schema) -> HashMap<String, String> {
    let mut all: Vec<&Element> = schema.roots.values().collect();
    for of_type in &schema.types {
        if let Type::Complex(Complex { content: Content::Elements(particle), .. }) = of_type {
            particle.elements(&mut all);
        }
    }
    let of = |element: &&Element| Some((element.notes.id.clone()?, element.name.clone()));
    all.iter().filter_map(of).collect()
}

struct Comparing<'a> {
    new: &'a Schema,
    old: &'a Schema,
}

impl Comparing<'_> {
    fn element(
        &self,
        new: &Element,
        old: &Element,
        known: &mut HashSet<(usize, usize)>,
        depth: usize,
    ) -> bool {
        if new.name != old.name || new.fixed != old.fixed || (old.is_nillable && !new.is_nillable) {
            return false;
        }
        if depth > MAX_DEPTH || !known.insert((new.of_type, old.of_type)) {
            return depth <= MAX_DEPTH; // it is compared already
        }
        match (self.new.of_type(new.of_type), self.old.of_type(old.of_type)) {
            (Type::Simple(new), Type::Simple(old)) => new.covers(old),
            (Type::Complex(new), Type::Complex(old)) => self.complex(new, old, known, depth + 1),
            _ => false,
        }
    }

    fn complex(
        &self,
        new: &Complex,
        old: &Complex,
        known: &mut HashSet<(usize, usize)>,
        depth: usize,
    ) -> bool {
        let attributes = old.attributes.iter().all(|old| {
            let found = new.attributes.iter().find(|new| new.name == old.name);
            old.is_prohibited
                || found.is_some_and(|new| {
                    !new.is_prohibited && new.fixed == old.fixed && new.kind.covers(&old.kind)
                })
        }) && new
            .attributes
            .iter()
            .filter(|new| new.is_required)
            .all(|new| old.attributes.iter().any(|old| old.name == new.name && old.is_required));
        let content = match (&new.content, &old.content) {
            (Content::Empty, Content::Empty) => true,
            (Content::Text(new), Content::Text(old)) => new.covers(old),
            (Content::Elements(new), Content::Elements(old)) => self.particle(new, old, known, depth),
            (Content::Elements(new), Content::Empty) => is_optional(new),
            _ => false,
        };
        attributes && content && (new.is_mixed || !old.is_mixed)
    }

    fn particle(
        &self,
        new: &Particle,
        old: &Particle,
        known: &mut HashSet<(usize, usize)>,
        depth: usize,
    ) -> bool {
        let is_wider = new.least <= old.least
            && new.most.is_none_or(|most| old.most.is_some_and(|before| before <= most));
        if !is_wider || depth > MAX_DEPTH {
            return false;
        }
        match (&new.term, &old.term) {
            (Term::Element(new), Term::Element(old)) => self.element(new, old, known, depth),
            (Term::Sequence(new), Term::Sequence(old)) => {
                let mut left = new.iter();
                for old in old {
                    let found = loop {
                        match left.next() {
                            Some(new) if same(new, old) => break self.particle(new, old, known, depth + 1),
                            Some(new) if is_optional(new) => {}
                            _ => break false,
                        }
                    };
                    if !found {
                        return false;
                    }
                }
                left.all(is_optional)
            }
            (Term::Choice(new), Term::Choice(old)) => old
                .iter()
                .all(|old| new.iter().any(|new| same(new, old) && self.particle(new, old, known, depth + 1))),
            (Term::All(new), Term::All(old)) => {
                old.iter().all(|old| {
                    new.iter().any(|new| same(new, old) && self.particle(new, old, known, depth + 1))
                }) && new.iter().filter(|new| !old.iter().any(|old| same(new, old))).all(is_optional)
            }
            _ => false,
        }
    }
}

/// Whether two particles are about the same.
fn same(new: &Particle, old: &Particle) -> bool {
    match (&new.term, &old.term) {
        (Term::Element(new), Term::Element(old)) => new.name == old.name,
        (Term::Sequence(_), Term::Sequence(_))
        | (Term::Choice(_), Term::Choice(_))
        | (Term::All(_), Term::All(_)) => true,
        _ => false,
    }
}

fn is_optional(particle: &Particle) -> bool {
    particle.least == 0
        || match &particle.term {
            Term::Element(_) => false,
            Term::Sequence(parts) | Term::All(parts) => parts.iter().all(is_optional),
            Term::Choice(parts) => parts.is_empty() || parts.iter().any(is_optional),
        }
}
