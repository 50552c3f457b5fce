//! Loads under way, so that one can be cancelled by its id.

use crate::locked;
use std::collections::HashMap;
use std::sync::Mutex;
use tokio_util::sync::CancellationToken;

#[derive(Default)]
pub(crate) struct Loads(Mutex<HashMap<String, CancellationToken>>);

/// A load under way; it is known until this is dropped.
pub(crate) struct Running<'a> {
    loads: &'a Loads,
    id: String,
    cancel: CancellationToken,
}

impl Loads {
    /// Registers a load. One of the same id that still runs is cancelled.
    pub(crate) fn begin(&self, id: String) -> Running<'_> {
        let cancel = CancellationToken::new();
        if let Some(previous) = locked(&self.0).insert(id.clone(), cancel.clone()) {
            previous.cancel();
        }
        Running {
            loads: self,
            id,
            cancel,
        }
    }

    pub(crate) fn cancel(&self, id: &str) {
        if let Some(cancel) = locked(&self.0).get(id) {
            cancel.cancel();
        }
    }
}

impl Running<'_> {
    pub(crate) fn cancel(&self) -> CancellationToken {
        self.cancel.clone()
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        locked(&self.loads.0).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_is_cancelled_by_its_id_alone() {
        let loads = Loads::default();
        let first = loads.begin("first".into());
        let second = loads.begin("second".into());
        loads.cancel("first");
        assert!(first.cancel().is_cancelled());
        assert!(!second.cancel().is_cancelled());
    }

    #[test]
    fn a_finished_load_is_forgotten() {
        let loads = Loads::default();
        drop(loads.begin("first".into()));
        assert!(locked(&loads.0).is_empty());
    }
}
