//! Evaluates a checked expression on a row.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{Row, Value};

/// A checked `$filter` expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Constant(bool),
    Compare(Operand, Comparison, Operand),
    In(Operand, Vec<Value<'static>>),
    Text(TextFunction, Operand, Operand),
    /// Whether any element of the list property matches the inner expression.
    Any(usize, Box<Self>),
}

/// A side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    Property(usize),
    Literal(Value<'static>),
    /// The element at hand inside of `any`.
    Element,
}

/// `eq` and its relatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// Functions of two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextFunction {
    StartsWith,
    EndsWith,
    Contains,
}

impl Expression {
    /// Whether the row matches.
    pub(crate) fn matches<R: Row>(&self, row: &R) -> bool {
        self.holds(row, None)
    }

    fn holds<R: Row>(&self, row: &R, element: Option<&str>) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.holds(row, element)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(row, element)),
            Self::Not(part) => !part.holds(row, element),
            Self::Constant(value) => *value,
            Self::Compare(left, comparison, right) => {
                compare(&left.value(row, element), *comparison, &right.value(row, element))
            }
            Self::In(operand, list) => {
                let value = operand.value(row, element);
                list.iter().any(|other| compare(&value, Comparison::Equal, other))
            }
            Self::Text(function, text, part) => match (text.value(row, element), part.value(row, element)) {
                (Value::Text(text), Value::Text(part)) => match function {
                    TextFunction::StartsWith => text.starts_with(part.as_ref()),
                    TextFunction::EndsWith => text.ends_with(part.as_ref()),
                    TextFunction::Contains => text.contains(part.as_ref()),
                },
                _ => false,
            },
            Self::Any(property, inner) => match row.value(*property) {
                Value::List(list) => list
                    .iter()
                    .any(|element| inner.holds(row, Some(element.as_ref()))),
                _ => false,
            },
        }
    }
}

impl Operand {
    fn value<'a, R: Row>(&'a self, row: &'a R, element: Option<&'a str>) -> Value<'a> {
        match self {
            Self::Property(property) => row.value(*property),
            Self::Literal(Value::Text(text)) => Value::Text(Cow::Borrowed(text)),
            Self::Literal(value) => value.clone(),
            Self::Element => Value::text(element),
        }
    }
}

fn compare(left: &Value<'_>, comparison: Comparison, right: &Value<'_>) -> bool {
    match comparison {
        Comparison::Equal => equal(left, right),
        Comparison::NotEqual => !equal(left, right),
        Comparison::Greater => order(left, right) == Some(Ordering::Greater),
        Comparison::Less => order(left, right) == Some(Ordering::Less),
        Comparison::GreaterOrEqual => matches!(order(left, right), Some(Ordering::Greater | Ordering::Equal)),
        Comparison::LessOrEqual => matches!(order(left, right), Some(Ordering::Less | Ordering::Equal)),
    }
}

/// Whole numbers and numbers with a fraction are compared by their value.
fn equal(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Integer(_), Value::Number(_)) | (Value::Number(_), Value::Integer(_)) => {
            order(left, right) == Some(Ordering::Equal)
        }
        _ => left == right,
    }
}

fn order(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
        (Value::Integer(left), Value::Number(right)) => (*left as f64).partial_cmp(right),
        (Value::Number(left), Value::Integer(right)) => left.partial_cmp(&(*right as f64)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        (Value::Boolean(left), Value::Boolean(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// Order for `$orderby`: null comes before everything (OData 4.01 Part 1 §11.2.6.2).
pub(crate) fn compare_for_order(left: &Value<'_>, right: &Value<'_>) -> Ordering {
    match (left, right) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        _ => order(left, right).unwrap_or(Ordering::Equal),
    }
}
