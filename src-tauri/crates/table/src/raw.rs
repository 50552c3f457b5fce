//! One JSON value as it stands in the body: its type by its first byte, and its text only when it is wanted.

use std::borrow::Cow;

use serde_json::Value;

/// A value of the body, not yet decoded further than its column needs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Raw<'a> {
    Null,
    Boolean(bool),
    /// The digits as sent.
    Number(&'a str),
    /// Decoded text.
    Text(Cow<'a, str>),
    /// An object or a list, as sent.
    Nested(&'a str),
}

impl<'a> Raw<'a> {
    /// Sorts a value by its first byte. `json` is one whole JSON value without white space around it.
    pub(crate) fn new(json: &'a str) -> Self {
        match json.as_bytes().first() {
            Some(b'"') => Self::Text(decode_text(json)),
            Some(b't') => Self::Boolean(true),
            Some(b'f') => Self::Boolean(false),
            Some(b'{' | b'[') => Self::Nested(json),
            Some(b'-' | b'0'..=b'9') => Self::Number(json),
            _ => Self::Null,
        }
    }
}

/// The text of a JSON string, quotes and escapes removed.
fn decode_text(json: &str) -> Cow<'_, str> {
    let inner = json.get(1..json.len().saturating_sub(1)).unwrap_or_default();
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Cow::Borrowed(inner);
    }
    let text = serde_json::from_str::<String>(json)
        .or_else(|_| serde_json::from_str::<String>(&replace_lone_surrogates(json)))
        .unwrap_or_else(|_| inner.to_owned());
    Cow::Owned(text)
}

/// Half of a surrogate pair is no character. It becomes U+FFFD, as it does in browsers, so that one such escape in one
/// alert title does not make the whole page unreadable.
fn replace_lone_surrogates(json: &str) -> String {
    let unit = |at: usize| -> Option<u32> {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut text = String::with_capacity(json.len());
    let mut at = 0;
    while let Some(rest) = json.get(at..) {
        let Some(skip) = memchr::memchr(b'\\', rest.as_bytes()) else {
            text.push_str(rest);
            break;
        };
        text.push_str(rest.get(..skip).unwrap_or_default());
        at += skip;
        let (piece, length) = match (unit(at), unit(at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (json.get(at..at + 12), 12),
            (Some(0xD800..=0xDFFF), _) => (Some("\\ufffd"), 6),
            _ => (json.get(at..at + 2), 2),
        };
        text.push_str(piece.unwrap_or("\\"));
        at += piece.map_or(1, |_| length);
    }
    text
}

/// A JSON value without the white space between its parts.
pub(crate) fn compact(json: &str) -> Cow<'_, str> {
    let bytes = json.as_bytes();
    let mut kept: Option<String> = None;
    // Text up to `from` has been copied, once there is anything to leave out.
    let (mut at, mut from) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b' ' | b'\n' | b'\r' | b'\t' => {
                kept.get_or_insert_default()
                    .push_str(json.get(from..at).unwrap_or_default());
                at += 1;
                from = at;
            }
            _ => at += 1,
        }
    }
    match kept {
        None => Cow::Borrowed(json),
        Some(mut text) => {
            text.push_str(json.get(from..).unwrap_or_default());
            Cow::Owned(text)
        }
    }
}

/// The position behind the string that opens at `open`.
fn end_of_string(bytes: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while let Some(skip) = bytes
        .get(at..)
        .and_then(|rest| memchr::memchr2(b'"', b'\\', rest))
    {
        at += skip;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// Text, or JSON for what is no text: what a cell shows.
pub(crate) fn display(json: &str) -> Cow<'_, str> {
    match Raw::new(json) {
        Raw::Text(text) => text,
        _ => compact(json),
    }
}

/// The value as `serde_json` holds it. What that cannot hold (a number of a thousand digits, nesting a thousand deep)
/// is given as its JSON text.
pub(crate) fn value(json: &str) -> Value {
    if let Raw::Text(text) = Raw::new(json) {
        return Value::String(text.into_owned());
    }
    serde_json::from_str(json)
        .or_else(|_| serde_json::from_str(&replace_lone_surrogates(json)))
        .unwrap_or_else(|_| Value::String(json.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded() {
        assert_eq!(
            Raw::new(r#""a\"b\\\u00e9\ud83d\ude00""#),
            Raw::Text("a\"b\\é😀".into())
        );
        assert_eq!(Raw::new(r#""plain""#), Raw::Text("plain".into()));
        assert_eq!(Raw::new(r#""""#), Raw::Text("".into()));
    }

    #[test]
    fn half_a_surrogate_pair_becomes_the_replacement_character() {
        assert_eq!(Raw::new(r#""a\ud83db""#), Raw::Text("a\u{fffd}b".into()));
        assert_eq!(
            Raw::new(r#""\ude00\\ud800\ud83d\ude00""#),
            Raw::Text("\u{fffd}\\ud800😀".into())
        );
        assert_eq!(value(r#"{"a":"\ud83d"}"#), serde_json::json!({"a": "\u{fffd}"}));
    }

    #[test]
    fn compacting_removes_white_space_outside_strings_only() {
        assert_eq!(compact("{ \"a b\\\" \" :\n\t[ 1 , 2 ] }"), r#"{"a b\" ":[1,2]}"#);
        assert!(matches!(compact(r#"{"a":" "}"#), Cow::Borrowed(_)));
    }

    #[test]
    fn what_serde_json_cannot_hold_is_given_as_text() {
        assert_eq!(value("1e999"), Value::String("1e999".into()));
    }
}
