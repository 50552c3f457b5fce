//! The figures as tables for people and as JSON for programs.

use crate::budget::Figure;
use serde_json::{Value, json};

/// A table beside the budgets: what grows, what the limits allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Extra {
    /// Its heading.
    pub title: String,
    /// The heading of each column, then the rows.
    pub lines: Vec<Vec<String>>,
    /// The same for programs.
    pub json: (&'static str, Value),
}

/// Everything that was measured.
#[derive(Debug, Default)]
pub struct Report {
    /// The budgets.
    pub figures: Vec<Figure>,
    /// Tables beside them.
    pub extras: Vec<Extra>,
    /// What could not be measured, and why.
    pub failures: Vec<(&'static str, String)>,
}

impl Report {
    /// Whether everything was measured and every budget holds.
    pub fn all_held(&self) -> bool {
        self.failures.is_empty() && self.figures.iter().all(Figure::holds)
    }

    /// For people: the tables, then each miss by name, then the count.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        if !self.figures.is_empty() {
            let heading = ["what", "ours", "floor", "", "ratio", "budget", ""].map(str::to_owned);
            let rows = self.figures.iter().map(|figure| {
                vec![
                    figure.what.clone(),
                    figure.unit.shown(figure.ours.median()),
                    figure.floor.as_ref().map_or_else(
                        || "–".to_owned(),
                        |floor| figure.unit.shown(floor.sample.median()),
                    ),
                    figure.floor.as_ref().map_or("", |floor| floor.what).to_owned(),
                    figure
                        .ratio()
                        .map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2} ×")),
                    figure.promised(),
                    figure.verdict().to_owned(),
                ]
            });
            lines.push("Budgets".to_owned());
            lines.extend(aligned(
                &std::iter::once(heading.to_vec()).chain(rows).collect::<Vec<_>>(),
            ));
        }
        for extra in &self.extras {
            lines.push(String::new());
            lines.push(extra.title.clone());
            lines.extend(aligned(&extra.lines));
        }
        lines.push(String::new());
        let missed: Vec<&Figure> = self.figures.iter().filter(|figure| !figure.holds()).collect();
        for figure in &missed {
            lines.push(format!("MISS: {} ({})", figure.what, figure.name));
        }
        for (name, reason) in &self.failures {
            lines.push(format!("NOT MEASURED: {name}: {reason}"));
        }
        lines.push(format!(
            "budgets: {} held, {} missed, {} not measured",
            self.figures.len() - missed.len(),
            missed.len(),
            self.failures.len()
        ));
        lines.join("\n")
    }

    /// For programs.
    pub fn to_json(&self) -> Value {
        let mut json = json!({
            "allHeld": self.all_held(),
            "budgets": self.figures.iter().map(Figure::to_json).collect::<Vec<_>>(),
            "notMeasured": self.failures.iter().map(|(name, reason)| json!({ "name": name, "reason": reason })).collect::<Vec<_>>(),
        });
        if let Value::Object(members) = &mut json {
            for extra in &self.extras {
                members.insert(extra.json.0.to_owned(), extra.json.1.clone());
            }
        }
        json
    }
}

/// Columns under each other; all but the first to the right where they are numbers.
fn aligned(lines: &[Vec<String>]) -> Vec<String> {
    let columns = lines.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let number = |column: usize| {
        lines
            .iter()
            .skip(1)
            .filter_map(|line| line.get(column))
            .all(|cell| cell == "–" || cell.starts_with(|c: char| c.is_ascii_digit()))
    };
    let numbers: Vec<bool> = (0..columns).map(|column| column > 0 && number(column)).collect();
    lines
        .iter()
        .map(|line| {
            let cells = line
                .iter()
                .zip(&widths)
                .zip(&numbers)
                .map(|((cell, width), number)| {
                    if *number {
                        format!("{cell:>width$}")
                    } else {
                        format!("{cell:width$}")
                    }
                });
            format!("  {}", cells.collect::<Vec<_>>().join("  "))
                .trim_end()
                .to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use crate::budget::tests::figure;

    fn report() -> Report {
        Report {
            figures: vec![
                figure(12.0, Some(10.0), Budget::TimesFloor(1.5)),
                figure(200.0, None, Budget::AtMost(100.0)),
            ],
            extras: vec![Extra {
                title: "Growth".to_owned(),
                lines: vec![
                    vec!["rows".to_owned(), "sort".to_owned()],
                    vec!["1,000".to_owned(), "0.50 ms".to_owned()],
                ],
                json: ("growth", json!([{ "rows": 1000 }])),
            }],
            failures: Vec::new(),
        }
    }

    #[test]
    fn the_table_names_misses_and_counts_them() {
        let text = report().text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "Budgets",
                "  what              ours    floor               ratio  budget",
                "  sort by title  12.0 ms  10.0 ms  Arrow sort  1.20 ×  ≤ 1.5 ×   ok",
                "  sort by title   200 ms        –                   –  ≤ 100 ms  MISS",
                "",
                "Growth",
                "  rows      sort",
                "  1,000  0.50 ms",
                "",
                "MISS: sort by title (sort)",
                "budgets: 1 held, 1 missed, 0 not measured",
            ]
        );
    }

    #[test]
    fn programs_get_the_same() {
        let json = report().to_json();
        assert_eq!(json["allHeld"], false);
        assert_eq!(json["budgets"][0]["ratio"], 1.2);
        assert_eq!(json["budgets"][0]["holds"], true);
        assert_eq!(
            json["budgets"][1]["budget"],
            json!({ "kind": "atMost", "bound": 100.0 })
        );
        assert_eq!(json["growth"][0]["rows"], 1000);
    }

    #[test]
    fn what_could_not_be_measured_is_no_success() {
        let failed = Report {
            failures: vec![("scroll", "no display".to_owned())],
            ..Report::default()
        };
        assert!(!failed.all_held());
        assert!(
            failed.text().contains("NOT MEASURED: scroll: no display"),
            "{}",
            failed.text()
        );
    }
}
