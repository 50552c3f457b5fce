//! Changing devices: tags and value.

use std::borrow::Cow;

use super::body::{invalid, missing, unusable};
use super::call::{Answer, Call};
use super::errors::ApiError;
use super::list::Table;
use crate::data::machines::Machine;

const VALUES: &[&str] = &["Normal", "Low", "High"];
/// Most devices in a call.
const MOST: usize = 500;
/// Longest tag.
const MAX_TAG: usize = 200;

/// Whether to add a tag or to take it away.
#[derive(Clone, Copy)]
struct Tagging<'a> {
    tag: &'a str,
    add: bool,
}

impl Tagging<'_> {
    fn apply(self, machine: &mut Machine) {
        let held = machine
            .machine_tags
            .iter()
            .position(|own| own.eq_ignore_ascii_case(self.tag));
        match (self.add, held) {
            (true, None) => machine.machine_tags.push(Cow::Owned(self.tag.to_owned())),
            (false, Some(place)) => {
                machine.machine_tags.remove(place);
            }
            _ => {}
        }
    }
}

fn checked(tag: &str) -> Result<&str, ApiError> {
    let tag = tag.trim();
    if tag.is_empty() || tag.chars().count() > MAX_TAG {
        return Err(invalid(format!("A tag must have 1 to {MAX_TAG} characters.")));
    }
    Ok(tag)
}

fn tag_all(call: &Call<'_>, places: &[usize], tagging: Tagging<'_>) -> Result<(), ApiError> {
    call.change(|changes| {
        for place in places {
            changes.edit_machine(call.view.data, *place, |machine| tagging.apply(machine));
        }
        Ok(())
    })
}

/// Adds a tag to a device or takes it away.
pub(super) fn tag(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, _) = call.machine()?;
    let body = call.object()?;
    let tag = checked(body.required("Value")?)?;
    let add = body.required_choice("Action", &["Add", "Remove"])? == "Add";
    tag_all(call, &[place], Tagging { tag, add })?;
    shown(call, place)
}

/// The same for many devices, all or none of them.
pub(super) fn tag_many(call: &Call<'_>) -> Result<Answer, ApiError> {
    let body = call.object()?;
    let tag = checked(body.required("Value")?)?;
    let add = body.required_choice("Action", &["Add", "Remove"])? == "Add";
    let ids = body.texts("MachineIds", MOST)?;
    if ids.is_empty() {
        return Err(missing("MachineIds"));
    }
    let places: Vec<usize> = ids
        .into_iter()
        .map(|id| Ok(call.machine_named(id)?.0))
        .collect::<Result<_, ApiError>>()?;
    tag_all(call, &places, Tagging { tag, add })?;
    call.afterwards(|call| call.machines(Table::MachinesWhere(&|place, _| places.contains(&place))))
}

/// Sets the value of a device.
pub(super) fn set_value(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, _) = call.machine()?;
    let value = call.object()?.required_choice("DeviceValue", VALUES)?;
    call.change(|changes| {
        changes.edit_machine(call.view.data, place, |machine| machine.device_value = value);
        Ok(())
    })?;
    shown(call, place)
}

/// Sets the tags, all of them, and the value of a device.
pub(super) fn update(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, _) = call.machine()?;
    let body = call.object()?;
    if !body.has_any(&["machineTags", "deviceValue"]) {
        return Err(unusable(
            "The body names no property to update. Names are case-sensitive.",
        ));
    }
    let tags: Option<Vec<Cow<'static, str>>> = match body.get("machineTags") {
        None => None,
        Some(_) => Some(
            body.texts("machineTags", MOST)?
                .into_iter()
                .map(|tag| Ok(Cow::Owned(checked(tag)?.to_owned())))
                .collect::<Result<_, ApiError>>()?,
        ),
    };
    let value = body.choice("deviceValue", VALUES)?;
    call.change(|changes| {
        changes.edit_machine(call.view.data, place, |machine| {
            if let Some(tags) = tags {
                machine.machine_tags = tags;
            }
            machine.device_value = value.unwrap_or(machine.device_value);
        });
        Ok(())
    })?;
    shown(call, place)
}

fn shown(call: &Call<'_>, place: usize) -> Result<Answer, ApiError> {
    call.afterwards(|call| call.one_machine(call.view.machine(place).ok_or(ApiError::Internal)?))
}
