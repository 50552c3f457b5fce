//! Sessions: held in memory while the program runs, renewed with the refresh token, wiped on sign-out.
//!
//! Invariants:
//! - One renewal at a time per session; whoever waited uses what the first one got.
//! - A failed renewal is ignored while the old access token still lives.
//! - Only Entra's refusal ends a session; a network that is down does not.

use crate::stored_session::StoredSession;
use crate::target::Target;
use crate::{Workbench, errors, locked, wire_time};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{AppStateDto, CommandError, KeptIn, NoticeId, SessionDto, SignInWay};
use secrecy::{ExposeSecret, SecretString};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Renewal starts this long before the end, so that a token does not end under a running call.
const RENEW_EARLY: TimeDelta = TimeDelta::minutes(5);

/// How long the window may wait for a sealed session at start. The key store may ask for a password meanwhile.
const RESTORE_AT_MOST: Duration = Duration::from_secs(25);

#[derive(Default)]
pub(crate) struct Sessions {
    by_profile: Mutex<HashMap<String, Arc<Session>>>,
    /// Claims that a policy asks for, in the form in which the next sign-in carries them.
    challenges: Mutex<HashMap<String, String>>,
    /// Profiles whose sealed session was looked for in this run.
    looked_for: Mutex<HashSet<String>>,
}

impl Sessions {
    pub(crate) fn get(&self, profile_id: &str) -> Option<Arc<Session>> {
        locked(&self.by_profile).get(profile_id).cloned()
    }

    pub(crate) fn put(&self, session: Arc<Session>) {
        locked(&self.looked_for).insert(session.profile_id.clone());
        locked(&self.by_profile).insert(session.profile_id.clone(), session);
    }

    fn remove(&self, profile_id: &str) {
        locked(&self.by_profile).remove(profile_id);
        locked(&self.challenges).remove(profile_id);
    }

    /// What a policy asks of the profile's next sign-in.
    pub(crate) fn challenge(&self, profile_id: &str) -> Option<String> {
        locked(&self.challenges).get(profile_id).cloned()
    }

    /// True the first time it is asked for a profile.
    fn first_look(&self, profile_id: &str) -> bool {
        locked(&self.looked_for).insert(profile_id.to_owned())
    }
}

/// A signed-in account of one profile.
pub(crate) struct Session {
    pub(crate) profile_id: String,
    /// A policy may refuse it for that, even weeks later.
    begun_with: SignInWay,
    /// Where it signs in and calls; a regional server or the sandbox tenant's address may change meanwhile.
    target: Mutex<Target>,
    held: Mutex<Held>,
    renewing: tokio::sync::Mutex<()>,
}

/// What changes with each renewal.
struct Held {
    access_token: SecretString,
    refresh_token: Option<SecretString>,
    scopes: Vec<String>,
    expires_at: DateTime<Utc>,
    account: entra::Account,
    clock_offset: Option<TimeDelta>,
    kept_in: KeptIn,
    /// What the token before this one said, to compare with; the token itself is gone.
    previous: Option<token::Token>,
}

impl Session {
    pub(crate) fn access_token(&self) -> SecretString {
        locked(&self.held).access_token.clone()
    }

    /// Where it signs in and calls now.
    pub(crate) fn target(&self) -> Target {
        locked(&self.target).clone()
    }

    pub(crate) fn clock_offset(&self) -> Option<TimeDelta> {
        locked(&self.held).clock_offset
    }

    /// Permissions that the latest token response lists.
    pub(crate) fn scopes(&self) -> Vec<String> {
        locked(&self.held).scopes.clone()
    }

    /// Who signed in.
    pub(crate) fn username(&self) -> String {
        locked(&self.held).account.username.clone()
    }

    pub(crate) fn is_renewable(&self) -> bool {
        locked(&self.held).refresh_token.is_some()
    }

    /// What the token before the present one said.
    pub(crate) fn previous(&self) -> Option<token::Token> {
        locked(&self.held).previous.clone()
    }

    /// What the present token says; `None` where only its API can read it.
    fn says(&self) -> Option<token::Token> {
        // EXPOSE: decoded here; only claims are kept.
        token::decode(self.access_token().expose_secret()).ok()
    }

    fn is_current(&self, token: &SecretString) -> bool {
        // EXPOSE: compared with the token that a call sent.
        locked(&self.held).access_token.expose_secret() == token.expose_secret()
    }

