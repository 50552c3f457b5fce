//! The public keys that a tenant's tokens are signed with: fetched when needed, remembered for a day.
//!
//! Owns the two requests (metadata: OpenID Connect Discovery 1.0 §4; the key set it points to: RFC 7517 §5) and how
//! long their answers count. Refuses to know tokens: whoever checks a signature brings the token and takes plain keys.
//! <https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signature>
//!
//! Invariants:
//! - Keys come from the authority's own origin, over https or loopback; no answer can point elsewhere.
//! - Only RSA keys for signatures are handed on, of sizes that can be used.
//! - One caller at a time asks for a tenant's keys. However many keys a stranger's tokens name, the service is asked
//!   once in five minutes.
//! - Keys older than a day are not used. Time is a parameter.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{ACCEPT, HeaderValue};
use serde_json::Value;
use url::Url;

use crate::answer::{self, ExchangeError, UnexpectedAnswer};
use crate::authority::is_loopback;
use crate::{Authority, EntraError, NetworkError};

/// Microsoft asks for a look every 24 hours.
const KEPT: TimeDelta = TimeDelta::days(1);
/// Between two requests for the same keys.
const COOL_DOWN: TimeDelta = TimeDelta::minutes(5);
/// Key sets that are remembered; the one unused for longest goes first.
const MOST_TENANTS: usize = 32;
/// Entra publishes about ten.
const MOST_KEYS: usize = 100;
/// Characters of a modulus of 2048 to 8192 bits in base64url. The check of a signature takes no other.
const MODULUS: std::ops::RangeInclusive<usize> = 342..=1366;
/// Characters of an exponent; 65537 has four.
const EXPONENT: std::ops::RangeInclusive<usize> = 2..=8;
/// Characters of a key's name; a thumbprint has 27.
const LONGEST_NAME: usize = 200;

/// The version of a token's format, which decides where its keys are listed and who is named as issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenVersion {
    /// `ver` is `1.0`, as in tokens for the Defender for Endpoint API.
    V1,
    /// `ver` is `2.0`.
    V2,
}

/// A public RSA key (RFC 7518 §6.3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantKey {
    /// `kid`: its name.
    pub kid: String,
    /// `n`: the modulus in base64url.
    pub n: String,
    /// `e`: the exponent in base64url.
    pub e: String,
    /// The only issuer it signs for, where the entry names one. May hold `{tenantid}`.
    pub issuer: Option<String>,
}

/// The keys of a tenant for one version of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantKeys {
    /// Who issues the tokens, from the metadata. Holds `{tenantid}` for the addresses that serve any tenant.
    pub issuer: String,
    /// At least one.
    pub keys: Vec<TenantKey>,
    /// When they came, by the local clock.
    pub fetched_at: DateTime<Utc>,
}

impl TenantKeys {
    /// Whether a key of that name is among them.
    #[must_use]
    pub fn has(&self, kid: &str) -> bool {
        self.keys.iter().any(|key| key.kid == kid)
    }
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The service answered with an error of its own, e.g. because there is no such tenant.
    #[error("the tenant's keys were refused: {0}")]
    Refused(#[source] Box<EntraError>),
    /// The service was not reached.
    #[error("the tenant's keys could not be fetched: {0}")]
    Network(#[source] NetworkError),
    /// Something other than metadata or keys came.
    #[error("the tenant's keys could not be fetched, which brought {0}")]
    Unexpected(#[source] UnexpectedAnswer),
    /// The metadata's `jwks_uri` leaves the sign-in service; it was not followed.
    #[error("the tenant's metadata says that its keys lie outside the sign-in service")]
    Elsewhere,
    /// No RSA key for signatures is in the answer.
    #[error("the sign-in service names no key that could be used")]
    NoKeys,
    /// More keys than any tenant has.
    #[error("the sign-in service names {found} keys, which is more than any tenant has")]
    TooMany {
        /// How many.
        found: usize,
    },
}

impl From<ExchangeError> for KeysError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Network(error) => Self::Network(error),
            ExchangeError::Unexpected(what) => Self::Unexpected(what),
        }
    }
}

