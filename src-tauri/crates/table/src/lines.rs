//! JSON lines (one JSON value a line) as they come out of a decompressor: in chunks that end anywhere.
//!
//! Refuses to know: where the bytes come from and how they were compressed.
//!
//! Invariant: rows are appended in batches of whole lines; a batch is taken whole or not at all, and after one that
//! was not, none is taken any more.

use crate::builder::TableBuilder;
use crate::error::AppendError;
use crate::page::{Body, PageBuilder, explain};

/// Bytes that are gathered before their lines are appended: enough to show what a column holds.
const BATCH: usize = 4 << 20;
/// The longest line.
const LONGEST_LINE: usize = 64 << 20;

/// What became of the lines so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinesRead {
    /// Rows that were appended.
    pub rows: u32,
    /// Rows that were dropped because a row with their key came before.
    pub duplicates: u32,
}

/// Reads JSON lines from chunks into a table.
///
/// A line that is an object is a row; any other value is a row with the column `value`. Empty lines are passed over.
#[derive(Debug, Default)]
pub struct JsonLines {
    pending: Vec<u8>,
    /// Bytes of `pending` up to and with its last line end.
    whole: usize,
    read: LinesRead,
    lines_before: usize,
    bytes_before: usize,
    failed: Option<AppendError>,
}

impl JsonLines {
    /// A reader at the start of its stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes, and appends the lines gathered so far once they are enough for a batch. Gives the rows
    /// appended since the start.
    ///
    /// # Errors
    /// [`AppendError`] with the place of the line at fault, counted from the start of the stream. Batches before it
    /// stay in the table; what follows is refused with the same error.
    pub fn push(&mut self, table: &mut TableBuilder, chunk: &[u8]) -> Result<LinesRead, AppendError> {
        for piece in chunk.chunks(BATCH) {
            if let Some(at) = memchr::memrchr(b'\n', piece) {
                self.whole = self.pending.len() + at + 1;
            }
            self.pending.extend_from_slice(piece);
            if self.pending.len() - self.whole > LONGEST_LINE {
                self.failed.get_or_insert(AppendError::TooLarge {
                    what: "bytes in one line",
                    limit: LONGEST_LINE as u64,
                });
            }
            if self.pending.len() >= BATCH && self.whole > 0 {
                self.append(table, self.whole)?;
            }
        }
        self.so_far()
    }

    /// Appends what is left, the last line being one with or without a line end. Gives the rows of the whole stream.
    ///
    /// # Errors
    /// As [`Self::push`]; [`AppendError::CutOff`] where the stream ends inside a value.
    pub fn finish(mut self, table: &mut TableBuilder) -> Result<LinesRead, AppendError> {
        self.append(table, self.pending.len())?;
        self.so_far()
    }

    fn so_far(&self) -> Result<LinesRead, AppendError> {
        match &self.failed {
            Some(error) => Err(error.clone()),
            None => Ok(self.read),
        }
    }

    fn append(&mut self, table: &mut TableBuilder, length: usize) -> Result<(), AppendError> {
        self.so_far()?;
        let batch = self.pending.get(..length).unwrap_or_default();
        let appended = Body::new(batch)
            .and_then(|body| table.take(|page| read_lines(page, body.text, batch.len() - body.text.len())));
        match appended {
            Ok((page, ())) => {
                self.read.rows += page.rows;
                self.read.duplicates += page.duplicates;
                self.lines_before += memchr::memchr_iter(b'\n', batch).count();
                self.bytes_before += length;
                self.pending.drain(..length);
                self.whole = 0;
                Ok(())
            }
            Err(error) => {
                let error = self.placed(error);
                self.failed = Some(error.clone());
                Err(error)
            }
        }
    }

    /// The same error, its place counted from the start of the stream.
    fn placed(&self, error: AppendError) -> AppendError {
        match error {
            AppendError::NotJson { offset, line, reason } => AppendError::NotJson {
                offset: self.bytes_before + offset,
                line: self.lines_before + line,
                reason,
            },
            AppendError::CutOff { length } => AppendError::CutOff {
                length: self.bytes_before + length,
            },
            other => other,
        }
    }
}

fn read_lines(page: &mut PageBuilder<'_>, text: &str, start: usize) -> Result<(), AppendError> {
    let mut offset = start;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let json = line.trim_ascii();
        if !json.is_empty() {
            let before = offset + (line.len() - line.trim_ascii_start().len());
            page.read_row(json)
                .map_err(|error| match explain(&error, json, before) {
                    AppendError::NotJson { offset, reason, .. } => AppendError::NotJson {
                        offset,
                        line: number + 1,
                        reason,
                    },
                    // More lines follow, so it is not the stream that was cut off.
                    AppendError::CutOff { length } if line.ends_with('\n') => AppendError::NotJson {
                        offset: length,
                        line: number + 1,
                        reason: "the line ends inside a value".to_owned(),
                    },
                    other => other,
                })?;
        }
        offset += line.len();
    }
    Ok(())
}
