//! Profiles, and the files that they and other texts are written to.

use super::sentence;
use crate::profiles::ImportError;
use contract::{CommandError, ErrorCode};
use std::path::Path;

/// A value of the form that breaks a rule. The error never repeats a value that may be a secret.
pub(crate) fn field(error: registration::FieldError) -> CommandError {
    CommandError {
        field: Some(error.field.to_owned()),
        ..CommandError::new(ErrorCode::ProfileInvalid, error.message, error.hint)
    }
}

/// The banner that says *sandbox* must never stand above another service.
pub(crate) fn sandbox_with_endpoints() -> CommandError {
    CommandError {
        field: Some("cloud".to_owned()),
        ..CommandError::new(
            ErrorCode::ProfileInvalid,
            "The sandbox tenant has endpoints of its own.",
            "Choose the cloud that your endpoints stand for, or take the endpoints away.",
        )
    }
}

pub(crate) fn import(error: ImportError) -> CommandError {
    let (message, hint) = match error {
        ImportError::TooLarge => (
            "This file is larger than 1 MiB and was not read.",
            "Choose a file that was made with Export; such files are small.",
        ),
        ImportError::NotJson => (
            "This file is not JSON, or it was cut off.",
            "Choose a file that was made with Export, or make it again.",
        ),
        ImportError::NotOurs => (
            "This file holds no profiles of this program.",
            "Choose a file that was made with Export.",
        ),
        ImportError::Newer => (
            "This file was made by a newer version of this program.",
            "Update this program, or enter the profile on Set up.",
        ),
        ImportError::Empty => (
            "The list of profiles in this file is empty.",
            "Make the file again with Export, on a machine that has profiles.",
        ),
    };
    CommandError {
        field: Some("text".to_owned()),
        ..CommandError::new(ErrorCode::ImportUnreadable, message, hint)
    }
}

pub(crate) fn file_not_saved(path: &Path, error: &std::io::Error) -> CommandError {
    tracing::warn!(%error, "file not saved");
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    CommandError::new(
        ErrorCode::FileNotSaved,
        format!(
            "{} was not saved: {error}.",
            sentence(&format!("the file {name}"))
        ),
        "Check that the disk has room and that you may write to this folder, and close any program that holds the file. Then try again, \
         or choose another folder.",
    )
}
