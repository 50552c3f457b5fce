//! Turns the JSON values of one column and one page into [`Cells`].

use std::collections::HashMap;

use arrow::array::{BooleanBufferBuilder, BooleanBuilder, Float64Array, Int64Array};
use arrow::buffer::BooleanBuffer;

use crate::cells::{Cells, Values, float};
use crate::column::Kind;
use crate::raw::{Raw, compact};
use crate::text::{TextBuilder, tight};
use crate::time;

/// Whole numbers up to here are the same as `f64`.
const EXACT: u64 = 1 << 53;

/// Collects the values of one column, row by row.
pub(crate) struct CellsBuilder {
    /// The column's kind; `None` until a value shows it.
    kind: Option<Kind>,
    /// Whether earlier pages bind the column to its kind.
    settled: bool,
    /// Whether earlier pages showed that texts do not repeat.
    plain: bool,
    values: Collected,
    odd: Vec<(u32, Box<str>)>,
    present: BooleanBufferBuilder,
    rows: u32,
    absent: u32,
    /// Values that fit the kind.
    fitting: u32,
}

enum Collected {
    /// Only nulls so far.
    Nothing,
    Texts(TextBuilder),
    Times {
        ticks: Vec<Option<i64>>,
        decimals: Vec<u8>,
    },
    Numbers(Vec<Option<Num>>),
    Booleans(BooleanBuilder),
}

#[derive(Clone, Copy)]
enum Num {
    Whole(i64),
    Decimal(f64),
}

/// What the page showed about the column.
pub(crate) struct Finished {
    /// `None` where no row has the property.
    pub(crate) cells: Option<Cells>,
    pub(crate) kind: Option<Kind>,
    pub(crate) settled: bool,
    pub(crate) plain: bool,
}

impl CellsBuilder {
    pub(crate) fn new(kind: Option<Kind>, settled: bool, plain: bool) -> Self {
        Self {
            kind,
            settled,
            plain,
            values: Collected::Nothing,
            odd: Vec::new(),
            present: BooleanBufferBuilder::new(0),
            rows: 0,
            absent: 0,
            fitting: 0,
        }
    }

    /// A column that begins in the middle of a page.
    pub(crate) fn after_rows(mut self, rows: u32) -> Self {
        self.present.append_n(rows as usize, false);
        self.rows = rows;
        self.absent = rows;
        self
    }

    /// The next row's value as JSON; `None` where the object does not have the property.
    pub(crate) fn push(&mut self, json: Option<&str>) {
        self.present.append(json.is_some());
        let raw = match json.map(|json| (json, Raw::new(json))) {
            None => {
                self.absent += 1;
                self.values.push_null();
                self.rows += 1;
                return;
            }
            Some((_, Raw::Null)) => {
                self.values.push_null();
                self.rows += 1;
                return;
            }
            Some(raw) => raw,
        };
        let (json, raw) = raw;
        let kind = *self.kind.get_or_insert_with(|| natural_kind(&raw));
        if matches!(self.values, Collected::Nothing) {
            self.values = Collected::new(kind, self.plain, self.rows as usize);
        }
        if self.push_value(kind, &raw) {
            self.fitting += 1;
        } else {
            self.odd.push((self.rows, compact(json).into()));
        }
        self.rows += 1;
    }

    /// Adds a value; `false` where it is odd. Exactly one row is added either way.
    fn push_value(&mut self, kind: Kind, raw: &Raw<'_>) -> bool {
        match (&mut self.values, raw) {
            (Collected::Texts(texts), Raw::Text(text)) if kind == Kind::Text => texts.push(text),
            (Collected::Texts(texts), Raw::Nested(json)) if kind == Kind::Nested => {
                texts.push(&compact(json))
            }
            (Collected::Times { ticks, decimals }, Raw::Text(text)) => {
                let time = time::parse(text);
                ticks.push(time.map(|time| time.ticks));
                decimals.push(time.and_then(|time| time.decimals).unwrap_or_default());
                return time.is_some_and(|time| time.decimals.is_some());
            }
            (Collected::Numbers(numbers), Raw::Number(digits)) => {
                let (number, exact) = number(digits);
                numbers.push(number);
                return exact;
            }
            (Collected::Booleans(values), Raw::Boolean(value)) => values.append_value(*value),
            (values, _) => {
                values.push_null();
                return false;
            }
        }
        true
    }

    /// The finished column.
    pub(crate) fn finish(self) -> Finished {
        // The documentation, or the first value, was wrong about what most rows hold.
        match self.usual_kind() {
            Some(usual) if !self.settled && Some(usual) != self.kind => self.rebuilt(usual),
            _ => self.finish_as_is(),
        }
    }

    fn finish_as_is(mut self) -> Finished {
        let settled = self.settled || self.fitting > 0 || !self.odd.is_empty();
        let cells = (self.absent < self.rows).then(|| {
            let values = self.values.finish(self.kind, &mut self.odd);
            self.odd.shrink_to_fit();
            Cells {
                values,
                odd: self.odd,
                present: (self.absent > 0).then(|| self.present.finish()),
            }
        });
        let plain = match &cells {
            Some(Cells {
                values: Values::Text(texts) | Values::Nested(texts),
                ..
            }) => texts.is_plain(),
            _ => self.plain,
        };
        Finished {
            cells,
            kind: self.kind,
            settled,
            plain,
        }
    }

