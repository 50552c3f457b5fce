//! Finds the rows of a page and writes them.
//!
//! Invariants: a page is written straight into bytes, without an intermediate tree. Without `$filter` and
//! `$orderby` a page is reached without looking at the rows before it. Rows are computed again rather than
//! kept; sorting keeps keys and numbers only.

use serde::Serialize;

use super::errors::ApiError;
use super::query::Query;
use super::schema::{ALERT, MACHINE};
use crate::data::DataSet;
use crate::data::alert_json::AlertJson;
use crate::data::machines::{Machine, MachineJson};
use crate::odata::{Expression, Row, Value, compare_for_order};

/// Which collection is listed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Table {
    Alerts,
    /// Alerts of the device at this place.
    AlertsOf(usize),
    Machines,
}

/// A finished page.
pub(crate) struct Listed {
    pub(crate) body: Vec<u8>,
    /// Whether the page holds no rows.
    pub(crate) empty: bool,
}

/// Writes the page that the query asks for. `address` is the collection's own, `base` that of the API.
pub(crate) fn page(
    data: &DataSet,
    table: Table,
    query: &Query,
    page_size: u32,
    base: &str,
    address: &str,
) -> Result<Listed, ApiError> {
    let page_size = page_size.clamp(1, super::query::MAX_TOP);
    let wanted = query.top.map_or(page_size, |top| top.min(page_size));
    let selected = select(data, table, query, wanted);
    let mut body = Vec::with_capacity(512 + selected.rows.len() * 1600);
    let context = if matches!(table, Table::Machines) {
        "Machines"
    } else {
        "Alerts"
    };
    write_text(&mut body, "{\"@odata.context\":");
    write_json(&mut body, &format!("{base}/api/$metadata#{context}"))?;
    if query.count {
        let total = selected
            .total
            .unwrap_or_else(|| count(data, table, query.filter.as_ref()));
        write_text(&mut body, &format!(",\"@odata.count\":{total}"));
    }
    write_text(&mut body, ",\"value\":[");
    for (place, index) in selected.rows.iter().enumerate() {
        if place > 0 {
            body.push(b',');
        }
        write_row(&mut body, data, table, *index, query)?;
    }
    body.push(b']');
    let left = query.top.map(|top| top.saturating_sub(page_size));
    if selected.more && left != Some(0) {
        let skip = query.skip.saturating_add(u64::from(wanted));
        write_text(&mut body, ",\"@odata.nextLink\":");
        write_json(&mut body, &query.next_link(address, left, skip))?;
    }
    body.push(b'}');
    Ok(Listed {
        body,
        empty: selected.rows.is_empty(),
    })
}

/// How many rows match.
pub(crate) fn count(data: &DataSet, table: Table, filter: Option<&Expression>) -> u64 {
    match (table, filter) {
        (Table::Alerts, None) => u64::from(data.alerts),
        (Table::Machines, None) => data.machines.len() as u64,
        _ => matching(data, table, filter).count() as u64,
    }
}

struct Selected {
    rows: Vec<u32>,
    more: bool,
    total: Option<u64>,
}

fn select(data: &DataSet, table: Table, query: &Query, wanted: u32) -> Selected {
    let wanted_rows = usize::try_from(wanted).unwrap_or(usize::MAX);
    let skip = usize::try_from(query.skip).unwrap_or(usize::MAX);
    if !query.order.is_empty() {
        let sorted = sorted(data, table, query);
        let total = sorted.len();
        let rows: Vec<u32> = sorted.into_iter().skip(skip).take(wanted_rows).collect();
        let more = skip.saturating_add(rows.len()) < total && wanted > 0;
        return Selected {
            rows,
            more,
            total: Some(total as u64),
        };
    }
    if query.filter.is_none() && !matches!(table, Table::AlertsOf(_)) {
        let total = count(data, table, None);
        let begin = query.skip.min(total);
        let end = begin.saturating_add(u64::from(wanted)).min(total);
        let rows = (begin..end)
            .filter_map(|index| u32::try_from(index).ok())
            .collect();
        return Selected {
            rows,
            more: end < total && wanted > 0,
            total: Some(total),
        };
    }
    let mut found = matching(data, table, query.filter.as_ref()).skip(skip);
    let rows: Vec<u32> = found.by_ref().take(wanted_rows).collect();
    let more = wanted > 0 && found.next().is_some();
    Selected {
        rows,
        more,
        total: None,
    }
}

/// Numbers of the rows that match, in the table's own order.
fn matching<'a>(
    data: &'a DataSet,
    table: Table,
    filter: Option<&'a Expression>,
) -> Box<dyn Iterator<Item = u32> + 'a> {
    match table {
        Table::Machines => Box::new(
            (0_u32..)
                .zip(&data.machines)
                .filter(move |(_, machine)| filter.is_none_or(|filter| filter.matches(*machine)))
                .map(|(index, _)| index),
        ),
        Table::Alerts | Table::AlertsOf(_) => {
            let device: Option<&Machine> = match table {
                Table::AlertsOf(index) => data.machines.get(index),
                _ => None,
            };
            Box::new((0..data.alerts).filter(move |index| {
                data.alert(*index).is_some_and(|alert| {
                    device.is_none_or(|device| device.id == alert.machine.id)
                        && filter.is_none_or(|filter| filter.matches(&alert))
                })
            }))
        }
    }
}

