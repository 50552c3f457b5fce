//! Signing in and renewing.

use contract::{CommandError, ErrorCode, SignInWay};
use entra::{
    BrowserError, DeviceSignInError, EntraError, NetworkKind, SignInError, TokenError, UnexpectedAnswer,
    Untrusted,
};

pub(crate) fn replaced() -> CommandError {
    CommandError::new(
        ErrorCode::SignInReplaced,
        "A newer sign-in took this one's place.",
        "Finish in the browser tab that opened last.",
    )
}

/// A profile that came before its registration.
pub(crate) fn not_registered() -> CommandError {
    CommandError {
        field: Some("clientId".to_owned()),
        ..CommandError::new(
            ErrorCode::ProfileInvalid,
            "The profile has no Application (client) ID yet.",
            "Register the application (Set up, step 4), then enter the ID from its Overview page in the profile.",
        )
    }
}

pub(crate) fn no_attempt() -> CommandError {
    CommandError::new(
        ErrorCode::SignInCancelled,
        "No sign-in is under way.",
        "Press Sign in.",
    )
}

pub(crate) fn no_account() -> CommandError {
    CommandError::new(
        ErrorCode::SignInAnswerUntrusted,
        "Entra's answer does not say who signed in.",
        "Sign in again. If it happens every time, a proxy may be changing answers on the way.",
    )
}

pub(crate) fn browser(error: BrowserError) -> CommandError {
    tracing::warn!(%error, "browser");
    CommandError::new(
        ErrorCode::SignInNoBrowser,
        "The system browser could not be opened.",
        "Set a default browser for web pages, or copy the address and open it yourself.",
    )
}

pub(crate) fn sign_in(error: SignInError) -> CommandError {
    match error {
        SignInError::Cancelled => cancelled(),
        SignInError::TimedOut => CommandError::new(
            ErrorCode::SignInTimedOut,
            "No answer came back from the browser within five minutes.",
            "Look at the browser tab. Entra shows some errors only there and never sends them back: AADSTS700016 (client ID \
             unknown in this tenant), AADSTS50011 (http://localhost is not registered under Mobile and desktop applications), \
             AADSTS90002 (tenant not found).",
        ),
        SignInError::NoListener(source) => CommandError::new(
            ErrorCode::SignInNoListener,
            format!("The program could not listen for the browser's answer on this machine: {source}."),
            "Security software may forbid programs to listen on 127.0.0.1. Allow it for this program.",
        ),
        SignInError::NoBrowser(source) => browser(source),
        SignInError::Refused(error) => refused(ErrorCode::SignInRefused, "Entra refused the sign-in", &error),
        SignInError::Untrusted(what) => untrusted(&what),
        SignInError::Token(error) => token(error),
    }
}

pub(crate) fn cancelled() -> CommandError {
    CommandError::new(
        ErrorCode::SignInCancelled,
        "The sign-in was cancelled.",
        "Press Sign in when you are ready. The browser tab can be closed.",
    )
}

fn untrusted(what: &Untrusted) -> CommandError {
    CommandError::new(
        ErrorCode::SignInAnswerUntrusted,
        format!("The answer does not belong to this sign-in: {what}."),
        "Sign in again. If you did not start the page that answered, close it.",
    )
}

pub(crate) fn device_sign_in(error: DeviceSignInError) -> CommandError {
    match error {
        DeviceSignInError::Cancelled => CommandError {
            hint: Some("Start again when you are ready. The code leads nowhere any more.".to_owned()),
            ..cancelled()
        },
        DeviceSignInError::Expired(_) => CommandError::new(
            ErrorCode::DeviceCodeExpired,
            "Nobody entered the code and finished signing in before it ended.",
            "Start again and enter the new code. Where Entra shows an error instead of going on, that page names the cause: \
             copy its text into the checklist.",
        ),
        DeviceSignInError::NoCode(TokenError::Refused(error)) => {
            refused(ErrorCode::SignInRefused, "Entra gave no code", &error)
        }
        DeviceSignInError::Declined(error) => refused(
            ErrorCode::SignInRefused,
            "The sign-in was declined on the other device",
            &error,
        ),
        DeviceSignInError::BadCode(error) => refused(
            ErrorCode::SignInRefused,
            "Entra does not recognise the device code",
            &error,
        ),
        DeviceSignInError::Refused(error) => {
            refused(ErrorCode::SignInRefused, "Entra refused the sign-in", &error)
        }
        DeviceSignInError::Untrusted(what) => untrusted(&what),
        DeviceSignInError::NoCode(error) | DeviceSignInError::Token(error) => token(error),
    }
}

