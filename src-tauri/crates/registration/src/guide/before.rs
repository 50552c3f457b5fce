//! The steps before anything is registered: this computer, the context, the cloud, the roles.
//!
//! Owns their texts.

use super::adviser::{Access, QUESTIONS};
use super::{Guide, GuideContext, host, roles};
use crate::{StepId, check_tenant, guid};

/// How far a clock may be off before tokens are refused for their times, in minutes.
const CLOCK_TOLERANCE: u8 = 5;

pub(super) fn connection(context: &GuideContext<'_>) -> Guide {
    let guide = Guide::new(
        StepId::Connection,
        "This computer",
        "Nothing can be told about the registration before this computer reaches the sign-in service and the API.",
    )
    .tell(
        "Names: the hosts of the sign-in service and of the API must resolve. Where they do not, ask whoever runs name \
         resolution or the VPN.",
    )
    .tell(
        "Proxy: this program uses the system's proxy settings. A proxy that asks for a password, or shows a page of its own, \
         must let both hosts through.",
    )
    .tell(
        "TLS inspection: a device that opens encrypted traffic presents a certificate of its own. This program trusts what \
         the operating system trusts; have the inspecting authority's certificate installed there, or the two hosts exempted.",
    )
    .tell(format!(
        "Clock: it may be off by {CLOCK_TOLERANCE} minutes at most. Beyond that a new token looks not yet valid or expired. \
         Turn on automatic time."
    ));
    if context.is_sandbox {
        return guide;
    }
    guide.copy(
        "Host of the sign-in service",
        host(context.login_authority).unwrap_or_default(),
    )
}

pub(super) fn access() -> Guide {
    let mut guide = Guide::new(
        StepId::Access,
        "Which access?",
        "An application calls the API either for a signed-in person or for itself. The registration, the permissions and \
         what a call may do differ, so decide this first.",
    );
    for access in Access::ALL {
        guide = guide.tell(format!("{}: {}", access.title(), access.explanation()));
    }
    for question in QUESTIONS {
        guide = guide.tell(format!("{} {}", question.text, question.help));
    }
    guide = guide.tell(
        "This program signs in as a person. For application context it makes the script that registers the application, and \
         points to Microsoft's page.",
    );
    for access in Access::ALL {
        guide.links.push(access.pointer());
    }
    guide
}

pub(super) fn cloud(context: &GuideContext<'_>) -> Guide {
    let mut guide = Guide::new(
        StepId::Cloud,
        "Plan and cloud",
        "Every cloud has its own sign-in address, its own portal and its own API host. A tenant of one cloud is unknown in \
         another.",
    )
    .tell(
        "Plan: Defender for Endpoint Plan 2 has all operations, Plan 1 fewer. Defender for Business has no advanced hunting. \
         Without a licence that is in use, the API refuses every call.",
    )
    .tell(
        "Cloud: Commercial for most tenants. GCC signs in at the commercial address but has an API host of its own. GCC High \
         and DoD have a sign-in address and a portal of their own.",
    )
    .tell(
        "Tenant: its Directory (tenant) ID, or one of its verified domains. The sign-in service tells without a sign-in whether \
         it knows the tenant and which cloud the tenant is in; Check everything compares that with your choice.",
    )
    .tell(
        "Server: the API's general host always works. The regional servers are optional, for the commercial cloud only, and \
         only quicker. What tokens are asked for stays the same, whichever server is called.",
    );
    if context.is_us_government {
        guide = guide.tell(
            "US Government: register the application in this cloud's own portal. A registration in the commercial cloud is \
             not known here, not even under the same tenant name.",
        );
    }
    let tenant = context.tenant;
    // Only a tenant that is one is worth copying.
    if check_tenant(tenant, "").is_ok() {
        let label = match guid(tenant) {
            Some(_) => "Directory (tenant) ID",
            None => "Tenant",
        };
        guide = guide.copy(label, tenant);
    }
    guide
        .read_on(
            "Sign-in addresses and portals of the national clouds",
            "entra/identity-platform/authentication-national-cloud",
        )
        .read_on("Defender for Endpoint for US Government", "defender-endpoint/gov")
}

pub(super) fn roles(context: &GuideContext<'_>) -> Guide {
    Guide::new(
        StepId::Roles,
        "Who may do this",
        "The set-up needs directory roles, once. Using it needs rights in Defender, for each person that signs in. Global \
         Administrator is needed for neither.",
    )
    .tell(
        "Ask the administrators of Microsoft Entra ID for the registration and the consent. The consent mail below says what \
         to grant and why, with the link to do it.",
    )
    .tell(
        "Ask the administrators of Microsoft Defender for the signed-in account's role and device groups. A directory role \
         that only manages applications gives no right there.",
    )
    .tell_both(
        format!(
            "Rights in Defender are given in the Defender portal{}: Permissions, Microsoft Defender XDR, Roles. This is unified \
             role-based access control, the only kind that new customers have since February 2025.",
            in_brackets(context.defender_portal)
        ),
        "Settings, Endpoints, Permissions, Roles: the older roles of Defender for Endpoint. When these are turned on, accounts \
         that had their access from Security Reader lose it until a role is assigned to them.",
    )
    .tell(
        "Device groups: an account sees only devices of groups it has access to. Without any, answers are empty or the call \
         is refused, although permission and role are right.",
    )
    .who(&roles::SET_UP)
    .who(&roles::IN_DEFENDER)
    .read_on(
        "Least role for each task in Microsoft Entra ID",
        "entra/identity/role-based-access-control/delegate-by-task",
    )
    .read_on(
        "Rights of the older roles in the words of unified role-based access control",
        "defender-xdr/compare-rbac-roles",
    )
}

fn in_brackets(portal: &str) -> String {
    host(portal).map(|host| format!(" ({host})")).unwrap_or_default()
}
