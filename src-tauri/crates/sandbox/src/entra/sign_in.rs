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
use super::registration::TenantPath;
use super::request_ids::RequestIds;
use crate::accounts::{Account, by_object_id, by_username};
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
    let granted = tenant.consented(account.object_id);
    if request.prompt == Prompt::Consent || request.scopes.needs_consent(&granted) {
        request.account = Some(account.object_id.to_owned());
        return pages::consent(&tenant, &request, account, &tenant_path)
            .unwrap_or_else(|error| pages::error(StatusCode::INTERNAL_SERVER_ERROR, &error, &ids));
    }
    grant(&tenant, &request, account, origin.base())
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
    if !accepted {
        let ids = RequestIds::new(tenant.now(), Some(&request.correlation.to_string()));
        return returned_error(&request.reply, &EntraError::declined(), &ids, origin.base());
    }
    tenant.remember_consent(
        account.object_id,
        &request.scopes.wanted(&tenant.config.permissions),
    );
    grant(&tenant, &request, account, origin.base())
}

/// The request that the page belongs to.
fn resume(tenant: &Tenant, tenant_path: &str, params: &Params) -> Result<AuthorizeRequest, EntraError> {
    TenantPath::parse(tenant_path)?.require_own()?;
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
        let ids = RequestIds::new(now, Some(&request.correlation.to_string()));
        return returned_error(&request.reply, &EntraError::internal(), &ids, base);
    };
    let mut fields = vec![("code", code)];
    if request.client_info {
        fields.push(("client_info", client_info(account)));
    }
    fields.push(("session_state", uuid::Uuid::new_v4().to_string()));
    answer(&request.reply, fields)
}
