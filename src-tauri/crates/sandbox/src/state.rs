//! Everything a running sandbox holds, shared by all handlers.
//!
//! Owns: the configuration, the signing key, the seal, codes waiting to be redeemed, consents given, call
//! counters and the data set. Each mutable part has its own lock, held only for map look-ups and never across
//! an await.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use crate::config::Config;
use crate::data::{DataSet, random};
use crate::defender::throttle::Throttle;
use crate::entra::codes::Codes;
use crate::entra::jwt::SigningKey;
use crate::seal::Seal;

/// A running tenant.
pub(crate) struct Tenant {
    pub(crate) config: Config,
    pub(crate) key: SigningKey,
    pub(crate) seal: Seal,
    pub(crate) data: DataSet,
    codes: Mutex<Codes>,
    /// (object id of the account, permission)
    consents: Mutex<BTreeSet<(String, String)>>,
    throttle: Mutex<Throttle>,
    tokens_issued: AtomicU64,
}

impl Tenant {
    /// A tenant with nothing redeemed, consented or counted yet.
    pub(crate) fn new(config: Config, key: SigningKey, seal: Seal) -> Self {
        let data = DataSet::new(&config);
        Self {
            key,
            seal,
            data,
            codes: Mutex::default(),
            consents: Mutex::default(),
            throttle: Mutex::new(Throttle::new(config.rate_limit)),
            tokens_issued: AtomicU64::new(0),
            config,
        }
    }

    /// The time now.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.config.clock)()
    }

    /// Authorization codes that were issued.
    pub(crate) fn codes(&self) -> MutexGuard<'_, Codes> {
        lock(&self.codes)
    }

    /// Call counters.
    pub(crate) fn throttle(&self) -> MutexGuard<'_, Throttle> {
        lock(&self.throttle)
    }

    /// Permissions that this account has consented to since the sandbox started.
    pub(crate) fn consented(&self, object_id: &str) -> Vec<String> {
        lock(&self.consents)
            .iter()
            .filter(|(account, _)| account == object_id)
            .map(|(_, permission)| permission.clone())
            .collect()
    }

    /// Remembers a consent until the sandbox stops.
    pub(crate) fn remember_consent(&self, object_id: &str, permissions: &[String]) {
        let mut consents = lock(&self.consents);
        for permission in permissions {
            consents.insert((object_id.to_owned(), permission.clone()));
        }
    }

    /// Life of the next access token in seconds: 60 to 90 minutes, as Entra's default policy draws it.
    ///
    /// Source: learn.microsoft.com/entra/identity-platform/access-tokens, "Token lifetime".
    pub(crate) fn next_token_life(&self) -> i64 {
        let number = self.tokens_issued.fetch_add(1, Ordering::Relaxed);
        let spread = random::hash(self.config.seed, random::Stream::TokenLife, number) % 1801;
        3600 + i64::try_from(spread).unwrap_or(0)
    }
}

/// A lock is only ever held for a map operation, so a poisoned one still guards consistent data.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
