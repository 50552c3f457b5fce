//! `/oauth2/v2.0/token`: redeems authorization codes and refresh tokens.
//!
//! Sources: RFC 6749 §4.1.3 and §6, v2-oauth2-auth-code-flow.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::claims::{AccessToken, IdToken, client_info};
use super::errors::EntraError;
use super::pages;
use super::params::{FormBody, Params, TenantName};
use super::refresh::RefreshGrant;
use super::registration::{TenantPath, check_account, check_client};
use super::request_ids::RequestIds;
use super::scopes::{OpenId, REFUSED_AUDIENCE, ResourceScopes, Scopes, check_registered};
use crate::accounts::by_object_id;
use crate::config::{AUDIENCE, CLIENT_ID};
use crate::faults::{Fault, Faults};
use crate::origin::Origin;
use crate::state::Tenant;

/// Grant types that only clients with the switch "Allow public client flows" may use.
const PUBLIC_FLOWS: [&str; 2] = ["password", "urn:ietf:params:oauth:grant-type:device_code"];

/// A good answer, in the order in which Entra writes it.
#[derive(Serialize)]
struct TokenAnswer {
    token_type: &'static str,
    scope: String,
    expires_in: i64,
    ext_expires_in: i64,
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_info: Option<String>,
}

/// A grant that was checked, whichever kind it came from.
struct Grant {
    object_id: String,
    granted: Vec<String>,
    openid: OpenId,
    resource: ResourceScopes,
    nonce: Option<String>,
    /// Whether it comes from a refresh token.
    refreshed: bool,
}

