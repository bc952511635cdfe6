//! Checks of properties that several features make, with the API's errors (reference: protocol.md §5).

use contract::Prop;
use contract::errors::{
    PROPERTY_VALIDATION_CANNOT_BE_NULL, PROPERTY_VALIDATION_MAX_VALUE, PROPERTY_VALIDATION_MIN_LENGTH,
    PROPERTY_VALIDATION_MIN_VALUE,
};

use crate::error::Result;

/// A text that an object cannot be added without, of so many bytes at least.
pub(crate) fn required_text(class: &str, property: &str, sent: &Prop<String>, least: usize) -> Result<()> {
    if sent.get().is_none() {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([format!("{class}::{property}")]).into());
    }
    text_if_sent(class, property, sent, least)
}

/// A text of so many bytes at least, if it is sent.
pub(crate) fn text_if_sent(class: &str, property: &str, sent: &Prop<String>, least: usize) -> Result<()> {
    match sent.get() {
        Some(text) if text.len() < least => {
            let place = format!("{class}::{property}");
            Err(PROPERTY_VALIDATION_MIN_LENGTH.with([place, least.to_string()]).into())
        }
        _ => Ok(()),
    }
}

/// A number that is not below, and not above, if it is sent.
pub(crate) fn within(
    class: &str,
    property: &str,
    sent: Option<f64>,
    least: i64,
    most: Option<i64>,
) -> Result<()> {
    let Some(number) = sent else { return Ok(()) };
    let place = || format!("{class}::{property}");
    // Limits are small, so they are exact as fractions.
    #[allow(clippy::cast_precision_loss)]
    let (least_exact, most_exact) = (least as f64, most.map(|most| most as f64));
    if number < least_exact {
        return Err(PROPERTY_VALIDATION_MIN_VALUE.with([place(), least.to_string()]).into());
    }
    match most_exact {
        Some(exact) if number > exact => {
            Err(PROPERTY_VALIDATION_MAX_VALUE.with([place(), most.unwrap_or_default().to_string()]).into())
        }
        _ => Ok(()),
    }
}
