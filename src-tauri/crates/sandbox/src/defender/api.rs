//! Everything under `/api` and `/api/v1.0`: routing, and the order in which a call is checked.
//!
//! Order: faults of the whole API (503, 429), token (401), address (404), method (405), call limit (429), permission and role (403), query (400).

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::auth::authenticate;
use super::errors::ApiError;
use super::list::{self, Table};
use super::query::Query;
use super::schema::{ALERT, MACHINE};
use super::score;
use crate::entra::pages;
use crate::faults::{Fault, Faults};
use crate::origin::Origin;
use crate::state::Tenant;

/// Seconds to wait while every call is refused.
const THROTTLED_SECONDS: u64 = 30;

const READ: &str = "GET, HEAD, OPTIONS";

/// What an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Route {
    Alerts { count: bool },
    Alert(String),
    Machines { count: bool },
    Machine(String),
    MachineAlerts { machine: String, count: bool },
    ExposureScore,
    AdvancedQuery,
}

impl Route {
    /// Reads the address after `/api/`. Names are compared in any letter case, as the service does.
    fn parse(path: &str) -> Option<Self> {
        let mut segments: Vec<&str> = path.split('/').collect();
        if segments.last() == Some(&"") {
            segments.pop();
        }
        if segments
            .first()
            .is_some_and(|first| first.eq_ignore_ascii_case("v1.0"))
        {
            segments.remove(0);
        }
        let is = |segment: &str, name: &str| segment.eq_ignore_ascii_case(name);
        match segments.as_slice() {
            [a] if is(a, "alerts") => Some(Self::Alerts { count: false }),
            [a, b] if is(a, "alerts") && is(b, "$count") => Some(Self::Alerts { count: true }),
            [a, id] if is(a, "alerts") && !id.is_empty() => Some(Self::Alert((*id).to_owned())),
            [a] if is(a, "machines") => Some(Self::Machines { count: false }),
            [a, b] if is(a, "machines") && is(b, "$count") => Some(Self::Machines { count: true }),
            [a, id] if is(a, "machines") && !id.is_empty() => Some(Self::Machine((*id).to_owned())),
            [a, id, b] if is(a, "machines") && is(b, "alerts") => Some(Self::MachineAlerts {
                machine: (*id).to_owned(),
                count: false,
            }),
            [a, id, b, c] if is(a, "machines") && is(b, "alerts") && is(c, "$count") => {
                Some(Self::MachineAlerts {
                    machine: (*id).to_owned(),
                    count: true,
                })
            }
            [a] if is(a, "exposureScore") => Some(Self::ExposureScore),
            [a, b] if is(a, "advancedqueries") && is(b, "run") => Some(Self::AdvancedQuery),
            _ => None,
        }
    }

    /// The documented operation, for call limits.
    fn operation(&self) -> &'static str {
        match self {
            Self::Alerts { .. } => "listAlerts",
            Self::Alert(_) => "getAlert",
            Self::Machines { .. } => "listMachines",
            Self::Machine(_) => "getMachine",
            Self::MachineAlerts { .. } => "listMachineAlerts",
            Self::ExposureScore => "getExposureScore",
            Self::AdvancedQuery => "runAdvancedQuery",
        }
    }

    /// Delegated permissions, any of which opens the operation.
    fn permissions(&self) -> &'static [&'static str] {
        match self {
            Self::Alerts { .. } | Self::Alert(_) | Self::MachineAlerts { .. } => {
                &["Alert.Read", "Alert.ReadWrite"]
            }
            Self::Machines { .. } | Self::Machine(_) => &["Machine.Read", "Machine.ReadWrite"],
            Self::ExposureScore => &["Score.Read"],
            Self::AdvancedQuery => &["AdvancedQuery.Read"],
        }
    }

    fn allowed(&self) -> &'static str {
        if *self == Self::AdvancedQuery {
            "POST, OPTIONS"
        } else {
            READ
        }
    }

    fn allows(&self, method: &Method) -> bool {
        if *self == Self::AdvancedQuery {
            method == Method::POST
        } else {
            matches!(*method, Method::GET | Method::HEAD)
        }
    }
}

