//! `cargo xtask bench`: builds what is measured as users get it, and has it measured.
//!
//! The measuring is the `bench` program's, in `tests/bench`, which is told where everything is.

use crate::node;
use crate::packages::{self, Purpose};
use crate::process;
use crate::repo::Repo;
use crate::run::{APP, builder, cargo};
use crate::steps::Steps;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

/// What can be measured by name.
pub const MEASURES: [&str; 10] = [
    "start", "idle", "page", "memory", "filter", "sort", "window", "scroll", "package", "growth",
];

/// Builds and measures what is named, or everything. With `json`, standard output is the figures and nothing else.
///
/// # Errors
/// When it cannot begin. A failed step is shown and ends in a failing exit code, and so does a budget that does not
/// hold.
pub fn run(repo: &Repo, json: bool, measures: &[String]) -> Result<ExitCode> {
    if !cfg!(target_os = "linux") {
        bail!("the budgets are measured on Linux only: the window is driven through WebKitWebDriver");
    }
    if json {
        return for_programs(repo, measures);
    }
    let package = measures.is_empty() || measures.iter().any(|name| name == "package");
    let mut steps = Steps::new(if package { 5 } else { 4 });
    let mut deb = None;
    let built = steps.step("System packages", || {
        packages::ensure(Purpose::Drive).map(|()| Vec::new())
    }) && steps.step("UI packages (npm ci)", || {
        node::install(repo).map(|()| Vec::new())
    }) && steps.step("UI build", || node::build(repo).map(|()| Vec::new()))
        && steps.step(
            "Release build of the app and of what measures it (the first one takes several minutes)",
            || build(repo).map(|()| Vec::new()),
        )
        && (!package
            || steps.step(
                "Debian package, optimised as a whole (the first one takes long)",
                || {
                    deb = Some(bundle(repo)?);
                    Ok(Vec::new())
                },
            ));
    if !built {
        println!("{}", steps.summary("steps"));
        return Ok(ExitCode::FAILURE);
    }
    println!();
    let mut bench = Command::new(repo.program("release", "bench"));
    bench.arg("--app").arg(repo.program("release", APP));
    bench.arg("--empty").arg(repo.program("release", "empty-window"));
    bench.arg("--out").arg(figures(repo));
    if let Some(deb) = deb {
        bench.arg("--package").arg(deb);
    }
    let status = bench
        .args(measures)
        .status()
        .context("cannot start the bench program")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The folder of the figures and of pictures of what went wrong.
fn figures(repo: &Repo) -> PathBuf {
    repo.target.join("bench")
}

/// Does the same in another process, whose output goes to standard error, and then prints the figures.
fn for_programs(repo: &Repo, measures: &[String]) -> Result<ExitCode> {
    let file = figures(repo).join("bench.json");
    // Those of an earlier run must not be taken for this one's.
    let _ = std::fs::remove_file(&file);
    let status = Command::new(std::env::current_exe()?)
        .arg("bench")
        .args(measures)
        .stdout(Stdio::from(std::io::stderr()))
        .status()?;
    let figures = std::fs::read_to_string(&file).context("there are no figures")?;
    print!("{figures}");
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn build(repo: &Repo) -> Result<()> {
    let mut cargo = cargo(repo);
    cargo.args(["build", "--locked", "--release"]);
    for name in [APP, "bench", "empty-window"] {
        cargo.args(["--package", name, "--bin", name]);
    }
    process::run(&mut cargo)
}

/// Makes the package with Tauri's own bundler and says where it is.
fn bundle(repo: &Repo) -> Result<PathBuf> {
    let tauri = repo.ui().join("node_modules/.bin/tauri");
    let folder = repo.target.join("dist/bundle/deb");
    // One of another version would stay beside the new one.
    let _ = std::fs::remove_dir_all(&folder);
    // Started where the app's own configuration is: it takes the first that it finds.
    process::run(
        builder(repo, tauri)
            .current_dir(repo.root.join("src-tauri"))
            .args([
                "build",
                "--ci",
                "--bundles",
                "deb",
                "--",
                "--profile",
                "dist",
                "--locked",
            ]),
    )?;
    std::fs::read_dir(&folder)
        .with_context(|| format!("no {}", folder.display()))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|file| file.extension().is_some_and(|extension| extension == "deb"))
        .with_context(|| format!("no package in {}", folder.display()))
}
