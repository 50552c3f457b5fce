//! One sign-in: browser out, answer in, code redeemed.

use std::time::Duration;
use std::{fmt, io};

use chrono::{DateTime, TimeDelta, Utc};
use oauth2::{CsrfToken, PkceCodeChallenge, RedirectUrl, Scope};
use tokio::time;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::callback::Callback;
use crate::exchange::Transport;
use crate::listener::{Answer, Listener};
use crate::token_endpoint::{self, RedeemError, Redemption};
use crate::{App, EntraError, Sleeper, TokenError, Tokens, Untrusted, claims};

/// How long an attempt waits for the browser.
pub const TIME_OUT: Duration = Duration::from_secs(5 * 60);

/// Random bytes of `state` and `nonce` (RFC 9700 asks for values that cannot be guessed; OAuth 2.0 §10.10 for 128 bits).
const RANDOM_BYTES: u32 = 32;

/// The system browser.
pub trait Browser: Send + Sync {
    /// Opens a page and returns without waiting for it. Called from async code: it must not block for long.
    fn open(&self, url: &Url) -> Result<(), BrowserError>;
}

/// The system browser could not be started.
#[derive(Debug)]
pub struct BrowserError(Box<dyn std::error::Error + Send + Sync>);

impl BrowserError {
    /// Wraps what the system said.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

impl fmt::Display for BrowserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the system browser could not be opened: {}", self.0)
    }
}

impl std::error::Error for BrowserError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.0.as_ref())
    }
}

/// What happens on the way, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The browser was asked to open the sign-in page.
    BrowserOpened {
        /// The page. It holds `state` and `nonce`, nothing secret.
        url: Url,
        /// When the attempt times out, by the local clock.
        gives_up_at: DateTime<Utc>,
    },
    /// The browser came back with a code, which is being redeemed.
    Redeeming,
}

/// What the sign-in page should ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prompt {
    /// Credentials, whatever session there is.
    Login,
    /// Nothing: fail where something would have to be asked.
    None,
    /// Consent, also where it was given.
    Consent,
    /// Which account.
    SelectAccount,
}

impl Prompt {
    fn value(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::None => "none",
            Self::Consent => "consent",
            Self::SelectAccount => "select_account",
        }
    }
}

