//! What is measured without a window: a page from the wire to its rows, filter and sort. The floors are the same bytes
//! and the same texts, read and searched by the libraries alone.

use crate::args::Measure;
use crate::budget::{Budget, Figure, Floor, Unit};
use crate::sample::in_turns;
use crate::tenant::{self, PAGE, Tenant};
use anyhow::{Result, ensure};
use arrow::array::StringArray;
use arrow::compute::kernels::comparison::contains;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::hint::black_box;
use std::time::Instant;
use table::{SortKey, Table, TableBuilder, View, ViewSpec};
use tokio::net::TcpListener;
use url::Url;

/// Rows that are filtered and sorted.
pub const ROWS: u32 = 100_000;
/// Columns that the table of alerts searches.
pub const TEXT_COLUMNS: [&str; 4] = ["title", "computerDnsName", "assignedTo", "category"];
/// Columns that the table of alerts shows at first.
const SHOWN: [&str; 8] = [
    "severity",
    "title",
    "status",
    "category",
    "computerDnsName",
    "assignedTo",
    "alertCreationTime",
    "lastUpdateTime",
];
/// Typed letter by letter.
const TYPED: &str = "suspicious";
/// Turns that count.
const TURNS: usize = 15;

/// A table of alerts and how many bytes it came in.
///
/// Its rows are in no order. The sandbox tenant sends them by time, and ids follow the time: sorting what is sorted
/// already tells nothing of sorting.
pub struct Alerts {
    builder: TableBuilder,
    /// Of JSON.
    pub bytes: usize,
}

/// A page, with its rows as text.
#[derive(Deserialize, Serialize)]
struct Body {
    value: Vec<Box<RawValue>>,
}

impl Alerts {
    /// Loads [`ROWS`] alerts.
    pub async fn load() -> Result<Self> {
        let tenant = Tenant::start(ROWS).await?;
        let (mut rows, mut bytes) = (Vec::new(), 0);
        let mut first = tenant::alerts();
        tenant::load(&tenant.client()?, ROWS, async |body| {
            bytes += body.len();
            rows.extend(serde_json::from_slice::<Body>(&body)?.value);
            Ok(first.append_page(&body)?)
        })
        .await?;
        let mut builder = tenant::alerts();
        let mut rows = in_no_order(rows).into_iter();
        loop {
            let value: Vec<_> = rows.by_ref().take(PAGE as usize).collect();
            if value.is_empty() {
                break;
            }
            builder.append_page(&serde_json::to_vec(&Body { value })?)?;
        }
        Ok(Self { builder, bytes })
    }
}

/// The same things in an order that looks like chance and is the same in every run (Fisher and Yates, with the
/// multiplier of MINSTD).
fn in_no_order<T>(mut things: Vec<T>) -> Vec<T> {
    let mut chance = 1_u64;
    for last in (1..things.len()).rev() {
        chance = chance * 48_271 % 2_147_483_647;
        things.swap(last, chance as usize % (last + 1));
    }
    things
}

/// Measures what is wanted of filter and sort.
pub async fn measured_on(alerts: &Alerts, wanted: &[Measure]) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    if wanted.contains(&Measure::Filter) {
        figures.push(filter(alerts).await?);
    }
    if wanted.contains(&Measure::Sort) {
        // Titles repeat, ids do not: the two ends of what a text column can be.
        for column in ["title", "id"] {
            figures.push(sort(alerts, column).await?);
        }
    }
    Ok(figures)
}

/// The page as the app reads it, against the same bytes read by the same HTTP client and parsed by `serde_json`.
pub async fn page() -> Result<Figure> {
    let body = {
        let tenant = Tenant::start(PAGE).await?;
        let mut whole = Vec::new();
        tenant::load(&tenant.client()?, PAGE, async |body| {
            let page = tenant::alerts().append_page(&body)?;
            whole = body;
            Ok(page)
        })
        .await?;
        Bytes::from(whole)
    };
    let megabytes = body.len() as f64 / 1e6;
    let api = serve(body).await?;
    let client = tenant::client(api.clone(), "a token".to_owned().into())?;
    let columns = SHOWN.map(str::to_owned);
    let ours = async || {
        let start = Instant::now();
        let mut builder = tenant::alerts();
        tenant::load(&client, PAGE, async |body| {
            // As the app does it: a large page is decoded where blocking is allowed.
            let mut taken = std::mem::replace(&mut builder, tenant::alerts());
            let (back, page) = tokio::task::spawn_blocking(move || {
                let page = taken.append_page(&body);
                (taken, page)
            })
            .await?;
            builder = back;
            Ok(page?)
        })
        .await?;
        let view = View::build(&builder.snapshot(), &ViewSpec::default())?;
        let window = view.window(0, 100, &columns)?;
        let took = milliseconds(start);
        ensure!(window.rows.len() == 100, "the first window is not full");
        Ok(took)
    };
    let http = defender::loopback_http_client()?;
    let address = api.join("api/alerts")?;
    let floor = async || {
        let start = Instant::now();
        let body = http.get(address.clone()).send().await?.bytes().await?;
        let value: serde_json::Value = serde_json::from_slice(&body)?;
        let took = milliseconds(start);
        ensure!(value["value"].is_array(), "the page has no rows");
        Ok(took)
    };
    let (ours, floor) = in_turns(TURNS, ours, floor).await?;
    Ok(Figure {
        name: "page",
        what: format!("fetch, decode, first window of a 10,000-alert page ({megabytes:.1} MB)"),
        unit: Unit::Milliseconds,
        ours,
        floor: Some(Floor {
            what: "read and parsed to serde_json::Value",
            sample: floor,
        }),
        budget: Budget::TimesFloor(1.2),
    })
}

