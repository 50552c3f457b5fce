//! Reading devices: `/machines` and what hangs on one of them.

use std::net::IpAddr;

use axum::http::StatusCode;
use serde_json::Value;
use url::form_urlencoded;

use super::body::{invalid, missing};
use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::list::{self, Listed, Table};
use super::query::{MAX_TOP, Query};
use super::schema::{MACHINE, USER};
use super::users;
use crate::data::logons;
use crate::data::machines::{Machine, MachineJson};
use crate::data::time::Ticks;

/// How far from the time asked for an address may have been seen.
const WINDOW: i64 = 15 * Ticks::MINUTE;
/// Oldest time that can be asked for.
const OLDEST: i64 = 30 * Ticks::DAY;

impl Call<'_> {
    /// A page of these devices, or how many there are.
    pub(super) fn machines(&self, table: Table<'_>) -> Result<Answer, ApiError> {
        let query = Query::parse(MACHINE, None, MAX_TOP, self.query)?;
        if self.count {
            return Ok(Answer::Number(list::count(
                self.view,
                table,
                query.filter.as_ref(),
            )));
        }
        Ok(Answer::Json(
            StatusCode::OK,
            self.machine_page(table, &query)?.body,
        ))
    }

    fn machine_page(&self, table: Table<'_>, query: &Query) -> Result<Listed, ApiError> {
        list::page(
            self.view,
            table,
            query,
            self.tenant.config.page_size,
            self.base,
            self.address,
        )
    }

    /// One device.
    pub(super) fn one_machine(&self, machine: &Machine) -> Result<Answer, ApiError> {
        self.single(
            "Machines",
            &MachineJson {
                machine,
                fields: u64::MAX,
            },
        )
    }

    /// An option of the query string that is none of OData's.
    pub(super) fn option(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.into_owned())
    }
}

/// Every device. The page documents 404 instead of an empty list.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    if call.count {
        return call.machines(Table::Machines);
    }
    let query = Query::parse(MACHINE, None, MAX_TOP, call.query)?;
    let page = call.machine_page(Table::Machines, &query)?;
    if page.empty && query.top != Some(0) {
        return Err(ApiError::ResourceNotFound("No devices match.".to_owned()));
    }
    Ok(Answer::Json(StatusCode::OK, page.body))
}

/// One device.
pub(super) fn get(call: &Call<'_>) -> Result<Answer, ApiError> {
    call.one_machine(call.machine()?.1)
}

/// Alerts of a device.
pub(super) fn alerts(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (_, machine) = call.machine()?;
    call.alerts(Table::AlertsWhere(&|alert| alert.machine.id == machine.id))
}

/// Users of a device.
pub(super) fn logon_users(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let people = &call.view.data.people;
    let rows = logons::of(call.view.data.seed, place, machine, people.len())
        .into_iter()
        .filter_map(|logon| users::json(call.view, logon.person));
    call.list(
        &Listing::new("Users", USER),
        rows.collect::<Vec<Value>>().into_iter(),
    )
}

fn time(text: &str) -> Result<Ticks, ApiError> {
    chrono::DateTime::parse_from_rfc3339(text)
        .map(|time| Ticks::from_datetime(time.to_utc()))
        .map_err(|_| invalid("The timestamp must be a date and time such as 2026-11-20T08:00:00Z."))
}

fn holders(call: &Call<'_>, ip: &str, timestamp: &str) -> Result<Vec<usize>, ApiError> {
    let ip: IpAddr = ip
        .parse()
        .map_err(|_| ApiError::Invalid("InvalidIpAddress", "The value is not an IP address.".to_owned()))?;
    let time = time(timestamp)?;
    if time < call.now.plus(-OLDEST) {
        return Err(invalid("The timestamp must not be older than 30 days."));
    }
    let ip = ip.to_string();
    let places = call.view.machines().filter(|(_, machine)| {
        machine.has_address(&ip)
            && machine.first_seen.plus(-WINDOW) <= time
            && time <= machine.last_seen.plus(WINDOW)
    });
    Ok(places.map(|(place, _)| place).collect())
}

/// Devices that had an address at a time.
pub(super) fn find_by_ip(call: &Call<'_>) -> Result<Answer, ApiError> {
    let places = holders(call, call.value(0), call.value(1))?;
    call.machines(Table::MachinesWhere(&|place, _| places.contains(&place)))
}

/// The same in the older form, which documents 404 when there is none.
pub(super) fn find(call: &Call<'_>) -> Result<Answer, ApiError> {
    let places = holders(call, call.value(1), call.value(0))?;
    if places.is_empty() {
        return Err(ApiError::ResourceNotFound(
            "No device had this address at this time.".to_owned(),
        ));
    }
    call.machines(Table::MachinesWhere(&|place, _| places.contains(&place)))
}

/// Devices with a tag.
pub(super) fn find_by_tag(call: &Call<'_>) -> Result<Answer, ApiError> {
    let tag = call
        .option("tag")
        .filter(|tag| !tag.trim().is_empty())
        .ok_or_else(|| missing("tag"))?;
    let prefix = match call.option("useStartsWithFilter").as_deref() {
        None | Some("false" | "False") => false,
        Some("true" | "True") => true,
        Some(_) => return Err(invalid("useStartsWithFilter must be true or false.")),
    };
    let wanted = tag.to_lowercase();
    call.machines(Table::MachinesWhere(&|_, machine| {
        machine.machine_tags.iter().any(|own| {
            let own = own.to_lowercase();
            if prefix {
                own.starts_with(&wanted)
            } else {
                own == wanted
            }
        })
    }))
}
