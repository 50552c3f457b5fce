//! One run: what is wanted is measured in order, and what cannot be measured does not keep the rest from it.

use crate::args::{self, Command, Measure, Options};
use crate::budget::{Budget, Figure, Unit};
use crate::compute::{self, Alerts};
use crate::report::Report;
use crate::sample::Sample;
use crate::{grow, launch, window};
use anyhow::{Context, Result, bail};
use std::process::ExitCode;

/// Reads the command line and measures. The exit code says whether every budget holds.
pub fn main() -> ExitCode {
    let done = args::parse(std::env::args().skip(1)).and_then(|command| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(start(command))
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn start(command: Command) -> Result<bool> {
    match command {
        Command::Grow(options) => {
            println!("{}", grow::one(&options).await?);
            Ok(true)
        }
        Command::Bench(mut options) => {
            for program in [&mut options.app, &mut options.empty] {
                if !program.is_file() {
                    bail!("there is no program {}", program.display());
                }
                // It is started from elsewhere.
                *program = std::path::absolute(&*program)?;
            }
            let report = measure(&options).await;
            std::fs::create_dir_all(&options.out)?;
            let file = options.out.join("bench.json");
            std::fs::write(&file, format!("{:#}\n", report.to_json()))
                .with_context(|| format!("cannot write {}", file.display()))?;
            println!("\n{}", report.text());
            Ok(report.all_held())
        }
    }
}

async fn measure(options: &Options) -> Report {
    let mut report = Report::default();
    let wants = |measures: &[Measure]| -> Vec<Measure> {
        let wanted = measures
            .iter()
            .filter(|measure| options.measures.contains(measure));
        wanted.copied().collect()
    };

    let wanted = wants(&[Measure::Start, Measure::Idle]);
    take(&mut report, &wanted, launch::measure(options, &wanted)).await;
    let wanted = wants(&[Measure::Page]);
    take(&mut report, &wanted, async { Ok(vec![compute::page().await?]) }).await;
    let wanted = wants(&[Measure::Memory, Measure::Filter, Measure::Sort]);
    take(&mut report, &wanted, on_100_000(options, &wanted)).await;
    let wanted = wants(&[Measure::Window, Measure::Scroll]);
    take(&mut report, &wanted, window::large(options, &wanted)).await;
    let wanted = wants(&[Measure::Package]);
    take(&mut report, &wanted, async { Ok(vec![package(options)?]) }).await;

    if options.measures.contains(&Measure::Growth) {
        println!("measuring growth");
        match grow::all().await {
            Ok(extras) => report.extras = extras,
            Err(error) => report.failures.push(("growth", format!("{error:#}"))),
        }
    }
    report
}

/// Measures something together; a failure counts for each measure that was wanted of it.
async fn take(report: &mut Report, wanted: &[Measure], measured: impl Future<Output = Result<Vec<Figure>>>) {
    if wanted.is_empty() {
        return;
    }
    let names: Vec<&str> = wanted.iter().map(|measure| measure.name()).collect();
    println!("measuring {}", names.join(", "));
    match measured.await {
        Ok(figures) => report.figures.extend(figures),
        Err(error) => report.failures.extend(
            wanted
                .iter()
                .map(|measure| (measure.name(), format!("{error:#}"))),
        ),
    }
}

async fn on_100_000(options: &Options, wanted: &[Measure]) -> Result<Vec<Figure>> {
    let alerts = Alerts::load().await?;
    let mut figures = Vec::new();
    if wanted.contains(&Measure::Memory) {
        figures.push(window::memory(options, alerts.bytes).await?);
    }
    figures.extend(compute::measured_on(&alerts, wanted).await?);
    Ok(figures)
}

fn package(options: &Options) -> Result<Figure> {
    let file = options.package.as_ref().context("no package was built")?;
    let bytes = std::fs::metadata(file)
        .with_context(|| format!("there is no package {}", file.display()))?
        .len();
    Ok(Figure {
        name: "package",
        what: "Debian package".to_owned(),
        unit: Unit::Megabytes,
        ours: Sample::new(vec![bytes as f64 / 1e6]),
        floor: None,
        budget: Budget::AtMost(15.0),
    })
}
