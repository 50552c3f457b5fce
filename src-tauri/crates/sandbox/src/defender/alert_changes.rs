//! Working on alerts: status, owner, verdict and comments, for one or many; and alerts made by hand.
//!
//! Sources: update-alert, batch-update-alerts, create-alert-by-reference. The two update pages name some
//! determinations differently; each takes its own names, and only in the documented pairs.

use axum::http::StatusCode;
use chrono::DateTime;

use super::body::{Body, invalid};
use super::call::{Answer, Call};
use super::errors::ApiError;
use super::investigations::{begin, new_alert_id};
use super::responses::windows_only;
use crate::data::alerts::{Alert, IN_PROGRESS, NEW, RESOLVED};
use crate::data::changes::{AddedComment, AlertChange, AlertKey, Changes, CreatedAlert, View};
use crate::data::time::Ticks;

const STATUSES: &[&str] = &[NEW, IN_PROGRESS, RESOLVED];
const FIELDS: &[&str] = &[
    "status",
    "assignedTo",
    "classification",
    "determination",
    "comment",
];
const OLDEST_EVENT: i64 = 30 * Ticks::DAY;

/// A classification and the determinations that may follow it.
type Pairs = &'static [(&'static str, &'static [&'static str])];

const TRUE_POSITIVE: (&str, &[&str]) = (
    "TruePositive",
    &[
        "MultiStagedAttack",
        "MaliciousUserActivity",
        "CompromisedUser",
        "Malware",
        "Phishing",
        "UnwantedSoftware",
        "Other",
    ],
);

/// Of a single update.
const PAIRS: Pairs = &[
    TRUE_POSITIVE,
    (
        "InformationalExpectedActivity",
        &[
            "SecurityTesting",
            "LineOfBusinessApplication",
            "ConfirmedActivity",
            "Other",
        ],
    ),
    ("FalsePositive", &["NotMalicious", "InsufficientData", "Other"]),
];

/// Of a batch.
const BATCH_PAIRS: Pairs = &[
    TRUE_POSITIVE,
    (
        "InformationalExpectedActivity",
        &[
            "SecurityTesting",
            "LineOfBusinessApplication",
            "ConfirmedUserActivity",
            "Other",
        ],
    ),
    ("FalsePositive", &["Clean", "InsufficientData", "Other"]),
];

const CATEGORIES: &[&str] = &[
    "General",
    "CommandAndControl",
    "Collection",
    "CredentialAccess",
    "DefenseEvasion",
    "Discovery",
    "Exfiltration",
    "Exploit",
    "Execution",
    "InitialAccess",
    "LateralMovement",
    "Malware",
    "Persistence",
    "PrivilegeEscalation",
    "Ransomware",
    "SuspiciousActivity",
];

/// What a body asks for.
struct Wanted {
    status: Option<&'static str>,
    assigned_to: Option<String>,
    classification: Option<&'static str>,
    determination: Option<&'static str>,
    comment: Option<String>,
}

impl Wanted {
    fn read(body: &Body, pairs: Pairs) -> Result<Self, ApiError> {
        if !body.has_any(FIELDS) {
            return Err(super::body::unusable(
                "The body names no property to update. Names are case-sensitive.",
            ));
        }
        let classifications: Vec<&'static str> = pairs.iter().map(|(name, _)| *name).collect();
        let mut determinations: Vec<&'static str> = pairs
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .collect();
        determinations.sort_unstable();
        determinations.dedup();
        Ok(Self {
            status: body.choice("status", STATUSES)?,
            assigned_to: body.text("assignedTo")?.map(str::to_owned),
            classification: body.choice("classification", &classifications)?,
            determination: body.choice("determination", &determinations)?,
            comment: body.text("comment")?.map(str::to_owned),
        })
    }

    /// Whether the determination fits the classification that the alert then has.
    fn check(&self, alert: &Alert<'_>, pairs: Pairs) -> Result<(), ApiError> {
        let Some(determination) = self.determination else {
            return Ok(());
        };
        let classification = self
            .classification
            .or(alert.classification)
            .ok_or_else(|| invalid("A determination needs a classification."))?;
        let fits = pairs
            .iter()
            .any(|(name, names)| *name == classification && names.contains(&determination));
        if fits {
            Ok(())
        } else {
            Err(invalid(format!(
                "The determination {determination} does not go with the classification {classification}."
            )))
        }
    }

