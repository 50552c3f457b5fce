//! Makes any text fit for a report.
//!
//! Owns the order: characters that are not seen go first, since they would hide a secret from the search; then secrets,
//! then persons, then the end of what is too long.

use super::Report;
use super::mask::{Mask, Words};
use super::redact::redact;

/// Longest text that is shown whole, in characters. An answer of a service may be a page.
const LONGEST: usize = 4_000;

/// Cleans every text of one report.
pub(super) struct Cleaner {
    mask: Option<Mask>,
}

impl Cleaner {
    pub(super) fn new(report: &Report<'_>, mask_names: bool) -> Self {
        Self {
            mask: mask_names.then(|| Mask::of(report.session, |text| redact(&seen(text)))),
        }
    }

    /// A text that a service, an admin or an attacker wrote, or that repeats what they wrote.
    pub(super) fn theirs(&self, text: &str) -> String {
        self.clean(text, Words::Theirs)
    }

    /// A text in this program's words. They pass the same search: what is whose may change.
    pub(super) fn ours(&self, text: &str) -> String {
        self.clean(text, Words::Ours)
    }

    fn clean(&self, text: &str, whose: Words) -> String {
        let text = redact(&seen(text));
        let text = match &self.mask {
            Some(mask) => mask.apply(&text, whose),
            None => text,
        };
        shortened(text)
    }
}

/// The text in the order and with the characters that a reader sees: without controls, marks that turn the direction
/// of writing (Unicode Standard Annex 9), and characters that have no width.
fn seen(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            c if c.is_control() || is_unseen(c) => None,
            c => Some(c),
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Default ignorable code points (`DerivedCoreProperties.txt`), annotation marks and noncharacters.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

fn shortened(text: String) -> String {
    let length = text.chars().count();
    if length <= LONGEST {
        return text;
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{} … ({} more characters)", start.trim_end(), length - LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str) -> String {
        Cleaner { mask: None }.theirs(text)
    }

    #[test]
    fn characters_that_are_not_seen_are_taken_out() {
        assert_eq!(clean("invoice\u{202e}fdp.exe\u{0}\u{7}"), "invoicefdp.exe");
        assert_eq!(
            clean(" one\r\ntwo\u{2028}three\tfour\u{feff} "),
            "one\ntwo\nthree four"
        );
        assert_eq!(clean("Zoë 山田 🙂"), "Zoë 山田 🙂");
        assert_eq!(clean("a\u{10ffff}b\u{fffe}c\u{e0041}"), "abc");
    }

    #[test]
    fn a_token_is_found_behind_characters_that_are_not_seen() {
        let token = test_token();
        for hidden in ["\u{200b}", "\u{202e}", "\u{ad}", "\u{0}", "\u{2063}"] {
            let split: String = token
                .chars()
                .flat_map(|c| [c.to_string(), hidden.to_owned()])
                .collect();
            assert_eq!(clean(&format!("saw {split} there")), "saw [removed] there");
        }
    }

    fn test_token() -> String {
        let word = "Qx7".repeat(20);
        format!("eyJ{word}.eyJ{word}.{word}")
    }

    #[test]
    fn a_page_is_cut_after_its_secrets_are_found() {
        let start = "word ".repeat(796);
        let cut = clean(&format!("{start}{}{}", test_token(), " word".repeat(40)));
        assert_eq!(cut, format!("{start}[removed] word word … (189 more characters)"));
    }
}