pub(crate) fn password_sample_off() -> CommandError {
    CommandError {
        field: Some("allowPasswordSample".to_owned()),
        ..CommandError::new(
            ErrorCode::PasswordSampleOff,
            "This profile does not allow the documentation's password sample.",
            "Sign in with the browser. To see how the sample works or why it fails, switch it on in the profile.",
        )
    }
}

/// A password that brought no token, with the reason that lies in this way of signing in.
pub(crate) fn password_sign_in(error: TokenError) -> CommandError {
    let why = error.entra().and_then(entra::why_it_fails);
    let error = token(error);
    CommandError {
        hint: why.map(str::to_owned).or(error.hint),
        ..error
    }
}

/// Pasted text that is no token.
pub(crate) fn no_token() -> CommandError {
    CommandError {
        field: Some("text".to_owned()),
        ..CommandError::new(
            ErrorCode::TokenNotAJwt,
            "There is nothing in this text that could be sent as a token.",
            "Paste the value of access_token; it usually begins with eyJ.",
        )
    }
}

pub(crate) fn not_renewable(begun_with: SignInWay) -> CommandError {
    match begun_with {
        SignInWay::PastedToken => CommandError::new(
            ErrorCode::SignInRequired,
            "A pasted token cannot be renewed.",
            "Paste a newer one, or sign in.",
        ),
        SignInWay::Browser | SignInWay::DeviceCode | SignInWay::Password => CommandError::new(
            ErrorCode::SignInRequired,
            "This sign-in cannot be renewed, because Entra gave no refresh token for it or has withdrawn it.",
            "Sign in again.",
        ),
    }
}

/// An error behind which a policy stands that a new sign-in can satisfy.
pub(crate) fn policy(error: CommandError) -> CommandError {
    CommandError {
        hint: Some(
            "A policy of the tenant asks for more than this sign-in showed, such as a second factor. Sign in again to satisfy \
             the policy."
                .to_owned(),
        ),
        ..error
    }
}

/// A renewal that failed. Entra's refusal means that a person is needed; the reason stands beside it.
pub(crate) fn renewal(error: TokenError, begun_with: SignInWay) -> CommandError {
    match error {
        TokenError::Refused(error) => {
            let refused = refused(
                ErrorCode::SignInRequired,
                "Entra no longer accepts this sign-in",
                &error,
            );
            if error.claims.is_some() {
                return policy(refused);
            }
            let hint = match begun_with {
                SignInWay::DeviceCode => {
                    "It began with a device code, which a policy may forbid even later. Sign in again with the browser."
                }
                SignInWay::Password => {
                    "It began with a password alone, which a policy may forbid even later. Sign in again with the browser."
                }
                SignInWay::Browser | SignInWay::PastedToken => "Sign in again.",
            };
            CommandError {
                hint: Some(hint.to_owned()),
                ..refused
            }
        }
        other => token(other),
    }
}

