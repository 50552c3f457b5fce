//! Endpoints of the admin's own, and the regional server: what makes them usable.
//!
//! Endpoints replace a cloud's for a proxy, a private cloud or a test server. Codes and tokens go to them, so they are
//! https; plain http is taken on this machine only, where nobody listens on the way.

use url::{Host, Url};

use crate::{FieldError, Rule, guid, looks_like_a_secret, secret_error, unwrapped};

const AUTHORITY: &str = "endpoints.authority";
const API_BASE: &str = "endpoints.apiBase";
const AUDIENCE: &str = "endpoints.audience";
const REGION: &str = "region";

/// Most characters of an endpoint.
const LONGEST_ENDPOINT: usize = 500;

/// Names that Entra takes in a tenant's place.
const ANY_TENANT: [&str; 3] = ["common", "organizations", "consumers"];

/// Endpoints that passed the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// Base URL of the sign-in service, without the tenant.
    pub authority: Url,
    /// Base URL of the API, without `/api`.
    pub api_base: Url,
    /// The resource that tokens are asked for: a GUID in lower case, or an `https:` or `api:` URI without a slash at the end.
    pub audience: String,
}

/// Checks the three endpoints, the first that breaks a rule is told.
pub fn check_endpoints(authority: &str, api_base: &str, audience: &str) -> Result<Endpoints, FieldError> {
    Ok(Endpoints {
        authority: checked_authority(authority)?,
        api_base: checked_api_base(api_base)?,
        audience: checked_audience(audience)?,
    })
}

/// The id of a regional server in lower case; `None` where nothing was chosen. `documented` are the ids there are,
/// `commercial` says whether the profile's cloud has regional servers, `own_endpoints` whether it has endpoints of its own.
pub fn check_region(
    value: &str,
    documented: &[&str],
    commercial: bool,
    own_endpoints: bool,
) -> Result<Option<String>, FieldError> {
    let value = value.trim().to_ascii_lowercase();
    if value.is_empty() {
        return Ok(None);
    }
    if !documented.contains(&value.as_str()) {
        return Err(FieldError::new(
            REGION,
            Rule::Region,
            "There is no such regional server.",
            format!("Choose one of {}, or none.", documented.join(", ")),
        ));
    }
    if !commercial {
        return Err(FieldError::new(
            REGION,
            Rule::Region,
            "Regional servers are documented for the commercial cloud alone.",
            "Choose no region for this cloud.",
        ));
    }
    if own_endpoints {
        return Err(FieldError::new(
            REGION,
            Rule::Region,
            "A regional server and an API base of your own exclude each other.",
            "Choose no region, or take the endpoints of your own away.",
        ));
    }
    Ok(Some(value))
}

/// Whether a URL stays on this machine: an address of the loopback network, or the name `localhost`.
#[must_use]
pub fn is_on_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn checked_authority(value: &str) -> Result<Url, FieldError> {
    let url = base_address(
        AUTHORITY,
        value,
        "The sign-in service",
        "https://login.microsoftonline.com",
    )?;
    let last = segments(&url).next_back();
    let is_tenant = last.is_some_and(|part| guid(part).is_some() || ANY_TENANT.contains(&part));
    let is_endpoint = segments(&url).any(|part| part == "oauth2" || part == ".well-known");
    if is_tenant || is_endpoint {
        return Err(FieldError::new(
            AUTHORITY,
            Rule::OneValue,
            "This address goes on behind the sign-in service's base, with a tenant or an endpoint.",
            "Give the part before the tenant only; the tenant has a field of its own, and the program adds the rest.",
        ));
    }
    Ok(url)
}

fn checked_api_base(value: &str) -> Result<Url, FieldError> {
    let url = base_address(API_BASE, value, "The API", "https://api.security.microsoft.com")?;
    let is_version = |part: &str| {
        let number = part.strip_prefix('v');
        number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
    };
    let last = segments(&url).rev().find(|part| !is_version(part));
    if last == Some("api") {
        return Err(FieldError::new(
            API_BASE,
            Rule::OneValue,
            "This address ends with /api, which the program adds by itself.",
            "Leave off /api and what follows it.",
        ));
    }
    Ok(url)
}

/// <https://learn.microsoft.com/entra/identity-platform/security-best-practices-for-app-registration#application-id-uri>
fn checked_audience(value: &str) -> Result<String, FieldError> {
    const EXAMPLE: &str = "It is the Application ID URI of the API, such as https://api.securitycenter.microsoft.com, or its GUID.";
    let value = text(AUDIENCE, value, "The audience is missing.", EXAMPLE)?;
    let value = value.trim_end_matches('/');
    if let Some(id) = guid(value) {
        return Ok(id);
    }
    if value.ends_with("/.default") {
        return Err(FieldError::new(
            AUDIENCE,
            Rule::OneValue,
            "This is a scope; the audience is what stands before /.default.",
            "Leave off /.default.",
        ));
    }
    let usable = Url::parse(value).is_ok_and(|url| {
        matches!(url.scheme(), "https" | "api")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    });
    if !usable || value.contains(char::is_whitespace) {
        return Err(FieldError::new(
            AUDIENCE,
            Rule::Audience,
            "The audience is neither a GUID nor an address that begins with https:// or api://.",
            EXAMPLE,
        ));
    }
    Ok(value.to_owned())
}

