//! Where things are in the repository, and which files belong to it.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout.
pub struct Repo {
    /// Its top folder.
    pub root: PathBuf,
    /// Cargo's target folder, the one this program runs from.
    pub target: PathBuf,
}

impl Repo {
    /// Finds the checkout this program was built from.
    ///
    /// # Errors
    /// When the program was moved away from where Cargo put it.
    pub fn find() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest
            .ancestors()
            .nth(2)
            .context("xtask is not two folders below the repository")?;
        if !root.join("Cargo.lock").exists() {
            bail!(
                "{} is not the repository any more: start with `cargo xtask` inside it",
                root.display()
            );
        }
        let program = std::env::current_exe().context("cannot find this program's own file")?;
        let target = program
            .ancestors()
            .nth(2)
            .context("xtask does not run from a target folder")?;
        Ok(Self {
            root: root.to_owned(),
            target: target.to_owned(),
        })
    }

    /// The window's sources.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A program built with this profile (`debug` or `release`).
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Every file that is, or is about to be, under version control, with `/` between folders.
    ///
    /// # Errors
    /// When Git is missing or this is no Git checkout.
    pub fn files(&self) -> Result<Vec<String>> {
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&self.root)
            .output()
            .context("cannot start git, which lists the repository's files")?;
        if !output.status.success() {
            bail!(
                "git ls-files failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        let mut files: Vec<String> = String::from_utf8_lossy(&output.stdout)
            .split_terminator('\0')
            .filter(|file| self.root.join(file).is_file())
            .map(str::to_owned)
            .collect();
        files.sort();
        files.dedup();
        Ok(files)
    }
}
