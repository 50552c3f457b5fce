//! Rows as text for the clipboard.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use serde_json::{Value, json};
use table::{COPY_LIMIT, CopyFormat, Selection, SortKey, TableBuilder, TableError, View, ViewSpec};

fn view(body: &Value, descending: bool) -> View {
    let mut builder = TableBuilder::new(&[], None);
    builder.append_answer(body.to_string().as_bytes()).unwrap();
    let sort = SortKey {
        column: "n".into(),
        descending,
    };
    let spec = ViewSpec {
        sort: vec![sort],
        ..ViewSpec::default()
    };
    View::build(&builder.snapshot(), &spec).unwrap()
}

fn hostile() -> View {
    let rows = json!([
        {"n": -1, "t": "=1+1", "l": [1, {"a": null}]},
        {"n": 2.50, "t": "tab\there\nand \"there\"", "l": "- x"},
        {"n": 3, "t": "\"quoted\" | C:\\temp\\new <b>*bold*</b> [x](y) &amp; `c` ~~s~~ __u__"},
        {"n": 4, "t": "a\r\nb\rc"}
    ]);
    view(&rows, false)
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn all() -> Selection {
    Selection::Range {
        offset: 0,
        count: u32::MAX,
    }
}

#[test]
fn a_spreadsheet_gets_one_cell_for_each_and_no_formula() {
    let text = hostile()
        .copy(&all(), &columns(&["n", "t", "l"]), CopyFormat::Tsv)
        .unwrap();
    assert_eq!(
        text,
        "n\tt\tl\n\
         -1\t'=1+1\t[1,{\"a\":null}]\n\
         2.5\t\"tab\there\nand \"\"there\"\"\"\t'- x\n\
         3\t\"\"\"quoted\"\" | C:\\temp\\new <b>*bold*</b> [x](y) &amp; `c` ~~s~~ __u__\"\t\n\
         4\t\"a\r\nb\rc\"\t\n"
    );
}

#[test]
fn markdown_shows_the_text_and_nothing_that_it_would_mean() {
    let text = hostile()
        .copy(&all(), &columns(&["t", "n"]), CopyFormat::Markdown)
        .unwrap();
    assert_eq!(
        text,
        "| t | n |\n\
         | --- | ---: |\n\
         | =1+1 | -1 |\n\
         | tab here<br>and \"there\" | 2.5 |\n\
         | \"quoted\" \\| C:\\\\temp\\\\new \\<b\\>\\*bold\\*\\</b\\> \\[x\\](y) \\&amp; \\`c\\` \\~\\~s\\~\\~ \\_\\_u\\_\\_ | 3 |\n\
         | a<br>b<br>c | 4 |\n"
    );
}

#[test]
fn json_has_the_values_as_they_were_sent() {
    let text = hostile()
        .copy(&all(), &columns(&["l", "n"]), CopyFormat::Json)
        .unwrap();
    let read: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        read,
        json!([{"l": [1, {"a": null}], "n": -1}, {"l": "- x", "n": 2.5}, {"n": 3}, {"n": 4}])
    );
    assert!(text.starts_with("[\n  {\n    \"l\": ["), "{text}");
}

#[test]
fn rows_are_taken_by_their_ids_or_by_their_places_in_the_view() {
    let rows: Vec<Value> = (0..5).map(|n| json!({ "n": n })).collect();
    let view = view(&rows.into(), true);
    let copy = |selection: Selection| {
        let text = view.copy(&selection, &columns(&["n"]), CopyFormat::Tsv).unwrap();
        text.lines().skip(1).collect::<Vec<_>>().join(",")
    };
    assert_eq!(copy(Selection::Rows(vec![1, 4, 0])), "1,4,0");
    assert_eq!(copy(Selection::Range { offset: 1, count: 2 }), "3,2");
    assert_eq!(copy(Selection::Range { offset: 4, count: 9 }), "0");
    assert_eq!(copy(Selection::Range { offset: 5, count: 9 }), "");
    assert_eq!(copy(Selection::Rows(vec![])), "");
}

#[test]
fn more_rows_than_the_limit_or_rows_that_are_not_there_are_refused() {
    let rows: Vec<Value> = (0..=COPY_LIMIT).map(|n| json!({ "n": n })).collect();
    let view = view(&rows.into(), true);
    let copy = |selection: &Selection| view.copy(selection, &columns(&["n"]), CopyFormat::Json).map(drop);
    let too_many = Err(TableError::TooManyRows {
        asked: 10_001,
        limit: COPY_LIMIT,
    });
    assert_eq!(copy(&all()), too_many);
    assert_eq!(copy(&Selection::Rows((0..=COPY_LIMIT).collect())), too_many);
    assert_eq!(
        copy(&Selection::Range {
            offset: 1,
            count: COPY_LIMIT
        }),
        Ok(())
    );
    let outside = |asked| {
        Err(TableError::OutOfRange {
            asked,
            rows: COPY_LIMIT + 1,
        })
    };
    assert_eq!(copy(&Selection::Rows(vec![0, 10_001])), outside(10_001));
    assert_eq!(
        copy(&Selection::Range {
            offset: 10_002,
            count: 1
        }),
        outside(10_002)
    );
    assert_eq!(
        view.copy(&all(), &columns(&["x"]), CopyFormat::Tsv).map(drop),
        Err(TableError::TooManyRows {
            asked: 10_001,
            limit: COPY_LIMIT
        })
    );
    let unknown = Err(TableError::UnknownColumn { name: "x".into() });
    assert_eq!(
        view.copy(&Selection::Rows(vec![0]), &columns(&["x"]), CopyFormat::Tsv)
            .map(drop),
        unknown
    );
}
