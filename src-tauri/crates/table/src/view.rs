//! A table looked at through a sort order, a text, conditions and chosen values.
//!
//! A view is made once and then answers windows; it holds one number per row, or none where it shows every row in the
//! service's order.

use std::collections::{HashMap, HashSet};

use arrow::array::{Array, BooleanBufferBuilder};
use arrow::buffer::BooleanBuffer;

use crate::cells::{Cells, Values};
use crate::condition::{Condition, Filter};
use crate::error::TableError;
use crate::order;
use crate::search::Needle;
use crate::table::{Segment, Table};
use crate::text::Texts;

/// What to show, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewSpec {
    /// Most important key first; empty for the service's order.
    pub sort: Vec<SortKey>,
    /// Text that a row must show in one of `text_columns`, whatever the case; empty for every row. Taken literally.
    pub text: String,
    /// Columns that the text is looked for in.
    pub text_columns: Vec<String>,
    /// Values to keep, column by column; a row must pass all.
    pub facets: Vec<Facet>,
    /// Conditions that a row must pass, all of them.
    pub conditions: Vec<Condition>,
    /// Columns whose values are counted.
    pub count_columns: Vec<String>,
}

/// A key to sort by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub column: String,
    /// Largest or latest first. Rows without a value come last either way.
    pub descending: bool,
}

/// The values of a column that are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The column.
    pub column: String,
    /// The values as a window shows them; the empty text stands for rows without a value. No values: every row passes.
    pub values: Vec<String>,
}

/// How often each value of a column occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// The column.
    pub column: String,
    /// Most frequent first, then by text.
    pub values: Vec<FacetCount>,
}

/// How often a value occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value as a window shows it; empty for rows without one.
    pub value: String,
    /// Rows that have it.
    pub count: u32,
}

/// Some rows of a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Each row's cells in the order asked for; `None` where a row has no value.
    pub rows: Vec<Vec<Option<String>>>,
    /// Each row's position in the table, for [`Table::row`].
    pub row_ids: Vec<u32>,
}

/// A sorted, filtered table.
#[derive(Clone, Debug)]
pub struct View {
    table: Table,
    /// Positions in the table; `None` for every row in the service's order.
    rows: Option<Vec<u32>>,
    counts: Vec<FacetCounts>,
}

impl View {
    /// Filters, counts and sorts.
    ///
    /// # Errors
    /// [`TableError::UnknownColumn`] for a column that the table does not have, [`TableError::BadCondition`] for a
    /// condition that its column cannot answer.
    pub fn build(table: &Table, spec: &ViewSpec) -> Result<Self, TableError> {
        let text_columns = columns(table, &spec.text_columns)?;
        let counted = columns(table, &spec.count_columns)?;
        let mut facets = Vec::new();
        for facet in &spec.facets {
            let column = table.column(&facet.column)?;
            if !facet.values.is_empty() {
                facets.push((
                    column,
                    facet.values.iter().map(String::as_str).collect::<HashSet<_>>(),
                ));
            }
        }
        let mut keys = Vec::with_capacity(spec.sort.len());
        for key in &spec.sort {
            keys.push((table.column(&key.column)?, key.descending));
        }
        let needle = Needle::new(&spec.text);
        let filters = spec
            .conditions
            .iter()
            .map(|condition| Filter::new(table, condition));
        let filters = filters.collect::<Result<Vec<_>, _>>()?;

        let mut rows = (needle.is_some() || !facets.is_empty() || !filters.is_empty()).then(Vec::new);
        let mut tallies: Vec<HashMap<String, u32>> = counted.iter().map(|_| HashMap::new()).collect();
        for segment in table.segments() {
            let mut asked: Vec<BooleanBuffer> = filters.iter().map(|filter| filter.rows(segment)).collect();
            asked.extend(needle.as_ref().map(|needle| needle.rows(segment, &text_columns)));
            let chosen: Vec<(usize, BooleanBuffer)> = facets
                .iter()
                .map(|(column, values)| (*column, chosen(segment, *column, values)))
                .collect();
            for (column, tally) in counted.iter().zip(&mut tallies) {
                let others = chosen
                    .iter()
                    .filter(|(facet, _)| facet != column)
                    .map(|(_, rows)| rows);
                count(
                    segment,
                    *column,
                    all_of(asked.iter().chain(others)).as_ref(),
                    tally,
                );
            }
            if let Some(rows) = &mut rows
                && let Some(kept) = all_of(asked.iter().chain(chosen.iter().map(|(_, rows)| rows)))
            {
                rows.extend(kept.set_indices_u32().map(|row| segment.first + row));
            }
        }
        if !keys.is_empty() {
            let keys: Vec<_> = keys
                .iter()
                .map(|(column, descending)| (table.order(*column), *descending))
                .collect();
            rows = Some(order::sort(
                rows.unwrap_or_else(|| (0..table.rows()).collect()),
                &keys,
            ));
        }
        let counts = spec
            .count_columns
            .iter()
            .zip(tallies)
            .map(|(column, tally)| facet_counts(column, tally));
        Ok(Self {
            table: table.clone(),
            rows,
            counts: counts.collect(),
        })
    }

