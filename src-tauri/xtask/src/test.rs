//! `cargo xtask test`: every check there is, the cheap and telling ones first.

use crate::codegen;
use crate::node;
use crate::packages::{self, Purpose};
use crate::process;
use crate::repo::Repo;
use crate::run::cargo;
use crate::steps::Steps;
use crate::tidy;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// The test runner's version: pinned, because a newer one may need a newer Rust.
const NEXTEST: &str = "0.9.143";

/// What can be run by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// rustfmt.
    Fmt,
    /// Clippy.
    Clippy,
    /// Rust unit and integration tests, and the examples in the documentation.
    Unit,
    /// Drift between the contract and its TypeScript.
    Codegen,
    /// The rules of the house.
    Tidy,
    /// Lint, types, tests and build of the window.
    Ui,
    /// Foreign clients against the sandbox tenant, and the app's sign-in against a foreign provider.
    Conformance,
    /// Journeys in the real window.
    E2e,
}

impl Layer {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Fmt,
        Self::Clippy,
        Self::Unit,
        Self::Codegen,
        Self::Tidy,
        Self::Ui,
        Self::Conformance,
        Self::E2e,
    ];

    /// As typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::Unit => "unit",
            Self::Codegen => "codegen",
            Self::Tidy => "tidy",
            Self::Ui => "ui",
            Self::Conformance => "conformance",
            Self::E2e => "e2e",
        }
    }

    /// The layer of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.name() == name)
    }
}

/// A step. The order of [`Check::ALL`] is the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    Packages,
    UiPackages,
    Codegen,
    Tidy,
    Format,
    UiLint,
    UiTypes,
    UiTests,
    UiBuild,
    Clippy,
    Nextest,
    Build,
    RustTests,
    DocTests,
    Conformance,
    E2e,
}

impl Check {
    const ALL: [Self; 16] = [
        Self::Packages,
        Self::UiPackages,
        Self::Codegen,
        Self::Tidy,
        Self::Format,
        Self::UiLint,
        Self::UiTypes,
        Self::UiTests,
        Self::UiBuild,
        Self::Clippy,
        Self::Nextest,
        Self::Build,
        Self::RustTests,
        Self::DocTests,
        Self::Conformance,
        Self::E2e,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Packages => "System packages",
            Self::UiPackages => "UI packages (npm ci)",
            Self::Codegen => "Contract drift",
            Self::Tidy => "Tidy",
            Self::Format => "Rust format",
            Self::UiLint => "UI lint",
            Self::UiTypes => "UI types",
            Self::UiTests => "UI tests",
            Self::UiBuild => "UI build",
            Self::Clippy => "Clippy",
            Self::Nextest => "Test runner (cargo-nextest)",
            Self::Build => "Build for the tests",
            Self::RustTests => "Rust tests",
            Self::DocTests => "Documentation tests",
            Self::Conformance => "Conformance",
            Self::E2e => "End to end in the real window",
        }
    }

    /// The layer it belongs to; `None` for mere preparation.
    fn layer(self) -> Option<Layer> {
        match self {
            Self::Packages | Self::UiPackages | Self::Nextest | Self::Build => None,
            Self::Codegen => Some(Layer::Codegen),
            Self::Tidy => Some(Layer::Tidy),
            Self::Format => Some(Layer::Fmt),
            Self::UiLint | Self::UiTypes | Self::UiTests | Self::UiBuild => Some(Layer::Ui),
            Self::Clippy => Some(Layer::Clippy),
            Self::RustTests | Self::DocTests => Some(Layer::Unit),
            Self::Conformance => Some(Layer::Conformance),
            Self::E2e => Some(Layer::E2e),
        }
    }

    /// What has to have gone well before it can be tried.
    fn needs(self) -> &'static [Self] {
        match self {
            Self::Packages | Self::UiPackages | Self::Codegen | Self::Tidy | Self::Format | Self::Nextest => {
                &[]
            }
            Self::UiLint | Self::UiTypes | Self::UiTests | Self::UiBuild => &[Self::UiPackages],
            // The app has the built window inside it.
            Self::Clippy | Self::Build => &[Self::Packages, Self::UiBuild],
            Self::RustTests | Self::E2e => &[Self::Build, Self::Nextest],
            Self::DocTests | Self::Conformance => &[Self::Build],
        }
    }

    fn run(self, repo: &Repo) -> Result<Vec<String>> {
        let quiet = |done: Result<()>| done.map(|()| Vec::new());
        match self {
            Self::Packages => quiet(packages::ensure(Purpose::Drive)),
            Self::UiPackages => quiet(node::install(repo)),
            Self::Codegen => quiet(codegen::run(repo, true)),
            Self::Tidy => quiet(tidy::run(repo)),
            Self::Format => quiet(process::run(cargo(repo).args(["fmt", "--all", "--check"]))),
            Self::UiLint => quiet(process::run(&mut node::script(repo, "lint"))),
            Self::UiTypes => quiet(process::run(&mut node::script(repo, "types"))),
            Self::UiTests => process::run_summarised(&mut node::script(repo, "test")),
            Self::UiBuild => quiet(node::build(repo)),
            Self::Clippy => quiet(process::run(cargo(repo).args([
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))),
            Self::Nextest => quiet(install_nextest(repo)),
            Self::Build => quiet(build(repo)),
            Self::RustTests => process::run_summarised(nextest(repo)?.args(["--no-tests", "fail"])),
            Self::DocTests => quiet(process::run(cargo(repo).args([
                "test",
                "--locked",
                "--doc",
                "--workspace",
                "--quiet",
            ]))),
            Self::Conformance => process::run_summarised(
                Command::new("python3")
                    .arg("tests/conformance/run.py")
                    .arg("--sandbox-bin")
                    .arg(repo.program("debug", "sandbox-tenant"))
                    .current_dir(&repo.root),
            ),
            Self::E2e => process::run_summarised(nextest(repo)?.args(["--profile", "e2e"])),
        }
    }
}

