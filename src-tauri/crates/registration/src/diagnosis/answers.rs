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
    checks.push(Check::ok(
        StepId::Ids,
        "ids-form",
        "Form of both IDs",
        Source::Profile,
        "Both have the right form, and neither is a secret or an ID of Microsoft's.",
    ));
    checks
}
