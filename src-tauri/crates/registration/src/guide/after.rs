//! The steps after the registration: consent, the two IDs, trying it.
//!
//! Owns their texts.

use url::Url;

use super::{Guide, GuideContext, roles};
use crate::links::AppPage;
use crate::{StepId, WINDOWS_DEFENDER_ATP};

pub(super) fn consent(context: &GuideContext<'_>) -> Guide {
    Guide::new(
        StepId::Consent,
        "Grant consent",
        "Adding a permission only lists it. It reaches a token after an administrator has consented, and the consent covers \
         what was listed at that moment.",
    )
    .tell(
        "Open API permissions and choose Grant admin consent for your organisation, then Yes. Afterwards the column Status \
         says Granted for each permission.",
    )
    .tell("Do it again after every permission that is added. This is the step that is forgotten most.")
    .tell(
        "Then sign in again, or renew the token: one that is in hand keeps the permissions it was issued with. The table of \
         needed, registered, consented and in the token shows which of these is missing.",
    )
    .tell(
        "Grant it with the whole list in place. A tenant-wide consent replaces the earlier one, so that permissions which are \
         no longer listed lose theirs.",
    )
    .tell(
        "Without the role, send the link or the consent mail to somebody who has it. After Accept the browser goes on to \
         localhost and shows an error page, because no program waits there; the consent has been granted all the same.",
    )
    .tell(
        "Where people ask for consent through a request to the administrators, it is approved under Enterprise applications, \
         Admin consent requests.",
    )
    .copy(
        "Link to consent with",
        context.admin_consent().map(String::from).unwrap_or_default(),
    )
    .link(
        "API permissions of this registration",
        context.app_page(AppPage::ApiPermissions),
    )
    .link("Grant admin consent", context.admin_consent())
    .read_on(
        "Granting consent for a whole tenant",
        "entra/identity/enterprise-apps/grant-admin-consent",
    )
    .who(&[roles::CONSENT])
}

pub(super) fn ids(context: &GuideContext<'_>) -> Guide {
    Guide::new(
        StepId::Ids,
        "Application ID and tenant ID",
        "Two values connect this program with the registration. Both are GUIDs, both stand on one page, and other GUIDs stand \
         beside them.",
    )
    .tell("Open the registration's Overview. Essentials, at the top, lists both, with a button to copy each.")
    .tell("Application (client) ID is the application's. It goes into the field Application (client) ID of the profile.")
    .tell(
        "Directory (tenant) ID is the tenant's. It goes into the field Tenant; a verified domain of the tenant does as well.",
    )
    .tell(
        "Not the Object ID, which stands between the two. It names the registration as an object of the directory, and a \
         sign-in with it fails as an unknown application (AADSTS700016). The enterprise application has another Object ID, \
         which is no use either.",
    )
    .tell(
        "Not a value or an ID from Certificates & secrets. This program needs no secret; one that was made or copied for it \
         should be deleted.",
    )
    .tell(format!(
        "Not the ID of the API ({WINDOWS_DEFENDER_ATP}), which is the same in every tenant, and not a subscription's ID."
    ))
    .copy("Application (client) ID", context.client_id)
    .copy("Directory (tenant) ID, or domain", context.tenant)
    .link(
        "Overview of this registration",
        context.app_page(AppPage::Overview),
    )
}

pub(super) fn try_it(context: &GuideContext<'_>) -> Guide {
    let defender = (!context.is_sandbox)
        .then(|| Url::parse(context.defender_portal).ok())
        .flatten()
        .filter(|url| url.scheme() == "https");
    Guide::new(
        StepId::TryIt,
        "Try it",
        "A sign-in, the token it brings and a first call answer what no page of the portal can: whether everything fits \
         together.",
    )
    .tell("Sign in with the account that will be used, then choose Check everything.")
    .note(
        "If the browser shows an error page and this program waits in vain: copy the page's text and paste it under Evidence. \
         Errors about the ID, the tenant or the redirect URI are shown there and nowhere else.",
    )
    .tell(
        "The token must be meant for Defender for Endpoint, come from your tenant, belong to your application, and list the \
         wanted permissions in scp.",
    )
    .note(
        "If the token is right and the API refuses with 403, the account's role in Defender or its device groups are missing. \
         If it answers, but with nothing, it is the device groups. An answer of 401 that speaks of a licence is about the \
         tenant.",
    )
    .note(
        "If the sign-in fails because the account is not assigned (AADSTS50105): open the application under Enterprise \
         applications, Users and groups, and add the account.",
    )
    .note(
        "If a policy refuses the sign-in: the sign-in log in the portal names the policy, under Conditional Access. Old \
         tenants also have classic policies, such as [Windows Defender ATP] Device policy.",
    )
    .link("Defender portal", defender)
    .who(&roles::IN_DEFENDER)
    .who(&[roles::ASSIGN])
}
