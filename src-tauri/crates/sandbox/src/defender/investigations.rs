//! Automated investigations.

use axum::http::StatusCode;

use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::responses::{stage, windows_only};
use super::schema::INVESTIGATION;
use crate::data::changes::{Changes, CreatedAlert};
use crate::data::investigations::{self, FIRST_STARTED, Started};
use crate::data::time::Ticks;

/// Every investigation, the newest first.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let rows = investigations::all(call.view, call.now);
    call.list(&Listing::new("Investigations", INVESTIGATION), rows)
}

/// One investigation, by its own id or by that of the alert that triggered it.
pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    let row = investigations::by_id(call.view, call.value(0), call.now)
        .ok_or_else(|| ApiError::ResourceNotFound("No investigation with this id exists.".to_owned()))?;
    call.single("Investigations", &row)
}

/// An id for a new alert, of the form that the service uses.
pub(super) fn new_alert_id(changes: &mut Changes, now: Ticks) -> String {
    format!("da{}_{}", now.dotnet(), 2_000_000_000 + changes.next_number())
}

/// Starts an investigation of an alert that is about to be made.
pub(super) fn begin(changes: &mut Changes, call: &Call<'_>, machine: usize, alert: &str) -> Started {
    let number = i64::try_from(changes.next_number()).unwrap_or(0);
    let started = Started {
        id: FIRST_STARTED + number,
        machine,
        alert: alert.to_owned(),
        started: call.now,
        stage: stage(call),
    };
    changes.investigations.push(started.clone());
    started
}

/// Starts an investigation of a device. It comes with an alert of its own.
pub(super) fn start(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let body = call.object()?;
    let comment = body.required("Comment")?;
    windows_only(machine)?;
    let started = call.change(|changes| {
        let id = new_alert_id(changes, call.now);
        let started = begin(changes, call, place, &id);
        changes.created.push(CreatedAlert {
            id,
            title: "Automated investigation started manually".to_owned(),
            description: comment.to_owned(),
            category: "SuspiciousActivity",
            severity: "Informational",
            source: "AutomatedInvestigation",
            machine: place,
            created: call.now,
            event: call.now,
            incident_id: started.id,
            investigation_id: Some(started.id),
            investigation_state: "Queued",
        });
        Ok(started)
    })?;
    call.single_as(
        StatusCode::CREATED,
        "Investigations",
        &started.json(call.view, call.now),
    )
}
