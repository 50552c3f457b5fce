//! Trace and correlation ids: how an answer is named, so that it can be found again.
//!
//! Source: reference-error-codes and the `client-request-id` header that MSAL sends.

use axum::http::header::{CACHE_CONTROL, PRAGMA};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The identifiers that support staff ask for.
#[derive(Debug, Clone)]
pub(crate) struct RequestIds {
    /// Names this answer.
    pub(crate) trace: Uuid,
    /// Names the attempt; the client's own where it sent a GUID.
    pub(crate) correlation: Uuid,
    /// `YYYY-MM-DD HH:MM:SSZ`.
    pub(crate) timestamp: String,
    echo: bool,
}

impl RequestIds {
    /// Ids for an answer given at `now`; `client_request_id` is taken over when it is a GUID.
    pub(crate) fn new(now: DateTime<Utc>, client_request_id: Option<&str>) -> Self {
        let correlation = client_request_id.and_then(|id| Uuid::parse_str(id.trim()).ok());
        Self {
            trace: Uuid::new_v4(),
            correlation: correlation.unwrap_or_else(Uuid::new_v4),
            timestamp: now.format("%Y-%m-%d %H:%M:%SZ").to_string(),
            echo: false,
        }
    }

    /// Ids for a request with these headers (`client-request-id`, `return-client-request-id`).
    pub(crate) fn from_headers(now: DateTime<Utc>, headers: &HeaderMap) -> Self {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let mut ids = Self::new(now, header("client-request-id"));
        ids.echo = header("return-client-request-id").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        ids
    }

    /// Headers that every Entra answer carries.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
        if let Ok(value) = HeaderValue::from_str(&self.trace.to_string()) {
            headers.insert(HeaderName::from_static("x-ms-request-id"), value);
        }
        if self.echo
            && let Ok(value) = HeaderValue::from_str(&self.correlation.to_string())
        {
            headers.insert(HeaderName::from_static("client-request-id"), value);
        }
        headers
    }
}
