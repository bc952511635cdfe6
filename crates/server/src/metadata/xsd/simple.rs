//! Simple types: what a text may be.

use regex::{Regex, RegexBuilder};

/// Bytes that a pattern may come to when it is made ready.
const MAX_PATTERN: usize = 1 << 20;
/// Letters of a pattern.
const MAX_PATTERN_LETTERS: usize = 1_000;
/// Values of one enumeration.
const MAX_VALUES: usize = 5_000;

/// The types that XSD brings along, as far as metadata use them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Text,
    /// Without tabs and line ends.
    Line,
    /// Words with one blank between them.
    Token,
    Bool,
    Decimal,
    Float,
    /// Whole numbers between these.
    Integer(Option<i128>, Option<i128>),
    Date,
    Time,
    DateTime,
    Year,
}

/// A simple type: what XSD brings along, and what is said about it.
#[derive(Clone, Debug)]
pub(super) struct Simple {
    base: Base,
    facets: Vec<Facet>,
}

#[derive(Clone, Debug)]
enum Facet {
    Values(Vec<String>),
    Patterns(Vec<(String, Regex)>),
    Length(usize),
    MinLength(usize),
    MaxLength(usize),
    Bound { name: &'static str, limit: f64, written: String },
    TotalDigits(usize),
    FractionDigits(usize),
}

impl Simple {
    /// A type that XSD brings along.
    pub(super) fn builtin(name: &str) -> Option<Self> {
        let between = |least: i128, most: i128| Base::Integer(Some(least), Some(most));
        let base = match name {
            "string" | "anySimpleType" => Base::Text,
            "normalizedString" => Base::Line,
            "token" | "anyURI" | "language" | "Name" | "NCName" | "NMTOKEN" | "ID" => Base::Token,
            "boolean" => Base::Bool,
            "decimal" => Base::Decimal,
            "float" | "double" => Base::Float,
            "integer" => Base::Integer(None, None),
            "nonNegativeInteger" => Base::Integer(Some(0), None),
            "positiveInteger" => Base::Integer(Some(1), None),
            "nonPositiveInteger" => Base::Integer(None, Some(0)),
            "negativeInteger" => Base::Integer(None, Some(-1)),
            "long" => between(i64::MIN.into(), i64::MAX.into()),
            "int" => between(i32::MIN.into(), i32::MAX.into()),
            "short" => between(i16::MIN.into(), i16::MAX.into()),
            "byte" => between(i8::MIN.into(), i8::MAX.into()),
            "unsignedLong" => between(0, u64::MAX.into()),
            "unsignedInt" => between(0, u32::MAX.into()),
            "unsignedShort" => between(0, u16::MAX.into()),
            "unsignedByte" => between(0, u8::MAX.into()),
            "date" => Base::Date,
            "time" => Base::Time,
            "dateTime" => Base::DateTime,
            "gYear" => Base::Year,
            _ => return None,
        };
        Some(Self { base, facets: Vec::new() })
    }

    /// The type with a restriction: pairs of facets and values, in their order.
    pub(super) fn restricted(&self, said: &[(&str, &str)]) -> Result<Self, String> {
        let mut new = self.clone();
        let mut values = Vec::new();
        let mut patterns = Vec::new();
        for (name, value) in said {
            let number =
                || value.trim().parse::<usize>().map_err(|_| format!("{name} \"{value}\" is no number"));
            let facet = match *name {
                "enumeration" => {
                    values.push(self.white(value));
                    continue;
                }
                "pattern" => {
                    patterns.push(((*value).to_owned(), pattern(value)?));
                    continue;
                }
                "whiteSpace" => {
                    new.base = match (new.base, *value) {
                        (Base::Text, "preserve") => Base::Text,
                        (Base::Text | Base::Line, "replace") => Base::Line,
                        (Base::Text | Base::Line | Base::Token, "collapse") => Base::Token,
                        (base, "collapse") => base,
                        _ => return Err(format!("whiteSpace \"{value}\" cannot be used here")),
                    };
                    continue;
                }
                "length" | "minLength" | "maxLength" if !self.is_text() => {
                    return Err(format!("{name} is for texts"));
                }
                "length" => Facet::Length(number()?),
                "minLength" => Facet::MinLength(number()?),
                "maxLength" => Facet::MaxLength(number()?),
                "totalDigits" if self.is_number() => Facet::TotalDigits(number()?),
                "fractionDigits" if self.is_number() => Facet::FractionDigits(number()?),
                "minInclusive" => self.bound("minInclusive", value)?,
                "minExclusive" => self.bound("minExclusive", value)?,
                "maxInclusive" => self.bound("maxInclusive", value)?,
                "maxExclusive" => self.bound("maxExclusive", value)?,
                _ => return Err(format!("{name} cannot be used here")),
            };
            new.facets.push(facet);
        }
        if values.len() > MAX_VALUES {
            return Err(format!("an enumeration has more than {MAX_VALUES} values"));
        }
        if !values.is_empty() {
            new.facets.push(Facet::Values(values));
        }
        if !patterns.is_empty() {
            new.facets.push(Facet::Patterns(patterns));
        }
        Ok(new)
    }

