//! `/devicelogin`: where a person types the code that a client shows, picks an account, consents, and is done.
//!
//! Sources: RFC 8628 §3.3, v2-oauth2-device-code.
//!
//! Invariants: the client hears only of an approval and of a refusal by the person; every other error is shown here,
//! and the code stays open for another try. The code travels through the pages in sealed form.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::device_codes::{Approval, DeviceRequest};
use super::errors::EntraError;
use super::pages::{self, APP_NAME, Onward};
use super::params::{FormBody, Params};
use super::registration::{TenantPath, check_client};
use super::request_ids::RequestIds;
use super::session::Means;
use super::sign_in::{Next, after_account, after_decision};
use crate::accounts::{Account, by_object_id, by_username};
use crate::config::{CLIENT_ID, TENANT_ID};
use crate::html::{Page, escape};
use crate::seal::Purpose;
use crate::state::Tenant;

/// How far somebody has come.
#[derive(Serialize, Deserialize)]
struct Progress {
    user_code: String,
    /// Object id of the account that was chosen, on the consent page.
    account: Option<String>,
}

/// GET `/devicelogin`.
pub(crate) async fn page() -> Response {
    code_page(None)
}

/// POST `/devicelogin`: a code was typed.
pub(crate) async fn enter(
    State(tenant): State<Arc<Tenant>>,
    headers: HeaderMap,
    FormBody(body): FormBody,
) -> Response {
    let params = Params::parse(&body);
    if let Err(error) = open(&tenant, &params) {
        return refused(&tenant, &headers, &error);
    }
    let typed = params.get("user_code").unwrap_or_default();
    let now = tenant.now();
    let user_code = match tenant.device_codes().find(typed, now) {
        Ok((user_code, _)) => user_code,
        Err(error) => return code_page(Some(&error)),
    };
    let progress = Progress {
        user_code,
        account: None,
    };
    match progress.onward(&tenant, "account") {
        Ok(onward) => pages::sign_in(&onward, None),
        Err(error) => refused(&tenant, &headers, &error),
    }
}

/// POST `/devicelogin/account`: an account was chosen.
pub(crate) async fn choose_account(
    State(tenant): State<Arc<Tenant>>,
    headers: HeaderMap,
    FormBody(body): FormBody,
) -> Response {
    let params = Params::parse(&body);
    after_choice(&tenant, &headers, &params).unwrap_or_else(|error| refused(&tenant, &headers, &error))
}

fn after_choice(tenant: &Tenant, headers: &HeaderMap, params: &Params) -> Result<Response, EntraError> {
    let (mut progress, request) = resume(tenant, params)?;
    let username = params.require("account")?;
    let account = by_username(username).ok_or_else(|| EntraError::unknown_account(username))?;
    let next = after_account(tenant, &request.scopes, false, account, Means::DeviceCode)?;
    if next == Next::Grant {
        return approve(tenant, &progress, account);
    }
    progress.account = Some(account.object_id.to_owned());
    let onward = progress.onward(tenant, "consent")?;
    Ok(if next == Next::AdminApproval {
        pages::admin_approval(&onward, account, &RequestIds::from_headers(tenant.now(), headers))
    } else {
        pages::consent(&onward, tenant, &request.scopes, account)
    })
}

/// POST `/devicelogin/consent`: the consent page was answered.
pub(crate) async fn decide(
    State(tenant): State<Arc<Tenant>>,
    headers: HeaderMap,
    FormBody(body): FormBody,
) -> Response {
    let params = Params::parse(&body);
    decided(&tenant, &params).unwrap_or_else(|error| refused(&tenant, &headers, &error))
}

fn decided(tenant: &Tenant, params: &Params) -> Result<Response, EntraError> {
    let (progress, request) = resume(tenant, params)?;
    let chosen = progress.account.as_deref().and_then(by_object_id);
    let account = chosen.ok_or_else(EntraError::session_expired)?;
    let accepted = params.require("decision")? == "accept";
    match after_decision(tenant, &request.scopes, accepted, account, Means::DeviceCode) {
        Ok(()) => approve(tenant, &progress, account),
        Err(error) if error == EntraError::declined() => {
            let now = tenant.now();
            tenant.device_codes().decide(&progress.user_code, None, now)?;
            Ok(done(
                "You declined",
                "was told that you declined, and gets no access.",
            ))
        }
        Err(error) => Err(error),
    }
}

