//! What Entra says when it refuses: one constructor per refusal, and the three shapes they are sent in.
//!
//! Owns: the pairing of `error` value, AADSTS number and HTTP status.
//! Invariants: every body carries `error`, `error_description`, `error_codes`, `timestamp`, `trace_id`,
//! `correlation_id` and `error_uri`; the description starts with `AADSTS<number>: `.

mod flows;
mod tenant;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::params::clip;
use super::request_ids::RequestIds;

/// A refusal, before it is known how it will be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("AADSTS{code}: {message}")]
pub(crate) struct EntraError {
    /// The OAuth `error` value; clients act on this.
    pub(crate) error: &'static str,
    /// The AADSTS number; it only explains.
    pub(crate) code: u32,
    /// One or two sentences, without the ids.
    pub(crate) message: String,
    /// `suberror` of token answers.
    pub(crate) suberror: Option<&'static str>,
    /// `error_subcode` of authorization answers.
    pub(crate) subcode: Option<&'static str>,
    /// `claims` of token answers: JSON to send back in the next authorization request.
    pub(crate) claims: Option<&'static str>,
}

impl EntraError {
    fn new(error: &'static str, code: u32, message: impl Into<String>) -> Self {
        Self {
            error,
            code,
            message: message.into(),
            suberror: None,
            subcode: None,
            claims: None,
        }
    }

    pub(crate) fn missing(name: &'static str) -> Self {
        Self::new(
            "invalid_request",
            900_144,
            format!("The request must contain the parameter '{name}'."),
        )
    }

    pub(crate) fn malformed(what: &str) -> Self {
        Self::new(
            "invalid_request",
            9_002_313,
            format!("The request is malformed: {what}."),
        )
    }

    pub(crate) fn tenant_not_found(tenant: &str) -> Self {
        let tenant = clip(tenant);
        Self::new(
            "invalid_tenant",
            90_002,
            format!("Tenant '{tenant}' not found. Check the tenant ID and the cloud."),
        )
    }

    pub(crate) fn tenant_malformed(tenant: &str) -> Self {
        let tenant = clip(tenant);
        Self::new(
            "invalid_request",
            900_023,
            format!("Tenant identifier '{tenant}' is neither a GUID nor a valid domain name."),
        )
    }

    pub(crate) fn single_tenant(client: &str) -> Self {
        Self::new(
            "invalid_request",
            50_194,
            format!(
                "Application '{client}' serves a single tenant and cannot be used at the /common endpoint."
            ),
        )
    }

    pub(crate) fn organisations_only() -> Self {
        Self::new(
            "invalid_request",
            9_002_332,
            "The application serves work accounts only and cannot be used at the /consumers endpoint.",
        )
    }

    pub(crate) fn unknown_client(client: &str) -> Self {
        let client = clip(client);
        Self::new(
            "unauthorized_client",
            700_016,
            format!(
                "Application with identifier '{client}' was not found in the directory 'sandbox.example'."
            ),
        )
    }

    pub(crate) fn no_reply_address() -> Self {
        Self::new("invalid_request", 900_971, "No reply address was provided.")
    }

    pub(crate) fn reply_address(redirect_uri: &str) -> Self {
        let uri = clip(redirect_uri);
        Self::new(
            "invalid_request",
            50_011,
            format!(
                "The redirect URI '{uri}' in the request is not among those registered for the application."
            ),
        )
    }

    pub(crate) fn reply_address_differs() -> Self {
        Self::new(
            "invalid_grant",
            500_112,
            "The redirect URI differs from the one the authorization code was asked with.",
        )
    }

    pub(crate) fn response_type(value: &str) -> Self {
        let value = clip(value);
        Self::new(
            "unsupported_response_type",
            700_054,
            format!("response_type '{value}' is not enabled for the application. Ask for 'code'."),
        )
    }

    pub(crate) fn prompt(value: &str) -> Self {
        Self::new(
            "invalid_request",
            90_023,
            format!("Unsupported 'prompt' value '{}'.", clip(value)),
        )
    }

    pub(crate) fn pkce_required() -> Self {
        Self::new(
            "invalid_request",
            9_002_325,
            "Proof Key for Code Exchange is required: send code_challenge with code_challenge_method=S256.",
        )
    }

    pub(crate) fn challenge_size() -> Self {
        Self::new(
            "invalid_request",
            501_491,
            "The code_challenge must be the 43 base64url characters of a SHA-256 hash (RFC 7636).",
        )
    }

    pub(crate) fn verifier_size() -> Self {
        Self::new(
            "invalid_grant",
            501_491,
            "The code_verifier must have 43 to 128 unreserved characters (RFC 7636).",
        )
    }

    pub(crate) fn verifier_mismatch() -> Self {
        Self::new(
            "invalid_grant",
            501_481,
            "The code_verifier does not match the code_challenge of the authorization request.",
        )
    }

    pub(crate) fn not_signed_in() -> Self {
        Self::new(
            "login_required",
            50_058,
            "A silent sign-in was asked for, but nobody is signed in.",
        )
    }

    pub(crate) fn declined() -> Self {
        let mut error = Self::new(
            "access_denied",
            65_004,
            "The user declined to consent to the application.",
        );
        error.subcode = Some("cancel");
        error
    }

    pub(crate) fn not_consented(client: &str) -> Self {
        let mut error = Self::new(
            "invalid_grant",
            65_001,
            format!(
                "Neither the user nor an administrator has consented to use the application '{client}' for this."
            ),
        );
        error.suberror = Some("consent_required");
        error
    }

