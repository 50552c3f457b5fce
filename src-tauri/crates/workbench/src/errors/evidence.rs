//! Evidence that cannot be read, and checks that were stopped.

use contract::{CommandError, ErrorCode};
use registration::manifest::ManifestError;

/// A pasted text that is no app manifest. The error never repeats the text.
pub(crate) fn manifest(error: ManifestError) -> CommandError {
    CommandError {
        field: Some("text".to_owned()),
        ..CommandError::new(ErrorCode::ManifestUnreadable, error.message, error.hint)
    }
}

/// A pasted text in which no error of Microsoft Entra is found.
pub(crate) fn error_page() -> CommandError {
    CommandError {
        field: Some("text".to_owned()),
        ..CommandError::new(
            ErrorCode::ErrorPageUnreadable,
            "No Microsoft Entra error was found in this text.",
            "Copy the whole error page from the browser (select all, copy). Its message begins with AADSTS and a number; that \
             number alone will do as well.",
        )
    }
}

pub(crate) fn check_cancelled() -> CommandError {
    CommandError::new(
        ErrorCode::CheckCancelled,
        "The check was cancelled.",
        "What was found so far is kept. Press Check everything to start again.",
    )
}
