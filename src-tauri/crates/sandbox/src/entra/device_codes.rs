//! Device codes: asked for by a client, approved or declined by a person elsewhere, redeemed once.
//!
//! Sources: RFC 8628 §3.2 to §3.5 and v2-oauth2-device-code.
//!
//! Invariants: a code is decided once and redeemed once. An expired or redeemed one is told apart from an unknown
//! one for an hour. The store is bounded.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::errors::EntraError;
use super::scopes::Scopes;

/// How long a code is still recognised after it expired.
const MEMORY: TimeDelta = TimeDelta::hours(1);
/// More codes than any test asks for, few enough to be no burden.
const CAPACITY: usize = 10_000;
/// What the interval grows by each time a client polls too early (RFC 8628 §3.5).
const SLOW_DOWN: TimeDelta = TimeDelta::seconds(5);

/// How much too early a poll may come: timers are not exact, and clients that keep to the interval are not to blame.
const LENIENCY: TimeDelta = TimeDelta::milliseconds(100);

/// Letters and digits that are not mistaken for one another: no 0 and O, no 1, I and L.
const USER_CODE_CHARACTERS: [char; 31] = [
    '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
];
const USER_CODE_LENGTH: usize = 9;

/// What a client asked for.
#[derive(Debug, Clone)]
pub(crate) struct DeviceRequest {
    pub(crate) scopes: Scopes,
    /// Whether it asked for the authentication context.
    pub(crate) stepped_up: bool,
}

/// Who approved a code, and what had been consented to then.
#[derive(Debug, Clone)]
pub(crate) struct Approval {
    /// Object id of the account.
    pub(crate) object_id: String,
    pub(crate) granted: Vec<String>,
}

/// A pair of codes that was issued.
pub(crate) struct IssuedCodes {
    /// For the client.
    pub(crate) device_code: String,
    /// For the person.
    pub(crate) user_code: String,
}

enum State {
    Pending,
    Approved(Approval),
    Declined,
    Redeemed,
}

struct Record {
    user_code: String,
    request: DeviceRequest,
    state: State,
    expires: DateTime<Utc>,
    interval: TimeDelta,
    polled: Option<DateTime<Utc>>,
}

/// Codes that were issued lately.
#[derive(Default)]
pub(crate) struct DeviceCodes {
    // Keyed by the hash of the device code: looking one up takes no time that depends on how much of it was guessed.
    records: HashMap<[u8; 32], Record>,
}

impl DeviceCodes {
    /// New codes for `request` that live for `life`, or `None` when there is no randomness. Clients may poll every
    /// `interval`.
    pub(crate) fn issue(
        &mut self,
        request: DeviceRequest,
        life: TimeDelta,
        interval: TimeDelta,
        now: DateTime<Utc>,
    ) -> Option<IssuedCodes> {
        self.records.retain(|_, record| record.expires + MEMORY > now);
        if self.records.len() >= CAPACITY {
            let first = self
                .records
                .iter()
                .min_by_key(|(_, record)| record.expires)
                .map(|(key, _)| *key);
            first.map(|key| self.records.remove(&key));
        }
        // Entra's device codes have several hundred characters; clients must not assume less.
        let mut random = [0_u8; 180];
        aws_lc_rs::rand::fill(&mut random).ok()?;
        let codes = IssuedCodes {
            device_code: URL_SAFE_NO_PAD.encode(random),
            user_code: user_code()?,
        };
        let record = Record {
            user_code: codes.user_code.clone(),
            request,
            state: State::Pending,
            expires: now + life,
            interval,
            polled: None,
        };
        self.records.insert(key_of(&codes.device_code), record);
        Some(codes)
    }

    /// What the client asked for whose code a person typed. The code comes back as it was issued.
    pub(crate) fn find(
        &mut self,
        typed: &str,
        now: DateTime<Utc>,
    ) -> Result<(String, DeviceRequest), EntraError> {
        let record = self.open(typed, now)?;
        Ok((record.user_code.clone(), record.request.clone()))
    }

    /// A person decided: an approval, or `None` for a refusal.
    pub(crate) fn decide(
        &mut self,
        typed: &str,
        approval: Option<Approval>,
        now: DateTime<Utc>,
    ) -> Result<(), EntraError> {
        self.open(typed, now)?.state = approval.map_or(State::Declined, State::Approved);
        Ok(())
    }

