//! The rules on APIs and permissions.

use super::check::Subject;
use super::text::{counted, listed};
use super::{Manifest, Registered, RequiredApi, registration_of, scope_of};
use crate::scopes::{self, GRAPH_USER_READ};
use crate::{Check, MICROSOFT_GRAPH, MICROSOFT_THREAT_PROTECTION, StepId, WINDOWS_DEFENDER_ATP};

const API: Subject = Subject {
    step: StepId::Api,
    id: "manifest-api",
    title: "The right API, with delegated permissions",
};

const APPLICATION: Subject = Subject {
    step: StepId::Api,
    id: "manifest-application-permissions",
    title: "Application permissions",
};

const USER_READ: Subject = Subject {
    step: StepId::Api,
    id: "manifest-user-read",
    title: "User.Read of Microsoft Graph",
};

const PERMISSIONS: Subject = Subject {
    step: StepId::Permissions,
    id: "manifest-permissions",
    title: "The wanted permissions",
};

const UNWANTED: Subject = Subject {
    step: StepId::Permissions,
    id: "manifest-permissions-unwanted",
    title: "Permissions that are not wanted",
};

const ADD: &str = "In the app registration open API permissions, Add a permission, APIs my organization uses, type \
                   WindowsDefenderATP (it is listed only once it is typed), choose Delegated permissions, tick what is wanted, \
                   and grant consent afterwards.";

/// The rules; `wanted` are names of delegated permissions.
pub(super) fn check(manifest: &Manifest, wanted: &[String]) -> Vec<Check> {
    let Some(required) = &manifest.required else {
        return vec![API.left_out("requiredResourceAccess")];
    };
    let defender = required.iter().find(|api| api.api == WINDOWS_DEFENDER_ATP);
    let mut checks = vec![match defender {
        Some(api) => delegated_api(api),
        None => other_api(required),
    }];
    let with_delegated = defender.filter(|api| api.delegated().next().is_some());
    if let Some(api) = with_delegated {
        checks.extend(application_beside(api));
    }
    checks.extend(user_read(required));
    if let Some(api) = with_delegated.filter(|_| !wanted.is_empty()) {
        checks.push(permissions(manifest, wanted));
        checks.extend(unwanted(api, wanted));
    }
    checks
}

/// `WindowsDefenderATP` is listed: how?
fn delegated_api(api: &RequiredApi) -> Check {
    let (delegated, application) = (api.delegated().count(), api.application().count());
    if delegated > 0 {
        return API.ok(format!(
            "WindowsDefenderATP is listed with {}.",
            counted(delegated, "delegated permission", "delegated permissions")
        ));
    }
    if application > 0 {
        return API.wrong(
            format!(
                "WindowsDefenderATP is listed with {} and no delegated one. Application permissions work without a signed-in \
                 person and never appear in that person's token.",
                counted(application, "application permission", "application permissions")
            ),
            format!("{ADD} Remove the application permissions if nothing else uses them."),
        );
    }
    if api.permissions.is_empty() {
        return API.wrong("WindowsDefenderATP is listed without any permission.", ADD);
    }
    API.cannot_tell(
        "WindowsDefenderATP is listed, but its permissions have types other than `Scope` and `Role`.",
        ADD,
    )
}

/// `WindowsDefenderATP` is not listed: what is?
fn other_api(required: &[RequiredApi]) -> Check {
    if required.iter().any(|api| api.api == MICROSOFT_THREAT_PROTECTION) {
        return API.wrong(
            "Microsoft Threat Protection is listed, and WindowsDefenderATP is not. That is the Defender XDR API, an API of its \
             own: its permissions do not open Defender for Endpoint (AADSTS650057).",
            format!("{ADD} Remove Microsoft Threat Protection if nothing else uses it."),
        );
    }
    let listed_ones: Vec<&str> = required.iter().map(|api| api_name(&api.api)).collect();
    let seen = if listed_ones.is_empty() {
        "No API is listed; WindowsDefenderATP is missing (AADSTS650057).".to_owned()
    } else {
        format!(
            "WindowsDefenderATP is missing (AADSTS650057). Listed: {}.",
            listed(&listed_ones)
        )
    };
    API.wrong(
        seen,
        format!(
            "{ADD} If the name does not appear, the tenant lacks the API's service principal: create it, and check that the \
             tenant has a licence for Defender for Endpoint."
        ),
    )
}

