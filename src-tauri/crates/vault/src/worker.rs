//! One thread for all calls to the key store.
//!
//! Stores block, prompt, hang for good (a locked Secret Service without a prompter), and on Windows do not order
//! calls from several threads. So one thread makes all calls, in order, and every caller waits for its time-out only.
//!
//! Invariant: after one call ran out of time no further call is queued; they all fail at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::key_store::{KeyStore, KeyStoreError};

type Call = Box<dyn FnOnce(&dyn KeyStore) + Send>;

/// Why a call brought no answer.
#[derive(Debug)]
pub(crate) enum CallError {
    /// The store answered with a failure.
    Store(KeyStoreError),
    /// It did not answer in time, now or in an earlier call.
    NoAnswer,
}

pub(crate) struct Worker {
    calls: Option<mpsc::Sender<Call>>,
    time_out: Duration,
    hung: AtomicBool,
}

impl Worker {
    pub(crate) fn start(keys: Arc<dyn KeyStore>, time_out: Duration) -> Self {
        let (calls, inbox) = mpsc::channel::<Call>();
        let run = move || {
            for call in inbox {
                call(keys.as_ref());
            }
        };
        // Without a thread there is no key store; callers see it as one that does not answer.
        let thread = thread::Builder::new().name("key-store".to_owned()).spawn(run);
        Self {
            calls: thread.is_ok().then_some(calls),
            time_out,
            hung: AtomicBool::new(false),
        }
    }

    /// Whether the store ran out of time before.
    pub(crate) fn is_hung(&self) -> bool {
        self.hung.load(Ordering::SeqCst) || self.calls.is_none()
    }

    /// Runs `call` on the store's thread.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn KeyStore) -> Result<T, KeyStoreError> + Send + 'static,
    ) -> Result<T, CallError> {
        if self.is_hung() {
            return Err(CallError::NoAnswer);
        }
        let Some(calls) = &self.calls else {
            return Err(CallError::NoAnswer);
        };
        let (answer, arrived) = oneshot::channel();
        let call: Call = Box::new(move |keys| {
            // The caller may have given up; then the answer, and a key in it, is dropped here.
            let _ = answer.send(call(keys));
        });
        if calls.send(call).is_err() {
            self.hung.store(true, Ordering::SeqCst);
            return Err(CallError::NoAnswer);
        }
        match tokio::time::timeout(self.time_out, arrived).await {
            Ok(Ok(answer)) => answer.map_err(CallError::Store),
            // Out of time, or the store panicked and took its thread along.
            Ok(Err(_)) | Err(_) => {
                self.hung.store(true, Ordering::SeqCst);
                Err(CallError::NoAnswer)
            }
        }
    }
}
