//! `/oauth2/v2.0/devicecode`: hands out a device code and the code that a person types.
//!
//! Sources: RFC 8628 §3.1 and §3.2, v2-oauth2-device-code. Whether the client may use the flow at all is not looked at
//! here, as it is not by Entra: that comes out when the code is redeemed.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use serde::Serialize;

use super::challenge;
use super::client_request::ClientRequest;
use super::device_codes::DeviceRequest;
use super::errors::EntraError;
use super::pages;
use super::scopes::Scopes;
use crate::faults::Fault;
use crate::state::Tenant;

/// A good answer, in the order in which Entra writes it.
#[derive(Serialize)]
struct DeviceAnswer {
    user_code: String,
    device_code: String,
    verification_uri: String,
    expires_in: u32,
    interval: u32,
    message: String,
}

/// Any method on `/{tenant}/oauth2/v2.0/devicecode`.
pub(crate) async fn issue(State(tenant): State<Arc<Tenant>>, request: ClientRequest) -> Response {
    if tenant.faults().has(Fault::HtmlInsteadOfJson) {
        return pages::proxy_sign_in();
    }
    let ids = request.ids(tenant.now());
    match issued(&tenant, &request) {
        Ok(answer) => (StatusCode::OK, ids.headers(), axum::Json(answer)).into_response(),
        Err(error) => error.into_json(&ids, request.origin.base()),
    }
}

fn issued(tenant: &Tenant, request: &ClientRequest) -> Result<DeviceAnswer, EntraError> {
    let faults = tenant.faults();
    request.check(faults)?.require_own()?;
    if request.params.get("resource").is_some() {
        return Err(EntraError::v1_resource());
    }
    let scopes = Scopes::parse(request.params.require("scope")?, faults)?;
    scopes.single()?;
    let asked = DeviceRequest {
        scopes,
        stepped_up: challenge::asked(&request.params)?,
    };
    let (expires_in, interval) = (tenant.config.device_code_life, tenant.config.device_code_interval);
    let seconds = |number: u32| TimeDelta::seconds(i64::from(number));
    let codes = tenant
        .device_codes()
        .issue(asked, seconds(expires_in), seconds(interval), tenant.now())
        .ok_or_else(EntraError::internal)?;
    let verification_uri = format!("{}/devicelogin", request.origin.base());
    let message = format!(
        "To sign in, open the page {verification_uri} in a web browser and enter the code {}.",
        codes.user_code
    );
    Ok(DeviceAnswer {
        user_code: codes.user_code,
        device_code: codes.device_code,
        verification_uri,
        expires_in,
        interval,
        message,
    })
}
