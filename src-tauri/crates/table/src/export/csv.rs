//! CSV by RFC 4180: fields with commas, quotes or line ends in quotes, quotes doubled, lines ended by CR LF.
//!
//! A spreadsheet need not read it so. In many languages its list separator is the semicolon, and quotes in the midst of what
//! it then takes for a cell hold nothing together: a semicolon or a line end in a text begins a cell of its own there. So
//! where formulas are made harmless, those that such a cell would begin with are as well.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{ExportError, Exported, Report, Rows};
use crate::cell::Cell;

pub(super) fn write(
    rows: &Rows<'_>,
    out: &mut impl Write,
    byte_order_mark: bool,
    neutralise: bool,
    report: Report<'_>,
) -> Result<Exported, ExportError> {
    if byte_order_mark {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let names = rows.names.iter().map(|name| Cell::Text(name.into()));
    line(out, names, neutralise)?;
    for batch in rows.batches() {
        let end = batch.end;
        for place in batch {
            line(out, rows.cells(place), neutralise)?;
        }
        report(end)?;
    }
    Ok(Exported {
        rows: rows.view.rows(),
        ..Exported::default()
    })
}

fn line<'a>(out: &mut impl Write, cells: impl Iterator<Item = Cell<'a>>, neutralise: bool) -> io::Result<()> {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        let text = if neutralise {
            harmless_within(cell.into_harmless_text())
        } else {
            cell.into_text()
        };
        if text.contains([',', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
            write!(out, "\"{}\"", text.replace('"', "\"\""))?;
        } else {
            out.write_all(text.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

/// Puts an apostrophe also before what would begin a formula where a semicolon, a tab or a line end begins a cell. Quotes
/// between the two do not matter, since the one who reads takes them away.
pub fn harmless_within(text: Cow<'_, str>) -> Cow<'_, str> {
    const BEGIN_A_CELL: [char; 4] = [';', '\t', '\r', '\n'];
    const BEGIN_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let mut written = String::new();
    let mut copied = 0;
    // The text's own beginning is seen to already.
    let mut in_front = false;
    for (at, c) in text.char_indices() {
        if in_front && BEGIN_A_FORMULA.contains(&c) {
            written.push_str(text.get(copied..at).unwrap_or_default());
            written.push('\'');
            copied = at;
        }
        in_front = BEGIN_A_CELL.contains(&c) || (in_front && c == '"');
    }
    if copied == 0 {
        return text;
    }
    written.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(written)
}
