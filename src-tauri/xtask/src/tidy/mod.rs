//! `cargo xtask tidy`: the rules of the house that no compiler checks.
//!
//! Each rule is a function from texts to complaints, and has a test in which it complains. A complaint
//! names the file and says what to do.

mod direction;
mod lists;
mod texts;
mod window;

use crate::repo::Repo;
use anyhow::{Context, Result, bail};
use std::fs;

/// A file under version control, with its content where that is text.
pub struct File {
    /// From the top folder, with `/` between folders.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl File {
    /// Whether the name ends so (`.rs`).
    fn is(&self, extension: &str) -> bool {
        self.path.ends_with(extension)
    }

    /// Whether it lies in or below this folder (`ui/src/`).
    fn within(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }
}

/// Checks every rule.
///
/// # Errors
/// Lists all complaints.
pub fn run(repo: &Repo) -> Result<()> {
    let files = read(repo)?;
    let mut complaints = Vec::new();
    complaints.extend(direction::workspace_edges(&cargo_tree(
        repo,
        &[
            "--workspace",
            "-e",
            "normal,build",
            "--prefix",
            "depth",
            "--depth",
            "1",
        ],
    )?));
    complaints.extend(direction::tauri_only_in_the_shell(&cargo_tree(
        repo,
        &[
            "--workspace",
            "-e",
            "normal,build,dev",
            "--prefix",
            "none",
            "-i",
            "tauri",
        ],
    )?));
    complaints.extend(texts::crates_say_what_they_own(&files));
    complaints.extend(texts::files_are_short(&files));
    complaints.extend(texts::no_local_paths(&files, &repo.root.to_string_lossy()));
    complaints.extend(lists::error_codes_are_tested(&files)?);
    complaints.extend(lists::capabilities_name_windows(&files));
    complaints.extend(lists::policy_is_strict(&files));
    complaints.extend(lists::lock_files_name_no_host(&files));
    complaints.extend(window::tauri_behind_the_seam(&files));
    complaints.extend(window::shared_knows_no_feature(&files));
    if complaints.is_empty() {
        println!("{} files, no complaint", files.len());
        return Ok(());
    }
    bail!("{} complaints\n  {}", complaints.len(), complaints.join("\n  "))
}

fn read(repo: &Repo) -> Result<Vec<File>> {
    repo.files()?
        .into_iter()
        .filter_map(|path| match fs::read(repo.root.join(&path)) {
            Ok(bytes) => String::from_utf8(bytes).ok().map(|text| Ok(File { path, text })),
            Err(error) => Some(Err(error).with_context(|| format!("cannot read {path}"))),
        })
        .collect()
}

fn cargo_tree(repo: &Repo, args: &[&str]) -> Result<String> {
    let output = crate::run::cargo(repo)
        .args(["tree", "--locked", "--target", "all", "--format", "{p}"])
        .args(args)
        .output()
        .context("cannot start cargo tree")?;
    if !output.status.success() {
        bail!(
            "cargo tree failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}
