//! The tenant and its one app registration: which tenant paths, client ids and redirect URIs are good, and which
//! accounts the tenant lets use it.
//!
//! Sources: learn.microsoft.com/entra/identity-platform/reply-url (localhost exceptions), RFC 8252 §7.3.

use std::borrow::Cow;

use url::{Host, Url};
use uuid::Uuid;

use super::errors::EntraError;
use super::session::Means;
use crate::config::{CLIENT_ID, TENANT_DOMAIN, TENANT_ID};
use crate::faults::{Fault, Faults};

/// What the registration lists instead of the redirect URI while that is a fault.
const OTHER_REDIRECT: &str = "https://localhost";

/// What the tenant part of a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TenantPath {
    /// This tenant, by GUID or domain.
    Own,
    /// `common`: work and personal accounts.
    Common,
    /// `organizations`: work accounts of any tenant.
    Organizations,
    /// `consumers`.
    Consumers,
}

impl TenantPath {
    /// Reads the tenant part of a path.
    pub(crate) fn parse(text: &str, faults: Faults) -> Result<Self, EntraError> {
        if text.eq_ignore_ascii_case(TENANT_ID) || text.eq_ignore_ascii_case(TENANT_DOMAIN) {
            return if faults.has(Fault::UnknownTenant) {
                Err(EntraError::tenant_not_found(text))
            } else {
                Ok(Self::Own)
            };
        }
        match text.to_ascii_lowercase().as_str() {
            "common" => return Ok(Self::Common),
            "organizations" => return Ok(Self::Organizations),
            "consumers" => return Ok(Self::Consumers),
            _ => {}
        }
        let guid = text.len() == 36 && Uuid::parse_str(text).is_ok();
        if guid || is_domain(text) {
            return Err(EntraError::tenant_not_found(text));
        }
        Err(EntraError::tenant_malformed(text))
    }

    /// Reads the tenant part of a path under which somebody signs in or gets tokens.
    pub(crate) fn for_sign_in(text: &str, faults: Faults) -> Result<Self, EntraError> {
        let path = Self::parse(text, faults)?;
        if path == Self::Own && faults.has(Fault::WrongCloud) {
            return Err(EntraError::other_cloud());
        }
        Ok(path)
    }

    /// Only this tenant will do: the registration is single-tenant.
    pub(crate) fn require_own(self) -> Result<(), EntraError> {
        match self {
            Self::Own => Ok(()),
            Self::Common | Self::Organizations => Err(EntraError::single_tenant(CLIENT_ID)),
            Self::Consumers => Err(EntraError::organisations_only()),
        }
    }
}

fn is_domain(text: &str) -> bool {
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

/// The registered client id, or the refusal.
pub(crate) fn check_client(client_id: &str, faults: Faults) -> Result<(), EntraError> {
    if client_id.eq_ignore_ascii_case(CLIENT_ID) && !faults.has(Fault::UnknownApplication) {
        Ok(())
    } else {
        Err(EntraError::unknown_client(client_id))
    }
}

/// The redirect URIs that the registration lists, given those it should list.
pub(crate) fn listed_redirects(configured: &[String], faults: Faults) -> Cow<'_, [String]> {
    if faults.has(Fault::RedirectNotRegistered) {
        Cow::Owned(vec![OTHER_REDIRECT.to_owned()])
    } else {
        Cow::Borrowed(configured)
    }
}

/// Whether the tenant lets accounts use the application at all. It asks again at every redemption and refresh.
pub(crate) fn check_account(faults: Faults) -> Result<(), EntraError> {
    if faults.has(Fault::UserNotAssigned) {
        return Err(EntraError::not_assigned(CLIENT_ID));
    }
    if faults.has(Fault::PersonalAccount) {
        return Err(EntraError::personal_account());
    }
    if faults.has(Fault::ConditionalAccessBlock) {
        return Err(EntraError::blocked_by_policy());
    }
    Ok(())
}

/// Whether a policy lets somebody in who came by these means.
pub(crate) fn check_means(means: Means, faults: Faults) -> Result<(), EntraError> {
    if means == Means::DeviceCode && faults.has(Fault::DeviceCodeBlocked) {
        return Err(EntraError::blocked_by_policy());
    }
    Ok(())
}

