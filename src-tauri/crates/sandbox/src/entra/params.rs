//! OAuth parameters as they come in a query string or a form body.
//!
//! Invariants (RFC 6749 §3.1): a parameter without a value is treated as omitted, a repeated one is refused.

use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;

use super::errors::EntraError;

/// The tenant part of the path; empty when it is no text, which names no tenant.
#[derive(Debug, Clone)]
pub(crate) struct TenantName(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for TenantName {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(path.map(|Path(name)| name).unwrap_or_default()))
    }
}

/// The body of a request; empty when it is too large or breaks off, so that the refusal that follows has
/// Entra's own shape.
#[derive(Debug, Clone)]
pub(crate) struct FormBody(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for FormBody {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(
            Bytes::from_request(request, state).await.unwrap_or_default(),
        ))
    }
}

/// Parameters of one request, in the order they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    /// From `application/x-www-form-urlencoded` bytes. Never fails: undecodable bytes become U+FFFD.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The value, or `None` when absent or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The value, or the error for a missing field.
    pub(crate) fn require(&self, name: &'static str) -> Result<&str, EntraError> {
        self.get(name).ok_or_else(|| EntraError::missing(name))
    }

    /// Whether the parameter is `1` or `true`.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"))
    }

    /// Refuses a parameter that comes twice.
    pub(crate) fn refuse_repeated(&self) -> Result<(), EntraError> {
        for (index, (name, _)) in self.0.iter().enumerate() {
            if self.0.iter().take(index).any(|(earlier, _)| earlier == name) {
                return Err(EntraError::malformed(&format!(
                    "the parameter '{}' is repeated",
                    clip(name)
                )));
            }
        }
        Ok(())
    }
}

/// At most 120 characters of a value that is quoted back in a message.
pub(crate) fn clip(text: &str) -> String {
    let mut clipped: String = text.chars().filter(|c| !c.is_control()).take(120).collect();
    if text.chars().count() > 120 {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_counts_as_omitted_and_repeats_are_refused() {
        let params = Params::parse(b"a=1&b=&c=x%20y+z");
        assert_eq!(params.get("a"), Some("1"));
        assert_eq!(params.get("b"), None);
        assert_eq!(params.get("c"), Some("x y z"));
        assert!(params.refuse_repeated().is_ok());
        assert!(Params::parse(b"a=1&a=1").refuse_repeated().is_err());
    }
}
