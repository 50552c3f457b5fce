//! What the window needs to draw its frame.

use crate::{CloudDto, PermissionDto, ProfileDto, SessionDto, wire};

wire! {
    /// Everything outside the four screens' own data. Asked for at start and after every change to it.
    pub struct AppStateDto {
        /// The program's version.
        pub version: String,
        /// The chosen appearance.
        pub theme: Theme,
        /// All profiles, in the order they were made.
        pub profiles: Vec<ProfileDto>,
        /// The profile in use.
        pub active_profile_id: Option<String>,
        /// The active profile's session, where signed in.
        pub session: Option<SessionDto>,
        /// A policy asks for more at the active profile's next sign-in, whether or not somebody is signed in.
        pub policy_challenge: bool,
        /// Every step of the active profile's checklist is as it should be.
        pub set_up: bool,
        /// Every session that is held, the active profile's among them.
        pub sessions: Vec<SessionDto>,
        /// Clouds to choose from.
        pub clouds: Vec<CloudDto>,
        /// Delegated permissions to choose from.
        pub permissions: Vec<PermissionDto>,
        /// The sandbox tenant, once it runs.
        pub sandbox: Option<SandboxDto>,
        /// Things the admin should know, oldest first.
        pub notices: Vec<NoticeDto>,
    }

    /// The state has changed without the window's doing; it asks for it anew.
    #[serde(tag = "event")]
    pub enum AppStateEvent {
        /// Something in it.
        Changed,
    }

    /// A standing message.
    pub struct NoticeDto {
        /// Which, so that it can be dismissed.
        pub id: NoticeId,
        /// One sentence.
        pub message: String,
        /// What it means or what to do.
        pub hint: String,
    }

    /// Takes a notice off the screen until it arises again.
    pub struct DismissNoticeRequest {
        /// Which.
        pub id: NoticeId,
    }

    /// The running sandbox tenant.
    pub struct SandboxDto {
        /// Its loopback address.
        pub base_url: String,
        /// Tenant GUID.
        pub tenant_id: String,
        /// Client ID of the registration it knows.
        pub client_id: String,
        /// How many alerts it holds.
        pub alerts: u32,
        /// How many devices it holds.
        pub devices: u32,
        /// Who can sign in.
        pub accounts: Vec<SandboxAccountDto>,
        /// What can be made to go wrong, grouped.
        pub faults: Vec<SandboxFaultDto>,
    }

    /// Something that the sandbox tenant can be made to do wrong.
    pub struct SandboxFaultDto {
        /// Stable id.
        pub id: String,
        /// What it belongs to, e.g. `Account`.
        pub group: String,
        /// A few words.
        pub title: String,
        /// What is injected.
        pub about: String,
        /// Whether it is switched on.
        pub on: bool,
    }

    /// Switches faults of the sandbox tenant.
    pub struct SetSandboxFaultsRequest {
        /// Ids of the faults that are on from now; all others are off.
        pub faults: Vec<String>,
    }

    /// An account of the sandbox tenant.
    pub struct SandboxAccountDto {
        /// Display name.
        pub name: String,
        /// User principal name.
        pub username: String,
        /// Its role, in words.
        pub role: String,
    }

    /// The chosen appearance.
    pub struct SetThemeRequest {
        /// Which.
        pub theme: Theme,
    }

    /// A text to put on the clipboard.
    pub struct CopyTextRequest {
        /// At most 1 MiB.
        pub text: String,
    }

    /// A page to open in the system browser.
    pub struct OpenLinkRequest {
        /// An `https:` address; anything else is refused.
        pub url: String,
    }
}

/// Which standing message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum NoticeId {
    /// Secrets are kept in memory only.
    MemoryOnly,
    /// The settings file could not be read and was set aside.
    SettingsSetAside,
    /// A sealed session could not be opened and was set aside.
    SessionSetAside,
    /// The last session could not be renewed at start.
    SessionEnded,
    /// A change could not be written to the log of changes.
    ChangeNotLogged,
}

/// Appearance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// Follow the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    HighContrast,
}
