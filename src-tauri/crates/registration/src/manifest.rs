//! The app manifest: what an app registration says of itself.
//!
//! Owns reading the JSON that the portal, Microsoft Graph and the command-line tools give out, in both of its forms, and
//! the rules that can be checked on it without asking anybody. Consent it cannot know: a manifest lists what is asked
//! for, never what was granted.
//!
//! Sources: the forms are documented in "Understand the app manifest (Microsoft Graph format)"
//! (<https://learn.microsoft.com/entra/identity-platform/reference-microsoft-graph-app-manifest>) and "(Azure AD Graph
//! format)" (<https://learn.microsoft.com/entra/identity-platform/reference-app-manifest>).
//!
//! Invariants:
//! - The value of a secret is never kept, nor the hint with its first letters: only a name and an end date.
//! - What a manifest leaves out is told apart from what it denies. A rule about something left out cannot tell.
//! - Whatever the manifest says is text. Where it is repeated, it is shortened and free of control characters.

mod apis;
mod check;
mod error;
mod fields;
mod read;
mod redirects;
mod text;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

pub use check::{Expected, check};
pub use error::{Fault, ManifestError};
pub use read::{LARGEST, read};

use crate::{AccountTypes, WINDOWS_DEFENDER_ATP, scopes};

/// An app registration, as its manifest shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The form it was written in.
    pub form: Form,
    /// The application's name.
    pub name: Option<String>,
    /// Application (client) ID, lower case.
    pub app_id: String,
    /// Object ID, lower case: names the registration in the directory, and is of no use for signing in.
    pub object_id: Option<String>,
    /// Who may sign in. `None`: the manifest does not say.
    pub audience: Option<Audience>,
    /// The redirect URIs with their platforms. `None`: the manifest does not say.
    pub redirects: Option<Vec<Redirect>>,
    /// *Allow public client flows*; off where the manifest has `null`. `None`: the manifest does not say.
    pub public_client_flows: Option<bool>,
    /// The APIs and the permissions asked for. `None`: the manifest does not say.
    pub required: Option<Vec<RequiredApi>>,
    /// Secrets and certificates. `None`: the manifest does not say.
    pub credentials: Option<Vec<Credential>>,
    /// Version of the access tokens that this application wants to *receive*. Shown, not judged: in a token for Defender
    /// the version is Defender's choice.
    pub access_token_version: Option<i64>,
    /// Application ID URIs. Shown, not judged.
    pub identifier_uris: Vec<String>,
}

/// The two forms of a manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The application as Microsoft Graph shows it; the portal's form since 2025.
    Graph,
    /// The older form of Azure AD Graph.
    AzureAd,
}

/// Who may sign in, as the manifest words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// One of the documented choices.
    Known(AccountTypes),
    /// Something else, shortened.
    Other(String),
}

/// A redirect URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Where it is registered.
    pub platform: Platform,
    /// As registered.
    pub uri: String,
}

/// The platform of a redirect URI. It decides whether Microsoft Entra expects a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Platform {
    /// *Mobile and desktop applications*; `InstalledClient` in the older form.
    PublicClient,
    /// *Web*.
    Web,
    /// *Single-page application*.
    Spa,
    /// A type that is not documented.
    Other,
}

impl Platform {
    /// As the portal calls it.
    #[must_use]
    pub fn portal_wording(self) -> &'static str {
        match self {
            Self::PublicClient => "Mobile and desktop applications",
            Self::Web => "Web",
            Self::Spa => "Single-page application",
            Self::Other => "an unknown platform",
        }
    }
}

/// An API of which permissions are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredApi {
    /// Application id of the API, lower case.
    pub api: String,
    /// The permissions, in the manifest's order.
    pub permissions: Vec<RequiredPermission>,
}

/// A permission that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredPermission {
    /// Its id, lower case.
    pub id: String,
    /// Which kind.
    pub kind: PermissionKind,
}

