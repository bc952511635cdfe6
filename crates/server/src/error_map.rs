//! Actions that tell little of what is wrong, so that nobody learns from them who has an account here. The mapping comes
//! after everything else, whatever the error's origin (reference: identity.md §1.7).

use contract::errors::USER_WRONG_PASSWORD;
use wire::{ApiError, Outcome, Value};

/// What the caller of an action is told of its errors.
struct Rule {
    service: &'static str,
    action: &'static str,
    /// Codes that pass.
    passes: &'static [&'static str],
    /// What all others become.
    others: fn() -> Outcome,
}

const RULES: [Rule; 2] = [
    Rule {
        service: "user",
        action: "loginbyloginid",
        passes: &[
            "USER_WRONG_PASSWORD",
            "PASSWORD_EXPIRED",
            "MISSING_OTP",
            "INVALID_OTP",
            "DIRECT_LOGIN_BLOCKED",
        ],
        others: || Err(USER_WRONG_PASSWORD.bare()),
    },
    Rule { service: "user", action: "resetpassword", passes: &[], others: || Ok(Value::Null) },
];

/// What is wrong with the server is nobody's secret, and must not look like an answer.
const OF_THE_SERVER: [&str; 3] = ["INTERNAL_DATABASE_ERROR", "INTERNAL_SERVERL_ERROR", "SERVER_BUSY"];

/// What the caller gets in the place of the outcome of an action.
pub fn apply(service: &str, action: &str, outcome: Result<Value, ApiError>) -> Outcome {
    let Err(error) = outcome else { return outcome };
    let rule = RULES
        .iter()
        .find(|rule| rule.service.eq_ignore_ascii_case(service) && rule.action.eq_ignore_ascii_case(action));
    match rule {
        Some(rule) if !rule.passes.contains(&error.code) && !OF_THE_SERVER.contains(&error.code) => {
            (rule.others)()
        }
        _ => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::errors::{INTERNAL_DATABASE_ERROR, MISSING_OTP, USER_NOT_FOUND};

    #[test]
    fn two_actions_tell_little() {
        let code =
            |service, action, error: ApiError| apply(service, action, Err(error)).map_err(|error| error.code);
        assert_eq!(code("User", "LoginByLoginId", USER_NOT_FOUND.bare()), Err("USER_WRONG_PASSWORD"));
        assert_eq!(code("user", "loginByLoginId", MISSING_OTP.bare()), Err("MISSING_OTP"));
        assert_eq!(code("user", "resetPassword", USER_NOT_FOUND.bare()), Ok(Value::Null));
        assert_eq!(code("user", "login", USER_NOT_FOUND.bare()), Err("USER_NOT_FOUND"));
        for action in ["loginByLoginId", "resetPassword"] {
            let error = INTERNAL_DATABASE_ERROR.bare();
            assert_eq!(code("user", action, error), Err("INTERNAL_DATABASE_ERROR"));
        }
    }
}
