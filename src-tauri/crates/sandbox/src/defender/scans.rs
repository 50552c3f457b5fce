//! Authenticated scans: definitions, scanning devices, history.
//!
//! Sources: get-all-scan-definitions, add-a-new-scan-definition, get-all-scan-agents, get-agent-details and the two
//! history pages. Secrets of a definition are taken and never shown again.

use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::body::{Body, invalid, missing, unusable};
use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::{SCAN_AGENT, SCAN_DEFINITION, SCAN_HISTORY_BY_DEFINITION, SCAN_HISTORY_BY_SESSION};
use crate::config::TENANT_ID;
use crate::data::scans;

const CONTEXT: &str = "DeviceAuthenticatedScanDefinitions";
/// Most sessions in a page.
const MAX_TOP: u32 = 4096;
const FIELDS: &[&str] = &[
    "scanType",
    "scanName",
    "isActive",
    "target",
    "intervalInHours",
    "targetType",
    "scannerAgent",
    "scanAuthenticationParams",
];
const AUTHENTICATION: &[&str] = &[
    "CommunityString",
    "NoAuthNoPriv",
    "AuthNoPriv",
    "AuthPriv",
    "Kerberos",
    "Negotiate",
];
/// What of the authentication is shown again; the rest is secret.
const SHOWN: &[&str] = &[
    "domain",
    "username",
    "isGmsaUser",
    "authProtocol",
    "privProtocol",
    "keyVaultUrl",
    "keyVaultSecretName",
];
const SECRET: &[&str] = &["communityString", "authPassword", "privPassword"];

/// Every definition.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let rows = call.view.changes.scans.iter().map(|scan| scan.as_ref().clone());
    call.list(&Listing::new(CONTEXT, SCAN_DEFINITION), rows)
}

fn authentication(value: &Value) -> Result<Value, ApiError> {
    let members = value
        .as_object()
        .ok_or_else(|| unusable("scanAuthenticationParams must be an object."))?;
    let body = Body::of(members.clone());
    let kind = body.required("@odata.type")?;
    let snmp = kind.ends_with("SnmpAuthParams");
    if !snmp && !kind.ends_with("WindowsAuthParams") {
        return Err(invalid(
            "@odata.type must name SnmpAuthParams or WindowsAuthParams.",
        ));
    }
    let how = body.required_choice("type", AUTHENTICATION)?;
    if snmp == matches!(how, "Kerberos" | "Negotiate") {
        return Err(invalid(
            "The type of authentication does not go with @odata.type.",
        ));
    }
    let mut shown = Map::new();
    shown.insert("@odata.type".to_owned(), json!(kind));
    shown.insert("type".to_owned(), json!(how));
    for name in SHOWN {
        if let Some(value) = body.get(name) {
            shown.insert((*name).to_owned(), value.clone());
        }
    }
    for name in SECRET.iter().filter(|name| body.get(name).is_some()) {
        shown.insert((*name).to_owned(), Value::Null);
    }
    Ok(Value::Object(shown))
}

/// Lays what the body names over a definition.
fn apply(call: &Call<'_>, body: &Body, scan: &mut Map<String, Value>) -> Result<(), ApiError> {
    let mut set = |name: &str, value: Value| scan.insert(name.to_owned(), value);
    if let Some(kind) = body.choice("scanType", &["Network", "Windows"])? {
        set("scanType", json!(kind));
    }
    for name in ["scanName", "target"] {
        if let Some(text) = body.text(name)? {
            if text.trim().is_empty() {
                return Err(missing(name));
            }
            set(name, json!(text));
        }
    }
    if let Some(kind) = body.choice("targetType", &["Ip", "Hostname"])? {
        set("targetType", json!(kind));
    }
    if let Some(active) = body.boolean("isActive")? {
        set("isActive", json!(active));
    }
    if let Some(hours) = body.get("intervalInHours") {
        let hours = hours.as_i64().filter(|hours| (1..=8760).contains(hours));
        let hours = hours.ok_or_else(|| invalid("intervalInHours must be a whole number from 1 to 8760."))?;
        set("intervalInHours", json!(hours));
    }
    if let Some(agent) = body.get("scannerAgent") {
        let id = agent.get("machineId").and_then(Value::as_str);
        let id = id.ok_or_else(|| missing("machineId"))?;
        let machine = scans::agents(call.view.data)
            .find(|machine| machine.id.eq_ignore_ascii_case(id))
            .ok_or_else(|| {
                ApiError::ResourceNotFound("No scanning device with this id exists.".to_owned())
            })?;
        set("scannerAgent", scans::agent_json(call.view.data, machine, true));
    }
    if let Some(params) = body.get("scanAuthenticationParams") {
        set("scanAuthenticationParams", authentication(params)?);
    }
    Ok(())
}

/// Adds a definition.
pub(super) fn add(call: &Call<'_>) -> Result<Answer, ApiError> {
    let body = call.object()?;
    if let Some(absent) = FIELDS.iter().find(|name| body.get(name).is_none()) {
        return Err(missing(absent));
    }
    let scan = json!({
        "id": Uuid::new_v4().to_string(),
        "scanType": null,
        "scanName": null,
        "isActive": null,
        "orgId": TENANT_ID,
        "intervalInHours": null,
        "createdBy": call.caller.account.username,
        "targetType": null,
        "target": null,
        "scanAuthenticationParams": null,
        "scannerAgent": null,
        "latestScan": {"status": null, "failureReason": null, "executionDateTime": null},
        "advancedActiveConfiguration": null,
    });
    let Value::Object(mut scan) = scan else {
        return Err(ApiError::Internal);
    };
    apply(call, &body, &mut scan)?;
    let scan = Value::Object(scan);
    call.change(|changes| {
        changes.scans.push(Arc::new(scan.clone()));
        Ok(())
    })?;
    call.single(CONTEXT, &scan)
}

