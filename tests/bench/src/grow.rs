//! How time and memory grow with the number of rows, and how fast paging could go.
//!
//! Each size is measured in a process of its own, so that memory which an earlier size gave back does not hide what
//! the next one takes. The rows come page by page from a sandbox tenant in the process that asks.

use crate::args::GrowOptions;
use crate::compute::{TEXT_COLUMNS, grouped, milliseconds, search, sorted_by};
use crate::memory;
use crate::report::Extra;
use crate::sample::Sample;
use crate::tenant::{self, PAGE, Tenant};
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::hint::black_box;
use std::io::Read;
use std::process::Stdio;
use std::time::Instant;
use table::{View, ViewSpec};
use tokio::io::AsyncWriteExt;

/// The sizes.
const SIZES: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];
/// Turns that count, of what is quick.
const TURNS: usize = 5;
/// What is looked for.
const WORD: &str = "suspicious";

/// One size.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Grown {
    rows: u32,
    /// Of JSON.
    bytes: usize,
    /// To decode all pages.
    decode_ms: f64,
    /// To fetch and decode all pages, the sandbox tenant's work included.
    load_ms: f64,
    memory_mib: f64,
    sort_ms: f64,
    filter_ms: f64,
    window_ms: f64,
}

/// One size, in this process. The token comes on standard input, the figures go to standard output.
pub async fn one(options: &GrowOptions) -> Result<String> {
    let mut token = String::new();
    std::io::stdin().read_to_string(&mut token)?;
    let client = tenant::client(options.api.parse()?, token.into())?;
    // The client's own memory, and what the first call of anything takes, is not the rows'.
    let mut warm = tenant::alerts();
    tenant::load(&client, 1, async |body| Ok(warm.append_page(&body)?)).await?;
    drop(warm);

    let before = memory::own();
    let mut builder = tenant::alerts();
    let (mut bytes, mut decode_ms) = (0, 0.0);
    let start = Instant::now();
    tenant::load(&client, options.rows, async |body| {
        bytes += body.len();
        let start = Instant::now();
        let page = builder.append_page(&body)?;
        decode_ms += milliseconds(start);
        Ok(page)
    })
    .await?;
    let load_ms = milliseconds(start);
    let memory_mib = memory::own() - before;

    let table = builder.snapshot();
    let median = |measure: &dyn Fn() -> Result<f64>| -> Result<f64> {
        let figures = (0..=TURNS).map(|_| measure()).collect::<Result<Vec<_>>>()?;
        Ok(Sample::new(figures.into_iter().skip(1).collect()).median())
    };
    let sort_ms = median(&|| {
        let table = builder.snapshot();
        let start = Instant::now();
        black_box(View::build(&table, &sorted_by("title"))?);
        Ok(milliseconds(start))
    })?;
    let filter_ms = median(&|| {
        let start = Instant::now();
        black_box(View::build(&table, &search(WORD))?);
        Ok(milliseconds(start))
    })?;
    let sorted = View::build(&table, &sorted_by("title"))?;
    let unsorted = View::build(&table, &ViewSpec::default())?;
    let columns = TEXT_COLUMNS.map(str::to_owned);
    let last = options.rows.saturating_sub(100);
    let window_ms = median(&|| {
        let start = Instant::now();
        for part in 0..50 {
            let offset = (u64::from(last) * part / 49) as u32;
            black_box(sorted.window(offset, 100, &columns)?);
            black_box(unsorted.window(offset, 100, &columns)?);
        }
        Ok(milliseconds(start) / 100.0)
    })?;
    Ok(serde_json::to_string(&Grown {
        rows: options.rows,
        bytes,
        decode_ms,
        load_ms,
        memory_mib,
        sort_ms,
        filter_ms,
        window_ms,
    })?)
}

/// All sizes, each in a process of its own, and what paging reaches.
pub async fn all() -> Result<Vec<Extra>> {
    let largest = SIZES.into_iter().max().unwrap_or_default();
    let tenant = Tenant::start(largest).await?;
    let mut grown = Vec::new();
    for rows in SIZES {
        grown.push(
            in_a_process(&tenant, rows)
                .await
                .with_context(|| format!("{rows} rows"))?,
        );
    }
    let paging = grown.last().context("no size was measured").and_then(paging)?;
    Ok(vec![growth(&grown), paging])
}

