//! Files of the admin's that a call shall carry: chosen in a dialog of the backend, held in memory until they are sent.
//!
//! Invariant: the window names no path; it learns a file's name and size.

use crate::{Workbench, errors, locked};
use contract::{ChosenFileDto, CommandError};
use defender::form::PickedFile;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Mutex;
use uuid::Uuid;

/// Files that are held; the oldest goes first.
const KEPT: usize = 4;
/// Bytes of a file that are read at most; the service takes less.
const LARGEST: u64 = 64 * 1024 * 1024;

#[derive(Default)]
pub(crate) struct Uploads(Mutex<VecDeque<(String, PickedFile)>>);

impl Uploads {
    pub(crate) fn get(&self, id: &str) -> Option<PickedFile> {
        locked(&self.0)
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, file)| file.clone())
    }

    fn hold(&self, file: PickedFile) -> String {
        let id = Uuid::new_v4().to_string();
        let mut files = locked(&self.0);
        if files.len() == KEPT {
            files.pop_front();
        }
        files.push_back((id.clone(), file));
        id
    }
}

impl Workbench {
    /// Asks for a file that a call shall carry, reads it and holds it.
    ///
    /// # Errors
    /// Where the file cannot be read or is too large.
    pub async fn choose_file(&self) -> Result<ChosenFileDto, CommandError> {
        let Some(path) = self.ports.save_dialog.choose().await else {
            return Ok(ChosenFileDto {
                file_id: None,
                name: String::new(),
                bytes: 0.0,
            });
        };
        let place = path.clone();
        let read = tokio::task::spawn_blocking(move || read(&place))
            .await
            .map_err(errors::stopped)?;
        let bytes = read.map_err(|error| errors::file_not_read(&path, &error))?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let size = bytes.len() as f64;
        let file = PickedFile {
            name: name.clone(),
            bytes: bytes.into(),
        };
        Ok(ChosenFileDto {
            file_id: Some(self.uploads.hold(file)),
            name,
            bytes: size,
        })
    }
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if std::fs::metadata(path)?.len() > LARGEST {
        return Err(std::io::Error::new(
            std::io::ErrorKind::FileTooLarge,
            "it is larger than 64 MiB",
        ));
    }
    std::fs::read(path)
}
