//! Signing in with a device code (RFC 8628), as Microsoft Entra speaks it.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code>
//!
//! Owns the request for a code and the polling for its tokens. Whoever shows the code also says that a code which one
//! did not start oneself must never be entered: this flow is open to phishing, and policies may block it.
//!
//! Invariants:
//! - The device code and the tokens are secrets; the user code is in no `Debug` output.
//! - Polls are never closer together than the service asks for.
//! - Polling ends with the code's life by the local clock, whatever the service or the network does.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::answer::UnexpectedAnswer;
use crate::authority::is_loopback;
use crate::entra_error::one_line;
use crate::exchange::{Reply, Transport};
use crate::token_endpoint::{self, RedeemError};
use crate::{App, EntraError, Sleeper, TokenError, Tokens, Untrusted, claims, form};

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// Between polls where the service names no interval (RFC 8628 §3.2).
const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);
/// What each `slow_down` adds for good (RFC 8628 §3.5).
const SLOWER: Duration = Duration::from_secs(5);
/// The longest pause after polls that failed on the way.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);
/// Polls in a row that may fail on the way; the next failure ends the sign-in.
const TOLERATED_FAILURES: u32 = 5;

/// What happens on the way.
#[derive(Clone, PartialEq, Eq)]
pub enum DeviceProgress {
    /// There is a code to be entered. All texts come from the network: show them as text only.
    CodeIssued {
        /// What the person enters.
        user_code: String,
        /// Where: https, or this machine.
        verification_uri: Url,
        /// The service's own instructions; empty where it sent none.
        message: String,
        /// When the code ends, by the local clock.
        expires_at: DateTime<Utc>,
        /// Between polls.
        interval: Duration,
    },
    /// The service is asked whether the code was entered.
    Polling,
}

impl fmt::Debug for DeviceProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Whoever has the user code can finish the sign-in; the message repeats it.
            Self::CodeIssued {
                verification_uri,
                expires_at,
                interval,
                ..
            } => f
                .debug_struct("CodeIssued")
                .field("verification_uri", &verification_uri.as_str())
                .field("expires_at", expires_at)
                .field("interval", interval)
                .finish_non_exhaustive(),
            Self::Polling => f.write_str("Polling"),
        }
    }
}

