//! Contract and domain speak of the same things; here are the pairs.

use contract::{AccessKind, AccountTypes, EvidenceKind, Mark, StepId, StepState};
use registration::diagnosis;

/// What the services are called in evidence.
pub(super) const SIGN_IN_SERVICE: &str = "The sign-in service";
pub(super) const API: &str = "The API";

pub(super) const STEPS: [(StepId, registration::StepId); 11] = [
    (StepId::Connection, registration::StepId::Connection),
    (StepId::Access, registration::StepId::Access),
    (StepId::Cloud, registration::StepId::Cloud),
    (StepId::Roles, registration::StepId::Roles),
    (StepId::Register, registration::StepId::Register),
    (StepId::PublicClient, registration::StepId::PublicClient),
    (StepId::Api, registration::StepId::Api),
    (StepId::Permissions, registration::StepId::Permissions),
    (StepId::Consent, registration::StepId::Consent),
    (StepId::Ids, registration::StepId::Ids),
    (StepId::TryIt, registration::StepId::TryIt),
];

pub(super) fn step(step: registration::StepId) -> StepId {
    use registration::StepId as Domain;
    match step {
        Domain::Connection => StepId::Connection,
        Domain::Access => StepId::Access,
        Domain::Cloud => StepId::Cloud,
        Domain::Roles => StepId::Roles,
        Domain::Register => StepId::Register,
        Domain::PublicClient => StepId::PublicClient,
        Domain::Api => StepId::Api,
        Domain::Permissions => StepId::Permissions,
        Domain::Consent => StepId::Consent,
        Domain::Ids => StepId::Ids,
        Domain::TryIt => StepId::TryIt,
    }
}

pub(super) fn state(state: registration::State) -> StepState {
    match state {
        registration::State::NotChecked => StepState::NotChecked,
        registration::State::Ok => StepState::Ok,
        registration::State::Wrong => StepState::Wrong,
        registration::State::CannotTell => StepState::CannotTell,
    }
}

pub(super) fn source(source: registration::Source) -> EvidenceKind {
    use registration::Source;
    match source {
        Source::Profile => EvidenceKind::Profile,
        Source::Network => EvidenceKind::Network,
        Source::Discovery => EvidenceKind::Discovery,
        Source::Manifest => EvidenceKind::Manifest,
        Source::SignIn => EvidenceKind::SignIn,
        Source::ErrorPage => EvidenceKind::ErrorPage,
        Source::Token => EvidenceKind::Token,
        Source::Api => EvidenceKind::Api,
    }
}

pub(super) fn mark(mark: diagnosis::Mark) -> Mark {
    match mark {
        diagnosis::Mark::Yes => Mark::Yes,
        diagnosis::Mark::No => Mark::No,
        diagnosis::Mark::Unknown => Mark::Unknown,
    }
}

pub(super) fn account_types(types: AccountTypes) -> registration::AccountTypes {
    match types {
        AccountTypes::OneOrganisation => registration::AccountTypes::OneOrganisation,
        AccountTypes::AnyOrganisation => registration::AccountTypes::AnyOrganisation,
        AccountTypes::AnyOrganisationAndPersonal => registration::AccountTypes::AnyOrganisationAndPersonal,
        AccountTypes::PersonalOnly => registration::AccountTypes::PersonalOnly,
    }
}

pub(super) fn access(access: registration::guide::adviser::Access) -> AccessKind {
    match access {
        registration::guide::adviser::Access::UserContext => AccessKind::UserContext,
        registration::guide::adviser::Access::ApplicationContext => AccessKind::ApplicationContext,
    }
}
