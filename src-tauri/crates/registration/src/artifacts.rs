//! Generated texts: what an admin can paste, run or send instead of clicking through the portal.
//!
//! Owns five kinds of text for exactly the chosen permissions, account types and context. Refuses to run anything, and to
//! know whether the registration exists: the scripts find out when they run.
//!
//! Invariants:
//! - Only the chosen permissions of `WindowsDefenderATP` are asked for. What a registration lists or was granted before
//!   stays; no text here takes anything away.
//! - No text holds or makes a secret.
//! - A value of the request cannot become code, markup or another field: see the crate `literal`.
//!
//! Sources: <https://learn.microsoft.com/graph/api/application-post-applications>,
//! <https://learn.microsoft.com/graph/api/oauth2permissiongrant-post>,
//! <https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments>.

mod graph;
mod mail;
mod purposes;
mod scripts;

use std::collections::BTreeSet;

use crate::account_types::AccountTypes;

/// The kinds of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArtifactKind {
    /// `requiredResourceAccess` of the manifest, as JSON.
    RequiredResourceAccess,
    /// Requests to Microsoft Graph, in order.
    GraphRequest,
    /// A bash script for the Azure CLI.
    AzureCli,
    /// A script for PowerShell and the Microsoft Graph module.
    PowerShell,
    /// A mail to whoever may consent.
    ConsentMail,
}

impl ArtifactKind {
    /// All.
    pub const ALL: [Self; 5] = [
        Self::RequiredResourceAccess,
        Self::GraphRequest,
        Self::AzureCli,
        Self::PowerShell,
        Self::ConsentMail,
    ];
}

/// Which kind of permission the application gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Delegated permissions: it acts for a signed-in person.
    Delegated,
    /// Application permissions: it acts for itself.
    Application,
}

/// What a text is made for.
#[derive(Clone, Copy, Debug)]
pub struct ArtifactRequest<'a> {
    /// Which kind of permission.
    pub context: Context,
    /// The registration's name.
    pub app_name: &'a str,
    /// The supported account types.
    pub account_types: AccountTypes,
    /// Device code or the documentation's password sample will be used.
    pub needs_public_flows: bool,
    /// Names of the permissions, with the display names that the portal shows. Names are those of the context: `Alert.Read`
    /// delegated, `Alert.Read.All` for an application.
    pub permissions: &'a [(&'a str, &'a str)],
    /// Tenant GUID or verified domain; may be empty.
    pub tenant: &'a str,
    /// Application (client) ID of a registration to use; `None` finds it by name or makes it.
    pub client_id: Option<&'a str>,
    /// Base URL of the sign-in service, without a tenant.
    pub login_authority: &'a str,
    /// Base URL of Microsoft Graph, without a version, e.g. `https://graph.microsoft.com`.
    pub graph_base: &'a str,
    /// The cloud is GCC High or `DoD`.
    pub us_government: bool,
}

impl<'a> ArtifactRequest<'a> {
    /// Each permission once, in the order given.
    fn each(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut seen = BTreeSet::new();
        self.permissions
            .iter()
            .copied()
            .filter(move |(name, _)| seen.insert(*name))
    }

    /// Their names.
    fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.each().map(|(name, _)| name)
    }

    fn graph(&self) -> &'a str {
        self.graph_base.trim_end_matches('/')
    }
}

/// A generated text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// A fitting file name.
    pub file_name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// The text.
    pub text: String,
    /// What it does and what it needs, a few sentences.
    pub about: String,
}

/// Makes a text.
#[must_use]
pub fn make(kind: ArtifactKind, request: &ArtifactRequest<'_>) -> Artifact {
    match kind {
        ArtifactKind::RequiredResourceAccess => Artifact {
            file_name: "required-resource-access.json",
            media_type: "application/json",
            text: graph::required_resource_access(request),
            about: graph::about_required_resource_access(request),
        },
        ArtifactKind::GraphRequest => Artifact {
            file_name: "graph-requests.http",
            media_type: "text/plain",
            text: graph::requests(request),
            about: graph::about_requests(request),
        },
        ArtifactKind::AzureCli => Artifact {
            file_name: "register-application.sh",
            media_type: "application/x-sh",
            text: scripts::azure_cli(request),
            about: format!(
                "A bash script for Azure Cloud Shell, Linux, macOS or WSL, with the Azure CLI signed in. {}",
                about_scripts(request.context)
            ),
        },
        ArtifactKind::PowerShell => Artifact {
            file_name: "register-application.ps1",
            media_type: "text/plain",
            text: scripts::power_shell(request),
            about: format!(
                "A script for PowerShell 7 or Windows PowerShell 5.1 with the module Microsoft.Graph.Authentication. {}",
                about_scripts(request.context)
            ),
        },
        ArtifactKind::ConsentMail => Artifact {
            file_name: "consent-request.txt",
            media_type: "text/plain",
            text: mail::consent(request),
            about: mail::about(request),
        },
    }
}

fn about_scripts(context: Context) -> &'static str {
    match context {
        Context::Delegated => {
            "It finds or makes the registration, lists the permissions, and consents for the tenant. It needs the role Cloud \
             Application Administrator or Application Administrator. Running it again changes nothing, and what the \
             registration has, it keeps."
        }
        Context::Application => {
            "It finds or makes the registration, lists the permissions, and assigns them. It needs the role Cloud Application \
             Administrator or Application Administrator. Running it again changes nothing. It makes no secret; its last lines \
             say how to add a certificate or a workload identity. This program signs in as a person and does not use such an \
             application."
        }
    }
}

#[cfg(test)]
mod tests;
