//! Microsoft Entra's errors, in both forms they arrive in: JSON from the token endpoint, and form fields sent back by
//! the browser.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#error-response>

use std::fmt;

use serde_json::Value;

use crate::{aadsts, claims};

/// An error of Microsoft Entra. All texts come from the network: show them as text only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntraError {
    /// The OAuth error, e.g. `invalid_grant`. The program acts on this one.
    pub error: String,
    /// The service's own words on one line, without the number and the ids that are fields here.
    pub description: String,
    /// The number behind `AADSTS`. It explains and decides nothing.
    pub aadsts: Option<u32>,
    /// Refines `error`, e.g. `consent_required`.
    pub suberror: Option<String>,
    /// On errors sent back by the browser, e.g. `cancel`.
    pub error_subcode: Option<String>,
    /// A claims challenge to send with the next sign-in.
    pub claims: Option<String>,
    /// What to quote to support.
    pub correlation_id: Option<String>,
    /// What to quote to support.
    pub trace_id: Option<String>,
    /// When, by the service's clock, in its format.
    pub timestamp: Option<String>,
    /// A page on the error.
    pub error_uri: Option<String>,
}

/// Longest text kept of a field.
const LONGEST: usize = 2_000;

impl EntraError {
    /// Whether a person must sign in again. By `error` and `suberror`, as Microsoft's libraries decide it.
    #[must_use]
    pub fn needs_interaction(&self) -> bool {
        match self.error.as_str() {
            "interaction_required" | "login_required" | "consent_required" => true,
            "invalid_grant" => !matches!(
                self.suberror.as_deref(),
                Some("client_mismatch" | "protection_policy_required")
            ),
            _ => false,
        }
    }

    /// Whether the person pressed *Cancel* or *Back*. Someone who may not consent looks the same.
    #[must_use]
    pub fn is_cancelled_on_page(&self) -> bool {
        self.error == "access_denied" && self.error_subcode.as_deref() == Some("cancel")
    }

    /// The first sentence of the description.
    #[must_use]
    pub fn first_sentence(&self) -> &str {
        let end = self.description.find(". ").map(|at| at + 1);
        end.and_then(|end| self.description.get(..end))
            .unwrap_or(&self.description)
    }

    /// From the token endpoint's JSON; `None` where it has no `error` text.
    pub(crate) fn from_json(body: &Value) -> Option<Self> {
        let text = |name: &str| match body.get(name) {
            Some(Value::String(text)) => Some(text.clone()),
            // `claims` is a string that holds JSON; an object is not documented, but says the same.
            Some(value @ Value::Object(_)) => Some(value.to_string()),
            _ => None,
        };
        let error = body.get("error")?.as_str()?;
        let code = body
            .get("error_codes")
            .and_then(Value::as_array)
            .and_then(|codes| codes.first());
        let code = code.and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok()));
        let code = code.and_then(|code| u32::try_from(code).ok());
        Some(Self::new(error, code, text))
    }

    /// From the fields of an answer that the browser brought; `None` where it has no `error`.
    pub(crate) fn from_fields(field: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let error = field("error")?;
        Some(Self::new(&error, None, field))
    }

    fn new(error: &str, code: Option<u32>, field: impl Fn(&str) -> Option<String>) -> Self {
        let given = |name: &str| {
            field(name)
                .map(|text| one_line(&text))
                .filter(|text| !text.is_empty())
        };
        let description = field("error_description").unwrap_or_default();
        let error_uri = given("error_uri");
        let linked = error_uri.as_deref().and_then(aadsts::number_in_link);
        Self {
            error: one_line(error),
            aadsts: code.or_else(|| aadsts::number_in(&description)).or(linked),
            suberror: given("suberror"),
            error_subcode: given("error_subcode"),
            // Sent back as it is, so it keeps its form.
            claims: field("claims")
                .filter(|claims| !claims.trim().is_empty() && claims.len() <= claims::LARGEST),
            correlation_id: given("correlation_id").or_else(|| labelled(&description, "Correlation ID:")),
            trace_id: given("trace_id").or_else(|| labelled(&description, "Trace ID:")),
            timestamp: given("timestamp").or_else(|| labelled(&description, "Timestamp:")),
            error_uri,
            description: bare(&description),
        }
    }
}

impl fmt::Display for EntraError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.aadsts {
            Some(number) => write!(f, "{} (AADSTS{number})", self.error),
            None => f.write_str(&self.error),
        }
    }
}

impl std::error::Error for EntraError {}

/// The labels that follow the message; older answers put line breaks between them, newer ones spaces.
pub(crate) const LABELS: [&str; 4] = ["Trace ID:", "Correlation ID:", "Timestamp:", "Request Id:"];

/// Where a label begins, whatever its case. Labels are ASCII, so lower-casing keeps all positions.
pub(crate) fn position(text: &str, label: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(&label.to_ascii_lowercase())
}

/// The text between a label and the next label or line break.
pub(crate) fn labelled(text: &str, label: &str) -> Option<String> {
    let rest = text.get(position(text, label)? + label.len()..)?;
    let next = LABELS.iter().filter_map(|other| position(rest, other));
    let end = next.chain(rest.find(['\r', '\n'])).min().unwrap_or(rest.len());
    let value = one_line(rest.get(..end)?);
    (!value.is_empty()).then_some(value)
}

/// The message: without `AADSTS…:` before it and the labels after it.
fn bare(description: &str) -> String {
    let end = LABELS
        .iter()
        .filter_map(|label| position(description, label))
        .min();
    let message = one_line(
        description
            .get(..end.unwrap_or(description.len()))
            .unwrap_or(description),
    );
    let numbered = message
        .strip_prefix("AADSTS")
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    numbered
        .and_then(|rest| rest.strip_prefix(':'))
        .map_or(message.clone(), |rest| rest.trim_start().to_owned())
}