fn api_name(id: &str) -> &str {
    match id {
        WINDOWS_DEFENDER_ATP => "WindowsDefenderATP",
        MICROSOFT_THREAT_PROTECTION => "Microsoft Threat Protection",
        MICROSOFT_GRAPH => "Microsoft Graph",
        other => other,
    }
}

/// Application permissions beside delegated ones.
fn application_beside(api: &RequiredApi) -> Option<Check> {
    let count = api.application().count();
    (count > 0).then(|| {
        APPLICATION.remark(
            format!(
                "Beside the delegated permissions, WindowsDefenderATP is listed with {}. A manifest gives their ids alone, so \
                 which they are cannot be told here.",
                counted(count, "application permission", "application permissions")
            ),
            "They have no effect on what a signed-in person may do. If nothing else uses them, remove them under API permissions; \
             if one was meant for a person, add it again under Delegated permissions.",
        )
    })
}

fn user_read(required: &[RequiredApi]) -> Option<Check> {
    let listed = required
        .iter()
        .filter(|api| api.api == MICROSOFT_GRAPH)
        .any(|api| api.delegated().any(|one| one.id == GRAPH_USER_READ));
    (!listed).then(|| {
        USER_READ.remark(
            "Microsoft Graph's User.Read is not listed. A new registration has it, and without it Microsoft Entra can refuse the \
             sign-in (AADSTS650056, AADSTS90008).",
            "In the app registration open API permissions, Add a permission, Microsoft Graph, Delegated permissions, User.Read.",
        )
    })
}

fn permissions(manifest: &Manifest, wanted: &[String]) -> Check {
    let with = |state: Registered| -> Vec<&str> {
        wanted
            .iter()
            .map(String::as_str)
            .filter(|name| registration_of(manifest, name) == state)
            .collect()
    };
    // With a delegated permission in the list, `ApplicationOnly` is certain: the id is known.
    let as_application = with(Registered::ApplicationOnly);
    let mut missing = with(Registered::No);
    missing.extend(&as_application);
    let unclear = with(Registered::CannotTell);
    if !missing.is_empty() {
        let mut seen = format!("Not listed as delegated: {}.", listed(&missing));
        if !as_application.is_empty() {
            seen.push_str(&format!(
                " As an application permission is listed: {}.",
                listed(&as_application)
            ));
        }
        return PERMISSIONS.wrong(seen, ADD);
    }
    if !unclear.is_empty() {
        return PERMISSIONS.cannot_tell(
            format!(
                "Not recognised among the listed ids: {}. Some of the ids cannot be named here and may be these.",
                listed(&unclear)
            ),
            "Compare with the names under API permissions in the app registration.",
        );
    }
    PERMISSIONS.ok(format!("Listed as delegated: {}.", listed(wanted)))
}

/// Delegated permissions beyond the wanted ones, those that cover a wanted one aside.
fn unwanted(api: &RequiredApi, wanted: &[String]) -> Option<Check> {
    let mut named: Vec<&str> = Vec::new();
    let mut unknown: Vec<&str> = Vec::new();
    for listed in api.delegated() {
        match scope_of(&api.api, listed) {
            None => unknown.push(&listed.id),
            Some(scope) if is_wanted(scope, wanted) => {}
            Some(scope) => named.push(&scope.name),
        }
    }
    let mut seen = Vec::new();
    if !named.is_empty() {
        seen.push(format!("Listed and not wanted: {}.", listed(&named)));
    }
    if !unknown.is_empty() {
        seen.push(format!(
            "{} that cannot be named here: {}.",
            counted(unknown.len(), "id is listed", "ids are listed"),
            listed(&unknown)
        ));
    }
    (!seen.is_empty()).then(|| {
        UNWANTED.remark(
            seen.join(" "),
            "They do no harm to the sign-in. If nothing else uses this registration, remove what is not needed under API \
             permissions.",
        )
    })
}

fn is_wanted(scope: &scopes::Scope, wanted: &[String]) -> bool {
    wanted
        .iter()
        .any(|name| name.eq_ignore_ascii_case(&scope.name) || super::covers(&scope.name, name))
}
