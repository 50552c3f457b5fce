//! The targets of a change, each with its values: from rows of a view or from lines of a file.

use super::file::Sheet;
use super::recipe::Recipe;
use contract::BulkChange;
use defender::form::{Field, Kind, Place, fields};
use serde_json::{Map, Value};

/// Names that spreadsheets of the portal give to fields which the API calls otherwise.
const OTHER_NAMES: [(&str, &str); 2] = [("rbacgroups", "rbacGroupNames"), ("tag", "Value")];

/// One target.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The line of the file, or the row's place in the selection, the first being 1.
    pub(super) number: u32,
    /// Empty where the row names none.
    pub(super) target: String,
    /// What people call it.
    pub(super) about: String,
    /// Field by field, in the form's order; empty ones are left out.
    pub(super) values: Vec<(String, Vec<String>)>,
    /// Its position in the result that it comes from.
    pub(super) row_id: Option<u32>,
}

/// Values for every target, as they were filled in.
pub(super) type Common = [(String, Vec<String>)];

/// The fields that hold for a target: those of the operation for many without its list, or of the one.
pub(super) fn form(recipe: &Recipe, of_one: bool) -> Vec<Field> {
    let operation = if of_one || recipe.change == BulkChange::SubmitIndicators {
        recipe.one()
    } else {
        recipe.usual()
    };
    let list = recipe.many.as_ref().map(|many| many.list);
    operation
        .map(fields)
        .unwrap_or_default()
        .into_iter()
        .filter(|field| field.place == Place::Body && Some(field.name.as_str()) != list)
        .collect()
}

/// Columns that a file may have, the target's first.
pub(super) fn file_columns(recipe: &Recipe) -> Vec<String> {
    let target = recipe.target.first().copied().unwrap_or("id");
    let fields = form(recipe, false).into_iter().map(|field| field.name);
    std::iter::once(target.to_owned())
        .chain(fields.filter(|name| name != target))
        .collect()
}

/// Lines of a file: what a line says itself counts more than what holds for every target. Tells which columns mean
/// nothing; `None` where no column names the target.
pub(super) fn of_sheet(recipe: &Recipe, sheet: Sheet, common: &Common) -> Option<(Vec<Line>, Vec<String>)> {
    let fields = form(recipe, false);
    // In a file, a plain `id` is the target's.
    let target = sheet
        .columns
        .iter()
        .position(|column| recipe.names_target(column, recipe.entity))?;
    let field_of = |column: &str| {
        let known = OTHER_NAMES
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(column));
        let name = known.map_or(column, |(_, name)| name);
        fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    };
    let names_it = |column: &str| recipe.about.iter().any(|name| name.eq_ignore_ascii_case(column));
    let unused = sheet.columns.iter().enumerate().filter(|(at, column)| {
        *at != target && !column.is_empty() && field_of(column).is_none() && !names_it(column)
    });
    let unused = unused.map(|(_, column)| column.clone()).collect();
    let lines = sheet.lines.into_iter().map(|(number, cells)| {
        let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
        let own = sheet.columns.iter().enumerate().filter_map(|(at, column)| {
            let field = field_of(column)?;
            Some((field.name.clone(), texts(field, cell(at))))
        });
        let own: Vec<_> = own.filter(|(_, texts)| !texts.is_empty()).collect();
        let about = sheet.columns.iter().position(|column| names_it(column));
        Line {
            number,
            target: cell(target).to_owned(),
            about: about.map(|at| cell(at).to_owned()).unwrap_or_default(),
            values: joined(&fields, &own, common),
            row_id: None,
        }
    });
    Some((lines.collect(), unused))
}

