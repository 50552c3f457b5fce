//! In the system browser, with authorization code and PKCE.

use super::Attempt;
use crate::settings::Profile;
use crate::{Workbench, errors, wire_time};
use contract::{AppStateDto, CommandError, SignInEvent, SignInPrompt, SignInWay, StartSignInRequest};
use std::sync::atomic::{AtomicBool, Ordering};
use url::Url;

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
        let attempt = self.begin_attempt();
        let result = self.in_browser(&profile, &attempt, request, &on_event).await;
        self.finished(&attempt);
        result?;
        Ok(self.state().await)
    }

    async fn in_browser(
        &self,
        profile: &Profile,
        attempt: &Attempt,
        request: StartSignInRequest,
        on_event: &(impl Fn(SignInEvent) + Send + Sync),
    ) -> Result<(), CommandError> {
        let target = self.target(profile).await?;
        let browser = TolerantBrowser {
            inner: self.ports.browser.as_ref(),
            opened: AtomicBool::new(true),
        };
        let claims = request
            .satisfy_policy
            .then(|| self.sessions.challenge(&profile.id))
            .flatten();
        let sign_in = entra::SignIn {
            http: &target.clients.sign_in,
            app: &target.app,
            browser: &browser,
            clock: self.ports.clock.as_ref(),
            sleeper: &entra::SystemSleeper,
            time_out: entra::TIME_OUT,
            prompt: prompt(request.prompt),
            login_hint: request.login_hint.filter(|hint| !hint.trim().is_empty()),
            claims: claims.clone(),
        };
        let on_progress = |progress| match progress {
            entra::Progress::BrowserOpened { url, gives_up_at } => {
                attempt.show(url.clone());
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
                if attempt.is_replaced() {
                    return errors::replaced();
                }
                self.note_sign_in(profile, &error);
                self.sessions.note_demand(&profile.id, refusal(&error));
                errors::sign_in(error)
            })?;
        self.adopt(&profile.id, target, tokens, SignInWay::Browser)
            .await?;
        if let Some(claims) = claims {
            self.sessions.challenge_met(&profile.id, &claims);
        }
        self.note_signed_in(profile);
        tracing::info!("signed in");
        Ok(())
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

/// Entra's own error, wherever it stood.
fn refusal(error: &entra::SignInError) -> Option<&entra::EntraError> {
    match error {
        entra::SignInError::Refused(refused) => Some(refused),
        entra::SignInError::Token(error) => error.entra(),
        entra::SignInError::Cancelled
        | entra::SignInError::TimedOut
        | entra::SignInError::NoListener(_)
        | entra::SignInError::NoBrowser(_)
        | entra::SignInError::Untrusted(_) => None,
    }
}
