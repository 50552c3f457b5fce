//! Values that are recognised by their own form: JWTs, refresh tokens, authorization codes, client secrets, keys.

use std::ops::Range;

/// Where such values stand. A value is taken out together with whatever it is written together with.
pub(super) fn runs(text: &[char]) -> Vec<Range<usize>> {
    let guids = guids(text);
    let belongs = |at: usize| {
        let Some(c) = text.get(at).filter(|_| !guids.contains(&at)) else {
            return false;
        };
        match c {
            // Padding ends a value; an equals sign between two words does not belong to the second.
            '=' => text
                .get(at + 1)
                .is_none_or(|next| matches!(next, '=' | '.') || !is_joined(*next)),
            c => is_joined(*c),
        }
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        // The slashes of `https://` are no part of what follows them.
        if !belongs(at) || text.get(at) == Some(&'/') {
            at += 1;
            continue;
        }
        let end = (at..).find(|end| !belongs(*end)).unwrap_or(at);
        let run = text.get(at..end).unwrap_or_default();
        if suspicious(run) {
            let stops = run.iter().rev().take_while(|c| **c == '.').count();
            found.push(at..end - stops);
        }
        at = end;
    }
    found
}

fn is_joined(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '~' | '.' | '+' | '/' | '%')
}

/// Every position within a GUID that stands by itself.
fn guids(text: &[char]) -> std::collections::HashSet<usize> {
    const LENGTH: usize = 36;
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    let joins = |at: Option<usize>| {
        at.and_then(|at| text.get(at))
            .is_some_and(|c| c.is_ascii_alphanumeric() || *c == '-')
    };
    text.windows(LENGTH)
        .enumerate()
        .filter(|(at, window)| {
            !joins(at.checked_sub(1))
                && !joins(Some(at + LENGTH))
                && window.iter().enumerate().all(|(i, c)| {
                    if HYPHENS.contains(&i) {
                        *c == '-'
                    } else {
                        c.is_ascii_hexdigit()
                    }
                })
        })
        .flat_map(|(at, _)| at..at + LENGTH)
        .collect()
}

fn suspicious(run: &[char]) -> bool {
    let pieces = || run.split(|c| matches!(c, '+' | '/' | '=' | '%'));
    // The other base64 alphabet uses `+` and `/`, which cut a value into pieces that may each be short.
    jumbled(&without_escapes(run), 40, false) || pieces().any(secret)
}

fn without_escapes(run: &[char]) -> Vec<char> {
    let mut plain = Vec::new();
    let mut at = 0;
    while let Some(c) = run.get(at) {
        at += if *c == '%' { 3 } else { 1 };
        if *c != '%' {
            plain.push(*c);
        }
    }
    plain
}

/// Longer than any host name, page name or permission that a report has to show.
const LONGEST_NAME: usize = 120;
/// Longer than any single word of those.
const LONGEST_WORD: usize = 48;

fn secret(piece: &[char]) -> bool {
    piece.len() >= LONGEST_NAME
        || jwt(piece)
        || entra_opaque(piece)
        || client_secret(piece)
        || jumbled(piece, 20, true)
        || jumbled(piece, 40, false)
        || piece.split(|c| !c.is_ascii_alphanumeric()).any(secret_word)
}

/// Three parts in base64url (RFC 7515), or anything with the start of one: base64url of `{"` is `eyI` or `eyJ`.
fn jwt(piece: &[char]) -> bool {
    let start = piece.windows(3).enumerate().any(|(at, three)| {
        let anywhere = matches!(three, ['e', 'y', 'J']);
        // With white space after the brace.
        let at_start = matches!(
            three,
            ['e', 'y', 'I' | 'A' | 'B'] | ['e', 'w', 'o' | 'p' | 'k' | 'l' | '0' | '1']
        ) && at
            .checked_sub(1)
            .is_none_or(|before| piece.get(before) == Some(&'.'));
        let part = || {
            let rest = piece.iter().skip(at);
            rest.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        };
        (anywhere || at_start) && part().take(12).count() == 12
    });
    let parts: Vec<usize> = piece.split(|c| *c == '.').map(<[char]>::len).collect();
    let three = parts.windows(3).any(|three| three.iter().all(|part| *part >= 10));
    // Host names are small letters throughout.
    let cases = piece.iter().any(char::is_ascii_uppercase)
        && piece.iter().any(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    start || (three && cases)
}

/// Refresh tokens and authorization codes of Entra begin `0.A` or `1.A`, those of personal accounts `M.C` and `M.R`.
fn entra_opaque(piece: &[char]) -> bool {
    piece.len() >= 20
        && matches!(
            piece,
            ['0' | '1', '.', 'A', ..] | ['M', '.', 'C' | 'R', '0'..='9', ..]
        )
}

/// About 40 letters, digits and `~ . _ -`, with a tilde among them.
fn client_secret(piece: &[char]) -> bool {
    let inner = piece.get(1..piece.len().saturating_sub(1)).unwrap_or_default();
    piece.len() >= 24 && inner.contains(&'~')
}

/// A long word without a break, as keys and tokens in base64 or hexadecimal form have.
fn secret_word(word: &[char]) -> bool {
    let mix = Mix::of(word);
    let digits_and_letters = mix.digits > 0 && mix.digits < mix.length;
    let hexadecimal = word.iter().all(char::is_ascii_hexdigit);
    // A GUID may be written without hyphens.
    let guid = hexadecimal && mix.length == 32;
    mix.length >= LONGEST_WORD
        || (mix.length > 32 && hexadecimal && digits_and_letters)
        || (mix.length >= 26 && !guid && digits_and_letters && mix.changes * 10 >= mix.length * 3)
}

/// Whether small letters, capitals and digits follow each other without order. Names change between them once or
/// twice in a word, chance at three of five places.
fn jumbled(piece: &[char], least: usize, all_kinds: bool) -> bool {
    let mix = Mix::of(piece);
    let kinds = mix.capitals > 0 && mix.digits > 0 && mix.capitals + mix.digits < mix.length;
    mix.length >= least && (kinds || !all_kinds) && mix.changes * 100 >= mix.length * 35
}

struct Mix {
    length: usize,
    capitals: usize,
    digits: usize,
    /// How often one kind follows another.
    changes: usize,
}

impl Mix {
    fn of(piece: &[char]) -> Self {
        let kind = |c: &char| (c.is_ascii_uppercase(), c.is_ascii_digit());
        let kinds: Vec<_> = piece
            .iter()
            .filter(|c| c.is_ascii_alphanumeric())
            .map(kind)
            .collect();
        Self {
            length: kinds.len(),
            capitals: kinds.iter().filter(|(capital, _)| *capital).count(),
            digits: kinds.iter().filter(|(_, digit)| *digit).count(),
            changes: kinds.windows(2).filter(|two| two.first() != two.last()).count(),
        }
    }
}
