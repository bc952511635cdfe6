//! The casts that scalars go through; hardly any value is ever rejected (reference: protocol.md §3.2).

use std::borrow::Cow;

use crate::Param;
use crate::number::general;

impl Param {
    /// As an integer: the numeric prefix of a text, saturated to 64 bits; 0 where there is none.
    pub fn to_int(&self) -> i64 {
        match self {
            Self::Null | Self::File(_) => 0,
            Self::Bool(value) => i64::from(*value),
            Self::Int(number) => *number,
            Self::Float(number) => truncate(*number),
            Self::Text(text) => match NumericPrefix::of(text) {
                NumericPrefix { whole: true, text } => whole_prefix(text),
                NumericPrefix { text, .. } => truncate(text.parse().unwrap_or(0.0)),
            },
            Self::List(items) => i64::from(!items.is_empty()),
            Self::Map(entries) => i64::from(!entries.is_empty()),
        }
    }

    /// As the double that the API calls `bigint`.
    pub fn to_bigint(&self) -> f64 {
        match self {
            #[allow(clippy::cast_precision_loss)] // that is what a bigint is
            Self::Int(number) => *number as f64,
            other => other.to_float().trunc(),
        }
    }

    /// As a fraction: the numeric prefix of a text; 0 where there is none.
    pub fn to_float(&self) -> f64 {
        match self {
            Self::Float(number) => *number,
            Self::Text(text) => NumericPrefix::of(text).text.parse().unwrap_or(0.0),
            #[allow(clippy::cast_precision_loss)] // that is what a double is
            other => other.to_int() as f64,
        }
    }

    /// As a truth value: empty, `0`, `false` in any letter case and null are false, everything else is true.
    pub fn to_bool(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Int(number) => *number != 0,
            Self::Float(number) => *number != 0.0,
            Self::Text(text) => !(text.is_empty() || text == "0" || text.eq_ignore_ascii_case("false")),
            Self::List(items) => !items.is_empty(),
            Self::Map(entries) => !entries.is_empty(),
            Self::File(_) => true,
        }
    }

    /// As text: true is `1`, false and null are empty, a list or map is the word `Array`.
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Null | Self::Bool(false) | Self::File(_) => Cow::Borrowed(""),
            Self::Bool(true) => Cow::Borrowed("1"),
            Self::Int(number) => Cow::Owned(number.to_string()),
            Self::Float(number) => Cow::Owned(general(*number)),
            Self::Text(text) => Cow::Borrowed(text),
            Self::List(_) | Self::Map(_) => Cow::Borrowed("Array"),
        }
    }
}

#[allow(clippy::cast_possible_truncation)] // the cast saturates, and NaN is 0
fn truncate(number: f64) -> i64 {
    number as i64
}

/// The longest beginning of a text that is a number, blanks in front left out.
struct NumericPrefix<'a> {
    text: &'a str,
    /// Neither a point nor an exponent.
    whole: bool,
}

impl<'a> NumericPrefix<'a> {
    fn of(text: &'a str) -> Self {
        let text = text.trim_start_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
        let bytes = text.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let sign = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
        let before = digits(sign);
        let mut end = sign + before;
        let mut whole = true;
        let mut any = before > 0;
        if bytes.get(end) == Some(&b'.') {
            let after = digits(end + 1);
            if any || after > 0 {
                any = true;
                whole = after == 0;
                end += 1 + after;
            }
        }
        if any && matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
            let exponent = digits(end + 1 + sign);
            if exponent > 0 {
                whole = false;
                end += 1 + sign + exponent;
            }
        }
        Self { text: if any { &text[..end] } else { "0" }, whole }
    }
}

fn whole_prefix(text: &str) -> i64 {
    let digits = text.trim_end_matches('.');
    digits.parse().unwrap_or(if digits.starts_with('-') { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Param {
        Param::from(text)
    }

    #[test]
    fn integers_are_cast_as_the_reference_says() {
        for (sent, cast) in [
            (text("12abc"), 12),
            (text("abc"), 0),
            (text(""), 0),
            (text("1e3"), 1000),
            (text("0x1A"), 0),
            (text(" 7"), 7),
            (Param::Float(3.9), 3),
            (Param::Bool(true), 1),
            (Param::Null, 0),
            (text("99999999999999999999"), i64::MAX),
            (text("-99999999999999999999"), i64::MIN),
            (text("-5"), -5),
            (text("3.9"), 3),
            (text("."), 0),
            (text("-"), 0),
            (text("5."), 5),
            (text("7e"), 7),
        ] {
            assert_eq!(sent.to_int(), cast, "{sent:?}");
        }
    }

    #[test]
    #[allow(clippy::float_cmp)] // exact by definition
    fn fractions_are_cast_as_the_reference_says() {
        assert_eq!(text("9007199254740993").to_bigint(), 9_007_199_254_740_992.0);
        assert_eq!(text("1,5").to_float(), 1.0);
        assert_eq!(text("abc").to_float(), 0.0);
        assert_eq!(text("1.5e1x").to_float(), 15.0);
        assert_eq!(text(".5").to_float(), 0.5);
    }

    #[test]
    fn truth_is_cast_as_the_reference_says() {
        for falsehood in [
            text("False"),
            text("false"),
            text(""),
            text("0"),
            Param::Int(0),
            Param::Bool(false),
            Param::Null,
        ] {
            assert!(!falsehood.to_bool(), "{falsehood:?}");
        }
        for truth in [text("True"), text("no"), text("0.0"), Param::Int(2)] {
            assert!(truth.to_bool(), "{truth:?}");
        }
    }

    #[test]
    fn texts_are_cast_as_the_reference_says() {
        assert_eq!(Param::Int(5).to_text(), "5");
        assert_eq!(Param::Float(1.5).to_text(), "1.5");
        assert_eq!(Param::Float(10.0).to_text(), "10");
        assert_eq!(Param::Float(1e20).to_text(), "1.0E+20");
        assert_eq!(Param::Bool(true).to_text(), "1");
        assert_eq!(Param::Bool(false).to_text(), "");
        assert_eq!(Param::Null.to_text(), "");
        assert_eq!(Param::List(vec![Param::Int(1)]).to_text(), "Array");
    }
}
