//! Times as the service writes them (RFC 3339), held as 100-nanosecond ticks since `0001-01-01T00:00:00Z`.
//!
//! The service runs on .NET, whose `DateTimeOffset` has this resolution and this origin, so eight bytes hold every
//! time it can send. Beside the ticks goes the number of decimals, so that the text comes back to the letter.

use chrono::{DateTime, Datelike, NaiveDate, Timelike};

pub(crate) const TICKS_PER_SECOND: i64 = 10_000_000;
pub(crate) const SECONDS_PER_DAY: i64 = 86_400;

/// A time that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// 100-nanosecond steps since `0001-01-01T00:00:00Z`.
    pub(crate) ticks: i64,
    /// Decimals of the second in the text, or `None` where [`write`] would not give the same text
    /// (an offset other than `Z`, more than seven decimals, small letters).
    pub(crate) decimals: Option<u8>,
}

/// Reads RFC 3339 text; `None` for anything else.
pub(crate) fn parse(text: &str) -> Option<Time> {
    parse_canonical(text.as_bytes()).or_else(|| parse_other(text))
}

/// `YYYY-MM-DDThh:mm:ss[.f{1,7}]Z`, the form nearly every value has.
fn parse_canonical(text: &[u8]) -> Option<Time> {
    let [year @ .., b'Z'] = text else { return None };
    let (head, fraction) = year.split_at_checked(19)?;
    let &[
        y0,
        y1,
        y2,
        y3,
        b'-',
        m0,
        m1,
        b'-',
        d0,
        d1,
        b'T',
        h0,
        h1,
        b':',
        n0,
        n1,
        b':',
        s0,
        s1,
    ] = head
    else {
        return None;
    };
    let year = i32::try_from(number(&[y0, y1, y2, y3])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(&[m0, m1])?, number(&[d0, d1])?)?;
    let (hour, minute, second) = (number(&[h0, h1])?, number(&[n0, n1])?, number(&[s0, s1])?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (decimals, steps) = match fraction {
        [] => (0_u8, 0_u32),
        [b'.', digits @ ..] if (1..=7).contains(&digits.len()) => {
            let missing = 7 - digits.len();
            (7 - missing as u8, number(digits)? * 10_u32.pow(missing as u32))
        }
        _ => return None,
    };
    let seconds = i64::from(hour * 3600 + minute * 60 + second);
    Some(Time {
        ticks: ticks(date, seconds, i64::from(steps)),
        decimals: Some(decimals),
    })
}

fn parse_other(text: &str) -> Option<Time> {
    let time = DateTime::parse_from_rfc3339(text).ok()?.naive_utc();
    let seconds = i64::from(time.num_seconds_from_midnight());
    Some(Time {
        ticks: ticks(time.date(), seconds, i64::from(time.nanosecond() / 100)),
        decimals: None,
    })
}

/// The ticks of a time of day, given in seconds and ticks.
pub(crate) fn ticks(date: NaiveDate, seconds: i64, steps: i64) -> i64 {
    let days = i64::from(date.num_days_from_ce()) - 1;
    (days * SECONDS_PER_DAY + seconds) * TICKS_PER_SECOND + steps
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |sum, digit| {
        digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0'))
    })
}

/// The day that a time lies in.
pub(crate) fn date(ticks: i64) -> NaiveDate {
    let days = ticks.div_euclid(TICKS_PER_SECOND * SECONDS_PER_DAY);
    i32::try_from(days + 1)
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or_default()
}

/// The text of a time that [`parse`] read with this number of decimals.
pub(crate) fn write(ticks: i64, decimals: u8) -> String {
    let (whole, steps) = (
        ticks.div_euclid(TICKS_PER_SECOND),
        ticks.rem_euclid(TICKS_PER_SECOND),
    );
    let second = whole.rem_euclid(SECONDS_PER_DAY);
    let date = date(ticks);
    let mut text = String::with_capacity(28);
    let mut put = |value: i64, width: usize| {
        for place in (0..width).rev() {
            let digit = value / 10_i64.pow(place as u32) % 10;
            text.push(char::from(b'0' + digit as u8));
        }
    };
    put(i64::from(date.year()), 4);
    let parts = [
        ('-', i64::from(date.month())),
        ('-', i64::from(date.day())),
        ('T', second / 3600),
        (':', second / 60 % 60),
        (':', second % 60),
    ];
    for (mark, value) in parts {
        text.push(mark);
        text.push(char::from(b'0' + (value / 10 % 10) as u8));
        text.push(char::from(b'0' + (value % 10) as u8));
    }
    if decimals > 0 {
        text.push('.');
        for place in 0..u32::from(decimals) {
            text.push(char::from(
                b'0' + (steps / 10_i64.pow(6_u32.saturating_sub(place)) % 10) as u8,
            ));
        }
    }
    text.push('Z');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_in_the_services_own_form_comes_back_to_the_letter() {
        for text in [
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
            "2021-01-26T20:33:57.7220239Z",
            "2021-01-26T20:33:59.2Z",
            "2024-02-29T00:00:00.000Z",
            "0000-01-01T00:00:00Z",
        ] {
            let time = parse(text).unwrap();
            assert_eq!(write(time.ticks, time.decimals.unwrap()), text);
        }
    }

    #[test]
    fn ticks_count_from_the_year_one() {
        assert_eq!(parse("0001-01-01T00:00:00Z").unwrap().ticks, 0);
        assert_eq!(parse("0001-01-01T00:00:01.0000001Z").unwrap().ticks, 10_000_001);
        assert_eq!(
            parse("1970-01-01T00:00:00Z").unwrap().ticks,
            621_355_968_000_000_000
        );
    }

    #[test]
    fn an_offset_is_read_as_the_same_instant_and_marked_as_not_canonical() {
        let east = parse("2024-03-01T02:30:00.5+02:30").unwrap();
        assert_eq!(east.ticks, parse("2024-03-01T00:00:00.5Z").unwrap().ticks);
        assert_eq!(east.decimals, None);
        assert_eq!(parse("2024-03-01t00:00:00z").unwrap().decimals, None);
        assert_eq!(parse("2024-03-01T00:00:00.123456789Z").unwrap().decimals, None);
    }

    #[test]
    fn text_that_is_no_rfc_3339_time_is_refused() {
        for text in [
            "",
            "Z",
            "2024-03-01",
            "2024-03-01T00:00:00",
            "2024-02-30T00:00:00Z",
            "2024-03-01T24:00:00Z",
            "2024-03-01T00:00:00.Z",
            "2024-03-01Z",
            "yesterday",
            "２０２４-03-01T00:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
