//! The table against the plainest model of it: a list of `serde_json` objects, looked at row by row.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::cmp::Ordering;
use std::collections::HashMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};
use table::{ColumnHint, Facet, Kind, SortKey, Table, TableBuilder, View, ViewSpec};

type Row = Map<String, Value>;

/// Any JSON value, nested up to three deep.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1000_i32..1000).prop_map(Value::from),
        any::<f64>().prop_filter_map("a number that JSON has", |number| {
            serde_json::Number::from_f64(number).map(Value::Number)
        }),
        (-400_i32..400).prop_map(|quarters| Value::from(f64::from(quarters) / 4.0)),
        any::<String>().prop_map(Value::from),
        time().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((any::<String>(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn time() -> impl Strategy<Value = String> {
    let zone = prop_oneof![4 => Just("Z"), 1 => Just("+02:30"), 1 => Just("-11:00"), 1 => Just("")];
    let fraction = option::of("[0-9]{1,9}");
    (
        1_u32..9999,
        1_u32..=12,
        1_u32..=31,
        0_u32..24,
        0_u32..60,
        0_u32..=60,
        fraction,
        zone,
    )
        .prop_map(|(year, month, day, hour, minute, second, fraction, zone)| {
            let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}")
        })
}

/// Rows that use a few names, so that columns are shared, mixed, late and missing.
fn any_row() -> impl Strategy<Value = Row> {
    let name = prop_oneof![8 => select(vec!["id", "n", "at", "flag", "list", "x"]).prop_map(str::to_owned), 1 => any::<String>()];
    vec((name, any_value()), 0..7).prop_map(|members| members.into_iter().collect())
}

fn hints() -> Vec<ColumnHint> {
    vec![
        ColumnHint::new("id", Kind::Text),
        ColumnHint::new("n", Kind::Number),
        ColumnHint::new("at", Kind::Time),
        ColumnHint::new("flag", Kind::Boolean),
        ColumnHint::new("list", Kind::Nested),
    ]
}

fn load(pages: &[Vec<Row>], pretty: bool) -> Table {
    let mut builder = TableBuilder::new(&hints(), None);
    for rows in pages {
        let body = json!({"value": rows});
        let body = if pretty {
            serde_json::to_string_pretty(&body)
        } else {
            serde_json::to_string(&body)
        };
        builder.append_page(body.unwrap().as_bytes()).unwrap();
    }
    builder.snapshot()
}

/// A row of the kind the views are tested with: columns whose values all fit.
fn tidy_row() -> impl Strategy<Value = Row> {
    let words = select(vec![
        "", "a", "Ab", "AB", "abba", "Ärger", "ärger", "zoo", "100%", "a_b",
    ]);
    let text = option::of(prop_oneof![
        words.prop_map(str::to_owned),
        "[abAB ]{0,12}",
        any::<String>(),
    ]);
    let whole = option::of(prop_oneof![-3_i64..3, any::<i64>()]);
    let decimal = option::of(prop_oneof![
        (-8_i32..8).prop_map(|quarters| f64::from(quarters) / 4.0),
        -1e300..1e300
    ]);
    let status = option::of(select(vec!["New", "InProgress", "Resolved"]));
    let at = option::of(
        (
            2020_u32..2023,
            1_u32..=12,
            1_u32..=28,
            option::of(1_u32..=9_999_999),
        )
            .prop_map(|(year, month, day, steps)| {
                let fraction = steps.map(|steps| format!(".{steps:07}")).unwrap_or_default();
                format!("{year}-{month:02}-{day:02}T00:00:00{fraction}Z")
            }),
    );
    (
        text,
        whole,
        decimal,
        status,
        at,
        option::of(any::<bool>()),
        any::<bool>(),
    )
        .prop_map(|(text, whole, decimal, status, at, flag, sparse)| {
            let row = json!({
                "id": text, "whole": whole, "n": decimal, "status": status, "at": at, "flag": flag,
                "list": [status],
            });
            let Value::Object(mut row) = row else {
                unreachable!()
            };
            if sparse {
                row.retain(|_, value| !value.is_null());
            }
            row
        })
}

const TIDY_COLUMNS: [&str; 7] = ["id", "whole", "n", "status", "at", "flag", "list"];

fn any_spec() -> impl Strategy<Value = ViewSpec> {
    let columns = || {
        subsequence(TIDY_COLUMNS.to_vec(), 0..=4)
            .prop_map(|names| names.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let sort = vec((select(TIDY_COLUMNS.to_vec()), any::<bool>()), 0..=3);
    let statuses = subsequence(vec!["", "New", "InProgress", "Resolved", "Nonsense"], 0..=3);
    let flags = subsequence(vec!["", "true", "false"], 0..=2);
    let text = prop_oneof![
        Just(String::new()),
        "[abAB%_ ]{1,2}",
        Just("ÄR".to_owned()),
        Just("2021-0".to_owned()),
        Just("new".to_owned())
    ];
    (sort, text, columns(), statuses, flags, columns()).prop_map(
        |(sort, text, text_columns, statuses, flags, count_columns)| {
            let strings = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect::<Vec<_>>();
            ViewSpec {
                sort: sort
                    .into_iter()
                    .map(|(column, descending)| SortKey {
                        column: column.to_owned(),
                        descending,
                    })
                    .collect(),
                text,
                text_columns,
                facets: vec![
                    Facet {
                        column: "status".into(),
                        values: strings(statuses),
                    },
                    Facet {
                        column: "flag".into(),
                        values: strings(flags),
                    },
                ],
                count_columns,
                conditions: Vec::new(),
            }
        },
    )
}

fn shown(row: &Row, column: &str) -> Option<String> {
    match row.get(column)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

fn passes_text(row: &Row, spec: &ViewSpec) -> bool {
    let needle = folded(&spec.text);
    needle.is_empty()
        || spec
            .text_columns
            .iter()
            .any(|column| shown(row, column).is_some_and(|text| folded(&text).contains(&needle)))
}

fn passes_facets(row: &Row, spec: &ViewSpec, but: Option<&str>) -> bool {
    spec.facets
        .iter()
        .filter(|facet| !facet.values.is_empty() && Some(facet.column.as_str()) != but)
        .all(|facet| {
            facet
                .values
                .contains(&shown(row, &facet.column).unwrap_or_default())
        })
}

fn compare(left: &Row, right: &Row, key: &SortKey) -> Ordering {
    let value = |row: &Row| row.get(&key.column).filter(|value| !value.is_null()).cloned();
    let (left, right) = match (value(left), value(right)) {
        (None, None) => return Ordering::Equal,
        (None, Some(_)) => return Ordering::Greater,
        (Some(_), None) => return Ordering::Less,
        (Some(left), Some(right)) => (left, right),
    };
    let ordering = match (&left, &right) {
        (Value::Number(left), Value::Number(right)) => match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => left
                .as_f64()
                .unwrap()
                .partial_cmp(&right.as_f64().unwrap())
                .unwrap(),
        },
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        // Times of this model are in one form, whose text sorts as time does once the fraction is there.
        (Value::String(left), Value::String(right)) if key.column == "at" => {
            instant(left).cmp(&instant(right))
        }
        (Value::String(left), Value::String(right)) => folded(left).cmp(&folded(right)),
        _ => folded(&left.to_string()).cmp(&folded(&right.to_string())),
    };
    if key.descending {
        ordering.reverse()
    } else {
        ordering
    }
}

fn instant(text: &str) -> chrono::DateTime<chrono::Utc> {
    text.parse().unwrap()
}

fn model_rows(rows: &[Row], spec: &ViewSpec) -> Vec<u32> {
    let mut ids: Vec<u32> = (0..rows.len() as u32)
        .filter(|id| passes_text(&rows[*id as usize], spec) && passes_facets(&rows[*id as usize], spec, None))
        .collect();
    ids.sort_by(|left, right| {
        let orderings = spec
            .sort
            .iter()
            .map(|key| compare(&rows[*left as usize], &rows[*right as usize], key));
        orderings.fold(Ordering::Equal, Ordering::then)
    });
    ids
}

fn model_counts(rows: &[Row], spec: &ViewSpec, column: &str) -> Vec<(String, u32)> {
    let mut counts = HashMap::new();
    for row in rows
        .iter()
        .filter(|row| passes_text(row, spec) && passes_facets(row, spec, Some(column)))
    {
        *counts.entry(shown(row, column).unwrap_or_default()).or_insert(0) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
    counts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(160) })]

    #[test]
    fn every_row_comes_back_as_it_was_sent(pages in vec(vec(any_row(), 0..12), 0..4), pretty: bool) {
        let table = load(&pages, pretty);
        let rows: Vec<&Row> = pages.iter().flatten().collect();
        prop_assert_eq!(table.rows() as usize, rows.len());
        for (id, row) in rows.into_iter().enumerate() {
            prop_assert_eq!(&table.row(id as u32).unwrap(), row);
        }
    }

    #[test]
    fn every_cell_shows_what_was_sent(pages in vec(vec(any_row(), 0..12), 1..4), pretty: bool) {
        let table = load(&pages, pretty);
        let columns: Vec<String> = table.columns().into_iter().map(|column| column.name).collect();
        let view = View::build(&table, &ViewSpec::default()).unwrap();
        let window = view.window(0, u32::MAX, &columns).unwrap();
        for (cells, row) in window.rows.iter().zip(pages.iter().flatten()) {
            let expected: Vec<Option<String>> = columns.iter().map(|column| shown(row, column)).collect();
            prop_assert_eq!(cells, &expected);
        }
    }

    #[test]
    fn sorting_mixed_values_is_total_and_falls_as_it_rises(pages in vec(vec(any_row(), 0..12), 1..4)) {
        let table = load(&pages, false);
        for column in table.columns() {
            let ids = |descending| {
                let sort = vec![SortKey { column: column.name.clone(), descending }];
                let view = View::build(&table, &ViewSpec { sort, ..ViewSpec::default() }).unwrap();
                view.window(0, u32::MAX, std::slice::from_ref(&column.name)).unwrap()
            };
            let (rising, falling) = (ids(false), ids(true));
            for window in [&rising, &falling] {
                let mut all = window.row_ids.clone();
                all.sort_unstable();
                prop_assert_eq!(all, (0..table.rows()).collect::<Vec<_>>());
                prop_assert!(window.rows.is_sorted_by_key(|cells| cells[0].is_none()));
            }
            let first = |window: &table::Window| window.rows.first().and_then(|cells| cells[0].clone());
            let last = |window: &table::Window| window.rows.iter().rev().find_map(|cells| cells[0].clone());
            let fold = |text: Option<String>| text.map(|text| folded(&text));
            if column.kind == Kind::Text {
                prop_assert_eq!(fold(first(&rising)), fold(last(&falling)));
            }
        }
    }

    #[test]
    fn a_view_keeps_counts_and_sorts_as_the_model_does(
        pages in vec(vec(tidy_row(), 0..40), 1..4),
        repeated in 1_usize..20,
        spec in any_spec(),
    ) {
        // Repeated rows make dictionaries and equal keys.
        let pages: Vec<Vec<Row>> =
            pages.into_iter().map(|rows| std::iter::repeat_n(rows, repeated).flatten().collect()).collect();
        let rows: Vec<Row> = pages.iter().flatten().cloned().collect();
        let mut builder = TableBuilder::new(
            &TIDY_COLUMNS.map(|name| ColumnHint::new(name, match name {
                "whole" | "n" => Kind::Number,
                "at" => Kind::Time,
                "flag" => Kind::Boolean,
                "list" => Kind::Nested,
                _ => Kind::Text,
            })),
            None,
        );
        for rows in &pages {
            builder.append_page(json!({"value": rows}).to_string().as_bytes()).unwrap();
        }
        let view = View::build(&builder.snapshot(), &spec).unwrap();
        let window = view.window(0, u32::MAX, &[]).unwrap();
        prop_assert_eq!(window.row_ids, model_rows(&rows, &spec));
        for (column, counts) in spec.count_columns.iter().zip(view.counts()) {
            let counts: Vec<(String, u32)> =
                counts.values.iter().map(|value| (value.value.clone(), value.count)).collect();
            prop_assert_eq!(counts, model_counts(&rows, &spec, column));
        }
    }

    #[test]
    fn no_bytes_make_the_builder_fail_badly(body in vec(any::<u8>(), 0..200), cut in 0_usize..200, flip in 0_usize..200, byte: u8) {
        let mut builder = TableBuilder::new(&hints(), Some("id"));
        let _ = builder.append_page(&body);
        let mut almost = json!({"@odata.count": 2, "value": [
            {"id": "a\"\\é😀", "n": 1.5e3, "at": "2021-01-01T00:00:00Z", "list": [{"a": null}]},
            {"id": "b", "flag": false}
        ]}).to_string().into_bytes();
        if let Some(target) = almost.get_mut(flip) {
            *target = byte;
        }
        almost.truncate(cut.max(1));
        let _ = builder.append_page(&almost);
        let table = builder.snapshot();
        for id in 0..table.rows() {
            table.row(id).unwrap();
        }
    }
}