/// The redirect URI to answer to, normalised, if it is registered.
///
/// For `http://localhost` the port is ignored and the path is not; a URI without a path equals `/`.
pub(crate) fn check_redirect(registered: &[String], requested: &str) -> Result<Url, EntraError> {
    let refused = || EntraError::reply_address(requested);
    let url = Url::parse(requested).map_err(|_| refused())?;
    let plain = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    let known = registered
        .iter()
        .filter_map(|uri| Url::parse(uri).ok())
        .any(|known| {
            let loopback = known.scheme() == "http" && known.host() == Some(Host::Domain("localhost"));
            known.scheme() == url.scheme()
                && known.host() == url.host()
                && (loopback || known.port_or_known_default() == url.port_or_known_default())
                && known.path() == url.path()
                && known.query() == url.query()
        });
    if plain && known { Ok(url) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<TenantPath, EntraError> {
        TenantPath::parse(text, Faults::default())
    }

    #[test]
    fn the_tenant_is_known_by_guid_and_domain_and_others_are_told_apart() {
        assert_eq!(parse(TENANT_ID).unwrap(), TenantPath::Own);
        assert_eq!(parse("SANDBOX.example").unwrap(), TenantPath::Own);
        assert_eq!(parse("common").unwrap(), TenantPath::Common);
        assert_eq!(parse("Organizations").unwrap(), TenantPath::Organizations);
        assert_eq!(
            parse("11111111-2222-3333-4444-555555555555").unwrap_err().code,
            90_002
        );
        assert_eq!(parse("other.example").unwrap_err().code, 90_002);
        assert_eq!(parse("no tenant").unwrap_err().code, 900_023);
        assert_eq!(parse("").unwrap_err().code, 900_023);
    }

    #[test]
    fn faults_of_the_tenant_concern_the_tenant_alone() {
        let unknown = Faults::of(&[Fault::UnknownTenant, Fault::WrongCloud]);
        let elsewhere = Faults::of(&[Fault::WrongCloud]);
        assert_eq!(TenantPath::parse(TENANT_ID, unknown).unwrap_err().code, 90_002);
        assert_eq!(
            TenantPath::for_sign_in(TENANT_ID, unknown).unwrap_err().code,
            90_002
        );
        assert_eq!(
            TenantPath::for_sign_in(TENANT_ID, elsewhere).unwrap_err().code,
            900_439
        );
        // Discovery still answers.
        assert_eq!(TenantPath::parse(TENANT_ID, elsewhere).unwrap(), TenantPath::Own);
        assert_eq!(
            TenantPath::for_sign_in("common", unknown).unwrap(),
            TenantPath::Common
        );
    }

    #[test]
    fn localhost_matches_with_any_port_and_only_the_registered_path() {
        let registered = ["http://localhost".to_owned()];
        for good in [
            "http://localhost",
            "http://localhost/",
            "http://localhost:4711",
            "http://localhost:4711/",
        ] {
            assert!(check_redirect(&registered, good).is_ok(), "{good}");
        }
        for bad in [
            "https://localhost",
            "http://127.0.0.1:4711/",
            "http://[::1]:4711/",
            "http://localhost:4711/other",
            "http://localhost:4711/?a=b",
            "http://localhost:4711/#f",
            "http://user@localhost/",
            "http://localhost.attacker.example/",
            "javascript:alert(1)",
            "not a uri",
        ] {
            assert_eq!(
                check_redirect(&registered, bad).unwrap_err().code,
                50_011,
                "{bad}"
            );
        }
    }

    #[test]
    fn other_registered_uris_keep_their_port_and_path() {
        let registered = ["http://127.0.0.1:9000/Cb".to_owned()];
        assert!(check_redirect(&registered, "http://127.0.0.1:9000/Cb").is_ok());
        assert!(check_redirect(&registered, "http://127.0.0.1:9000/cb").is_err());
        assert!(check_redirect(&registered, "http://127.0.0.1:9001/Cb").is_err());
    }
}
