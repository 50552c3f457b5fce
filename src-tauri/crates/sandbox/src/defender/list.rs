//! Finds the rows of a page and writes them.
//!
//! Invariants: a page is written straight into bytes, without an intermediate tree. Without `$filter` and
//! `$orderby` a page is reached without looking at the rows before it. Rows are computed again rather than
//! kept; sorting keeps keys and numbers only.

use std::cmp::Ordering;

use serde::Serialize;

use super::errors::ApiError;
use super::query::Query;
use super::schema::{ALERT, MACHINE};
use crate::data::alert_json::AlertJson;
use crate::data::alerts::Alert;
use crate::data::changes::View;
use crate::data::machines::{Machine, MachineJson};
use crate::odata::{Expression, Row, Value, compare_for_order};

/// Which collection is listed.
#[derive(Clone, Copy)]
pub(crate) enum Table<'a> {
    Alerts,
    /// Alerts that this holds for.
    AlertsWhere(&'a dyn Fn(&Alert<'_>) -> bool),
    Machines,
    /// Devices, by place, that this holds for.
    MachinesWhere(&'a dyn Fn(usize, &Machine) -> bool),
}

impl Table<'_> {
    const fn is_machines(self) -> bool {
        matches!(self, Self::Machines | Self::MachinesWhere(_))
    }
}

/// A finished page.
pub(crate) struct Listed {
    pub(crate) body: Vec<u8>,
    /// Whether the page holds no rows.
    pub(crate) empty: bool,
}

