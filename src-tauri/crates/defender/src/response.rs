//! What came back, looked at before anybody works with it.
//!
//! Sources: "Common REST API error codes"
//! (<https://learn.microsoft.com/defender-endpoint/api/common-errors>): a refusal's body is
//! `{"error": {"code", "message", "target"}}`, where `target` identifies the request.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, WWW_AUTHENTICATE};
use serde::Deserialize;

use crate::error::{ApiError, Refusal, Unexpected};
use crate::request::Expected;

/// Characters of a message that are kept.
const LONGEST_MESSAGE: usize = 2_000;

/// Checks the content of a successful answer.
pub(crate) fn check_success(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    expected: Expected,
) -> Result<(), Unexpected> {
    let status = status.as_u16();
    let content = body.trim_ascii_start();
    if content.is_empty() && expected == Expected::Any {
        return Ok(());
    }
    if content.is_empty() {
        return Err(Unexpected::Empty { status });
    }
    let media_type = media_type(headers);
    if is_html(media_type.as_deref(), content) {
        return Err(Unexpected::Html { status });
    }
    if expected == Expected::Text {
        return Ok(());
    }
    if expected == Expected::Any && !content.starts_with(b"{") && !content.starts_with(b"[") {
        return Ok(());
    }
    // JSON may be labelled as anything by a careless gateway; what it looks like decides where the label is missing.
    if let Some(media_type) = media_type.filter(|name| !is_json(name)) {
        return Err(Unexpected::ContentType(media_type));
    }
    let content = content
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(content)
        .trim_ascii();
    match (content.first(), content.last()) {
        (Some(b'{'), Some(b'}')) if has_error(content) => {
            Err(Unexpected::ErrorBody(read_refusal(status, headers, content)))
        }
        (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')) => Ok(()),
        (Some(b'{' | b'['), _) => Err(Unexpected::CutOff { length: body.len() }),
        _ => Err(Unexpected::NotJson),
    }
}

/// Whether an object begins with an `error` property. Answers begin with `@odata.context` or their own properties, so
/// there is no need to read megabytes to know.
fn has_error(content: &[u8]) -> bool {
    let inside = content.strip_prefix(b"{").unwrap_or_default().trim_ascii_start();
    inside
        .strip_prefix(b"\"error\"")
        .and_then(|rest| rest.trim_ascii_start().strip_prefix(b":"))
        .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{"))
}

/// The error for an answer that is no success.
pub(crate) fn refused(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    retry_after: Option<Duration>,
) -> ApiError {
    let refusal = Refusal {
        retry_after,
        ..read_refusal(status.as_u16(), headers, body)
    };
    // A proxy's block page is no answer of the service, whatever its status; faults of gateways are pages too, but count
    // as faults.
    let page = is_html(media_type(headers).as_deref(), body.trim_ascii_start());
    match status.as_u16() {
        401 => ApiError::Unauthorized(refusal),
        429 => ApiError::Throttled { refusal, retry_after },
        408 => ApiError::Service(refusal),
        status @ 400..=499 if page => ApiError::Unexpected(Unexpected::Html { status }),
        400 => ApiError::BadRequest(refusal),
        403 => ApiError::Forbidden(refusal),
        404 => ApiError::NotFound(refusal),
        _ => ApiError::Service(refusal),
    }
}

#[derive(Default, Deserialize)]
struct ErrorBody {
    #[serde(default)]
    error: ErrorContent,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ErrorContent {
    code: Option<String>,
    message: Option<String>,
    target: Option<String>,
}

fn read_refusal(status: u16, headers: &HeaderMap, body: &[u8]) -> Refusal {
    let error = serde_json::from_slice::<ErrorBody>(body)
        .unwrap_or_default()
        .error;
    Refusal {
        status,
        code: error.code.map(shortened).unwrap_or_default(),
        message: error.message.map(shortened).unwrap_or_default(),
        target: error.target.map(shortened).filter(|target| !target.is_empty()),
        retry_after: None,
        challenge: headers
            .get(WWW_AUTHENTICATE)
            .and_then(|value| value.to_str().ok())
            .map(|value| shortened(value.to_owned())),
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST_MESSAGE) {
        None => text,
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "…",
    }
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let name = value.split(';').next().unwrap_or_default().trim();
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

fn is_json(media_type: &str) -> bool {
    matches!(
        media_type,
        "application/json" | "text/json" | "text/plain" | "application/octet-stream"
    ) || media_type.ends_with("+json")
}

fn is_html(media_type: Option<&str>, content: &[u8]) -> bool {
    matches!(media_type, Some("text/html" | "application/xhtml+xml")) || content.starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn check(media_type: &'static str, body: &str) -> Result<(), Unexpected> {
        let mut headers = HeaderMap::new();
        if !media_type.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        check_success(StatusCode::OK, &headers, body.as_bytes(), Expected::Json)
    }

    #[test]
    fn json_is_taken_with_or_without_its_label() {
        for media_type in [
            "application/json; odata.metadata=minimal",
            "application/problem+json",
            "text/plain",
            "",
        ] {
            assert_eq!(check(media_type, " {\"value\":[]} \n"), Ok(()), "{media_type}");
        }
        assert_eq!(check("application/json", "\u{feff}[1]"), Ok(()));
    }

    #[test]
    fn what_came_instead_of_json_is_named() {
        assert_eq!(
            check("text/html", "<p>Sign in</p>"),
            Err(Unexpected::Html { status: 200 })
        );
        assert_eq!(
            check("application/json", "<!doctype html>"),
            Err(Unexpected::Html { status: 200 })
        );
        assert_eq!(
            check("application/json", " \r\n"),
            Err(Unexpected::Empty { status: 200 })
        );
        assert_eq!(
            check("application/json", "{\"value\":[{"),
            Err(Unexpected::CutOff { length: 11 })
        );
        assert_eq!(
            check("image/png", "{}"),
            Err(Unexpected::ContentType("image/png".into()))
        );
        assert_eq!(check("", "hello"), Err(Unexpected::NotJson));
    }

    #[test]
    fn an_error_inside_a_success_is_found_but_a_property_named_so_is_not() {
        let error = check("application/json", r#"{ "error" : {"code":"X","target":"id-1"}}"#);
        let Err(Unexpected::ErrorBody(refusal)) = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (refusal.code.as_str(), refusal.target.as_deref()),
            ("X", Some("id-1"))
        );
        assert_eq!(
            check("application/json", r#"{"id":1,"error":{"code":"X"}}"#),
            Ok(())
        );
        assert_eq!(check("application/json", r#"{"error":null,"id":1}"#), Ok(()));
    }

    #[test]
    fn a_refusal_without_a_readable_body_keeps_its_status() {
        let error = refused(StatusCode::FORBIDDEN, &HeaderMap::new(), b"nope", None);
        let ApiError::Forbidden(refusal) = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            refusal,
            Refusal {
                status: 403,
                ..Refusal::default()
            }
        );
    }

    #[test]
    fn long_messages_are_shortened_between_characters() {
        assert_eq!(shortened("é".repeat(3_000)).chars().count(), 2_001);
    }
}
