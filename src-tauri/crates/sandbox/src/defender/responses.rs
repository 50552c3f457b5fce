//! Response actions: what is asked of a device, and when the service refuses to ask.
//!
//! Sources: the operation pages and common-errors. An action of the same kind that is still under way on the device is
//! refused with `ActiveRequestAlreadyExists`.

use std::sync::Arc;

use axum::http::StatusCode;
use uuid::Uuid;

use super::body::{Body, invalid};
use super::call::{Answer, Call};
use super::errors::ApiError;
use crate::data::actions::{Action, COLLECT, Command, OFFBOARD, QUARANTINE, outcome_on};
use crate::data::evidence;
use crate::data::machines::{Machine, Platform};
use crate::data::time::Ticks;

/// Ticks that each stage of an action takes.
pub(super) fn stage(call: &Call<'_>) -> i64 {
    i64::from(call.tenant.config.action_stage) * Ticks::SECOND
}

/// An action about to be asked for.
pub(super) struct Order {
    pub(super) kind: &'static str,
    pub(super) scope: Option<String>,
    pub(super) comment: String,
    pub(super) sha1: Option<String>,
    pub(super) commands: Option<Vec<Command>>,
    /// Set when it cannot succeed, whatever the device does.
    pub(super) fails: bool,
}

impl Order {
    fn new(kind: &'static str, body: &Body) -> Result<Self, ApiError> {
        Ok(Self {
            kind,
            scope: None,
            comment: body.required("Comment")?.to_owned(),
            sha1: None,
            commands: None,
            fails: false,
        })
    }
}

fn unsupported() -> ApiError {
    ApiError::Invalid(
        "OsPlatformNotSupported",
        "The action is not available for the operating system of this device.".to_owned(),
    )
}

/// Refuses devices without Windows.
pub(super) fn windows_only(machine: &Machine) -> Result<(), ApiError> {
    match machine.platform {
        Platform::Workstation | Platform::Server => Ok(()),
        _ => Err(unsupported()),
    }
}

fn no_phones(machine: &Machine) -> Result<(), ApiError> {
    if machine.platform == Platform::Mobile {
        Err(unsupported())
    } else {
        Ok(())
    }
}

/// Refuses devices that the service does not manage.
pub(super) fn onboarded(machine: &Machine) -> Result<(), ApiError> {
    if machine.onboarding_status == "Onboarded" {
        Ok(())
    } else {
        Err(ApiError::BadRequest(
            "The device is not onboarded, so nothing can be asked of it.".to_owned(),
        ))
    }
}

/// Asks for an action.
pub(super) fn send(
    call: &Call<'_>,
    place: usize,
    machine: &Machine,
    order: Order,
    status: StatusCode,
) -> Result<Answer, ApiError> {
    let stage = stage(call);
    let outcome = match outcome_on(machine) {
        "Succeeded" if order.fails => "Failed",
        outcome => outcome,
    };
    let action = Action {
        id: Uuid::new_v4().to_string(),
        kind: order.kind,
        scope: order.scope,
        requestor: call.caller.account.username.to_owned(),
        source: "PublicApi",
        comment: order.comment,
        machine: place,
        created: call.now,
        // A device that does not answer is waited for a while longer.
        stages: (stage, if outcome == "TimeOut" { 3 * stage } else { stage }),
        outcome,
        cancelled: None,
        sha1: order.sha1,
        commands: order.commands,
        carried_out: false,
    };
    call.change(|changes| {
        let same = changes.actions.iter().rev().find(|other| {
            other.machine == place
                && other.kind == action.kind
                && other.sha1 == action.sha1
                && !other.is_final(call.now)
        });
        if same.is_some() {
            return Err(ApiError::Invalid(
                "ActiveRequestAlreadyExists",
                "The same action is already in progress on this device.".to_owned(),
            ));
        }
        changes.actions.push(Arc::new(action.clone()));
        Ok(())
    })?;
    call.single_as(status, "MachineActions", &action.json(machine, call.now, false))
}

