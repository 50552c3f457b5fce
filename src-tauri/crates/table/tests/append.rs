//! What a builder takes, what it refuses, and what comes back of each row.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use serde_json::{Value, json};
use table::{AppendError, Column, ColumnHint, Kind, TableBuilder, TableError};

fn column(name: &str, kind: Kind) -> Column {
    Column {
        name: name.to_owned(),
        kind,
    }
}

fn hints() -> Vec<ColumnHint> {
    vec![
        ColumnHint::new("id", Kind::Text),
        ColumnHint::new("incidentId", Kind::Number),
        ColumnHint::new("created", Kind::Time),
        ColumnHint::new("evidence", Kind::Nested),
    ]
}

fn page(rows: &Value) -> Vec<u8> {
    json!({"@odata.context": "https://api.example/$metadata#Alerts", "value": rows})
        .to_string()
        .into_bytes()
}

#[track_caller]
fn assert_rows(builder: &TableBuilder, rows: &[Value]) {
    let table = builder.snapshot();
    assert_eq!(table.rows() as usize, rows.len());
    for (id, row) in rows.iter().enumerate() {
        assert_eq!(&Value::Object(table.row(id as u32).unwrap()), row);
    }
}

#[test]
fn rows_come_back_with_every_property_as_it_was_sent() {
    let rows = [
        json!({"id": "a", "incidentId": 1, "created": "2024-01-02T03:04:05.6Z", "evidence": [{"sha1": null}]}),
        json!({"id": "b", "incidentId": 9_007_199_254_740_993_i64, "created": null, "evidence": []}),
        json!({"id": "c", "created": "0001-01-01T00:00:00Z", "extra": {"deep": [1, {"x": "\u{1F600}"}]}}),
        json!({}),
        json!({"id": null, "score": 8.5, "flag": true}),
        json!({"id": "f", "score": 18_446_744_073_709_551_615_u64, "flag": "yes"}),
    ];
    let mut builder = TableBuilder::new(&hints(), None);
    builder.append_page(&page(&json!(rows))).unwrap();
    assert_rows(&builder, &rows);
}

#[test]
fn documented_columns_come_first_and_others_follow_as_they_are_met() {
    let mut builder = TableBuilder::new(&hints(), None);
    builder
        .append_page(&page(&json!([{"seen": "2024-01-01T00:00:00Z", "id": "a"}])))
        .unwrap();
    builder
        .append_page(&page(&json!([{"list": [], "seen": null, "n": 1, "b": false}])))
        .unwrap();
    assert_eq!(
        builder.snapshot().columns(),
        [
            column("id", Kind::Text),
            column("incidentId", Kind::Number),
            column("created", Kind::Time),
            column("evidence", Kind::Nested),
            column("seen", Kind::Time),
            column("list", Kind::Nested),
            column("n", Kind::Number),
            column("b", Kind::Boolean),
        ]
    );
    assert_rows(
        &builder,
        &[
            json!({"seen": "2024-01-01T00:00:00Z", "id": "a"}),
            json!({"list": [], "seen": null, "n": 1, "b": false}),
        ],
    );
}

#[test]
fn values_of_another_type_than_documented_are_kept_and_the_column_stays() {
    let rows = [
        json!({"incidentId": 1, "created": "2024-01-01T00:00:00Z"}),
        json!({"incidentId": 2, "created": "2024-01-02T00:00:00Z"}),
        json!({"incidentId": "three", "created": "last week"}),
        json!({"incidentId": {"no": 4}, "created": 5}),
        json!({"incidentId": 5, "created": "2024-01-02T00:00:00+01:00"}),
    ];
    let mut builder = TableBuilder::new(&hints(), None);
    builder.append_page(&page(&json!(rows))).unwrap();
    assert_rows(&builder, &rows);
    assert_eq!(
        builder.snapshot().columns()[1],
        column("incidentId", Kind::Number)
    );
    assert_eq!(builder.snapshot().columns()[2], column("created", Kind::Time));
}

