//! Tokens for a grant that was checked, and the two shapes in which they are sent.
//!
//! Sources: RFC 6749 §5.1; v2-oauth2-auth-code-flow for the v2.0 shape; the v1.0 shape is the one that ADAL reads, with
//! every number as text.

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::claims::{AccessToken, BACKDATED_SECONDS, IdToken, client_info};
use super::errors::EntraError;
use super::grants::{Endpoint, Grant};
use super::params::Params;
use super::refresh::RefreshGrant;
use super::registration::{check_account, check_means};
use super::scopes::{REFUSED_AUDIENCE, ResourceScopes};
use super::session::Means;
use crate::accounts::{Account, by_object_id};
use crate::config::CLIENT_ID;
use crate::faults::Fault;
use crate::state::Tenant;

/// What a client gets.
pub(crate) struct Tokens {
    account: &'static Account,
    granted: Vec<String>,
    resource: ResourceScopes,
    issued: DateTime<Utc>,
    life_seconds: i64,
    access_token: String,
    refresh_token: Option<String>,
    id_token: Option<String>,
}

/// A good answer of the v2.0 endpoint, in the order in which Entra writes it.
#[derive(Serialize)]
struct V2Answer {
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

/// A good answer of the v1.0 endpoint, in the order in which Entra writes it.
#[derive(Serialize)]
struct V1Answer {
    token_type: &'static str,
    scope: String,
    expires_in: String,
    ext_expires_in: String,
    expires_on: String,
    not_before: String,
    resource: String,
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_info: Option<String>,
}

/// Whether the tenant issues tokens for this grant, now.
fn admitted(tenant: &Tenant, grant: &Grant, endpoint: Endpoint) -> Result<Vec<String>, EntraError> {
    let faults = tenant.faults();
    let means = grant.session.means;
    check_account(faults).map_err(EntraError::of_a_grant)?;
    check_means(means, faults).map_err(|error| {
        if grant.refreshed {
            EntraError::device_session_refused()
        } else {
            error.of_a_grant()
        }
    })?;
    let granted = tenant.standing(grant.granted.clone());
    if granted.is_empty() || grant.resource.named.iter().any(|name| !granted.contains(name)) {
        return Err(EntraError::not_consented(CLIENT_ID));
    }
    if faults.has(Fault::MfaRequired) {
        let error = EntraError::mfa_required(&grant.resource.resource);
        // For a password it is seen with either `error` value; clients have to cope with both.
        let password = means == Means::Password && !grant.refreshed;
        return Err(if password && endpoint == Endpoint::V2 {
            error.of_a_grant()
        } else {
            error
        });
    }
    if grant.refreshed && faults.has(Fault::ExpiredRefreshToken) {
        return Err(EntraError::refresh_token_expired());
    }
    Ok(granted)
}

impl Tokens {
    /// Issues tokens; `base` is the address that the client used.
    pub(crate) fn issue(
        tenant: &Tenant,
        grant: Grant,
        endpoint: Endpoint,
        base: &str,
    ) -> Result<Self, EntraError> {
        let account = by_object_id(&grant.object_id).ok_or_else(|| EntraError::bad_grant("grant"))?;
        let granted = admitted(tenant, &grant, endpoint)?;
        let resource = grant.resource;
        let now = tenant.now();
        let life = tenant.next_token_life();
        let audience = if tenant.faults().has(Fault::WrongAudience) {
            REFUSED_AUDIENCE
        } else {
            &resource.resource
        };
        let claims = AccessToken::new(account, grant.session, audience, &granted, now, life);
        let access_token = tenant
            .key
            .sign(&claims, true)
            .map_err(|_| EntraError::internal())?;
        let id_token = if grant.openid.openid {
            let claims = IdToken::new(account, base, grant.nonce.as_deref(), grant.openid.profile, now);
            let signed = tenant.key.sign(&claims, false);
            Some(signed.map_err(|_| EntraError::internal())?)
        } else {
            None
        };
        let refresh_token = if grant.openid.offline_access {
            let next = RefreshGrant::new(
                account.object_id,
                granted.clone(),
                &resource.resource,
                resource.default,
                grant.openid,
                grant.session,
                now,
            );
            Some(next.seal(&tenant.seal)?)
        } else {
            None
        };
        Ok(Self {
            account,
            granted,
            resource,
            issued: now,
            life_seconds: life,
            access_token,
            refresh_token,
            id_token,
        })
    }

    /// The body of the answer. `params` are those of the request: they say whether `client_info` is wanted.
    pub(crate) fn into_body(self, endpoint: Endpoint, params: &Params) -> Response {
        let client_info = params.flag("client_info").then(|| client_info(self.account));
        match endpoint {
            Endpoint::V1 => axum::Json(self.into_v1(client_info)).into_response(),
            Endpoint::V2 => axum::Json(self.into_v2(client_info)).into_response(),
        }
    }

    fn into_v2(self, client_info: Option<String>) -> V2Answer {
        let resource = &self.resource.resource;
        // Entra repeats `.default` beside the names; MSAL finds its cached token by it.
        let mut scope: Vec<String> = self
            .granted
            .iter()
            .map(|name| format!("{resource}/{name}"))
            .collect();
        if self.resource.default {
            scope.push(format!("{resource}/.default"));
        }
        V2Answer {
            token_type: "Bearer",
            scope: scope.join(" "),
            expires_in: self.life_seconds,
            ext_expires_in: self.life_seconds,
            access_token: self.access_token,
            refresh_token: self.refresh_token,
            id_token: self.id_token,
            client_info,
        }
    }

    fn into_v1(self, client_info: Option<String>) -> V1Answer {
        let issued = self.issued.timestamp();
        V1Answer {
            token_type: "Bearer",
            scope: self.granted.join(" "),
            expires_in: self.life_seconds.to_string(),
            ext_expires_in: self.life_seconds.to_string(),
            expires_on: issued.saturating_add(self.life_seconds).to_string(),
            not_before: issued.saturating_sub(BACKDATED_SECONDS).to_string(),
            resource: self.resource.resource,
            access_token: self.access_token,
            refresh_token: self.refresh_token,
            client_info,
        }
    }
}
