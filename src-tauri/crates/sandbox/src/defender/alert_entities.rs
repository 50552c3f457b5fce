//! What an alert is about: `/alerts/{id}/domains`, `/files`, `/ips`, `/machine`, `/user`.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::collection::Listing;
use super::entities;
use super::errors::ApiError;
use super::schema::{DOMAIN, FILE, IP};
use super::users;
use crate::data::evidence;

fn list(call: &Call<'_>, listing: &Listing, mut rows: Vec<Value>) -> Result<Answer, ApiError> {
    let mut seen: Vec<Value> = Vec::new();
    rows.retain(|row| {
        let fresh = !seen.contains(row);
        if fresh {
            seen.push(row.clone());
        }
        fresh
    });
    call.list(listing, rows.into_iter())
}

/// Domains in the evidence.
pub(super) fn domains(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (alert, _) = call.alert_named(call.value(0))?;
    let rows = evidence::of(&alert)
        .iter()
        .filter_map(|piece| entities::host(piece.url.as_deref()?))
        .map(|host| json!({"host": host}))
        .collect();
    list(call, &Listing::new("Domains", DOMAIN), rows)
}

/// Files in the evidence.
pub(super) fn files(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (alert, _) = call.alert_named(call.value(0))?;
    let rows = evidence::of(&alert)
        .iter()
        .filter_map(|piece| call.view.data.file(piece.sha1.as_deref()?))
        // The example of this operation adds the MD5, which the resource page does not list.
        .map(|file| entities::file_json(call.view.data, file, true))
        .collect();
    list(call, &Listing::new("Files", FILE), rows)
}

/// Addresses in the evidence.
pub(super) fn ips(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (alert, _) = call.alert_named(call.value(0))?;
    let rows = evidence::of(&alert)
        .iter()
        .filter_map(|piece| piece.ip_address.as_deref())
        .map(|ip| json!({"id": ip}))
        .collect();
    list(call, &Listing::new("Ips", IP), rows)
}

/// The device.
pub(super) fn machine(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (alert, _) = call.alert_named(call.value(0))?;
    call.one_machine(call.machine_named(&alert.machine.id)?.1)
}

/// The person, if the alert names one.
pub(super) fn user(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (alert, _) = call.alert_named(call.value(0))?;
    let user = alert
        .person
        .and_then(|person| {
            let people = &call.view.data.people;
            people.iter().position(|known| known.sid == person.sid)
        })
        .and_then(|person| users::json(call.view, person))
        .ok_or_else(|| ApiError::ResourceNotFound("The alert names no user.".to_owned()))?;
    call.single("Users", &user)
}
