//! Fractions as text.

/// Significant digits that PHP prints by default.
const DIGITS: usize = 14;

/// A fraction with up to 14 significant digits, in the general notation that PHP prints: `1.5`, `10`,
/// `1.0E-5` (reference: protocol.md §9.3).
pub(crate) fn general(number: f64) -> String {
    if !number.is_finite() {
        return not_finite(number).to_owned();
    }
    let scientific = format!("{number:.*e}", DIGITS - 1);
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..=13).contains(&exponent) {
        let decimals = usize::try_from(13 - exponent).unwrap_or(0);
        return trim(&format!("{number:.decimals$}")).to_owned();
    }
    let mantissa = trim(mantissa);
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}{point}E{sign}{}", exponent.abs())
}

/// The shortest text that reads back as the same number, which both JSON and PHP understand: `10`, `1.5`,
/// `1e300`. The number must be finite.
pub(crate) fn shortest(number: f64) -> String {
    if number == 0.0 || (1e-7..1e21).contains(&number.abs()) {
        number.to_string()
    } else {
        format!("{number:e}")
    }
}

/// How PHP writes what is no number.
pub(crate) fn not_finite(number: f64) -> &'static str {
    if number.is_nan() {
        "NAN"
    } else if number > 0.0 {
        "INF"
    } else {
        "-INF"
    }
}

/// Without zeros that say nothing.
fn trim(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_general_notation_is_that_of_the_reference() {
        for (number, printed) in [
            (1.5, "1.5"),
            (10.0, "10"),
            (0.000_01, "1.0E-5"),
            (0.0001, "0.0001"),
            (0.000_025, "2.5E-5"),
            (0.0, "0"),
            (0.0123, "0.0123"),
            (-2.25, "-2.25"),
            (0.1 + 0.2, "0.3"),
            (1_795_400_000.0, "1795400000"),
            (12_345_678_901_234.0, "12345678901234"),
            (99_999_999_999_999.0, "99999999999999"),
            (100_000_000_000_000.0, "1.0E+14"),
            (999_999_999_999_999.9, "1.0E+15"),
            (123_456_789_012_345.0, "1.2345678901234E+14"),
            (1e25, "1.0E+25"),
            (f64::NAN, "NAN"),
            (f64::NEG_INFINITY, "-INF"),
        ] {
            assert_eq!(general(number), printed);
        }
    }

    #[test]
    fn the_shortest_text_reads_back() {
        for (number, printed) in [
            (10.0, "10"),
            (1.5, "1.5"),
            (0.1, "0.1"),
            (-3.0, "-3"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (1e300, "1e300"),
            (2.5e-9, "2.5e-9"),
        ] {
            assert_eq!(shortest(number), printed);
            assert_eq!(printed.parse(), Ok(number));
        }
    }
}
