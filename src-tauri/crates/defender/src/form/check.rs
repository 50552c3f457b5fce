//! Whether a text has the form that a field takes. Answers with the rule, where it has not.

use super::{Field, Kind};
use chrono::DateTime;
use std::net::IpAddr;

/// Characters of a line of text that are sent.
const LONGEST: usize = 4_000;
/// Characters of a text of several lines.
const LONGEST_TEXT: usize = 100_000;

/// The rule that a value breaks.
pub(super) fn broken_rule(field: &Field, value: &str) -> Option<String> {
    let limit = match field.kind {
        Kind::LongText | Kind::Object | Kind::Objects | Kind::Filter => LONGEST_TEXT,
        _ => LONGEST,
    };
    if value.chars().count() > limit {
        return Some(format!("At most {limit} characters can be sent."));
    }
    let ok = match field.kind {
        Kind::Text => !value.chars().any(|c| c.is_control() && c != '\t'),
        Kind::LongText | Kind::Filter | Kind::List | Kind::File => true,
        Kind::Choice => field.choices.iter().any(|choice| choice == value),
        Kind::Integer => return integer(field, value),
        Kind::Boolean => matches!(value, "true" | "false"),
        Kind::Time => DateTime::parse_from_rfc3339(value).is_ok(),
        Kind::Id => !value.contains(char::is_whitespace) && !value.chars().any(char::is_control),
        Kind::Guid => is_guid(value),
        Kind::Sha1 => is_hex(value, 40),
        Kind::FileHash => is_hex(value, 40) || is_hex(value, 64),
        Kind::IpAddress => value.parse::<IpAddr>().is_ok(),
        Kind::Domain => is_domain(value),
        Kind::Cve => is_cve(value),
        Kind::Object => matches!(serde_json::from_str(value), Ok(serde_json::Value::Object(_))),
        Kind::Objects => {
            let Ok(serde_json::Value::Array(items)) = serde_json::from_str(value) else {
                return Some("Enter a JSON list of objects: [ { … } ].".to_owned());
            };
            if let Some(most) = field.maximum.filter(|most| items.len() as u64 > *most) {
                return Some(format!("At most {most} entries can be sent at once."));
            }
            items.iter().all(serde_json::Value::is_object)
        }
    };
    (!ok).then(|| rule(field).to_owned())
}

fn rule(field: &Field) -> &'static str {
    match field.kind {
        Kind::Text => "Enter one line of text.",
        Kind::Choice => "Choose one of the values.",
        Kind::Boolean => "Choose true or false.",
        Kind::Time => "Enter a time with its zone, for example 2026-03-01T12:00:00Z.",
        Kind::Id => "An id has no spaces.",
        Kind::Guid => "Enter a GUID: 32 hexadecimal digits in five groups.",
        Kind::Sha1 => "Enter a SHA-1: 40 hexadecimal digits.",
        Kind::FileHash => "Enter a SHA-1 or SHA-256: 40 or 64 hexadecimal digits.",
        Kind::IpAddress => "Enter one IPv4 or IPv6 address; ranges are not taken.",
        Kind::Domain => "Enter a domain name such as example.com, without scheme or path.",
        Kind::Cve => "Enter a CVE id such as CVE-2024-12345.",
        Kind::Object => "Enter a JSON object: { … }.",
        Kind::Objects => "Enter a JSON list of objects: [ { … } ].",
        Kind::Integer | Kind::LongText | Kind::List | Kind::File | Kind::Filter => {
            "This value cannot be sent."
        }
    }
}

fn integer(field: &Field, value: &str) -> Option<String> {
    let number = value.parse::<u64>().ok();
    let least = field.minimum.unwrap_or(0);
    let fits = |number: u64| number >= least && field.maximum.is_none_or(|most| number <= most);
    if number.is_some_and(fits) {
        return None;
    }
    Some(match field.maximum {
        Some(most) => format!("Enter a whole number from {least} to {most}."),
        None => format!("Enter a whole number from {least} on."),
    })
}

fn is_hex(value: &str, digits: usize) -> bool {
    value.len() == digits && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_guid(value: &str) -> bool {
    let groups: Vec<&str> = value.split('-').collect();
    groups.len() == 5
        && groups
            .iter()
            .zip([8, 4, 4, 4, 12])
            .all(|(group, digits)| is_hex(group, digits))
}

fn is_domain(value: &str) -> bool {
    value.contains('.')
        && value.chars().count() <= 253
        && value.parse::<IpAddr>().is_err()
        && value.split('.').all(|label| {
            !label.is_empty()
                && label.chars().count() <= 63
                && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
}

fn is_cve(value: &str) -> bool {
    let mut parts = value.split('-');
    let digits = |part: Option<&str>, least: usize| {
        part.is_some_and(|part| part.len() >= least && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    parts.next() == Some("CVE")
        && digits(parts.next(), 4)
        && digits(parts.next(), 4)
        && parts.next().is_none()
}
