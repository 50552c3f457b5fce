//! The rows of a view as a file: CSV, XLSX, JSON lines or Parquet.
//!
//! Owns: what each format can hold of a cell, and what is told where it cannot hold it as it was.
//! Refuses to know: files and folders. The caller writes to a temporary file and renames it.
//!
//! Invariant: rows leave in the view's order, batch by batch; memory does not grow with their number.

mod csv;
pub use csv::harmless_within;
mod json_lines;
mod parquet;
mod xlsx;

use std::io::{self, BufWriter, Write};
use std::ops::{ControlFlow, Range};

use crate::cell::Cell;
use crate::error::TableError;
use crate::view::{View, columns};

/// Rows between two reports of progress.
const BATCH: u32 = 4_096;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values by [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180), UTF-8, names in the first line.
    /// Lists and objects as JSON; a row without a value has an empty field.
    Csv {
        /// Begins with a byte order mark, without which Excel takes UTF-8 for the system's code page.
        byte_order_mark: bool,
        /// Text and JSON that a spreadsheet would run as a formula gets an apostrophe before it: cells that begin with
        /// `=`, `+`, `-`, `@`, their full-width forms, a tab or a line end. So does what follows a semicolon, a tab or a
        /// line end within them, where a spreadsheet of another language begins a cell. Numbers stay numbers.
        neutralise_formulas: bool,
    },
    /// An Excel workbook. Numbers, truth values and times (as UTC, to the millisecond) are cells of these types. Text
    /// are: numbers of more than 15 digits, which Excel would round, and times before March 1900, which it does not
    /// have. Rows that one sheet cannot hold follow on further sheets.
    Xlsx {
        /// As for CSV, at the beginning of cells. Excel runs no text of a workbook, but may once it is saved as CSV.
        neutralise_formulas: bool,
    },
    /// One JSON object a line, every property as sent; what a row did not have is left out.
    JsonLines,
    /// [Apache Parquet](https://parquet.apache.org), compressed with Snappy: text, JSON text for lists and objects,
    /// 64-bit whole numbers or doubles, truth values, and times in microseconds (UTC). A column with values that do not
    /// fit its type is text.
    Parquet,
}

/// What to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportSpec {
    /// Columns in this order; empty for all.
    pub columns: Vec<String>,
    /// How.
    pub format: ExportFormat,
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportProgress {
    /// Rows written.
    pub rows: u32,
    /// Rows to write.
    pub of: u32,
}

/// What was written, and what could not be written as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Rows.
    pub rows: u32,
    /// Sheets of a workbook; 0 for other formats.
    pub sheets: u32,
    /// Cells of a workbook whose text was longer than 32,767 characters (UTF-16 units) and was cut there.
    pub cut_cells: u32,
    /// Numbers that Parquet holds as the nearest double because their column has decimals or numbers too large for 64
    /// bits.
    pub rounded_numbers: u32,
    /// Times that Parquet holds without their last digit, which counts tenths of a microsecond.
    pub rounded_times: u32,
    /// Columns that are text in Parquet because they hold values of several types.
    pub columns_as_text: Vec<String>,
}

/// Why rows were not written. What the writer has got by then is no whole file.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The view has no such column.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The caller asked to stop.
    #[error("the export was cancelled")]
    Cancelled,
    /// The format has no room for so many columns.
    #[error("a sheet has at most {limit} columns, and there are {columns}")]
    TooManyColumns {
        /// Columns asked for.
        columns: usize,
        /// Columns possible.
        limit: usize,
    },
    /// The writer, or the temporary file of a workbook, failed.
    #[error("the rows could not be written: {0}")]
    Write(#[from] io::Error),
    /// The format's library refused the rows.
    #[error("the rows could not be written in this format: {0}")]
    Format(String),
}

impl View {
    /// Writes the view's rows, and says after each batch how far it is; `Break` stops before the next.
    ///
    /// # Errors
    /// [`ExportError`]; what was written until then is to be thrown away.
    pub fn export<W: Write + Send>(
        &self,
        spec: &ExportSpec,
        out: W,
        progress: &mut dyn FnMut(ExportProgress) -> ControlFlow<()>,
    ) -> Result<Exported, ExportError> {
        let table = self.table();
        let columns = if spec.columns.is_empty() {
            (0..table.width()).collect()
        } else {
            columns(table, &spec.columns)?
        };
        let names: Vec<String> = columns
            .iter()
            .map(|column| table.name(*column).to_owned())
            .collect();
        let rows = Rows {
            view: self,
            columns: &columns,
            names: &names,
        };
        let mut report = |rows| match progress(ExportProgress {
            rows,
            of: self.rows(),
        }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ExportError::Cancelled),
        };
        report(0)?;
        let mut out = BufWriter::new(out);
        let exported = match spec.format {
            ExportFormat::Csv {
                byte_order_mark,
                neutralise_formulas,
            } => csv::write(&rows, &mut out, byte_order_mark, neutralise_formulas, &mut report),
            ExportFormat::Xlsx { neutralise_formulas } => xlsx::write(
                &rows,
                &mut out,
                neutralise_formulas,
                xlsx::ROWS_OF_A_SHEET,
                &mut report,
            ),
            ExportFormat::JsonLines => json_lines::write(&rows, &mut out, &mut report),
            ExportFormat::Parquet => parquet::write(&rows, &mut out, &mut report),
        }?;
        out.flush()?;
        Ok(exported)
    }
}

/// Tells how many rows are written; an error stops the export.
type Report<'r> = &'r mut dyn FnMut(u32) -> Result<(), ExportError>;

/// What is written: rows of a view and columns of its table.
struct Rows<'v> {
    view: &'v View,
    columns: &'v [usize],
    /// The columns' names.
    names: &'v [String],
}

impl Rows<'_> {
    /// Stretches of the view that are written between two reports.
    fn batches(&self) -> impl Iterator<Item = Range<u32>> + use<> {
        let rows = self.view.rows();
        (0..rows)
            .step_by(BATCH as usize)
            .map(move |start| start..start.saturating_add(BATCH).min(rows))
    }

    /// A row's cells, column by column.
    fn cells(&self, place: u32) -> impl Iterator<Item = Cell<'_>> {
        let found = self.view.find(place);
        self.columns.iter().map(move |column| {
            found
                .and_then(|(segment, row)| Some(segment.cells(*column)?.cell(row)))
                .unwrap_or(Cell::Nothing)
        })
    }
}