    /// The record that still waits for somebody who types this.
    fn open(&mut self, typed: &str, now: DateTime<Utc>) -> Result<&mut Record, EntraError> {
        let typed = normalised(typed);
        if typed.is_empty() {
            return Err(EntraError::user_code_missing());
        }
        let record = self
            .records
            .values_mut()
            .find(|record| record.user_code == typed)
            .ok_or_else(EntraError::user_code_unknown)?;
        if record.expires <= now {
            return Err(EntraError::user_code_expired());
        }
        match record.state {
            State::Pending => Ok(record),
            State::Approved(_) | State::Declined | State::Redeemed => Err(EntraError::user_code_used()),
        }
    }

    /// A client polls. Once somebody approved the code, `allowed` decides: when it is good, the code is marked as
    /// redeemed and what is in it comes back with what was asked for and by whom it was approved.
    pub(crate) fn redeem<T>(
        &mut self,
        device_code: &str,
        allowed: Result<T, EntraError>,
        now: DateTime<Utc>,
    ) -> Result<(T, DeviceRequest, Approval), EntraError> {
        let record = self
            .records
            .get_mut(&key_of(device_code))
            .ok_or_else(EntraError::device_code_unknown)?;
        match &record.state {
            State::Redeemed => Err(EntraError::device_code_redeemed()),
            _ if record.expires <= now => Err(EntraError::device_code_expired()),
            State::Declined => Err(EntraError::device_code_declined()),
            State::Pending => {
                let due = record.polled.map(|last| last + record.interval - LENIENCY);
                let early = due.is_some_and(|due| due > now);
                record.polled = Some(now);
                if early {
                    record.interval += SLOW_DOWN;
                    return Err(EntraError::slow_down());
                }
                Err(EntraError::authorization_pending())
            }
            State::Approved(approval) => {
                let approval = approval.clone();
                let allowed = allowed?;
                record.state = State::Redeemed;
                Ok((allowed, record.request.clone(), approval))
            }
        }
    }
}

fn key_of(device_code: &str) -> [u8; 32] {
    Sha256::digest(device_code.as_bytes()).into()
}

/// What somebody typed, without regard to case, blanks and hyphens.
fn normalised(typed: &str) -> String {
    let kept = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    kept.take(64).map(|c| c.to_ascii_uppercase()).collect()
}

