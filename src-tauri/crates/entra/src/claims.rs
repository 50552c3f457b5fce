//! Claims challenges: what a policy asks of the next sign-in, in the form of the `claims` parameter (OpenID Connect
//! Core 1.0 §5.5).
//!
//! Owns how an API's 401 names one and what may be sent back. Entra's own errors bring theirs as a field.
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

use crate::TokenError;

/// Most bytes of claims; they travel in an address, and those seen are far below 1,000.
pub(crate) const LARGEST: usize = 8 * 1024;
/// Most bytes of a header that is looked at.
const LARGEST_HEADER: usize = 16 * 1024;

/// Claims are sent as they came, if they are a JSON object of reasonable size.
pub(crate) fn check(claims: Option<&str>) -> Result<Option<&str>, TokenError> {
    match claims {
        Some(claims) if !is_sendable(claims) => Err(TokenError::BadClaims),
        other => Ok(other),
    }
}

fn is_sendable(claims: &str) -> bool {
    claims.len() <= LARGEST && serde_json::from_str::<Map<String, Value>>(claims).is_ok()
}

/// The claims that a `WWW-Authenticate` header asks for, as JSON text for [`crate::SignIn::claims`] or
/// [`crate::renew_with`]; `header` is one field value and may hold several challenges (RFC 9110 §11.6.1).
///
/// `None` unless a `Bearer` challenge (RFC 6750 §3) has the error `insufficient_claims` and claims that are a JSON object,
/// in base64 of either alphabet, padded or not, or as they are. A header that does not keep to the grammar says nothing,
/// so that nobody can hide a challenge in a part of it.
#[must_use]
pub fn claims_from_www_authenticate(header: &str) -> Option<String> {
    if header.len() > LARGEST_HEADER {
        return None;
    }
    let challenges = Reader { rest: header }.challenges()?;
    challenges.into_iter().find_map(|challenge| {
        let asks = challenge.scheme.eq_ignore_ascii_case("bearer")
            && challenge.parameter("error").as_deref() == Some("insufficient_claims");
        asks.then(|| decoded(&challenge.parameter("claims")?)).flatten()
    })
}

fn decoded(claims: &str) -> Option<String> {
    const ANY_PADDING: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let text = if claims.trim_start().starts_with('{') {
        claims.to_owned()
    } else {
        let decode = |alphabet| GeneralPurpose::new(alphabet, ANY_PADDING).decode(claims.trim());
        String::from_utf8(decode(&STANDARD).or_else(|_| decode(&URL_SAFE)).ok()?).ok()?
    };
    is_sendable(&text).then_some(text)
}

struct Challenge<'a> {
    scheme: &'a str,
    parameters: Vec<(&'a str, Cow<'a, str>)>,
}

impl Challenge<'_> {
    /// The value of that name, if it is there once (RFC 9110 §11.2 allows no more).
    fn parameter(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut values = self
            .parameters
            .iter()
            .filter(|(given, _)| given.eq_ignore_ascii_case(name));
        match (values.next(), values.next()) {
            (Some((_, value)), None) => Some(Cow::Borrowed(value)),
            _ => None,
        }
    }
}

