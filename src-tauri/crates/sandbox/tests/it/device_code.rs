//! The device code flow as a client meets it.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use sandbox::Fault;
use serde_json::{Value, json};

use crate::support::{ANALYST, Answer, RESOURCE, World, changed, claims, refused};

fn error(answer: &Answer) -> (String, u64) {
    let (_, error, number, _) = refused(answer);
    (error, number)
}

fn is(error: &str, number: u64) -> (String, u64) {
    (error.to_owned(), number)
}

#[tokio::test]
async fn a_device_code_comes_with_everything_that_is_documented() {
    let world = World::start().await;
    let answer = world.device_codes_for(&world.device_request()).await;
    assert_eq!(answer.header("cache-control"), "no-store, no-cache");
    assert_eq!(answer.header("x-ms-request-id").len(), 36);
    let body = answer.json();
    let user_code = body["user_code"].as_str().unwrap();
    assert_eq!(user_code.len(), 9);
    assert!(body["device_code"].as_str().unwrap().len() > 100);
    assert_eq!(body["verification_uri"], json!(world.url("/devicelogin")));
    assert_eq!(
        (body["expires_in"].clone(), body["interval"].clone()),
        (json!(900), json!(5))
    );
    let message = body["message"].as_str().unwrap();
    assert!(message.contains(user_code) && message.contains("/devicelogin"));
    assert!(body.get("verification_uri_complete").is_none());
    let other = world.device_codes().await;
    assert_ne!(other["user_code"], body["user_code"]);
    assert_ne!(other["device_code"], body["device_code"]);
}

#[tokio::test]
async fn life_and_interval_are_settings() {
    let world = World::with(|config| {
        config.device_code_interval = 1;
        config.device_code_life = 30;
    })
    .await;
    let codes = world.device_codes().await;
    assert_eq!(
        (codes["expires_in"].clone(), codes["interval"].clone()),
        (json!(30), json!(1))
    );
    for _ in 0..3 {
        let pending = world.poll_after(1, &codes).await;
        assert_eq!(error(&pending), is("authorization_pending", 70_016));
    }
    let late = world.poll_after(27, &codes).await;
    assert_eq!(error(&late), is("expired_token", 70_020));
}

#[tokio::test]
async fn each_wrong_field_of_the_request_gets_its_own_error() {
    let world = World::start().await;
    let good = world.device_request();
    for (field, value, expected) in [
        ("client_id", "", is("invalid_request", 900_144)),
        ("client_id", RESOURCE, is("unauthorized_client", 700_016)),
        ("client_secret", "hush", is("invalid_client", 700_025)),
        ("resource", RESOURCE, is("invalid_request", 901_002)),
        ("claims", "[]", is("invalid_request", 9_002_313)),
        ("scope", "", is("invalid_request", 900_144)),
        ("scope", "openid", is("invalid_scope", 700_023)),
        ("scope", "Alert.Read", is("invalid_scope", 650_053)),
    ] {
        let answer = world.device_codes_for(&changed(&good, field, value)).await;
        assert_eq!(error(&answer), expected, "{field}={value}");
    }
    for (tenant, number) in [
        ("common", 50_194),
        ("consumers", 9_002_332),
        ("nonsense", 900_023),
    ] {
        let answer = world
            .post(&format!("/{tenant}/oauth2/v2.0/devicecode"), &good)
            .await;
        assert_eq!(answer.aadsts(), number, "{tenant}");
    }
    let path = world.path("/oauth2/v2.0/devicecode");
    assert_eq!(world.get(&path).await.aadsts(), 900_561);
    let json_body = world.request(Method::POST, &path).json(&good);
    assert_eq!(world.send(json_body).await.aadsts(), 900_144);
}