/// Keys by authority and version, and when they were asked for. Nothing in it is secret.
#[derive(Debug, Default)]
pub struct KeyCache {
    /// By address of the metadata, the one used last at the end.
    tenants: Mutex<Vec<(Url, Arc<Tenant>)>>,
}

/// What is known of one key set.
#[derive(Debug, Default)]
struct Tenant {
    known: RwLock<Known>,
    /// Held while the service is asked. Those who find what they need never wait for it.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Known {
    keys: Option<Arc<TenantKeys>>,
    last: Option<Attempt>,
    /// How often the service was asked.
    attempts: u64,
}

#[derive(Debug)]
struct Attempt {
    at: DateTime<Utc>,
    failure: Option<Arc<KeysError>>,
}

type Found = Result<Arc<TenantKeys>, Arc<KeysError>>;

impl KeyCache {
    /// The keys of `authority` for tokens of `version`: remembered ones, or fresh ones where they are older than a day
    /// or lack `kid`, the key that a token names. What comes may lack it still.
    ///
    /// An answer that was no use is repeated for five minutes without asking again. A service that was not reached is
    /// asked again at once. `http` must follow no redirect; [`crate::http_client`] gives such a one.
    ///
    /// # Errors
    /// Where keys had to be fetched and were not.
    pub async fn keys(
        &self,
        http: &reqwest::Client,
        authority: &Authority,
        version: TokenVersion,
        kid: Option<&str>,
        clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
    ) -> Result<Arc<TenantKeys>, Arc<KeysError>> {
        let metadata = match version {
            TokenVersion::V1 => authority.metadata_v1(),
            TokenVersion::V2 => authority.metadata(),
        };
        let tenant = self.tenant(&metadata);
        let attempts = match tenant.read(|known| known.find(kid, clock()).ok_or(known.attempts)) {
            Ok(found) => return found,
            Err(attempts) => attempts,
        };
        let _one_at_a_time = tenant.asking.lock().await;
        // Whoever held the lock may have asked for everybody who waited, and what came of it holds for all.
        let meanwhile = tenant.read(|known| {
            if known.attempts == attempts {
                known.find(kid, clock())
            } else {
                known.last_result()
            }
        });
        if let Some(found) = meanwhile {
            return found;
        }
        let result = fetch(http, authority, metadata, clock).await;
        tenant.note(result, clock())
    }

    fn tenant(&self, metadata: &Url) -> Arc<Tenant> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let known = tenants.iter().position(|(address, _)| address == metadata);
        let entry = match known {
            Some(at) => tenants.remove(at),
            None => (metadata.clone(), Arc::default()),
        };
        if tenants.len() == MOST_TENANTS {
            tenants.remove(0);
        }
        let tenant = Arc::clone(&entry.1);
        tenants.push(entry);
        tenant
    }
}

impl Tenant {
    fn read<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        look(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, result: Result<TenantKeys, KeysError>, at: DateTime<Utc>) -> Found {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.attempts += 1;
        let found = result.map(Arc::new).map_err(Arc::new);
        if let Ok(keys) = &found {
            known.keys = Some(Arc::clone(keys));
        }
        let failure = found.as_ref().err().cloned();
        known.last = Some(Attempt { at, failure });
        found
    }
}

impl Known {
    /// What can be said without asking; `None` where the service has to be asked.
    fn find(&self, kid: Option<&str>, now: DateTime<Utc>) -> Option<Found> {
        let fresh = self
            .keys
            .as_ref()
            .filter(|keys| within(keys.fetched_at, KEPT, now));
        if let Some(keys) = fresh
            && kid.is_none_or(|kid| keys.has(kid))
        {
            return Some(Ok(Arc::clone(keys)));
        }
        let last = self
            .last
            .as_ref()
            .filter(|last| within(last.at, COOL_DOWN, now))?;
        match &last.failure {
            // Asked a moment ago, so the key is unknown to the service as well.
            None => fresh.map(|keys| Ok(Arc::clone(keys))),
            // Costs the service nothing, and the network may be back.
            Some(failure) if matches!(**failure, KeysError::Network(_)) => None,
            Some(failure) => Some(Err(Arc::clone(failure))),
        }
    }

