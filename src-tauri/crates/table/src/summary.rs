//! What each column of a view holds, in one line: how many values, how many different ones, from where to where.

use std::borrow::Cow;
use std::collections::HashSet;

use arrow::array::Array;
use arrow::buffer::BooleanBuffer;

use crate::cells::{Cells, Values};
use crate::column::Kind;
use crate::condition::is_empty;
use crate::error::TableError;
use crate::order::{NumberKey, whole_key};
use crate::table::Segment;
use crate::text::Texts;
use crate::view::{View, columns, each_row};

/// Different values that are counted; beyond, it is only said that there are more.
pub const DISTINCT_LIMIT: u32 = 10_000;

/// How many different values there are, told apart as a window shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distinct {
    /// So many.
    Exactly(u32),
    /// More than this, which is [`DISTINCT_LIMIT`].
    MoreThan(u32),
}

/// What a column of a view holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnSummary {
    /// The column.
    pub column: String,
    /// What it holds.
    pub kind: Kind,
    /// Rows with a value, as [`Rule::Present`](crate::Rule::Present) says.
    pub present: u32,
    /// Different values among them.
    pub distinct: Distinct,
    /// The least number or the earliest time, as a window shows it; `None` for other kinds and where there is none.
    pub min: Option<String>,
    /// The greatest number or the latest time.
    pub max: Option<String>,
    /// The numbers' sum: exact for whole numbers until it is told as a double. `None` for other kinds, where there is
    /// none, and where no double is large enough.
    pub sum: Option<f64>,
    /// The numbers' mean.
    pub mean: Option<f64>,
    /// Values that mean nothing of a number or time column's kind; not part of `min` to `mean`.
    pub odd: u32,
}

impl View {
    /// The totals of these columns over the view's rows.
    ///
    /// # Errors
    /// [`TableError::UnknownColumn`] for a column that the table does not have.
    pub fn summary(&self, names: &[String]) -> Result<Vec<ColumnSummary>, TableError> {
        let columns = columns(self.table(), names)?;
        let parts = self.by_segment();
        let summaries = columns.into_iter().zip(names).map(|(column, name)| {
            let mut tally = Tally::default();
            for (segment, kept) in &parts {
                if let Some(cells) = segment.cells(column) {
                    tally.add(segment, cells, kept.as_ref());
                }
            }
            tally.finish(name, self.table().kind(column))
        });
        Ok(summaries.collect())
    }
}

#[derive(Default)]
struct Tally<'v> {
    present: u32,
    distinct: HashSet<Cow<'v, str>>,
    numbers: Extremes<'v, NumberKey>,
    times: Extremes<'v, i64>,
    whole: i128,
    decimal: f64,
}

impl<'v> Tally<'v> {
    fn add(&mut self, segment: &Segment, cells: &'v Cells, kept: Option<&BooleanBuffer>) {
        self.count(segment, cells, kept);
        match &cells.values {
            Values::Integer(values) => each_row(segment.rows, kept, |row| {
                if values.is_valid(row) {
                    self.whole += i128::from(values.value(row));
                    self.numbers.add(whole_key(values.value(row)), cells, row);
                }
            }),
            Values::Float { values, .. } => each_row(segment.rows, kept, |row| {
                if values.is_valid(row) {
                    self.decimal += values.value(row);
                    self.numbers
                        .add(cells.decimal_key(values.value(row), row), cells, row);
                }
            }),
            Values::Time { ticks, .. } => each_row(segment.rows, kept, |row| {
                if ticks.is_valid(row) {
                    self.times.add(ticks.value(row), cells, row);
                }
            }),
            Values::Null | Values::Text(_) | Values::Nested(_) | Values::Boolean(_) => {}
        }
    }

    /// Counts the values, and the different ones.
    fn count(&mut self, segment: &Segment, cells: &'v Cells, kept: Option<&BooleanBuffer>) {
        let nested = matches!(cells.values, Values::Nested(_));
        if let (
            Values::Text(Texts::Dictionary { codes, texts })
            | Values::Nested(Texts::Dictionary { codes, texts }),
            true,
        ) = (&cells.values, cells.odd.is_empty())
        {
            let mut counts = vec![0_u32; texts.len()];
            each_row(segment.rows, kept, |row| {
                if codes.is_valid(row) {
                    counts[usize::from(codes.value(row))] += 1;
                }
            });
            for (text, count) in texts.iter().flatten().zip(counts) {
                if count > 0 && !is_empty(text, nested) {
                    self.present += count;
                    self.note(Cow::Borrowed(text));
                }
            }
            return;
        }
        each_row(segment.rows, kept, |row| {
            if let Some(text) = cells.display(row).filter(|text| !is_empty(text, nested)) {
                self.present += 1;
                self.note(text);
            }
        });
    }

    fn note(&mut self, text: Cow<'v, str>) {
        if self.distinct.len() <= DISTINCT_LIMIT as usize {
            self.distinct.insert(text);
        }
    }

    fn finish(self, column: &str, kind: Kind) -> ColumnSummary {
        let distinct = self.distinct.len() as u32;
        let (counted, [min, max]) = match kind {
            Kind::Number => (self.numbers.count, self.numbers.shown()),
            Kind::Time => (self.times.count, self.times.shown()),
            Kind::Text | Kind::Boolean | Kind::Nested => (self.present, [None, None]),
        };
        let sum = (kind == Kind::Number && counted > 0).then_some(self.whole as f64 + self.decimal);
        let sum = sum.filter(|sum| sum.is_finite());
        ColumnSummary {
            column: column.to_owned(),
            kind,
            present: self.present,
            distinct: if distinct > DISTINCT_LIMIT {
                Distinct::MoreThan(DISTINCT_LIMIT)
            } else {
                Distinct::Exactly(distinct)
            },
            min,
            max,
            sum,
            mean: sum.map(|sum| sum / f64::from(counted)),
            odd: self.present.saturating_sub(counted),
        }
    }
}

/// The least and the greatest value, and where they are.
struct Extremes<'v, K> {
    count: u32,
    ends: Option<[(K, &'v Cells, usize); 2]>,
}

impl<K> Default for Extremes<'_, K> {
    fn default() -> Self {
        Self { count: 0, ends: None }
    }
}

impl<'v, K: Ord + Copy> Extremes<'v, K> {
    fn add(&mut self, key: K, cells: &'v Cells, row: usize) {
        self.count += 1;
        let here = (key, cells, row);
        let [least, greatest] = self.ends.get_or_insert([here, here]);
        if key < least.0 {
            *least = here;
        }
        if key > greatest.0 {
            *greatest = here;
        }
    }

    fn shown(&self) -> [Option<String>; 2] {
        match &self.ends {
            None => [None, None],
            Some(ends) => ends
                .each_ref()
                .map(|(_, cells, row)| cells.display(*row).map(Cow::into_owned)),
        }
    }
}
