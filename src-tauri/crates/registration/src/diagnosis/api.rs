//! The first call to the API. It comes after a good token, so it speaks of licence, role and device groups.
//!
//! The API gives one error code for many reasons; its text is the only thing that tells a missing licence from a bad
//! token, and is compared loosely.

use crate::evidence::{ApiAnswer, ApiFacts, Evidence, Sight};
use crate::{Check, Source, StepId};

const ID: &str = "first-call";
const TITLE: &str = "First call to the API";

pub(super) fn checks(evidence: &Evidence) -> Vec<Check> {
    let Some(api) = &evidence.api else {
        return Vec::new();
    };
    let source = Source::Api;
    let ApiFacts { operation, .. } = api;
    match &api.answer {
        ApiAnswer::Ok => {
            let mut checks = vec![Check::ok(
                StepId::TryIt,
                ID,
                TITLE,
                source,
                format!("{operation} worked."),
            )];
            checks.push(sight(api));
            checks
        }
        ApiAnswer::Unauthorized(text) if speaks_of_licence(text) => vec![Check::wrong(
            StepId::Cloud,
            "licence",
            "Licence",
            source,
            format!("The API knows the token but has no active tenant for it: {}", sentence(text)),
            "The tenant needs an active Defender for Endpoint licence. Right after activation this can last some twelve hours.",
        )],
        ApiAnswer::Unauthorized(text) => vec![Check::wrong(
            StepId::TryIt,
            ID,
            TITLE,
            source,
            format!("The API did not accept the token: {}", sentence(text)),
            "Sign in again. If it stays, look at audience and lifetime on the Token screen.",
        )],
        ApiAnswer::Forbidden { code, message } if code.as_deref() == Some("DisabledFeature") => {
            vec![Check::wrong(
                StepId::Cloud,
                "licence",
                "Licence",
                source,
                format!("The tenant's plan does not include this: {}", sentence(message)),
                "Compare the plan with what you want to do; leave the operation out, or have the plan changed.",
            )]
        }
        ApiAnswer::Forbidden { message, .. } => vec![Check::wrong(
            StepId::Roles,
            "defender-role",
            "Your role in Defender",
            source,
            format!("The token is good, but your account may not do this: {}", sentence(message)),
            "Ask for a Defender role with View Data (unified RBAC: Security data basics, read) for the device groups you work \
             with.",
        )],
        ApiAnswer::NotFound(text) => vec![Check::cannot_tell(
            StepId::TryIt,
            ID,
            TITLE,
            source,
            format!("{operation} was not found: {}", sentence(text)),
            "Check the API address of the profile (Advanced), and the cloud.",
        )],
        ApiAnswer::Throttled(wait) => vec![Check::cannot_tell(
            StepId::TryIt,
            ID,
            TITLE,
            source,
            match wait {
                Some(seconds) => format!("The API's limit of calls is reached; it asks to wait {seconds} s."),
                None => "The API's limit of calls is reached.".to_owned(),
            },
            "Nothing is wrong with the set-up. Wait, then check again; other programs count towards the same limit.",
        )],
        ApiAnswer::Refused { status, message } => vec![Check::cannot_tell(
            StepId::TryIt,
            ID,
            TITLE,
            source,
            format!("The API answered {status}: {}", sentence(message)),
            "Try again later. If it stays, look at the service's health page.",
        )],
        ApiAnswer::NotReached(reason) => vec![Check::cannot_tell(
            StepId::Connection,
            ID,
            TITLE,
            source,
            format!("The call did not reach the API: {reason}."),
            "Check the network, then check again.",
        )],
        ApiAnswer::NoCall => vec![
            Check::cannot_tell(
                StepId::TryIt,
                ID,
                TITLE,
                source,
                "The token's permissions open no call that could be tried without naming a device or file.",
                "This is no fault. Choose a permission to read, such as Alert.Read, if you want the call to be tried.",
            )
            .remarked(),
        ],
    }
}

fn sight(api: &ApiFacts) -> Check {
    let (id, title, source) = ("defender-role", "Your role in Defender", Source::Api);
    match &api.sight {
        Sight::Something => Check::ok(
            StepId::Roles,
            id,
            title,
            source,
            "Your account may read what the call asked for.",
        ),
        Sight::Nothing => Check::cannot_tell(
            StepId::Roles,
            id,
            title,
            source,
            "The calls work but list no device and no alert.",
            "Either no device is onboarded, or no device group of your Defender role holds one. Ask whoever manages Defender \
             roles which device groups your role includes.",
        ),
        Sight::Hidden(told_by) => Check::wrong(
            StepId::Roles,
            "device-groups",
            "Device groups",
            source,
            format!("The calls list no device and no alert, although the tenant has devices ({told_by})."),
            "Your Defender role includes none of the device groups. Ask whoever manages Defender roles to add your group to \
             them.",
        ),
    }
}

fn speaks_of_licence(text: &str) -> bool {
    let text = text.to_lowercase();
    ["account mode is inactive", "license", "licence"]
        .iter()
        .any(|mark| text.contains(mark))
}

/// A service's words, with an end.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return "it gives no reason.".to_owned();
    }
    if text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
