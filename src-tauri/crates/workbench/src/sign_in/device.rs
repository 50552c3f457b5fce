//! With a code that is entered on another device.

use super::Attempt;
use crate::settings::Profile;
use crate::{Workbench, errors, wire_time};
use async_trait::async_trait;
use contract::{AppStateDto, CommandError, DeviceSignInEvent, SignInWay};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Tells how long each pause between two questions is: a service that asks to slow down makes it longer.
struct Telling<'a> {
    inner: &'a dyn entra::Sleeper,
    /// The service was asked, so what is slept from now on are pauses between questions.
    asked: AtomicBool,
    on_event: &'a (dyn Fn(DeviceSignInEvent) + Send + Sync),
}

#[async_trait]
impl entra::Sleeper for Telling<'_> {
    async fn sleep(&self, pause: Duration) {
        if self.asked.load(Ordering::Relaxed) {
            (self.on_event)(DeviceSignInEvent::Waiting {
                interval_seconds: seconds(pause),
            });
        }
        self.inner.sleep(pause).await;
    }
}

impl Workbench {
    /// Signs in to the active profile with a device code. Ends when Entra answered, the user cancelled, the code
    /// ended or another attempt began.
    pub async fn start_device_sign_in(
        &self,
        on_event: impl Fn(DeviceSignInEvent) + Send + Sync,
    ) -> Result<AppStateDto, CommandError> {
        let profile = self.registered()?;
        let attempt = self.begin_attempt();
        let result = self.on_a_device(&profile, &attempt, &on_event).await;
        self.finished(&attempt);
        result?;
        Ok(self.state().await)
    }

    async fn on_a_device(
        &self,
        profile: &Profile,
        attempt: &Attempt,
        on_event: &(dyn Fn(DeviceSignInEvent) + Send + Sync),
    ) -> Result<(), CommandError> {
        let target = self.target(profile).await?;
        let telling = Telling {
            inner: self.ports.sleeper.as_ref(),
            asked: AtomicBool::new(false),
            on_event,
        };
        let sign_in = entra::DeviceSignIn {
            http: &target.clients.sign_in,
            app: &target.app,
            clock: self.ports.clock.as_ref(),
            sleeper: &telling,
            claims: None,
        };
        let on_progress = |progress| match progress {
            entra::DeviceProgress::CodeIssued {
                user_code,
                verification_uri,
                // The window says it in the reader's language.
                message: _,
                expires_at,
                interval,
            } => {
                attempt.show(verification_uri.clone());
                on_event(DeviceSignInEvent::CodeIssued {
                    user_code,
                    verification_url: verification_uri.into(),
                    expires_at: wire_time(expires_at),
                    interval_seconds: seconds(interval),
                });
            }
            entra::DeviceProgress::Polling => telling.asked.store(true, Ordering::Relaxed),
        };
        let tokens = sign_in
            .run(attempt.cancel.clone(), &on_progress)
            .await
            .map_err(|error| {
                if attempt.is_replaced() {
                    return errors::replaced();
                }
                self.note_device_sign_in(profile, &error);
                self.sessions.note_demand(&profile.id, error.entra());
                errors::device_sign_in(error)
            })?;
        self.adopt(&profile.id, target, tokens, SignInWay::DeviceCode)
            .await?;
        self.note_signed_in(profile);
        tracing::info!("signed in with a device code");
        Ok(())
    }
}

fn seconds(pause: Duration) -> u32 {
    u32::try_from(pause.as_secs()).unwrap_or(u32::MAX)
}
