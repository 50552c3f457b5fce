//! One test per code: what the person reads, and what they are told to do.

use super::*;
use crate::settings::NotSaved;
use contract::SignInWay;
use defender::{ApiError, NetworkKind, PagingError, Refusal, TokenUnavailable, Unexpected};
use entra::{EntraError, SignInError, TokenError, UnexpectedAnswer, Untrusted};
use std::io;
use std::time::Duration;

mod api;
mod bulk;
mod evidence;
mod inspection;
mod profiles;
mod ways;

/// The code, a piece of the sentence and a piece of the next step; and that the rules of every error hold.
#[track_caller]
fn reads(error: &CommandError, code: ErrorCode, sentence: &str, next: &str) {
    let hint = error.hint.as_deref().unwrap_or_default();
    assert_eq!(error.code, code);
    assert!(
        error.message.contains(sentence),
        "{:?} is not in: {}",
        sentence,
        error.message
    );
    assert!(hint.contains(next), "{next:?} is not in: {hint}");
    assert!(error.message.ends_with('.'), "no sentence: {}", error.message);
    assert!(
        error.message.starts_with(char::is_uppercase),
        "no sentence: {}",
        error.message
    );
    assert!(!error.message.contains(".."), "two full stops: {}", error.message);
}

fn broken() -> io::Error {
    io::Error::other("the disk is full")
}

fn entra_error(error: &str, aadsts: Option<u32>) -> Box<EntraError> {
    Box::new(EntraError {
        error: error.to_owned(),
        description: "What Entra wrote.".to_owned(),
        aadsts,
        correlation_id: Some("0f2b6f5e-0000-4000-8000-000000000001".to_owned()),
        ..EntraError::default()
    })
}

fn refusal(status: u16) -> Refusal {
    Refusal {
        status,
        code: "Code".to_owned(),
        message: "What the API wrote.".to_owned(),
        target: Some("0f2b6f5e-0000-4000-8000-000000000002".to_owned()),
        ..Refusal::default()
    }
}

#[test]
fn settings_not_saved() {
    reads(
        &not_saved(NotSaved::from(broken())),
        ErrorCode::SettingsNotSaved,
        "the disk is full",
        "disk has room",
    );
}

#[test]
fn profile_invalid_for_a_tenant_that_is_none() {
    let error = authority(entra::AuthorityError::BadTenant);
    reads(
        &error,
        ErrorCode::ProfileInvalid,
        "a tenant is a GUID or a domain name",
        "Directory (tenant) ID",
    );
    assert_eq!(error.field.as_deref(), Some("tenant"));
}

#[test]
fn profile_invalid_for_a_sign_in_before_the_registration() {
    let error = not_registered();
    reads(
        &error,
        ErrorCode::ProfileInvalid,
        "no Application (client) ID yet",
        "step 4",
    );
    assert_eq!(error.field.as_deref(), Some("clientId"));
}

#[test]
fn profile_not_found() {
    reads(
        &no_profile(),
        ErrorCode::ProfileNotFound,
        "no such profile",
        "Set up",
    );
}

#[test]
fn sign_in_cancelled() {
    reads(
        &sign_in::sign_in(SignInError::Cancelled),
        ErrorCode::SignInCancelled,
        "cancelled",
        "Press Sign in",
    );
    reads(
        &no_attempt(),
        ErrorCode::SignInCancelled,
        "No sign-in is under way",
        "Press Sign in",
    );
}

#[test]
fn sign_in_replaced() {
    reads(
        &replaced(),
        ErrorCode::SignInReplaced,
        "newer sign-in",
        "tab that opened last",
    );
}

#[test]
fn sign_in_timed_out_names_the_errors_that_never_come_back() {
    let error = sign_in::sign_in(SignInError::TimedOut);
    reads(
        &error,
        ErrorCode::SignInTimedOut,
        "five minutes",
        "Look at the browser tab",
    );
    for number in ["AADSTS700016", "AADSTS50011", "AADSTS90002"] {
        assert!(
            error.hint.as_deref().unwrap_or_default().contains(number),
            "{number}"
        );
    }
}

