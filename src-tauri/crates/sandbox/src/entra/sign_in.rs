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
use super::registration::{TenantPath, check_account, check_means};
use super::request_ids::RequestIds;
use super::scopes::Scopes;
use super::session::Means;
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
    let ask_again = request.prompt == Prompt::Consent;
    let next = match after_account(&tenant, &request.scopes, ask_again, account, Means::Browser) {
        Ok(Next::Grant) => return grant(&tenant, &request, account, origin.base()),
        Ok(next) => next,
        Err(error) => return refuse(&tenant, &request, &error, origin.base()),
    };
    request.account = Some(account.object_id.to_owned());
    match request.onward(&tenant, &tenant_path, "consent") {
        Ok(onward) if next == Next::AdminApproval => {
            let ids = RequestIds::new(tenant.now(), Some(&request.correlation.to_string()));
            pages::admin_approval(&onward, account, &ids)
        }
        Ok(onward) => pages::consent(&onward, &tenant, &request.scopes, account),
        Err(error) => pages::error(StatusCode::INTERNAL_SERVER_ERROR, &error, &ids),
    }
}

/// What comes after an account was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The page that says an administrator must approve.
    AdminApproval,
    /// The consent page.
    Consent,
    /// Nothing more to ask.
    Grant,
}

/// Decides what comes after an account was chosen; `ask_again` asks for consent even where it was given.
pub(crate) fn after_account(
    tenant: &Tenant,
    scopes: &Scopes,
    ask_again: bool,
    account: &Account,
    means: Means,
) -> Result<Next, EntraError> {
    let faults = tenant.faults();
    admitted(faults, means)?;
    if faults.has(Fault::AdminApproval) {
        return Ok(Next::AdminApproval);
    }
    let asked = ask_again || scopes.needs_consent(&tenant.consented(account.object_id));
    if asked || faults.has(Fault::UserDeclines) {
        return Ok(Next::Consent);
    }
    Ok(Next::Grant)
}

/// Whether a chosen account may go on.
fn admitted(faults: Faults, means: Means) -> Result<(), EntraError> {
    check_account(faults)?;
    check_means(means, faults)?;
    if faults.has(Fault::ConsentMissing) {
        return Err(EntraError::consent_required(CLIENT_ID));
    }
    Ok(())
}

/// Acts on an answer to the consent page: remembers the consent, or says what stands against it.
pub(crate) fn after_decision(
    tenant: &Tenant,
    scopes: &Scopes,
    accepted: bool,
    account: &Account,
    means: Means,
) -> Result<(), EntraError> {
    let faults = tenant.faults();
    admitted(faults, means)?;
    // Nobody can accept what an administrator must approve.
    if !accepted || faults.has(Fault::AdminApproval) || faults.has(Fault::UserDeclines) {
        return Err(EntraError::declined());
    }
    tenant.remember_consent(account.object_id, &scopes.wanted(&tenant.config.permissions));
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
    match after_decision(&tenant, &request.scopes, accepted, account, Means::Browser) {
        Ok(()) => grant(&tenant, &request, account, origin.base()),
        Err(error) => refuse(&tenant, &request, &error, origin.base()),
    }
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
        stepped_up: request.stepped_up,
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
