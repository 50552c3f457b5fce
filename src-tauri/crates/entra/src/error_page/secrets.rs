//! Takes out of a text what must not be kept: values of parameters that carry secrets, and whatever looks like a token.

/// Stands where something was.
const REMOVED: &str = "(removed)";

/// Parameters of sign-ins whose values are secret, belong to one sign-in only, or hold tokens.
const SECRET: [&str; 21] = [
    "access_token",
    "assertion",
    "canary",
    "client_assertion",
    "client_info",
    "client_secret",
    "code",
    "code_challenge",
    "code_verifier",
    "ctx",
    "device_code",
    "flowtoken",
    "id_token",
    "nonce",
    "password",
    "refresh_token",
    "session_state",
    "sso_nonce",
    "state",
    "token",
    "user_code",
];

/// Tokens and secrets are at least this long, in bytes; a GUID is longer and is let through.
const SHORTEST_OPAQUE: usize = 30;
/// From here on letters and digits without pauses are no word of any language.
const LONG: usize = 64;

/// The text on one line, without secrets.
pub(super) fn without_secrets(text: &str) -> String {
    let mut clean = Vec::new();
    let mut previous = "";
    let mut labelled = false;
    for word in text.split_whitespace() {
        if labelled && !is_number(word) {
            clean.push(REMOVED.to_owned());
        } else {
            clean.push(word_without_secrets(word));
        }
        labelled = match word {
            "=" | ":" => is_secret_name(previous),
            _ => word.ends_with([':', '=']) && is_secret_name(word),
        };
        previous = word;
    }
    clean.join(" ")
}

/// Whether a word is the name of such a parameter, with whatever signs around it.
fn is_secret_name(word: &str) -> bool {
    let name = word.trim_matches(|c: char| c.is_ascii_punctuation());
    SECRET.contains(&name.to_ascii_lowercase().as_str())
}

fn word_without_secrets(word: &str) -> String {
    word.split_inclusive(|c| {
        matches!(
            c,
            '?' | '&' | '#' | ';' | ',' | '"' | '\'' | '(' | ')' | '<' | '>' | '{' | '}' | '[' | ']'
        )
    })
    .map(|piece| {
        let inner =
            piece.trim_end_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '=' | '-' | '_' | '~'));
        let end = piece.get(inner.len()..).unwrap_or_default();
        if let Some((name, value)) = inner.split_once(['=', ':'])
            && SECRET.contains(&name.to_ascii_lowercase().as_str())
            && !value.is_empty()
            && !is_number(value)
        {
            return format!("{name}={REMOVED}{end}");
        }
        // In an address every part of the path is looked at alone; elsewhere a slash may belong to a token.
        let address = inner.contains("://");
        let mut runs = inner.split(|c| !is_of_a_token(c) || (address && c == '/'));
        let opaque = runs.any(|run| is_opaque(run) || run.split('=').any(is_opaque));
        if opaque {
            format!("{REMOVED}{end}")
        } else {
            piece.to_owned()
        }
    })
    .collect()
}

/// `code=50011` on Microsoft's error page is no code of a sign-in.
fn is_number(value: &str) -> bool {
    let value = value.trim_end_matches(|c: char| c.is_ascii_punctuation());
    (1..=9).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

/// The signs that tokens consist of, in every usual encoding.
fn is_of_a_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '/' | '=' | '%')
}

/// Whether a word looks like a token, a code or a secret: long, and mixed as no word is.
fn is_opaque(word: &str) -> bool {
    if word.len() < SHORTEST_OPAQUE || uuid::Uuid::try_parse(word).is_ok() {
        return false;
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let upper = word.bytes().any(|b| b.is_ascii_uppercase());
    let lower = word.bytes().any(|b| b.is_ascii_lowercase());
    word.starts_with("eyJ") || (upper && lower && digits >= 3) || (word.len() >= LONG && digits > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made up; long and mixed as a code is.
    const CODE: &str = "0.ATEAfixture_Made-Up.Code1234567890abcdefghij";

    #[test]
    fn secret_parameters_lose_their_values() {
        for text in [
            "http://localhost/?code=short&state=abc&session_state=x#client_info=y",
            "code=short&state=abc",
            "state: abc",
            "state:abc",
            "\"state\": abc",
            "(client_secret=abc)",
            "code = abc",
        ] {
            let clean = without_secrets(text);
            for value in ["short", "abc", "=x", "=y"] {
                assert!(!clean.contains(value), "{text} became {clean}");
            }
            assert!(clean.contains(REMOVED), "{text} became {clean}");
        }
    }

    #[test]
    fn what_looks_like_a_token_is_taken_out_wherever_it_stands() {
        let jwt = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.fixture";
        for secret in [CODE, jwt, &"ab1/".repeat(20)] {
            for text in [
                format!("Token {secret} was sent."),
                format!("'{secret}'"),
                format!("x={secret}"),
                format!("id_token_hint={secret}."),
                format!("é{secret}.é"),
                format!("https://login.example/a/{}", secret.replace('/', "x")),
            ] {
                let clean = without_secrets(&text);
                assert!(!clean.contains(secret), "{text} became {clean}");
                assert!(clean.contains(REMOVED), "{text} became {clean}");
            }
        }
    }

    #[test]
    fn messages_without_secrets_stay_as_they_are() {
        for text in [
            "The redirect URI 'http://localhost:5000/' specified in the request does not match.",
            "Client app ID: 04b07795-8ddb-461a-bbee-02f9e1bf7b46(Microsoft Azure CLI). Resource app ID: 04B07795-8ddb-461a-bbee-02f9e1bf7b46.",
            "Application 'WebApp-MultiTenant-ToDoListClient-v2' asked for SecurityBaselinesAssessment.Read.All",
            "https://api.securitycenter.microsoft.com/.default at 2026-03-02T09:00:00.1234567Z",
            "https://login.microsoftonline.com/error?code=50011",
            "Sign-in error code: 50011.",
            "Navigate to https://aka.ms/redirectUriMismatchError to learn more.",
        ] {
            assert_eq!(without_secrets(text), text);
        }
    }
}
