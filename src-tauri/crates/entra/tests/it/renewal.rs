//! Renewing with a claims challenge, and when a request is sent a second time.

use std::time::Duration;

use chrono::TimeDelta;
use entra::{NetworkKind, TokenError, Tokens, UnexpectedAnswer, renew_with};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use test_support::now;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::attempt::{ACCESS_TOKEN, Attempt, Options, TOKEN_PATH, app, token_answer, token_request};
use crate::double::{Script, Skipped};

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1772442000"}}}"#;

async fn service(answers: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(TOKEN_PATH))
        .respond_with(Script::new(answers))
        .mount(&server)
        .await;
    server
}

fn good() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(token_answer())
}

async fn renewed_by(
    http: &reqwest::Client,
    server: &MockServer,
    claims: Option<&str>,
    sleeper: &Skipped,
) -> Result<Tokens, TokenError> {
    let token = SecretString::from("fixture-old-refresh-token");
    renew_with(http, &app(&server.uri()), &token, claims, &now, sleeper).await
}

/// What comes of answers in this order, after which pauses and how many requests.
async fn after(
    answers: impl IntoIterator<Item = ResponseTemplate>,
) -> (Result<Tokens, TokenError>, Vec<u64>, usize) {
    let server = service(answers).await;
    let sleeper = Skipped::default();
    let result = renewed_by(&entra::loopback_http_client().unwrap(), &server, None, &sleeper).await;
    (
        result,
        sleeper.pauses(),
        server.received_requests().await.unwrap().len(),
    )
}

#[tokio::test]
async fn a_claims_challenge_is_sent_as_it_came() {
    let server = service([good()]).await;
    let http = entra::loopback_http_client().unwrap();
    let sleeper = Skipped::default();
    let tokens = renewed_by(&http, &server, Some(CLAIMS), &sleeper).await.unwrap();
    assert_eq!(tokens.access_token.expose_secret(), ACCESS_TOKEN);
    let (fields, _) = token_request(&server).await;
    assert_eq!(fields["claims"], CLAIMS);
    assert_eq!(fields["grant_type"], "refresh_token");
    assert_eq!(fields.len(), 5, "{fields:?}");
}

#[tokio::test]
async fn without_a_challenge_no_claims_are_sent() {
    let server = service([good()]).await;
    let http = entra::loopback_http_client().unwrap();
    renewed_by(&http, &server, None, &Skipped::default())
        .await
        .unwrap();
    assert!(!token_request(&server).await.0.contains_key("claims"));
}

