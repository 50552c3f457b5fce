//! What is sent, which answers are taken, and how the others are named.

mod common;

use common::{BODY, Bench, RecordedPace, calls, ok, refusal, serving};
use defender::{ApiError, Expected, Refusal, Request, Unexpected};
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

#[tokio::test]
async fn a_request_carries_the_token_and_asks_for_json() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/api/alerts"))
        .and(query_param("$filter", "severity eq 'High'"))
        .and(header("authorization", "Bearer token-1"))
        .and(header("accept", "application/json"))
        .respond_with(ok().insert_header("Date", "Sun, 01 Mar 2026 12:00:05 GMT"))
        .mount(&server)
        .await;
    let bench = Bench::new(&server.uri());
    let request = Request::new("/api/alerts").with("$filter", "severity eq 'High'");
    let answer = bench.get(&request).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (200, BODY.as_bytes()));
    assert_eq!(answer.date, Some("2026-03-01T12:00:05Z".parse().unwrap()));
    let agent = &server.received_requests().await.unwrap()[0].headers["user-agent"];
    assert!(agent.to_str().unwrap().starts_with("defender-api-workbench/"));
}

#[tokio::test]
async fn the_base_address_may_have_a_path() {
    let server = serving(vec![ok()]).await;
    let bench = Bench::new(&format!("{}/tenant/", server.uri()));
    bench.alerts().await.unwrap();
    assert_eq!(
        server.received_requests().await.unwrap()[0].url.path(),
        "/tenant/api/alerts"
    );
}

#[tokio::test]
async fn a_rejected_token_is_renewed_once_and_the_call_repeated() {
    let server = MockServer::start().await;
    Mock::given(header("authorization", "Bearer old"))
        .respond_with(refusal(401, "Unauthorized"))
        .mount(&server)
        .await;
    Mock::given(header("authorization", "Bearer new"))
        .respond_with(ok())
        .mount(&server)
        .await;
    let bench = Bench::with(&server.uri(), &["old", "new"], RecordedPace::default());
    bench.alerts().await.unwrap();
    assert_eq!(*bench.tokens.rejected.lock().unwrap(), ["old"]);
    assert_eq!((calls(&server).await, bench.slept()), (2, vec![]));
}

#[tokio::test]
async fn a_renewed_token_that_is_rejected_too_ends_the_call() {
    let server = serving(vec![
        refusal(401, "Unauthorized").insert_header("WWW-Authenticate", "Bearer error=\"x\""),
    ])
    .await;
    let bench = Bench::with(&server.uri(), &["one", "two", "three"], RecordedPace::default());
    let Err(ApiError::Unauthorized(refusal)) = bench.alerts().await else {
        panic!()
    };
    assert_eq!(refusal.challenge.as_deref(), Some("Bearer error=\"x\""));
    assert_eq!(calls(&server).await, 2);
}

#[tokio::test]
async fn a_token_that_renewal_did_not_change_is_not_sent_again() {
    let server = serving(vec![refusal(401, "Unauthorized")]).await;
    let bench = Bench::new(&server.uri());
    assert!(matches!(bench.alerts().await, Err(ApiError::Unauthorized(_))));
    assert_eq!(calls(&server).await, 1);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = serving(vec![ok()]).await;
    let bench = Bench::with(&server.uri(), &[], RecordedPace::default());
    let Err(ApiError::Token(error)) = bench.alerts().await else {
        panic!()
    };
    assert_eq!(error.into_reason().to_string(), "signed out");
    assert_eq!(calls(&server).await, 0);
}

#[tokio::test]
async fn refusals_are_told_apart_and_never_tried_again() {
    type Check = fn(&ApiError) -> Option<&Refusal>;
    let cases: [(u16, &str, Check); 6] = [
        (400, "ODataError", |error| {
            if let ApiError::BadRequest(refusal) = error {
                Some(refusal)
            } else {
                None
            }
        }),
        (401, "Unauthorized", |error| {
            if let ApiError::Unauthorized(refusal) = error {
                Some(refusal)
            } else {
                None
            }
        }),
        (403, "Forbidden", |error| {
            if let ApiError::Forbidden(refusal) = error {
                Some(refusal)
            } else {
                None
            }
        }),
        (404, "ResourceNotFound", |error| {
            if let ApiError::NotFound(refusal) = error {
                Some(refusal)
            } else {
                None
            }
        }),
        (409, "Conflict", |error| {
            if let ApiError::Service(refusal) = error {
                Some(refusal)
            } else {
                None
            }
        }),
        (501, "NotImplemented", |error| {
            if let ApiError::Service(refusal) = error {
                Some(refusal)
            } else {
                None
            }
        }),
    ];
    for (status, code, check) in cases {
        let server = serving(vec![refusal(status, code)]).await;
        let error = Bench::new(&server.uri()).alerts().await.unwrap_err();
        let refusal = check(&error).unwrap_or_else(|| panic!("{error:?}"));
        assert_eq!(
            (refusal.status, refusal.code.as_str(), refusal.message.as_str()),
            (status, code, "Said by the service.")
        );
        assert_eq!(refusal.target.as_deref(), Some("4b1c-id"));
        assert_eq!(calls(&server).await, 1);
    }
}