fn approve(tenant: &Tenant, progress: &Progress, account: &Account) -> Result<Response, EntraError> {
    let approval = Approval {
        object_id: account.object_id.to_owned(),
        granted: tenant.consented(account.object_id),
    };
    let now = tenant.now();
    tenant
        .device_codes()
        .decide(&progress.user_code, Some(approval), now)?;
    Ok(done("You have signed in", "on your device can go on now."))
}

/// The checks that come before anything a person enters.
fn open(tenant: &Tenant, params: &Params) -> Result<(), EntraError> {
    let faults = tenant.faults();
    TenantPath::for_sign_in(TENANT_ID, faults)?;
    params.refuse_repeated()?;
    check_client(CLIENT_ID, faults)
}

/// How far the page that was answered had come, and what its client asked for.
fn resume(tenant: &Tenant, params: &Params) -> Result<(Progress, DeviceRequest), EntraError> {
    open(tenant, params)?;
    let progress: Progress = tenant
        .seal
        .open(Purpose::DevicePage, params.require("request")?)
        .map_err(|_| EntraError::malformed("unknown sign-in page"))?;
    let now = tenant.now();
    let (_, request) = tenant.device_codes().find(&progress.user_code, now)?;
    Ok((progress, request))
}

impl Progress {
    /// The form with which a page leads on to `step`.
    fn onward(&self, tenant: &Tenant, step: &str) -> Result<Onward, EntraError> {
        let sealed = tenant.seal.seal(Purpose::DevicePage, self);
        Ok(Onward {
            action: format!("/devicelogin/{step}"),
            sealed: sealed.map_err(|_| EntraError::internal())?,
            target: None,
        })
    }
}

fn refused(tenant: &Tenant, headers: &HeaderMap, error: &EntraError) -> Response {
    let ids = RequestIds::from_headers(tenant.now(), headers);
    pages::error(StatusCode::BAD_REQUEST, error, &ids)
}

/// Asks for the code, and says what was wrong with the last one.
fn code_page(error: Option<&EntraError>) -> Response {
    let said = error.map_or_else(String::new, |error| {
        format!(
            "<p class=\"error\" role=\"alert\" id=\"wrong\" data-testid=\"device-error\">{}</p>\n",
            escape(&error.to_string())
        )
    });
    let wrong = if error.is_some() {
        " aria-invalid=\"true\" aria-describedby=\"wrong\""
    } else {
        ""
    };
    let body = format!(
        "<h1>Enter code</h1>\n<p>Enter the code that the application on your device shows. Enter only a code that \
         you asked for yourself: whoever sent you one would be signed in as you.</p>\n{said}\
         <form method=\"post\" action=\"/devicelogin\">\n<label for=\"code\">Code</label>\n\
         <input class=\"code\" type=\"text\" id=\"code\" name=\"user_code\" maxlength=\"24\" required autofocus \
         autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" data-testid=\"device-code\"{wrong}>\n\
         <div class=\"actions\">\n<button class=\"primary\" data-testid=\"device-next\">Next</button>\n</div>\n</form>"
    );
    Page {
        status: if error.is_some() {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::OK
        },
        title: "Enter code",
        body,
        form_target: None,
        script: None,
    }
    .into_response()
}

/// The end: `heading`, and what became of the application.
fn done(heading: &str, became: &str) -> Response {
    let body = format!(
        "<div data-testid=\"device-done\">\n<h1>{heading}</h1>\n<p><strong>{app}</strong> {became} You may close this \
         window.</p>\n</div>",
        app = escape(APP_NAME),
    );
    Page {
        status: StatusCode::OK,
        title: heading,
        body,
        form_target: None,
        script: None,
    }
    .into_response()
}