    fn lives_until(&self) -> DateTime<Utc> {
        locked(&self.held).expires_at
    }

    fn dto(&self, policy_challenge: bool) -> SessionDto {
        let held = locked(&self.held);
        SessionDto {
            profile_id: self.profile_id.clone(),
            name: held.account.name.clone(),
            username: held.account.username.clone(),
            object_id: held.account.object_id.clone(),
            tenant_id: held.account.tenant_id.clone(),
            granted_scopes: held.scopes.clone(),
            expires_at: wire_time(held.expires_at),
            renewable: held.refresh_token.is_some(),
            kept_in: held.kept_in,
            begun_with: self.begun_with,
            policy_challenge,
        }
    }
}

impl Workbench {
    /// The frame's state; the active profile's sealed session is opened and renewed first, once per run.
    pub async fn restore_and_state(&self) -> Result<AppStateDto, CommandError> {
        if self.start_on_sandbox.swap(false, Ordering::Relaxed) {
            self.select_sandbox().await?;
        }
        if let Some(profile) = self.settings.active_profile()
            && self.sessions.get(&profile.id).is_none()
            && self.sessions.first_look(&profile.id)
            && let Err(error) = self.restore_in_time(&profile).await
        {
            self.notices.raise(
                NoticeId::SessionEnded,
                format!("You are not signed in to {}: {}", profile.name, error.message),
                error.hint.unwrap_or_else(|| "Sign in again.".to_owned()),
            );
        }
        Ok(self.state().await)
    }

    /// [`Workbench::restore`], without making the window wait for a network that does not answer.
    async fn restore_in_time(&self, profile: &crate::settings::Profile) -> Result<(), CommandError> {
        let restored = tokio::time::timeout(RESTORE_AT_MOST, self.restore(profile)).await;
        restored.unwrap_or_else(|_| Err(errors::restore_timed_out()))
    }

    /// Opens the sealed session of a profile, if there is one, and gets an access token with it.
    async fn restore(&self, profile: &crate::settings::Profile) -> Result<(), CommandError> {
        let secret = match self.vault.load(&profile.id).await {
            Ok(Some(secret)) => secret,
            Ok(None) => return Ok(()),
            Err(error) => return Err(errors::vault(error)),
        };
        let stored = StoredSession::from_secret(&secret).map_err(errors::stored_session)?;
        let target = self.target(profile).await?;
        let renewed = entra::renew(
            &target.clients.sign_in,
            &target.app,
            &stored.refresh_token,
            self.ports.clock.as_ref(),
        )
        .await;
        let mut tokens = match renewed {
            Ok(tokens) => tokens,
            Err(error) => {
                if needs_a_person(&error) {
                    self.forget_session(&profile.id).await?;
                }
                self.note_renewal(&profile.id, &error);
                return Err(errors::renewal(error));
            }
        };
        tokens.account.get_or_insert(stored.account);
        tokens.refresh_token.get_or_insert(stored.refresh_token);
        self.adopt(&profile.id, target, tokens, stored.begun_with).await?;
        tracing::info!("session restored");
        Ok(())
    }

    /// Makes tokens the profile's session and seals what is needed to come back.
    pub(crate) async fn adopt(
        &self,
        profile_id: &str,
        target: Target,
        tokens: entra::Tokens,
        begun_with: SignInWay,
    ) -> Result<(), CommandError> {
        let account = tokens.account.clone().ok_or_else(errors::no_account)?;
        let kept_in = self
            .seal(profile_id, tokens.refresh_token.as_ref(), &account, begun_with)
            .await?;
        let previous = self.sessions.get(profile_id).and_then(|session| session.says());
        let session = Session {
            profile_id: profile_id.to_owned(),
            begun_with,
            target: Mutex::new(target),
            held: Mutex::new(held(tokens, account, kept_in, previous)),
            renewing: tokio::sync::Mutex::new(()),
        };
        self.sessions.put(Arc::new(session));
        self.notices.dismiss(NoticeId::SessionEnded);
        Ok(())
    }

    async fn seal(
        &self,
        profile_id: &str,
        refresh_token: Option<&SecretString>,
        account: &entra::Account,
        begun_with: SignInWay,
    ) -> Result<KeptIn, CommandError> {
        let Some(refresh_token) = refresh_token else {
            return Ok(KeptIn::Memory);
        };
        let stored = StoredSession {
            refresh_token: refresh_token.clone(),
            account: account.clone(),
            begun_with,
        };
        let secret = stored.to_secret().map_err(errors::stored_session)?;
        match self
            .vault
            .save(profile_id, &secret)
            .await
            .map_err(errors::vault)?
        {
            vault::Kept::KeyStore => Ok(KeptIn::KeyStore),
            vault::Kept::Memory { .. } => Ok(KeptIn::Memory),
        }
    }