/// Reads a list of challenges from left to right; `None` where the text leaves the grammar.
#[derive(Clone, Copy)]
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn challenges(mut self) -> Option<Vec<Challenge<'a>>> {
        let mut challenges: Vec<Challenge<'a>> = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', ',']);
            if self.rest.is_empty() {
                return Some(challenges);
            }
            if let Some((name, value, after)) = self.pair() {
                challenges.last_mut()?.parameters.push((name, value));
                self = after;
            } else {
                let scheme = self.token()?;
                challenges.push(Challenge {
                    scheme,
                    parameters: Vec::new(),
                });
                // What follows a scheme belongs to it, without a comma between.
                if self.skip_spaces() {
                    if self.pair().is_some() {
                        continue;
                    }
                    self.skip_token68();
                }
            }
            self.skip_spaces();
            if !self.rest.is_empty() && !self.rest.starts_with(',') {
                return None;
            }
        }
    }

    /// `name = value`, with what stands after it.
    fn pair(mut self) -> Option<(&'a str, Cow<'a, str>, Self)> {
        let name = self.token()?;
        self.skip_spaces();
        self.rest = self.rest.strip_prefix('=')?;
        self.skip_spaces();
        let value = if self.rest.starts_with('"') {
            self.quoted()?
        } else {
            Cow::Borrowed(self.token()?)
        };
        Some((name, value, self))
    }

    fn token(&mut self) -> Option<&'a str> {
        let is_token = |c: char| {
            c.is_ascii_alphanumeric()
                || matches!(c, '!' | '#'..='\'' | '*' | '+' | '-' | '.' | '^'..='`' | '|' | '~')
        };
        self.take_while(is_token)
    }

    /// Base64 and the like, which some schemes have in place of parameters.
    fn skip_token68(&mut self) {
        let before = *self;
        let is_68 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '+' | '/');
        if self.take_while(is_68).is_some() {
            self.rest = self.rest.trim_start_matches('=');
            let rest = self.rest.trim_start_matches([' ', '\t']);
            if rest.is_empty() || rest.starts_with(',') {
                return;
            }
        }
        *self = before;
    }

    /// `"…"`, with `\` before a character that is meant literally.
    fn quoted(&mut self) -> Option<Cow<'a, str>> {
        let inner = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        let mut chars = inner.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = inner.get(at + 1..)?;
                    return Some(Cow::Owned(text));
                }
                '\\' => text.push(chars.next()?.1),
                c => text.push(c),
            }
        }
        None
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> Option<&'a str> {
        let end = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!taken.is_empty()).then_some(taken)
    }

    /// Whether there were any.
    fn skip_spaces(&mut self) -> bool {
        let before = self.rest.len();
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        self.rest.len() < before
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose;
    use proptest::prelude::*;

    use super::*;

    /// What Microsoft's page on claims challenges shows, decoded.
    const CLAIMS: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;

    fn base64() -> String {
        general_purpose::STANDARD.encode(CLAIMS)
    }

    fn found(header: &str) -> Option<String> {
        claims_from_www_authenticate(header)
    }

    #[test]
    fn the_challenge_of_microsofts_page_is_read() {
        let header = format!(
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
             error=\"insufficient_claims\", claims=\"{}\"",
            base64()
        );
        assert_eq!(found(&header).as_deref(), Some(CLAIMS));
    }

    #[test]
    fn both_alphabets_are_read_padded_or_not_and_json_as_it_is() {
        // Texts whose base64 has a `+` and a `/`, and every length of padding.
        for text in [
            CLAIMS,
            "{\"a\":\"???>>>~~~\"}",
            "{\"a\":\"\u{fb}\u{ff}b\"}",
            "{}",
            "{\"ab\":1}",
            "{\"abc\":1}",
        ] {
            for encoded in [
                general_purpose::STANDARD.encode(text),
                general_purpose::STANDARD_NO_PAD.encode(text),
                general_purpose::URL_SAFE.encode(text),
                general_purpose::URL_SAFE_NO_PAD.encode(text),
                text.replace('\\', "\\\\").replace('"', "\\\""),
            ] {
                let header = format!("Bearer error=\"insufficient_claims\", claims=\"{encoded}\"");
                assert_eq!(found(&header).as_deref(), Some(text), "{header}");
            }
        }
    }

    #[test]
    fn names_and_scheme_are_read_whatever_their_case_and_spaces() {
        let claims = base64();
        for header in [
            format!("bearer ERROR = insufficient_claims ,\tClaims = \"{claims}\" "),
            format!(",, BEARER  claims=\"{claims}\",error=\"insufficient\\_claims\","),
        ] {
            assert_eq!(found(&header).as_deref(), Some(CLAIMS), "{header}");
        }
    }

    #[test]
    fn the_challenge_is_found_among_others() {
        let claims = base64();
        let bearer = format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\"");
        for header in [
            format!("Negotiate, {bearer}"),
            format!("Negotiate YIIB+/-._~==, {bearer}, NTLM"),
            format!("Basic realm=\"a, Bearer b=\\\"c\", {bearer}"),
            format!("Bearer error=\"invalid_token\", {bearer}"),
            format!("PoP nonce=\"x\", {bearer}, Digest qop=\"auth\""),
        ] {
            assert_eq!(found(&header).as_deref(), Some(CLAIMS), "{header}");
        }
    }

    #[test]
    fn what_is_no_challenge_for_claims_gives_none() {
        let claims = base64();
        let encode = |text: &str| general_purpose::STANDARD.encode(text);
        for header in [
            String::new(),
            " , ,".to_owned(),
            "Bearer".to_owned(),
            "Bearer error=\"insufficient_claims\"".to_owned(),
            format!("Bearer claims=\"{claims}\""),
            format!("Bearer error=\"invalid_token\", claims=\"{claims}\""),
            // Of another scheme, or spread over two challenges.
            format!("PoP error=\"insufficient_claims\", claims=\"{claims}\""),
            format!("Bearer error=\"insufficient_claims\", PoP claims=\"{claims}\""),
            format!("error=\"insufficient_claims\", claims=\"{claims}\""),
            // Inside another text.
            format!("Basic realm=\"Bearer error=insufficient_claims, claims={claims}\""),
            format!("Bearer error=\"x\\\", error=\\\"insufficient_claims\", claims=\"{claims}\""),
            // Given twice.
            format!("Bearer error=\"x\", error=\"insufficient_claims\", claims=\"{claims}\""),
            format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\", CLAIMS=\"e30=\""),
            // Outside the grammar.
            format!("Bearer error=\"insufficient_claims\" claims=\"{claims}\""),
            format!("Bearer error=\"insufficient_claims\", claims=\"{claims}"),
            format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\"x"),
            format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\", realm="),
            format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\", \u{e4}=1"),
            "Bearer error=\"insufficient_claims\", claims=\"\\".to_owned(),
            format!("Bearer\"error=\"insufficient_claims\", claims=\"{claims}\""),
            // Claims of another kind.
            "Bearer error=\"insufficient_claims\", claims=\"\"".to_owned(),
            "Bearer error=\"insufficient_claims\", claims=\"***\"".to_owned(),
            "Bearer error=\"insufficient_claims\", claims=\"{\"".to_owned(),
            format!(
                "Bearer error=\"insufficient_claims\", claims=\"{}\"",
                encode("[1]")
            ),
            format!(
                "Bearer error=\"insufficient_claims\", claims=\"{}\"",
                encode("no JSON")
            ),
            format!(
                "Bearer error=\"insufficient_claims\", claims=\"{}\"",
                encode("{}{}")
            ),
            format!(
                "Bearer error=\"insufficient_claims\", claims=\"{}\"",
                general_purpose::STANDARD.encode([b'{', 0xff, b'}'])
            ),
        ] {
            assert_eq!(found(&header), None, "{header}");
        }
    }

    #[test]
    fn oversized_headers_and_claims_are_not_looked_at() {
        let header = |length: usize| {
            let json = format!("{{\"a\":\"{}\"}}", "x".repeat(length));
            let claims = general_purpose::STANDARD.encode(json);
            format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\"")
        };
        assert!(found(&header(1_000)).is_some());
        assert_eq!(found(&header(LARGEST)), None);
        let padded = format!("{}{}", header(1_000), " ".repeat(LARGEST_HEADER));
        assert_eq!(found(&padded), None);
        assert_eq!(found(&"{\"a\":".repeat(1_000)), None);
    }

    #[test]
    fn only_a_json_object_is_sent() {
        assert!(matches!(check(None), Ok(None)));
        assert!(matches!(check(Some(CLAIMS)), Ok(Some(CLAIMS))));
        let deep = "{\"a\":".repeat(1_000);
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(LARGEST));
        for claims in ["", "null", "[]", "\"x\"", "{", "{} x", &deep, &long] {
            assert!(
                matches!(check(Some(claims)), Err(TokenError::BadClaims)),
                "{claims}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic_and_what_comes_out_may_be_sent(
            header in "(Bearer |PoP |Basic |error|claims|realm|insufficient_claims|=|\"|\\\\|,| |e30=|eyJhIjoxfQ|\\{\\}|[\\PC\t]){0,24}"
        ) {
            if let Some(claims) = found(&header) {
                prop_assert!(is_sendable(&claims));
            }
        }

        #[test]
        fn every_claim_comes_out_as_it_was_whatever_stands_around_it(
            name in "\\PC{0,20}", value in "\\PC{0,40}",
            realm in "[ -~\u{e4}\u{20ac}]{0,40}",
            other in "(Negotiate|NTLM|Basic [A-Za-z0-9+/]{1,20}={0,2}|Digest qop=auth, nonce=\"[a-z, ]{0,10}\")",
            last: bool,
        ) {
            let json = serde_json::json!({ name: value }).to_string();
            let realm = realm.replace('\\', "\\\\").replace('"', "\\\"");
            let claims = general_purpose::URL_SAFE_NO_PAD.encode(&json);
            let bearer = format!("Bearer realm=\"{realm}\", error=\"insufficient_claims\", claims=\"{claims}\"");
            let header = if last { format!("{other}, {bearer}") } else { format!("{bearer}, {other}") };
            prop_assert_eq!(found(&header), Some(json));
        }
    }
}