fn sorted(data: &DataSet, table: Table, query: &Query) -> Vec<u32> {
    let mut keyed: Vec<(Vec<Value<'static>>, u32)> = matching(data, table, query.filter.as_ref())
        .filter_map(|index| {
            let keys = match table {
                Table::Machines => keys(data.machines.get(usize::try_from(index).ok()?)?, query),
                _ => keys(&data.alert(index)?, query),
            };
            Some((keys, index))
        })
        .collect();
    // Stable, so that equal rows keep the table's own order and pages never overlap.
    keyed.sort_by(|(left, _), (right, _)| {
        for ((left, right), (_, descending)) in left.iter().zip(right).zip(&query.order) {
            let order = compare_for_order(left, right);
            let order = if *descending { order.reverse() } else { order };
            if order.is_ne() {
                return order;
            }
        }
        std::cmp::Ordering::Equal
    });
    keyed.into_iter().map(|(_, index)| index).collect()
}

fn keys<R: Row>(row: &R, query: &Query) -> Vec<Value<'static>> {
    query
        .order
        .iter()
        .map(|(property, _)| match row.value(*property) {
            Value::Text(text) => Value::Text(text.into_owned().into()),
            Value::Integer(number) => Value::Integer(number),
            Value::Time(time) => Value::Time(time),
            Value::Boolean(value) => Value::Boolean(value),
            Value::Null | Value::List(_) => Value::Null,
        })
        .collect()
}

fn write_row(
    body: &mut Vec<u8>,
    data: &DataSet,
    table: Table,
    index: u32,
    query: &Query,
) -> Result<(), ApiError> {
    match table {
        Table::Machines => {
            let place = usize::try_from(index).map_err(|_| ApiError::Internal)?;
            let machine = data.machines.get(place).ok_or(ApiError::Internal)?;
            write_json(
                body,
                &MachineJson {
                    machine,
                    fields: query.fields & all(MACHINE.len()),
                },
            )
        }
        Table::Alerts | Table::AlertsOf(_) => {
            let alert = data.alert(index).ok_or(ApiError::Internal)?;
            write_json(
                body,
                &AlertJson {
                    alert,
                    fields: query.fields & all(ALERT.len()),
                    evidence: query.expand,
                },
            )
        }
    }
}

const fn all(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

/// One alert with its evidence, as the single get answers.
pub(crate) fn alert(data: &DataSet, id: &str, base: &str) -> Result<Vec<u8>, ApiError> {
    let alert = data
        .alert_by_id(id)
        .ok_or_else(|| ApiError::ResourceNotFound("No alert with this id exists.".to_owned()))?;
    single(
        base,
        "Alerts",
        &AlertJson {
            alert,
            fields: u64::MAX,
            evidence: true,
        },
    )
}

/// One device.
pub(crate) fn machine(data: &DataSet, id: &str, base: &str) -> Result<Vec<u8>, ApiError> {
    let machine = data
        .machines
        .get(machine_place(data, id)?)
        .ok_or(ApiError::Internal)?;
    single(
        base,
        "Machines",
        &MachineJson {
            machine,
            fields: u64::MAX,
        },
    )
}

/// Where the device with this id or name is.
pub(crate) fn machine_place(data: &DataSet, id: &str) -> Result<usize, ApiError> {
    data.machines
        .iter()
        .position(|machine| {
            machine.id.eq_ignore_ascii_case(id) || machine.computer_dns_name.eq_ignore_ascii_case(id)
        })
        .ok_or_else(|| ApiError::ResourceNotFound("No device with this id or name exists.".to_owned()))
}

/// One row with the context that says what it is.
pub(crate) fn single<T: Serialize>(base: &str, context: &str, row: &T) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::with_capacity(4096);
    write_text(&mut body, "{\"@odata.context\":");
    write_json(&mut body, &format!("{base}/api/$metadata#{context}/$entity"))?;
    body.push(b',');
    let mut rest = Vec::with_capacity(4096);
    write_json(&mut rest, row)?;
    // The row's own opening brace gives way to the one written above.
    body.extend(rest.into_iter().skip(1));
    Ok(body)
}

fn write_text(body: &mut Vec<u8>, text: &str) {
    body.extend_from_slice(text.as_bytes());
}

fn write_json<T: Serialize>(body: &mut Vec<u8>, value: &T) -> Result<(), ApiError> {
    serde_json::to_writer(body, value).map_err(|_| ApiError::Internal)
}
