//! Who calls: checks the bearer token and what it may do.
//!
//! Invariants: nothing of a token is believed before its signature was verified. Time is the tenant's clock.
//! No part of a token is ever put into a message.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::errors::ApiError;
use crate::accounts::{Account, DefenderAccess, by_object_id};
use crate::config::TENANT_ID;
use crate::entra::challenge;
use crate::entra::claims::{PresentedToken, access_token_issuer};
use crate::entra::scopes::accepted_audience;
use crate::faults::{Fault, Faults};
use crate::state::Tenant;

/// Clocks may differ by this many seconds.
const LEEWAY_SECONDS: i64 = 300;

/// What a person must be allowed to do in Defender, as the operation pages name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    View,
    Alerts,
    Remediate,
    Settings,
    LiveResponse,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::View => "View Data",
            Self::Alerts => "Alerts investigation",
            Self::Remediate => "Active remediation actions",
            Self::Settings => "Manage security settings",
            Self::LiveResponse => "Live response capabilities",
        }
    }

    const fn held_with(self, access: DefenderAccess) -> bool {
        match access {
            DefenderAccess::Full => true,
            DefenderAccess::Analyst => matches!(self, Self::View | Self::Alerts),
            DefenderAccess::None => false,
        }
    }
}

/// Somebody with a good token.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) account: &'static Account,
    audience_accepted: bool,
    scopes: Vec<String>,
}

fn unauthorized(reason: &str) -> ApiError {
    ApiError::Unauthorized(format!("Unauthorized request - reason of failure: {reason}"))
}

/// The caller behind the `Authorization` header; `base` is the address that the client used.
pub(crate) fn authenticate(tenant: &Tenant, headers: &HeaderMap, base: &str) -> Result<Caller, ApiError> {
    let header = headers
        .get(AUTHORIZATION)
        .ok_or_else(|| unauthorized("The Authorization header is missing"))?;
    let token = header
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .map(|(_, token)| token.trim())
        .ok_or_else(|| unauthorized("The Authorization header holds no bearer token"))?;
    let claims: PresentedToken = tenant
        .key
        .verify(token)
        .map_err(|_| unauthorized("The token is malformed or its signature is not valid"))?;
    let now = tenant.now().timestamp();
    if claims.exp.saturating_add(LEEWAY_SECONDS) <= now {
        return Err(unauthorized("The token has expired"));
    }
    if claims.nbf.saturating_sub(LEEWAY_SECONDS) > now {
        return Err(unauthorized("The token is not valid yet"));
    }
    if claims.iss != access_token_issuer() || claims.tid != TENANT_ID {
        return Err(unauthorized("The token was issued for another tenant"));
    }
    let account = by_object_id(&claims.oid).ok_or_else(|| unauthorized("The account is unknown"))?;
    let faults = tenant.faults();
    if faults.has(Fault::ClaimsChallenge) && !claims.acrs.iter().any(|context| context == challenge::CONTEXT)
    {
        return Err(ApiError::InsufficientClaims(challenge::header(base)));
    }
    if faults.has(Fault::NotLicensed) {
        return Err(unauthorized("Account mode is inactive"));
    }
    Ok(Caller {
        account,
        audience_accepted: accepted_audience(&claims.aud),
        scopes: claims
            .scp
            .split(' ')
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect(),
    })
}

impl Caller {
    /// Whether the caller may use an operation that any of these delegated permissions opens, and that asks for
    /// this role.
    pub(crate) fn authorize(&self, permissions: &[&str], role: Role, faults: Faults) -> Result<(), ApiError> {
        if !self.audience_accepted {
            return Err(ApiError::Forbidden(
                "The audience of the token is not this API.".to_owned(),
            ));
        }
        if !permissions.iter().any(|name| self.has(name)) {
            return Err(ApiError::Forbidden(format!(
                "Missing delegated permissions. The API requires one of: {}.",
                permissions.join(", ")
            )));
        }
        if faults.has(Fault::NoDefenderRole) || !role.held_with(self.account.access) {
            return Err(ApiError::Forbidden(format!(
                "The signed-in account has no Defender role that allows this. It needs the permission {}.",
                role.name()
            )));
        }
        Ok(())
    }

    /// Whether the token carries this delegated permission.
    pub(crate) fn has(&self, permission: &str) -> bool {
        self.scopes
            .iter()
            .any(|scope| scope.eq_ignore_ascii_case(permission))
    }
}
