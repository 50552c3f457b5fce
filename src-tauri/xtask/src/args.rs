//! The command line. Parsed by hand: five commands do not need an argument parser to be built first.

use crate::bench::MEASURES;
use crate::test::Layer;
use anyhow::{Result, bail};

/// Shown for `help` and after a wrong command line.
pub const HELP: &str = "\
cargo xtask <command>

  run [--tour] [-- <app arguments>]   set up everything, build the app and start it; without a display, or
                                      with --tour, walk through it and leave pictures in target/tour/
  test [layer …]                      set up everything and run every check, or only the named layers:
                                      fmt  clippy  unit  codegen  tidy  ui  conformance  e2e
  bench [--json] [measure …]          set up everything and measure every budget of speed and memory beside its
                                      floor, or only what is named; fails when a budget does not hold:
                                      start  idle  page  memory  filter  sort  window  scroll  package  growth
  codegen [--check]                   write ui/src/ipc/generated/contract.ts from the contract, or compare
  tidy                                check the rules of the house (who may depend on whom, file lengths, …)
  help                                this text

Rust (stable) and Node 20 or newer are the only things to install by hand.";

/// A parsed command line.
#[derive(Debug, PartialEq)]
pub enum Command {
    /// Show the help.
    Help,
    /// Build and start the app.
    Run {
        /// Walk through the app even where there is a display.
        tour: bool,
        /// Handed to the app as they are.
        app_args: Vec<String>,
    },
    /// Run checks.
    Test {
        /// Which; empty for all.
        layers: Vec<Layer>,
    },
    /// Measure the budgets.
    Bench {
        /// Print the figures for programs.
        json: bool,
        /// Which; empty for all.
        measures: Vec<String>,
    },
    /// Generate the TypeScript side of the contract.
    Codegen {
        /// Compare only.
        check: bool,
    },
    /// Check the rules of the house.
    Tidy,
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// Names the argument that is not known.
pub fn parse(args: impl Iterator<Item = String>) -> Result<Command> {
    let mut args = args.peekable();
    let Some(command) = args.next() else {
        return Ok(Command::Help);
    };
    match command.as_str() {
        "help" | "--help" | "-h" => Ok(Command::Help),
        "run" => {
            let mut tour = false;
            while let Some(argument) = args.next() {
                match argument.as_str() {
                    "--tour" => tour = true,
                    "--" => {
                        return Ok(Command::Run {
                            tour,
                            app_args: args.collect(),
                        });
                    }
                    other => {
                        bail!("run does not know `{other}`. Arguments for the app go after `--`.\n\n{HELP}")
                    }
                }
            }
            Ok(Command::Run {
                tour,
                app_args: Vec::new(),
            })
        }
        "test" => {
            let layers = args
                .map(|name| match Layer::from_name(&name) {
                    Some(layer) => Ok(layer),
                    None => bail!("test does not know the layer `{name}`.\n\n{HELP}"),
                })
                .collect::<Result<_>>()?;
            Ok(Command::Test { layers })
        }
        "bench" => {
            let mut json = false;
            let mut measures = Vec::new();
            for argument in args {
                if argument == "--json" {
                    json = true;
                } else if MEASURES.contains(&argument.as_str()) {
                    measures.push(argument);
                } else {
                    bail!("bench does not know the measure `{argument}`.\n\n{HELP}");
                }
            }
            Ok(Command::Bench { json, measures })
        }
        "codegen" => match (args.next().as_deref(), args.next()) {
            (None, None) => Ok(Command::Codegen { check: false }),
            (Some("--check"), None) => Ok(Command::Codegen { check: true }),
            _ => bail!("codegen takes `--check` or nothing.\n\n{HELP}"),
        },
        "tidy" => match args.next() {
            None => Ok(Command::Tidy),
            Some(other) => bail!("tidy takes no arguments, and got `{other}`.\n\n{HELP}"),
        },
        other => bail!("no such command: `{other}`.\n\n{HELP}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn arguments_after_two_dashes_go_to_the_app() {
        assert_eq!(
            parsed("run --tour -- --sandbox-alerts 100000").unwrap(),
            Command::Run {
                tour: true,
                app_args: vec!["--sandbox-alerts".into(), "100000".into()]
            }
        );
    }

    #[test]
    fn layers_can_be_named_one_by_one() {
        assert_eq!(
            parsed("test fmt e2e").unwrap(),
            Command::Test {
                layers: vec![Layer::Fmt, Layer::E2e]
            }
        );
        assert_eq!(parsed("test").unwrap(), Command::Test { layers: vec![] });
    }

    #[test]
    fn measures_can_be_named_one_by_one() {
        assert_eq!(
            parsed("bench sort --json filter").unwrap(),
            Command::Bench {
                json: true,
                measures: vec!["sort".into(), "filter".into()]
            }
        );
        assert_eq!(
            parsed("bench").unwrap(),
            Command::Bench {
                json: false,
                measures: vec![]
            }
        );
    }

    #[test]
    fn an_unknown_word_is_named() {
        for line in [
            "run --fast",
            "test speed",
            "bench speed",
            "codegen --fix",
            "tidy now",
            "deploy",
        ] {
            let error = parsed(line).unwrap_err().to_string();
            let word = line.split_whitespace().last().unwrap();
            assert!(
                error.contains(word) || line.starts_with("codegen"),
                "{line}: {error}"
            );
        }
    }

    #[test]
    fn the_help_names_every_layer_and_measure() {
        for name in Layer::ALL.iter().map(|layer| layer.name()).chain(MEASURES) {
            assert!(HELP.contains(name), "{name}");
        }
    }
}
