//! Scrolling in the app's real window.
//!
//! The budget is in frames a second and blank rows, whatever the machine. What a machine can do without a graphics card
//! is measured beside it: the same rows as plain elements in the same place, scrolled by the same steps, with no script
//! that draws them.
//!
//! A frame counts when it reaches the display: the page may be asked to draw more often than it is shown. Where the
//! display seems to change more often than the page was asked to draw, a frame came in pieces; the lower number counts.

use crate::budget::{Budget, Figure, Floor, Unit};
use crate::compute::grouped;
use crate::display::Display;
use crate::sample::{Sample, in_turns};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;
use std::cell::RefCell;
use system_tests::Window;

/// Turns that count.
const TURNS: usize = 3;
/// How long a turn is watched.
const SECONDS: u32 = 3;

/// A way of scrolling.
struct Way {
    what: &'static str,
    /// Rows from one move to the next; none for another place anywhere. Then the display has nothing to show between
    /// two moves, and only blank rows count.
    rows: u32,
    /// Frames from one move to the next.
    frames: u32,
}

const WAYS: [Way; 3] = [
    Way {
        what: "one row a frame",
        rows: 1,
        frames: 1,
    },
    Way {
        what: "thirty rows a frame",
        rows: 30,
        frames: 1,
    },
    Way {
        what: "three times a second to anywhere",
        rows: 0,
        frames: 20,
    },
];

/// What was seen while scrolling.
#[derive(Debug, Deserialize)]
struct Scrolled {
    /// That the page was asked to draw, and of those that were seen on the display.
    frames: f64,
    seconds: f64,
    /// Milliseconds that the place of a row on screen stayed without its row's contents, at worst: from the frame in
    /// which it was first missing to the one in which it was there.
    blank: f64,
}

/// Scrolls as a person reads, as a person flings, and as a person drags the bar.
pub async fn measure(window: &Window, display: &Display, rows: u32) -> Result<Vec<Figure>> {
    let blank = RefCell::new(Vec::new());
    let mut figures = Vec::new();
    for way in &WAYS {
        let ours = async || {
            let seen = scrolled(window, display, way, false).await?;
            blank.borrow_mut().push(seen.blank);
            Ok(seen.frames / seen.seconds)
        };
        let floor = async || {
            let seen = scrolled(window, display, way, true).await?;
            Ok(seen.frames / seen.seconds)
        };
        let failed = || format!("scrolling {}", way.what);
        if way.rows == 0 {
            for _ in 0..TURNS {
                ours().await.with_context(failed)?;
            }
            continue;
        }
        let (ours, floor) = in_turns(TURNS, ours, floor).await.with_context(failed)?;
        figures.push(Figure {
            name: "scroll",
            what: format!("scroll at {} rows, {}", grouped(rows), way.what),
            unit: Unit::FramesPerSecond,
            ours,
            floor: Some(Floor {
                what: "plain rows, no script (60 fps at most)",
                sample: floor,
            }),
            budget: Budget::AtLeast(50.0),
        });
    }
    figures.push(Figure {
        name: "scroll",
        what: format!("scroll at {} rows, longest blank row, all ways", grouped(rows)),
        unit: Unit::Milliseconds,
        ours: Sample::new(vec![Sample::new(blank.into_inner()).greatest()]),
        floor: None,
        budget: Budget::AtMost(100.0),
    });
    Ok(figures)
}

async fn scrolled(window: &Window, display: &Display, way: &Way, plain: bool) -> Result<Scrolled> {
    let arguments = vec![json!(way.rows), json!(way.frames), json!(SECONDS), json!(plain)];
    let script = async { window.async_script::<Scrolled>(SCROLL, arguments).await };
    let (mut seen, pictures) = display.pictures_during(script).await?;
    seen.frames = seen.frames.min(f64::from(pictures));
    ensure!(seen.frames > 0.0, "no frame was drawn");
    Ok(seen)
}

/// Moves the table, or plain copies of its rows, in step with the frames. Looks in each frame for rows of the table that
/// have not arrived and for places without a row.
const SCROLL: &str = "const [step, every, seconds, plain, done] = arguments;\n\
    const grid = document.querySelector('[data-testid=\"alerts-grid\"]');\n\
    const box = grid.getBoundingClientRect();\n\
    const header = grid.querySelector('[role=columnheader]').getBoundingClientRect().bottom;\n\
    const drawn = [...grid.querySelectorAll('[role=row][data-row-index]')];\n\
    let moved = grid;\n\
    let count = Number(grid.getAttribute('aria-rowcount')) - 1;\n\
    if (plain) {\n\
      moved = document.createElement('div');\n\
      moved.style.cssText = `position: fixed; z-index: 99; overflow: auto; background: white; left: ${box.left}px; ` +\n\
        `top: ${header}px; width: ${box.width}px; height: ${box.bottom - header}px`;\n\
      count = 2000;\n\
      for (let at = 0; at < count; at += 1) {\n\
        const copy = drawn[at % drawn.length].cloneNode(true);\n\
        copy.style.position = 'static';\n\
        copy.style.transform = 'none';\n\
        copy.removeAttribute('id');\n\
        moved.append(copy);\n\
      }\n\
      grid.parentElement.append(moved);\n\
    }\n\
    const range = moved.scrollHeight - moved.clientHeight;\n\
    const row = moved.scrollHeight / count;\n\
    const points = [0.1, 0.5, 0.9].map((part) => header + (box.bottom - header - 20) * part);\n\
    const since = new Map();\n\
    let frames = 0, blank = 0, chance = 1, start = 0, place = range / 3;\n\
    moved.scrollTop = place;\n\
    const look = (now) => {\n\
      frames += 1;\n\
      const missing = new Set();\n\
      for (const waiting of plain ? [] : grid.querySelectorAll('[role=row][aria-busy=true]')) {\n\
        const seen = waiting.getBoundingClientRect();\n\
        if (seen.bottom > header && seen.top < box.bottom) { missing.add(waiting.dataset.rowIndex); }\n\
      }\n\
      for (const y of points) {\n\
        if (document.elementFromPoint(box.left + 40, y)?.closest('[role=row]') == null) { missing.add(`at ${y}`); }\n\
      }\n\
      for (const [gap, from] of since) {\n\
        blank = Math.max(blank, now - from);\n\
        if (!missing.has(gap)) { since.delete(gap); }\n\
      }\n\
      for (const gap of missing) { if (!since.has(gap)) { since.set(gap, now); } }\n\
      if (frames % every === 0) {\n\
        chance = (chance * 48271) % 2147483647;\n\
        place = step === 0 ? range * (chance / 2147483647) : (place + step * row) % range;\n\
        moved.scrollTop = place;\n\
      }\n\
      if (now - start < seconds * 1000) { requestAnimationFrame(look); return; }\n\
      if (plain) { moved.remove(); }\n\
      done({ frames, seconds: (now - start) / 1000, blank });\n\
    };\n\
    requestAnimationFrame((now) => { start = now; requestAnimationFrame(look); });";
