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
use super::params::{FormBody, Params, TenantName};
use super::refresh::RefreshGrant;
use super::registration::{TenantPath, check_client};
use super::request_ids::RequestIds;
use super::scopes::{OpenId, ResourceScopes, Scopes};
use crate::accounts::by_object_id;
use crate::config::CLIENT_ID;
use crate::origin::Origin;
use crate::state::Tenant;

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
    let path = TenantPath::parse(tenant_path)?;
    params.refuse_repeated()?;
    let grant_type = params.require("grant_type")?;
    if !matches!(grant_type, "authorization_code" | "refresh_token") {
        return Err(EntraError::grant_type(grant_type));
    }
    let secret = params.get("client_secret").is_some() || params.get("client_assertion").is_some();
    if secret || headers.contains_key(AUTHORIZATION) {
        return Err(EntraError::secret_sent());
    }
    check_client(params.require("client_id")?)?;
    path.require_own()?;
    if headers.contains_key(ORIGIN) {
        return Err(EntraError::origin_sent());
    }
    if params.get("resource").is_some() {
        return Err(EntraError::v1_resource());
    }
    let scopes = params.get("scope").map(Scopes::parse).transpose()?;
    if grant_type == "authorization_code" {
        from_code(tenant, params, scopes)
    } else {
        from_refresh_token(tenant, params, scopes)
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
    })
}

fn issue(tenant: &Tenant, grant: Grant, params: &Params, base: &str) -> Result<TokenAnswer, EntraError> {
    let account = by_object_id(&grant.object_id).ok_or_else(|| EntraError::bad_grant("grant"))?;
    let granted = grant.granted;
    if granted.is_empty() || grant.resource.named.iter().any(|name| !granted.contains(name)) {
        return Err(EntraError::not_consented(CLIENT_ID));
    }
    let now = tenant.now();
    let life = tenant.next_token_life();
    let audience = grant.resource.resource.as_str();
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
    let mut scope: Vec<String> = granted.iter().map(|name| format!("{audience}/{name}")).collect();
    if grant.resource.default {
        scope.push(format!("{audience}/.default"));
    }
    let refresh_token = if grant.openid.offline_access {
        let next = RefreshGrant::new(
            account.object_id,
            granted,
            audience,
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