/// Any method on `/api/{*path}`.
pub(crate) async fn call(
    State(tenant): State<Arc<Tenant>>,
    path: Result<Path<String>, PathRejection>,
    origin: Origin,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let faults = tenant.faults();
    if faults.has(Fault::HtmlInsteadOfJson) {
        return pages::proxy_sign_in();
    }
    if let Err(error) = available(faults) {
        return error.into_response();
    }
    // No path (`/api` itself) and a path that is no text both name nothing.
    let path = path.map(|Path(path)| path).unwrap_or_default();
    if method == Method::OPTIONS {
        let allow = Route::parse(&path).map_or(READ, |route| route.allowed());
        return (StatusCode::NO_CONTENT, [(ALLOW, allow)]).into_response();
    }
    let route = match admitted(&tenant, &path, &method, &headers, origin.base()) {
        Ok(route) => route,
        Err(error) => return error.into_response(),
    };
    // A page of ten thousand rows is work for a blocking thread, not for one that serves connections.
    let query = query.unwrap_or_default();
    let pinned = path
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("v1.0/"));
    let work = move || answer(&tenant, &route, &query, origin.base(), pinned);
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(answer)) => answer.into_response(),
        Ok(Err(error)) => error.into_response(),
        Err(_) => ApiError::Internal.into_response(),
    }
}

/// Whether the API answers anybody.
fn available(faults: Faults) -> Result<(), ApiError> {
    if faults.has(Fault::ServiceFault) {
        return Err(ApiError::Unavailable);
    }
    if faults.has(Fault::Throttled) {
        return Err(ApiError::TooManyRequests(THROTTLED_SECONDS));
    }
    Ok(())
}

fn admitted(
    tenant: &Tenant,
    path: &str,
    method: &Method,
    headers: &HeaderMap,
    base: &str,
) -> Result<Route, ApiError> {
    let caller = authenticate(tenant, headers, base)?;
    let route = Route::parse(path).ok_or_else(|| {
        let shown: String = path.chars().filter(|c| !c.is_control()).take(120).collect();
        ApiError::NotFound(shown)
    })?;
    if !route.allows(method) {
        return Err(ApiError::MethodNotAllowed {
            method: method.to_string(),
            allow: route.allowed(),
        });
    }
    let now = tenant.now();
    tenant
        .throttle()
        .admit(route.operation(), caller.account.object_id, now)?;
    if route == Route::AdvancedQuery {
        return Err(ApiError::DisabledFeature(
            "Advanced hunting is not available in the sandbox tenant.".to_owned(),
        ));
    }
    caller.authorize(route.permissions(), tenant.faults())?;
    Ok(route)
}

/// A good answer.
enum Answer {
    Json(Vec<u8>),
    /// `$count`: the bare number.
    Number(u64),
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let version = (HeaderName::from_static("odata-version"), "4.0");
        match self {
            Self::Json(body) => {
                let headers = [
                    (
                        CONTENT_TYPE,
                        "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8",
                    ),
                    version,
                    (HeaderName::from_static("cache-control"), "no-cache"),
                ];
                (StatusCode::OK, headers, body).into_response()
            }
            Self::Number(number) => (
                StatusCode::OK,
                [(CONTENT_TYPE, "text/plain; charset=utf-8"), version],
                number.to_string(),
            )
                .into_response(),
        }
    }
}

fn answer(tenant: &Tenant, route: &Route, query: &str, base: &str, pinned: bool) -> Result<Answer, ApiError> {
    let data = if tenant.faults().has(Fault::DeviceGroups) {
        &tenant.hidden
    } else {
        &tenant.data
    };
    let version = if pinned { "/v1.0" } else { "" };
    let (table, address, count) = match route {
        Route::Alert(id) => return list::alert(data, id, base).map(Answer::Json),
        Route::Machine(id) => return list::machine(data, id, base).map(Answer::Json),
        // Of the whole tenant, whatever devices the caller may see.
        Route::ExposureScore => {
            return score::exposure(&tenant.data, tenant.now(), base).map(Answer::Json);
        }
        Route::AdvancedQuery => return Err(ApiError::Internal),
        Route::Alerts { count } => (Table::Alerts, format!("{base}/api{version}/alerts"), *count),
        Route::Machines { count } => (Table::Machines, format!("{base}/api{version}/machines"), *count),
        Route::MachineAlerts { machine, count } => {
            let place = list::machine_place(data, machine)?;
            let id = data.machines.get(place).map_or("", |machine| machine.id.as_str());
            (
                Table::AlertsOf(place),
                format!("{base}/api{version}/machines/{id}/alerts"),
                *count,
            )
        }
    };
    let machines = matches!(table, Table::Machines);
    let query = if machines {
        Query::parse(MACHINE, None, query)?
    } else {
        Query::parse(ALERT, Some("evidence"), query)?
    };
    if count {
        return Ok(Answer::Number(list::count(data, table, query.filter.as_ref())));
    }
    let page = list::page(data, table, &query, tenant.config.page_size, base, &address)?;
    // The get-machines page documents 404 instead of an empty list.
    if machines && page.empty && query.top != Some(0) {
        return Err(ApiError::ResourceNotFound("No devices match.".to_owned()));
    }
    Ok(Answer::Json(page.body))
}
