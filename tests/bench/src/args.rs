//! The command line.

use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// What can be measured by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Time to the first usable paint.
    Start,
    /// Memory at rest.
    Idle,
    /// A page of 10,000 alerts, from the wire to its first window of rows.
    Page,
    /// Memory that 100,000 alerts add.
    Memory,
    /// Filter as you type.
    Filter,
    /// Sort by a text column.
    Sort,
    /// A window of rows, IPC included.
    Window,
    /// Scrolling through a million rows.
    Scroll,
    /// The Debian package.
    Package,
    /// How things grow with the number of rows, and how paging stands to the documented limit.
    Growth,
}

impl Measure {
    /// All of them, in the order in which they are measured.
    pub const ALL: [Self; 10] = [
        Self::Start,
        Self::Idle,
        Self::Page,
        Self::Memory,
        Self::Filter,
        Self::Sort,
        Self::Window,
        Self::Scroll,
        Self::Package,
        Self::Growth,
    ];

    /// As typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Idle => "idle",
            Self::Page => "page",
            Self::Memory => "memory",
            Self::Filter => "filter",
            Self::Sort => "sort",
            Self::Window => "window",
            Self::Scroll => "scroll",
            Self::Package => "package",
            Self::Growth => "growth",
        }
    }
}

/// What to do.
#[derive(Debug, PartialEq)]
pub enum Command {
    /// Measure.
    Bench(Options),
    /// One size of the growth table, in a process of its own.
    Grow(GrowOptions),
}

/// What to measure, and where it is.
#[derive(Debug, PartialEq)]
pub struct Options {
    /// The app's program.
    pub app: PathBuf,
    /// The empty window's program.
    pub empty: PathBuf,
    /// The Debian package.
    pub package: Option<PathBuf>,
    /// Folder for the figures and for pictures.
    pub out: PathBuf,
    /// What to measure.
    pub measures: Vec<Measure>,
}

/// One size of the growth table.
#[derive(Debug, PartialEq)]
pub struct GrowOptions {
    /// Rows to load.
    pub rows: u32,
    /// The API's address.
    pub api: String,
}

const USAGE: &str =
    "it takes --app <program> --empty <program> --out <folder> [--package <file>] [measure …]";

/// Reads the arguments after the program's name.
pub fn parse(mut args: impl Iterator<Item = String>) -> Result<Command> {
    let (mut app, mut empty, mut package, mut out) = (None, None, None, None);
    let (mut rows, mut api) = (None, None);
    let mut measures = Vec::new();
    while let Some(argument) = args.next() {
        let mut value = || args.next().with_context(|| format!("{argument} wants a value"));
        match argument.as_str() {
            "--app" => app = Some(PathBuf::from(value()?)),
            "--empty" => empty = Some(PathBuf::from(value()?)),
            "--package" => package = Some(PathBuf::from(value()?)),
            "--out" => out = Some(PathBuf::from(value()?)),
            "--grow" => rows = Some(value()?.parse().context("--grow wants a number of rows")?),
            "--api" => api = Some(value()?),
            name => match Measure::ALL.into_iter().find(|measure| measure.name() == name) {
                Some(measure) => measures.push(measure),
                None => bail!("does not know `{name}`; {USAGE}"),
            },
        }
    }
    if let Some(rows) = rows {
        let api = api.context("--grow wants --api <address>")?;
        return Ok(Command::Grow(GrowOptions { rows, api }));
    }
    if measures.is_empty() {
        measures.extend(Measure::ALL);
    }
    Ok(Command::Bench(Options {
        app: app.with_context(|| format!("--app is missing; {USAGE}"))?,
        empty: empty.with_context(|| format!("--empty is missing; {USAGE}"))?,
        out: out.with_context(|| format!("--out is missing; {USAGE}"))?,
        package,
        measures,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn measures_are_named_or_all() {
        let Command::Bench(some) = parsed("--app a --empty e --out o sort filter").unwrap() else {
            panic!("no bench");
        };
        assert_eq!(some.measures, [Measure::Sort, Measure::Filter]);
        assert_eq!(some.package, None);
        let Command::Bench(all) = parsed("--app a --empty e --out o --package p.deb").unwrap() else {
            panic!("no bench");
        };
        assert_eq!(all.measures, Measure::ALL);
        assert_eq!(all.package, Some("p.deb".into()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, word) in [
            ("--app a --empty e --out o speed", "speed"),
            ("--empty e --out o", "--app"),
            ("--app a --empty e --out", "--out"),
            ("--grow many --api x", "--grow"),
            ("--grow 5", "--api"),
        ] {
            let error = format!("{:#}", parsed(line).unwrap_err());
            assert!(error.contains(word), "{line}: {error}");
        }
    }

    #[test]
    fn one_size_is_grown() {
        assert_eq!(
            parsed("--grow 1000 --api http://127.0.0.1:1/").unwrap(),
            Command::Grow(GrowOptions {
                rows: 1000,
                api: "http://127.0.0.1:1/".into()
            })
        );
    }
}
