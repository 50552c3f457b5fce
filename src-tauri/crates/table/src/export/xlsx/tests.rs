use super::*;
use crate::builder::TableBuilder;
use crate::view::{View, ViewSpec};
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

fn view(rows: &serde_json::Value) -> View {
    let mut builder = TableBuilder::new(&[], None);
    builder.append_answer(rows.to_string().as_bytes()).unwrap();
    View::build(&builder.snapshot(), &ViewSpec::default()).unwrap()
}

fn written(view: &View, rows_of_a_sheet: u32) -> (Exported, Xlsx<Cursor<Vec<u8>>>) {
    let columns: Vec<usize> = (0..view.table().width()).collect();
    let names: Vec<String> = columns
        .iter()
        .map(|at| view.table().name(*at).to_owned())
        .collect();
    let rows = Rows {
        view,
        columns: &columns,
        names: &names,
    };
    let mut file = Vec::new();
    let exported = write(&rows, &mut file, true, rows_of_a_sheet, &mut |_| Ok(())).unwrap();
    (exported, Xlsx::new(Cursor::new(file)).unwrap())
}

#[test]
fn rows_that_one_sheet_cannot_hold_follow_on_others() {
    let rows: Vec<_> = (0..7).map(|n| serde_json::json!({ "n": n })).collect();
    let (exported, mut workbook) = written(&view(&rows.into()), 4);
    assert_eq!((exported.rows, exported.sheets, exported.cut_cells), (7, 3, 0));
    assert_eq!(workbook.sheet_names(), ["Rows", "Rows 2", "Rows 3"]);
    let mut found = Vec::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).unwrap();
        assert_eq!(range.get_value((0, 0)), Some(&Data::String("n".into())));
        found.extend(range.rows().skip(1).map(|row| row[0].clone()));
    }
    assert_eq!(
        found,
        (0..7).map(|n| Data::Float(f64::from(n))).collect::<Vec<_>>()
    );
}

#[test]
fn exactly_a_sheet_full_needs_no_other() {
    let rows: Vec<_> = (0..3).map(|n| serde_json::json!({ "n": n })).collect();
    assert_eq!(written(&view(&rows.into()), 4).0.sheets, 1);
    assert_eq!(written(&view(&serde_json::json!([])), 4).0.sheets, 1);
}

#[test]
fn days_are_counted_as_excel_counts_them() {
    let ticks = |text: &str| crate::time::parse(text).unwrap().ticks;
    assert_eq!(serial(ticks("1970-01-01T00:00:00Z")), Some(25_569.0));
    assert_eq!(serial(ticks("1900-03-01T00:00:00Z")), Some(61.0));
    assert_eq!(serial(ticks("2024-05-06T12:00:00Z")), Some(45_418.5));
    assert_eq!(serial(ticks("1900-02-28T23:59:59Z")), None);
    assert_eq!(serial(ticks("0001-01-01T00:00:00Z")), None);
}

#[test]
fn too_many_columns_are_refused() {
    let names = (0..=COLUMNS_OF_A_SHEET).map(|n| (format!("c{n}"), serde_json::Value::from(n)));
    let row: serde_json::Map<_, _> = names.collect();
    let spec = crate::ExportSpec {
        columns: Vec::new(),
        format: crate::ExportFormat::Xlsx {
            neutralise_formulas: true,
        },
    };
    let mut on = |_| std::ops::ControlFlow::Continue(());
    let error = view(&row.into()).export(&spec, Vec::new(), &mut on).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a sheet has at most 16384 columns, and there are 16385"
    );
}
