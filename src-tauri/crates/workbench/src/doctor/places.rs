//! Where a profile's cloud keeps its portals and services, for texts and scripts.

use crate::settings::Profile;
use crate::target;
use contract::CloudId;

/// Addresses without a slash at the end.
pub(super) struct Places {
    pub(super) registration_portal: String,
    pub(super) defender_portal: String,
    pub(super) login_authority: String,
    pub(super) graph_base: &'static str,
}

/// The addresses of a profile's cloud. The sandbox tenant has no portal of its own: its texts teach the worldwide one.
pub(super) fn of(profile: &Profile) -> Places {
    let cloud = match profile.cloud {
        CloudId::Sandbox => target::documented(CloudId::Commercial),
        other => target::documented(other),
    };
    let plain = |address: &str| address.trim_end_matches('/').to_owned();
    Places {
        registration_portal: cloud
            .map_or_else(String::new, |cloud| plain(cloud.registration_portal.as_str())),
        defender_portal: cloud.map_or_else(String::new, |cloud| plain(cloud.portal.as_str())),
        login_authority: match &profile.endpoints {
            Some(endpoints) => plain(&endpoints.authority),
            None => cloud.map_or_else(String::new, |cloud| plain(cloud.authority.as_str())),
        },
        // https://learn.microsoft.com/graph/deployments
        graph_base: match profile.cloud {
            CloudId::Sandbox | CloudId::Commercial | CloudId::Gcc => "https://graph.microsoft.com",
            CloudId::GccHigh => "https://graph.microsoft.us",
            CloudId::Dod => "https://dod-graph.microsoft.us",
        },
    }
}
