//! The pages a person sees: choose an account, consent, an error that goes nowhere else, and the form that
//! carries a `form_post` answer.
//!
//! Invariants: everything reflected is escaped. The `data-testid` values and field names are what the project's
//! own journeys drive.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use url::Url;

use super::consent::offered;
use super::errors::EntraError;
use super::params::Params;
use super::permissions::describe;
use super::request_ids::RequestIds;
use super::scopes::Scopes;
use crate::accounts::{Account, accounts};
use crate::config::{AUDIENCE, CLIENT_ID, TENANT_ID};
use crate::html::{Page, escape};
use crate::origin::Origin;
use crate::state::Tenant;

/// Name of the one app registration, as the consent page shows it.
pub(crate) const APP_NAME: &str = "Defender API Workbench";

/// The form with which a page leads on.
pub(crate) struct Onward {
    /// Path that the form is sent to.
    pub(crate) action: String,
    /// What has been settled so far, sealed.
    pub(crate) sealed: String,
    /// Origin that the answer goes to; none when the client waits on another device.
    pub(crate) target: Option<String>,
}

impl Onward {
    /// The begin of the form.
    fn form(&self) -> String {
        format!(
            "<form method=\"post\" action=\"{}\">\n<input type=\"hidden\" name=\"request\" value=\"{}\">\n",
            escape(&self.action),
            escape(&self.sealed),
        )
    }

    fn page(&self, title: &str, body: String) -> Response {
        Page {
            status: StatusCode::OK,
            title,
            body,
            form_target: self.target.as_deref(),
            script: None,
        }
        .into_response()
    }
}

/// Pick an account.
pub(crate) fn sign_in(onward: &Onward, hint: Option<&str>) -> Response {
    let mut list = String::new();
    for account in accounts() {
        let hinted = hint.is_some_and(|hint| hint.eq_ignore_ascii_case(account.username));
        let mark = if hinted { " class=\"hinted\" autofocus" } else { "" };
        let _ = writeln!(
            list,
            "<li><button name=\"account\" value=\"{username}\" data-testid=\"account-{username}\"{mark}>\
             <strong>{name}</strong><span>{username}</span><span>{role}</span></button></li>",
            username = escape(account.username),
            name = escape(account.name),
            role = escape(account.role),
        );
    }
    let unknown_hint = hint.filter(|hint| {
        !accounts()
            .iter()
            .any(|known| known.username.eq_ignore_ascii_case(hint))
    });
    let note = unknown_hint.map_or_else(String::new, |hint| {
        let hint: String = hint.chars().take(120).collect();
        format!(
            "<p class=\"soft\">{} is not an account of this tenant.</p>\n",
            escape(&hint)
        )
    });
    let elsewhere = if onward.target.is_none() {
        " on another device. If you did not start this yourself, close this window"
    } else {
        ""
    };
    let body = format!(
        "<h1>Choose an account</h1>\n<p class=\"soft\">to continue to {app}{elsewhere}</p>\n{note}\
         {form}<ul class=\"accounts\">\n{list}</ul>\n</form>",
        app = escape(APP_NAME),
        form = onward.form(),
    );
    onward.page("Sign in", body)
}

/// Ask for consent to each permission that `scopes` name.
pub(crate) fn consent(onward: &Onward, tenant: &Tenant, scopes: &Scopes, account: &Account) -> Response {
    let mut list = String::new();
    let mut item = |name: &str, about: &str| {
        let _ = writeln!(
            list,
            "<li data-testid=\"consent-permission\" data-permission=\"{name}\"><strong>{name}</strong>\
             <span>{about}</span></li>",
            name = escape(name),
            about = escape(about),
        );
    };
    let listed = &tenant.config.permissions;
    for permission in offered(scopes.wanted(listed), listed, tenant.faults()) {
        item(&permission, describe(&permission));
    }
    if scopes.openid.openid || scopes.openid.profile {
        item("openid profile", "Sign you in and read your name");
    }
    if scopes.openid.offline_access {
        item("offline_access", "Keep access until you sign out");
    }
    let body = format!(
        "<h1>Permissions requested</h1>\n<p><strong>{app}</strong> would like to act for \
         <strong>{username}</strong> in Microsoft Defender for Endpoint:</p>\n\
         <ul class=\"permissions\">\n{list}</ul>\n\
         <p class=\"soft\">The sandbox remembers your answer until it stops.</p>\n\
         {form}<div class=\"actions\">\n\
         <button name=\"decision\" value=\"cancel\" data-testid=\"consent-cancel\">Cancel</button>\n\
         <button class=\"primary\" name=\"decision\" value=\"accept\" data-testid=\"consent-accept\">Accept</button>\n\
         </div>\n</form>",
        app = escape(APP_NAME),
        username = escape(account.username),
        form = onward.form(),
    );
    onward.page("Permissions", body)
}

/// Says that an administrator must approve. The only way on leads back to the application.
pub(crate) fn admin_approval(onward: &Onward, account: &Account, ids: &RequestIds) -> Response {
    let body = format!(
        "<h1>Need admin approval</h1>\n<p><strong>{app}</strong> asks for permissions that \
         <strong>{username}</strong> may not grant. Ask an administrator to approve them, then try again.</p>\n\
         <div data-testid=\"entra-error\">\n{details}</div>\n\
         {form}<div class=\"actions\">\n\
         <button name=\"decision\" value=\"cancel\" data-testid=\"return-without-consent\">\
         Return to the application without granting consent</button>\n</div>\n</form>",
        app = escape(APP_NAME),
        username = escape(account.username),
        details = details(&EntraError::admin_approval(CLIENT_ID), ids),
        form = onward.form(),
    );
    onward.page("Need admin approval", body)
}

