//! What can be done with the rows of a view: count, draw, copy, save, compare.

use crate::wire;

wire! {
    /// A condition on a column.
    pub struct ColumnConditionDto {
        /// The column.
        pub column: String,
        /// What is asked of it.
        pub test: ColumnTest,
        /// With what: none, one or two texts, as the test takes them; times as RFC 3339.
        pub values: Vec<String>,
    }

    /// Names the current view of a result.
    pub struct ViewRefRequest {
        /// Which result.
        pub result_id: String,
        /// Which view.
        pub view_id: u32,
    }

    /// What the columns of a view hold.
    pub struct SummaryDto {
        /// By column.
        pub columns: Vec<ColumnSummaryDto>,
    }

    /// What one column holds.
    pub struct ColumnSummaryDto {
        /// The column.
        pub column: String,
        /// Rows with a value.
        pub present: u32,
        /// Different values.
        pub distinct: u32,
        /// There are more than were counted.
        pub distinct_cut: bool,
        /// Least or earliest; `null` for texts.
        pub min: Option<String>,
        /// Largest or latest.
        pub max: Option<String>,
        /// Sum of numbers.
        pub sum: Option<f64>,
        /// Mean of numbers.
        pub mean: Option<f64>,
    }

    /// Asks for a chart.
    pub struct ChartRequest {
        /// Which result.
        pub result_id: String,
        /// Which view.
        pub view_id: u32,
        /// Over which column: times are counted by period, everything else by value.
        pub column: String,
    }

    /// Counts to draw.
    pub struct ChartDto {
        /// In order: by count, or by time.
        pub bars: Vec<BarDto>,
        /// Rows whose value has no bar of its own.
        pub rest: u32,
        /// The period of a bar; `null` where values are counted.
        pub period: Option<Period>,
    }

    /// One bar.
    pub struct BarDto {
        /// The value, or the beginning of the period as RFC 3339 text; empty for rows without a value.
        pub label: String,
        /// Rows.
        pub count: u32,
    }

    /// Puts rows on the clipboard.
    pub struct CopyRowsRequest {
        /// Which result.
        pub result_id: String,
        /// Which view.
        pub view_id: u32,
        /// Rows by their position in the result; `null` for all of the view.
        pub row_ids: Option<Vec<u32>>,
        /// Columns, in this order.
        pub columns: Vec<String>,
        /// In which form.
        pub format: CopyFormat,
    }

    /// What was copied.
    pub struct CopiedRowsDto {
        /// Rows.
        pub rows: u32,
    }

    /// Asks for a file and writes the rows of a view to it.
    pub struct ExportRowsRequest {
        /// Made by the window; names the export for `cancel_load`.
        pub load_id: String,
        /// Which result.
        pub result_id: String,
        /// Which view.
        pub view_id: u32,
        /// Columns, in this order; empty for all.
        pub columns: Vec<String>,
        /// In which form.
        pub format: ExportFormat,
        /// Cells that a spreadsheet would run as a formula are made harmless; CSV and XLSX only.
        pub neutralise: bool,
        /// The file's name without its ending.
        pub name: String,
    }

    /// How far an export is.
    pub struct ExportEvent {
        /// Rows written.
        pub rows: u32,
        /// Rows to write.
        pub of: u32,
    }

    /// What was written.
    pub struct ExportedDto {
        /// The file; `null` when the dialog was closed.
        pub path: Option<String>,
        /// Rows written.
        pub rows: u32,
        /// What could not be written as it was, each a sentence.
        pub remarks: Vec<String>,
    }

    /// Opens a list inside a cell as a result of its own.
    pub struct OpenNestedRequest {
        /// Which result.
        pub result_id: String,
        /// The row's position in the result.
        pub row_id: u32,
        /// The column.
        pub column: String,
    }

    /// A result beside the answer it came from.
    pub struct DerivedDto {
        /// Names the result.
        pub result_id: String,
        /// Its rows.
        pub rows: u32,
    }

    /// Compares a call's table with the one that the same call brought before.
    pub struct ChangesDto {
        /// What was compared by.
        pub key: String,
        /// When the earlier call was made.
        pub earlier_at: f64,
        /// Rows only in the later answer.
        pub added: u32,
        /// Rows only in the earlier answer.
        pub removed: u32,
        /// Rows with other values.
        pub changed: u32,
        /// The first of them, at most 500.
        pub rows: Vec<ChangedRowDto>,
    }

    /// A row that differs.
    pub struct ChangedRowDto {
        /// Its key.
        pub key: String,
        /// How.
        pub change: crate::ChangeKind,
        /// Columns that differ, with the value before and after.
        pub cells: Vec<ChangedCellDto>,
    }

    /// A cell that differs.
    pub struct ChangedCellDto {
        /// The column.
        pub column: String,
        /// Before.
        pub before: Option<String>,
        /// After.
        pub after: Option<String>,
    }
}

/// What is asked of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ColumnTest {
    /// The text is in it, whatever the case.
    Contains,
    /// The text is not in it.
    ContainsNot,
    /// The same.
    Equals,
    /// Not the same.
    EqualsNot,
    /// Begins with the text.
    StartsWith,
    /// Has no value.
    Empty,
    /// Has a value.
    Present,
    /// Less or earlier.
    Less,
    /// Less, earlier or the same.
    LessOrEqual,
    /// Greater or later.
    Greater,
    /// Greater, later or the same.
    GreaterOrEqual,
    /// From the first value to the second, both included.
    Between,
}

/// How rows are put on the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum CopyFormat {
    /// With tabs, for a spreadsheet.
    Tsv,
    /// A Markdown table.
    Markdown,
    /// A JSON list.
    Json,
}

/// How rows are saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum ExportFormat {
    /// RFC 4180.
    Csv,
    /// A workbook.
    Xlsx,
    /// One JSON object a line, every property as sent.
    JsonLines,
    /// Apache Parquet.
    Parquet,
}

/// The period of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub enum Period {
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
}
