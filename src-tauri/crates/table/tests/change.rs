//! Rows that a change made others of.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use serde_json::{Map, Value, json};
use table::{ColumnHint, Kind, SortKey, TableBuilder, TableError, View, ViewSpec};

fn page(rows: &Value) -> Vec<u8> {
    json!({ "value": rows }).to_string().into_bytes()
}

fn values(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

/// Two pages: rows 0 and 1, rows 2 and 3.
fn builder() -> TableBuilder {
    let hints = [
        ColumnHint::new("id", Kind::Text),
        ColumnHint::new("status", Kind::Text),
    ];
    let mut builder = TableBuilder::new(&hints, Some("id"));
    for rows in [
        json!([
            {"id": "a", "status": "New", "seen": "2026-03-01T12:00:00.1234567Z", "count": 1},
            {"id": "b", "status": null, "count": 12345678901234567890_u64},
        ]),
        json!([
            {"id": "c", "status": "New", "tags": ["x"], "count": 1.50},
            {"id": "d"},
        ]),
    ] {
        builder.append_page(&page(&rows)).unwrap();
    }
    builder
}

fn rows(builder: &TableBuilder) -> Vec<Value> {
    let table = builder.snapshot();
    (0..table.rows())
        .map(|id| Value::Object(table.row(id).unwrap()))
        .collect()
}

#[test]
fn a_changed_row_has_the_new_values_and_every_other_row_what_it_had() {
    let mut builder = builder();
    let before = rows(&builder);
    let earlier = builder.snapshot();
    builder
        .change_rows(&[
            (
                1,
                values(json!({"status": "Resolved", "seen": "2026-03-02T00:00:00Z"})),
            ),
            (2, values(json!({"status": "InProgress", "tags": ["x", "y"]}))),
        ])
        .unwrap();
    assert_eq!(
        rows(&builder),
        [
            before[0].clone(),
            json!({"id": "b", "status": "Resolved", "count": 12345678901234567890_u64, "seen": "2026-03-02T00:00:00Z"}),
            json!({"id": "c", "status": "InProgress", "tags": ["x", "y"], "count": 1.50}),
            before[3].clone(),
        ]
    );
    assert_eq!(
        earlier.row(1).unwrap()["status"],
        Value::Null,
        "a snapshot is what it was"
    );
}

#[test]
fn a_property_that_nobody_had_becomes_a_column_and_later_pages_know_it() {
    let mut builder = builder();
    builder
        .change_rows(&[(3, values(json!({"outcome": "Changed", "code": 200})))])
        .unwrap();
    builder
        .append_page(&page(&json!([{"id": "e", "outcome": "Refused", "code": 404}])))
        .unwrap();
    let table = builder.snapshot();
    let kinds: Vec<_> = table
        .columns()
        .into_iter()
        .map(|column| (column.name, column.kind))
        .filter(|(name, _)| matches!(name.as_str(), "outcome" | "code"))
        .collect();
    assert_eq!(
        kinds,
        [
            ("code".to_owned(), Kind::Number),
            ("outcome".to_owned(), Kind::Text)
        ]
    );
    assert_eq!(
        Value::Object(table.row(3).unwrap()),
        json!({"id": "d", "code": 200, "outcome": "Changed"})
    );
    assert_eq!(table.row(0).unwrap().get("outcome"), None, "absent stays absent");
    assert_eq!(table.row(4).unwrap()["outcome"], "Refused");
}

#[test]
fn a_view_of_the_changed_table_sorts_by_the_new_values() {
    let mut builder = builder();
    builder
        .change_rows(&[
            (0, values(json!({"status": "Zebra"}))),
            (3, values(json!({"status": "Ant"}))),
        ])
        .unwrap();
    let spec = ViewSpec {
        sort: vec![SortKey {
            column: "status".to_owned(),
            descending: false,
        }],
        ..ViewSpec::default()
    };
    let view = View::build(&builder.snapshot(), &spec).unwrap();
    let window = view.window(0, 10, &["status".to_owned()]).unwrap();
    let shown: Vec<_> = window.rows.into_iter().map(|mut row| row.remove(0)).collect();
    assert_eq!(
        shown,
        [
            Some("Ant".to_owned()),
            Some("New".to_owned()),
            Some("Zebra".to_owned()),
            None
        ]
    );
}

#[test]
fn a_value_of_another_kind_is_kept_as_it_is() {
    let mut builder = builder();
    builder
        .change_rows(&[(0, values(json!({"count": "many", "status": 7})))])
        .unwrap();
    let row = builder.snapshot().row(0).unwrap();
    assert_eq!((&row["count"], &row["status"]), (&json!("many"), &json!(7)));
}

#[test]
fn the_key_stays_so_that_the_row_is_still_told_from_others() {
    let mut builder = builder();
    builder
        .change_rows(&[(0, values(json!({"id": "z", "status": "Resolved"})))])
        .unwrap();
    assert_eq!(builder.snapshot().row(0).unwrap()["id"], "a");
    let again = builder
        .append_page(&page(&json!([{"id": "a"}, {"id": "z"}])))
        .unwrap();
    assert_eq!((again.rows, again.duplicates), (1, 1));
}

#[test]
fn a_row_that_is_not_there_changes_nothing() {
    let mut builder = builder();
    let before = rows(&builder);
    let refused = builder.change_rows(&[(0, values(json!({"status": "x"}))), (4, Map::new())]);
    assert_eq!(refused, Err(TableError::OutOfRange { asked: 4, rows: 4 }));
    assert_eq!(rows(&builder), before);
}
