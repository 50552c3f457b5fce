//! What differs between two tokens: before and after consent, of two people, of two ways to sign in.

use std::collections::HashSet;

use serde_json::Value;

use crate::Token;
use crate::glossary::{claim_meaning, header_meaning};

/// Claims whose order means nothing: they are compared member by member.
const SETS: [&str; 7] = ["scp", "roles", "wids", "amr", "groups", "acrs", "xms_cc"];

/// Claims that differ from one token to the next, even between two of the same sign-in.
const ROUTINE: [&str; 7] = ["exp", "iat", "nbf", "uti", "aio", "rh", "sid"];

/// The same in the header: what makes a token for Microsoft Graph unreadable for others.
const ROUTINE_IN_HEADER: [&str; 1] = ["nonce"];

/// Two tokens side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// What differs in the header.
    pub header: Vec<Difference>,
    /// What differs among the claims. Those that differ in every token stand last; otherwise the first token's order
    /// counts, and what only the second one has comes after it.
    pub claims: Vec<Difference>,
    /// How many members of both parts are the same.
    pub unchanged: usize,
}

/// A member of the header or a claim that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Its name.
    pub name: String,
    /// Its value in the first token; `None` where it is missing there.
    pub before: Option<Value>,
    /// Its value in the second token; `None` where it is missing there.
    pub after: Option<Value>,
    /// What came and went, where the claim is a set such as `scp`.
    pub members: Option<Members>,
    /// What the name means; `None` for undocumented ones.
    pub meaning: Option<&'static str>,
    /// Differs in every token, so it tells nothing.
    pub routine: bool,
}

/// What came to a set and what went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members {
    /// In the second token only.
    pub added: Vec<String>,
    /// In the first token only.
    pub removed: Vec<String>,
}

/// How something differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// In the second token only.
    Added,
    /// In the first token only.
    Removed,
    /// In both, with other values.
    Changed,
}

impl Difference {
    /// How it differs.
    #[must_use]
    pub fn change(&self) -> Change {
        match (&self.before, &self.after) {
            (None, _) => Change::Added,
            (_, None) => Change::Removed,
            _ => Change::Changed,
        }
    }
}

impl Comparison {
    /// Whether something differs that does not differ in every token.
    #[must_use]
    pub fn tells_something(&self) -> bool {
        self.header
            .iter()
            .chain(&self.claims)
            .any(|difference| !difference.routine)
    }
}

/// Compares two tokens, header and claims.
#[must_use]
pub fn compare(before: &Token, after: &Token) -> Comparison {
    let (header, same_header) = differences(&before.header, &after.header, &HEADER);
    let (claims, same_claims) = differences(&before.claims, &after.claims, &CLAIMS);
    Comparison {
        header,
        claims,
        unchanged: same_header + same_claims,
    }
}

/// How the members of one part are compared.
struct Rules {
    sets: &'static [&'static str],
    routine: &'static [&'static str],
    meaning: fn(&str) -> Option<&'static str>,
}

const HEADER: Rules = Rules {
    sets: &[],
    routine: &ROUTINE_IN_HEADER,
    meaning: header_meaning,
};

const CLAIMS: Rules = Rules {
    sets: &SETS,
    routine: &ROUTINE,
    meaning: claim_meaning,
};

/// What differs in one part, and how much does not.
fn differences(
    before: &[(String, Value)],
    after: &[(String, Value)],
    rules: &Rules,
) -> (Vec<Difference>, usize) {
    let mut found = Vec::new();
    let mut unchanged = 0;
    for name in names(before, after) {
        let (old, new) = (value(before, name), value(after, name));
        let members = if rules.sets.contains(&name) {
            members(old, new)
        } else {
            None
        };
        let same_set = old.is_some() && new.is_some() && members.as_ref() == Some(&Members::default());
        if old == new || same_set {
            unchanged += 1;
            continue;
        }
        found.push(Difference {
            name: name.to_owned(),
            before: old.cloned(),
            after: new.cloned(),
            members,
            meaning: (rules.meaning)(name),
            routine: rules.routine.contains(&name),
        });
    }
    found.sort_by_key(|difference| difference.routine);
    (found, unchanged)
}

