//! The shapes that answers come in, beside the usual collection, and how each becomes rows.
//!
//! Refuses to know: which operation answers in which shape; the shape is told from the body alone.
//!
//! Invariant: a body that is JSON becomes rows whatever its shape; only annotations of OData
//! ([`@odata.…`](https://docs.oasis-open.org/odata/odata-json-format/v4.01/)) around the rows are left out.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::column::Kind;
use crate::error::AppendError;
use crate::page::{Body, LONE_VALUE, NameSeed, PageBuilder};

/// How an answer wraps its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `{"value": […]}`: an OData collection. What is no object in it has the column `value`.
    Collection,
    /// `[…]`: a list without a wrapper. What is no object in it has the column `value`.
    List,
    /// `{…}`: one row. Also the object of `{"value": {…}}`.
    Object,
    /// `{"Schema": […], "Results": […]}`: advanced hunting, in either letter case; columns in the schema's order.
    Hunting,
    /// `{"value": 12}`, or `12` alone: one row with the column `value`.
    Scalar,
    /// No body, or `null`: no rows.
    Empty,
}

/// Reads the usual shapes in one pass.
///
/// # Errors
/// [`AppendError::NotACollection`] also for JSON that [`read_any`] can read.
pub(crate) fn read_usual(page: &mut PageBuilder<'_>, body: Body<'_>) -> Result<Shape, AppendError> {
    match body.text.trim_ascii_start().as_bytes().first() {
        None => Ok(Shape::Empty),
        Some(b'[') => page.read_list(body).map(|()| Shape::List),
        Some(_) => page.read_collection(body).map(|()| Shape::Collection),
    }
}

/// Reads any JSON, with a second look at what the first pass found.
pub(crate) fn read_any(page: &mut PageBuilder<'_>, body: Body<'_>) -> Result<Shape, AppendError> {
    match body.text.trim_ascii_start().as_bytes().first() {
        Some(b'{') => read_object(page, &body.read(MembersSeed)?),
        Some(b'[') => {
            let rows = body.read(std::marker::PhantomData::<Vec<&RawValue>>)?;
            read_rows(page, rows).map(|()| Shape::List)
        }
        _ => {
            let json = body.read(std::marker::PhantomData::<&RawValue>)?.get();
            if json == "null" {
                return Ok(Shape::Empty);
            }
            page.push_members([(LONE_VALUE, json)]);
            Ok(Shape::Scalar)
        }
    }
}

/// Reads the rows of a list, or the one row of anything else.
pub(crate) fn read_nested(page: &mut PageBuilder<'_>, json: &str) -> Result<(), AppendError> {
    if json.starts_with('[') {
        let rows = serde_json::from_str(json).map_err(not_rows)?;
        read_rows(page, rows)
    } else {
        page.read_row(json).map_err(not_rows)
    }
}

fn read_object(page: &mut PageBuilder<'_>, members: &Members<'_>) -> Result<Shape, AppendError> {
    if let (Some(schema), Some(results)) = (members.list("Schema"), members.list("Results")) {
        declare(page, schema);
        read_rows(page, serde_json::from_str(results).map_err(not_rows)?)?;
        return Ok(Shape::Hunting);
    }
    for (name, json) in &members.0 {
        page.annotate(name, json)
            .map_err(|reason| AppendError::NotACollection {
                reason: reason.to_owned(),
            })?;
    }
    if let Some(rows) = members.list(LONE_VALUE) {
        read_rows(page, serde_json::from_str(rows).map_err(not_rows)?)?;
        return Ok(Shape::Collection);
    }
    let alone = members
        .0
        .iter()
        .all(|(name, _)| name == LONE_VALUE || name.starts_with('@'));
    match members.get(LONE_VALUE) {
        Some(json) if alone => {
            if json.starts_with('{') {
                // One page's example wraps its collection twice.
                let inner: Members<'_> = read_members(json)?;
                if let Some(rows) = inner.list(LONE_VALUE).filter(|_| inner.0.len() == 1) {
                    read_rows(page, serde_json::from_str(rows).map_err(not_rows)?)?;
                    return Ok(Shape::Collection);
                }
                page.read_row(json).map_err(not_rows)?;
                return Ok(Shape::Object);
            }
            page.push_members([(LONE_VALUE, json)]);
            Ok(Shape::Scalar)
        }
        _ => {
            let properties = members.0.iter().filter(|(name, _)| name != "@odata.context");
            page.push_members(properties.map(|(name, json)| (name.as_ref(), *json)));
            Ok(Shape::Object)
        }
    }
}

fn read_rows(page: &mut PageBuilder<'_>, rows: Vec<&RawValue>) -> Result<(), AppendError> {
    for row in rows {
        page.read_row(row.get()).map_err(not_rows)?;
    }
    Ok(())
}

fn read_members(json: &str) -> Result<Members<'_>, AppendError> {
    let mut reader = serde_json::Deserializer::from_str(json);
    MembersSeed.deserialize(&mut reader).map_err(not_rows)
}

fn not_rows(error: serde_json::Error) -> AppendError {
    AppendError::NotACollection {
        reason: error.to_string(),
    }
}

/// Makes the columns that a hunting schema lists: `[{"Name": …, "Type": …}, …]`. An entry without a name is passed over.
fn declare(page: &mut PageBuilder<'_>, schema: &str) {
    let entries: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(schema).unwrap_or_default();
    for entry in entries {
        let text = |wanted: &str| {
            let found = entry.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.and_then(|(_, value)| value.as_str())
        };
        if let Some(name) = text("Name") {
            page.declare(name, text("Type").and_then(kind));
        }
    }
}

/// What a column of a type holds, by the [data types of the query
/// language](https://learn.microsoft.com/kusto/query/scalar-data-types/) and their .NET names. `None` for others: their
/// values show it.
fn kind(data_type: &str) -> Option<Kind> {
    let name = data_type.strip_prefix("System.").unwrap_or(data_type);
    Some(match name.to_ascii_lowercase().as_str() {
        "string" | "guid" | "timespan" => Kind::Text,
        "datetime" | "date" | "datetimeoffset" => Kind::Time,
        "int" | "int32" | "int64" | "long" | "uint32" | "uint64" | "int16" | "byte" | "double" | "single"
        | "float" | "real" | "decimal" => Kind::Number,
        // Hunting sends truth values as signed bytes.
        "bool" | "boolean" | "sbyte" => Kind::Boolean,
        "dynamic" | "object" => Kind::Nested,
        _ => return None,
    })
}

/// An object's properties and their JSON, in order.
struct Members<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Members<'a> {
    /// The last value of that name.
    fn get(&self, wanted: &str) -> Option<&'a str> {
        let found = self.0.iter().rev().find(|(name, _)| name == wanted);
        found.map(|(_, json)| *json)
    }

    /// The value of that name, or of that name in small letters, where it is a list.
    fn list(&self, wanted: &str) -> Option<&'a str> {
        self.get(wanted)
            .or_else(|| self.get(&wanted.to_ascii_lowercase()))
            .filter(|json| json.starts_with('['))
    }
}

struct MembersSeed;

impl<'de> DeserializeSeed<'de> for MembersSeed {
    type Value = Members<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for MembersSeed {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = map.next_key_seed(NameSeed)? {
            members.push((name, map.next_value::<&RawValue>()?.get()));
        }
        Ok(Members(members))
    }
}
