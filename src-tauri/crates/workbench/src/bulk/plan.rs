//! Lines become calls: each line is checked by the form's rules, equal ones share a call, and no call is larger than
//! its operation takes.
//!
//! Invariant: a line is in at most one call, and only where nothing is wrong with it.

use super::lines::{self, Common, Line};
use super::recipe::{Many, Recipe};
use contract::BulkChange;
use defender::catalogue::Operation;
use defender::form::{self, InvalidValue, Place, Value, Values, Version};
use defender::{Body, Request};
use std::collections::HashMap;

/// Characters of the objects of one call, well below what a form's field takes.
const LONGEST_BODY: usize = 90_000;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Ready,
    /// What, in a sentence or two.
    Invalid(String),
    /// An earlier line, by its number, has the same target.
    Duplicate(u32),
}

/// A call that is to be sent.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) operation: &'static Operation,
    /// Positions of its lines.
    pub(super) lines: Vec<usize>,
    /// It lists its targets, so that a part of them can be sent alone.
    pub(super) listed: bool,
}

/// Everything that is to be sent.
pub(super) struct Plan {
    pub(super) recipe: &'static Recipe,
    pub(super) lines: Vec<Line>,
    pub(super) standings: Vec<Standing>,
    pub(super) calls: Vec<Planned>,
    /// What is wrong with the values for every target.
    pub(super) problems: Vec<InvalidValue>,
}

impl Plan {
    /// Plans the change of lines. `common` are the values that were filled in for every target.
    pub(super) fn new(recipe: &'static Recipe, lines: Vec<Line>, common: &Common) -> Self {
        let mut plan = Self {
            recipe,
            standings: Vec::with_capacity(lines.len()),
            lines,
            calls: Vec::new(),
            problems: Vec::new(),
        };
        let alone = plan.lines.len() == 1;
        let mut first: HashMap<String, u32> = HashMap::new();
        for line in &plan.lines {
            let standing = match first.get(&line.target.to_lowercase()) {
                Some(earlier) if !line.target.is_empty() => Standing::Duplicate(*earlier),
                _ => check(recipe, line, alone, common, &mut plan.problems),
            };
            if !matches!(standing, Standing::Duplicate(_)) {
                first.insert(line.target.to_lowercase(), line.number);
            }
            plan.standings.push(standing);
        }
        plan.calls = plan.group();
        plan
    }

    /// Positions of the lines that can be sent.
    pub(super) fn ready(&self) -> Vec<usize> {
        let ready = self.standings.iter().enumerate();
        ready
            .filter(|(_, standing)| **standing == Standing::Ready)
            .map(|(at, _)| at)
            .collect()
    }

    fn group(&self) -> Vec<Planned> {
        let ready = self.ready();
        let (one, usual) = (self.recipe.one(), self.recipe.usual());
        let Some(many) = &self.recipe.many else {
            let calls = ready.into_iter().filter_map(|line| single(one?, line));
            return calls.collect();
        };
        if let ([line], Some(one)) = (ready.as_slice(), one)
            && build_one(self.recipe, &self.lines[*line]).is_ok()
        {
            return single(one, *line).into_iter().collect();
        }
        let Some(usual) = usual else {
            return Vec::new();
        };
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut by_values: HashMap<&[(String, Vec<String>)], usize> = HashMap::new();
        for at in ready {
            let line = &self.lines[at];
            let key: &[_] = if many.own_values { &[] } else { &line.values };
            let group = *by_values.entry(key).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(at);
        }
        let chunks = groups.into_iter().flat_map(|group| self.chunks(many, &group));
        chunks
            .map(|lines| Planned {
                operation: usual,
                lines,
                listed: true,
            })
            .collect()
    }

    /// As many lines together as a call takes.
    fn chunks(&self, many: &Many, group: &[usize]) -> Vec<Vec<usize>> {
        let mut chunks: Vec<Vec<usize>> = Vec::new();
        let mut length = 0;
        for at in group {
            let size = if many.own_values {
                size(&self.lines[*at])
            } else {
                0
            };
            match chunks.last_mut() {
                Some(chunk) if chunk.len() < many.most && length + size <= LONGEST_BODY => chunk.push(*at),
                _ => {
                    chunks.push(vec![*at]);
                    length = 0;
                }
            }
            length += size;
        }
        chunks
    }

    /// The request of a call for some of its lines.
    pub(super) fn request(&self, call: &Planned) -> Result<Request, Vec<InvalidValue>> {
        let lines: Vec<&Line> = call.lines.iter().filter_map(|at| self.lines.get(*at)).collect();
        match (&self.recipe.many, lines.as_slice()) {
            (Some(many), lines) if call.listed => build_many(self.recipe, many, lines),
            (_, [line, ..]) => build_one(self.recipe, line),
            (_, []) => Err(Vec::new()),
        }
    }
}

