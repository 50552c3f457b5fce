//! The tenant's metadata: whether the tenant exists, and in which cloud.

use super::sign_in;
use crate::evidence::{CloudChoice, DiscoveryFacts, Evidence, RecognisedCloud};
use crate::{Check, Source, StepId};

const STEP: StepId = StepId::Cloud;

pub(super) fn checks(evidence: &Evidence) -> Vec<Check> {
    match &evidence.discovery {
        None => Vec::new(),
        Some(DiscoveryFacts::Found {
            tenant_id,
            cloud,
            told_by,
        }) => {
            let mut checks = vec![exists(evidence, tenant_id.as_deref())];
            checks.push(which_cloud(evidence, *cloud, told_by.as_deref()));
            checks
        }
        Some(DiscoveryFacts::Refused(refusal)) => vec![sign_in::refusal(
            refusal,
            Source::Discovery,
            "tenant",
            "Tenant known to Entra",
            STEP,
        )],
        Some(DiscoveryFacts::NotReached(reason)) => vec![Check::cannot_tell(
            StepId::Connection,
            "discovery",
            "Tenant's metadata",
            Source::Discovery,
            format!("The tenant's metadata could not be read: {reason}."),
            "Check the network, then press Check everything again.",
        )],
    }
}

fn exists(evidence: &Evidence, tenant_id: Option<&str>) -> Check {
    let given = &evidence.profile.tenant;
    Check::ok(
        STEP,
        "tenant",
        "Tenant known to Entra",
        Source::Discovery,
        match tenant_id {
            Some(id) if !id.eq_ignore_ascii_case(given) => format!("{given} is the tenant {id}."),
            _ => format!("Entra knows the tenant {given}."),
        },
    )
}

fn which_cloud(evidence: &Evidence, found: Option<RecognisedCloud>, told_by: Option<&str>) -> Check {
    let (id, title, source) = ("cloud", "Cloud of the tenant", Source::Discovery);
    let chosen = evidence.profile.cloud;
    let told_by = told_by.unwrap_or("its metadata");
    let Some(found) = found else {
        return Check::cannot_tell(
            STEP,
            id,
            title,
            source,
            format!(
                "The tenant's metadata does not tell its cloud; you chose {}.",
                chosen_name(chosen)
            ),
            "If calls are refused, compare with the portal's address: portal.azure.us means GCC High or DoD.",
        )
        .remarked();
    };
    if fits(chosen, found) {
        return Check::ok(
            STEP,
            id,
            title,
            source,
            format!("{} by {told_by}, as you chose.", found_name(found)),
        );
    }
    let seen = format!(
        "You chose {}, but the tenant lives in {} (told by {told_by}).",
        chosen_name(chosen),
        found_name(found)
    );
    let fix = match found {
        RecognisedCloud::China => {
            "Microsoft does not document the Defender for Endpoint API in this cloud.".to_owned()
        }
        _ => format!(
            "Choose {} in the profile. The app must be registered in that cloud's portal.",
            found_name(found)
        ),
    };
    let check = Check::wrong(STEP, id, title, source, seen, fix);
    if evidence.profile.custom_endpoints {
        // Whoever gives endpoints of their own means them.
        check.remarked()
    } else {
        check
    }
}

fn fits(chosen: CloudChoice, found: RecognisedCloud) -> bool {
    matches!(
        (chosen, found),
        (
            CloudChoice::Sandbox | CloudChoice::Commercial,
            RecognisedCloud::Commercial
        ) | (CloudChoice::Gcc, RecognisedCloud::Gcc)
            | (
                CloudChoice::GccHigh,
                RecognisedCloud::GccHigh | RecognisedCloud::UsGovernment
            )
            | (
                CloudChoice::Dod,
                RecognisedCloud::Dod | RecognisedCloud::UsGovernment
            )
    )
}

fn chosen_name(cloud: CloudChoice) -> &'static str {
    match cloud {
        CloudChoice::Sandbox => "the sandbox tenant",
        CloudChoice::Commercial => "the commercial cloud",
        CloudChoice::Gcc => "GCC",
        CloudChoice::GccHigh => "GCC High",
        CloudChoice::Dod => "DoD",
    }
}

fn found_name(cloud: RecognisedCloud) -> &'static str {
    match cloud {
        RecognisedCloud::Commercial => "the commercial cloud",
        RecognisedCloud::Gcc => "GCC",
        RecognisedCloud::GccHigh => "GCC High",
        RecognisedCloud::Dod => "DoD",
        RecognisedCloud::UsGovernment => "GCC High or DoD",
        RecognisedCloud::China => "the cloud operated by 21Vianet",
    }
}
