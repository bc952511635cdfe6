//! Searches of lists by metadata (reference: search-metadata.md §5): each part of a search becomes a query for rows of
//! objects, so that it is a part of the list's own query.

use std::sync::Arc;

use contract::errors::PROPERTY_VALIDATION_MAX_LENGTH;
use contract::search::{
    AnySearchItem, SearchComparableCondition, SearchCondition, SearchConditionComparison, SearchOperator,
    SearchOperatorType,
};
use contract::{NullableBoolean, Prop};
use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement, UnionType};

use super::index::WORDS;
use super::model::MetadataObjectType;
use super::xsd::FieldKind;
use super::{KnownField, Profile};
use crate::app::App;
use crate::call::Scope;
use crate::entry;
use crate::error::Result;
use crate::user::name_key;

/// Parts of a search, and how deep they may be within each other.
const MAX_ITEMS: usize = 100;
const MAX_DEPTH: usize = 10;

/// Dates nearer to zero than this are told from now, in seconds (reference: protocol.md §12).
const MAX_RELATIVE_TIME: i64 = 315_360_000;
const DAY: i64 = 86_400;

/// What a search comes to.
#[derive(Debug, Default)]
pub(crate) struct Searched {
    /// Queries for rows, of which each must (true) or must not have an object that is listed.
    pub narrowing: Vec<(SelectStatement, bool)>,
    /// What is found is few, as far as can be told.
    pub is_narrow: bool,
}

/// A part of a search. There are few at a time, and not for long.
#[allow(clippy::large_enum_variant)]
enum Found {
    Everything,
    Nothing,
    /// What is in a query (true), or is not.
    Rows(SelectStatement, bool),
    All(Vec<Found>),
    Any(Vec<Found>),
}

/// What rows a search is about.
struct Place {
    /// The column of `metadata_value` that holds their keys.
    key: &'static str,
    table: &'static str,
    base: Cond,
}

/// The search of a list of objects whose rows are in a table; none where nothing can be found. `now` in Unix seconds is
/// what relative dates are told from.
pub(crate) async fn searched(
    app: &App,
    scope: Scope,
    kind: MetadataObjectType,
    table: &'static str,
    item: &AnySearchItem,
    now: i64,
) -> Result<Option<Searched>> {
    let mut left = MAX_ITEMS;
    if !is_small(item, 0, &mut left) {
        let refused = ["KalturaSearchOperator::items".to_owned(), MAX_ITEMS.to_string()];
        return Err(PROPERTY_VALIDATION_MAX_LENGTH.with(refused).into());
    }
    let profiles = app.metadata_profiles.of(app, scope).await?;
    let search = Search { app, scope, profiles: &profiles, kind, now };
    let place = Place {
        key: "object_row",
        table,
        base: Cond::all().add(Expr::col("partner_id").eq(scope.partner_id())),
    };
    let mut all = Searched { narrowing: Vec::new(), is_narrow: false };
    Ok(narrow(search.item(item, None, &place), &place, &mut all).then_some(all))
}

fn is_small(item: &AnySearchItem, depth: usize, left: &mut usize) -> bool {
    if depth > MAX_DEPTH || *left == 0 {
        return false;
    }
    *left -= 1;
    let operator = match item {
        AnySearchItem::Operator(operator) => operator,
        AnySearchItem::Metadata(item) => &item.base,
        AnySearchItem::DynamicObject(item) => &item.base,
        AnySearchItem::Condition(_)
        | AnySearchItem::Match(_)
        | AnySearchItem::Comparable(_)
        | AnySearchItem::Quiz(_) => return true,
    };
    operator.items.get().is_none_or(|items| items.iter().all(|item| is_small(item, depth + 1, left)))
}

/// Takes what is found apart into queries that hold together; false where nothing is found.
fn narrow(found: Found, place: &Place, all: &mut Searched) -> bool {
    match found {
        Found::Everything => true,
        Found::Nothing => false,
        Found::Rows(query, wanted) => {
            all.is_narrow |= wanted;
            all.narrowing.push((query, wanted));
            true
        }
        Found::All(parts) => parts.into_iter().all(|part| narrow(part, place, all)),
        Found::Any(parts) => match joined(parts) {
            Ok(Some(query)) => {
                all.is_narrow = true;
                all.narrowing.push((query, true));
                true
            }
            Ok(None) => false,
            Err(parts) => {
                all.narrowing.push((of_place(place, &Found::Any(parts)), true));
                true
            }
        },
    }
}

