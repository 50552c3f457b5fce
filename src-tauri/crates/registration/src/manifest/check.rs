//! The rules on an app manifest.

use chrono::{DateTime, Utc};

use super::text::{counted, listed};
use super::{Audience, Credential, CredentialKind, Manifest, apis, redirects};
use crate::{AccountTypes, Check, Source, StepId, guid, unwrapped};

/// What the profile and the admin's answers ask of the registration.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Application (client) ID of the profile; may be empty.
    pub client_id: &'a str,
    /// Delegated permissions that are wanted, by name.
    pub wanted: &'a [String],
    /// The account types that were chosen.
    pub account_types: AccountTypes,
    /// Whether device code or the documentation's password sample will be used.
    pub needs_public_flows: bool,
}

/// Every rule on the manifest, in the order of the steps; `now` decides which credentials have expired.
///
/// A manifest of another application than the profile's yields that one check alone: whatever else is in it says nothing
/// about the profile's registration. The rules about single permissions are left out while the API itself is missing or
/// has no delegated permission, since that is the cause of both.
#[must_use]
pub fn check(manifest: &Manifest, expected: &Expected<'_>, now: DateTime<Utc>) -> Vec<Check> {
    let (ids, same_application) = client_id(manifest, expected.client_id);
    if !same_application {
        return vec![ids];
    }
    let mut checks = vec![account_types(manifest, expected.account_types)];
    checks.extend(redirects::check(manifest.redirects.as_deref()));
    checks.extend(
        manifest
            .credentials
            .as_deref()
            .map(|credentials| unneeded(credentials, now)),
    );
    checks.push(public_flows(
        manifest.public_client_flows,
        expected.needs_public_flows,
    ));
    checks.extend(apis::check(manifest, expected.wanted));
    checks.push(ids);
    checks
}

/// What a check is about.
pub(super) struct Subject {
    pub(super) step: StepId,
    pub(super) id: &'static str,
    pub(super) title: &'static str,
}

impl Subject {
    pub(super) fn ok(&self, seen: impl Into<String>) -> Check {
        Check::ok(self.step, self.id, self.title, Source::Manifest, seen)
    }

    pub(super) fn wrong(&self, seen: impl Into<String>, fix: impl Into<String>) -> Check {
        Check::wrong(self.step, self.id, self.title, Source::Manifest, seen, fix)
    }

    pub(super) fn cannot_tell(&self, seen: impl Into<String>, fix: impl Into<String>) -> Check {
        Check::cannot_tell(self.step, self.id, self.title, Source::Manifest, seen, fix)
    }

    /// Breaks nothing, and something can be bettered.
    pub(super) fn remark(&self, seen: impl Into<String>, fix: impl Into<String>) -> Check {
        Check {
            fix: Some(fix.into()),
            ..self.ok(seen).remarked()
        }
    }

    /// The manifest leaves `key` out.
    pub(super) fn left_out(&self, key: &str) -> Check {
        self.cannot_tell(
            format!("The manifest does not say: it has no `{key}`."),
            "Take the whole manifest: in the portal App registrations, your application, Manifest, Download.",
        )
    }
}

/// The check, and whether the manifest is of the profile's application.
fn client_id(manifest: &Manifest, client_id: &str) -> (Check, bool) {
    const SUBJECT: Subject = Subject {
        step: StepId::Ids,
        id: "manifest-client-id",
        title: "Application (client) ID",
    };
    let app_id = &manifest.app_id;
    let entered = unwrapped(client_id);
    if entered.is_empty() {
        return (
            SUBJECT.cannot_tell(
                format!("The manifest has the Application (client) ID {app_id}; the profile has none yet."),
                format!("Enter {app_id} in the profile as Application (client) ID."),
            ),
            true,
        );
    }
    // Whatever is no GUID may be a secret, and is not repeated.
    let Some(entered) = guid(entered) else {
        return (
            SUBJECT.wrong(
                "The profile's Application (client) ID is not a GUID.",
                format!("Enter {app_id} in the profile as Application (client) ID."),
            ),
            true,
        );
    };
    if entered == *app_id {
        return (
            SUBJECT.ok(format!(
                "The profile has the manifest's Application (client) ID, {app_id}."
            )),
            true,
        );
    }
    if manifest.object_id.as_ref() == Some(&entered) {
        return (
            SUBJECT.wrong(
                format!("The profile has the Object ID, {entered}, in place of the Application (client) ID."),
                format!(
                    "Enter {app_id} in the profile. On the Overview page both are shown; the Object ID only names the \
                     registration in the directory, and nobody can sign in with it (AADSTS700016)."
                ),
            ),
            true,
        );
    }
    let name = manifest
        .name
        .as_ref()
        .map_or_else(String::new, |name| format!(" ({name})"));
    (
        SUBJECT.wrong(
            format!("The manifest is of the application {app_id}{name}, the profile of {entered}."),
            format!(
                "If this is the application to sign in with, enter {app_id} in the profile. Otherwise take the manifest of \
                 {entered}; nothing else in this one was judged."
            ),
        ),
        false,
    )
}

