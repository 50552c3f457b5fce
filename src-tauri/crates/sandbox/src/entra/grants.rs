//! What a client redeems for tokens: an authorization code, a refresh token, a device code or a password.
//!
//! Owns: checking such a grant and saying who it belongs to. What it is worth then is decided when tokens are issued.
//!
//! Sources: RFC 6749 §4.1.3, §4.3.2 and §6, RFC 8628 §3.4, v2-oauth-ropc.

use super::challenge;
use super::errors::EntraError;
use super::params::Params;
use super::refresh::RefreshGrant;
use super::registration::TenantPath;
use super::scopes::{OpenId, ResourceScopes, Scopes, check_registered, of_resource};
use super::session::{Means, Session};
use crate::accounts::by_username;
use crate::config::AUDIENCE;
use crate::faults::{Fault, Faults};
use crate::state::Tenant;

/// Which of the two token endpoints was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    /// `/oauth2/token`: a `resource`, numbers as text.
    V1,
    /// `/oauth2/v2.0/token`: a `scope`.
    V2,
}

impl Endpoint {
    /// The parameter that says what the token is for.
    const fn target(self) -> &'static str {
        match self {
            Self::V1 => "resource",
            Self::V2 => "scope",
        }
    }
}

/// The value of `grant_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GrantType {
    AuthorizationCode,
    RefreshToken,
    DeviceCode,
    Password,
}

impl GrantType {
    /// Reads the value, and refuses one that this endpoint, tenant path or client may not use.
    pub(crate) fn parse(
        text: &str,
        endpoint: Endpoint,
        path: TenantPath,
        faults: Faults,
    ) -> Result<Self, EntraError> {
        let v2 = endpoint == Endpoint::V2;
        let known = match text {
            "authorization_code" if v2 => Some(Self::AuthorizationCode),
            // MSAL for Node says it in the short way.
            "urn:ietf:params:oauth:grant-type:device_code" | "device_code" if v2 => Some(Self::DeviceCode),
            "refresh_token" => Some(Self::RefreshToken),
            "password" => Some(Self::Password),
            _ => None,
        };
        let shared = matches!(path, TenantPath::Common | TenantPath::Consumers);
        if v2 && shared && known == Some(Self::Password) {
            return Err(EntraError::not_on_shared_paths());
        }
        path.require_own()?;
        let known = known.ok_or_else(|| EntraError::grant_type(text))?;
        // The type of the redirect URI decides for codes; other flows have no redirect URI, so the switch decides. For a
        // device code it does so only once somebody has approved it.
        let confidential = match known {
            Self::AuthorizationCode | Self::RefreshToken => faults.has(Fault::RedirectUnderWeb),
            Self::Password => faults.has(Fault::PublicFlowsOff),
            Self::DeviceCode => false,
        };
        if confidential {
            return Err(EntraError::secret_demanded());
        }
        Ok(known)
    }
}

/// A grant that was checked, whichever kind it came from.
pub(crate) struct Grant {
    /// Object id of the account.
    pub(crate) object_id: String,
    pub(crate) granted: Vec<String>,
    pub(crate) openid: OpenId,
    pub(crate) resource: ResourceScopes,
    /// To be repeated in the `id_token`.
    pub(crate) nonce: Option<String>,
    pub(crate) session: Session,
    /// Whether it comes from a refresh token.
    pub(crate) refreshed: bool,
}

/// What a token request asks for.
struct Asked {
    resource: Option<ResourceScopes>,
    /// `None` leaves what was asked for at sign-in.
    openid: Option<OpenId>,
}

/// What the token request asks for: by `scope` on v2, by `resource` on v1.
fn asked(params: &Params, endpoint: Endpoint, faults: Faults) -> Result<Asked, EntraError> {
    let Some(text) = params.get(endpoint.target()) else {
        check_registered(AUDIENCE, faults)?;
        return Ok(Asked {
            resource: None,
            openid: None,
        });
    };
    if endpoint == Endpoint::V1 {
        return Ok(Asked {
            resource: Some(of_resource(text, faults)?),
            openid: None,
        });
    }
    let scopes = Scopes::parse(text, faults)?;
    Ok(Asked {
        resource: Some(scopes.single()?.clone()),
        openid: Some(scopes.openid),
    })
}

