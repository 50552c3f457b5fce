//! `/oauth2/v2.0/token` and the older `/oauth2/token`: the order in which a request for tokens is checked.
//!
//! Sources: RFC 6749 §4.1.3, §4.3 and §6, RFC 8628 §3.4, v2-oauth2-auth-code-flow. The v1.0 endpoint serves passwords
//! and refresh tokens only, because that is what the Defender documentation's sample uses it for.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::ORIGIN;
use axum::response::{IntoResponse, Response};

use super::client_request::ClientRequest;
use super::errors::EntraError;
use super::grants::{Endpoint, Grant, GrantType, redeemed};
use super::issuing::Tokens;
use super::pages;
use crate::faults::Fault;
use crate::state::Tenant;

/// Any method on `/{tenant}/oauth2/v2.0/token`.
pub(crate) async fn v2(State(tenant): State<Arc<Tenant>>, request: ClientRequest) -> Response {
    token(&tenant, &request, Endpoint::V2)
}

/// Any method on `/{tenant}/oauth2/token`.
pub(crate) async fn v1(State(tenant): State<Arc<Tenant>>, request: ClientRequest) -> Response {
    token(&tenant, &request, Endpoint::V1)
}

fn token(tenant: &Tenant, request: &ClientRequest, endpoint: Endpoint) -> Response {
    if tenant.faults().has(Fault::HtmlInsteadOfJson) {
        return pages::proxy_sign_in();
    }
    let ids = request.ids(tenant.now());
    let base = request.origin.base();
    let tokens =
        checked(tenant, request, endpoint).and_then(|grant| Tokens::issue(tenant, grant, endpoint, base));
    match tokens {
        Ok(tokens) => {
            let body = tokens.into_body(endpoint, &request.params);
            (StatusCode::OK, ids.headers(), body).into_response()
        }
        Err(error) => error.into_json(&ids, base),
    }
}

fn checked(tenant: &Tenant, request: &ClientRequest, endpoint: Endpoint) -> Result<Grant, EntraError> {
    let faults = tenant.faults();
    let params = &request.params;
    let path = request.check(faults)?;
    let kind = GrantType::parse(params.require("grant_type")?, endpoint, path, faults)?;
    if request.headers.contains_key(ORIGIN) {
        return Err(EntraError::origin_sent());
    }
    if endpoint == Endpoint::V2 && params.get("resource").is_some() {
        return Err(EntraError::v1_resource());
    }
    redeemed(tenant, params, kind, endpoint)
}
