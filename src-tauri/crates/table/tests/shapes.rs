//! The shapes that answers come in, and JSON lines in chunks.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use proptest::prelude::*;
use serde_json::{Value, json};
use table::{AppendError, Column, JsonLines, Kind, LinesRead, Shape, Table, TableBuilder, View, ViewSpec};

fn read(body: &str) -> (Shape, Table) {
    let mut builder = TableBuilder::new(&[], None);
    let answer = builder.append_answer(body.as_bytes()).unwrap();
    let table = builder.snapshot();
    assert_eq!(answer.page.rows, table.rows());
    (answer.shape, table)
}

fn rows(table: &Table) -> Vec<Value> {
    (0..table.rows())
        .map(|id| Value::Object(table.row(id).unwrap()))
        .collect()
}

fn kinds(table: &Table) -> Vec<(String, Kind)> {
    let columns = table.columns().into_iter();
    columns.map(|Column { name, kind }| (name, kind)).collect()
}

#[track_caller]
fn assert_read(body: &Value, shape: Shape, expected: &[Value]) {
    for text in [body.to_string(), serde_json::to_string_pretty(body).unwrap()] {
        let (found, table) = read(&text);
        assert_eq!((found, rows(&table)), (shape, expected.to_vec()), "{text}");
    }
}

#[test]
fn a_collection_is_read_as_a_page_is() {
    let rows = [json!({"id": 1}), json!({"id": 2, "x": [1]})];
    let body = json!({"@odata.context": "c", "value": rows, "@odata.nextLink": "next", "@odata.count": 9});
    assert_read(&body, Shape::Collection, &rows);
    let mut builder = TableBuilder::new(&[], None);
    let page = builder.append_answer(body.to_string().as_bytes()).unwrap().page;
    assert_eq!((page.next_link.as_deref(), page.count), (Some("next"), Some(9)));
}

#[test]
fn a_collection_of_plain_values_has_one_column() {
    let body = json!({"@odata.nextLink": "next", "value": ["a", 1, null, {"id": "b"}, [2]]});
    let expected = [
        json!({"value": "a"}),
        json!({"value": 1}),
        json!({"value": null}),
        json!({"id": "b"}),
        json!({"value": [2]}),
    ];
    assert_read(&body, Shape::Collection, &expected);
    let mut builder = TableBuilder::new(&[], None);
    let answer = builder.append_answer(body.to_string().as_bytes()).unwrap();
    assert_eq!(answer.page.next_link.as_deref(), Some("next"));
}

#[test]
fn a_list_without_a_wrapper_is_its_rows() {
    assert_read(&json!([]), Shape::List, &[]);
    let expected = [json!({"a": 1}), json!({"b": {"c": 2}})];
    assert_read(&json!(expected), Shape::List, &expected);
    assert_read(
        &json!([{"a": 1}, "x"]),
        Shape::List,
        &[json!({"a": 1}), json!({"value": "x"})],
    );
}

#[test]
fn an_object_is_one_row() {
    let machine = json!({"id": "m", "tags": ["a"], "deep": {"x": null}, "value": "High", "n": 1.50});
    assert_read(&machine, Shape::Object, std::slice::from_ref(&machine));
    assert_read(&json!({}), Shape::Object, &[json!({})]);
    // What an answer says about itself is no property of the row; what the entity says of itself is.
    assert_read(
        &json!({"@odata.context": "c", "@odata.type": "#x", "id": 1}),
        Shape::Object,
        &[json!({"@odata.type": "#x", "id": 1})],
    );
    assert_read(
        &json!({"@odata.context": "c", "value": {"id": 1}}),
        Shape::Object,
        &[json!({"id": 1})],
    );
    assert_read(
        &json!({"id": 1, "Results": "none", "Schema": []}),
        Shape::Object,
        &[json!({"id": 1, "Results": "none", "Schema": []})],
    );
}