#[test]
fn sign_in_refused_explains_the_number_and_quotes_entra() {
    let error = sign_in::sign_in(SignInError::Refused(entra_error("consent_required", Some(65001))));
    reads(&error, ErrorCode::SignInRefused, "(AADSTS65001)", "onsent");
    assert_eq!(error.service_message.as_deref(), Some("What Entra wrote."));
    assert_eq!(
        error.correlation_id.as_deref(),
        Some("0f2b6f5e-0000-4000-8000-000000000001")
    );
}

#[test]
fn sign_in_refused_with_an_unknown_number_links_to_the_official_page() {
    let error = sign_in::sign_in(SignInError::Refused(entra_error("server_error", Some(999_999))));
    reads(
        &error,
        ErrorCode::SignInRefused,
        "server_error (AADSTS999999)",
        "error?code=999999",
    );
}

#[test]
fn sign_in_refused_without_a_number_says_what_to_quote() {
    let error = sign_in::sign_in(SignInError::Refused(entra_error("access_denied", None)));
    reads(
        &error,
        ErrorCode::SignInRefused,
        "access_denied",
        "correlation id",
    );
}

#[test]
fn sign_in_answer_untrusted() {
    let error = sign_in::sign_in(SignInError::Untrusted(Untrusted::Nonce));
    reads(
        &error,
        ErrorCode::SignInAnswerUntrusted,
        "(nonce)",
        "Sign in again",
    );
    reads(
        &no_account(),
        ErrorCode::SignInAnswerUntrusted,
        "who signed in",
        "Sign in again",
    );
}

#[test]
fn sign_in_no_listener() {
    reads(
        &sign_in::sign_in(SignInError::NoListener(broken())),
        ErrorCode::SignInNoListener,
        "listen",
        "127.0.0.1",
    );
}

#[test]
fn sign_in_no_browser() {
    let error = sign_in::sign_in(SignInError::NoBrowser(entra::BrowserError::new(broken())));
    reads(
        &error,
        ErrorCode::SignInNoBrowser,
        "could not be opened",
        "default browser",
    );
}

#[test]
fn sign_in_required() {
    reads(
        &signed_out(),
        ErrorCode::SignInRequired,
        "not signed in",
        "sign in",
    );
    reads(
        &not_renewable(SignInWay::Browser),
        ErrorCode::SignInRequired,
        "cannot be renewed",
        "Sign in again",
    );
    let error = renewal(
        TokenError::Refused(entra_error("invalid_grant", Some(700_082))),
        SignInWay::Browser,
    );
    reads(
        &error,
        ErrorCode::SignInRequired,
        "(AADSTS700082)",
        "Sign in again",
    );
    let aside = vault::VaultError::SetAside {
        path: "x.sealed.broken".into(),
    };
    reads(
        &vault(aside),
        ErrorCode::SignInRequired,
        "set aside",
        "Sign in again",
    );
}

#[test]
fn sealed_sessions_of_another_version_lead_to_signing_in() {
    let error = serde_json::from_str::<u32>("{}").unwrap_err();
    reads(
        &stored_session(error),
        ErrorCode::SignInRequired,
        "another version",
        "Sign in again",
    );
}

#[test]
fn token_refused() {
    let refused = TokenError::Refused(entra_error("invalid_client", Some(7_000_218)));
    let error = sign_in::sign_in(SignInError::Token(refused));
    reads(
        &error,
        ErrorCode::TokenRefused,
        "(AADSTS7000218)",
        "Mobile and desktop",
    );
}

#[test]
fn a_busy_sign_in_service_says_when_to_come_back() {
    let busy = TokenError::Busy {
        status: 503,
        retry_after: std::time::Duration::from_secs(40),
        error: Some(entra_error("temporarily_unavailable", Some(90_055))),
    };
    let error = sign_in::sign_in(SignInError::Token(busy));
    reads(&error, ErrorCode::TokenRefused, "is busy", "in 40 seconds");
    assert_eq!(
        (error.http_status, error.retry_after_seconds),
        (Some(503), Some(40))
    );
    assert!(error.correlation_id.is_some());
}

#[test]
fn a_challenge_that_cannot_be_read_is_not_passed_on() {
    let error = sign_in::sign_in(SignInError::Token(TokenError::BadClaims));
    reads(&error, ErrorCode::TokenRefused, "not passed on", "Sign in again");
}

#[test]
fn token_not_a_jwt() {
    reads(
        &decode(token::decode("hello").unwrap_err()),
        ErrorCode::TokenNotAJwt,
        "",
        "",
    );
    assert!(decode(token::decode("hello").unwrap_err()).hint.is_some());
}

