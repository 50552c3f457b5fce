//! A clock for tests: it stands still until told otherwise, and clones show the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// Seconds since 1970 of 2026-03-02 09:00:00 UTC, the moment at which all fixtures live.
const NOW_SECONDS: i64 = 1_772_442_000;

/// The moment at which all fixtures live: 2026-03-02 09:00:00 UTC.
#[must_use]
pub fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(NOW_SECONDS)
}

/// A clock that stands at [`now`] until it is [advanced](FixedClock::advance).
#[derive(Clone, Debug)]
pub struct FixedClock(Arc<AtomicI64>);

impl Default for FixedClock {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(NOW_SECONDS)))
    }
}

impl FixedClock {
    /// What the clock shows.
    #[must_use]
    pub fn read(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(self.0.load(Ordering::SeqCst))
    }

    /// Moves the clock, backwards too; whole seconds.
    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_seconds(), Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixtures_live_on_a_monday_morning_in_march_2026() {
        assert_eq!(now().to_rfc3339(), "2026-03-02T09:00:00+00:00");
    }

    #[test]
    fn clones_of_a_clock_move_together() {
        let clock = FixedClock::default();
        let clone = clock.clone();
        clock.advance(TimeDelta::minutes(5));
        assert_eq!(clone.read() - now(), TimeDelta::minutes(5));
    }
}
