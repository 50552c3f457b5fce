//! The documented limits of calls, kept by this side, so that the service need not refuse.
//!
//! Sources: each operation's page; "Supported Microsoft Defender for Endpoint APIs" for what holds where a page names none:
//! 100 calls a minute and 1,500 an hour. The service counts per tenant and counts other programs, too, so a 429 can still
//! come; it then holds back further calls of the operation for as long as it asks.
//!
//! Invariants: calls of one operation go in the order in which they came; a call that is cancelled while it waits is not
//! counted; windows slide.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use crate::catalogue::Operation;
use crate::pace::Pace;

/// Where a page names no limit.
const USUAL: (u32, u32) = (100, 1_500);
const MINUTE: TimeDelta = TimeDelta::minutes(1);
const HOUR: TimeDelta = TimeDelta::hours(1);

/// Why a call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So many calls a minute.
    Minute(u32),
    /// So many calls an hour.
    Hour(u32),
    /// The service asked for a pause.
    Asked,
}

/// What was called and what may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Calls of the last 60 seconds.
    pub minute: u32,
    /// Allowed a minute.
    pub minute_limit: Option<u32>,
    /// Calls of the last 60 minutes.
    pub hour: u32,
    /// Allowed an hour.
    pub hour_limit: Option<u32>,
    /// Calls that wait.
    pub waiting: u32,
    /// Until the next call fits.
    pub wait: Duration,
}

/// Keeps the limits of one account's calls.
pub struct Limiter {
    pace: Arc<dyn Pace>,
    operations: Mutex<HashMap<String, Arc<Calls>>>,
}

/// The calls of one operation.
#[derive(Default)]
struct Calls {
    /// Held by whoever is next; the others queue in order.
    turn: tokio::sync::Mutex<()>,
    made: Mutex<Made>,
}

#[derive(Default)]
struct Made {
    /// When calls of the last hour were made, earliest first.
    at: VecDeque<DateTime<Utc>>,
    /// The service asked for a pause until then.
    paused_until: Option<DateTime<Utc>>,
    waiting: u32,
}

impl Limiter {
    /// Nothing was called yet.
    pub fn new(pace: Arc<dyn Pace>) -> Self {
        Self {
            pace,
            operations: Mutex::default(),
        }
    }

    /// Waits until a call fits, and counts it. `on_wait` hears how long and why, before each pause.
    ///
    /// Returns whether the call may go: `false` where it was cancelled.
    pub async fn acquire(
        &self,
        operation: &Operation,
        cancel: &CancellationToken,
        on_wait: &(dyn Fn(Duration, Limit) + Send + Sync),
    ) -> bool {
        let calls = self.calls(operation);
        let limits = limits(operation);
        let waiting = Waiting::begin(&calls);
        let acquired = cancel.run_until_cancelled(async {
            let _turn = calls.turn.lock().await;
            loop {
                let pause = {
                    let mut made = lock(&calls.made);
                    let now = self.pace.now();
                    match made.wait(limits, now) {
                        None => {
                            made.at.push_back(now);
                            return;
                        }
                        Some(pause) => pause,
                    }
                };
                let (duration, why) = pause;
                tracing::info!(seconds = duration.as_secs_f32(), ?why, operation = %operation.id, "call waits for its limit");
                on_wait(duration, why);
                self.pace.sleep(duration).await;
            }
        });
        let acquired = acquired.await.is_some();
        drop(waiting);
        acquired
    }

    /// The service refused with 429 and asked for a pause.
    pub fn asked_to_wait(&self, operation: &Operation, pause: Duration) {
        let until = TimeDelta::from_std(pause)
            .ok()
            .and_then(|pause| self.pace.now().checked_add_signed(pause));
        let calls = self.calls(operation);
        let mut made = lock(&calls.made);
        made.paused_until = made.paused_until.max(until);
    }

    /// How often an operation was called, and what may be.
    pub fn usage(&self, operation: &Operation) -> Usage {
        let (minute_limit, hour_limit) = limits(operation);
        let calls = self.calls(operation);
        let mut made = lock(&calls.made);
        let now = self.pace.now();
        let wait = made.wait((minute_limit, hour_limit), now);
        let since = |span: TimeDelta| {
            let recent = made.at.iter().filter(|at| **at > now - span).count();
            u32::try_from(recent).unwrap_or(u32::MAX)
        };
        Usage {
            minute: since(MINUTE),
            minute_limit,
            hour: since(HOUR),
            hour_limit,
            waiting: made.waiting,
            wait: wait.map(|(duration, _)| duration).unwrap_or_default(),
        }
    }

    fn calls(&self, operation: &Operation) -> Arc<Calls> {
        Arc::clone(lock(&self.operations).entry(operation.id.clone()).or_default())
    }
}