#[test]
fn network_unreachable_tells_name_and_connection_apart() {
    reads(
        &sign_in::network(entra::NetworkKind::Dns, "the API"),
        ErrorCode::NetworkUnreachable,
        "name of the API",
        "DNS",
    );
    let error = sign_in::network(entra::NetworkKind::Connect, "the API");
    reads(
        &error,
        ErrorCode::NetworkUnreachable,
        "No connection to the API",
        "firewall",
    );
    let error = api(ApiError::Network {
        kind: NetworkKind::Connect,
        source: broken().into(),
    });
    reads(&error, ErrorCode::NetworkUnreachable, "No connection", "firewall");
}

#[test]
fn network_timed_out() {
    let error = api(ApiError::Network {
        kind: NetworkKind::TimedOut,
        source: broken().into(),
    });
    reads(&error, ErrorCode::NetworkTimedOut, "in time", "Try again");
    reads(
        &restore_timed_out(),
        ErrorCode::NetworkTimedOut,
        "in time",
        "It is kept",
    );
}

#[test]
fn network_tls_failed() {
    let error = api(ApiError::Network {
        kind: NetworkKind::Tls,
        source: broken().into(),
    });
    reads(&error, ErrorCode::NetworkTlsFailed, "not trusted", "trust store");
}

#[test]
fn network_unexpected_answer_names_what_came() {
    let page = sign_in::sign_in(SignInError::Token(TokenError::Unexpected(
        UnexpectedAnswer::Empty { status: 200 },
    )));
    reads(&page, ErrorCode::NetworkUnexpectedAnswer, "mpty", "proxy");
    let error = api(ApiError::Unexpected(Unexpected::Html { status: 200 }));
    reads(
        &error,
        ErrorCode::NetworkUnexpectedAnswer,
        "a web page with status 200",
        "proxy",
    );
    let error = api(ApiError::Network {
        kind: NetworkKind::CutOff,
        source: broken().into(),
    });
    reads(&error, ErrorCode::NetworkUnexpectedAnswer, "cut off", "proxy");
    reads(
        &api(ApiError::TooLarge { limit: 256 << 20 }),
        ErrorCode::NetworkUnexpectedAnswer,
        "256 MiB",
        "Narrow",
    );
    let error = append(table::AppendError::CutOff { length: 7 });
    reads(
        &error,
        ErrorCode::NetworkUnexpectedAnswer,
        "cut off after 7 bytes",
        "Load again",
    );
    reads(
        &paging(PagingError::Loop),
        ErrorCode::NetworkUnexpectedAnswer,
        "never end",
        "rows loaded so far",
    );
    let error = unreadable(serde_json::from_str::<u32>("{}").unwrap_err());
    reads(
        &error,
        ErrorCode::NetworkUnexpectedAnswer,
        "could not be read",
        "Try again",
    );
}

#[test]
fn result_gone() {
    reads(
        &super::result_gone(),
        ErrorCode::ResultGone,
        "no longer held",
        "Load it again",
    );
    reads(
        &view_gone(),
        ErrorCode::ResultGone,
        "sorted or filtered",
        "refreshes",
    );
}

#[test]
fn result_out_of_range() {
    let error = table(table::TableError::OutOfRange { asked: 9, rows: 3 });
    reads(
        &error,
        ErrorCode::ResultOutOfRange,
        "row 9 does not exist",
        "load again",
    );
}

#[test]
fn vault_unavailable() {
    let failed = vault::VaultError::File {
        doing: "written",
        path: "x.sealed".into(),
        source: broken(),
    };
    reads(
        &vault(failed),
        ErrorCode::VaultUnavailable,
        "written: the disk is full",
        "disk has room",
    );
    reads(
        &vault(vault::VaultError::Ending),
        ErrorCode::Internal,
        "the program is ending",
        "Restart",
    );
}

#[test]
fn sandbox_not_started() {
    let error = sandbox(sandbox::StartError::Keys("no entropy".into()));
    reads(
        &error,
        ErrorCode::SandboxNotStarted,
        "could not be started",
        "127.0.0.1",
    );
}

#[test]
fn clipboard_unavailable() {
    reads(
        &super::clipboard_unavailable(),
        ErrorCode::ClipboardUnavailable,
        "clipboard",
        "select the text",
    );
}
