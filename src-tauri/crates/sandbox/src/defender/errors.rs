//! Error bodies of the Defender API: `{"error":{"code","message","target"}}`.
//!
//! Source: common-errors page. `target` identifies the request; clients test `code`, never the message.

use axum::http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::odata::ODataError;

/// A refusal of the API.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ApiError {
    /// 400: a query option is wrong.
    #[error("{0}")]
    OData(String),
    /// 400: something else is wrong with the request.
    #[error("{0}")]
    BadRequest(String),
    /// 400: something else is wrong, and there is a code for it.
    #[error("{1}")]
    Invalid(&'static str, String),
    /// 401: no token, or one that is not good.
    #[error("{0}")]
    Unauthorized(String),
    /// 401: a good token that a policy wants more of; the value of `WWW-Authenticate`.
    #[error(
        "Unauthorized request - reason of failure: The token does not satisfy the authentication context that a \
         policy demands"
    )]
    InsufficientClaims(String),
    /// 403: a good token that may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// 403: the tenant does not have this feature.
    #[error("{0}")]
    DisabledFeature(String),
    /// 404: no such address.
    #[error("The resource '{0}' does not exist.")]
    NotFound(String),
    /// 404: no such alert or device.
    #[error("{0}")]
    ResourceNotFound(String),
    /// 405: the address exists, the method does not.
    #[error("The method {method} is not allowed here. Allowed: {allow}.")]
    MethodNotAllowed {
        /// What was tried.
        method: String,
        /// What would do.
        allow: String,
    },
    /// 429: too many calls; seconds to wait.
    #[error("The limit of calls to this API is reached. Try again in {0} seconds.")]
    TooManyRequests(u64),
    /// 429: the same, with the time until which to wait.
    #[error("The limit of calls to this API is reached. Try again in {seconds} seconds.")]
    Throttled {
        /// How long to wait.
        seconds: u64,
        /// When that is over.
        until: DateTime<Utc>,
    },
    /// 500.
    #[error("")]
    Internal,
    /// 503.
    #[error("The service is unavailable. Try again later.")]
    Unavailable,
}

impl From<ODataError> for ApiError {
    fn from(error: ODataError) -> Self {
        Self::OData(error.0)
    }
}

impl ApiError {
    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::OData(_) => (StatusCode::BAD_REQUEST, "ODataError"),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, "BadRequest"),
            Self::Invalid(code, _) => (StatusCode::BAD_REQUEST, code),
            Self::Unauthorized(_) | Self::InsufficientClaims(_) => (StatusCode::UNAUTHORIZED, "Unauthorized"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "Forbidden"),
            Self::DisabledFeature(_) => (StatusCode::FORBIDDEN, "DisabledFeature"),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "NotFound"),
            Self::ResourceNotFound(_) => (StatusCode::NOT_FOUND, "ResourceNotFound"),
            Self::MethodNotAllowed { .. } => (StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"),
            Self::TooManyRequests(_) | Self::Throttled { .. } => {
                (StatusCode::TOO_MANY_REQUESTS, "TooManyRequests")
            }
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable"),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        let body = json!({"error": {"code": code, "message": self.to_string(), "target": Uuid::new_v4()}});
        let mut response = (status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        match self {
            Self::Unauthorized(_) => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::InsufficientClaims(challenge) => {
                if let Ok(challenge) = HeaderValue::from_str(&challenge) {
                    headers.insert(WWW_AUTHENTICATE, challenge);
                }
            }
            Self::MethodNotAllowed { allow, .. } => {
                if let Ok(allow) = HeaderValue::from_str(&allow) {
                    headers.insert(ALLOW, allow);
                }
            }
            Self::TooManyRequests(seconds) => {
                headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
            }
            Self::Throttled { until, .. } => {
                // RFC 9110, section 10.2.3: seconds or a date.
                let date = until.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
                if let Ok(date) = HeaderValue::from_str(&date) {
                    headers.insert(RETRY_AFTER, date);
                }
            }
            _ => {}
        }
        response
    }
}