/// Why a sign-in brought no tokens.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The caller cancelled it.
    #[error("the sign-in was cancelled")]
    Cancelled,
    /// The browser did not come back in time.
    #[error(
        "no answer came back from the browser in time; Microsoft Entra shows some errors on its page only and never sends \
         them back, such as AADSTS700016 (client ID unknown in this tenant), AADSTS50011 (redirect URI not registered) and \
         AADSTS90002 (tenant not found): look at the browser tab"
    )]
    TimedOut,
    /// No loopback port could be opened.
    #[error("no port could be opened on this machine for the browser's answer: {0}")]
    NoListener(#[source] io::Error),
    /// The browser could not be started.
    #[error(transparent)]
    NoBrowser(BrowserError),
    /// Entra sent an error back.
    #[error("the sign-in was refused: {0}")]
    Refused(#[source] Box<EntraError>),
    /// The id token is not this attempt's.
    #[error("the answer does not belong to this sign-in: {0}")]
    Untrusted(#[source] Untrusted),
    /// The code could not be redeemed, or [`SignIn::claims`] could not be sent.
    #[error(transparent)]
    Token(TokenError),
}

impl From<RedeemError> for SignInError {
    fn from(error: RedeemError) -> Self {
        match error {
            RedeemError::Token(error) => Self::Token(error),
            RedeemError::Untrusted(what) => Self::Untrusted(what),
        }
    }
}

/// One attempt to sign in.
pub struct SignIn<'a> {
    /// See [`crate::http_client`].
    pub http: &'a reqwest::Client,
    /// What signs in, and where.
    pub app: &'a App,
    /// The system browser.
    pub browser: &'a dyn Browser,
    /// The local clock.
    pub clock: &'a (dyn Fn() -> DateTime<Utc> + Send + Sync),
    /// Waits before a second try at redeeming the code; see [`crate::renew_with`].
    pub sleeper: &'a dyn Sleeper,
    /// How long to wait for the browser; [`TIME_OUT`] unless a test says otherwise.
    pub time_out: Duration,
    /// What the page should ask.
    pub prompt: Option<Prompt>,
    /// The account to offer.
    pub login_hint: Option<String>,
    /// A claims challenge to be met, from [`EntraError::claims`] or [`crate::claims_from_www_authenticate`]: a JSON
    /// object. The page then asks for what a policy demands.
    pub claims: Option<String>,
}

/// What ties an answer to its attempt. Made anew for each one.
struct Attempt {
    url: Url,
    redirect_uri: String,
    state: CsrfToken,
    nonce: CsrfToken,
    verifier: oauth2::PkceCodeVerifier,
}

impl SignIn<'_> {
    /// Opens the browser, waits for its answer and redeems the code. The browser has its page when this returns.
    pub async fn run(
        &self,
        cancel: CancellationToken,
        on_progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Tokens, SignInError> {
        if cancel.is_cancelled() {
            return Err(SignInError::Cancelled);
        }
        let claims = claims::check(self.claims.as_deref()).map_err(SignInError::Token)?;
        let listener = Listener::bind().await.map_err(SignInError::NoListener)?;
        let attempt = self.attempt(listener.redirect_uri(), claims)?;
        let opened_at = (self.clock)();
        self.browser.open(&attempt.url).map_err(SignInError::NoBrowser)?;
        let gives_up_at = TimeDelta::from_std(self.time_out)
            .ok()
            .and_then(|wait| opened_at.checked_add_signed(wait));
        let gives_up_at = gives_up_at.unwrap_or(DateTime::<Utc>::MAX_UTC);
        on_progress(Progress::BrowserOpened {
            url: attempt.url.clone(),
            gives_up_at,
        });
        let answer = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(SignInError::Cancelled),
            answer = time::timeout(self.time_out, listener.answer(attempt.state.secret())) => {
                answer.map_err(|_| SignInError::TimedOut)?
            }
        };
        Box::pin(self.finish(attempt, answer, cancel, on_progress)).await
    }

    /// Redeems the code while the browser waits, so that its page tells how the sign-in really went.
    async fn finish(
        &self,
        attempt: Attempt,
        answer: Answer,
        cancel: CancellationToken,
        on_progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Tokens, SignInError> {
        let Answer { callback, browser } = answer;
        let result = match callback {
            Callback::Refused(error) => Err(SignInError::Refused(error)),
            Callback::Code(code) => {
                on_progress(Progress::Redeeming);
                let redemption = Redemption {
                    code: &code,
                    verifier: attempt.verifier,
                    redirect_uri: attempt.redirect_uri,
                    nonce: attempt.nonce.secret(),
                };
                let transport = Transport {
                    http: self.http,
                    clock: self.clock,
                    sleeper: Some(self.sleeper),
                };
                tokio::select! {
                    biased;
                    () = cancel.cancelled() => Err(SignInError::Cancelled),
                    tokens = token_endpoint::redeem(transport, self.app, redemption) => {
                        tokens.map_err(SignInError::from)
                    }
                }
            }
        };
        match result {
            Ok(_) => browser.signed_in().await,
            Err(_) => browser.not_signed_in().await,
        }
        result
    }

    fn attempt(&self, redirect_uri: String, claims: Option<&str>) -> Result<Attempt, SignInError> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let nonce = CsrfToken::new_random_len(RANDOM_BYTES);
        // The address was made from a port number, so it is one.
        let redirect = RedirectUrl::new(redirect_uri.clone())
            .map_err(|error| SignInError::NoListener(io::Error::other(error)))?;
        let client = token_endpoint::client(self.app)
            .map_err(SignInError::Token)?
            .set_redirect_uri(redirect);
        let mut request = client
            .authorize_url(|| CsrfToken::new_random_len(RANDOM_BYTES))
            .add_scopes(self.app.scopes().map(Scope::new))
            .set_pkce_challenge(challenge)
            // A POST body enters no history and no log of addresses (RFC 9700 §4.3.1).
            .add_extra_param("response_mode", "form_post")
            .add_extra_param("nonce", nonce.secret());
        if let Some(prompt) = self.prompt {
            request = request.add_extra_param("prompt", prompt.value());
        }
        if let Some(login_hint) = &self.login_hint {
            request = request.add_extra_param("login_hint", login_hint);
        }
        if let Some(claims) = claims {
            request = request.add_extra_param("claims", claims);
        }
        let (url, state) = request.url();
        Ok(Attempt {
            url,
            redirect_uri,
            state,
            nonce,
            verifier,
        })
    }
}