/// Writes the page that the query asks for. `address` is the collection's own, `base` that of the API.
pub(crate) fn page(
    view: View<'_>,
    table: Table<'_>,
    query: &Query,
    page_size: u32,
    base: &str,
    address: &str,
) -> Result<Listed, ApiError> {
    let page_size = page_size.clamp(1, super::query::MAX_TOP);
    let wanted = query.top.map_or(page_size, |top| top.min(page_size));
    let selected = select(view, table, query, wanted);
    let mut body = Vec::with_capacity(512 + selected.rows.len() * 1600);
    let context = if table.is_machines() { "Machines" } else { "Alerts" };
    write_text(&mut body, "{\"@odata.context\":");
    write_json(&mut body, &format!("{base}/api/$metadata#{context}"))?;
    if query.count {
        let total = selected
            .total
            .unwrap_or_else(|| count(view, table, query.filter.as_ref()));
        write_text(&mut body, &format!(",\"@odata.count\":{total}"));
    }
    write_text(&mut body, ",\"value\":[");
    for (place, index) in selected.rows.iter().enumerate() {
        if place > 0 {
            body.push(b',');
        }
        write_row(&mut body, view, table, *index, query)?;
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
pub(crate) fn count(view: View<'_>, table: Table<'_>, filter: Option<&Expression>) -> u64 {
    match (table, filter) {
        (Table::Alerts, None) => u64::from(view.alerts()),
        (Table::Machines, None) => view.data.machines.len() as u64,
        _ => matching(view, table, filter).count() as u64,
    }
}

struct Selected {
    rows: Vec<u32>,
    more: bool,
    total: Option<u64>,
}

fn select(view: View<'_>, table: Table<'_>, query: &Query, wanted: u32) -> Selected {
    let wanted_rows = usize::try_from(wanted).unwrap_or(usize::MAX);
    let skip = usize::try_from(query.skip).unwrap_or(usize::MAX);
    if !query.order.is_empty() {
        let sorted = sorted(view, table, query);
        let total = sorted.len();
        let rows: Vec<u32> = sorted.into_iter().skip(skip).take(wanted_rows).collect();
        let more = skip.saturating_add(rows.len()) < total && wanted > 0;
        return Selected {
            rows,
            more,
            total: Some(total as u64),
        };
    }
    if query.filter.is_none() && matches!(table, Table::Alerts | Table::Machines) {
        let total = count(view, table, None);
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
    let mut found = matching(view, table, query.filter.as_ref()).skip(skip);
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
    view: View<'a>,
    table: Table<'a>,
    filter: Option<&'a Expression>,
) -> Box<dyn Iterator<Item = u32> + 'a> {
    let matches_filter = move |row: &dyn Fn(&Expression) -> bool| filter.is_none_or(row);
    match table {
        Table::Machines | Table::MachinesWhere(_) => Box::new(
            view.machines()
                .filter(move |(place, machine)| match table {
                    Table::MachinesWhere(holds) => holds(*place, machine),
                    _ => true,
                })
                .filter(move |(_, machine)| matches_filter(&|filter| filter.matches(*machine)))
                .filter_map(|(place, _)| u32::try_from(place).ok()),
        ),
        Table::Alerts | Table::AlertsWhere(_) => Box::new((0..view.alerts()).filter(move |row| {
            view.alert(*row).is_some_and(|alert| {
                let wanted = match table {
                    Table::AlertsWhere(holds) => holds(&alert),
                    _ => true,
                };
                wanted && matches_filter(&|filter| filter.matches(&alert))
            })
        })),
    }
}

fn sorted(view: View<'_>, table: Table<'_>, query: &Query) -> Vec<u32> {
    let mut keyed: Vec<(Vec<Value<'static>>, u32)> = matching(view, table, query.filter.as_ref())
        .filter_map(|index| {
            let keys = match table {
                Table::Machines | Table::MachinesWhere(_) => {
                    keys(view.machine(usize::try_from(index).ok()?)?, query)
                }
                _ => keys(&view.alert(index)?, query),
            };
            Some((keys, index))
        })
        .collect();
    // Stable, so that equal rows keep the table's own order and pages never overlap.
    keyed.sort_by(|(left, _), (right, _)| compare_keys(left, right, query));
    keyed.into_iter().map(|(_, index)| index).collect()
}

/// Order of two rows by what they are sorted by.
pub(super) fn compare_keys(left: &[Value<'_>], right: &[Value<'_>], query: &Query) -> Ordering {
    for ((left, right), (_, descending)) in left.iter().zip(right).zip(&query.order) {
        let order = compare_for_order(left, right);
        let order = if *descending { order.reverse() } else { order };
        if order.is_ne() {
            return order;
        }
    }
    Ordering::Equal
}

/// What a row is sorted by.
pub(super) fn keys<R: Row>(row: &R, query: &Query) -> Vec<Value<'static>> {
    query
        .order
        .iter()
        .map(|(property, _)| match row.value(*property) {
            Value::Text(text) => Value::Text(text.into_owned().into()),
            Value::Integer(number) => Value::Integer(number),
            Value::Number(number) => Value::Number(number),
            Value::Time(time) => Value::Time(time),
            Value::Boolean(value) => Value::Boolean(value),
            Value::Null | Value::List(_) => Value::Null,
        })
        .collect()
}

fn write_row(
    body: &mut Vec<u8>,
    view: View<'_>,
    table: Table<'_>,
    index: u32,
    query: &Query,
) -> Result<(), ApiError> {
    match table {
        Table::Machines | Table::MachinesWhere(_) => {
            let place = usize::try_from(index).map_err(|_| ApiError::Internal)?;
            let machine = view.machine(place).ok_or(ApiError::Internal)?;
            write_json(
                body,
                &MachineJson {
                    machine,
                    fields: query.fields & all(MACHINE.len()),
                },
            )
        }
        Table::Alerts | Table::AlertsWhere(_) => {
            let alert = view.alert(index).ok_or(ApiError::Internal)?;
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

/// One object with the context that says what it is.
pub(crate) fn single<T: Serialize>(base: &str, context: &str, row: &T) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::with_capacity(4096);
    write_text(&mut body, "{\"@odata.context\":");
    write_json(&mut body, &format!("{base}/api/$metadata#{context}"))?;
    body.push(b',');
    let mut rest = Vec::with_capacity(4096);
    write_json(&mut rest, row)?;
    // The row's own opening brace gives way to the one written above.
    body.extend(rest.into_iter().skip(1));
    Ok(body)
}

pub(super) fn write_text(body: &mut Vec<u8>, text: &str) {
    body.extend_from_slice(text.as_bytes());
}

pub(super) fn write_json<T: Serialize>(body: &mut Vec<u8>, value: &T) -> Result<(), ApiError> {
    serde_json::to_writer(body, value).map_err(|_| ApiError::Internal)
}
