//! Remembers what a step was last done with, so that it is not done again for nothing.

use crate::repo::Repo;
use anyhow::{Context, Result};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// A step's memory: one small file under `target/xtask/`.
pub struct Stamp {
    file: PathBuf,
    now: String,
}

impl Stamp {
    /// A stamp over the contents of these files and folders. `extra` is anything else the result depends on.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn over(repo: &Repo, name: &str, inputs: &[PathBuf], extra: &str) -> Result<Self> {
        let mut files = Vec::new();
        for input in inputs {
            collect(input, &mut files)?;
        }
        files.sort();
        let mut hasher = DefaultHasher::new();
        extra.hash(&mut hasher);
        for file in &files {
            file.hash(&mut hasher);
            fs::read(file)
                .with_context(|| format!("cannot read {}", file.display()))?
                .hash(&mut hasher);
        }
        let file = repo.target.join("xtask").join(name);
        Ok(Self {
            file,
            now: format!("{} files {:016x}\n", files.len(), hasher.finish()),
        })
    }

    /// Whether the step was done with exactly these inputs.
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|then| then == self.now)
    }

    /// Remembers that the step is done.
    ///
    /// # Errors
    /// When the stamp cannot be written.
    pub fn set(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.now).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_owned());
    }
    Ok(())
}
