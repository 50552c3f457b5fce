//! OData query expressions over typed rows: what `$filter` and `$orderby` mean.
//!
//! Owns: a lexer, a parser that checks types while it reads, and an evaluator. Refuses to know: HTTP, alerts and
//! devices; a table is described by a list of [`Property`].
//!
//! Source: OData 4.01 Part 2, URL Conventions, §5.1.1 and the ABNF beside it.
//!
//! Invariants: reading never panics and its recursion is bounded; an expression that was read can be evaluated
//! on every row without errors. Comparisons with null are false, except `eq null` and `ne null`.

mod eval;
mod lexer;
mod parser;
mod typing;

use std::borrow::Cow;

pub(crate) use eval::{Expression, compare_for_order};
pub(crate) use parser::{parse_filter, parse_order};

use crate::data::time::Ticks;

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    /// A number with a fraction.
    Number,
    Time,
    Guid,
    Boolean,
    /// One of these names.
    Enum(&'static [&'static str]),
    TextList,
    /// Objects; they can be neither compared nor sorted.
    Complex,
}

/// A property of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Whether the service documents it for `$filter`.
    pub(crate) filterable: bool,
}

/// A value of a row or a literal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Text(Cow<'a, str>),
    Integer(i64),
    Number(f64),
    Time(Ticks),
    Boolean(bool),
    List(Vec<Cow<'a, str>>),
}

impl<'a> Value<'a> {
    /// A text value or null.
    pub(crate) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)))
    }
}

/// Something that has the properties of a table.
pub(crate) trait Row {
    /// Value of the property at this place of the table's list.
    fn value(&self, property: usize) -> Value<'_>;
}

/// Why an expression was refused: one sentence for the client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct ODataError(pub(crate) String);

impl ODataError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// Place of a property in the list.
pub(crate) fn find(table: &[Property], name: &str) -> Option<usize> {
    table.iter().position(|property| property.name == name)
}
