//! The settings file: profiles, the active one, appearance. It holds no secret.
//!
//! Invariants: it is written to a temporary file and renamed, so that a crash leaves the old one; what cannot
//! be read of it is set aside under another name, never overwritten; what a newer version wrote stays in it.

mod reading;

use crate::doctor::Progress;
use crate::files::write_renamed;
use crate::locked;
use crate::notices::Notices;
use crate::saved_views::KeptView;
use contract::{CloudId, EndpointsDto, NoticeId, ProfileColour, ProfileDto, ProxyChoice, Theme};
use reading::Reading;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What the file holds. [`reading`] reads it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    /// The newest version that wrote the file.
    pub(crate) version: u32,
    pub(crate) theme: Theme,
    pub(crate) active_profile_id: Option<String>,
    pub(crate) profiles: Vec<Profile>,
    /// Ids of operations that the admin marked, in the order in which they were marked.
    pub(crate) favourites: Vec<String>,
    pub(crate) network: Network,
    /// Ways to look at alerts.
    pub(crate) views: Vec<KeptView>,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

/// How the program reaches the network. The proxy's password is not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Network {
    pub(crate) proxy: ProxyChoice,
    pub(crate) address: String,
    pub(crate) exceptions: String,
    pub(crate) username: String,
    /// Certificate authorities: DER as Base64. Kept here, and not by path, so that a file that moves breaks nothing.
    pub(crate) roots: Vec<String>,
    pub(crate) connect_seconds: u32,
    pub(crate) answer_seconds: u32,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            proxy: ProxyChoice::System,
            address: String::new(),
            exceptions: String::new(),
            username: String::new(),
            roots: Vec::new(),
            connect_seconds: 10,
            answer_seconds: 60,
            extra: Map::new(),
        }
    }
}

/// A profile as it is kept. Apart from the wire type, so that either may change alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Profile {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) cloud: CloudId,
    pub(crate) tenant: String,
    pub(crate) client_id: String,
    pub(crate) wanted_permissions: Vec<String>,
    #[serde(default)]
    pub(crate) colour: ProfileColour,
    #[serde(default)]
    pub(crate) region: Option<String>,
    #[serde(default)]
    pub(crate) endpoints: Option<Endpoints>,
    /// The documentation's password sample may be used.
    #[serde(default)]
    pub(crate) allow_password_sample: bool,
    #[serde(default)]
    pub(crate) guard: Guard,
    /// Metadata of the calls made are kept on disk.
    #[serde(default)]
    pub(crate) keep_history: bool,
    #[serde(default)]
    pub(crate) progress: Progress,
    /// Members that this version does not know.
    #[serde(flatten)]
    pub(crate) extra: Map<String, Value>,
}

/// What a profile allows beside reading. Nothing, until the admin says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Guard {
    /// Calls that change data or act on devices.
    pub(crate) changes_allowed: bool,
    /// Calls that are hard or impossible to undo; counts only together with the other.
    pub(crate) drastic_allowed: bool,
}

/// Endpoints of the admin's own. They are checked when they are entered, and again when they are used: the file
/// may have been changed by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Endpoints {
    pub(crate) authority: String,
    pub(crate) api_base: String,
    pub(crate) audience: String,
}

impl From<Profile> for ProfileDto {
    fn from(profile: Profile) -> Self {
        Self {
            id: profile.id,
            name: profile.name,
            cloud: profile.cloud,
            tenant: profile.tenant,
            client_id: profile.client_id,
            wanted_permissions: profile.wanted_permissions,
            colour: profile.colour,
            region: profile.region,
            endpoints: profile.endpoints.map(|own| EndpointsDto {
                authority: own.authority,
                api_base: own.api_base,
                audience: own.audience,
            }),
            allow_password_sample: profile.allow_password_sample,
        }
    }
}

/// The file could not be written; what it held before is still there.
#[derive(Debug, thiserror::Error)]
#[error("settings could not be written: {0}")]
pub(crate) struct NotSaved(#[from] std::io::Error);

pub(crate) struct SettingsFile {
    path: PathBuf,
    current: Mutex<Settings>,
}

const VERSION: u32 = 1;

impl SettingsFile {
    pub(crate) fn open(folder: &Path, notices: &Notices) -> Self {
        let path = folder.join("settings.json");
        let current = match std::fs::read(&path) {
            Ok(bytes) => match reading::read(&bytes) {
                Ok(reading) if reading.unreadable.is_empty() => reading.settings,
                Ok(reading) => set_parts_aside(&path, reading, notices),
                Err(error) => set_aside(&path, &error, notices),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Settings::default(),
            Err(error) => set_aside(&path, &error, notices),
        };
        Self {
            path,
            current: Mutex::new(current),
        }
    }

    pub(crate) fn get(&self) -> Settings {
        locked(&self.current).clone()
    }

    pub(crate) fn active_profile(&self) -> Option<Profile> {
        let settings = locked(&self.current);
        let id = settings.active_profile_id.as_ref()?;
        settings
            .profiles
            .iter()
            .find(|profile| &profile.id == id)
            .cloned()
    }

    /// Changes the settings and writes them; on failure both file and memory stay as they were.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<(), NotSaved> {
        let mut current = locked(&self.current);
        let mut next = current.clone();
        change(&mut next);
        next.version = next.version.max(VERSION);
        write(&self.path, &next)?;
        *current = next;
        Ok(())
    }
}

fn write(path: &Path, settings: &impl Serialize) -> std::io::Result<()> {
    let bytes = serde_json::to_vec_pretty(settings)?;
    write_renamed(path, &path.with_extension("json.new"), &bytes)
}

/// Sets the whole file aside and begins anew.
fn set_aside(path: &Path, error: &dyn std::error::Error, notices: &Notices) -> Settings {
    let aside = free_name(path).filter(|aside| std::fs::rename(path, aside).is_ok());
    tracing::warn!(%error, "settings set aside");
    notices.raise(
        NoticeId::SettingsSetAside,
        "The settings file could not be read, so the program started with empty settings.",
        match aside.as_deref().and_then(Path::file_name) {
            Some(name) => format!(
                "The old file is kept beside the new one as {}. Profiles can be entered again on Set up.",
                name.to_string_lossy()
            ),
            None => STILL_THERE.to_owned(),
        },
    );
    Settings::default()
}

/// Keeps what could not be read in a file of its own, in the shape of the settings file, and goes on with the rest.
fn set_parts_aside(path: &Path, reading: Reading, notices: &Notices) -> Settings {
    let aside = free_name(path).filter(|aside| write(aside, &reading.unreadable).is_ok());
    tracing::warn!(parts = reading.parts.len(), "parts of the settings set aside");
    if aside.is_some()
        && let Err(error) = write(path, &reading.settings)
    {
        tracing::warn!(%error, "settings not rewritten");
    }
    notices.raise(
        NoticeId::SettingsSetAside,
        format!(
            "Something in the settings file could not be read: {}.",
            listed(&reading.parts)
        ),
        match aside.as_deref().and_then(Path::file_name) {
            Some(name) => format!(
                "It was set aside and is kept in the data folder as {}. Everything else is as it was.",
                name.to_string_lossy()
            ),
            None => STILL_THERE.to_owned(),
        },
    );
    reading.settings
}

const STILL_THERE: &str = "The old file is still in its place; the next change replaces it.";

fn free_name(path: &Path) -> Option<PathBuf> {
    (1..)
        .map(|n: u32| path.with_file_name(format!("settings.unreadable-{n}.json")))
        .find(|candidate| !candidate.exists())
}

/// `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests;