async fn in_a_process(tenant: &Tenant, rows: u32) -> Result<Grown> {
    let mut child = tokio::process::Command::new(std::env::current_exe()?)
        .args(["--grow", &rows.to_string(), "--api", tenant.api().as_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let mut input = child.stdin.take().context("no standard input")?;
    input.write_all(tenant.token_text.as_bytes()).await?;
    drop(input);
    let output = child.wait_with_output().await?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        bail!("it ended with {}: {}", output.status, text.trim());
    }
    serde_json::from_str(&text).with_context(|| format!("no figures: {}", text.trim()))
}

fn growth(grown: &[Grown]) -> Extra {
    let heading = ["rows", "JSON", "decode", "memory", "sort", "filter", "100 rows"].map(str::to_owned);
    let lines = grown.iter().map(|size| {
        vec![
            grouped(size.rows),
            format!("{:.1} MB", size.bytes as f64 / 1e6),
            format!("{:.1} ms", size.decode_ms),
            format!("{:.1} MiB", size.memory_mib),
            format!("{:.2} ms", size.sort_ms),
            format!("{:.2} ms", size.filter_ms),
            format!("{:.3} ms", size.window_ms),
        ]
    });
    Extra {
        title: "Growth (sort: first sort by title; filter: one word in 4 columns; 100 rows: anywhere, sorted or not)"
            .to_owned(),
        lines: std::iter::once(heading.to_vec()).chain(lines).collect(),
        json: ("growth", json!(grown)),
    }
}

/// What the largest size says of paging, against the limit that is documented for the operation.
fn paging(largest: &Grown) -> Result<Extra> {
    let limit = defender::catalogue()
        .operation("listAlerts")
        .and_then(|operation| operation.rate_limit.as_ref())
        .context("listAlerts has no documented limit")?;
    let page = f64::from(PAGE);
    let per_second = |calls: Option<u32>, seconds: f64| calls.map(|calls| f64::from(calls) * page / seconds);
    let rows = f64::from(largest.rows);
    let speeds = [
        (
            "documented limit, first minute",
            per_second(limit.per_minute, 60.0),
        ),
        ("documented limit, hour", per_second(limit.per_hour, 3600.0)),
        (
            "client and sandbox tenant, one page after the other",
            Some(rows / (largest.load_ms / 1000.0)),
        ),
        (
            "client alone: decoding",
            Some(rows / (largest.decode_ms / 1000.0)),
        ),
    ];
    let heading = ["paging, 10,000 rows a page", "rows a second", "calls a minute"].map(str::to_owned);
    let lines = speeds.iter().map(|(what, speed)| {
        let shown =
            |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), |figure| grouped(figure as u32));
        vec![
            (*what).to_owned(),
            shown(*speed),
            shown(speed.map(|speed| speed * 60.0 / page)),
        ]
    });
    let json: Vec<Value> = speeds
        .iter()
        .map(|(what, speed)| json!({ "what": what, "rowsPerSecond": speed }))
        .collect();
    Ok(Extra {
        title: "Paging against the documented limit of listAlerts".to_owned(),
        lines: std::iter::once(heading.to_vec()).chain(lines).collect(),
        json: ("paging", json!(json)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paging_is_compared_with_the_limit() {
        let largest = Grown {
            rows: 1_000_000,
            bytes: 0,
            decode_ms: 10_000.0,
            load_ms: 40_000.0,
            memory_mib: 0.0,
            sort_ms: 0.0,
            filter_ms: 0.0,
            window_ms: 0.0,
        };
        let lines = paging(&largest).unwrap().lines;
        let speeds: Vec<&str> = lines.iter().skip(1).map(|line| line[1].as_str()).collect();
        assert_eq!(speeds, ["16,666", "4,166", "25,000", "100,000"]);
        let calls: Vec<&str> = lines.iter().skip(1).map(|line| line[2].as_str()).collect();
        assert_eq!(calls, ["100", "25", "150", "600"]);
    }
}
