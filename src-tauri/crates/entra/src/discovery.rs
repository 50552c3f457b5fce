//! A tenant's public metadata: whether it exists, its ID, and the cloud it lives in.
//!
//! Owns the request for `openid-configuration` (OpenID Connect Discovery 1.0 §4) and what its answer says. Refuses to
//! know which cloud a profile names; whoever asks compares.
//!
//! Invariant: the addresses in the answer are looked at and never followed.
//! <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#find-your-apps-openid-configuration-document-uri>

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{ACCEPT, HeaderValue};
use serde_json::Value;
use url::Url;

use crate::answer::{self, ExchangeError, UnexpectedAnswer};
use crate::entra_error::one_line;
use crate::{Authority, EntraError, NetworkError};

/// What a tenant's metadata says. All texts come from the network: show them as text only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantMetadata {
    /// The GUID in the issuer; `None` for the addresses that serve any tenant.
    pub tenant_id: Option<String>,
    /// Who issues tokens, e.g. `https://login.microsoftonline.com/{GUID}/v2.0`.
    pub issuer: String,
    /// `tenant_region_scope`, e.g. `EU`, `NA`, `USGov`.
    pub region_scope: Option<String>,
    /// `tenant_region_sub_scope`, e.g. `GCC`.
    pub region_sub_scope: Option<String>,
    /// `cloud_instance_name`, e.g. `microsoftonline.com`.
    pub cloud_instance: Option<String>,
    /// `msgraph_host`, e.g. `graph.microsoft.com`.
    pub graph_host: Option<String>,
    /// Where sign-ins begin. Not used: the program builds its own addresses.
    pub authorization_endpoint: String,
    /// Where tokens are fetched. Not used.
    pub token_endpoint: String,
    /// Where device codes are fetched. Not used.
    pub device_authorization_endpoint: Option<String>,
    /// The service's time (HTTP `Date`, whole seconds) minus the local one, to about a second.
    pub clock_offset: Option<TimeDelta>,
}

/// Why there is no metadata.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// The service knows no such tenant, or does not serve it; see [`DiscoveryError::tenant_refusal`].
    #[error("the tenant's metadata was refused: {0}")]
    Refused(#[source] Box<EntraError>),
    /// The service was not reached.
    #[error("the tenant's metadata could not be fetched: {0}")]
    Network(#[source] NetworkError),
    /// Something other than metadata came.
    #[error("the tenant's metadata could not be fetched, which brought {0}")]
    Unexpected(#[source] UnexpectedAnswer),
}

/// What the service has against the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TenantRefusal {
    /// It is not in this cloud, or nowhere.
    NotFound,
    /// It is neither a GUID nor a domain name.
    Malformed,
    /// It lives in another national cloud.
    OtherCloud,
}

impl DiscoveryError {
    /// The service's own error, wherever it stood.
    #[must_use]
    pub fn entra(&self) -> Option<&EntraError> {
        match self {
            Self::Refused(error) | Self::Unexpected(UnexpectedAnswer::ErrorInSuccess { error, .. }) => {
                Some(error)
            }
            _ => None,
        }
    }

    /// What the service has against the tenant; `None` where the fault is another one.
    ///
    /// The number explains where there is one. `invalid_tenant` alone has been seen for tenants that do not exist.
    #[must_use]
    pub fn tenant_refusal(&self) -> Option<TenantRefusal> {
        let error = self.entra()?;
        match error.aadsts {
            Some(90_002) => Some(TenantRefusal::NotFound),
            Some(900_023) => Some(TenantRefusal::Malformed),
            Some(90_038 | 900_439) => Some(TenantRefusal::OtherCloud),
            _ => (error.error == "invalid_tenant").then_some(TenantRefusal::NotFound),
        }
    }

    /// Whether this cloud has no such tenant.
    #[must_use]
    pub fn is_tenant_not_found(&self) -> bool {
        self.tenant_refusal() == Some(TenantRefusal::NotFound)
    }
}

impl From<ExchangeError> for DiscoveryError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Network(error) => Self::Network(error),
            ExchangeError::Unexpected(what) => Self::Unexpected(what),
        }
    }
}

