//! An Excel workbook, row by row through a temporary file, within [Excel's
//! limits](https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3).

use std::borrow::Cow;
use std::io::Write;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{ExportError, Exported, Report, Rows};
use crate::cell::{Cell, harmless};
use crate::column::Kind;
use crate::time::{SECONDS_PER_DAY, TICKS_PER_SECOND};

/// Rows of a sheet, the names' row being one.
pub(super) const ROWS_OF_A_SHEET: u32 = 1_048_576;
const COLUMNS_OF_A_SHEET: usize = 16_384;
/// UTF-16 units of a cell's text.
const LONGEST_TEXT: usize = 32_767;
/// Digits of a whole number that Excel keeps.
const DIGITS: usize = 15;

const TICKS_PER_DAY: i64 = SECONDS_PER_DAY * TICKS_PER_SECOND;
/// Days from 0001-01-01 to 1899-12-30, Excel's day 0 (as counted after its 29 February 1900, which never was).
const DAY_0: i64 = 693_593;
/// 1 March 1900, the first day on which Excel's count is right.
const FIRST_DAY: i64 = 61;
/// Wide enough for a date and a time.
const TIME_WIDTH: f64 = 23.0;

pub(super) fn write(
    rows: &Rows<'_>,
    out: &mut (impl Write + Send),
    neutralise: bool,
    rows_of_a_sheet: u32,
    report: Report<'_>,
) -> Result<Exported, ExportError> {
    if rows.columns.len() > COLUMNS_OF_A_SHEET {
        return Err(ExportError::TooManyColumns {
            columns: rows.columns.len(),
            limit: COLUMNS_OF_A_SHEET,
        });
    }
    let mut exported = Exported::default();
    let mut workbook = Workbook::new();
    let formats = Formats {
        name: Format::new().set_bold(),
        time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss.000"),
    };
    let fitting = rows_of_a_sheet.saturating_sub(1).max(1);
    loop {
        let first = exported.rows;
        exported.sheets += 1;
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(match exported.sheets {
            1 => "Rows".to_owned(),
            number => format!("Rows {number}"),
        })?;
        begin(sheet, rows, &formats, neutralise, &mut exported.cut_cells)?;
        let end = rows.view.rows().min(first.saturating_add(fitting));
        for place in first..end {
            for (column, cell) in (0..).zip(rows.cells(place)) {
                let at = (place - first + 1, column);
                put(sheet, at, cell, &formats, neutralise, &mut exported.cut_cells)?;
            }
            exported.rows = place + 1;
            if exported.rows % super::BATCH == 0 {
                report(exported.rows)?;
            }
        }
        if exported.rows == rows.view.rows() {
            break;
        }
    }
    report(exported.rows)?;
    workbook.save_to_writer(out)?;
    Ok(exported)
}

struct Formats {
    name: Format,
    time: Format,
}

/// The names' row, which stays in sight.
fn begin(
    sheet: &mut Worksheet,
    rows: &Rows<'_>,
    formats: &Formats,
    neutralise: bool,
    cut: &mut u32,
) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    for ((column, id), name) in (0..).zip(rows.columns).zip(rows.names) {
        if rows.view.table().kind(*id) == Kind::Time {
            sheet.set_column_width(column, TIME_WIDTH)?;
        }
        let name = text(Cow::Borrowed(name), neutralise, cut);
        sheet.write_string_with_format(0, column, name, &formats.name)?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell<'_>,
    formats: &Formats,
    neutralise: bool,
    cut: &mut u32,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Nothing => {}
        Cell::Boolean(value) => {
            sheet.write_boolean(row, column, value)?;
        }
        Cell::Number(digits) => match number(&digits) {
            Some(value) => {
                sheet.write_number(row, column, value)?;
            }
            None => {
                sheet.write_string(row, column, text(digits, false, cut))?;
            }
        },
        Cell::Time(written, ticks) => match serial(ticks) {
            Some(serial) => {
                sheet.write_number_with_format(row, column, serial, &formats.time)?;
            }
            None => {
                sheet.write_string(row, column, written)?;
            }
        },
        Cell::Text(written) | Cell::Nested(written) => {
            sheet.write_string(row, column, text(written, neutralise, cut))?;
        }
    }
    Ok(())
}

/// A number that Excel shows with all its digits.
fn number(digits: &str) -> Option<f64> {
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if whole && digits.trim_start_matches('-').len() > DIGITS {
        return None;
    }
    digits.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// Excel's number of a time: days, and their fraction to the millisecond.
fn serial(ticks: i64) -> Option<f64> {
    const TICKS_PER_MILLISECOND: i64 = TICKS_PER_SECOND / 1000;
    let since = ticks - DAY_0 * TICKS_PER_DAY;
    let whole = since - since.rem_euclid(TICKS_PER_MILLISECOND);
    (since >= FIRST_DAY * TICKS_PER_DAY).then(|| whole as f64 / TICKS_PER_DAY as f64)
}

/// Text that a cell takes: harmless if wanted, of characters that XML has, and not too long.
fn text(text: Cow<'_, str>, neutralise: bool, cut: &mut u32) -> String {
    let text = if neutralise { harmless(text) } else { text };
    let mut units = 0;
    let mut fitting = String::with_capacity(text.len().min(LONGEST_TEXT));
    for character in text.chars() {
        units += character.len_utf16();
        if units > LONGEST_TEXT {
            *cut += 1;
            break;
        }
        // XML 1.0 §2.2 has no such characters.
        fitting.push(if matches!(character, '\u{fffe}' | '\u{ffff}') {
            char::REPLACEMENT_CHARACTER
        } else {
            character
        });
    }
    fitting
}

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => Self::Write(error),
            // A broken archive is a writer that failed: the archive is ours.
            XlsxError::ZipError(error) => Self::Write(error.into()),
            other => Self::Format(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests;