/// One query for the rows of any of these parts, if all of them say what is in; none where nothing is.
fn joined(parts: Vec<Found>) -> std::result::Result<Option<SelectStatement>, Vec<Found>> {
    if !parts.iter().all(|part| matches!(part, Found::Rows(_, true) | Found::Nothing)) {
        return Err(parts);
    }
    let mut queries = parts.into_iter().filter_map(|part| match part {
        Found::Rows(query, _) => Some(query),
        _ => None,
    });
    let Some(mut all) = queries.next() else { return Ok(None) };
    for query in queries {
        all.union(UnionType::All, query);
    }
    Ok(Some(all))
}

/// The rows of a place for which something holds.
fn of_place(place: &Place, found: &Found) -> SelectStatement {
    Query::select()
        .column("id")
        .from(place.table)
        .cond_where(place.base.clone().add(condition(found)))
        .to_owned()
}

fn condition(found: &Found) -> Cond {
    match found {
        Found::Everything => Cond::all().add(Expr::cust("1 = 1")),
        Found::Nothing => Cond::all().add(Expr::cust("1 = 0")),
        Found::Rows(query, wanted) => {
            let is_in = Expr::col("id").in_subquery(query.clone());
            Cond::all().add(if *wanted { is_in } else { is_in.not() })
        }
        Found::All(parts) => parts.iter().fold(Cond::all(), |all, part| all.add(condition(part))),
        Found::Any(parts) => parts.iter().fold(Cond::any(), |any, part| any.add(condition(part))),
    }
}

struct Search<'a> {
    app: &'a App,
    scope: Scope,
    profiles: &'a [Arc<Profile>],
    kind: MetadataObjectType,
    now: i64,
}

