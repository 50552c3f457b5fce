//! Reads `$filter` and `$orderby` and checks names and types while reading.

use std::borrow::Cow;

use super::eval::{Comparison, Expression, Operand, TextFunction};
use super::lexer::{Token, TokenKind, tokens};
use super::typing::{Side, clip, reconcile};
use super::{Kind, ODataError, Property, Value, find};

/// How deeply parentheses, `not` and `any` may nest.
const MAX_DEPTH: usize = 48;
/// How many comparisons one expression may hold.
const MAX_TERMS: usize = 400;

/// A checked filter over the table.
pub(crate) fn parse_filter(table: &[Property], text: &str) -> Result<Expression, ODataError> {
    let mut parser = Parser {
        table,
        tokens: tokens(text)?.into_iter().peekable(),
        depth: 0,
        terms: 0,
        variable: None,
    };
    let expression = parser.or()?;
    match parser.tokens.next() {
        None => Ok(expression),
        Some(token) => Err(unexpected(&token)),
    }
}

/// Properties to sort by, and whether each is descending.
pub(crate) fn parse_order(table: &[Property], text: &str) -> Result<Vec<(usize, bool)>, ODataError> {
    let mut order = Vec::new();
    for part in text.split(',') {
        let mut words = part.split_whitespace();
        let name = words
            .next()
            .ok_or_else(|| ODataError::new("$orderby names no property."))?;
        let index = find(table, name).ok_or_else(|| unknown(name))?;
        let sortable = table
            .get(index)
            .is_some_and(|property| !matches!(property.kind, Kind::Complex | Kind::TextList));
        if !sortable {
            return Err(ODataError::new(format!(
                "The property '{name}' cannot be used in $orderby."
            )));
        }
        let descending = match words.next() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(other) => {
                return Err(ODataError::new(format!(
                    "'{}' is neither asc nor desc.",
                    clip(other)
                )));
            }
        };
        if words.next().is_some() || order.len() >= 8 {
            return Err(ODataError::new(
                "$orderby must be a list of at most 8 properties, each with asc or desc.",
            ));
        }
        order.push((index, descending));
    }
    Ok(order)
}

struct Parser<'a> {
    table: &'a [Property],
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    depth: usize,
    terms: usize,
    /// Name of the element inside of `any`.
    variable: Option<String>,
}

