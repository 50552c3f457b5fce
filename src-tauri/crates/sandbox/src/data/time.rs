//! Points in time as the service counts them: 100-nanosecond ticks, written with seven decimals.

use std::fmt;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::{Serialize, Serializer};

/// Ticks of 100 nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ticks(pub(crate) i64);

/// Ticks from 0001-01-01 to 1970-01-01, as .NET counts them.
const DOTNET_EPOCH: i64 = 621_355_968_000_000_000;

impl Ticks {
    pub(crate) const SECOND: i64 = 10_000_000;
    pub(crate) const MINUTE: i64 = 60 * Self::SECOND;
    pub(crate) const HOUR: i64 = 60 * Self::MINUTE;
    pub(crate) const DAY: i64 = 24 * Self::HOUR;

    /// Midnight UTC of the day of `time`.
    pub(crate) fn start_of_day(time: DateTime<Utc>) -> Self {
        let seconds = time.timestamp();
        Self((seconds - seconds.rem_euclid(86_400)).saturating_mul(Self::SECOND))
    }

    /// From a parsed time; sub-tick digits are dropped.
    pub(crate) fn from_datetime(time: DateTime<Utc>) -> Self {
        let sub = i64::from(time.timestamp_subsec_nanos() / 100);
        Self(time.timestamp().saturating_mul(Self::SECOND).saturating_add(sub))
    }

    /// This many ticks later.
    pub(crate) fn plus(self, ticks: i64) -> Self {
        Self(self.0.saturating_add(ticks))
    }

    /// .NET's `DateTime.Ticks`, which the service puts into alert ids.
    pub(crate) fn dotnet(self) -> i64 {
        self.0.saturating_add(DOTNET_EPOCH)
    }
}

impl fmt::Display for Ticks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.div_euclid(Self::SECOND);
        let sub = self.0.rem_euclid(Self::SECOND);
        let Some(time) = DateTime::from_timestamp(seconds, 0) else {
            return Err(fmt::Error);
        };
        let (year, month, day) = (time.year(), time.month(), time.day());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        if sub == 0 {
            f.write_str("Z")
        } else {
            write!(f, ".{sub:07}Z")
        }
    }
}

impl Serialize for Ticks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_written_as_the_service_writes_times() {
        let time = DateTime::parse_from_rfc3339("2026-03-04T05:06:07.1234567Z")
            .unwrap()
            .to_utc();
        assert_eq!(
            Ticks::from_datetime(time).to_string(),
            "2026-03-04T05:06:07.1234567Z"
        );
        assert_eq!(Ticks::start_of_day(time).to_string(), "2026-03-04T00:00:00Z");
        assert_eq!(Ticks(0).dotnet(), 621_355_968_000_000_000);
        assert_eq!(Ticks(-1).to_string(), "1969-12-31T23:59:59.9999999Z");
    }
}
