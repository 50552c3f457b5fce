//! Periods of the calendar, all in UTC: the one that a time lies in, and the one that a text names.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use crate::time::{self, SECONDS_PER_DAY, TICKS_PER_SECOND};

/// A period of the calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Period {
    /// From the shortest to the longest.
    pub(crate) const ALL: [Self; 5] = [Self::Minute, Self::Hour, Self::Day, Self::Month, Self::Year];

    /// The first tick of the period that a time lies in.
    pub(crate) fn start(self, ticks: i64) -> i64 {
        let month = |date: NaiveDate, month: u32| NaiveDate::from_ymd_opt(date.year(), month, 1);
        match self {
            Self::Minute => ticks - ticks.rem_euclid(60 * TICKS_PER_SECOND),
            Self::Hour => ticks - ticks.rem_euclid(3600 * TICKS_PER_SECOND),
            Self::Day => ticks - ticks.rem_euclid(SECONDS_PER_DAY * TICKS_PER_SECOND),
            Self::Month | Self::Year => {
                let date = time::date(ticks);
                let first = month(date, if self == Self::Year { 1 } else { date.month() });
                time::ticks(first.unwrap_or(date), 0, 0)
            }
        }
    }

    /// The first tick of the period after the one that starts here.
    pub(crate) fn next(self, start: i64) -> i64 {
        match self {
            Self::Minute => start + 60 * TICKS_PER_SECOND,
            Self::Hour => start + 3600 * TICKS_PER_SECOND,
            Self::Day => start + SECONDS_PER_DAY * TICKS_PER_SECOND,
            // No month has more than 31 days and no year more than 366; the next begins before two of them have passed.
            Self::Month => self.start(start + 31 * SECONDS_PER_DAY * TICKS_PER_SECOND),
            Self::Year => self.start(start + 366 * SECONDS_PER_DAY * TICKS_PER_SECOND),
        }
    }

    /// The period's name, as [`span`] reads it: `2024`, `2024-05`, `2024-05-06`, `2024-05-06T07`, `2024-05-06T07:08`.
    pub(crate) fn name(self, start: i64) -> String {
        let mut text = time::write(start, 0);
        text.truncate(match self {
            Self::Year => 4,
            Self::Month => 7,
            Self::Day => 10,
            Self::Hour => 13,
            Self::Minute => 16,
        });
        text
    }
}

/// The ticks that a text stands for: as many as share what is written, from a year to a single tick.
///
/// Reads RFC 3339 and its beginnings from the year on, with `T` or a blank between date and time, with or without `Z`
/// or an offset from the hour on. Without one it is UTC. `None` for anything else.
pub(crate) fn span(text: &str) -> Option<Range<i64>> {
    let text = text.trim();
    let (date, clock) = match text.split_once(['T', 't', ' ']) {
        Some((date, clock)) => (date, Some(clock)),
        None => (text, None),
    };
    let whole = |date: String, period: Period| {
        let start = time::parse(&format!("{date}T00:00:00Z"))?.ticks;
        Some(start..period.next(start))
    };
    let Some(clock) = clock else {
        return match date.len() {
            4 => whole(format!("{date}-01-01"), Period::Year),
            7 => whole(format!("{date}-01"), Period::Month),
            10 => whole(date.to_owned(), Period::Day),
            _ => None,
        };
    };
    let (clock, zone) = match clock.find(['Z', 'z', '+', '-']) {
        Some(at) => clock.split_at_checked(at)?,
        None => (clock, "Z"),
    };
    let (clock, fraction) = clock
        .split_once('.')
        .map_or((clock, None), |(clock, digits)| (clock, Some(digits)));
    let (missing, length) = match (clock.len(), fraction) {
        (2, None) => (":00:00", 3600 * TICKS_PER_SECOND),
        (5, None) => (":00", 60 * TICKS_PER_SECOND),
        (8, None) => ("", TICKS_PER_SECOND),
        (8, Some(digits)) => {
            let steps = 7_u32.saturating_sub(u32::try_from(digits.len()).ok()?);
            ("", 10_i64.pow(steps))
        }
        _ => return None,
    };
    let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
    let start = time::parse(&format!("{date}T{clock}{missing}{fraction}{zone}"))?.ticks;
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(text: &str) -> i64 {
        time::parse(text).unwrap().ticks
    }

    #[test]
    fn a_text_stands_for_all_times_that_begin_with_it() {
        for (text, from, to) in [
            ("2024", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
            ("2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
            ("2024-12", "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z"),
            (" 2024-02-29 ", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"),
            ("2024-02-29T23", "2024-02-29T23:00:00Z", "2024-03-01T00:00:00Z"),
            ("2024-02-29 23:59", "2024-02-29T23:59:00Z", "2024-03-01T00:00:00Z"),
            (
                "2024-02-29T10:00+02:30",
                "2024-02-29T07:30:00Z",
                "2024-02-29T07:31:00Z",
            ),
            (
                "2024-02-29T10:00:07z",
                "2024-02-29T10:00:07Z",
                "2024-02-29T10:00:08Z",
            ),
            (
                "2024-02-29T10:00:07.5",
                "2024-02-29T10:00:07.5Z",
                "2024-02-29T10:00:07.6Z",
            ),
            ("0001", "0001-01-01T00:00:00Z", "0002-01-01T00:00:00Z"),
        ] {
            assert_eq!(span(text), Some(ticks(from)..ticks(to)), "{text}");
        }
        let exact = ticks("2024-02-29T10:00:07.1234567Z");
        assert_eq!(span("2024-02-29T10:00:07.1234567Z"), Some(exact..exact + 1));
        assert_eq!(span("2024-02-29T10:00:07.123456789Z"), Some(exact..exact + 1));
    }

    #[test]
    fn what_names_no_time_is_refused() {
        for text in [
            "",
            "T",
            "24",
            "2024-13",
            "2024-02-30",
            "2024-2-3",
            "yesterday",
            "2024-02-29T",
            "2024-02-29T25",
            "2024-02-29T10:00:",
            "2024-02-29T10:00:07.",
            "2024-02-29T10.5",
            "2024-02-29T10:00+",
            "2024T10:00",
            "２０２４",
            "2024-02-29T10é00",
        ] {
            assert_eq!(span(text), None, "{text}");
        }
    }

    #[test]
    fn periods_follow_each_other_without_a_gap_and_are_named_as_they_are_read() {
        for text in [
            "2023-12-31T23:59:59.9999999Z",
            "2024-02-29T12:34:56Z",
            "0001-01-01T00:00:00Z",
            "9998-12-31T00:00:00Z",
        ] {
            for period in Period::ALL {
                let start = period.start(ticks(text));
                let next = period.next(start);
                assert!(start <= ticks(text) && ticks(text) < next, "{text} {period:?}");
                assert_eq!(period.start(next), next);
                assert_eq!(period.start(next - 1), start);
                assert_eq!(
                    span(&period.name(start)),
                    Some(start..next),
                    "{}",
                    period.name(start)
                );
            }
        }
    }
}