#[test]
fn one_value_is_one_cell() {
    let value = |value: Value| json!({ "value": value });
    assert_read(
        &json!({"@odata.context": "c", "value": 12}),
        Shape::Scalar,
        &[value(12.into())],
    );
    assert_read(
        &json!({"value": "https://x.example/?sig"}),
        Shape::Scalar,
        &[value("https://x.example/?sig".into())],
    );
    assert_read(&json!({"value": null}), Shape::Scalar, &[value(Value::Null)]);
    assert_read(&json!(12), Shape::Scalar, &[value(12.into())]);
    assert_read(&json!("text"), Shape::Scalar, &[value("text".into())]);
    assert_read(&json!(true), Shape::Scalar, &[value(true.into())]);
    assert_eq!(kinds(&read("-1.5").1), [("value".to_owned(), Kind::Number)]);
}

#[test]
fn no_body_brings_no_rows() {
    for body in ["", " \r\n", "null", "\u{feff}"] {
        let (shape, table) = read(body);
        assert_eq!((shape, table.rows()), (Shape::Empty, 0), "{body:?}");
    }
}

#[test]
fn plain_text_is_one_cell_and_a_number_is_a_number() {
    let text = |text: &str| {
        let mut builder = TableBuilder::new(&[], None);
        let answer = builder.append_text(text).unwrap();
        assert_eq!((answer.shape, answer.page.rows), (Shape::Scalar, 1));
        let table = builder.snapshot();
        (rows(&table).remove(0)["value"].clone(), kinds(&table)[0].1)
    };
    assert_eq!(text("\u{feff}42\r\n"), (json!(42), Kind::Number));
    assert_eq!(text("OK, \"queued\"\n"), (json!("OK, \"queued\"\n"), Kind::Text));
    assert_eq!(text("{\"a\": 1}"), (json!("{\"a\": 1}"), Kind::Text));
    assert_eq!(text("007"), (json!("007"), Kind::Text));
}

#[test]
fn hunting_columns_take_the_schemas_order_and_types() {
    let body = json!({
        "Stats": {"ExecutionTime": 0.1},
        "Schema": [
            {"Name": "Timestamp", "Type": "DateTime"}, {"Name": "DeviceName", "Type": "String"},
            {"Name": "Count", "Type": "Int64"}, {"Name": "Onboarded", "Type": "SByte"},
            {"Name": "Fields", "Type": "Object"}, {"Name": "New", "Type": "Unheard"}, {"Type": "String"}
        ],
        "Results": [
            {"Count": 3, "DeviceName": "pc", "Timestamp": "2024-01-01T00:00:00Z", "Fields": {"a": 1}, "More": true},
            {"Count": null, "DeviceName": "2024-01-01T00:00:00Z", "Timestamp": null, "Onboarded": 1, "New": 5}
        ]
    });
    let (shape, table) = read(&body.to_string());
    assert_eq!(shape, Shape::Hunting);
    let expected = [
        ("Timestamp", Kind::Time),
        ("DeviceName", Kind::Text),
        ("Count", Kind::Number),
        // The schema says a truth value, the rows say a number: the rows count.
        ("Onboarded", Kind::Number),
        ("Fields", Kind::Nested),
        ("New", Kind::Number),
        ("More", Kind::Boolean),
    ];
    assert_eq!(
        kinds(&table),
        expected.map(|(name, kind)| (name.to_owned(), kind))
    );
    assert_eq!(rows(&table), body["Results"].as_array().unwrap().clone());
}

#[test]
fn a_hunting_answer_without_rows_still_has_its_columns() {
    let (shape, table) = read(
        r#"{"schema":[{"name":"At","type":"System.DateTime"},{"name":"Is","type":"bool"}],"results":[]}"#,
    );
    assert_eq!((shape, table.rows()), (Shape::Hunting, 0));
    assert_eq!(
        kinds(&table),
        [("At".to_owned(), Kind::Time), ("Is".to_owned(), Kind::Boolean)]
    );
}

