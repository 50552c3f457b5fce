//! What a person reads when the API refused.

use super::*;

#[test]
fn every_refusal_of_the_api_keeps_its_words_its_status_and_its_id() {
    for (error, code, status, next) in [
        (
            ApiError::BadRequest(refusal(400)),
            ErrorCode::ApiBadRequest,
            400,
            "values",
        ),
        (
            ApiError::Unauthorized(refusal(401)),
            ErrorCode::ApiUnauthorized,
            401,
            "licence",
        ),
        (
            ApiError::Forbidden(refusal(403)),
            ErrorCode::ApiForbidden,
            403,
            "View Data",
        ),
        (
            ApiError::NotFound(refusal(404)),
            ErrorCode::ApiNotFound,
            404,
            "device groups",
        ),
        (
            ApiError::Service(refusal(503)),
            ErrorCode::ApiServiceFault,
            503,
            "Microsoft support",
        ),
    ] {
        let error = api(error);
        reads(&error, code, "API", next);
        assert_eq!(error.http_status, Some(status));
        assert_eq!(error.service_message.as_deref(), Some("What the API wrote."));
        assert_eq!(
            error.correlation_id.as_deref(),
            Some("0f2b6f5e-0000-4000-8000-000000000002")
        );
    }
}

#[test]
fn api_throttled_says_for_how_long() {
    let throttled = ApiError::Throttled {
        refusal: refusal(429),
        retry_after: Some(Duration::from_secs(400)),
    };
    let error = api(throttled);
    reads(&error, ErrorCode::ApiThrottled, "limit of calls", "Wait");
    assert_eq!(error.retry_after_seconds, Some(400));
}

#[test]
fn a_missing_token_keeps_the_reason_why_it_is_missing() {
    let error = api(ApiError::Token(TokenUnavailable::new(Carried(not_renewable(
        SignInWay::Browser,
    )))));
    reads(
        &error,
        ErrorCode::SignInRequired,
        "cannot be renewed",
        "Sign in again",
    );
    let error = api(ApiError::Token(TokenUnavailable::new(broken())));
    reads(&error, ErrorCode::Internal, "made a mistake", "log file");
}

#[test]
fn load_cancelled() {
    reads(
        &api(ApiError::Cancelled),
        ErrorCode::LoadCancelled,
        "cancelled",
        "Load alerts",
    );
}
