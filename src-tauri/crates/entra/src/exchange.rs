//! One exchange with the token endpoint: `oauth2`'s trait on one side, `reqwest` on the other.
//!
//! Owns what makes an answer one of a token endpoint. Reading it is `answer`'s.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, http};

use crate::EntraError;
use crate::answer::{self, ExchangeError, Received, UnexpectedAnswer, Whole};
use crate::http::NetworkError;

/// One request to the token endpoint, by `oauth2`'s trait and with `reqwest`'s client.
pub(crate) struct Exchange<'a> {
    http: &'a reqwest::Client,
    clock: &'a (dyn Fn() -> DateTime<Utc> + Send + Sync),
    received: Mutex<Option<Received>>,
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
        let request = reqwest::Request::try_from(request)
            .map_err(|error| ExchangeError::Network(NetworkError::new(error)))?;
        let mut answer = answer::receive(self.http, request, self.clock).await?;
        *self.received.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer.received);
        check(&answer).map_err(ExchangeError::Unexpected)?;
        // `oauth2` knows one status of success, and trusts the type it is told.
        let status = if answer.is_success() { 200 } else { answer.status };
        let mut response = HttpResponse::new(mem::take(&mut *answer.body));
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::BAD_GATEWAY);
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Exchange<'_> {
    type Error = ExchangeError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, ExchangeError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// Whether a body is an answer of a token endpoint at all: JSON with an access token, or an error that fits its status.
fn check(answer: &Whole) -> Result<(), UnexpectedAnswer> {
    let json = answer.json()?;
    let status = answer.status;
    match EntraError::from_json(&json) {
        Some(error) if answer.is_success() => Err(UnexpectedAnswer::ErrorInSuccess {
            status,
            error: Box::new(error),
        }),
        Some(_) => Ok(()),
        None if answer.is_success() && json.get("access_token").is_some() => Ok(()),
        None => Err(UnexpectedAnswer::OtherJson { status }),
    }
}