/// Fetches a tenant's metadata. `http` must follow no redirect; [`crate::http_client`] gives such a one.
///
/// # Errors
/// Where the tenant is refused, the service is not reached, or something else answers at its address.
pub async fn discover(
    http: &reqwest::Client,
    authority: &Authority,
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Result<TenantMetadata, DiscoveryError> {
    let mut request = reqwest::Request::new(reqwest::Method::GET, authority.metadata());
    request
        .headers_mut()
        .insert(ACCEPT, HeaderValue::from_static("application/json"));
    let sent = clock();
    let answer = answer::receive(http, request, clock).await?;
    let received = answer.received;
    let json = answer.json().map_err(DiscoveryError::Unexpected)?;
    let status = answer.status;
    match EntraError::from_json(&json).map(Box::new) {
        Some(error) if answer.is_success() => {
            Err(DiscoveryError::Unexpected(UnexpectedAnswer::ErrorInSuccess {
                status,
                error,
            }))
        }
        Some(error) => Err(DiscoveryError::Refused(error)),
        None if answer.is_success() => {
            // The service read its clock somewhere between the two readings of the local one.
            let halfway = sent + (received.local - sent) / 2;
            let offset = received.service.map(|service| service - halfway);
            metadata(&json, status, offset).map_err(DiscoveryError::Unexpected)
        }
        None => Err(DiscoveryError::Unexpected(UnexpectedAnswer::OtherJson { status })),
    }
}

fn metadata(
    json: &Value,
    status: u16,
    clock_offset: Option<TimeDelta>,
) -> Result<TenantMetadata, UnexpectedAnswer> {
    let given = |name: &str| {
        let text = one_line(json.get(name)?.as_str()?);
        (!text.is_empty()).then_some(text)
    };
    let needed = |name: &str| {
        given(name).ok_or_else(|| UnexpectedAnswer::Incomplete {
            field: name.to_owned(),
        })
    };
    // Without an issuer it is some other JSON; with one, it is metadata that lacks something.
    let issuer = given("issuer").ok_or(UnexpectedAnswer::OtherJson { status })?;
    Ok(TenantMetadata {
        tenant_id: tenant_id(&issuer),
        region_scope: given("tenant_region_scope"),
        region_sub_scope: given("tenant_region_sub_scope"),
        cloud_instance: given("cloud_instance_name"),
        graph_host: given("msgraph_host"),
        authorization_endpoint: needed("authorization_endpoint")?,
        token_endpoint: needed("token_endpoint")?,
        device_authorization_endpoint: given("device_authorization_endpoint"),
        clock_offset,
        issuer,
    })
}

/// The GUID among the issuer's path segments.
fn tenant_id(issuer: &str) -> Option<String> {
    let url = Url::parse(issuer).ok()?;
    url.path_segments()?
        .filter(|segment| segment.len() == 36)
        .find_map(|segment| uuid::Uuid::try_parse(segment).ok())
        .map(|id| id.hyphenated().to_string())
}

/// The cloud that metadata points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CloudHint {
    /// The global service.
    Commercial,
    /// US Government on the global sign-in service.
    Gcc,
    /// US Government with a sign-in service of its own.
    GccHigh,
    /// US Department of Defense.
    Dod,
    /// GCC High or the Department of Defense; the metadata does not say which.
    UsGovernment,
    /// Operated by 21Vianet; Microsoft documents no Defender for Endpoint API there.
    China,
}

