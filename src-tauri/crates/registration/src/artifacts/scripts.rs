//! The scripts for the Azure CLI and for PowerShell.
//!
//! Owns how a script is put together: what it is for, the values, and then text that is the same in every script. The
//! requests are those of Microsoft Graph, in the order of
//! <https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent>. Both scripts look the ids of the
//! permissions up when they run, by name, in the tenant's own copy of the API.
//!
//! Invariant: a value of the request stands in one assignment at the top, quoted, and nowhere else.
//!
//! The Azure CLI's own `az ad app create` and `az ad app permission add` are not used: the first finds an application by
//! the beginning of an unquoted name and overwrites it, the second lists a permission twice when it runs twice.

use super::{ArtifactRequest, Context};
use crate::{REDIRECT_URI, WINDOWS_DEFENDER_ATP};

const BASH_START: &str = include_str!("azure_cli/start.sh");
const BASH_DELEGATED: &str = include_str!("azure_cli/delegated.sh");
const BASH_APPLICATION: &str = include_str!("azure_cli/application.sh");
const POWER_SHELL_START: &str = include_str!("power_shell/start.ps1");
const POWER_SHELL_DELEGATED: &str = include_str!("power_shell/delegated.ps1");
const POWER_SHELL_APPLICATION: &str = include_str!("power_shell/application.ps1");

/// What both scripts say about themselves.
fn heading(context: Context) -> &'static str {
    match context {
        Context::Delegated => {
            "\
# Registers an application for Microsoft Defender for Endpoint in user context (delegated permissions):
#   the service principal of WindowsDefenderATP, the registration with http://localhost under Mobile and desktop
#   applications, the permissions, the application's own service principal, and consent for the tenant.
# Running it again changes nothing. What is there already stays: other APIs, other redirect URIs, earlier consent.
# Needed role: Cloud Application Administrator or Application Administrator. It makes no secret.
"
        }
        Context::Application => {
            "\
# Registers an application for Microsoft Defender for Endpoint in application context (application permissions):
#   the service principal of WindowsDefenderATP, the registration, the permissions, the application's own service
#   principal, and the assignment of the permissions, which is the consent to them.
# Running it again changes nothing. What is there already stays: other APIs, earlier assignments, credentials.
# Needed role: Cloud Application Administrator or Application Administrator. It makes no secret: see its last lines.
"
        }
    }
}

/// The script for bash and the Azure CLI.
pub(super) fn azure_cli(request: &ArtifactRequest<'_>) -> String {
    let mut script = format!(
        "#!/usr/bin/env bash\n{}# Runs in Azure Cloud Shell, on Linux, on macOS and in WSL, with the Azure CLI (az) signed in.\n\
         set -euo pipefail\n\n",
        heading(request.context)
    );
    let cloud = if request.us_government {
        "AzureUSGovernment"
    } else {
        "AzureCloud"
    };
    let mut assign = |name: &str, value: &str| {
        script.push_str(&format!("{name}={value}\n"));
    };
    assign("app_name", &literal::bash(request.app_name));
    assign(
        "sign_in_audience",
        &literal::bash(request.account_types.sign_in_audience()),
    );
    assign("permissions", &literal::bash_array(request.names()));
    if request.context == Context::Delegated {
        assign(
            "public_client_flows",
            if request.needs_public_flows {
                "true"
            } else {
                "false"
            },
        );
        assign("redirect_uri", &literal::bash(REDIRECT_URI));
    }
    assign("tenant", &literal::bash(request.tenant));
    assign("client_id", &literal::bash(request.client_id.unwrap_or_default()));
    assign("cloud", &literal::bash(cloud));
    assign("graph", &literal::bash(request.graph()));
    assign("api", &literal::bash(WINDOWS_DEFENDER_ATP));
    script.push_str(&unix(BASH_START));
    script.push_str(&unix(match request.context {
        Context::Delegated => BASH_DELEGATED,
        Context::Application => BASH_APPLICATION,
    }));
    script
}

/// The script for PowerShell and the Microsoft Graph module.
pub(super) fn power_shell(request: &ArtifactRequest<'_>) -> String {
    let mut script = String::from(
        "#Requires -Version 5.1\n\
         #Requires -Modules @{ ModuleName = 'Microsoft.Graph.Authentication'; ModuleVersion = '2.0.0' }\n",
    );
    script.push_str(heading(request.context));
    script.push_str(
        "# Runs in PowerShell 7 and in Windows PowerShell 5.1. Once before: Install-Module Microsoft.Graph.Authentication\n\n",
    );
    let mut scopes = vec!["Application.ReadWrite.All"];
    scopes.push(match request.context {
        Context::Delegated => "DelegatedPermissionGrant.ReadWrite.All",
        Context::Application => "AppRoleAssignment.ReadWrite.All",
    });
    let mut assign = |name: &str, value: &str| {
        script.push_str(&format!("${name} = {value}\n"));
    };
    assign("appName", &literal::power_shell(request.app_name));
    assign(
        "signInAudience",
        &literal::power_shell(request.account_types.sign_in_audience()),
    );
    assign("permissions", &literal::power_shell_array(request.names()));
    if request.context == Context::Delegated {
        assign(
            "publicClientFlows",
            if request.needs_public_flows {
                "$true"
            } else {
                "$false"
            },
        );
        assign("redirectUri", &literal::power_shell(REDIRECT_URI));
    }
    assign("tenant", &literal::power_shell(request.tenant));
    assign(
        "clientId",
        &literal::power_shell(request.client_id.unwrap_or_default()),
    );
    assign("environment", &literal::power_shell(environment(request)));
    assign("graph", &literal::power_shell(request.graph()));
    assign("scopes", &literal::power_shell_array(scopes));
    assign("api", &literal::power_shell(WINDOWS_DEFENDER_ATP));
    script.push_str(&unix(POWER_SHELL_START));
    script.push_str(&unix(match request.context {
        Context::Delegated => POWER_SHELL_DELEGATED,
        Context::Application => POWER_SHELL_APPLICATION,
    }));
    script
}

/// The cloud's name for `Connect-MgGraph`.
/// <https://learn.microsoft.com/powershell/microsoftgraph/authentication-commands>
fn environment(request: &ArtifactRequest<'_>) -> &'static str {
    if !request.us_government {
        "Global"
    } else if request.graph().contains("//dod-graph.") {
        "USGovDoD"
    } else {
        "USGov"
    }
}

/// A checkout on Windows may have given the templates its own line ends, which bash does not understand. Values keep theirs.
fn unix(template: &str) -> String {
    template.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_of_a_checkout_on_windows_get_the_line_ends_that_bash_understands() {
        assert_eq!(unix("one\r\ntwo\n"), "one\ntwo\n");
    }
}
