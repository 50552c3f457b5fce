//! Files that views are written to, read again by readers of these formats.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::io::{self, Cursor, Write};
use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{DataType, Field, Float64Type, Int64Type, Schema, TimeUnit, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use calamine::{Data, Reader, Xlsx};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use proptest::prelude::*;
use serde_json::{Value, json};
use table::{
    Condition, ExportError, ExportFormat, ExportProgress, ExportSpec, Exported, Rule, SortKey, Table,
    TableBuilder, TableError, View, ViewSpec,
};

const CSV: ExportFormat = ExportFormat::Csv {
    byte_order_mark: false,
    neutralise_formulas: true,
};
const XLSX: ExportFormat = ExportFormat::Xlsx {
    neutralise_formulas: true,
};
const ALL: [ExportFormat; 4] = [CSV, XLSX, ExportFormat::JsonLines, ExportFormat::Parquet];

fn table(body: &Value) -> Table {
    let mut builder = TableBuilder::new(&[], None);
    builder.append_answer(body.to_string().as_bytes()).unwrap();
    builder.snapshot()
}

fn view(body: &Value) -> View {
    View::build(&table(body), &ViewSpec::default()).unwrap()
}

fn export(view: &View, format: ExportFormat, columns: &[&str]) -> (Exported, Vec<u8>) {
    let spec = ExportSpec {
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        format,
    };
    let mut file = Vec::new();
    let exported = view
        .export(&spec, &mut file, &mut |_| ControlFlow::Continue(()))
        .unwrap();
    (exported, file)
}

fn text(view: &View, format: ExportFormat, columns: &[&str]) -> String {
    String::from_utf8(export(view, format, columns).1).unwrap()
}

fn sheet(view: &View) -> (Exported, Vec<Vec<Data>>) {
    let (exported, file) = export(view, XLSX, &[]);
    let mut workbook = Xlsx::new(Cursor::new(file)).unwrap();
    let range = workbook.worksheet_range("Rows").unwrap();
    (exported, range.rows().map(<[Data]>::to_vec).collect())
}

fn parquet(view: &View) -> (Exported, Vec<RecordBatch>, Arc<Schema>) {
    let (exported, file) = export(view, ExportFormat::Parquet, &[]);
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap();
    let schema = reader.schema().clone();
    let batches = reader.build().unwrap().collect::<Result<Vec<_>, _>>().unwrap();
    (exported, batches, schema)
}

fn mixed() -> Value {
    json!([
        {"name": "=cmd|'/c calc'!A0", "n": -5, "at": "2024-05-06T07:08:09.1234567Z", "ok": true, "list": [1, {"a": "b"}]},
        {"name": "plain, \"quoted\"\r\nline", "n": 2.5, "at": "0001-01-01T00:00:00Z", "ok": false, "list": {}},
        {"name": null, "n": 9_007_199_254_740_993_i64, "at": "2024-05-06T07:08:09+02:00", "extra": "x"}
    ])
}

#[test]
fn csv_has_names_quotes_and_harmless_formulas() {
    assert_eq!(
        text(&view(&mixed()), CSV, &["name", "n", "at", "ok", "list"]),
        "name,n,at,ok,list\r\n\
         '=cmd|'/c calc'!A0,-5,2024-05-06T07:08:09.1234567Z,true,\"[1,{\"\"a\"\":\"\"b\"\"}]\"\r\n\
         \"plain, \"\"quoted\"\"\r\nline\",2.5,0001-01-01T00:00:00Z,false,{}\r\n\
         ,9007199254740993,2024-05-06T07:08:09+02:00,,\r\n"
    );
}

#[test]
fn a_formula_stays_as_it_is_where_that_is_asked_for_and_a_mark_begins_the_file() {
    let as_sent = ExportFormat::Csv {
        byte_order_mark: true,
        neutralise_formulas: false,
    };
    let view = view(&json!([{"@odata.type": "+1", "-": "\t=1"}]));
    assert_eq!(text(&view, as_sent, &[]), "\u{feff}@odata.type,-\r\n+1,\t=1\r\n");
    // Names come from the service too.
    assert_eq!(text(&view, CSV, &[]), "'@odata.type,'-\r\n'+1,'\t'=1\r\n");
}

#[test]
fn no_formula_begins_where_a_semicolon_or_a_line_end_begins_a_cell() {
    let rows = json!([
        {"t": "a;=1+1"}, {"t": "a;\"=1"}, {"t": "one\r\n- two\n\n+3"}, {"t": "\t=1\t@2"}, {"t": "a; b;c=d\r\ne-f"}, {"t": ["x;-1"]},
    ]);
    assert_eq!(
        text(&view(&rows), CSV, &["t"]),
        "t\r\na;'=1+1\r\n\"a;\"\"'=1\"\r\n\"one\r\n'- two\n\n'+3\"\r\n'\t'=1\t'@2\r\n\
         \"a; b;c=d\r\ne-f\"\r\n\"[\"\"x;'-1\"\"]\"\r\n"
    );
    // In a workbook every cell is one, whatever is in it.
    assert_eq!(sheet(&view(&rows)).1[1][0], Data::String("a;=1+1".into()));
}

#[test]
fn a_workbook_has_texts_where_formulas_came_in_made_harmless_or_not() {
    let hostile = [
        "=1+1",
        "=HYPERLINK(\"http://127.0.0.1/\")",
        "@SUM(1)",
        "+1+1",
        "-1+1",
        "\t=1+1",
        "\r=1+1",
    ];
    let rows: Vec<Value> = hostile.iter().map(|text| json!({ "t": text })).collect();
    let view = view(&rows.into());
    for neutralise_formulas in [true, false] {
        let (_, file) = export(&view, ExportFormat::Xlsx { neutralise_formulas }, &["t"]);
        let mut workbook = Xlsx::new(Cursor::new(file)).unwrap();
        assert!(workbook.worksheet_formula("Rows").unwrap().is_empty());
        let range = workbook.worksheet_range("Rows").unwrap();
        for (row, text) in range.rows().skip(1).zip(hostile) {
            let mark = if neutralise_formulas { "'" } else { "" };
            assert_eq!(row, [Data::String(format!("{mark}{text}"))]);
        }
    }
}

#[test]
fn a_view_is_written_in_its_order_with_its_rows_and_the_chosen_columns() {
    let rows: Vec<Value> = (0..10_000)
        .map(|n| json!({"n": n, "word": if n % 2 == 0 { "even" } else { "odd" }}))
        .collect();
    let spec = ViewSpec {
        sort: vec![SortKey {
            column: "n".into(),
            descending: true,
        }],
        conditions: vec![Condition {
            column: "word".into(),
            rule: Rule::Equal("odd".into()),
        }],
        ..ViewSpec::default()
    };
    let view = View::build(&table(&rows.into()), &spec).unwrap();
    let expected: Vec<i64> = (0..10_000).rev().filter(|n| n % 2 == 1).collect();

    let csv = text(&view, CSV, &["n"]);
    let numbers: Vec<i64> = csv.lines().skip(1).map(|line| line.parse().unwrap()).collect();
    assert_eq!(numbers, expected);

    let lines = text(&view, ExportFormat::JsonLines, &["word", "n"]);
    let numbers: Vec<i64> = lines
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["n"]
                .as_i64()
                .unwrap()
        })
        .collect();
    assert_eq!(numbers, expected);
    assert!(lines.starts_with("{\"word\":\"odd\",\"n\":9999}\n"));

    let (exported, rows) = sheet(&view);
    assert_eq!((exported.rows, exported.sheets), (5_000, 1));
    let numbers: Vec<f64> = rows[1..]
        .iter()
        .map(|row| calamine::DataType::as_f64(&row[0]).unwrap())
        .collect();
    assert!(
        numbers
            .iter()
            .zip(&expected)
            .all(|(found, n)| *found == *n as f64)
            && numbers.len() == 5_000
    );

    let (exported, batches, _) = parquet(&view);
    assert_eq!(exported.rows, 5_000);
    let numbers: Vec<i64> = batches
        .iter()
        .flat_map(|batch| batch.column(0).as_primitive::<Int64Type>().values().to_vec())
        .collect();
    assert_eq!(numbers, expected);
}

