//! When a call is tried again, and after which pause.

mod common;

use std::time::Duration;

use common::{Bench, RecordedPace, calls, ok, refusal, serving};
use defender::{ApiError, Request, WaitReason};
use tokio_util::sync::CancellationToken;
use wiremock::ResponseTemplate;

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
