//! What the access token in hand says. Decoding is diagnosis: nothing here decides about a call.

use crate::evidence::{Evidence, TokenAspect, TokenFacts, TokenOutcome, TokenVerdict};
use crate::manifest::{self, Registered};
use crate::{Check, MICROSOFT_GRAPH, MICROSOFT_THREAT_PROTECTION, Source, State, StepId};

/// `so_far` holds the checks of the manifest, which may explain a missing permission.
pub(super) fn checks(evidence: &Evidence, so_far: &[Check]) -> Vec<Check> {
    let Some(token) = &evidence.token else {
        return Vec::new();
    };
    let mut checks: Vec<Check> = token
        .verdicts
        .iter()
        .filter_map(|verdict| verdict_check(token, verdict))
        .collect();
    let broken = checks
        .iter()
        .any(|check| check.state == State::Wrong && matches!(check.id, "audience" | "delegated"));
    if !broken {
        checks.extend(permissions(evidence, token, so_far));
    }
    checks
}

fn verdict_check(token: &TokenFacts, verdict: &TokenVerdict) -> Option<Check> {
    let (step, id, title) = place(token, verdict.about)?;
    let fix = || verdict.advice.clone().unwrap_or_default();
    let seen = verdict.seen.clone();
    let source = Source::Token;
    Some(match verdict.outcome {
        TokenOutcome::Ok => Check::ok(step, id, title, source, seen),
        TokenOutcome::Problem => Check::wrong(step, id, title, source, seen, fix()),
        TokenOutcome::Warning | TokenOutcome::CannotTell => {
            Check::cannot_tell(step, id, title, source, seen, fix()).remarked()
        }
    })
}

fn place(token: &TokenFacts, about: TokenAspect) -> Option<(StepId, &'static str, &'static str)> {
    Some(match about {
        TokenAspect::Audience if another_api(token) || is_for_this_api(token) => {
            (StepId::Api, "audience", "Audience of the token")
        }
        // No other API is known by that name: then it is the address that is wrong, not the permission.
        TokenAspect::Audience => (StepId::Cloud, "audience", "Audience of the token"),
        TokenAspect::Tenant => (StepId::Cloud, "token-tenant", "Tenant of the token"),
        TokenAspect::Application => (StepId::Ids, "token-application", "Application of the token"),
        TokenAspect::Delegated if token.application_only => {
            (StepId::Api, "delegated", "Delegated permissions in the token")
        }
        TokenAspect::Delegated => (StepId::Consent, "delegated", "Delegated permissions in the token"),
        // Told permission by permission below.
        TokenAspect::Permissions => return None,
        TokenAspect::Lifetime => (StepId::TryIt, "lifetime", "Life of the token"),
        TokenAspect::Clock => (StepId::Connection, "clock-token", "Clock at the sign-in"),
        TokenAspect::ClientType => (StepId::Register, "client-type", "Kind of client"),
        TokenAspect::Authentication => (StepId::TryIt, "authentication", "How you signed in"),
    })
}

/// Azure AD Graph, which Microsoft Graph has replaced and old scripts still ask for.
const AZURE_AD_GRAPH: &str = "00000002-0000-0000-c000-000000000000";

/// Whether the token is for an API that is often taken for this one.
fn another_api(token: &TokenFacts) -> bool {
    let audience = token.audience.as_deref().unwrap_or_default();
    [
        MICROSOFT_GRAPH,
        MICROSOFT_THREAT_PROTECTION,
        "https://graph.microsoft.com",
        "https://graph.microsoft.us",
        "https://dod-graph.microsoft.us",
        AZURE_AD_GRAPH,
        "https://graph.windows.net",
        "https://api.security.microsoft.com",
    ]
    .iter()
    .any(|other| audience.trim_end_matches('/').eq_ignore_ascii_case(other))
}

fn is_for_this_api(token: &TokenFacts) -> bool {
    token
        .verdicts
        .iter()
        .any(|verdict| verdict.about == TokenAspect::Audience && verdict.outcome == TokenOutcome::Ok)
}

fn permissions(evidence: &Evidence, token: &TokenFacts, so_far: &[Check]) -> Vec<Check> {
    let source = Source::Token;
    let mut checks = Vec::new();
    if !token.gained.is_empty() {
        checks.push(
            Check::ok(
                StepId::Consent,
                "stale-token",
                "Token older than the consent",
                source,
                format!(
                    "The token you held was older than the consent; the renewed one also carries {}.",
                    token.gained.join(", ")
                ),
            )
            .remarked(),
        );
    }
    let wanted = evidence.profile.wanted.len();
    if token.missing.is_empty() {
        let all = if wanted == 1 {
            "The permission you want is".to_owned()
        } else {
            format!("All {wanted} permissions you want are")
        };
        for (step, id, title) in [
            (StepId::Permissions, "wanted", "Wanted permissions"),
            (StepId::Consent, "consented", "Consent"),
        ] {
            checks.push(Check::ok(step, id, title, source, format!("{all} in the token.")));
        }
        return checks;
    }
    checks.extend(missing(evidence, token, so_far));
    checks
}

/// Permissions that are missing for want of consent. What the manifest explains is marked there.
fn missing(evidence: &Evidence, token: &TokenFacts, so_far: &[Check]) -> Option<Check> {
    let (id, title, source) = ("consented", "Consent", Source::Token);
    let manifest = evidence.manifest.as_ref().map(|(manifest, _)| manifest);
    let api_explained = so_far
        .iter()
        .any(|check| check.step == StepId::Api && check.state == State::Wrong && !check.remark);
    let unexplained: Vec<&str> = token
        .missing
        .iter()
        .map(String::as_str)
        .filter(|name| {
            manifest.is_none_or(|manifest| match manifest::registration_of(manifest, name) {
                Registered::Delegated | Registered::CannotTell => true,
                Registered::ApplicationOnly | Registered::No => false,
            })
        })
        .collect();
    let registered = manifest.is_some_and(|manifest| {
        unexplained
            .iter()
            .all(|name| manifest::registration_of(manifest, name) == Registered::Delegated)
    });
    if api_explained || unexplained.is_empty() {
        return None;
    }
    let names = unexplained.join(", ");
    if !token.fresh {
        return Some(Check::cannot_tell(
            StepId::Consent,
            id,
            title,
            source,
            format!("The token lacks {names}. It may be older than the consent."),
            "Press Check everything, which renews the token, or sign in again.",
        ));
    }
    Some(if registered {
        Check::wrong(
            StepId::Consent,
            id,
            title,
            source,
            format!(
                "The registration lists {names}, but a fresh token lacks it: nobody has consented to it."
            ),
            "Grant admin consent once more; it is needed after every permission that is added. Then press Check everything.",
        )
    } else {
        Check::cannot_tell(
            StepId::Consent,
            id,
            title,
            source,
            format!(
                "A fresh token lacks {names}: it is not registered as delegated, or nobody has consented to it."
            ),
            "Paste the app manifest above: it tells the two apart. If the permission is listed there, grant admin consent once \
             more.",
        )
    })
}
