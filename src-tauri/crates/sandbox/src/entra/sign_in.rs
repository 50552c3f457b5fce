//! What happens when somebody presses a button on the sign-in or consent page.
//!
//! Invariants: the request is taken from the sealed field only, never from other fields of the form. Consent is
//! remembered for each account until the sandbox stops.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::authorize::{AuthorizeRequest, Prompt, answer, returned_error};
use super::claims::client_info;
use super::codes::Authorization;
use super::errors::EntraError;
use super::pages;
use super::params::{FormBody, Params, TenantName};
use super::registration::{TenantPath, check_account};
use super::request_ids::RequestIds;
use crate::accounts::{Account, by_object_id, by_username};
use crate::config::CLIENT_ID;
use crate::faults::{Fault, Faults};
use crate::origin::Origin;
use crate::seal::Purpose;
use crate::state::Tenant;

/// POST `/{tenant}/login`: an account was chosen.
pub(crate) async fn choose_account(
    State(tenant): State<Arc<Tenant>>,
    TenantName(tenant_path): TenantName,
    origin: Origin,
    headers: HeaderMap,
    FormBody(body): FormBody,
) -> Response {
    let ids = RequestIds::from_headers(tenant.now(), &headers);
    let params = Params::parse(&body);
    let step = resume(&tenant, &tenant_path, &params).and_then(|request| {
        let username = params.require("account")?;
        let account = by_username(username).ok_or_else(|| EntraError::unknown_account(username))?;
        Ok((request, account))
    });
    let (mut request, account) = match step {
        Ok(step) => step,
        Err(error) => return pages::error(StatusCode::BAD_REQUEST, &error, &ids),
    };
    let faults = tenant.faults();
    if let Err(error) = admitted(faults) {
        return refuse(&tenant, &request, &error, origin.base());
    }
    let granted = tenant.consented(account.object_id);
    let page = if faults.has(Fault::AdminApproval) {
        pages::admin_approval
    } else if faults.has(Fault::UserDeclines)
        || request.prompt == Prompt::Consent
        || request.scopes.needs_consent(&granted)
    {
        pages::consent
    } else {
        return grant(&tenant, &request, account, origin.base());
    };
    request.account = Some(account.object_id.to_owned());
    page(&tenant, &request, account, &tenant_path)
        .unwrap_or_else(|error| pages::error(StatusCode::INTERNAL_SERVER_ERROR, &error, &ids))
}

/// Whether a chosen account may go on: the checks whose failure is returned to the client.
fn admitted(faults: Faults) -> Result<(), EntraError> {
    check_account(faults)?;
    if faults.has(Fault::ConsentMissing) {
        return Err(EntraError::consent_required(CLIENT_ID));
    }
    Ok(())
}

/// POST `/{tenant}/consent`: the consent page was answered.
pub(crate) async fn decide(
    State(tenant): State<Arc<Tenant>>,
    TenantName(tenant_path): TenantName,
    origin: Origin,
    headers: HeaderMap,
    FormBody(body): FormBody,
) -> Response {
    let ids = RequestIds::from_headers(tenant.now(), &headers);
    let params = Params::parse(&body);
    let step = resume(&tenant, &tenant_path, &params).and_then(|request| {
        let chosen = request.account.as_deref().and_then(by_object_id);
        let account = chosen.ok_or_else(EntraError::session_expired)?;
        Ok((params.require("decision")? == "accept", request, account))
    });
    let (accepted, request, account) = match step {
        Ok(step) => step,
        Err(error) => return pages::error(StatusCode::BAD_REQUEST, &error, &ids),
    };
    let faults = tenant.faults();
    if let Err(error) = admitted(faults) {
        return refuse(&tenant, &request, &error, origin.base());
    }
    // Nobody can accept what an administrator must approve.
    if !accepted || faults.has(Fault::AdminApproval) || faults.has(Fault::UserDeclines) {
        return refuse(&tenant, &request, &EntraError::declined(), origin.base());
    }
    tenant.remember_consent(
        account.object_id,
        &request.scopes.wanted(&tenant.config.permissions),
    );
    grant(&tenant, &request, account, origin.base())
}

/// The request that the page belongs to.
fn resume(tenant: &Tenant, tenant_path: &str, params: &Params) -> Result<AuthorizeRequest, EntraError> {
    TenantPath::for_sign_in(tenant_path, tenant.faults())?.require_own()?;
    params.refuse_repeated()?;
    let sealed = params.require("request")?;
    let request: AuthorizeRequest = tenant
        .seal
        .open(Purpose::SignInPage, sealed)
        .map_err(|_| EntraError::malformed("unknown sign-in page"))?;
    if request.expires <= tenant.now().timestamp() {
        return Err(EntraError::session_expired());
    }
    Ok(request)
}

/// Sends an error to the client.
fn refuse(tenant: &Tenant, request: &AuthorizeRequest, error: &EntraError, base: &str) -> Response {
    let ids = RequestIds::new(tenant.now(), Some(&request.correlation.to_string()));
    returned_error(&request.reply, error, &ids, base)
}

/// Sends an authorization code to the client.
fn grant(tenant: &Tenant, request: &AuthorizeRequest, account: &Account, base: &str) -> Response {
    let authorization = Authorization {
        object_id: account.object_id.to_owned(),
        redirect_uri: request.reply.redirect_uri.clone(),
        challenge: request.challenge.clone(),
        scopes: request.scopes.clone(),
        granted: tenant.consented(account.object_id),
        nonce: request.nonce.clone(),
    };
    let now = tenant.now();
    let Some(code) = tenant.codes().issue(authorization, now) else {
        return refuse(tenant, request, &EntraError::internal(), base);
    };
    let mut fields = vec![("code", code)];
    if request.client_info {
        fields.push(("client_info", client_info(account)));
    }
    fields.push(("session_state", uuid::Uuid::new_v4().to_string()));
    answer(&request.reply, fields)
}
