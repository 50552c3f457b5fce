//! What a text is made for: the call, and how to sign in for it.
//!
//! Owns what can be read off these values alone, such as whether an address is on this computer. Refuses to know where
//! they come from.

use serde_json::Value;
use url::{Host, Url};

/// Hosts of the sign-in service that MSAL knows. It asks one of them about any other.
/// <https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud>
const KNOWN_AUTHORITIES: [&str; 3] = [
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.partner.microsoftonline.cn",
];

/// A call, with all a text says about it.
#[derive(Clone, Copy, Debug)]
pub struct SnippetCall<'a> {
    /// What it does, e.g. `List alerts`.
    pub title: &'a str,
    /// How.
    pub method: Method,
    /// The whole address, with query, percent-encoded.
    pub url: &'a Url,
    /// What is sent.
    pub body: Body<'a>,
    /// The answer is a collection. The pages of a `GET` are followed by `@odata.nextLink`.
    pub is_collection: bool,
    /// Sending it twice does no more than sending it once.
    pub idempotent: bool,
    /// For a call that acts on a device: its name or id, which the person who runs the text has to type first.
    pub acts_on: Option<&'a str>,
    /// Delegated permissions of which one is needed, the least one first. Empty where none is documented.
    pub permissions: &'a [&'a str],
    /// The page that documents the operation.
    pub documentation: &'a str,
    /// How to get a token.
    pub sign_in: SignIn<'a>,
}

/// How a text signs in.
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    /// Base address of the sign-in service, without a tenant, e.g. `https://login.microsoftonline.com/`.
    pub authority: &'a Url,
    /// Tenant GUID or verified domain.
    pub tenant: &'a str,
    /// Application (client) ID.
    pub client_id: &'a str,
    /// What the token is asked for, e.g. `https://api.securitycenter.microsoft.com/.default`.
    pub scope: &'a str,
    /// How the person signs in.
    pub way: Way,
}

/// How a person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// In the browser of the same computer, by authorization code with PKCE and the redirect URI `http://localhost`. Bash
    /// and PowerShell have no library for it and take the device code instead.
    Browser,
    /// By a code that is entered on any device.
    DeviceCode,
}

/// HTTP methods of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PATCH`
    Patch,
    /// `PUT`
    Put,
    /// `DELETE`
    Delete,
}

impl Method {
    /// As sent.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// What a call sends.
#[derive(Clone, Copy, Debug)]
pub enum Body<'a> {
    /// Nothing.
    None,
    /// JSON.
    Json(&'a Value),
    /// A form with files, `multipart/form-data`.
    Form(&'a [Part<'a>]),
}

/// A field of a form.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value.
    pub value: PartValue<'a>,
}

/// The value of a field.
#[derive(Clone, Copy, Debug)]
pub enum PartValue<'a> {
    /// A text.
    Text(&'a str),
    /// A file of this name, which the text reads from the folder it is run in.
    File(&'a str),
}

impl SnippetCall<'_> {
    /// Follows pages. A next page is asked for by `GET`, so only a collection that was asked for the same way has them.
    pub(crate) fn follows_pages(&self) -> bool {
        self.is_collection && self.method == Method::Get
    }

    /// How often it is sent at most.
    pub(crate) fn attempts(&self) -> u32 {
        if self.idempotent { crate::ATTEMPTS } else { 1 }
    }

    /// Where the token goes.
    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// What has to be typed, in characters that a terminal shows and a keyboard has; `yes` where nothing is left.
    pub(crate) fn confirmation(&self) -> Option<String> {
        self.acts_on.map(|name| {
            let shown: String = name
                .chars()
                .filter(|c| c.is_ascii_graphic() || *c == ' ' || c.is_alphanumeric())
                .collect();
            match shown.trim() {
                "" => "yes".to_owned(),
                shown => shown.to_owned(),
            }
        })
    }
}

impl SignIn<'_> {
    /// Address of the tenant at the sign-in service, without a slash at its end.
    pub(crate) fn tenant_address(&self) -> String {
        let mut address = self.authority.clone();
        address.set_query(None);
        address.set_fragment(None);
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().push(self.tenant);
        }
        address.into()
    }

    /// The sandbox tenant: MSAL takes no address without TLS.
    pub(crate) fn is_sandbox(&self) -> bool {
        self.authority.scheme() == "http"
            && match self.authority.host() {
                Some(Host::Domain(name)) => name == "localhost",
                Some(Host::Ipv4(address)) => address.is_loopback(),
                Some(Host::Ipv6(address)) => address.is_loopback(),
                None => false,
            }
    }

    /// MSAL knows this service without asking another.
    pub(crate) fn is_known(&self) -> bool {
        self.authority.scheme() == "https"
            && self.authority.port().is_none()
            && self
                .authority
                .host_str()
                .is_some_and(|host| KNOWN_AUTHORITIES.contains(&host))
    }
}
