//! What one piece of evidence says about another: consequences are taken out, so that a cause stands alone.

use super::connection::CLOCK;
use super::sign_in::SIGN_IN;
use crate::evidence::{Evidence, SignInFacts};
use crate::{Check, Source, State, StepId};

pub(super) fn settle(evidence: &Evidence, checks: &mut Vec<Check>) {
    unreached(checks);
    clock(checks);
    outdated_manifest(evidence, checks);
    explained_calls(checks);
}

fn wrong(check: &Check) -> bool {
    check.state == State::Wrong && !check.remark
}

/// A service that is not reached explains whatever could not be asked of it.
fn unreached(checks: &mut Vec<Check>) {
    let network = |check: &Check| check.source == Source::Network && wrong(check);
    if checks.iter().any(|check| network(check) && check.id != CLOCK) {
        // A browser that is not trusted to go on does not come back either.
        checks.retain(|check| {
            let unanswered = check.step == StepId::Connection || check.id == SIGN_IN;
            !(unanswered && check.source != Source::Network && check.state == State::CannotTell)
        });
    } else {
        // Nothing was measured, or the services are back: the attempt itself is all there is to show, once.
        let mut shown = false;
        checks.retain(|check| {
            let unreached = check.step == StepId::Connection
                && check.source != Source::Network
                && check.state == State::CannotTell
                && !check.remark;
            let keep = !unreached || !shown;
            shown |= unreached;
            keep
        });
    }
}

/// A wrong clock explains tokens that seem to have ended or not to have begun.
fn clock(checks: &mut Vec<Check>) {
    if !checks.iter().any(|check| check.id == CLOCK && wrong(check)) {
        // A clock that was set right since the sign-in.
        if checks.iter().any(|check| check.id == CLOCK) {
            checks.retain(|check| check.id != "clock-token");
        }
        return;
    }
    checks.retain(|check| {
        let explained = check.id == "clock-token"
            || (wrong(check)
                && (check.id == "lifetime" || (check.id == "first-call" && check.source == Source::Api)));
        !explained
    });
}

/// A sign-in that worked after the manifest was pasted shows that the manifest is no longer true.
fn outdated_manifest(evidence: &Evidence, checks: &mut [Check]) {
    let (Some((_, pasted)), Some((SignInFacts::Succeeded, signed_in))) =
        (&evidence.manifest, &evidence.sign_in)
    else {
        return;
    };
    if signed_in < pasted {
        return;
    }
    let all_there = evidence
        .token
        .as_ref()
        .is_some_and(|token| token.missing.is_empty() && token.fresh);
    for check in checks.iter_mut().filter(|check| check.source == Source::Manifest) {
        let disproved = match check.step {
            StepId::Register | StepId::Ids => true,
            StepId::Api | StepId::Permissions => all_there,
            _ => false,
        };
        if disproved && wrong(check) {
            check.state = State::CannotTell;
            check.remark = true;
            check.fix = Some(
                "Signing in worked after you pasted this manifest, so it may be outdated. Paste it once more.".to_owned(),
            );
        }
    }
}

/// A call is refused for what is already known to be wrong with the token or its permissions.
fn explained_calls(checks: &mut [Check]) {
    let explained = checks.iter().any(|check| {
        let of_the_token = matches!(check.source, Source::Token | Source::Manifest | Source::Discovery);
        wrong(check) && of_the_token && check.step != StepId::PublicClient
    });
    if explained {
        for check in checks
            .iter_mut()
            .filter(|check| check.source == Source::Api && wrong(check))
        {
            check.state = State::CannotTell;
            check.remark = true;
            check.fix = Some("This follows from what is marked as wrong.".to_owned());
        }
    }
}
