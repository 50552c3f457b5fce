//! Changes for many targets, and saved views.

use contract::{CommandError, ErrorCode};

pub(crate) fn bulk_gone() -> CommandError {
    CommandError::new(
        ErrorCode::BulkGone,
        "This plan is no longer held: it was run before, or somebody else is signed in now.",
        "Look at the log of changes to see what was sent, then plan the change again.",
    )
}

pub(crate) fn bulk_empty() -> CommandError {
    CommandError::new(
        ErrorCode::BulkEmpty,
        "Nothing was sent: no row of the plan can be sent.",
        "The table says for each row what is wrong with it.",
    )
}

pub(crate) fn bulk_too_large(most: usize) -> CommandError {
    CommandError::new(
        ErrorCode::BulkTooLarge,
        format!("So many rows cannot be changed at once: at most {most} can."),
        "Select fewer rows, or filter the table first.",
    )
}

/// A file whose lines cannot be read.
pub(crate) fn bulk_unreadable(name: &str, why: &str) -> CommandError {
    CommandError::new(
        ErrorCode::BulkUnreadable,
        format!("The file {name} cannot be used: {why}."),
        "Save it as CSV with the names of the columns in its first line, then choose it again.",
    )
}

/// A file without the column that names targets.
pub(crate) fn bulk_no_target(noun: &str, columns: &[String]) -> CommandError {
    CommandError::new(
        ErrorCode::BulkUnreadable,
        format!("No column of the file names the {noun}."),
        format!(
            "Columns that count are: {}. Save an empty file to see how they are written.",
            columns.join(", ")
        ),
    )
}

/// A view that cannot be kept under a name.
pub(crate) fn view_invalid(field: &str, rule: &str) -> CommandError {
    CommandError {
        field: Some(field.to_owned()),
        ..CommandError::new(
            ErrorCode::ViewInvalid,
            format!("The view cannot be saved: {rule}."),
            "Correct it, then save again.",
        )
    }
}
