//! What is measured in the app's real window, with somebody signed in to its sandbox tenant.

use crate::args::{Measure, Options};
use crate::budget::{Budget, Figure, Floor, Unit};
use crate::compute::{ROWS, grouped};
use crate::display::Display;
use crate::memory;
use crate::sample::{Sample, in_turns};
use crate::scroll;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::cell::Cell;
use system_tests::walk::{self, account};
use system_tests::{Journey, KeyStore, Window, until};

/// Rows of the small and of the large result.
const FEW: u32 = 1_000;
const MANY: u32 = 1_000_000;
/// Turns that count.
const TURNS: usize = 15;
/// Windows of rows read in a turn.
const WINDOWS: usize = 20;
/// A long load outlasts one wait for a condition, each of about a minute.
const WAITS: usize = 15;

/// The app with so many alerts, signed in and on the *Alerts* screen.
async fn open(options: &Options, alerts: u32) -> Result<Journey> {
    let mut journey = Journey::start(system_tests::Options {
        app: options.app.clone(),
        app_args: vec!["--sandbox-alerts".to_owned(), alerts.to_string()],
        key_store: KeyStore::Absent,
        pictures: options.out.clone(),
    })
    .await?;
    walk::use_sandbox(journey.window()?).await?;
    walk::sign_in(&mut journey, account::ANALYST).await?;
    let window = journey.window()?;
    window.click("nav-alerts").await?;
    window.shown("load-alerts").await?;
    Ok(journey)
}

/// Loads all alerts.
async fn load(window: &Window, alerts: u32) -> Result<()> {
    window.click("load-alerts").await?;
    if window.one_of(&["alerts-count", "error-banner"]).await? == "error-banner" {
        anyhow::bail!(
            "the alerts could not be loaded: {}",
            window.text("error-banner").await?
        );
    }
    let complete = async || {
        let done = window.attribute_where("alerts-count", "data-complete", "a complete load", |complete| {
            complete == "true"
        });
        done.await
    };
    let mut loaded = complete().await;
    for _ in 1..WAITS {
        if loaded.is_ok() {
            break;
        }
        loaded = complete().await;
    }
    loaded?;
    let count = walk::count(window).await?;
    ensure!(count.total == alerts, "{} of {alerts} alerts came", count.total);
    Ok(())
}

/// Memory that 100,000 alerts add to the app's processes, against the bytes they came in.
pub async fn memory(options: &Options, bytes: usize) -> Result<Figure> {
    let journey = open(options, ROWS).await?;
    let window = journey.window()?;
    let before = memory::at_rest(|| window.processes()).await?;
    load(window, ROWS).await?;
    let after = memory::at_rest(|| window.processes()).await?;
    Ok(Figure {
        name: "memory",
        what: format!("memory added by {} alerts, all processes (PSS)", grouped(ROWS)),
        unit: Unit::Mebibytes,
        ours: Sample::new(vec![after - before]),
        floor: Some(Floor {
            what: "their JSON",
            sample: Sample::new(vec![bytes as f64 / 1_048_576.0]),
        }),
        budget: Budget::TimesFloor(1.25),
    })
}

/// Measures what is wanted of [`Measure::Window`] and [`Measure::Scroll`].
pub async fn large(options: &Options, wanted: &[Measure]) -> Result<Vec<Figure>> {
    let many = open(options, MANY).await?;
    let large = many.window()?;
    remember_requests(large).await?;
    load(large, MANY).await?;
    let mut figures = Vec::new();
    if wanted.contains(&Measure::Window) {
        figures.push(rows(options, large).await?);
    }
    if wanted.contains(&Measure::Scroll) {
        figures.extend(scroll::measure(large, &Display::open(&many.framebuffer())?, MANY).await?);
    }
    many.no_complaints().await?;
    Ok(figures)
}

/// Keeps in the page what it last asked for rows with, so that the same can be asked again with another offset.
async fn remember_requests(window: &Window) -> Result<()> {
    window
        .script(
            "const real = window.fetch;\n\
             window.fetch = function (address, options) {\n\
               if (String(address).includes('get_rows')) {\n\
                 const body = options.body;\n\
                 window.benchRows = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)).request;\n\
               }\n\
               return real.call(window, address, options);\n\
             };\n\
             return null;",
            vec![],
        )
        .await
}

/// Sorts by title with a click, and waits until the page has asked for rows of that view.
async fn sort_by_title(window: &Window) -> Result<()> {
    let view = "return window.benchRows ? window.benchRows.viewId : null";
    let before: Option<u32> = window.script(view, vec![]).await?;
    before.context("the page has asked for no rows")?;
    let () = window
        .script(
            "document.querySelector('[role=columnheader][data-column=\"title\"] button').click();\n\
             return null;",
            vec![],
        )
        .await?;
    until("rows in the new order", async || {
        let now: Option<u32> = window.script(view, vec![]).await?;
        let busy: bool = window
            .script(
                "return document.querySelector('[data-testid=\"alerts-grid\"]').getAttribute('aria-busy') === 'true'",
                vec![],
            )
            .await?;
        Ok((now != before && !busy).then_some(()))
    })
    .await
}

/// One window of 100 rows of a sorted view, as the page gets it, at many rows and at few.
async fn rows(options: &Options, large: &Window) -> Result<Figure> {
    let few = open(options, FEW).await?;
    let small = few.window()?;
    remember_requests(small).await?;
    load(small, FEW).await?;
    sort_by_title(small).await?;
    sort_by_title(large).await?;
    let turn = Cell::new(0_u32);
    let ours = async || {
        turn.set(turn.get() + 1);
        window_of_rows(large, MANY, turn.get()).await
    };
    let floor = async || window_of_rows(small, FEW, turn.get()).await;
    let (ours, floor) = in_turns(TURNS, ours, floor).await?;
    Ok(Figure {
        name: "window",
        what: format!("window of 100 rows, IPC included, at {} rows", grouped(MANY)),
        unit: Unit::Milliseconds,
        ours,
        floor: Some(Floor {
            what: "the same at 1,000 rows",
            sample: floor,
        }),
        budget: Budget::TimesFloor(1.5),
    })
}

/// Milliseconds that a window of 100 rows takes, on average over some in different places.
async fn window_of_rows(window: &Window, rows: u32, turn: u32) -> Result<f64> {
    // Places that are spread over the rows and are others in each turn.
    let places: Vec<u32> = (0..WINDOWS as u32)
        .map(|place| {
            (place
                .wrapping_mul(2_654_435_761)
                .wrapping_add(turn.wrapping_mul(40_503)))
                % (rows - 100)
        })
        .collect();
    window
        .async_script(
            "const [places, done] = arguments;\n\
             const read = async () => {\n\
               const start = performance.now();\n\
               for (const offset of places) {\n\
                 const request = { ...window.benchRows, offset, count: 100 };\n\
                 const { rows } = await window.__TAURI_INTERNALS__.invoke('get_rows', { request });\n\
                 if (rows.length !== 100) { return -1; }\n\
               }\n\
               return (performance.now() - start) / places.length;\n\
             };\n\
             read().then(done, () => done(-1));",
            vec![json!(places)],
        )
        .await
        .and_then(|took: f64| {
            ensure!(took >= 0.0, "the page did not get its rows");
            Ok(took)
        })
}
