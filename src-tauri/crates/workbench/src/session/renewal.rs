//! Renewal: before a call that needs it, after one that was rejected, and in time without any call.
//!
//! Invariants:
//! - One renewal at a time per session; whoever waited uses what the first one got.
//! - A failed renewal is ignored while the old access token still lives.
//! - Only Entra's refusal ends a session; a network that is down does not.
//! - The wall clock alone decides whether a token is due: a timer stands still while the machine sleeps.

use super::{Session, held};
use crate::{Workbench, errors, locked};
use chrono::TimeDelta;
use contract::{CommandError, NoticeId, SignInWay};
use secrecy::SecretString;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// Renewal starts this long before the end, so that a token does not end under a running call.
const RENEW_EARLY: TimeDelta = TimeDelta::minutes(5);

/// The clock is looked at this often at least, so that a token that ended while the machine slept is renewed soon after
/// it wakes. It is also the first pause after a renewal that failed.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// The longest pause after renewals that failed.
const LONGEST_BACKOFF: Duration = Duration::from_secs(5 * 60);

/// Why a session has no new token.
enum NotRenewed {
    /// It was signed out or replaced meanwhile.
    Ended,
    /// There is nothing to renew it with.
    NotRenewable,
    /// Entra gave none.
    Token(entra::TokenError),
    /// It could not be sealed or wiped.
    NotKept(CommandError),
}

impl Workbench {
    /// A token to send. `rejected` is one that the service answered with 401.
    pub(crate) async fn token_to_send(
        &self,
        session: &Session,
        rejected: Option<&SecretString>,
    ) -> Result<SecretString, CommandError> {
        if session.begun_with == SignInWay::PastedToken {
            // Sent as it is, whatever it says: the API's answer is what one wants to see.
            return Ok(session.access_token());
        }
        let usable = rejected.is_none_or(|token| !session.is_current(token));
        if !(self.is_fresh(session) && usable) {
            let renewed = self.renew(session, rejected).await;
            let still_lives = usable && session.lives_until() > self.now();
            if let Err(error) = renewed
                && !still_lives
            {
                return Err(error);
            }
        }
        Ok(session.access_token())
    }

    /// Renews, unless another caller has done so while this one waited.
    pub(crate) async fn renew(
        &self,
        session: &Session,
        rejected: Option<&SecretString>,
    ) -> Result<(), CommandError> {
        self.try_to_renew(session, rejected)
            .await
            .map_err(|why| match why {
                NotRenewed::Ended => errors::signed_out(),
                NotRenewed::NotRenewable => errors::not_renewable(session.begun_with),
                NotRenewed::NotKept(error) => error,
                NotRenewed::Token(error) => {
                    self.note_renewal(&session.profile_id, &error);
                    errors::renewal(error, session.begun_with)
                }
            })
    }

    async fn try_to_renew(
        &self,
        session: &Session,
        rejected: Option<&SecretString>,
    ) -> Result<(), NotRenewed> {
        let _one_at_a_time = session.renewing.lock().await;
        let done_meanwhile = match rejected {
            Some(token) => !session.is_current(token),
            None => self.is_fresh(session),
        };
        if done_meanwhile {
            return Ok(());
        }
        let refresh_token = locked(&session.held).refresh_token.clone();
        let refresh_token = refresh_token.ok_or(NotRenewed::NotRenewable)?;
        let target = session.target();
        let answer = entra::renew(
            &target.clients.sign_in,
            &target.app,
            &refresh_token,
            self.ports.clock.as_ref(),
        );
        let answer = session.ended.run_until_cancelled(answer).await;
        match answer.ok_or(NotRenewed::Ended)? {
            Ok(mut tokens) => {
                tokens.refresh_token.get_or_insert(refresh_token);
                let account = tokens
                    .account
                    .clone()
                    .unwrap_or_else(|| locked(&session.held).account.clone());
                let kept_in = self
                    .seal(
                        &session.profile_id,
                        tokens.refresh_token.as_ref(),
                        &account,
                        session.begun_with,
                    )
                    .await
                    .map_err(NotRenewed::NotKept)?;
                let previous = session.decoded().ok();
                *locked(&session.held) = held(tokens, account, kept_in, previous);
                tracing::info!("token renewed");
                Ok(())
            }
            Err(error) => {
                self.sessions.note_demand(&session.profile_id, error.entra());
                if needs_a_person(&error) {
                    locked(&session.held).refresh_token = None;
                    let wiped = self.vault.remove(&session.profile_id).await;
                    wiped.map_err(|error| NotRenewed::NotKept(errors::vault(error)))?;
                }
                Err(NotRenewed::Token(error))
            }
        }
    }

