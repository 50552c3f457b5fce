//! The form of an operation: which fields it has, what each takes, and the request that a filled-in form makes.
//!
//! Owns: what the documentation's tables say in words and a form needs as rules. Refuses to know: how a field is drawn.
//!
//! Invariants: a field's name is sent in exactly the letters of the documentation; nothing that was left empty is sent;
//! no value can leave its place in path, query or body.

mod build;
mod check;
#[cfg(test)]
mod tests;

pub use build::{InvalidValue, PickedFile, Value, Values, Version, build};

use crate::catalogue::{BodyField, Effect, Method, Operation, Parameter};
use crate::client::Again;

/// Where a field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Into the path, in the place of its placeholder.
    Path,
    /// Into the query.
    Query,
    /// Into the body.
    Body,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// One of the choices.
    Choice,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A time, RFC 3339.
    Time,
    /// An id of the service.
    Id,
    /// A GUID.
    Guid,
    /// 40 hexadecimal digits.
    Sha1,
    /// SHA-1 or SHA-256.
    FileHash,
    /// IPv4 or IPv6.
    IpAddress,
    /// A domain name.
    Domain,
    /// `CVE-year-number`.
    Cve,
    /// Several texts.
    List,
    /// A JSON object.
    Object,
    /// A JSON list of objects.
    Objects,
    /// A file.
    File,
    /// An OData filter.
    Filter,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Where it goes.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// It must be given.
    pub required: bool,
    /// What it is for, in the documentation's sense.
    pub about: String,
    /// What to choose from, for a choice.
    pub choices: Vec<String>,
    /// The least number.
    pub minimum: Option<u64>,
    /// The largest number; for a list the most entries, for a file the most bytes.
    pub maximum: Option<u64>,
    /// What to begin with, for objects.
    pub template: Option<&'static str>,
}

/// The fields of an operation: path, query, body.
pub fn fields(operation: &Operation) -> Vec<Field> {
    let path = placeholders(&operation.path)
        .into_iter()
        .map(|name| placeholder(operation, name));
    let query = operation
        .query
        .iter()
        .map(|parameter| option(operation, parameter));
    let body = operation.body.iter().map(body_field);
    path.chain(query).chain(body).collect()
}

/// Whether a call that failed may be sent again by itself: reads, and removals, which end the same way however often they
/// are sent (RFC 9110 §9.2.2). Never what acts on a device.
pub fn again(operation: &Operation) -> Again {
    match (operation.effect, operation.method) {
        (Effect::Read, _) | (Effect::Write, Method::Delete) => Again::WhereItHelps,
        _ => Again::Never,
    }
}

/// Names in braces, in order.
fn placeholders(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect()
}

fn placeholder(operation: &Operation, name: &str) -> Field {
    let path = operation.path.as_str();
    let (kind, about) = match name {
        "ip" => (Kind::IpAddress, "an IPv4 or IPv6 address"),
        "domain" => (Kind::Domain, "a domain name, e.g. example.com"),
        "cveId" => (Kind::Cve, "e.g. CVE-2024-12345"),
        "timestamp" => (
            Kind::Time,
            "at most 30 days back; 15 minutes before and after count",
        ),
        "index" => (Kind::Integer, "which of the commands, the first being 0"),
        "fileName" => (Kind::Text, "the file's name, with its ending"),
        _ if path == "/api/files/{id}" => (Kind::FileHash, "SHA-1 or SHA-256 of the file"),
        _ if path.starts_with("/api/files/") => (Kind::Sha1, "SHA-1 of the file"),
        _ if path.starts_with("/api/machines/") => (Kind::Id, "the device's id, 40 hexadecimal digits"),
        _ if path.starts_with("/api/machineactions/") => (Kind::Guid, "the machine action's id"),
        _ if path.starts_with("/api/users/") => (Kind::Text, "the account's name alone, without the domain"),
        _ if path.starts_with("/api/alerts/") => (Kind::Id, "the alert's id"),
        _ if path.starts_with("/api/DeviceAuthenticatedScan") => (Kind::Id, "its id"),
        _ => (Kind::Id, "its id"),
    };
    Field {
        place: Place::Path,
        name: name.to_owned(),
        kind,
        required: true,
        about: about.to_owned(),
        choices: Vec::new(),
        minimum: (kind == Kind::Integer).then_some(0),
        maximum: None,
        template: None,
    }
}

