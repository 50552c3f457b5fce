//! A view's rows in groups of equal values.

use std::collections::HashMap;

use arrow::array::Array;

use crate::cells::{Cells, Values};
use crate::column::Kind;
use crate::error::TableError;
use crate::period::Period;
use crate::table::Segment;
use crate::text::Texts;
use crate::view::{View, each_row};

/// A column to group by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupBy {
    /// The column.
    pub column: String,
    /// For times: the period that is one group. `None` for a group per value.
    pub period: Option<Period>,
}

/// Rows with the same values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// One for each column grouped by: the value as a window shows it, or the period's name (`2024-05`, an operand of
    /// [`Rule::Equal`](crate::Rule::Equal) that keeps these rows); empty for rows without a value.
    pub values: Vec<String>,
    /// How many rows.
    pub count: u32,
}

/// The groups of a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    /// The largest, the first being the largest; equal ones by their values.
    pub groups: Vec<Group>,
    /// Groups that are not among them.
    pub rest_groups: u32,
    /// Rows of these.
    pub rest: u32,
}

impl View {
    /// The view's rows grouped by one or two columns; the `most` largest groups.
    ///
    /// # Errors
    /// [`TableError::UnknownColumn`] for a column that the table does not have, [`TableError::NotTimes`] for a period of
    /// a column of another kind, [`TableError::GroupColumns`] for no column or more than two.
    pub fn groups(&self, by: &[GroupBy], most: usize) -> Result<Groups, TableError> {
        let (first, second) = match by {
            [first] => (first, None),
            [first, second] => (first, Some(second)),
            _ => return Err(TableError::GroupColumns { asked: by.len() }),
        };
        let mut first = Namer::new(self, first)?;
        let mut second = second.map(|by| Namer::new(self, by)).transpose()?;
        let mut counts: HashMap<(u32, u32), u32> = HashMap::new();
        for (segment, kept) in self.by_segment() {
            first.enter(segment);
            if let Some(second) = &mut second {
                second.enter(segment);
            }
            each_row(segment.rows, kept.as_ref(), |row| {
                let pair = (
                    first.number(row),
                    second.as_mut().map_or(0, |second| second.number(row)),
                );
                *counts.entry(pair).or_default() += 1;
            });
        }
        let mut counts: Vec<((u32, u32), u32)> = counts.into_iter().collect();
        let names =
            |(one, other): (u32, u32)| (first.name(one), second.as_ref().map(|second| second.name(other)));
        let larger_first = |left: &((u32, u32), u32), right: &((u32, u32), u32)| {
            right
                .1
                .cmp(&left.1)
                .then_with(|| names(left.0).cmp(&names(right.0)))
        };
        // Only what is listed is put in order: identities make as many groups as there are rows.
        let (mut rest_groups, mut rest) = (0, 0);
        if counts.len() > most {
            counts.select_nth_unstable_by(most, larger_first);
            let left_out = counts.split_off(most);
            rest_groups = left_out.len() as u32;
            rest = left_out.iter().map(|(_, count)| count).sum();
        }
        counts.sort_unstable_by(larger_first);
        let groups = counts.into_iter().map(|(pair, count)| {
            let (one, other) = names(pair);
            let values = std::iter::once(one).chain(other);
            Group {
                values: values.map(str::to_owned).collect(),
                count,
            }
        });
        Ok(Groups {
            groups: groups.collect(),
            rest_groups,
            rest,
        })
    }
}

/// Numbers the values of a column as they are met.
struct Namer<'v> {
    column: usize,
    period: Option<Period>,
    /// By number; the first is for rows without a value.
    names: Vec<String>,
    by_name: HashMap<String, u32>,
    by_start: HashMap<i64, u32>,
    cells: Option<&'v Cells>,
    /// The numbers of the texts in the current segment's dictionary, where it has one.
    dictionary: Option<Vec<u32>>,
}

impl<'v> Namer<'v> {
    fn new(view: &View, by: &GroupBy) -> Result<Self, TableError> {
        let column = view.table().column(&by.column)?;
        if by.period.is_some() && view.table().kind(column) != Kind::Time {
            return Err(TableError::NotTimes {
                column: by.column.clone(),
            });
        }
        Ok(Self {
            column,
            period: by.period,
            names: vec![String::new()],
            by_name: HashMap::from([(String::new(), 0)]),
            by_start: HashMap::new(),
            cells: None,
            dictionary: None,
        })
    }

    fn enter(&mut self, segment: &'v Segment) {
        self.cells = segment.cells(self.column);
        let texts = match self.cells {
            Some(Cells {
                values:
                    Values::Text(Texts::Dictionary { texts, .. })
                    | Values::Nested(Texts::Dictionary { texts, .. }),
                odd,
                ..
            }) if odd.is_empty() => Some(texts),
            _ => None,
        };
        self.dictionary = texts.map(|texts| {
            texts
                .iter()
                .map(|text| self.numbered(text.unwrap_or_default()))
                .collect()
        });
    }

    /// The number of a row's value.
    fn number(&mut self, row: usize) -> u32 {
        let Some(cells) = self.cells else { return 0 };
        match (&cells.values, &self.dictionary, self.period) {
            (
                Values::Text(Texts::Dictionary { codes, .. })
                | Values::Nested(Texts::Dictionary { codes, .. }),
                Some(numbers),
                _,
            ) => {
                if codes.is_valid(row) {
                    numbers[usize::from(codes.value(row))]
                } else {
                    0
                }
            }
            (Values::Time { ticks, .. }, _, Some(period)) if ticks.is_valid(row) => {
                let start = period.start(ticks.value(row));
                match self.by_start.get(&start) {
                    Some(number) => *number,
                    None => {
                        let number = self.numbered(&period.name(start));
                        self.by_start.insert(start, number);
                        number
                    }
                }
            }
            _ => match cells.display(row) {
                Some(text) => self.numbered(&text),
                None => 0,
            },
        }
    }

    fn numbered(&mut self, name: &str) -> u32 {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), number);
        number
    }

    fn name(&self, number: u32) -> &str {
        &self.names[number as usize]
    }
}
