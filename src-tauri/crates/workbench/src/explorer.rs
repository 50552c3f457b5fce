//! The explorer's list of operations, and what a profile allows beside reading.
//!
//! Owns: each operation's state against the session's token, the admin's marks, and the guard.
//! Refuses to know: how a form is filled in or a call is sent.
//!
//! Invariant: a state is advice. Nothing but the guard keeps a call from being sent.

mod detail;
mod filter;

pub(crate) use detail::{field, limits};

use crate::permissions::in_words;
use crate::settings::Guard;
use crate::{Workbench, errors, state};
use contract::{
    CommandError, ErrorCode, ExplorerDto, ExplorerRowDto, GuardDto, OperationState, SetFavouriteRequest,
    SetGuardRequest,
};
use defender::catalogue::{Effect, Operation};
use token::OperationPermissions;

/// Operations that no other call takes back, or that run somebody's script: they need the second switch.
const DRASTIC: [&str; 2] = ["offboardMachine", "runLiveResponse"];

/// How an operation stands against a token: the state, and the permission that opens it or any of which would.
type Standing = (OperationState, Vec<String>);

impl Workbench {
    /// Every documented operation, as the active profile sees it.
    #[must_use]
    pub fn explorer(&self) -> ExplorerDto {
        let favourites = self.settings.get().favourites;
        let operations = defender::catalogue().operations();
        ExplorerDto {
            operations: operations
                .iter()
                .zip(self.standings(operations))
                .map(|(operation, (state, permissions))| ExplorerRowDto {
                    operation: state::operation(operation),
                    group: in_words(&operation.group),
                    state,
                    permissions,
                    favourite: favourites.contains(&operation.id),
                })
                .collect(),
            guard: self.guard_dto(),
        }
    }

    /// Marks an operation, or takes the mark away.
    ///
    /// # Errors
    /// Where there is no such operation, or the settings cannot be written.
    pub fn set_favourite(&self, request: SetFavouriteRequest) -> Result<ExplorerDto, CommandError> {
        known(&request.operation_id)?;
        self.settings
            .change(|settings| {
                settings.favourites.retain(|id| *id != request.operation_id);
                if request.favourite {
                    settings.favourites.push(request.operation_id);
                }
            })
            .map_err(errors::not_saved)?;
        Ok(self.explorer())
    }

    /// Sets what a profile allows. Forbidding changes forbids the drastic ones, too.
    ///
    /// # Errors
    /// Where there is no such profile, or the settings cannot be written.
    pub fn set_guard(&self, request: &SetGuardRequest) -> Result<ExplorerDto, CommandError> {
        self.known(&request.profile_id)?;
        self.settings
            .change(|settings| {
                for profile in &mut settings.profiles {
                    if profile.id == request.profile_id {
                        profile.guard = Guard {
                            changes_allowed: request.changes_allowed,
                            drastic_allowed: request.changes_allowed && request.drastic_allowed,
                        };
                    }
                }
            })
            .map_err(errors::not_saved)?;
        tracing::info!(
            changes = request.changes_allowed,
            drastic = request.drastic_allowed,
            "guard set"
        );
        Ok(self.explorer())
    }

    /// Whether the active profile allows changes.
    pub(crate) fn changes_allowed(&self) -> bool {
        self.guard_dto().changes_allowed
    }

    fn guard_dto(&self) -> GuardDto {
        let profile = self.settings.active_profile();
        let guard = profile.as_ref().map(|profile| profile.guard).unwrap_or_default();
        GuardDto {
            profile_id: profile.map(|profile| profile.id),
            changes_allowed: guard.changes_allowed,
            drastic_allowed: guard.changes_allowed && guard.drastic_allowed,
        }
    }

    /// Refuses what the active profile does not allow.
    pub(crate) fn guarded(&self, operation: &Operation) -> Result<(), CommandError> {
        let guard = self.guard_dto();
        if operation.effect != Effect::Read && !guard.changes_allowed {
            return Err(CommandError::new(
                ErrorCode::ChangesLocked,
                "This profile is read-only, so the call was not sent.",
                "Allow changes for this profile above the operation, if you mean to change something in this tenant.",
            ));
        }
        if is_drastic(operation) && !guard.drastic_allowed {
            return Err(CommandError::new(
                ErrorCode::DrasticLocked,
                "Calls that cannot be taken back are switched off in this profile, so the call was not sent.",
                "Offboarding and live response have a switch of their own beside \"Allow changes\".",
            ));
        }
        Ok(())
    }

    /// How each operation stands against the session's token.
    fn standings(&self, operations: &[Operation]) -> Vec<Standing> {
        let Ok(session) = self.session() else {
            return operations
                .iter()
                .map(|operation| (OperationState::SignedOut, owned(operation.delegated_names())))
                .collect();
        };
        let Ok(decoded) = session.decoded() else {
            return operations
                .iter()
                .map(|operation| (OperationState::CannotTell, owned(operation.delegated_names())))
                .collect();
        };
        let of_an_application = crate::token_report::is_of_an_application(&decoded);
        let (claim, accepted): (&str, fn(&Operation) -> Vec<&str>) = if of_an_application {
            ("roles", Operation::application_names)
        } else {
            ("scp", Operation::delegated_names)
        };
        let needs: Vec<OperationPermissions<'_>> = operations
            .iter()
            .map(|operation| OperationPermissions {
                id: &operation.id,
                delegated: accepted(operation),
            })
            .collect();
        token::coverage(&decoded.words(claim), &needs)
            .into_iter()
            .zip(&needs)
            .map(|(covered, need)| match covered.state {
                token::CoverageState::Allowed { by } => (OperationState::Ready, vec![by]),
                token::CoverageState::Missing { any_of } => (OperationState::Missing, any_of),
                token::CoverageState::NoDelegatedPermission => (OperationState::NotDocumented, Vec::new()),
                token::CoverageState::CannotTell => {
                    (OperationState::CannotTell, owned(need.delegated.clone()))
                }
            })
            .collect()
    }

    /// How one operation stands.
    pub(crate) fn standing(&self, operation: &Operation) -> Standing {
        self.standings(std::slice::from_ref(operation))
            .pop()
            .unwrap_or((OperationState::CannotTell, Vec::new()))
    }
}

/// The operation with this id.
pub(crate) fn known(id: &str) -> Result<&'static Operation, CommandError> {
    defender::catalogue()
        .operation(id)
        .ok_or_else(|| errors::internal(&format!("there is no operation {id}")))
}

/// Hard or impossible to take back.
pub(crate) fn is_drastic(operation: &Operation) -> bool {
    DRASTIC.contains(&operation.id.as_str())
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
