//! The settings file: profiles, the active one, appearance. It holds no secret.
//!
//! Invariants: it is written to a temporary file and renamed, so that a crash leaves the old one; a file
//! that cannot be read is set aside under another name, never overwritten.

use crate::locked;
use crate::notices::Notices;
use contract::{CloudId, NoticeId, ProfileDto, Theme};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What the file holds. Unknown members of newer versions are dropped on the next write.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Settings {
    pub(crate) version: u32,
    pub(crate) theme: Theme,
    pub(crate) active_profile_id: Option<String>,
    pub(crate) profiles: Vec<Profile>,
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
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(settings) => settings,
                Err(error) => {
                    set_aside(&path, &error, notices);
                    Settings::default()
                }
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Settings::default(),
            Err(error) => {
                set_aside(&path, &error, notices);
                Settings::default()
            }
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
        next.version = VERSION;
        write_renamed(
            &self.path,
            &serde_json::to_vec_pretty(&next).map_err(std::io::Error::from)?,
        )?;
        *current = next;
        Ok(())
    }
}

fn set_aside(path: &Path, error: &dyn std::error::Error, notices: &Notices) {
    let aside = (1..)
        .map(|n: u32| path.with_file_name(format!("settings.unreadable-{n}.json")))
        .find(|candidate| !candidate.exists());
    let kept = aside.filter(|aside| std::fs::rename(path, aside).is_ok());
    tracing::warn!(%error, "settings set aside");
    notices.raise(
        NoticeId::SettingsSetAside,
        "The settings file could not be read, so the program started with empty settings.",
        match kept.as_ref().and_then(|path| path.file_name()) {
            Some(name) => format!(
                "The old file is kept beside the new one as {}. Profiles can be entered again on Set up.",
                name.to_string_lossy()
            ),
            None => "The old file is still in its place; the next change replaces it.".to_owned(),
        },
    );
}

fn write_renamed(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let temporary = path.with_extension("json.new");
    let mut file = std::fs::File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&temporary, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_changed_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let notices = Notices::default();
        let file = SettingsFile::open(folder.path(), &notices);
        file.change(|settings| settings.theme = Theme::Dark).unwrap();
        assert_eq!(
            SettingsFile::open(folder.path(), &notices).get().theme,
            Theme::Dark
        );
        assert!(notices.list().is_empty());
    }

    #[test]
    fn an_unreadable_file_is_set_aside_and_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.json"), b"{ \"theme\": \"da").unwrap();
        let notices = Notices::default();
        let file = SettingsFile::open(folder.path(), &notices);
        assert_eq!(file.get(), Settings::default());
        assert_eq!(notices.list()[0].id, NoticeId::SettingsSetAside);
        let kept = std::fs::read(folder.path().join("settings.unreadable-1.json")).unwrap();
        assert_eq!(kept, b"{ \"theme\": \"da");
    }

    #[test]
    fn a_failed_write_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::open(folder.path(), &Notices::default());
        // A folder in the temporary file's place makes the write fail.
        std::fs::create_dir(folder.path().join("settings.json.new")).unwrap();
        assert!(file.change(|settings| settings.theme = Theme::Dark).is_err());
        assert_eq!(file.get().theme, Theme::System);
    }
}
