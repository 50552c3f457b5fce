//! What a sign-in, a renewal or a pasted error page says.
//!
//! Where the cause lies follows the explanation of the AADSTS number; where several places may be at fault, the manifest
//! decides if it shows a fault in one of them. A number that is not known is placed by `error` and never marked wrong.

use crate::evidence::{Area, Evidence, Refusal, SignInFacts};
use crate::{Check, MICROSOFT_THREAT_PROTECTION, Source, State, StepId};

pub(super) const SIGN_IN: &str = "sign-in";

/// `so_far` holds the checks of the manifest, which help to place a refusal.
pub(super) fn checks(evidence: &Evidence, so_far: &[Check]) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(page) = &evidence.error_page {
        checks.push(placed(
            page,
            Source::ErrorPage,
            "error-page",
            "What the browser showed",
            so_far,
        ));
    }
    match evidence.sign_in.as_ref().map(|(facts, _)| facts) {
        None => {}
        Some(SignInFacts::Succeeded) => checks.extend(succeeded()),
        Some(SignInFacts::Refused(refusal)) => {
            checks.push(placed(refusal, Source::SignIn, SIGN_IN, "Sign-in", so_far));
        }
        Some(SignInFacts::RenewalRefused(refusal)) => {
            checks.push(placed(refusal, Source::SignIn, "renewal", "Renewal of the sign-in", so_far));
        }
        // The pasted page says why.
        Some(SignInFacts::NoAnswer) if evidence.error_page.is_some() => {}
        Some(SignInFacts::NoAnswer) => checks.push(Check::cannot_tell(
            StepId::TryIt,
            SIGN_IN,
            "Sign-in",
            Source::SignIn,
            "The browser did not come back with an answer.",
            "Look at the browser tab. Entra shows errors about client ID, redirect URI and tenant only there: copy the whole \
             text of the page and paste it as evidence.",
        )),
        Some(SignInFacts::NotReached(reason)) => checks.push(Check::cannot_tell(
            StepId::Connection,
            SIGN_IN,
            "Sign-in",
            Source::SignIn,
            format!("The sign-in did not reach Entra: {reason}."),
            "Check the network, then sign in again.",
        )),
        Some(SignInFacts::Untrusted(reason)) => checks.push(Check::wrong(
            StepId::TryIt,
            SIGN_IN,
            "Sign-in",
            Source::SignIn,
            format!("The answer does not belong to this sign-in: {reason}."),
            "Sign in again. If you did not start the page that answered, close it.",
        )),
    }
    checks
}

/// What a sign-in that went well proves.
fn succeeded() -> [Check; 3] {
    [
        Check::ok(
            StepId::TryIt,
            SIGN_IN,
            "Sign-in",
            Source::SignIn,
            "Entra signed you in and issued a token.",
        ),
        Check::ok(
            StepId::Register,
            "redirect-accepted",
            "Redirect URI and platform",
            Source::SignIn,
            "The browser came back, and the code was redeemed without a secret: `http://localhost` stands under Mobile and \
             desktop applications.",
        ),
        Check::ok(
            StepId::Ids,
            "ids-accepted",
            "Both IDs known to Entra",
            Source::SignIn,
            "Entra found the application in this tenant.",
        ),
    ]
}

fn placed(
    refusal: &Refusal,
    source: Source,
    id: &'static str,
    title: &'static str,
    so_far: &[Check],
) -> Check {
    let shown_wrong = |step: StepId| {
        so_far.iter().any(|check| {
            check.step == step
                && check.source == Source::Manifest
                && check.state == State::Wrong
                && !check.remark
        })
    };
    let places: Vec<StepId> = refusal.areas.iter().map(|area| step_of(*area)).collect();
    let step = places
        .iter()
        .copied()
        .find(|step| shown_wrong(*step))
        .or(places.first().copied());
    let step = step.unwrap_or_else(|| step_by_error(refusal));
    self::refusal(refusal, source, id, title, step)
}

/// A refusal as a check of `step`.
pub(super) fn refusal(
    refusal: &Refusal,
    source: Source,
    id: &'static str,
    title: &'static str,
    step: StepId,
) -> Check {
    let number = refusal
        .aadsts
        .map(|number| format!(" (AADSTS{number})"))
        .unwrap_or_default();
    let seen = match &refusal.meaning {
        Some(meaning) => format!("{}{number}.", meaning.trim_end_matches('.')),
        None => unexplained(refusal, &number),
    };
    let mut fix = match (&refusal.advice, &refusal.link) {
        (Some(advice), _) => advice.clone(),
        (None, Some(link)) => format!("This number is not known here. Read {link} for it."),
        (None, None) => "Try again; if it stays, give Entra's text to whoever runs the tenant.".to_owned(),
    };
    if let Some(listed) = listed_instead(refusal) {
        fix = format!("{fix} {listed}");
    }
    let passing = refusal.areas.first() == Some(&Area::Transient);
    if refusal.areas.is_empty() || passing {
        Check::cannot_tell(step, id, title, source, seen, fix)
    } else {
        Check::wrong(step, id, title, source, seen, fix)
    }
}

/// What is not known here is told in Entra's own words.
fn unexplained(refusal: &Refusal, number: &str) -> String {
    let what = if refusal.error.is_empty() {
        "Entra shows an error".to_owned()
    } else {
        format!("Entra answered {}", refusal.error)
    };
    match refusal.message.trim() {
        "" => format!("{what}{number}."),
        words => format!("{what}{number}. Its words: {words}"),
    }
}

/// AADSTS650057 lists what the registration has instead.
fn listed_instead(refusal: &Refusal) -> Option<String> {
    if refusal.valid_resources.is_empty() {
        return None;
    }
    let other_api = refusal
        .valid_resources
        .iter()
        .any(|id| id.eq_ignore_ascii_case(MICROSOFT_THREAT_PROTECTION));
    Some(if other_api {
        "The registration lists Microsoft Threat Protection (the Defender XDR API), which is another API: add \
         WindowsDefenderATP."
            .to_owned()
    } else {
        format!(
            "The registration lists these APIs only: {}.",
            refusal.valid_resources.join(", ")
        )
    })
}

fn step_of(area: Area) -> StepId {
    match area {
        Area::Tenant => StepId::Cloud,
        Area::Client => StepId::Ids,
        Area::Redirect => StepId::Register,
        Area::PublicClient => StepId::PublicClient,
        // Step 6 tells what to do where the API never appears: its service principal, then the licence.
        Area::Permissions | Area::Licence => StepId::Api,
        Area::Consent => StepId::Consent,
        Area::Account => StepId::Roles,
        Area::ConditionalAccess | Area::Program | Area::Session | Area::Transient => StepId::TryIt,
    }
}

/// RFC 6749 §4.1.2.1 and §5.2, and what Entra adds.
fn step_by_error(refusal: &Refusal) -> StepId {
    match refusal.error.as_str() {
        "access_denied" | "consent_required" => StepId::Consent,
        "invalid_client" | "unauthorized_client" => StepId::Register,
        "invalid_resource" => StepId::Api,
        "invalid_scope" => StepId::Permissions,
        "invalid_tenant" => StepId::Cloud,
        _ => StepId::TryIt,
    }
}
