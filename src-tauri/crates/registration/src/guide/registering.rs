//! The steps in the app registration: registering, public client flows, the API, the permissions.
//!
//! Owns their texts.

use super::{Guide, GuideContext, roles};
use crate::links::{self, AppPage};
use crate::{REDIRECT_URI, StepId, WINDOWS_DEFENDER_ATP};

/// What to type to find the API.
const API_NAME: &str = "WindowsDefenderATP";

pub(super) fn register(context: &GuideContext<'_>) -> Guide {
    let mut guide = Guide::new(
        StepId::Register,
        "Register",
        "The registration tells Microsoft Entra which program may ask for tokens, who may sign in to it, and where the answer \
         to a sign-in may go.",
    )
    .tell(format!(
        "In {} open App registrations and choose New registration.",
        context.portal()
    ));
    if context.is_us_government {
        guide = guide.tell(
            "Use this portal, not that of the commercial cloud: an application is registered in each cloud anew.",
        );
    }
    guide
        .tell("Name: anything that people will recognise when they sign in. It can be changed later and decides nothing.")
        .tell(format!(
            "Supported account types: {}. {}",
            context.account_types.portal_wording(),
            context.account_types.consequence()
        ))
        .tell("Leave Redirect URI empty here, choose Register, and add it on the next page.")
        .tell_both(
            "Open Authentication, the tab Redirect URI configuration, choose Add Redirect URI, and then the tile Mobile and \
             desktop applications.",
            "Authentication, Platform configurations, Add a platform, Mobile and desktop applications.",
        )
        .tell(format!(
            "Enter {REDIRECT_URI} as custom redirect URI, without a port and without a path, and choose Configure. Leave the \
             suggested ones unticked."
        ))
        .note(
            "Why no port: Microsoft Entra ignores the port of a localhost address when it compares. Two entries that differ \
             only in the port make it arbitrary which platform counts.",
        )
        .note(
            "Why not Web: Microsoft Entra then takes the program for a server and demands a client secret (AADSTS7000218), \
             which a program on many computers cannot keep.",
        )
        .note(
            "Why not Single-page application: the answer could only be redeemed by a script in a web page (AADSTS9002327), and \
             a session would end after 24 hours.",
        )
        .note(
            "Why not http://127.0.0.1: the portal's box refuses it, so that it could only be entered in the manifest, and it \
             is another address than the one this program sends (AADSTS50011).",
        )
        .note(
            "Why not an address of its own kind, such as myapp://auth: any program on the computer can claim it, and Microsoft \
             Entra therefore asks once more at every sign-in.",
        )
        .copy("Name", context.app_name)
        .copy("Redirect URI", REDIRECT_URI)
        .link(
            "New registration",
            context.portal_page(links::new_registration),
        )
        .link("App registrations", context.portal_page(links::registrations))
        .link(
            "Authentication of this registration",
            context.app_page(AppPage::Authentication),
        )
        .read_on(
            "Rules for redirect URIs",
            "entra/identity-platform/reply-url#localhost-exceptions",
        )
        .who(&[roles::REGISTER, roles::CHANGE])
}

pub(super) fn public_client(context: &GuideContext<'_>) -> Guide {
    let (lead, switch, older) = if context.needs_public_flows {
        (
            "You mean to use device code or the documentation's password sample, so this switch must be on.",
            "Set Allow public client flows to Enabled, and save.",
            "Authentication, at the bottom Advanced settings: Allow public client flows, Yes. Save.",
        )
    } else {
        (
            "Signing in with the browser does not need this switch. It can stay off.",
            "Leave Allow public client flows off.",
            "Authentication, at the bottom Advanced settings: Allow public client flows, No.",
        )
    };
    Guide::new(StepId::PublicClient, "Public client flows", lead)
        .tell_both(
            format!("Open Authentication, the tab Settings. {switch}"),
            older,
        )
        .note(
            "Why the browser does without: a sign-in in the browser names its redirect URI, and that one stands under Mobile \
             and desktop applications. From this Microsoft Entra knows that no secret is to be expected.",
        )
        .note(
            "Why device code and the password sample do not: they name no redirect URI, so this switch decides. With the \
             switch off Microsoft Entra still hands out a device code, and fails only after the code was entered \
             (AADSTS7000218).",
        )
        .tell(
            "Device code is for computers without a browser. Many tenants block it by policy, because people can be talked \
             into entering somebody else's code.",
        )
        .link(
            "Authentication of this registration",
            context.app_page(AppPage::Authentication),
        )
        .who(&[roles::CHANGE])
}