fn account_types(manifest: &Manifest, chosen: AccountTypes) -> Check {
    const SUBJECT: Subject = Subject {
        step: StepId::Register,
        id: "manifest-account-types",
        title: "Supported account types",
    };
    let found = match &manifest.audience {
        None => return SUBJECT.left_out("signInAudience"),
        Some(Audience::Other(value)) => {
            return SUBJECT.cannot_tell(
                format!("`signInAudience` is `{value}`, which is not documented."),
                set_to(AccountTypes::OneOrganisation),
            );
        }
        Some(Audience::Known(found)) => *found,
    };
    let seen = format!("{}. {}", worded(found), found.consequence());
    if !found.lets_organisations_in() {
        return SUBJECT.wrong(seen, set_to(chosen_or_usual(chosen)));
    }
    if found == chosen {
        return SUBJECT.ok(seen);
    }
    if found == AccountTypes::OneOrganisation && chosen.lets_organisations_in() {
        return SUBJECT.cannot_tell(
            format!(
                "{}, while {} is chosen here. People of other tenants are refused; in the tenant in which the application is \
                 registered, sign-in works.",
                worded(found),
                quoted(chosen)
            ),
            format!(
                "If you sign in to no other tenant, choose {} here. Otherwise: {}",
                quoted(found),
                set_to(chosen)
            ),
        );
    }
    // What is left is wider than chosen, unless the choice has personal accounts in it.
    let personal_chosen = matches!(
        chosen,
        AccountTypes::PersonalOnly | AccountTypes::AnyOrganisationAndPersonal
    );
    SUBJECT.remark(
        format!("{seen} Chosen here is {}.", quoted(chosen)),
        if personal_chosen {
            format!(
                "Choose {} here: a personal Microsoft account cannot use Defender for Endpoint.",
                quoted(found)
            )
        } else {
            format!("If nothing else uses this registration: {}", set_to(chosen))
        },
    )
}

/// What to change a registration to that lets nobody of an organisation in.
fn chosen_or_usual(chosen: AccountTypes) -> AccountTypes {
    if chosen.lets_organisations_in() {
        chosen
    } else {
        AccountTypes::OneOrganisation
    }
}

fn quoted(choice: AccountTypes) -> String {
    format!("“{}”", choice.portal_wording())
}

fn worded(choice: AccountTypes) -> String {
    format!(
        "The registration is for {} (formerly “{}”; `signInAudience` is `{}`)",
        quoted(choice),
        choice.older_portal_wording(),
        choice.sign_in_audience()
    )
}

fn set_to(choice: AccountTypes) -> String {
    format!(
        "In the app registration open Manifest, set `signInAudience` to `{}` and save; the portal calls this {}.",
        choice.sign_in_audience(),
        quoted(choice)
    )
}

/// Secrets and certificates, of which this program uses none.
fn unneeded(credentials: &[Credential], now: DateTime<Utc>) -> Check {
    const SUBJECT: Subject = Subject {
        step: StepId::Register,
        id: "manifest-credentials",
        title: "Secrets and certificates",
    };
    if credentials.is_empty() {
        return SUBJECT.ok("The application has neither secret nor certificate, and needs none.");
    }
    let described: Vec<String> = credentials.iter().map(|one| described(one, now)).collect();
    SUBJECT.remark(
        format!(
            "The application has {}, which this program does not use: {}.",
            counted(credentials.len(), "secret or certificate", "secrets or certificates"),
            listed(&described)
        ),
        "If nothing else uses this registration, delete them under Certificates & secrets: a desktop app cannot keep a secret, \
         and who finds one can sign in as the application.",
    )
}

fn described(credential: &Credential, now: DateTime<Utc>) -> String {
    let kind = match credential.kind {
        CredentialKind::Secret => "secret",
        CredentialKind::Certificate => "certificate",
    };
    let name = credential
        .name
        .as_ref()
        .map_or_else(|| "without a name".to_owned(), |name| format!("“{name}”"));
    let end = match credential.ends {
        None => "end date not given".to_owned(),
        Some(end) if end <= now => format!("expired on {}", end.format("%Y-%m-%d")),
        Some(end) => format!("valid until {}", end.format("%Y-%m-%d")),
    };
    format!("{kind} {name} ({end})")
}

fn public_flows(on: Option<bool>, needed: bool) -> Check {
    const SUBJECT: Subject = Subject {
        step: StepId::PublicClient,
        id: "manifest-public-flows",
        title: "Allow public client flows",
    };
    match (on, needed) {
        (Some(true), true) => SUBJECT.ok("The switch is on, as device code and the password sample need it."),
        (Some(true), false) => SUBJECT.ok("The switch is on, though nothing here needs it."),
        (Some(false), false) => SUBJECT.ok("The switch is off, and not needed: sign-in with the browser works without it."),
        (None, false) => SUBJECT.ok("The manifest does not say, but sign-in with the browser does not need the switch."),
        (Some(false), true) => SUBJECT.wrong(
            "The switch is off. Device code and the password sample then end with AADSTS7000218, device code only after the \
             code was entered.",
            "In the app registration open Authentication, tab Settings (in the older portal: Advanced settings at the foot of \
             the page), set Allow public client flows to Yes and save.",
        ),
        (None, true) => SUBJECT.left_out("isFallbackPublicClient"),
    }
}