    /// How many rows the view shows.
    pub fn rows(&self) -> u32 {
        self.rows
            .as_ref()
            .map_or(self.table.rows(), |rows| rows.len() as u32)
    }

    /// How often each value of the counted columns occurs, over the rows that the text, the conditions and the facets of
    /// *other* columns keep: what would be there if this column's choice were taken back.
    pub fn counts(&self) -> &[FacetCounts] {
        &self.counts
    }

    /// The table that is looked at.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The rows of a table given by their positions in it, in this order. A row that is given twice is shown twice and
    /// counted once.
    ///
    /// # Errors
    /// [`TableError::OutOfRange`] where there is no such row.
    pub fn of_rows(table: &Table, rows: Vec<u32>) -> Result<Self, TableError> {
        if let Some(asked) = rows.iter().copied().find(|id| *id >= table.rows()) {
            return Err(TableError::OutOfRange {
                asked,
                rows: table.rows(),
            });
        }
        Ok(Self {
            table: table.clone(),
            rows: Some(rows),
            counts: Vec::new(),
        })
    }

    /// The segments of the table, each with the rows that the view shows of it (`None`: all), whatever their order.
    pub(crate) fn by_segment(&self) -> Vec<(&Segment, Option<BooleanBuffer>)> {
        let segments = self.table.segments().iter().map(AsRef::as_ref);
        let Some(rows) = &self.rows else {
            return segments.map(|segment| (segment, None)).collect();
        };
        let mut shown = BooleanBufferBuilder::new(self.table.rows() as usize);
        shown.append_n(self.table.rows() as usize, false);
        for id in rows {
            shown.set_bit(*id as usize, true);
        }
        let shown = shown.finish();
        segments
            .map(|segment| {
                (
                    segment,
                    Some(shown.slice(segment.first as usize, segment.rows as usize)),
                )
            })
            .collect()
    }

    /// The position in the table of the row at a place of the view.
    pub(crate) fn id(&self, place: u32) -> Option<u32> {
        match &self.rows {
            None => (place < self.table.rows()).then_some(place),
            Some(rows) => rows.get(place as usize).copied(),
        }
    }

    /// The segment that holds the row at a place of the view, and the row's position in it.
    pub(crate) fn find(&self, place: u32) -> Option<(&Segment, usize)> {
        self.table.find(self.id(place)?)
    }

    /// Up to `count` rows from `offset` on, with these columns; fewer at the end of the view.
    ///
    /// # Errors
    /// [`TableError::OutOfRange`] where `offset` lies behind the last row, [`TableError::UnknownColumn`] for a column
    /// that the table does not have.
    pub fn window(&self, offset: u32, count: u32, columns: &[String]) -> Result<Window, TableError> {
        let columns = self::columns(&self.table, columns)?;
        let rows = self.rows();
        if offset > rows {
            return Err(TableError::OutOfRange { asked: offset, rows });
        }
        let shown = offset..offset.saturating_add(count).min(rows);
        let row_ids: Vec<u32> = match &self.rows {
            None => shown.collect(),
            Some(rows) => rows[shown.start as usize..shown.end as usize].to_vec(),
        };
        let cells = row_ids.iter().filter_map(|id| {
            let (segment, row) = self.table.find(*id)?;
            let cell = |column: &usize| Some(segment.cells(*column)?.display(row)?.into_owned());
            Some(columns.iter().map(cell).collect())
        });
        Ok(Window {
            rows: cells.collect(),
            row_ids,
        })
    }
}

