//! Takes out of a text whatever may be a secret.
//!
//! Owns: the forms that secrets of sign-ins have, named here and in [`opaque`]. It refuses to know where a text comes
//! from; every text of a report goes through it.
//!
//! Invariant: rather too much is removed than too little. What a report lives on survives: GUIDs, host names, addresses
//! of pages, permission names, AADSTS numbers.

mod opaque;
#[cfg(test)]
mod tests;

use std::ops::Range;

/// What stands in place of what was taken out.
pub(super) const REMOVED: &str = "[removed]";

/// The text without tokens, codes, secrets and the headers and parameters that carry them.
pub(super) fn redact(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let mut removed = vec![false; text.len()];
    let found = key_blocks(&text)
        .into_iter()
        .chain(headers(&text))
        .chain(bearers(&text))
        .chain(parameters(&text))
        .chain(user_parts(&text))
        .chain(opaque::runs(&text));
    for range in found {
        if let Some(part) = removed.get_mut(range) {
            part.fill(true);
        }
    }
    let mut kept = String::with_capacity(text.len());
    let mut inside = false;
    for (c, removed) in text.iter().zip(removed) {
        if !removed {
            kept.push(*c);
        } else if !inside {
            kept.push_str(REMOVED);
        }
        inside = removed;
    }
    kept
}

/// Headers whose value is a secret, whatever its form.
const HEADERS: [&str; 2] = ["authorization", "cookie"];

/// Schemes after which one word of credentials follows (RFC 9110, section 11.4).
const SCHEMES: [&str; 6] = ["basic", "bearer", "dpop", "negotiate", "ntlm", "pop"];

/// What may follow the word *bearer* in a sentence or in a `WWW-Authenticate` header (RFC 6750, section 3).
const AFTER_BEARER: &[&str] = &[
    "and",
    "auth",
    "authentication",
    "authorisation",
    "authorization",
    "authorization_uri",
    "challenge",
    "client_id",
    "credential",
    "credentials",
    "error",
    "error_description",
    "format",
    "from",
    "header",
    "in",
    "is",
    "of",
    "or",
    "realm",
    "scheme",
    "scope",
    "token",
    "tokens",
    "type",
    "value",
    "was",
    "with",
];

/// How a parameter's name and value are joined where the value is a secret.
#[derive(Clone, Copy, PartialEq)]
enum Joint {
    /// `name=value` alone: in an error's JSON, or in a sentence, `code:` is followed by something harmless.
    Query,
    /// `name=value`, or `"name": "value"`.
    Quoted,
    /// Those, and `name: value`.
    Any,
}

const PARAMETERS: &[(&str, Joint)] = &[
    ("code", Joint::Query),
    ("state", Joint::Query),
    ("session_state", Joint::Query),
    ("nonce", Joint::Query),
    ("sig", Joint::Query),
    ("assertion", Joint::Quoted),
    ("password", Joint::Quoted),
    ("passwd", Joint::Quoted),
    ("pwd", Joint::Quoted),
    ("token", Joint::Quoted),
    ("access_token", Joint::Any),
    ("accessToken", Joint::Any),
    ("refresh_token", Joint::Any),
    ("refreshToken", Joint::Any),
    ("id_token", Joint::Any),
    ("idToken", Joint::Any),
    ("auth_code", Joint::Any),
    ("authorization_code", Joint::Any),
    ("device_code", Joint::Any),
    ("user_code", Joint::Any),
    ("code_verifier", Joint::Any),
    ("client_assertion", Joint::Any),
    ("client_secret", Joint::Any),
    ("clientSecret", Joint::Any),
];

/// What was found, from left to right. Nothing is looked for inside of it again, so that a text which repeats a name
/// a million times takes no longer than others.
#[derive(Default)]
struct Found(Vec<Range<usize>>);

impl Found {
    fn push(&mut self, range: Range<usize>) {
        self.0.push(range);
    }

    fn is_outside(&self, at: usize) -> bool {
        self.0.last().is_none_or(|last| at >= last.end)
    }
}

/// Blocks in PEM form (RFC 7468), to the end of the text where the end mark was cut off.
fn key_blocks(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if !word_at(text, at, "-----BEGIN") {
            at += 1;
            continue;
        }
        let end = (at..text.len()).find(|end| word_at(text, *end, "-----END"));
        let end = end.map_or(text.len(), |end| end_of_line(text, end));
        found.push(at..end);
        at = end;
    }
    found
}

fn headers(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Found::default();
    for at in 0..text.len() {
        let Some(name) = HEADERS
            .iter()
            .find(|name| found.is_outside(at) && word_at(text, at, name))
        else {
            continue;
        };
        let after = end_while(text, at + name.len(), |c| is_quote(c) || is_blank(c));
        if !starts_word(text, at) || !matches!(text.get(after), Some(':' | '=')) {
            continue;
        }
        let value = end_while(text, after + 1, |c| is_quote(c) || is_blank(c));
        let word = end_while(text, value, |c| c.is_ascii_alphabetic());
        let scheme = SCHEMES
            .iter()
            .any(|scheme| value + scheme.len() == word && word_at(text, value, scheme));
        if scheme {
            let credentials = end_while(text, word, is_blank);
            found.push(credentials..end_while(text, credentials, |c| !ends_value(c)));
        } else {
            found.push(value..end_while(text, value, |c| !is_quote(c) && c != '\n'));
        }
    }
    found.0
}

