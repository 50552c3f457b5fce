//! Cuts an expression into tokens. Positions in messages count characters from 1.

use chrono::{DateTime, NaiveDate, NaiveTime};

use super::ODataError;
use crate::data::time::Ticks;

/// One token and where it starts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) position: usize,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenKind {
    /// A property, operator, function or keyword.
    Word(String),
    /// A quoted string, unquoted.
    Text(String),
    Integer(i64),
    Number(f64),
    Time(Ticks),
    /// In lower case.
    Guid(String),
    Open,
    Close,
    Comma,
    Colon,
    Slash,
}

/// Longest expression that is read.
const MAX_LENGTH: usize = 16 * 1024;

/// The tokens of an expression.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, ODataError> {
    if text.len() > MAX_LENGTH {
        return Err(ODataError::new("The expression is too long."));
    }
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let position = at + 1;
        let rest = chars.get(at..).unwrap_or_default();
        let (kind, length) = match c {
            ' ' | '\t' | '\r' | '\n' => {
                at += 1;
                continue;
            }
            '(' => (TokenKind::Open, 1),
            ')' => (TokenKind::Close, 1),
            ',' => (TokenKind::Comma, 1),
            ':' => (TokenKind::Colon, 1),
            '/' => (TokenKind::Slash, 1),
            '\'' => quoted(rest, position)?,
            _ if guid(rest).is_some() => (TokenKind::Guid(guid(rest).unwrap_or_default()), 36),
            '0'..='9' | '-' | '+' => number_or_time(rest, position)?,
            _ if c.is_ascii_alphabetic() || c == '_' || c == '@' || c == '$' => {
                let word: String = rest.iter().take_while(|c| is_word(**c)).collect();
                let length = word.chars().count();
                (TokenKind::Word(word), length)
            }
            _ => {
                return Err(ODataError::new(format!(
                    "Unexpected character '{}' at position {position}.",
                    printable(c)
                )));
            }
        };
        tokens.push(Token { kind, position });
        at += length;
    }
    Ok(tokens)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '@' | '$' | '.')
}

fn printable(c: char) -> char {
    if c.is_control() { '\u{fffd}' } else { c }
}

/// A string in single quotes; a quote inside is written twice.
fn quoted(rest: &[char], position: usize) -> Result<(TokenKind, usize), ODataError> {
    let mut text = String::new();
    let mut at = 1;
    loop {
        match (rest.get(at), rest.get(at + 1)) {
            (Some('\''), Some('\'')) => {
                text.push('\'');
                at += 2;
            }
            (Some('\''), _) => return Ok((TokenKind::Text(text), at + 1)),
            (Some(&c), _) => {
                text.push(c);
                at += 1;
            }
            (None, _) => {
                return Err(ODataError::new(format!(
                    "The string that starts at position {position} has no end."
                )));
            }
        }
    }
}

fn guid(rest: &[char]) -> Option<String> {
    let text: String = rest.get(..36)?.iter().collect();
    let well_formed = text.chars().enumerate().all(|(index, c)| match index {
        8 | 13 | 18 | 23 => c == '-',
        _ => c.is_ascii_hexdigit(),
    });
    let ends = rest.get(36).is_none_or(|c| !is_word(*c) && *c != '-');
    (well_formed && ends).then(|| text.to_ascii_lowercase())
}

/// A number such as `7.5` or `-0.25`.
fn decimal(text: &str) -> Option<f64> {
    let plain = |c: char| c.is_ascii_digit() || c == '.';
    let digits = text.trim_start_matches(['-', '+']);
    (digits.contains('.') && digits.chars().all(plain))
        .then(|| text.parse().ok())
        .flatten()
}

fn number_or_time(rest: &[char], position: usize) -> Result<(TokenKind, usize), ODataError> {
    let belongs = |c: &&char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | ':' | '.');
    let text: String = rest.iter().take_while(belongs).collect();
    let length = text.chars().count();
    if let Ok(number) = text.parse::<i64>() {
        return Ok((TokenKind::Integer(number), length));
    }
    if let Some(number) = decimal(&text) {
        return Ok((TokenKind::Number(number), length));
    }
    if let Some(time) = time(&text) {
        return Ok((TokenKind::Time(time), length));
    }
    let shown: String = text.chars().take(60).collect();
    Err(ODataError::new(format!(
        "'{shown}' at position {position} is neither a number nor a date and time."
    )))
}

/// `2026-03-04T05:06:07.123Z`, the same with an offset or without seconds, `2026-03-04Z` and `2026-03-04`. The
/// service's own samples use all but the last.
fn time(text: &str) -> Option<Ticks> {
    let upper = text.to_ascii_uppercase();
    if let Ok(time) = DateTime::parse_from_rfc3339(&upper) {
        return Some(Ticks::from_datetime(time.to_utc()));
    }
    if let Ok(date) = NaiveDate::parse_from_str(upper.strip_suffix('Z').unwrap_or(&upper), "%Y-%m-%d") {
        return Some(Ticks::from_datetime(date.and_time(NaiveTime::MIN).and_utc()));
    }
    let minutes = upper.strip_suffix('Z')?;
    let time = chrono::NaiveDateTime::parse_from_str(minutes, "%Y-%m-%dT%H:%M").ok()?;
    Some(Ticks::from_datetime(time.and_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TokenKind> {
        tokens(text)
            .unwrap()
            .into_iter()
            .map(|token| token.kind)
            .collect()
    }

    #[test]
    fn every_form_of_time_that_the_samples_use_is_read() {
        let midnight = kinds("2018-08-01T00:00:00Z");
        for same in [
            "2018-08-01Z",
            "2018-08-01z",
            "2018-08-01",
            "2018-08-01T00:00Z",
            "2018-08-01T02:00:00+02:00",
        ] {
            assert_eq!(kinds(same), midnight, "{same}");
        }
        assert_eq!(
            kinds("7.5 -0.25"),
            [TokenKind::Number(7.5), TokenKind::Number(-0.25)]
        );
        assert!(matches!(
            kinds("2019-11-22T00:00:00.1234567Z").as_slice(),
            [TokenKind::Time(_)]
        ));
        for wrong in ["2019-13-01Z", "2019-11-22T25:00:00Z", "12abc", "1.5.5"] {
            assert!(tokens(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn strings_double_their_quotes_and_need_an_end() {
        assert_eq!(kinds("'It''s'"), [TokenKind::Text("It's".to_owned())]);
        assert_eq!(kinds("''"), [TokenKind::Text(String::new())]);
        assert!(tokens("'open").unwrap_err().to_string().contains("no end"));
    }

    #[test]
    fn guids_are_told_from_words_and_numbers() {
        let guid = "FC780465-2017-40d4-a0c5-307022471b92";
        assert_eq!(kinds(guid), [TokenKind::Guid(guid.to_ascii_lowercase())]);
        assert_eq!(kinds("-12"), [TokenKind::Integer(-12)]);
        assert_eq!(kinds("severity"), [TokenKind::Word("severity".to_owned())]);
    }
}
