//! Indicators: submit, import, list, delete.
//!
//! Sources: post-ti-indicator, import-ti-indicators, get-ti-indicators-collection, delete-ti-indicator-by-id,
//! batch-delete-ti-indicators.
//!
//! Invariant: a value of a type stands once; submitting it again changes what is there.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::StatusCode;
use chrono::DateTime;
use serde_json::{Value, json};
use url::Url;

use super::body::{Body, invalid, missing, unusable, within};
use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::INDICATOR;
use crate::data::changes::Changes;
use crate::data::indicators::key;
use crate::data::time::Ticks;

/// Most active indicators of a tenant.
const MOST: usize = 15_000;
/// Most in a call.
const BATCH: usize = 500;

const TYPES: &[&str] = &[
    "FileSha1",
    "FileMd5",
    "CertificateThumbprint",
    "FileSha256",
    "IpAddress",
    "DomainName",
    "Url",
];
const ACTIONS: &[&str] = &[
    "Warn",
    "Block",
    "Audit",
    "BlockAndRemediate",
    "Allowed",
    "Alert",
    "AlertAndBlock",
];
const SEVERITIES: &[&str] = &["Informational", "Low", "Medium", "High"];

fn check_value(kind: &str, value: &str) -> Result<(), ApiError> {
    let hex = |length: usize| value.len() == length && value.chars().all(|c| c.is_ascii_hexdigit());
    let (good, code, what) = match kind {
        "FileSha1" | "CertificateThumbprint" => (hex(40), "InvalidHashValue", "40 hexadecimal characters"),
        "FileMd5" => (hex(32), "InvalidHashValue", "32 hexadecimal characters"),
        "FileSha256" => (hex(64), "InvalidHashValue", "64 hexadecimal characters"),
        "IpAddress" => (
            value.parse::<IpAddr>().is_ok(),
            "InvalidIpAddress",
            "a single address; ranges are not supported",
        ),
        "DomainName" => (
            value.contains('.') && matches!(url::Host::parse(value), Ok(url::Host::Domain(_))),
            "InvalidDomainName",
            "a domain name",
        ),
        _ => (
            Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()),
            "InvalidUrl",
            "an address that begins with http:// or https://",
        ),
    };
    if good {
        Ok(())
    } else {
        Err(ApiError::Invalid(
            code,
            format!("The indicatorValue of a {kind} must be {what}."),
        ))
    }
}

fn texts(body: &Body, name: &str) -> Result<Value, ApiError> {
    match body.get(name) {
        None => Ok(json!([])),
        Some(_) => Ok(json!(body.texts(name, BATCH)?)),
    }
}

/// A checked indicator without an id.
fn read(call: &Call<'_>, body: &Body) -> Result<Value, ApiError> {
    let value = body.required("indicatorValue")?;
    let kind = body.required_choice("indicatorType", TYPES)?;
    check_value(kind, value)?;
    let action = body.required_choice("action", ACTIONS)?;
    let title = body.required("title")?;
    let description = body.required("description")?;
    let generate = body.boolean("generateAlert")?;
    if action == "Audit" && generate != Some(true) {
        return Err(invalid("The action Audit needs generateAlert to be true."));
    }
    if action == "BlockAndRemediate" && !kind.starts_with("File") {
        return Err(invalid("The action BlockAndRemediate is for files only."));
    }
    let expiration = match body.text("expirationTime")? {
        None => None,
        Some(text) => {
            let time = DateTime::parse_from_rfc3339(text).map_err(|_| {
                invalid("expirationTime must be a date and time such as 2026-12-31T00:00:00Z.")
            })?;
            let time = Ticks::from_datetime(time.to_utc());
            if time <= call.now {
                return Err(invalid("expirationTime must lie in the future."));
            }
            Some(time)
        }
    };
    let account = call.caller.account;
    Ok(json!({
        "id": null,
        "indicatorValue": value,
        "indicatorType": kind,
        "action": action,
        "application": body.text("application")?,
        "title": title,
        "description": description,
        "recommendedActions": body.text("recommendedActions")?.unwrap_or_default(),
        "severity": body.choice("severity", SEVERITIES)?.unwrap_or("Informational"),
        "generateAlert": generate.unwrap_or(matches!(action, "Alert" | "AlertAndBlock")),
        "rbacGroupNames": texts(body, "rbacGroupNames")?,
        "rbacGroupIds": texts(body, "rbacGroupIds")?,
        "expirationTime": expiration,
        "externalID": body.text("externalID")?,
        "educateUrl": body.text("educateUrl")?,
        "sourceType": "User",
        "source": account.name,
        "createdBySource": account.name,
        "createdBy": account.username,
        "createdByDisplayName": account.name,
        "lastUpdatedBy": null,
        "creationTimeDateTimeUtc": call.now,
        "lastUpdateTime": call.now,
    }))
}

