//! An answer of the sign-in service, read whole.
//!
//! Owns what happens between bytes and JSON: limits, both clocks, and telling an answer from whatever else stands
//! behind the service's address. Bodies are overwritten where they are not handed on.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{AGE, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::EntraError;
use crate::http::NetworkError;
use crate::id_token::Untrusted;

const LARGEST_ANSWER: usize = 512 * 1024;
/// The longest pause that a `Retry-After` may ask for; Microsoft's libraries take no longer ones either.
const LONGEST_PAUSE: Duration = Duration::from_secs(3_600);

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
    /// How long the service asks to wait.
    pub(crate) retry_after: Option<Duration>,
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
    let retry_after = retry_after(answer.headers(), received.service.unwrap_or(received.local));
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
        retry_after,
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

/// `Retry-After` in seconds or as a date (RFC 9110 §10.2.3). A date is measured against the service's own clock, so that a
/// wrong clock on this machine does no harm.
fn retry_after(headers: &HeaderMap, answered_at: DateTime<Utc>) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let pause = match value.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = DateTime::<Utc>::from(httpdate::parse_http_date(value).ok()?);
            (until - answered_at).to_std().unwrap_or_default()
        }
    };
    Some(pause.min(LONGEST_PAUSE))
}

fn is_html(content_type: &HeaderValue) -> bool {
    content_type
        .to_str()
        .is_ok_and(|text| text.to_ascii_lowercase().contains("html"))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use test_support::now;

    use super::*;

    #[test]
    fn a_pause_is_read_as_seconds_or_as_a_date_and_has_a_limit() {
        let asked = |value: &'static str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]);
            retry_after(&headers, now()).map(|pause| pause.as_secs())
        };
        assert_eq!(
            now() + TimeDelta::seconds(90),
            "2026-03-02T09:01:30Z".parse::<DateTime<Utc>>().unwrap()
        );
        for (value, seconds) in [
            (" 17 ", Some(17)),
            ("0", Some(0)),
            ("Mon, 02 Mar 2026 09:01:30 GMT", Some(90)),
            ("Mon, 02 Mar 2026 08:00:00 GMT", Some(0)),
            ("86400", Some(3_600)),
            ("Tue, 02 Mar 2027 09:00:00 GMT", Some(3_600)),
            ("18446744073709551616", None),
            ("-5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(asked(value), seconds, "{value}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now()), None);
    }
}
