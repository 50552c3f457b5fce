//! Remediation tasks: recommendations that somebody asked the owners of devices to follow.
//!
//! Invariant: a task aims at the devices of its recommendation; those that no longer need it are fixed.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::recommendations::Subject;
use super::schema::REMEDIATION_TASK;
use super::software::{REFERENCES, reference};
use crate::data::changes::View;
use crate::data::configurations::CONFIGURATIONS;
use crate::data::random::{Dice, Stream};
use crate::data::software::PRODUCTS;
use crate::data::time::Ticks;

/// The subjects that there are tasks for, done or not.
fn subjects(view: View<'_>) -> impl Iterator<Item = (Subject, Dice)> {
    let data = view.data;
    let products = (0..PRODUCTS.len()).map(Subject::Product);
    let settings = (0..CONFIGURATIONS.len()).map(Subject::Configuration);
    products
        .chain(settings)
        .enumerate()
        .filter_map(move |(number, subject)| {
            let mut dice = Dice::new(data.seed, Stream::Inventory, 1000 + number as u64);
            (subject.counts(data).0 > 0 && dice.percent(40)).then_some((subject, dice))
        })
}

fn row(view: View<'_>, subject: Subject, mut dice: Dice) -> (String, Value) {
    let data = view.data;
    let (target, exposed) = subject.counts(data);
    let id = dice.guid();
    let created = data.newest.plus(-dice.between(10, 80) * Ticks::DAY);
    let done = exposed == 0;
    let changed = if done {
        created.plus(dice.between(1, 9) * Ticks::DAY)
    } else {
        created
    };
    let (title, component, category, kind) = match subject {
        Subject::Product(place) => {
            let product = PRODUCTS.get(place);
            let name = product.map_or("", |it| it.name);
            let latest = product.map_or("", |it| it.latest());
            (
                format!("Update {name} to version {latest}"),
                name,
                "Software",
                "Update",
            )
        }
        Subject::Configuration(place) => {
            let name = CONFIGURATIONS.get(place).map_or("", |it| it.name);
            (
                name.to_owned(),
                "Windows",
                "Security configuration",
                "ConfigurationChange",
            )
        }
    };
    let product = match subject {
        Subject::Product(place) => PRODUCTS.get(place),
        Subject::Configuration(_) => None,
    };
    let setting = match subject {
        Subject::Configuration(place) => CONFIGURATIONS.get(place),
        Subject::Product(_) => None,
    };
    let task = json!({
        "id": id,
        "title": title,
        "createdOn": created,
        "requesterId": "0b7c2f54-1f0e-4a5d-9c39-6a2f8d41e001",
        "requesterEmail": "admin@sandbox.example",
        "status": if done { "Completed" } else { "Active" },
        "statusLastModifiedOn": changed,
        "description": format!("Follow the recommendation {}.", subject.id()),
        "relatedComponent": component,
        "targetDevices": target,
        "rbacGroupNames": ["Workstations", "Servers", "Executives", "UnassignedGroup"],
        "fixedDevices": target - exposed,
        "requesterNotes": dice.percent(50).then_some("Please plan this for the next maintenance window."),
        "dueOn": created.plus(45 * Ticks::DAY),
        "category": category,
        "productivityImpactRemediationType": setting.map(|_| "AllExposedAssets"),
        "priority": dice.word(&["High", "Medium", "Low"]),
        "completionMethod": done.then_some("Automatic"),
        "completerId": null,
        "completerEmail": null,
        "scid": setting.map(|it| it.id()),
        "type": kind,
        "productId": product.map(|it| it.id()),
        "vendorId": product.map(|it| it.vendor),
        "nameId": product.map(|it| it.name),
        "recommendedVersion": product.map(|it| it.latest()),
        "recommendedVendor": null,
        "recommendedProgram": null,
    });
    (id, task)
}

fn named(call: &Call<'_>) -> Result<(Subject, Value), ApiError> {
    let id = call.value(0);
    subjects(call.view)
        .map(|(subject, dice)| (subject, row(call.view, subject, dice)))
        .find(|(_, (own, _))| own.eq_ignore_ascii_case(id))
        .map(|(subject, (_, task))| (subject, task))
        .ok_or_else(|| ApiError::ResourceNotFound("No remediation task with this id exists.".to_owned()))
}

/// Every task.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let view = call.view;
    let rows = subjects(view).map(|(subject, dice)| row(view, subject, dice).1);
    call.list(&Listing::new("RemediationTasks", REMEDIATION_TASK), rows)
}

/// One task.
pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    call.single("RemediationTasks", &named(call)?.1)
}

/// Devices that a task still waits for.
pub(super) fn machines(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (subject, _) = named(call)?;
    let view = call.view;
    let found = view
        .machines()
        .filter(|(place, machine)| subject.concerns(view, *place, machine));
    call.list(&REFERENCES, found.map(|(_, machine)| reference(machine)))
}
