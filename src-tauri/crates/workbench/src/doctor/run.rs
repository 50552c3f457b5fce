//! *Check everything*: what can be found out without a browser, one kind of evidence after the other.

use super::evidence::At;
use super::{LastState, first_call, translate, words};
use crate::session::Session;
use crate::settings::Profile;
use crate::{Workbench, errors};
use contract::{
    CheckEvent, CheckRequest, ChecklistDto, CommandError, EvidenceKind, SaveAnswersRequest, StepState,
};
use registration::evidence::{ServiceFacts, SignInFacts};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use url::Url;

impl Workbench {
    /// Takes all evidence that needs no browser, and judges it. What was taken is kept when it is cancelled.
    pub async fn check_everything(
        self: &Arc<Self>,
        request: CheckRequest,
        on_event: impl Fn(CheckEvent) + Send + Sync,
    ) -> Result<ChecklistDto, CommandError> {
        let profile = self.active()?;
        let running = self.loads.begin(request.check_id);
        let cancel = running.cancel();
        let session = self.sessions.get(&profile.id);
        let mut kinds = vec![EvidenceKind::Network, EvidenceKind::Discovery];
        if session.is_some() {
            kinds.extend([EvidenceKind::SignIn, EvidenceKind::Token, EvidenceKind::Api]);
        }
        on_event(CheckEvent::Planned { kinds: kinds.clone() });
        for kind in kinds {
            on_event(CheckEvent::Taking { kind });
            tokio::select! {
                biased;
                () = cancel.cancelled() => return Err(errors::check_cancelled()),
                taken = self.take(kind, &profile, session.as_ref(), &cancel) => taken?,
            }
            on_event(CheckEvent::Taken {
                kind,
                checklist: Box::new(self.checklist()?),
            });
        }
        let now = self.now();
        self.doctor.change(&profile, |taken| taken.checked_at = Some(now));
        self.keep_states(&profile)?;
        tracing::info!("checked everything");
        self.checklist()
    }

    /// Stops a run of *Check everything*.
    pub fn cancel_check(&self, request: &CheckRequest) {
        self.loads.cancel(&request.check_id);
    }

    /// Keeps what the admin said about the set-up.
    pub fn save_answers(&self, request: SaveAnswersRequest) -> Result<ChecklistDto, CommandError> {
        let profile = self.active()?;
        self.settings
            .change(|settings| {
                if let Some(known) = settings.profiles.iter_mut().find(|known| known.id == profile.id) {
                    known.progress.answer(request.answers);
                }
            })
            .map_err(errors::not_saved)?;
        self.checklist()
    }

    async fn take(
        self: &Arc<Self>,
        kind: EvidenceKind,
        profile: &Profile,
        session: Option<&Arc<Session>>,
        cancel: &CancellationToken,
    ) -> Result<(), CommandError> {
        match (kind, session) {
            (EvidenceKind::Network, _) => self.take_network(profile, cancel).await,
            (EvidenceKind::Discovery, _) => self.take_discovery(profile).await,
            (EvidenceKind::SignIn, Some(session)) => self.take_renewal(profile, session).await,
            (EvidenceKind::Api, Some(session)) => self.take_first_call(profile, session, cancel).await,
            // The token is judged anew whenever the checklist is made; pasted evidence is not taken.
            (
                EvidenceKind::Token
                | EvidenceKind::Profile
                | EvidenceKind::Manifest
                | EvidenceKind::ErrorPage,
                _,
            )
            | (EvidenceKind::SignIn | EvidenceKind::Api, None) => Ok(()),
        }
    }

    async fn take_network(&self, profile: &Profile, cancel: &CancellationToken) -> Result<(), CommandError> {
        let target = self.target(profile).await?;
        // What anybody may read without a sign-in, and what answers everybody else with 401.
        let metadata = target.app.authority.metadata();
        let alerts = below(&target.api_base, &["api", "alerts"]);
        let (to_sign_in, to_api) = (self.prober(&metadata), self.prober(&alerts));
        let (sign_in, api) =
            tokio::join!(to_sign_in.probe(&metadata, cancel), to_api.probe(&alerts, cancel),);
        let what: Vec<ServiceFacts> = vec![
            translate::service(words::SIGN_IN_SERVICE, &sign_in),
            translate::service(words::API, &api),
        ];
        let at = self.now();
        self.doctor
            .change(profile, |taken| taken.network = Some(At { what, at }));
        Ok(())
    }

    async fn take_discovery(&self, profile: &Profile) -> Result<(), CommandError> {
        let target = self.target(profile).await?;
        let found = entra::discovery::discover(
            &target.clients.sign_in,
            &target.app.authority,
            self.ports.clock.as_ref(),
        )
        .await;
        let what = translate::discovery(found);
        let at = self.now();
        self.doctor
            .change(profile, |taken| taken.discovery = Some(At { what, at }));
        Ok(())
    }

    /// Renews the token, so that it carries every consent there is by now. A refusal is evidence and noted where it is
    /// met, in [`Workbench::renew`]; the old token is used as long as it lives.
    async fn take_renewal(&self, profile: &Profile, session: &Arc<Session>) -> Result<(), CommandError> {
        if !session.is_renewable() {
            return Ok(());
        }
        let before = session.scopes();
        let current = session.access_token();
        if self.renew(session, Some(&current)).await.is_err() {
            return Ok(());
        }
        let gained: Vec<String> = session
            .scopes()
            .into_iter()
            .filter(|name| !before.contains(name))
            .collect();
        let now = self.now();
        self.doctor.change(profile, |taken| {
            taken.gained = gained;
            taken.fresh_token = Some(now);
            taken.sign_in = Some(At {
                what: SignInFacts::Succeeded,
                at: now,
            });
        });
        Ok(())
    }

    async fn take_first_call(
        self: &Arc<Self>,
        profile: &Profile,
        session: &Arc<Session>,
        cancel: &CancellationToken,
    ) -> Result<(), CommandError> {
        let scopes = translate::scopes_of(session);
        let client = self.client(session);
        let what = first_call::make(&client, &scopes, cancel, &|error| {
            self.note_challenge(session, error);
        })
        .await;
        let at = self.now();
        self.doctor
            .change(profile, |taken| taken.api = Some(At { what, at }));
        Ok(())
    }

    /// Remembers with the profile how each step stood, for the time when the evidence is gone.
    fn keep_states(&self, profile: &Profile) -> Result<(), CommandError> {
        let at = self.now();
        let states: Vec<LastState> = self
            .checklist()?
            .steps
            .into_iter()
            .filter(|step| step.state != StepState::NotChecked)
            .map(|step| LastState {
                step: step.id,
                state: step.state,
                at,
            })
            .collect();
        self.settings
            .change(|settings| {
                if let Some(known) = settings.profiles.iter_mut().find(|known| known.id == profile.id) {
                    let last = &mut known.progress.last;
                    last.retain(|kept| !states.iter().any(|state| state.step == kept.step));
                    last.extend(states);
                }
            })
            .map_err(errors::not_saved)
    }
}

fn below(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    // An address that has no path is refused when a profile is saved.
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}
