//! What a profile points at: sign-in authority, API base and audience.

use crate::settings::Profile;
use crate::{Workbench, errors};
use contract::{CloudDto, CloudId, CommandError};
use url::Url;

/// The HTTP clients, which differ in their time-outs: a token is there in seconds, a page of alerts may take minutes.
#[derive(Clone)]
pub(crate) struct Clients {
    pub(crate) sign_in: reqwest::Client,
    pub(crate) api: reqwest::Client,
}

/// Everything a sign-in or a call needs to know about its far side.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) clients: Clients,
    pub(crate) app: entra::App,
    pub(crate) api_base: Url,
    /// Audiences that the token check accepts.
    pub(crate) audiences: Vec<String>,
}

impl Workbench {
    /// Resolves a profile; starts the sandbox tenant when the profile is its.
    pub(crate) async fn target(&self, profile: &Profile) -> Result<Target, CommandError> {
        let (clients, login, api_base, audience, audiences) = match documented(profile.cloud) {
            Some(cloud) => (
                &self.clients,
                cloud.authority.clone(),
                cloud.api_base.clone(),
                cloud.audience.clone(),
                cloud.accepted_audiences.clone(),
            ),
            None => {
                let tenant = self.running_sandbox().await?;
                let audience = tenant.audience;
                let base = tenant.base_url;
                (
                    &self.loopback_clients,
                    base.clone(),
                    base,
                    audience.clone(),
                    vec![audience],
                )
            }
        };
        let authority = entra::Authority::new(login, &profile.tenant).map_err(errors::authority)?;
        let app = entra::App {
            authority,
            client_id: profile.client_id.clone(),
            audience,
        };
        Ok(Target {
            clients: clients.clone(),
            app,
            api_base,
            audiences,
        })
    }
}

/// The documented cloud behind a choice; none for the sandbox.
fn documented(id: CloudId) -> Option<&'static defender::cloud::Cloud> {
    let id = match id {
        CloudId::Sandbox => return None,
        CloudId::Commercial => "commercial",
        CloudId::Gcc => "gcc",
        CloudId::GccHigh => "gcchigh",
        CloudId::Dod => "dod",
    };
    defender::cloud::cloud(id)
}

/// The clouds to choose from, the documented ones first.
pub(crate) fn clouds() -> Vec<CloudDto> {
    [CloudId::Commercial, CloudId::Gcc, CloudId::GccHigh, CloudId::Dod]
        .into_iter()
        .filter_map(|id| {
            let cloud = documented(id)?;
            Some(CloudDto {
                id,
                name: cloud.name.to_string(),
                authority: cloud.authority.to_string(),
                api_base: cloud.api_base.to_string(),
                audience: cloud.audience.to_string(),
                portal: cloud.registration_portal.to_string(),
            })
        })
        .collect()
}

/// Audiences that the token check accepts for a cloud whose session is not at hand.
pub(crate) fn audiences(id: CloudId) -> Vec<String> {
    match documented(id) {
        Some(cloud) => cloud.accepted_audiences.clone(),
        None => vec![sandbox::AUDIENCE.to_owned()],
    }
}
