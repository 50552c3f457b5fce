//! The table of a plan: a row for each line, first with what is wrong, then with its outcome.

use super::plan::{Plan, Standing};
use serde_json::{Map, Value, json};
use table::{AppendError, ColumnHint, Kind, TableBuilder};

/// How a line stands after its call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The service took the change.
    Changed { status: u16 },
    /// It did not.
    Refused { status: Option<u16>, why: String },
    /// No answer came: it may have been carried out.
    Unknown { why: String },
    /// Nothing was sent for it.
    Unsent,
}

impl Outcome {
    /// The state in a word or two, as the table shows it.
    pub(super) fn state(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "Changed",
            Self::Refused { .. } => "Refused",
            Self::Unknown { .. } => "No answer",
            Self::Unsent => "Not sent",
        }
    }

    /// What the table's row then has.
    pub(super) fn cells(&self) -> Map<String, Value> {
        let (status, why) = match self {
            Self::Changed { status } => (Some(*status), None),
            Self::Refused { status, why } => (*status, Some(why)),
            Self::Unknown { why } => (None, Some(why)),
            Self::Unsent => (None, None),
        };
        let mut cells = Map::new();
        cells.insert("state".to_owned(), self.state().into());
        cells.insert("status".to_owned(), json!(status));
        cells.insert("message".to_owned(), json!(why));
        cells
    }
}

/// The table of a plan that was not run.
///
/// # Errors
/// Where there are more lines than a table takes.
pub(super) fn table(plan: &Plan) -> Result<TableBuilder, AppendError> {
    let about = plan.lines.iter().any(|line| !line.about.is_empty());
    let mut hints = vec![
        ColumnHint::new("line", Kind::Number),
        ColumnHint::new("target", Kind::Text),
    ];
    if about {
        hints.push(ColumnHint::new("about", Kind::Text));
    }
    hints.push(ColumnHint::new("state", Kind::Text));
    hints.push(ColumnHint::new("message", Kind::Text));
    hints.push(ColumnHint::new("status", Kind::Number));
    for (name, _) in plan.lines.iter().flat_map(|line| &line.values) {
        if !hints.iter().any(|hint| hint.name == shown(name)) {
            hints.push(ColumnHint::new(shown(name), Kind::Text));
        }
    }
    let rows = plan.lines.iter().zip(&plan.standings).map(|(line, standing)| {
        let mut row = Map::new();
        row.insert("line".to_owned(), line.number.into());
        row.insert("target".to_owned(), line.target.as_str().into());
        if about {
            row.insert("about".to_owned(), line.about.as_str().into());
        }
        let (state, message) = match standing {
            Standing::Ready => ("Ready", None),
            Standing::Invalid(why) => ("Invalid", Some(why.clone())),
            Standing::Duplicate(earlier) => {
                ("Duplicate", Some(format!("Line {earlier} has the same target.")))
            }
        };
        row.insert("state".to_owned(), state.into());
        row.insert("message".to_owned(), json!(message));
        row.insert("status".to_owned(), Value::Null);
        for (name, texts) in &line.values {
            row.insert(shown(name), texts.join("; ").into());
        }
        Value::Object(row)
    });
    let body = json!({ "value": rows.collect::<Vec<_>>() });
    let mut builder = TableBuilder::new(&hints, None);
    builder.append_page(body.to_string().as_bytes())?;
    Ok(builder)
}

/// The column of a field. `status` of an alert is not the status of its call.
fn shown(field: &str) -> String {
    if field == "status" { "newStatus" } else { field }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::lines::Line;
    use crate::bulk::recipe;
    use contract::BulkChange;

    #[test]
    fn each_line_has_a_row_that_later_holds_its_outcome() {
        let lines = ["da1", "da1"].into_iter().zip(1..).map(|(target, number)| Line {
            number,
            target: target.to_owned(),
            about: "One".to_owned(),
            values: vec![("status".to_owned(), vec!["Resolved".to_owned()])],
            row_id: None,
        });
        let plan = Plan::new(recipe::of(BulkChange::UpdateAlerts), lines.collect(), &[]);
        let mut builder = table(&plan).unwrap();
        let refused = Outcome::Refused {
            status: Some(404),
            why: "There is no such alert.".to_owned(),
        };
        builder.change_rows(&[(0, refused.cells())]).unwrap();
        let table = builder.snapshot();
        let names: Vec<String> = table.columns().into_iter().map(|column| column.name).collect();
        assert_eq!(
            names,
            [
                "line",
                "target",
                "about",
                "state",
                "message",
                "status",
                "newStatus"
            ]
        );
        let row = |id| Value::Object(table.row(id).unwrap());
        assert_eq!(
            row(0),
            json!({"line": 1, "target": "da1", "about": "One", "state": "Refused", "message": "There is no such alert.",
                "status": 404, "newStatus": "Resolved"})
        );
        assert_eq!(row(1)["state"], "Duplicate");
        assert_eq!(row(1)["message"], "Line 1 has the same target.");
    }
}
