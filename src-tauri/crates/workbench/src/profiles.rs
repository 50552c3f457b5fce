//! Profiles: checked, saved, selected, copied, deleted.

mod names;
mod transfer;

pub(crate) use transfer::ImportError;

use crate::doctor::Progress;
use crate::sandbox_tenant::sandbox_profile;
use crate::settings::{Endpoints, Guard, Profile};
use crate::{Workbench, errors, target};
use contract::{
    AppStateDto, CloudId, CommandError, DismissNoticeRequest, ProfileColour, ProfileRequest,
    SaveProfileRequest, SetThemeRequest,
};
use uuid::Uuid;

impl Workbench {
    /// Checks the form, saves the profile and makes it the active one. A session made with other values of
    /// tenant, client, cloud or endpoints is wiped: it belongs to another registration. Another regional
    /// server keeps the session, which calls there from now on.
    pub async fn save_profile(&self, request: SaveProfileRequest) -> Result<AppStateDto, CommandError> {
        let before = request.id.as_deref().map(|id| self.known(id)).transpose()?;
        let entered = Entered::check(&request)?;
        let id = match &before {
            Some(before) => before.id.clone(),
            None => Uuid::new_v4().to_string(),
        };
        let signs_in_elsewhere = before.is_some_and(|before| entered.signs_in_elsewhere(&before));
        if signs_in_elsewhere || self.settings.get().active_profile_id.as_ref() != Some(&id) {
            // Its answer would become a session of what the profile was before.
            self.cancel_sign_in();
        }
        if signs_in_elsewhere {
            self.forget_session(&id).await?;
        }
        self.settings
            .change(|settings| {
                match settings.profiles.iter_mut().find(|known| known.id == id) {
                    Some(known) => entered.put_into(known),
                    None => settings.profiles.push(entered.into_profile(id.clone())),
                }
                settings.active_profile_id = Some(id);
            })
            .map_err(errors::not_saved)?;
        self.retarget(&self.active()?).await?;
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

    /// Copies a profile without its session and makes the copy the active one. What the admin answered and ticked is
    /// copied: it is about the same registration.
    pub async fn duplicate_profile(&self, request: ProfileRequest) -> Result<AppStateDto, CommandError> {
        let original = self.known(&request.profile_id)?;
        self.cancel_sign_in();
        self.settings
            .change(|settings| {
                let copy = Profile {
                    id: Uuid::new_v4().to_string(),
                    name: names::copy(&original.name, &taken(&settings.profiles)),
                    // A copy is often made for another tenant.
                    guard: Guard::default(),
                    ..original
                };
                settings.active_profile_id = Some(copy.id.clone());
                settings.profiles.push(copy);
            })
            .map_err(errors::not_saved)?;
        self.restore_and_state().await
    }

    /// Deletes a profile; its session goes first, so that nothing sealed is left behind.
    pub async fn delete_profile(&self, request: ProfileRequest) -> Result<AppStateDto, CommandError> {
        self.known(&request.profile_id)?;
        if self.settings.get().active_profile_id.as_ref() == Some(&request.profile_id) {
            self.cancel_sign_in();
        }
        self.forget_session(&request.profile_id).await?;
        self.forget_history(&request.profile_id)?;
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

    /// The active profile, where its application is registered: what every sign-in needs.
    pub(crate) fn registered(&self) -> Result<Profile, CommandError> {
        let profile = self.active()?;
        if profile.client_id.is_empty() {
            return Err(errors::not_registered());
        }
        Ok(profile)
    }

    /// The active profile, or an error that says to make one.
    pub(crate) fn active(&self) -> Result<Profile, CommandError> {
        self.settings.active_profile().ok_or_else(errors::no_profile)
    }

    pub(crate) fn known(&self, id: &str) -> Result<Profile, CommandError> {
        let profiles = self.settings.get().profiles;
        let known = profiles.into_iter().find(|profile| profile.id == id);
        known.ok_or_else(errors::no_profile)
    }
}

/// Names that are in use.
fn taken(profiles: &[Profile]) -> Vec<String> {
    profiles.iter().map(|profile| profile.name.clone()).collect()
}

/// The form's values after all checks.
struct Entered {
    name: String,
    cloud: CloudId,
    tenant: String,
    client_id: String,
    wanted_permissions: Vec<String>,
    colour: ProfileColour,
    region: Option<String>,
    endpoints: Option<Endpoints>,
    allow_password_sample: bool,
}

impl Entered {
    fn check(request: &SaveProfileRequest) -> Result<Self, CommandError> {
        let known = |name: &str| defender::catalogue().permission(name).is_some();
        // The checklist leads to a registration, so a profile may come before there is one.
        let client_id = registration::check_client_id_if_any(&request.client_id);
        let tenant = registration::check_tenant(&request.tenant, &request.client_id);
        let documented: Vec<&str> = target::regions(CloudId::Commercial)
            .iter()
            .map(|server| &*server.id)
            .collect();
        let region = registration::check_region(
            request.region.as_deref().unwrap_or_default(),
            &documented,
            request.cloud == CloudId::Commercial,
            request.endpoints.is_some(),
        );
        if request.cloud == CloudId::Sandbox && request.endpoints.is_some() {
            return Err(errors::sandbox_with_endpoints());
        }
        let endpoints = request.endpoints.as_ref().map(|own| {
            let checked = registration::check_endpoints(&own.authority, &own.api_base, &own.audience)?;
            Ok(Endpoints {
                authority: plain(&checked.authority),
                api_base: plain(&checked.api_base),
                audience: checked.audience,
            })
        });
        Ok(Self {
            name: registration::check_name(&request.name).map_err(errors::field)?,
            cloud: request.cloud,
            tenant: tenant.map_err(errors::field)?,
            client_id: client_id.map_err(errors::field)?,
            wanted_permissions: registration::check_permissions(&request.wanted_permissions, known)
                .map_err(errors::field)?,
            colour: request.colour,
            region: region.map_err(errors::field)?,
            endpoints: endpoints.transpose().map_err(errors::field)?,
            allow_password_sample: request.allow_password_sample,
        })
    }

    /// Whether a session made with `before` belongs to another registration or another sign-in service.
    fn signs_in_elsewhere(&self, before: &Profile) -> bool {
        let before = (
            &before.cloud,
            &before.tenant,
            &before.client_id,
            &before.endpoints,
        );
        before != (&self.cloud, &self.tenant, &self.client_id, &self.endpoints)
    }

    /// Changes a profile; what the form does not show stays.
    fn put_into(self, profile: &mut Profile) {
        // What was allowed in one tenant is not allowed in another.
        let guard = if self.signs_in_elsewhere(profile) {
            Guard::default()
        } else {
            profile.guard
        };
        *profile = Profile {
            guard,
            keep_history: profile.keep_history,
            progress: std::mem::take(&mut profile.progress),
            extra: std::mem::take(&mut profile.extra),
            ..self.into_profile(std::mem::take(&mut profile.id))
        };
    }

    fn into_profile(self, id: String) -> Profile {
        Profile {
            id,
            name: self.name,
            cloud: self.cloud,
            tenant: self.tenant,
            client_id: self.client_id,
            wanted_permissions: self.wanted_permissions,
            colour: self.colour,
            region: self.region,
            endpoints: self.endpoints,
            allow_password_sample: self.allow_password_sample,
            guard: Guard::default(),
            keep_history: false,
            progress: Progress::default(),
            extra: serde_json::Map::new(),
        }
    }
}

/// An address without the slash that a URL of a bare host ends with.
fn plain(url: &url::Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::EndpointsDto;

    fn form() -> SaveProfileRequest {
        SaveProfileRequest {
            id: None,
            name: "Contoso".to_owned(),
            cloud: CloudId::Commercial,
            tenant: "contoso.example".to_owned(),
            client_id: "b1b2c3d4-1111-4222-8333-944445555666".to_owned(),
            wanted_permissions: vec!["Alert.Read".to_owned()],
            colour: ProfileColour::None,
            region: None,
            endpoints: None,
            allow_password_sample: false,
        }
    }

    #[test]
    fn a_session_outlives_name_colour_permissions_and_region_and_nothing_else() {
        let before = Entered::check(&form()).unwrap().into_profile("1".to_owned());
        let elsewhere = |change: fn(&mut SaveProfileRequest)| {
            let mut form = form();
            change(&mut form);
            Entered::check(&form).unwrap().signs_in_elsewhere(&before)
        };
        assert!(!elsewhere(|form| form.name = "Fabrikam".to_owned()));
        assert!(!elsewhere(|form| form.colour = ProfileColour::Red));
        assert!(!elsewhere(
            |form| form.wanted_permissions = vec!["Machine.Read".to_owned()]
        ));
        assert!(!elsewhere(|form| form.region = Some("eu".to_owned())));
        assert!(elsewhere(|form| form.cloud = CloudId::Gcc));
        assert!(elsewhere(|form| form.tenant = "fabrikam.example".to_owned()));
        assert!(elsewhere(|form| {
            form.client_id = "c1b2c3d4-1111-4222-8333-944445555666".to_owned();
        }));
        assert!(elsewhere(|form| {
            form.endpoints = Some(EndpointsDto {
                authority: "https://login.example".to_owned(),
                api_base: "https://api.example".to_owned(),
                audience: "https://api.example".to_owned(),
            });
        }));
    }

    #[test]
    fn what_the_form_does_not_show_stays() {
        let mut profile = Entered::check(&form()).unwrap().into_profile("1".to_owned());
        profile.progress.plan = Some(contract::Plan::Plan1);
        profile.extra.insert("schedule".to_owned(), 7.into());
        let mut changed = form();
        changed.name = "Fabrikam".to_owned();
        let before = profile.clone();
        Entered::check(&changed).unwrap().put_into(&mut profile);
        assert_eq!(profile.name, "Fabrikam");
        profile.name.clone_from(&before.name);
        assert_eq!(profile, before);
    }
}
