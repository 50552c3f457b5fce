//! From pasted text to the members of a JWT (RFC 7519), without looking at the signature.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

/// Most characters that are looked at; real tokens have a few thousand.
pub const LARGEST_TEXT: usize = 256 * 1024;

/// Padding and odd trailing bits do not change what a token says, and tools that re-encode tokens add both.
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A decoded token: what it says, not the token itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Token {
    /// Members of the JOSE header, in the token's order.
    pub header: Vec<(String, Value)>,
    /// Members of the payload, in the token's order.
    pub claims: Vec<(String, Value)>,
}

impl Token {
    /// The claim of that name.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.claims
            .iter()
            .find(|(claim, _)| claim == name)
            .map(|(_, value)| value)
    }

    /// The claim of that name where it is text that is not empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.claim(name)
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())
    }

    /// The claim as a list of words: a JSON list of text, or text separated by spaces.
    #[must_use]
    pub fn words(&self, name: &str) -> Vec<&str> {
        match self.claim(name) {
            Some(Value::String(text)) => text.split_whitespace().collect(),
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

/// A part of a JWT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The first.
    Header,
    /// The second.
    Claims,
    /// The third.
    Signature,
}

impl Part {
    fn words(self) -> &'static str {
        match self {
            Self::Header => "first part (the header)",
            Self::Claims => "second part (the claims)",
            Self::Signature => "third part (the signature)",
        }
    }
}

/// Why a text is no token that can be read. None of these repeats the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Nothing but white space, quotes or the word `Bearer`.
    #[error("There is no token in this text.")]
    Empty,
    /// Longer than [`LARGEST_TEXT`].
    #[error("This text has {length} characters; no access token is that long.")]
    TooLarge {
        /// Bytes of the text.
        length: usize,
    },
    /// A token that only Microsoft can read.
    #[error(
        "This looks like a refresh token or an authorization code: only Microsoft can read it. Paste the value of `access_token`."
    )]
    Opaque,
    /// Five parts: RFC 7516.
    #[error("This is an encrypted token (five parts, JWE): only the API it was made for can read it.")]
    Encrypted,
    /// Neither three parts nor one of the forms above.
    #[error("A token consists of three parts separated by dots; this text has {found}.")]
    NotThreeParts {
        /// How many there are.
        found: usize,
    },
    /// Not base64url, often because a character was lost when copying.
    #[error("The {} is not base64url; perhaps a character was lost when copying.", part.words())]
    BadBase64 {
        /// Which.
        part: Part,
    },
    /// Not JSON, often because the text was cut.
    #[error("The {} is not JSON; perhaps the text was cut when copying.", part.words())]
    BadJson {
        /// Which.
        part: Part,
    },
    /// JSON, but not an object.
    #[error("The {} is JSON but not an object, so this is no access token.", part.words())]
    NotAnObject {
        /// Which.
        part: Part,
    },
}

impl DecodeError {
    /// What to do next.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Empty => "Paste an access token; it usually begins with eyJ.",
            Self::TooLarge { .. } => "Paste the token alone, not the file or log it stands in.",
            Self::Opaque => {
                "In the answer of the token endpoint, the value of `access_token` is the one that can be read."
            }
            Self::Encrypted => "Nothing to repair: use what the sign-in answer says about scopes and expiry.",
            Self::NotThreeParts { .. } | Self::BadBase64 { .. } | Self::BadJson { .. } => {
                "Copy the token again, from its first character to its last."
            }
            Self::NotAnObject { .. } => {
                "Paste an access token of Microsoft Entra; it usually begins with eyJ."
            }
        }
    }
}