/// Why a device code brought no tokens.
#[derive(Debug, thiserror::Error)]
pub enum DeviceSignInError {
    /// The caller cancelled it.
    #[error("the sign-in was cancelled")]
    Cancelled,
    /// No code was issued.
    #[error("no device code was issued: {0}")]
    NoCode(#[source] TokenError),
    /// The person declined, or was not allowed to go on (`authorization_declined`, `access_denied`).
    #[error("the sign-in was declined: {0}")]
    Declined(#[source] Box<EntraError>),
    /// The code was not entered in time: by the service's word (`expired_token`), or by the local clock.
    #[error("the code was not entered in time")]
    Expired(#[source] Option<Box<EntraError>>),
    /// The service does not know the code it was asked about (`bad_verification_code`).
    #[error("the service does not recognise the device code: {0}")]
    BadCode(#[source] Box<EntraError>),
    /// The service said no for another reason. *Allow public client flows* switched off shows only here, after the code was
    /// entered: `invalid_client` with AADSTS7000218.
    #[error("the sign-in was refused: {0}")]
    Refused(#[source] Box<EntraError>),
    /// The id token is not this app's.
    #[error("the answer does not belong to this sign-in: {0}")]
    Untrusted(#[source] Untrusted),
    /// Polling failed on the way too often, or something unusable came.
    #[error(transparent)]
    Token(TokenError),
}

impl DeviceSignInError {
    /// The service's own error, wherever it stood.
    #[must_use]
    pub fn entra(&self) -> Option<&EntraError> {
        match self {
            Self::Declined(error) | Self::BadCode(error) | Self::Refused(error) => Some(error),
            Self::Expired(error) => error.as_deref(),
            Self::NoCode(error) | Self::Token(error) => error.entra(),
            Self::Cancelled | Self::Untrusted(_) => None,
        }
    }
}

impl From<RedeemError> for DeviceSignInError {
    fn from(error: RedeemError) -> Self {
        match error {
            RedeemError::Token(error) => Self::Token(error),
            RedeemError::Untrusted(what) => Self::Untrusted(what),
        }
    }
}

/// One attempt to sign in with a device code. Start it when the person is ready: the code's life begins at once.
pub struct DeviceSignIn<'a> {
    /// See [`crate::http_client`].
    pub http: &'a reqwest::Client,
    /// What signs in, and where.
    pub app: &'a App,
    /// The local clock.
    pub clock: &'a (dyn Fn() -> DateTime<Utc> + Send + Sync),
    /// Waits between polls.
    pub sleeper: &'a dyn Sleeper,
    /// A claims challenge to be met; see [`crate::SignIn::claims`].
    pub claims: Option<String>,
}

/// What `/devicecode` gave.
struct Issued {
    device_code: SecretString,
    expires_at: DateTime<Utc>,
    interval: Duration,
    progress: DeviceProgress,
}

impl DeviceSignIn<'_> {
    /// Gets a code, reports it, and polls until the service has tokens, says no, or the code has ended.
    ///
    /// # Errors
    /// See [`DeviceSignInError`]; each that has the service's own error keeps it.
    pub async fn run(
        &self,
        cancel: CancellationToken,
        on_progress: &(dyn Fn(DeviceProgress) + Send + Sync),
    ) -> Result<Tokens, DeviceSignInError> {
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(DeviceSignInError::Cancelled),
            result = self.attempt(on_progress) => result,
        }
    }

    async fn attempt(
        &self,
        on_progress: &(dyn Fn(DeviceProgress) + Send + Sync),
    ) -> Result<Tokens, DeviceSignInError> {
        let issued = self.issued().await.map_err(DeviceSignInError::NoCode)?;
        on_progress(issued.progress);
        let mut pace = Pace::new(issued.interval);
        loop {
            let left = (issued.expires_at - (self.clock)()).to_std().unwrap_or_default();
            self.sleeper.sleep(pace.pause.min(left)).await;
            // Looked at again after the pause: the machine may have slept for hours.
            if (self.clock)() >= issued.expires_at {
                return Err(DeviceSignInError::Expired(None));
            }
            on_progress(DeviceProgress::Polling);
            let mut reply = match self.poll(&issued.device_code).await {
                Ok(reply) => reply,
                Err(error) => {
                    pace.after(verdict(error))?;
                    continue;
                }
            };
            let answer = token_endpoint::granted(&mut reply).map_err(DeviceSignInError::Token)?;
            return Ok(token_endpoint::signed_in(
                &answer,
                reply.received,
                self.app,
                None,
            )?);
        }
    }

    async fn issued(&self) -> Result<Issued, TokenError> {
        let scope = self.app.scopes().join(" ");
        let mut fields = vec![("client_id", self.app.client_id.as_str()), ("scope", &scope)];
        let claims = claims::check(self.claims.as_deref())?;
        fields.extend(claims.map(|claims| ("claims", claims)));
        let transport = self.transport(Some(self.sleeper));
        let url = self.app.authority.device_code();
        let reply = transport.post(url, form::encode(&fields), "device_code").await?;
        issued(&reply)
    }

    /// Asks once. The next poll is the second try, so there is no other.
    async fn poll(&self, device_code: &SecretString) -> Result<Reply, TokenError> {
        let mut fields = vec![
            ("grant_type", GRANT_TYPE),
            ("client_id", self.app.client_id.as_str()),
            // EXPOSE: becomes a field of the token request.
            ("device_code", device_code.expose_secret()),
        ];
        fields.extend(self.claims.as_deref().map(|claims| ("claims", claims)));
        let form = form::encode(&fields);
        let url = self.app.authority.token();
        self.transport(None).post(url, form, "access_token").await
    }

    fn transport<'a>(&'a self, sleeper: Option<&'a dyn Sleeper>) -> Transport<'a> {
        Transport {
            http: self.http,
            clock: self.clock,
            sleeper,
        }
    }
}

fn issued(reply: &Reply) -> Result<Issued, TokenError> {
    let text = |name: &str| reply.json.get(name).and_then(Value::as_str);
    let needed = |name: &'static str| {
        let text = text(name).filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| TokenError::incomplete(name))
    };
    // Numbers stand as texts in answers of older endpoints.
    let seconds = |name: &str| {
        let value = reply.json.get(name)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    };
    let expires_at = seconds("expires_in")
        .and_then(|seconds| TimeDelta::try_seconds(i64::try_from(seconds).ok()?))
        .and_then(|life| reply.received.local.checked_add_signed(life))
        .ok_or_else(|| TokenError::incomplete("expires_in"))?;
    // Nobody may be made to ask without a pause.
    let interval = seconds("interval").filter(|seconds| *seconds > 0);
    let interval = interval.map_or(DEFAULT_INTERVAL, Duration::from_secs);
    // The address is offered to be opened, so it must be one for a browser.
    let verification_uri = Url::parse(needed("verification_uri")?)
        .ok()
        .filter(|url| url.scheme() == "https" || url.scheme() == "http" && is_loopback(url))
        .filter(|url| url.username().is_empty() && url.password().is_none())
        .ok_or_else(|| TokenError::incomplete("verification_uri"))?;
    Ok(Issued {
        device_code: SecretString::from(needed("device_code")?),
        expires_at,
        interval,
        progress: DeviceProgress::CodeIssued {
            user_code: one_line(needed("user_code")?),
            verification_uri,
            message: text("message").map(one_line).unwrap_or_default(),
            expires_at,
            interval,
        },
    })
}

/// What a poll that brought no tokens means.
enum Verdict {
    /// Not yet.
    Pending,
    /// Not yet, and not so often.
    SlowDown,
    /// Not before this long.
    Later(Duration),
    /// It went wrong on the way and may go well the next time.
    Failed(TokenError),
    /// There is nothing to wait for.
    Over(DeviceSignInError),
}

fn verdict(error: TokenError) -> Verdict {
    let error = match error {
        TokenError::Busy { retry_after, .. } => return Verdict::Later(retry_after),
        TokenError::Network(_) => return Verdict::Failed(error),
        TokenError::Refused(error)
        | TokenError::Unexpected(UnexpectedAnswer::ErrorInSuccess { error, .. }) => error,
        // A proxy or a portal between here and the service.
        TokenError::Unexpected(
            UnexpectedAnswer::Html { .. }
            | UnexpectedAnswer::Empty { .. }
            | UnexpectedAnswer::NotJson { .. }
            | UnexpectedAnswer::OtherJson { .. }
            | UnexpectedAnswer::Redirect { .. }
            | UnexpectedAnswer::CutOff { status: 300.. },
        ) => return Verdict::Failed(error),
        // These were tokens, and a code brings them once.
        TokenError::Unexpected(
            UnexpectedAnswer::CutOff { .. }
            | UnexpectedAnswer::TooLarge
            | UnexpectedAnswer::Incomplete { .. }
            | UnexpectedAnswer::Untrusted(_),
        )
        | TokenError::BadClaims => return Verdict::Over(DeviceSignInError::Token(error)),
    };
    match error.error.as_str() {
        "authorization_pending" => Verdict::Pending,
        "slow_down" => Verdict::SlowDown,
        "server_error" | "temporarily_unavailable" => Verdict::Failed(TokenError::Refused(error)),
        "authorization_declined" | "access_denied" => Verdict::Over(DeviceSignInError::Declined(error)),
        // The second name is the version 1.0 endpoint's.
        "expired_token" | "code_expired" => Verdict::Over(DeviceSignInError::Expired(Some(error))),
        "bad_verification_code" => Verdict::Over(DeviceSignInError::BadCode(error)),
        _ => Verdict::Over(DeviceSignInError::Refused(error)),
    }
}

/// How long to wait before the next poll.
struct Pace {
    interval: Duration,
    pause: Duration,
    failures: u32,
}

impl Pace {
    fn new(interval: Duration) -> Self {
        Self {
            interval,
            pause: interval,
            failures: 0,
        }
    }

    /// Sets the next pause, or says why there is none.
    fn after(&mut self, verdict: Verdict) -> Result<(), DeviceSignInError> {
        match verdict {
            Verdict::Pending => self.answered(self.interval),
            Verdict::SlowDown => {
                self.interval = self.interval.saturating_add(SLOWER);
                self.answered(self.interval);
            }
            Verdict::Later(pause) => self.answered(pause.max(self.interval)),
            Verdict::Failed(error) if self.failures == TOLERATED_FAILURES => {
                return Err(DeviceSignInError::Token(error));
            }
            Verdict::Failed(_) => {
                self.failures += 1;
                // Doubling is what RFC 8628 §3.5 recommends after a time-out.
                let doubled = self.pause.saturating_mul(2).min(LONGEST_BACKOFF);
                self.pause = doubled.max(self.interval);
            }
            Verdict::Over(error) => return Err(error),
        }
        Ok(())
    }

    fn answered(&mut self, pause: Duration) {
        self.failures = 0;
        self.pause = pause;
    }
}
