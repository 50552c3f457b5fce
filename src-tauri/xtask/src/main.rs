//! The developer commands: `cargo xtask run | test | bench | codegen | tidy`.
//!
//! Owns: what has to be on the machine, in which order things are built and checked, and how that is
//! shown. A newcomer needs Rust and Node; everything else is fetched or named from here.
//!
//! Refuses to know: what the product does. It starts other programs and reads their exit codes; the
//! walk through the window is the `tour` program of `tests/`, the measuring is `tests/bench`.
//!
//! Invariants:
//! - What CI runs is what a developer runs: `.ci/run` calls `cargo xtask test` and nothing else.
//! - A failed check does not hide the ones after it, unless they need it.
//! - Nothing is written outside the repository's `target/`, `ui/node_modules/`, `ui/dist/` and, with
//!   the machine's own package manager, the system.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod args;
mod bench;
mod codegen;
mod machine;
mod node;
mod packages;
mod process;
mod repo;
mod run;
mod stamp;
mod steps;
mod test;
mod tidy;

use anyhow::Result;
use args::Command;
use std::process::ExitCode;

fn main() -> ExitCode {
    match start() {
        Ok(code) => code,
        Err(error) => {
            println!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<ExitCode> {
    let command = args::parse(std::env::args().skip(1))?;
    let repo = repo::Repo::find()?;
    match command {
        Command::Help => {
            println!("{}", args::HELP);
            Ok(ExitCode::SUCCESS)
        }
        Command::Run { tour, app_args } => run::run(&repo, tour, &app_args),
        Command::Test { layers } => test::run(&repo, &layers),
        Command::Bench { json, measures } => bench::run(&repo, json, &measures),
        Command::Codegen { check } => codegen::run(&repo, check).map(|()| ExitCode::SUCCESS),
        Command::Tidy => tidy::run(&repo).map(|()| ExitCode::SUCCESS),
    }
}
