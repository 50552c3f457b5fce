//! Signatures: tokens of the sandbox tenant, pasted ones, and keys that change or cannot be had.

use super::{pasted, session};
use crate::setup::{ADMIN, Machine, browser, quiet};
use crate::walk::Person;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use contract::{
    CloudId, EndpointsDto, ErrorCode, Outcome, ProfileColour, SaveProfileRequest, SetSandboxFaultsRequest,
    SignatureDto,
};
use secrecy::ExposeSecret;
use std::net::TcpListener;
use std::sync::Arc;
use test_support::{DefenderToken, OTHER_TENANT_ID, SigningKey, TENANT_ID};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};
use workbench::Workbench;

/// A program whose profile points at a service of the test's own.
async fn pointing_at(machine: &Machine, service: &str, tenant: &str) -> Arc<Workbench> {
    let workbench = machine.run();
    let request = SaveProfileRequest {
        id: None,
        name: "Test server".into(),
        cloud: CloudId::Commercial,
        tenant: tenant.into(),
        client_id: sandbox::CLIENT_ID.into(),
        wanted_permissions: vec!["Alert.Read".into()],
        colour: ProfileColour::None,
        region: None,
        endpoints: Some(EndpointsDto {
            authority: service.into(),
            api_base: service.into(),
            audience: sandbox::AUDIENCE.into(),
        }),
        allow_password_sample: false,
    };
    workbench.save_profile(request).await.unwrap();
    workbench
}

async fn check(workbench: &Workbench, token: &str) -> SignatureDto {
    workbench.check_signature(pasted(token)).await.unwrap()
}

#[track_caller]
fn says(found: &SignatureDto, outcome: Outcome, word: &str) {
    assert_eq!(found.outcome, outcome, "{found:?}");
    assert!(found.seen.contains(word), "{word:?} is not in: {}", found.seen);
    assert_eq!(found.advice.is_none(), outcome == Outcome::Ok, "{found:?}");
}

/// The token with other claims and the signature that it had.
fn changed(token: &str) -> String {
    let [header, claims, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    let more = claims.replace("Alert.Read", "Alert.ReadWrite");
    assert_ne!(claims, more);
    format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(more))
}

/// A token with such a header, and no signature to speak of.
fn with_algorithm(algorithm: &str) -> String {
    DefenderToken::delegated().with_header("alg", algorithm).build()
}

#[tokio::test]
async fn the_sessions_own_token_is_signed_by_the_tenant() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let found = workbench.check_signature(session()).await.unwrap();
    says(&found, Outcome::Ok, "the token is unchanged");
    let key = found.key_id.unwrap();
    assert!(found.seen.contains(&key), "{}", found.seen);
    let token = workbench.reveal_token().unwrap();
    let copied = format!("Authorization: Bearer {}\n", token.expose_secret());
    says(&check(&workbench, &copied).await, Outcome::Ok, &key);
}

#[tokio::test]
async fn a_token_that_was_changed_or_made_elsewhere_is_told_apart() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let token = workbench.reveal_token().unwrap();
    let found = check(&workbench, &changed(token.expose_secret())).await;
    says(&found, Outcome::Problem, "it was changed");

    let key = SigningKey::generate("fixture-key").unwrap();
    let foreign = DefenderToken::delegated()
        .with_tenant(sandbox::TENANT_ID)
        .signed(&key)
        .unwrap();
    let found = check(&workbench, &foreign).await;
    says(&found, Outcome::CannotTell, "fixture-key, which is not among");
    assert_eq!(found.key_id.as_deref(), Some("fixture-key"));
}

#[tokio::test]
async fn without_a_token_there_is_nothing_to_check() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let error = workbench.check_signature(session()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInRequired);
    for text in ["", "this is no token", "a.b.c.d.e"] {
        let error = workbench.check_signature(pasted(text)).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::TokenNotAJwt, "{text}");
        assert!(error.hint.is_some());
    }
}

