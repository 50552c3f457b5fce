//! The token endpoint: a code or a refresh token goes in, tokens come out.
//!
//! `oauth2` makes these requests and reads the answers; `exchange` looks at every answer before it does. What other
//! grants bring is read by the same type.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AccessToken, AuthUrl, AuthorizationCode, Client, ClientId, EndpointNotSet, EndpointSet, ExtraTokenFields,
    PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken,
    StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroize as _;

use crate::answer::{ExchangeError, Received, UnexpectedAnswer};
use crate::exchange::{Exchange, Reply, Transport};
use crate::http::NetworkError;
use crate::id_token::{self, Untrusted};
use crate::{Account, App, EntraError, Sleeper, claims};

/// What the token endpoint gave.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// For the API.
    pub access_token: SecretString,
    /// For the next renewal; replaces the one before.
    pub refresh_token: Option<SecretString>,
    /// Delegated permissions by name, without the resource and without `openid`, `profile`, `email`, `offline_access`.
    pub scopes: Vec<String>,
    /// When the access token ends, by the local clock.
    pub expires_at: DateTime<Utc>,
    /// Who signed in; always there after a sign-in by browser or device code, otherwise where an id token came.
    pub account: Option<Account>,
    /// The service's time (HTTP `Date`, whole seconds) minus the local one.
    pub clock_offset: Option<TimeDelta>,
}

/// Why there are no tokens.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The service said no.
    #[error("the token request was refused: {0}")]
    Refused(#[source] Box<EntraError>),
    /// The service was not reached.
    #[error("the token request failed: {0}")]
    Network(#[source] NetworkError),
    /// Something other than an answer of the token endpoint came.
    #[error("the token request brought {0}")]
    Unexpected(#[source] UnexpectedAnswer),
    /// The service asks to stay away for a while: 429 or 5xx with `Retry-After`.
    #[error("the sign-in service is busy (HTTP {status}) and asks to wait for {} s", retry_after.as_secs())]
    Busy {
        /// HTTP status.
        status: u16,
        /// How long; an hour at most.
        retry_after: Duration,
        /// The service's own error, where its answer held one.
        #[source]
        error: Option<Box<EntraError>>,
    },
    /// The claims challenge to be sent is not one, so nothing was sent.
    #[error("the claims challenge is not a JSON object of reasonable size")]
    BadClaims,
}

impl TokenError {
    /// The service's own error, wherever it stood.
    #[must_use]
    pub fn entra(&self) -> Option<&EntraError> {
        match self {
            Self::Refused(error) | Self::Unexpected(UnexpectedAnswer::ErrorInSuccess { error, .. }) => {
                Some(error)
            }
            Self::Busy { error, .. } => error.as_deref(),
            _ => None,
        }
    }

    pub(crate) fn incomplete(field: impl Into<String>) -> Self {
        Self::Unexpected(UnexpectedAnswer::Incomplete { field: field.into() })
    }
}

impl From<ExchangeError> for TokenError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Network(error) => Self::Network(error),
            ExchangeError::Unexpected(what) => Self::Unexpected(what),
        }
    }
}

