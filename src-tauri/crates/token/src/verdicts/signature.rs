//! The signature in words. It stands beside the other checks, because it needs keys that may be out of reach.

use crate::signature::SignatureFinding;

use super::{Outcome, shown};

const TITLE: &str = "Signature";

/// The check of the signature. It has the form of a [`Verdict`](super::Verdict) and no place in their order: whatever
/// it says, the others are worth reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureVerdict {
    /// What is checked, as a title.
    pub title: &'static str,
    /// How it came out.
    pub outcome: Outcome,
    /// What was seen, in a sentence.
    pub seen: String,
    /// What to do; `None` when there is nothing to do.
    pub advice: Option<String>,
}

/// Puts a finding into words; `None` where the tenant's keys could not be fetched.
#[must_use]
pub fn signature_verdict(finding: Option<&SignatureFinding>) -> SignatureVerdict {
    use SignatureFinding as Finding;
    match finding {
        None => told(
            Outcome::CannotTell,
            "The signature was not checked: the tenant's public keys could not be fetched.",
            "They come from the sign-in service. Look again when it can be reached; nothing else depends on this check.",
        ),
        Some(Finding::Valid { kid }) => SignatureVerdict {
            title: TITLE,
            outcome: Outcome::Ok,
            seen: format!(
                "The signature is right: the tenant's key {} made it, and the token is unchanged.",
                shown(kid)
            ),
            advice: None,
        },
        Some(Finding::OtherIssuer { issuer, expected }) => told(
            Outcome::Problem,
            match issuer {
                Some(issuer) => format!(
                    "Microsoft signed the token, but its issuer is {}; the profile's tenant is {}.",
                    shown(issuer),
                    shown(expected)
                ),
                None => format!(
                    "The token is signed and names no issuer; the profile's tenant is {}.",
                    shown(expected)
                ),
            },
            "All tenants share their keys, so the issuer tells them apart. See Tenant.",
        ),
        Some(Finding::Invalid) => told(
            Outcome::Problem,
            "The signature does not belong to this token: it was changed, cut, or made by someone else.",
            "No API accepts it. Copy the token again from where it came, or sign in here.",
        ),
        Some(Finding::UnknownKey { kid: Some(kid) }) => told(
            Outcome::CannotTell,
            format!(
                "The token is signed with the key {}, which is not among the tenant's.",
                shown(kid)
            ),
            "It may come from another cloud, be much older than the tenant's present keys, or be for an application with \
             a signing key of its own, as single sign-on with SAML gives it.",
        ),
        Some(Finding::UnknownKey { kid: None }) => told(
            Outcome::CannotTell,
            "The token does not name the key that signed it (`kid`).",
            "Tokens of Microsoft Entra name it. Check who issued this token (`iss`).",
        ),
        Some(Finding::NotRs256 { alg }) => told(
            Outcome::Problem,
            match alg {
                Some(alg) => format!("The header names the algorithm {} instead of RS256.", shown(alg)),
                None => "The header names no algorithm.".to_owned(),
            },
            "Microsoft Entra signs with RS256 alone. Sign in here to get such a token.",
        ),
        Some(Finding::ForOtherResourceWithNonce) => told(
            Outcome::CannotTell,
            "The header holds a `nonce`: only the API that the token is for can check the signature.",
            "Tokens for Microsoft Graph are made so. See Audience.",
        ),
        Some(Finding::NotAJwt) => told(
            Outcome::CannotTell,
            "The text is no token that can be read, so there is no signature to check.",
            "Microsoft may issue tokens that only their API can read. Go by the scopes and the life in the sign-in's answer.",
        ),
        Some(Finding::NoKeys) => told(
            Outcome::CannotTell,
            "The signature was not checked: there was no public key to check it with.",
            "The sign-in service names the keys. Look again later; nothing else depends on this check.",
        ),
    }
}

fn told(outcome: Outcome, seen: impl Into<String>, advice: &str) -> SignatureVerdict {
    SignatureVerdict {
        title: TITLE,
        outcome,
        seen: seen.into(),
        advice: Some(advice.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_has_words_and_advice_goes_with_everything_but_ok() {
        use Outcome::{CannotTell, Ok, Problem};
        use SignatureFinding as Finding;
        let text = |text: &str| text.to_owned();
        for (finding, outcome, word) in [
            (None, CannotTell, "could not be fetched"),
            (
                Some(Finding::Valid {
                    kid: text("fixture-key"),
                }),
                Ok,
                "fixture-key",
            ),
            (
                Some(Finding::OtherIssuer {
                    issuer: Some(text("https://a.example/")),
                    expected: text("https://b.example/"),
                }),
                Problem,
                "https://a.example/; the profile's tenant is https://b.example/",
            ),
            (
                Some(Finding::OtherIssuer {
                    issuer: None,
                    expected: text("https://b.example/"),
                }),
                Problem,
                "no issuer",
            ),
            (Some(Finding::Invalid), Problem, "changed"),
            (
                Some(Finding::UnknownKey {
                    kid: Some(text("fixture-key")),
                }),
                CannotTell,
                "fixture-key",
            ),
            (Some(Finding::UnknownKey { kid: None }), CannotTell, "kid"),
            (
                Some(Finding::NotRs256 {
                    alg: Some(text("none")),
                }),
                Problem,
                "algorithm none",
            ),
            (Some(Finding::NotRs256 { alg: None }), Problem, "no algorithm"),
            (Some(Finding::ForOtherResourceWithNonce), CannotTell, "nonce"),
            (Some(Finding::NotAJwt), CannotTell, "no token"),
            (Some(Finding::NoKeys), CannotTell, "no public key"),
        ] {
            let verdict = signature_verdict(finding.as_ref());
            assert_eq!(verdict.title, "Signature");
            assert_eq!(verdict.outcome, outcome, "{verdict:?}");
            assert!(
                verdict.seen.contains(word),
                "`{word}` is not in: {}",
                verdict.seen
            );
            assert!(verdict.seen.ends_with('.'), "{verdict:?}");
            assert_eq!(verdict.advice.is_none(), outcome == Ok, "{verdict:?}");
            assert!(
                verdict
                    .advice
                    .is_none_or(|advice| advice.ends_with('.') && advice.len() > 20)
            );
        }
    }

    #[test]
    fn what_a_pasted_token_names_is_shortened_and_freed_of_control_characters() {
        let finding = SignatureFinding::UnknownKey {
            kid: Some(format!("a\u{1b}[2J{}", "x".repeat(500))),
        };
        let seen = signature_verdict(Some(&finding)).seen;
        assert!(!seen.contains('\u{1b}') && seen.chars().count() < 300, "{seen}");
    }
}