/// Any method on `/{tenant}/oauth2/v2.0/token`.
pub(crate) async fn token(
    State(tenant): State<Arc<Tenant>>,
    TenantName(tenant_path): TenantName,
    origin: Origin,
    method: Method,
    headers: HeaderMap,
    FormBody(body): FormBody,
) -> Response {
    if tenant.faults().has(Fault::HtmlInsteadOfJson) {
        return pages::proxy_sign_in();
    }
    let params = if is_form(&headers) {
        Params::parse(&body)
    } else {
        Params::default()
    };
    let mut ids = RequestIds::from_headers(tenant.now(), &headers);
    if !headers.contains_key("client-request-id")
        && let Some(id) = params
            .get("client-request-id")
            .and_then(|id| uuid::Uuid::parse_str(id).ok())
    {
        ids.correlation = id;
    }
    let result = checked(&tenant, &tenant_path, &method, &headers, &params)
        .and_then(|grant| issue(&tenant, grant, &params, origin.base()));
    match result {
        Ok(answer) => (StatusCode::OK, ids.headers(), axum::Json(answer)).into_response(),
        Err(error) => error.into_json(&ids, origin.base()),
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn checked(
    tenant: &Tenant,
    tenant_path: &str,
    method: &Method,
    headers: &HeaderMap,
    params: &Params,
) -> Result<Grant, EntraError> {
    if method != Method::POST {
        return Err(EntraError::wrong_method());
    }
    let faults = tenant.faults();
    let path = TenantPath::for_sign_in(tenant_path, faults)?;
    params.refuse_repeated()?;
    let grant_type = params.require("grant_type")?;
    let secret = params.get("client_secret").is_some() || params.get("client_assertion").is_some();
    if secret || headers.contains_key(AUTHORIZATION) {
        return Err(EntraError::secret_sent());
    }
    check_client(params.require("client_id")?, faults)?;
    path.require_own()?;
    check_grant_type(grant_type, faults)?;
    if headers.contains_key(ORIGIN) {
        return Err(EntraError::origin_sent());
    }
    if params.get("resource").is_some() {
        return Err(EntraError::v1_resource());
    }
    let scopes = match params.get("scope") {
        Some(text) => Some(Scopes::parse(text, faults)?),
        None => {
            check_registered(AUDIENCE, faults)?;
            None
        }
    };
    if grant_type == "authorization_code" {
        from_code(tenant, params, scopes)
    } else {
        from_refresh_token(tenant, params, scopes)
    }
}

/// Whether the client may redeem such a grant without a secret, and whether there is such a grant at all.
fn check_grant_type(grant_type: &str, faults: Faults) -> Result<(), EntraError> {
    let known = matches!(grant_type, "authorization_code" | "refresh_token");
    // The type of the redirect URI decides for codes; other flows have no redirect URI, so the switch decides.
    let confidential = (known && faults.has(Fault::RedirectUnderWeb))
        || (PUBLIC_FLOWS.contains(&grant_type) && faults.has(Fault::PublicFlowsOff));
    if confidential {
        Err(EntraError::secret_demanded())
    } else if known {
        Ok(())
    } else {
        Err(EntraError::grant_type(grant_type))
    }
}

fn from_code(tenant: &Tenant, params: &Params, scopes: Option<Scopes>) -> Result<Grant, EntraError> {
    let code = params.require("code")?;
    let redirect_uri = params.require("redirect_uri")?;
    // Scope trouble must not use the code up, so it is looked for first.
    let asked = scopes.as_ref().map(Scopes::single).transpose()?.cloned();
    let authorization =
        tenant
            .codes()
            .redeem(code, redirect_uri, params.get("code_verifier"), tenant.now())?;
    let resource = match asked {
        Some(asked) => asked,
        None => authorization
            .scopes
            .resources
            .first()
            .cloned()
            .ok_or_else(EntraError::no_resource)?,
    };
    Ok(Grant {
        object_id: authorization.object_id,
        granted: authorization.granted,
        // What the user saw counts; the token request cannot add to it.
        openid: authorization.scopes.openid,
        resource,
        nonce: authorization.nonce,
        refreshed: false,
    })
}

fn from_refresh_token(tenant: &Tenant, params: &Params, scopes: Option<Scopes>) -> Result<Grant, EntraError> {
    let asked = scopes.as_ref().map(Scopes::single).transpose()?.cloned();
    let grant = RefreshGrant::open(params.require("refresh_token")?, &tenant.seal, tenant.now())?;
    let mut granted = grant.granted;
    granted.extend(tenant.consented(&grant.object_id));
    granted.sort();
    granted.dedup();
    Ok(Grant {
        object_id: grant.object_id,
        granted,
        openid: grant.openid,
        resource: asked.unwrap_or(ResourceScopes {
            resource: grant.resource,
            default: grant.default,
            named: Vec::new(),
        }),
        nonce: None,
        refreshed: true,
    })
}

fn issue(tenant: &Tenant, grant: Grant, params: &Params, base: &str) -> Result<TokenAnswer, EntraError> {
    let account = by_object_id(&grant.object_id).ok_or_else(|| EntraError::bad_grant("grant"))?;
    let faults = tenant.faults();
    check_account(faults).map_err(EntraError::of_a_grant)?;
    let granted = tenant.standing(grant.granted);
    if granted.is_empty() || grant.resource.named.iter().any(|name| !granted.contains(name)) {
        return Err(EntraError::not_consented(CLIENT_ID));
    }
    let resource = grant.resource.resource.as_str();
    if faults.has(Fault::MfaRequired) {
        return Err(EntraError::mfa_required(resource));
    }
    if grant.refreshed && faults.has(Fault::ExpiredRefreshToken) {
        return Err(EntraError::refresh_token_expired());
    }
    let now = tenant.now();
    let life = tenant.next_token_life();
    let audience = if faults.has(Fault::WrongAudience) {
        REFUSED_AUDIENCE
    } else {
        resource
    };
    let access_token = tenant
        .key
        .sign(&AccessToken::new(account, audience, &granted, now, life), true)
        .map_err(|_| EntraError::internal())?;
    let id_token = if grant.openid.openid {
        let claims = IdToken::new(account, base, grant.nonce.as_deref(), grant.openid.profile, now);
        Some(
            tenant
                .key
                .sign(&claims, false)
                .map_err(|_| EntraError::internal())?,
        )
    } else {
        None
    };
    // Entra repeats `.default` beside the names; MSAL finds its cached token by it.
    let mut scope: Vec<String> = granted.iter().map(|name| format!("{resource}/{name}")).collect();
    if grant.resource.default {
        scope.push(format!("{resource}/.default"));
    }
    let refresh_token = if grant.openid.offline_access {
        let next = RefreshGrant::new(
            account.object_id,
            granted,
            resource,
            grant.resource.default,
            grant.openid,
            now,
        );
        Some(next.seal(&tenant.seal)?)
    } else {
        None
    };
    Ok(TokenAnswer {
        token_type: "Bearer",
        scope: scope.join(" "),
        expires_in: life,
        ext_expires_in: life,
        access_token,
        refresh_token,
        id_token,
        client_info: params.flag("client_info").then(|| client_info(account)),
    })
}
