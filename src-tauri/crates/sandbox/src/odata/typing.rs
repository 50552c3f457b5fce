//! Which values can be compared with which.

use std::borrow::Cow;

use super::eval::Operand;
use super::{Kind, ODataError, Value};

/// A side of a comparison with what it holds; `None` is the null literal.
pub(super) type Side = (Operand, Option<Kind>);

/// Checks that both sides can be compared, and turns literals into what the property holds.
pub(super) fn reconcile(left: Side, right: Side, ordering: bool) -> Result<(Operand, Operand), ODataError> {
    let ((left, left_kind), (right, right_kind)) = (left, right);
    let (Some(left_kind), Some(right_kind)) = (left_kind, right_kind) else {
        // Comparing with null.
        return Ok((left, right));
    };
    let comparable = match (left_kind, right_kind) {
        (Kind::Enum(names), Kind::Text) => is_name(names, &right)?,
        (Kind::Text, Kind::Enum(names)) => is_name(names, &left)?,
        (Kind::Enum(left), Kind::Enum(right)) => left == right,
        (Kind::Guid, Kind::Text) | (Kind::Text, Kind::Guid) => true,
        (Kind::TextList | Kind::Complex, _) | (_, Kind::TextList | Kind::Complex) => false,
        (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer) => true,
        (left, right) => left == right,
    };
    if !comparable {
        return Err(ODataError::new(format!(
            "A value of type {} cannot be compared with one of type {}.",
            name_of(left_kind),
            name_of(right_kind)
        )));
    }
    if ordering
        && [left_kind, right_kind]
            .iter()
            .any(|kind| matches!(kind, Kind::Enum(_) | Kind::Guid | Kind::Boolean))
    {
        return Err(ODataError::new(format!(
            "Values of type {} have no order.",
            name_of(left_kind)
        )));
    }
    let guid = left_kind == Kind::Guid || right_kind == Kind::Guid;
    Ok((
        if guid { lower(left) } else { left },
        if guid { lower(right) } else { right },
    ))
}

fn lower(operand: Operand) -> Operand {
    match operand {
        Operand::Literal(Value::Text(text)) => {
            Operand::Literal(Value::Text(Cow::Owned(text.to_ascii_lowercase())))
        }
        other => other,
    }
}

/// Whether a text literal is one of the names of an enumeration; other texts cannot be compared with one.
fn is_name(names: &[&str], operand: &Operand) -> Result<bool, ODataError> {
    match operand {
        Operand::Literal(Value::Text(text)) if names.contains(&text.as_ref()) => Ok(true),
        Operand::Literal(Value::Text(text)) => Err(ODataError::new(format!(
            "'{}' is not one of the values {}.",
            clip(text),
            names.join(", ")
        ))),
        _ => Ok(false),
    }
}

fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "Edm.String",
        Kind::Integer => "Edm.Int64",
        Kind::Number => "Edm.Double",
        Kind::Time => "Edm.DateTimeOffset",
        Kind::Guid => "Edm.Guid",
        Kind::Boolean => "Edm.Boolean",
        Kind::Enum(_) => "enumeration",
        Kind::TextList => "Collection(Edm.String)",
        Kind::Complex => "complex type",
    }
}

/// A short, printable form of what the client wrote.
pub(super) fn clip(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