    /// The kind that most values have of themselves; the column's own where it is as usual as any.
    fn usual_kind(&self) -> Option<Kind> {
        let own = self.kind?;
        let mut counts = HashMap::from([(own, self.fitting)]);
        for (_, json) in &self.odd {
            *counts.entry(natural_kind(&Raw::new(json))).or_default() += 1;
        }
        counts
            .into_iter()
            .max_by_key(|(kind, count)| (*count, *kind == own, *kind))
            .map(|(kind, _)| kind)
    }

    /// The same rows as a column of another kind.
    fn rebuilt(self, kind: Kind) -> Finished {
        let mut builder = Self::new(Some(kind), true, self.plain);
        let rows = self.rows as usize;
        if let Some(cells) = self.finish_as_is().cells {
            for row in 0..rows {
                builder.push(cells.json(row).as_deref());
            }
        }
        builder.finish_as_is()
    }
}

/// The kind a value has of itself.
fn natural_kind(raw: &Raw<'_>) -> Kind {
    match raw {
        Raw::Text(text) if time::parse(text).is_some() => Kind::Time,
        Raw::Text(_) | Raw::Null => Kind::Text,
        Raw::Number(_) => Kind::Number,
        Raw::Boolean(_) => Kind::Boolean,
        Raw::Nested(_) => Kind::Nested,
    }
}

/// A number and whether its digits come back from it.
fn number(digits: &str) -> (Option<Num>, bool) {
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if whole && let Ok(value) = digits.parse::<i64>() {
        // `-0` is a float to every JSON reader.
        return if digits == "-0" {
            (Some(Num::Decimal(-0.0)), false)
        } else {
            (Some(Num::Whole(value)), true)
        };
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => {
            let written = float(value).to_string();
            (Some(Num::Decimal(value)), !whole && written == digits)
        }
        _ => (None, false),
    }
}

impl Collected {
    fn new(kind: Kind, plain: bool, nulls: usize) -> Self {
        match kind {
            Kind::Text | Kind::Nested => Self::Texts(TextBuilder::new(plain, nulls)),
            Kind::Time => Self::Times {
                ticks: vec![None; nulls],
                decimals: vec![0; nulls],
            },
            Kind::Number => Self::Numbers(vec![None; nulls]),
            Kind::Boolean => {
                let mut builder = BooleanBuilder::new();
                builder.append_nulls(nulls);
                Self::Booleans(builder)
            }
        }
    }

    fn push_null(&mut self) {
        match self {
            Self::Nothing => {}
            Self::Texts(texts) => texts.push_null(),
            Self::Times { ticks, decimals } => {
                ticks.push(None);
                decimals.push(0);
            }
            Self::Numbers(numbers) => numbers.push(None),
            Self::Booleans(values) => values.append_null(),
        }
    }

    fn finish(self, kind: Option<Kind>, odd: &mut Vec<(u32, Box<str>)>) -> Values {
        match self {
            Self::Nothing => Values::Null,
            Self::Texts(texts) if kind == Some(Kind::Nested) => Values::Nested(texts.finish()),
            Self::Texts(texts) => Values::Text(texts.finish()),
            Self::Times { ticks, mut decimals } => {
                decimals.shrink_to_fit();
                Values::Time {
                    ticks: tight(Int64Array::from(ticks)),
                    decimals,
                }
            }
            Self::Numbers(numbers) => finish_numbers(&numbers, odd),
            Self::Booleans(mut values) => Values::Boolean(tight(values.finish())),
        }
    }
}

fn finish_numbers(numbers: &[Option<Num>], odd: &mut Vec<(u32, Box<str>)>) -> Values {
    if !numbers
        .iter()
        .any(|number| matches!(number, Some(Num::Decimal(_))))
    {
        let whole = numbers.iter().map(|number| match number {
            Some(Num::Whole(value)) => Some(*value),
            _ => None,
        });
        return Values::Integer(tight(whole.collect()));
    }
    // Beside decimals, a whole number too large for `f64` keeps its digits as an odd value.
    for (row, number) in numbers.iter().enumerate() {
        if let Some(Num::Whole(value)) = number
            && value.unsigned_abs() > EXACT
        {
            odd.push((row as u32, value.to_string().into()));
        }
    }
    odd.sort_unstable_by_key(|(row, _)| *row);
    let values: Float64Array = numbers
        .iter()
        .map(|number| {
            number.map(|number| match number {
                Num::Whole(value) => value as f64,
                Num::Decimal(value) => value,
            })
        })
        .collect();
    let whole = BooleanBuffer::collect_bool(numbers.len(), |row| matches!(numbers[row], Some(Num::Whole(_))));
    Values::Float {
        values: tight(values),
        whole,
    }
}
