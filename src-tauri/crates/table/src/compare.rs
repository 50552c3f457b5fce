//! Two tables of the same question, compared row by row: what came, what went, what changed.
//!
//! Rows are matched by a key. Values are compared by what they mean: numbers by value, times by instant, lists and
//! objects whatever the order of properties; absent and `null` are the same.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use crate::cell::Cell;
use crate::error::TableError;
use crate::raw;
use crate::table::Table;

/// No row.
const NONE: u32 = u32::MAX;

/// How a later table differs from an earlier one. Rows are named by their positions in their table, for
/// [`Table::row`] and [`View::of_rows`](crate::View::of_rows).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Columns of both tables: the later one's, then those that only the earlier one has.
    pub columns: Vec<String>,
    /// Rows of the later table whose key the earlier one does not have.
    pub added: Vec<u32>,
    /// Rows of the earlier table whose key the later one does not have.
    pub removed: Vec<u32>,
    /// Rows of both with other values.
    pub changed: Vec<ChangedRow>,
    /// How many rows are the same in both.
    pub unchanged: u32,
    /// How many rows of the earlier table have no key, and so are not compared.
    pub without_key_before: u32,
    /// How many rows of the later table have no key, and so are not compared.
    pub without_key_after: u32,
}

/// A row whose values differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRow {
    /// Its position in the earlier table.
    pub before: u32,
    /// Its position in the later table.
    pub after: u32,
    /// The columns that differ, as positions in [`Comparison::columns`].
    pub columns: Vec<u32>,
}

/// Compares two tables by a key column. Where a key comes several times, the first row is compared with the first, the
/// second with the second, and so on.
///
/// # Errors
/// [`TableError::UnknownColumn`] where a table that has rows does not have the key.
pub fn compare(before: &Table, after: &Table, key: &str) -> Result<Comparison, TableError> {
    let mut comparison = Comparison::default();
    let mut columns: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    for at in 0..after.width() {
        comparison.columns.push(after.name(at).to_owned());
        columns.push((before.column(after.name(at)).ok(), Some(at)));
    }
    for at in 0..before.width() {
        if after.column(before.name(at)).is_err() {
            comparison.columns.push(before.name(at).to_owned());
            columns.push((Some(at), None));
        }
    }

    let keys = |table: &Table| match table.column(key) {
        Err(error) if table.rows() > 0 => Err(error),
        column => Ok(column.ok()),
    };
    let (key_before, key_after) = (keys(before)?, keys(after)?);
    // The first row of a key that is not matched yet, and the one after each.
    let mut first: HashMap<Cow<'_, str>, u32> = HashMap::new();
    let mut next = vec![NONE; before.rows() as usize];
    for id in (0..before.rows()).rev() {
        match key_of(before, id, key_before) {
            Some(key) => next[id as usize] = first.insert(key, id).unwrap_or(NONE),
            None => comparison.without_key_before += 1,
        }
    }
    for id in 0..after.rows() {
        let Some(key) = key_of(after, id, key_after) else {
            comparison.without_key_after += 1;
            continue;
        };
        match first.get_mut(&key) {
            Some(earlier) if *earlier != NONE => {
                let before_id = std::mem::replace(earlier, next[*earlier as usize]);
                let differing = columns.iter().zip(0..).filter(|((in_before, in_after), _)| {
                    !same(&cell(before, before_id, *in_before), &cell(after, id, *in_after))
                });
                let differing: Vec<u32> = differing.map(|(_, at)| at).collect();
                if differing.is_empty() {
                    comparison.unchanged += 1;
                } else {
                    comparison.changed.push(ChangedRow {
                        before: before_id,
                        after: id,
                        columns: differing,
                    });
                }
            }
            _ => comparison.added.push(id),
        }
    }
    for mut id in first.into_values() {
        while id != NONE {
            comparison.removed.push(id);
            id = next[id as usize];
        }
    }
    comparison.removed.sort_unstable();
    Ok(comparison)
}

fn key_of(table: &Table, id: u32, column: Option<usize>) -> Option<Cow<'_, str>> {
    let (segment, row) = table.find(id)?;
    segment.cells(column?)?.display(row)
}

fn cell(table: &Table, id: u32, column: Option<usize>) -> Cell<'_> {
    table
        .find(id)
        .zip(column)
        .and_then(|((segment, row), column)| Some(segment.cells(column)?.cell(row)))
        .unwrap_or(Cell::Nothing)
}

fn same(left: &Cell<'_>, right: &Cell<'_>) -> bool {
    match (left, right) {
        (Cell::Time(_, left), Cell::Time(_, right)) => left == right,
        (Cell::Number(left), Cell::Number(right)) => left == right || same_number(left, right),
        (Cell::Nested(left), Cell::Nested(right)) => left == right || same_json(left, right),
        // One page was read as times, the other as text.
        (Cell::Time(left, _), Cell::Text(right)) | (Cell::Text(left), Cell::Time(right, _)) => left == right,
        (left, right) => left == right,
    }
}

fn same_number(left: &str, right: &str) -> bool {
    match (left.parse::<i128>(), right.parse::<i128>()) {
        (Ok(left), Ok(right)) => left == right,
        _ => matches!((left.parse::<f64>(), right.parse::<f64>()), (Ok(left), Ok(right)) if left == right),
    }
}

fn same_json(left: &str, right: &str) -> bool {
    let (left, right): (Value, Value) = (raw::value(left), raw::value(right));
    left == right
}
