//! Automated investigations: those that the alerts name, and those that callers started.
//!
//! Invariant: the investigation of an incident belongs to the oldest alert of it that names one.

use serde_json::{Value, json};

use super::alerts::Alert;
use super::changes::View;
use super::random::{Stream, hash};
use super::time::Ticks;

/// An investigation that a caller started, or that came with an alert somebody made.
#[derive(Debug, Clone)]
pub(crate) struct Started {
    pub(crate) id: i64,
    pub(crate) machine: usize,
    pub(crate) alert: String,
    pub(crate) started: Ticks,
    /// Ticks that each of its stages takes.
    pub(crate) stage: i64,
}

/// Alerts of an incident never lie further apart than a block.
const BLOCK: u64 = 6;
/// Investigations are numbered from here on.
const FIRST: i64 = 5000;
/// Started ones from here on.
pub(crate) const FIRST_STARTED: i64 = 90_000_000;

impl Started {
    /// State at this time, and when it ended.
    pub(super) fn state(&self, now: Ticks) -> (&'static str, Option<Ticks>) {
        let end = self.started.plus(3 * self.stage);
        if now >= end {
            ("Benign", Some(end))
        } else if now >= self.started.plus(self.stage) {
            ("Running", None)
        } else {
            ("Queued", None)
        }
    }

    /// The investigation as the API shows it.
    pub(crate) fn json(&self, view: View<'_>, now: Ticks) -> Value {
        let machine = view.machine(self.machine);
        let (state, end) = self.state(now);
        json!({
            "id": self.id.to_string(),
            "startTime": self.started,
            "endTime": end,
            "state": state,
            "cancelledBy": null,
            "statusDetails": null,
            "machineId": machine.map(|machine| &machine.id),
            "computerDnsName": machine.map(|machine| &machine.computer_dns_name),
            "triggeringAlertId": self.alert,
        })
    }
}

fn of_alert(alert: &Alert<'_>, id: i64) -> Value {
    let finished = !matches!(
        alert.investigation_state,
        "Running" | "PendingApproval" | "PendingResource" | "Queued"
    );
    let started = alert.created.plus(Ticks::MINUTE / 2);
    json!({
        "id": id.to_string(),
        "startTime": started,
        "endTime": finished.then(|| started.plus(17 * Ticks::MINUTE)),
        "state": alert.investigation_state,
        "cancelledBy": (alert.investigation_state == "TerminatedByUser").then_some("analyst@sandbox.example"),
        "statusDetails": null,
        "machineId": alert.machine.id,
        "computerDnsName": alert.machine.computer_dns_name,
        "triggeringAlertId": alert.id(),
    })
}

/// The oldest alert of an incident that names an investigation.
fn trigger<'a>(view: View<'a>, incident: u64) -> Option<Alert<'a>> {
    let total = u64::from(view.data.alerts);
    let begin = incident / 2 * BLOCK;
    (begin..(begin + BLOCK).min(total))
        .filter(|from_oldest| hash(view.data.seed, Stream::IncidentSplit, *from_oldest) % 2 == incident % 2)
        .filter_map(|from_oldest| view.data.alert(u32::try_from(total - 1 - from_oldest).ok()?))
        .find(|alert| alert.investigation_id.is_some())
}

/// Every investigation, the newest first.
pub(crate) fn all<'a>(view: View<'a>, now: Ticks) -> impl Iterator<Item = Value> + 'a {
    let started = view.changes.investigations.iter().rev();
    let incidents = u64::from(view.data.alerts).div_ceil(BLOCK) * 2;
    started.map(move |started| started.json(view, now)).chain(
        (0..incidents)
            .rev()
            .filter_map(move |incident| Some(of_alert(&trigger(view, incident)?, number(incident)))),
    )
}

fn number(incident: u64) -> i64 {
    FIRST + i64::try_from(incident).unwrap_or(0)
}

/// The investigation with this number, or the one that this alert triggered.
pub(crate) fn by_id(view: View<'_>, id: &str, now: Ticks) -> Option<Value> {
    if let Some(started) = view
        .changes
        .investigations
        .iter()
        .find(|started| started.id.to_string() == id || started.alert == id)
    {
        return Some(started.json(view, now));
    }
    let number = match id.parse::<i64>() {
        Ok(number) => number,
        Err(_) => view.alert_by_id(id)?.0.investigation_id?,
    };
    let incident = u64::try_from(number.checked_sub(FIRST)?).ok()?;
    Some(of_alert(&trigger(view, incident)?, number))
}
