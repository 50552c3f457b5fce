//! Files that the admin has written: asked for a place, then written whole or not at all.
//!
//! Invariant: a file that is there stays as it is until the new one is complete beside it.

use crate::{Workbench, errors};
use async_trait::async_trait;
use contract::{CommandError, SavedDto};
use std::io::Write;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Asks where a file shall go, or which one shall be read.
#[async_trait]
pub trait SaveDialog: Send + Sync {
    /// The place, or `None` when the admin closed the dialog. `suggested_name` is a plain file name.
    async fn ask(&self, suggested_name: &str) -> Option<PathBuf>;

    /// A file to read, or `None` when the admin closed the dialog.
    async fn choose(&self) -> Option<PathBuf>;
}

/// Asks nobody: everything goes to one folder, under the suggested name where that is free. For kiosks, presentations
/// and tests.
#[derive(Clone, Debug)]
pub struct FixedFolder(PathBuf);

impl FixedFolder {
    /// The folder exists.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }
}

#[async_trait]
impl SaveDialog for FixedFolder {
    async fn ask(&self, suggested_name: &str) -> Option<PathBuf> {
        let (stem, ending) = parts(suggested_name);
        let ending = if ending.is_empty() {
            String::new()
        } else {
            format!(".{ending}")
        };
        let numbered = (2..).map(|n: u32| format!("{stem} {n}{ending}"));
        std::iter::once(suggested_name.to_owned())
            .chain(numbered)
            .map(|name| self.0.join(name))
            .find(|path| !path.exists())
    }

    /// The first of its files, by name.
    async fn choose(&self) -> Option<PathBuf> {
        let entries = std::fs::read_dir(&self.0).ok()?;
        entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.is_file())
            .min()
    }
}

/// Most characters of a suggested name, before its ending. File systems take 255 bytes, and some folders are synchronised
/// to services that take less.
const LONGEST_STEM: usize = 80;

impl Workbench {
    /// Asks for a place and writes a text there.
    pub(crate) async fn save_text(&self, suggested_name: &str, text: &str) -> Result<SavedDto, CommandError> {
        self.save_bytes(suggested_name, text.as_bytes()).await
    }

    /// Asks where a file shall go.
    pub(crate) async fn ask_for_place(&self, suggested_name: &str) -> Option<PathBuf> {
        self.ports.save_dialog.ask(&file_name(suggested_name)).await
    }

    /// Asks for a place and writes bytes there.
    pub(crate) async fn save_bytes(
        &self,
        suggested_name: &str,
        content: &[u8],
    ) -> Result<SavedDto, CommandError> {
        let Some(path) = self.ask_for_place(suggested_name).await else {
            return Ok(SavedDto { path: None });
        };
        // The name may be of any length already, so the temporary one is not made of it.
        let temporary = path.with_file_name(format!(".{}.new", Uuid::new_v4().simple()));
        let (place, bytes) = (path.clone(), content.to_owned());
        let written = tokio::task::spawn_blocking(move || {
            let written = write_renamed(&place, &temporary, &bytes);
            if written.is_err() {
                // It may not even be there.
                let _ = std::fs::remove_file(&temporary);
            }
            written
        });
        written
            .await
            .map_err(errors::stopped)?
            .map_err(|error| errors::file_not_saved(&path, &error))?;
        tracing::info!(bytes = content.len(), "file saved");
        Ok(SavedDto {
            path: Some(path.display().to_string()),
        })
    }
}

/// Writes a temporary file and puts it in the place of `path`. Both lie in the same folder.
pub(crate) fn write_renamed(path: &Path, temporary: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(temporary, path)
}

/// A name that every file system takes and no shell minds: what is made of a profile's name may hold anything.
fn file_name(suggested: &str) -> String {
    let (stem, ending) = parts(suggested);
    let plain = |text: &str| -> String {
        text.chars()
            .map(|c| match c {
                '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '-',
                c if c.is_control() => '-',
                c => c,
            })
            .collect()
    };
    let stem: String = plain(stem).chars().take(LONGEST_STEM).collect();
    let stem = stem.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let stem = if stem.is_empty() { "file" } else { stem };
    match ending {
        "" => stem.to_owned(),
        ending => format!("{stem}.{}", plain(ending)),
    }
}

/// A name and its ending, which is empty where there is none.
fn parts(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, ending)) if (1..=8).contains(&ending.chars().count()) => (stem, ending),
        _ => (name, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggested_name_fits_every_file_system() {
        let long = "a".repeat(300);
        for (suggested, name) in [
            ("report.html", "report.html".to_owned()),
            (
                "Contoso: EU/US? \"prod\".json",
                "Contoso- EU-US- -prod-.json".to_owned(),
            ),
            ("../../etc/passwd", "-..-etc-passwd".to_owned()),
            ("..", "file".to_owned()),
            (".html", "file.html".to_owned()),
            ("a\nb\u{0}c.md", "a-b-c.md".to_owned()),
            ("Straße 東京.json", "Straße 東京.json".to_owned()),
            (
                &format!("{long}.json"),
                format!("{}.json", "a".repeat(LONGEST_STEM)),
            ),
        ] {
            assert_eq!(file_name(suggested), name, "{suggested}");
        }
    }

    #[tokio::test]
    async fn a_fixed_folder_overwrites_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let dialog = FixedFolder::new(folder.path().to_owned());
        for name in ["report.html", "report 2.html", "report 3.html"] {
            let path = dialog.ask("report.html").await.unwrap();
            assert_eq!(path, folder.path().join(name));
            std::fs::write(path, "taken").unwrap();
        }
        std::fs::write(folder.path().join("manifest"), "taken").unwrap();
        assert_eq!(
            dialog.ask("manifest").await.unwrap(),
            folder.path().join("manifest 2")
        );
    }

    #[test]
    fn an_old_file_stays_whole_where_the_new_one_cannot_be_put_there() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("place");
        std::fs::create_dir(&place).unwrap();
        std::fs::write(place.join("inside"), "old").unwrap();
        let temporary = folder.path().join("new");
        assert!(write_renamed(&place, &temporary, b"new").is_err());
        assert_eq!(std::fs::read(place.join("inside")).unwrap(), b"old");
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("report.json");
        std::fs::write(&place, "an older and longer text").unwrap();
        write_renamed(&place, &folder.path().join("new"), b"new").unwrap();
        assert_eq!(std::fs::read(&place).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
