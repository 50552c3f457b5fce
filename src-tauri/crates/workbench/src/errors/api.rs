//! Calls to the API.

use super::{Carried, internal};
use contract::{CommandError, ErrorCode};
use defender::{ApiError, NetworkKind, PagingError, Refusal};
use std::error::Error;

pub(crate) fn api(error: ApiError) -> CommandError {
    match error {
        ApiError::BadRequest(refusal) => refused(
            refusal,
            ErrorCode::ApiBadRequest,
            "The API did not understand the request.",
            "Check the values that were sent; the API's own words are below.",
        ),
        ApiError::Unauthorized(refusal) => refused(
            refusal,
            ErrorCode::ApiUnauthorized,
            "The API did not accept the token.",
            "Open Token and look at audience and lifetime. If both are right, the tenant may have no active Defender for Endpoint licence.",
        ),
        ApiError::Forbidden(refusal) => refused(
            refusal,
            ErrorCode::ApiForbidden,
            "The token is valid, but the API does not allow this call.",
            "Either the permission is missing in the token (see Token), or your account has no Defender role such as View Data, \
             or your role does not include these device groups.",
        ),
        ApiError::NotFound(refusal) => refused(
            refusal,
            ErrorCode::ApiNotFound,
            "The API knows nothing under this address.",
            "The record may be gone, or outside your device groups. Load the list again.",
        ),
        ApiError::Throttled { refusal, retry_after } => {
            let seconds = retry_after.map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX));
            CommandError {
                retry_after_seconds: seconds,
                ..refused(
                    refusal,
                    ErrorCode::ApiThrottled,
                    "The API's limit of calls is reached.",
                    "Wait, then try again. The limits count per operation and tenant, other programs included.",
                )
            }
        }
        ApiError::Service(refusal) => refused(
            refusal,
            ErrorCode::ApiServiceFault,
            "The API reported a fault of its own.",
            "Try again later. If it stays, quote the id below to Microsoft support.",
        ),
        ApiError::Network { kind, source } => {
            tracing::warn!(error = %source, "API call");
            network(kind)
        }
        ApiError::Unexpected(what) => CommandError::new(
            ErrorCode::NetworkUnexpectedAnswer,
            format!("The API's address answered with something else: {what}."),
            "A proxy's sign-in page or filter may stand between. Open the API's address in a browser, then try again.",
        ),
        ApiError::TooLarge { limit } => CommandError::new(
            ErrorCode::NetworkUnexpectedAnswer,
            format!(
                "The answer is larger than {} MiB and was not read.",
                limit / (1024 * 1024)
            ),
            "Narrow the filter.",
        ),
        ApiError::Cancelled => CommandError::new(
            ErrorCode::LoadCancelled,
            "Loading was cancelled.",
            "Press Load alerts to start again.",
        ),
        ApiError::Token(error) => match error.source().and_then(|source| source.downcast_ref::<Carried>()) {
            Some(Carried(error)) => error.clone(),
            None => internal("a token was refused without a reason"),
        },
        ApiError::Paging(error) => paging(error),
    }
}

/// A page that cannot be read as one.
pub(crate) fn append(error: table::AppendError) -> CommandError {
    tracing::warn!(%error, "answer could not be read");
    CommandError::new(
        ErrorCode::NetworkUnexpectedAnswer,
        format!("The answer could not be read: {error}."),
        "Load again. If it stays, a proxy may be changing or cutting answers on the way.",
    )
}

/// A next page that must not be fetched.
pub(crate) fn paging(error: PagingError) -> CommandError {
    tracing::warn!(%error, "next page refused");
    CommandError::new(
        ErrorCode::NetworkUnexpectedAnswer,
        format!("The next page was not fetched: {error}."),
        "The rows loaded so far are shown. Narrow the filter and load again.",
    )
}

/// A record that is not JSON.
pub(crate) fn unreadable(error: serde_json::Error) -> CommandError {
    tracing::warn!(%error, "record could not be read");
    CommandError::new(
        ErrorCode::NetworkUnexpectedAnswer,
        "The API answered with a record that could not be read.",
        "Try again. If it stays, a proxy may be changing or cutting answers on the way.",
    )
}

fn refused(refusal: Refusal, code: ErrorCode, message: &str, hint: &str) -> CommandError {
    CommandError {
        correlation_id: refusal.target.map(Into::into),
        http_status: Some(refusal.status),
        service_message: (!refusal.message.is_empty()).then(|| refusal.message.into()),
        ..CommandError::new(code, message, hint)
    }
}

fn network(kind: NetworkKind) -> CommandError {
    let kind = match kind {
        NetworkKind::Dns => entra::NetworkKind::Dns,
        NetworkKind::Connect => entra::NetworkKind::Connect,
        NetworkKind::Tls => entra::NetworkKind::Tls,
        NetworkKind::ProxySignIn => entra::NetworkKind::ProxySignIn,
        NetworkKind::ProxyRefused => entra::NetworkKind::ProxyRefused,
        NetworkKind::TimedOut => entra::NetworkKind::TimedOut,
        NetworkKind::CutOff => {
            return CommandError::new(
                ErrorCode::NetworkUnexpectedAnswer,
                "The API's answer was cut off.",
                "Try again. If it stays, a proxy or an unstable network may be cutting large answers.",
            );
        }
    };
    super::sign_in::network(kind, "the API")
}
