//! Lines of a CSV file, as Excel and others write them.
//!
//! Invariants: a cell that our own export made harmless for spreadsheets is read as what it was; nothing of the file is
//! kept but the cells.

use std::borrow::Cow;

/// Lines that are read at most.
pub(super) const MOST: usize = 20_000;

/// A file's cells.
#[derive(Debug, PartialEq)]
pub(super) struct Sheet {
    pub(super) columns: Vec<String>,
    /// With the number of each line in the file, the first being 1.
    pub(super) lines: Vec<(u32, Vec<String>)>,
}

/// Why there are none.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("it is empty")]
    Empty,
    #[error("it is no text in UTF-8 or UTF-16")]
    NoText,
    #[error("line {0} has quotes that are not closed, or more cells than the first line")]
    Line(u64),
    #[error("it has more than {MOST} lines")]
    TooLong,
}

/// Reads a file whose first line names the columns, separated by commas, semicolons or tabs (RFC 4180).
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    let text = text(bytes).ok_or(Unreadable::NoText)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns: Vec<String> = reader
        .headers()
        .map_err(|_| Unreadable::Line(1))?
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    if columns.iter().all(String::is_empty) {
        return Err(Unreadable::Empty);
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| Unreadable::Line(error.position().map_or(1, csv::Position::line)))?;
        let number = record.position().map_or(0, |position| line_of(&text, position));
        let cells: Vec<String> = record.iter().map(plain).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if cells.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
            return Err(Unreadable::Line(number));
        }
        if lines.len() == MOST {
            return Err(Unreadable::TooLong);
        }
        lines.push((u32::try_from(number).unwrap_or(u32::MAX), cells));
    }
    Ok(Sheet { columns, lines })
}

/// The line in which a record begins: the reader counts from behind the record before, empty lines included.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + empty.filter(|byte| **byte == b'\n').count() as u64
}

/// The file's text: UTF-8, or UTF-16 with its mark, as spreadsheets on Windows write it.
fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        let units = pairs.iter().map(|pair| unit(*pair));
        let text: Option<String> = char::decode_utf16(units).map(Result::ok).collect();
        text.filter(|_| odd.is_empty()).map(Cow::Owned)
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
    }
}

/// What separates the cells of the first line: where a comma is the decimal sign, spreadsheets write semicolons.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |wanted: char| {
        let mut quoted = false;
        first
            .chars()
            .filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == wanted
            })
            .count()
    };
    [(b';', count(';')), (b'\t', count('\t'))]
        .into_iter()
        .fold(
            (b',', count(',')),
            |best, other| if other.1 > best.1 { other } else { best },
        )
        .0
}

/// A cell without space around it, and without the apostrophe that an export puts before what a spreadsheet would run.
fn plain(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let sheet = read(bytes).unwrap();
        let lines = sheet.lines.into_iter().map(|(_, cells)| cells);
        std::iter::once(sheet.columns).chain(lines).collect()
    }

    #[test]
    fn commas_semicolons_tabs_and_utf_16_bring_the_same_cells() {
        let utf16: Vec<u8> = "\u{feff}id\ttag\r\n1\tEU, \"west\"\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let expected = [["id", "tag"], ["1", "EU, \"west\""]];
        for bytes in [
            b"\xef\xbb\xbfid,tag\r\n1,\"EU, \"\"west\"\"\"\r\n".as_slice(),
            b"id;tag\n1;\"EU, \"\"west\"\"\"\n",
            &utf16,
        ] {
            assert_eq!(cells(bytes), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_line_keeps_its_number_and_empty_ones_are_passed_over() {
        let sheet = read(b"id,tag\n\n1,a\n , \n2,\"b\nc\"\n3\n").unwrap();
        let numbers: Vec<u32> = sheet.lines.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [3, 5, 7]);
        assert_eq!(sheet.lines[1].1, ["2", "b\nc"]);
        assert_eq!(sheet.lines[2].1, ["3"]);
    }

    #[test]
    fn what_an_export_made_harmless_is_read_as_it_was() {
        assert_eq!(
            cells(b"id,tag\n1,'=A1\n2,'quoted'\n")[1..],
            [["1", "=A1"], ["2", "'quoted'"]]
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(read(b""), Err(Unreadable::Empty));
        assert_eq!(read(b",,\n"), Err(Unreadable::Empty));
        assert_eq!(read(b"id\n\xff\xfa"), Err(Unreadable::NoText));
        assert_eq!(read(b"\xff\xfea"), Err(Unreadable::NoText));
        assert_eq!(read(b"id,tag\n1,a,b\n"), Err(Unreadable::Line(2)));
        let long = format!("id\n{}", "1\n".repeat(MOST + 1));
        assert_eq!(read(long.as_bytes()), Err(Unreadable::TooLong));
    }
}
