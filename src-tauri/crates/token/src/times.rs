//! Claims that are times: `NumericDate` of RFC 7519 §2, seconds since 1970.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::Token;

/// The times of a token; `None` where a claim is missing or no time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// `iat`.
    pub issued_at: Option<DateTime<Utc>>,
    /// `nbf`.
    pub not_before: Option<DateTime<Utc>>,
    /// `exp`.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The times of a token.
#[must_use]
pub fn times(token: &Token) -> Times {
    let time = |name: &str| token.claim(name).and_then(|value| claim_time(name, value));
    Times {
        issued_at: time("iat"),
        not_before: time("nbf"),
        expires_at: time("exp"),
    }
}

impl Token {
    /// `iat`.
    #[must_use]
    pub fn issued_at(&self) -> Option<DateTime<Utc>> {
        times(self).issued_at
    }

    /// `exp`.
    #[must_use]
    pub fn expires_at(&self) -> Option<DateTime<Utc>> {
        times(self).expires_at
    }
}

/// Whether a claim of that name holds a time.
#[must_use]
pub fn is_time(name: &str) -> bool {
    matches!(name, "iat" | "nbf" | "exp" | "auth_time")
}

/// The value as a time, where `name` is a claim that holds one.
#[must_use]
pub fn claim_time(name: &str, value: &Value) -> Option<DateTime<Utc>> {
    if !is_time(name) {
        return None;
    }
    // A `NumericDate` may have a fraction; whole seconds are enough here. The cast saturates.
    let seconds = value
        .as_i64()
        .or_else(|| value.as_f64().map(|seconds| seconds.floor() as i64))?;
    DateTime::from_timestamp(seconds, 0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use test_support::{DefenderToken, now};

    use super::*;
    use crate::decode;

    #[test]
    fn the_three_times_of_a_token_are_read() {
        let times = times(&decode(&DefenderToken::delegated().build()).unwrap());
        assert_eq!(times.issued_at, Some(now()));
        assert_eq!(times.not_before, Some(now()));
        assert_eq!(times.expires_at, Some(now() + chrono::TimeDelta::minutes(75)));
    }

    #[test]
    fn fractions_are_cut_and_nonsense_is_no_time() {
        assert_eq!(claim_time("exp", &json!(10.9)), DateTime::from_timestamp(10, 0));
        for value in [json!("10"), json!(null), json!(1e300), json!(i64::MAX), json!({})] {
            assert_eq!(claim_time("exp", &value), None, "{value}");
        }
        assert_eq!(claim_time("aud", &json!(10)), None);
    }
}
