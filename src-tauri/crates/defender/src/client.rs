//! Sends requests: with a token, again where that helps, and until an answer is whole.
//!
//! Invariants: the token goes to the client's own origin only; a call renews a rejected token once; a call is tried four
//! times at most; a cancelled call returns at once, whatever it is waiting for.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, AUTHORIZATION, DATE, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::catalogue::Method;
use crate::error::{ApiError, NetworkKind, TokenUnavailable, Unexpected, network};
use crate::exchange::{self, Called, Trace};
use crate::pace::{self, LONGEST_PAUSE, Pace, RETRIES, Wait, WaitReason};
use crate::request::{Expected, Request};
use crate::response;
use crate::timing;

/// Bytes of an answer that are read at most, unpacked.
const LARGEST_ANSWER: usize = 256 * 1024 * 1024;
/// Bytes of a refusal that are read at most.
const LARGEST_REFUSAL: usize = 64 * 1024;

/// Where a client gets tokens from.
#[async_trait]
pub trait AccessTokens: Send + Sync {
    /// A token to send. `rejected` is the one for which the API answered 401: where it is still the current one, it is
    /// renewed, and where another call has renewed it already, that one is given.
    async fn access_token(&self, rejected: Option<&SecretString>) -> Result<SecretString, TokenUnavailable>;
}

/// Whether a call that failed may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Where the failure may pass: 408, 429, 500, 502, 503, 504, and broken connections.
    WhereItHelps,
    /// Not by itself. What was asked for may have been done although no answer came.
    Never,
}

/// A successful, whole answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status, 200 to 299.
    pub status: u16,
    /// The content, unpacked.
    pub body: Vec<u8>,
    /// When the service says it answered, by which a wrong clock on this machine shows.
    pub date: Option<DateTime<Utc>>,
}

/// Calls one API at one address for one user.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    tokens: Arc<dyn AccessTokens>,
    pace: Arc<dyn Pace>,
    largest_answer: usize,
}

impl Client {
    /// A client for the API at `base`. `http` must not follow redirects; [`http_client`](crate::http_client) makes it.
    pub fn new(http: reqwest::Client, base: Url, tokens: Arc<dyn AccessTokens>, pace: Arc<dyn Pace>) -> Self {
        Self {
            http,
            base,
            tokens,
            pace,
            largest_answer: LARGEST_ANSWER,
        }
    }

    /// The same client, reading at most so many bytes of an answer.
    #[must_use]
    pub fn with_largest_answer(mut self, bytes: usize) -> Self {
        self.largest_answer = bytes;
        self
    }

    /// The path of the base address, without a slash at the end: what every path begins with.
    pub(crate) fn base_path(&self) -> &str {
        self.base.path().trim_end_matches('/')
    }

    /// Where a request goes, to be shown.
    pub fn address(&self, request: &Request) -> Url {
        let mut address = self.base.clone();
        let path = format!("{}{}", self.base_path(), request.path());
        address.set_path(&path);
        address.set_query(request.query());
        address.set_fragment(None);
        address
    }

    /// Sends a request and reads its answer. Statuses 408, 429, 500, 502, 503 and 504 and broken connections are tried
    /// again up to three times; `on_wait` hears of each pause before it begins.
    ///
    /// # Errors
    /// [`ApiError`], by what can be done about it.
    pub async fn get(
        &self,
        request: &Request,
        cancel: &CancellationToken,
        on_wait: &(dyn Fn(Wait) + Send + Sync),
    ) -> Result<Answer, ApiError> {
        let mut retry = 0;
        loop {
            let failure = match self.get_once(request, cancel).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            retry += 1;
            let Some(wait) = self.wait(&failure, retry) else {
                return Err(failure);
            };
            self.pause(wait, cancel, on_wait).await?;
        }
    }

    /// Sends a request of any method and tells everything about it. `again` says whether a call that failed may be sent
    /// again: never one that acts on a device or makes something, which may have been done although no answer came.
    pub async fn call(
        &self,
        request: &Request,
        again: Again,
        cancel: &CancellationToken,
        on_wait: &(dyn Fn(Wait) + Send + Sync),
    ) -> Called {
        let mut trace = Trace::default();
        let outcome = loop {
            trace.attempts += 1;
            let attempt = timing::measured(self.attempt_traced(request, &mut trace));
            let failure = match cancel.run_until_cancelled(attempt).await {
                Some((Ok(answer), phases)) => {
                    trace.timing.connected(phases);
                    break Ok(answer);
                }
                Some((Err(failure), phases)) => {
                    trace.timing.connected(phases);
                    failure
                }
                None => break Err(ApiError::Cancelled),
            };
            let wait = match again {
                Again::Never => None,
                Again::WhereItHelps => self.wait(&failure, trace.attempts),
            };
            let Some(wait) = wait else {
                break Err(failure);
            };
            if let Err(cancelled) = self.pause(wait, cancel, on_wait).await {
                break Err(cancelled);
            }
            trace.timing.waited += wait.duration;
        };
        Called { outcome, trace }
    }

    async fn pause(
        &self,
        wait: Wait,
        cancel: &CancellationToken,
        on_wait: &(dyn Fn(Wait) + Send + Sync),
    ) -> Result<(), ApiError> {
        tracing::info!(seconds = wait.duration.as_secs_f32(), retry = wait.retry, reason = %wait.reason, "API call waits");
        on_wait(wait);
        cancel
            .run_until_cancelled(self.pace.sleep(wait.duration))
            .await
            .ok_or(ApiError::Cancelled)
    }

