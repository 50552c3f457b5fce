//! Following machine actions: list, single, cancel, and the package that one collected.

use std::sync::Arc;

use serde_json::json;

use super::body::unusable;
use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::MACHINE_ACTION;
use crate::data::actions::{Action, COLLECT, Cancellation, LIVE_RESPONSE, OFFBOARD, QUARANTINE, SUCCEEDED};
use crate::data::time::Ticks;

/// How long the link to a package is good.
const PACKAGE_LIFE: i64 = Ticks::HOUR;

impl<'a> Call<'a> {
    /// The action that the path names.
    pub(super) fn action(&self) -> Result<&'a Arc<Action>, ApiError> {
        let id = self.value(0);
        self.view
            .changes
            .actions
            .iter()
            .find(|action| action.id.eq_ignore_ascii_case(id))
            .ok_or_else(|| ApiError::ResourceNotFound("No machine action with this id exists.".to_owned()))
    }
}

/// Every action, the newest first.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let view = call.view;
    let rows = view.changes.actions.iter().rev().filter_map(|action| {
        let machine = view.machine(action.machine)?;
        Some(action.json(machine, call.now, true))
    });
    call.list(&Listing::new("MachineActions", MACHINE_ACTION), rows)
}

fn shown(call: &Call<'_>, action: &Action) -> Result<Answer, ApiError> {
    let machine = call.view.machine(action.machine).ok_or(ApiError::Internal)?;
    call.single("MachineActions", &action.json(machine, call.now, false))
}

/// One action.
pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    shown(call, call.action()?)
}

/// The permission for an action of this kind, which is also the one for cancelling it.
fn permission(kind: &str) -> &'static str {
    match kind {
        COLLECT => "Machine.CollectForensics",
        "Isolate" | "Unisolate" => "Machine.Isolate",
        "RestrictCodeExecution" | "UnrestrictCodeExecution" => "Machine.RestrictExecution",
        OFFBOARD => "Machine.Offboard",
        QUARANTINE => "Machine.StopAndQuarantine",
        LIVE_RESPONSE => "Machine.LiveResponse",
        _ => "Machine.Scan",
    }
}

/// Cancels an action that is not final.
pub(super) fn cancel(call: &Call<'_>) -> Result<Answer, ApiError> {
    let action = call.action()?;
    let body = call.optional_object()?;
    let comment = body.text("Comment")?.map(str::to_owned);
    let permission = permission(action.kind);
    if !call.caller.has(permission) {
        return Err(ApiError::Forbidden(format!(
            "Missing delegated permissions. The API requires one of: {permission}."
        )));
    }
    let id = action.id.as_str();
    call.change(|changes| {
        let action = changes
            .actions
            .iter_mut()
            .find(|action| action.id == id)
            .ok_or(ApiError::Internal)?;
        let (status, _) = action.status(call.now);
        if action.is_final(call.now) {
            return Err(ApiError::BadRequest(format!(
                "The action cannot be cancelled: its status is {status}."
            )));
        }
        Arc::make_mut(action).cancelled = Some(Cancellation {
            requestor: call.caller.account.username.to_owned(),
            comment,
            time: call.now,
        });
        Ok(())
    })?;
    call.afterwards(|call| shown(call, call.action()?))
}

/// A link to the package of a collection that has succeeded.
pub(super) fn package_uri(call: &Call<'_>) -> Result<Answer, ApiError> {
    let action = call.action()?;
    if action.kind != COLLECT || action.status(call.now).0 != SUCCEEDED {
        return Err(ApiError::ResourceNotFound(
            "There is no package: the action collects none or has not succeeded.".to_owned(),
        ));
    }
    let path = format!("packages/{}.zip", action.id);
    let link = call
        .tenant
        .links
        .link(call.base, &path, call.now.plus(PACKAGE_LIFE));
    // As documented, the link is quoted once more inside of the text.
    call.json("Edm.String", &json!({"value": format!("\"{link}\"")}))
}

/// Commands must be a list of objects.
pub(super) fn not_a_command() -> ApiError {
    unusable("Commands must be a list of objects with type and params.")
}