impl Parser<'_> {
    fn or(&mut self) -> Result<Expression, ODataError> {
        let mut parts = vec![self.and()?];
        while self.accept_word("or") {
            parts.push(self.and()?);
        }
        Ok(one_or(parts, Expression::Or))
    }

    fn and(&mut self) -> Result<Expression, ODataError> {
        let mut parts = vec![self.not()?];
        while self.accept_word("and") {
            parts.push(self.not()?);
        }
        Ok(one_or(parts, Expression::And))
    }

    fn not(&mut self) -> Result<Expression, ODataError> {
        if !self.accept_word("not") {
            return self.term();
        }
        self.deeper()?;
        let inner = self.not()?;
        self.depth -= 1;
        Ok(Expression::Not(Box::new(inner)))
    }

    fn term(&mut self) -> Result<Expression, ODataError> {
        self.terms += 1;
        if self.terms > MAX_TERMS {
            return Err(ODataError::new("The expression has too many conditions."));
        }
        let token = self
            .tokens
            .next()
            .ok_or_else(|| ODataError::new("The expression ends too early."))?;
        match token.kind {
            TokenKind::Open => {
                self.deeper()?;
                let inner = self.or()?;
                self.expect(&TokenKind::Close)?;
                self.depth -= 1;
                self.compared_with_boolean(inner)
            }
            TokenKind::Word(word) if self.next_is(&TokenKind::Open) => {
                let call = self.call(&word, token.position)?;
                self.compared_with_boolean(call)
            }
            TokenKind::Word(word) if self.next_is(&TokenKind::Slash) => self.any(&word, token.position),
            kind => {
                let position = token.position;
                let left = self.side(Token { kind, position })?;
                self.comparison(left)
            }
        }
    }

    /// `startswith(a, b)` and its relatives.
    fn call(&mut self, name: &str, position: usize) -> Result<Expression, ODataError> {
        let function = match name {
            "startswith" => TextFunction::StartsWith,
            "endswith" => TextFunction::EndsWith,
            "contains" => TextFunction::Contains,
            _ => {
                return Err(ODataError::new(format!(
                    "Unknown function '{}' at position {position}.",
                    clip(name)
                )));
            }
        };
        self.expect(&TokenKind::Open)?;
        let text = self.argument(name)?;
        self.expect(&TokenKind::Comma)?;
        let part = self.argument(name)?;
        self.expect(&TokenKind::Close)?;
        Ok(Expression::Text(function, text, part))
    }

    fn argument(&mut self, function: &str) -> Result<Operand, ODataError> {
        let token = self
            .tokens
            .next()
            .ok_or_else(|| ODataError::new("The expression ends too early."))?;
        match self.side(token)? {
            (operand, Some(Kind::Text)) => Ok(operand),
            _ => Err(ODataError::new(format!(
                "The arguments of {function} must be text."
            ))),
        }
    }

    /// `list/any(x: …)`.
    fn any(&mut self, name: &str, position: usize) -> Result<Expression, ODataError> {
        let index = self.property(name)?;
        if self.table.get(index).map(|property| property.kind) != Some(Kind::TextList)
            || self.variable.is_some()
        {
            return Err(ODataError::new(format!(
                "'{}' at position {position} is no list.",
                clip(name)
            )));
        }
        self.expect(&TokenKind::Slash)?;
        if !self.accept_word("any") {
            return Err(ODataError::new("Lists can be filtered with any(x: …) only."));
        }
        self.expect(&TokenKind::Open)?;
        let Some(Token {
            kind: TokenKind::Word(variable),
            ..
        }) = self.tokens.next()
        else {
            return Err(ODataError::new(
                "any needs a name for the element, as in any(x: x eq 'value').",
            ));
        };
        self.expect(&TokenKind::Colon)?;
        self.deeper()?;
        self.variable = Some(variable);
        let inner = self.or()?;
        self.variable = None;
        self.depth -= 1;
        self.expect(&TokenKind::Close)?;
        Ok(Expression::Any(index, Box::new(inner)))
    }

    /// A condition may itself be compared, as in `startswith(a,'b') eq true`.
    fn compared_with_boolean(&mut self, expression: Expression) -> Result<Expression, ODataError> {
        let negate = if self.accept_word("eq") {
            false
        } else if self.accept_word("ne") {
            true
        } else {
            return Ok(expression);
        };
        match self.tokens.next().map(|token| token.kind) {
            Some(TokenKind::Word(word)) if word == "true" || word == "false" => {
                let keep = (word == "true") != negate;
                Ok(if keep {
                    expression
                } else {
                    Expression::Not(Box::new(expression))
                })
            }
            _ => Err(ODataError::new(
                "A condition can be compared with true or false only.",
            )),
        }
    }

    fn comparison(&mut self, left: Side) -> Result<Expression, ODataError> {
        let token = match self.tokens.next() {
            Some(token) => token,
            None => return constant(&left),
        };
        let TokenKind::Word(word) = &token.kind else {
            return Err(unexpected(&token));
        };
        let comparison = match word.as_str() {
            "eq" => Comparison::Equal,
            "ne" => Comparison::NotEqual,
            "gt" => Comparison::Greater,
            "ge" => Comparison::GreaterOrEqual,
            "lt" => Comparison::Less,
            "le" => Comparison::LessOrEqual,
            "in" => return self.membership(left),
            _ => {
                return Err(ODataError::new(format!(
                    "Unknown operator '{}' at position {}.",
                    clip(word),
                    token.position
                )));
            }
        };
        let token = self
            .tokens
            .next()
            .ok_or_else(|| ODataError::new("The expression ends too early."))?;
        let right = self.side(token)?;
        let ordering = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let (left, right) = reconcile(left, right, ordering)?;
        Ok(Expression::Compare(left, comparison, right))
    }

    fn membership(&mut self, left: Side) -> Result<Expression, ODataError> {
        self.expect(&TokenKind::Open)?;
        let mut list = Vec::new();
        loop {
            let token = self
                .tokens
                .next()
                .ok_or_else(|| ODataError::new("The expression ends too early."))?;
            let right = self.side(token)?;
            match reconcile(left.clone(), right, false)?.1 {
                Operand::Literal(value) => list.push(value),
                _ => return Err(ODataError::new("The list after 'in' may hold literals only.")),
            }
            let next = self
                .tokens
                .next()
                .ok_or_else(|| ODataError::new("The expression ends too early."))?;
            match next.kind {
                TokenKind::Comma => {}
                TokenKind::Close => return Ok(Expression::In(left.0, list)),
                _ => return Err(unexpected(&next)),
            }
        }
    }

    fn side(&mut self, token: Token) -> Result<Side, ODataError> {
        let literal = |value, kind| Ok((Operand::Literal(value), Some(kind)));
        match token.kind {
            TokenKind::Text(text) => literal(Value::Text(Cow::Owned(text)), Kind::Text),
            TokenKind::Integer(number) => literal(Value::Integer(number), Kind::Integer),
            TokenKind::Number(number) => literal(Value::Number(number), Kind::Number),
            TokenKind::Time(time) => literal(Value::Time(time), Kind::Time),
            TokenKind::Guid(guid) => literal(Value::Text(Cow::Owned(guid)), Kind::Guid),
            TokenKind::Word(word) => match word.as_str() {
                "null" => Ok((Operand::Literal(Value::Null), None)),
                "true" => literal(Value::Boolean(true), Kind::Boolean),
                "false" => literal(Value::Boolean(false), Kind::Boolean),
                name if self.variable.as_deref() == Some(name) => Ok((Operand::Element, Some(Kind::Text))),
                name => {
                    let index = self.property(name)?;
                    Ok((
                        Operand::Property(index),
                        self.table.get(index).map(|property| property.kind),
                    ))
                }
            },
            _ => Err(unexpected(&token)),
        }
    }

    fn property(&self, name: &str) -> Result<usize, ODataError> {
        let index = find(self.table, name).ok_or_else(|| unknown(name))?;
        if self.table.get(index).is_some_and(|property| property.filterable) {
            Ok(index)
        } else {
            Err(ODataError::new(format!(
                "The property '{name}' cannot be used in $filter."
            )))
        }
    }

    fn next_is(&mut self, kind: &TokenKind) -> bool {
        self.tokens.peek().is_some_and(|token| token.kind == *kind)
    }

    fn accept_word(&mut self, word: &str) -> bool {
        self.tokens
            .next_if(|token| matches!(&token.kind, TokenKind::Word(found) if found == word))
            .is_some()
    }

    fn expect(&mut self, kind: &TokenKind) -> Result<(), ODataError> {
        match self.tokens.next() {
            Some(token) if token.kind == *kind => Ok(()),
            Some(token) => Err(unexpected(&token)),
            None => Err(ODataError::new("The expression ends too early.")),
        }
    }

    fn deeper(&mut self) -> Result<(), ODataError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            Err(ODataError::new("The expression is nested too deeply."))
        } else {
            Ok(())
        }
    }
}

fn constant(side: &Side) -> Result<Expression, ODataError> {
    match side {
        (Operand::Literal(Value::Boolean(value)), _) => Ok(Expression::Constant(*value)),
        (Operand::Property(index), Some(Kind::Boolean)) => Ok(Expression::Compare(
            Operand::Property(*index),
            Comparison::Equal,
            Operand::Literal(Value::Boolean(true)),
        )),
        _ => Err(ODataError::new(
            "The expression ends too early: a comparison is missing.",
        )),
    }
}

fn one_or(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts)
        }
        None => Expression::Constant(true),
    }
}

fn unknown(name: &str) -> ODataError {
    ODataError::new(format!("Could not find a property named '{}'.", clip(name)))
}

fn unexpected(token: &Token) -> ODataError {
    ODataError::new(format!("Syntax error at position {}.", token.position))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
