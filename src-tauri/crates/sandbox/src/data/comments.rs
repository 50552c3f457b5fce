//! What analysts wrote under alerts.

use serde::Serialize;

use super::alerts::Alert;
use super::random::{Dice, Stream};
use super::time::Ticks;

/// One comment.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Comment<'a> {
    comment: &'a str,
    created_by: &'a str,
    created_time: Ticks,
}

const TEXTS: &[&str] = &[
    "Called the user. They did not start this themselves.",
    "Same command line as last week on two other devices. Checking for a common installer.",
    "Device isolated, image requested from the local IT team.",
    "Known deployment script of the software packaging team, ticket CHG-20418.",
    "Hash is clean in the sandbox run. Closing unless it comes back.",
    "Password reset done, sessions revoked.",
    "Blocked the domain with an indicator.",
    "Penetration test in progress until Friday, see the announcement.\nPlease do not isolate servers.",
    "Waiting for the owner of the device to answer.",
    "False positive: the updater of our accounting software does this.",
    "<b>Note</b>: file name contains markup on purpose, copy it as text.",
    "Reimaged. User received a replacement device.",
];

const AUTHORS: &[&str] = &[
    "analyst@sandbox.example",
    "admin@sandbox.example",
    "soc.night@sandbox.example",
];

/// Comments of an alert, oldest first. About a third of the alerts that somebody worked on have any.
pub(crate) fn of<'a>(alert: &Alert<'a>) -> Vec<Comment<'a>> {
    let mut comments = invented(alert);
    comments.extend(alert.added.iter().map(|added| Comment {
        comment: &added.comment,
        created_by: added.created_by,
        created_time: added.created,
    }));
    comments
}

fn invented<'a>(alert: &Alert<'a>) -> Vec<Comment<'a>> {
    let mut dice = Dice::new(alert.data.seed, Stream::Comments, u64::from(alert.index));
    if !alert.worked_on || !dice.percent(33) {
        return Vec::new();
    }
    let count = 1 + dice.below(3);
    let span = alert.invented_update.0.saturating_sub(alert.created.0).max(0);
    let mut comments: Vec<Comment<'a>> = (0..count)
        .map(|_| Comment {
            comment: dice.word(TEXTS),
            created_by: dice.word(AUTHORS),
            created_time: alert.created.plus(dice.between(0, span)),
        })
        .collect();
    comments.sort_by_key(|comment| comment.created_time);
    comments
}
