//! What a profile points at: sign-in authority, API base and audience.

use crate::network::{Route, tls};
use crate::probe::{self, Prober, ProberError, Way};
use crate::settings::{Endpoints, Profile};
use crate::{Clock, OpenError, Workbench, errors, locked};
use contract::{CloudDto, CloudId, CommandError, RegionDto};
use defender::cloud::{Cloud, RegionalServer, regional_servers};
use rustls::pki_types::CertificateDer;
use std::sync::Arc;
use url::Url;

/// The HTTP clients, which differ in their time-outs: a token is there in seconds, a page of alerts may take minutes.
#[derive(Clone)]
pub(crate) struct Clients {
    pub(crate) sign_in: reqwest::Client,
    pub(crate) api: reqwest::Client,
    prober: Arc<Prober>,
}

impl Clients {
    /// For services on other machines, on the way that the network settings name.
    pub(crate) fn far(route: &Route, clock: &Clock) -> Result<Self, OpenError> {
        Ok(Self {
            sign_in: entra::http_client(
                route.builder()?,
                entra::TimeOuts {
                    connect: route.connect,
                    // A token is small: it is there sooner than a page of rows, or not at all.
                    whole: route.answer / 2,
                },
            )?,
            api: defender::http_client(
                api_builder(route.untrusting_builder()?, &route.roots)?,
                defender::TimeOuts {
                    connect: route.connect,
                    silence: route.answer,
                },
            )?,
            prober: prober(Way::Far(route), clock)?,
        })
    }

    /// Without a proxy.
    pub(crate) fn loopback(clock: &Clock) -> Result<Self, OpenError> {
        Ok(Self {
            sign_in: entra::loopback_http_client()?,
            api: defender::http_client(
                api_builder(reqwest::Client::builder().no_proxy(), &[])?,
                defender::TimeOuts::default(),
            )?,
            prober: prober(Way::Loopback, clock)?,
        })
    }

    /// Looks at the way that the clients take.
    pub(crate) fn prober(&self) -> &Prober {
        &self.prober
    }
}

/// The beginnings of a client for calls: it trusts what the others do, and its handshakes are timed.
fn api_builder(
    way: reqwest::ClientBuilder,
    roots: &[CertificateDer<'static>],
) -> Result<reqwest::ClientBuilder, OpenError> {
    let tls = tls::trust(roots).and_then(tls::config);
    let tls = tls.map_err(|error| OpenError::Trust(error.to_string()))?;
    Ok(way.tls_backend_preconfigured(defender::timed_handshakes(tls)))
}

fn prober(way: Way<'_>, clock: &Clock) -> Result<Arc<Prober>, OpenError> {
    match Prober::new(way, Arc::clone(clock), probe::stopwatch()) {
        Ok(prober) => Ok(Arc::new(prober)),
        Err(ProberError::Http(error)) => Err(OpenError::Http(error)),
        Err(ProberError::Trust(error)) => Err(OpenError::Trust(error.to_string())),
    }
}

/// Everything a sign-in or a call needs to know about its far side.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) clients: Clients,
    pub(crate) app: entra::App,
    pub(crate) api_base: Url,
    /// Audiences that the token check accepts, the one that is asked for first.
    pub(crate) audiences: Vec<String>,
}

/// Where tokens come from, where they go, and what they are asked for.
struct Addresses {
    login: Url,
    api_base: Url,
    audience: String,
}

impl Workbench {
    /// Resolves a profile; starts the sandbox tenant when the profile is its. The sandbox's address may change while it
    /// runs, so what is resolved for it is not kept beyond a change of its faults.
    pub(crate) async fn target(&self, profile: &Profile) -> Result<Target, CommandError> {
        self.ready_network().await;
        let far = match (documented(profile.cloud), &profile.endpoints) {
            (None, _) => {
                let tenant = self.running_sandbox().await?;
                Addresses {
                    login: tenant.base_url.clone(),
                    api_base: tenant.base_url,
                    audience: tenant.audience,
                }
            }
            (Some(_), Some(own)) => own_addresses(own)?,
            (Some(cloud), None) => Addresses {
                login: cloud.authority.clone(),
                api_base: regional_base(cloud, profile).unwrap_or_else(|| cloud.api_base.clone()),
                audience: cloud.audience.clone(),
            },
        };
        let clients = Clients {
            sign_in: self.clients_for(&far.login).sign_in,
            ..self.clients_for(&far.api_base)
        };
        let authority = entra::Authority::new(far.login, &profile.tenant).map_err(errors::authority)?;
        Ok(Target {
            clients,
            app: entra::App {
                authority,
                client_id: profile.client_id.clone(),
                audience: far.audience,
            },
            api_base: far.api_base,
            audiences: audiences(profile),
        })
    }

    /// Finds out how an address is reached, on the way that its clients take.
    pub(crate) fn prober(&self, address: &Url) -> Arc<Prober> {
        self.clients_for(address).prober
    }

    /// The clients that reach an address: no proxy could reach this machine for us.
    fn clients_for(&self, address: &Url) -> Clients {
        if registration::is_on_this_machine(address) {
            self.loopback_clients.clone()
        } else {
            locked(&self.clients).clone()
        }
    }
}