/// The sign-in scopes that Entra lists beside the API's permissions.
const SIGN_IN_SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Trades a refresh token for fresh tokens, in one try. No nonce is checked: a renewal sends none.
///
/// # Errors
/// Where the service refuses, is not reached, is busy, or something else answers in its place.
pub async fn renew(
    http: &reqwest::Client,
    app: &App,
    refresh_token: &SecretString,
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Result<Tokens, TokenError> {
    let transport = Transport {
        http,
        clock,
        sleeper: None,
    };
    refresh(transport, app, refresh_token, None).await
}

/// The same with a claims challenge, as Microsoft's libraries send it, and with a second try after a second where the
/// service failed (5xx) or did not answer in time without asking to stay away (`Retry-After`).
///
/// `claims` is the text of [`EntraError::claims`] or of [`crate::claims_from_www_authenticate`]. A challenge that only a
/// person can meet is refused with `interaction_required` or `invalid_grant`: sign in again with the same claims.
///
/// # Errors
/// As [`renew`]; also where `claims` is no JSON object.
pub async fn renew_with(
    http: &reqwest::Client,
    app: &App,
    refresh_token: &SecretString,
    claims: Option<&str>,
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
    sleeper: &dyn Sleeper,
) -> Result<Tokens, TokenError> {
    let claims = claims::check(claims)?;
    let transport = Transport {
        http,
        clock,
        sleeper: Some(sleeper),
    };
    refresh(transport, app, refresh_token, claims).await
}

async fn refresh(
    transport: Transport<'_>,
    app: &App,
    refresh_token: &SecretString,
    claims: Option<&str>,
) -> Result<Tokens, TokenError> {
    let client = client(app)?;
    // EXPOSE: becomes a field of the token request; `oauth2` takes its own text.
    let refresh_token = RefreshToken::new(refresh_token.expose_secret().to_owned());
    let exchange = Exchange::new(transport);
    let mut request = client
        .exchange_refresh_token(&refresh_token)
        .add_scopes(app.scopes().map(Scope::new));
    if let Some(claims) = claims {
        request = request.add_extra_param("claims", claims);
    }
    let answer = request.request_async(&exchange).await.map_err(token_error)?;
    tokens_and_account(&answer, exchange.received(), app)
}

/// A code and what it was asked for with.
pub(crate) struct Redemption<'a> {
    pub(crate) code: &'a SecretString,
    pub(crate) verifier: PkceCodeVerifier,
    pub(crate) redirect_uri: String,
    pub(crate) nonce: &'a str,
}

/// Why a sign-in's grant brought no tokens.
pub(crate) enum RedeemError {
    Token(TokenError),
    Untrusted(Untrusted),
}

/// Trades a code for tokens and checks the id token against the attempt.
pub(crate) async fn redeem(
    transport: Transport<'_>,
    app: &App,
    redemption: Redemption<'_>,
) -> Result<Tokens, RedeemError> {
    let redirect_uri = RedirectUrl::new(redemption.redirect_uri).map_err(|_| RedeemError::Token(no_url()))?;
    let client = client(app)
        .map_err(RedeemError::Token)?
        .set_redirect_uri(redirect_uri);
    // EXPOSE: becomes a field of the token request.
    let code = AuthorizationCode::new(redemption.code.expose_secret().to_owned());
    let exchange = Exchange::new(transport);
    let request = client.exchange_code(code).set_pkce_verifier(redemption.verifier);
    let answer = request
        .request_async(&exchange)
        .await
        .map_err(|error| RedeemError::Token(token_error(error)))?;
    signed_in(&answer, exchange.received(), app, Some(redemption.nonce))
}

/// A public client of `oauth2`, with Entra's answers. Errors are read before `oauth2` sees them.
pub(crate) type EntraClient = Client<
    BasicErrorResponse,
    TokenAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

pub(crate) fn client(app: &App) -> Result<EntraClient, TokenError> {
    let authorize = AuthUrl::new(app.authority.authorize().into()).map_err(|_| no_url())?;
    let token = TokenUrl::new(app.authority.token().into()).map_err(|_| no_url())?;
    Ok(Client::new(ClientId::new(app.client_id.clone()))
        .set_auth_uri(authorize)
        .set_token_uri(token))
}

/// `oauth2` parses URLs again that were URLs before; it cannot fail, and yet it must not panic.
fn no_url() -> TokenError {
    TokenError::incomplete(".")
}

pub(crate) type TokenAnswer = StandardTokenResponse<EntraFields, BasicTokenType>;

/// What Entra adds to RFC 6749 §5.1. (`ext_expires_in` is for outages and is not used here.)
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct EntraFields {
    // `AccessToken` keeps it out of `Debug`.
    id_token: Option<AccessToken>,
}

impl ExtraTokenFields for EntraFields {}

