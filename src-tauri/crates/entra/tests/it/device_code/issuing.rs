//! The request for a code, and what its answer may be.

use entra::{DeviceProgress, DeviceSignIn, DeviceSignInError, TokenError, UnexpectedAnswer};
use serde_json::json;
use test_support::now;
use tokio_util::sync::CancellationToken;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{CODE_PATH, code_answer, fields, ok, pending, refusal, run, run_at, service, tokens, with};
use crate::attempt::{TOKEN_PATH, app};
use crate::double::{Script, Skipped};

/// What the answer to the request for a code leads to.
async fn no_code(code: ResponseTemplate) -> TokenError {
    let server = service(code, [ok(&tokens())]).await;
    let run = run_at(&server.uri(), &entra::loopback_http_client().unwrap(), None).await;
    assert!(run.progress.is_empty(), "{:?}", run.progress);
    match run.error() {
        DeviceSignInError::NoCode(error) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_services_interval_is_kept_and_five_seconds_where_it_names_none() {
    for (interval, pause) in [
        (json!(7), 7),
        (json!("9"), 9),
        (json!(null), 5),
        (json!(0), 5),
        (json!(-1), 5),
    ] {
        let run = run(&with("interval", interval.clone()), [pending(), ok(&tokens())]).await;
        assert_eq!(run.pauses, [pause, pause], "{interval}");
        run.result.unwrap();
    }
}

#[tokio::test]
async fn an_error_in_place_of_a_code_is_seen_whatever_its_status() {
    let refused = no_code(refusal("invalid_request", 900_023)).await;
    assert!(matches!(refused, TokenError::Refused(_)), "{refused:?}");
    assert_eq!(refused.entra().unwrap().aadsts, Some(900_023));
    // A code beside the error is not used either.
    for mut body in [json!({}), code_answer()] {
        body["error"] = json!("unauthorized_client");
        body["error_codes"] = json!([700_016]);
        let error = no_code(ok(&body)).await;
        assert_eq!(error.entra().map(|e| e.aadsts), Some(Some(700_016)));
        assert!(
            matches!(
                error,
                TokenError::Unexpected(UnexpectedAnswer::ErrorInSuccess { status: 200, .. })
            ),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn what_is_no_code_is_told_apart() {
    let incomplete = |field: &str| UnexpectedAnswer::Incomplete {
        field: field.to_owned(),
    };
    let other = UnexpectedAnswer::OtherJson { status: 200 };
    let html = ResponseTemplate::new(200).set_body_raw("<html>", "text/html");
    let mut cases = vec![
        (html, UnexpectedAnswer::Html { status: 200 }),
        (
            ResponseTemplate::new(200),
            UnexpectedAnswer::Empty { status: 200 },
        ),
        (ok(&json!({"value": []})), other),
    ];
    for (field, values) in [
        ("device_code", vec![json!(1), json!(" "), json!(null)]),
        ("user_code", vec![json!(null), json!(["x"]), json!("")]),
        (
            "expires_in",
            vec![
                json!(null),
                json!("soon"),
                json!(-1),
                json!(u64::MAX),
                json!(i64::MAX / 1000),
            ],
        ),
        (
            "verification_uri",
            vec![
                json!(null),
                json!("devicelogin"),
                json!("http://login.example/device"),
                json!("javascript:alert(1)"),
                json!("file:///etc/hosts"),
                json!("https://login.example@evil.example/"),
            ],
        ),
    ] {
        for value in values {
            cases.push((ok(&with(field, value)), incomplete(field)));
        }
    }
    for (answer, expected) in cases {
        match no_code(answer).await {
            TokenError::Unexpected(what) => assert_eq!(what, expected),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn the_page_may_be_on_this_machine_and_the_message_missing() {
    let mut answer = with("verification_uri", json!("http://127.0.0.1:4000/device"));
    answer["message"] = json!(null);
    let run = run(&answer, [ok(&tokens())]).await;
    let DeviceProgress::CodeIssued {
        message,
        verification_uri,
        ..
    } = &run.progress[0]
    else {
        panic!()
    };
    assert_eq!((message.as_str(), verification_uri.port()), ("", Some(4_000)));
    run.result.unwrap();
}

#[tokio::test]
async fn a_request_for_a_code_that_meets_a_fault_is_sent_once_more() {
    let server = MockServer::start().await;
    let code = Script::new([ResponseTemplate::new(503), ok(&code_answer())]);
    let post = |address| Mock::given(method("POST")).and(path(address));
    post(CODE_PATH).respond_with(code).mount(&server).await;
    post(TOKEN_PATH).respond_with(ok(&tokens())).mount(&server).await;
    let run = run_at(&server.uri(), &entra::loopback_http_client().unwrap(), None).await;
    assert_eq!(run.pauses, [1, 5]);
    run.result.unwrap();
}

#[tokio::test]
async fn a_claims_challenge_goes_with_the_request_and_with_every_poll() {
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let server = service(ok(&code_answer()), [pending(), ok(&tokens())]).await;
    let http = entra::loopback_http_client().unwrap();
    run_at(&server.uri(), &http, Some(claims)).await.result.unwrap();
    let sent = fields(&server).await;
    assert_eq!(sent.len(), 3);
    for request in sent {
        assert_eq!(request.last().unwrap(), &("claims".to_owned(), claims.to_owned()));
    }
}

#[tokio::test]
async fn claims_that_are_no_json_object_are_not_sent() {
    let server = service(ok(&code_answer()), [ok(&tokens())]).await;
    let http = entra::loopback_http_client().unwrap();
    let error = run_at(&server.uri(), &http, Some("[]")).await.error();
    assert!(
        matches!(error, DeviceSignInError::NoCode(TokenError::BadClaims)),
        "{error:?}"
    );
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_sign_in_that_is_cancelled_before_it_starts_asks_for_nothing() {
    let server = service(ok(&code_answer()), [ok(&tokens())]).await;
    let (http, app) = (entra::loopback_http_client().unwrap(), app(&server.uri()));
    let cancel = CancellationToken::new();
    cancel.cancel();
    let sign_in = DeviceSignIn {
        http: &http,
        app: &app,
        clock: &now,
        sleeper: &Skipped::default(),
        claims: None,
    };
    let result = sign_in.run(cancel, &|_| ()).await;
    assert!(matches!(result, Err(DeviceSignInError::Cancelled)));
    assert!(server.received_requests().await.unwrap().is_empty());
}
