//! When a call is tried again, and after which pause.
//!
//! Sources: "Supported Microsoft Defender for Endpoint APIs" on throttling (429 with `Retry-After` in seconds; earlier
//! retries get 429 again) and RFC 9110 §10.2.3 (`Retry-After` as seconds or as a date).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::error::NetworkKind;

/// Tries after the first.
pub(crate) const RETRIES: u32 = 3;
/// The longest pause that is waited for; a service that asks for more is reported instead.
pub(crate) const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// The pause before the first retry; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// Time and chance, as a client meets them.
#[async_trait]
pub trait Pace: Send + Sync {
    /// The time now, against which a `Retry-After` date is read.
    fn now(&self) -> DateTime<Utc>;
    /// A random number from 0 up to 1, so that many clients do not come back at once.
    fn jitter(&self) -> f64;
    /// Returns after that long.
    async fn sleep(&self, pause: Duration);
}

/// The pace of the real world.
#[derive(Clone)]
pub struct SystemPace {
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl SystemPace {
    /// Sleeps with tokio's timer and reads the time from `clock`.
    pub fn new(clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>) -> Self {
        Self { clock }
    }
}

#[async_trait]
impl Pace for SystemPace {
    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    fn jitter(&self) -> f64 {
        fastrand::f64()
    }

    async fn sleep(&self, pause: Duration) {
        tokio::time::sleep(pause).await;
    }
}

/// A pause before a call is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// How long.
    pub duration: Duration,
    /// Which retry follows, the first being 1.
    pub retry: u32,
    /// Why.
    pub reason: WaitReason,
}

/// Why a call is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitReason {
    /// 429: the limit of calls is reached.
    Throttled,
    /// The service reported a fault with this status.
    Service(u16),
    /// No answer came.
    Network(NetworkKind),
}

impl fmt::Display for WaitReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Throttled => formatter.write_str("The API's limit of calls is reached."),
            Self::Service(status) => write!(formatter, "The API answered with status {status}."),
            Self::Network(kind) => write!(formatter, "No answer came: {kind}."),
        }
    }
}

/// Whether a status may go away by itself.
pub(crate) fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// The pause before a retry (the first being 1): exponential, its second half by chance, and never shorter than what the
/// service asked for.
pub(crate) fn pause(retry: u32, asked: Option<Duration>, jitter: f64) -> Duration {
    let full = FIRST_PAUSE * 2_u32.pow(retry.saturating_sub(1).min(16));
    let backoff = full / 2 + (full / 2).mul_f64(jitter.clamp(0.0, 1.0));
    asked.map_or(backoff, |asked| asked.max(backoff))
}

/// Reads `Retry-After`. A date is measured against the answer's own `Date` where it has one, so that a wrong clock on
/// this machine does no harm.
pub(crate) fn retry_after(value: &str, answered_at: DateTime<Utc>) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::<Utc>::from(httpdate::parse_http_date(value).ok()?);
    Some((until - answered_at).to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn pauses_double_and_are_half_by_chance() {
        let pauses = |jitter| [1, 2, 3].map(|retry| pause(retry, None, jitter).as_millis());
        assert_eq!(pauses(0.0), [500, 1000, 2000]);
        assert_eq!(pauses(1.0), [1000, 2000, 4000]);
    }

    #[test]
    fn a_pause_is_never_shorter_than_asked_for() {
        assert_eq!(
            pause(1, Some(Duration::from_secs(30)), 0.3),
            Duration::from_secs(30)
        );
        assert_eq!(
            pause(3, Some(Duration::from_secs(1)), 1.0),
            Duration::from_secs(4)
        );
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() {
        assert_eq!(retry_after(" 17 ", noon()), Some(Duration::from_secs(17)));
        assert_eq!(
            retry_after("Sun, 01 Mar 2026 12:01:30 GMT", noon()),
            Some(Duration::from_secs(90))
        );
        assert_eq!(
            retry_after("Sun, 01 Mar 2026 11:00:00 GMT", noon()),
            Some(Duration::ZERO)
        );
        assert_eq!(retry_after("soon", noon()), None);
        assert_eq!(retry_after("-5", noon()), None);
    }
}