    fn bound(&self, name: &'static str, value: &str) -> Result<Facet, String> {
        if !self.is_number() {
            return Err(format!("{name} is for numbers"));
        }
        let limit: f64 = value.trim().parse().map_err(|_| format!("{name} \"{value}\" is no number"))?;
        Ok(Facet::Bound { name, limit, written: value.trim().to_owned() })
    }

    fn is_number(&self) -> bool {
        matches!(self.base, Base::Decimal | Base::Float | Base::Integer(..))
    }

    fn is_text(&self) -> bool {
        matches!(self.base, Base::Text | Base::Line | Base::Token)
    }

    /// The text with its white space as the type has it.
    fn white(&self, text: &str) -> String {
        match self.base {
            Base::Text => text.to_owned(),
            Base::Line => text.replace(['\t', '\n', '\r'], " "),
            _ => text.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// The values that it names, where it names any.
    pub(super) fn values(&self) -> Option<&[String]> {
        self.facets.iter().rev().find_map(|facet| match facet {
            Facet::Values(values) => Some(values.as_slice()),
            _ => None,
        })
    }

    /// Checks a text; the reason where it is not of this type.
    pub(super) fn check(&self, text: &str) -> Result<(), String> {
        let text = self.white(text);
        let shown = || text.chars().take(60).collect::<String>();
        if !is_of(self.base, &text) {
            return Err(format!("\"{}\" is not of the type", shown()));
        }
        for facet in &self.facets {
            let letters = || text.chars().count();
            let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
            // Zeros at the ends do not count.
            let plain = || {
                let text = text.trim_start_matches(['+', '-']).trim_start_matches('0');
                if text.contains('.') { text.trim_end_matches('0') } else { text }
            };
            let holds = match facet {
                Facet::Values(values) => values.contains(&text),
                Facet::Patterns(patterns) => patterns.iter().any(|(_, pattern)| pattern.is_match(&text)),
                Facet::Length(length) => letters() == *length,
                Facet::MinLength(least) => letters() >= *least,
                Facet::MaxLength(most) => letters() <= *most,
                Facet::TotalDigits(most) => digits(plain()) <= *most,
                Facet::FractionDigits(most) => {
                    text.split_once('.').is_none_or(|(_, rest)| rest.trim_end_matches('0').len() <= *most)
                }
                Facet::Bound { name, limit, .. } => text.parse::<f64>().is_ok_and(|number| match *name {
                    "minInclusive" => number >= *limit,
                    "minExclusive" => number > *limit,
                    "maxInclusive" => number <= *limit,
                    _ => number < *limit,
                }),
            };
            if !holds {
                return Err(match facet {
                    Facet::Values(_) => format!("\"{}\" is none of the values", shown()),
                    Facet::Patterns(_) => format!("\"{}\" does not match the pattern", shown()),
                    Facet::Bound { name, written, .. } => format!("\"{}\" breaks {name} {written}", shown()),
                    _ => format!("\"{}\" is too long or too short", shown()),
                });
            }
        }
        Ok(())
    }

    /// Whether it takes every text that another type takes, as far as can be said without trying them.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let same = |facet: &Facet, of: &Self| {
            of.facets.iter().any(|known| match (facet, known) {
                (Facet::Values(mine), Facet::Values(theirs)) => {
                    theirs.iter().all(|value| mine.contains(value))
                }
                (Facet::Patterns(mine), Facet::Patterns(theirs)) => {
                    theirs.iter().all(|(text, _)| mine.iter().any(|(known, _)| known == text))
                }
                (Facet::Length(mine), Facet::Length(theirs)) => mine == theirs,
                (Facet::MinLength(mine), Facet::MinLength(theirs)) => mine <= theirs,
                (Facet::MaxLength(mine), Facet::MaxLength(theirs))
                | (Facet::TotalDigits(mine), Facet::TotalDigits(theirs))
                | (Facet::FractionDigits(mine), Facet::FractionDigits(theirs)) => mine >= theirs,
                (Facet::Bound { name, limit, .. }, Facet::Bound { name: other, limit: theirs, .. }) => {
                    let is_lower = name.starts_with("min");
                    name == other && if is_lower { limit <= theirs } else { limit >= theirs }
                }
                _ => false,
            })
        };
        self.base == other.base && self.facets.iter().all(|facet| same(facet, other))
    }
}

fn is_of(base: Base, text: &str) -> bool {
    match base {
        Base::Text | Base::Line | Base::Token => true,
        Base::Bool => matches!(text, "true" | "false" | "1" | "0"),
        Base::Decimal => is_decimal(text),
        Base::Float => {
            matches!(text, "INF" | "-INF" | "NaN")
                || (text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
                    && text.parse::<f64>().is_ok())
        }
        Base::Integer(least, most) => {
            let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return false;
            }
            match text.parse::<i128>() {
                Ok(number) => {
                    least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most)
                }
                // Beyond the numbers that the limits are made of.
                Err(_) => {
                    if text.starts_with('-') {
                        least.is_none()
                    } else {
                        most.is_none()
                    }
                }
            }
        }
        Base::Date => split_zone(text).is_some_and(is_date),
        Base::Time => split_zone(text).is_some_and(is_time),
        Base::DateTime => split_zone(text)
            .and_then(|text| text.split_once('T'))
            .is_some_and(|(date, time)| is_date(date) && is_time(time)),
        Base::Year => split_zone(text).is_some_and(is_year),
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn two(text: &str, most: u8) -> Option<u8> {
    let is_two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_two && *number <= most)
}