/// Reads the members of a token. Tolerates a leading `Authorization:` or `Bearer`, quotes around it and white space
/// anywhere, since that is how tokens are copied.
pub fn decode(text: &str) -> Result<Token, DecodeError> {
    if text.len() > LARGEST_TEXT {
        return Err(DecodeError::TooLarge { length: text.len() });
    }
    let token: String = bare(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .collect();
    if token.is_empty() {
        return Err(DecodeError::Empty);
    }
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, signature] = match <[&str; 3]>::try_from(parts.as_slice()) {
        Ok(parts) if !is_opaque(&token) => parts,
        _ if is_opaque(&token) => return Err(DecodeError::Opaque),
        _ if parts.len() == 5 && !parts[0].is_empty() => return Err(DecodeError::Encrypted),
        _ => return Err(DecodeError::NotThreeParts { found: parts.len() }),
    };
    let token = Token {
        header: object(header, Part::Header)?,
        claims: object(claims, Part::Claims)?,
    };
    bytes(signature, Part::Signature)?;
    Ok(token)
}

/// The text without what surrounds a token in a header line, a script or a JSON document.
fn bare(text: &str) -> &str {
    let mut rest = text;
    loop {
        let before = rest;
        rest = rest.trim_matches(|c: char| {
            c.is_whitespace() || is_invisible(c) || matches!(c, '"' | '\'' | '`' | ',' | ';' | '<' | '>')
        });
        for prefix in [
            "authorization:",
            "authorization=",
            "bearer ",
            "bearer\t",
            "bearer\n",
            "bearer:",
        ] {
            rest = without_prefix(rest, prefix);
        }
        if rest.eq_ignore_ascii_case("bearer") {
            rest = "";
        }
        if rest == before {
            return rest;
        }
    }
}

fn without_prefix<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.split_at_checked(prefix.len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case(prefix) => rest,
        _ => text,
    }
}

/// Zero-width characters that web pages and chat programs put into long words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Refresh tokens and codes of Entra start with a version digit and a dot (`0.A…`, `1.A…`) or with `M.`
/// (personal accounts); older ones are one long word.
fn is_opaque(token: &str) -> bool {
    let dotted = ["0.", "1.", "2.", "M."]
        .iter()
        .any(|start| token.starts_with(start));
    let word = token
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'='));
    dotted || (word && token.len() >= 100)
}

fn bytes(text: &str, part: Part) -> Result<Vec<u8>, DecodeError> {
    BASE64_URL
        .decode(text)
        .map_err(|_| DecodeError::BadBase64 { part })
}

