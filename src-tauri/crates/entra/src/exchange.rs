//! One exchange with the token endpoint: `oauth2`'s trait on one side, `reqwest` on the other.
//!
//! Owns what happens between bytes and an answer: limits, both clocks, and telling an answer of a token endpoint from
//! whatever else stands behind its address. Bodies are overwritten where they are not handed on.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use serde_json::Value;
use zeroize::Zeroize as _;

use crate::EntraError;
use crate::http::NetworkError;
use crate::id_token::Untrusted;

const LARGEST_ANSWER: usize = 512 * 1024;

/// What came in place of an answer of the token endpoint.
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
    #[error("JSON that is no answer of a token endpoint (HTTP {status})")]
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
    /// Larger than any answer of a token endpoint.
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

/// One request to the token endpoint, by `oauth2`'s trait and with `reqwest`'s client.
pub(crate) struct Exchange<'a> {
    http: &'a reqwest::Client,
    clock: &'a (dyn Fn() -> DateTime<Utc> + Send + Sync),
    received: Mutex<Option<Received>>,
}

/// When an answer came, by both clocks.
#[derive(Clone, Copy)]
pub(crate) struct Received {
    pub(crate) local: DateTime<Utc>,
    pub(crate) service: Option<DateTime<Utc>>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    #[error(transparent)]
    Network(NetworkError),
    #[error(transparent)]
    Unexpected(UnexpectedAnswer),
}

impl<'a> Exchange<'a> {
    pub(crate) fn new(
        http: &'a reqwest::Client,
        clock: &'a (dyn Fn() -> DateTime<Utc> + Send + Sync),
    ) -> Self {
        Self {
            http,
            clock,
            received: Mutex::new(None),
        }
    }

    pub(crate) fn received(&self) -> Received {
        let received = *self.received.lock().unwrap_or_else(PoisonError::into_inner);
        received.unwrap_or_else(|| Received {
            local: (self.clock)(),
            service: None,
        })
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, ExchangeError> {
        let network = |error| ExchangeError::Network(NetworkError::new(error));
        let request = reqwest::Request::try_from(request).map_err(network)?;
        let mut answer = self.http.execute(request).await.map_err(network)?;
        let date = answer
            .headers()
            .get(http::header::DATE)
            .and_then(|date| date.to_str().ok());
        let service = date
            .and_then(|date| httpdate::parse_http_date(date).ok())
            .map(DateTime::<Utc>::from);
        let received = Received {
            local: (self.clock)(),
            service,
        };
        *self.received.lock().unwrap_or_else(PoisonError::into_inner) = Some(received);
        let status = answer.status().as_u16();
        let html = answer
            .headers()
            .get(http::header::CONTENT_TYPE)
            .is_some_and(is_html);
        let mut body = Vec::new();
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
        if let Err(what) = check(status, html, &body) {
            body.zeroize();
            return Err(ExchangeError::Unexpected(what));
        }
        // `oauth2` knows one status of success, and trusts the type it is told.
        let status = if (200..300).contains(&status) { 200 } else { status };
        let mut answer = HttpResponse::new(mem::take(&mut body));
        *answer.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::BAD_GATEWAY);
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for Exchange<'_> {
    type Error = ExchangeError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, ExchangeError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

fn is_html(content_type: &http::HeaderValue) -> bool {
    content_type
        .to_str()
        .is_ok_and(|text| text.to_ascii_lowercase().contains("html"))
}

/// Whether a body is an answer of a token endpoint at all: JSON with an access token, or an error that fits its status.
fn check(status: u16, html: bool, body: &[u8]) -> Result<(), UnexpectedAnswer> {
    if (300..400).contains(&status) {
        return Err(UnexpectedAnswer::Redirect { status });
    }
    let text = body.trim_ascii();
    if text.is_empty() {
        return Err(UnexpectedAnswer::Empty { status });
    }
    let json: Value = match serde_json::from_slice(text) {
        Ok(json) => json,
        Err(_) if html || text.starts_with(b"<") => return Err(UnexpectedAnswer::Html { status }),
        Err(error) if error.is_eof() => return Err(UnexpectedAnswer::CutOff { status }),
        Err(_) => return Err(UnexpectedAnswer::NotJson { status }),
    };
    let success = (200..300).contains(&status);
    match EntraError::from_json(&json) {
        Some(error) if success => Err(UnexpectedAnswer::ErrorInSuccess {
            status,
            error: Box::new(error),
        }),
        Some(_) => Ok(()),
        None if success && json.get("access_token").is_some() => Ok(()),
        None => Err(UnexpectedAnswer::OtherJson { status }),
    }
}