fn has_id(scan: &Value, id: &str) -> bool {
    let own = scan.get("id").and_then(Value::as_str);
    own.is_some_and(|own| own.eq_ignore_ascii_case(id))
}

fn unknown() -> ApiError {
    ApiError::ResourceNotFound("No scan definition with this id exists.".to_owned())
}

/// Changes a definition.
pub(super) fn update(call: &Call<'_>) -> Result<Answer, ApiError> {
    let id = call.value(0);
    let body = call.object()?;
    if !body.has_any(FIELDS) {
        return Err(unusable(
            "The body names no property to update. Names are case-sensitive.",
        ));
    }
    let scan = call.change(|changes| {
        let slot = changes
            .scans
            .iter_mut()
            .find(|scan| has_id(scan, id))
            .ok_or_else(unknown)?;
        let scan = Arc::make_mut(slot);
        apply(call, &body, scan.as_object_mut().ok_or(ApiError::Internal)?)?;
        Ok(scan.clone())
    })?;
    call.single(CONTEXT, &scan)
}

/// A list of ids; the tables of the pages say one text, the examples send a list.
fn ids<'a>(body: &'a Body, name: &str) -> Result<Vec<&'a str>, ApiError> {
    let ids = match body.get(name) {
        Some(Value::String(id)) => vec![id.as_str()],
        _ => body.texts(name, 500)?,
    };
    if ids.is_empty() {
        Err(missing(name))
    } else {
        Ok(ids)
    }
}

/// Removes definitions, all or none of them.
pub(super) fn batch_delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let body = call.object()?;
    let ids = ids(&body, "ScanDefinitionIds")?;
    call.change(|changes| {
        for id in &ids {
            let place = changes
                .scans
                .iter()
                .position(|scan| has_id(scan, id))
                .ok_or_else(unknown)?;
            changes.scans.remove(place);
        }
        Ok(())
    })?;
    Ok(Answer::Empty(StatusCode::OK))
}

/// Every scanning device.
pub(super) fn agents(call: &Call<'_>) -> Result<Answer, ApiError> {
    let data = call.view.data;
    let rows = scans::agents(data).map(|machine| scans::agent_json(data, machine, false));
    call.list(&Listing::new("DeviceAuthenticatedScanAgents", SCAN_AGENT), rows)
}

/// One scanning device; as in the page's example, alone in a list.
pub(super) fn agent(call: &Call<'_>) -> Result<Answer, ApiError> {
    let data = call.view.data;
    let id = call.value(0);
    let row = scans::agents(data)
        .map(|machine| scans::agent_json(data, machine, false))
        .find(|row| {
            let is = |name: &str| {
                row.get(name)
                    .and_then(Value::as_str)
                    .is_some_and(|own| own.eq_ignore_ascii_case(id))
            };
            is("id") || is("machineId")
        })
        .ok_or_else(|| ApiError::ResourceNotFound("No scanning device with this id exists.".to_owned()))?;
    call.json("DeviceAuthenticatedScanAgents", &json!({"value": [row]}))
}

/// Past sessions of definitions.
pub(super) fn by_definition(call: &Call<'_>) -> Result<Answer, ApiError> {
    let body = call.object()?;
    let ids = ids(&body, "ScanDefinitionIds")?;
    let mut rows = Vec::new();
    for id in ids {
        let scans = &call.view.changes.scans;
        let scan = scans.iter().find(|scan| has_id(scan, id)).ok_or_else(unknown)?;
        let sessions = scans::sessions(call.view.data, scan);
        rows.extend(sessions.iter().map(|session| session.in_definition(scan)));
    }
    let listing = Listing {
        max_top: MAX_TOP,
        ..Listing::new(
            "Collection(microsoft.windowsDefenderATP.api.DeviceAuthenticatedScanHistory)",
            SCAN_HISTORY_BY_DEFINITION,
        )
    };
    call.list(&listing, rows.into_iter())
}

/// Sessions with everything that they found.
pub(super) fn by_session(call: &Call<'_>) -> Result<Answer, ApiError> {
    let body = call.object()?;
    let ids = ids(&body, "SessionIds")?;
    let mut rows = Vec::new();
    for id in ids {
        let found = call.view.changes.scans.iter().find_map(|scan| {
            let sessions = scans::sessions(call.view.data, scan);
            let session = sessions
                .into_iter()
                .find(|session| session.id.eq_ignore_ascii_case(id))?;
            Some(session.whole(scan))
        });
        rows.push(
            found.ok_or_else(|| {
                ApiError::ResourceNotFound("No scan session with this id exists.".to_owned())
            })?,
        );
    }
    let listing = Listing::new(
        "Collection(microsoft.windowsDefenderATP.api.DeviceAuthenticatedScanSession)",
        SCAN_HISTORY_BY_SESSION,
    );
    call.list(&listing, rows.into_iter())
}
