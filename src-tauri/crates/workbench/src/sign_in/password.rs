//! With the password sample of the API's documentation, where the profile allows it.
//!
//! Invariant: the password is moved into memory that is wiped before anything else is done with it.

use super::{Attempt, pasted};
use crate::settings::Profile;
use crate::{Workbench, errors};
use contract::{AppStateDto, CommandError, PasswordEndpoint, SignInWay, StartPasswordSignInRequest};
use secrecy::SecretString;
use zeroize::Zeroizing;

impl Workbench {
    /// Signs in to the active profile with user name and password. Ends when Entra answered, the user cancelled or
    /// another attempt began.
    pub async fn start_password_sign_in(
        &self,
        request: StartPasswordSignInRequest,
    ) -> Result<AppStateDto, CommandError> {
        let typed = Zeroizing::new(request.password.into_string());
        let password = SecretString::from(typed.as_str());
        drop(typed);
        let profile = self.registered()?;
        if !profile.allow_password_sample {
            return Err(errors::password_sample_off());
        }
        let attempt = self.begin_attempt();
        let result = self
            .by_password(&profile, &attempt, request.endpoint, request.username, password)
            .await;
        self.finished(&attempt);
        result?;
        Ok(self.state().await)
    }

    async fn by_password(
        &self,
        profile: &Profile,
        attempt: &Attempt,
        endpoint: PasswordEndpoint,
        username: String,
        password: SecretString,
    ) -> Result<(), CommandError> {
        let target = self.target(profile).await?;
        let sign_in = entra::PasswordSignIn {
            http: &target.clients.sign_in,
            app: &target.app,
            clock: self.ports.clock.as_ref(),
            sleeper: &entra::SystemSleeper,
            endpoint: match endpoint {
                PasswordEndpoint::V1 => entra::PasswordEndpoint::V1,
                PasswordEndpoint::V2 => entra::PasswordEndpoint::V2,
            },
            username,
            password,
        };
        let answer = tokio::select! {
            biased;
            () = attempt.cancel.cancelled() => {
                return Err(if attempt.is_replaced() { errors::replaced() } else { errors::cancelled() });
            }
            answer = sign_in.run() => answer,
        };
        let mut tokens = answer.map_err(|error| {
            self.sessions.note_demand(&profile.id, error.entra());
            // What fails for the sake of this way alone says nothing about the set-up.
            if error.entra().and_then(entra::why_it_fails).is_some() {
                return errors::password_sign_in(error);
            }
            let error = entra::SignInError::Token(error);
            self.note_sign_in(profile, &error);
            errors::sign_in(error)
        })?;
        // The sample's endpoint sends no id token.
        if tokens.account.is_none() {
            tokens.account = Some(pasted::read(&tokens.access_token).account);
        }
        self.adopt(&profile.id, target, tokens, SignInWay::Password)
            .await?;
        self.note_signed_in(profile);
        tracing::info!("signed in with the password sample");
        Ok(())
    }
}