    fn last_result(&self) -> Option<Found> {
        match &self.last.as_ref()?.failure {
            Some(failure) => Some(Err(Arc::clone(failure))),
            None => self.keys.clone().map(Ok),
        }
    }
}

/// Whether `then` lies less than `length` back. A time to come does not: the clock was moved.
fn within(then: DateTime<Utc>, length: TimeDelta, now: DateTime<Utc>) -> bool {
    let age = now - then;
    age >= TimeDelta::zero() && age < length
}

async fn fetch(
    http: &reqwest::Client,
    authority: &Authority,
    metadata: Url,
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Result<TenantKeys, KeysError> {
    let (document, status) = json(http, metadata, clock).await?;
    // Without an issuer it is some other JSON; with one, it is metadata that lacks something.
    let other = KeysError::Unexpected(UnexpectedAnswer::OtherJson { status });
    let issuer = text(&document, "issuer").ok_or(other)?.to_owned();
    let address = text(&document, "jwks_uri").ok_or_else(|| incomplete("jwks_uri"))?;
    let address = key_set(authority, address).ok_or(KeysError::Elsewhere)?;
    let (set, _) = json(http, address, clock).await?;
    Ok(TenantKeys {
        issuer,
        keys: usable(&set)?,
        fetched_at: clock(),
    })
}

/// The address of the keys, where it lies in the sign-in service itself.
fn key_set(authority: &Authority, address: &str) -> Option<Url> {
    let address = Url::parse(address).ok()?;
    let secure = address.scheme() == "https" || is_loopback(&address);
    let own = address.origin() == authority.login().origin();
    let plain = address.username().is_empty() && address.password().is_none();
    (secure && own && plain).then_some(address)
}

async fn json(
    http: &reqwest::Client,
    address: Url,
    clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Result<(Value, u16), KeysError> {
    let mut request = reqwest::Request::new(reqwest::Method::GET, address);
    request
        .headers_mut()
        .insert(ACCEPT, HeaderValue::from_static("application/json"));
    let answer = answer::receive(http, request, clock).await?;
    let json = answer.json().map_err(KeysError::Unexpected)?;
    let status = answer.status;
    match EntraError::from_json(&json).map(Box::new) {
        Some(error) if answer.is_success() => Err(KeysError::Unexpected(UnexpectedAnswer::ErrorInSuccess {
            status,
            error,
        })),
        Some(error) => Err(KeysError::Refused(error)),
        None if answer.is_success() => Ok((json, status)),
        None => Err(KeysError::Unexpected(UnexpectedAnswer::OtherJson { status })),
    }
}

/// The keys of a set that can check a signature. An entry that is something else costs itself alone.
fn usable(set: &Value) -> Result<Vec<TenantKey>, KeysError> {
    let entries = set.get("keys").and_then(Value::as_array);
    let entries = entries.ok_or_else(|| incomplete("keys"))?;
    if entries.len() > MOST_KEYS {
        let found = entries.len();
        return Err(KeysError::TooMany { found });
    }
    let keys: Vec<TenantKey> = entries.iter().filter_map(key).collect();
    if keys.is_empty() {
        return Err(KeysError::NoKeys);
    }
    Ok(keys)
}

fn key(entry: &Value) -> Option<TenantKey> {
    let base64url = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
    let number = |name: &str, length: &std::ops::RangeInclusive<usize>| {
        text(entry, name).filter(|text| length.contains(&text.len()) && text.bytes().all(base64url))
    };
    let is_rsa = text(entry, "kty") == Some("RSA");
    let signs = text(entry, "use") == Some("sig");
    let algorithm = entry.get("alg").is_none_or(|alg| alg == "RS256");
    if !(is_rsa && signs && algorithm) {
        return None;
    }
    Some(TenantKey {
        kid: text(entry, "kid")
            .filter(|kid| kid.len() <= LONGEST_NAME)?
            .to_owned(),
        n: number("n", &MODULUS)?.to_owned(),
        e: number("e", &EXPONENT)?.to_owned(),
        issuer: text(entry, "issuer").map(str::to_owned),
    })
}

/// A member that is text without control characters and not empty.
fn text<'a>(json: &'a Value, name: &str) -> Option<&'a str> {
    let text = json.get(name)?.as_str()?.trim();
    (!text.is_empty() && !text.chars().any(char::is_control)).then_some(text)
}

