//! Keys that cannot be had.

use super::*;
use entra::keys::KeysError;

#[test]
fn keys_that_entra_refuses() {
    reads(
        &keys(&KeysError::Refused(entra_error("invalid_tenant", Some(90002)))),
        ErrorCode::TokenRefused,
        "Entra gave no keys",
        "tenant",
    );
}

#[test]
fn keys_behind_a_proxys_page() {
    reads(
        &keys(&KeysError::Unexpected(UnexpectedAnswer::Html { status: 200 })),
        ErrorCode::NetworkUnexpectedAnswer,
        "a web page",
        "proxy",
    );
}

#[test]
fn keys_that_lie_elsewhere() {
    reads(
        &keys(&KeysError::Elsewhere),
        ErrorCode::NetworkUnexpectedAnswer,
        "outside the sign-in service",
        "proxy",
    );
}

#[test]
fn keys_that_are_none_or_too_many() {
    for (error, sentence) in [
        (KeysError::NoKeys, "names no key"),
        (KeysError::TooMany { found: 4000 }, "4000 keys"),
    ] {
        reads(
            &keys(&error),
            ErrorCode::NetworkUnexpectedAnswer,
            sentence,
            "sign-in address",
        );
    }
}

#[test]
fn no_earlier_token() {
    reads(
        &no_previous_token(),
        ErrorCode::ResultGone,
        "no earlier token",
        "Renew the token",
    );
}