#[tokio::test]
async fn what_needs_no_keys_is_said_without_a_network() {
    let machine = Machine::new(Person::Waits);
    let workbench = pointing_at(&machine, &silent(), TENANT_ID).await;
    for (token, outcome, word) in [
        (with_algorithm("HS256"), Outcome::Problem, "algorithm HS256"),
        (with_algorithm("none"), Outcome::Problem, "algorithm none"),
        (
            DefenderToken::delegated()
                .with_header("nonce", "fixture-nonce")
                .build(),
            Outcome::CannotTell,
            "only the API that the token is for",
        ),
        (
            DefenderToken::delegated().build(),
            Outcome::CannotTell,
            "No connection to the sign-in service",
        ),
    ] {
        says(&check(&workbench, &token).await, outcome, word);
    }
}

#[tokio::test]
async fn a_key_that_changed_is_found_and_known_keys_outlast_the_network() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let first = sandbox::start(machine.sandbox.clone()).await.unwrap();
    let mut config = machine.sandbox.clone();
    config.port = first.config().port;
    let workbench = pointing_at(&machine, first.base_url().as_str(), sandbox::TENANT_ID).await;
    workbench.start_sign_in(browser(), quiet).await.unwrap();
    machine.browser.settle().await;
    let old = workbench.reveal_token().unwrap();
    let found = workbench.check_signature(session()).await.unwrap();
    says(&found, Outcome::Ok, "the token is unchanged");

    // The same tenant after a restart: the seal is the same, the signing key is not.
    first.stop().await;
    let second = sandbox::start(config).await.unwrap();
    workbench.renew_token().await.unwrap();
    let found = workbench.check_signature(session()).await.unwrap();
    says(&found, Outcome::CannotTell, "not among the tenant's");
    machine.hand.forward(TimeDelta::minutes(6));
    let found = workbench.check_signature(session()).await.unwrap();
    says(&found, Outcome::Ok, "the token is unchanged");
    let found = check(&workbench, old.expose_secret()).await;
    says(&found, Outcome::CannotTell, "not among the tenant's");

    second.stop().await;
    let found = workbench.check_signature(session()).await.unwrap();
    says(&found, Outcome::Ok, "the token is unchanged");
    machine.hand.forward(TimeDelta::days(1));
    let found = workbench.check_signature(session()).await.unwrap();
    says(
        &found,
        Outcome::CannotTell,
        "No connection to the sign-in service",
    );
    assert!(found.advice.unwrap().contains("firewall"));
}

#[tokio::test]
async fn faults_of_the_tenant_are_reasons_and_no_errors() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    for (fault, word) in [
        ("unknown-tenant", "AADSTS90002"),
        ("untrusted-root", "not trusted by this system"),
    ] {
        let faults = vec![fault.to_owned()];
        workbench
            .set_sandbox_faults(SetSandboxFaultsRequest { faults })
            .await
            .unwrap();
        let found = workbench.check_signature(session()).await.unwrap();
        says(&found, Outcome::CannotTell, word);
        assert!(
            found.seen.starts_with("The signature was not checked"),
            "{found:?}"
        );
        assert!(
            found
                .advice
                .unwrap()
                .ends_with("Nothing else depends on this check.")
        );
    }
}

/// A sign-in service with one key for every tenant that is listed.
async fn service(key: &SigningKey, tenants: &[(&str, &str)]) -> MockServer {
    let service = MockServer::start().await;
    for (place, issuer) in tenants {
        let metadata = serde_json::json!({
            "issuer": issuer,
            "jwks_uri": format!("{}/common/discovery/keys", service.uri()),
        });
        answers(
            &service,
            &format!("/{place}/.well-known/openid-configuration"),
            &metadata,
        )
        .await;
    }
    let keys = serde_json::json!({"keys": [key.jwk()]});
    answers(&service, "/common/discovery/keys", &keys).await;
    service
}

async fn answers(service: &MockServer, address: &str, json: &serde_json::Value) {
    Mock::given(method("GET"))
        .and(path(address))
        .respond_with(ResponseTemplate::new(200).set_body_json(json))
        .mount(service)
        .await;
}

async fn asked(service: &MockServer) -> Vec<String> {
    let requests = service.received_requests().await.unwrap();
    requests
        .iter()
        .map(|request| request.url.path().to_owned())
        .collect()
}

fn issuer(tenant: &str) -> String {
    format!("https://sts.windows.net/{tenant}/")
}

