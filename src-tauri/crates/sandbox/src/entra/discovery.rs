//! Metadata: openid-configuration (v1 and v2), JWKS, instance discovery, and what kind of account a name is.
//!
//! Invariant: every URL in an answer starts with the address the client used, except the v1 issuer, which is
//! the `sts.windows.net` form that v1 tokens carry.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use url::Url;

use super::errors::EntraError;
use super::params::{Params, TenantName};
use super::registration::TenantPath;
use super::request_ids::RequestIds;
use crate::config::{TENANT_DOMAIN, TENANT_ID};
use crate::faults::{Fault, Faults};
use crate::origin::Origin;
use crate::state::Tenant;

/// Hosts of the public cloud that stand for one another.
const PUBLIC_ALIASES: [&str; 4] = [
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "sts.windows.net",
];

/// The tenant as it is named in issuers: the GUID, or the template for paths that serve any tenant.
fn issuer_tenant(path: &str, faults: Faults) -> Result<&'static str, EntraError> {
    Ok(match TenantPath::parse(path, faults)? {
        TenantPath::Own => TENANT_ID,
        TenantPath::Common | TenantPath::Organizations => "{tenantid}",
        // The tenant in which Entra keeps personal accounts.
        TenantPath::Consumers => "9188040d-6c67-4c5b-b112-36a304b66dad",
    })
}

/// The document with the members that say which cloud the tenant is in. A tenant of the public cloud has no
/// `tenant_region_sub_scope`.
fn with_cloud(mut document: Value, faults: Faults) -> Value {
    let cloud: &[(&str, &str)] = if faults.has(Fault::WrongCloud) {
        &[
            ("tenant_region_scope", "USGov"),
            ("tenant_region_sub_scope", "DODCON"),
            ("cloud_instance_name", "microsoftonline.us"),
            ("cloud_graph_host_name", "graph.windows.net"),
            ("msgraph_host", "graph.microsoft.us"),
            ("rbac_url", "https://pasff.usgovcloudapi.net"),
        ]
    } else {
        &[
            ("tenant_region_scope", "EU"),
            ("cloud_instance_name", "microsoftonline.com"),
            ("cloud_graph_host_name", "graph.windows.net"),
            ("msgraph_host", "graph.microsoft.com"),
            ("rbac_url", "https://pas.windows.net"),
        ]
    };
    if let Some(members) = document.as_object_mut() {
        members.extend(
            cloud
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json!(value))),
        );
    }
    document
}

fn respond(
    document: Result<Value, EntraError>,
    tenant: &Tenant,
    headers: &HeaderMap,
    origin: &Origin,
) -> Response {
    let ids = RequestIds::from_headers(tenant.now(), headers);
    match document {
        Ok(document) => {
            // Public data: pages may read it, as they may from Entra.
            let headers = [
                ("access-control-allow-origin", "*"),
                ("cache-control", "max-age=86400, private"),
            ];
            (StatusCode::OK, headers, axum::Json(document)).into_response()
        }
        Err(error) => error.into_json(&ids, origin.base()),
    }
}

