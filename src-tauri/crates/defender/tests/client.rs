//! The rules of calling, each against a server that breaks or keeps them.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{Bench, RecordedPace};
use defender::{ApiError, Expected, NetworkKind, Refusal, Request, Unexpected, WaitReason};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use wiremock::matchers::{any, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

const BODY: &str = r#"{"value":[]}"#;

fn ok() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(BODY, "application/json")
}

fn refusal(status: u16, code: &str) -> ResponseTemplate {
    let body = json!({"error": {"code": code, "message": "Said by the service.", "target": "4b1c-id"}});
    ResponseTemplate::new(status).set_body_json(body)
}

async fn serving(answers: Vec<ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    let (last, first) = answers.split_last().unwrap();
    for answer in first {
        Mock::given(any())
            .respond_with(answer.clone())
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    Mock::given(any()).respond_with(last.clone()).mount(&server).await;
    server
}

async fn calls(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

/// Answers each connection with these bytes, then closes it.
async fn raw_server(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer).await;
        }
    });
    format!("http://{address}")
}

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
async fn passing_faults_are_tried_again_with_growing_pauses() {
    for status in [408, 429, 500, 502, 503, 504] {
        let fault = ResponseTemplate::new(status);
        let server = serving(vec![fault.clone(), fault.clone(), fault, ok()]).await;
        let bench = Bench::new(&server.uri());
        bench.alerts().await.unwrap();
        assert_eq!(
            (calls(&server).await, bench.slept()),
            (4, vec![500, 1000, 2000]),
            "{status}"
        );
        let waits = bench.waits.lock().unwrap();
        let reason = if status == 429 {
            WaitReason::Throttled
        } else {
            WaitReason::Service(status)
        };
        assert_eq!(
            waits
                .iter()
                .map(|wait| (wait.retry, wait.reason))
                .collect::<Vec<_>>(),
            [(1, reason), (2, reason), (3, reason)]
        );
    }
}

#[tokio::test]
async fn after_three_retries_the_fault_is_reported() {
    let server = serving(vec![refusal(500, "InternalServerError")]).await;
    let bench = Bench::new(&server.uri());
    let Err(ApiError::Service(refusal)) = bench.alerts().await else {
        panic!()
    };
    assert_eq!(
        (refusal.status, refusal.target.as_deref()),
        (500, Some("4b1c-id"))
    );
    assert_eq!(calls(&server).await, 4);
}

#[tokio::test]
async fn a_single_try_is_not_repeated() {
    let server = serving(vec![
        refusal(429, "TooManyRequests").insert_header("Retry-After", "2"),
        ok(),
    ])
    .await;
    let bench = Bench::new(&server.uri());
    let once = bench
        .client
        .get_once(&Request::new("/api/alerts"), &bench.cancel)
        .await;
    let Err(ApiError::Throttled { retry_after, .. }) = once else {
        panic!()
    };
    assert_eq!(
        (retry_after, calls(&server).await),
        (Some(Duration::from_secs(2)), 1)
    );
}

#[tokio::test]
async fn the_service_decides_how_long_to_wait_in_either_form() {
    let seconds = refusal(429, "TooManyRequests").insert_header("Retry-After", "17");
    // The answer's own clock counts, not the one of this machine.
    let date = refusal(503, "Busy")
        .insert_header("Date", "Tue, 01 Jan 2030 00:00:00 GMT")
        .insert_header("Retry-After", "Tue, 01 Jan 2030 00:00:45 GMT");
    let short = refusal(429, "TooManyRequests").insert_header("Retry-After", "0");
    let server = serving(vec![seconds, date, short, ok()]).await;
    let bench = Bench::new(&server.uri());
    bench.alerts().await.unwrap();
    assert_eq!(bench.slept(), [17_000, 45_000, 2_000]);
}

