//! One exchange with the token endpoint, or with the one beside it for device codes.
//!
//! Owns what makes an answer one of these endpoints, and when a request is sent a second time. Two ways lead here:
//! `oauth2`'s trait, for codes and refresh tokens; and plain forms, for device codes and passwords, since `oauth2` would
//! poll without an end while the network fails and would leave copies of a password behind. Reading bytes is `answer`'s.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request};
use serde_json::Value;
use url::Url;
use zeroize::Zeroize as _;

use crate::answer::{self, ExchangeError, Received, UnexpectedAnswer, Whole};
use crate::http::{NetworkError, NetworkKind};
use crate::{EntraError, Sleeper, TokenError};

/// Before the second try, as in Microsoft's libraries.
/// <https://learn.microsoft.com/entra/msal/dotnet/advanced/exceptions/retry-policy>
const RETRY_PAUSE: Duration = Duration::from_secs(1);

/// How requests travel.
#[derive(Clone, Copy)]
pub(crate) struct Transport<'a> {
    pub(crate) http: &'a reqwest::Client,
    pub(crate) clock: &'a (dyn Fn() -> DateTime<Utc> + Send + Sync),
    /// Without one, nothing is sent a second time.
    pub(crate) sleeper: Option<&'a dyn Sleeper>,
}

impl Transport<'_> {
    /// Sends a form and gives the JSON that came, if it holds the field `needed`.
    pub(crate) async fn post(&self, url: Url, form: Bytes, needed: &str) -> Result<Reply, TokenError> {
        let mut request = Request::new(Method::POST, url);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        *request.body_mut() = Some(form.into());
        let answer = self.receive(request).await?;
        let received = answer.received;
        judge(&answer, needed).map(|json| Reply { json, received })
    }

    /// Sends a request once more where the service failed or did not answer, unless it says how long to stay away.
    async fn receive(&self, request: Request) -> Result<Whole, ExchangeError> {
        // Bodies are bytes here, so there is a second one whenever it is wanted.
        let again = self.sleeper.zip(request.try_clone());
        let first = answer::receive(self.http, request, self.clock).await;
        match again {
            Some((sleeper, request)) if is_passing(&first) => {
                sleeper.sleep(RETRY_PAUSE).await;
                answer::receive(self.http, request, self.clock).await
            }
            _ => first,
        }
    }
}

fn is_passing(result: &Result<Whole, ExchangeError>) -> bool {
    match result {
        Ok(answer) => (500..600).contains(&answer.status) && answer.retry_after.is_none(),
        Err(ExchangeError::Network(error)) => error.kind == NetworkKind::TimedOut,
        Err(ExchangeError::Unexpected(_)) => false,
    }
}

/// Whether an answer is one of these endpoints at all: JSON with what was asked for, or an error that fits its status.
fn judge(answer: &Whole, needed: &str) -> Result<Value, TokenError> {
    let status = answer.status;
    let json = answer.json();
    if let Some(retry_after) = answer.retry_after
        && (status == 429 || (500..600).contains(&status))
    {
        let error = json.ok().as_ref().and_then(EntraError::from_json);
        return Err(TokenError::Busy {
            status,
            retry_after,
            error: error.map(Box::new),
        });
    }
    let json = json.map_err(TokenError::Unexpected)?;
    match EntraError::from_json(&json).map(Box::new) {
        Some(error) if answer.is_success() => Err(TokenError::Unexpected(UnexpectedAnswer::ErrorInSuccess {
            status,
            error,
        })),
        Some(error) => Err(TokenError::Refused(error)),
        None if answer.is_success() && json.get(needed).is_some() => Ok(json),
        None => Err(TokenError::Unexpected(UnexpectedAnswer::OtherJson { status })),
    }
}

/// An answer that holds what was asked for. Its texts are overwritten when it is dropped.
pub(crate) struct Reply {
    pub(crate) json: Value,
    pub(crate) received: Received,
}

impl Drop for Reply {
    fn drop(&mut self) {
        overwrite(&mut self.json);
    }
}

fn overwrite(json: &mut Value) {
    match json {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(overwrite),
        Value::Object(fields) => fields.values_mut().for_each(overwrite),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// One request to the token endpoint by `oauth2`'s trait.
pub(crate) struct Exchange<'a> {
    transport: Transport<'a>,
    received: Mutex<Option<Received>>,
}

impl<'a> Exchange<'a> {
    pub(crate) fn new(transport: Transport<'a>) -> Self {
        Self {
            transport,
            received: Mutex::new(None),
        }
    }

    pub(crate) fn received(&self) -> Received {
        let received = *self.received.lock().unwrap_or_else(PoisonError::into_inner);
        received.unwrap_or_else(|| Received {
            local: (self.transport.clock)(),
            service: None,
        })
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TokenError> {
        let request =
            Request::try_from(request).map_err(|error| TokenError::Network(NetworkError::new(error)))?;
        let mut answer = self.transport.receive(request).await?;
        *self.received.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer.received);
        match judge(&answer, "access_token") {
            // `oauth2` reads the body itself.
            Ok(mut json) => overwrite(&mut json),
            Err(error) => return Err(error),
        }
        // `oauth2` knows one status of success, and trusts the type it is told.
        let mut response = HttpResponse::new(mem::take(&mut *answer.body));
        *response.status_mut() = http::StatusCode::OK;
        Ok(response)
    }
}

impl<'c> AsyncHttpClient<'c> for Exchange<'_> {
    type Error = TokenError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, TokenError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_text_of_an_answer_is_overwritten() {
        let mut json = json!({"a": "secret", "b": ["secret", {"c": "secret"}], "d": 1, "e": null, "f": true});
        overwrite(&mut json);
        assert_eq!(
            json,
            json!({"a": "", "b": ["", {"c": ""}], "d": 1, "e": null, "f": true})
        );
    }
}