/// A row of a result: what holds for every target counts more than what the row held before.
pub(super) fn of_row(
    recipe: &Recipe,
    entity: Option<&str>,
    number: u32,
    row_id: u32,
    row: &Map<String, Value>,
    common: &Common,
) -> Line {
    let fields = form(recipe, false);
    let named = |names: &[&str]| {
        let found = names.iter().find_map(|name| {
            let member = row.iter().find(|(member, _)| member.eq_ignore_ascii_case(name))?;
            Some(text_of(member.1)).filter(|text| !text.is_empty())
        });
        found.unwrap_or_default()
    };
    let mut own = Vec::new();
    let target = if recipe.change == BulkChange::SubmitIndicators {
        own = indicator(&fields, entity, row);
        let value = own.iter().find(|(name, _)| name == "indicatorValue");
        value
            .and_then(|(_, texts)| texts.first().cloned())
            .unwrap_or_default()
    } else {
        let column = row.keys().find(|column| recipe.names_target(column, entity));
        column
            .and_then(|column| row.get(column))
            .map(text_of)
            .unwrap_or_default()
    };
    Line {
        number,
        target,
        about: named(recipe.about),
        values: joined(&fields, common, &own),
        row_id: Some(row_id),
    }
}

/// What a row says of an indicator: an indicator itself, or a file by its strongest hash.
fn indicator(fields: &[Field], entity: Option<&str>, row: &Map<String, Value>) -> Vec<(String, Vec<String>)> {
    if entity == Some("Indicator") {
        return fields
            .iter()
            .filter_map(|field| {
                let texts = match row.get(&field.name)? {
                    Value::Array(entries) => entries.iter().map(text_of).collect(),
                    value => vec![text_of(value)],
                };
                let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
                // What the service sends of a choice may be none that it takes, as its legacy values.
                let taken =
                    field.kind != Kind::Choice || texts.iter().all(|text| field.choices.contains(text));
                (taken && !texts.is_empty()).then(|| (field.name.clone(), texts))
            })
            .collect();
    }
    let hash = [("sha256", 64, "FileSha256"), ("sha1", 40, "FileSha1")]
        .into_iter()
        .find_map(|(column, digits, kind)| {
            let text = row.get(column)?.as_str()?.trim();
            let fits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            fits.then(|| (text.to_owned(), kind))
        });
    hash.map(|(value, kind)| {
        vec![
            ("indicatorValue".to_owned(), vec![value]),
            ("indicatorType".to_owned(), vec![kind.to_owned()]),
        ]
    })
    .unwrap_or_default()
}

/// Whether rows with these columns can be the targets of a change.
pub(super) fn can_come_from(recipe: &Recipe, entity: Option<&str>, columns: &[String]) -> bool {
    let has = |name: &str| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
    match recipe.change {
        BulkChange::SubmitIndicators => entity == Some("Indicator") || has("sha256") || has("sha1"),
        _ => columns.iter().any(|column| recipe.names_target(column, entity)),
    }
}

/// Values in the form's order, the first list winning.
fn joined(fields: &[Field], first: &Common, second: &Common) -> Vec<(String, Vec<String>)> {
    let given = |list: &Common, name: &str| {
        let found = list.iter().find(|(known, _)| known == name);
        let texts = found.map(|(_, texts)| {
            let trimmed = texts.iter().map(|text| text.trim().to_owned());
            trimmed.filter(|text| !text.is_empty()).collect::<Vec<_>>()
        });
        texts.filter(|texts| !texts.is_empty())
    };
    fields
        .iter()
        .filter_map(|field| {
            let texts = given(first, &field.name).or_else(|| given(second, &field.name))?;
            Some((field.name.clone(), texts))
        })
        .collect()
}

/// A cell in a field's words: entries of a list are separated by semicolons or bars, and a choice is written as documented.
fn texts(field: &Field, cell: &str) -> Vec<String> {
    let entries: Vec<&str> = match field.kind {
        Kind::List => cell.split([';', '|']).collect(),
        _ => vec![cell],
    };
    let entries = entries
        .into_iter()
        .map(str::trim)
        .filter(|entry| !entry.is_empty());
    entries
        .map(|entry| match field.kind {
            Kind::Choice => field
                .choices
                .iter()
                .find(|choice| choice.eq_ignore_ascii_case(entry))
                .cloned()
                .unwrap_or_else(|| entry.to_owned()),
            Kind::Boolean => entry.to_ascii_lowercase(),
            _ => entry.to_owned(),
        })
        .collect()
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
