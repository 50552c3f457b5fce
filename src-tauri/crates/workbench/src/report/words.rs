//! The wire's values in a reader's words; the same words as on the screen.

use chrono::{DateTime, SecondsFormat, Utc};
use contract::{AccessKind, AccountTypes, EvidenceKind, Mark, Plan, StepId, StepState};

/// A time, always UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment(DateTime<Utc>);

/// The last millisecond of the year 9999, after which a date has no four-digit year.
const LAST_MILLISECOND: f64 = 253_402_300_799_999.0;

impl Moment {
    pub(super) fn new(time: DateTime<Utc>) -> Self {
        Self(time)
    }

    /// From milliseconds since 1970; `None` where that is no time that a report could be about.
    pub(super) fn from_wire(milliseconds: f64) -> Option<Self> {
        let sensible = (0.0..=LAST_MILLISECOND).contains(&milliseconds);
        sensible
            .then(|| DateTime::from_timestamp_millis(milliseconds as i64))
            .flatten()
            .map(Self)
    }

    /// ISO 8601, e.g. `2026-03-02T09:00:00Z`.
    pub(super) fn iso(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// E.g. `2 March 2026, 09:00:00 UTC`.
    pub(super) fn readable(self) -> String {
        self.0.format("%-d %B %Y, %H:%M:%S UTC").to_string()
    }
}

pub(super) fn state(state: StepState) -> &'static str {
    match state {
        StepState::NotChecked => "Not checked",
        StepState::Ok => "OK",
        StepState::Wrong => "Wrong",
        StepState::CannotTell => "Cannot tell",
    }
}

pub(super) fn state_symbol(state: StepState) -> &'static str {
    match state {
        StepState::NotChecked => "○",
        StepState::Ok => "✓",
        StepState::Wrong => "✗",
        StepState::CannotTell => "?",
    }
}

pub(super) fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Yes => "Yes",
        Mark::No => "No",
        Mark::Unknown => "Not known",
    }
}

pub(super) fn mark_symbol(mark: Mark) -> &'static str {
    match mark {
        Mark::Yes => "✓",
        Mark::No => "✗",
        Mark::Unknown => "?",
    }
}

/// What a kind of evidence is called.
pub(super) fn evidence(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Profile => "Profile and answers",
        EvidenceKind::Network => "Connection",
        EvidenceKind::Discovery => "Tenant metadata",
        EvidenceKind::Manifest => "App manifest",
        EvidenceKind::SignIn => "Sign-in",
        EvidenceKind::ErrorPage => "Error page",
        EvidenceKind::Token => "Access token",
        EvidenceKind::Api => "First API call",
    }
}

/// How a check knows what it knows.
pub(super) fn source(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::Profile => "Known from the profile and the answers",
        EvidenceKind::Network => "Tried from the computer that made this report",
        EvidenceKind::Discovery => "Read from the published metadata of the tenant",
        EvidenceKind::Manifest => "Read from the app manifest that was pasted",
        EvidenceKind::SignIn => "Answered by Microsoft Entra at sign-in",
        EvidenceKind::ErrorPage => "Read from the error page that was pasted",
        EvidenceKind::Token => "Read from the access token",
        EvidenceKind::Api => "Answered by the API to the first call",
    }
}

pub(super) fn plan(plan: Plan) -> &'static str {
    match plan {
        Plan::Plan1 => "Defender for Endpoint Plan 1",
        Plan::Plan2 => "Defender for Endpoint Plan 2",
        Plan::Business => "Defender for Business",
    }
}

/// The portal's present words.
pub(super) fn account_types(types: AccountTypes) -> &'static str {
    match types {
        AccountTypes::OneOrganisation => "Single tenant only",
        AccountTypes::AnyOrganisation => "Multiple Entra ID tenants",
        AccountTypes::AnyOrganisationAndPersonal => "Any Entra ID Tenant + Personal Microsoft accounts",
        AccountTypes::PersonalOnly => "Personal accounts only",
    }
}

pub(super) fn access(access: AccessKind) -> &'static str {
    match access {
        AccessKind::UserContext => {
            "User context: on behalf of a signed-in person, with delegated permissions"
        }
        AccessKind::ApplicationContext => {
            "Application context: as the application itself, with application permissions"
        }
    }
}

pub(super) fn yes_or_no(yes: bool) -> &'static str {
    if yes { "Yes" } else { "No" }
}

/// A step that is referred to and not in the list.
pub(super) fn step(step: StepId) -> &'static str {
    match step {
        StepId::Connection => "Connection",
        StepId::Access => "Which access",
        StepId::Cloud => "Plan and cloud",
        StepId::Roles => "Who may do this",
        StepId::Register => "Register",
        StepId::PublicClient => "Public client flows",
        StepId::Api => "API permissions",
        StepId::Permissions => "Which permissions",
        StepId::Consent => "Consent",
        StepId::Ids => "The two IDs",
        StepId::TryIt => "Try it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_in_utc_both_ways() {
        let moment = Moment::from_wire(1_772_442_000_000.0).unwrap();
        assert_eq!(moment.iso(), "2026-03-02T09:00:00Z");
        assert_eq!(moment.readable(), "2 March 2026, 09:00:00 UTC");
        assert_eq!(
            Moment::from_wire(1_772_442_000_999.9),
            Moment::from_wire(1_772_442_000_999.0)
        );
    }

    #[test]
    fn what_is_no_time_is_not_shown_as_one() {
        for milliseconds in [f64::NAN, f64::INFINITY, -1.0, 1e18, LAST_MILLISECOND + 1.0] {
            assert_eq!(Moment::from_wire(milliseconds), None, "{milliseconds}");
        }
    }
}
