//! The frame's state.

use crate::{Workbench, target};
use contract::{AppStateDto, NoticeId, OperationEffect, OperationRefDto, PermissionDto};
use defender::catalogue::{Effect, Operation};
use vault::MemoryReason;

impl Workbench {
    /// Everything outside the screens' own data, as it is now.
    pub(crate) async fn state(&self) -> AppStateDto {
        self.note_memory_only();
        let settings = self.settings.get();
        let session = settings
            .active_profile_id
            .as_deref()
            .and_then(|id| self.session_dto(id));
        let sessions = settings
            .profiles
            .iter()
            .filter_map(|profile| self.session_dto(&profile.id))
            .collect();
        let policy_challenge = settings
            .active_profile_id
            .as_deref()
            .is_some_and(|id| self.sessions.challenge(id).is_some());
        AppStateDto {
            policy_challenge,
            set_up: self.is_set_up(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            theme: settings.theme,
            profiles: settings.profiles.into_iter().map(Into::into).collect(),
            active_profile_id: settings.active_profile_id,
            session,
            sessions,
            clouds: target::clouds(),
            permissions: permissions(),
            sandbox: self.sandbox_dto().await,
            notices: self.notices.list(),
        }
    }

    /// Says once that sessions end with the program, and why.
    fn note_memory_only(&self) {
        let Some(reason) = self.vault.take_memory_only_news() else {
            return;
        };
        let why = match reason {
            MemoryReason::Absent => "This system has no key store that the program can use.",
            MemoryReason::Locked => "The system's key store is locked.",
            MemoryReason::NoAnswer => "The system's key store did not answer.",
            MemoryReason::Failed => "The system's key store reported a fault.",
        };
        self.notices.raise(
            NoticeId::MemoryOnly,
            format!("{why} Your sign-in is kept in memory only and ends when you close the program."),
            "Nothing is written to disk unprotected. Unlock or install a key store (on Linux a Secret Service such as \
             GNOME Keyring or KWallet), then restart the program.",
        );
    }
}

fn permissions() -> Vec<PermissionDto> {
    defender::catalogue()
        .delegated_permissions()
        .iter()
        .map(|permission| PermissionDto {
            value: permission.value.to_string(),
            display_name: permission.display.to_string(),
            operations: operations(permission),
        })
        .collect()
}

/// The operations that a permission opens, as the window shows them.
pub(crate) fn operations(permission: &defender::catalogue::Permission) -> Vec<OperationRefDto> {
    let catalogue = defender::catalogue();
    permission
        .operations
        .iter()
        .filter_map(|id| catalogue.operation(id))
        .map(operation)
        .collect()
}

/// An operation as the window shows it.
pub(crate) fn operation(operation: &Operation) -> OperationRefDto {
    OperationRefDto {
        id: operation.id.to_string(),
        title: operation.title.to_string(),
        method: operation.method.to_string(),
        path: operation.path.to_string(),
        effect: effect(operation.effect),
    }
}

/// What an operation does to the tenant.
pub(crate) fn effect(effect: Effect) -> OperationEffect {
    match effect {
        Effect::Read => OperationEffect::Read,
        Effect::Write => OperationEffect::Write,
        Effect::Act => OperationEffect::Act,
    }
}
