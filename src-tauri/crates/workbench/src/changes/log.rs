//! The log of changes: one JSON line for each call that changes something, written when it has ended.
//!
//! Owns: `changes.jsonl` in the data folder. It holds no secret: no token, no body, no comment.
//!
//! Invariants: a line that is there is never rewritten; a line that cannot be read is passed over when the log is shown
//! and stays in the file; a change that could not be written down is said so in the program's log and on screen.

use crate::{Workbench, errors, locked, state, wire_time};
use chrono::{DateTime, SecondsFormat, Utc};
use contract::{ChangeDto, ChangeLogDto, CommandError, NoticeId, SavedDto};
use serde::{Deserialize, Serialize};
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::PathBuf;
use std::sync::Mutex;

/// Entries that the window shows.
const SHOWN: usize = 500;
/// Characters of a target that are kept.
const LONGEST_TARGET: usize = 300;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Change {
    /// When it was sent.
    pub(crate) at: DateTime<Utc>,
    /// The profile's name at that time.
    pub(crate) profile: String,
    /// Who was signed in.
    pub(crate) username: String,
    /// The operation's id.
    pub(crate) operation: String,
    /// What it was aimed at.
    pub(crate) target: String,
    /// HTTP status; absent where no answer came.
    pub(crate) status: Option<u16>,
    /// The outcome in words.
    pub(crate) outcome: String,
}

pub(crate) struct ChangeLog {
    path: PathBuf,
    /// One writer at a time.
    writing: Mutex<()>,
}

impl ChangeLog {
    pub(crate) fn new(folder: &std::path::Path) -> Self {
        Self {
            path: folder.join("changes.jsonl"),
            writing: Mutex::new(()),
        }
    }

    fn append(&self, changes: &[Change]) -> std::io::Result<()> {
        let _writing = locked(&self.writing);
        let mut lines = Vec::new();
        for change in changes {
            serde_json::to_writer(&mut lines, change)?;
            lines.push(b'\n');
        }
        let mut file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        file.write_all(&lines)?;
        file.sync_data()
    }

    /// Everything that can be read, earliest first.
    fn read(&self) -> std::io::Result<Vec<Change>> {
        let file = match std::fs::File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut changes = Vec::new();
        for line in BufReader::new(file).split(b'\n') {
            if let Ok(change) = serde_json::from_slice(&line?) {
                changes.push(change);
            }
        }
        Ok(changes)
    }
}

impl Workbench {
    /// Writes a change down. Where that fails the change has happened all the same, so a notice says it.
    pub(crate) fn note_change(&self, change: Change) {
        self.note_changes(vec![change]);
    }

    /// Writes down what one call changed of many targets.
    pub(crate) fn note_changes(&self, mut changes: Vec<Change>) {
        let Some(first) = changes.first().cloned() else {
            return;
        };
        for change in &mut changes {
            change.target = change.target.chars().take(LONGEST_TARGET).collect();
        }
        tracing::info!(
            operation = %first.operation,
            status = ?first.status,
            targets = changes.len(),
            "change asked for"
        );
        if let Err(error) = self.change_log.append(&changes) {
            tracing::error!(%error, "change not written down");
            self.notices.raise(
                NoticeId::ChangeNotLogged,
                "A change was made that could not be written to the log of changes.",
                format!(
                    "It was {} at {}. The system said: {error}. Check that the disk has room.",
                    first.operation,
                    first.at.to_rfc3339_opts(SecondsFormat::Secs, true)
                ),
            );
        }
    }

    /// The log of changes, latest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn change_log(&self) -> Result<ChangeLogDto, CommandError> {
        let changes = self
            .change_log
            .read()
            .map_err(|error| errors::log_unreadable(&error))?;
        Ok(ChangeLogDto {
            total: u32::try_from(changes.len()).unwrap_or(u32::MAX),
            entries: changes
                .into_iter()
                .rev()
                .filter_map(|change| {
                    let operation = defender::catalogue().operation(&change.operation)?;
                    Some(ChangeDto {
                        at: wire_time(change.at),
                        profile: change.profile,
                        username: change.username,
                        operation: state::operation(operation),
                        target: change.target,
                        status: change.status,
                        outcome: change.outcome,
                    })
                })
                .take(SHOWN)
                .collect(),
        })
    }

    /// Asks for a file and writes the whole log to it as CSV.
    ///
    /// # Errors
    /// Where the log cannot be read or the file cannot be written.
    pub async fn export_change_log(&self) -> Result<SavedDto, CommandError> {
        let changes = self
            .change_log
            .read()
            .map_err(|error| errors::log_unreadable(&error))?;
        self.save_text("Changes.csv", &csv(&changes)).await
    }
}

/// RFC 4180, with a byte order mark, since this is opened in a spreadsheet.
fn csv(changes: &[Change]) -> String {
    let mut text = String::from("\u{feff}Time,Profile,Signed in,Operation,Target,Status,Outcome\r\n");
    for change in changes {
        let cells = [
            change.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            change.profile.clone(),
            change.username.clone(),
            change.operation.clone(),
            change.target.clone(),
            change.status.map(|status| status.to_string()).unwrap_or_default(),
            change.outcome.clone(),
        ];
        text.push_str(&cells.map(|cell| csv_cell(&cell)).join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell that no spreadsheet runs: names and targets may hold anything.
fn csv_cell(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let cell = table::harmless_within(cell.into());
    format!("\"{}{}\"", if runs { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(target: &str) -> Change {
        Change {
            at: "2026-03-01T12:00:00Z".parse().unwrap(),
            profile: "Contoso".into(),
            username: "admin@contoso.example".into(),
            operation: "isolateMachine".into(),
            target: target.into(),
            status: Some(201),
            outcome: "Accepted".into(),
        }
    }

    #[test]
    fn what_is_written_is_read_and_a_broken_line_costs_itself_alone() {
        let folder = tempfile::tempdir().unwrap();
        let log = ChangeLog::new(folder.path());
        assert_eq!(log.read().unwrap(), []);
        log.append(&[change("pc-1")]).unwrap();
        std::fs::OpenOptions::new()
            .append(true)
            .open(&log.path)
            .unwrap()
            .write_all(b"half a li\xff\n")
            .unwrap();
        log.append(&[change("pc-2")]).unwrap();
        assert_eq!(log.read().unwrap(), [change("pc-1"), change("pc-2")]);
    }

    #[test]
    fn a_target_that_looks_like_a_formula_is_text_in_a_spreadsheet() {
        let text = csv(&[change("=cmd|' /C calc'!A0"), change("a \"quoted\", name")]);
        assert!(text.contains("\"'=cmd|' /C calc'!A0\""), "{text}");
        assert!(text.contains("\"a \"\"quoted\"\", name\""), "{text}");
        assert_eq!(text.lines().count(), 3);
        let within = csv(&[change("an alert;=1+1")]);
        assert!(
            within.contains("an alert;'=1+1"),
            "a semicolon begins a cell in many languages: {within}"
        );
    }
}