/// What a person copies to somebody who helps: the lines that Entra's own pages show.
fn details(error: &EntraError, ids: &RequestIds) -> String {
    format!(
        "<p class=\"details\">Request Id: {trace}<br>\nCorrelation Id: {correlation}<br>\n\
         Timestamp: {timestamp}<br>\nMessage: {text}</p>\n",
        trace = ids.trace,
        correlation = ids.correlation,
        timestamp = escape(&ids.timestamp.replace(' ', "T")),
        text = escape(&error.to_string()),
    )
}

/// What a proxy shows in place of anything else: the page on which it wants people to sign in.
pub(crate) fn proxy_sign_in() -> Response {
    Page {
        status: StatusCode::OK,
        title: "Network sign-in",
        body:
            "<h1>Sign in to the network</h1>\n<p>This network asks everybody to sign in before anything else \
               can be reached.</p>"
                .to_owned(),
        form_target: None,
        script: None,
    }
    .into_response()
}

/// An error that is shown here and sent nowhere.
pub(crate) fn error(status: StatusCode, error: &EntraError, ids: &RequestIds) -> Response {
    let body = format!(
        "<h1>You could not be signed in</h1>\n\
         <div data-testid=\"entra-error\">\n<p class=\"error\" role=\"alert\">{text}</p>\n{details}</div>\n\
         <p class=\"soft\">The application that sent you here is not told about this. Go back to it, correct \
         its settings and try again.</p>",
        text = escape(&error.to_string()),
        details = details(error, ids),
    );
    Page {
        status,
        title: "Sign in",
        body,
        form_target: None,
        script: None,
    }
    .into_response()
}

/// The `form_post` answer (OAuth 2.0 Form Post Response Mode). It sends itself where scripts run, and has a
/// button where they do not.
pub(crate) fn form_post(target: &Url, fields: &[(&'static str, String)]) -> Response {
    let mut inputs = String::new();
    for (name, value) in fields {
        let _ = writeln!(
            inputs,
            "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
            escape(value)
        );
    }
    let body = format!(
        "<h1>Back to the application</h1>\n<p>If nothing happens, press Continue.</p>\n\
         <form id=\"answer\" method=\"post\" action=\"{target}\">\n{inputs}<div class=\"actions\">\n\
         <button class=\"primary\" data-testid=\"continue\">Continue</button>\n</div>\n</form>",
        target = escape(target.as_str()),
    );
    let origin = target.origin().ascii_serialization();
    let page = Page {
        status: StatusCode::OK,
        title: "Continue",
        body,
        form_target: Some(&origin),
        script: Some("document.getElementById('answer').submit()"),
    };
    page.into_response()
}

/// GET `/error?code=`: where `error_uri` leads.
pub(crate) async fn error_uri(RawQuery(query): RawQuery) -> Response {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let code: String = params
        .get("code")
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_digit)
        .take(10)
        .collect();
    let body = format!(
        "<h1>AADSTS{code}</h1>\n<p>The sandbox answers with the numbers that Microsoft Entra uses. What each \
         one means is listed in \
         <a href=\"https://learn.microsoft.com/entra/identity-platform/reference-error-codes\" rel=\"noreferrer\">\
         Microsoft Entra authentication and authorization error codes</a>.</p>"
    );
    Page {
        status: StatusCode::OK,
        title: "Error code",
        body,
        form_target: None,
        script: None,
    }
    .into_response()
}

/// GET `/{tenant}/oauth2/v2.0/logout`.
pub(crate) async fn logout() -> Response {
    let body =
        "<h1>You signed out</h1>\n<p>The sandbox keeps no browser session. You can close this window.</p>";
    Page {
        status: StatusCode::OK,
        title: "Signed out",
        body: body.to_owned(),
        form_target: None,
        script: None,
    }
    .into_response()
}

/// GET `/`: for somebody who opens the address to see what is there.
pub(crate) async fn index(State(tenant): State<Arc<Tenant>>, origin: Origin) -> Response {
    let base = escape(origin.base());
    let on = tenant.faults().list();
    let faults = on.iter().map(|fault| fault.id()).collect::<Vec<_>>().join(", ");
    let mut people = String::new();
    for account in accounts() {
        let _ = writeln!(
            people,
            "<dt>{}</dt><dd>{}<br>{}</dd>",
            escape(account.name),
            escape(account.username),
            escape(account.password),
        );
    }
    let body = format!(
        "<h1>The sandbox tenant is running</h1>\n<p>Point a client at these addresses:</p>\n<dl>\
         <dt>Authority</dt><dd>{base}/{TENANT_ID}</dd>\n<dt>API</dt><dd>{base}/api</dd>\n\
         <dt>Tenant ID</dt><dd>{TENANT_ID}</dd>\n<dt>Client ID</dt><dd>{CLIENT_ID}</dd>\n\
         <dt>Audience</dt><dd>{AUDIENCE}</dd>\n<dt>Device login</dt>\
         <dd><a href=\"/devicelogin\">{base}/devicelogin</a></dd>\n<dt>Alerts</dt><dd>{alerts}</dd>\n\
         <dt>Devices</dt><dd>{devices}</dd>\n<dt>Faults</dt><dd>{faults}</dd></dl>\n\
         <p>Who can sign in, and the invented password of each for the password grant:</p>\n<dl>{people}</dl>\n\
         <p>Manifest of the app registration: <a href=\"/portal/manifest?form=graph\">Microsoft Graph form</a>, \
         <a href=\"/portal/manifest?form=azuread\">Azure AD form</a></p>",
        alerts = tenant.data.alerts,
        devices = tenant.data.machines.len(),
        faults = if faults.is_empty() { "none" } else { &faults },
    );
    Page {
        status: StatusCode::OK,
        title: "Running",
        body,
        form_target: None,
        script: None,
    }
    .into_response()
}
