//! The app registration: rules for its values. Pure functions.
//!
//! Owns what makes a value of the profile form right, and what people paste instead. It asks nobody whether
//! a tenant or an application exists; only Microsoft Entra knows.
//!
//! Invariants:
//! - A check returns the value as it is stored (trimmed, lower case) or an error that names field, rule and remedy.
//! - No error repeats a value that may be a secret.

mod account_types;
pub mod artifacts;
mod checklist;
mod client_id;
pub mod diagnosis;
mod endpoints;
pub mod evidence;
pub mod guide;
pub mod links;
pub mod manifest;
mod name;
mod permissions;
pub mod picker;
pub mod scopes;
mod tenant;

pub use account_types::AccountTypes;
pub use checklist::{Check, Source, State, StepId};
pub use client_id::{check_client_id, check_client_id_if_any};
pub use endpoints::{Endpoints, check_endpoints, check_region, is_on_this_machine};
pub use name::{LONGEST_NAME, check_name};
pub use permissions::check_permissions;
pub use tenant::check_tenant;

/// The redirect URI to register, under *Mobile and desktop applications*. Entra ignores the port of a localhost
/// address when it compares, so one entry serves every sign-in.
/// <https://learn.microsoft.com/entra/identity-platform/reply-url#localhost-exceptions>
pub const REDIRECT_URI: &str = "http://localhost";

/// Application id of `WindowsDefenderATP`, the resource that owns the Defender for Endpoint permissions.
pub const WINDOWS_DEFENDER_ATP: &str = "fc780465-2017-40d4-a0c5-307022471b92";

/// Application id of `Microsoft Threat Protection`, the Defender XDR API: a different resource.
pub const MICROSOFT_THREAT_PROTECTION: &str = "8ee8fdad-f234-4243-8f3b-15c294843740";

/// Application id of Microsoft Graph.
pub const MICROSOFT_GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// [`REDIRECT_URI`], for callers that want a function.
#[must_use]
pub fn redirect_uri() -> &'static str {
    REDIRECT_URI
}

/// A value of the form that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FieldError {
    /// The field: `name`, `tenant`, `clientId`, `wantedPermissions`, `region`, or `endpoints.` and one of `authority`,
    /// `apiBase` and `audience`.
    pub field: &'static str,
    /// Which rule.
    pub rule: Rule,
    /// One sentence on what is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// The rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Something must be given.
    Required,
    /// Too long.
    TooLong,
    /// Holds characters that cannot be shown.
    Printable,
    /// Not a GUID, or the GUID of zeros.
    Guid,
    /// Neither a GUID nor a domain name.
    GuidOrDomain,
    /// Looks like a client secret.
    NotASecret,
    /// An address or an account name where one value out of it is asked for.
    OneValue,
    /// The id of a Microsoft application.
    OwnApplication,
    /// `common`, `organizations`, `consumers`, or the tenant of personal accounts.
    OneTenant,
    /// The same value in two fields.
    NotTheClientId,
    /// An application permission where a delegated one is asked for.
    Delegated,
    /// Not a permission of the API.
    Known,
    /// Not an address, or one with parts that a base address must not have.
    Address,
    /// Neither https nor on this machine.
    Https,
    /// Neither a GUID nor an Application ID URI.
    Audience,
    /// Not a documented regional server, or one that the profile cannot use.
    Region,
}

impl FieldError {
    fn new(field: &'static str, rule: Rule, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            field,
            rule,
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// Without the white space, quotes and braces that come along when a value is copied.
fn unwrapped(value: &str) -> &str {
    value.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '{' | '}' | '\u{200b}' | '\u{feff}')
    })
}

/// A GUID in its usual form, lower case.
fn guid(value: &str) -> Option<String> {
    let plain = value.len() == 36 || value.len() == 32;
    plain
        .then(|| uuid::Uuid::try_parse(value).ok())
        .flatten()
        .map(|id| id.hyphenated().to_string())
}

const NIL: &str = "00000000-0000-0000-0000-000000000000";

/// Whether a value has the form of a client secret that Entra makes: about 40 letters, digits, `~ . _ -`.
fn looks_like_a_secret(value: &str) -> bool {
    let form = value
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '~' | '.' | '_' | '-'));
    let long = (30..=64).contains(&value.len());
    // A host name can be that long too; a secret has a tilde, or mixes cases with digits.
    let mixed = value.chars().any(|c| c.is_ascii_uppercase())
        && value.chars().any(|c| c.is_ascii_lowercase())
        && value.chars().any(|c| c.is_ascii_digit());
    form && long && (value.contains('~') || mixed)
}

fn secret_error(field: &'static str) -> FieldError {
    FieldError::new(
        field,
        Rule::NotASecret,
        "This looks like a client secret.",
        "The program needs no secret and must not be given one. Paste the ID from the app registration's Overview page, \
         and delete the secret under Certificates & secrets, since it was copied.",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_redirect_uri_is_the_one_to_register() {
        assert_eq!(redirect_uri(), "http://localhost");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn no_text_makes_a_check_panic(text: String, other: String) {
            let _ = check_name(&text);
            let _ = check_client_id(&text);
            let _ = check_tenant(&text, &other);
            let _ = check_endpoints(&text, &other, &text);
            let _ = check_endpoints("https://login.example", &format!("https://{text}"), &other);
            let _ = check_region(&text, &["eu"], true, false);
            let _ = check_permissions(&[text, other], |_| false);
        }

        #[test]
        fn a_checked_value_passes_again_unchanged(id in "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}") {
            if let Ok(once) = check_client_id(&id) {
                prop_assert_eq!(check_client_id(&once), Ok(once.clone()));
            }
        }
    }
}
