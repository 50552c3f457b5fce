//! When a token counts, and whether the local clock can be trusted to say so.

use chrono::{DateTime, TimeDelta, Utc};

use crate::Token;
use crate::times::times;

use super::{Verdict, VerdictId};

/// What services tolerate between two clocks.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// A token that ends sooner is renewed before it is used.
const SOON: TimeDelta = TimeDelta::minutes(5);

pub(super) fn lifetime(token: &Token, now: DateTime<Utc>, clock_offset: Option<TimeDelta>) -> Verdict {
    let id = VerdictId::Lifetime;
    let times = times(token);
    // What counts is the service's clock, where it is known.
    let now = clock_offset
        .and_then(|offset| now.checked_add_signed(offset))
        .unwrap_or(now);
    let Some(expires_at) = times.expires_at else {
        return Verdict::cannot_tell(
            id,
            "The token does not say when it ends (`exp`).",
            "Sign in again to get one that does.",
        );
    };
    let left = expires_at - now;
    if left <= TimeDelta::zero() {
        return Verdict::problem(
            id,
            format!("The token ended {} ago.", words(-left)),
            "Sign in again. While a session lasts, the program renews its token by itself.",
        );
    }
    if let Some(wait) = times
        .not_before
        .map(|begin| begin - now)
        .filter(|wait| *wait > TOLERANCE)
    {
        return Verdict::problem(
            id,
            format!("The token becomes valid in {} only.", words(wait)),
            "Check this computer's date, time and time zone.",
        );
    }
    if left < SOON {
        return Verdict::warning(
            id,
            format!("The token ends in {}.", words(left)),
            "A session's token is renewed before it is used; a pasted one is not.",
        );
    }
    Verdict::ok(id, format!("The token is valid for another {}.", words(left)))
}

pub(super) fn clock(token: &Token, now: DateTime<Utc>, clock_offset: Option<TimeDelta>) -> Verdict {
    let id = VerdictId::Clock;
    const ADVICE: &str =
        "Set this computer's clock by the network; tokens otherwise seem too old or not valid yet.";
    if let Some(offset) = clock_offset {
        let difference = words(offset.abs());
        if offset.abs() <= TOLERANCE {
            return Verdict::ok(
                id,
                format!("This computer's clock and the service's differ by {difference}."),
            );
        }
        let direction = if offset > TimeDelta::zero() {
            "behind"
        } else {
            "ahead of"
        };
        return Verdict::problem(
            id,
            format!("This computer's clock is {difference} {direction} the service's."),
            ADVICE,
        );
    }
    let ahead = times(token)
        .issued_at
        .map(|issued| issued - now)
        .filter(|ahead| *ahead > TOLERANCE);
    match ahead {
        Some(ahead) => Verdict::warning(
            id,
            format!(
                "The token was issued {} from now by this computer's clock.",
                words(ahead)
            ),
            ADVICE,
        ),
        None => Verdict::cannot_tell(
            id,
            "No answer of the service was at hand to compare clocks with.",
            "Sign in here: the answer says what time the service has.",
        ),
    }
}

/// A length of time in the two largest units that matter.
fn words(length: TimeDelta) -> String {
    let unit = |count: i64, name: &str| format!("{count} {name}{}", if count == 1 { "" } else { "s" });
    let (days, hours, minutes) = (
        length.num_days(),
        length.num_hours() % 24,
        length.num_minutes() % 60,
    );
    match (days, length.num_hours(), length.num_minutes()) {
        (0, 0, 0) => unit(length.num_seconds(), "second"),
        (0, 0, _) => unit(minutes, "minute"),
        (0, ..) if minutes == 0 => unit(hours, "hour"),
        (0, ..) => format!("{} {}", unit(hours, "hour"), unit(minutes, "minute")),
        _ if hours == 0 => unit(days, "day"),
        _ => format!("{} {}", unit(days, "day"), unit(hours, "hour")),
    }
}
