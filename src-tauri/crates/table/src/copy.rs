//! Rows as text for the clipboard: for a spreadsheet, for a ticket, for a program.
//!
//! Refuses to know: the clipboard.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::cell::{Cell, harmless};
use crate::error::TableError;
use crate::view::{View, columns};

/// Rows that are copied at most; more are what an export is for.
pub const COPY_LIMIT: u32 = 10_000;

/// Which rows of a view are copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// These rows of the table, in this order.
    Rows(Vec<u32>),
    /// Rows of the view from `offset` on; fewer than `count` where it ends.
    Range {
        /// The first row's place in the view.
        offset: u32,
        /// How many.
        count: u32,
    },
}

/// In which form rows are copied. Names come first, except in JSON, where they stand beside each value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyFormat {
    /// Cells with tabs between them, as spreadsheets read them: a cell that has tabs or line ends in it, or begins with
    /// a quote, stands in quotes. What would run as a formula there gets an apostrophe before it
    /// ([`ExportFormat::Csv`](crate::ExportFormat::Csv) says what that is).
    Tsv,
    /// A table in [GitHub's Markdown](https://github.github.com/gfm/#tables-extension-); everything that Markdown or
    /// HTML would take for markup is escaped, a line end is `<br>`.
    Markdown,
    /// A list of objects, values as the service sent them.
    Json,
}

impl View {
    /// The selected rows, these columns of them, as text.
    ///
    /// # Errors
    /// [`TableError::TooManyRows`] above [`COPY_LIMIT`], [`TableError::OutOfRange`] and
    /// [`TableError::UnknownColumn`] for what is not there.
    pub fn copy(
        &self,
        selection: &Selection,
        columns: &[String],
        format: CopyFormat,
    ) -> Result<String, TableError> {
        let ids = self.selected(selection)?;
        let places = self::columns(self.table(), columns)?;
        Ok(match format {
            CopyFormat::Tsv => self.tsv(&ids, columns, &places),
            CopyFormat::Markdown => self.markdown(&ids, columns, &places),
            CopyFormat::Json => self.json(&ids, columns, &places),
        })
    }

    /// The selected rows' positions in the table.
    fn selected(&self, selection: &Selection) -> Result<Vec<u32>, TableError> {
        let (asked, rows) = match selection {
            Selection::Rows(ids) => (ids.len(), self.table().rows()),
            Selection::Range { offset, count } => {
                let rows = self.rows();
                if *offset > rows {
                    return Err(TableError::OutOfRange { asked: *offset, rows });
                }
                ((*count).min(rows - offset) as usize, rows)
            }
        };
        if asked > COPY_LIMIT as usize {
            return Err(TableError::TooManyRows {
                asked,
                limit: COPY_LIMIT,
            });
        }
        match selection {
            Selection::Rows(ids) => match ids.iter().find(|id| **id >= rows) {
                Some(id) => Err(TableError::OutOfRange { asked: *id, rows }),
                None => Ok(ids.clone()),
            },
            Selection::Range { offset, .. } => {
                let places = *offset..*offset + asked as u32;
                Ok(places.filter_map(|place| self.id(place)).collect())
            }
        }
    }

    fn cell(&self, id: u32, column: usize) -> Cell<'_> {
        self.table()
            .find(id)
            .and_then(|(segment, row)| Some(segment.cells(column)?.cell(row)))
            .unwrap_or(Cell::Nothing)
    }

    fn tsv(&self, ids: &[u32], names: &[String], columns: &[usize]) -> String {
        let mut text = String::new();
        let names = names.iter().map(|name| quoted(harmless(name.into())));
        line(&mut text, names, "", "\t", "\n");
        for id in ids {
            let cells = columns.iter().map(|column| self.cell(*id, *column));
            line(
                &mut text,
                cells.map(|cell| quoted(cell.into_harmless_text())),
                "",
                "\t",
                "\n",
            );
        }
        text
    }

    fn markdown(&self, ids: &[u32], names: &[String], columns: &[usize]) -> String {
        let mut text = String::new();
        line(
            &mut text,
            names.iter().map(|name| escaped(name)),
            "| ",
            " | ",
            " |\n",
        );
        let rule = columns.iter().map(|column| match self.table().kind(*column) {
            crate::Kind::Number => "---:".to_owned(),
            _ => "---".to_owned(),
        });
        line(&mut text, rule, "| ", " | ", " |\n");
        for id in ids {
            let cells = columns
                .iter()
                .map(|column| escaped(&self.cell(*id, *column).into_text()));
            line(&mut text, cells, "| ", " | ", " |\n");
        }
        text
    }

    fn json(&self, ids: &[u32], names: &[String], columns: &[usize]) -> String {
        let rows = ids.iter().filter_map(|id| {
            let (segment, row) = self.table().find(*id)?;
            let value = |column: usize| segment.cells(column)?.value(row);
            let members = names.iter().zip(columns);
            let members = members.filter_map(|(name, column)| Some((name.clone(), value(*column)?)));
            Some(Value::Object(members.collect::<Map<_, _>>()))
        });
        format!("{:#}\n", Value::Array(rows.collect()))
    }
}

fn line<T: AsRef<str>>(
    text: &mut String,
    cells: impl Iterator<Item = T>,
    before: &str,
    between: &str,
    after: &str,
) {
    text.push_str(before);
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push_str(between);
        }
        text.push_str(cell.as_ref());
    }
    text.push_str(after);
}

/// A cell as spreadsheets put it on the clipboard.
fn quoted(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains(['\t', '\r', '\n']) || text.starts_with('"') {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        text
    }
}

/// A cell of a Markdown table that shows exactly this text.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\n' => escaped.push_str("<br>"),
            '\t' => escaped.push(' '),
            // A backslash before punctuation of ASCII shows the punctuation (CommonMark §2.4).
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