impl Made {
    /// How long the next call has to wait, and why; the longest reason counts.
    fn wait(&mut self, limits: (Option<u32>, Option<u32>), now: DateTime<Utc>) -> Option<(Duration, Limit)> {
        while self.at.front().is_some_and(|at| *at <= now - HOUR) {
            self.at.pop_front();
        }
        let full = |limit: Option<u32>, span: TimeDelta| {
            let limit = limit? as usize;
            // The call that has to leave the window first.
            let oldest = self.at.len().checked_sub(limit).and_then(|at| self.at.get(at))?;
            let left = *oldest + span - now;
            (left > TimeDelta::zero()).then_some(left)
        };
        let minute = full(limits.0, MINUTE).zip(limits.0.map(Limit::Minute));
        let hour = full(limits.1, HOUR).zip(limits.1.map(Limit::Hour));
        let asked = self
            .paused_until
            .map(|until| until - now)
            .filter(|left| *left > TimeDelta::zero())
            .map(|left| (left, Limit::Asked));
        let (left, why) = [minute, hour, asked]
            .into_iter()
            .flatten()
            .max_by_key(|(left, _)| *left)?;
        Some((left.to_std().unwrap_or_default(), why))
    }
}

/// Counts a call among those that wait until it is dropped.
struct Waiting<'a>(&'a Calls);

impl<'a> Waiting<'a> {
    fn begin(calls: &'a Calls) -> Self {
        lock(&calls.made).waiting += 1;
        Self(calls)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        lock(&self.0.made).waiting -= 1;
    }
}

/// Calls a minute and an hour; `None` where the page names another limit only.
pub fn limits(operation: &Operation) -> (Option<u32>, Option<u32>) {
    match &operation.rate_limit {
        Some(limit) => (limit.per_minute, limit.per_hour),
        None => (Some(USUAL.0), Some(USUAL.1)),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::catalogue;
    use async_trait::async_trait;

    /// A clock that whoever sleeps moves on.
    struct Moving(Mutex<DateTime<Utc>>);

    #[async_trait]
    impl Pace for Moving {
        fn now(&self) -> DateTime<Utc> {
            *lock(&self.0)
        }

        fn jitter(&self) -> f64 {
            0.0
        }

        async fn sleep(&self, pause: Duration) {
            *lock(&self.0) += TimeDelta::from_std(pause).unwrap();
        }
    }

    fn limiter() -> Limiter {
        Limiter::new(Arc::new(Moving(Mutex::new(
            "2026-03-01T12:00:00Z".parse().unwrap(),
        ))))
    }

    fn operation(id: &str) -> &'static Operation {
        catalogue().operation(id).unwrap()
    }

    async fn waits(limiter: &Limiter, operation: &Operation, calls: usize) -> Vec<(u64, Limit)> {
        let waits = Mutex::new(Vec::new());
        for _ in 0..calls {
            let cancel = CancellationToken::new();
            let went = limiter
                .acquire(operation, &cancel, &|duration, why| {
                    lock(&waits).push((duration.as_secs(), why));
                })
                .await;
            assert!(went);
        }
        waits.into_inner().unwrap()
    }

    #[tokio::test]
    async fn as_many_calls_as_a_minute_allows_go_at_once_and_the_next_waits() {
        let limiter = limiter();
        let batch = operation("batchUpdateAlerts");
        assert_eq!(waits(&limiter, batch, 10).await, []);
        assert_eq!(limiter.usage(batch).minute, 10);
        assert_eq!(limiter.usage(batch).wait, Duration::from_secs(60));
        assert_eq!(waits(&limiter, batch, 1).await, [(60, Limit::Minute(10))]);
        assert_eq!(limiter.usage(batch).minute, 1);
        assert_eq!(limiter.usage(batch).hour, 11);
        // Another operation has its own limit.
        assert_eq!(waits(&limiter, operation("listAlerts"), 100).await, []);
    }

    #[tokio::test]
    async fn the_hour_counts_where_the_minute_does_not() {
        let limiter = limiter();
        let start = operation("startInvestigation");
        assert_eq!(limits(start), (None, Some(50)));
        assert_eq!(waits(&limiter, start, 50).await, []);
        assert_eq!(waits(&limiter, start, 1).await, [(3600, Limit::Hour(50))]);
    }

    #[tokio::test]
    async fn a_pause_that_the_service_asked_for_holds_back_that_operation_alone() {
        let limiter = limiter();
        let alerts = operation("listAlerts");
        limiter.asked_to_wait(alerts, Duration::from_secs(17));
        limiter.asked_to_wait(alerts, Duration::from_secs(5));
        assert_eq!(waits(&limiter, operation("listMachines"), 1).await, []);
        assert_eq!(waits(&limiter, alerts, 1).await, [(17, Limit::Asked)]);
    }

    #[tokio::test]
    async fn a_call_that_is_cancelled_is_not_counted() {
        let limiter = limiter();
        let alerts = operation("listAlerts");
        let cancel = CancellationToken::new();
        cancel.cancel();
        assert!(!limiter.acquire(alerts, &cancel, &|_, _| ()).await);
        assert_eq!(
            limiter.usage(alerts),
            Usage {
                minute_limit: Some(100),
                hour_limit: Some(1500),
                ..Usage::default()
            }
        );
    }

    #[test]
    fn what_a_page_does_not_say_is_the_usual_limit() {
        assert_eq!(limits(operation("getExposureScore")), (Some(100), Some(1500)));
        assert_eq!(limits(operation("getPackageUri")), (Some(2), Some(120)));
    }
}
