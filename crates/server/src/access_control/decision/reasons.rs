//! Why a decision came out as it did: every check with what it looked at and what it said, as a tree.

/// Hears what a decision looks at. All of it is written by closures, so that nothing is built for nobody.
pub trait Sink {
    /// Somebody listens: checks that cannot change the outcome any more are made all the same, to be shown.
    const LISTENS: bool;

    /// A check begins. Those that follow until it ends are part of it.
    fn begin(&mut self, check: &'static str, subject: impl FnOnce() -> String);

    /// Something that the check looks at.
    fn input(&mut self, name: &'static str, value: impl FnOnce() -> String);

    /// The check that began last ends.
    fn end(&mut self, outcome: &'static str);
}

/// Nobody listens.
pub struct Silent;

impl Sink for Silent {
    const LISTENS: bool = false;

    #[inline]
    fn begin(&mut self, _check: &'static str, _subject: impl FnOnce() -> String) {}

    #[inline]
    fn input(&mut self, _name: &'static str, _value: impl FnOnce() -> String) {}

    #[inline]
    fn end(&mut self, _outcome: &'static str) {}
}

/// A check, and those that it is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// What was checked.
    pub check: &'static str,
    /// Which one of its kind, in words; may be empty.
    pub subject: String,
    /// What it looked at.
    pub inputs: Vec<(&'static str, String)>,
    /// What it said.
    pub outcome: &'static str,
    /// What it is made of.
    pub parts: Vec<Reason>,
}

/// Collects the tree.
#[derive(Debug, Default)]
pub struct Reasons {
    open: Vec<Reason>,
    roots: Vec<Reason>,
}

impl Reasons {
    /// The checks that are part of no other.
    pub fn into_roots(self) -> Vec<Reason> {
        self.roots
    }
}

impl Sink for Reasons {
    const LISTENS: bool = true;

    fn begin(&mut self, check: &'static str, subject: impl FnOnce() -> String) {
        self.open.push(Reason { check, subject: subject(), ..Reason::default() });
    }

    fn input(&mut self, name: &'static str, value: impl FnOnce() -> String) {
        if let Some(reason) = self.open.last_mut() {
            reason.inputs.push((name, value()));
        }
    }

    fn end(&mut self, outcome: &'static str) {
        let Some(mut reason) = self.open.pop() else { return };
        reason.outcome = outcome;
        match self.open.last_mut() {
            Some(whole) => whole.parts.push(reason),
            None => self.roots.push(reason),
        }
    }
}

/// Whether something holds, in words.
pub(super) const fn holds(answer: bool) -> &'static str {
    if answer { "holds" } else { "does not hold" }
}
