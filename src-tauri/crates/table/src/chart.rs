//! Counts of a view's rows to draw: by value, or over time.

use std::collections::{BTreeMap, HashMap};

use arrow::array::Array;

use crate::cells::Values;
use crate::column::Kind;
use crate::error::TableError;
use crate::period::Period;
use crate::time;
use crate::view::{FacetCount, View, count, each_row, facet_counts};

/// How often the values of a column occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueCounts {
    /// The most frequent values, the first being the most frequent; the empty value stands for rows without one.
    pub bars: Vec<FacetCount>,
    /// Rows whose value is none of these.
    pub rest: u32,
    /// Different values that these rows have.
    pub rest_values: u32,
}

/// How many rows lie in each period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeCounts {
    /// How long a bar's period is.
    pub period: Period,
    /// The bars in order, without a gap: a period without rows has a bar of 0. Only where the times span more years
    /// than bars were allowed are the years without rows left out.
    pub bars: Vec<TimeCount>,
    /// Rows without a time.
    pub nothing: u32,
    /// Rows with `0001-01-01T00:00:00Z`, which services on .NET send for a time that was never set.
    pub unset: u32,
}

/// The rows of one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeCount {
    /// When it begins: RFC 3339, UTC.
    pub start: String,
    /// What it is called; also an operand of [`Rule::Equal`](crate::Rule::Equal) that keeps these rows.
    pub name: String,
    /// How many.
    pub count: u32,
}

impl View {
    /// How often the `top` most frequent values of a column occur, and how much is left.
    ///
    /// # Errors
    /// [`TableError::UnknownColumn`] for a column that the table does not have.
    pub fn count_by(&self, column: &str, top: usize) -> Result<ValueCounts, TableError> {
        let at = self.table().column(column)?;
        let mut tally = HashMap::new();
        for (segment, kept) in self.by_segment() {
            count(segment, at, kept.as_ref(), &mut tally);
        }
        let mut bars = facet_counts(column, tally).values;
        let rest = bars.split_off(top.min(bars.len()));
        Ok(ValueCounts {
            bars,
            rest: rest.iter().map(|value| value.count).sum(),
            rest_values: rest.len() as u32,
        })
    }

    /// How many rows lie in each period, the period being the shortest that needs at most `most` bars.
    ///
    /// # Errors
    /// [`TableError::UnknownColumn`] for a column that the table does not have, [`TableError::NotTimes`] for one of
    /// another kind.
    pub fn count_by_time(&self, column: &str, most: usize) -> Result<TimeCounts, TableError> {
        let at = self.table().column(column)?;
        if self.table().kind(at) != Kind::Time {
            return Err(TableError::NotTimes {
                column: column.to_owned(),
            });
        }
        let mut times = Vec::new();
        let (mut nothing, mut unset) = (0, 0);
        for (segment, kept) in self.by_segment() {
            let ticks = match segment.cells(at).map(|cells| &cells.values) {
                Some(Values::Time { ticks, .. }) => Some(ticks),
                _ => None,
            };
            each_row(segment.rows, kept.as_ref(), |row| {
                match ticks
                    .filter(|ticks| ticks.is_valid(row))
                    .map(|ticks| ticks.value(row))
                {
                    None => nothing += 1,
                    Some(0) => unset += 1,
                    Some(ticks) => times.push(ticks),
                }
            });
        }
        let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else {
            return Ok(TimeCounts {
                period: Period::Day,
                bars: Vec::new(),
                nothing,
                unset,
            });
        };
        let fitting = Period::ALL.into_iter().find(|period| {
            let starts = starts(*period, *first, *last);
            starts.take(most.saturating_add(1)).count() <= most
        });
        let period = fitting.unwrap_or(Period::Year);
        let mut counts: BTreeMap<i64, u32> = BTreeMap::new();
        if fitting.is_some() {
            counts.extend(starts(period, *first, *last).map(|start| (start, 0)));
        }
        for ticks in &times {
            *counts.entry(period.start(*ticks)).or_default() += 1;
        }
        let bars = counts.into_iter().map(|(start, count)| TimeCount {
            start: time::write(start, 0),
            name: period.name(start),
            count,
        });
        Ok(TimeCounts {
            period,
            bars: bars.collect(),
            nothing,
            unset,
        })
    }
}

/// Where the periods from one time to another begin.
fn starts(period: Period, first: i64, last: i64) -> impl Iterator<Item = i64> {
    std::iter::successors(Some(period.start(first)), move |start| Some(period.next(*start)))
        .take_while(move |start| *start <= last)
}