/// GET `/{tenant}/v2.0/.well-known/openid-configuration`.
pub(crate) async fn openid_v2(
    State(tenant): State<Arc<Tenant>>,
    TenantName(path): TenantName,
    origin: Origin,
    headers: HeaderMap,
) -> Response {
    let base = origin.base();
    let document = issuer_tenant(&path, tenant.faults()).map(|id| {
        let place = if id == TENANT_ID { TENANT_ID } else { path.as_str() };
        json!({
            "token_endpoint": format!("{base}/{place}/oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": format!("{base}/{place}/discovery/v2.0/keys"),
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": format!("{base}/{id}/v2.0"),
            "request_uri_parameter_supported": false,
            "authorization_endpoint": format!("{base}/{place}/oauth2/v2.0/authorize"),
            "device_authorization_endpoint": format!("{base}/{place}/oauth2/v2.0/devicecode"),
            "http_logout_supported": true,
            "frontchannel_logout_supported": true,
            "end_session_endpoint": format!("{base}/{place}/oauth2/v2.0/logout"),
            "claims_supported": [
                "sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "oid"
            ],
        })
    });
    let document = document.map(|document| with_cloud(document, tenant.faults()));
    respond(document, &tenant, &headers, &origin)
}

/// GET `/{tenant}/.well-known/openid-configuration`.
pub(crate) async fn openid_v1(
    State(tenant): State<Arc<Tenant>>,
    TenantName(path): TenantName,
    origin: Origin,
    headers: HeaderMap,
) -> Response {
    let base = origin.base();
    let document = issuer_tenant(&path, tenant.faults()).map(|id| {
        let place = if id == TENANT_ID { TENANT_ID } else { path.as_str() };
        json!({
            "token_endpoint": format!("{base}/{place}/oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": format!("{base}/{place}/discovery/keys"),
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid"],
            "issuer": format!("https://sts.windows.net/{id}/"),
            "authorization_endpoint": format!("{base}/{place}/oauth2/v2.0/authorize"),
            "device_authorization_endpoint": format!("{base}/{place}/oauth2/v2.0/devicecode"),
            "end_session_endpoint": format!("{base}/{place}/oauth2/v2.0/logout"),
            "claims_supported": [
                "sub", "iss", "aud", "exp", "iat", "amr", "nonce", "upn", "given_name", "family_name", "tid", "ver",
                "oid"
            ],
        })
    });
    let document = document.map(|document| with_cloud(document, tenant.faults()));
    respond(document, &tenant, &headers, &origin)
}

/// GET `/{tenant}/discovery/v2.0/keys`.
pub(crate) async fn keys_v2(
    State(tenant): State<Arc<Tenant>>,
    TenantName(path): TenantName,
    origin: Origin,
    headers: HeaderMap,
) -> Response {
    let issuer = issuer_tenant(&path, tenant.faults()).map(|id| format!("{}/{id}/v2.0", origin.base()));
    let document = issuer.map(|issuer| tenant.key.jwks(Some(&issuer)));
    respond(document, &tenant, &headers, &origin)
}

/// GET `/{tenant}/discovery/keys`.
pub(crate) async fn keys_v1(
    State(tenant): State<Arc<Tenant>>,
    TenantName(path): TenantName,
    origin: Origin,
    headers: HeaderMap,
) -> Response {
    let document = issuer_tenant(&path, tenant.faults()).map(|_| tenant.key.jwks(None));
    respond(document, &tenant, &headers, &origin)
}

/// GET `/common/discovery/instance?authorization_endpoint=`.
pub(crate) async fn instance(
    State(tenant): State<Arc<Tenant>>,
    origin: Origin,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let document = params.require("authorization_endpoint").and_then(|text| {
        let endpoint = Url::parse(text).map_err(|_| EntraError::instance())?;
        let authority = match (endpoint.host_str(), endpoint.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => return Err(EntraError::instance()),
        };
        let aliases: Vec<&str> = if PUBLIC_ALIASES.contains(&authority.as_str()) {
            PUBLIC_ALIASES.to_vec()
        } else if authority == origin.authority() {
            vec![origin.authority()]
        } else {
            return Err(EntraError::instance());
        };
        let tenant_path = endpoint.path().split('/').nth(1).unwrap_or("common");
        TenantPath::parse(tenant_path, tenant.faults())?;
        let preferred_cache = aliases.get(1).or_else(|| aliases.first()).copied();
        Ok(json!({
            "tenant_discovery_endpoint":
                format!("{}/{tenant_path}/v2.0/.well-known/openid-configuration", origin.base()),
            "api-version": "1.1",
            "metadata": [{
                "preferred_network": aliases.first(),
                "preferred_cache": preferred_cache,
                "aliases": aliases,
            }],
        }))
    });
    respond(document, &tenant, &headers, &origin)
}

/// GET `/common/userrealm/{username}?api-version=`: whether the password of an account is checked here or by a
/// federation server. MSAL asks before it sends a password.
///
/// Source: MSAL's own reading of the answer (`account_type`, `cloud_audience_urn`).
pub(crate) async fn user_realm(
    username: Result<Path<String>, PathRejection>,
    State(tenant): State<Arc<Tenant>>,
    origin: Origin,
    headers: HeaderMap,
) -> Response {
    let username = username.map(|Path(name)| name).unwrap_or_default();
    let domain = username.rsplit_once('@').map_or("", |(_, domain)| domain);
    let document = if domain.eq_ignore_ascii_case(TENANT_DOMAIN) {
        json!({
            "ver": "1.0",
            "account_type": "Managed",
            "domain_name": TENANT_DOMAIN,
            "cloud_instance_name": "microsoftonline.com",
            "cloud_audience_urn": "urn:federation:MicrosoftOnline",
        })
    } else {
        json!({"ver": "1.0", "account_type": "Unknown", "cloud_instance_name": "microsoftonline.com"})
    };
    respond(Ok(document), &tenant, &headers, &origin)
}
