//! What can be done with the rows of an answer.

use super::{call, call_of, signed_in};
use crate::setup::{ADMIN, Machine};
use crate::walk::Person;
use contract::{
    CallRefRequest, ChartRequest, ColumnConditionDto, ColumnTest, CopyFormat, CopyRowsRequest, ErrorCode,
    ExportFormat, ExportRowsRequest, SetViewRequest, ViewRefRequest,
};

#[tokio::test]
async fn rows_are_narrowed_counted_drawn_copied_and_saved() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let mut request = call_of("listAlerts", Vec::new());
    request.all_pages = true;
    let called = call(&workbench, request).await.unwrap();
    let result_id = called.result_id.unwrap();
    let view = workbench
        .set_view(SetViewRequest {
            result_id: result_id.clone(),
            sort: Vec::new(),
            text: String::new(),
            text_columns: Vec::new(),
            facets: Vec::new(),
            conditions: vec![ColumnConditionDto {
                column: "severity".into(),
                test: ColumnTest::Equals,
                values: vec!["high".into()],
            }],
            count_columns: Vec::new(),
        })
        .await
        .unwrap();
    assert!(view.matched_rows > 0 && view.matched_rows < view.total_rows);
    let of = || ViewRefRequest {
        result_id: result_id.clone(),
        view_id: view.view_id,
    };
    let summary = workbench.summary(of()).await.unwrap();
    let severity = summary
        .columns
        .iter()
        .find(|column| column.column == "severity")
        .unwrap();
    assert_eq!((severity.present, severity.distinct), (view.matched_rows, 1));
    let chart = |column: &str| {
        workbench.chart(ChartRequest {
            result_id: result_id.clone(),
            view_id: view.view_id,
            column: column.into(),
        })
    };
    let by_value = chart("severity").await.unwrap();
    assert_eq!(
        (by_value.bars.len(), by_value.bars[0].count),
        (1, view.matched_rows)
    );
    let over_time = chart("alertCreationTime").await.unwrap();
    assert!(over_time.period.is_some());
    let drawn: u32 = over_time.bars.iter().map(|bar| bar.count).sum();
    assert_eq!(drawn + over_time.rest, view.matched_rows);

    let copied = workbench
        .copy_rows(CopyRowsRequest {
            result_id: result_id.clone(),
            view_id: view.view_id,
            row_ids: None,
            columns: vec!["id".into(), "severity".into()],
            format: CopyFormat::Tsv,
        })
        .await
        .unwrap();
    assert_eq!(copied.rows, view.matched_rows);
    let text = workbench::Clipboard::read(machine.clipboard.as_ref()).unwrap();
    assert_eq!(text.lines().count() as u32, view.matched_rows + 1);

    for (format, ending) in [
        (ExportFormat::Csv, "csv"),
        (ExportFormat::Xlsx, "xlsx"),
        (ExportFormat::JsonLines, "jsonl"),
        (ExportFormat::Parquet, "parquet"),
    ] {
        let exported = workbench
            .export_rows(
                ExportRowsRequest {
                    load_id: ending.into(),
                    result_id: result_id.clone(),
                    view_id: view.view_id,
                    columns: Vec::new(),
                    format,
                    neutralise: true,
                    name: "Alerts".into(),
                },
                |_| (),
            )
            .await
            .unwrap();
        let path = exported.path.unwrap();
        assert!(path.ends_with(&format!("Alerts.{ending}")), "{path}");
        assert_eq!(exported.rows, view.matched_rows);
        assert!(std::fs::metadata(&path).unwrap().len() > 100);
    }
    let files: Vec<_> = std::fs::read_dir(machine.saved.path()).unwrap().collect();
    assert_eq!(files.len(), 4, "no temporary file stays");
}

#[tokio::test]
async fn an_answer_is_compared_with_the_one_before_it() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let reference = |id: &str| CallRefRequest { call_id: id.into() };
    let mut first = call_of("listMachines", Vec::new());
    first.call_id = "first".into();
    let called = call(&workbench, first.clone()).await.unwrap();
    assert!(!called.comparable);
    let error = workbench
        .compare_with_previous(reference("first"))
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::NothingToCompare);
    let mut second = first;
    second.call_id = "second".into();
    assert!(call(&workbench, second).await.unwrap().comparable);
    let changes = workbench
        .compare_with_previous(reference("second"))
        .await
        .unwrap();
    assert_eq!(
        (
            changes.key.as_str(),
            changes.added,
            changes.removed,
            changes.changed
        ),
        ("id", 0, 0, 0)
    );
}
