//! A table that grows by pages.
//!
//! Invariant: a page is taken whole or not at all; [`TableBuilder::append_page`] changes nothing when it fails.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::change;
use crate::column::ColumnHint;
use crate::error::{AppendError, TableError};
use crate::page::{Body, ColumnState, KeyHash, KeyHasher, PageBuilder};
use crate::shape::{self, Shape};
use crate::table::{Segment, Table};

/// The longest body: Arrow counts the bytes of a text column with 31 bits.
const LONGEST_BODY: usize = i32::MAX as usize;

/// What a body brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows that were kept.
    pub rows: u32,
    /// Rows that were dropped because a row with their key came before.
    pub duplicates: u32,
    /// `@odata.nextLink`: where the next page is, as the service wrote it.
    pub next_link: Option<String>,
    /// `@odata.count`: rows that match on all pages.
    pub count: Option<u64>,
}

fn checked(body: &[u8]) -> Result<Body<'_>, AppendError> {
    if body.len() > LONGEST_BODY {
        return Err(AppendError::TooLarge {
            what: "bytes in one page",
            limit: LONGEST_BODY as u64,
        });
    }
    Body::new(body)
}

/// What an answer brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its rows.
    pub page: Page,
    /// How they were wrapped.
    pub shape: Shape,
}

/// A table under construction.
pub struct TableBuilder {
    columns: Vec<ColumnState>,
    key: Option<String>,
    keys: HashSet<KeyHash>,
    hasher: KeyHasher,
    segments: Vec<Arc<Segment>>,
    rows: u32,
}

impl TableBuilder {
    /// An empty table with the columns that the service documents, in this order; others follow as they are met.
    /// Rows that have a value in `key` which an earlier row had are dropped and counted.
    pub fn new(hints: &[ColumnHint], key: Option<&str>) -> Self {
        let columns = hints.iter().map(|hint| ColumnState {
            name: hint.name.as_str().into(),
            kind: Some(hint.kind),
            settled: false,
            plain: false,
            rank: hint.rank.as_slice().into(),
        });
        Self {
            columns: columns.collect(),
            key: key.map(str::to_owned),
            keys: HashSet::new(),
            hasher: KeyHasher::default(),
            segments: Vec::new(),
            rows: 0,
        }
    }

    /// Appends the rows of a body: a JSON object whose `value` is a list of objects.
    ///
    /// # Errors
    /// [`AppendError`] says what the body is instead; the builder is then as it was before.
    pub fn append_page(&mut self, body: &[u8]) -> Result<Page, AppendError> {
        let body = checked(body)?;
        let (page, ()) = self.take(|page| page.read_collection(body))?;
        Ok(page)
    }

    /// Appends whatever an operation answered with: a collection, a list, an object, a hunting result or one value
    /// ([`Shape`] says what becomes of each). An empty body brings no rows.
    ///
    /// An object that describes an error is an object like others: hand over successful answers only.
    ///
    /// # Errors
    /// [`AppendError`] where the body is no JSON or was cut off; the builder is then as it was before.
    pub fn append_answer(&mut self, body: &[u8]) -> Result<Answer, AppendError> {
        let body = checked(body)?;
        let read = match self.take(|page| shape::read_usual(page, body)) {
            Err(AppendError::NotACollection { .. }) => self.take(|page| shape::read_any(page, body)),
            usual => usual,
        };
        read.map(|(page, shape)| Answer { page, shape })
    }

    /// Appends an answer that is plain text (`text/plain`) as one row with the column `value`; a number is a number.
    ///
    /// # Errors
    /// [`AppendError::TooLarge`] where the table is full.
    pub fn append_text(&mut self, text: &str) -> Result<Answer, AppendError> {
        let trimmed = text.trim_start_matches('\u{feff}').trim();
        if serde_json::from_str::<serde_json::Number>(trimmed).is_ok() {
            return self.append_answer(trimmed.as_bytes());
        }
        let json = serde_json::Value::from(text).to_string();
        self.append_answer(json.as_bytes())
    }

    /// Appends the rows that `read` brings, or nothing.
    pub(crate) fn take<T>(
        &mut self,
        read: impl FnOnce(&mut PageBuilder<'_>) -> Result<T, AppendError>,
    ) -> Result<(Page, T), AppendError> {
        let mut page = PageBuilder::new(&self.columns, self.key.as_deref(), &self.hasher, &self.keys);
        let found = read(&mut page)?;
        let total = self
            .rows
            .checked_add(page.rows)
            .filter(|total| *total < u32::MAX)
            .ok_or(AppendError::TooLarge {
                what: "rows",
                limit: u64::from(u32::MAX - 1),
            })?;

        let keys = std::mem::take(&mut page.keys);
        let read = Page {
            rows: page.rows,
            duplicates: page.duplicates,
            next_link: page.next_link.take(),
            count: page.count,
        };
        let (columns, cells) = page.finish();
        self.columns = columns;
        self.keys.extend(keys);
        if read.rows > 0 {
            self.segments.push(Arc::new(Segment {
                first: self.rows,
                rows: read.rows,
                cells,
            }));
        }
        self.rows = total;
        Ok((read, found))
    }

    /// Puts new values in the place of a row's own, property by property; properties that the row did not have are added.
    /// The property by which rows are told apart stays. Snapshots that were taken before stay as they are.
    ///
    /// Costs as much as reading the changed properties of the pages that hold the rows.
    ///
    /// # Errors
    /// [`TableError::OutOfRange`] where there is no such row; then no row is changed.
    pub fn change_rows(&mut self, changes: &[(u32, Map<String, Value>)]) -> Result<(), TableError> {
        if let Some((asked, _)) = changes.iter().find(|(id, _)| *id >= self.rows) {
            return Err(TableError::OutOfRange {
                asked: *asked,
                rows: self.rows,
            });
        }
        let mut changes = changes.to_vec();
        if let Some(key) = &self.key {
            for (_, values) in &mut changes {
                values.shift_remove(key);
            }
        }
        change::apply(&mut self.columns, &mut self.segments, &changes);
        Ok(())
    }

    /// What has been read so far. Shares the rows with the builder: costs a few pointers per page.
    pub fn snapshot(&self) -> Table {
        Table::new(&self.columns, self.segments.clone(), self.rows)
    }
}
