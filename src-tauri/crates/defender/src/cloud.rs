//! The clouds for which Microsoft documents the API: hosts, sign-in authority, and the token audience.
//!
//! Sources: "Microsoft Defender for Endpoint for US Government customers"
//! (<https://learn.microsoft.com/defender-endpoint/gov>) and "Use Microsoft Defender for Endpoint APIs"
//! (<https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-nativeapp>). Microsoft states the audience
//! for the commercial cloud only; for the others it is the host, after third-party guides.
//!
//! Audience and host differ: tokens are asked for `https://api.securitycenter.microsoft.com`, calls go to
//! `https://api.security.microsoft.com`, and a token for the latter is one for another API.

use std::sync::OnceLock;

use serde::Deserialize;
use url::Url;

/// Identifiers of the same resource that the API has been seen to accept in the commercial cloud, beside the one to
/// ask for. Microsoft's own samples and connectors use them.
const OLDER_COMMERCIAL_AUDIENCES: [&str; 2] = [
    "https://api.securitycenter.windows.com",
    "https://securitycenter.onmicrosoft.com/windowsatpservice",
];

/// Domains below which Microsoft has documented hosts of this API.
const HOST_DOMAINS: [&str; 5] = [
    "securitycenter.microsoft.com",
    "security.microsoft.com",
    "securitycenter.windows.com",
    "security.windows.com",
    "securitycenter.microsoft.us",
];

/// A cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    /// `commercial`, `gcc`, `gcchigh` or `dod`.
    pub id: String,
    /// As Microsoft calls it.
    pub name: String,
    /// Base URL of the sign-in service.
    pub authority: Url,
    /// Base URL of calls.
    pub api_base: Url,
    /// The resource to ask tokens for.
    pub audience: String,
    /// Whether Microsoft states that audience.
    pub audience_stated: bool,
    /// Audiences that a token for this API may carry, without a slash at the end; the first is the one to ask for.
    pub accepted_audiences: Vec<String>,
    /// The Defender portal, where alerts and roles are.
    pub portal: Url,
    /// The portal in which the app registration is made.
    pub registration_portal: Url,
}

/// The documented clouds, the commercial one first.
pub fn clouds() -> &'static [Cloud] {
    static CLOUDS: OnceLock<Vec<Cloud>> = OnceLock::new();
    CLOUDS.get_or_init(|| file().clouds.iter().cloned().map(Cloud::from).collect())
}

/// The cloud with this id.
pub fn cloud(id: &str) -> Option<&'static Cloud> {
    clouds().iter().find(|cloud| cloud.id == id)
}

/// A server of the API in one region of the commercial cloud; to be used for its nearness, not because one must.
/// <https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-nativeapp> and most pages of the API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RegionalServer {
    /// Microsoft's letters for the region, e.g. `eu`; its pages do not spell the regions out.
    pub id: String,
    /// Host name.
    pub host: String,
}

/// The documented regional servers. They serve the commercial cloud only.
pub fn regional_servers() -> &'static [RegionalServer] {
    &file().regional_servers
}

/// Whether a host name is one of this API's, in any region or cloud.
pub(crate) fn is_api_host(host: &str) -> bool {
    HOST_DOMAINS.iter().any(|domain| {
        host.strip_suffix(domain)
            .is_some_and(|rest| rest.ends_with('.') && rest.len() > 1)
    })
}