    fn is_fresh(&self, session: &Session) -> bool {
        session.lives_until() - RENEW_EARLY > self.now()
    }

    /// Renews a session in time from now on, for as long as it is there.
    pub(super) fn keep_fresh(&self, session: &Arc<Session>) {
        if !session.is_renewable() {
            return;
        }
        let workbench = Weak::clone(&self.me);
        let (session, ended) = (Arc::downgrade(session), session.ended.clone());
        let sleeper = Arc::clone(&self.ports.sleeper);
        tokio::spawn(async move {
            let mut pause = LOOK_AGAIN;
            let mut failures = 0;
            while ended.run_until_cancelled(sleeper.sleep(pause)).await.is_some() {
                let (Some(workbench), Some(session)) = (workbench.upgrade(), session.upgrade()) else {
                    return;
                };
                match workbench.renew_in_time(&session, &mut failures).await {
                    Some(next) => pause = next,
                    None => return,
                }
            }
        });
    }

    /// Renews a token that is due, and says when to look again; `None` where there is nothing more to do.
    async fn renew_in_time(&self, session: &Session, failures: &mut u32) -> Option<Duration> {
        let error = match self.try_to_renew(session, None).await {
            Ok(()) => {
                *failures = 0;
                self.changed();
                return Some(LOOK_AGAIN);
            }
            Err(NotRenewed::Ended | NotRenewed::NotRenewable) => return None,
            Err(NotRenewed::Token(error)) => error,
            Err(NotRenewed::NotKept(_)) => return Some(backoff(failures)),
        };
        if !needs_a_person(&error) {
            // Said aloud when a call needs the token.
            tracing::warn!(%error, failures, "token not renewed in time");
            return Some(backoff(failures));
        }
        self.note_renewal(&session.profile_id, &error);
        let profiles = self.settings.get().profiles;
        let name = profiles
            .into_iter()
            .find(|profile| profile.id == session.profile_id)
            .map(|profile| profile.name);
        let error = errors::renewal(error, session.begun_with);
        self.notices.raise(
            NoticeId::SessionEnded,
            format!(
                "The sign-in to {} could not be renewed: {}",
                name.unwrap_or_default(),
                error.message
            ),
            error.hint.unwrap_or_default(),
        );
        self.changed();
        None
    }
}

/// Doubles with every failure in a row.
fn backoff(failures: &mut u32) -> Duration {
    let pause = LOOK_AGAIN.saturating_mul(2_u32.saturating_pow(*failures));
    *failures = failures.saturating_add(1);
    pause.min(LONGEST_BACKOFF)
}

/// Whether Entra's refusal is one that only signing in again can cure. Its passing faults are not.
pub(super) fn needs_a_person(error: &entra::TokenError) -> bool {
    error.entra().is_some_and(entra::EntraError::needs_interaction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_after_each_failure_up_to_five_minutes() {
        let mut failures = 0;
        let pauses: Vec<u64> = (0..6).map(|_| backoff(&mut failures).as_secs()).collect();
        assert_eq!(pauses, [30, 60, 120, 240, 300, 300]);
        failures = u32::MAX;
        assert_eq!(backoff(&mut failures), LONGEST_BACKOFF);
    }
}
