//! Where an app signs in: the login service's base URL and the tenant.

use url::{Host, Url};

/// The sign-in service for one tenant. One attempt uses one authority throughout, so that no answer of another
/// service can be taken for its own (RFC 9700 §4.4, mix-up).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    base: Url,
    tenant: String,
}

/// An app registration and the API it asks tokens for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Where it signs in.
    pub authority: Authority,
    /// Application (client) ID.
    pub client_id: String,
    /// The resource tokens are asked for, e.g. `https://api.securitycenter.microsoft.com`. Not the API's host.
    pub audience: String,
}

/// Why a URL and a tenant make no authority.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityError {
    /// Codes and tokens would cross the network in the clear.
    #[error("the sign-in service's address must begin with https")]
    NotHttps,
    /// An account or password inside the address, or an address that has no path.
    #[error("the sign-in service's address has a form that cannot be used")]
    BadUrl,
    /// The tenant becomes a part of a path.
    #[error("a tenant is a GUID or a domain name")]
    BadTenant,
}

impl Authority {
    /// `login` is the service's base URL, such as `https://login.microsoftonline.com`; plain http is taken on
    /// loopback only. `tenant` is a GUID or a domain.
    pub fn new(login: Url, tenant: &str) -> Result<Self, AuthorityError> {
        match login.scheme() {
            "https" => {}
            "http" if is_loopback(&login) => {}
            _ => return Err(AuthorityError::NotHttps),
        }
        if login.cannot_be_a_base() || !login.username().is_empty() || login.password().is_some() {
            return Err(AuthorityError::BadUrl);
        }
        let letters = tenant
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        let dots_only = tenant.bytes().all(|b| b == b'.');
        if tenant.is_empty() || tenant.len() > 253 || !letters || dots_only {
            return Err(AuthorityError::BadTenant);
        }
        let mut base = login;
        base.set_query(None);
        base.set_fragment(None);
        Ok(Self {
            base,
            tenant: tenant.to_ascii_lowercase(),
        })
    }

    /// The sign-in service's base URL.
    #[must_use]
    pub fn login(&self) -> &Url {
        &self.base
    }

    /// `{login}/{tenant}/oauth2/v2.0/authorize`.
    #[must_use]
    pub fn authorize(&self) -> Url {
        self.below(&["oauth2", "v2.0", "authorize"])
    }

    /// `{login}/{tenant}/oauth2/v2.0/token`.
    #[must_use]
    pub fn token(&self) -> Url {
        self.below(&["oauth2", "v2.0", "token"])
    }

    /// `{login}/{tenant}/oauth2/token`, the endpoint of version 1.0, which takes a resource in place of scopes.
    #[must_use]
    pub fn token_v1(&self) -> Url {
        self.below(&["oauth2", "token"])
    }

    /// `{login}/{tenant}/oauth2/v2.0/devicecode`.
    #[must_use]
    pub fn device_code(&self) -> Url {
        self.below(&["oauth2", "v2.0", "devicecode"])
    }

    /// `{login}/{tenant}/v2.0/.well-known/openid-configuration`, which anyone may read.
    #[must_use]
    pub fn metadata(&self) -> Url {
        self.below(&["v2.0", ".well-known", "openid-configuration"])
    }

    /// `{login}/{tenant}/.well-known/openid-configuration`: the same for version 1.0 tokens, with an issuer of its own.
    #[must_use]
    pub fn metadata_v1(&self) -> Url {
        self.below(&[".well-known", "openid-configuration"])
    }

    /// The tenant's GUID, where it was given as one.
    #[must_use]
    pub fn tenant_id(&self) -> Option<String> {
        uuid::Uuid::try_parse(&self.tenant)
            .ok()
            .map(|id| id.hyphenated().to_string())
    }

    fn below(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        // `new` has refused the URLs that have no segments.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(&self.tenant).extend(path);
        }
        url
    }
}

impl App {
    /// What is asked for: every delegated permission granted so far, a refresh token and an id token.
    /// <https://learn.microsoft.com/entra/identity-platform/scopes-oidc#the-default-scope>
    pub(crate) fn scopes(&self) -> [String; 4] {
        [
            format!("{}/.default", self.resource()),
            "offline_access".to_owned(),
            "openid".to_owned(),
            "profile".to_owned(),
        ]
    }

    /// The audience as version 1.0 endpoints take it. Tokens repeat it as it was asked for, so its slash goes.
    pub(crate) fn resource(&self) -> &str {
        self.audience.trim_end_matches('/')
    }
}

/// Whether a URL stays on this machine: an address of the loopback network, or the name `localhost`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: &str = "11111111-1111-4111-8111-111111111111";

    fn new(login: &str, tenant: &str) -> Result<Authority, AuthorityError> {
        Authority::new(Url::parse(login).unwrap(), tenant)
    }

    #[test]
    fn endpoints_lie_below_the_tenant() {
        for login in [
            "https://login.microsoftonline.com",
            "https://login.microsoftonline.com/?a=b#c",
        ] {
            let authority = new(login, "Contoso.Example").unwrap();
            assert_eq!(authority.login().as_str(), "https://login.microsoftonline.com/");
            let base = "https://login.microsoftonline.com/contoso.example/oauth2/v2.0";
            assert_eq!(authority.authorize().as_str(), format!("{base}/authorize"));
            assert_eq!(authority.token().as_str(), format!("{base}/token"));
            assert_eq!(authority.device_code().as_str(), format!("{base}/devicecode"));
            assert_eq!(
                authority.token_v1().as_str(),
                "https://login.microsoftonline.com/contoso.example/oauth2/token"
            );
            assert_eq!(
                authority.metadata().as_str(),
                "https://login.microsoftonline.com/contoso.example/v2.0/.well-known/openid-configuration"
            );
            assert_eq!(
                authority.metadata_v1().as_str(),
                "https://login.microsoftonline.com/contoso.example/.well-known/openid-configuration"
            );
        }
        let below = new("http://127.0.0.1:8080/entra/", TENANT).unwrap();
        assert_eq!(below.token().path(), format!("/entra/{TENANT}/oauth2/v2.0/token"));
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        for login in [
            "http://127.0.0.1:1",
            "http://127.1.2.3:1",
            "http://[::1]:1",
            "http://localhost:1",
        ] {
            assert!(new(login, TENANT).is_ok(), "{login}");
        }
        for login in [
            "http://login.example",
            "http://127.0.0.1.example",
            "http://10.0.0.1",
            "ftp://localhost",
            "data:x",
        ] {
            assert_eq!(
                new(login, TENANT).unwrap_err(),
                AuthorityError::NotHttps,
                "{login}"
            );
        }
    }

    #[test]
    fn an_account_in_the_address_is_refused() {
        assert_eq!(
            new("https://a:b@login.example", TENANT).unwrap_err(),
            AuthorityError::BadUrl
        );
    }

    #[test]
    fn a_tenant_cannot_leave_its_place_in_the_path() {
        for tenant in ["", "..", ".", "a/b", "a?b", "a#b", "a%2fb", "a b", "ä.example"] {
            assert_eq!(
                new("https://login.example", tenant).unwrap_err(),
                AuthorityError::BadTenant,
                "{tenant}"
            );
        }
    }

    #[test]
    fn only_a_guid_is_a_tenant_id() {
        assert_eq!(
            new("https://login.example", TENANT)
                .unwrap()
                .tenant_id()
                .as_deref(),
            Some(TENANT)
        );
        assert_eq!(
            new("https://login.example", "contoso.example")
                .unwrap()
                .tenant_id(),
            None
        );
    }
}