    /// Points the session of a profile, if there is one, to where the profile points now.
    pub(crate) async fn retarget(&self, profile: &crate::settings::Profile) -> Result<(), CommandError> {
        if let Some(session) = self.sessions.get(&profile.id) {
            let target = self.target(profile).await?;
            *locked(&session.target) = target;
        }
        Ok(())
    }

    /// Wipes the active profile's session from memory and disk.
    pub async fn sign_out(&self) -> Result<AppStateDto, CommandError> {
        self.cancel_sign_in();
        let profile = self.active()?;
        self.forget_session(&profile.id).await?;
        tracing::info!("signed out");
        Ok(self.state().await)
    }

    pub(crate) async fn forget_session(&self, profile_id: &str) -> Result<(), CommandError> {
        self.sessions.remove(profile_id);
        self.doctor.signed_out(profile_id);
        self.vault.remove(profile_id).await.map_err(errors::vault)
    }

    /// Gets a fresh access token now.
    pub async fn renew_token(&self) -> Result<AppStateDto, CommandError> {
        let profile = self.active()?;
        match self.sessions.get(&profile.id) {
            Some(session) => {
                let current = session.access_token();
                self.renew(&session, Some(&current)).await?;
            }
            // Not restored at start, perhaps for want of a network: another try.
            None => {
                self.restore(&profile).await?;
                self.session()?;
            }
        }
        Ok(self.state().await)
    }

    /// The active profile's session, or an error that says to sign in.
    pub(crate) fn session(&self) -> Result<Arc<Session>, CommandError> {
        let profile = self.active()?;
        self.sessions.get(&profile.id).ok_or_else(errors::signed_out)
    }

    pub(crate) fn session_dto(&self, profile_id: &str) -> Option<SessionDto> {
        let challenged = self.sessions.challenge(profile_id).is_some();
        Some(self.sessions.get(profile_id)?.dto(challenged))
    }

    /// A token to send. `rejected` is one that the service answered with 401.
    pub(crate) async fn token_to_send(
        &self,
        session: &Session,
        rejected: Option<&SecretString>,
    ) -> Result<SecretString, CommandError> {
        let fresh = session.lives_until() - RENEW_EARLY > self.now();
        let usable = rejected.is_none_or(|token| !session.is_current(token));
        if !(fresh && usable) {
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
        let _one_at_a_time = session.renewing.lock().await;
        let done_meanwhile = match rejected {
            Some(token) => !session.is_current(token),
            None => session.lives_until() - RENEW_EARLY > self.now(),
        };
        if done_meanwhile {
            return Ok(());
        }
        let refresh_token = locked(&session.held)
            .refresh_token
            .clone()
            .ok_or_else(errors::not_renewable)?;
        let target = session.target();
        match entra::renew(
            &target.clients.sign_in,
            &target.app,
            &refresh_token,
            self.ports.clock.as_ref(),
        )
        .await
        {
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
                    .await?;
                let previous = session.says();
                *locked(&session.held) = held(tokens, account, kept_in, previous);
                tracing::info!("token renewed");
                Ok(())
            }
            Err(error) => {
                self.note_renewal(&session.profile_id, &error);
                if needs_a_person(&error) {
                    locked(&session.held).refresh_token = None;
                    self.vault
                        .remove(&session.profile_id)
                        .await
                        .map_err(errors::vault)?;
                }
                Err(errors::renewal(error))
            }
        }
    }
}

fn held(
    tokens: entra::Tokens,
    account: entra::Account,
    kept_in: KeptIn,
    previous: Option<token::Token>,
) -> Held {
    Held {
        access_token: tokens.access_token,
        refresh_token: tokens.refresh_token,
        scopes: tokens.scopes,
        expires_at: tokens.expires_at,
        account,
        clock_offset: tokens.clock_offset,
        kept_in,
        previous,
    }
}

/// Whether Entra's refusal is one that only signing in again can cure. Its passing faults are not.
fn needs_a_person(error: &entra::TokenError) -> bool {
    error.entra().is_some_and(entra::EntraError::needs_interaction)
}