pub(super) fn api(context: &GuideContext<'_>) -> Guide {
    Guide::new(
        StepId::Api,
        "API permissions",
        "The permissions of Defender for Endpoint belong to an API with an old name. It stays hidden until its name is typed, \
         and two others look as if they were it.",
    )
    .tell("Open API permissions, choose Add a permission, and then the tab APIs my organization uses.")
    .tell(format!(
        "Type {API_NAME} and choose it. It is not in the list before you type."
    ))
    .tell(
        "Choose Delegated permissions. Application permissions are for programs without a signed-in person; they never reach \
         a person's token.",
    )
    .tell(
        "Not Microsoft Threat Protection: that is the Defender XDR API, with alike names for its permissions. Not Microsoft \
         Graph either. Tokens for them are refused here.",
    )
    .note(format!(
        "If {API_NAME} does not appear: the tenant has no service principal for it yet. Create it with one of the commands \
         below, wait a minute, and search again."
    ))
    .note(
        "If the command is refused for another reason than your role, or the API later says that the tenant is not active: \
         the tenant has no licence for Defender for Endpoint, or has never used it. Ask whoever buys licences, and open the \
         Defender portal once; the first activation can take half a day.",
    )
    .copy("Name of the API", API_NAME)
    .copy("Application ID of the API", WINDOWS_DEFENDER_ATP)
    .copy(
        "Create its service principal with the Azure CLI",
        format!("az ad sp create --id {WINDOWS_DEFENDER_ATP}"),
    )
    .copy(
        "Create its service principal with PowerShell",
        format!("New-MgServicePrincipal -AppId {WINDOWS_DEFENDER_ATP}"),
    )
    .link(
        "API permissions of this registration",
        context.app_page(AppPage::ApiPermissions),
    )
    .who(&[roles::CHANGE, roles::CREATE_SERVICE_PRINCIPAL])
}

pub(super) fn permissions(context: &GuideContext<'_>) -> Guide {
    let lead = if context.wanted.is_empty() {
        "Choose what you want to do; the permissions follow from it. None is chosen yet."
    } else {
        "These are the least delegated permissions for what you chose to do."
    };
    let mut guide = Guide::new(StepId::Permissions, "Which permissions?", lead)
        .tell("In the picker choose operations or a preset. It adds up the least permissions, and the rights in Defender.")
        .tell(
            "In the portal, under WindowsDefenderATP and Delegated permissions, tick each name below and choose Add \
             permissions. The box above the list filters by name.",
        )
        .tell(
            "A name that is missing under Delegated permissions is an application permission. Most of those end in .All, but \
             File.Read.All, Ip.Read.All, Url.Read.All and User.Read.All are delegated ones, too.",
        )
        .tell(
            "User.Read.All exists in Microsoft Graph as well. The one that counts here stands under WindowsDefenderATP.",
        )
        .tell(
            "Six documented operations have no delegated permission and cannot be called for a person; the picker marks them.",
        )
        .tell("Keep what is listed already, such as User.Read of Microsoft Graph. It does no harm.");
    for (name, display) in context.wanted {
        let label = if display.is_empty() { name } else { display };
        guide = guide.copy(*label, *name);
    }
    guide
        .link(
            "API permissions of this registration",
            context.app_page(AppPage::ApiPermissions),
        )
        .who(&[roles::CHANGE])
}
