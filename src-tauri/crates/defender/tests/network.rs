//! Calls whose answer does not come, or not whole.

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{Bench, RecordedPace, raw_server};
use defender::{ApiError, NetworkKind, Request, WaitReason};
use tokio::net::TcpListener;

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
