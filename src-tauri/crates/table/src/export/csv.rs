//! CSV by RFC 4180: fields with commas, quotes or line ends in quotes, quotes doubled, lines ended by CR LF.

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
            cell.into_harmless_text()
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
