//! JSON lines: each row's properties as the service sent them, to the digit.

use std::io::{self, Write};

use super::{ExportError, Exported, Report, Rows};

pub(super) fn write(
    rows: &Rows<'_>,
    out: &mut impl Write,
    report: Report<'_>,
) -> Result<Exported, ExportError> {
    // Each name as JSON, with the colon behind it.
    let names: Vec<String> = rows
        .names
        .iter()
        .map(|name| format!("{}:", serde_json::Value::from(name.as_str())))
        .collect();
    for batch in rows.batches() {
        let end = batch.end;
        for place in batch {
            line(rows, place, &names, out)?;
        }
        report(end)?;
    }
    Ok(Exported {
        rows: rows.view.rows(),
        ..Exported::default()
    })
}

fn line(rows: &Rows<'_>, place: u32, names: &[String], out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{")?;
    if let Some((segment, row)) = rows.view.find(place) {
        let mut first = true;
        for (column, name) in rows.columns.iter().zip(names) {
            if let Some(json) = segment.cells(*column).and_then(|cells| cells.json(row)) {
                if !first {
                    out.write_all(b",")?;
                }
                first = false;
                out.write_all(name.as_bytes())?;
                out.write_all(json.as_bytes())?;
            }
        }
    }
    out.write_all(b"}\n")
}
