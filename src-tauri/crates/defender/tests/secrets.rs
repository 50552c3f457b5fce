//! Tokens stay out of logs and errors.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use common::{Bench, RecordedPace, calls, ok, raw_server, refusal, serving};
use defender::ApiError;

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