#[tokio::test]
async fn a_web_page_instead_of_an_answer_is_named_whatever_its_status() {
    for status in [200, 403, 407] {
        let page = ResponseTemplate::new(status).set_body_raw("<html>Blocked by policy</html>", "text/html");
        let server = serving(vec![page]).await;
        let error = Bench::new(&server.uri()).alerts().await.unwrap_err();
        assert!(
            matches!(&error, ApiError::Unexpected(Unexpected::Html { status: seen }) if *seen == status),
            "{error:?}"
        );
    }
    let gateway = ResponseTemplate::new(502).set_body_raw("<html>Bad gateway</html>", "text/html");
    let server = serving(vec![gateway]).await;
    assert!(matches!(
        Bench::new(&server.uri()).alerts().await,
        Err(ApiError::Service(_))
    ));
}

#[tokio::test]
async fn success_with_wrong_content_is_named() {
    let json = |body: &str| ResponseTemplate::new(200).set_body_raw(body, "application/json");
    for (answer, expected) in [
        (ResponseTemplate::new(200), Unexpected::Empty { status: 200 }),
        (ResponseTemplate::new(204), Unexpected::Empty { status: 204 }),
        (json(r#"{"value":[{"id":"#), Unexpected::CutOff { length: 16 }),
        (
            json(r#"{"error":{"code":"InternalServerError"}}"#),
            Unexpected::ErrorBody(Refusal {
                status: 200,
                code: "InternalServerError".into(),
                ..Refusal::default()
            }),
        ),
        (
            ResponseTemplate::new(200).set_body_raw(BODY, "image/png"),
            Unexpected::ContentType("image/png".into()),
        ),
    ] {
        let server = serving(vec![answer]).await;
        let error = Bench::new(&server.uri()).alerts().await.unwrap_err();
        assert!(
            matches!(&error, ApiError::Unexpected(what) if *what == expected),
            "{error:?}"
        );
        assert_eq!(calls(&server).await, 1);
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = serving(vec![ok()]).await;
    let redirect =
        ResponseTemplate::new(302).insert_header("Location", format!("{}/api/alerts", elsewhere.uri()));
    let server = serving(vec![redirect]).await;
    let error = Bench::new(&server.uri()).alerts().await.unwrap_err();
    let expected = Unexpected::Redirect {
        status: 302,
        host: Some("127.0.0.1".into()),
    };
    assert!(
        matches!(&error, ApiError::Unexpected(what) if *what == expected),
        "{error:?}"
    );
    assert_eq!(calls(&elsewhere).await, 0);
}

#[tokio::test]
async fn an_answer_larger_than_the_limit_is_not_read() {
    let server = serving(vec![ok()]).await;
    let bench = Bench::new(&server.uri());
    let client = bench.client.clone().with_largest_answer(BODY.len() - 1);
    let result = client.get(&Request::new("/"), &bench.cancel, &|_| ()).await;
    assert!(matches!(result, Err(ApiError::TooLarge { limit: 11 })));
    let client = client.with_largest_answer(BODY.len());
    assert!(
        client
            .get(&Request::new("/"), &bench.cancel, &|_| ())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn plain_text_is_taken_where_it_is_expected() {
    let server = serving(vec![
        ResponseTemplate::new(200).set_body_raw("\u{feff}1200", "text/plain"),
    ])
    .await;
    let bench = Bench::new(&server.uri());
    let request = defender::odata::alerts_count_request(&defender::odata::AlertFilter::default());
    assert_eq!(request.expected(), Expected::Text);
    assert_eq!(bench.get(&request).await.unwrap().body, "\u{feff}1200".as_bytes());
}

#[tokio::test]
async fn a_cancelled_call_sends_nothing() {
    let server = serving(vec![ok()]).await;
    let bench = Bench::new(&server.uri());
    bench.cancel.cancel();
    assert!(matches!(bench.alerts().await, Err(ApiError::Cancelled)));
    assert_eq!(calls(&server).await, 0);
}