fn object(text: &str, part: Part) -> Result<Vec<(String, Value)>, DecodeError> {
    match serde_json::from_slice(&bytes(text, part)?) {
        Ok(Value::Object(members)) => Ok(members.into_iter().collect()),
        Ok(_) => Err(DecodeError::NotAnObject { part }),
        Err(_) => Err(DecodeError::BadJson { part }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use test_support::{DefenderToken, jwt};

    use super::*;

    fn encoded(text: &str) -> String {
        BASE64_URL.encode(text)
    }

    #[test]
    fn members_come_in_the_tokens_order() {
        let token = decode(&jwt(
            &json!({"typ": "JWT", "alg": "RS256"}),
            &json!({"z": 1, "a": "b", "m": [true]}),
        ))
        .unwrap();
        assert_eq!(
            token.header,
            [
                ("typ".to_owned(), json!("JWT")),
                ("alg".to_owned(), json!("RS256"))
            ]
        );
        let names: Vec<&str> = token.claims.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["z", "a", "m"]);
    }

    #[test]
    fn what_is_copied_along_is_tolerated() {
        let plain = DefenderToken::delegated().build();
        let expected = decode(&plain).unwrap();
        let (start, end) = plain.split_at(40);
        for text in [
            format!("  {plain}\r\n"),
            format!("Bearer {plain}"),
            format!("bearer\t{plain}"),
            format!("Authorization: Bearer {plain}"),
            format!("authorization:bearer {plain}"),
            format!("\"{plain}\","),
            format!("'Authorization: Bearer {plain}'"),
            format!("\"Bearer {plain}\""),
            format!("{start}\n    {end}"),
            format!("{start}\u{200b}{end}"),
        ] {
            assert_eq!(decode(&text).as_ref(), Ok(&expected), "{text}");
        }
    }

    #[test]
    fn a_padded_part_is_read() {
        let text = format!("{}.{}.", encoded(r#"{"alg":"none"}"#), encoded(r#"{"aud":"x"}"#));
        assert!(text.contains('='));
        assert_eq!(decode(&text).unwrap().text("aud"), Some("x"));
    }

    #[test]
    fn nothing_is_told_from_a_broken_token() {
        for text in ["", " \n", "Bearer", "Authorization: Bearer ", "\"\""] {
            assert_eq!(decode(text), Err(DecodeError::Empty), "{text:?}");
        }
    }

    #[test]
    fn refresh_tokens_and_codes_are_recognised() {
        for text in [
            format!("0.AXoA{}.AgAB-xyz", "a".repeat(60)),
            "1.AXoA-bcd".to_owned(),
            "M.C5_BAY".to_owned(),
            "Ab-_".repeat(60),
        ] {
            assert_eq!(decode(&text), Err(DecodeError::Opaque), "{text}");
        }
    }

    #[test]
    fn an_encrypted_token_is_recognised() {
        assert_eq!(
            decode("eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d"),
            Err(DecodeError::Encrypted)
        );
    }

    #[test]
    fn other_numbers_of_parts_are_counted() {
        assert_eq!(decode("hello"), Err(DecodeError::NotThreeParts { found: 1 }));
        assert_eq!(decode("a.b"), Err(DecodeError::NotThreeParts { found: 2 }));
        assert_eq!(decode("a.b.c.d"), Err(DecodeError::NotThreeParts { found: 4 }));
    }

    #[test]
    fn the_broken_part_is_named() {
        let good = encoded("{}");
        let cut = encoded(r#"{"aud":"x"#);
        let list = encoded("[1]");
        assert_eq!(
            decode(&format!("%%.{good}.")),
            Err(DecodeError::BadBase64 { part: Part::Header })
        );
        assert_eq!(
            decode(&format!("{good}.%%.")),
            Err(DecodeError::BadBase64 { part: Part::Claims })
        );
        assert_eq!(
            decode(&format!("{good}.{good}.%%")),
            Err(DecodeError::BadBase64 {
                part: Part::Signature
            })
        );
        assert_eq!(
            decode(&format!("{good}.{cut}.")),
            Err(DecodeError::BadJson { part: Part::Claims })
        );
        assert_eq!(
            decode(&format!("{list}.{good}.")),
            Err(DecodeError::NotAnObject { part: Part::Header })
        );
    }

    #[test]
    fn a_text_beyond_every_token_is_refused_unread() {
        let text = "a".repeat(LARGEST_TEXT + 1);
        assert_eq!(
            decode(&text),
            Err(DecodeError::TooLarge {
                length: LARGEST_TEXT + 1
            })
        );
    }

    #[test]
    fn json_nested_without_end_is_an_error() {
        let deep = encoded(&"[".repeat(50_000));
        assert_eq!(
            decode(&format!("{deep}.{deep}.")),
            Err(DecodeError::BadJson { part: Part::Header })
        );
    }

    #[test]
    fn every_error_is_a_sentence() {
        for text in ["", "0.A", "a.b.c.d.e", "a.b", "%.a.b"] {
            let sentence = decode(text).unwrap_err().to_string();
            assert!(
                sentence.ends_with('.') && sentence.starts_with(char::is_uppercase),
                "{sentence}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_text_makes_it_panic(text: String) {
            let _ = decode(&text);
        }

        #[test]
        fn no_bytes_in_the_parts_make_it_panic(header: Vec<u8>, claims: Vec<u8>) {
            let _ = decode(&format!("{}.{}.", BASE64_URL.encode(header), BASE64_URL.encode(claims)));
        }
    }
}