fn incomplete(field: &str) -> KeysError {
    KeysError::Unexpected(UnexpectedAnswer::Incomplete {
        field: field.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry() -> Value {
        json!({"kty": "RSA", "use": "sig", "kid": "fixture-key", "n": "n".repeat(342), "e": "AQAB"})
    }

    fn with(name: &str, value: Value) -> Value {
        let mut entry = entry();
        entry[name] = value;
        entry
    }

    fn without(name: &str) -> Value {
        let mut entry = entry();
        entry.as_object_mut().unwrap().remove(name);
        entry
    }

    #[test]
    fn only_rsa_keys_for_signatures_of_usable_sizes_are_taken() {
        for entry in [
            entry(),
            with("alg", json!("RS256")),
            with("n", json!("n".repeat(1366))),
        ] {
            assert!(key(&entry).is_some(), "{entry}");
        }
        for entry in [
            with("kty", json!("EC")),
            with("kty", json!("oct")),
            with("use", json!("enc")),
            without("use"),
            with("alg", json!("PS256")),
            with("alg", json!(null)),
            with("kid", json!("")),
            with("kid", json!("k".repeat(201))),
            with("kid", json!("a\u{7}b")),
            without("kid"),
            with("n", json!("n".repeat(341))),
            with("n", json!("n".repeat(1367))),
            with("n", json!("+".repeat(342))),
            with("n", json!(7)),
            without("e"),
            with("e", json!("A".repeat(9))),
            json!("RSA"),
            json!(null),
        ] {
            assert_eq!(key(&entry), None, "{entry}");
        }
    }

    #[test]
    fn one_entry_that_is_no_use_costs_itself_alone() {
        let set =
            json!({"keys": [with("kty", json!("EC")), with("issuer", json!("https://login.example/x"))]});
        let keys = usable(&set).unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].issuer.as_deref(), Some("https://login.example/x"));
    }

    #[test]
    fn keys_lie_in_the_sign_in_service_itself() {
        let at = |login: &str, address: &str| {
            let authority = Authority::new(Url::parse(login).unwrap(), "contoso.example").unwrap();
            key_set(&authority, address).is_some()
        };
        let login = "https://login.example";
        assert!(at(login, "https://login.example/common/discovery/keys"));
        assert!(at(login, "https://LOGIN.example:443/keys?appid=x"));
        assert!(at("http://127.0.0.1:4000", "http://127.0.0.1:4000/keys"));
        for address in [
            "http://login.example/keys",
            "https://login.example:8443/keys",
            "https://login.example.evil.example/keys",
            "https://evil.example/login.example/keys",
            "https://login.example@evil.example/keys",
            "https://user@login.example/keys",
            "https://127.0.0.1/keys",
            "file:///keys",
            "/common/discovery/keys",
            "",
        ] {
            assert!(!at(login, address), "{address}");
        }
        assert!(!at("http://127.0.0.1:4000", "http://127.0.0.1:4001/keys"));
        assert!(!at("http://127.0.0.1:4000", "http://localhost:4000/keys"));
    }

    #[test]
    fn a_time_to_come_is_not_within_any_length() {
        let now = test_support::now();
        assert!(within(now, COOL_DOWN, now));
        assert!(!within(now - COOL_DOWN, COOL_DOWN, now));
        assert!(!within(now + TimeDelta::seconds(1), COOL_DOWN, now));
    }
}
