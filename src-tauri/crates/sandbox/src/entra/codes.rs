//! Authorization codes: issued once, redeemed once, forgotten after an hour.
//!
//! Sources: RFC 6749 §4.1.2 and v2-oauth2-auth-code-flow (a code lives about ten minutes).
//!
//! Invariants: a code is marked as redeemed the first time a correct request redeems it; redeeming it again is
//! told apart from an unknown code. The store is bounded.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use url::Url;

use super::errors::EntraError;
use super::scopes::Scopes;

/// How long a code can be redeemed.
const LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long an expired or redeemed code is still recognised as such.
const MEMORY: TimeDelta = TimeDelta::hours(1);
/// More codes than any test asks for, few enough to be no burden.
const CAPACITY: usize = 10_000;

/// What was agreed on at the sign-in page.
#[derive(Debug, Clone)]
pub(crate) struct Authorization {
    /// Object id of the account.
    pub(crate) object_id: String,
    /// Where the code was sent.
    pub(crate) redirect_uri: Url,
    /// PKCE challenge, S256.
    pub(crate) challenge: String,
    /// Scopes asked for.
    pub(crate) scopes: Scopes,
    /// Permissions the account has granted.
    pub(crate) granted: Vec<String>,
    /// To be repeated in the `id_token`.
    pub(crate) nonce: Option<String>,
    /// Whether the authorization request asked for the authentication context.
    pub(crate) stepped_up: bool,
}

struct Record {
    authorization: Authorization,
    issued: DateTime<Utc>,
    redeemed: bool,
}

/// Codes that were issued lately.
#[derive(Default)]
pub(crate) struct Codes {
    // Keyed by hash: looking a code up takes no time that depends on how much of it was guessed.
    records: HashMap<[u8; 32], Record>,
}

impl Codes {
    /// A new code for `authorization`, or `None` when there is no randomness.
    pub(crate) fn issue(&mut self, authorization: Authorization, now: DateTime<Utc>) -> Option<String> {
        self.records.retain(|_, record| record.issued + MEMORY > now);
        if self.records.len() >= CAPACITY {
            let oldest = self
                .records
                .iter()
                .min_by_key(|(_, record)| record.issued)
                .map(|(key, _)| *key);
            oldest.map(|key| self.records.remove(&key));
        }
        // Entra's codes are several hundred characters long; clients must not assume less.
        let mut random = [0_u8; 360];
        aws_lc_rs::rand::fill(&mut random).ok()?;
        let code = format!("1.{}", URL_SAFE_NO_PAD.encode(random));
        self.records.insert(
            key_of(&code),
            Record {
                authorization,
                issued: now,
                redeemed: false,
            },
        );
        Some(code)
    }

    /// What `code` stands for, if `redirect_uri` and `verifier` belong to it. Marks it as redeemed.
    pub(crate) fn redeem(
        &mut self,
        code: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Authorization, EntraError> {
        let record = self
            .records
            .get_mut(&key_of(code))
            .ok_or_else(|| EntraError::bad_grant("code"))?;
        if record.redeemed {
            return Err(EntraError::code_redeemed());
        }
        if record.issued + LIFE <= now {
            return Err(EntraError::code_expired());
        }
        if Url::parse(redirect_uri).ok().as_ref() != Some(&record.authorization.redirect_uri) {
            return Err(EntraError::reply_address_differs());
        }
        check_verifier(&record.authorization.challenge, verifier)?;
        record.redeemed = true;
        Ok(record.authorization.clone())
    }
}

fn key_of(code: &str) -> [u8; 32] {
    Sha256::digest(code.as_bytes()).into()
}

/// RFC 7636 §4.6 with S256.
fn check_verifier(challenge: &str, verifier: Option<&str>) -> Result<(), EntraError> {
    let verifier = verifier.ok_or_else(EntraError::verifier_mismatch)?;
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(unreserved) {
        return Err(EntraError::verifier_size());
    }
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) != challenge {
        return Err(EntraError::verifier_mismatch());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const REDIRECT: &str = "http://localhost:4711/";

    fn authorization() -> Authorization {
        Authorization {
            object_id: "o".to_owned(),
            redirect_uri: Url::parse(REDIRECT).unwrap(),
            challenge: CHALLENGE.to_owned(),
            scopes: Scopes::default(),
            granted: Vec::new(),
            nonce: None,
            stepped_up: false,
        }
    }

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn the_rfc_7636_example_is_redeemed_once() {
        let mut codes = Codes::default();
        let code = codes.issue(authorization(), start()).unwrap();
        assert!(codes.redeem(&code, REDIRECT, Some(VERIFIER), start()).is_ok());
        assert_eq!(
            codes
                .redeem(&code, REDIRECT, Some(VERIFIER), start())
                .unwrap_err()
                .code,
            54_005
        );
    }

    #[test]
    fn a_wrong_verifier_or_redirect_does_not_use_the_code_up() {
        let mut codes = Codes::default();
        let code = codes.issue(authorization(), start()).unwrap();
        let other = "a".repeat(43);
        assert_eq!(
            codes
                .redeem(&code, REDIRECT, Some(&other), start())
                .unwrap_err()
                .code,
            501_481
        );
        assert_eq!(
            codes.redeem(&code, REDIRECT, None, start()).unwrap_err().code,
            501_481
        );
        assert_eq!(
            codes
                .redeem(&code, REDIRECT, Some("short"), start())
                .unwrap_err()
                .code,
            501_491
        );
        let elsewhere = codes.redeem(&code, "http://localhost:4712/", Some(VERIFIER), start());
        assert_eq!(elsewhere.unwrap_err().code, 500_112);
        // Without the slash it is the same address.
        assert!(
            codes
                .redeem(&code, "http://localhost:4711", Some(VERIFIER), start())
                .is_ok()
        );
    }

    #[test]
    fn a_code_lives_ten_minutes() {
        let mut codes = Codes::default();
        let code = codes.issue(authorization(), start()).unwrap();
        let late = codes.redeem(&code, REDIRECT, Some(VERIFIER), start() + TimeDelta::minutes(10));
        assert_eq!(late.unwrap_err().code, 70_008);
        assert_eq!(
            codes
                .redeem("unknown", REDIRECT, Some(VERIFIER), start())
                .unwrap_err()
                .code,
            70_000
        );
    }

    #[test]
    fn old_codes_are_forgotten() {
        let mut codes = Codes::default();
        let code = codes.issue(authorization(), start()).unwrap();
        let later = start() + TimeDelta::hours(2);
        codes.issue(authorization(), later).unwrap();
        assert_eq!(
            codes
                .redeem(&code, REDIRECT, Some(VERIFIER), later)
                .unwrap_err()
                .code,
            70_000
        );
        assert_eq!(codes.records.len(), 1);
    }
}
