//! What went over the line: kept to be shown, without the token.
//!
//! Invariant: the `Authorization` header of a trace never holds a token, and no header that sets a cookie is kept.

use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, HeaderMap, SET_COOKIE};
use reqwest::{RequestBuilder, Response};

use crate::client::Answer;
use crate::error::ApiError;
use crate::request::Body;
use crate::timing::Phases;

/// A call that has ended, and everything about it.
#[derive(Debug)]
pub struct Called {
    /// The answer, or why there is none.
    pub outcome: Result<Answer, ApiError>,
    /// What went over the line.
    pub trace: Trace,
}

/// What went over the line for the last attempt of a call.
#[derive(Debug, Default)]
pub struct Trace {
    /// How often it was sent; a token that was renewed on the way counts once.
    pub attempts: u32,
    /// As sent, with the token left out.
    pub sent: Vec<(String, String)>,
    /// HTTP status; `None` where no answer came.
    pub status: Option<u16>,
    /// As received.
    pub received: Vec<(String, String)>,
    /// The content of an answer that was no success.
    pub refusal: Vec<u8>,
    /// Where the time went.
    pub timing: Timing,
    first_byte: Option<Instant>,
}

/// Where the time of a call went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Pauses before further attempts.
    pub waited: Duration,
    /// Name resolution; `None` where a kept connection was used.
    pub dns: Option<Duration>,
    /// Connecting by TCP, and through a proxy where there is one; `None` for a kept connection.
    pub connect: Option<Duration>,
    /// The TLS handshake; `None` for a kept connection and for HTTP. Where the client was not made with
    /// [`timed_handshakes`](crate::timed_handshakes) it is part of `connect`.
    pub tls: Option<Duration>,
    /// From the request to the head of its answer, without resolution, connection and handshake.
    pub first_byte: Option<Duration>,
    /// From there to the last byte.
    pub transfer: Option<Duration>,
}

impl Timing {
    pub(crate) fn connected(&mut self, phases: Phases) {
        self.dns = phases.dns;
        self.tls = phases.tls;
        let others = phases.dns.unwrap_or_default() + phases.tls.unwrap_or_default();
        self.connect = phases.connect.map(|whole| whole.saturating_sub(others));
        self.first_byte = self
            .first_byte
            .map(|whole| whole.saturating_sub(phases.connect.unwrap_or_default()));
    }
}

impl Trace {
    pub(crate) fn sent(&mut self, request: &reqwest::Request) {
        self.sent = pairs(request.headers());
        self.status = None;
        self.received.clear();
        self.refusal.clear();
        self.timing = Timing {
            waited: self.timing.waited,
            ..Timing::default()
        };
        self.first_byte = None;
    }

    pub(crate) fn answered(&mut self, response: &Response, start: Instant) {
        self.status = Some(response.status().as_u16());
        self.received = pairs(response.headers());
        let now = Instant::now();
        self.timing.first_byte = Some(now - start);
        self.first_byte = Some(now);
    }

    pub(crate) fn ended(&mut self) {
        self.timing.transfer = self.first_byte.map(|first| first.elapsed());
    }
}

/// Header names and values, in order. What is no text is shown as such.
fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let shown = if name == AUTHORIZATION {
                "Bearer (the token is left out)".to_owned()
            } else if name == SET_COOKIE || value.is_sensitive() {
                "(left out)".to_owned()
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            (name.as_str().to_owned(), shown)
        })
        .collect()
}

/// Gives a request its body.
pub(crate) fn with_body(builder: RequestBuilder, body: Option<&Body>) -> RequestBuilder {
    use reqwest::header::CONTENT_TYPE;
    use reqwest::multipart::{Form, Part};
    match body {
        None => builder,
        Some(Body::Json(text)) => builder
            .header(CONTENT_TYPE, "application/json")
            .body(text.clone()),
        Some(Body::Form { texts, file }) => {
            let part = Part::bytes(file.bytes.to_vec()).file_name(file.name.clone());
            let form = texts
                .iter()
                .fold(Form::new(), |form, (name, value)| {
                    form.text(name.clone(), value.clone())
                })
                .part(file.field.clone(), part);
            builder.multipart(form)
        }
    }
}