#[test]
fn without_hints_columns_hold_what_most_values_are() {
    let (_, table) = read(
        &json!([
            {"text": "2024-01-01T00:00:00Z", "time": null, "number": 1, "flag": true, "list": []},
            {"text": "b", "time": "2024-01-01T00:00:00.5Z", "number": 2.5, "flag": false, "list": {}},
            {"text": "c", "time": "2024-01-01T00:00:00+01:00", "number": "n/a", "flag": null, "list": [1]}
        ])
        .to_string(),
    );
    let expected = [
        ("text", Kind::Text),
        ("time", Kind::Time),
        ("number", Kind::Number),
        ("flag", Kind::Boolean),
        ("list", Kind::Nested),
    ];
    assert_eq!(
        kinds(&table),
        expected.map(|(name, kind)| (name.to_owned(), kind))
    );
}

#[test]
fn a_refused_answer_leaves_the_builder_as_it_was() {
    let mut builder = TableBuilder::new(&[], Some("id"));
    builder.append_answer(br#"{"id":"a"}"#).unwrap();
    for body in [
        "<html></html>",
        "[{\"id\":\"b\",\"new\":1},5,x]",
        "{\"id\":\"b\",\"new\":1",
        "{\"value\":[1,2]} trailing",
        "{\"value\":[1],\"@odata.nextLink\":5}",
        "{\"Schema\":[],\"Results\":[{]}",
    ] {
        assert!(builder.append_answer(body.as_bytes()).is_err(), "{body}");
    }
    assert_eq!(
        builder.append_answer(b"{\"a\":[1,"),
        Err(AppendError::CutOff { length: 8 })
    );
    assert_eq!(rows(&builder.snapshot()), [json!({"id": "a"})]);
    assert_eq!(builder.snapshot().columns().len(), 1);
    assert_eq!(
        builder
            .append_answer(br#"[{"id":"b"},{"id":"a"}]"#)
            .unwrap()
            .page
            .duplicates,
        1
    );
}

fn lines(chunks: &[&[u8]], key: Option<&str>) -> (Result<LinesRead, AppendError>, Table) {
    let mut builder = TableBuilder::new(&[], key);
    let mut reader = JsonLines::new();
    let read = chunks
        .iter()
        .try_for_each(|chunk| reader.push(&mut builder, chunk).map(drop))
        .and_then(|()| reader.finish(&mut builder));
    (read, builder.snapshot())
}

#[test]
fn lines_are_rows_whatever_ends_them() {
    let text = "\u{feff}{\"id\":\"a\",\"n\":1}\r\n\n  {\"id\":\"ä\"}\n7\n{\"id\":\"a\"}";
    let (read, table) = lines(&[text.as_bytes()], Some("id"));
    assert_eq!(
        read,
        Ok(LinesRead {
            rows: 3,
            duplicates: 1
        })
    );
    assert_eq!(
        rows(&table),
        [
            json!({"id": "a", "n": 1}),
            json!({"id": "ä"}),
            json!({"value": 7})
        ]
    );
    assert_eq!(lines(&[], None).0, Ok(LinesRead::default()));
}

#[test]
fn many_lines_are_appended_in_batches_before_the_stream_ends() {
    let mut builder = TableBuilder::new(&[], None);
    let mut reader = JsonLines::new();
    let line = format!("{}\n", json!({"id": 1, "text": "x".repeat(1000)}));
    let mut sent = 0;
    while builder.snapshot().rows() == 0 {
        reader.push(&mut builder, line.as_bytes()).unwrap();
        sent += 1;
    }
    assert!(sent < 10_000, "{sent} lines before the first batch");
    reader.push(&mut builder, b"{\"id\":").unwrap();
    reader.push(&mut builder, b"2}").unwrap();
    assert_eq!(reader.finish(&mut builder).unwrap().rows, sent + 1);
    assert_eq!(rows(&builder.snapshot()).last(), Some(&json!({"id": 2})));
}

#[test]
fn a_line_at_fault_is_named_by_its_place_in_the_stream() {
    let first = format!("{}\n", json!({"text": "x".repeat(5 << 20)}));
    let (read, table) = lines(&[first.as_bytes(), b"{\"a\":1}\n{\"a\":,}\n{\"a\":2}\n"], None);
    let offset = first.len() + 8 + 5;
    match read {
        Err(AppendError::NotJson {
            offset: found,
            line: 3,
            ..
        }) => assert_eq!(found, offset),
        other => panic!("{other:?}"),
    }
    assert_eq!(table.rows(), 1, "the batch before stays");
    let (read, _) = lines(&[b"{\"a\":1}\n{\"a\":\n1}\n"], None);
    assert!(
        matches!(read, Err(AppendError::NotJson { line: 2, .. })),
        "{read:?}"
    );
    let (read, _) = lines(&[b"{\"a\":1}\n{\"a\":\"\xff\"}\n"], None);
    assert!(
        matches!(
            read,
            Err(AppendError::NotJson {
                offset: 14,
                line: 2,
                ..
            })
        ),
        "{read:?}"
    );
}

#[test]
fn a_stream_that_ends_inside_a_line_is_cut_off() {
    let whole = "{\"a\":1}\n{\"a\":\"é\"}".as_bytes();
    for length in 9..whole.len() {
        let (read, table) = lines(&[&whole[..length]], None);
        assert_eq!(read, Err(AppendError::CutOff { length }));
        assert_eq!(table.rows(), 0);
    }
}

#[test]
fn a_line_without_end_is_refused_and_so_is_all_that_follows() {
    let mut builder = TableBuilder::new(&[], None);
    let mut reader = JsonLines::new();
    let chunk = vec![b' '; 8 << 20];
    let refused = (0..9).find_map(|_| reader.push(&mut builder, &chunk).err());
    assert!(
        matches!(refused, Some(AppendError::TooLarge { .. })),
        "{refused:?}"
    );
    assert_eq!(reader.push(&mut builder, b"\n{}\n").err(), refused);
    assert_eq!(reader.finish(&mut builder).err(), refused);
    assert_eq!(builder.snapshot().rows(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn chunks_may_end_anywhere(
        values in proptest::collection::vec((any::<String>(), any::<i64>()), 0..20),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let expected: Vec<Value> = values.iter().map(|(text, number)| json!({"t": text, "n": number})).collect();
        let text: String = expected.iter().map(|row| format!("{row}\n")).collect();
        let bytes = text.as_bytes();
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        let chunks: Vec<&[u8]> = places.windows(2).map(|ends| &bytes[ends[0]..ends[1]]).collect();
        let (read, table) = lines(&chunks, None);
        prop_assert_eq!(read.unwrap().rows as usize, expected.len());
        prop_assert_eq!(rows(&table), expected);
    }

    #[test]
    fn no_answer_makes_the_builder_fail_badly(body in any::<Vec<u8>>(), text in r#"[\[\]{}":,a1 valueSchmRst]{0,40}"#) {
        for body in [body.as_slice(), text.as_bytes()] {
            let mut builder = TableBuilder::new(&[], Some("value"));
            let _ = builder.append_answer(body);
            let table = builder.snapshot();
            let view = View::build(&table, &ViewSpec::default()).unwrap();
            prop_assert_eq!(view.rows(), table.rows());
        }
    }
}

#[test]
fn a_collection_wrapped_twice_is_a_collection() {
    let rows = [json!({"key": "a"}), json!({"key": "b"})];
    let body = json!({"@odata.context": "c", "value": {"value": rows}});
    assert_read(&body, Shape::Collection, &rows);
    let more = json!({"@odata.context": "c", "value": {"value": rows, "name": "n"}});
    assert_read(&more, Shape::Object, &[json!({"value": rows, "name": "n"})]);
}
