//! Signing in through the system browser: one attempt at a time, the newest wins.

use crate::{Workbench, errors, locked, wire_time};
use contract::{AppStateDto, CommandError, SignInEvent, SignInPrompt, SignInWay, StartSignInRequest};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio_util::sync::CancellationToken;
use url::Url;

/// The attempt that is under way.
#[derive(Clone)]
pub(crate) struct Attempt {
    cancel: CancellationToken,
    replaced: Arc<AtomicBool>,
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
}

/// A browser whose absence does not end the attempt: the window then offers the address to be opened by hand,
/// which is the only way on a system without a default browser.
struct TolerantBrowser<'a> {
    inner: &'a dyn entra::Browser,
    opened: AtomicBool,
}

impl entra::Browser for TolerantBrowser<'_> {
    fn open(&self, url: &Url) -> Result<(), entra::BrowserError> {
        if let Err(error) = self.inner.open(url) {
            tracing::warn!(%error, "browser not opened");
            self.opened.store(false, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl Workbench {
    /// Signs in to the active profile. Ends when Entra answered, the user cancelled, five minutes passed or
    /// another attempt began.
    pub async fn start_sign_in(
        &self,
        request: StartSignInRequest,
        on_event: impl Fn(SignInEvent) + Send + Sync,
    ) -> Result<AppStateDto, CommandError> {
        let profile = self.registered()?;
        let attempt = Attempt::new();
        if let Some(previous) = locked(&self.attempt).replace(attempt.clone()) {
            previous.replaced.store(true, Ordering::Relaxed);
            previous.cancel.cancel();
        }
        let result = self.attempt(&profile, &attempt, request, &on_event).await;
        self.finished(&attempt);
        result?;
        Ok(self.state().await)
    }

    async fn attempt(
        &self,
        profile: &crate::settings::Profile,
        attempt: &Attempt,
        request: StartSignInRequest,
        on_event: &(impl Fn(SignInEvent) + Send + Sync),
    ) -> Result<(), CommandError> {
        let target = self.target(profile).await?;
        let browser = TolerantBrowser {
            inner: self.ports.browser.as_ref(),
            opened: AtomicBool::new(true),
        };
        let sign_in = entra::SignIn {
            http: &target.clients.sign_in,
            app: &target.app,
            browser: &browser,
            clock: self.ports.clock.as_ref(),
            sleeper: &entra::SystemSleeper,
            time_out: entra::TIME_OUT,
            prompt: prompt(request.prompt),
            login_hint: request.login_hint,
            claims: request
                .satisfy_policy
                .then(|| self.sessions.challenge(&profile.id))
                .flatten(),
        };
        let on_progress = |progress| match progress {
            entra::Progress::BrowserOpened { url, gives_up_at } => {
                *locked(&attempt.page) = Some(url.clone());
                on_event(SignInEvent::BrowserOpened {
                    url: url.into(),
                    opened: browser.opened.load(Ordering::Relaxed),
                    gives_up_at: wire_time(gives_up_at),
                });
            }
            entra::Progress::Redeeming => on_event(SignInEvent::Redeeming),
        };
        let tokens = sign_in
            .run(attempt.cancel.clone(), &on_progress)
            .await
            .map_err(|error| {
                if attempt.replaced.load(Ordering::Relaxed) {
                    errors::replaced()
                } else {
                    self.note_sign_in(profile, &error);
                    errors::sign_in(error)
                }
            })?;
        self.adopt(&profile.id, target, tokens, SignInWay::Browser)
            .await?;
        self.note_signed_in(profile);
        tracing::info!("signed in");
        Ok(())
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

fn prompt(prompt: SignInPrompt) -> Option<entra::Prompt> {
    match prompt {
        SignInPrompt::SelectAccount => Some(entra::Prompt::SelectAccount),
        SignInPrompt::Consent => Some(entra::Prompt::Consent),
        SignInPrompt::Login => Some(entra::Prompt::Login),
        SignInPrompt::Default => None,
    }
}