#[test]
fn json_lines_have_every_property_as_it_was_sent() {
    let body = r#"[{"n":1.50,"big":123456789012345678901234567890,"list":[ {"a" : null} ],"none":null,"t":"=1"},{"x":"ä\n"}]"#;
    let mut builder = TableBuilder::new(&[], None);
    builder.append_answer(body.as_bytes()).unwrap();
    let view = View::build(&builder.snapshot(), &ViewSpec::default()).unwrap();
    assert_eq!(
        text(&view, ExportFormat::JsonLines, &[]),
        "{\"n\":1.50,\"big\":123456789012345678901234567890,\"list\":[{\"a\":null}],\"none\":null,\"t\":\"=1\"}\n{\"x\":\"ä\\n\"}\n"
    );
}

#[test]
fn a_workbook_has_typed_cells_and_harmless_text() {
    let (exported, rows) = sheet(&view(&mixed()));
    let string = |text: &str| Data::String(text.to_owned());
    assert_eq!(
        rows[0][..5].to_vec(),
        ["name", "n", "at", "ok", "list"].map(string)
    );
    assert_eq!(rows[1][0], string("'=cmd|'/c calc'!A0"));
    assert_eq!(rows[1][1], Data::Float(-5.0));
    let Data::DateTime(time) = &rows[1][2] else {
        panic!("{:?}", rows[1][2]);
    };
    let seconds = (7.0 * 3600.0 + 8.0 * 60.0 + 9.123) / 86_400.0;
    assert!((time.as_f64() - 45_418.0 - seconds).abs() < 1e-9);
    assert_eq!(rows[1][3], Data::Bool(true));
    assert_eq!(rows[1][4], string(r#"[1,{"a":"b"}]"#));
    // What Excel does not have, or would round, is text.
    assert_eq!(rows[2][2], string("0001-01-01T00:00:00Z"));
    assert_eq!(rows[3][1], string("9007199254740993"));
    assert!(matches!(&rows[3][2], Data::DateTime(time) if (time.as_f64() - 45_418.0) * 24.0 < 5.2));
    assert_eq!(rows[3][0], Data::Empty);
    assert_eq!((exported.rows, exported.cut_cells), (3, 0));
}

#[test]
fn text_that_a_cell_cannot_hold_is_cut_and_counted() {
    let long = "😀".repeat(20_000);
    let (exported, rows) = sheet(&view(&json!([
        {"t": long}, {"t": "x".repeat(32_767)}, {"t": "x".repeat(32_768)}, {"t": "a\u{1}b\u{ffff}c_x0041_ <&>"}
    ])));
    assert_eq!(exported.cut_cells, 2);
    let length = |row: usize| rows[row][0].to_string().encode_utf16().count();
    assert_eq!((length(1), length(2), length(3)), (32_766, 32_767, 32_767));
    assert!(rows[4][0].to_string().ends_with("<&>"), "{:?}", rows[4][0]);
}

#[test]
fn parquet_has_typed_columns() {
    let (exported, batches, schema) = parquet(&view(&mixed()));
    let time = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let types = [
        ("name", DataType::Utf8),
        ("n", DataType::Float64),
        ("at", time),
        ("ok", DataType::Boolean),
        ("list", DataType::Utf8),
        ("extra", DataType::Utf8),
    ];
    let fields: Vec<Field> = types
        .into_iter()
        .map(|(name, data_type)| Field::new(name, data_type, true))
        .collect();
    assert_eq!(
        schema
            .fields()
            .iter()
            .map(|field| field.as_ref().clone())
            .collect::<Vec<_>>(),
        fields
    );
    let batch = &batches[0];
    // Formulas mean nothing here.
    assert_eq!(batch.column(0).as_string::<i32>().value(0), "=cmd|'/c calc'!A0");
    assert!(batch.column(0).is_null(2));
    assert_eq!(batch.column(1).as_primitive::<Float64Type>().value(0), -5.0);
    let times = batch.column(2).as_primitive::<TimestampMicrosecondType>();
    assert_eq!(times.value(0), 1_714_979_289_123_456);
    assert_eq!(times.value(1), -62_135_596_800_000_000);
    assert_eq!(times.value(2), 1_714_972_089_000_000);
    assert!(batch.column(3).as_boolean().value(0) && batch.column(3).is_null(2));
    assert_eq!(batch.column(4).as_string::<i32>().value(0), r#"[1,{"a":"b"}]"#);
    assert_eq!((exported.rounded_numbers, exported.rounded_times), (1, 1));
    assert_eq!(exported.columns_as_text, Vec::<String>::new());
}

#[test]
fn a_parquet_column_of_several_types_is_text_and_named() {
    let (exported, batches, schema) = parquet(&view(&json!([
        {"n": 1, "big": 9_223_372_036_854_775_807_i64}, {"n": 2}, {"n": "three"}, {"n": null}
    ])));
    assert_eq!(exported.columns_as_text, ["n"]);
    assert_eq!(schema.field(0).data_type(), &DataType::Utf8);
    let texts: Vec<_> = batches[0].column(0).as_string::<i32>().iter().collect();
    assert_eq!(texts, [Some("1"), Some("2"), Some("three"), None]);
    assert_eq!(
        batches[0].column(1).as_primitive::<Int64Type>().value(0),
        i64::MAX
    );
    assert_eq!(exported.rounded_numbers, 0);
}

#[test]
fn an_empty_view_is_a_file_with_names() {
    let builder = TableBuilder::new(&[table::ColumnHint::new("id", table::Kind::Text)], None);
    let view = View::build(&builder.snapshot(), &ViewSpec::default()).unwrap();
    assert_eq!(text(&view, CSV, &[]), "id\r\n");
    assert_eq!(text(&view, ExportFormat::JsonLines, &[]), "");
    assert_eq!(sheet(&view).1, [[Data::String("id".to_owned())]]);
    let (_, batches, schema) = parquet(&view);
    assert_eq!((batches.len(), schema.fields().len()), (0, 1));
}

#[test]
fn progress_is_told_from_the_start_to_the_end() {
    let rows: Vec<Value> = (0..9_000).map(|n| json!({ "n": n })).collect();
    let view = view(&rows.into());
    for format in ALL {
        let mut told = Vec::new();
        let spec = ExportSpec {
            columns: Vec::new(),
            format,
        };
        let exported = view.export(&spec, io::sink(), &mut |progress| {
            told.push(progress);
            ControlFlow::Continue(())
        });
        assert_eq!(exported.unwrap().rows, 9_000);
        let of = |rows| ExportProgress { rows, of: 9_000 };
        assert_eq!(told, [of(0), of(4_096), of(8_192), of(9_000)], "{format:?}");
    }
}

#[test]
fn an_export_stops_between_batches_when_told_to() {
    let rows: Vec<Value> = (0..9_000).map(|n| json!({ "n": n })).collect();
    let view = view(&rows.into());
    for format in ALL {
        for stop_at in [0, 4_096] {
            let mut last = None;
            let spec = ExportSpec {
                columns: Vec::new(),
                format,
            };
            let stopped = view.export(&spec, io::sink(), &mut |progress| {
                last = Some(progress.rows);
                if progress.rows == stop_at {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            assert!(matches!(stopped, Err(ExportError::Cancelled)), "{format:?}");
            assert_eq!(last, Some(stop_at));
        }
    }
}

/// A disk that is full after some bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .checked_sub(bytes.len())
            .ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_is_named_as_the_reason() {
    let rows: Vec<Value> = (0..2_000)
        .map(|n| json!({"n": n, "t": format!("text {n}")}))
        .collect();
    let view = view(&rows.into());
    for format in ALL {
        let spec = ExportSpec {
            columns: Vec::new(),
            format,
        };
        for room in [0, 300, 5_000] {
            match view.export(&spec, Full(room), &mut |_| ControlFlow::Continue(())) {
                Err(ExportError::Write(error)) => {
                    assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{format:?} {error}");
                }
                other => panic!("{format:?} with room for {room}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_column_that_does_not_exist_is_named() {
    let spec = ExportSpec {
        columns: vec!["nope".into()],
        format: CSV,
    };
    let error = view(&mixed())
        .export(&spec, io::sink(), &mut |_| ControlFlow::Continue(()))
        .unwrap_err();
    let unknown = TableError::UnknownColumn { name: "nope".into() };
    assert!(matches!(error, ExportError::Table(error) if error == unknown));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn csv_is_read_back_by_a_csv_reader(
        rows in prop::collection::vec((any::<String>(), "[\",\r\n '=a]{0,6}", any::<i32>()), 1..20),
    ) {
        let body: Vec<Value> = rows.iter().map(|(a, b, n)| json!({"a": a, "b": b, "n": n})).collect();
        let view = view(&body.into());
        let as_sent = ExportFormat::Csv { byte_order_mark: false, neutralise_formulas: false };
        let file = text(&view, as_sent, &["a", "b", "n"]);
        let schema = Schema::new(["a", "b", "n"].map(|name| Field::new(name, DataType::Utf8, true)).to_vec());
        let reader = arrow::csv::ReaderBuilder::new(Arc::new(schema)).with_header(true).build(file.as_bytes()).unwrap();
        let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
        let column = |at: usize| -> Vec<String> {
            let texts = batches.iter().flat_map(|batch| batch.column(at).as_string::<i32>().iter());
            texts.map(|text| text.unwrap_or_default().to_owned()).collect()
        };
        prop_assert_eq!(column(0), rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>());
        prop_assert_eq!(column(1), rows.iter().map(|row| row.1.clone()).collect::<Vec<_>>());
        prop_assert_eq!(column(2), rows.iter().map(|row| row.2.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn no_text_of_csv_begins_as_a_formula(texts in prop::collection::vec("[=+@\t\r\n＝＋－＠ a,;\"-]{0,5}", 1..10)) {
        let body: Vec<Value> = texts.iter().map(|text| json!({"t": text, "u": 1})).collect();
        let file = text(&view(&body.into()), CSV, &["t", "u"]);
        let schema = Schema::new(["t", "u"].map(|name| Field::new(name, DataType::Utf8, true)).to_vec());
        let reader = arrow::csv::ReaderBuilder::new(Arc::new(schema)).with_header(true).build(file.as_bytes()).unwrap();
        for batch in reader.map(Result::unwrap) {
            for cell in batch.column(0).as_string::<i32>().iter().flatten() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']), "{:?}", cell);
            }
        }
        // As one reads who takes semicolons for commas, and quotes for quotes at the beginning of a cell only.
        for cell in file.split([';', '\r', '\n']) {
            let opened = cell.strip_prefix('"').filter(|rest| !rest.starts_with("\"\""));
            let begins = opened.map_or(cell, |rest| rest.strip_prefix('"').unwrap_or(rest));
            prop_assert!(!begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{:?}", cell);
        }
    }

    #[test]
    fn json_lines_are_read_back_as_the_same_rows(
        rows in prop::collection::vec(prop::collection::btree_map("[abc]", prop_oneof![
            any::<String>().prop_map(Value::from), any::<i64>().prop_map(Value::from), any::<bool>().prop_map(Value::from),
            Just(Value::Null), prop::collection::vec(any::<String>(), 0..3).prop_map(Value::from),
        ], 0..4), 0..20),
    ) {
        let rows: Vec<Value> = rows.into_iter().map(|row| json!(row)).collect();
        let file = text(&view(&json!(rows)), ExportFormat::JsonLines, &[]);
        let read: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!(read, rows);
    }
}