#[test]
fn a_column_whose_documented_type_is_wrong_takes_the_type_of_its_values() {
    let rows = [
        json!({"incidentId": "x-1", "created": 1.5, "evidence": "none"}),
        json!({"incidentId": "x-2", "created": 2, "evidence": "none"}),
        json!({"incidentId": 3, "created": "2024-01-02T00:00:00Z"}),
    ];
    let mut builder = TableBuilder::new(&hints(), None);
    // Nulls say nothing about a type.
    builder
        .append_page(&page(&json!([{"incidentId": null}])))
        .unwrap();
    builder.append_page(&page(&json!(rows))).unwrap();
    let columns = builder.snapshot().columns();
    assert_eq!(columns[1], column("incidentId", Kind::Text));
    assert_eq!(columns[2], column("created", Kind::Number));
    assert_eq!(columns[3], column("evidence", Kind::Text));
    let table = builder.snapshot();
    for (id, row) in rows.iter().enumerate() {
        assert_eq!(&Value::Object(table.row(id as u32 + 1).unwrap()), row);
    }
}

#[test]
fn a_row_whose_key_came_before_is_dropped_and_counted() {
    let mut builder = TableBuilder::new(&hints(), Some("id"));
    let first = builder
        .append_page(&page(
            &json!([{"id": "a"}, {"id": "b"}, {"id": "a", "incidentId": 7}, {"id": null}]),
        ))
        .unwrap();
    assert_eq!((first.rows, first.duplicates), (3, 1));
    let body = br#"{"value":[{"id":"\u0062"},{"id":null},{"id":"c"}]}"#;
    let second = builder.append_page(body).unwrap();
    assert_eq!((second.rows, second.duplicates), (2, 1));
    assert_rows(
        &builder,
        &[
            json!({"id": "a"}),
            json!({"id": "b"}),
            json!({"id": null}),
            json!({"id": null}),
            json!({"id": "c"}),
        ],
    );
}

#[test]
fn the_next_link_and_the_count_are_read_wherever_they_stand() {
    let mut builder = TableBuilder::new(&[], None);
    let body = br#"{"@odata.nextLink":"https://api.example/api/alerts?$skip=1","value":[{"id":1}],"@odata.count":12}"#;
    let page = builder.append_page(body).unwrap();
    assert_eq!(
        page.next_link.as_deref(),
        Some("https://api.example/api/alerts?$skip=1")
    );
    assert_eq!(page.count, Some(12));
    let page = builder
        .append_page(b"\xEF\xBB\xBF {\"value\" : [ ], \"@odata.count\": \"7\"}\r\n")
        .unwrap();
    assert_eq!((page.rows, page.next_link, page.count), (0, None, Some(7)));
}

