//! Makes the signed-in person unrecognisable.
//!
//! Owns: which texts give a person away, and what stands in their place. A user principal name keeps its domain,
//! because that is what a set-up is about.

use super::redact::REMOVED;
use contract::SessionDto;

/// Stands for the letters that were taken away.
const DOTS: &str = "•••";

/// Hides one person's name, user principal name and object id, and the local part of every other address.
#[derive(Default)]
pub(super) struct Mask {
    /// Longest first: a name may be part of a user principal name.
    known: Vec<Known>,
}

struct Known {
    letters: Vec<char>,
    shown: String,
    /// A single plain word: `Admin` may be a display name and is a word of the portal as well.
    plain_word: bool,
}

/// Whose words a text consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// This program's. A display name that is an ordinary word is left alone here.
    Ours,
    /// A service's or a person's.
    Theirs,
}

impl Mask {
    /// For the account of this session, whose texts the caller has cleaned as it cleans those to be masked.
    pub(super) fn of(session: Option<&SessionDto>, clean: impl Fn(&str) -> String) -> Self {
        let mut known = Vec::new();
        if let Some(session) = session {
            let username = clean(&session.username);
            known.push(Known::new(&username, address(&username)));
            known.push(Known::new(&username.replace('@', "%40"), address(&username)));
            let name = clean(&session.name);
            known.push(Known::new(&name, words(&name)));
            let object_id = clean(&session.object_id);
            known.push(Known::new(&object_id, first_letter(&object_id)));
            known.push(Known::new(&object_id.replace('-', ""), first_letter(&object_id)));
        }
        // What was taken out already is nobody's name.
        known.retain(|known| !known.letters.is_empty() && !known.letters.iter().copied().eq(REMOVED.chars()));
        known.sort_by_key(|known| std::cmp::Reverse(known.letters.len()));
        Self { known }
    }

    /// The text without what gives the person away.
    pub(super) fn apply(&self, text: &str, whose: Words) -> String {
        let text: Vec<char> = text.chars().collect();
        let mut masked = String::new();
        let mut at = 0;
        while let Some(c) = text.get(at) {
            if let Some(known) = self.known.iter().find(|known| known.stands_at(&text, at, whose)) {
                masked.push_str(&known.shown);
                at += known.letters.len();
            } else {
                masked.push(*c);
                at += 1;
            }
        }
        addresses(&masked)
    }
}

impl Known {
    fn new(text: &str, shown: String) -> Self {
        let letters: Vec<char> = text.trim().chars().collect();
        let plain_word = letters.iter().all(char::is_ascii_alphabetic);
        Self {
            letters,
            shown,
            plain_word,
        }
    }

    fn stands_at(&self, text: &[char], at: usize, whose: Words) -> bool {
        let same = self
            .letters
            .iter()
            .enumerate()
            .all(|(i, c)| text.get(at + i).is_some_and(|there| same_letter(*there, *c)));
        let alone = || {
            let joins = |at: Option<usize>| {
                at.and_then(|at| text.get(at))
                    .is_some_and(|c| c.is_alphanumeric())
            };
            !joins(at.checked_sub(1)) && !joins(Some(at + self.letters.len()))
        };
        same && (!self.plain_word || (whose == Words::Theirs && alone()))
    }
}

fn same_letter(one: char, other: char) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(&other);
    }
    one.to_lowercase().eq(other.to_lowercase()) || one.to_uppercase().eq(other.to_uppercase())
}

/// Masks the local part of every address: a refused sign-in names an account that is not the signed-in one.
fn addresses(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let mut masked = String::new();
    // Where the text that was not handed on yet begins.
    let mut from = 0;
    for at in 0..text.len() {
        let Some(domain) = after_at_sign(&text, at) else {
            continue;
        };
        let local = text
            .get(from..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take_while(|c| in_local_part(**c))
            .count();
        let start = at - local;
        let already = text.get(start..at).is_some_and(|local| local.contains(&'•'));
        if local > 0 && !already && is_domain(text.get(domain..).unwrap_or_default()) {
            masked.extend(text.get(from..=start).unwrap_or_default());
            masked.push_str(DOTS);
            from = at;
        }
    }
    masked.extend(text.get(from..).unwrap_or_default());
    masked
}

/// Where the domain begins, if an at sign stands there, plain or escaped for an address of a page.
fn after_at_sign(text: &[char], at: usize) -> Option<usize> {
    match text.get(at..)? {
        ['@', ..] => Some(at + 1),
        ['%', '4', '0', ..] => Some(at + 3),
        _ => None,
    }
}

fn in_local_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '#' | '•')
}