#[tokio::test]
async fn a_client_waits_until_somebody_approved_and_then_gets_tokens_once() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    for _ in 0..3 {
        let pending = world.poll_after(5, &codes).await;
        assert_eq!(pending.status, StatusCode::BAD_REQUEST);
        assert_eq!(error(&pending), is("authorization_pending", 70_016));
    }
    world.approve(&codes, ANALYST).await;
    let answer = world.poll_after(5, &codes).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let tokens = answer.json();
    let access = claims(tokens["access_token"].as_str().unwrap());
    assert_eq!(
        (&access["upn"], &access["aud"]),
        (&json!(ANALYST), &json!(RESOURCE))
    );
    assert_eq!(access["amr"], json!(["pwd", "mfa"]));
    assert_eq!(access["appidacr"], "0");
    let id = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(id["preferred_username"], ANALYST);
    assert!(id.get("nonce").is_none());
    assert!(tokens["scope"].as_str().unwrap().contains("/.default"));
    let alerts = world
        .api("/alerts?$top=1", tokens["access_token"].as_str().unwrap())
        .await;
    assert_eq!(alerts.status, StatusCode::OK);

    let again = world.poll_after(5, &codes).await;
    assert_eq!(error(&again), is("invalid_grant", 54_005));
    assert_eq!(world.token(&world.refresh(&tokens)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_grant_type_may_be_named_in_the_short_way() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    let short = changed(&world.poll(&codes), "grant_type", "device_code");
    assert_eq!(
        error(&world.token(&short).await),
        is("authorization_pending", 70_016)
    );
    world.approve(&codes, ANALYST).await;
    assert_eq!(world.token(&short).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_polls_too_often_is_told_to_slow_down_by_the_tenants_clock() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    for (wait, expected) in [
        (0, "authorization_pending"),
        (0, "slow_down"),
        // The interval has grown to ten seconds, and this poll makes it fifteen.
        (9, "slow_down"),
        (15, "authorization_pending"),
    ] {
        let answer = world.poll_after(wait, &codes).await;
        assert_eq!(error(&answer), is(expected, 70_016), "{wait}");
    }
    world.approve(&codes, ANALYST).await;
    assert_eq!(world.poll_after(0, &codes).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_refusal_by_the_person_ends_the_waiting() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    let page = world.device_account(&codes, ANALYST).await;
    let done = world.device_consent(&page, "cancel").await;
    assert!(done.text.contains("You declined") && done.text.contains("You may close this window."));
    for _ in 0..2 {
        let answer = world.poll_after(0, &codes).await;
        assert_eq!(error(&answer), is("authorization_declined", 70_018));
    }
}

#[tokio::test]
async fn a_code_that_nobody_entered_in_time_has_expired() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    let just_in_time = world.poll_after(899, &codes).await;
    assert_eq!(error(&just_in_time), is("authorization_pending", 70_016));
    let late = world.poll_after(1, &codes).await;
    assert_eq!(error(&late), is("expired_token", 70_020));
    world.advance(TimeDelta::hours(2));
    world.device_codes().await;
    let forgotten = world.poll_after(0, &codes).await;
    assert_eq!(error(&forgotten), is("bad_verification_code", 70_018));
}

#[tokio::test]
async fn each_wrong_field_of_a_poll_gets_its_own_error() {
    let world = World::start().await;
    let codes = world.device_codes().await;
    world.approve(&codes, ANALYST).await;
    let good = world.poll(&codes);
    for (field, value, expected) in [
        ("device_code", "", is("invalid_request", 900_144)),
        ("device_code", "unknown", is("bad_verification_code", 70_018)),
        (
            "device_code",
            codes["user_code"].as_str().unwrap(),
            is("bad_verification_code", 70_018),
        ),
        ("client_id", RESOURCE, is("unauthorized_client", 700_016)),
        ("client_secret", "hush", is("invalid_client", 700_025)),
        ("claims", "no JSON", is("invalid_request", 9_002_313)),
        ("scope", "openid", is("invalid_scope", 700_023)),
        ("resource", RESOURCE, is("invalid_request", 901_002)),
    ] {
        let answer = world.token(&changed(&good, field, value)).await;
        assert_eq!(error(&answer), expected, "{field}={value}");
    }
    // The older endpoint does not know the flow.
    let older = world.post(&world.path("/oauth2/token"), &good).await;
    assert_eq!(error(&older), is("unsupported_grant_type", 70_003));
    // None of that used the code up.
    let named = changed(&good, "scope", &format!("{RESOURCE}/Alert.Read openid"));
    assert_eq!(world.token(&named).await.status, StatusCode::OK);
}

#[tokio::test]
async fn with_public_flows_off_a_code_is_issued_and_refused_once_it_was_approved() {
    let mut world = World::start().await;
    world.set(&[Fault::PublicFlowsOff]).await;
    let codes = world.device_codes().await;
    let pending = world.poll_after(5, &codes).await;
    assert_eq!(error(&pending), is("authorization_pending", 70_016));
    world.approve(&codes, ANALYST).await;
    let answer = world.poll_after(5, &codes).await;
    assert_eq!(
        refused(&answer),
        (401, "invalid_client".to_owned(), 7_000_218, Value::Null)
    );
    world.set(&[]).await;
    assert_eq!(world.poll_after(5, &codes).await.status, StatusCode::OK);
}

#[tokio::test]
async fn faults_of_tenant_client_and_resource_refuse_a_device_code() {
    let mut world = World::start().await;
    for (fault, number) in [
        (Fault::UnknownTenant, 90_002),
        (Fault::WrongCloud, 900_439),
        (Fault::UnknownApplication, 700_016),
        (Fault::ServicePrincipalMissing, 500_011),
        (Fault::WrongApi, 650_057),
        (Fault::ApplicationPermissions, 650_056),
    ] {
        world.set(&[fault]).await;
        let answer = world.device_codes_for(&world.device_request()).await;
        assert_eq!(answer.aadsts(), number, "{}", fault.id());
    }
    world.set(&[Fault::HtmlInsteadOfJson]).await;
    let answer = world.device_codes_for(&world.device_request()).await;
    assert!(answer.text.contains("<h1>Sign in to the network</h1>"));
}

#[tokio::test]
async fn a_policy_against_device_codes_ends_sessions_that_began_with_one_and_no_others() {
    let mut world = World::start().await;
    let tracked = world.device_sign_in().await;
    // A refresh does not wash the mark off.
    let tracked = world.token(&world.refresh(&tracked)).await.json();
    let browser = world.sign_in(ANALYST).await;
    let password = world.token(&world.password(ANALYST)).await.json();

    world.set(&[Fault::DeviceCodeBlocked]).await;
    let answer = world.token(&world.refresh(&tracked)).await;
    assert_eq!(
        refused(&answer),
        (400, "invalid_grant".to_owned(), 530_036, Value::Null)
    );
    for tokens in [&browser, &password] {
        assert_eq!(world.token(&world.refresh(tokens)).await.status, StatusCode::OK);
    }
    world.sign_in(ANALYST).await;
    assert_eq!(world.token(&world.password(ANALYST)).await.status, StatusCode::OK);

    world.set(&[]).await;
    assert_eq!(world.token(&world.refresh(&tracked)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_policy_that_came_after_the_approval_refuses_the_redemption() {
    let mut world = World::start().await;
    let codes = world.device_codes().await;
    world.approve(&codes, ANALYST).await;
    world.set(&[Fault::DeviceCodeBlocked]).await;
    let answer = world.poll_after(5, &codes).await;
    assert_eq!(error(&answer), is("invalid_grant", 53_003));
}

#[tokio::test]
async fn a_session_survives_a_restart_and_a_waiting_code_does_not() {
    let world = World::start().await;
    let tokens = world.device_sign_in().await;
    let codes = world.device_codes().await;
    let mut world = world.restarted().await;
    let lost = world.poll_after(5, &codes).await;
    assert_eq!(error(&lost), is("bad_verification_code", 70_018));
    assert_eq!(world.token(&world.refresh(&tokens)).await.status, StatusCode::OK);
    world.set(&[Fault::DeviceCodeBlocked]).await;
    assert_eq!(world.token(&world.refresh(&tokens)).await.aadsts(), 530_036);
}