#[expect(
    clippy::expect_used,
    reason = "the data is part of the program, and a test reads it"
)]
fn file() -> &'static EndpointFile {
    static FILE: OnceLock<EndpointFile> = OnceLock::new();
    FILE.get_or_init(|| {
        serde_json::from_str(include_str!("../data/endpoints.json")).expect("endpoints.json fits its types")
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EndpointFile {
    clouds: Vec<CloudEntry>,
    regional_servers: Vec<RegionalServer>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CloudEntry {
    id: String,
    name: String,
    api_base: Url,
    authority: Url,
    portal: Url,
    audience: String,
    #[serde(default = "stated")]
    audience_stated: bool,
}

fn stated() -> bool {
    true
}

impl From<CloudEntry> for Cloud {
    fn from(entry: CloudEntry) -> Self {
        let mut accepted_audiences = vec![entry.audience.clone()];
        if entry.id == "commercial" {
            accepted_audiences.extend(OLDER_COMMERCIAL_AUDIENCES.map(str::to_owned));
        }
        // US Government clouds with a sign-in service of their own have a portal of their own
        // (https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud).
        let registration_portal = match entry.authority.host_str() {
            Some("login.microsoftonline.us") => "https://portal.azure.us",
            _ => "https://entra.microsoft.com",
        };
        Self {
            registration_portal: Url::parse(registration_portal).unwrap_or_else(|_| entry.portal.clone()),
            id: entry.id,
            name: entry.name,
            authority: entry.authority,
            api_base: entry.api_base,
            audience: entry.audience,
            audience_stated: entry.audience_stated,
            accepted_audiences,
            portal: entry.portal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_clouds_are_known_by_their_ids() {
        let ids: Vec<&str> = clouds().iter().map(|cloud| cloud.id.as_str()).collect();
        assert_eq!(ids, ["commercial", "gcc", "gcchigh", "dod"]);
        assert!(cloud("china").is_none());
    }

    #[test]
    fn commercial_tokens_are_asked_for_another_name_than_the_host_called() {
        let commercial = cloud("commercial").unwrap();
        assert_eq!(
            commercial.api_base.as_str(),
            "https://api.security.microsoft.com/"
        );
        assert_eq!(commercial.audience, "https://api.securitycenter.microsoft.com");
        assert!(commercial.audience_stated && !cloud("dod").unwrap().audience_stated);
        assert!(
            !commercial
                .accepted_audiences
                .contains(&"https://api.security.microsoft.com".to_owned())
        );
    }

    #[test]
    fn app_registrations_are_made_where_the_cloud_signs_in() {
        let portal = |id| cloud(id).unwrap().registration_portal.host_str().unwrap();
        assert_eq!(portal("commercial"), "entra.microsoft.com");
        assert_eq!(portal("gcc"), "entra.microsoft.com");
        assert_eq!(portal("gcchigh"), "portal.azure.us");
        assert_eq!(portal("dod"), "portal.azure.us");
    }

    #[test]
    fn accepted_audiences_begin_with_the_one_to_ask_for_and_have_no_final_slash() {
        for cloud in clouds() {
            assert_eq!(cloud.accepted_audiences[0], cloud.audience);
            assert!(
                cloud
                    .accepted_audiences
                    .iter()
                    .all(|audience| !audience.ends_with('/'))
            );
        }
    }

    #[test]
    fn regional_servers_are_hosts_of_the_api_named_by_their_letters() {
        let ids: Vec<&str> = regional_servers()
            .iter()
            .map(|server| server.id.as_str())
            .collect();
        assert_eq!(ids, ["us", "eu", "uk", "au", "swa", "ina", "aea"]);
        for server in regional_servers() {
            assert_eq!(server.host, format!("{}.api.security.microsoft.com", server.id));
            assert!(is_api_host(&server.host), "{}", server.host);
        }
    }

    #[test]
    fn hosts_of_the_api_are_told_from_look_alikes() {
        for host in [
            "api.security.microsoft.com",
            "eu.api.security.microsoft.com",
            "api-gov.securitycenter.microsoft.us",
        ] {
            assert!(is_api_host(host), "{host}");
        }
        for host in [
            "security.microsoft.com",
            "evilsecurity.microsoft.com.example",
            "xsecuritycenter.microsoft.com",
            "127.0.0.1",
        ] {
            assert!(!is_api_host(host), "{host}");
        }
    }
}
