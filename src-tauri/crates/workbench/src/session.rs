//! Sessions: held in memory while the program runs, renewed with the refresh token, wiped on sign-out.
//!
//! Invariants:
//! - Each profile has one session at most, and what is sealed is that one's: whatever replaces it wipes it.
//! - A session that was signed out or replaced seals nothing any more, whoever still holds it.
//! - Choosing another profile ends no session.

mod challenge;
mod renewal;

use renewal::needs_a_person;

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
use tokio_util::sync::CancellationToken;

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
        let replaced = locked(&self.by_profile).insert(session.profile_id.clone(), session);
        if let Some(replaced) = replaced {
            replaced.ended.cancel();
        }
    }

    /// Profiles that are signed in.
    fn profiles(&self) -> Vec<String> {
        locked(&self.by_profile).keys().cloned().collect()
    }

    fn remove(&self, profile_id: &str) -> Option<Arc<Session>> {
        locked(&self.challenges).remove(profile_id);
        let removed = locked(&self.by_profile).remove(profile_id)?;
        removed.ended.cancel();
        Some(removed)
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
    /// One renewal at a time; also held while what is sealed of the session changes hands.
    renewing: tokio::sync::Mutex<()>,
    /// Signed out, replaced, or gone with the program.
    ended: CancellationToken,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.ended.cancel();
    }
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

    /// What the present token says; an error where only its API can read it.
    pub(crate) fn decoded(&self) -> Result<token::Token, token::DecodeError> {
        // EXPOSE: decoded here; only claims leave.
        token::decode(self.access_token().expose_secret())
    }

    /// What the token is measured by: the profile's values, and the audiences of where the session calls.
    pub(crate) fn expectation(&self, profile: &crate::settings::Profile) -> token::Expectation {
        crate::target::expectation(profile, self.target().audiences)
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
                self.sessions.note_demand(&profile.id, error.entra());
                return Err(errors::renewal(error, stored.begun_with));
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
        let replaced = self.sessions.get(profile_id);
        // Waits for its renewal, which would otherwise seal over this session.
        let _no_renewal = match &replaced {
            Some(replaced) => Some(replaced.renewing.lock().await),
            None => None,
        };
        let kept_in = self
            .seal(profile_id, tokens.refresh_token.as_ref(), &account, begun_with)
            .await?;
        let previous = replaced.as_ref().and_then(|replaced| replaced.decoded().ok());
        let session = Arc::new(Session {
            profile_id: profile_id.to_owned(),
            begun_with,
            target: Mutex::new(target),
            held: Mutex::new(held(tokens, account, kept_in, previous)),
            renewing: tokio::sync::Mutex::new(()),
            ended: CancellationToken::new(),
        });
        self.keep_fresh(&session);
        self.sessions.put(session);
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
            self.vault.remove(profile_id).await.map_err(errors::vault)?;
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

    /// Wipes the sessions of all profiles from memory and disk, those among them that were not opened in this run. One that
    /// cannot be wiped does not keep the others from it.
    pub async fn sign_out_everywhere(&self) -> Result<AppStateDto, CommandError> {
        self.cancel_sign_in();
        let mut ids = self.sessions.profiles();
        let profiles = self.settings.get().profiles;
        ids.extend(profiles.into_iter().map(|profile| profile.id));
        ids.sort_unstable();
        ids.dedup();
        let mut outcome = Ok(());
        for id in ids {
            outcome = outcome.and(self.forget_session(&id).await);
        }
        outcome?;
        self.notices.raise(
            NoticeId::SessionEnded,
            "You are signed out of every profile: access and refresh tokens were wiped from memory and disk.",
            "Signing out here cannot reach further. An access token that was copied stays valid until it ends. Your browser may \
             still be signed in to Microsoft Entra. To make refresh tokens worthless wherever they are, an administrator revokes \
             the sessions of the account in the Microsoft Entra admin center.",
        );
        tracing::info!("signed out everywhere");
        Ok(self.state().await)
    }

    pub(crate) async fn forget_session(&self, profile_id: &str) -> Result<(), CommandError> {
        let removed = self.sessions.remove(profile_id);
        // Its renewal was told to end; what that may have sealed is wiped after it.
        let _no_renewal = match &removed {
            Some(removed) => Some(removed.renewing.lock().await),
            None => None,
        };
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
