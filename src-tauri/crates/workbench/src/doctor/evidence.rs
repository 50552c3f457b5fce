//! Evidence at hand, by profile, in memory.

use super::translate;
use crate::settings::Profile;
use crate::{Workbench, errors, locked};
use chrono::{DateTime, Utc};
use contract::{ChecklistDto, ClearEvidenceRequest, CommandError, EvidenceKind, SubmitEvidenceRequest};
use registration::evidence::{ApiFacts, DiscoveryFacts, Refusal, ServiceFacts, SignInFacts};
use registration::manifest::Manifest;
use std::collections::HashMap;
use std::sync::Mutex;

/// Something, and when it was taken.
#[derive(Clone, Debug)]
pub(crate) struct At<T> {
    pub(crate) what: T,
    pub(crate) at: DateTime<Utc>,
}

/// What was taken for one profile.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// The values it was taken with.
    belongs_to: String,
    pub(crate) network: Option<At<Vec<ServiceFacts>>>,
    pub(crate) discovery: Option<At<DiscoveryFacts>>,
    pub(crate) manifest: Option<At<Manifest>>,
    pub(crate) error_page: Option<At<Refusal>>,
    pub(crate) sign_in: Option<At<SignInFacts>>,
    pub(crate) api: Option<At<ApiFacts>>,
    /// When the token in hand was asked for, where that was after the last consent could have been given.
    pub(crate) fresh_token: Option<DateTime<Utc>>,
    /// Permissions that the latest renewal brought.
    pub(crate) gained: Vec<String>,
    pub(crate) checked_at: Option<DateTime<Utc>>,
}

#[derive(Default)]
pub(crate) struct Doctor(Mutex<HashMap<String, Taken>>);

impl Doctor {
    /// What is at hand for a profile as it is now.
    pub(crate) fn taken(&self, profile: &Profile) -> Taken {
        let mut all = locked(&self.0);
        current(&mut all, profile).clone()
    }

    pub(crate) fn change(&self, profile: &Profile, change: impl FnOnce(&mut Taken)) {
        change(current(&mut locked(&self.0), profile));
    }

    /// A session ended: what it showed goes with it, and so does the outcome of its sign-in.
    pub(crate) fn signed_out(&self, profile_id: &str) {
        if let Some(taken) = locked(&self.0).get_mut(profile_id) {
            taken.api = None;
            taken.gained.clear();
            taken.fresh_token = None;
            if matches!(
                taken.sign_in.as_ref().map(|sign_in| &sign_in.what),
                Some(SignInFacts::Succeeded)
            ) {
                taken.sign_in = None;
            }
        }
    }

    /// How the latest sign-in ended. One that went well makes an error page that was pasted before it history.
    pub(crate) fn note_sign_in(&self, profile: &Profile, facts: SignInFacts, now: DateTime<Utc>) {
        self.change(profile, |taken| {
            taken.gained.clear();
            taken.api = None;
            if matches!(facts, SignInFacts::Succeeded) {
                taken.fresh_token = Some(now);
                taken.error_page = None;
            }
            taken.sign_in = Some(At { what: facts, at: now });
        });
    }
}

/// The evidence of a profile; what was taken with other values is dropped, except the manifest, which is compared with
/// whatever the values are.
fn current<'a>(all: &'a mut HashMap<String, Taken>, profile: &Profile) -> &'a mut Taken {
    let belongs_to = format!(
        "{:?} {} {} {:?}",
        profile.cloud, profile.tenant, profile.client_id, profile.endpoints
    );
    let taken = all.entry(profile.id.clone()).or_default();
    if taken.belongs_to != belongs_to {
        *taken = Taken {
            belongs_to,
            manifest: taken.manifest.take(),
            ..Taken::default()
        };
    }
    taken
}

impl Workbench {
    pub(crate) fn note_sign_in(&self, profile: &Profile, error: &entra::SignInError) {
        self.doctor
            .note_sign_in(profile, translate::sign_in(error), self.now());
    }

    pub(crate) fn note_device_sign_in(&self, profile: &Profile, error: &entra::DeviceSignInError) {
        self.doctor
            .note_sign_in(profile, translate::device_sign_in(error), self.now());
    }

    pub(crate) fn note_signed_in(&self, profile: &Profile) {
        self.doctor
            .note_sign_in(profile, SignInFacts::Succeeded, self.now());
    }

    /// A renewal that failed, of whichever profile.
    pub(crate) fn note_renewal(&self, profile_id: &str, error: &entra::TokenError) {
        let profiles = self.settings.get().profiles;
        if let Some(profile) = profiles.iter().find(|profile| profile.id == profile_id) {
            let (what, at) = (translate::renewal(error), self.now());
            self.doctor
                .change(profile, |taken| taken.sign_in = Some(At { what, at }));
        }
    }

    /// Reads a pasted or dropped manifest, or the pasted text of an error page.
    pub fn submit_evidence(&self, request: SubmitEvidenceRequest) -> Result<ChecklistDto, CommandError> {
        let profile = self.active()?;
        let at = self.now();
        match request.kind {
            EvidenceKind::Manifest => {
                let what = registration::manifest::read(request.text.as_str()).map_err(errors::manifest)?;
                self.doctor
                    .change(&profile, |taken| taken.manifest = Some(At { what, at }));
            }
            EvidenceKind::ErrorPage => {
                let page = entra::error_page::read(request.text.as_str()).ok_or_else(errors::error_page)?;
                let what = translate::error_page(&page);
                self.doctor
                    .change(&profile, |taken| taken.error_page = Some(At { what, at }));
            }
            EvidenceKind::Profile
            | EvidenceKind::Network
            | EvidenceKind::Discovery
            | EvidenceKind::SignIn
            | EvidenceKind::Token
            | EvidenceKind::Api => {
                return Err(errors::internal("this kind of evidence is not pasted"));
            }
        }
        self.checklist()
    }

    /// Forgets a piece of evidence.
    pub fn clear_evidence(&self, request: &ClearEvidenceRequest) -> Result<ChecklistDto, CommandError> {
        let profile = self.active()?;
        self.doctor.change(&profile, |taken| match request.kind {
            EvidenceKind::Network => taken.network = None,
            EvidenceKind::Discovery => taken.discovery = None,
            EvidenceKind::Manifest => taken.manifest = None,
            EvidenceKind::SignIn => taken.sign_in = None,
            EvidenceKind::ErrorPage => taken.error_page = None,
            EvidenceKind::Api => taken.api = None,
            // These are not kept here: the profile's values and the session's token.
            EvidenceKind::Profile | EvidenceKind::Token => {}
        });
        self.checklist()
    }
}
