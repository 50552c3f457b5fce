//! What a person reads when a profile or a file is not taken.

use super::*;
use crate::profiles::ImportError;
use std::path::Path;

#[test]
fn profile_invalid_for_endpoints_names_the_field() {
    let broken = registration::check_endpoints("http://login.example", "", "").unwrap_err();
    let error = field(broken);
    reads(
        &error,
        ErrorCode::ProfileInvalid,
        "must begin with https://",
        "this machine only",
    );
    assert_eq!(error.field.as_deref(), Some("endpoints.authority"));

    let error = sandbox_with_endpoints();
    reads(
        &error,
        ErrorCode::ProfileInvalid,
        "endpoints of its own",
        "Choose the cloud",
    );
    assert_eq!(error.field.as_deref(), Some("cloud"));
}

#[test]
fn import_unreadable_says_which_file_is_wanted() {
    for (error, sentence, next) in [
        (ImportError::TooLarge, "larger than 1 MiB", "Export"),
        (ImportError::NotJson, "not JSON", "Export"),
        (ImportError::NotOurs, "no profiles of this program", "Export"),
        (ImportError::Newer, "newer version", "Update"),
        (ImportError::Empty, "is empty", "Export"),
    ] {
        reads(&import(error), ErrorCode::ImportUnreadable, sentence, next);
    }
}

#[test]
fn file_not_saved_names_the_file_and_the_reason() {
    reads(
        &file_not_saved(Path::new("folder/report.html"), &broken()),
        ErrorCode::FileNotSaved,
        "report.html was not saved: the disk is full",
        "another folder",
    );
    reads(
        &file_not_saved(Path::new("/"), &broken()),
        ErrorCode::FileNotSaved,
        "the disk is full",
        "disk has room",
    );
}