pub(crate) fn columns(table: &Table, names: &[String]) -> Result<Vec<usize>, TableError> {
    names.iter().map(|name| table.column(name)).collect()
}

/// Rows that are in all; `None` for every row.
fn all_of<'a>(mut masks: impl Iterator<Item = &'a BooleanBuffer>) -> Option<BooleanBuffer> {
    let first = masks.next()?.clone();
    Some(masks.fold(first, |kept, mask| &kept & mask))
}

/// A dictionary column without odd values, where work per text replaces work per row.
fn dictionary(cells: &Cells) -> Option<(&arrow::array::UInt16Array, &arrow::array::StringArray)> {
    match &cells.values {
        Values::Text(Texts::Dictionary { codes, texts })
        | Values::Nested(Texts::Dictionary { codes, texts })
            if cells.odd.is_empty() =>
        {
            Some((codes, texts))
        }
        _ => None,
    }
}

/// Rows whose value is one of these.
fn chosen(segment: &Segment, column: usize, values: &HashSet<&str>) -> BooleanBuffer {
    let rows = segment.rows as usize;
    let nothing = values.contains("");
    let Some(cells) = segment.cells(column) else {
        return BooleanBuffer::collect_bool(rows, |_| nothing);
    };
    if let Some((codes, texts)) = dictionary(cells) {
        let wanted: Vec<bool> = texts.iter().flatten().map(|text| values.contains(text)).collect();
        return BooleanBuffer::collect_bool(rows, |row| {
            if codes.is_valid(row) {
                wanted[usize::from(codes.value(row))]
            } else {
                nothing
            }
        });
    }
    BooleanBuffer::collect_bool(rows, |row| {
        cells
            .display(row)
            .map_or(nothing, |value| values.contains(value.as_ref()))
    })
}

/// Counts a column's values over the kept rows (`None`: all).
pub(crate) fn count(
    segment: &Segment,
    column: usize,
    kept: Option<&BooleanBuffer>,
    tally: &mut HashMap<String, u32>,
) {
    let mut add = |value: &str, count: u32| match tally.get_mut(value) {
        Some(sum) => *sum += count,
        None => {
            tally.insert(value.to_owned(), count);
        }
    };
    let Some(cells) = segment.cells(column) else {
        let rows = kept.map_or(segment.rows, |kept| kept.count_set_bits() as u32);
        if rows > 0 {
            add("", rows);
        }
        return;
    };
    if let Some((codes, texts)) = dictionary(cells) {
        // The last place is for rows without a value.
        let mut counts = vec![0_u32; texts.len() + 1];
        each_row(segment.rows, kept, |row| {
            let code = if codes.is_valid(row) {
                usize::from(codes.value(row))
            } else {
                texts.len()
            };
            counts[code] += 1;
        });
        for (code, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            add(if code < texts.len() { texts.value(code) } else { "" }, count);
        }
        return;
    }
    each_row(segment.rows, kept, |row| {
        add(&cells.display(row).unwrap_or_default(), 1)
    });
}

pub(crate) fn each_row(rows: u32, kept: Option<&BooleanBuffer>, mut visit: impl FnMut(usize)) {
    match kept {
        None => (0..rows as usize).for_each(visit),
        Some(kept) => kept.set_indices().for_each(&mut visit),
    }
}

pub(crate) fn facet_counts(column: &str, tally: HashMap<String, u32>) -> FacetCounts {
    let mut values: Vec<FacetCount> = tally
        .into_iter()
        .map(|(value, count)| FacetCount { value, count })
        .collect();
    values.sort_unstable_by(|left, right| {
        right
            .count
            .cmp(&left.count)
            .then_with(|| left.value.cmp(&right.value))
    });
    FacetCounts {
        column: column.to_owned(),
        values,
    }
}
