//! `/authorize`: checks a request, and decides between a page-only error, a returned error and the sign-in page.
//!
//! Invariants: an error about client id, redirect URI or tenant is shown on the page and never sent to the
//! redirect URI; every other error is returned to it, `state` included. Stricter than Entra in one point: PKCE
//! with S256 is required.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use super::challenge;
use super::errors::EntraError;
use super::pages::{self, Onward};
use super::params::{FormBody, Params, TenantName};
use super::registration::{TenantPath, check_client, check_redirect, listed_redirects};
use super::request_ids::RequestIds;
use super::scopes::Scopes;
use crate::faults::Faults;
use crate::origin::Origin;
use crate::seal::Purpose;
use crate::state::Tenant;

/// How long a sign-in page can be used.
const PAGE_LIFE: TimeDelta = TimeDelta::minutes(15);

/// How the answer travels to the redirect URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

/// What the client wants the user to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Prompt {
    /// Whatever is needed.
    Default,
    /// Nothing; fail instead.
    None,
    Login,
    Consent,
    SelectAccount,
}

/// Where and how to answer; known before the rest of the request is checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReplyTo {
    pub(crate) redirect_uri: Url,
    pub(crate) mode: ResponseMode,
    pub(crate) state: Option<String>,
}

/// A checked request, as it travels through the sign-in and consent pages in sealed form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AuthorizeRequest {
    pub(crate) reply: ReplyTo,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: String,
    pub(crate) scopes: Scopes,
    pub(crate) prompt: Prompt,
    pub(crate) login_hint: Option<String>,
    pub(crate) client_info: bool,
    /// Whether `claims` asked for the authentication context.
    pub(crate) stepped_up: bool,
    pub(crate) correlation: Uuid,
    /// Unix seconds.
    pub(crate) expires: i64,
    /// Object id of the account that was chosen, on the consent page.
    pub(crate) account: Option<String>,
}

impl AuthorizeRequest {
    /// The form with which a page of this sign-in leads on to `step`.
    pub(crate) fn onward(
        &self,
        tenant: &Tenant,
        tenant_path: &str,
        step: &str,
    ) -> Result<Onward, EntraError> {
        let sealed = tenant
            .seal
            .seal(Purpose::SignInPage, self)
            .map_err(|_| EntraError::internal())?;
        Ok(Onward {
            action: format!("/{tenant_path}/{step}"),
            sealed,
            target: Some(self.reply.redirect_uri.origin().ascii_serialization()),
        })
    }
}

/// GET and POST `/{tenant}/oauth2/v2.0/authorize`.
pub(crate) async fn authorize(
    State(tenant): State<Arc<Tenant>>,
    TenantName(tenant_path): TenantName,
    origin: Origin,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    FormBody(body): FormBody,
) -> Response {
    let params = if method == Method::POST {
        Params::parse(&body)
    } else {
        Params::parse(query.unwrap_or_default().as_bytes())
    };
    let correlation = params.get("client-request-id").or_else(|| {
        headers
            .get("client-request-id")
            .and_then(|value| value.to_str().ok())
    });
    let ids = RequestIds::new(tenant.now(), correlation);
    let faults = tenant.faults();
    let reply = match reply_to(&tenant.config.redirect_uris, &tenant_path, &params, faults) {
        Ok(reply) => reply,
        Err(error) => return pages::error(StatusCode::BAD_REQUEST, &error, &ids),
    };
    let expires = (tenant.now() + PAGE_LIFE).timestamp();
    match checked(&params, reply.clone(), ids.correlation, expires, faults) {
        Ok(request) => match request.onward(&tenant, &tenant_path, "login") {
            Ok(onward) => pages::sign_in(&onward, request.login_hint.as_deref()),
            Err(error) => returned_error(&reply, &error, &ids, origin.base()),
        },
        Err(error) => returned_error(&reply, &error, &ids, origin.base()),
    }
}