fn token_error(error: RequestTokenError<TokenError, BasicErrorResponse>) -> TokenError {
    match error {
        RequestTokenError::Request(error) => error,
        RequestTokenError::Parse(error, mut body) => {
            // The body may hold tokens, and the parser's message may quote it: neither leaves.
            body.zeroize();
            TokenError::incomplete(error.path().to_string())
        }
        RequestTokenError::ServerResponse(_) | RequestTokenError::Other(_) => no_url(),
    }
}

/// Reads what a grant brought that `oauth2` did not ask for.
pub(crate) fn granted(reply: &mut Reply) -> Result<TokenAnswer, TokenError> {
    // Version 1.0 endpoints write numbers as texts.
    if let Some(lifetime) = reply.json.get_mut("expires_in")
        && let Some(seconds) = lifetime.as_str().and_then(|text| text.parse::<u64>().ok())
    {
        *lifetime = Value::from(seconds);
    }
    serde_path_to_error::deserialize(&reply.json)
        .map_err(|error| TokenError::incomplete(error.path().to_string()))
}

/// The tokens of a sign-in, whose id token must be there and be this app's.
pub(crate) fn signed_in(
    answer: &TokenAnswer,
    received: Received,
    app: &App,
    nonce: Option<&str>,
) -> Result<Tokens, RedeemError> {
    let id_token = answer.extra_fields().id_token.as_ref();
    let id_token = id_token.ok_or(RedeemError::Untrusted(Untrusted::NoIdToken))?;
    let account = id_token::account(id_token.secret(), app, nonce).map_err(RedeemError::Untrusted)?;
    tokens(answer, received, Some(account)).map_err(RedeemError::Token)
}

/// The tokens of a grant that may do without an id token. Where one came, it must be this app's.
pub(crate) fn tokens_and_account(
    answer: &TokenAnswer,
    received: Received,
    app: &App,
) -> Result<Tokens, TokenError> {
    let untrusted = |what| TokenError::Unexpected(UnexpectedAnswer::Untrusted(what));
    let account = answer.extra_fields().id_token.as_ref();
    let account = account
        .map(|token| id_token::account(token.secret(), app, None))
        .transpose()
        .map_err(untrusted)?;
    tokens(answer, received, account)
}

fn tokens(answer: &TokenAnswer, received: Received, account: Option<Account>) -> Result<Tokens, TokenError> {
    let lifetime = answer
        .expires_in()
        .and_then(|lifetime| TimeDelta::from_std(lifetime).ok());
    let expires_at = lifetime.and_then(|lifetime| received.local.checked_add_signed(lifetime));
    let scopes = answer.scopes().map_or(&[][..], Vec::as_slice);
    Ok(Tokens {
        access_token: SecretString::from(answer.access_token().secret().as_str()),
        refresh_token: answer
            .refresh_token()
            .map(|token| SecretString::from(token.secret().as_str())),
        scopes: scopes.iter().filter_map(|scope| permission(scope)).collect(),
        expires_at: expires_at.ok_or_else(|| TokenError::incomplete("expires_in"))?,
        account,
        clock_offset: received.service.map(|service| service - received.local),
    })
}

/// `https://api…/Alert.Read` is `Alert.Read`; sign-in scopes are none.
fn permission(scope: &str) -> Option<String> {
    let name = scope.rsplit('/').next().unwrap_or(scope);
    (!name.is_empty() && name != ".default" && !SIGN_IN_SCOPES.contains(&name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_lose_their_resource_and_sign_in_scopes_vanish() {
        assert_eq!(
            permission("https://api.example/Alert.Read").as_deref(),
            Some("Alert.Read")
        );
        assert_eq!(permission("Alert.Read").as_deref(), Some("Alert.Read"));
        for scope in [
            "openid",
            "profile",
            "email",
            "offline_access",
            "https://api.example/.default",
            "https://api.example/",
        ] {
            assert_eq!(permission(scope), None, "{scope}");
        }
    }
}
