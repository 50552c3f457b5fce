//! What is kept of a call while the window may ask for it.

use crate::results::ResultEntry;
use crate::session::Session;
use crate::settings::Profile;
use crate::{errors, locked};
use chrono::{DateTime, Utc};
use contract::{AnswerShape, CallRequest, CommandError, FieldPlace, FieldValueDto};
use defender::catalogue::{Effect, Operation};
use defender::form::{Kind, fields};
use defender::{Pager, Trace};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use table::Shape;

/// Calls that are kept; the oldest goes first. Their tables are kept by the results, which are fewer.
const KEPT: usize = 12;
/// Links of one answer that are kept.
const MOST_LINKS: usize = 5_000;

#[derive(Default)]
pub(crate) struct Calls(Mutex<VecDeque<Arc<Call>>>);

impl Calls {
    pub(super) fn begin(&self, call: Call) -> Arc<Call> {
        let call = Arc::new(call);
        let mut calls = locked(&self.0);
        calls.retain(|known| known.request.call_id != call.request.call_id);
        if calls.len() == KEPT {
            calls.pop_front();
        }
        calls.push_back(Arc::clone(&call));
        call
    }

    pub(crate) fn get(&self, id: &str) -> Result<Arc<Call>, CommandError> {
        locked(&self.0)
            .iter()
            .find(|call| call.request.call_id == id)
            .cloned()
            .ok_or_else(errors::call_gone)
    }

    /// The call before this one with the same request and rows to compare, latest first.
    pub(crate) fn before(&self, later: &Call) -> Option<Arc<Call>> {
        locked(&self.0)
            .iter()
            .rev()
            .skip_while(|call| call.request.call_id != later.request.call_id)
            .skip(1)
            .find(|call| {
                call.operation.id == later.operation.id
                    && call.profile.id == later.profile.id
                    && call.request.values == later.request.values
                    && locked(&call.state).pages > 0
            })
            .cloned()
    }
}

/// A call.
pub(crate) struct Call {
    pub(crate) operation: &'static Operation,
    pub(crate) session: Arc<Session>,
    pub(crate) profile: Profile,
    pub(crate) request: CallRequest,
    /// Its table; of files, once they were fetched.
    entry: Mutex<Arc<ResultEntry>>,
    pub(super) pager: tokio::sync::Mutex<Pager>,
    pub(crate) at: DateTime<Utc>,
    /// The name of the device that was confirmed.
    pub(super) device: Option<String>,
    pub(crate) state: Mutex<State>,
}

/// How a call stands.
pub(crate) struct State {
    pub(crate) shape: AnswerShape,
    pub(super) all_pages: bool,
    pub(crate) pages: u32,
    pub(super) duplicates: u32,
    pub(super) bytes: usize,
    pub(super) elapsed: Duration,
    pub(super) more: bool,
    pub(super) failure: Option<CommandError>,
    /// Path and query of the last request.
    pub(super) request: String,
    /// Method and address of the last request.
    pub(super) sent: String,
    pub(super) sent_body: Option<String>,
    pub(super) trace: Trace,
    /// Of the last answer.
    pub(super) body: Arc<[u8]>,
    pub(super) decode: Option<Duration>,
    pub(super) links: Vec<String>,
    pub(super) action_id: Option<String>,
}

impl Call {
    pub(super) fn new(
        operation: &'static Operation,
        session: &Arc<Session>,
        profile: &Profile,
        request: CallRequest,
        entry: Arc<ResultEntry>,
        pager: Pager,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            operation,
            session: Arc::clone(session),
            profile: profile.clone(),
            entry: Mutex::new(entry),
            pager: tokio::sync::Mutex::new(pager),
            at,
            device: request.confirmed_name.clone(),
            state: Mutex::new(State {
                shape: AnswerShape::Empty,
                all_pages: request.all_pages,
                pages: 0,
                duplicates: 0,
                bytes: 0,
                elapsed: Duration::ZERO,
                more: false,
                failure: None,
                request: String::new(),
                sent: String::new(),
                sent_body: None,
                trace: Trace::default(),
                body: Arc::from([]),
                decode: None,
                links: Vec::new(),
                action_id: None,
            }),
            request,
        }
    }
}

impl Call {
    /// Its table.
    pub(crate) fn entry(&self) -> Arc<ResultEntry> {
        Arc::clone(&locked(&self.entry))
    }

    /// Puts another table in the place of the answer's own.
    pub(super) fn show(&self, entry: Arc<ResultEntry>) {
        *locked(&self.entry) = entry;
    }
}

impl State {
    /// What the answer is, by its first page.
    pub(super) fn learn(&mut self, shape: Shape) {
        if self.pages == 0 {
            self.shape = match shape {
                Shape::Collection | Shape::List | Shape::Hunting => AnswerShape::Table,
                Shape::Object => AnswerShape::Record,
                Shape::Scalar => AnswerShape::Scalar,
                Shape::Empty => AnswerShape::Empty,
            };
        }
    }

    /// Links to files, and the machine action that was begun.
    pub(super) fn look_inside(&mut self, call: &Call) {
        let row = || {
            (call.entry().table().rows() > 0)
                .then(|| call.entry().table().row(0).ok())
                .flatten()
        };
        match call.operation.entity.as_deref() {
            Some("ExportFiles") => {
                if let Some(serde_json::Value::Array(files)) =
                    row().and_then(|row| row.get("exportFiles").cloned())
                {
                    let links = files.iter().filter_map(|link| link.as_str().map(str::to_owned));
                    self.links = links.take(MOST_LINKS).collect();
                }
            }
            Some("StringValue") => {
                if let Some(serde_json::Value::String(link)) = row().and_then(|row| row.get("value").cloned())
                {
                    // One page prints the link in quotes inside the text.
                    self.links = vec![link.trim_matches('"').to_owned()];
                }
            }
            Some("MachineAction") if call.operation.effect == Effect::Act => {
                self.action_id = row()
                    .and_then(|row| row.get("id").cloned())
                    .and_then(|id| id.as_str().map(str::to_owned));
            }
            _ => {}
        }
    }
}

/// Whether a value is the content of a file.
pub(super) fn is_file(operation: &Operation, value: &FieldValueDto) -> bool {
    value.place == FieldPlace::Body
        && fields(operation)
            .iter()
            .any(|field| field.kind == Kind::File && field.name == value.name)
}
