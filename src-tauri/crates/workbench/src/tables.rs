//! What can be done with the rows of a view: count, draw, copy, save, open, compare.
//!
//! Owns: the translation between the window's words and the table's, files that rows go to, and which answers are compared.
//!
//! Invariants: rows are read through the view that is current; a file is whole in its place or not there; cells that a
//! spreadsheet would run are made harmless on their way to one.

use crate::results::ResultEntry;
use crate::{Workbench, errors, wire_time};
use contract::{
    BarDto, CallRefRequest, ChangeKind, ChangedCellDto, ChangedRowDto, ChangesDto, ChartDto, ChartRequest,
    ColumnConditionDto, ColumnSummaryDto, ColumnTest, CommandError, CopiedRowsDto, CopyFormat,
    CopyRowsRequest, DerivedDto, ErrorCode, ExportEvent, ExportFormat, ExportRowsRequest, ExportedDto,
    OpenNestedRequest, Period, SummaryDto, ViewRefRequest,
};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use table::{
    Condition, Distinct, ExportError, ExportProgress, ExportSpec, Exported, Kind, Rule, Selection, Table,
    View,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Bars of a chart.
const BARS: usize = 20;
/// Periods of a chart over time.
const PERIODS: usize = 60;
/// Rows of a comparison that the window shows.
const SHOWN: usize = 500;

impl Workbench {
    /// What the columns of a view hold.
    ///
    /// # Errors
    /// Where the result or the view is gone.
    pub async fn summary(&self, request: ViewRefRequest) -> Result<SummaryDto, CommandError> {
        let view = self.view(&request.result_id, request.view_id)?;
        let summaries = blocking(move || {
            let names: Vec<String> = view
                .table()
                .columns()
                .into_iter()
                .map(|column| column.name)
                .collect();
            view.summary(&names)
        })
        .await?
        .map_err(errors::table)?;
        Ok(SummaryDto {
            columns: summaries
                .into_iter()
                .map(|summary| {
                    let (distinct, distinct_cut) = match summary.distinct {
                        Distinct::Exactly(count) => (count, false),
                        Distinct::MoreThan(count) => (count, true),
                    };
                    ColumnSummaryDto {
                        column: summary.column,
                        present: summary.present,
                        distinct,
                        distinct_cut,
                        min: summary.min,
                        max: summary.max,
                        sum: summary.sum,
                        mean: summary.mean,
                    }
                })
                .collect(),
        })
    }

    /// Counts to draw: times by period, everything else by value.
    ///
    /// # Errors
    /// Where the result or the view is gone, or there is no such column.
    pub async fn chart(&self, request: ChartRequest) -> Result<ChartDto, CommandError> {
        let view = self.view(&request.result_id, request.view_id)?;
        let over_time = view
            .table()
            .columns()
            .iter()
            .any(|column| column.name == request.column && column.kind == Kind::Time);
        blocking(move || {
            if over_time {
                let counts = view.count_by_time(&request.column, PERIODS)?;
                return Ok(ChartDto {
                    bars: counts
                        .bars
                        .into_iter()
                        .map(|bar| BarDto {
                            label: bar.start,
                            count: bar.count,
                        })
                        .collect(),
                    rest: counts.nothing + counts.unset,
                    period: Some(period(counts.period)),
                });
            }
            let counts = view.count_by(&request.column, BARS)?;
            Ok(ChartDto {
                bars: counts
                    .bars
                    .into_iter()
                    .map(|bar| BarDto {
                        label: bar.value,
                        count: bar.count,
                    })
                    .collect(),
                rest: counts.rest,
                period: None,
            })
        })
        .await?
        .map_err(errors::table)
    }

    /// Puts rows on the clipboard.
    ///
    /// # Errors
    /// Where the result or the view is gone, there are too many rows, or the clipboard refuses.
    pub async fn copy_rows(&self, request: CopyRowsRequest) -> Result<CopiedRowsDto, CommandError> {
        let view = self.view(&request.result_id, request.view_id)?;
        let (text, rows) = blocking(move || {
            let (selection, rows) = match request.row_ids {
                Some(rows) => {
                    let count = rows.len();
                    (Selection::Rows(rows), u32::try_from(count).unwrap_or(u32::MAX))
                }
                None => (
                    Selection::Range {
                        offset: 0,
                        count: view.rows(),
                    },
                    view.rows(),
                ),
            };
            let format = match request.format {
                CopyFormat::Tsv => table::CopyFormat::Tsv,
                CopyFormat::Markdown => table::CopyFormat::Markdown,
                CopyFormat::Json => table::CopyFormat::Json,
            };
            view.copy(&selection, &request.columns, format)
                .map(|text| (text, rows))
        })
        .await?
        .map_err(errors::table)?;
        self.put(&text)?;
        Ok(CopiedRowsDto { rows })
    }

    /// Asks for a file and writes the rows of a view to it. Cancelled like a load; the file is then not there.
    ///
    /// # Errors
    /// Where the result or the view is gone, or the file cannot be written.
    pub async fn export_rows(
        &self,
        request: ExportRowsRequest,
        on_event: impl Fn(ExportEvent) + Send + Sync + 'static,
    ) -> Result<ExportedDto, CommandError> {
        let view = self.view(&request.result_id, request.view_id)?;
        let name = format!("{}.{}", request.name, ending(request.format));
        let Some(path) = self.ask_for_place(&name).await else {
            return Ok(ExportedDto {
                path: None,
                rows: 0,
                remarks: Vec::new(),
            });
        };
        let running = self.loads.begin(request.load_id);
        let cancel = running.cancel();
        let spec = ExportSpec {
            columns: request.columns,
            format: format(request.format, request.neutralise),
        };
        let place = path.clone();
        let exported = blocking(move || write(&view, &spec, &place, &cancel, &on_event)).await?;
        let exported = exported.map_err(|error| export_error(&path, error))?;
        tracing::info!(rows = exported.rows, "rows exported");
        Ok(ExportedDto {
            path: Some(path.display().to_string()),
            rows: exported.rows,
            remarks: remarks(&exported),
        })
    }

    /// Opens a list inside a cell as a result of its own.
    ///
    /// # Errors
    /// Where the result, the row or the column is gone.
    pub async fn open_nested(&self, request: OpenNestedRequest) -> Result<DerivedDto, CommandError> {
        let table = self.results.get(&request.result_id)?.table();
        let nested = blocking(move || table.nested_table(request.row_id, &request.column))
            .await?
            .map_err(errors::table)?;
        let rows = nested.rows();
        let entry = self.results.create_fixed(Uuid::new_v4().to_string(), nested);
        Ok(DerivedDto {
            result_id: entry.id().to_owned(),
            rows,
        })
    }

    /// Compares a call's table with the one that the same call brought before.
    ///
    /// # Errors
    /// Where there is no earlier answer of the same call, or its rows have nothing that tells them apart.
    pub async fn compare_with_previous(&self, request: CallRefRequest) -> Result<ChangesDto, CommandError> {
        let later = self.calls.get(&request.call_id)?;
        let earlier = self.calls.before(&later).ok_or_else(errors::nothing_to_compare)?;
        let (before, after) = (earlier.entry().table(), later.entry().table());
        let key = key(later.operation, &after).ok_or_else(errors::nothing_to_compare)?;
        let at = wire_time(earlier.at);
        blocking(move || changes(&before, &after, &key, at))
            .await?
            .map_err(errors::table)
    }

    fn view(&self, result_id: &str, view_id: u32) -> Result<Arc<View>, CommandError> {
        self.results.get(result_id)?.current(view_id)
    }
}

impl ResultEntry {
    /// Conditions in the table's words.
    pub(crate) fn conditions(conditions: Vec<ColumnConditionDto>) -> Result<Vec<Condition>, CommandError> {
        conditions.into_iter().map(condition).collect()
    }
}

fn condition(condition: ColumnConditionDto) -> Result<Condition, CommandError> {
    let mut values = condition.values.into_iter();
    let mut next = || values.next().unwrap_or_default();
    let rule = match condition.test {
        ColumnTest::Contains => Rule::Contains(next()),
        ColumnTest::ContainsNot => Rule::ContainsNot(next()),
        ColumnTest::Equals => Rule::Equal(next()),
        ColumnTest::EqualsNot => Rule::NotEqual(next()),
        ColumnTest::StartsWith => Rule::StartsWith(next()),
        ColumnTest::Empty => Rule::Empty,
        ColumnTest::Present => Rule::Present,
        ColumnTest::Less => Rule::Less(next()),
        ColumnTest::LessOrEqual => Rule::AtMost(next()),
        ColumnTest::Greater => Rule::Greater(next()),
        ColumnTest::GreaterOrEqual => Rule::AtLeast(next()),
        ColumnTest::Between => Rule::Between(next(), next()),
    };
    Ok(Condition {
        column: condition.column,
        rule,
    })
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, CommandError> {
    tokio::task::spawn_blocking(work).await.map_err(errors::stopped)
}

/// Writes beside the place and renames.
fn write(
    view: &View,
    spec: &ExportSpec,
    path: &Path,
    cancel: &CancellationToken,
    on_event: &(impl Fn(ExportEvent) + Send + Sync),
) -> Result<Exported, ExportError> {
    let temporary: PathBuf = path.with_file_name(format!(".{}.new", Uuid::new_v4().simple()));
    let mut progress = |at: ExportProgress| {
        on_event(ExportEvent {
            rows: at.rows,
            of: at.of,
        });
        if cancel.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let written = (|| {
        let file = std::fs::File::create(&temporary)?;
        let exported = view.export(spec, std::io::BufWriter::new(&file), &mut progress)?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)?;
        Ok(exported)
    })();
    if written.is_err() {
        // It may not even be there.
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

fn export_error(path: &Path, error: ExportError) -> CommandError {
    match error {
        ExportError::Table(error) => errors::table(error),
        ExportError::Cancelled => errors::call_cancelled(),
        ExportError::Write(error) => errors::file_not_saved(path, &error),
        ExportError::TooManyColumns { .. } | ExportError::Format(_) => CommandError::new(
            ErrorCode::FileNotSaved,
            format!("The rows were not saved: {error}."),
            "Choose fewer columns or another format.",
        ),
    }
}

fn ending(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "csv",
        ExportFormat::Xlsx => "xlsx",
        ExportFormat::JsonLines => "jsonl",
        ExportFormat::Parquet => "parquet",
    }
}

fn format(format: ExportFormat, neutralise_formulas: bool) -> table::ExportFormat {
    match format {
        ExportFormat::Csv => table::ExportFormat::Csv {
            byte_order_mark: true,
            neutralise_formulas,
        },
        ExportFormat::Xlsx => table::ExportFormat::Xlsx { neutralise_formulas },
        ExportFormat::JsonLines => table::ExportFormat::JsonLines,
        ExportFormat::Parquet => table::ExportFormat::Parquet,
    }
}

fn remarks(exported: &Exported) -> Vec<String> {
    let mut remarks = Vec::new();
    if exported.sheets > 1 {
        remarks.push(format!(
            "The rows are on {} sheets: one holds at most 1,048,576.",
            exported.sheets
        ));
    }
    if exported.cut_cells > 0 {
        remarks.push(format!(
            "{} cells were cut: one holds at most 32,767 characters.",
            exported.cut_cells
        ));
    }
    if exported.rounded_numbers > 0 {
        remarks.push(format!("{} numbers were rounded.", exported.rounded_numbers));
    }
    if exported.rounded_times > 0 {
        remarks.push(format!("{} times lost their last digit.", exported.rounded_times));
    }
    if !exported.columns_as_text.is_empty() {
        remarks.push(format!(
            "Columns with values of several types are text: {}.",
            exported.columns_as_text.join(", ")
        ));
    }
    remarks
}

fn period(period: table::Period) -> Period {
    match period {
        table::Period::Minute => Period::Minute,
        table::Period::Hour => Period::Hour,
        table::Period::Day => Period::Day,
        table::Period::Month => Period::Month,
        table::Period::Year => Period::Year,
    }
}

/// What tells rows apart: the documented key, or a column of that name.
fn key(operation: &'static defender::catalogue::Operation, table: &Table) -> Option<String> {
    let documented = operation
        .entity
        .as_deref()
        .and_then(|entity| defender::catalogue().entity(entity))
        .and_then(|entity| entity.key.as_deref())
        .unwrap_or("id");
    let names: Vec<String> = table.columns().into_iter().map(|column| column.name).collect();
    let named = names.iter().find(|name| *name == documented);
    // Tables and examples of the documentation differ in letter case.
    let named = named.or_else(|| names.iter().find(|name| name.eq_ignore_ascii_case(documented)));
    named.cloned()
}

fn changes(
    before: &Table,
    after: &Table,
    key: &str,
    earlier_at: f64,
) -> Result<ChangesDto, table::TableError> {
    let compared = table::compare(before, after, key)?;
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    let key_of = |table: &Table, row: u32| -> Result<String, table::TableError> {
        let value = table.cell_json(row, key)?.unwrap_or_default();
        Ok(serde_json::from_str::<String>(&value).unwrap_or(value))
    };
    let mut rows = Vec::new();
    for row in compared.changed.iter().take(SHOWN) {
        let mut cells = Vec::new();
        for column in row
            .columns
            .iter()
            .filter_map(|at| compared.columns.get(*at as usize))
        {
            let known = |table: &Table| table.columns().iter().any(|known| &known.name == column);
            cells.push(ChangedCellDto {
                column: column.clone(),
                before: if known(before) {
                    before.cell_json(row.before, column)?
                } else {
                    None
                },
                after: if known(after) {
                    after.cell_json(row.after, column)?
                } else {
                    None
                },
            });
        }
        rows.push(ChangedRowDto {
            key: key_of(after, row.after)?,
            change: ChangeKind::Changed,
            cells,
        });
    }
    for (table, ids, change) in [
        (after, &compared.added, ChangeKind::Added),
        (before, &compared.removed, ChangeKind::Removed),
    ] {
        for row in ids.iter().take(SHOWN.saturating_sub(rows.len())) {
            rows.push(ChangedRowDto {
                key: key_of(table, *row)?,
                change,
                cells: Vec::new(),
            });
        }
    }
    Ok(ChangesDto {
        key: key.to_owned(),
        earlier_at,
        added: count(compared.added.len()),
        removed: count(compared.removed.len()),
        changed: count(compared.changed.len()),
        rows,
    })
}
