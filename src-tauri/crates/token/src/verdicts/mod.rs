//! What a token says about the calls it is meant to open.
//!
//! Checks stand in the order in which a failure explains the ones after it: a token for the wrong API has the
//! wrong permissions too. Every check is a pure function of the token and of what is expected.

mod audience;
mod owner;
mod permissions;
mod proof;
mod signature;
mod validity;

use chrono::{DateTime, TimeDelta, Utc};

use crate::Token;

pub use signature::{SignatureVerdict, signature_verdict};

/// What a token should be like. What is not known is left out; its check then says `CannotTell`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expectation {
    /// Values of `aud` that the API accepts in the chosen cloud.
    pub audiences: Vec<String>,
    /// The tenant's GUID. A domain cannot be compared with a token.
    pub tenant_id: Option<String>,
    /// The application (client) ID.
    pub client_id: Option<String>,
    /// The delegated permissions that are wanted.
    pub wanted: Vec<String>,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Which.
    pub id: VerdictId,
    /// What is checked, as a title.
    pub title: &'static str,
    /// How it came out.
    pub outcome: Outcome,
    /// What was seen, in a sentence.
    pub seen: String,
    /// What to do; `None` when there is nothing to do.
    pub advice: Option<String>,
}

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// As it should be.
    Ok,
    /// Works, but worth knowing.
    Warning,
    /// Calls will fail.
    Problem,
    /// Not enough is known.
    CannotTell,
}

/// Which check, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerdictId {
    /// `aud`.
    Audience,
    /// `tid` and `iss`.
    Tenant,
    /// `appid` or `azp`.
    Application,
    /// `scp` present, not `roles` alone.
    Delegated,
    /// Wanted permissions are in `scp`.
    Permissions,
    /// `nbf` and `exp`.
    Lifetime,
    /// Local clock against the service's.
    Clock,
    /// `appidacr`: public client.
    ClientType,
    /// `amr`.
    Authentication,
}

impl VerdictId {
    fn title(self) -> &'static str {
        match self {
            Self::Audience => "Audience",
            Self::Tenant => "Tenant",
            Self::Application => "Application",
            Self::Delegated => "Delegated access",
            Self::Permissions => "Permissions",
            Self::Lifetime => "Lifetime",
            Self::Clock => "Clock",
            Self::ClientType => "Client type",
            Self::Authentication => "Authentication",
        }
    }
}

/// All checks, in order. `now` is the local clock; `clock_offset` is the service's time minus the local one, from an
/// HTTP `Date` header.
#[must_use]
pub fn verdicts(
    token: &Token,
    expected: &Expectation,
    now: DateTime<Utc>,
    clock_offset: Option<TimeDelta>,
) -> Vec<Verdict> {
    vec![
        audience::verdict(token, expected),
        owner::tenant(token, expected),
        owner::application(token, expected),
        permissions::delegated(token),
        permissions::wanted(token, expected),
        validity::lifetime(token, now, clock_offset),
        validity::clock(token, now, clock_offset),
        proof::client_type(token),
        proof::authentication(token),
    ]
}

impl Verdict {
    fn new(id: VerdictId, outcome: Outcome, seen: impl Into<String>, advice: Option<String>) -> Self {
        Self {
            id,
            title: id.title(),
            outcome,
            seen: seen.into(),
            advice,
        }
    }

    fn ok(id: VerdictId, seen: impl Into<String>) -> Self {
        Self::new(id, Outcome::Ok, seen, None)
    }

    fn warning(id: VerdictId, seen: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(id, Outcome::Warning, seen, Some(advice.into()))
    }

    fn problem(id: VerdictId, seen: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(id, Outcome::Problem, seen, Some(advice.into()))
    }

    fn cannot_tell(id: VerdictId, seen: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(id, Outcome::CannotTell, seen, Some(advice.into()))
    }
}

/// A GUID in its usual form, lower case.
fn guid(text: &str) -> Option<String> {
    uuid::Uuid::try_parse(text.trim())
        .ok()
        .map(|id| id.hyphenated().to_string())
}

/// Text of a token, fit for a verdict's sentence.
fn shown(text: &str) -> String {
    shortened(text, 200)
}

/// Text of a token, fit for a sentence: at most so many characters, and none that breaks the line. Tokens are pasted, so
/// it may be anything.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    let mut clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(most)
        .collect();
    if text.chars().nth(most).is_some() {
        clean.push('…');
    }
    clean
}

#[cfg(test)]
mod kinds;
#[cfg(test)]
mod tests;