    fn apply(&self, changes: &mut Changes, call: &Call<'_>, alert: &Alert<'_>, key: AlertKey) {
        let change: &mut AlertChange = changes.alerts.entry(key).or_default();
        if let Some(status) = self.status {
            if status == RESOLVED && alert.status != RESOLVED {
                change.resolved = Some(call.now);
            }
            change.status = Some(status);
        }
        if let Some(owner) = &self.assigned_to {
            change.assigned_to = Some(owner.clone());
        }
        if let Some(classification) = self.classification {
            change.classification = Some(classification);
            change.determination = self.determination;
        } else if self.determination.is_some() {
            change.classification = change.classification.or(alert.classification);
            change.determination = self.determination;
        }
        if let Some(comment) = self.comment.as_ref().filter(|comment| !comment.is_empty()) {
            change.comments.push(AddedComment {
                comment: comment.clone(),
                created_by: call.caller.account.username,
                created: call.now,
            });
        }
        change.updated = Some(call.now);
    }
}

/// Updates one alert.
pub(super) fn update(call: &Call<'_>) -> Result<Answer, ApiError> {
    let id = call.value(0);
    call.alert_named(id)?;
    let wanted = Wanted::read(&call.object()?, PAIRS)?;
    update_all(call, &[id], &wanted, PAIRS)?;
    call.afterwards(|call| call.alert(call.alert_named(id)?.0))
}

/// Updates many alerts, all or none of them.
pub(super) fn batch_update(call: &Call<'_>) -> Result<Answer, ApiError> {
    let body = call.object()?;
    let ids = body.texts("alertIds", usize::MAX)?;
    if ids.is_empty() {
        return Err(super::body::missing("alertIds"));
    }
    let wanted = Wanted::read(&body, BATCH_PAIRS)?;
    update_all(call, &ids, &wanted, BATCH_PAIRS)?;
    Ok(Answer::Empty(StatusCode::OK))
}

fn update_all(call: &Call<'_>, ids: &[&str], wanted: &Wanted, pairs: Pairs) -> Result<(), ApiError> {
    // Looked up in what the caller may see, checked against what is there now.
    for id in ids {
        call.alert_named(id)?;
    }
    call.change(|changes| {
        let before = changes.clone();
        let view = View {
            data: call.view.data,
            changes: &before,
        };
        for id in ids {
            let (alert, key) = view.alert_by_id(id).ok_or(ApiError::Internal)?;
            wanted.check(&alert, pairs)?;
            wanted.apply(changes, call, &alert, key);
        }
        Ok(())
    })
}

/// Makes an alert of an event. One that is open with the same title on the same device takes it in.
pub(super) fn create(call: &Call<'_>) -> Result<Answer, ApiError> {
    let body = call.object()?;
    let event_time = body.required("eventTime")?;
    body.required("reportId")?;
    let machine_id = body.required("machineId")?;
    let severity = body.required_choice("severity", &["Low", "Medium", "High"])?;
    let title = body.required("title")?;
    let description = body.required("description")?;
    body.required("recommendedAction")?;
    let category = body.required_choice("category", CATEGORIES)?;
    let event = DateTime::parse_from_rfc3339(event_time)
        .map(|time| Ticks::from_datetime(time.to_utc()))
        .map_err(|_| invalid("eventTime must be a date and time such as 2026-11-20T08:00:00Z."))?;
    let (place, machine) = call.machine_named(machine_id)?;
    if event > call.now || event < call.now.plus(-OLDEST_EVENT) {
        return Err(ApiError::ResourceNotFound("The event was not found.".to_owned()));
    }
    let id = call.change(|changes| {
        let same = |changes: &Changes| {
            (0..changes.created.len()).find(|index| {
                changes.created.get(*index).is_some_and(|made| {
                    let resolved = changes
                        .alerts
                        .get(&AlertKey::Made(*index))
                        .is_some_and(|change| change.status == Some(RESOLVED));
                    made.machine == place && made.title == title && !resolved
                })
            })
        };
        if let Some(index) = same(changes) {
            let change = changes.alerts.entry(AlertKey::Made(index)).or_default();
            change.updated = Some(call.now);
            return Ok(changes
                .created
                .get(index)
                .map_or_else(String::new, |made| made.id.clone()));
        }
        let id = new_alert_id(changes, call.now);
        let investigation_id = if windows_only(machine).is_ok() {
            Some(begin(changes, call, place, &id).id)
        } else {
            None
        };
        let incident_id = 80_000_000 + i64::try_from(changes.next_number()).unwrap_or(0);
        changes.created.push(CreatedAlert {
            id: id.clone(),
            title: title.to_owned(),
            description: description.to_owned(),
            category,
            severity,
            source: "CustomerTI",
            machine: place,
            created: call.now,
            event,
            incident_id,
            investigation_id,
            investigation_state: if investigation_id.is_some() {
                "Queued"
            } else {
                "UnsupportedOs"
            },
        });
        Ok(id)
    })?;
    call.afterwards(|call| call.alert(call.alert_named(&id)?.0))
}
