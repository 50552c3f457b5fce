//! Signing in: one attempt at a time, of whichever way; the newest wins.

mod browser;
mod device;
mod password;
mod pasted;

use crate::{Workbench, errors, locked};
use contract::CommandError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio_util::sync::CancellationToken;
use url::Url;

/// The attempt that is under way.
#[derive(Clone)]
pub(crate) struct Attempt {
    cancel: CancellationToken,
    replaced: Arc<AtomicBool>,
    /// The page that the person answers, once there is one.
    page: Arc<Mutex<Option<Url>>>,
}

impl Attempt {
    fn new() -> Self {
        Self {
            cancel: CancellationToken::new(),
            replaced: Arc::default(),
            page: Arc::default(),
        }
    }

    /// Whether a newer attempt ended this one.
    fn is_replaced(&self) -> bool {
        self.replaced.load(Ordering::Relaxed)
    }

    fn show(&self, page: Url) {
        *locked(&self.page) = Some(page);
    }
}

impl Workbench {
    /// A new attempt, which takes the place of the one that is under way.
    fn begin_attempt(&self) -> Attempt {
        let attempt = Attempt::new();
        if let Some(previous) = locked(&self.attempt).replace(attempt.clone()) {
            previous.replaced.store(true, Ordering::Relaxed);
            previous.cancel.cancel();
        }
        attempt
    }

    /// Forgets an attempt that has ended, unless a newer one took its place.
    fn finished(&self, attempt: &Attempt) {
        let mut slot = locked(&self.attempt);
        if slot
            .as_ref()
            .is_some_and(|current| Arc::ptr_eq(&current.page, &attempt.page))
        {
            *slot = None;
        }
    }

    /// Ends the attempt that is under way, if any.
    pub fn cancel_sign_in(&self) {
        if let Some(attempt) = locked(&self.attempt).take() {
            attempt.cancel.cancel();
        }
    }

    /// Opens the page of the attempt that is under way once more.
    pub fn reopen_sign_in_page(&self) -> Result<(), CommandError> {
        let page = locked(&self.attempt)
            .as_ref()
            .and_then(|attempt| locked(&attempt.page).clone());
        self.ports
            .browser
            .open(&page.ok_or_else(errors::no_attempt)?)
            .map_err(errors::browser)
    }
}