    /// Sends a request and reads its answer; where it fails, it has failed. A rejected token is still renewed once.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn get_once(&self, request: &Request, cancel: &CancellationToken) -> Result<Answer, ApiError> {
        cancel
            .run_until_cancelled(self.attempt(request))
            .await
            .unwrap_or(Err(ApiError::Cancelled))
    }

    async fn attempt(&self, request: &Request) -> Result<Answer, ApiError> {
        self.attempt_traced(request, &mut Trace::default()).await
    }

    async fn attempt_traced(&self, request: &Request, trace: &mut Trace) -> Result<Answer, ApiError> {
        let token = self.tokens.access_token(None).await.map_err(ApiError::Token)?;
        let response = self.send(request, &token, trace).await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return self.read(request, response, trace).await;
        }
        let renewed = self
            .tokens
            .access_token(Some(&token))
            .await
            .map_err(ApiError::Token)?;
        // EXPOSE: two tokens are compared in memory.
        if renewed.expose_secret() == token.expose_secret() {
            return self.read(request, response, trace).await;
        }
        let response = self.send(request, &renewed, trace).await?;
        self.read(request, response, trace).await
    }

    async fn send(
        &self,
        request: &Request,
        token: &SecretString,
        trace: &mut Trace,
    ) -> Result<Response, ApiError> {
        // EXPOSE: the token goes into the request's header, which is marked as sensitive.
        let bearer = Zeroizing::new(format!("Bearer {}", token.expose_secret()));
        let mut header = HeaderValue::try_from(bearer.as_str())
            .map_err(|_| ApiError::Token(TokenUnavailable::new(UnsendableToken)))?;
        header.set_sensitive(true);
        let accept = match request.expected() {
            Expected::Json => "application/json",
            Expected::Text => "text/plain, application/json;q=0.5",
            Expected::Any => "application/json, text/plain;q=0.8, */*;q=0.5",
        };
        let method = match request.method() {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let builder = self
            .http
            .request(method, self.address(request))
            .header(AUTHORIZATION, header)
            .header(ACCEPT, accept);
        let built = exchange::with_body(builder, request.body())
            .build()
            .map_err(network)?;
        trace.sent(&built);
        let start = Instant::now();
        let response = self.http.execute(built).await.map_err(network)?;
        trace.answered(&response, start);
        tracing::debug!(
            path = request.path(),
            status = response.status().as_u16(),
            "API answered"
        );
        Ok(response)
    }

    async fn read(
        &self,
        request: &Request,
        response: Response,
        trace: &mut Trace,
    ) -> Result<Answer, ApiError> {
        let status = response.status();
        let headers = response.headers().clone();
        if status.is_redirection() {
            let host = headers
                .get(LOCATION)
                .and_then(|target| self.base.join(target.to_str().ok()?).ok())
                .and_then(|target| target.host_str().map(str::to_owned));
            return Err(ApiError::Unexpected(Unexpected::Redirect {
                status: status.as_u16(),
                host,
            }));
        }
        let date = header_date(&headers);
        if status.is_success() {
            let body = read_body(response, self.largest_answer).await?;
            trace.ended();
            if let Err(unexpected) = response::check_success(status, &headers, &body, request.expected()) {
                trace.refusal = body;
                return Err(ApiError::Unexpected(unexpected));
            }
            return Ok(Answer {
                status: status.as_u16(),
                body,
                date,
            });
        }
        // What a refusal says is worth having, but its status is worth having without it.
        let body = read_body(response, LARGEST_REFUSAL).await.unwrap_or_default();
        trace.ended();
        trace.refusal.clone_from(&body);
        let retry_after = headers
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| pace::retry_after(value, date.unwrap_or_else(|| self.pace.now())));
        Err(response::refused(status, &headers, &body, retry_after))
    }

    /// The pause before this retry; `None` where the failure is final.
    fn wait(&self, failure: &ApiError, retry: u32) -> Option<Wait> {
        let (reason, asked) = match failure {
            ApiError::Throttled { retry_after, .. } => (WaitReason::Throttled, *retry_after),
            ApiError::Service(refusal) if pace::is_passing(refusal.status) => {
                (WaitReason::Service(refusal.status), refusal.retry_after)
            }
            // A handshake that fails once fails again, and a proxy that refuses does not change its mind.
            ApiError::Network { kind, .. }
                if !matches!(
                    kind,
                    NetworkKind::Tls | NetworkKind::ProxySignIn | NetworkKind::ProxyRefused
                ) =>
            {
                (WaitReason::Network(*kind), None)
            }
            _ => return None,
        };
        let patience = asked.is_none_or(|asked| asked <= LONGEST_PAUSE);
        (retry <= RETRIES && patience).then(|| Wait {
            duration: pace::pause(retry, asked, self.pace.jitter()),
            retry,
            reason,
        })
    }
}

async fn read_body(mut response: Response, limit: usize) -> Result<Vec<u8>, ApiError> {
    let announced = response
        .content_length()
        .and_then(|length| usize::try_from(length).ok())
        .unwrap_or_default();
    if announced > limit {
        return Err(ApiError::TooLarge { limit });
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(part) = response.chunk().await.map_err(network)? {
        if body.len() + part.len() > limit {
            return Err(ApiError::TooLarge { limit });
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

fn header_date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?)
        .ok()
        .map(DateTime::from)
}

/// A token with characters that no header may have.
#[derive(Debug, thiserror::Error)]
#[error("the token has characters that cannot be sent")]
struct UnsendableToken;
