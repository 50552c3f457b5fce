//! Everything under `/api` and `/api/v1.0`: routing, and the order in which a call is checked.
//!
//! Order: faults of the whole API (503, 429), token (401), address (404), method (405), call limit (429), permission
//! and role (403), query and body (400).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, Request, State};
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;

use super::auth::{Caller, authenticate};
use super::call::{Answer, Call};
use super::errors::ApiError;
use super::library::MAX_FILE;
use super::operations::{Place, Route};
use crate::data::changes::View;
use crate::data::time::Ticks;
use crate::entra::pages;
use crate::faults::{Fault, Faults};
use crate::origin::Origin;
use crate::state::Tenant;

/// Seconds to wait while every call is refused.
const THROTTLED_SECONDS: u64 = 30;

/// Largest JSON body: 500 indicators with long texts are well below it.
const MAX_JSON: usize = 4 * 1024 * 1024;

/// Room for the other parts of a form around a file.
const FORM_MARGIN: usize = 64 * 1024;

/// Any method on `/api/{*path}`.
pub(crate) async fn call(
    State(tenant): State<Arc<Tenant>>,
    origin: Origin,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let (method, headers) = (parts.method, parts.headers);
    let faults = tenant.faults();
    if faults.has(Fault::HtmlInsteadOfJson) {
        return pages::proxy_sign_in();
    }
    // As it was sent: a slash that is encoded does not part segments.
    let path = parts.uri.path();
    let path = path.strip_prefix("/api").unwrap_or(path);
    let path = path.strip_prefix('/').unwrap_or(path);
    if let Err(error) = available(&tenant, faults, path) {
        return error.into_response();
    }
    if method == Method::OPTIONS {
        let allow =
            Place::parse(path).map_or_else(|| "GET, HEAD, OPTIONS".to_owned(), |place| place.allowed());
        return (StatusCode::NO_CONTENT, [(ALLOW, allow)]).into_response();
    }
    let (route, caller) = match admitted(&tenant, path, &method, &headers, origin.base()) {
        Ok(admitted) => admitted,
        Err(error) => return error.into_response(),
    };
    let limit = if route.operation.id == "uploadLibraryFile" {
        MAX_FILE + FORM_MARGIN
    } else {
        MAX_JSON
    };
    let Ok(body) = axum::body::to_bytes(body, limit).await else {
        return ApiError::Invalid("InvalidRequestBody", "The request body is too large.".to_owned())
            .into_response();
    };
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let query = query.unwrap_or_default();
    // A page of ten thousand rows is work for a blocking thread, not for one that serves connections.
    let work = move || {
        answer(
            &tenant,
            &route,
            &caller,
            &query,
            origin.base(),
            &content_type,
            &body,
        )
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(answer)) => answer.into_response(),
        Ok(Err(error)) => error.into_response(),
        Err(_) => ApiError::Internal.into_response(),
    }
}

/// Whether the API answers anybody. Under the pinned version the time to wait is told as a date, elsewhere in seconds:
/// clients must read both.
fn available(tenant: &Tenant, faults: Faults, path: &str) -> Result<(), ApiError> {
    if faults.has(Fault::ServiceFault) {
        return Err(ApiError::Unavailable);
    }
    if faults.has(Fault::Throttled) {
        let pinned = path
            .get(..5)
            .is_some_and(|start| start.eq_ignore_ascii_case("v1.0/"));
        if !pinned {
            return Err(ApiError::TooManyRequests(THROTTLED_SECONDS));
        }
        return Err(ApiError::Throttled {
            seconds: THROTTLED_SECONDS,
            until: tenant.now() + TimeDelta::seconds(i64::try_from(THROTTLED_SECONDS).unwrap_or(0)),
        });
    }
    Ok(())
}

fn admitted(
    tenant: &Tenant,
    path: &str,
    method: &Method,
    headers: &HeaderMap,
    base: &str,
) -> Result<(Route, Caller), ApiError> {
    let caller = authenticate(tenant, headers, base)?;
    let place = Place::parse(path).ok_or_else(|| {
        let shown: String = path.chars().filter(|c| !c.is_control()).take(120).collect();
        ApiError::NotFound(shown)
    })?;
    let allow = place.allowed();
    let route = place.route(method).ok_or_else(|| ApiError::MethodNotAllowed {
        method: method.to_string(),
        allow,
    })?;
    let operation = route.operation;
    let now = tenant.now();
    tenant
        .throttle()
        .admit(operation.id, operation.limit, caller.account.object_id, now)?;
    caller.authorize(operation.permissions, operation.role, tenant.faults())?;
    Ok((route, caller))
}

fn answer(
    tenant: &Tenant,
    route: &Route,
    caller: &Caller,
    query: &str,
    base: &str,
    content_type: &str,
    body: &Bytes,
) -> Result<Answer, ApiError> {
    let changes = tenant.changes();
    let hidden = tenant.faults().has(Fault::DeviceGroups);
    let without = hidden.then(|| changes.without_devices());
    let view = View {
        data: if hidden { &tenant.hidden } else { &tenant.data },
        changes: without.as_ref().unwrap_or(&changes),
    };
    let version = if route.pinned { "/v1.0" } else { "" };
    let address = format!("{base}/api{version}/{}", route.operation.address(&route.values));
    (route.operation.handler)(&Call {
        tenant,
        view,
        now: Ticks::from_datetime(tenant.now()),
        caller,
        operation: route.operation,
        values: &route.values,
        base,
        address: &address,
        query,
        content_type,
        body,
        count: route.count,
    })
}