/// All names, those of the first list first, each once.
fn names<'a>(before: &'a [(String, Value)], after: &'a [(String, Value)]) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    before
        .iter()
        .chain(after)
        .map(|(name, _)| name.as_str())
        .filter(|name| seen.insert(*name))
        .collect()
}

fn value<'a>(members: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    members
        .iter()
        .find(|(member, _)| member == name)
        .map(|(_, value)| value)
}

/// What came and went; `None` where a value is no set of words. Names of permissions and roles compare without regard to
/// case, as Entra compares them.
fn members(before: Option<&Value>, after: Option<&Value>) -> Option<Members> {
    let before = words(before)?;
    let after = words(after)?;
    let beyond = |these: &[&str], those: &[&str]| {
        let mut found: Vec<String> = Vec::new();
        for word in these {
            let known = those.iter().any(|other| other.eq_ignore_ascii_case(word))
                || found.iter().any(|other| other.eq_ignore_ascii_case(word));
            if !known {
                found.push((*word).to_owned());
            }
        }
        found
    };
    Some(Members {
        added: beyond(&after, &before),
        removed: beyond(&before, &after),
    })
}

fn words(value: Option<&Value>) -> Option<Vec<&str>> {
    match value {
        None => Some(Vec::new()),
        Some(Value::String(text)) => Some(text.split_whitespace().collect()),
        Some(Value::Array(list)) => list.iter().map(Value::as_str).collect(),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;
    use test_support::{DefenderToken, OTHER_TENANT_ID};

    use super::*;
    use crate::decode;

    fn compared(before: &DefenderToken, after: &DefenderToken) -> Comparison {
        compare(
            &decode(&before.build()).unwrap(),
            &decode(&after.build()).unwrap(),
        )
    }

    fn good() -> DefenderToken {
        DefenderToken::delegated()
    }

    fn names_of(differences: &[Difference]) -> Vec<&str> {
        differences
            .iter()
            .map(|difference| difference.name.as_str())
            .collect()
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn a_token_does_not_differ_from_itself() {
        let comparison = compared(&good(), &good());
        assert!(comparison.header.is_empty() && comparison.claims.is_empty());
        assert!(!comparison.tells_something());
        let token = decode(&good().build()).unwrap();
        assert_eq!(comparison.unchanged, token.header.len() + token.claims.len());
    }

    #[test]
    fn before_and_after_consent_differ_in_the_permissions_that_came() {
        let before = good().with_scp("Alert.Read Machine.Read");
        let after = good().with_scp("machine.read Machine.Isolate Alert.Read Machine.Scan");
        let comparison = compared(&before, &after);
        let [scp] = comparison.claims.as_slice() else {
            panic!("{comparison:?}");
        };
        assert_eq!(scp.change(), Change::Changed);
        assert_eq!(
            scp.members,
            Some(Members {
                added: owned(&["Machine.Isolate", "Machine.Scan"]),
                removed: Vec::new()
            })
        );
        assert!(scp.meaning.unwrap().contains("Delegated permissions"));
        assert!(!scp.routine && comparison.tells_something());
    }

    #[test]
    fn an_order_is_no_difference_where_it_means_nothing() {
        let before = good()
            .with_scp("Alert.Read Machine.Read")
            .with("amr", json!(["pwd", "mfa"]));
        let after = good()
            .with_scp("Machine.Read alert.read Alert.Read")
            .with("amr", json!(["mfa", "pwd"]));
        assert!(!compared(&before, &after).tells_something());
        let before = good().with("xms_list", json!(["a", "b"]));
        let after = good().with("xms_list", json!(["b", "a"]));
        assert_eq!(names_of(&compared(&before, &after).claims), ["xms_list"]);
    }

    #[test]
    fn an_app_only_token_beside_a_delegated_one_shows_roles_for_scp() {
        let comparison = compared(&good(), &DefenderToken::app_only());
        let claim = |name: &str| {
            comparison
                .claims
                .iter()
                .find(|difference| difference.name == name)
                .unwrap()
        };
        let scp = claim("scp");
        assert_eq!(scp.change(), Change::Removed);
        assert_eq!(
            scp.members.as_ref().unwrap().removed,
            ["Alert.Read", "Machine.Read"]
        );
        let roles = claim("roles");
        assert_eq!(roles.change(), Change::Added);
        assert_eq!(roles.before, None);
        assert_eq!(
            roles.members.as_ref().unwrap().added,
            ["Alert.Read.All", "Machine.Read.All"]
        );
        assert_eq!(claim("upn").change(), Change::Removed);
        assert_eq!(claim("appidacr").change(), Change::Changed);
        assert_eq!(claim("appidacr").members, None);
    }

    #[test]
    fn what_differs_in_every_token_stands_last_and_is_marked() {
        let later = good()
            .with("exp", 1_900_000_000)
            .with("iat", 1_890_000_000)
            .with("nbf", 1_890_000_000)
            .with("uti", "fixture-other")
            .with("aio", "fixture-aio")
            .with("rh", "fixture-rh")
            .with("sid", "fixture-sid")
            .with_tenant(OTHER_TENANT_ID)
            .with("zone", "fixture-zone");
        let comparison = compared(&good(), &later);
        assert_eq!(
            names_of(&comparison.claims),
            [
                "iss", "tid", "zone", "iat", "nbf", "exp", "uti", "aio", "rh", "sid"
            ]
        );
        assert!(
            comparison
                .claims
                .iter()
                .all(|difference| difference.routine == ROUTINE.contains(&difference.name.as_str()))
        );
        let zone = &comparison.claims[2];
        assert_eq!(zone.meaning, None, "nobody documents it");
        let renewed = compared(&good(), &good().with("exp", 1_900_000_000));
        assert!(!renewed.tells_something());
        assert_eq!(renewed.claims.len(), 1);
    }

    #[test]
    fn the_header_is_compared_too() {
        let graph = good()
            .with_header("nonce", "fixture-nonce")
            .with_header("kid", "fixture-other-key");
        let comparison = compared(&good(), &graph);
        assert_eq!(names_of(&comparison.header), ["kid", "nonce"]);
        assert_eq!(comparison.header[0].change(), Change::Changed);
        assert_eq!(comparison.header[1].change(), Change::Added);
        assert!(comparison.header[1].routine && !comparison.header[0].routine);
        assert!(comparison.header[0].meaning.unwrap().contains("public keys"));
        assert!(comparison.claims.is_empty());
    }

    #[test]
    fn a_set_of_an_odd_form_is_compared_as_it_is() {
        let odd = good().with("scp", 7).with("roles", json!([1, "a"]));
        let comparison = compared(&good(), &odd);
        assert_eq!(names_of(&comparison.claims), ["scp", "roles"]);
        assert!(
            comparison
                .claims
                .iter()
                .all(|difference| difference.members.is_none())
        );
        let empty = compared(&good().without("scp"), &good().with_scp(""));
        assert_eq!(empty.claims[0].change(), Change::Added);
        assert_eq!(empty.claims[0].members, Some(Members::default()));
    }

    proptest! {
        #[test]
        fn the_other_way_round_swaps_what_came_and_what_went(
            before in prop::collection::btree_set("[A-F]", 0..6),
            after in prop::collection::btree_set("[A-F]", 0..6),
        ) {
            let token = |scp: &std::collections::BTreeSet<String>| {
                good().with_scp(&scp.iter().cloned().collect::<Vec<_>>().join(" "))
            };
            let members = |comparison: &Comparison| {
                comparison.claims.first().and_then(|scp| scp.members.clone()).unwrap_or_default()
            };
            let there = members(&compared(&token(&before), &token(&after)));
            let back = members(&compared(&token(&after), &token(&before)));
            prop_assert_eq!(&there.added, &back.removed);
            prop_assert_eq!(&there.removed, &back.added);
            prop_assert_eq!(there.added, after.difference(&before).cloned().collect::<Vec<_>>());
        }
    }
}
