//! Evidence that cannot be read, and checks that were stopped.

use super::*;

#[test]
fn manifest_unreadable() {
    let planted = "planted-text";
    let error = manifest(registration::manifest::read(planted).unwrap_err());
    reads(&error, ErrorCode::ManifestUnreadable, "JSON", "Manifest");
    assert_eq!(error.field.as_deref(), Some("text"));
    assert!(!format!("{error:?}").contains(planted));
}

#[test]
fn manifest_unreadable_for_an_enterprise_application() {
    let error = registration::manifest::read(
        r#"{"appId":"3f1c2a9e-0000-4b8e-8f57-9b0c5d2e7a41","servicePrincipalType":"Application"}"#,
    );
    reads(
        &manifest(error.unwrap_err()),
        ErrorCode::ManifestUnreadable,
        "nterprise application",
        "App registrations",
    );
}

#[test]
fn error_page_unreadable() {
    reads(
        &error_page(),
        ErrorCode::ErrorPageUnreadable,
        "No Microsoft Entra error",
        "AADSTS",
    );
}

#[test]
fn check_cancelled_keeps_what_was_found() {
    reads(
        &check_cancelled(),
        ErrorCode::CheckCancelled,
        "was cancelled",
        "is kept",
    );
}