fn user_code() -> Option<String> {
    let mut random = [0_u8; 96];
    aws_lc_rs::rand::fill(&mut random).ok()?;
    // Numbers above the last multiple of 31 would make some characters likelier than others.
    let even = random.into_iter().filter(|number| *number < 248);
    let code: String = even
        .filter_map(|number| USER_CODE_CHARACTERS.get(usize::from(number % 31)))
        .take(USER_CODE_LENGTH)
        .collect();
    (code.len() == USER_CODE_LENGTH).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn after(seconds: i64) -> DateTime<Utc> {
        start() + TimeDelta::seconds(seconds)
    }

    fn issued(codes: &mut DeviceCodes, now: DateTime<Utc>) -> IssuedCodes {
        let request = DeviceRequest {
            scopes: Scopes::default(),
            stepped_up: false,
        };
        codes
            .issue(request, TimeDelta::minutes(15), TimeDelta::seconds(5), now)
            .unwrap()
    }

    fn approval() -> Approval {
        Approval {
            object_id: "o".to_owned(),
            granted: Vec::new(),
        }
    }

    fn polled(codes: &mut DeviceCodes, code: &str, now: DateTime<Utc>) -> (&'static str, u32) {
        let error = codes.redeem(code, Ok(()), now).unwrap_err();
        (error.error, error.code)
    }

    #[test]
    fn a_user_code_has_nine_characters_that_cannot_be_mistaken() {
        for _ in 0..200 {
            let code = user_code().unwrap();
            assert_eq!(code.len(), 9);
            assert!(
                code.chars()
                    .all(|c| c.is_ascii_alphanumeric() && !"01IOLilo".contains(c))
            );
        }
    }

    #[test]
    fn what_is_typed_in_lower_case_with_blanks_and_hyphens_is_the_same_code() {
        let mut codes = DeviceCodes::default();
        let user_code = issued(&mut codes, start()).user_code;
        let (first, rest) = user_code.split_at(4);
        let typed = format!(" {}- {rest} ", first.to_lowercase());
        assert_eq!(codes.find(&typed, start()).unwrap().0, user_code);
    }

    #[test]
    fn each_early_poll_makes_the_client_wait_five_seconds_longer() {
        let mut codes = DeviceCodes::default();
        let code = issued(&mut codes, start()).device_code;
        let pending = ("authorization_pending", 70_016);
        let slow = ("slow_down", 70_016);
        for (seconds, expected) in [
            (0, pending),
            (4, slow),
            // Five seconds after the last poll are no longer enough, ten are.
            (9, slow),
            (24, pending),
            (38, slow),
            (58, pending),
        ] {
            assert_eq!(polled(&mut codes, &code, after(seconds)), expected, "{seconds}");
        }
        codes
            .decide(&codes_of(&codes), Some(approval()), after(59))
            .unwrap();
        assert!(
            codes.redeem(&code, Ok(()), after(59)).is_ok(),
            "only waiting takes time"
        );
    }

    #[test]
    fn a_timer_that_fires_a_little_early_is_forgiven() {
        let mut codes = DeviceCodes::default();
        let code = issued(&mut codes, start()).device_code;
        for milliseconds in [0, 4_950, 9_900] {
            let now = start() + TimeDelta::milliseconds(milliseconds);
            assert_eq!(polled(&mut codes, &code, now).0, "authorization_pending");
        }
    }

    fn codes_of(codes: &DeviceCodes) -> String {
        codes.records.values().next().unwrap().user_code.clone()
    }

    #[test]
    fn a_code_is_decided_once_and_redeemed_once() {
        let mut codes = DeviceCodes::default();
        let pair = issued(&mut codes, start());
        codes.decide(&pair.user_code, Some(approval()), start()).unwrap();
        let again = codes.decide(&pair.user_code, None, start()).unwrap_err();
        assert_eq!(again.code, 90_120);
        assert_eq!(codes.find(&pair.user_code, start()).unwrap_err().code, 90_120);
        assert!(codes.redeem(&pair.device_code, Ok(()), start()).is_ok());
        assert_eq!(
            polled(&mut codes, &pair.device_code, start()),
            ("invalid_grant", 54_005)
        );
    }

    #[test]
    fn what_stands_against_redemption_is_told_after_approval_and_does_not_use_the_code_up() {
        let mut codes = DeviceCodes::default();
        let pair = issued(&mut codes, start());
        let refused = |codes: &mut DeviceCodes| {
            let allowed: Result<(), EntraError> = Err(EntraError::secret_demanded());
            codes
                .redeem(&pair.device_code, allowed, start())
                .unwrap_err()
                .code
        };
        assert_eq!(refused(&mut codes), 70_016);
        codes.decide(&pair.user_code, Some(approval()), start()).unwrap();
        assert_eq!(refused(&mut codes), 7_000_218);
        assert!(codes.redeem(&pair.device_code, Ok(()), start()).is_ok());
    }

    #[test]
    fn declined_expired_and_unknown_codes_are_told_apart() {
        let mut codes = DeviceCodes::default();
        let pair = issued(&mut codes, start());
        codes.decide(&pair.user_code, None, start()).unwrap();
        assert_eq!(
            polled(&mut codes, &pair.device_code, start()),
            ("authorization_declined", 70_018)
        );
        let late = after(900);
        assert_eq!(
            polled(&mut codes, &pair.device_code, late),
            ("expired_token", 70_020)
        );
        assert_eq!(codes.find(&pair.user_code, late).unwrap_err().code, 70_019);
        assert_eq!(
            polled(&mut codes, "unknown", start()),
            ("bad_verification_code", 70_018)
        );
        assert_eq!(codes.find("AAAAAAAAA", start()).unwrap_err().code, 70_018);
        assert_eq!(codes.find(" - ", start()).unwrap_err().code, 90_119);
    }

    #[test]
    fn old_codes_are_forgotten() {
        let mut codes = DeviceCodes::default();
        let old = issued(&mut codes, start()).device_code;
        let later = after(2 * 3600);
        issued(&mut codes, later);
        assert_eq!(polled(&mut codes, &old, later), ("bad_verification_code", 70_018));
        assert_eq!(codes.records.len(), 1);
    }
}
