//! What a list asks for, once the names of a filter class have been taken apart
//! (reference: protocol.md §12): conditions, an order and a page, without a word of SQL.

/// How one filter field compares (reference: protocol.md §12.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// In a comma-separated list; the first 500 values count.
    In,
    /// Not in a comma-separated list; the first 500 values count.
    NotIn,
    /// `<`
    LessThan,
    /// `<=`
    LessThanOrEqual,
    /// `>`
    GreaterThan,
    /// `>=`
    GreaterThanOrEqual,
    /// `=`, or the column is null.
    EqualOrNull,
    /// `<`, or the column is null.
    LessThanOrNull,
    /// `<=`, or the column is null.
    LessThanOrEqualOrNull,
    /// `>`, or the column is null.
    GreaterThanOrNull,
    /// `>=`, or the column is null.
    GreaterThanOrEqualOrNull,
    /// Contains; `%` and `_` are literal.
    Like,
    /// Begins with.
    StartsWith,
    /// Ends with.
    EndsWith,
    /// Contains any word of a comma-separated list.
    MultiLikeOr,
    /// Contains every word of a comma-separated list.
    MultiLikeAnd,
    /// Any word or phrase of a comma-separated list, in indexed text.
    MatchOr,
    /// Every word or phrase of a comma-separated list, in indexed text.
    MatchAnd,
    /// Contains none of a comma-separated list.
    NotContains,
    /// `(column & value) = value`
    BitAnd,
    /// `column & value <> 0`
    BitOr,
    /// True: the column is null. False: it is not.
    Empty,
}

/// What a filter field holds. Lists (`In`, `MultiLikeOr` …) travel as one comma-separated text.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A number, a time in Unix seconds, or an integer enum.
    Int(i64),
    /// A fraction.
    Float(f64),
    /// A text, a string enum, or a comma-separated list of anything.
    Text(String),
    /// A nullable boolean that was true or false.
    Bool(bool),
}

/// One field of a filter that was set: all conditions of a filter hold together.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The properties that are compared, by their API names; more than one are joined by OR
    /// (`tagsNameMultiLikeOr`).
    pub properties: &'static [&'static str],
    /// How.
    pub operator: Operator,
    /// With what.
    pub operand: Operand,
}

/// One part of an `orderBy` text that the class allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The property, by its API name.
    pub property: &'static str,
    /// `-name` rather than `+name`.
    pub descending: bool,
}

/// Which part of a list is wanted (reference: protocol.md §12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Objects on a page, 0 to 500.
    pub size: u32,
    /// The page, counted from 1.
    pub index: u32,
}

impl Default for Page {
    fn default() -> Self {
        Self { size: 30, index: 1 }
    }
}

impl Page {
    /// How many objects stand before this page.
    pub fn offset(self) -> u64 {
        u64::from(self.size) * u64::from(self.index.saturating_sub(1))
    }
}

/// A whole list request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQuery {
    /// All of them hold.
    pub conditions: Vec<Condition>,
    /// In this order; empty: the order of the table's own choice.
    pub order: Vec<Order>,
    /// Which part.
    pub page: Page,
    /// What is found is few, for a reason that no condition shows: it is gone through once, for page and total together.
    pub is_narrow: bool,
}
