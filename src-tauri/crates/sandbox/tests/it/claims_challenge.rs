//! The claims challenge: the API wants more of a token, and says what to ask for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::StatusCode;
use sandbox::Fault;
use serde_json::{Value, json};

use crate::support::{ANALYST, Answer, Fields, World, between, changed, claims};

/// A tenant whose API makes the challenge, and the token that it is made to.
async fn challenged() -> (World, Value) {
    let mut world = World::start().await;
    let tokens = world.sign_in(ANALYST).await;
    world.set(&[Fault::ClaimsChallenge]).await;
    (world, tokens)
}

async fn alerts(world: &World, tokens: &Value) -> Answer {
    world
        .api("/alerts?$top=1", tokens["access_token"].as_str().unwrap())
        .await
}

/// The claims that the API's answer carries.
fn demanded(answer: &Answer) -> String {
    let header = answer.header("www-authenticate");
    let encoded = between(header, "claims=\"", "\"").unwrap();
    String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap()
}

async fn redeemed(world: &World, request: &Fields) -> Value {
    let answer = world.token(request).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer.json()
}

#[tokio::test]
async fn the_challenge_says_what_to_ask_for_and_where() {
    let (world, tokens) = challenged().await;
    let answer = alerts(&world, &tokens).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let header = answer.header("www-authenticate");
    assert!(
        header.starts_with("Bearer realm=\"\", authorization_uri=\""),
        "{header}"
    );
    assert!(header.contains(&world.url(&world.path("/oauth2/v2.0/authorize"))));
    assert!(header.contains("error=\"insufficient_claims\""));
    let demanded: Value = serde_json::from_str(&demanded(&answer)).unwrap();
    assert_eq!(
        demanded,
        json!({"access_token": {"acrs": {"essential": true, "value": "c1"}}})
    );
    let body = answer.json();
    assert_eq!(body["error"]["code"], "Unauthorized");
    assert!(
        body["error"]["message"]
            .as_str()
            .unwrap()
            .contains("authentication context")
    );
}

#[tokio::test]
async fn a_sign_in_with_the_claims_satisfies_the_api_for_as_long_as_the_session_lasts() {
    let (world, tokens) = challenged().await;
    let claims_parameter = demanded(&alerts(&world, &tokens).await);
    let request = changed(&world.authorization(), "claims", &claims_parameter);
    let tokens = world.sign_in_with(&request, ANALYST).await;
    assert_eq!(
        claims(tokens["access_token"].as_str().unwrap())["acrs"],
        json!(["c1"])
    );
    assert_eq!(alerts(&world, &tokens).await.status, StatusCode::OK);
    // Later refreshes need not ask again.
    let renewed = redeemed(&world, &world.refresh(&tokens)).await;
    assert_eq!(alerts(&world, &renewed).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_refresh_with_the_claims_does_so_as_well() {
    let (world, tokens) = challenged().await;
    let claims_parameter = demanded(&alerts(&world, &tokens).await);
    let plain = redeemed(&world, &world.refresh(&tokens)).await;
    assert_eq!(alerts(&world, &plain).await.status, StatusCode::UNAUTHORIZED);
    let request = changed(&world.refresh(&tokens), "claims", &claims_parameter);
    let renewed = redeemed(&world, &request).await;
    assert_eq!(alerts(&world, &renewed).await.status, StatusCode::OK);
}

#[tokio::test]
async fn device_codes_and_passwords_can_carry_the_claims_too() {
    let (world, tokens) = challenged().await;
    let claims_parameter = demanded(&alerts(&world, &tokens).await);
    // Some clients send them with the request for a code, others with each poll.
    for early in [true, false] {
        let with_claims = |request: &Fields| changed(request, "claims", &claims_parameter);
        let request = world.device_request();
        let request = if early { with_claims(&request) } else { request };
        let codes = world.device_codes_for(&request).await.json();
        world.approve(&codes, ANALYST).await;
        let poll = world.poll(&codes);
        let poll = if early { poll } else { with_claims(&poll) };
        let tokens = redeemed(&world, &poll).await;
        assert_eq!(alerts(&world, &tokens).await.status, StatusCode::OK, "{early}");
    }
    let request = changed(&world.password(ANALYST), "claims", &claims_parameter);
    let tokens = redeemed(&world, &request).await;
    assert_eq!(alerts(&world, &tokens).await.status, StatusCode::OK);
}

#[tokio::test]
async fn claims_at_the_redemption_of_a_code_come_too_late() {
    let (world, tokens) = challenged().await;
    let claims_parameter = demanded(&alerts(&world, &tokens).await);
    let code = world.code(&world.authorization(), ANALYST).await;
    let request = changed(&world.redemption(&code), "claims", &claims_parameter);
    let tokens = redeemed(&world, &request).await;
    assert_eq!(alerts(&world, &tokens).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn other_claims_do_not_satisfy_the_api() {
    let (world, _) = challenged().await;
    let other = r#"{"access_token":{"acrs":{"essential":true,"value":"c2"}}}"#;
    let request = changed(&world.authorization(), "claims", other);
    let tokens = world.sign_in_with(&request, ANALYST).await;
    assert!(
        claims(tokens["access_token"].as_str().unwrap())
            .get("acrs")
            .is_none()
    );
    assert_eq!(alerts(&world, &tokens).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn claims_that_are_no_object_are_refused_everywhere() {
    let (world, tokens) = challenged().await;
    let refused = world
        .token(&changed(&world.refresh(&tokens), "claims", "[]"))
        .await;
    assert_eq!(refused.aadsts(), 9_002_313);
}

#[tokio::test]
async fn without_the_fault_every_token_will_do() {
    let (mut world, tokens) = challenged().await;
    world.set(&[]).await;
    assert_eq!(alerts(&world, &tokens).await.status, StatusCode::OK);
}
