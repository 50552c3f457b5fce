//! What an admin copies from Microsoft Entra when a sign-in fails: its error page, an answer's JSON, the address the
//! browser ended at, or just the number.
//!
//! Owns finding number, ids, message and the things the message names in such a text, in any language: numbers, GUIDs and
//! times look the same everywhere, labels do not. Refuses to know what to do about an error; [`crate::aadsts`] does.
//!
//! Invariants:
//! - Only what is asked for is kept. Codes, tokens, `state` and whatever looks like a secret are taken out of the rest.
//! - Everything kept was pasted: show it as text only.
//! - No text makes it fail; one that says nothing gives nothing.

mod named;
mod secrets;
mod text;

pub use named::Named;

use serde_json::Value;
use url::{Url, form_urlencoded};

use crate::entra_error::{LABELS, labelled, one_line, position};
use crate::{EntraError, aadsts};
use secrets::without_secrets;

/// What the text of an error page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorPage {
    /// The number behind `AADSTS`; see [`aadsts::explain`].
    pub number: Option<u32>,
    /// The OAuth error, e.g. `access_denied`. Pages do not show it, answers do.
    pub error: Option<String>,
    /// Refines `error` in answers that the browser brings, e.g. `cancel`.
    pub error_subcode: Option<String>,
    /// The service's own words on one line, without number and ids. They may name people and apps.
    pub message: Option<String>,
    /// What to quote to support.
    pub correlation_id: Option<String>,
    /// What to quote to support; answers call it trace ID.
    pub request_id: Option<String>,
    /// When, by the service's clock, in its format.
    pub timestamp: Option<String>,
    /// What the message names.
    pub named: Named,
}

/// How much of a text is read, in bytes. An error page has about 1 KiB.
const LONGEST: usize = 64 * 1024;
/// Longest text in which a number that has no `AADSTS` before it is looked for, in characters.
const LONGEST_BARE: usize = 60;
/// How many opening braces are tried as the beginning of JSON.
const BRACES: usize = 8;

/// Labels of the English page around the message, beside those of answers.
const PAGE_LABELS: [&str; 5] = [
    "Message:",
    "Advanced diagnostics",
    "Troubleshooting details",
    "Copy info to clipboard",
    "If you plan on getting help",
];

/// Reads a copied text; `None` where no error of Microsoft Entra is in it.
#[must_use]
pub fn read(text: &str) -> Option<ErrorPage> {
    let text = beginning(text).trim();
    let only_word = (!text.contains(char::is_whitespace)).then_some(text);
    from_json(text)
        .or_else(|| only_word.and_then(from_address))
        .or_else(|| from_page(text))
        .or_else(|| text.split_whitespace().find_map(from_address))
        .or_else(|| from_bare_number(text))
        .map(ErrorPage::completed)
}