fn bearers(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Found::default();
    for at in 0..text.len() {
        if !found.is_outside(at) || !word_at(text, at, "bearer") || !starts_word(text, at) {
            continue;
        }
        let mut value = at + "bearer".len();
        let name_end = value;
        loop {
            if word_at(text, value, "%20") {
                value += "%20".len();
            } else if text
                .get(value)
                .is_some_and(|c| c.is_whitespace() || is_quote(*c) || matches!(c, ':' | '=' | '+'))
            {
                value += 1;
            } else {
                break;
            }
        }
        let end = end_while(text, value, |c| {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '+' | '/' | '=' | '%')
        });
        let word: String = text.get(value..end).unwrap_or_default().iter().collect();
        let word = word.trim_end_matches(['.', '=']).to_ascii_lowercase();
        if value > name_end && !word.is_empty() && !AFTER_BEARER.contains(&word.as_str()) {
            found.push(value..end);
        }
    }
    found.0
}

fn parameters(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Found::default();
    for at in 0..text.len() {
        if !found.is_outside(at) || !starts_word(text, at) {
            continue;
        }
        for (name, joint) in PARAMETERS {
            if let Some(value) = value_of(text, at, name, *joint) {
                found.push(value);
            }
        }
    }
    found.0
}

/// Where the value of the parameter that is named at `at` stands.
fn value_of(text: &[char], at: usize, name: &str, joint: Joint) -> Option<Range<usize>> {
    if !word_at(text, at, name) {
        return None;
    }
    let name_end = at + name.len();
    let quotes_end = end_while(text, name_end, is_quote);
    let quoted = quotes_end > name_end;
    let sign = match joint {
        Joint::Query => name_end,
        Joint::Quoted | Joint::Any => end_while(text, quotes_end, is_blank),
    };
    let value = match text.get(sign)? {
        '=' => sign + 1,
        '%' if word_at(text, sign, "%3D") => sign + 3,
        ':' if joint == Joint::Any || (joint == Joint::Quoted && quoted) => sign + 1,
        _ => return None,
    };
    let start = match joint {
        Joint::Query => end_while(text, value, is_quote),
        Joint::Quoted | Joint::Any => end_while(text, value, |c| is_quote(c) || is_blank(c)),
    };
    let in_quotes = start
        .checked_sub(1)
        .and_then(|before| text.get(before))
        .is_some_and(|c| is_quote(*c));
    let mut end = start;
    while let Some(c) = text.get(end) {
        // The next parameter of a query that is itself a value.
        let next = word_at(text, end, "%26");
        if next || (in_quotes && is_quote(*c)) || (!in_quotes && ends_value(*c)) {
            break;
        }
        end += 1;
    }
    while !in_quotes
        && end > start
        && text
            .get(end - 1)
            .is_some_and(|c| matches!(c, '.' | ',' | ';' | ':' | ')' | '!' | '?'))
    {
        end -= 1;
    }
    let number = text.get(start..end)?;
    // Microsoft's page on an AADSTS number.
    let error_page = at
        .checked_sub("/error?".len())
        .is_some_and(|before| word_at(text, before, "/error?"));
    let harmless = error_page && number.len() <= 8 && number.iter().all(char::is_ascii_digit);
    (end > start && !harmless).then_some(start..end)
}

/// Name and password in front of a host.
fn user_parts(text: &[char]) -> Vec<Range<usize>> {
    (0..text.len())
        .filter(|at| word_at(text, *at, "://"))
        .filter_map(|at| {
            let start = at + "://".len();
            let end = end_while(text, start, |c| !ends_value(c) && !matches!(c, '/' | '?'));
            let at_sign = text.get(start..end)?.iter().rposition(|c| *c == '@')?;
            Some(start..start + at_sign)
        })
        .collect()
}

/// Whether this ASCII word stands there, in any letter case.
fn word_at(text: &[char], at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(i, c)| {
        text.get(at + i)
            .is_some_and(|there| there.eq_ignore_ascii_case(&c))
    })
}

/// Whether a name may start there: after anything but a letter, a digit or `_`, or after an escaped character.
fn starts_word(text: &[char], at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|i| text.get(i)).copied();
    let escape = before(3) == Some('%')
        && before(2).is_some_and(|c| c.is_ascii_hexdigit())
        && before(1).is_some_and(|c| c.is_ascii_hexdigit());
    escape || before(1).is_none_or(|c| !(c.is_alphanumeric() || c == '_'))
}

fn end_while(text: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    let more = text.iter().skip(from).take_while(|c| wanted(**c)).count();
    from + more
}

fn end_of_line(text: &[char], from: usize) -> usize {
    end_while(text, from, |c| c != '\n')
}

/// Quotes, and the backslash that stands in front of them in JSON within JSON.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '\\')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

fn ends_value(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '&' | '<' | '>' | '#')
}
