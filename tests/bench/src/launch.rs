//! Start and memory at rest, of the app and of an empty Tauri window.
//!
//! Both are started in the same way, without a WebDriver, on the same display. A window counts as painted from the
//! moment it looks as it then stays: of the app, its frame and the heading and contents of its first screen. That is
//! later than the browser engine's first paint, which may be a spinner, and it is what a person waits for.

use crate::args::{Measure, Options};
use crate::budget::{Budget, Figure, Floor, Unit};
use crate::display::Display;
use crate::memory;
use crate::sample::Sample;
use anyhow::{Context, Result};
use std::path::Path;
use std::time::Instant;
use system_tests::{Desktop, KeyStore, Process};

/// Starts of each that count.
const TURNS: usize = 7;

/// What one start showed.
struct Started {
    milliseconds: f64,
    mebibytes: f64,
}

/// Measures what is wanted of [`Measure::Start`] and [`Measure::Idle`].
pub async fn measure(options: &Options, wanted: &[Measure]) -> Result<Vec<Figure>> {
    let desktop = Desktop::start(KeyStore::Absent)?;
    let display = Display::open(&desktop.framebuffer())?;
    let data = desktop.folder().join("app-data");
    let app_args = ["--data-dir".to_owned(), data.to_string_lossy().into_owned()];
    let idle = wanted.contains(&Measure::Idle);

    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for turn in 0..=TURNS {
        let app = start(&desktop, &display, "app", &options.app, &app_args, idle)
            .await
            .context("starting the app")?;
        let empty = start(&desktop, &display, "empty", &options.empty, &[], idle)
            .await
            .context("starting the empty window")?;
        // The first start of each fills caches on disk and counts for neither.
        if turn > 0 {
            ours.push(app);
            floor.push(empty);
        }
    }
    let figure = |name, what: &str, unit, bound, figure: fn(&Started) -> f64| Figure {
        name,
        what: what.to_owned(),
        unit,
        ours: Sample::new(ours.iter().map(figure).collect()),
        floor: Some(Floor {
            what: "empty Tauri window",
            sample: Sample::new(floor.iter().map(figure).collect()),
        }),
        budget: Budget::TimesFloor(bound),
    };
    let mut figures = Vec::new();
    if wanted.contains(&Measure::Start) {
        figures.push(figure(
            "start",
            "start to first usable paint",
            Unit::Milliseconds,
            1.35,
            |started| started.milliseconds,
        ));
    }
    if idle {
        figures.push(figure(
            "idle",
            "memory of all processes, idle (PSS)",
            Unit::Mebibytes,
            1.3,
            |started| started.mebibytes,
        ));
    }
    Ok(figures)
}

async fn start(
    desktop: &Desktop,
    display: &Display,
    name: &str,
    program: &Path,
    args: &[String],
    idle: bool,
) -> Result<Started> {
    display.cleared().await?;
    let mut command = desktop.command(program);
    command.args(args);
    let start = Instant::now();
    let mut process = Process::start(name, &mut command, &desktop.logs())?;
    let painted = display.painted(start, || process.has_ended()).await;
    let painted = painted.with_context(|| format!("it said: {}", process.log_tail()))?;
    let mebibytes = if idle {
        memory::at_rest(|| process.family()).await?
    } else {
        0.0
    };
    Ok(Started {
        milliseconds: painted.as_secs_f64() * 1000.0,
        mebibytes,
    })
}
