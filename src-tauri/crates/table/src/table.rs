//! An immutable snapshot of the rows read so far.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use crate::cells::Cells;
use crate::column::{Column, Kind};
use crate::error::TableError;
use crate::order::Ranks;
use crate::page::ColumnState;

/// The rows of one page.
#[derive(Debug)]
pub(crate) struct Segment {
    /// The position of its first row in the table.
    pub(crate) first: u32,
    pub(crate) rows: u32,
    /// By column; columns that were met later are missing at the end.
    pub(crate) cells: Vec<Option<Cells>>,
}

impl Segment {
    pub(crate) fn cells(&self, column: usize) -> Option<&Cells> {
        self.cells.get(column)?.as_ref()
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

    /// Bytes that the rows take in memory.
    pub fn bytes(&self) -> usize {
        self.0
            .segments
            .iter()
            .flat_map(|segment| segment.cells.iter().flatten())
            .map(Cells::bytes)
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