/// Collects an investigation package.
pub(super) fn collect(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let order = Order::new(COLLECT, &call.object()?)?;
    no_phones(machine)?;
    onboarded(machine)?;
    send(call, place, machine, order, StatusCode::CREATED)
}

/// Cuts a device off the network.
pub(super) fn isolate(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let body = call.object()?;
    let scope = body
        .choice("IsolationType", &["Full", "Selective", "UnManagedDevice"])?
        .unwrap_or("Full");
    let mut order = Order::new("Isolate", &body)?;
    order.scope = Some(scope.to_owned());
    no_phones(machine)?;
    match scope {
        "Selective" => windows_only(machine)?,
        "UnManagedDevice" if machine.onboarding_status == "Onboarded" => {
            return Err(ApiError::BadRequest(
                "The device is onboarded: UnManagedDevice is for those that are not.".to_owned(),
            ));
        }
        _ => {}
    }
    if scope != "UnManagedDevice" {
        onboarded(machine)?;
    }
    send(call, place, machine, order, StatusCode::CREATED)
}

/// Lets a device back onto the network.
pub(super) fn unisolate(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let order = Order::new("Unisolate", &call.object()?)?;
    no_phones(machine)?;
    send(call, place, machine, order, StatusCode::CREATED)
}

/// Lets only programs signed by Microsoft run.
pub(super) fn restrict(call: &Call<'_>) -> Result<Answer, ApiError> {
    restriction(call, "RestrictCodeExecution")
}

/// Lets all programs run again.
pub(super) fn unrestrict(call: &Call<'_>) -> Result<Answer, ApiError> {
    restriction(call, "UnrestrictCodeExecution")
}

fn restriction(call: &Call<'_>, kind: &'static str) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let order = Order::new(kind, &call.object()?)?;
    windows_only(machine)?;
    onboarded(machine)?;
    send(call, place, machine, order, StatusCode::CREATED)
}

/// Runs an antivirus scan.
pub(super) fn scan(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let body = call.object()?;
    let mut order = Order::new("RunAntiVirusScan", &body)?;
    order.scope = Some(body.required_choice("ScanType", &["Quick", "Full"])?.to_owned());
    no_phones(machine)?;
    onboarded(machine)?;
    send(call, place, machine, order, StatusCode::CREATED)
}

/// Takes a device out of the service. The page says 200, unlike those of the other actions.
pub(super) fn offboard(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let order = Order::new(OFFBOARD, &call.object()?)?;
    no_phones(machine)?;
    onboarded(machine)?;
    send(call, place, machine, order, StatusCode::OK)
}

/// Stops a file and puts it into quarantine. It fails where no alert of the device speaks of the file, and for files
/// of known publishers.
pub(super) fn quarantine(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let body = call.object()?;
    let mut order = Order::new(QUARANTINE, &body)?;
    let sha1 = body.required("Sha1")?;
    if sha1.len() != 40 || !sha1.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(ApiError::Invalid(
            "InvalidHashValue",
            "Sha1 must be 40 hexadecimal characters.".to_owned(),
        ));
    }
    no_phones(machine)?;
    onboarded(machine)?;
    let file = call.view.data.file(sha1);
    let there = file.is_some_and(|file| {
        (0..call.view.alerts()).any(|row| {
            call.view.alert(row).is_some_and(|alert| {
                alert.machine.id == machine.id
                    && file.can_occur(&alert)
                    && evidence::of(&alert)
                        .iter()
                        .any(|piece| piece.sha1.as_ref() == Some(&file.hashes.sha1))
            })
        })
    });
    if file.is_some_and(|file| file.signed()) {
        return Err(invalid(
            "Files that Microsoft or a trusted publisher signed cannot be stopped.",
        ));
    }
    order.sha1 = Some(sha1.to_ascii_lowercase());
    order.fails = !there;
    send(call, place, machine, order, StatusCode::CREATED)
}