/// An address that others are built upon: https, or http on this machine, with nothing but host, port and path.
fn base_address(field: &'static str, value: &str, what: &str, example: &str) -> Result<Url, FieldError> {
    let value = text(
        field,
        value,
        &format!("{what}'s address is missing."),
        &format!("Give the base address, such as {example}."),
    )?;
    let url = Url::parse(value).ok().filter(|url| url.has_host());
    let Some(mut url) = url else {
        return Err(FieldError::new(
            field,
            Rule::Address,
            "This is not an address.",
            format!("Give it in full, with https:// in front, such as {example}."),
        ));
    };
    let protected = match url.scheme() {
        "https" => true,
        "http" => is_on_this_machine(&url),
        _ => false,
    };
    if !protected {
        return Err(FieldError::new(
            field,
            Rule::Https,
            format!("{what}'s address must begin with https://, because codes and tokens go there."),
            "Plain http:// is possible on this machine only: 127.0.0.1, [::1] or localhost.",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FieldError::new(
            field,
            Rule::Address,
            "The address holds an account or a password.",
            "Leave off what stands before the @. You sign in through the browser.",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(FieldError::new(
            field,
            Rule::Address,
            "A base address has no ? and no #.",
            "Leave off the question mark or number sign and what follows it.",
        ));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// A value that is there, short enough, and not a secret.
fn text<'a>(field: &'static str, value: &'a str, missing: &str, hint: &str) -> Result<&'a str, FieldError> {
    let value = unwrapped(value);
    if value.is_empty() {
        return Err(FieldError::new(field, Rule::Required, missing, hint));
    }
    let length = value.chars().count();
    if length > LONGEST_ENDPOINT {
        return Err(FieldError::new(
            field,
            Rule::TooLong,
            format!("The address has {length} characters; at most {LONGEST_ENDPOINT} fit."),
            hint,
        ));
    }
    if looks_like_a_secret(value) {
        return Err(secret_error(field));
    }
    Ok(value)
}

fn segments(url: &Url) -> impl DoubleEndedIterator<Item = &str> {
    url.path().split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOGIN: &str = "https://login.example";
    const API: &str = "https://api.example";
    const RESOURCE: &str = "https://api.securitycenter.microsoft.com";

    fn refused(authority: &str, api_base: &str, audience: &str) -> (&'static str, Rule) {
        let error = check_endpoints(authority, api_base, audience).unwrap_err();
        assert!(
            error.message.ends_with('.') && error.hint.ends_with('.'),
            "{error:?}"
        );
        (error.field, error.rule)
    }

    #[test]
    fn usable_endpoints_come_back_without_slashes_at_the_end() {
        let checked = check_endpoints(
            " HTTPS://Login.Example/ ",
            "https://proxy.example:8443/defender/",
            "https://api.example/",
        )
        .unwrap();
        assert_eq!(checked.authority.as_str(), "https://login.example/");
        assert_eq!(checked.api_base.as_str(), "https://proxy.example:8443/defender");
        assert_eq!(checked.audience, "https://api.example");
    }

    #[test]
    fn a_checked_value_passes_again_unchanged() {
        let once = check_endpoints(
            "https://login.example/a/",
            API,
            "{FC780465-2017-40D4-A0C5-307022471B92}",
        );
        let once = once.unwrap();
        assert_eq!(once.audience, "fc780465-2017-40d4-a0c5-307022471b92");
        let twice = check_endpoints(once.authority.as_str(), once.api_base.as_str(), &once.audience);
        assert_eq!(twice, Ok(once));
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for here in [
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost/entra",
            "http://127.9.9.9",
        ] {
            assert!(check_endpoints(here, here, RESOURCE).is_ok(), "{here}");
        }
        for there in [
            "http://login.example",
            "http://127.0.0.1.example",
            "http://10.0.0.1",
            "ftp://localhost/",
        ] {
            assert_eq!(
                refused(there, API, RESOURCE),
                ("endpoints.authority", Rule::Https),
                "{there}"
            );
            assert_eq!(
                refused(LOGIN, there, RESOURCE),
                ("endpoints.apiBase", Rule::Https),
                "{there}"
            );
        }
    }

    #[test]
    fn what_is_no_base_address_is_refused_at_its_field() {
        for text in [
            "login.example",
            "https://",
            "file:///etc/passwd",
            "data:x",
            "/login",
        ] {
            assert_eq!(
                refused(text, API, RESOURCE),
                ("endpoints.authority", Rule::Address),
                "{text}"
            );
        }
        for tail in ["?a=b", "#c", "/x?"] {
            let text = format!("{API}{tail}");
            assert_eq!(
                refused(LOGIN, &text, RESOURCE),
                ("endpoints.apiBase", Rule::Address),
                "{text}"
            );
        }
        assert_eq!(
            refused("", API, RESOURCE),
            ("endpoints.authority", Rule::Required)
        );
        assert_eq!(
            refused(LOGIN, " ", RESOURCE),
            ("endpoints.apiBase", Rule::Required)
        );
        assert_eq!(
            refused(LOGIN, API, "\"\""),
            ("endpoints.audience", Rule::Required)
        );
        let long = format!("{API}/{}", "a".repeat(500));
        assert_eq!(
            refused(LOGIN, &long, RESOURCE),
            ("endpoints.apiBase", Rule::TooLong)
        );
    }

    #[test]
    fn an_account_in_an_address_is_refused_and_not_repeated() {
        for text in ["https://avery:not-real@api.example", "https://avery@api.example"] {
            let error = check_endpoints(LOGIN, text, RESOURCE).unwrap_err();
            assert_eq!((error.field, error.rule), ("endpoints.apiBase", Rule::Address));
            assert!(!format!("{error:?}").contains("avery"), "{error:?}");
        }
    }

    #[test]
    fn a_tenant_or_endpoint_behind_the_authority_is_told() {
        for tail in [
            "/11111111-1111-4111-8111-111111111111",
            "/common/",
            "/contoso.example/oauth2/v2.0/token",
            "/contoso.example/v2.0/.well-known/openid-configuration",
        ] {
            let error = check_endpoints(&format!("{LOGIN}{tail}"), API, RESOURCE).unwrap_err();
            assert_eq!(
                (error.field, error.rule),
                ("endpoints.authority", Rule::OneValue),
                "{tail}"
            );
            assert!(error.hint.contains("before the tenant"), "{}", error.hint);
        }
    }

    #[test]
    fn the_api_base_is_given_without_api() {
        for tail in ["/api", "/api/", "/api/v1.0", "/defender/api/v2/"] {
            let error = check_endpoints(LOGIN, &format!("{API}{tail}"), RESOURCE).unwrap_err();
            assert_eq!(
                (error.field, error.rule),
                ("endpoints.apiBase", Rule::OneValue),
                "{tail}"
            );
            assert!(error.hint.contains("Leave off /api"), "{}", error.hint);
        }
        for tail in ["/apis", "/api/defender", "/v1.0", "/virtual"] {
            assert!(
                check_endpoints(LOGIN, &format!("{API}{tail}"), RESOURCE).is_ok(),
                "{tail}"
            );
        }
    }

    #[test]
    fn an_audience_is_a_guid_or_an_application_id_uri() {
        for text in [
            RESOURCE,
            "api://fc780465-2017-40d4-a0c5-307022471b92",
            "https://a.example/windowsatpservice",
        ] {
            assert_eq!(check_endpoints(LOGIN, API, text).unwrap().audience, text);
        }
        for text in [
            "http://api.example",
            "api.example",
            "api:x",
            "api://",
            "https://a.example/?b",
            "https://a b.example",
            "urn:x",
        ] {
            assert_eq!(
                refused(LOGIN, API, text),
                ("endpoints.audience", Rule::Audience),
                "{text}"
            );
        }
        let error = check_endpoints(LOGIN, API, &format!("{RESOURCE}/.default")).unwrap_err();
        assert_eq!((error.field, error.rule), ("endpoints.audience", Rule::OneValue));
    }

    #[test]
    fn a_secret_is_recognised_and_not_repeated() {
        let secret = "xYz~Example.Not_A_Real-Value~0123456789a";
        let error = check_endpoints(LOGIN, API, secret).unwrap_err();
        assert_eq!(
            (error.field, error.rule),
            ("endpoints.audience", Rule::NotASecret)
        );
        assert!(!format!("{error:?}").contains(secret));
    }

    #[test]
    fn a_region_is_a_documented_one_of_the_commercial_cloud() {
        let ids = ["us", "eu"];
        assert_eq!(check_region(" EU ", &ids, true, false), Ok(Some("eu".to_owned())));
        assert_eq!(check_region(" ", &ids, false, true), Ok(None));
        for (value, commercial, own, reason) in [
            ("mars", true, false, "no such"),
            ("eu", false, false, "commercial cloud alone"),
            ("eu", true, true, "exclude each other"),
        ] {
            let error = check_region(value, &ids, commercial, own).unwrap_err();
            assert_eq!((error.field, error.rule), ("region", Rule::Region));
            assert!(error.message.contains(reason), "{}", error.message);
        }
    }
}
