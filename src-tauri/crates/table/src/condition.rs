//! Conditions on one column, by what the column holds.
//!
//! Text is compared whatever the case, as the search does; numbers exactly, however they are written; times by the
//! instant, as coarsely as the operand is written (`= 2024-05-06` is the whole day in UTC).
//!
//! An odd value – one that does not fit its column's kind – is compared by what it means where it still means something
//! (a time with an offset, a number of many digits). Where it means nothing (text in a number column) it is a value, but
//! passes no comparison except ≠; what it shows can be looked for as text.

use std::ops::{Bound, RangeBounds};

use arrow::array::{Array, Int64Array};
use arrow::buffer::{BooleanBuffer, NullBuffer};

use crate::cells::{Cells, Values};
use crate::column::Kind;
use crate::error::TableError;
use crate::order::{NumberKey, decimal_key};
use crate::period;
use crate::search::{Needle, fold_into};
use crate::table::{Segment, Table};
use crate::text::Texts;

/// What a row must fulfil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// What is asked of it.
    pub rule: Rule,
}

/// What is asked of a column's value. Operands are text, read by the column's kind.
///
/// A row without a value passes only [`Self::Empty`] and the two negations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// What the cell shows has the text in it, whatever the case. The empty text asks nothing.
    Contains(String),
    /// What the cell shows does not have the text in it. The empty text asks nothing.
    ContainsNot(String),
    /// What the cell shows begins with the text, whatever the case. The empty text asks nothing.
    StartsWith(String),
    /// Text and JSON: what the cell shows, whatever the case. Numbers: the same value. Times: within what is written.
    /// `true` or `false`.
    Equal(String),
    /// Not [`Self::Equal`].
    NotEqual(String),
    /// No value, the empty text, a list without entries or an object without properties.
    Empty,
    /// Not [`Self::Empty`].
    Present,
    /// Numbers and times: less, or before all that is written.
    Less(String),
    /// Numbers and times: less or the same, or before the end of what is written.
    AtMost(String),
    /// Numbers and times: greater, or after all that is written.
    Greater(String),
    /// Numbers and times: greater or the same, or from the beginning of what is written.
    AtLeast(String),
    /// Numbers and times: from the first to the second, both included.
    Between(String, String),
    /// True and false: this one.
    Is(bool),
}

/// A condition that was understood.
pub(crate) struct Filter {
    column: usize,
    test: Test,
    negated: bool,
}

enum Test {
    Everything,
    Contains(Needle),
    /// Folded.
    StartsWith(Vec<u8>),
    /// Folded.
    Whole(Vec<u8>),
    Present,
    Numbers(Bound<Number>, Bound<Number>),
    /// First and last tick.
    Times(i64, i64),
    Boolean(bool),
}

/// An operand among whole and decimal numbers.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
struct Number {
    key: NumberKey,
    /// The largest whole number that is not greater, and the least that is not less.
    floor: i128,
    ceiling: i128,
}

impl Filter {
    /// # Errors
    /// [`TableError::UnknownColumn`], or [`TableError::BadCondition`] where the column's kind has no such rule or the
    /// operand cannot be read.
    pub(crate) fn new(table: &Table, condition: &Condition) -> Result<Self, TableError> {
        let column = table.column(&condition.column)?;
        let kind = table.kind(column);
        let bad = |reason: String| TableError::BadCondition {
            column: condition.column.clone(),
            reason,
        };
        let negated = matches!(
            condition.rule,
            Rule::ContainsNot(_) | Rule::NotEqual(_) | Rule::Empty
        );
        let test = match &condition.rule {
            Rule::Contains(text) | Rule::ContainsNot(text) => match Needle::new(text) {
                Some(needle) => Test::Contains(needle),
                None => return Ok(Self::everything(column)),
            },
            Rule::StartsWith(text) if text.is_empty() => Test::Everything,
            Rule::StartsWith(text) => Test::StartsWith(folded(text)),
            Rule::Empty | Rule::Present => Test::Present,
            Rule::Is(wanted) if kind == Kind::Boolean => Test::Boolean(*wanted),
            Rule::Is(_) => {
                return Err(bad(format!(
                    "the column holds {}, not true and false",
                    words(kind)
                )));
            }
            Rule::Equal(text) | Rule::NotEqual(text) => match kind {
                Kind::Text | Kind::Nested if text.is_empty() => {
                    return Ok(Self {
                        column,
                        test: Test::Present,
                        negated: !negated,
                    });
                }
                Kind::Text | Kind::Nested => Test::Whole(folded(text)),
                Kind::Boolean => match text.trim().to_ascii_lowercase().as_str() {
                    "true" => Test::Boolean(true),
                    "false" => Test::Boolean(false),
                    _ => {
                        return Err(bad(format!(
                            "the column holds true and false, and {text:?} is neither"
                        )));
                    }
                },
                Kind::Number | Kind::Time => range(kind, &condition.rule).map_err(bad)?,
            },
            rule => range(kind, rule).map_err(bad)?,
        };
        Ok(Self {
            column,
            test,
            negated,
        })
    }

