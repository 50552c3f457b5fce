//! Call limits: for each operation and account, so many a minute and so many an hour.
//!
//! Invariants: refused calls do not count. A window begins with its first call. The number of accounts is fixed,
//! so the store is bounded.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::errors::ApiError;
use crate::config::RateLimit;

#[derive(Clone, Copy)]
struct Window {
    begin: DateTime<Utc>,
    calls: u32,
}

impl Window {
    /// The window that `now` falls into.
    fn at(self, now: DateTime<Utc>, length: TimeDelta) -> Self {
        let over = now >= self.begin + length || now < self.begin;
        if over { Self { begin: now, calls: 0 } } else { self }
    }
}

/// Counters of all operations and accounts.
pub(crate) struct Throttle {
    limit: RateLimit,
    windows: HashMap<(&'static str, &'static str), (Window, Window)>,
}

impl Throttle {
    /// Nothing counted yet.
    pub(crate) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            windows: HashMap::new(),
        }
    }

    /// Counts a call to `operation` by `account`, or says how long to wait. The documented limit holds unless the
    /// sandbox was started with another one.
    pub(crate) fn admit(
        &mut self,
        operation: &'static str,
        documented: RateLimit,
        account: &'static str,
        now: DateTime<Utc>,
    ) -> Result<(), ApiError> {
        let fresh = Window { begin: now, calls: 0 };
        let entry = self.windows.entry((operation, account)).or_insert((fresh, fresh));
        let lengths = [TimeDelta::minutes(1), TimeDelta::hours(1)];
        entry.0 = entry.0.at(now, lengths[0]);
        entry.1 = entry.1.at(now, lengths[1]);
        let limit = if self.limit == RateLimit::default() {
            documented
        } else {
            self.limit
        };
        let full = [
            (entry.0, limit.per_minute, lengths[0]),
            (entry.1, limit.per_hour, lengths[1]),
        ];
        let wait = full
            .iter()
            .filter(|(window, limit, _)| window.calls >= *limit)
            .map(|(window, _, length)| {
                let left = window.begin + *length - now;
                // Rounded up, so that a client that waits this long is let in.
                u64::try_from((left.num_milliseconds() + 999) / 1000)
                    .unwrap_or(1)
                    .max(1)
            })
            .max();
        if let Some(seconds) = wait {
            return Err(ApiError::TooManyRequests(seconds));
        }
        entry.0.calls += 1;
        entry.1.calls += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn the_call_after_the_last_allowed_one_waits_for_the_end_of_the_minute() {
        let mut throttle = Throttle::new(RateLimit {
            per_minute: 3,
            per_hour: 5,
        });
        let late = start() + TimeDelta::milliseconds(20_500);
        for _ in 0..3 {
            throttle
                .admit("listAlerts", RateLimit::default(), "a", start())
                .unwrap();
        }
        assert_eq!(
            throttle
                .admit("listAlerts", RateLimit::default(), "a", late)
                .unwrap_err(),
            ApiError::TooManyRequests(40)
        );
        // Another account and another operation are not concerned.
        throttle
            .admit("listAlerts", RateLimit::default(), "b", late)
            .unwrap();
        throttle
            .admit("listMachines", RateLimit::default(), "a", late)
            .unwrap();
        // Waiting as told helps.
        let after = late + TimeDelta::seconds(40);
        throttle
            .admit("listAlerts", RateLimit::default(), "a", after)
            .unwrap();
        throttle
            .admit("listAlerts", RateLimit::default(), "a", after)
            .unwrap();
        // Now the hour is full.
        let wait = throttle
            .admit("listAlerts", RateLimit::default(), "a", after)
            .unwrap_err();
        assert!(
            matches!(wait, ApiError::TooManyRequests(seconds) if seconds > 3500),
            "{wait:?}"
        );
    }
}