impl Search<'_> {
    fn profile(&self, id: i64) -> Option<&Profile> {
        self.profiles.iter().map(|profile| &**profile).find(|profile| profile.id == id)
    }

    /// `profile`: the one whose metadata a condition is about.
    fn item(&self, item: &AnySearchItem, profile: Option<&Profile>, place: &Place) -> Found {
        match item {
            AnySearchItem::Operator(operator) => {
                self.group(operator, SearchOperatorType::SearchAnd, profile, place)
            }
            AnySearchItem::Metadata(item) => {
                let named = item.metadata_profile_id.get().copied();
                let profile = match (profile, named) {
                    // Within another one it is about the same profile.
                    (Some(profile), _) => Some(profile),
                    (None, Some(id)) => self.profile(id).filter(|profile| profile.kind == self.kind),
                    (None, None) => None,
                };
                if profile.is_none() {
                    return Found::Nothing;
                }
                self.group(&item.base, SearchOperatorType::SearchOr, profile, place)
            }
            AnySearchItem::DynamicObject(item) => field(&item.field, profile)
                .and_then(|field| self.related(&item.base, field, place))
                .unwrap_or(Found::Nothing),
            AnySearchItem::Quiz(item) if item.is_quiz.get() != Some(&NullableBoolean::True) => {
                Found::Everything
            }
            AnySearchItem::Quiz(_) if self.kind == MetadataObjectType::Entry => {
                Found::Rows(entry::quizzes(self.scope), true)
            }
            AnySearchItem::Quiz(_) => Found::Nothing,
            AnySearchItem::Condition(condition) => self.matches(condition, false, profile, place),
            AnySearchItem::Match(condition) => {
                self.matches(&condition.base, condition.not.get() == Some(&true), profile, place)
            }
            AnySearchItem::Comparable(condition) => self.compares(condition, profile, place),
        }
    }

    fn group(
        &self,
        operator: &SearchOperator,
        unless_said: SearchOperatorType,
        profile: Option<&Profile>,
        place: &Place,
    ) -> Found {
        let items = operator.items.get().map(Vec::as_slice).unwrap_or_default();
        let mut parts: Vec<Found> = items.iter().map(|item| self.item(item, profile, place)).collect();
        if parts.is_empty() {
            return Found::Everything;
        }
        match operator.r#type.get().copied().unwrap_or(unless_said) {
            _ if parts.len() == 1 => parts.remove(0),
            SearchOperatorType::SearchAnd => Found::All(parts),
            SearchOperatorType::SearchOr => Found::Any(parts),
        }
    }

    /// Objects whose field names a dynamic object for which the inner conditions hold.
    fn related(&self, inner: &SearchOperator, field: &KnownField, place: &Place) -> Option<Found> {
        let profile = self.profile(field.field.profile_id?)?;
        if field.field.kind != FieldKind::Dynamic {
            return None;
        }
        let objects = Place {
            key: "metadata_id",
            table: "metadata",
            base: Cond::all().add(Expr::col("profile_id").eq(profile.id)),
        };
        let found = self.group(inner, SearchOperatorType::SearchAnd, Some(profile), &objects);
        let keys = Query::select()
            .column("object_key")
            .from("metadata")
            .cond_where(objects.base.clone().add(condition(&found)))
            .to_owned();
        let mut query = of_field(field, place);
        query.and_where(Expr::col("value_key").in_subquery(keys));
        Some(Found::Rows(query, true))
    }

    fn matches(
        &self,
        wanted: &SearchCondition,
        not: bool,
        profile: Option<&Profile>,
        place: &Place,
    ) -> Found {
        let Some(field) = field(&wanted.field, profile) else { return Found::Nothing };
        let value = wanted.value.get().map(|value| value.trim()).unwrap_or_default();
        let mut query = of_field(field, place);
        if value == "*" {
            return Found::Rows(query, !not);
        }
        match field.field.kind {
            FieldKind::Number | FieldKind::Date => {
                let Some(number) = self.number(value, field.field.kind) else { return Found::Nothing };
                query.and_where(Expr::col("number").eq(number));
            }
            FieldKind::Text if !not => match self.app.store.has_phrase(WORDS, "id", value) {
                Some(has) => {
                    query.and_where(has);
                }
                None => return Found::Nothing,
            },
            FieldKind::Text | FieldKind::Exact | FieldKind::User | FieldKind::Dynamic => {
                query.and_where(Expr::col("value_key").eq(name_key(value)));
            }
        }
        Found::Rows(query, !not)
    }

    fn compares(
        &self,
        wanted: &SearchComparableCondition,
        profile: Option<&Profile>,
        place: &Place,
    ) -> Found {
        let Some(field) = field(&wanted.base.field, profile) else { return Found::Nothing };
        if !matches!(field.field.kind, FieldKind::Number | FieldKind::Date) {
            return Found::Everything; // numbers compare, and nothing else
        }
        let value = wanted.base.value.get().map(|value| value.trim()).unwrap_or_default();
        let Some(number) = self.number(value, field.field.kind) else { return Found::Nothing };
        let query = |holds: Expr| {
            let mut query = of_field(field, place);
            query.and_where(holds);
            query
        };
        let column = || Expr::col("number");
        // What has no value counts as zero, which no comparison of sizes finds.
        match wanted.comparison.get().copied().unwrap_or(SearchConditionComparison::Equal) {
            SearchConditionComparison::Equal if number == 0 => Found::Rows(query(column().ne(0)), false),
            SearchConditionComparison::Equal => Found::Rows(query(column().eq(number)), true),
            SearchConditionComparison::NotEqual if number == 0 => Found::Rows(query(column().ne(0)), true),
            SearchConditionComparison::NotEqual => Found::Rows(query(column().eq(number)), false),
            SearchConditionComparison::GreaterThan => {
                Found::Rows(query(column().gt(number).and(column().ne(0))), true)
            }
            SearchConditionComparison::GreaterThanOrEqual => {
                Found::Rows(query(column().gte(number).and(column().ne(0))), true)
            }
            SearchConditionComparison::LessThan => {
                Found::Rows(query(column().lt(number).and(column().ne(0))), true)
            }
            SearchConditionComparison::LessThanOrEqual => {
                Found::Rows(query(column().lte(number).and(column().ne(0))), true)
            }
        }
    }

    /// A number, or a time by name or from now.
    fn number(&self, value: &str, kind: FieldKind) -> Option<i64> {
        match value {
            "CURRENT_TIMESTAMP" => return Some(self.now),
            "CURRENT_DATE" => return Some(self.now - self.now.rem_euclid(DAY)),
            "CURRENT_TIME" => return Some(self.now.rem_euclid(DAY)),
            _ => {}
        }
        let number: i64 = value.parse().ok()?;
        let is_relative =
            kind == FieldKind::Date && (-MAX_RELATIVE_TIME..=MAX_RELATIVE_TIME).contains(&number);
        Some(if is_relative { self.now.saturating_add(number) } else { number })
    }
}

/// The field of a profile that a condition is about.
fn field<'p>(path: &Prop<String>, profile: Option<&'p Profile>) -> Option<&'p KnownField> {
    profile?.searchable(path.get()?)
}

/// The rows that have any value of a field.
fn of_field(field: &KnownField, place: &Place) -> SelectStatement {
    Query::select()
        .column(place.key)
        .from("metadata_value")
        .and_where(Expr::col("field_id").eq(field.id))
        .to_owned()
}
