//! The addresses of the sandbox, and what every answer carries.
//!
//! Invariants: the address of every request is checked; the `Date` header shows the tenant's clock, because
//! clients compare it with their own.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::DATE;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};

use crate::defender::{api, links};
use crate::entra::{authorize, device_endpoint, device_login, discovery, pages, sign_in, token_endpoint};
use crate::origin::{Origin, OriginError};
use crate::portal;
use crate::state::Tenant;

/// Largest request body: more than any token request, and far less than would hurt.
const BODY_LIMIT: usize = 256 * 1024;

/// Everything that a tenant answers.
pub(crate) fn router(tenant: Arc<Tenant>) -> Router {
    Router::new()
        .route(
            "/{tenant}/oauth2/v2.0/authorize",
            get(authorize::authorize).post(authorize::authorize),
        )
        .route("/{tenant}/login", post(sign_in::choose_account))
        .route("/{tenant}/consent", post(sign_in::decide))
        .route("/{tenant}/oauth2/v2.0/token", any(token_endpoint::v2))
        .route("/{tenant}/oauth2/token", any(token_endpoint::v1))
        .route("/{tenant}/oauth2/v2.0/devicecode", any(device_endpoint::issue))
        .route("/devicelogin", get(device_login::page).post(device_login::enter))
        .route("/devicelogin/account", post(device_login::choose_account))
        .route("/devicelogin/consent", post(device_login::decide))
        .route("/{tenant}/oauth2/v2.0/logout", get(pages::logout))
        .route(
            "/{tenant}/v2.0/.well-known/openid-configuration",
            get(discovery::openid_v2),
        )
        .route(
            "/{tenant}/.well-known/openid-configuration",
            get(discovery::openid_v1),
        )
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys_v2))
        .route("/{tenant}/discovery/keys", get(discovery::keys_v1))
        .route("/common/discovery/instance", get(discovery::instance))
        .route("/common/userrealm/{username}", get(discovery::user_realm))
        .route("/portal/manifest", get(portal::download))
        .route("/error", get(pages::error_uri))
        .route("/", get(pages::index))
        .route("/downloads/{*path}", get(links::download))
        .route("/api", any(api::call))
        .route("/api/", any(api::call))
        .route("/api/{*path}", any(api::call))
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(Arc::clone(&tenant), common))
        .with_state(tenant)
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "Not found.\n").into_response()
}

/// Checks the address of every request and dates every answer.
async fn common(
    State(tenant): State<Arc<Tenant>>,
    origin: Result<Origin, OriginError>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match origin {
        Ok(_) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    let date = tenant.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(DATE, date);
    }
    response
}
