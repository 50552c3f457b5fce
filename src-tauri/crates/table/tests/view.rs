//! What a view keeps, counts, and in which order.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use serde_json::{Value, json};
use table::{ColumnHint, Facet, Kind, SortKey, Table, TableBuilder, TableError, View, ViewSpec};

fn table(pages: &[Value]) -> Table {
    let severities = ["UnSpecified", "Informational", "Low", "Medium", "High"];
    let hints = [
        ColumnHint::new("id", Kind::Text),
        ColumnHint::new("severity", Kind::Text).ranked(severities),
        ColumnHint::new("n", Kind::Number),
        ColumnHint::new("at", Kind::Time),
        ColumnHint::new("flag", Kind::Boolean),
    ];
    let mut builder = TableBuilder::new(&hints, None);
    for page in pages {
        builder
            .append_page(json!({"value": page}).to_string().as_bytes())
            .unwrap();
    }
    builder.snapshot()
}

fn ids(table: &Table, spec: &ViewSpec) -> Vec<u32> {
    let view = View::build(table, spec).unwrap();
    let window = view.window(0, u32::MAX, &[]).unwrap();
    assert_eq!(window.row_ids.len(), view.rows() as usize);
    window.row_ids
}

fn sorted(table: &Table, column: &str, descending: bool) -> Vec<u32> {
    let sort = vec![SortKey {
        column: column.to_owned(),
        descending,
    }];
    ids(
        table,
        &ViewSpec {
            sort,
            ..ViewSpec::default()
        },
    )
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn text_sorts_whatever_the_case_with_absent_values_last_both_ways() {
    let table = table(&[
        json!([{"id": "beta"}, {"id": null}, {"id": "Alpha"}]),
        json!([{"id": "ALPHA"}, {}, {"id": "alphabet"}, {"id": ""}]),
    ]);
    assert_eq!(sorted(&table, "id", false), [6, 2, 3, 5, 0, 1, 4]);
    assert_eq!(sorted(&table, "id", true), [0, 5, 2, 3, 6, 1, 4]);
}

#[test]
fn severities_sort_by_rank_and_unknown_words_after_them() {
    let table = table(&[json!([
        {"severity": "High"}, {"severity": "Low"}, {"severity": "Critical"},
        {"severity": "unspecified"}, {"severity": "Medium"}, {"severity": "Informational"}, {"severity": null}
    ])]);
    assert_eq!(sorted(&table, "severity", false), [3, 5, 1, 4, 0, 2, 6]);
    assert_eq!(sorted(&table, "severity", true), [2, 0, 4, 1, 5, 3, 6]);
}

#[test]
fn numbers_sort_by_value_however_they_are_written() {
    let numbers = table(&[
        json!([{"n": 10}, {"n": 9}, {"n": -3}]),
        json!([{"n": 9.5}, {"n": 1e3}, {"n": 9_007_199_254_740_993_i64}, {"n": 9_007_199_254_740_992.0}]),
        json!([{"n": null}, {"n": "text"}, {"n": -0.0}, {"n": 0}]),
    ]);
    assert_eq!(sorted(&numbers, "n", false), [2, 9, 10, 1, 3, 0, 4, 6, 5, 8, 7]);
}

#[test]
fn times_sort_by_instant_whatever_their_offset() {
    let table = table(&[json!([
        {"at": "2024-01-01T12:00:00Z"},
        {"at": "2024-01-01T12:30:00+01:00"},
        {"at": "0001-01-01T00:00:00Z"},
        {"at": "unknown"},
        {"at": "2024-01-01T12:00:00.0000001Z"},
        {}
    ])]);
    assert_eq!(sorted(&table, "at", false), [2, 1, 0, 4, 3, 5]);
}

#[test]
fn booleans_sort_false_first() {
    let table = table(&[json!([{"flag": true}, {"flag": null}, {"flag": false}])]);
    assert_eq!(sorted(&table, "flag", false), [2, 0, 1]);
    assert_eq!(sorted(&table, "flag", true), [0, 2, 1]);
}

#[test]
fn a_second_key_orders_what_the_first_leaves_equal() {
    let table = table(&[json!([
        {"severity": "Low", "n": 1}, {"severity": "High", "n": 1},
        {"severity": "Low", "n": 3}, {"severity": "High", "n": 2}
    ])]);
    let sort = vec![
        SortKey {
            column: "severity".into(),
            descending: true,
        },
        SortKey {
            column: "n".into(),
            descending: false,
        },
    ];
    assert_eq!(
        ids(
            &table,
            &ViewSpec {
                sort,
                ..ViewSpec::default()
            }
        ),
        [1, 3, 0, 2]
    );
}

#[test]
fn text_is_looked_for_literally_in_the_given_columns_only() {
    let table = table(&[json!([
        {"id": "100% Sure", "extra": "x"}, {"id": "100 sure", "extra": "SURE"},
        {"id": null, "n": 100}, {"id": "a", "at": "2024-05-06T00:00:00Z"}
    ])]);
    let find = |text: &str, columns: &[&str]| {
        ids(
            &table,
            &ViewSpec {
                text: text.into(),
                text_columns: strings(columns),
                ..ViewSpec::default()
            },
        )
    };
    assert_eq!(find("% s", &["id"]), [0]);
    assert_eq!(find("sure", &["id"]), [0, 1]);
    assert_eq!(find("sure", &["extra"]), [1]);
    assert_eq!(find("100", &["id", "n"]), [0, 1, 2]);
    assert_eq!(find("2024-05-06t", &["at"]), [3]);
    assert_eq!(find("sure", &[]), Vec::<u32>::new());
    assert_eq!(find("", &["id"]), [0, 1, 2, 3]);
}

#[test]
fn facets_keep_values_and_counts_leave_out_the_columns_own_choice() {
    let table = table(&[
        json!([{"severity": "High", "status": "New"}, {"severity": "High", "status": "Resolved"}]),
        json!([{"severity": "Low", "status": "New"}, {"severity": null, "status": "New"}, {"status": "New"}]),
    ]);
    let facet = |column: &str, values: &[&str]| Facet {
        column: column.into(),
        values: strings(values),
    };
    let spec = ViewSpec {
        facets: vec![
            facet("severity", &["High", ""]),
            facet("status", &["New"]),
            facet("id", &[]),
        ],
        count_columns: strings(&["severity", "status", "id"]),
        ..ViewSpec::default()
    };
    let view = View::build(&table, &spec).unwrap();
    assert_eq!(view.window(0, 9, &[]).unwrap().row_ids, [0, 3, 4]);
    let counts: Vec<(&str, Vec<(&str, u32)>)> = view
        .counts()
        .iter()
        .map(|counts| {
            let values = counts
                .values
                .iter()
                .map(|value| (value.value.as_str(), value.count))
                .collect();
            (counts.column.as_str(), values)
        })
        .collect();
    assert_eq!(
        counts,
        [
            ("severity", vec![("", 2), ("High", 1), ("Low", 1)]),
            ("status", vec![("New", 3), ("Resolved", 1)]),
            ("id", vec![("", 3)]),
        ]
    );
}

#[test]
fn a_window_shows_cells_as_text_and_stops_at_the_end() {
    let table = table(&[json!([
        {"id": "a", "n": 1.5, "at": "2024-01-01T00:00:00.10Z", "flag": true, "list": [1, {"k": "v w"}]},
        {"id": "b", "n": "odd", "at": null}
    ])]);
    let view = View::build(&table, &ViewSpec::default()).unwrap();
    let window = view
        .window(0, 500, &strings(&["list", "id", "n", "at", "flag"]))
        .unwrap();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        window.rows,
        [
            vec![
                text(r#"[1,{"k":"v w"}]"#),
                text("a"),
                text("1.5"),
                text("2024-01-01T00:00:00.10Z"),
                text("true")
            ],
            vec![None, text("b"), text("odd"), None, None],
        ]
    );
    assert_eq!(view.window(1, 500, &[]).unwrap().row_ids, [1]);
    assert_eq!(view.window(2, 1, &[]).unwrap().row_ids, Vec::<u32>::new());
    assert_eq!(
        view.window(3, 1, &[]),
        Err(TableError::OutOfRange { asked: 3, rows: 2 })
    );
}

#[test]
fn a_column_that_does_not_exist_is_named() {
    let table = table(&[json!([{"id": "a"}])]);
    let unknown = Err(TableError::UnknownColumn { name: "nope".into() });
    let view = View::build(&table, &ViewSpec::default()).unwrap();
    assert_eq!(view.window(0, 1, &strings(&["nope"])).map(drop), unknown);
    let sort = vec![SortKey {
        column: "nope".into(),
        descending: false,
    }];
    assert_eq!(
        View::build(
            &table,
            &ViewSpec {
                sort,
                ..ViewSpec::default()
            }
        )
        .map(drop),
        unknown
    );
    let text_columns = strings(&["nope"]);
    assert_eq!(
        View::build(
            &table,
            &ViewSpec {
                text_columns,
                ..ViewSpec::default()
            }
        )
        .map(drop),
        unknown
    );
}

#[test]
fn an_empty_table_has_an_empty_view() {
    let table = table(&[]);
    assert_eq!(sorted(&table, "id", true), Vec::<u32>::new());
}
