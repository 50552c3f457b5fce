//! Everything a running sandbox holds, shared by all handlers.
//!
//! Owns: the configuration, the signing key, the seal, codes waiting to be redeemed or approved, consents given, call
//! counters, the data set with what callers changed about it, and the faults that are on. Each mutable part has its own lock, held only for map
//! look-ups and never across an await; the faults are one number.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::Config;
use crate::data::changes::Changes;
use crate::data::time::Ticks;
use crate::data::{DataSet, random};
use crate::defender::errors::ApiError;
use crate::defender::links::LinkKey;
use crate::defender::throttle::Throttle;
use crate::entra::codes::Codes;
use crate::entra::consent;
use crate::entra::device_codes::DeviceCodes;
use crate::entra::jwt::SigningKey;
use crate::faults::{Fault, Faults};
use crate::seal::Seal;

/// How far the clock is ahead while that is a fault.
const SKEW: TimeDelta = TimeDelta::minutes(20);

/// A running tenant.
pub(crate) struct Tenant {
    pub(crate) config: Config,
    pub(crate) key: SigningKey,
    pub(crate) seal: Seal,
    pub(crate) data: DataSet,
    /// What somebody sees whose device groups hold nothing.
    pub(crate) hidden: DataSet,
    codes: Mutex<Codes>,
    device_codes: Mutex<DeviceCodes>,
    /// (object id of the account, permission)
    consents: Mutex<BTreeSet<(String, String)>>,
    throttle: Mutex<Throttle>,
    /// Made when first asked for.
    changes: Mutex<Option<Arc<Changes>>>,
    /// Signs links to files.
    pub(crate) links: LinkKey,
    tokens_issued: AtomicU64,
    faults: AtomicU32,
}

impl Tenant {
    /// A tenant with nothing redeemed, consented or counted yet.
    pub(crate) fn new(config: Config, key: SigningKey, seal: Seal) -> Self {
        let data = DataSet::new(&config);
        Self {
            key,
            seal,
            hidden: data.hidden(),
            data,
            codes: Mutex::default(),
            device_codes: Mutex::default(),
            consents: Mutex::default(),
            throttle: Mutex::new(Throttle::new(config.rate_limit)),
            changes: Mutex::new(None),
            links: LinkKey::new(),
            tokens_issued: AtomicU64::new(0),
            faults: AtomicU32::new(Faults::of(&config.faults).bits()),
            config,
        }
    }

    /// The time now.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let now = (self.config.clock)();
        if self.faults().has(Fault::ClockSkew) {
            now + SKEW
        } else {
            now
        }
    }

    /// The faults that are on.
    pub(crate) fn faults(&self) -> Faults {
        Faults::from_bits(self.faults.load(Ordering::Acquire))
    }

    /// From now on these faults are on and no others.
    pub(crate) fn set_faults(&self, faults: Faults) {
        self.faults.store(faults.bits(), Ordering::Release);
    }

    /// Authorization codes that were issued.
    pub(crate) fn codes(&self) -> MutexGuard<'_, Codes> {
        lock(&self.codes)
    }

    /// Device codes that were issued.
    pub(crate) fn device_codes(&self) -> MutexGuard<'_, DeviceCodes> {
        lock(&self.device_codes)
    }

    /// Call counters.
    pub(crate) fn throttle(&self) -> MutexGuard<'_, Throttle> {
        lock(&self.throttle)
    }

    /// What callers have changed until now. Finished actions have had their effect.
    pub(crate) fn changes(&self) -> Arc<Changes> {
        let now = Ticks::from_datetime(self.now());
        let mut slot = lock(&self.changes);
        let changes = slot.get_or_insert_with(|| Arc::new(Changes::new(&self.data)));
        if changes.is_unsettled(now) {
            Arc::make_mut(changes).settle(&self.data, now);
        }
        Arc::clone(changes)
    }

    /// Changes something. Readers that hold an earlier state keep it. What is refused half-way changes nothing.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut Changes) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let now = Ticks::from_datetime(self.now());
        let mut slot = lock(&self.changes);
        let mut next = match slot.as_deref() {
            Some(changes) => changes.clone(),
            None => Changes::new(&self.data),
        };
        next.settle(&self.data, now);
        let outcome = change(&mut next)?;
        *slot = Some(Arc::new(next));
        Ok(outcome)
    }

    /// Permissions that this account has consented to since the sandbox started, as far as they stand.
    pub(crate) fn consented(&self, object_id: &str) -> Vec<String> {
        let given = lock(&self.consents)
            .iter()
            .filter(|(account, _)| account == object_id)
            .map(|(_, permission)| permission.clone())
            .collect();
        self.standing(given)
    }

    /// Permissions of `granted` that stand.
    pub(crate) fn standing(&self, granted: Vec<String>) -> Vec<String> {
        consent::standing(granted, &self.config.permissions, self.faults())
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
