//! Signed links to files, and what they lead to.
//!
//! A link carries everything that opens it: when it ends and a signature over that and the address. It is fetched
//! without a bearer token; a request that brings one is refused, so that a client that leaks its token is noticed.
//!
//! Source: the export pages ("Download URLs for all the files"), get-package-sas-uri and get-live-response-result;
//! the refusals follow those of Azure Blob Storage.

use std::sync::Arc;

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::form_urlencoded;

use super::{exports, live_response, packages};
use crate::data::changes::View;
use crate::data::time::Ticks;
use crate::state::Tenant;

/// Signs links; made anew at each start.
pub(crate) struct LinkKey(Option<hmac::Key>);

impl LinkKey {
    /// A new key. Without randomness no link is ever valid.
    pub(crate) fn new() -> Self {
        Self(hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new()).ok())
    }

    fn signature(&self, path: &str, end: &str) -> Option<String> {
        let tag = hmac::sign(self.0.as_ref()?, format!("{path}\n{end}").as_bytes());
        Some(URL_SAFE_NO_PAD.encode(tag.as_ref()))
    }

    /// A link to the file at `path`, good until `end`.
    pub(crate) fn link(&self, base: &str, path: &str, end: Ticks) -> String {
        let end = end.to_string();
        let signature = self.signature(path, &end).unwrap_or_default();
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("sp", "r")
            .append_pair("se", &end)
            .append_pair("sig", &signature)
            .finish();
        format!("{base}/downloads/{path}?{query}")
    }

    /// Whether the query opens the file at this time.
    fn opens(&self, path: &str, query: &str, now: Ticks) -> bool {
        let value = |wanted: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
        };
        let (Some(end), Some(signature), Some(key)) = (value("se"), value("sig"), &self.0) else {
            return false;
        };
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
            return false;
        };
        let signed = hmac::verify(key, format!("{path}\n{end}").as_bytes(), &signature).is_ok();
        let until = chrono::DateTime::parse_from_rfc3339(&end);
        signed && until.is_ok_and(|until| now <= Ticks::from_datetime(until.to_utc()))
    }
}

/// A file to send.
pub(crate) struct File {
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

/// `GET /downloads/{*path}`.
pub(crate) async fn download(
    State(tenant): State<Arc<Tenant>>,
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if headers.contains_key(AUTHORIZATION) {
        return refused(
            "AuthenticationFailed",
            "A signed link must be fetched without an Authorization header.",
        );
    }
    let now = Ticks::from_datetime(tenant.now());
    if !tenant.links.opens(&path, &query.unwrap_or_default(), now) {
        return refused(
            "AuthenticationFailed",
            "The signature is not valid, or the link has expired.",
        );
    }
    let work = move || {
        let changes = tenant.changes();
        let view = View {
            data: &tenant.data,
            changes: &changes,
        };
        let (kind, rest) = path.split_once('/')?;
        match kind {
            "exports" => exports::file(view, rest),
            "packages" => packages::file(view, rest),
            "results" => live_response::result_file(view, rest),
            _ => None,
        }
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Some(file)) => ([(CONTENT_TYPE, file.content_type)], file.body).into_response(),
        _ => (
            StatusCode::NOT_FOUND,
            xml("BlobNotFound", "The file does not exist."),
        )
            .into_response(),
    }
}

fn refused(code: &str, message: &str) -> Response {
    (StatusCode::FORBIDDEN, xml(code, message)).into_response()
}

fn xml(code: &str, message: &str) -> ([(axum::http::HeaderName, &'static str); 1], String) {
    (
        [(CONTENT_TYPE, "application/xml")],
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
        ),
    )
}