/// The grant that the request redeems. Codes are used up by this.
pub(crate) fn redeemed(
    tenant: &Tenant,
    params: &Params,
    kind: GrantType,
    endpoint: Endpoint,
) -> Result<Grant, EntraError> {
    let faults = tenant.faults();
    let asked = asked(params, endpoint, faults);
    match kind {
        GrantType::AuthorizationCode => from_code(tenant, params, asked?),
        GrantType::RefreshToken => from_refresh_token(tenant, params, asked?),
        GrantType::Password => from_password(tenant, params, asked?, endpoint),
        GrantType::DeviceCode => {
            let public = if faults.has(Fault::PublicFlowsOff) {
                Err(EntraError::secret_demanded())
            } else {
                Ok(())
            };
            // What a client polls for is refused only once somebody has approved it.
            from_device_code(tenant, params, public.and(asked))
        }
    }
}

fn from_code(tenant: &Tenant, params: &Params, asked: Asked) -> Result<Grant, EntraError> {
    let code = params.require("code")?;
    let redirect_uri = params.require("redirect_uri")?;
    // Scope trouble must not use the code up, so it was looked for first.
    let authorization =
        tenant
            .codes()
            .redeem(code, redirect_uri, params.get("code_verifier"), tenant.now())?;
    Ok(Grant {
        object_id: authorization.object_id,
        granted: authorization.granted,
        // What the user saw counts; the token request cannot add to it.
        openid: authorization.scopes.openid,
        resource: or_first(asked.resource, &authorization.scopes)?,
        nonce: authorization.nonce,
        session: Session {
            means: Means::Browser,
            stepped_up: authorization.stepped_up,
        },
        refreshed: false,
    })
}

fn from_device_code(
    tenant: &Tenant,
    params: &Params,
    allowed: Result<Asked, EntraError>,
) -> Result<Grant, EntraError> {
    let device_code = params.require("device_code")?;
    let stepped_up = challenge::asked(params)?;
    let now = tenant.now();
    let (asked, request, approval) = tenant.device_codes().redeem(device_code, allowed, now)?;
    Ok(Grant {
        object_id: approval.object_id,
        granted: approval.granted,
        openid: request.scopes.openid,
        resource: or_first(asked.resource, &request.scopes)?,
        nonce: None,
        session: Session {
            means: Means::DeviceCode,
            stepped_up: stepped_up || request.stepped_up,
        },
        refreshed: false,
    })
}

fn from_password(
    tenant: &Tenant,
    params: &Params,
    asked: Asked,
    endpoint: Endpoint,
) -> Result<Grant, EntraError> {
    let username = params.require("username")?;
    let password = params.require("password")?;
    let resource = asked
        .resource
        .ok_or_else(|| EntraError::missing(endpoint.target()))?;
    // v1 gives a refresh token without being asked.
    let openid = asked.openid.unwrap_or(OpenId {
        offline_access: true,
        ..OpenId::default()
    });
    let stepped_up = challenge::asked(params)?;
    let account = by_username(username).ok_or_else(|| EntraError::unknown_account(username))?;
    if password != account.password {
        return Err(EntraError::wrong_password());
    }
    Ok(Grant {
        object_id: account.object_id.to_owned(),
        granted: tenant.consented(account.object_id),
        openid,
        resource,
        nonce: None,
        session: Session {
            means: Means::Password,
            stepped_up,
        },
        refreshed: false,
    })
}

fn from_refresh_token(tenant: &Tenant, params: &Params, asked: Asked) -> Result<Grant, EntraError> {
    let stepped_up = challenge::asked(params)?;
    let grant = RefreshGrant::open(params.require("refresh_token")?, &tenant.seal, tenant.now())?;
    let mut granted = grant.granted;
    granted.extend(tenant.consented(&grant.object_id));
    granted.sort();
    granted.dedup();
    Ok(Grant {
        object_id: grant.object_id,
        granted,
        openid: grant.openid,
        resource: asked.resource.unwrap_or(ResourceScopes {
            resource: grant.resource,
            default: grant.default,
            named: Vec::new(),
        }),
        nonce: None,
        session: Session {
            means: grant.session.means,
            stepped_up: stepped_up || grant.session.stepped_up,
        },
        refreshed: true,
    })
}

/// The resource of the token request, else the first that was asked for at sign-in.
fn or_first(asked: Option<ResourceScopes>, scopes: &Scopes) -> Result<ResourceScopes, EntraError> {
    asked
        .or_else(|| scopes.resources.first().cloned())
        .ok_or_else(EntraError::no_resource)
}