fn is_domain(text: &[char]) -> bool {
    let end = text
        .iter()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
        .count();
    let domain = text.get(..end).unwrap_or_default();
    let dot = domain.iter().position(|c| *c == '.');
    dot.is_some_and(|dot| dot > 0 && domain.get(dot + 1).is_some_and(|c| c.is_alphanumeric()))
}

fn first_letter(text: &str) -> String {
    text.trim().chars().take(1).chain(DOTS.chars()).collect()
}

fn words(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(first_letter).collect();
    words.join(" ")
}

fn address(text: &str) -> String {
    match text.trim().rsplit_once('@') {
        Some((local, domain)) => format!("{}@{domain}", first_letter(local)),
        None => first_letter(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{KeptIn, SignInWay};
    use proptest::prelude::*;

    fn session(name: &str, username: &str, object_id: &str) -> SessionDto {
        SessionDto {
            profile_id: String::new(),
            name: name.to_owned(),
            username: username.to_owned(),
            object_id: object_id.to_owned(),
            tenant_id: String::new(),
            granted_scopes: Vec::new(),
            expires_at: 0.0,
            renewable: false,
            kept_in: KeptIn::Memory,
            begun_with: SignInWay::Browser,
            policy_challenge: false,
        }
    }

    fn ada() -> Mask {
        let ada = session(
            "Ada Lindqvist",
            "ada@sandbox.example",
            "0b7c2f54-1f0e-4a5d-9c39-6a2f8d41e001",
        );
        Mask::of(Some(&ada), str::to_owned)
    }

    #[test]
    fn a_known_person_is_masked_in_any_letter_case() {
        for (text, shown) in [
            (
                "User 'ada@sandbox.example' was",
                "User 'a•••@sandbox.example' was",
            ),
            ("ADA@Sandbox.Example", "a•••@sandbox.example"),
            (
                "login_hint=ada%40sandbox.example&x",
                "login_hint=a•••@sandbox.example&x",
            ),
            (
                "ADA LINDQVIST's and xAda Lindqvistx",
                "A••• L•••'s and xA••• L•••x",
            ),
            ("oid 0B7C2F54-1F0E-4A5D-9C39-6A2F8D41E001.", "oid 0•••."),
            ("0b7c2f541f0e4a5d9c396a2f8d41e001", "0•••"),
            ("Ada alone is a name like any", "Ada alone is a name like any"),
        ] {
            assert_eq!(ada().apply(text, Words::Ours), shown);
            assert_eq!(ada().apply(text, Words::Theirs), shown);
        }
    }

    #[test]
    fn an_unknown_persons_address_is_masked() {
        for (text, shown) in [
            (
                "The signed in user 'noor.c@contoso.example' is not assigned",
                "The signed in user 'n•••@contoso.example' is not assigned",
            ),
            (
                "ada_contoso.example#EXT#@fabrikam.example, b@c.d",
                "a•••@fabrikam.example, b•••@c.d",
            ),
            (
                "?login_hint=noor%40contoso.example",
                "?login_hint=n•••%40contoso.example",
            ),
            (
                "@odata.type, a@b, a @ b.c, ada@",
                "@odata.type, a@b, a @ b.c, ada@",
            ),
        ] {
            assert_eq!(Mask::default().apply(text, Words::Theirs), shown);
            assert_eq!(Mask::default().apply(shown, Words::Theirs), shown);
        }
    }

    #[test]
    fn a_name_that_is_an_ordinary_word_leaves_our_own_sentences_alone() {
        let admin = Mask::of(Some(&session("Admin", "root", "")), str::to_owned);
        assert_eq!(
            admin.apply("Grant admin consent", Words::Ours),
            "Grant admin consent"
        );
        assert_eq!(
            admin.apply("admin may administrate, ADMIN: root.", Words::Theirs),
            "A••• may administrate, A•••: r•••."
        );
    }

    #[test]
    fn a_name_in_another_script_is_masked_within_a_sentence() {
        let mask = Mask::of(Some(&session("山田太郎", "山田@例え.テスト", "")), str::to_owned);
        assert_eq!(
            mask.apply("山田太郎さん(山田@例え.テスト)", Words::Theirs),
            "山•••さん(山•••@例え.テスト)"
        );
    }

    proptest! {
        #[test]
        fn neither_name_nor_address_is_left(before in ".{0,12}", after in ".{0,12}") {
            for known in ["Ada Lindqvist", "ada@sandbox.example", "0b7c2f54-1f0e-4a5d-9c39-6a2f8d41e001"] {
                for known in [known.to_owned(), known.to_uppercase()] {
                    let masked = ada().apply(&format!("{before}{known}{after}"), Words::Theirs);
                    prop_assert!(!masked.contains(&known), "{masked}");
                }
            }
        }
    }
}