#[test]
fn a_name_that_comes_twice_in_a_row_has_its_last_value() {
    let mut builder = TableBuilder::new(&[], None);
    builder
        .append_page(br#"{"value":[{"a":1,"b":2,"a":3}]}"#)
        .unwrap();
    assert_rows(&builder, &[json!({"a": 3, "b": 2})]);
}

#[test]
fn numbers_come_back_by_their_digits() {
    let mut builder = TableBuilder::new(&[], None);
    builder
        .append_page(
            br#"{"value":[{"n":1.50},{"n":2},{"n":-0},{"n":1e3},{"n":9007199254740993},{"n":1e999}]}"#,
        )
        .unwrap();
    let view = table::View::build(&builder.snapshot(), &table::ViewSpec::default()).unwrap();
    let shown: Vec<_> = view
        .window(0, 9, &["n".to_owned()])
        .unwrap()
        .rows
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    assert_eq!(shown, ["1.50", "2", "-0", "1e3", "9007199254740993", "1e999"]);
}

#[test]
fn a_body_that_is_no_json_is_refused_with_the_place() {
    let mut builder = TableBuilder::new(&[], None);
    let error = builder.append_page(b"{\"value\":[\n{\"a\": x}]}").unwrap_err();
    assert_eq!(
        error,
        AppendError::NotJson {
            offset: 17,
            line: 2,
            reason: "expected value".to_owned()
        },
        "{error}"
    );
    assert!(matches!(
        builder.append_page(b"<html><body>Blocked</body></html>"),
        Err(AppendError::NotJson {
            offset: 0,
            line: 1,
            ..
        })
    ));
    assert!(matches!(
        builder.append_page(b"{\"value\":[]}\n{}"),
        Err(AppendError::NotJson {
            offset: 13,
            line: 2,
            ..
        })
    ));
    assert!(matches!(
        builder.append_page(b"{\"value\":[{\"a\":\"\xff\"}]}"),
        Err(AppendError::NotJson { offset: 16, .. })
    ));
}

#[test]
fn a_body_that_ends_early_is_refused_as_cut_off_wherever_it_ends() {
    let whole = "{\"value\":[{\"a\":\"caf\u{e9}\",\"b\":[1,{\"c\":null}]}]}".as_bytes();
    let mut builder = TableBuilder::new(&[], None);
    for length in 0..whole.len() {
        assert_eq!(
            builder.append_page(&whole[..length]),
            Err(AppendError::CutOff { length }),
            "{length}"
        );
    }
    assert!(builder.append_page(whole).is_ok());
}

#[test]
fn json_that_is_no_collection_is_refused() {
    let mut builder = TableBuilder::new(&[], None);
    for (body, reason) in [
        (r#"{"error":{"code":"X"}}"#, "the object has no list named value"),
        (
            "[]",
            "invalid type: sequence, expected an object with a list named value",
        ),
        (
            r#"{"value":"quoted"}"#,
            "invalid type: string \"quoted\", expected a list of objects named value",
        ),
        (
            r#"{"value":[1]}"#,
            "invalid type: integer `1`, expected an object as each row of value",
        ),
        (r#"{"value":[],"value":[]}"#, "value is there twice"),
    ] {
        let expected = AppendError::NotACollection {
            reason: reason.to_owned(),
        };
        assert_eq!(builder.append_page(body.as_bytes()), Err(expected), "{body}");
    }
}

#[test]
fn a_refused_body_leaves_the_builder_as_it_was() {
    let mut builder = TableBuilder::new(&hints(), Some("id"));
    builder
        .append_page(&page(&json!([{"id": "a", "incidentId": 1}])))
        .unwrap();
    let before = builder.snapshot();
    // The first rows of these could have been taken, with their new columns and keys.
    for body in [
        &br#"{"value":[{"id":"b","new":1},{"id":"c""#[..],
        br#"{"value":[{"id":"b","new":1},5]}"#,
        br#"{"value":[{"id":"b","new":1}],"@odata.nextLink":5}"#,
    ] {
        assert!(builder.append_page(body).is_err());
    }
    assert_eq!(builder.snapshot().columns(), before.columns());
    assert_rows(&builder, &[json!({"id": "a", "incidentId": 1})]);
    assert_eq!(builder.append_page(&page(&json!([{"id": "b"}]))).unwrap().rows, 1);
}

#[test]
fn a_snapshot_does_not_change_when_pages_follow() {
    let mut builder = TableBuilder::new(&[], None);
    builder.append_page(&page(&json!([{"id": "a"}]))).unwrap();
    let early = builder.snapshot();
    builder
        .append_page(&page(&json!([{"id": "b", "late": 1}])))
        .unwrap();
    assert_eq!((early.rows(), early.columns().len()), (1, 1));
    assert_eq!(early.row(1), Err(TableError::OutOfRange { asked: 1, rows: 1 }));
    assert_eq!(builder.snapshot().rows(), 2);
}

#[test]
fn a_key_written_in_another_letter_case_still_tells_rows_apart() {
    let mut builder = TableBuilder::new(&[], Some("deviceId"));
    let first = builder
        .append_page(&page(
            &json!([{"DeviceId": "a"}, {"DeviceId": "b"}, {"DeviceId": "a"}]),
        ))
        .unwrap();
    assert_eq!((first.rows, first.duplicates), (2, 1));
    let second = builder
        .append_page(&page(&json!([{"DeviceId": "b"}, {"DeviceId": "c"}])))
        .unwrap();
    assert_eq!((second.rows, second.duplicates), (1, 1));
}
