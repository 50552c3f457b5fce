//! Tells the window that the frame's state has changed behind its back: a session was renewed or ended while nobody asked.

use crate::{Workbench, locked};
use contract::AppStateEvent;
use std::sync::Mutex;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub(crate) struct Watching {
    /// Counts the changes.
    changes: watch::Sender<u64>,
    /// Ends the watch of a window that was loaded anew.
    current: Mutex<CancellationToken>,
}

impl Default for Watching {
    fn default() -> Self {
        Self {
            changes: watch::channel(0).0,
            current: Mutex::default(),
        }
    }
}

impl Workbench {
    /// Something changed that the window did not ask for.
    pub(crate) fn changed(&self) {
        self.watching.changes.send_modify(|count| *count += 1);
    }

    /// Calls `on_event` after each change, until another watch begins. Changes that come close together may be told once.
    pub async fn watch_app_state(&self, on_event: impl Fn(AppStateEvent) + Send) {
        let mut changes = self.watching.changes.subscribe();
        let replaced = CancellationToken::new();
        std::mem::replace(&mut *locked(&self.watching.current), replaced.clone()).cancel();
        while let Some(Ok(())) = replaced.run_until_cancelled(changes.changed()).await {
            on_event(AppStateEvent::Changed);
        }
    }
}
