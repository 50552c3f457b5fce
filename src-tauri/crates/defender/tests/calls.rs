//! Calls of any method, and what is told of them; files that answers link to.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod common;

use common::Bench;
use defender::catalogue::Method;
use defender::files::{FileError, download};
use defender::{Again, ApiError, Body, Called, Expected, FilePart, Request};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use url::Url;
use wiremock::matchers::{body_string, header, header_exists, method, path};
use wiremock::{Mock, MockServer, Request as Seen, ResponseTemplate};

async fn call(bench: &Bench, request: &Request, again: Again) -> Called {
    bench
        .client
        .call(request, again, &bench.cancel, &|wait| {
            bench.waits.lock().unwrap().push(wait)
        })
        .await
}

fn isolate() -> Request {
    Request::new("/api/machines/1/isolate")
        .by(Method::Post)
        .carrying(Body::Json(r#"{"Comment":"x"}"#.into()))
        .expecting(Expected::Any)
}

#[tokio::test]
async fn a_body_is_sent_and_the_exchange_is_told_without_the_token() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/api/machines/1/isolate"))
        .and(header("content-type", "application/json"))
        .and(header("authorization", "Bearer token-1"))
        .and(body_string(r#"{"Comment":"x"}"#))
        .respond_with(
            ResponseTemplate::new(201)
                .insert_header("x-fixture", "here")
                .insert_header("set-cookie", "secret=1")
                .set_body_raw(r#"{"id":"1"}"#, "application/json"),
        )
        .expect(1)
        .mount(&server)
        .await;
    let bench = Bench::new(&server.uri());
    let called = call(&bench, &isolate(), Again::Never).await;
    let answer = called.outcome.unwrap();
    assert_eq!(
        (answer.status, answer.body.as_slice()),
        (201, br#"{"id":"1"}"#.as_slice())
    );
    let trace = called.trace;
    assert_eq!((trace.status, trace.attempts), (Some(201), 1));
    let shown = format!("{trace:?}");
    assert!(
        !shown.contains("token-1") && !shown.contains("secret=1"),
        "{shown}"
    );
    let value = |headers: &[(String, String)], name: &str| {
        headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
    };
    assert_eq!(value(&trace.received, "x-fixture").as_deref(), Some("here"));
    assert_eq!(
        value(&trace.sent, "authorization").as_deref(),
        Some("Bearer (the token is left out)")
    );
    assert!(trace.timing.first_byte.is_some() && trace.timing.transfer.is_some());
    // The first call made the connection; an address needs no look-up.
    assert!(trace.timing.connect.is_some());
    let again = call(
        &bench,
        &Request::new("/api/none").expecting(Expected::Any),
        Again::Never,
    )
    .await;
    assert!(again.trace.timing.connect.is_none(), "the connection was kept");
}

#[tokio::test]
async fn what_acts_on_a_device_is_never_sent_twice() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(503).set_body_string("busy"))
        .expect(1)
        .mount(&server)
        .await;
    let bench = Bench::new(&server.uri());
    let called = call(&bench, &isolate(), Again::Never).await;
    assert!(matches!(called.outcome, Err(ApiError::Service(_))));
    assert_eq!(called.trace.refusal, b"busy");
    assert!(bench.waits.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_read_is_sent_again_and_the_pauses_are_told() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_raw("[]", "application/json"))
        .mount(&server)
        .await;
    let bench = Bench::new(&server.uri());
    let called = call(&bench, &Request::new("/api/alerts"), Again::WhereItHelps).await;
    assert!(called.outcome.is_ok());
    assert_eq!((called.trace.attempts, called.trace.status), (2, Some(200)));
    assert_eq!(called.trace.timing.waited.as_millis(), 500);
    assert!(called.trace.refusal.is_empty());
}

#[tokio::test]
async fn nothing_is_an_answer_where_nothing_is_documented() {
    let server = MockServer::start().await;
    Mock::given(method("DELETE"))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;
    let bench = Bench::new(&server.uri());
    let request = Request::new("/api/indicators/1")
        .by(Method::Delete)
        .expecting(Expected::Any);
    let answer = call(&bench, &request, Again::WhereItHelps).await.outcome.unwrap();
    assert_eq!((answer.status, answer.body.len()), (204, 0));
}

#[tokio::test]
async fn a_file_goes_as_a_form() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(header_exists("content-type"))
        .respond_with(|seen: &Seen| {
            let body = String::from_utf8_lossy(&seen.body);
            let whole = body.contains("name=\"Description\"\r\n\r\nA script")
                && body.contains("name=\"File\"; filename=\"it.ps1\"")
                && body.contains("Get-Date");
            ResponseTemplate::new(if whole { 200 } else { 400 }).set_body_raw("{}", "application/json")
        })
        .mount(&server)
        .await;
    let bench = Bench::new(&server.uri());
    let request = Request::new("/api/libraryfiles")
        .by(Method::Post)
        .carrying(Body::Form {
            texts: vec![("Description".into(), "A script".into())],
            file: FilePart {
                field: "File".into(),
                name: "it.ps1".into(),
                bytes: b"Get-Date".as_slice().into(),
            },
        });
    let answer = call(&bench, &request, Again::Never).await.outcome.unwrap();
    assert_eq!(answer.status, 200);
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

async fn downloaded(url: &str) -> Result<String, FileError> {
    let http = defender::loopback_http_client().unwrap();
    let mut text = String::new();
    let cancel = tokio_util::sync::CancellationToken::new();
    download(&http, &Url::parse(url).unwrap(), &cancel, &mut |bytes| {
        text.push_str(std::str::from_utf8(bytes)?);
        Ok(())
    })
    .await?;
    Ok(text)
}

#[tokio::test]
async fn a_file_is_unpacked_as_it_comes_and_no_token_is_sent_for_it() {
    let server = MockServer::start().await;
    // Two members, as files that were written in parts have.
    let packed = [gzip("{\"a\":1}\n"), gzip("{\"a\":2}\n")].concat();
    Mock::given(method("GET"))
        .respond_with(move |seen: &Seen| {
            if seen.headers.contains_key("authorization") {
                ResponseTemplate::new(500)
            } else {
                ResponseTemplate::new(200).set_body_raw(packed.clone(), "application/octet-stream")
            }
        })
        .mount(&server)
        .await;
    assert_eq!(
        downloaded(&format!("{}/f?sig=1", server.uri())).await.unwrap(),
        "{\"a\":1}\n{\"a\":2}\n"
    );
}

#[tokio::test]
async fn a_file_that_is_cut_off_no_gzip_gone_or_elsewhere_is_told_for_what_it_is() {
    let server = MockServer::start().await;
    let mut cut = gzip(&"{\"a\":1}\n".repeat(100));
    cut.truncate(cut.len() / 2);
    for (name, template) in [
        (
            "/cut",
            ResponseTemplate::new(200).set_body_raw(cut, "application/gzip"),
        ),
        ("/text", ResponseTemplate::new(200).set_body_string("no gzip")),
        ("/gone", ResponseTemplate::new(403)),
    ] {
        Mock::given(path(name))
            .respond_with(template)
            .mount(&server)
            .await;
    }
    let fault = async |name: &str| downloaded(&format!("{}{name}", server.uri())).await.unwrap_err();
    assert!(matches!(fault("/cut").await, FileError::Packed(_)));
    assert!(matches!(fault("/text").await, FileError::Packed(_)));
    assert!(
        matches!(fault("/gone").await, FileError::Api(error) if matches!(error.as_ref(), ApiError::Service(refusal) if refusal.status == 403))
    );
    for elsewhere in [
        "http://example.com/f",
        "ftp://127.0.0.1/f",
        "http://localhost.example/f",
    ] {
        assert!(
            matches!(downloaded(elsewhere).await, Err(FileError::NotSecure)),
            "{elsewhere}"
        );
    }
}
