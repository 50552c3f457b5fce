//! The app's own sign-in against a certified OpenID provider, which knows nothing of Microsoft Entra.
//!
//! Owns: that browser sign-in, renewal, device code and discovery follow the standards and not merely the sandbox
//! tenant. PKCE is required there, refresh tokens rotate, and one that comes a second time ends its family.
//! Refuses to know: the window, the key store, the API.
//!
//! Needs Node and the provider's packages, so it is no part of an ordinary run: `cargo xtask test conformance`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not test functions, and a panic is how they fail"
)]

mod device;
mod person;
mod provider;
mod workbench;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use entra::{App, Prompt, SignIn, SignInError, SystemSleeper, Tokens, Untrusted, discovery};
use person::{Decision, PersonsBrowser, set};
use provider::{ACCOUNT, Provider};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use test_support::{AUDIENCE, OBJECT_ID, TENANT_ID, now};
use tokio_util::sync::CancellationToken;

async fn sign_in(app: &App, browser: &PersonsBrowser, prompt: Option<Prompt>) -> Result<Tokens, SignInError> {
    let sign_in = SignIn {
        http: &entra::loopback_http_client().unwrap(),
        app,
        browser,
        clock: &now,
        sleeper: &SystemSleeper,
        time_out: entra::TIME_OUT,
        prompt,
        login_hint: None,
        claims: None,
    };
    let result = Box::pin(sign_in.run(CancellationToken::new(), &|_| ())).await;
    browser.settle().await;
    result
}

async fn renew(app: &App, refresh_token: &SecretString) -> Result<Tokens, entra::TokenError> {
    let http = entra::loopback_http_client().unwrap();
    entra::renew(&http, app, refresh_token, &now).await
}

/// The app's tokens are for the API and of the one account.
fn assert_signed_in(tokens: &Tokens) {
    let claims = tokens.access_token.expose_secret().split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    assert_eq!(claims["aud"], json!(AUDIENCE));
    assert_eq!(claims["scope"], json!(format!("{AUDIENCE}/.default")));
    assert_eq!(tokens.expires_at, now() + TimeDelta::hours(1));
    let account = tokens.account.as_ref().unwrap();
    assert_eq!(account.name, "Avery Admin");
    assert_eq!(account.username, ACCOUNT);
    assert_eq!(account.object_id, OBJECT_ID);
    assert_eq!(account.tenant_id, TENANT_ID);
}

#[tokio::test]
async fn a_sign_in_brings_tokens_and_an_id_token_that_is_accepted() {
    let provider = Provider::start().await;
    let browser = PersonsBrowser::new(Decision::Accepts);
    let tokens = sign_in(&provider.app(), &browser, None).await.unwrap();
    assert_signed_in(&tokens);
    // OpenID Connect Core 1.0 §11: without `prompt=consent` there is no offline access. Entra is more generous.
    assert!(tokens.refresh_token.is_none());
}

#[tokio::test]
async fn refresh_tokens_rotate_and_one_used_twice_ends_its_family() {
    let provider = Provider::start().await;
    let app = provider.app();
    let browser = PersonsBrowser::new(Decision::Accepts);
    let tokens = sign_in(&app, &browser, Some(Prompt::Consent)).await.unwrap();
    assert_signed_in(&tokens);
    let first = tokens.refresh_token.unwrap();
    let renewed = renew(&app, &first).await.unwrap();
    assert_signed_in(&renewed);
    let second = renewed.refresh_token.unwrap();
    let renewed = renew(&app, &second).await.unwrap();
    assert_signed_in(&renewed);
    let third = renewed.refresh_token.unwrap();
    assert_ne!(first.expose_secret(), second.expose_secret());
    assert_ne!(second.expose_secret(), third.expose_secret());

    for refused in [&first, &third] {
        let error = renew(&app, refused).await.unwrap_err();
        assert_eq!(error.entra().unwrap().error, "invalid_grant");
    }
}

#[tokio::test]
async fn a_request_without_pkce_is_refused() {
    let provider = Provider::start().await;
    let browser = PersonsBrowser::changing(Decision::Accepts, |url| {
        set(url, "code_challenge", None);
        set(url, "code_challenge_method", None);
    });
    let error = sign_in(&provider.app(), &browser, None).await.unwrap_err();
    let SignInError::Refused(refused) = error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.error, "invalid_request");
    assert!(refused.description.contains("PKCE"), "{}", refused.description);
}

#[tokio::test]
async fn a_code_that_was_asked_for_with_another_challenge_is_not_redeemed() {
    let provider = Provider::start().await;
    let browser = PersonsBrowser::changing(Decision::Accepts, |url| {
        let other = URL_SAFE_NO_PAD.encode([7; 32]);
        set(url, "code_challenge", Some(&other));
    });
    let error = sign_in(&provider.app(), &browser, None).await.unwrap_err();
    let SignInError::Token(refused) = error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.entra().unwrap().error, "invalid_grant");
}

#[tokio::test]
async fn an_id_token_with_another_nonce_is_not_accepted() {
    let provider = Provider::start().await;
    let browser = PersonsBrowser::changing(Decision::Accepts, |url| set(url, "nonce", Some("another")));
    let error = sign_in(&provider.app(), &browser, None).await.unwrap_err();
    assert!(
        matches!(error, SignInError::Untrusted(Untrusted::Nonce)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_declined_consent_is_a_refusal() {
    let provider = Provider::start().await;
    let browser = PersonsBrowser::new(Decision::Declines);
    let error = sign_in(&provider.app(), &browser, None).await.unwrap_err();
    let SignInError::Refused(refused) = error else {
        panic!("{error:?}")
    };
    assert_eq!(refused.error, "access_denied");
}

#[tokio::test]
async fn the_metadata_names_the_addresses_that_the_app_builds() {
    let provider = Provider::start().await;
    let authority = provider.app().authority;
    let http = entra::loopback_http_client().unwrap();
    let metadata = discovery::discover(&http, &authority, &now).await.unwrap();
    assert_eq!(metadata.tenant_id.as_deref(), Some(TENANT_ID));
    assert_eq!(metadata.authorization_endpoint, authority.authorize().as_str());
    assert_eq!(metadata.token_endpoint, authority.token().as_str());
    assert_eq!(
        metadata.device_authorization_endpoint.as_deref(),
        Some(authority.device_code().as_str())
    );
}
