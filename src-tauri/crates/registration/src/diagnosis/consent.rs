//! Each permission on its way: needed, registered, consented, in the token.

use crate::evidence::{Area, Evidence, SignInFacts};
use crate::manifest::{self, Manifest, PermissionKind, Registered};
use crate::{WINDOWS_DEFENDER_ATP, scopes};

/// A cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Not known.
    Unknown,
}

/// One permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRow {
    /// Its name.
    pub permission: String,
    /// The profile wants it.
    pub needed: Mark,
    /// The registration lists it as delegated.
    pub registered: Mark,
    /// Somebody consented.
    pub consented: Mark,
    /// The token carries it.
    pub in_token: Mark,
    /// What follows.
    pub remark: Option<String>,
}

/// The wanted permissions in their order, then what else the registration or the token has.
pub(super) fn rows(evidence: &Evidence) -> Vec<ConsentRow> {
    let mut names: Vec<String> = evidence.profile.wanted.clone();
    let mut add = |name: &str| {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name.to_owned());
        }
    };
    let manifest = evidence.manifest.as_ref().map(|(manifest, _)| manifest);
    if let Some(manifest) = manifest {
        registered_names(manifest).for_each(&mut add);
    }
    if let Some(token) = &evidence.token {
        token.scopes.iter().for_each(|name| add(name));
    }
    names
        .into_iter()
        .map(|name| row(evidence, manifest, name))
        .collect()
}

fn row(evidence: &Evidence, manifest: Option<&Manifest>, permission: String) -> ConsentRow {
    let has = |names: &[String]| names.iter().any(|name| name.eq_ignore_ascii_case(&permission));
    let needed = yes_no(has(&evidence.profile.wanted));
    let registration = manifest.map(|manifest| manifest::registration_of(manifest, &permission));
    let registered = match registration {
        None | Some(Registered::CannotTell) => Mark::Unknown,
        Some(registration) => yes_no(registration == Registered::Delegated),
    };
    let in_token = evidence
        .token
        .as_ref()
        .map_or(Mark::Unknown, |token| yes_no(has(&token.scopes)));
    let consented = match &evidence.token {
        Some(_) if in_token == Mark::Yes => Mark::Yes,
        // `.default` returns everything that was consented to, so a fresh token without it settles it.
        Some(token) if token.fresh => Mark::No,
        _ if refused_for_consent(evidence) => Mark::No,
        _ => Mark::Unknown,
    };
    let gained = evidence.token.as_ref().is_some_and(|token| has(&token.gained));
    let covered = evidence.token.as_ref().is_some_and(|token| !has(&token.missing));
    let remark = remark(needed, registration, consented, in_token, gained, covered);
    ConsentRow {
        permission,
        needed,
        registered,
        consented,
        in_token,
        remark: remark.map(str::to_owned),
    }
}

fn remark(
    needed: Mark,
    registration: Option<Registered>,
    consented: Mark,
    in_token: Mark,
    gained: bool,
    covered: bool,
) -> Option<&'static str> {
    if in_token == Mark::Yes {
        return match (needed, gained) {
            (_, true) => Some("The token you held was older than the consent; it was renewed."),
            (Mark::No, false) => Some("Not needed for what you chose."),
            _ => None,
        };
    }
    if needed != Mark::Yes {
        return Some("Registered, but not needed for what you chose.");
    }
    match (registration, consented, in_token) {
        (_, _, Mark::No) if covered => Some("Covered by a permission to write."),
        (Some(Registered::ApplicationOnly), ..) => {
            Some("Registered as an application permission. Add the delegated one, then grant consent.")
        }
        (Some(Registered::No), ..) => Some("Add it under API permissions, then grant consent."),
        (Some(Registered::Delegated), Mark::No, _) => Some("Grant admin consent, then renew the token."),
        (None | Some(Registered::CannotTell), Mark::No, _) => {
            Some("Not registered, or not consented to. The manifest tells which.")
        }
        (_, _, Mark::No) => Some("The token may be older than the consent. Check everything renews it."),
        _ => None,
    }
}

/// Names of the delegated permissions of the API that the registration lists, where their ids are known.
fn registered_names(manifest: &Manifest) -> impl Iterator<Item = &'static str> {
    let required = manifest.required.iter().flatten();
    required
        .filter(|api| api.api == WINDOWS_DEFENDER_ATP)
        .flat_map(|api| &api.permissions)
        .filter(|listed| listed.kind == PermissionKind::Delegated)
        .filter_map(|listed| scopes::by_id(&listed.id))
        .filter(|scope| scope.api == WINDOWS_DEFENDER_ATP)
        .map(|scope| scope.name.as_str())
}

fn yes_no(yes: bool) -> Mark {
    if yes { Mark::Yes } else { Mark::No }
}

fn refused_for_consent(evidence: &Evidence) -> bool {
    let refusal = match evidence.sign_in.as_ref().map(|(facts, _)| facts) {
        Some(SignInFacts::Refused(refusal) | SignInFacts::RenewalRefused(refusal)) => Some(refusal),
        _ => evidence.error_page.as_ref(),
    };
    refusal.is_some_and(|refusal| refusal.areas.first() == Some(&Area::Consent))
}
