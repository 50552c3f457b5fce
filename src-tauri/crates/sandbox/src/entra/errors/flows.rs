//! Refusals of the flows without a redirect URI: device code and password.
//!
//! Sources: v2-oauth2-device-code (`error` values), reference-error-codes (numbers), RFC 8628 §3.5.

use super::EntraError;

impl EntraError {
    pub(crate) fn authorization_pending() -> Self {
        Self::new(
            "authorization_pending",
            70_016,
            "Nobody has entered the code and decided yet. Keep polling.",
        )
    }

    /// No source gives `slow_down` a number of its own; pending is what it means besides.
    pub(crate) fn slow_down() -> Self {
        Self::new(
            "slow_down",
            70_016,
            "Nobody has decided yet, and the application polls too often. Wait five seconds longer.",
        )
    }

    pub(crate) fn device_code_declined() -> Self {
        Self::new(
            "authorization_declined",
            70_018,
            "The user declined. Do not poll any more.",
        )
    }

    pub(crate) fn device_code_expired() -> Self {
        Self::new(
            "expired_token",
            70_020,
            "The value of 'device_code' is not valid: the device code has expired.",
        )
    }

    pub(crate) fn device_code_unknown() -> Self {
        Self::new(
            "bad_verification_code",
            70_018,
            "The value of 'device_code' is not known.",
        )
    }

    pub(crate) fn device_code_redeemed() -> Self {
        Self::new(
            "invalid_grant",
            54_005,
            "The device code was already redeemed. Sign in again.",
        )
    }

    pub(crate) fn user_code_missing() -> Self {
        Self::new("invalid_request", 90_119, "Enter the code first.")
    }

    pub(crate) fn user_code_unknown() -> Self {
        Self::new(
            "bad_verification_code",
            70_018,
            "That code is not known. Check it and enter it again.",
        )
    }

    pub(crate) fn user_code_expired() -> Self {
        Self::new(
            "expired_token",
            70_019,
            "That code has expired. Start again from the application that showed it.",
        )
    }

    pub(crate) fn user_code_used() -> Self {
        Self::new(
            "invalid_request",
            90_120,
            "That code was already used. Start again from the application that showed it.",
        )
    }

    /// A refresh of a session that began with a device code, when a policy forbids such sessions.
    pub(crate) fn device_session_refused() -> Self {
        Self::new(
            "invalid_grant",
            530_036,
            "The refresh token was rejected: the session began with a device code, and a Conditional Access policy \
             for authentication flows blocks such sessions.",
        )
    }

    pub(crate) fn wrong_password() -> Self {
        Self::new(
            "invalid_grant",
            50_126,
            "The credentials could not be validated: the username or the password is not right.",
        )
    }

    pub(crate) fn not_on_shared_paths() -> Self {
        Self::new(
            "invalid_request",
            9_001_023,
            "The grant type is not supported over the /common or /consumers endpoints. Use the tenant's own.",
        )
    }
}
