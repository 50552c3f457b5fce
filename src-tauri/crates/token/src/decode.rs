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

    /// The header's member of that name where it is text that is not empty.
    #[must_use]
    pub fn header_text(&self, name: &str) -> Option<&str> {
        let member = self.header.iter().find(|(member, _)| member == name);
        member
            .and_then(|(_, value)| value.as_str())
            .filter(|text| !text.trim().is_empty())
    }

    /// The version of its format: by `ver`, or by the issuer's form where that is missing.
    #[must_use]
    pub fn version(&self) -> FormatVersion {
        let is_v2 = match self.claim("ver") {
            Some(Value::String(text)) => text.trim().starts_with('2'),
            Some(Value::Number(number)) => number.as_f64().is_some_and(|number| number >= 2.0),
            _ => self
                .text("iss")
                .is_some_and(|issuer| issuer.trim_end_matches('/').ends_with("/v2.0")),
        };
        if is_v2 {
            FormatVersion::V2
        } else {
            FormatVersion::V1
        }
    }
}

/// The version of a token's format. The API decides it, not the address that was asked.
/// <https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormatVersion {
    /// `1.0`, as the Defender for Endpoint API has it.
    V1,
    /// `2.0`.
    V2,
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
    members(&compact(text)?)
}

/// The token as it travels, without what was copied along.
pub(crate) fn compact(text: &str) -> Result<String, DecodeError> {
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
    Ok(token)
}

/// The members of a token as it travels.
pub(crate) fn members(token: &str) -> Result<Token, DecodeError> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, signature] = match <[&str; 3]>::try_from(parts.as_slice()) {
        Ok(parts) if !is_opaque(token) => parts,
        _ if is_opaque(token) => return Err(DecodeError::Opaque),
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
mod tests;
