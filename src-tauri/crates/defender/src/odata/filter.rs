//! `$filter` made of conditions.

use super::text;
use crate::catalogue::{Operation, ValueKind, catalogue};
use chrono::DateTime;

/// How a property is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `eq`
    Equals,
    /// `ne`
    NotEquals,
    /// `gt`
    Greater,
    /// `ge`
    GreaterOrEqual,
    /// `lt`
    Less,
    /// `le`
    LessOrEqual,
    /// `startswith`
    StartsWith,
    /// `contains`
    Contains,
    /// `any`: an entry of a list equals.
    AnyEquals,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The property.
    pub property: String,
    /// How.
    pub operator: Operator,
    /// With what; a time as RFC 3339.
    pub value: String,
}

/// What a filterable property of an operation looks like; text where its entity does not list it.
pub fn kind(operation: &Operation, property: &str) -> ValueKind {
    operation
        .entity
        .as_deref()
        .and_then(|name| catalogue().entity(name))
        .and_then(|entity| entity.property(property))
        .map_or(ValueKind::Text, |property| property.value_kind())
}

/// The operators that a value takes. The samples of the documentation use `eq`, `ne`, `gt`, `ge`, `lt`, `startswith`.
pub fn operators(kind: ValueKind) -> &'static [Operator] {
    use Operator::{
        AnyEquals, Contains, Equals, Greater, GreaterOrEqual, Less, LessOrEqual, NotEquals, StartsWith,
    };
    match kind {
        ValueKind::Text => &[Equals, NotEquals, StartsWith, Contains],
        ValueKind::Time => &[GreaterOrEqual, Greater, Less, LessOrEqual, Equals],
        ValueKind::Number => &[Equals, NotEquals, Greater, GreaterOrEqual, Less, LessOrEqual],
        ValueKind::Boolean => &[Equals],
        ValueKind::List | ValueKind::Nested => &[AnyEquals],
    }
}

/// The expression in which all conditions hold.
///
/// # Errors
/// The position of each condition that cannot be used, and why.
pub fn expression(operation: &Operation, conditions: &[Condition]) -> Result<String, Vec<(usize, String)>> {
    let mut terms = Vec::with_capacity(conditions.len());
    let mut problems = Vec::new();
    for (at, condition) in conditions.iter().enumerate() {
        match term(operation, condition) {
            Ok(term) => terms.push(term),
            Err(problem) => problems.push((at, problem)),
        }
    }
    if problems.is_empty() {
        Ok(terms.join(" and "))
    } else {
        Err(problems)
    }
}

fn term(operation: &Operation, condition: &Condition) -> Result<String, String> {
    let Condition {
        property,
        operator,
        value,
    } = condition;
    if !operation.filterable.contains(property) {
        return Err(format!("{property} is not documented as filterable here."));
    }
    let kind = kind(operation, property);
    if !operators(kind).contains(operator) {
        return Err(format!("{property} is not compared in this way."));
    }
    let value = value.trim();
    let literal = match kind {
        ValueKind::Text | ValueKind::List | ValueKind::Nested => text(value),
        ValueKind::Time => DateTime::parse_from_rfc3339(value)
            .map(|_| value.to_owned())
            .map_err(|_| "Enter a time with its zone, for example 2026-03-01T12:00:00Z.".to_owned())?,
        ValueKind::Number => value
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(|_| value.to_owned())
            .ok_or_else(|| "Enter a number.".to_owned())?,
        ValueKind::Boolean => match value {
            "true" | "false" => value.to_owned(),
            _ => return Err("Choose true or false.".to_owned()),
        },
    };
    let simple = |word: &str| Ok(format!("{property} {word} {literal}"));
    match operator {
        Operator::Equals => simple("eq"),
        Operator::NotEquals => simple("ne"),
        Operator::Greater => simple("gt"),
        Operator::GreaterOrEqual => simple("ge"),
        Operator::Less => simple("lt"),
        Operator::LessOrEqual => simple("le"),
        Operator::StartsWith => Ok(format!("startswith({property},{literal})")),
        Operator::Contains => Ok(format!("contains({property},{literal})")),
        Operator::AnyEquals => Ok(format!("{property}/any(item: item eq {literal})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::odata::syntax;

    fn condition(property: &str, operator: Operator, value: &str) -> Condition {
        Condition {
            property: property.into(),
            operator,
            value: value.into(),
        }
    }

    fn machines() -> &'static Operation {
        catalogue().operation("listMachines").unwrap()
    }

    #[test]
    fn literals_are_those_of_their_kind_and_the_expression_is_well_formed() {
        let expression = expression(
            machines(),
            &[
                condition("computerDnsName", Operator::StartsWith, "o'neill"),
                condition("lastSeen", Operator::GreaterOrEqual, "2026-03-01T12:00:00Z"),
                condition("healthStatus", Operator::NotEquals, "Active"),
            ],
        )
        .unwrap();
        assert_eq!(
            expression,
            "startswith(computerDnsName,'o''neill') and lastSeen ge 2026-03-01T12:00:00Z and healthStatus ne 'Active'"
        );
        assert_eq!(syntax::check(&expression), Ok(()));
    }

    #[test]
    fn a_condition_that_cannot_be_used_is_named_by_its_position() {
        let problems = expression(
            machines(),
            &[
                condition("healthStatus", Operator::Equals, "Active"),
                condition("lastSeen", Operator::Less, "yesterday"),
                condition("osBuildNumber", Operator::Equals, "1"),
                condition("healthStatus", Operator::Greater, "Active"),
            ],
        )
        .unwrap_err();
        let positions: Vec<usize> = problems.iter().map(|(at, _)| *at).collect();
        assert_eq!(positions, [1, 2, 3]);
    }

    #[test]
    fn every_filterable_property_has_operators_whose_expressions_are_well_formed() {
        for operation in catalogue().operations() {
            for property in &operation.filterable {
                let kind = kind(operation, property);
                let value = match kind {
                    ValueKind::Time => "2026-03-01T12:00:00Z",
                    ValueKind::Number => "3",
                    ValueKind::Boolean => "true",
                    _ => "x",
                };
                for operator in operators(kind) {
                    let made = expression(operation, &[condition(property, *operator, value)]).unwrap();
                    assert_eq!(syntax::check(&made), Ok(()), "{made}");
                }
            }
        }
    }
}