#[tokio::test]
async fn a_pause_longer_than_five_minutes_is_reported_instead() {
    let server = serving(vec![
        refusal(429, "TooManyRequests").insert_header("Retry-After", "301"),
    ])
    .await;
    let bench = Bench::new(&server.uri());
    let Err(ApiError::Throttled { refusal, retry_after }) = bench.alerts().await else {
        panic!()
    };
    assert_eq!(
        (refusal.status, retry_after),
        (429, Some(Duration::from_secs(301)))
    );
    assert_eq!((calls(&server).await, bench.slept()), (1, vec![]));
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
async fn an_answer_of_unknown_length_is_stopped_at_the_limit() {
    let base =
        raw_server(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n{\"value\":[]}\r\n0\r\n\r\n")
            .await;
    let bench = Bench::new(&base);
    assert!(bench.alerts().await.is_ok());
    let client = bench.client.clone().with_largest_answer(11);
    let result = client.get(&Request::new("/"), &bench.cancel, &|_| ()).await;
    assert!(matches!(result, Err(ApiError::TooLarge { limit: 11 })));
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
async fn a_connection_that_breaks_in_the_answer_is_tried_again_and_then_reported() {
    for answer in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"value\":[",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"value\":[",
    ] {
        let bench = Bench::new(&raw_server(answer).await);
        let error = bench.alerts().await.unwrap_err();
        assert!(
            matches!(
                &error,
                ApiError::Network {
                    kind: NetworkKind::CutOff,
                    ..
                }
            ),
            "{error:?}"
        );
        assert_eq!(bench.slept(), [500, 1000, 2000]);
    }
}

#[tokio::test]
async fn a_refused_connection_is_reported_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let bench = Bench::new(&base);
    let error = bench.alerts().await.unwrap_err();
    assert!(
        matches!(
            &error,
            ApiError::Network {
                kind: NetworkKind::Connect,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(
        bench.waits.lock().unwrap()[0].reason,
        WaitReason::Network(NetworkKind::Connect)
    );
}

#[tokio::test]
async fn a_host_without_an_address_is_reported_as_such() {
    struct NoNames;
    impl reqwest::dns::Resolve for NoNames {
        fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
            Box::pin(async { Err(std::io::Error::other("no such name").into()) })
        }
    }
    let http = reqwest::Client::builder()
        .no_proxy()
        .dns_resolver(Arc::new(NoNames))
        .build()
        .unwrap();
    let bench = Bench::over(http, "http://api.example/", &["token-1"], RecordedPace::default());
    let error = bench.alerts().await.unwrap_err();
    assert!(
        matches!(
            &error,
            ApiError::Network {
                kind: NetworkKind::Dns,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_failed_handshake_is_reported_at_once() {
    let plain = raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let bench = Bench::new(&plain.replace("http://", "https://"));
    let error = bench.alerts().await.unwrap_err();
    assert!(
        matches!(
            &error,
            ApiError::Network {
                kind: NetworkKind::Tls,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(bench.slept(), Vec::<u64>::new());
}

#[tokio::test]
async fn a_silent_server_is_reported_as_timed_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let http = reqwest::Client::builder()
        .no_proxy()
        .read_timeout(Duration::from_millis(20))
        .build()
        .unwrap();
    let bench = Bench::over(http, &base, &["token-1"], RecordedPace::default());
    let error = bench.alerts().await.unwrap_err();
    assert!(
        matches!(
            &error,
            ApiError::Network {
                kind: NetworkKind::TimedOut,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn cancelling_ends_a_pause() {
    let server = serving(vec![
        refusal(429, "TooManyRequests").insert_header("Retry-After", "60"),
    ])
    .await;
    let pace = RecordedPace {
        cancel: Some(CancellationToken::new()),
        ..RecordedPace::default()
    };
    let bench = Bench::with(&server.uri(), &["token-1"], pace);
    assert!(matches!(bench.alerts().await, Err(ApiError::Cancelled)));
    assert_eq!(bench.slept(), [60_000]);
}

#[tokio::test]
async fn cancelling_ends_a_call_that_waits_for_its_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let bench = Bench::new(&format!("http://{}", listener.local_addr().unwrap()));
    let server = async {
        let (stream, _) = listener.accept().await.unwrap();
        bench.cancel.cancel();
        stream
    };
    let (result, _stream) = tokio::join!(bench.alerts(), server);
    assert!(matches!(result, Err(ApiError::Cancelled)));
}

#[tokio::test]
async fn a_cancelled_call_sends_nothing() {
    let server = serving(vec![ok()]).await;
    let bench = Bench::new(&server.uri());
    bench.cancel.cancel();
    assert!(matches!(bench.alerts().await, Err(ApiError::Cancelled)));
    assert_eq!(calls(&server).await, 0);
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_token_appears_in_logs_or_errors() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let server = serving(vec![
        refusal(401, "Unauthorized"),
        refusal(503, "Busy"),
        refusal(400, "BadRequest"),
    ])
    .await;
    let bench = Bench::with(
        &server.uri(),
        &["secret-one", "secret-two"],
        RecordedPace::default(),
    );
    let refused = bench.alerts().await.unwrap_err();
    let broken = Bench::with(&raw_server(b"").await, &["secret-three"], RecordedPace::default());
    let cut_off = broken.alerts().await.unwrap_err();
    drop(guard);
    let mut seen = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        seen.contains("API answered") && seen.contains("API call waits"),
        "{seen}"
    );
    seen.push_str(&format!("{refused:?} {refused} {cut_off:?} {cut_off}"));
    assert!(!seen.contains("secret-"), "{seen}");
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_refused_without_showing_it() {
    let server = serving(vec![ok()]).await;
    let bench = Bench::with(
        &server.uri(),
        &["secret\r\nX-Injected: 1"],
        RecordedPace::default(),
    );
    let error = bench.alerts().await.unwrap_err();
    assert!(matches!(error, ApiError::Token(_)));
    assert!(!format!("{error:?}").contains("secret"));
    assert_eq!(calls(&server).await, 0);
}
