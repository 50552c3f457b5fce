//! Lists whose rows are made as they are asked for.
//!
//! Invariants: rows that a page does not show are not kept; a sort keeps those that match. The order of the source
//! is the table's own order.

use std::borrow::Cow;

use axum::http::StatusCode;
use serde_json::{Map, Value as Json};

use super::call::{Answer, Call};
use super::errors::ApiError;
use super::list::{compare_keys, keys, write_json, write_text};
use super::query::{MAX_TOP, Query};
use crate::data::time::Ticks;
use crate::odata::{Kind, Property, Row, Value};

/// What a list is of.
pub(crate) struct Listing {
    /// After `$metadata#`.
    pub(crate) context: &'static str,
    pub(crate) table: &'static [Property],
    /// Largest `$top`.
    pub(crate) max_top: u32,
    /// Rows in a page when the client names no `$top`; `None` for the tenant's own.
    pub(crate) page: Option<u32>,
}

impl Listing {
    /// A list with the usual limits.
    pub(crate) const fn new(context: &'static str, table: &'static [Property]) -> Self {
        Self {
            context,
            table,
            max_top: MAX_TOP,
            page: None,
        }
    }
}

/// A row seen through the properties of its table.
struct JsonRow<'a> {
    row: &'a Json,
    table: &'static [Property],
}

impl Row for JsonRow<'_> {
    fn value(&self, property: usize) -> Value<'_> {
        let Some(property) = self.table.get(property) else {
            return Value::Null;
        };
        let value = self.row.get(property.name).unwrap_or(&Json::Null);
        match (property.kind, value) {
            (_, Json::Null) => Value::Null,
            (Kind::Time, Json::String(text)) => chrono::DateTime::parse_from_rfc3339(text)
                .map_or(Value::Null, |time| {
                    Value::Time(Ticks::from_datetime(time.to_utc()))
                }),
            (Kind::Number, Json::Number(number)) => number.as_f64().map_or(Value::Null, Value::Number),
            (_, Json::Number(number)) => number.as_i64().map_or(Value::Null, Value::Integer),
            (Kind::Enum(_), Json::Bool(value)) => {
                Value::Text(Cow::Borrowed(if *value { "True" } else { "False" }))
            }
            (_, Json::Bool(value)) => Value::Boolean(*value),
            (_, Json::String(text)) => Value::Text(Cow::Borrowed(text)),
            (_, Json::Array(items)) => Value::List(
                items
                    .iter()
                    .filter_map(|item| item.as_str().map(Cow::Borrowed))
                    .collect(),
            ),
            (_, Json::Object(_)) => Value::Null,
        }
    }
}

impl Call<'_> {
    /// A page of the rows, or how many there are.
    pub(crate) fn list(
        &self,
        listing: &Listing,
        rows: impl Iterator<Item = Json>,
    ) -> Result<Answer, ApiError> {
        let table = listing.table;
        let query = Query::parse(table, None, listing.max_top, self.query)?;
        let mut found = rows.filter(|row| {
            query
                .filter
                .as_ref()
                .is_none_or(|filter| filter.matches(&JsonRow { row, table }))
        });
        if self.count {
            return Ok(Answer::Number(found.count() as u64));
        }
        let page = listing
            .page
            .unwrap_or(self.tenant.config.page_size)
            .clamp(1, listing.max_top);
        // A client that names `$top` may have that many at once.
        let most = if listing.page.is_some() {
            listing.max_top
        } else {
            page
        };
        let wanted = query.top.map_or(page, |top| top.min(most));
        let skip = usize::try_from(query.skip).unwrap_or(usize::MAX);
        let take = usize::try_from(wanted).unwrap_or(usize::MAX);
        let (rows, more, total) = if query.order.is_empty() && !query.count {
            let mut found = found.by_ref().skip(skip);
            let rows: Vec<Json> = found.by_ref().take(take).collect();
            let more = take > 0 && found.next().is_some();
            (rows, more, None)
        } else {
            let mut all: Vec<(Vec<Value<'static>>, Json)> = found
                .map(|row| (keys(&JsonRow { row: &row, table }, &query), row))
                .collect();
            // Stable, so that equal rows keep the table's own order and pages never overlap.
            all.sort_by(|(left, _), (right, _)| compare_keys(left, right, &query));
            let total = all.len();
            let rows: Vec<Json> = all
                .into_iter()
                .skip(skip)
                .take(take)
                .map(|(_, row)| row)
                .collect();
            let more = take > 0 && skip.saturating_add(rows.len()) < total;
            (rows, more, Some(total))
        };
        let mut body = Vec::with_capacity(512 + rows.len() * 512);
        write_text(&mut body, "{\"@odata.context\":");
        write_json(
            &mut body,
            &format!("{}/api/$metadata#{}", self.base, listing.context),
        )?;
        if query.count {
            write_text(&mut body, &format!(",\"@odata.count\":{}", total.unwrap_or(0)));
        }
        write_text(&mut body, ",\"value\":[");
        for (place, row) in rows.iter().enumerate() {
            if place > 0 {
                body.push(b',');
            }
            match row {
                Json::Object(members) if query.fields != u64::MAX => {
                    write_json(&mut body, &selected(members, table, query.fields))?;
                }
                _ => write_json(&mut body, row)?,
            }
        }
        body.push(b']');
        let left = query.top.map(|top| top.saturating_sub(most));
        if more && left != Some(0) {
            let skip = query.skip.saturating_add(u64::from(wanted));
            write_text(&mut body, ",\"@odata.nextLink\":");
            write_json(&mut body, &query.next_link(self.address, left, skip))?;
        }
        body.push(b'}');
        Ok(Answer::Json(StatusCode::OK, body))
    }
}

fn selected(members: &Map<String, Json>, table: &[Property], fields: u64) -> Map<String, Json> {
    let wanted = |name: &str| {
        table
            .iter()
            .position(|property| property.name == name)
            .is_some_and(|place| fields & (1 << place) != 0)
    };
    members
        .iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