    fn everything(column: usize) -> Self {
        Self {
            column,
            test: Test::Everything,
            negated: false,
        }
    }

    /// Rows of the segment that pass.
    pub(crate) fn rows(&self, segment: &Segment) -> BooleanBuffer {
        let rows = segment.rows as usize;
        let passing = match (&self.test, segment.cells(self.column)) {
            (Test::Everything, _) => BooleanBuffer::new_set(rows),
            (Test::Contains(needle), _) => needle.rows(segment, &[self.column]),
            (_, None) => BooleanBuffer::new_unset(rows),
            (Test::StartsWith(start), Some(cells)) => shown(cells, rows, |text, room| {
                let length = start.len();
                if text.is_ascii() {
                    let beginning = text.as_bytes().get(..length);
                    return beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(start));
                }
                fold_into(text, room);
                room.starts_with(start)
            }),
            (Test::Whole(whole), Some(cells)) => shown(cells, rows, |text, room| {
                if text.is_ascii() {
                    return text.as_bytes().eq_ignore_ascii_case(whole);
                }
                fold_into(text, room);
                room == whole
            }),
            (Test::Present, Some(cells)) => {
                let nested = matches!(cells.values, Values::Nested(_));
                shown(cells, rows, |text, _| !is_empty(text, nested))
            }
            (Test::Numbers(least, most), Some(cells)) => numbers(cells, rows, (*least, *most)),
            (Test::Times(first, last), Some(cells)) => match &cells.values {
                Values::Time { ticks, .. } => whole_numbers(ticks, *first, *last),
                _ => BooleanBuffer::new_unset(rows),
            },
            (Test::Boolean(wanted), Some(cells)) => match &cells.values {
                Values::Boolean(values) if *wanted => valid(values.values().clone(), values.nulls()),
                Values::Boolean(values) => valid(!values.values(), values.nulls()),
                _ => BooleanBuffer::new_unset(rows),
            },
        };
        if self.negated { !&passing } else { passing }
    }
}

/// Whether what a cell shows is as good as no value.
pub(crate) fn is_empty(text: &str, nested: bool) -> bool {
    text.is_empty() || nested && matches!(text, "[]" | "{}")
}

fn folded(text: &str) -> Vec<u8> {
    let mut folded = Vec::new();
    fold_into(text, &mut folded);
    folded
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Time => "times",
        Kind::Number => "numbers",
        Kind::Boolean => "true and false",
        Kind::Nested => "lists or objects",
    }
}

/// The values that a comparison keeps.
fn range(kind: Kind, rule: &Rule) -> Result<Test, String> {
    let (first, second) = match rule {
        Rule::Between(first, second) => (first, second),
        Rule::Equal(text)
        | Rule::NotEqual(text)
        | Rule::Less(text)
        | Rule::AtMost(text)
        | Rule::Greater(text)
        | Rule::AtLeast(text) => (text, text),
        _ => return Err("this rule compares nothing".to_owned()),
    };
    let crossed = || "the first value is greater than the second".to_owned();
    match kind {
        Kind::Number => {
            let (first, second) = (number(first)?, number(second)?);
            if first > second {
                return Err(crossed());
            }
            Ok(match rule {
                Rule::Less(_) => Test::Numbers(Bound::Unbounded, Bound::Excluded(first)),
                Rule::AtMost(_) => Test::Numbers(Bound::Unbounded, Bound::Included(first)),
                Rule::Greater(_) => Test::Numbers(Bound::Excluded(first), Bound::Unbounded),
                Rule::AtLeast(_) => Test::Numbers(Bound::Included(first), Bound::Unbounded),
                _ => Test::Numbers(Bound::Included(first), Bound::Included(second)),
            })
        }
        Kind::Time => {
            let (first, second) = (time(first)?, time(second)?);
            if first.start > second.start {
                return Err(crossed());
            }
            Ok(match rule {
                Rule::Less(_) => Test::Times(i64::MIN, first.start - 1),
                Rule::AtMost(_) => Test::Times(i64::MIN, first.end - 1),
                Rule::Greater(_) => Test::Times(first.end, i64::MAX),
                Rule::AtLeast(_) => Test::Times(first.start, i64::MAX),
                _ => Test::Times(first.start, second.end - 1),
            })
        }
        Kind::Text | Kind::Boolean | Kind::Nested => Err(format!(
            "the column holds {}, and only numbers and times can be less or greater",
            words(kind)
        )),
    }
}

