//! `$filter`, built of conditions or typed.

use super::known;
use crate::Workbench;
use contract::{
    BuildFilterRequest, BuiltFilterDto, CheckFilterRequest, CommandError, ConditionProblemDto,
    FilterCheckDto, FilterOperator,
};
use defender::odata::filter::{self, Condition, Operator};
use defender::odata::syntax;

impl Workbench {
    /// The filter in which all conditions hold.
    ///
    /// # Errors
    /// Where there is no such operation.
    pub fn build_filter(&self, request: &BuildFilterRequest) -> Result<BuiltFilterDto, CommandError> {
        let conditions: Vec<Condition> = request
            .conditions
            .iter()
            .map(|condition| Condition {
                property: condition.property.clone(),
                operator: operator(condition.operator),
                value: condition.value.clone(),
            })
            .collect();
        Ok(
            match filter::expression(known(&request.operation_id)?, &conditions) {
                Ok(filter) => BuiltFilterDto {
                    filter: Some(filter),
                    problems: Vec::new(),
                },
                Err(problems) => BuiltFilterDto {
                    filter: None,
                    problems: problems
                        .into_iter()
                        .map(|(at, message)| ConditionProblemDto {
                            condition: u32::try_from(at).unwrap_or(u32::MAX),
                            message,
                        })
                        .collect(),
                },
            },
        )
    }

    /// Whether a typed filter is well-formed. What it means is left to the service.
    ///
    /// # Errors
    /// Where there is no such operation.
    pub fn check_filter(&self, request: &CheckFilterRequest) -> Result<FilterCheckDto, CommandError> {
        let operation = known(&request.operation_id)?;
        let error = syntax::check(&request.filter).err();
        let mut warnings = Vec::new();
        for property in syntax::properties(&request.filter) {
            if !operation.filterable.contains(&property) {
                warnings.push(format!(
                    "{property} is not documented as filterable here; the service may refuse it."
                ));
            }
        }
        warnings.dedup();
        Ok(FilterCheckDto {
            error_at: error
                .as_ref()
                .map(|error| u32::try_from(error.at).unwrap_or(u32::MAX)),
            error: error.map(|error| format!("Expected here: {}.", error.expected)),
            warnings,
        })
    }
}

fn operator(operator: FilterOperator) -> Operator {
    match operator {
        FilterOperator::Equals => Operator::Equals,
        FilterOperator::NotEquals => Operator::NotEquals,
        FilterOperator::Greater => Operator::Greater,
        FilterOperator::GreaterOrEqual => Operator::GreaterOrEqual,
        FilterOperator::Less => Operator::Less,
        FilterOperator::LessOrEqual => Operator::LessOrEqual,
        FilterOperator::StartsWith => Operator::StartsWith,
        FilterOperator::Contains => Operator::Contains,
        FilterOperator::AnyEquals => Operator::AnyEquals,
    }
}

pub(super) fn wire(operator: Operator) -> FilterOperator {
    match operator {
        Operator::Equals => FilterOperator::Equals,
        Operator::NotEquals => FilterOperator::NotEquals,
        Operator::Greater => FilterOperator::Greater,
        Operator::GreaterOrEqual => FilterOperator::GreaterOrEqual,
        Operator::Less => FilterOperator::Less,
        Operator::LessOrEqual => FilterOperator::LessOrEqual,
        Operator::StartsWith => FilterOperator::StartsWith,
        Operator::Contains => FilterOperator::Contains,
        Operator::AnyEquals => FilterOperator::AnyEquals,
    }
}