fn single(operation: &'static Operation, line: usize) -> Option<Planned> {
    Some(Planned {
        operation,
        lines: vec![line],
        listed: false,
    })
}

/// Characters of a line's object in a body, about.
fn size(line: &Line) -> usize {
    let texts = line.values.iter().map(|(name, texts)| {
        let texts: usize = texts.iter().map(|text| text.len() + 8).sum();
        name.len() + texts + 8
    });
    texts.sum()
}

fn check(
    recipe: &Recipe,
    line: &Line,
    alone: bool,
    common: &Common,
    problems: &mut Vec<InvalidValue>,
) -> Standing {
    if line.target.is_empty() {
        return Standing::Invalid(match recipe.change {
            BulkChange::SubmitIndicators => "It names nothing that can be an indicator.".to_owned(),
            _ => format!("It names no {}.", recipe.noun.0),
        });
    }
    let fields = lines::form(recipe, alone);
    if line.values.is_empty()
        && let Some(field) = fields.first()
    {
        let message = "Fill in at least one field: nothing would be changed.".to_owned();
        push(
            problems,
            InvalidValue {
                place: Place::Body,
                name: field.name.clone(),
                message: message.clone(),
            },
        );
        return Standing::Invalid(message);
    }
    let built = match &recipe.many {
        Some(many) => {
            let many = build_many(recipe, many, &[line]);
            if alone && (many.is_err() || recipe.change == BulkChange::UpdateAlerts) {
                // The call for one names some values otherwise; either form will do.
                build_one(recipe, line).or_else(|of_one| many.map_err(|_| of_one))
            } else {
                many
            }
        }
        None => build_one(recipe, line),
    };
    let Err(invalid) = built else {
        return Standing::Ready;
    };
    let for_all = |wrong: &InvalidValue| {
        let given = |(name, texts): &(String, Vec<String>)| {
            *name == wrong.name
                && line
                    .values
                    .iter()
                    .any(|(own, values)| own == name && same(values, texts))
        };
        let required = !line.values.iter().any(|(name, _)| *name == wrong.name);
        fields.iter().any(|field| field.name == wrong.name) && (required || common.iter().any(given))
    };
    for wrong in invalid.iter().filter(|wrong| for_all(wrong)) {
        push(problems, wrong.clone());
    }
    let words = invalid
        .iter()
        .map(|wrong| format!("{}: {}", wrong.name, wrong.message));
    Standing::Invalid(words.collect::<Vec<_>>().join(" "))
}

fn same(values: &[String], texts: &[String]) -> bool {
    values.iter().eq(texts.iter().map(|text| text.trim()))
}

fn push(problems: &mut Vec<InvalidValue>, problem: InvalidValue) {
    if !problems.contains(&problem) {
        problems.push(problem);
    }
}

fn body(name: &str, texts: Vec<String>) -> Value {
    Value {
        place: Place::Body,
        name: name.to_owned(),
        texts,
    }
}

fn own(line: &Line) -> Vec<Value> {
    let values = line.values.iter();
    values.map(|(name, texts)| body(name, texts.clone())).collect()
}

fn built(operation: Option<&'static Operation>, values: Vec<Value>) -> Result<Request, Vec<InvalidValue>> {
    let values = Values { values, file: None };
    form::build(operation.ok_or_else(Vec::new)?, &values, Version::Latest)
}

/// The request for one target.
fn build_one(recipe: &Recipe, line: &Line) -> Result<Request, Vec<InvalidValue>> {
    let mut values = own(line);
    let in_path = recipe
        .one()
        .is_some_and(|operation| operation.path.contains("{id}"));
    if in_path {
        values.push(Value {
            place: Place::Path,
            name: "id".to_owned(),
            texts: vec![line.target.clone()],
        });
    }
    built(recipe.one(), values)
}

/// The request for several targets with the same values, or with an object each.
fn build_many(recipe: &Recipe, many: &Many, lines: &[&Line]) -> Result<Request, Vec<InvalidValue>> {
    if many.own_values {
        let mut objects = Vec::with_capacity(lines.len());
        for line in lines {
            if let Some(Body::Json(object)) = build_one(recipe, line)?.body() {
                objects.push(object.clone());
            }
        }
        let list = format!("[{}]", objects.join(","));
        return built(recipe.usual(), vec![body(many.list, vec![list])]);
    }
    let mut values = lines.first().map(|line| own(line)).unwrap_or_default();
    let targets = lines.iter().map(|line| line.target.clone());
    values.push(body(many.list, targets.collect()));
    built(recipe.usual(), values)
}

#[cfg(test)]
mod tests;
