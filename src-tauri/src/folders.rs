//! Where the program keeps its files.

use directories::ProjectDirs;
use std::path::{Path, PathBuf};

/// A folder that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system names no folder for program data.
    #[error("the system names no folder for program data; start the program with --data-dir DIR")]
    NoHome,
    /// The folder could not be made.
    #[error("the folder {path} cannot be used: {source}")]
    Unusable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// The data folder, made if it is not there; readable by this user only where the system can say so.
pub fn data_folder(chosen: Option<PathBuf>) -> Result<PathBuf, FolderError> {
    let path = match chosen {
        Some(path) => path,
        None => ProjectDirs::from("", "", "defender-api-workbench")
            .ok_or(FolderError::NoHome)?
            .data_local_dir()
            .to_owned(),
    };
    make(&path).map_err(|source| FolderError::Unusable {
        path: path.clone(),
        source,
    })?;
    Ok(path)
}

/// The folder that files are saved to without asking, made if it is not there.
pub fn save_folder(path: PathBuf) -> Result<PathBuf, FolderError> {
    match make(&path) {
        Ok(()) => Ok(path),
        Err(source) => Err(FolderError::Unusable { path, source }),
    }
}

/// A folder inside the data folder, made if it is not there.
pub fn inside(data: &Path, name: &str) -> Result<PathBuf, FolderError> {
    let path = data.join(name);
    make(&path).map_err(|source| FolderError::Unusable {
        path: path.clone(),
        source,
    })?;
    Ok(path)
}

fn make(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
