//! The calls that were made in a profile, to be looked at and made again.
//!
//! Owns: what is remembered of a call, and `history/<profile>.jsonl` where the admin wants it kept.
//! Refuses to know: answers. A body, a token or a comment is never written to disk.
//!
//! Invariants: at most [`MOST`] calls a profile, the oldest goes first; what is on disk is what is in memory without the
//! fields of bodies; a history that cannot be written costs the history, never the call.

use crate::files::write_renamed;
use crate::settings::Profile;
use crate::{Workbench, errors, explorer, locked, state, wire_time};
use chrono::{DateTime, Utc};
use contract::{CommandError, FieldPlace, FieldValueDto, HistoryDto, HistoryEntryDto, KeepHistoryRequest};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, VecDeque};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Calls that are remembered of a profile.
const MOST: usize = 200;

/// A call that was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PastCall {
    /// The call's id, made by the window.
    pub(crate) id: String,
    pub(crate) at: DateTime<Utc>,
    pub(crate) operation: String,
    pub(crate) values: Vec<FieldValueDto>,
    /// Path and query as sent.
    pub(crate) request: String,
    pub(crate) status: Option<u16>,
    pub(crate) rows: u32,
    pub(crate) elapsed_ms: f64,
}

impl PastCall {
    /// What may lie on disk.
    fn without_body(&self) -> Self {
        let mut kept = self.clone();
        kept.values.retain(|value| value.place != FieldPlace::Body);
        kept
    }
}

pub(crate) struct Histories {
    folder: PathBuf,
    by_profile: Mutex<HashMap<String, VecDeque<PastCall>>>,
}