/// White space and control characters become single spaces; the length is limited.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const IDS: [&str; 3] = [
        "0a1b2c3d-0000-4000-8000-000000000001",
        "0a1b2c3d-0000-4000-8000-000000000002",
        "2026-03-02 09:00:00Z",
    ];

    fn described(description: &str) -> EntraError {
        EntraError::from_json(&json!({ "error": "invalid_grant", "error_description": description })).unwrap()
    }

    #[test]
    fn line_breaks_and_spaces_between_the_parts_are_read_alike() {
        let [trace, correlation, time] = IDS;
        let message = "AADSTS65001: Nobody consented to 'X'. Ask for consent.";
        for separator in ["\r\n", " ", "\n"] {
            let text = [
                message.to_owned(),
                format!("Trace ID: {trace}"),
                format!("Correlation ID: {correlation}"),
                format!("Timestamp: {time}"),
            ];
            let error = described(&text.join(separator));
            assert_eq!(error.description, "Nobody consented to 'X'. Ask for consent.");
            assert_eq!(error.first_sentence(), "Nobody consented to 'X'.");
            assert_eq!(error.aadsts, Some(65_001));
            assert_eq!(error.trace_id.as_deref(), Some(trace));
            assert_eq!(error.correlation_id.as_deref(), Some(correlation));
            assert_eq!(error.timestamp.as_deref(), Some(time));
        }
    }

    #[test]
    fn fields_of_the_answer_win_over_the_text() {
        let error = EntraError::from_json(&json!({
            "error": "interaction_required",
            "error_description": "AADSTS50076: Use a second factor. Trace ID: in-text",
            "error_codes": [50_079],
            "timestamp": "2026-03-02 09:00:00Z",
            "trace_id": "in-field",
            "correlation_id": "c",
            "suberror": "basic_action",
            "claims": "{\"access_token\":{}}",
            "error_uri": "https://login.microsoftonline.com/error?code=50076"
        }))
        .unwrap();
        assert_eq!(error.aadsts, Some(50_079));
        assert_eq!(error.trace_id.as_deref(), Some("in-field"));
        assert_eq!(error.suberror.as_deref(), Some("basic_action"));
        assert_eq!(error.claims.as_deref(), Some("{\"access_token\":{}}"));
        assert_eq!(error.to_string(), "interaction_required (AADSTS50079)");
    }

    #[test]
    fn an_answer_without_a_number_takes_it_from_the_link() {
        let error = EntraError::from_fields(|name| match name {
            "error" => Some("server_error".to_owned()),
            "error_uri" => Some("https://login.microsoftonline.com/error?code=90033".to_owned()),
            _ => None,
        });
        assert_eq!(error.unwrap().aadsts, Some(90_033));
    }

    #[test]
    fn json_without_an_error_text_is_no_entra_error() {
        for body in [
            json!({}),
            json!([]),
            json!("x"),
            json!({"error": {"code": "x"}}),
            json!({"error": 1}),
        ] {
            assert_eq!(EntraError::from_json(&body), None, "{body}");
        }
    }

    #[test]
    fn interaction_follows_error_and_suberror_only() {
        let error = |error: &str, suberror: Option<&str>| EntraError {
            error: error.to_owned(),
            suberror: suberror.map(str::to_owned),
            aadsts: Some(50_076),
            ..EntraError::default()
        };
        assert!(error("invalid_grant", None).needs_interaction());
        assert!(error("invalid_grant", Some("token_expired")).needs_interaction());
        assert!(error("interaction_required", None).needs_interaction());
        assert!(!error("invalid_grant", Some("client_mismatch")).needs_interaction());
        assert!(!error("invalid_grant", Some("protection_policy_required")).needs_interaction());
        assert!(!error("temporarily_unavailable", None).needs_interaction());
        assert!(!error("invalid_client", None).needs_interaction());
    }

    #[test]
    fn a_cancel_on_the_page_is_recognised() {
        let error = EntraError {
            error: "access_denied".to_owned(),
            error_subcode: Some("cancel".to_owned()),
            ..EntraError::default()
        };
        assert!(error.is_cancelled_on_page());
        assert!(
            !EntraError {
                error_subcode: None,
                ..error
            }
            .is_cancelled_on_page()
        );
    }

    proptest! {
        #[test]
        fn every_description_of_entras_form_is_taken_apart(
            number in 0_u32..100_000_000,
            message in "[A-Z][a-z '/:0-9]{0,40}[a-z]\\.",
            ids in prop::array::uniform2("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"),
            separator in "(\r\n|\n| )",
        ) {
            let [trace, correlation] = &ids;
            let time = "2026-03-02 09:00:00Z";
            let error = described(&format!(
                "AADSTS{number}: {message}{separator}Trace ID: {trace}{separator}Correlation ID: {correlation}{separator}\
                 Timestamp: {time}"
            ));
            prop_assert_eq!(error.aadsts, Some(number));
            prop_assert_eq!(error.description, one_line(&message));
            prop_assert_eq!(error.trace_id.as_ref(), Some(trace));
            prop_assert_eq!(error.correlation_id.as_ref(), Some(correlation));
            prop_assert_eq!(error.timestamp.as_deref(), Some(time));
        }

        #[test]
        fn no_description_makes_it_panic_or_break_the_line(text in "(AADSTS[0-9]{0,12}:?|Trace ID:|CORRELATION id:|Timestamp:|[\\PC\r\n]){0,12}") {
            let error = described(&text);
            prop_assert!(!error.description.contains(['\r', '\n']));
            let _ = error.first_sentence();
        }
    }
}
