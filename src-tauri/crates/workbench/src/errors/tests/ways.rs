//! Other ways to sign in than the browser, and policies that ask for more.

use super::*;
use entra::DeviceSignInError;

fn demanding(error: &str, aadsts: u32) -> Box<EntraError> {
    Box::new(EntraError {
        claims: Some("{\"access_token\":{}}".to_owned()),
        ..*entra_error(error, Some(aadsts))
    })
}

#[test]
fn sign_in_cancelled_while_a_code_was_shown_says_what_becomes_of_the_code() {
    reads(
        &device_sign_in(DeviceSignInError::Cancelled),
        ErrorCode::SignInCancelled,
        "cancelled",
        "leads nowhere",
    );
}

#[test]
fn device_code_expired_by_the_services_word_and_by_the_clock() {
    for source in [None, Some(entra_error("expired_token", Some(70_020)))] {
        reads(
            &device_sign_in(DeviceSignInError::Expired(source)),
            ErrorCode::DeviceCodeExpired,
            "before it ended",
            "enter the new code",
        );
    }
}

#[test]
fn sign_in_refused_with_a_device_code_says_by_whom() {
    for (error, sentence) in [
        (
            DeviceSignInError::NoCode(TokenError::Refused(entra_error("invalid_client", Some(999_999)))),
            "Entra gave no code: invalid_client (AADSTS999999)",
        ),
        (
            DeviceSignInError::Declined(entra_error("authorization_declined", Some(999_999))),
            "declined on the other device",
        ),
        (
            DeviceSignInError::BadCode(entra_error("bad_verification_code", Some(999_999))),
            "does not recognise the device code",
        ),
        (
            DeviceSignInError::Refused(entra_error("invalid_grant", Some(999_999))),
            "Entra refused the sign-in",
        ),
    ] {
        let error = device_sign_in(error);
        reads(&error, ErrorCode::SignInRefused, sentence, "error?code=999999");
        assert_eq!(error.service_message.as_deref(), Some("What Entra wrote."));
    }
}

#[test]
fn public_client_flows_that_are_off_show_with_a_device_code_and_are_explained() {
    let refused = DeviceSignInError::Refused(entra_error("invalid_client", Some(7_000_218)));
    reads(
        &device_sign_in(refused),
        ErrorCode::SignInRefused,
        "(AADSTS7000218)",
        "public client flows",
    );
}

#[test]
fn what_keeps_a_device_code_from_its_tokens_otherwise_reads_as_elsewhere() {
    reads(
        &device_sign_in(DeviceSignInError::Untrusted(Untrusted::NoIdToken)),
        ErrorCode::SignInAnswerUntrusted,
        "holds no id token",
        "Sign in again",
    );
    for error in [
        DeviceSignInError::NoCode(TokenError::BadClaims),
        DeviceSignInError::Token(TokenError::BadClaims),
    ] {
        reads(
            &device_sign_in(error),
            ErrorCode::TokenRefused,
            "cannot be read",
            "Sign in again",
        );
    }
}

#[test]
fn password_sample_off_names_the_switch() {
    let error = password_sample_off();
    reads(
        &error,
        ErrorCode::PasswordSampleOff,
        "does not allow",
        "switch it on in the profile",
    );
    assert_eq!(error.field.as_deref(), Some("allowPasswordSample"));
}

#[test]
fn a_password_that_brings_no_token_is_told_why_it_cannot() {
    let error = password_sign_in(TokenError::Refused(entra_error("invalid_grant", Some(50_126))));
    reads(
        &error,
        ErrorCode::TokenRefused,
        "(AADSTS50126)",
        "password hash is not synchronised",
    );
    assert_eq!(error.service_message.as_deref(), Some("What Entra wrote."));
    // A policy's challenge does not hide it: a password alone never meets one.
    let error = password_sign_in(TokenError::Refused(demanding("interaction_required", 50_076)));
    reads(
        &error,
        ErrorCode::TokenRefused,
        "(AADSTS50076)",
        "has no place for it",
    );
}

#[test]
fn text_that_is_no_token_says_what_to_paste() {
    let error = no_token();
    reads(&error, ErrorCode::TokenNotAJwt, "nothing in this text", "eyJ");
    assert_eq!(error.field.as_deref(), Some("text"));
}

#[test]
fn a_pasted_token_is_said_to_be_not_renewable_for_what_it_is() {
    reads(
        &not_renewable(SignInWay::PastedToken),
        ErrorCode::SignInRequired,
        "pasted token",
        "Paste a newer one",
    );
}

#[test]
fn a_renewal_that_is_refused_remembers_how_the_session_began() {
    let refused = |way| {
        renewal(
            TokenError::Refused(entra_error("invalid_grant", Some(530_036))),
            way,
        )
    };
    for (way, next) in [
        (SignInWay::Browser, "Sign in again."),
        (SignInWay::DeviceCode, "began with a device code"),
        (SignInWay::Password, "began with a password"),
    ] {
        reads(&refused(way), ErrorCode::SignInRequired, "(AADSTS530036)", next);
    }
}

#[test]
fn a_policy_that_a_sign_in_can_satisfy_is_said_to_be_one() {
    let next = "Sign in again to satisfy the policy";
    let error = renewal(
        TokenError::Refused(demanding("interaction_required", 50_076)),
        SignInWay::DeviceCode,
    );
    reads(&error, ErrorCode::SignInRequired, "(AADSTS50076)", next);
    let error = sign_in::sign_in(SignInError::Refused(demanding("interaction_required", 50_076)));
    reads(&error, ErrorCode::SignInRefused, "(AADSTS50076)", next);
    let error = policy(api(ApiError::Unauthorized(refusal(401))));
    reads(
        &error,
        ErrorCode::ApiUnauthorized,
        "did not accept the token",
        next,
    );
}
