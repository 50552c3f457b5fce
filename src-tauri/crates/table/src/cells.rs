//! The values of one column in one page.
//!
//! Most values fit the column's kind and lie in an Arrow array. A value that does not – text where a number is
//! documented, a time that is no time, a number whose digits an `f64` would not give back – is *odd*: its JSON text is
//! kept beside the array, by row. An odd value that still means something of the column's kind (a time with an offset)
//! has its meaning in the array too, so that it sorts where it belongs.
//!
//! Invariant: `odd` is sorted by row and has at most one value per row; an odd value wins over the array.

use std::borrow::Cow;

use arrow::array::{Array, BooleanArray, Float64Array, Int64Array};
use arrow::buffer::BooleanBuffer;
use serde_json::{Number, Value};

use crate::raw;
use crate::text::Texts;
use crate::time;

/// The values of one column in one page.
#[derive(Debug)]
pub(crate) struct Cells {
    pub(crate) values: Values,
    pub(crate) odd: Vec<(u32, Box<str>)>,
    /// Rows whose object has this property, be it `null`; `None` where all have.
    pub(crate) present: Option<BooleanBuffer>,
}

/// The array of a column.
#[derive(Debug)]
pub(crate) enum Values {
    /// No row has a value that fits.
    Null,
    Text(Texts),
    /// Compact JSON.
    Nested(Texts),
    Time {
        ticks: Int64Array,
        /// See [`time::Time`].
        decimals: Vec<u8>,
    },
    Integer(Int64Array),
    Float {
        values: Float64Array,
        /// Rows that were sent without a decimal point or exponent.
        whole: BooleanBuffer,
    },
    Boolean(BooleanArray),
}

impl Cells {
    /// The odd value of a row, as JSON.
    pub(crate) fn odd(&self, row: usize) -> Option<&str> {
        let found = self
            .odd
            .binary_search_by_key(&(row as u32), |(row, _)| *row)
            .ok()?;
        Some(&self.odd[found].1)
    }

    /// What a table shows: text as it is, a time as sent, anything else as JSON; `None` for absent and `null`.
    pub(crate) fn display(&self, row: usize) -> Option<Cow<'_, str>> {
        match self.odd(row) {
            Some(json) => Some(raw::display(json)),
            None => self.values.display(row),
        }
    }

    /// The property as it was sent; `None` where the object did not have it.
    pub(crate) fn value(&self, row: usize) -> Option<Value> {
        if self.present.as_ref().is_some_and(|present| !present.value(row)) {
            return None;
        }
        Some(match self.odd(row) {
            Some(json) => raw::value(json),
            None => self.values.value(row),
        })
    }

    /// The property's JSON; `None` where the object did not have it.
    pub(crate) fn json(&self, row: usize) -> Option<Cow<'_, str>> {
        let nested = match &self.values {
            Values::Nested(texts) => texts.get(row),
            _ => None,
        };
        match self.odd(row).or(nested) {
            Some(json) => Some(Cow::Borrowed(json)),
            None => self.value(row).map(|value| Cow::Owned(value.to_string())),
        }
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        let odd: usize = self
            .odd
            .iter()
            .map(|(_, json)| json.len() + size_of::<(u32, Box<str>)>())
            .sum();
        let present = self.present.as_ref().map_or(0, |present| present.inner().len());
        odd + present + self.values.bytes()
    }
}

impl Values {
    /// What a table shows for a value of the column's kind.
    pub(crate) fn display(&self, row: usize) -> Option<Cow<'_, str>> {
        match self {
            Self::Null => None,
            Self::Text(texts) | Self::Nested(texts) => texts.get(row).map(Cow::Borrowed),
            Self::Time { ticks, decimals } => ticks
                .is_valid(row)
                .then(|| Cow::Owned(time::write(ticks.value(row), decimals[row]))),
            Self::Integer(values) => values
                .is_valid(row)
                .then(|| Cow::Owned(values.value(row).to_string())),
            Self::Float { .. } => match self.value(row) {
                Value::Null => None,
                number => Some(Cow::Owned(number.to_string())),
            },
            Self::Boolean(values) => values
                .is_valid(row)
                .then(|| Cow::Borrowed(if values.value(row) { "true" } else { "false" })),
        }
    }

    fn value(&self, row: usize) -> Value {
        match self {
            Self::Nested(texts) => texts.get(row).map_or(Value::Null, raw::value),
            Self::Integer(values) if values.is_valid(row) => Value::from(values.value(row)),
            Self::Boolean(values) if values.is_valid(row) => Value::Bool(values.value(row)),
            Self::Float { values, whole } if values.is_valid(row) => {
                let value = values.value(row);
                if whole.value(row) {
                    Value::from(value as i64)
                } else {
                    float(value)
                }
            }
            Self::Null | Self::Integer(_) | Self::Boolean(_) | Self::Float { .. } => Value::Null,
            Self::Text(_) | Self::Time { .. } => self
                .display(row)
                .map_or(Value::Null, |text| Value::String(text.into_owned())),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Null => 0,
            Self::Text(texts) | Self::Nested(texts) => texts.bytes(),
            Self::Time { ticks, decimals } => ticks.get_buffer_memory_size() + decimals.len(),
            Self::Integer(values) => values.get_buffer_memory_size(),
            Self::Float { values, whole } => values.get_buffer_memory_size() + whole.inner().len(),
            Self::Boolean(values) => values.get_buffer_memory_size(),
        }
    }
}

/// A number with decimals or exponent. Finite by construction.
pub(crate) fn float(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}
