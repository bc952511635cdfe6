//! How one thing is matched with values (reference: content-access.md §11.1).

use std::borrow::Cow;

use super::facts::Facts;
use super::rules::{Compare, Comparison, Field, Match, Number};

/// What a field comes to.
pub(super) enum Found<'a> {
    /// It has no value, which matches nothing.
    Missing,
    One(Cow<'a, str>),
    /// The items of a list; never none.
    Many(Vec<&'a str>),
}

impl<'a> Found<'a> {
    pub(super) fn one(text: Option<&'a str>) -> Self {
        text.map_or(Self::Missing, |text| Self::One(Cow::Borrowed(text)))
    }

    pub(super) fn many(items: impl Iterator<Item = &'a str>) -> Self {
        let items: Vec<&str> = items.collect();
        if items.is_empty() { Self::Missing } else { Self::Many(items) }
    }

    /// In words, for reasons.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Missing => "unknown".to_owned(),
            Self::One(text) => text.to_string(),
            Self::Many(items) => items.join(", "),
        }
    }
}

/// What a text that depends on the request comes to.
pub(super) fn field<'a>(field: &Field, facts: &Facts<'a>) -> Found<'a> {
    let (request, lookups) = (&facts.request, facts.lookups);
    match field {
        Field::Anonymity => match request.address.and_then(|address| lookups.anonymity(address)) {
            Some(classes) => Found::many(classes.into_iter()),
            None => Found::Missing,
        },
        Field::Coordinates => match request.address.and_then(|address| lookups.coordinates(address)) {
            Some((latitude, longitude)) => Found::One(Cow::Owned(format!("{latitude},{longitude}"))),
            None => Found::Missing,
        },
        Field::Country => Found::one(request.address.and_then(|address| lookups.country(address))),
        Field::Nothing => Found::Missing,
        Field::Address => match request.address {
            Some(address) => Found::One(Cow::Owned(address.to_canonical().to_string())),
            None => Found::Missing,
        },
        Field::Metadata(place) => metadata(place, facts),
        Field::EntryId => Found::one(facts.entry.map(|entry| entry.id)),
        Field::UserAgent => Found::one(request.user_agent),
        Field::Email => Found::one(facts.session.and_then(|session| session.email)),
    }
}

pub(super) fn metadata<'a>(place: &super::facts::MetadataField, facts: &Facts<'a>) -> Found<'a> {
    match facts.lookups.metadata(place) {
        Some(texts) => Found::many(texts.iter().map(String::as_str)),
        None => Found::Missing,
    }
}

/// Whether what was found matches the values. `fits` says whether an item fits a fixed value; texts that are equal fit
/// anyway.
pub(super) fn matches<V>(
    values: &Match<V>,
    found: &Found<'_>,
    facts: &Facts<'_>,
    fits: impl Fn(&V, &str) -> bool,
) -> bool {
    if values.is_empty() {
        return true;
    }
    let one = |item: &str| {
        values
            .fixed
            .iter()
            .any(|(text, value)| text == item || value.as_ref().is_some_and(|value| fits(value, item)))
            || values.computed.iter().any(|computed| equals(&field(computed, facts), item))
    };
    match found {
        Found::Missing => false,
        Found::One(text) => one(text),
        Found::Many(items) if values.any => items.iter().any(|item| one(item)),
        Found::Many(items) => items.iter().all(|item| one(item)),
    }
}

fn equals(value: &Found<'_>, item: &str) -> bool {
    match value {
        Found::Missing => false,
        Found::One(text) => text == item,
        Found::Many(texts) => texts.contains(&item),
    }
}

/// Whether a number compares as said. Zero counts as missing.
pub(super) fn compares(compare: &Compare, number: Option<i64>, now: i64) -> bool {
    let Some(value) = compare.value else { return true };
    let value = match value {
        Number::Fixed(value) => value,
        Number::Time(offset) => now.saturating_add(offset),
    };
    let Some(number) = number.filter(|number| *number != 0) else { return false };
    match compare.comparison {
        Comparison::Equal => number == value,
        Comparison::Greater => number > value,
        Comparison::GreaterOrEqual => number >= value,
        Comparison::Less => number < value,
        Comparison::LessOrEqual => number <= value,
    }
}

/// Kilometres between two places, given in degrees.
pub(super) fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    const EARTH_RADIUS: f64 = 6371.0;
    let (latitude, other) = (from.0.to_radians(), to.0.to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let across = half(to.0 - from.0) + latitude.cos() * other.cos() * half(to.1 - from.1);
    2.0 * EARTH_RADIUS * across.sqrt().min(1.0).asin()
}