    pub(crate) fn unknown_scope(client: &str, scope: &str, resource: &str) -> Self {
        let scope = clip(scope);
        Self::new(
            "invalid_scope",
            650_053,
            format!(
                "The application '{client}' asked for the scope '{scope}', which does not exist on the resource \
                 '{resource}'."
            ),
        )
    }

    pub(crate) fn scope_syntax(why: &str) -> Self {
        Self::new(
            "invalid_scope",
            70_011,
            format!("The value of 'scope' is not valid: {why}."),
        )
    }

    pub(crate) fn several_resources() -> Self {
        Self::new(
            "invalid_scope",
            700_022,
            "The scopes belong to several resources; a token serves one.",
        )
    }

    pub(crate) fn no_resource() -> Self {
        Self::new(
            "invalid_scope",
            700_023,
            "The scopes name no resource to issue an access token for.",
        )
    }

    pub(crate) fn unknown_resource(resource: &str) -> Self {
        let resource = clip(resource);
        Self::new(
            "invalid_resource",
            500_011,
            format!(
                "The resource principal named '{resource}' was not found in the tenant 'sandbox.example'."
            ),
        )
    }

    pub(crate) fn resource_not_registered(client: &str, resource: &str, app_id: &str, valid: &str) -> Self {
        let resource = clip(resource);
        Self::new(
            "invalid_client",
            650_057,
            format!(
                "Invalid resource. The application's registration does not list it under API permissions. Client \
                 app ID: {client}. Resource value from request: {resource}. Resource app ID: {app_id}. List of \
                 valid resources from app registration: {valid}."
            ),
        )
    }

    pub(crate) fn v1_resource() -> Self {
        Self::new(
            "invalid_request",
            901_002,
            "The 'resource' parameter is not supported here; use 'scope'.",
        )
    }

    pub(crate) fn grant_type(value: &str) -> Self {
        let value = clip(value);
        Self::new(
            "unsupported_grant_type",
            70_003,
            format!("The grant type '{value}' is not supported."),
        )
    }

    pub(crate) fn secret_sent() -> Self {
        Self::new(
            "invalid_client",
            700_025,
            "The client is public, so neither 'client_assertion' nor 'client_secret' should be presented.",
        )
    }

    pub(crate) fn origin_sent() -> Self {
        Self::new(
            "invalid_request",
            9_002_326,
            "Cross-origin token redemption is permitted only for the 'Single-Page Application' client type.",
        )
    }

    pub(crate) fn wrong_method() -> Self {
        Self::new(
            "invalid_request",
            900_561,
            "The endpoint only accepts POST requests.",
        )
    }

    pub(crate) fn bad_grant(what: &str) -> Self {
        Self::new(
            "invalid_grant",
            70_000,
            format!("The provided value of '{what}' is not valid."),
        )
    }

    pub(crate) fn code_expired() -> Self {
        Self::new(
            "invalid_grant",
            70_008,
            "The authorization code has expired. Sign in again.",
        )
    }

    pub(crate) fn code_redeemed() -> Self {
        Self::new(
            "invalid_grant",
            54_005,
            "The authorization code was already redeemed. Sign in again.",
        )
    }

    pub(crate) fn refresh_token_expired() -> Self {
        let mut error = Self::new(
            "invalid_grant",
            700_082,
            "The refresh token has expired because it was not used for 90 days.",
        );
        error.suberror = Some("token_expired");
        error
    }

    pub(crate) fn session_expired() -> Self {
        Self::new(
            "invalid_grant",
            50_089,
            "This sign-in page has expired. Start again from the application.",
        )
    }

    pub(crate) fn unknown_account(username: &str) -> Self {
        let username = clip(username);
        Self::new(
            "invalid_grant",
            50_034,
            format!("The account '{username}' does not exist in 'sandbox.example'."),
        )
    }

    pub(crate) fn instance() -> Self {
        Self::new(
            "invalid_instance",
            50_049,
            "Unknown or invalid instance: the authorization_endpoint is not known.",
        )
    }

    pub(crate) fn internal() -> Self {
        Self::new(
            "server_error",
            90_033,
            "A transient error has occurred. Try again.",
        )
    }

    /// The description that clients see, ids included.
    pub(crate) fn description(&self, ids: &RequestIds) -> String {
        format!(
            "AADSTS{}: {} Trace ID: {} Correlation ID: {} Timestamp: {}",
            self.code, self.message, ids.trace, ids.correlation, ids.timestamp
        )
    }

    /// The JSON answer of the token and metadata endpoints.
    pub(crate) fn into_json(self, ids: &RequestIds, base: &str) -> Response {
        let mut body = Map::new();
        body.insert("error".into(), json!(self.error));
        body.insert("error_description".into(), json!(self.description(ids)));
        body.insert("error_codes".into(), json!([self.code]));
        body.insert("timestamp".into(), json!(ids.timestamp));
        body.insert("trace_id".into(), json!(ids.trace));
        body.insert("correlation_id".into(), json!(ids.correlation));
        body.insert(
            "error_uri".into(),
            json!(format!("{base}/error?code={}", self.code)),
        );
        if let Some(suberror) = self.suberror {
            body.insert("suberror".into(), json!(suberror));
        }
        if let Some(claims) = self.claims {
            body.insert("claims".into(), json!(claims));
        }
        let status = match self.error {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            "server_error" => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        (status, ids.headers(), axum::Json(Value::Object(body))).into_response()
    }
}