/// At most [`LONGEST`] bytes, whole characters.
fn beginning(text: &str) -> &str {
    let mut end = LONGEST.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

impl ErrorPage {
    fn of(error: EntraError) -> Self {
        let given = |text: String| (!text.is_empty()).then_some(text);
        Self {
            number: error.aadsts,
            error: given(error.error),
            error_subcode: error.error_subcode,
            message: given(error.description),
            correlation_id: error.correlation_id,
            request_id: error.trace_id,
            timestamp: error.timestamp,
            named: Named::default(),
        }
    }

    /// Takes secrets out and looks at what the message names.
    fn completed(self) -> Self {
        let clean = |text: Option<String>| {
            text.map(|text| without_secrets(&one_line(&text)))
                .filter(|text| !text.is_empty())
        };
        let message = clean(self.message);
        let named = match (self.number, &message) {
            (Some(number), Some(message)) => named::named(number, message),
            _ => Named::default(),
        };
        Self {
            number: self.number,
            error: clean(self.error),
            error_subcode: clean(self.error_subcode),
            correlation_id: clean(self.correlation_id),
            request_id: clean(self.request_id),
            timestamp: clean(self.timestamp),
            message,
            named,
        }
    }
}

/// From the first JSON object in the text that has an `error`.
fn from_json(text: &str) -> Option<ErrorPage> {
    text.match_indices('{').take(BRACES).find_map(|(at, _)| {
        let mut values = serde_json::Deserializer::from_str(text.get(at..)?).into_iter::<Value>();
        let value = values.next()?.ok()?;
        EntraError::from_json(&value).map(ErrorPage::of)
    })
}

/// From an address: Microsoft's page on a number, or where the browser was sent with an error.
fn from_address(word: &str) -> Option<ErrorPage> {
    let word = word.trim_matches(|c| matches!(c, '<' | '>' | '"' | '\'' | '(' | ')' | ','));
    let url = Url::parse(word).ok()?;
    let pairs: Vec<(String, String)> = [url.query(), url.fragment()]
        .into_iter()
        .flatten()
        .flat_map(|text| form_urlencoded::parse(text.as_bytes()).into_owned())
        .collect();
    let field = |name: &str| {
        let (_, value) = pairs.iter().find(|(field, _)| field == name)?;
        (!value.is_empty()).then(|| value.clone())
    };
    if let Some(error) = EntraError::from_fields(field) {
        return Some(ErrorPage::of(error));
    }
    // Elsewhere `code` is an authorization code.
    let number = url
        .path()
        .ends_with("/error")
        .then(|| aadsts::number_in_link(word))??;
    Some(ErrorPage {
        number: Some(number),
        ..ErrorPage::default()
    })
}

/// From the page's text, or any other text with a number behind `AADSTS`.
fn from_page(text: &str) -> Option<ErrorPage> {
    // Logs show line breaks in JSON texts as they are written there.
    let text = &text.replace("\\r\\n", "\n");
    let (first, number) = aadsts::locate(text)?;
    // The page says it twice: on top, and below the ids. The second is followed by less.
    let said = format!("AADSTS{number}");
    let last = text
        .match_indices(&said)
        .filter(|(at, _)| {
            let rest = text.get(at + said.len()..).unwrap_or_default();
            !rest.starts_with(|c: char| c.is_ascii_digit())
        })
        .last()
        .map_or(first, |(at, _)| at);
    let rest = text.get(last..)?;
    let ids = text::ids(text);
    let id = |label: &str| {
        let value = labelled(text, label)?;
        text::guids(&value).next().map(|id| id.text.to_owned())
    };
    let time = || {
        let value = labelled(text, "Timestamp:")?;
        text::timestamps(&value).next().map(|(_, time)| time.to_owned())
    };
    Some(ErrorPage {
        number: Some(number),
        message: Some(without_number(rest.get(..message_end(rest))?).to_owned()),
        correlation_id: id("Correlation ID:").or(ids.correlation),
        request_id: id("Request ID:").or_else(|| id("Trace ID:")).or(ids.request),
        timestamp: ids.timestamp.or_else(time),
        ..ErrorPage::default()
    })
}

/// What follows `AADSTS50011:`.
fn without_number(text: &str) -> &str {
    let number = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let rest = number
        .trim_start_matches(' ')
        .trim_start_matches(|c: char| c.is_ascii_digit());
    rest.trim_start_matches([':', '：'])
}

/// Where a message that begins a text ends: at a label, at ids with a time, or at an empty line.
fn message_end(text: &str) -> usize {
    let labels = LABELS.iter().chain(&PAGE_LABELS);
    let label = labels.filter_map(|label| position(text, label)).min();
    [label, text::trailer(text), text::empty_line(text)]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(text.len())
}

/// From a short text whose only digits are a number: `50011`, or a known one among words.
fn from_bare_number(text: &str) -> Option<ErrorPage> {
    // In an address a number may be anything.
    if text.chars().count() > LONGEST_BARE || text.contains("://") {
        return None;
    }
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let (digits, None) = (numbers.next()?, numbers.next()) else {
        return None;
    };
    let number: u32 = digits.parse().ok()?;
    let alone = digits == text && (5..=8).contains(&digits.len());
    (alone || aadsts::explain(number).is_some()).then(|| ErrorPage {
        number: Some(number),
        ..ErrorPage::default()
    })
}
