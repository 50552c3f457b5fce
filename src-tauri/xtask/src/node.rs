//! The window's side: Node itself, its packages, and the scripts of `ui/package.json`.

use crate::process;
use crate::repo::Repo;
use crate::stamp::Stamp;
use anyhow::{Result, bail};
use std::process::Command;

/// The oldest Node that Vite and Vitest in use run on.
const OLDEST_NODE: u32 = 20;

/// Node's version, once it is new enough.
///
/// # Errors
/// When Node is missing or too old; says how to get it.
pub fn version() -> Result<String> {
    let advice = "Install Node 20 or newer from https://nodejs.org/en/download (or with a version manager such as fnm or nvm), \
                  then run this again.";
    let Some(version) = process::output_of(program("node"), &["--version"]) else {
        bail!("Node is missing. {advice}")
    };
    match major(&version) {
        Some(found) if found >= OLDEST_NODE => Ok(version),
        _ => bail!("Node {version} is too old. {advice}"),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Installs the packages that `package-lock.json` names, unless that was the last thing done.
///
/// # Errors
/// When npm is missing or fails.
pub fn install(repo: &Repo) -> Result<()> {
    let version = version()?;
    let ui = repo.ui();
    let inputs = [
        ui.join("package-lock.json"),
        ui.join("package.json"),
        ui.join(".npmrc"),
    ];
    let stamp = Stamp::over(repo, "npm-ci", &inputs, &version)?;
    if stamp.is_current() && ui.join("node_modules").is_dir() {
        println!("unchanged since the last `npm ci`");
        return Ok(());
    }
    process::run(npm(repo).args(["ci", "--no-audit", "--no-fund"]))?;
    stamp.set()
}

/// Builds `ui/dist`, unless nothing it is made from changed. Keeping the old one keeps the app's own
/// build warm too, which has the files inside it.
///
/// # Errors
/// When the build fails.
pub fn build(repo: &Repo) -> Result<()> {
    let ui = repo.ui();
    let inputs: Vec<_> = std::fs::read_dir(&ui)?
        .filter_map(Result::ok)
        .filter(|entry| {
            !["node_modules", "dist"]
                .iter()
                .any(|name| entry.file_name() == *name)
        })
        .map(|entry| entry.path())
        .collect();
    let stamp = Stamp::over(repo, "ui-build", &inputs, &version()?)?;
    if stamp.is_current() && ui.join("dist/index.html").is_file() {
        println!("unchanged since the last build");
        return Ok(());
    }
    process::run(npm(repo).args(["run", "build"]))?;
    stamp.set()
}

/// A script of `ui/package.json`.
pub fn script(repo: &Repo, name: &str) -> Command {
    let mut command = npm(repo);
    command.args(["run", name]);
    command
}

fn npm(repo: &Repo) -> Command {
    let mut command = Command::new(program("npm"));
    command.current_dir(repo.ui()).env("NO_UPDATE_NOTIFIER", "1");
    command
}

/// `npm` is a script on Windows, which must be named in full to be started.
fn program(name: &str) -> std::path::PathBuf {
    process::find(name).unwrap_or_else(|| name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.17.0"), Some(8));
        assert_eq!(major("next"), None);
    }
}