#[tokio::test]
async fn a_token_of_another_tenant_is_checked_there_and_no_address_comes_from_it() {
    let key = SigningKey::generate("fixture-key").unwrap();
    let (own, other) = (issuer(TENANT_ID), issuer(OTHER_TENANT_ID));
    let service = service(&key, &[(TENANT_ID, &own), (OTHER_TENANT_ID, &other)]).await;
    let machine = Machine::new(Person::Waits);
    let workbench = pointing_at(&machine, &service.uri(), TENANT_ID).await;
    let theirs = DefenderToken::delegated().with_tenant(OTHER_TENANT_ID);
    says(
        &check(&workbench, &theirs.signed(&key).unwrap()).await,
        Outcome::Ok,
        "fixture-key",
    );
    let metadata = format!("/{OTHER_TENANT_ID}/.well-known/openid-configuration");
    assert_eq!(
        asked(&service).await,
        [metadata.as_str(), "/common/discovery/keys"]
    );

    let elsewhere = MockServer::start().await;
    let lying = DefenderToken::delegated()
        .with("iss", elsewhere.uri())
        .with_header("jku", elsewhere.uri())
        .with_header("x5u", elsewhere.uri())
        .signed(&key)
        .unwrap();
    says(
        &check(&workbench, &lying).await,
        Outcome::Problem,
        "its issuer is http://127.0.0.1",
    );
    assert!(asked(&elsewhere).await.is_empty());
}

#[tokio::test]
async fn a_profile_with_a_domain_expects_the_tenant_that_the_domain_stands_for() {
    let key = SigningKey::generate("fixture-key").unwrap();
    let service = service(&key, &[("contoso.example", &issuer(TENANT_ID))]).await;
    let machine = Machine::new(Person::Waits);
    let workbench = pointing_at(&machine, &service.uri(), "contoso.example").await;
    let own = DefenderToken::delegated();
    says(
        &check(&workbench, &own.signed(&key).unwrap()).await,
        Outcome::Ok,
        "fixture-key",
    );
    let theirs = own.with_tenant(OTHER_TENANT_ID).signed(&key).unwrap();
    says(
        &check(&workbench, &theirs).await,
        Outcome::Problem,
        "its issuer is https://sts.windows.net/22222222",
    );
    assert_eq!(asked(&service).await.len(), 2, "the keys are remembered");
}

#[tokio::test]
async fn a_token_of_version_2_is_checked_with_the_keys_of_its_version() {
    let key = SigningKey::generate("fixture-key").unwrap();
    let issuer = format!("https://login.example/{TENANT_ID}/v2.0");
    let service = service(&key, &[(&format!("{TENANT_ID}/v2.0"), &issuer)]).await;
    let machine = Machine::new(Person::Waits);
    let workbench = pointing_at(&machine, &service.uri(), TENANT_ID).await;
    let version_1 = DefenderToken::delegated();
    let version_2 = version_1.clone().with("ver", "2.0").with("iss", issuer.as_str());
    says(
        &check(&workbench, &version_2.signed(&key).unwrap()).await,
        Outcome::Ok,
        "fixture-key",
    );
    says(
        &check(&workbench, &version_1.signed(&key).unwrap()).await,
        Outcome::CannotTell,
        "HTTP 404",
    );
}

#[tokio::test]
async fn a_proxys_page_and_a_redirect_bring_no_keys() {
    for (answer, word) in [
        (
            ResponseTemplate::new(200).set_body_raw("<!DOCTYPE html><title>Sign in</title>", "text/html"),
            "a web page instead of an answer (HTTP 200)",
        ),
        (
            ResponseTemplate::new(302).insert_header("location", "http://127.0.0.1:9/"),
            "a redirect (HTTP 302)",
        ),
        (ResponseTemplate::new(200), "an empty answer (HTTP 200)"),
    ] {
        let service = MockServer::start().await;
        Mock::given(method("GET"))
            .respond_with(answer)
            .mount(&service)
            .await;
        let machine = Machine::new(Person::Waits);
        let workbench = pointing_at(&machine, &service.uri(), TENANT_ID).await;
        let found = check(&workbench, &DefenderToken::delegated().build()).await;
        says(&found, Outcome::CannotTell, word);
        assert!(found.advice.unwrap().contains("proxy"));
    }
}

/// An address on which nothing listens any more.
fn silent() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}
