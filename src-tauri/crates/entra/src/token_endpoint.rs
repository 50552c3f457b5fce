//! The token endpoint: a code or a refresh token goes in, tokens come out.
//!
//! `oauth2` makes the requests and reads the answers; `exchange` looks at every answer before it does.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType};
use oauth2::{
    AccessToken, AuthUrl, AuthorizationCode, Client, ClientId, EndpointNotSet, EndpointSet, ErrorResponse,
    ExtraTokenFields, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope,
    StandardRevocableToken, StandardTokenResponse, TokenResponse as _, TokenUrl,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroize as _;

use crate::answer::{ExchangeError, UnexpectedAnswer};
use crate::exchange::Exchange;
use crate::http::NetworkError;
use crate::id_token::{self, Untrusted};
use crate::{Account, App, EntraError};

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
    /// Who signed in; always there after a sign-in, and after a renewal that brought an id token.
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
}

impl TokenError {
    /// The service's own error, wherever it stood.
    #[must_use]
    pub fn entra(&self) -> Option<&EntraError> {
        match self {
            Self::Refused(error) | Self::Unexpected(UnexpectedAnswer::ErrorInSuccess { error, .. }) => {
                Some(error)
            }
            _ => None,
        }
    }
}

/// The sign-in scopes that Entra lists beside the API's permissions.
const SIGN_IN_SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Trades a refresh token for fresh tokens. No nonce is checked: a renewal sends none.
pub async fn renew(
    http: &reqwest::Client,
    app: &App,
    refresh_token: &SecretString,
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Result<Tokens, TokenError> {
    let client = client(app)?;
    // EXPOSE: becomes a field of the token request; `oauth2` takes its own text.
    let refresh_token = RefreshToken::new(refresh_token.expose_secret().to_owned());
    let exchange = Exchange::new(http, clock);
    let request = client
        .exchange_refresh_token(&refresh_token)
        .add_scopes(app.scopes().map(Scope::new));
    let answer = request.request_async(&exchange).await.map_err(token_error)?;
    let untrusted = |what| TokenError::Unexpected(UnexpectedAnswer::Untrusted(what));
    let account = answer.extra_fields().id_token.as_ref();
    let account = account
        .map(|token| id_token::account(token.secret(), app, None))
        .transpose()
        .map_err(untrusted)?;
    tokens(&answer, &exchange, account)
}

/// A code and what it was asked for with.
pub(crate) struct Redemption<'a> {
    pub(crate) code: &'a SecretString,
    pub(crate) verifier: PkceCodeVerifier,
    pub(crate) redirect_uri: String,
    pub(crate) nonce: &'a str,
}

/// Why a code brought no tokens.
pub(crate) enum RedeemError {
    Token(TokenError),
    Untrusted(Untrusted),
}

/// Trades a code for tokens and checks the id token against the attempt.
pub(crate) async fn redeem(
    http: &reqwest::Client,
    app: &App,
    redemption: Redemption<'_>,
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Result<Tokens, RedeemError> {
    let redirect_uri = RedirectUrl::new(redemption.redirect_uri).map_err(|_| RedeemError::Token(no_url()))?;
    let client = client(app)
        .map_err(RedeemError::Token)?
        .set_redirect_uri(redirect_uri);
    // EXPOSE: becomes a field of the token request.
    let code = AuthorizationCode::new(redemption.code.expose_secret().to_owned());
    let exchange = Exchange::new(http, clock);
    let request = client.exchange_code(code).set_pkce_verifier(redemption.verifier);
    let answer = request
        .request_async(&exchange)
        .await
        .map_err(|error| RedeemError::Token(token_error(error)))?;
    let id_token = answer
        .extra_fields()
        .id_token
        .as_ref()
        .ok_or(RedeemError::Untrusted(Untrusted::NoIdToken))?;
    let account =
        id_token::account(id_token.secret(), app, Some(redemption.nonce)).map_err(RedeemError::Untrusted)?;
    tokens(&answer, &exchange, Some(account)).map_err(RedeemError::Token)
}

/// A public client of `oauth2`, with Entra's answers and errors.
pub(crate) type EntraClient = Client<
    TokenErrorBody,
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
    TokenError::Unexpected(UnexpectedAnswer::Incomplete {
        field: ".".to_owned(),
    })
}

pub(crate) type TokenAnswer = StandardTokenResponse<EntraFields, BasicTokenType>;

/// What Entra adds to RFC 6749 §5.1. (`ext_expires_in` is for outages and is not used here.)
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct EntraFields {
    // `AccessToken` keeps it out of `Debug`.
    id_token: Option<AccessToken>,
}

impl ExtraTokenFields for EntraFields {}

/// Entra's error body in the form that `oauth2` asks for.
#[derive(Debug, Deserialize)]
#[serde(from = "Value")]
pub(crate) struct TokenErrorBody(EntraError);

impl From<Value> for TokenErrorBody {
    fn from(body: Value) -> Self {
        // The bridge lets only bodies with an `error` through.
        Self(EntraError::from_json(&body).unwrap_or_default())
    }
}

impl Serialize for TokenErrorBody {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Asked for by the trait, used by nobody.
        serializer.serialize_str(&self.0.error)
    }
}

impl fmt::Display for TokenErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl ErrorResponse for TokenErrorBody {}

fn token_error(error: RequestTokenError<ExchangeError, TokenErrorBody>) -> TokenError {
    match error {
        RequestTokenError::ServerResponse(TokenErrorBody(error)) => TokenError::Refused(Box::new(error)),
        RequestTokenError::Request(ExchangeError::Network(error)) => TokenError::Network(error),
        RequestTokenError::Request(ExchangeError::Unexpected(what)) => TokenError::Unexpected(what),
        RequestTokenError::Parse(error, mut body) => {
            // The body may hold tokens, and the parser's message may quote it: neither leaves.
            body.zeroize();
            TokenError::Unexpected(UnexpectedAnswer::Incomplete {
                field: error.path().to_string(),
            })
        }
        RequestTokenError::Other(_) => no_url(),
    }
}

fn tokens(
    answer: &TokenAnswer,
    exchange: &Exchange<'_>,
    account: Option<Account>,
) -> Result<Tokens, TokenError> {
    let incomplete = || UnexpectedAnswer::Incomplete {
        field: "expires_in".to_owned(),
    };
    let received = exchange.received();
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
        expires_at: expires_at.ok_or_else(|| TokenError::Unexpected(incomplete()))?,
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
