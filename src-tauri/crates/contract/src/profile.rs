//! Profiles: which tenant, which app registration, which permissions are wanted.

use crate::wire;

wire! {
    /// A saved connection.
    pub struct ProfileDto {
        /// Stable id, a GUID made by this program.
        pub id: String,
        /// Shown in lists; chosen by the admin.
        pub name: String,
        /// Where it signs in and calls.
        pub cloud: CloudId,
        /// Tenant GUID or verified domain.
        pub tenant: String,
        /// Application (client) ID of the app registration.
        pub client_id: String,
        /// Delegated permissions the admin wants, e.g. `Alert.Read`.
        pub wanted_permissions: Vec<String>,
        /// Tells it from others at a glance.
        pub colour: ProfileColour,
        /// The regional server that is called; `null` for the cloud's own host.
        pub region: Option<String>,
        /// Endpoints of the admin's own instead of the cloud's.
        pub endpoints: Option<EndpointsDto>,
        /// The documentation's password sample may be used.
        pub allow_password_sample: bool,
    }

    /// Endpoints that replace the cloud's: for a proxy, a private cloud or a test server.
    pub struct EndpointsDto {
        /// Base URL of the sign-in service, without the tenant.
        pub authority: String,
        /// Base URL of the API, without `/api`.
        pub api_base: String,
        /// The resource that tokens are asked for.
        pub audience: String,
    }

    /// The profile form, sent to be checked and saved.
    pub struct SaveProfileRequest {
        /// `null` makes a new profile.
        pub id: Option<String>,
        /// 1 to 80 characters.
        pub name: String,
        /// Which cloud.
        pub cloud: CloudId,
        /// Tenant GUID or verified domain.
        pub tenant: String,
        /// Application (client) ID.
        pub client_id: String,
        /// Delegated permissions.
        pub wanted_permissions: Vec<String>,
        /// Tells it from others at a glance.
        pub colour: ProfileColour,
        /// The regional server that is called; commercial only.
        pub region: Option<String>,
        /// Endpoints instead of the cloud's.
        pub endpoints: Option<EndpointsDto>,
        /// The documentation's password sample may be used.
        pub allow_password_sample: bool,
    }

    /// Writes profiles to a file, without any secret.
    pub struct ExportProfilesRequest {
        /// Which; empty for all.
        pub profile_ids: Vec<String>,
    }

    /// Reads profiles from an exported file.
    pub struct ImportProfilesRequest {
        /// The file's text, at most 1 MiB.
        pub text: String,
    }

    /// What an import did.
    pub struct ImportedDto {
        /// The frame's state.
        pub state: crate::AppStateDto,
        /// Names of the profiles that were added.
        pub added: Vec<String>,
        /// Profiles that were left out, and why.
        pub left_out: Vec<String>,
    }

    /// Names a profile.
    pub struct ProfileRequest {
        /// The profile's id.
        pub profile_id: String,
    }

    /// A cloud that can be chosen.
    pub struct CloudDto {
        /// Which.
        pub id: CloudId,
        /// As Microsoft calls it.
        pub name: String,
        /// Base URL of the sign-in service.
        pub authority: String,
        /// Base URL of the API.
        pub api_base: String,
        /// The resource that tokens are asked for; not the same as the host.
        pub audience: String,
        /// Where the app registration is made.
        pub portal: String,
        /// Regional servers to choose from; not measured.
        pub regions: Vec<crate::RegionDto>,
    }

    /// A delegated permission of WindowsDefenderATP.
    pub struct PermissionDto {
        /// As it appears in `scp`, e.g. `Alert.Read`.
        pub value: String,
        /// As the portal and the consent page call it.
        pub display_name: String,
        /// The operations it opens.
        pub operations: Vec<OperationRefDto>,
    }

    /// An operation of the API, named.
    pub struct OperationRefDto {
        /// Stable id, e.g. `listAlerts`.
        pub id: String,
        /// E.g. `List alerts`.
        pub title: String,
        /// HTTP method.
        pub method: String,
        /// Path with placeholders.
        pub path: String,
        /// What it does to the tenant.
        pub effect: OperationEffect,
    }
}

/// The clouds that document the Defender for Endpoint API, and the tenant inside this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum CloudId {
    /// The look-alike on loopback.
    Sandbox,
    /// Worldwide.
    Commercial,
    /// Government Community Cloud.
    Gcc,
    /// Government Community Cloud High.
    GccHigh,
    /// US Department of Defense.
    Dod,
}

/// What an operation does to the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum OperationEffect {
    /// Reads only.
    Read,
    /// Changes data in the service.
    Write,
    /// Acts on a device.
    Act,
}

/// A profile's colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ProfileColour {
    /// No colour.
    #[default]
    None,
    /// Blue.
    Blue,
    /// Green.
    Green,
    /// Yellow.
    Yellow,
    /// Orange.
    Orange,
    /// Red.
    Red,
    /// Purple.
    Purple,
    /// Teal.
    Teal,
}