/// The checks whose failure stays on the page.
fn reply_to(
    configured: &[String],
    tenant_path: &str,
    params: &Params,
    faults: Faults,
) -> Result<ReplyTo, EntraError> {
    let path = TenantPath::for_sign_in(tenant_path, faults)?;
    params.refuse_repeated()?;
    check_client(params.require("client_id")?, faults)?;
    path.require_own()?;
    let redirect = params
        .get("redirect_uri")
        .ok_or_else(EntraError::no_reply_address)?;
    let redirect_uri = check_redirect(&listed_redirects(configured, faults), redirect)?;
    let mode = match params.get("response_mode") {
        Some("fragment") => ResponseMode::Fragment,
        Some("form_post") => ResponseMode::FormPost,
        // An unknown mode is refused below, in the default way.
        _ => ResponseMode::Query,
    };
    Ok(ReplyTo {
        redirect_uri,
        mode,
        state: params.get("state").map(str::to_owned),
    })
}

/// The checks whose failure is returned to the client.
fn checked(
    params: &Params,
    reply: ReplyTo,
    correlation: Uuid,
    expires: i64,
    faults: Faults,
) -> Result<AuthorizeRequest, EntraError> {
    if params.get("resource").is_some() {
        return Err(EntraError::v1_resource());
    }
    match params.require("response_type")? {
        "code" => {}
        other => return Err(EntraError::response_type(other)),
    }
    match params.get("response_mode") {
        None | Some("query" | "fragment" | "form_post") => {}
        Some(_) => {
            return Err(EntraError::malformed(
                "response_mode must be query, fragment or form_post",
            ));
        }
    }
    let challenge = params
        .get("code_challenge")
        .ok_or_else(EntraError::pkce_required)?;
    if params.get("code_challenge_method") != Some("S256") {
        return Err(EntraError::pkce_required());
    }
    let base64url = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if challenge.len() != 43 || !challenge.bytes().all(base64url) {
        return Err(EntraError::challenge_size());
    }
    let stepped_up = challenge::asked(params)?;
    let scopes = Scopes::parse(params.require("scope")?, faults)?;
    let prompt = match params.get("prompt") {
        None => Prompt::Default,
        Some("none") => Prompt::None,
        Some("login") => Prompt::Login,
        Some("consent") => Prompt::Consent,
        Some("select_account") => Prompt::SelectAccount,
        Some(other) => return Err(EntraError::prompt(other)),
    };
    // The sandbox keeps no browser session, so there is never anybody to sign in silently.
    if prompt == Prompt::None {
        return Err(EntraError::not_signed_in());
    }
    Ok(AuthorizeRequest {
        reply,
        nonce: params.get("nonce").map(str::to_owned),
        challenge: challenge.to_owned(),
        scopes,
        prompt,
        login_hint: params.get("login_hint").map(str::to_owned),
        client_info: params.flag("client_info"),
        stepped_up,
        correlation,
        expires,
        account: None,
    })
}

/// An error answer at the redirect URI.
pub(crate) fn returned_error(reply: &ReplyTo, error: &EntraError, ids: &RequestIds, base: &str) -> Response {
    let mut fields = vec![
        ("error", error.error.to_owned()),
        ("error_description", error.description(ids)),
        ("error_uri", format!("{base}/error?code={}", error.code)),
    ];
    if let Some(subcode) = error.subcode {
        fields.push(("error_subcode", subcode.to_owned()));
    }
    answer(reply, fields)
}

/// Sends `fields` and `state` to the redirect URI in the way the client asked for.
pub(crate) fn answer(reply: &ReplyTo, mut fields: Vec<(&'static str, String)>) -> Response {
    if let Some(state) = &reply.state {
        fields.push(("state", state.clone()));
    }
    let mut target = reply.redirect_uri.clone();
    match reply.mode {
        ResponseMode::FormPost => return pages::form_post(&target, &fields),
        ResponseMode::Query => {
            target.query_pairs_mut().extend_pairs(&fields);
        }
        ResponseMode::Fragment => {
            let text = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&fields)
                .finish();
            target.set_fragment(Some(&text));
        }
    }
    let headers = [
        ("location", target.as_str()),
        ("cache-control", "no-store, no-cache"),
        ("pragma", "no-cache"),
        ("referrer-policy", "no-referrer"),
    ];
    (StatusCode::FOUND, headers).into_response()
}