fn token(error: TokenError) -> CommandError {
    match error {
        TokenError::Refused(error) => refused(ErrorCode::TokenRefused, "Entra gave no token", &error),
        TokenError::Network(error) => {
            tracing::warn!(%error, "token endpoint");
            network(error.kind, "the sign-in service")
        }
        TokenError::Unexpected(what) => unexpected(&what),
        TokenError::Busy {
            status,
            retry_after,
            error,
        } => CommandError {
            http_status: Some(status),
            retry_after_seconds: u32::try_from(retry_after.as_secs()).ok(),
            correlation_id: error.and_then(|error| error.correlation_id).map(Into::into),
            ..CommandError::new(
                ErrorCode::TokenRefused,
                "The sign-in service is busy and gave no token.",
                format!("Try again in {} seconds, as it asks.", retry_after.as_secs()),
            )
        },
        TokenError::BadClaims => CommandError::new(
            ErrorCode::TokenRefused,
            "What a policy asks for cannot be read, so it was not passed on.",
            "Sign in again.",
        ),
    }
}

/// Something else answered in the sign-in service's place.
pub(super) fn unexpected(what: &UnexpectedAnswer) -> CommandError {
    CommandError::new(
        ErrorCode::NetworkUnexpectedAnswer,
        format!("The sign-in service's address answered with something else: {what}."),
        "A proxy's sign-in page or filter may stand between. Open the sign-in page in a browser, then try again.",
    )
}

pub(super) fn refused(code: ErrorCode, what: &str, error: &EntraError) -> CommandError {
    let told = explained(code, what, error);
    if error.claims.is_some() {
        policy(told)
    } else {
        told
    }
}

fn explained(code: ErrorCode, what: &str, error: &EntraError) -> CommandError {
    let number = error
        .aadsts
        .map(|number| format!(" (AADSTS{number})"))
        .unwrap_or_default();
    let explanation = error.aadsts.and_then(entra::aadsts::explain);
    CommandError {
        correlation_id: error.correlation_id.clone().map(Into::into),
        service_message: (!error.description.is_empty()).then(|| error.description.clone().into()),
        ..CommandError::new(
            code,
            match explanation {
                Some(known) => format!("{what}: {}{number}.", known.meaning.trim_end_matches('.')),
                None => format!("{what}: {}{number}.", error.error),
            },
            match (explanation, error.aadsts) {
                (Some(known), _) => known.advice.to_string(),
                (None, Some(number)) => {
                    format!("See {} for this number.", entra::aadsts::link(number))
                }
                (None, None) => {
                    "Try again; if it stays, quote the correlation id to whoever runs the tenant.".to_owned()
                }
            },
        )
    }
}

pub(super) fn network(kind: NetworkKind, whom: &str) -> CommandError {
    match kind {
        NetworkKind::Dns => CommandError::new(
            ErrorCode::NetworkUnreachable,
            format!("The name of {whom} could not be resolved."),
            "Check the network connection, DNS, and the proxy on Settings under Network.",
        ),
        NetworkKind::Connect => CommandError::new(
            ErrorCode::NetworkUnreachable,
            format!("No connection to {whom} could be made."),
            "Check the network connection and whether a firewall or proxy stands between.",
        ),
        NetworkKind::Tls => CommandError::new(
            ErrorCode::NetworkTlsFailed,
            format!("The connection to {whom} is not trusted by this system."),
            "If your company inspects TLS, its root certificate must be in the system's trust store, or added on Settings under Network. Also check the clock.",
        ),
        NetworkKind::ProxySignIn => CommandError::new(
            ErrorCode::NetworkProxy,
            format!("The proxy on the way to {whom} wants a sign-in (HTTP 407)."),
            "Enter its user name and password on Settings, under Network. If they are there, the proxy does not accept them.",
        ),
        NetworkKind::ProxyRefused => CommandError::new(
            ErrorCode::NetworkProxy,
            format!("The proxy does not let the connection to {whom} through."),
            "Ask whoever runs the proxy to allow the hosts that Check everything names, on port 443.",
        ),
        NetworkKind::TimedOut => CommandError::new(
            ErrorCode::NetworkTimedOut,
            format!("There was no answer from {whom} in time."),
            "Try again. If it stays, check the proxy and the service's health page.",
        ),
    }
}