fn active(indicator: &Value, now: Ticks) -> bool {
    match indicator.get("expirationTime").and_then(Value::as_str) {
        None => true,
        Some(text) => {
            DateTime::parse_from_rfc3339(text).is_ok_and(|time| Ticks::from_datetime(time.to_utc()) > now)
        }
    }
}

/// Puts an indicator among the others, and gives it an id.
fn upsert(changes: &mut Changes, call: &Call<'_>, mut indicator: Value) -> Result<Value, ApiError> {
    let key = key(&indicator);
    let old = changes
        .indicator_ids
        .get(&key)
        .and_then(|id| Some((*id, Arc::clone(changes.indicators.get(id)?))));
    let id = match &old {
        Some((id, _)) => *id,
        None => {
            // Counting looks at every time of expiry, so it is done only where it matters.
            let held = changes.indicators.values();
            if held.len() >= MOST && held.filter(|it| active(it, call.now)).count() >= MOST {
                return Err(ApiError::BadRequest(format!(
                    "The tenant has {MOST} active indicators. Delete some first."
                )));
            }
            changes.indicators.keys().next_back().map_or(1, |last| last + 1)
        }
    };
    if let Some(members) = indicator.as_object_mut() {
        members.insert("id".to_owned(), json!(id.to_string()));
        if let Some((_, old)) = old {
            // Who made it, and its application, are set on creation only.
            for kept in [
                "creationTimeDateTimeUtc",
                "createdBy",
                "createdBySource",
                "createdByDisplayName",
                "application",
            ] {
                members.insert(kept.to_owned(), old.get(kept).cloned().unwrap_or_default());
            }
            members.insert("lastUpdatedBy".to_owned(), json!(call.caller.account.username));
        }
    }
    changes.indicator_ids.insert(key, id);
    changes.indicators.insert(id, Arc::new(indicator.clone()));
    Ok(indicator)
}

/// Every active indicator.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let rows = call.view.changes.indicators.values();
    let rows = rows
        .filter(|row| active(row, call.now))
        .map(|row| row.as_ref().clone());
    call.list(&Listing::new("Indicators", INDICATOR), rows)
}

/// Adds an indicator, or changes the one with the same value.
pub(super) fn submit(call: &Call<'_>) -> Result<Answer, ApiError> {
    let indicator = read(call, &call.object()?)?;
    let row = call.change(|changes| upsert(changes, call, indicator))?;
    call.single("Indicators", &row)
}

/// Adds many. Those that cannot be used are reported one by one; the others are there.
pub(super) fn import(call: &Call<'_>) -> Result<Answer, ApiError> {
    let body = call.object()?;
    let list = body
        .get("Indicators")
        .ok_or_else(|| missing("Indicators"))?
        .as_array()
        .ok_or_else(|| unusable("Indicators must be a list of objects."))?;
    if list.is_empty() {
        return Err(missing("Indicators"));
    }
    within("Indicators", list.len(), BATCH)?;
    let rows = call.change(|changes| {
        Ok(list
            .iter()
            .map(|item| {
                let value = item
                    .get("indicatorValue")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                let done = item
                    .as_object()
                    .ok_or_else(|| unusable("The item is no object."))
                    .and_then(|members| read(call, &Body::of(members.clone())))
                    .and_then(|indicator| upsert(changes, call, indicator));
                match done {
                    Ok(row) => json!({
                        "id": row.get("id"),
                        "indicator": value,
                        "isFailed": false,
                        "failureReason": null,
                    }),
                    Err(error) => json!({
                        "id": null,
                        "indicator": value,
                        "isFailed": true,
                        "failureReason": error.to_string(),
                    }),
                }
            })
            .collect::<Vec<Value>>())
    })?;
    call.json(
        "Collection(microsoft.windowsDefenderATP.api.ImportIndicatorResult)",
        &json!({"value": rows}),
    )
}

fn remove(changes: &mut Changes, id: &str) -> Result<(), ApiError> {
    let number: Option<u64> = id.parse().ok();
    let removed = number
        .and_then(|number| changes.indicators.remove(&number))
        .ok_or_else(|| {
            ApiError::ResourceNotFound(format!("No indicator with the id '{}' exists.", clip(id)))
        })?;
    changes.indicator_ids.remove(&key(&removed));
    Ok(())
}

fn clip(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// Removes an indicator.
pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    call.change(|changes| remove(changes, call.value(0)))?;
    Ok(Answer::Empty(StatusCode::NO_CONTENT))
}

/// Removes many, all or none of them.
pub(super) fn batch_delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let body = call.object()?;
    let ids = body.texts("IndicatorIds", BATCH)?;
    if ids.is_empty() {
        return Err(missing("IndicatorIds"));
    }
    if let Some(bad) = ids.iter().find(|id| id.parse::<u64>().is_err()) {
        return Err(invalid(format!("'{}' is no id of an indicator.", clip(bad))));
    }
    call.change(|changes| ids.iter().try_for_each(|id| remove(changes, id)))?;
    Ok(Answer::Empty(StatusCode::NO_CONTENT))
}
