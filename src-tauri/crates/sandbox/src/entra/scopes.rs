//! Scope strings: which resource they name, which permissions, and who may have them.
//!
//! Source: learn.microsoft.com/entra/identity-platform/scopes-oidc. A scope is a resource identifier, a slash
//! and a permission or `.default`; without a resource it belongs to Microsoft Graph.
//!
//! Invariants: a parsed request names only permissions that exist. Permission names are kept in the service's
//! own spelling whatever the client wrote.

use serde::{Deserialize, Serialize};

use super::errors::EntraError;
use super::permissions;
use crate::config::CLIENT_ID;
use crate::faults::{Fault, Faults};

/// Application id of WindowsDefenderATP.
pub(crate) const DEFENDER_APP_ID: &str = "fc780465-2017-40d4-a0c5-307022471b92";
/// Application id of Microsoft Graph.
pub(crate) const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";
/// Application id of Microsoft Threat Protection, the API that is added by mistake.
pub(crate) const THREAT_PROTECTION_APP_ID: &str = "8ee8fdad-f234-4243-8f3b-15c294843740";

/// An identifier of WindowsDefenderATP that tokens are issued for and that the API refuses.
pub(crate) const REFUSED_AUDIENCE: &str = "https://publicapi-prd.trafficmanager.net";

/// Graph permissions that exist but that the sandbox issues no tokens for.
const GRAPH_PERMISSIONS: &[&str] = &[
    "User.Read",
    "User.ReadBasic.All",
    "User.Read.All",
    "Mail.Read",
    "Directory.Read.All",
    "Application.Read.All",
    "SecurityAlert.Read.All",
    "SecurityIncident.Read.All",
    "ThreatHunting.Read.All",
    "Group.Read.All",
];

/// Identifiers of WindowsDefenderATP, and whether the Defender API takes tokens issued for them.
const DEFENDER_IDENTIFIERS: &[(&str, bool)] = &[
    ("https://api.securitycenter.microsoft.com", true),
    ("https://api.securitycenter.windows.com", true),
    ("https://securitycenter.onmicrosoft.com/windowsatpservice", true),
    (DEFENDER_APP_ID, true),
    (REFUSED_AUDIENCE, false),
    ("https://userrequestsgraphapi-prd.trafficmanager.net", false),
];

/// OpenID Connect scopes of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OpenId {
    pub(crate) openid: bool,
    pub(crate) profile: bool,
    pub(crate) email: bool,
    pub(crate) offline_access: bool,
}

/// What is wanted of one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResourceScopes {
    /// The identifier as the client wrote it; it becomes the token's `aud`.
    pub(crate) resource: String,
    /// Whether `.default` was asked for.
    pub(crate) default: bool,
    /// Permissions asked for by name.
    pub(crate) named: Vec<String>,
}

/// A whole `scope` parameter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scopes {
    pub(crate) openid: OpenId,
    pub(crate) resources: Vec<ResourceScopes>,
}

impl Scopes {
    /// Reads a `scope` parameter.
    pub(crate) fn parse(text: &str, faults: Faults) -> Result<Self, EntraError> {
        let mut scopes = Self::default();
        for scope in text
            .split([' ', '\t', '\r', '\n'])
            .filter(|scope| !scope.is_empty())
        {
            match scope {
                "openid" => scopes.openid.openid = true,
                "profile" => scopes.openid.profile = true,
                "email" => scopes.openid.email = true,
                "offline_access" => scopes.openid.offline_access = true,
                other => scopes.add(other, faults)?,
            }
        }
        if scopes == Self::default() {
            return Err(EntraError::scope_syntax("it names nothing"));
        }
        if scopes
            .resources
            .iter()
            .any(|one| one.default && !one.named.is_empty())
        {
            return Err(EntraError::scope_syntax(
                ".default cannot be combined with permissions of the same resource",
            ));
        }
        Ok(scopes)
    }

    fn add(&mut self, scope: &str, faults: Faults) -> Result<(), EntraError> {
        let Some((resource, name)) = scope.rsplit_once('/') else {
            return Err(refuse_graph(scope, faults));
        };
        check_resource(resource, name, faults)?;
        let position = self.resources.iter().position(|known| known.resource == resource);
        let index = position.unwrap_or_else(|| {
            self.resources.push(ResourceScopes {
                resource: resource.to_owned(),
                default: false,
                named: Vec::new(),
            });
            self.resources.len() - 1
        });
        let Some(entry) = self.resources.get_mut(index) else {
            return Err(EntraError::internal());
        };
        if name == ".default" {
            entry.default = true;
            return Ok(());
        }
        let permission = permissions::find(name)
            .ok_or_else(|| EntraError::unknown_scope(CLIENT_ID, name, resource))?
            .name;
        if !entry.named.iter().any(|known| known == permission) {
            entry.named.push(permission.to_owned());
        }
        Ok(())
    }