fn number(text: &str) -> Result<Number, String> {
    let digits = text.trim();
    if let Ok(whole) = digits.parse::<i128>() {
        return Ok(Number {
            key: (decimal_key(whole as f64).0, whole),
            floor: whole,
            ceiling: whole,
        });
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Number {
            key: decimal_key(value),
            floor: value.floor() as i128,
            ceiling: value.ceil() as i128,
        }),
        _ => Err(format!("the column holds numbers, and {text:?} is no number")),
    }
}

fn time(text: &str) -> Result<std::ops::Range<i64>, String> {
    period::span(text).ok_or_else(|| {
        format!("the column holds times, and {text:?} is no time such as 2024-05-06 or 2024-05-06T07:08:09Z")
    })
}

fn numbers(cells: &Cells, rows: usize, range: (Bound<Number>, Bound<Number>)) -> BooleanBuffer {
    match &cells.values {
        Values::Integer(values) => {
            let least = match range.0 {
                Bound::Included(least) => least.ceiling,
                Bound::Excluded(least) => least.floor.saturating_add(1),
                Bound::Unbounded => i128::MIN,
            };
            let most = match range.1 {
                Bound::Included(most) => most.floor,
                Bound::Excluded(most) => most.ceiling.saturating_sub(1),
                Bound::Unbounded => i128::MAX,
            };
            match (
                i64::try_from(least.max(i64::MIN.into())),
                i64::try_from(most.min(i64::MAX.into())),
            ) {
                (Ok(least), Ok(most)) => whole_numbers(values, least, most),
                _ => BooleanBuffer::new_unset(rows),
            }
        }
        Values::Float { values, .. } => {
            let range = (range.0.map(|number| number.key), range.1.map(|number| number.key));
            let kept = BooleanBuffer::collect_bool(rows, |row| {
                range.contains(&cells.decimal_key(values.value(row), row))
            });
            valid(kept, values.nulls())
        }
        _ => BooleanBuffer::new_unset(rows),
    }
}

fn whole_numbers(values: &Int64Array, least: i64, most: i64) -> BooleanBuffer {
    let numbers = values.values();
    let kept = BooleanBuffer::collect_bool(numbers.len(), |row| (least..=most).contains(&numbers[row]));
    valid(kept, values.nulls())
}

fn valid(rows: BooleanBuffer, nulls: Option<&NullBuffer>) -> BooleanBuffer {
    nulls.map_or_else(|| rows.clone(), |nulls| &rows & nulls.inner())
}

/// Rows whose shown value passes. The test gets an empty buffer to work in.
fn shown(cells: &Cells, rows: usize, passes: impl Fn(&str, &mut Vec<u8>) -> bool) -> BooleanBuffer {
    let mut room = Vec::new();
    let mut passes = |text: &str| {
        room.clear();
        passes(text, &mut room)
    };
    if let (Values::Text(texts) | Values::Nested(texts), true) = (&cells.values, cells.odd.is_empty())
        && let Texts::Dictionary { codes, texts } = texts
    {
        let wanted: Vec<bool> = texts.iter().map(|text| text.is_some_and(&mut passes)).collect();
        return BooleanBuffer::collect_bool(rows, |row| {
            codes.is_valid(row) && wanted[usize::from(codes.value(row))]
        });
    }
    BooleanBuffer::collect_bool(rows, |row| cells.display(row).is_some_and(|text| passes(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::whole_key;

    #[test]
    fn operands_lie_among_whole_and_decimal_numbers_as_values_do() {
        let key = |text: &str| number(text).unwrap().key;
        assert!(key("1") < key("1.5") && key("1.5") < key("2"));
        assert!(key("9007199254740992.0") < key("9007199254740993"));
        assert_eq!(key("-0.0"), key("0"));
        assert_eq!(key("9007199254740993"), whole_key(9_007_199_254_740_993));
        assert_eq!(
            (number("-1.5").unwrap().floor, number("-1.5").unwrap().ceiling),
            (-2, -1)
        );
    }
}
