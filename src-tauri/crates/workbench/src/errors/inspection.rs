//! Looking at tokens: keys that cannot be had, and a token that there never was.

use super::{sentence, sign_in};
use contract::{CommandError, ErrorCode};
use entra::keys::KeysError;

/// Why there are no keys to check a signature with.
pub(crate) fn keys(error: &KeysError) -> CommandError {
    tracing::warn!(%error, "the tenant's keys");
    match error {
        KeysError::Refused(error) => sign_in::refused(ErrorCode::TokenRefused, "Entra gave no keys", error),
        KeysError::Network(error) => sign_in::network(error.kind, "the sign-in service"),
        KeysError::Unexpected(what) => sign_in::unexpected(what),
        KeysError::Elsewhere => CommandError::new(
            ErrorCode::NetworkUnexpectedAnswer,
            "The tenant's metadata says that its keys lie outside the sign-in service, so they were not fetched.",
            "A proxy may be changing answers on the way. Compare the metadata on another network.",
        ),
        KeysError::NoKeys | KeysError::TooMany { .. } => CommandError::new(
            ErrorCode::NetworkUnexpectedAnswer,
            format!("{}.", sentence(&error.to_string())),
            "A proxy may be changing answers on the way, or the profile's sign-in address is not the one of Microsoft Entra.",
        ),
    }
}

/// The session has had no token before its present one.
pub(crate) fn no_previous_token() -> CommandError {
    CommandError::new(
        ErrorCode::ResultGone,
        "There is no earlier token of this session to compare with.",
        "Only the token before the present one is remembered, while the program runs. Renew the token or sign in again, then \
         compare; or paste the earlier one.",
    )
}
