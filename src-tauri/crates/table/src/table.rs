//! An immutable snapshot of the rows read so far.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use crate::builder::TableBuilder;
use crate::cell::Cell;
use crate::cells::Cells;
use crate::column::{Column, Kind};
use crate::error::TableError;
use crate::order::Ranks;
use crate::page::ColumnState;
use crate::shape;

/// The rows of one page.
#[derive(Debug)]
pub(crate) struct Segment {
    /// The position of its first row in the table.
    pub(crate) first: u32,
    pub(crate) rows: u32,
    /// By column; columns that were met later are missing at the end.
    pub(crate) cells: Vec<Option<Arc<Cells>>>,
}

impl Segment {
    pub(crate) fn cells(&self, column: usize) -> Option<&Cells> {
        self.cells.get(column)?.as_deref()
    }
}

/// Rows and columns that no longer change. A clone shares them.
#[derive(Clone, Debug)]
pub struct Table(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    columns: Vec<Column>,
    ranks: Vec<Arc<[String]>>,
    index: HashMap<String, usize>,
    segments: Vec<Arc<Segment>>,
    rows: u32,
    /// Each column's order, made when a view first sorts by it.
    orders: Vec<OnceLock<Ranks>>,
}

impl Table {
    pub(crate) fn new(columns: &[ColumnState], segments: Vec<Arc<Segment>>, rows: u32) -> Self {
        Self(Arc::new(Inner {
            columns: columns
                .iter()
                .map(|column| Column {
                    name: column.name.to_string(),
                    kind: column.kind.unwrap_or(Kind::Text),
                })
                .collect(),
            ranks: columns.iter().map(|column| column.rank.clone()).collect(),
            index: columns
                .iter()
                .enumerate()
                .map(|(at, column)| (column.name.to_string(), at))
                .collect(),
            segments,
            rows,
            orders: columns.iter().map(|_| OnceLock::new()).collect(),
        }))
    }

    /// How many rows there are.
    pub fn rows(&self) -> u32 {
        self.0.rows
    }

    /// The columns: the documented ones first and in their order, then others in the order they were met.
    pub fn columns(&self) -> Vec<Column> {
        self.0.columns.clone()
    }

    /// Every property of a row, as the service sent it: also those that were `null`, none that was not there.
    ///
    /// # Errors
    /// [`TableError::OutOfRange`] where there is no such row.
    pub fn row(&self, id: u32) -> Result<Map<String, Value>, TableError> {
        let (segment, row) = self.find(id).ok_or(TableError::OutOfRange {
            asked: id,
            rows: self.0.rows,
        })?;
        let properties = self
            .0
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| Some((column.name.clone(), segment.cells(at)?.value(row)?)));
        Ok(properties.collect())
    }

    /// A cell's value as compact JSON, to the digit as it was sent; `None` where the row does not have the property.
    ///
    /// # Errors
    /// [`TableError::UnknownColumn`] or [`TableError::OutOfRange`] where there is no such cell.
    pub fn cell_json(&self, id: u32, column: &str) -> Result<Option<String>, TableError> {
        let (cells, row) = self.cells(id, column)?;
        Ok(cells.and_then(|cells| cells.json(row)).map(Cow::into_owned))
    }

    /// The list inside a cell as a table of its own: a row for each entry, as
    /// [`TableBuilder::append_answer`](crate::TableBuilder::append_answer) reads a list. An object is a table of one
    /// row. Text that is the JSON of a list or an object, as hunting sends them, is taken for it.
    ///
    /// # Errors
    /// [`TableError::UnknownColumn`] or [`TableError::OutOfRange`] where there is no such cell,
    /// [`TableError::NotNested`] where it holds neither.
    pub fn nested_table(&self, id: u32, column: &str) -> Result<Self, TableError> {
        let (cells, row) = self.cells(id, column)?;
        let json = cells.map(|cells| match cells.cell(row) {
            Cell::Nested(json) | Cell::Text(json) => json,
            _ => Cow::Borrowed(""),
        });
        let json = json.as_deref().unwrap_or_default().trim();
        let mut builder = TableBuilder::new(&[], None);
        let read =
            json.starts_with(['[', '{']) && builder.take(|page| shape::read_nested(page, json)).is_ok();
        if read {
            Ok(builder.snapshot())
        } else {
            Err(TableError::NotNested {
                column: column.to_owned(),
                row: id,
            })
        }
    }

    /// A column's cells around a row, and the row's position among them.
    fn cells(&self, id: u32, column: &str) -> Result<(Option<&Cells>, usize), TableError> {
        let column = self.column(column)?;
        let (segment, row) = self.find(id).ok_or(TableError::OutOfRange {
            asked: id,
            rows: self.0.rows,
        })?;
        Ok((segment.cells(column), row))
    }

    /// Bytes that the rows take in memory.
    pub fn bytes(&self) -> usize {
        self.0
            .segments
            .iter()
            .flat_map(|segment| segment.cells.iter().flatten())
            .map(|cells| cells.bytes())
            .sum()
    }

    pub(crate) fn segments(&self) -> &[Arc<Segment>] {
        &self.0.segments
    }

    /// The segment that holds a row, and the row's position in it.
    pub(crate) fn find(&self, id: u32) -> Option<(&Segment, usize)> {
        let after = self.0.segments.partition_point(|segment| segment.first <= id);
        let segment = self.0.segments.get(after.checked_sub(1)?)?;
        let row = id - segment.first;
        (row < segment.rows).then_some((segment.as_ref(), row as usize))
    }

    /// How many columns there are.
    pub(crate) fn width(&self) -> usize {
        self.0.columns.len()
    }

    /// What a column is called.
    pub(crate) fn name(&self, column: usize) -> &str {
        &self.0.columns[column].name
    }

    /// What a column holds.
    pub(crate) fn kind(&self, column: usize) -> Kind {
        self.0.columns[column].kind
    }

    pub(crate) fn column(&self, name: &str) -> Result<usize, TableError> {
        self.0
            .index
            .get(name)
            .copied()
            .ok_or_else(|| TableError::UnknownColumn {
                name: name.to_owned(),
            })
    }

    /// The order of a column's values; made once.
    pub(crate) fn order(&self, column: usize) -> &Ranks {
        self.0.orders[column]
            .get_or_init(|| Ranks::new(&self.0.segments, column, &self.0.ranks[column], self.0.rows))
    }
}