/// The cloud a tenant lives in, as far as its metadata tells; `None` where it does not.
///
/// How certain it is: Microsoft documents that `tenant_region_scope` is `USGov` or `USG` for US Government tenants
/// (<https://learn.microsoft.com/entra/external-id/b2b-government-national-clouds>) and which hosts each national cloud has
/// (<https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud>). That `tenant_region_sub_scope` is
/// `GCC`, `DODCON` for GCC High, or `DOD` is what many public tools rely on; Microsoft's pages do not list the values. So
/// this is a hint to compare a choice with, not a reason to override it.
#[must_use]
pub fn recognised_cloud(metadata: &TenantMetadata) -> Option<CloudHint> {
    let small = |text: &Option<String>| text.as_deref().unwrap_or_default().to_ascii_lowercase();
    let instance = small(&metadata.cloud_instance);
    let graph = small(&metadata.graph_host);
    let scope = small(&metadata.region_scope);
    let sub_scope = small(&metadata.region_sub_scope);
    let is_in = |host: &str, domain: &str| {
        host.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if is_in(&instance, "partner.microsoftonline.cn") || is_in(&graph, "chinacloudapi.cn") {
        return Some(CloudHint::China);
    }
    match sub_scope.as_str() {
        "gcc" => return Some(CloudHint::Gcc),
        "dodcon" => return Some(CloudHint::GccHigh),
        "dod" => return Some(CloudHint::Dod),
        _ => {}
    }
    if graph == "dod-graph.microsoft.us" {
        return Some(CloudHint::Dod);
    }
    if is_in(&instance, "microsoftonline.us") || matches!(scope.as_str(), "usgov" | "usg") {
        return Some(CloudHint::UsGovernment);
    }
    // A sub-scope that nobody has described may be another special cloud.
    (is_in(&instance, "microsoftonline.com") && sub_scope.is_empty()).then_some(CloudHint::Commercial)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TENANT: &str = "11111111-1111-4111-8111-111111111111";

    fn cloud(scope: &str, sub_scope: &str, instance: &str, graph: &str) -> Option<CloudHint> {
        let json = json!({
            "issuer": format!("https://login.example/{TENANT}/v2.0"),
            "authorization_endpoint": "https://login.example/a",
            "token_endpoint": "https://login.example/t",
            "tenant_region_scope": scope,
            "tenant_region_sub_scope": sub_scope,
            "cloud_instance_name": instance,
            "msgraph_host": graph,
        });
        recognised_cloud(&metadata(&json, 200, None).unwrap())
    }

    #[test]
    fn clouds_are_recognised_by_sub_scope_instance_and_region() {
        const COM: &str = "microsoftonline.com";
        const US: &str = "microsoftonline.us";
        let graph = "graph.microsoft.com";
        for (scope, sub_scope, instance, graph, expected) in [
            ("EU", "", COM, graph, Some(CloudHint::Commercial)),
            ("NA", "GCC", COM, graph, Some(CloudHint::Gcc)),
            (
                "USGov",
                "DODCON",
                US,
                "graph.microsoft.us",
                Some(CloudHint::GccHigh),
            ),
            ("USGov", "DOD", US, "dod-graph.microsoft.us", Some(CloudHint::Dod)),
            ("USGov", "", US, "dod-graph.microsoft.us", Some(CloudHint::Dod)),
            (
                "USGov",
                "",
                US,
                "graph.microsoft.us",
                Some(CloudHint::UsGovernment),
            ),
            // Government tenants are known to the global service as well.
            ("USG", "", COM, graph, Some(CloudHint::UsGovernment)),
            (
                "AS",
                "",
                "partner.microsoftonline.cn",
                "microsoftgraph.chinacloudapi.cn",
                Some(CloudHint::China),
            ),
            (
                "AS",
                "",
                "",
                "microsoftgraph.chinacloudapi.cn",
                Some(CloudHint::China),
            ),
            ("NA", "NEW", COM, graph, None),
            ("EU", "", "sovcloud-identity.fr", "graph.svc.example", None),
            ("EU", "", "notmicrosoftonline.com", graph, None),
            ("", "", "", "", None),
        ] {
            assert_eq!(
                cloud(scope, sub_scope, instance, graph),
                expected,
                "{scope} {sub_scope} {instance}"
            );
        }
    }

    #[test]
    fn the_tenants_id_is_read_from_every_form_of_issuer() {
        for issuer in [
            format!("https://login.microsoftonline.com/{TENANT}/v2.0"),
            format!("https://sts.windows.net/{}/", TENANT.to_uppercase()),
            format!("http://127.0.0.1:4000/base/{TENANT}/v2.0"),
        ] {
            assert_eq!(tenant_id(&issuer).as_deref(), Some(TENANT), "{issuer}");
        }
        for issuer in [
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            "https://login.example",
            "x",
        ] {
            assert_eq!(tenant_id(issuer), None, "{issuer}");
        }
    }

    #[test]
    fn a_field_that_is_missing_is_named() {
        let mut json =
            json!({"issuer": "https://login.example/x", "token_endpoint": "https://login.example/t"});
        let missing = |field: &str| UnexpectedAnswer::Incomplete {
            field: field.to_owned(),
        };
        assert_eq!(metadata(&json, 200, None), Err(missing("authorization_endpoint")));
        json["authorization_endpoint"] = json!(" ");
        assert_eq!(metadata(&json, 200, None), Err(missing("authorization_endpoint")));
        json["authorization_endpoint"] = json!("https://login.example/a");
        assert!(metadata(&json, 200, None).is_ok());
        json["issuer"] = json!(7);
        assert_eq!(
            metadata(&json, 200, None),
            Err(UnexpectedAnswer::OtherJson { status: 200 })
        );
    }
}