fn option(operation: &Operation, parameter: &Parameter) -> Field {
    let name = parameter.name.as_str();
    let (kind, minimum, maximum) = match name {
        "$top" => (Kind::Integer, Some(1), operation.max_top.map(u64::from)),
        "$skip" => (Kind::Integer, Some(0), None),
        "pageSize" => (
            Kind::Integer,
            Some(1),
            Some(operation.max_page_size.map_or(200_000, u64::from)),
        ),
        "sasValidHours" => (
            Kind::Integer,
            Some(1),
            Some(number_in(&parameter.about).unwrap_or(6)),
        ),
        "lookBackHours" => (Kind::Integer, Some(1), Some(720)),
        "$filter" => (Kind::Filter, None, None),
        "$expand" => (Kind::Choice, None, None),
        "$count" | "useStartsWithFilter" => (Kind::Boolean, None, None),
        "sinceTime" => (Kind::Time, None, None),
        _ => (Kind::Text, None, None),
    };
    Field {
        place: Place::Query,
        name: name.to_owned(),
        kind,
        required: parameter.about.contains("required"),
        about: match name {
            "$filter" => "which rows, as an OData expression".to_owned(),
            _ => parameter.about.clone(),
        },
        choices: match kind {
            Kind::Choice => operation.expand.clone(),
            _ => Vec::new(),
        },
        minimum,
        maximum,
        template: None,
    }
}

fn body_field(field: &BodyField) -> Field {
    let kind = match field.kind.as_str() {
        "Boolean" => Kind::Boolean,
        "Int" => Kind::Integer,
        "DateTime(UTC)" | "DateTimeOffset" => Kind::Time,
        "List<String>" | "String collection" | "String[]" => Kind::List,
        "Object" => Kind::Object,
        "Array" | "List<Indicator>" => Kind::Objects,
        "File content" => Kind::File,
        "Text" => Kind::LongText,
        _ if !field.values.is_empty() => Kind::Choice,
        _ if field.name == "Sha1" => Kind::Sha1,
        _ => Kind::Text,
    };
    Field {
        place: Place::Body,
        name: field.name.clone(),
        kind,
        required: field.required,
        about: field.about.clone(),
        choices: match kind {
            Kind::Choice => field.values.clone(),
            _ => Vec::new(),
        },
        minimum: (kind == Kind::Integer).then_some(1),
        maximum: match kind {
            Kind::File => Some(20 * 1024 * 1024),
            Kind::List | Kind::Objects => number_in(&field.about),
            _ => None,
        },
        template: template(&field.name),
    }
}

/// What an object looks like, from the documentation's examples.
fn template(name: &str) -> Option<&'static str> {
    Some(match name {
        "Commands" => {
            "[\n  { \"type\": \"RunScript\", \"params\": [{ \"key\": \"ScriptName\", \"value\": \"\" }, { \"key\": \"Args\", \"value\": \"\" }] }\n]"
        }
        "Indicators" => {
            "[\n  {\n    \"indicatorValue\": \"\",\n    \"indicatorType\": \"DomainName\",\n    \"action\": \"Audit\",\n    \"title\": \"\",\n    \"description\": \"\",\n    \"severity\": \"Informational\",\n    \"generateAlert\": true\n  }\n]"
        }
        "scannerAgent" => "{ \"machineId\": \"\" }",
        "scanAuthenticationParams" => {
            "{\n  \"@odata.type\": \"#microsoft.windowsDefenderATP.api.SnmpAuthParams\",\n  \"type\": \"NoAuthNoPriv\",\n  \"username\": \"\"\n}"
        }
        _ => return None,
    })
}

/// The last number after `maximum` or `at most`, e.g. 500 of `device ids, at most 500`.
fn number_in(about: &str) -> Option<u64> {
    let (_, after) = about
        .rsplit_once("maximum ")
        .or_else(|| about.rsplit_once("at most "))?;
    after
        .split(|c: char| !c.is_ascii_digit())
        .next()
        .filter(|digits| !digits.is_empty())?
        .parse()
        .ok()
}
