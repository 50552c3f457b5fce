//! From evidence to a checklist: what stands how, and which one thing explains a failure.
//!
//! Owns the reading of evidence. Each kind of evidence has a file; each turns into checks by itself. What one piece of
//! evidence says about another is settled afterwards, in [`settle`].
//!
//! Invariants:
//! - Pure: the same evidence gives the same checklist.
//! - A consequence is not a cause. What follows from something that is already marked is left out or becomes a remark.
//! - Nothing is marked wrong on an AADSTS number that is not known here: then the answer is *cannot tell*.

mod answers;
mod api;
mod connection;
mod consent;
mod settle;
mod sign_in;
mod tenant;
#[cfg(test)]
mod tests;
mod token;

pub use consent::{ConsentRow, Mark};

use crate::evidence::{Evidence, ProfileFacts};
use crate::manifest::{self, Expected};
use crate::{Check, State, StepId};

/// How everything stands.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// Every check, by step.
    pub checks: Vec<Check>,
    /// What explains a failure, where there is one.
    pub cause: Option<Cause>,
    /// Each permission on its way into the token.
    pub consent: Vec<ConsentRow>,
}

/// What explains a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The step to mend first.
    pub step: StepId,
    /// The check that found it.
    pub check: &'static str,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub fix: String,
    /// Whether the evidence proves it; otherwise it is the likeliest.
    pub certain: bool,
}

/// The order in which causes stand on each other. It differs from the order of the checklist: the IDs are written down
/// late, but a wrong one explains every refusal; the switch for public client flows matters to other ways of signing in
/// alone.
const CAUSES: [StepId; 11] = [
    StepId::Connection,
    StepId::Cloud,
    StepId::Ids,
    StepId::Register,
    StepId::Api,
    StepId::Permissions,
    StepId::Consent,
    StepId::Roles,
    StepId::TryIt,
    StepId::PublicClient,
    StepId::Access,
];

/// Judges the evidence.
#[must_use]
pub fn diagnose(evidence: &Evidence) -> Diagnosis {
    let mut checks = Vec::new();
    checks.extend(connection::checks(evidence));
    checks.extend(answers::checks(evidence));
    checks.extend(tenant::checks(evidence));
    if let Some((manifest, _)) = &evidence.manifest {
        checks.extend(manifest::check(
            manifest,
            &expected(&evidence.profile),
            evidence.now,
        ));
    }
    checks.extend(sign_in::checks(evidence, &checks));
    checks.extend(token::checks(evidence, &checks));
    checks.extend(api::checks(evidence));
    settle::settle(evidence, &mut checks);
    checks.sort_by_key(|check| check.step);
    Diagnosis {
        cause: cause(&checks),
        consent: consent::rows(evidence),
        checks,
    }
}

impl Diagnosis {
    /// How a step stands: as its worst check that is not a mere remark.
    #[must_use]
    pub fn state(&self, step: StepId) -> State {
        let mut state = State::NotChecked;
        for check in self.checks.iter().filter(|check| check.step == step) {
            state = match (state, check.state) {
                _ if check.remark => state,
                (State::Wrong, _) | (_, State::Wrong) => State::Wrong,
                (State::CannotTell, _) | (_, State::CannotTell) => State::CannotTell,
                (State::Ok, _) | (_, State::Ok) => State::Ok,
                (State::NotChecked, State::NotChecked) => State::NotChecked,
            };
        }
        state
    }
}

fn cause(checks: &[Check]) -> Option<Cause> {
    let first = |state: State| {
        CAUSES.into_iter().find_map(|step| {
            checks
                .iter()
                .find(|check| check.step == step && check.state == state && !check.remark)
        })
    };
    let check = first(State::Wrong).or_else(|| first(State::CannotTell))?;
    Some(Cause {
        step: check.step,
        check: check.id,
        what: check.seen.clone(),
        fix: check.fix.clone().unwrap_or_default(),
        certain: check.state == State::Wrong,
    })
}

fn expected(profile: &ProfileFacts) -> Expected<'_> {
    Expected {
        client_id: &profile.client_id,
        wanted: &profile.wanted,
        account_types: profile.account_types,
        needs_public_flows: profile.needs_public_flows,
    }
}