    /// The one resource of a token request.
    pub(crate) fn single(&self) -> Result<&ResourceScopes, EntraError> {
        match self.resources.as_slice() {
            [one] => Ok(one),
            [] => Err(EntraError::no_resource()),
            _ => Err(EntraError::several_resources()),
        }
    }

    /// Permissions to name on the consent page, given what the registration lists for `.default`.
    pub(crate) fn wanted(&self, configured: &[String]) -> Vec<String> {
        let mut wanted: Vec<String> = Vec::new();
        for resource in &self.resources {
            let names = if resource.default {
                configured
            } else {
                &resource.named
            };
            wanted.extend(names.iter().cloned());
        }
        wanted.sort();
        wanted.dedup();
        wanted
    }

    /// Whether the user must be asked, given what was granted before. `.default` asks only when nothing was.
    pub(crate) fn needs_consent(&self, granted: &[String]) -> bool {
        self.resources.iter().any(|resource| {
            if resource.default {
                granted.is_empty()
            } else {
                resource.named.iter().any(|name| !granted.contains(name))
            }
        })
    }
}

/// What a v1 request wants of its `resource`: everything that was consented to.
pub(crate) fn of_resource(resource: &str, faults: Faults) -> Result<ResourceScopes, EntraError> {
    check_resource(resource, ".default", faults)?;
    Ok(ResourceScopes {
        resource: resource.to_owned(),
        default: true,
        named: Vec::new(),
    })
}

/// Whether tokens are issued for this resource at all; `name` is the permission asked for.
fn check_resource(resource: &str, name: &str, faults: Faults) -> Result<(), EntraError> {
    match kind_of(resource) {
        Kind::Defender => check_registered(resource, faults),
        Kind::Graph => Err(refuse_graph(name, faults)),
        // Listed then, but there is no such API in this tenant.
        Kind::ThreatProtection if faults.has(Fault::WrongApi) => Err(EntraError::unknown_resource(resource)),
        Kind::ThreatProtection => Err(not_registered(resource, THREAT_PROTECTION_APP_ID, faults)),
        Kind::Unknown => Err(EntraError::unknown_resource(resource)),
    }
}

/// Whether the Defender API takes a token with this audience; a trailing slash makes no difference.
pub(crate) fn accepted_audience(audience: &str) -> bool {
    let audience = audience.trim_end_matches('/');
    DEFENDER_IDENTIFIERS
        .iter()
        .any(|(known, accepted)| *accepted && known.eq_ignore_ascii_case(audience))
}

enum Kind {
    Defender,
    Graph,
    ThreatProtection,
    Unknown,
}

fn kind_of(resource: &str) -> Kind {
    let bare = resource.trim_end_matches('/');
    let is = |known: &str| known.eq_ignore_ascii_case(bare);
    if DEFENDER_IDENTIFIERS.iter().any(|(known, _)| is(known)) {
        Kind::Defender
    } else if is("https://graph.microsoft.com") || is(GRAPH_APP_ID) {
        Kind::Graph
    } else if is("https://api.security.microsoft.com") || is(THREAT_PROTECTION_APP_ID) {
        Kind::ThreatProtection
    } else {
        Kind::Unknown
    }
}

/// A scope of Microsoft Graph: either no such name, or a resource the registration does not list.
fn refuse_graph(name: &str, faults: Faults) -> EntraError {
    if name == ".default"
        || GRAPH_PERMISSIONS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    {
        return not_registered("https://graph.microsoft.com", GRAPH_APP_ID, faults);
    }
    EntraError::unknown_scope(CLIENT_ID, name, GRAPH_APP_ID)
}

/// Whether the registration lets the client ask for WindowsDefenderATP, here named `resource`.
pub(crate) fn check_registered(resource: &str, faults: Faults) -> Result<(), EntraError> {
    if faults.has(Fault::ServicePrincipalMissing) {
        return Err(EntraError::unknown_resource(resource));
    }
    if faults.has(Fault::WrongApi) {
        return Err(not_registered(resource, DEFENDER_APP_ID, faults));
    }
    if faults.has(Fault::ApplicationPermissions) {
        return Err(EntraError::nothing_delegated(CLIENT_ID));
    }
    Ok(())
}

