//! Every crate's errors as the one wire error: code, one plain sentence, what to do next.
//!
//! Invariants: each `match` names every variant, so that a new one cannot go unmapped; nothing here shows
//! a secret; the service's own words go to `service_message`, never into the sentence.

mod api;
mod bulk;
mod calls;
mod evidence;
mod inspection;
mod profiles;
mod sign_in;
#[cfg(test)]
mod tests;

pub(crate) use api::{api, append, paging, unreadable};
pub(crate) use bulk::{bulk_empty, bulk_gone, bulk_no_target, bulk_too_large, bulk_unreadable, view_invalid};
pub(crate) use calls::{
    action_duplicate, action_not_confirmed, call_cancelled, call_gone, call_invalid, file, file_not_read,
    log_unreadable, nothing_to_compare, upload_gone,
};
pub(crate) use evidence::{check_cancelled, error_page, manifest};
pub(crate) use inspection::{keys, no_previous_token};
pub(crate) use profiles::{field, file_not_saved, import, sandbox_with_endpoints};
pub(crate) use sign_in::{
    browser, cancelled, device_sign_in, no_account, no_attempt, no_token, not_registered, not_renewable,
    password_sample_off, password_sign_in, policy, renewal, replaced, sign_in,
};

use contract::{CommandError, ErrorCode};
use std::error::Error;

/// A wire error on its way through a crate that only knows boxed errors.
#[derive(Debug)]
pub(crate) struct Carried(pub(crate) CommandError);

impl std::fmt::Display for Carried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl Error for Carried {}

pub(crate) fn no_profile() -> CommandError {
    CommandError::new(
        ErrorCode::ProfileNotFound,
        "There is no such profile.",
        "Open Set up and use the sandbox tenant, or enter your own app registration.",
    )
}

pub(crate) fn not_saved(error: crate::settings::NotSaved) -> CommandError {
    tracing::error!(%error, "settings not saved");
    CommandError::new(
        ErrorCode::SettingsNotSaved,
        format!("The settings could not be saved: {error}."),
        "Check that the disk has room and that you may write to the program's data folder, then try again.",
    )
}

/// HTTP clients that cannot be made of what was set.
pub(crate) fn clients(error: crate::OpenError) -> CommandError {
    tracing::warn!(%error, "network settings refused");
    CommandError::new(
        ErrorCode::NetworkSettingsInvalid,
        "The network settings cannot be used.",
        format!("Check the proxy's address and the certificates. The system said: {error}."),
    )
}

pub(crate) fn authority(error: entra::AuthorityError) -> CommandError {
    CommandError {
        field: Some("tenant".to_owned()),
        ..CommandError::new(
            ErrorCode::ProfileInvalid,
            format!("This tenant cannot be used to sign in: {error}."),
            "Open Set up and enter the Directory (tenant) ID from the app registration's Overview page.",
        )
    }
}

pub(crate) fn sandbox(error: sandbox::StartError) -> CommandError {
    tracing::error!(%error, "sandbox tenant not started");
    CommandError::new(
        ErrorCode::SandboxNotStarted,
        "The sandbox tenant could not be started.",
        format!(
            "It needs a free port on 127.0.0.1; security software may forbid that. The system said: {error}."
        ),
    )
}

pub(crate) fn vault(error: vault::VaultError) -> CommandError {
    tracing::warn!(%error, "vault");
    match &error {
        vault::VaultError::SetAside { .. } => CommandError::new(
            ErrorCode::SignInRequired,
            "The saved sign-in could not be opened, so it was set aside.",
            "It was changed, cut off, or comes from another machine or user. Sign in again.",
        ),
        vault::VaultError::File { source, .. } => CommandError::new(
            ErrorCode::VaultUnavailable,
            format!("{}: {source}.", sentence(&error.to_string())),
            "Check that the disk has room and that you may write to the program's data folder, then try again.",
        ),
        vault::VaultError::BadId | vault::VaultError::TooLong | vault::VaultError::Ending => {
            internal(&error.to_string())
        }
    }
}

pub(crate) fn stored_session(error: serde_json::Error) -> CommandError {
    tracing::warn!(%error, "sealed session has an unknown shape");
    CommandError::new(
        ErrorCode::SignInRequired,
        "The saved sign-in was written by another version of this program.",
        "Sign in again.",
    )
}

pub(crate) fn restore_timed_out() -> CommandError {
    CommandError::new(
        ErrorCode::NetworkTimedOut,
        "The saved sign-in could not be renewed in time.",
        "It is kept. Check the network, then restart the program or sign in again.",
    )
}

pub(crate) fn signed_out() -> CommandError {
    CommandError::new(
        ErrorCode::SignInRequired,
        "You are not signed in.",
        "Open Sign in and sign in.",
    )
}

pub(crate) fn decode(error: token::DecodeError) -> CommandError {
    CommandError::new(ErrorCode::TokenNotAJwt, error.to_string(), error.advice())
}

pub(crate) fn result_gone() -> CommandError {
    CommandError::new(
        ErrorCode::ResultGone,
        "This result is no longer held.",
        "Load it again; the program keeps the last few results only.",
    )
}

pub(crate) fn view_gone() -> CommandError {
    CommandError::new(
        ErrorCode::ResultGone,
        "The table was sorted or filtered anew meanwhile.",
        "The table refreshes by itself.",
    )
}

pub(crate) fn table(error: table::TableError) -> CommandError {
    if let table::TableError::TooManyRows { .. } = &error {
        return CommandError::new(
            ErrorCode::ExportTooLarge,
            format!("This cannot be copied: {error}."),
            "Select fewer rows, or save them to a file.",
        );
    }
    CommandError::new(
        ErrorCode::ResultOutOfRange,
        format!("The table cannot show this: {error}."),
        "Reset sorting and filters, or load again.",
    )
}

pub(crate) fn stopped(error: tokio::task::JoinError) -> CommandError {
    tracing::error!(%error, "a background task stopped");
    internal("a background task stopped")
}

pub(crate) fn internal(what: &str) -> CommandError {
    CommandError::new(
        ErrorCode::Internal,
        format!("The program made a mistake: {what}."),
        "Restart the program. If it happens again, report it with the log file from the data folder.",
    )
}

/// The system's clipboard refused.
pub(crate) fn clipboard_unavailable() -> CommandError {
    CommandError::new(
        ErrorCode::ClipboardUnavailable,
        "The clipboard could not be used.",
        "Another program may hold it. Try again, or select the text and copy it yourself.",
    )
}

/// A crate's error text begins small; a sentence does not.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
