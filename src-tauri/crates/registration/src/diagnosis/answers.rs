//! What the admin answered, where an answer alone settles a step.

use crate::evidence::Evidence;
use crate::guide::adviser::Access;
use crate::{Check, Source, StepId};

pub(super) fn checks(evidence: &Evidence) -> Vec<Check> {
    let profile = &evidence.profile;
    let mut checks = Vec::new();
    if let Some(access) = profile.access {
        checks.push(Check::ok(
            StepId::Access,
            "access",
            "Which context",
            Source::Profile,
            match access {
                Access::UserContext => {
                    "Your answers lead to user context: calls are made for a signed-in person. That is what this program does."
                }
                Access::ApplicationContext => {
                    "Your answers lead to application context. This program signs in as a person, which serves to try the \
                     API out; for the service itself use the generated script for application context."
                }
            },
        ));
    }
    if !profile.outside_plan.is_empty() {
        checks.push(
            Check::cannot_tell(
                StepId::Cloud,
                "plan",
                "Plan",
                Source::Profile,
                format!(
                    "The plan you chose is not documented to include: {}.",
                    profile.outside_plan.join(", ")
                ),
                "Choose another plan if this one is wrong, or leave these operations out.",
            )
            .remarked(),
        );
    }
    if !profile.needs_public_flows {
        checks.push(Check::ok(
            StepId::PublicClient,
            "public-flows-needed",
            "Whether it is needed",
            Source::Profile,
            "Not needed: signing in with the browser works with the switch off.",
        ));
    }
    checks.push(ids(evidence));
    checks
}

/// A registration that does not exist yet has no ID; the checklist is there to get to one.
fn ids(evidence: &Evidence) -> Check {
    let (step, id, title, source) = (StepId::Ids, "ids-form", "Form of both IDs", Source::Profile);
    if evidence.profile.client_id.is_empty() {
        return Check::cannot_tell(
            step,
            id,
            title,
            source,
            "The profile has no Application (client) ID yet.",
            "Register the application (step 4), then enter the ID from its Overview page in the profile.",
        );
    }
    Check::ok(
        step,
        id,
        title,
        source,
        "Both have the right form, and neither is a secret or an ID of Microsoft's.",
    )
}