/// The kinds of permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PermissionKind {
    /// `Scope`: on behalf of the signed-in person.
    Delegated,
    /// `Role`: for the application itself, without a person.
    Application,
    /// A type that is not documented.
    Other,
}

/// A secret or certificate of the application, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Which of the two.
    pub kind: CredentialKind,
    /// Its description. `None` also where that looks like a secret itself.
    pub name: Option<String>,
    /// When it ends.
    pub ends: Option<DateTime<Utc>>,
}

/// The kinds of credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CredentialKind {
    /// A client secret.
    Secret,
    /// A certificate or another key.
    Certificate,
}

/// Whether a manifest lists a permission of `WindowsDefenderATP`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Registered {
    /// As a delegated permission, by itself or through the one that covers it (`Alert.ReadWrite` covers `Alert.Read`).
    Delegated,
    /// Not as a delegated one; the API is there with application permissions alone.
    ApplicationOnly,
    /// Not.
    No,
    /// The manifest leaves its permissions out, or lists ids that cannot be named and may be this one.
    CannotTell,
}

/// Whether `manifest` lists `permission` of `WindowsDefenderATP`, by its delegated name.
///
/// An application permission's id is not known by name, so the manifest never tells *which* application permission was
/// added. [`Registered::ApplicationOnly`] therefore speaks of the API as a whole: no delegated permission at all, and at
/// least one application permission. As soon as one delegated permission is there, a missing one is plainly
/// [`Registered::No`]: that an application permission beside it is its counterpart would be a guess. The one application
/// permission whose id is known, because it shares it with the delegated one, is the exception.
#[must_use]
pub fn registration_of(manifest: &Manifest, permission: &str) -> Registered {
    let Some(required) = &manifest.required else {
        return Registered::CannotTell;
    };
    let Some(api) = required.iter().find(|api| api.api == WINDOWS_DEFENDER_ATP) else {
        return Registered::No;
    };
    let known = scopes::by_name(permission).filter(|scope| scope.api == WINDOWS_DEFENDER_ATP);
    if api.delegated().any(|listed| {
        scope_of(&api.api, listed).is_some_and(|scope| {
            scope.name.eq_ignore_ascii_case(permission) || covers(&scope.name, permission)
        })
    }) {
        return Registered::Delegated;
    }
    // An id from one source may be wrong, and a permission may be younger than the list.
    let certain = known.is_some_and(|scope| scope.sources > 1);
    if !certain && api.delegated().any(|listed| scope_of(&api.api, listed).is_none()) {
        return Registered::CannotTell;
    }
    let as_role =
        known.is_some_and(|scope| scope.also_role && api.application().any(|listed| listed.id == scope.id));
    if as_role || (api.delegated().next().is_none() && api.application().next().is_some()) {
        Registered::ApplicationOnly
    } else {
        Registered::No
    }
}

impl RequiredApi {
    fn delegated(&self) -> impl Iterator<Item = &RequiredPermission> {
        self.of_kind(PermissionKind::Delegated)
    }

    fn application(&self) -> impl Iterator<Item = &RequiredPermission> {
        self.of_kind(PermissionKind::Application)
    }

    fn of_kind(&self, kind: PermissionKind) -> impl Iterator<Item = &RequiredPermission> {
        self.permissions.iter().filter(move |listed| listed.kind == kind)
    }
}

/// The delegated permission behind an id, where the id is known and belongs to that API.
fn scope_of(api: &str, listed: &RequiredPermission) -> Option<&'static scopes::Scope> {
    scopes::by_id(&listed.id).filter(|scope| scope.api == api)
}

/// Whether holding `wide` opens what `narrow` opens. The API's pages list both wherever the narrower one is enough.
fn covers(wide: &str, narrow: &str) -> bool {
    let (wide, narrow) = (wide.to_ascii_lowercase(), narrow.to_ascii_lowercase());
    wide.strip_suffix("write")
        .is_some_and(|read| read.ends_with(".read") && read == narrow)
}
