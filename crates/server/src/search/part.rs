//! What a search looks for, as something that a store can be asked. The parts of a tree are put together so that what
//! finds few objects is asked for the objects it finds, and not of every object.

use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement, UnionType};
use store::{Sought, Store, TextIndex};

/// Queries in one union; SQLite takes five hundred.
const IN_ONE_UNION: usize = 100;
/// Queries for rows that are wanted together and given to a database side by side. It looks for the best order of these,
/// which takes long for many.
const MAX_JOINED: usize = 4;

/// What a search is about: a table, whose key is `id`, and the index of its words.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// The store.
    pub store: &'a Store,
    /// The table.
    pub table: &'static str,
    /// The index of words beside it.
    pub index: TextIndex,
}

/// What a part of a search finds.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // there are few, and not for long
pub(crate) enum Part {
    /// All there is.
    Everything,
    /// Nothing.
    Nothing,
    /// What has these words.
    Words(Sought),
    /// The rows that a query gives as `id`.
    Keys(SelectStatement),
    /// The rows for which this holds. It is true or false, and never null.
    Holds(Holds),
}

/// A condition on the columns of a table.
#[derive(Clone, Debug)]
pub(crate) struct Holds {
    /// The condition.
    pub condition: Cond,
    /// It looks at columns of the tally only.
    pub is_tallied: bool,
    /// Few rows are found by an index.
    pub is_narrow: bool,
}

impl Holds {
    /// The rows for which it holds.
    fn keys(self, ground: Ground<'_>) -> SelectStatement {
        Query::select().column("id").from(ground.table).cond_where(self.condition).to_owned()
    }
}

impl Part {
    /// A condition that every row is asked.
    pub(crate) fn holds(condition: impl Into<Cond>) -> Self {
        Self::Holds(Holds { condition: condition.into(), is_tallied: false, is_narrow: false })
    }

    /// A condition on columns of the tally.
    pub(crate) fn tallied(condition: impl Into<Cond>) -> Self {
        Self::Holds(Holds { condition: condition.into(), is_tallied: true, is_narrow: false })
    }

    /// As a condition on the table.
    pub(crate) fn condition(self, ground: Ground<'_>) -> Holds {
        let narrow = |keys: SelectStatement| Holds {
            condition: Cond::all().add(Expr::col((ground.table, "id")).in_subquery(keys)),
            is_tallied: false,
            is_narrow: true,
        };
        match self {
            Self::Everything => Holds { condition: Cond::all(), is_tallied: true, is_narrow: false },
            Self::Nothing => {
                Holds { condition: Cond::all().add(Expr::cust("1 = 2")), is_tallied: false, is_narrow: true }
            }
            Self::Words(sought) => narrow(ground.index.keys(ground.store, &sought)),
            Self::Keys(keys) => narrow(keys),
            Self::Holds(holds) => holds,
        }
    }

    /// What all of these find.
    pub(crate) fn all(parts: Vec<Self>, ground: Ground<'_>) -> Self {
        let mut parts: Vec<Self> =
            parts.into_iter().filter(|part| !matches!(part, Self::Everything)).collect();
        if parts.iter().any(|part| matches!(part, Self::Nothing)) {
            return Self::Nothing;
        }
        if parts.len() < 2 {
            return parts.pop().unwrap_or(Self::Everything);
        }
        let (words, others) = apart(parts);
        let words = match words.len() {
            0 | 1 => words.into_iter().next(),
            _ => Some(Sought::All(words)),
        };
        let all: Vec<Holds> =
            others.into_iter().chain(words.map(Self::Words)).map(|part| part.condition(ground)).collect();
        let (narrow, mut all): (Vec<Holds>, Vec<Holds>) = all.into_iter().partition(|part| part.is_narrow);
        if narrow.len() > MAX_JOINED {
            let keys = narrow.into_iter().map(|part| part.keys(ground));
            all.extend(combined(UnionType::Intersect, keys).map(|keys| Self::Keys(keys).condition(ground)));
        } else {
            all.extend(narrow);
        }
        let all = all.into_iter();
        let nothing_said = Holds { condition: Cond::all(), is_tallied: true, is_narrow: false };
        Self::Holds(all.fold(nothing_said, |all, part| Holds {
            condition: all.condition.add(part.condition),
            is_tallied: all.is_tallied && part.is_tallied,
            is_narrow: all.is_narrow || part.is_narrow,
        }))
    }

    /// What any of these finds.
    pub(crate) fn any(parts: Vec<Self>, ground: Ground<'_>) -> Self {
        let mut parts: Vec<Self> = parts.into_iter().filter(|part| !matches!(part, Self::Nothing)).collect();
        if parts.iter().any(|part| matches!(part, Self::Everything)) {
            return Self::Everything;
        }
        if parts.len() < 2 {
            return parts.pop().unwrap_or(Self::Nothing);
        }
        let (words, others) = apart(parts);
        if others.is_empty() {
            return Self::Words(Sought::Any(words));
        }
        let mut keys = Vec::new();
        let mut conditions = Vec::new();
        if !words.is_empty() {
            keys.push(ground.index.keys(ground.store, &Sought::Any(words)));
        }
        for other in others {
            match other {
                Self::Keys(query) => keys.push(query),
                other => {
                    let holds = other.condition(ground);
                    if holds.is_narrow {
                        keys.push(holds.keys(ground));
                    } else {
                        conditions.push(holds);
                    }
                }
            }
        }
        if conditions.is_empty() && keys.len() <= IN_ONE_UNION {
            return combined(UnionType::Distinct, keys).map_or(Self::Nothing, Self::Keys);
        }
        let is_narrow = conditions.is_empty();
        let is_tallied = keys.is_empty() && conditions.iter().all(|holds| holds.is_tallied);
        let any = conditions.into_iter().fold(Cond::any(), |any, holds| any.add(holds.condition));
        let any = keys
            .chunks(IN_ONE_UNION)
            .filter_map(|keys| combined(UnionType::Distinct, keys.to_vec()))
            .fold(any, |any, keys| any.add(Expr::col((ground.table, "id")).in_subquery(keys)));
        Self::Holds(Holds { condition: any, is_tallied, is_narrow })
    }

    /// What none of these finds.
    pub(crate) fn none(parts: Vec<Self>, ground: Ground<'_>) -> Self {
        match Self::any(parts, ground) {
            Self::Everything => Self::Nothing,
            Self::Nothing => Self::Everything,
            other => {
                let holds = other.condition(ground);
                let condition = Cond::all().add(holds.condition).not();
                Self::Holds(Holds { condition, is_tallied: holds.is_tallied, is_narrow: false })
            }
        }
    }
}

fn apart(parts: Vec<Part>) -> (Vec<Sought>, Vec<Part>) {
    let (mut words, mut others) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Part::Words(sought) => words.push(sought),
            other => others.push(other),
        }
    }
    (words, others)
}

/// The keys that any of these queries gives, or all of them; these then have no unions of their own.
fn combined(how: UnionType, queries: impl IntoIterator<Item = SelectStatement>) -> Option<SelectStatement> {
    let mut queries = queries.into_iter();
    let mut all = queries.next()?;
    for query in queries {
        all.union(how, query);
    }
    Some(all)
}
