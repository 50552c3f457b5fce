//! An answer of the sign-in service, read whole.
//!
//! Owns what happens between bytes and JSON: limits, both clocks, and telling an answer from whatever else stands
//! behind the service's address. Bodies are overwritten where they are not handed on.

use chrono::{DateTime, Utc};
use reqwest::header::{AGE, CONTENT_TYPE, DATE, HeaderMap, HeaderValue};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::EntraError;
use crate::http::NetworkError;
use crate::id_token::Untrusted;

const LARGEST_ANSWER: usize = 512 * 1024;

/// What came in place of an answer of the sign-in service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnexpectedAnswer {
    /// Typically a proxy's or a captive portal's page.
    #[error("a web page instead of an answer (HTTP {status})")]
    Html {
        /// HTTP status.
        status: u16,
    },
    /// No body.
    #[error("an empty answer (HTTP {status})")]
    Empty {
        /// HTTP status.
        status: u16,
    },
    /// The body ended too early.
    #[error("an answer that was cut off (HTTP {status})")]
    CutOff {
        /// HTTP status.
        status: u16,
    },
    /// Neither a web page nor JSON.
    #[error("an answer that is not JSON (HTTP {status})")]
    NotJson {
        /// HTTP status.
        status: u16,
    },
    /// JSON of another kind of service.
    #[error("JSON of another kind of service (HTTP {status})")]
    OtherJson {
        /// HTTP status.
        status: u16,
    },
    /// A redirect, which is not followed.
    #[error("a redirect (HTTP {status}), which is not followed")]
    Redirect {
        /// HTTP status.
        status: u16,
    },
    /// Larger than any answer of the sign-in service.
    #[error("an answer of more than {} KiB", LARGEST_ANSWER / 1024)]
    TooLarge,
    /// An error although the status says success.
    #[error("an error with a status of success (HTTP {status}): {error}")]
    ErrorInSuccess {
        /// HTTP status.
        status: u16,
        /// The error.
        error: Box<EntraError>,
    },
    /// A field is missing or of the wrong type.
    #[error("an answer whose field `{field}` is missing or of the wrong type")]
    Incomplete {
        /// Its path in the JSON; `.` where none is named.
        field: String,
    },
    /// A renewal's id token is not this app's.
    #[error("an answer that cannot be trusted: {0}")]
    Untrusted(Untrusted),
}

/// Why no whole answer came.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    #[error(transparent)]
    Network(NetworkError),
    #[error(transparent)]
    Unexpected(UnexpectedAnswer),
}

/// When an answer came, by both clocks.
#[derive(Clone, Copy)]
pub(crate) struct Received {
    pub(crate) local: DateTime<Utc>,
    pub(crate) service: Option<DateTime<Utc>>,
}

/// An answer with its whole body.
pub(crate) struct Whole {
    pub(crate) status: u16,
    pub(crate) received: Received,
    pub(crate) body: Zeroizing<Vec<u8>>,
    html: bool,
}

/// Sends a request and reads the whole answer.
pub(crate) async fn receive(
    http: &reqwest::Client,
    request: reqwest::Request,
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Result<Whole, ExchangeError> {
    let network = |error| ExchangeError::Network(NetworkError::new(error));
    let mut answer = http.execute(request).await.map_err(network)?;
    let received = Received {
        local: clock(),
        service: service_time(answer.headers()),
    };
    let status = answer.status().as_u16();
    let html = answer.headers().get(CONTENT_TYPE).is_some_and(is_html);
    let mut body = Zeroizing::new(Vec::new());
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > LARGEST_ANSWER => {
                return Err(ExchangeError::Unexpected(UnexpectedAnswer::TooLarge));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(error) if error.is_timeout() => return Err(network(error)),
            Err(_) => return Err(ExchangeError::Unexpected(UnexpectedAnswer::CutOff { status })),
        }
    }
    Ok(Whole {
        status,
        received,
        body,
        html,
    })
}

impl Whole {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON, or what it is instead.
    pub(crate) fn json(&self) -> Result<Value, UnexpectedAnswer> {
        let status = self.status;
        if (300..400).contains(&status) {
            return Err(UnexpectedAnswer::Redirect { status });
        }
        let text = self.body.trim_ascii();
        if text.is_empty() {
            return Err(UnexpectedAnswer::Empty { status });
        }
        match serde_json::from_slice(text) {
            Ok(json) => Ok(json),
            Err(_) if self.html || text.starts_with(b"<") => Err(UnexpectedAnswer::Html { status }),
            Err(error) if error.is_eof() => Err(UnexpectedAnswer::CutOff { status }),
            Err(_) => Err(UnexpectedAnswer::NotJson { status }),
        }
    }
}

/// The service's clock, in whole seconds, from an answer's `Date`. A cache's copy (`Age`, RFC 9111 §5.1) tells an older
/// time, so it tells none here.
#[must_use]
pub fn service_time(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    if headers.contains_key(AGE) {
        return None;
    }
    let date = headers.get(DATE)?.to_str().ok()?;
    httpdate::parse_http_date(date).ok().map(DateTime::<Utc>::from)
}

fn is_html(content_type: &HeaderValue) -> bool {
    content_type
        .to_str()
        .is_ok_and(|text| text.to_ascii_lowercase().contains("html"))
}