fn own_addresses(own: &Endpoints) -> Result<Addresses, CommandError> {
    let checked = registration::check_endpoints(&own.authority, &own.api_base, &own.audience);
    let checked = checked.map_err(errors::field)?;
    Ok(Addresses {
        login: checked.authority,
        api_base: checked.api_base,
        audience: checked.audience,
    })
}

/// The base URL of the regional server that a profile chose. A server that is not documented (any more) is passed over:
/// the cloud's own host answers the same calls.
fn regional_base(cloud: &Cloud, profile: &Profile) -> Option<Url> {
    let chosen = profile.region.as_deref()?;
    let server = regions(profile.cloud).iter().find(|server| server.id == chosen);
    let mut base = cloud.api_base.clone();
    base.set_host(Some(&server?.host)).ok()?;
    Some(base)
}

/// The documented regional servers of a cloud.
pub(crate) fn regions(id: CloudId) -> &'static [RegionalServer] {
    match id {
        CloudId::Commercial => regional_servers(),
        CloudId::Sandbox | CloudId::Gcc | CloudId::GccHigh | CloudId::Dod => &[],
    }
}

/// A regional server to choose; how near it is, nobody asked yet.
fn unmeasured(server: &RegionalServer) -> RegionDto {
    RegionDto {
        id: server.id.to_string(),
        host: server.host.to_string(),
        latency_milliseconds: None,
        error: None,
    }
}

/// The documented cloud behind a choice; none for the sandbox.
pub(crate) fn documented(id: CloudId) -> Option<&'static Cloud> {
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
                regions: regions(id).iter().map(unmeasured).collect(),
            })
        })
        .collect()
}

/// Audiences that the token check accepts for a profile, the one that is asked for first.
pub(crate) fn audiences(profile: &Profile) -> Vec<String> {
    match (documented(profile.cloud), &profile.endpoints) {
        (None, _) => vec![sandbox::AUDIENCE.to_owned()],
        (Some(cloud), None) => cloud.accepted_audiences.clone(),
        (Some(_), Some(own)) => own_audiences(&own.audience),
    }
}

/// What a token for this profile should be like, for these audiences.
pub(crate) fn expectation(profile: &Profile, audiences: Vec<String>) -> token::Expectation {
    token::Expectation {
        audiences,
        tenant_id: Some(profile.tenant.clone()),
        client_id: Some(profile.client_id.clone()),
        wanted: profile.wanted_permissions.clone(),
    }
}

/// An audience of the admin's own, and its documented equals where it is a documented one.
fn own_audiences(own: &str) -> Vec<String> {
    let own = own.trim_end_matches('/');
    let is_own = |audience: &String| audience.eq_ignore_ascii_case(own);
    let equals = defender::cloud::clouds()
        .iter()
        .find(|cloud| cloud.accepted_audiences.iter().any(is_own))
        .map(|cloud| cloud.accepted_audiences.as_slice())
        .unwrap_or_default();
    let others = equals.iter().filter(|audience| !is_own(audience)).cloned();
    std::iter::once(own.to_owned()).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox_tenant::sandbox_profile;

    fn profile(cloud: CloudId) -> Profile {
        Profile {
            cloud,
            ..sandbox_profile("1".to_owned())
        }
    }

    fn own(audience: &str) -> Option<Endpoints> {
        Some(Endpoints {
            authority: "https://login.example".to_owned(),
            api_base: "https://api.example/defender".to_owned(),
            audience: audience.to_owned(),
        })
    }

    #[test]
    fn a_region_changes_the_host_called_and_nothing_else() {
        let cloud = documented(CloudId::Commercial).unwrap();
        let mut eu = profile(CloudId::Commercial);
        eu.region = Some("eu".to_owned());
        assert_eq!(
            regional_base(cloud, &eu).unwrap().as_str(),
            "https://eu.api.security.microsoft.com/"
        );
        eu.region = Some("atlantis".to_owned());
        assert_eq!(regional_base(cloud, &eu), None);
        eu.region = None;
        assert_eq!(regional_base(cloud, &eu), None);
    }

    #[test]
    fn only_the_commercial_cloud_has_regions() {
        assert!(!regions(CloudId::Commercial).is_empty());
        for id in [CloudId::Sandbox, CloudId::Gcc, CloudId::GccHigh, CloudId::Dod] {
            assert!(regions(id).is_empty(), "{id:?}");
        }
    }

    #[test]
    fn an_audience_of_ones_own_is_the_only_one_unless_it_is_a_documented_one() {
        let mut private = profile(CloudId::Commercial);
        private.endpoints = own("api://contoso-defender/");
        assert_eq!(audiences(&private), ["api://contoso-defender"]);

        private.endpoints = own("https://api.securitycenter.windows.com/");
        let accepted = audiences(&private);
        assert_eq!(accepted[0], "https://api.securitycenter.windows.com");
        assert!(accepted.contains(&"https://api.securitycenter.microsoft.com".to_owned()));
        assert_eq!(
            accepted.len(),
            documented(CloudId::Commercial).unwrap().accepted_audiences.len()
        );
    }

    #[test]
    fn endpoints_that_were_changed_by_hand_are_checked_again() {
        let mut edited = own("https://api.example").unwrap();
        edited.api_base = "http://api.example".to_owned();
        let error = own_addresses(&edited).err().unwrap();
        assert_eq!(error.field.as_deref(), Some("endpoints.apiBase"));
    }
}
