//! What lies inside cells.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use serde_json::{Value, json};
use table::{Kind, Table, TableBuilder, TableError};

fn table(body: &str) -> Table {
    let mut builder = TableBuilder::new(&[], None);
    builder.append_answer(body.as_bytes()).unwrap();
    builder.snapshot()
}

fn rows(table: &Table) -> Vec<Value> {
    (0..table.rows())
        .map(|id| Value::Object(table.row(id).unwrap()))
        .collect()
}

#[test]
fn a_cell_is_given_as_json_to_the_digit() {
    let table =
        table(r#"[{"n":1.50,"l":[ 1.0, {"a":null} ],"t":"a\"b","no":null},{"n":12345678901234567890123}]"#);
    let json = |row: u32, column: &str| table.cell_json(row, column).unwrap();
    assert_eq!(json(0, "n").as_deref(), Some("1.50"));
    assert_eq!(json(0, "l").as_deref(), Some(r#"[1.0,{"a":null}]"#));
    assert_eq!(json(0, "t").as_deref(), Some(r#""a\"b""#));
    assert_eq!(json(0, "no").as_deref(), Some("null"));
    assert_eq!(json(1, "n").as_deref(), Some("12345678901234567890123"));
    assert_eq!(json(1, "l"), None);
}

#[test]
fn a_list_of_objects_is_a_table_of_its_own() {
    let evidence =
        json!([{"sha1": "a", "seen": "2024-01-01T00:00:00Z"}, {"sha1": "b", "parent": {"id": 7}}, 3]);
    let table = table(&json!([{"id": 1, "evidence": evidence}]).to_string());
    let inner = table.nested_table(0, "evidence").unwrap();
    assert_eq!(
        rows(&inner),
        [evidence[0].clone(), evidence[1].clone(), json!({"value": 3})]
    );
    assert_eq!(inner.columns()[1].kind, Kind::Time);
    assert_eq!(
        rows(&inner.nested_table(1, "parent").unwrap()),
        [json!({"id": 7})]
    );
}

#[test]
fn an_object_is_one_row_also_where_it_looks_like_an_answer() {
    let table = table(r#"[{"o": {"value": [1, 2], "@odata.context": "c"}}, {"o": {}}, {"o": []}]"#);
    assert_eq!(
        rows(&table.nested_table(0, "o").unwrap()),
        [json!({"value": [1, 2], "@odata.context": "c"})]
    );
    assert_eq!(table.nested_table(1, "o").unwrap().rows(), 1);
    assert_eq!(table.nested_table(2, "o").unwrap().rows(), 0);
}

#[test]
fn text_that_is_json_opens_as_what_it_says() {
    let table =
        table(&json!([{"t": " [{\"a\": 1}]"}, {"t": "[broken"}, {"t": "text"}, {"t": null}, {}]).to_string());
    assert_eq!(rows(&table.nested_table(0, "t").unwrap()), [json!({"a": 1})]);
    for row in 1..5 {
        let not_nested = TableError::NotNested {
            column: "t".into(),
            row,
        };
        assert_eq!(table.nested_table(row, "t").map(drop), Err(not_nested));
    }
}

#[test]
fn a_cell_that_does_not_exist_is_named() {
    let table = table(r#"[{"t": 1}]"#);
    let unknown = TableError::UnknownColumn { name: "x".into() };
    assert_eq!(table.cell_json(0, "x"), Err(unknown.clone()));
    assert_eq!(table.nested_table(0, "x").map(drop), Err(unknown));
    let outside = TableError::OutOfRange { asked: 1, rows: 1 };
    assert_eq!(table.cell_json(1, "t"), Err(outside.clone()));
    assert_eq!(table.nested_table(1, "t").map(drop), Err(outside));
}
