//! A filled-in form becomes a request.

use super::check::broken_rule;
use super::{Field, Kind, Place, fields};
use crate::catalogue::Operation;
use crate::request::{Body, Expected, FilePart, Request};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// What was filled in.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Field by field; a field without an entry is not sent.
    pub values: Vec<Value>,
    /// The file, where the form has one.
    pub file: Option<PickedFile>,
}

/// What one field was filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Where it goes.
    pub place: Place,
    /// The field.
    pub name: String,
    /// One text; several for a list.
    pub texts: Vec<String>,
}

/// A file to send.
#[derive(Clone, Debug)]
pub struct PickedFile {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

/// A value that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidValue {
    /// Where the field goes.
    pub place: Place,
    /// The field.
    pub name: String,
    /// The rule, and what to do.
    pub message: String,
}

/// Which form of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `/api/…`, the latest.
    Latest,
    /// `/api/v1.0/…`
    V1,
}

/// The request that a filled-in form makes.
///
/// # Errors
/// Every value that breaks a rule, and every required field that is empty.
pub fn build(operation: &Operation, values: &Values, version: Version) -> Result<Request, Vec<InvalidValue>> {
    let fields = fields(operation);
    let filled: Vec<(&Field, Vec<String>)> =
        fields.iter().map(|field| (field, given(field, values))).collect();
    let mut invalid: Vec<InvalidValue> = filled
        .iter()
        .filter_map(|(field, texts)| {
            let message = problem(field, texts, values)?;
            Some(refused(field, message))
        })
        .collect();
    invalid.extend(unknown(&fields, values));
    invalid.extend(contradictions(operation, &filled));
    if !invalid.is_empty() {
        return Err(invalid);
    }
    let mut request = path(operation, &filled, version).by(operation.method);
    for (field, texts) in in_place(&filled, Place::Query) {
        match (field.name.as_str(), texts.first()) {
            ("$count", Some(wanted)) => {
                if wanted == "true" {
                    request = request.then("/$count").expecting(Expected::Text);
                }
            }
            (name, Some(text)) => request = request.with(name, text),
            (_, None) => {}
        }
    }
    if request.expected() == Expected::Json {
        request = request.expecting(Expected::Any);
    }
    Ok(match body(operation, &filled, values) {
        Some(body) => request.carrying(body),
        None => request,
    })
}

/// What a field was filled with, without what is empty.
fn given(field: &Field, values: &Values) -> Vec<String> {
    values
        .values
        .iter()
        .filter(|value| value.place == field.place && value.name == field.name)
        .flat_map(|value| &value.texts)
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}

fn in_place<'a>(
    filled: &'a [(&'a Field, Vec<String>)],
    place: Place,
) -> impl Iterator<Item = &'a (&'a Field, Vec<String>)> {
    filled.iter().filter(move |(field, _)| field.place == place)
}

fn refused(field: &Field, message: String) -> InvalidValue {
    InvalidValue {
        place: field.place,
        name: field.name.clone(),
        message,
    }
}

fn problem(field: &Field, texts: &[String], values: &Values) -> Option<String> {
    if field.kind == Kind::File {
        return match &values.file {
            None if field.required => Some("Choose a file.".to_owned()),
            Some(file) if field.maximum.is_some_and(|most| file.bytes.len() as u64 > most) => {
                Some("The service takes files of at most 20 MB.".to_owned())
            }
            _ => None,
        };
    }
    if texts.is_empty() {
        return field.required.then(|| "This is required.".to_owned());
    }
    if field.kind == Kind::List {
        return field
            .maximum
            .filter(|most| texts.len() as u64 > *most)
            .map(|most| format!("At most {most} entries can be sent at once."));
    }
    texts.iter().find_map(|text| broken_rule(field, text))
}

/// Entries for fields that the operation does not have: nobody must believe that they were sent.
fn unknown(fields: &[Field], values: &Values) -> Vec<InvalidValue> {
    values
        .values
        .iter()
        .filter(|value| {
            !fields
                .iter()
                .any(|field| field.place == value.place && field.name == value.name)
        })
        .map(|value| InvalidValue {
            place: value.place,
            name: value.name.clone(),
            message: "This operation has no such field.".to_owned(),
        })
        .collect()
}

/// A determination that does not go with the classification.
fn contradictions(operation: &Operation, filled: &[(&Field, Vec<String>)]) -> Vec<InvalidValue> {
    let value = |name: &str| {
        filled
            .iter()
            .find(|(field, _)| field.place == Place::Body && field.name == name)
            .and_then(|(field, texts)| Some((*field, texts.first()?)))
    };
    let pairs = &operation.determination_by_classification;
    let Some((field, determination)) = value("determination").filter(|_| !pairs.is_empty()) else {
        return Vec::new();
    };
    let Some((_, classification)) = value("classification") else {
        return vec![refused(
            field,
            "A determination is taken together with a classification only.".to_owned(),
        )];
    };
    match pairs.get(classification) {
        Some(fitting) if !fitting.contains(determination) => vec![refused(
            field,
            format!("With {classification} go: {}.", fitting.join(", ")),
        )],
        _ => Vec::new(),
    }
}

fn path(operation: &Operation, filled: &[(&Field, Vec<String>)], version: Version) -> Request {
    let documented = match version {
        Version::Latest => operation.path.clone(),
        Version::V1 => operation.path.replacen("/api/", "/api/v1.0/", 1),
    };
    let mut request = Request::new("");
    for (nth, part) in documented.split('{').enumerate() {
        if nth == 0 {
            request = request.then(part);
            continue;
        }
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let text = in_place(filled, Place::Path)
            .find(|(field, _)| field.name == name)
            .and_then(|(_, texts)| texts.first())
            .map_or("", String::as_str);
        // Inside a text literal, quotes are doubled.
        let text = if rest.starts_with('\'') {
            text.replace('\'', "''")
        } else {
            text.to_owned()
        };
        request = request.value(&text).then(rest);
    }
    request
}

fn body(operation: &Operation, filled: &[(&Field, Vec<String>)], values: &Values) -> Option<Body> {
    match operation.body_type.as_deref()? {
        "multipart/form-data" => {
            let (field, _) = in_place(filled, Place::Body).find(|(field, _)| field.kind == Kind::File)?;
            let file = values.file.as_ref()?;
            Some(Body::Form {
                texts: in_place(filled, Place::Body)
                    .filter_map(|(field, texts)| Some((field.name.clone(), texts.first()?.clone())))
                    .collect(),
                file: FilePart {
                    field: field.name.clone(),
                    name: file.name.clone(),
                    bytes: Arc::clone(&file.bytes),
                },
            })
        }
        _ => {
            let members: Map<String, Json> = in_place(filled, Place::Body)
                .filter_map(|(field, texts)| Some((field.name.clone(), json(field, texts)?)))
                .collect();
            serde_json::to_string(&members).ok().map(Body::Json)
        }
    }
}

fn json(field: &Field, texts: &[String]) -> Option<Json> {
    let first = texts.first()?;
    Some(match field.kind {
        Kind::List => texts.iter().cloned().map(Json::String).collect(),
        Kind::Boolean => Json::Bool(first == "true"),
        Kind::Integer => Json::from(first.parse::<u64>().ok()?),
        Kind::Object | Kind::Objects => serde_json::from_str(first).ok()?,
        _ => Json::String(first.clone()),
    })
}
