//! Claims challenges: what a policy asks of a profile's next sign-in.
//!
//! They come with an API's 401 and with Entra's refusals, and go with the sign-in that carried them.
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>

use super::{Session, Sessions};
use crate::{Workbench, errors, locked};
use contract::CommandError;
use defender::ApiError;

impl Sessions {
    /// What a policy asks of the profile's next sign-in.
    pub(crate) fn challenge(&self, profile_id: &str) -> Option<String> {
        locked(&self.challenges).get(profile_id).cloned()
    }

    /// Keeps what a refusal of Entra asks for, if it does.
    pub(crate) fn note_demand(&self, profile_id: &str, refusal: Option<&entra::EntraError>) {
        if let Some(claims) = refusal.and_then(|refusal| refusal.claims.clone()) {
            self.note_challenge(profile_id, claims);
        }
    }

    /// A sign-in carried these claims and went well. A challenge that came meanwhile stays.
    pub(crate) fn challenge_met(&self, profile_id: &str, claims: &str) {
        let mut challenges = locked(&self.challenges);
        if challenges.get(profile_id).is_some_and(|held| held == claims) {
            challenges.remove(profile_id);
        }
    }

    fn note_challenge(&self, profile_id: &str, claims: String) {
        tracing::info!("a policy asks for more of the sign-in");
        locked(&self.challenges).insert(profile_id.to_owned(), claims);
    }
}

impl Workbench {
    /// Keeps what the API asks of the next sign-in, if the error is that; and says whether it is.
    pub(crate) fn note_challenge(&self, session: &Session, error: &ApiError) -> bool {
        let ApiError::Unauthorized(refusal) = error else {
            return false;
        };
        let header = refusal.challenge.as_deref();
        let claims = header.and_then(entra::claims_from_www_authenticate);
        let asked = claims.is_some();
        if let Some(claims) = claims
            && !session.ended.is_cancelled()
        {
            self.sessions.note_challenge(&session.profile_id, claims);
            self.changed();
        }
        asked
    }

    /// An error of the API on its way to the window.
    pub(crate) fn api_error(&self, session: &Session, error: ApiError) -> CommandError {
        if self.note_challenge(session, &error) {
            return errors::policy(errors::api(error));
        }
        errors::api(error)
    }
}