/// Serves these bytes on loopback, whatever is asked for.
async fn serve(body: Bytes) -> Result<Url> {
    let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
    let address = format!("http://{}/", listener.local_addr()?);
    let answer = move || async move { ([(CONTENT_TYPE, "application/json")], body) };
    let router = Router::new().route("/api/alerts", get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(Url::parse(&address)?)
}

/// What the window asks for with each letter, against Arrow's `contains` over the same texts.
async fn filter(alerts: &Alerts) -> Result<Figure> {
    let table = alerts.builder.snapshot();
    let texts = TEXT_COLUMNS
        .iter()
        .map(|column| texts(&table, column))
        .collect::<Result<Vec<_>>>()?;
    let typed: Vec<&str> = (1..=TYPED.len()).filter_map(|end| TYPED.get(..end)).collect();
    let letters = typed.len() as f64;
    let ours = async || {
        let start = Instant::now();
        for text in &typed {
            black_box(View::build(&table, &search(text))?);
        }
        Ok(milliseconds(start) / letters)
    };
    let floor = async || {
        let start = Instant::now();
        for text in &typed {
            let text = StringArray::new_scalar(*text);
            for column in &texts {
                black_box(contains(column, &text)?);
            }
        }
        Ok(milliseconds(start) / letters)
    };
    let (ours, floor) = in_turns(TURNS, ours, floor).await?;
    Ok(Figure {
        name: "filter",
        what: format!(
            "filter as you type, 4 text columns, {} rows, a letter",
            grouped(ROWS)
        ),
        unit: Unit::Milliseconds,
        ours,
        floor: Some(Floor {
            what: "Arrow contains, case-sensitive",
            sample: floor,
        }),
        budget: Budget::TimesFloor(1.5),
    })
}

/// The first sort by a column, for which nothing is prepared, against Arrow's sort of the same texts.
async fn sort(alerts: &Alerts, column: &str) -> Result<Figure> {
    let texts = texts(&alerts.builder.snapshot(), column)?;
    let ours = async || {
        // A snapshot of its own has no order from the turn before.
        let table = alerts.builder.snapshot();
        let start = Instant::now();
        black_box(View::build(&table, &sorted_by(column))?);
        Ok(milliseconds(start))
    };
    let floor = async || {
        let start = Instant::now();
        black_box(arrow::compute::sort_to_indices(&texts, None, None)?);
        Ok(milliseconds(start))
    };
    let (ours, floor) = in_turns(TURNS, ours, floor).await?;
    Ok(Figure {
        name: "sort",
        what: format!("sort by a text column ({column}), {} rows", grouped(ROWS)),
        unit: Unit::Milliseconds,
        ours,
        floor: Some(Floor {
            what: "Arrow sort, case-sensitive",
            sample: floor,
        }),
        budget: Budget::TimesFloor(1.5),
    })
}

/// A view of rows that have this text, whatever the case.
pub fn search(text: &str) -> ViewSpec {
    ViewSpec {
        text: text.to_owned(),
        text_columns: TEXT_COLUMNS.map(str::to_owned).to_vec(),
        ..ViewSpec::default()
    }
}

/// A view in the order of a column.
pub fn sorted_by(column: &str) -> ViewSpec {
    ViewSpec {
        sort: vec![SortKey {
            column: column.to_owned(),
            descending: false,
        }],
        ..ViewSpec::default()
    }
}

/// The texts of a column as one plain Arrow array.
fn texts(table: &Table, column: &str) -> Result<StringArray> {
    let view = View::build(table, &ViewSpec::default())?;
    let window = view.window(0, table.rows(), &[column.to_owned()])?;
    let cells = window
        .rows
        .into_iter()
        .map(|row| row.into_iter().next().flatten());
    let texts: StringArray = cells.collect();
    ensure!(
        arrow::array::Array::len(&texts) == table.rows() as usize,
        "not every row has a cell"
    );
    Ok(texts)
}

/// Milliseconds since then.
pub fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}

/// A number with its thousands apart.
pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart() {
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(grouped(100), "100");
    }

    #[test]
    fn nothing_is_lost_by_taking_the_order_away() {
        let mixed = in_no_order((0..1000).collect::<Vec<_>>());
        assert!(!mixed.is_sorted());
        let mut sorted = mixed.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..1000).collect::<Vec<_>>());
        assert_eq!(in_no_order(Vec::<u8>::new()), Vec::<u8>::new());
    }

    #[test]
    fn texts_come_back_as_one_array() {
        let mut builder = tenant::alerts();
        builder
            .append_page(br#"{"value":[{"id":"1","title":"b"},{"id":"2"},{"id":"3","title":"a"}]}"#)
            .unwrap();
        assert_eq!(
            texts(&builder.snapshot(), "title").unwrap(),
            StringArray::from(vec![Some("b"), None, Some("a")])
        );
    }
}