/// A moment without its time zone; none where that is none.
fn split_zone(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix('Z') {
        return Some(rest);
    }
    let Some(at) = text.len().checked_sub(6).filter(|at| text.is_char_boundary(*at)) else {
        return Some(text);
    };
    let (rest, zone) = text.split_at(at);
    let Some(hours) = zone.strip_prefix(['+', '-']) else { return Some(text) };
    let Some((hours, minutes)) = hours.split_once(':') else { return Some(text) };
    let (hours, minutes) = (two(hours, 14)?, two(minutes, 59)?);
    (hours < 14 || minutes == 0).then_some(rest)
}

fn is_year(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.len() == 4 || (digits.len() > 4 && !digits.starts_with('0'));
    is_plain && digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit()) && digits != "0000"
}

fn is_date(text: &str) -> bool {
    let mut parts = text.rsplitn(3, '-');
    let (Some(day), Some(month), Some(year)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let (Some(day), Some(month)) = (two(day, 31), two(month, 12)) else { return false };
    if !is_year(year) {
        return false;
    }
    let year: i64 = year.parse().unwrap_or(1);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 31,
    };
    month >= 1 && (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    let [hours, minutes, seconds] = parts[..] else { return false };
    let midnight = whole == "24:00:00" && fraction.bytes().all(|byte| byte == b'0');
    !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && (midnight
            || (two(hours, 23).is_some() && two(minutes, 59).is_some() && two(seconds, 59).is_some()))
}

/// A pattern of XSD as one of ours: it is about the whole text, and some signs mean something else.
fn pattern(text: &str) -> Result<Regex, String> {
    let refuse = |why: &str| Err(format!("the pattern \"{text}\" {why}"));
    if text.chars().count() > MAX_PATTERN_LETTERS {
        return Err(format!("a pattern has more than {MAX_PATTERN_LETTERS} letters"));
    }
    let mut ours = String::from("\\A(?:");
    let mut letters = text.chars().peekable();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match (letter, in_class) {
            ('\\', _) => {
                let Some(escaped) = letters.next() else { return refuse("ends too early") };
                match escaped {
                    's' => ours.push_str(if in_class { " \\t\\n\\r" } else { "[ \\t\\n\\r]" }),
                    'S' if !in_class => ours.push_str("[^ \\t\\n\\r]"),
                    'n' | 'r' | 't' | '\\' | '|' | '.' | '-' | '^' | '?' | '*' | '+' | '{' | '}' | '('
                    | ')' | '[' | ']' | 'd' | 'D' | 'w' | 'W' => {
                        ours.push('\\');
                        ours.push(escaped);
                    }
                    _ => return refuse("uses an escape that is not supported"),
                }
            }
            ('[', false) => {
                in_class = true;
                ours.push('[');
                if letters.next_if_eq(&'^').is_some() {
                    ours.push('^');
                }
                if letters.peek() == Some(&']') {
                    return refuse("has an empty class");
                }
            }
            ('[', true) => return refuse("has a class within a class"),
            (']', true) => {
                in_class = false;
                ours.push(']');
            }
            ('&' | '~', true) | ('^' | '$', _) => {
                ours.push('\\');
                ours.push(letter);
            }
            ('-', true) if letters.peek() == Some(&'-') => {
                return refuse("has a range that is not supported");
            }
            ('.', false) => ours.push_str("[^\\n\\r]"),
            ('(', false) if letters.peek() == Some(&'?') => {
                return refuse("has a group that is not supported");
            }
            _ => ours.push(letter),
        }
    }
    ours.push_str(")\\z");
    match RegexBuilder::new(&ours).size_limit(MAX_PATTERN).dfa_size_limit(MAX_PATTERN).build() {
        Ok(pattern) => Ok(pattern),
        Err(_) => refuse("cannot be used"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(name: &str, facets: &[(&str, &str)], text: &str) -> bool {
        Simple::builtin(name).unwrap().restricted(facets).unwrap().check(text).is_ok()
    }

    /// Values from the lexical rules of XML Schema Part 2.
    #[test]
    fn what_xsd_brings_along_is_told_apart() {
        for (name, good, bad) in [
            ("boolean", &["true", "0", " 1 "][..], &["yes", "", "TRUE"][..]),
            ("decimal", &["-1.5", "+.5", "10."], &["1e3", ".", "", "--1"]),
            ("integer", &["0", "-007", "123456789012345678901234567890123456789012345"], &["1.0", "", "+"]),
            ("long", &["9223372036854775807"], &["9223372036854775808"]),
            ("byte", &["-128", "127"], &["128", "-129"]),
            ("nonNegativeInteger", &["0", "99999999999999999999999999999999999999999999"], &["-1"]),
            (
                "date",
                &["2024-02-29", "2000-02-29Z", "2026-01-31+14:00"],
                &["2023-02-29", "1900-02-29", "2026-13-01", "26-01-01", "2026-01-31+15:00"],
            ),
            ("time", &["23:59:59", "24:00:00", "00:00:00.5Z"], &["24:00:01", "1:00:00", "12:60:00"]),
            (
                "dateTime",
                &["2026-11-24T22:00:00", "2026-11-24T22:00:00.25-05:30"],
                &["2026-11-24", "2026-11-24 22:00:00"],
            ),
            ("gYear", &["2026", "-0044"], &["0000", "26", "02026"]),
            ("double", &["1e3", "-INF", "NaN", ".5"], &["infinity", "nan", "1e"]),
        ] {
            for text in good {
                assert!(takes(name, &[], text), "{name} takes {text}");
            }
            for text in bad {
                assert!(!takes(name, &[], text), "{name} does not take {text}");
            }
        }
        assert!(Simple::builtin("duration").is_none());
    }

    #[test]
    fn facets_narrow_a_type() {
        assert!(takes("string", &[("enumeration", "A"), ("enumeration", "B b")], "B b"));
        assert!(!takes("string", &[("enumeration", "A"), ("enumeration", "B b")], "B  b"));
        assert!(takes("token", &[("enumeration", "B b")], " B  b "));
        assert!(takes("string", &[("minLength", "2"), ("maxLength", "3")], "äöü"));
        assert!(!takes("string", &[("maxLength", "3")], "abcd"));
        assert!(takes("decimal", &[("totalDigits", "3"), ("fractionDigits", "1")], "-012.50"));
        assert!(!takes("decimal", &[("fractionDigits", "1")], "1.25"));
        assert!(takes("int", &[("minInclusive", "5"), ("maxExclusive", "7")], "6"));
        assert!(!takes("int", &[("minInclusive", "5"), ("maxExclusive", "7")], "7"));
        assert!(Simple::builtin("string").unwrap().restricted(&[("minInclusive", "5")]).is_err());
    }

    #[test]
    fn patterns_are_those_of_xsd() {
        assert!(takes("string", &[("pattern", "[0-9]{3}-\\d+")], "123-4"));
        assert!(!takes("string", &[("pattern", "[0-9]{3}")], "x123"), "a pattern is about the whole text");
        assert!(takes("string", &[("pattern", "^a$")], "^a$"), "these signs mean themselves");
        assert!(takes("string", &[("pattern", "a"), ("pattern", "b")], "b"), "one of them is enough");
        for refused in ["[a-z-[aeiou]]", "\\i\\c*", "(?i)a", "\\p{IsGreek}", "(", "(a{1000}){1000}"] {
            assert!(pattern(refused).is_err(), "{refused}");
        }
    }
}
