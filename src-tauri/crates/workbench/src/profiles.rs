//! Profiles: checked, saved, selected, deleted.

use crate::sandbox_tenant::sandbox_profile;
use crate::settings::Profile;
use crate::{Workbench, errors};
use contract::{
    AppStateDto, CloudId, CommandError, DismissNoticeRequest, ErrorCode, ProfileRequest, SaveProfileRequest,
    SetThemeRequest,
};
use uuid::Uuid;

impl Workbench {
    /// Checks the form, saves the profile and makes it the active one. A session made with other values of
    /// tenant, client or cloud is wiped: it belongs to another registration.
    pub async fn save_profile(&self, request: SaveProfileRequest) -> Result<AppStateDto, CommandError> {
        let profile = checked(request)?;
        let id = profile.id.clone();
        let before = self
            .settings
            .get()
            .profiles
            .into_iter()
            .find(|known| known.id == id);
        if let Some(before) = &before
            && (before.cloud, &before.tenant, &before.client_id)
                != (profile.cloud, &profile.tenant, &profile.client_id)
        {
            self.forget_session(&id).await?;
        }
        self.settings
            .change(|settings| {
                match settings.profiles.iter_mut().find(|known| known.id == profile.id) {
                    Some(known) => *known = profile,
                    None => settings.profiles.push(profile),
                }
                settings.active_profile_id = Some(id);
            })
            .map_err(errors::not_saved)?;
        self.restore_and_state().await
    }

    /// Starts the sandbox tenant and selects its profile, made if there is none.
    pub async fn use_sandbox(&self) -> Result<AppStateDto, CommandError> {
        self.select_sandbox().await?;
        self.restore_and_state().await
    }

    pub(crate) async fn select_sandbox(&self) -> Result<(), CommandError> {
        self.running_sandbox().await?;
        self.settings
            .change(|settings| {
                let known = settings
                    .profiles
                    .iter()
                    .find(|profile| profile.cloud == CloudId::Sandbox);
                let id = match known {
                    Some(profile) => profile.id.clone(),
                    None => {
                        let profile = sandbox_profile(Uuid::new_v4().to_string());
                        let id = profile.id.clone();
                        settings.profiles.push(profile);
                        id
                    }
                };
                settings.active_profile_id = Some(id);
            })
            .map_err(errors::not_saved)
    }

    /// Makes a profile the active one and restores its session.
    pub async fn select_profile(&self, request: ProfileRequest) -> Result<AppStateDto, CommandError> {
        self.known(&request.profile_id)?;
        self.cancel_sign_in();
        self.settings
            .change(|settings| settings.active_profile_id = Some(request.profile_id))
            .map_err(errors::not_saved)?;
        self.restore_and_state().await
    }

    /// Deletes a profile; its session goes first, so that nothing sealed is left behind.
    pub async fn delete_profile(&self, request: ProfileRequest) -> Result<AppStateDto, CommandError> {
        self.known(&request.profile_id)?;
        self.forget_session(&request.profile_id).await?;
        self.settings
            .change(|settings| {
                settings
                    .profiles
                    .retain(|profile| profile.id != request.profile_id);
                if settings.active_profile_id.as_ref() == Some(&request.profile_id) {
                    settings.active_profile_id = settings.profiles.first().map(|profile| profile.id.clone());
                }
            })
            .map_err(errors::not_saved)?;
        self.restore_and_state().await
    }

    /// Chooses the appearance.
    pub async fn set_theme(&self, request: SetThemeRequest) -> Result<AppStateDto, CommandError> {
        self.settings
            .change(|settings| settings.theme = request.theme)
            .map_err(errors::not_saved)?;
        Ok(self.state().await)
    }

    /// Takes a notice off the screen until it arises again.
    pub async fn dismiss_notice(&self, request: DismissNoticeRequest) -> Result<AppStateDto, CommandError> {
        self.notices.dismiss(request.id);
        Ok(self.state().await)
    }

    /// The active profile, or an error that says to make one.
    pub(crate) fn active(&self) -> Result<Profile, CommandError> {
        self.settings.active_profile().ok_or_else(errors::no_profile)
    }

    fn known(&self, id: &str) -> Result<(), CommandError> {
        let known = self
            .settings
            .get()
            .profiles
            .iter()
            .any(|profile| profile.id == id);
        if known { Ok(()) } else { Err(errors::no_profile()) }
    }
}

fn checked(request: SaveProfileRequest) -> Result<Profile, CommandError> {
    let known = |name: &str| defender::catalogue().permission(name).is_some();
    let invalid = |error: registration::FieldError| CommandError {
        field: Some(error.field.to_owned()),
        ..CommandError::new(ErrorCode::ProfileInvalid, error.message, error.hint)
    };
    let client_id = registration::check_client_id(&request.client_id);
    let tenant = registration::check_tenant(&request.tenant, &request.client_id);
    Ok(Profile {
        id: request.id.unwrap_or_else(|| Uuid::new_v4().to_string()),
        name: registration::check_name(&request.name).map_err(invalid)?,
        cloud: request.cloud,
        tenant: tenant.map_err(invalid)?,
        client_id: client_id.map_err(invalid)?,
        wanted_permissions: registration::check_permissions(&request.wanted_permissions, known)
            .map_err(invalid)?,
    })
}
