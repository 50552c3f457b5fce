//! Calls from the explorer: what keeps one from being sent, and what is no longer there.

use contract::{CommandError, ErrorCode};
use defender::files::FileError;
use defender::form::InvalidValue;

/// A form that breaks rules; the first is named.
pub(crate) fn call_invalid(invalid: &[InvalidValue]) -> CommandError {
    let first = invalid.first();
    CommandError {
        field: first.map(|invalid| invalid.name.clone()),
        ..CommandError::new(
            ErrorCode::CallInvalid,
            match first {
                Some(invalid) => format!("{}: {}", invalid.name, invalid.message),
                None => "The form cannot be sent.".to_owned(),
            },
            match invalid.len() {
                0 | 1 => "Correct the field, then send again.".to_owned(),
                several => format!("Correct the {several} fields that are marked, then send again."),
            },
        )
    }
}

pub(crate) fn call_gone() -> CommandError {
    CommandError::new(
        ErrorCode::CallGone,
        "This call is no longer held.",
        "Send it again; the program keeps the last few calls only.",
    )
}

pub(crate) fn call_cancelled() -> CommandError {
    CommandError::new(
        ErrorCode::LoadCancelled,
        "The call was cancelled.",
        "Send it again. A call that changes something may have been carried out all the same: look before you repeat it.",
    )
}

pub(crate) fn action_not_confirmed(name: &str) -> CommandError {
    CommandError {
        field: Some("confirmedName".to_owned()),
        ..CommandError::new(
            ErrorCode::ActionNotConfirmed,
            format!("The call was not sent: the name that was typed is not {name}."),
            "Type the device's name as it is shown, to be sure that it is the one you mean.",
        )
    }
}

pub(crate) fn action_duplicate() -> CommandError {
    CommandError::new(
        ErrorCode::ActionDuplicate,
        "The call was not sent: an action of the same kind is pending on this device.",
        "Wait until it has ended, or cancel it first.",
    )
}

pub(crate) fn nothing_to_compare() -> CommandError {
    CommandError::new(
        ErrorCode::NothingToCompare,
        "There is no earlier answer of the same call to compare with.",
        "Send the same call again; the program keeps the last few answers only.",
    )
}

pub(crate) fn log_unreadable(error: &std::io::Error) -> CommandError {
    tracing::warn!(%error, "log of changes not read");
    CommandError::new(
        ErrorCode::FileNotRead,
        format!("The log of changes could not be read: {error}."),
        "It is changes.jsonl in the program's data folder. Check that you may read it.",
    )
}

pub(crate) fn upload_gone() -> CommandError {
    CommandError::new(
        ErrorCode::CallInvalid,
        "The file that was chosen is no longer held.",
        "Choose it again.",
    )
}

pub(crate) fn file_not_read(path: &std::path::Path, error: &std::io::Error) -> CommandError {
    tracing::warn!(%error, "file not read");
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    CommandError::new(
        ErrorCode::FileNotRead,
        format!("The file {name} was not read: {error}."),
        "Check that you may read it, then choose it again.",
    )
}

/// A file that an answer links to.
pub(crate) fn file(error: FileError) -> CommandError {
    match error {
        FileError::Api(error) => super::api(*error),
        FileError::NotSecure => CommandError::new(
            ErrorCode::LinkRefused,
            "The file was not fetched: its address is not a secure one.",
            "Only https addresses are asked.",
        ),
        FileError::Packed(_) | FileError::Content(_) | FileError::TooLarge => CommandError::new(
            ErrorCode::NetworkUnexpectedAnswer,
            format!("The file was not read: {error}."),
            "Ask for the export again: its links live for hours only. A proxy may be changing files on the way.",
        ),
    }
}