#[tokio::test]
async fn claims_that_are_no_json_object_are_not_sent() {
    let server = service([good()]).await;
    let http = entra::loopback_http_client().unwrap();
    for claims in ["", "[]", "{", "null"] {
        let result = renewed_by(&http, &server, Some(claims), &Skipped::default()).await;
        assert!(
            matches!(result, Err(TokenError::BadClaims)),
            "{claims}: {result:?}"
        );
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_fault_of_the_service_is_met_with_one_more_try_after_a_second() {
    for status in [500, 502, 503, 504, 599] {
        let html = ResponseTemplate::new(status).set_body_raw("<html>", "text/html");
        let (result, pauses, requests) = after([html, good()]).await;
        result.unwrap();
        assert_eq!((pauses, requests), (vec![1], 2), "{status}");
    }
}

#[tokio::test]
async fn a_second_fault_is_reported() {
    let fault = |number: u32| {
        ResponseTemplate::new(503)
            .set_body_json(json!({"error": "temporarily_unavailable", "error_codes": [number]}))
    };
    let (result, pauses, requests) = after([fault(90_033), fault(90_006)]).await;
    let error = result.unwrap_err();
    assert!(matches!(error, TokenError::Refused(_)), "{error:?}");
    assert_eq!(error.entra().unwrap().aadsts, Some(90_006));
    assert_eq!((pauses, requests), (vec![1], 2));
}

#[tokio::test]
async fn refusals_and_answers_of_others_are_not_tried_again() {
    let refused = ResponseTemplate::new(400).set_body_json(json!({"error": "invalid_grant"}));
    let html = ResponseTemplate::new(200).set_body_raw("<html>", "text/html");
    for answer in [
        refused,
        html,
        ResponseTemplate::new(404),
        ResponseTemplate::new(429),
    ] {
        let (result, pauses, requests) = after([answer, good()]).await;
        assert!(result.is_err());
        assert_eq!((pauses, requests), (vec![], 1));
    }
}

#[tokio::test]
async fn a_service_that_asks_to_stay_away_is_not_tried_again_and_the_pause_is_reported() {
    let in_90_seconds = "Mon, 02 Mar 2026 09:01:30 GMT";
    for (status, header, seconds) in [
        (503, "17", 17),
        (500, "0", 0),
        (429, "120", 120),
        (429, "999999", 3_600),
        (503, in_90_seconds, 90),
    ] {
        let busy = ResponseTemplate::new(status)
            .insert_header("retry-after", header)
            .insert_header("date", "Mon, 02 Mar 2026 09:00:00 GMT")
            .set_body_json(json!({"error": "temporarily_unavailable", "error_codes": [90_055]}));
        let (result, pauses, requests) = after([busy, good()]).await;
        assert_eq!((pauses, requests), (vec![], 1));
        let error = result.unwrap_err();
        assert_eq!(error.entra().unwrap().aadsts, Some(90_055));
        assert!(
            error.to_string().contains(&format!("wait for {seconds} s")),
            "{error}"
        );
        match error {
            TokenError::Busy {
                status: got,
                retry_after,
                ..
            } => {
                assert_eq!((got, retry_after), (status, Duration::from_secs(seconds)));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_busy_answer_may_have_any_body() {
    for busy in [
        ResponseTemplate::new(429),
        ResponseTemplate::new(503).set_body_raw("<html>", "text/html"),
        ResponseTemplate::new(503).set_body_json(json!({"value": []})),
    ] {
        let (result, ..) = after([busy.insert_header("retry-after", "5"), good()]).await;
        let error = result.unwrap_err();
        assert!(matches!(error, TokenError::Busy { error: None, .. }), "{error:?}");
        assert!(error.entra().is_none());
    }
}

#[tokio::test]
async fn a_pause_that_cannot_be_read_or_fits_no_fault_changes_nothing() {
    let odd = ResponseTemplate::new(503).insert_header("retry-after", "soon");
    let (result, pauses, _) = after([odd, good()]).await;
    result.unwrap();
    assert_eq!(pauses, [1]);
    let refused = ResponseTemplate::new(400)
        .insert_header("retry-after", "5")
        .set_body_json(json!({"error": "invalid_grant"}));
    let (result, ..) = after([refused]).await;
    assert!(matches!(result, Err(TokenError::Refused(_))), "{result:?}");
    let (result, ..) = after([good().insert_header("retry-after", "5")]).await;
    result.unwrap();
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_is_asked_for_once_more() {
    let late = || ResponseTemplate::new(200).set_delay(Duration::from_secs(60));
    let http = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let sleeper = Skipped::default();
    let server = service([late(), good()]).await;
    renewed_by(&http, &server, None, &sleeper).await.unwrap();
    assert_eq!(sleeper.pauses(), [1]);
    let server = service([late()]).await;
    match renewed_by(&http, &server, None, &sleeper).await {
        Err(TokenError::Network(error)) => assert_eq!(error.kind, NetworkKind::TimedOut),
        other => panic!("{other:?}"),
    }
    assert_eq!(sleeper.pauses(), [1, 1]);
}

#[tokio::test]
async fn a_code_is_redeemed_in_two_tries_as_well() {
    let server = MockServer::start().await;
    let sleeper = Skipped::default();
    let options = Options {
        sleeper: sleeper.clone(),
        ..Options::default()
    };
    let attempt = Attempt::with(&server.uri(), options).await;
    let answers = [
        ResponseTemplate::new(503),
        ResponseTemplate::new(200).set_body_json(attempt.tokens()),
    ];
    Mock::given(path(TOKEN_PATH))
        .respond_with(Script::new(answers))
        .mount(&server)
        .await;
    let page = attempt.post(&attempt.answer()).await;
    assert!(page.contains("You are signed in"), "{page}");
    attempt.result.await.unwrap().unwrap();
    assert_eq!(sleeper.pauses(), [1]);
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].body, requests[1].body);
}

#[tokio::test]
async fn the_plain_renewal_is_one_try() {
    let server = service([ResponseTemplate::new(503), good()]).await;
    let http = entra::loopback_http_client().unwrap();
    let token = SecretString::from("fixture-old-refresh-token");
    let result = entra::renew(&http, &app(&server.uri()), &token, &now).await;
    match result {
        Err(TokenError::Unexpected(what)) => assert_eq!(what, UnexpectedAnswer::Empty { status: 503 }),
        other => panic!("{other:?}"),
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn expiry_counts_from_the_answer_that_came() {
    let server = service([ResponseTemplate::new(503), good()]).await;
    let sleeper = Skipped::default();
    let clock = sleeper.clock.clone();
    let (http, token) = (
        entra::loopback_http_client().unwrap(),
        SecretString::from("fixture-old-refresh-token"),
    );
    let tokens = renew_with(
        &http,
        &app(&server.uri()),
        &token,
        None,
        &move || clock.read(),
        &sleeper,
    )
    .await
    .unwrap();
    assert_eq!(tokens.expires_at, now() + TimeDelta::seconds(1 + 4_500));
}
