//! `cargo xtask run`: from a fresh checkout to the app on the screen.

use crate::machine;
use crate::node;
use crate::packages::{self, Purpose};
use crate::process;
use crate::repo::Repo;
use crate::steps::Steps;
use anyhow::Result;
use std::process::{Command, ExitCode};

/// The app's package and program.
pub const APP: &str = "defender-api-workbench";

/// Sets up, builds, and starts the app; without a display, or when asked, walks through it instead.
///
/// # Errors
/// None of its own: a failed step is shown and ends in a failing exit code.
pub fn run(repo: &Repo, tour: bool, app_args: &[String]) -> Result<ExitCode> {
    let tour = tour || !machine::has_display();
    let purpose = if tour { Purpose::Drive } else { Purpose::Build };
    let mut steps = Steps::new(5);

    let built = steps.step("System packages", || {
        packages::ensure(purpose).map(|()| Vec::new())
    }) && steps.step("UI packages (npm ci)", || {
        node::install(repo).map(|()| Vec::new())
    }) && steps.step("UI build", || node::build(repo).map(|()| Vec::new()))
        && steps.step(
            "Release build of the app (the first one takes several minutes)",
            || build(repo, tour).map(|()| Vec::new()),
        );
    if built && tour {
        steps.step("Tour: the app without a display, one picture per screen", || {
            let mut command = Command::new(repo.program("release", "tour"));
            command
                .arg("--app")
                .arg(repo.program("release", APP))
                .arg("--out")
                .arg(repo.target.join("tour"));
            if !app_args.is_empty() {
                command.arg("--").args(app_args);
            }
            process::run(&mut command).map(|()| Vec::new())
        });
    } else if built {
        steps.step("The app (close its window to end this)", || {
            println!("starting {APP}");
            process::run(
                Command::new(repo.program("release", APP))
                    .arg("--sandbox")
                    .args(app_args),
            )
            .map(|()| Vec::new())
        });
    }
    println!("{}", steps.summary("steps"));
    Ok(if steps.all_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn build(repo: &Repo, tour: bool) -> Result<()> {
    let mut cargo = cargo(repo);
    cargo.args(["build", "--locked", "--release", "--package", APP, "--bin", APP]);
    if tour {
        cargo.args(["--package", "system-tests", "--bin", "tour"]);
    }
    process::run(&mut cargo)
}

/// Cargo, in the repository, without what the outer `cargo xtask` set for this program only.
pub fn cargo(repo: &Repo) -> Command {
    builder(repo, "cargo")
}

/// A program that starts Cargo, as [`cargo`].
pub fn builder(repo: &Repo, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"]
            .iter()
            .any(|own| name.to_string_lossy().starts_with(own))
        {
            command.env_remove(name);
        }
    }
    command
        .current_dir(&repo.root)
        .env("CARGO_TARGET_DIR", &repo.target);
    command
}
