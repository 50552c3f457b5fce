//! People: `/users/{id}` and the people that other operations name.
//!
//! The id is the bare account name, though a User's own id is `domain\user`.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::errors::ApiError;
use super::list::Table;
use crate::data::changes::View;
use crate::data::logons;
use crate::data::people::DOMAIN;
use crate::data::time::Ticks;

/// Devices that a person uses, and whether only over the network.
fn devices(view: View<'_>, person: usize) -> (Vec<usize>, bool) {
    let people = view.data.people.len();
    let mut places = Vec::new();
    let mut only_network = true;
    for (place, machine) in view.machines() {
        let users = logons::of(view.data.seed, place, machine, people);
        if let Some(logon) = users.iter().find(|logon| logon.person == person) {
            places.push(place);
            only_network &= !logon.interactive;
        }
    }
    (places, only_network)
}

/// A person as the API shows them.
pub(super) fn json(view: View<'_>, person: usize) -> Option<Value> {
    let who = view.data.people.get(person)?;
    let (places, only_network) = devices(view, person);
    let id = |place: Option<&usize>| {
        place
            .and_then(|place| view.machine(*place))
            .map(|machine| &machine.id)
    };
    let own = places.iter().find(|place| {
        view.machine(**place)
            .is_some_and(|machine| machine.user == person)
    });
    let seen = |machine: Option<&usize>| machine.and_then(|place| view.machine(*place));
    let first = places
        .iter()
        .filter_map(|place| Some(seen(Some(place))?.first_seen))
        .min();
    let last = places
        .iter()
        .filter_map(|place| Some(seen(Some(place))?.last_seen))
        .max();
    Some(json!({
        "id": format!("{}\\{}", DOMAIN.to_lowercase(), who.user_name),
        "accountName": who.user_name,
        "accountDomain": DOMAIN,
        "accountSid": who.sid,
        "firstSeen": first.unwrap_or(view.data.newest.plus(-Ticks::DAY)),
        "lastSeen": last.unwrap_or(view.data.newest),
        "mostPrevalentMachineId": id(own.or(places.first())),
        "leastPrevalentMachineId": id(places.last()),
        "logonTypes": if only_network { "Network" } else { "Interactive, Network" },
        "logOnMachinesCount": places.len(),
        "isDomainAdmin": person % 13 == 4,
        "isOnlyNetworkUser": only_network,
    }))
}

fn named(call: &Call<'_>) -> Option<usize> {
    let name = call.value(0);
    let people = &call.view.data.people;
    people
        .iter()
        .position(|person| person.user_name.eq_ignore_ascii_case(name))
}

/// Alerts that name a person; none for somebody unknown.
pub(super) fn alerts(call: &Call<'_>) -> Result<Answer, ApiError> {
    let name = call.value(0);
    call.alerts(Table::AlertsWhere(&|alert| {
        alert
            .person
            .is_some_and(|person| person.user_name.eq_ignore_ascii_case(name))
    }))
}

/// Devices that a person uses; none for somebody unknown.
pub(super) fn machines(call: &Call<'_>) -> Result<Answer, ApiError> {
    let places = named(call).map_or_else(Vec::new, |person| devices(call.view, person).0);
    call.machines(Table::MachinesWhere(&|place, _| places.contains(&place)))
}