impl Histories {
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.join("history"),
            by_profile: Mutex::new(HashMap::new()),
        }
    }

    /// Latest first. What is on disk is read when the profile is first looked at.
    fn of(&self, profile: &Profile) -> VecDeque<PastCall> {
        let mut histories = locked(&self.by_profile);
        let history = histories.entry(profile.id.clone()).or_insert_with(|| {
            if profile.keep_history {
                self.read(&profile.id)
            } else {
                VecDeque::new()
            }
        });
        history.clone()
    }

    /// Remembers a call; one of the same id takes the place of what was known of it.
    fn add(&self, profile: &Profile, call: PastCall) -> std::io::Result<()> {
        let mut calls = self.of(profile);
        calls.retain(|known| known.id != call.id);
        calls.push_front(call);
        calls.truncate(MOST);
        locked(&self.by_profile).insert(profile.id.clone(), calls);
        self.store(profile)
    }

    /// Writes what is remembered, or removes the file where nothing shall be kept.
    fn store(&self, profile: &Profile) -> std::io::Result<()> {
        if !profile.keep_history {
            return self.remove(&profile.id);
        }
        let mut bytes = Vec::new();
        for call in &self.of(profile) {
            serde_json::to_writer(&mut bytes, &call.without_body())?;
            bytes.push(b'\n');
        }
        std::fs::create_dir_all(&self.folder)?;
        let path = self.path(&profile.id);
        write_renamed(&path, &path.with_extension("jsonl.new"), &bytes)
    }

    fn remove(&self, profile_id: &str) -> std::io::Result<()> {
        match std::fs::remove_file(self.path(profile_id)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn read(&self, profile_id: &str) -> VecDeque<PastCall> {
        let bytes = std::fs::read(self.path(profile_id)).unwrap_or_default();
        bytes
            .split(|byte| *byte == b'\n')
            .filter_map(|line| serde_json::from_slice(line).ok())
            .take(MOST)
            .collect()
    }

    /// Profile ids are GUIDs that this program made, but the settings file may have been changed by hand.
    fn path(&self, profile_id: &str) -> PathBuf {
        let plain: String = profile_id
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        self.folder.join(format!("{plain}.jsonl"))
    }
}

impl Workbench {
    /// The calls made in the active profile, latest first.
    ///
    /// # Errors
    /// Where there is no profile.
    pub fn history(&self) -> Result<HistoryDto, CommandError> {
        let profile = self.active()?;
        Ok(HistoryDto {
            entries: self
                .histories
                .of(&profile)
                .into_iter()
                .filter_map(entry)
                .collect(),
            kept: profile.keep_history,
        })
    }

    /// Forgets the calls of the active profile, in memory and on disk.
    ///
    /// # Errors
    /// Where there is no profile, or the file cannot be removed.
    pub fn clear_history(&self) -> Result<HistoryDto, CommandError> {
        let profile = self.active()?;
        self.forget_history(&profile.id)?;
        self.history()
    }

    /// Keeps the calls of the active profile on disk, or no longer.
    ///
    /// # Errors
    /// Where there is no profile, or settings or the file cannot be written.
    pub fn keep_history(&self, request: &KeepHistoryRequest) -> Result<HistoryDto, CommandError> {
        let id = self.active()?.id;
        // Read before the switch, so that what is there is kept.
        self.history()?;
        self.settings
            .change(|settings| {
                for profile in &mut settings.profiles {
                    if profile.id == id {
                        profile.keep_history = request.kept;
                    }
                }
            })
            .map_err(errors::not_saved)?;
        let profile = self.active()?;
        self.histories
            .store(&profile)
            .map_err(|error| errors::not_saved(error.into()))?;
        self.history()
    }

    /// Forgets what is remembered of a profile.
    pub(crate) fn forget_history(&self, profile_id: &str) -> Result<(), CommandError> {
        locked(&self.histories.by_profile).insert(profile_id.to_owned(), VecDeque::new());
        self.histories
            .remove(profile_id)
            .map_err(|error| errors::not_saved(error.into()))
    }

    /// Remembers a call of a profile.
    pub(crate) fn remember(&self, profile: &Profile, call: PastCall) {
        if let Err(error) = self.histories.add(profile, call) {
            tracing::warn!(%error, "history not written");
        }
    }
}

/// A call of an operation that this version does not know is passed over.
fn entry(call: PastCall) -> Option<HistoryEntryDto> {
    Some(HistoryEntryDto {
        operation: state::operation(explorer::known(&call.operation).ok()?),
        id: call.id,
        at: wire_time(call.at),
        values: call.values,
        request: call.request,
        status: call.status,
        rows: call.rows,
        elapsed_ms: call.elapsed_ms,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(keep_history: bool) -> Profile {
        Profile {
            keep_history,
            ..crate::sandbox_tenant::sandbox_profile("0a0a0a0a-0000-4000-8000-000000000001".into())
        }
    }

    fn value(place: FieldPlace, text: &str) -> FieldValueDto {
        FieldValueDto {
            place,
            name: "Comment".into(),
            values: vec![text.into()],
        }
    }

    fn call(id: usize) -> PastCall {
        PastCall {
            id: id.to_string(),
            at: "2026-03-01T12:00:00Z".parse().unwrap(),
            operation: "isolateMachine".into(),
            values: vec![
                value(FieldPlace::Path, "device"),
                value(FieldPlace::Body, "the reason"),
            ],
            request: "/api/machines/device/isolate".into(),
            status: Some(201),
            rows: 1,
            elapsed_ms: 12.0,
        }
    }

    #[test]
    fn nothing_lies_on_disk_unless_it_is_wanted_and_never_a_body() {
        let folder = tempfile::tempdir().unwrap();
        let histories = Histories::new(folder.path());
        histories.add(&profile(false), call(1)).unwrap();
        assert!(!folder.path().join("history").exists());

        histories.add(&profile(true), call(2)).unwrap();
        let file = std::fs::read_dir(folder.path().join("history"))
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        assert!(
            text.contains("/api/machines/device/isolate") && !text.contains("the reason"),
            "{text}"
        );

        let again = Histories::new(folder.path());
        assert_eq!(
            again
                .of(&profile(true))
                .iter()
                .map(|call| call.id.clone())
                .collect::<Vec<_>>(),
            ["2", "1"]
        );
        again.store(&profile(false)).unwrap();
        assert!(!file.path().exists());
    }

    #[test]
    fn the_oldest_calls_go_first_and_one_call_is_remembered_once() {
        let folder = tempfile::tempdir().unwrap();
        let histories = Histories::new(folder.path());
        for id in 0..=MOST {
            histories.add(&profile(false), call(id)).unwrap();
        }
        histories.add(&profile(false), call(MOST)).unwrap();
        let calls = histories.of(&profile(false));
        assert_eq!(calls.len(), MOST);
        assert_eq!(calls.front().map(|call| call.id.clone()), Some(MOST.to_string()));
        assert_eq!(calls.back().map(|call| call.id.as_str()), Some("1"));
    }
}