/// Runs the named layers, or all, with what they need.
///
/// # Errors
/// None of its own: a failed check is shown and ends in a failing exit code.
pub fn run(repo: &Repo, layers: &[Layer]) -> Result<ExitCode> {
    let checks = wanted(layers);
    let mut steps = Steps::new(checks.len());
    let mut failed: Vec<Check> = Vec::new();
    for check in checks {
        if let Some(missing) = check.needs().iter().find(|need| failed.contains(need)) {
            steps.not_run(check.title(), missing.title());
            failed.push(check);
        } else if !steps.step(check.title(), || check.run(repo)) {
            failed.push(check);
        }
    }
    println!("{}", steps.summary("checks"));
    Ok(if steps.all_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The checks of these layers and everything they need, in running order.
fn wanted(layers: &[Layer]) -> Vec<Check> {
    let mut marked: Vec<Check> = Check::ALL
        .into_iter()
        .filter(|check| layers.is_empty() || check.layer().is_some_and(|layer| layers.contains(&layer)))
        .collect();
    let mut next = 0;
    while let Some(check) = marked.get(next).copied() {
        for need in check.needs() {
            if !marked.contains(need) {
                marked.push(*need);
            }
        }
        next += 1;
    }
    Check::ALL
        .into_iter()
        .filter(|check| marked.contains(check))
        .collect()
}

/// Builds test programs and the programs that the whole-system tests start, in one go and with the
/// features that `cargo nextest run --workspace` uses, so that no dependency is built twice. This
/// program itself is left out: Windows does not let a running program be replaced.
fn build(repo: &Repo) -> Result<()> {
    process::run(cargo(repo).args([
        "build",
        "--locked",
        "--workspace",
        "--lib",
        "--tests",
        "--bin",
        "defender-api-workbench",
        "--bin",
        "sandbox-tenant",
    ]))
}

fn install_nextest(repo: &Repo) -> Result<()> {
    if let Some(version) =
        nextest_program(repo).and_then(|program| process::output_of(program, &["nextest", "--version"]))
    {
        println!("{}", version.lines().next().unwrap_or_default());
        return Ok(());
    }
    println!(
        "cargo-nextest is not installed: building version {NEXTEST} into target/tools (a few minutes, once)"
    );
    process::run(
        cargo(repo)
            .args([
                "install",
                "cargo-nextest",
                "--locked",
                "--version",
                NEXTEST,
                "--root",
            ])
            .arg(tools(repo)),
    )
    .context("cargo-nextest could not be installed; see https://nexte.st/docs/installation/ for other ways")
}

fn tools(repo: &Repo) -> PathBuf {
    repo.target.join("tools")
}

/// The one in `PATH`, else the one built into the target folder.
fn nextest_program(repo: &Repo) -> Option<PathBuf> {
    let own = tools(repo)
        .join("bin")
        .join(format!("cargo-nextest{}", std::env::consts::EXE_SUFFIX));
    process::find("cargo-nextest").or_else(|| own.is_file().then_some(own))
}

fn nextest(repo: &Repo) -> Result<Command> {
    let program = nextest_program(repo).context("cargo-nextest is not installed")?;
    let mut command = Command::new(program);
    command
        .current_dir(&repo.root)
        .env("CARGO_TARGET_DIR", &repo.target);
    command.args(["nextest", "run", "--locked", "--workspace"]);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_brings_what_it_needs_in_order() {
        assert_eq!(
            wanted(&[Layer::E2e]),
            [
                Check::Packages,
                Check::UiPackages,
                Check::UiBuild,
                Check::Nextest,
                Check::Build,
                Check::E2e
            ]
        );
        assert_eq!(wanted(&[Layer::Fmt]), [Check::Format]);
    }

    #[test]
    fn no_layer_means_all_checks() {
        assert_eq!(wanted(&[]), Check::ALL);
    }

    #[test]
    fn every_layer_has_a_check_and_needs_come_first() {
        for layer in Layer::ALL {
            assert!(
                Check::ALL.iter().any(|check| check.layer() == Some(layer)),
                "{layer:?}"
            );
        }
        for (position, check) in Check::ALL.iter().enumerate() {
            for need in check.needs() {
                assert!(
                    Check::ALL.iter().position(|other| other == need).unwrap() < position,
                    "{check:?} needs {need:?}"
                );
            }
        }
    }
}
