//! A machine action, followed to its end.

use super::brief::action_of;
use crate::{Workbench, errors};
use contract::{CommandError, FollowActionRequest, MachineActionDto};
use defender::Request;
use std::sync::Arc;
use std::time::Duration;

/// Between two looks. An action takes minutes on a real device, and the service allows 100 looks a minute.
const PAUSE: Duration = Duration::from_secs(3);
/// Looks that may fail in a row before the following ends.
const PATIENCE: u32 = 5;

impl Workbench {
    /// Looks at a machine action until it has ended, telling each change. Cancelled like a load.
    ///
    /// # Errors
    /// Where it was cancelled, nobody is signed in, or the action cannot be read any more.
    pub async fn follow_action(
        self: &Arc<Self>,
        request: FollowActionRequest,
        on_event: impl Fn(MachineActionDto) + Send + Sync,
    ) -> Result<MachineActionDto, CommandError> {
        let session = self.session()?;
        let running = self.loads.begin(request.load_id);
        let cancel = running.cancel();
        let mut told: Option<MachineActionDto> = None;
        let mut failures = 0;
        loop {
            let look = Request::new("/api/machineactions").segment(&request.action_id);
            let read = cancel.run_until_cancelled(self.read(&session, look)).await;
            match read.ok_or_else(errors::call_cancelled)? {
                Ok(row) => {
                    failures = 0;
                    let (action, _) = action_of(&row);
                    if action.ended {
                        return Ok(action);
                    }
                    if told.as_ref() != Some(&action) {
                        on_event(action.clone());
                        told = Some(action);
                    }
                }
                Err(error) => {
                    failures += 1;
                    if failures >= PATIENCE || error.code == contract::ErrorCode::SignInRequired {
                        return Err(error);
                    }
                }
            }
            cancel
                .run_until_cancelled(self.ports.sleeper.sleep(PAUSE))
                .await
                .ok_or_else(errors::call_cancelled)?;
        }
    }
}