fn not_registered(resource: &str, app_id: &str, faults: Faults) -> EntraError {
    let listed = if faults.has(Fault::WrongApi) {
        THREAT_PROTECTION_APP_ID
    } else {
        DEFENDER_APP_ID
    };
    EntraError::resource_not_registered(CLIENT_ID, resource, app_id, listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Scopes, EntraError> {
        Scopes::parse(text, Faults::default())
    }

    fn refused(text: &str) -> (&'static str, u32) {
        let error = parse(text).unwrap_err();
        (error.error, error.code)
    }

    #[test]
    fn default_and_openid_scopes_are_read() {
        let scopes =
            parse("https://api.securitycenter.microsoft.com/.default offline_access openid profile").unwrap();
        assert!(scopes.openid.openid && scopes.openid.profile && scopes.openid.offline_access);
        assert!(scopes.single().unwrap().default);
        assert_eq!(
            scopes.single().unwrap().resource,
            "https://api.securitycenter.microsoft.com"
        );
    }

    #[test]
    fn the_trailing_slash_form_keeps_its_slash_for_the_audience() {
        let scopes = parse("https://api.securitycenter.microsoft.com//.default").unwrap();
        assert_eq!(
            scopes.single().unwrap().resource,
            "https://api.securitycenter.microsoft.com/"
        );
        assert!(accepted_audience("https://api.securitycenter.microsoft.com/"));
        assert!(!accepted_audience("https://publicapi-prd.trafficmanager.net"));
    }

    #[test]
    fn names_are_given_back_in_the_service_spelling() {
        let scopes = parse(
            "https://api.securitycenter.microsoft.com/alert.read https://api.securitycenter.microsoft.com/Alert.Read",
        )
        .unwrap();
        assert_eq!(scopes.single().unwrap().named, ["Alert.Read"]);
    }

    #[test]
    fn scopes_that_cannot_be_are_refused_with_entra_numbers() {
        assert_eq!(refused("Alert.Read"), ("invalid_scope", 650_053));
        assert_eq!(refused("User.Read"), ("invalid_client", 650_057));
        assert_eq!(
            refused("https://graph.microsoft.com/.default"),
            ("invalid_client", 650_057)
        );
        assert_eq!(
            refused("https://api.security.microsoft.com/.default"),
            ("invalid_client", 650_057)
        );
        assert_eq!(
            refused("https://api.securitycenter.microsoft.com/Alert.Read.All"),
            ("invalid_scope", 650_053)
        );
        assert_eq!(
            refused("https://unknown.example/.default"),
            ("invalid_resource", 500_011)
        );
        assert_eq!(refused("   "), ("invalid_scope", 70_011));
        assert_eq!(
            refused(
                "https://api.securitycenter.microsoft.com/.default https://api.securitycenter.microsoft.com/Alert.Read"
            ),
            ("invalid_scope", 70_011)
        );
    }

    #[test]
    fn a_token_needs_exactly_one_resource() {
        assert_eq!(parse("openid").unwrap().single().unwrap_err().code, 700_023);
        let two = parse(
            "https://api.securitycenter.microsoft.com/Alert.Read https://api.securitycenter.windows.com/Alert.Read",
        );
        assert_eq!(two.unwrap().single().unwrap_err().code, 700_022);
    }

    #[test]
    fn default_asks_only_when_nothing_was_granted_and_names_ask_for_what_is_new() {
        let default = parse("https://api.securitycenter.microsoft.com/.default").unwrap();
        let named = parse("https://api.securitycenter.microsoft.com/Score.Read").unwrap();
        let granted = ["Alert.Read".to_owned()];
        assert!(default.needs_consent(&[]));
        assert!(!default.needs_consent(&granted));
        assert!(named.needs_consent(&granted));
    }

    #[test]
    fn faults_of_the_registration_refuse_the_resource_in_a_fixed_order() {
        let with = |faults: &[Fault]| {
            let text = "https://api.securitycenter.microsoft.com/.default";
            let error = Scopes::parse(text, Faults::of(faults)).unwrap_err();
            (error.error, error.code)
        };
        let (missing, wrong, roles) = (
            Fault::ServicePrincipalMissing,
            Fault::WrongApi,
            Fault::ApplicationPermissions,
        );
        assert_eq!(with(&[roles]), ("invalid_client", 650_056));
        assert_eq!(with(&[roles, wrong]), ("invalid_client", 650_057));
        assert_eq!(with(&[roles, wrong, missing]), ("invalid_resource", 500_011));
    }

    #[test]
    fn the_list_of_valid_resources_is_the_registrations_own() {
        let text =
            |scope: &str, faults: &[Fault]| Scopes::parse(scope, Faults::of(faults)).unwrap_err().message;
        let graph = "https://graph.microsoft.com/.default";
        assert!(text(graph, &[]).ends_with(&format!("registration: {DEFENDER_APP_ID}.")));
        let wrong = [Fault::WrongApi];
        assert!(text(graph, &wrong).ends_with(&format!("registration: {THREAT_PROTECTION_APP_ID}.")));
        let listed = "https://api.security.microsoft.com/.default";
        assert!(text(listed, &wrong).contains("was not found in the tenant"));
    }
}
