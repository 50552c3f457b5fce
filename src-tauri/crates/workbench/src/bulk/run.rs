//! A plan is sent: one call after the other, within the limits, with an outcome for every target.
//!
//! A list that is refused as a whole because of one of its targets (400, 404) is halved until that one stands alone.
//! Sources: "All or none" is how the pages of lists that take ids describe a refusal; `importIndicators` answers for
//! each of its objects instead.
//!
//! Invariant: every line that was planned has exactly one outcome when a run has ended.

use super::outcome::Outcome;
use super::plan::Planned;
use super::{Held, Plan};
use crate::changes::log::Change;
use crate::{Workbench, errors};
use contract::{BulkChange, BulkDoneDto, BulkEvent, CommandError, RunBulkRequest};
use defender::form;
use defender::{Answer, ApiError, Body, Request, Wait};
use serde_json::{Map, Value};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often a call is sent again that the service held back (429): then nothing was done.
const HELD_BACK: u32 = 3;
/// Faults of the service in a row after which a run ends.
const PATIENCE: u32 = 3;

impl Workbench {
    /// Sends a planned change. Cancelled like a load: what was sent stays, the rest is not sent.
    ///
    /// # Errors
    /// Where nothing was sent: the plan is gone or has nothing to send, nobody is signed in, or the profile is read-only.
    pub async fn run_bulk(
        self: &Arc<Self>,
        request: RunBulkRequest,
        on_event: impl Fn(BulkEvent) + Send + Sync,
    ) -> Result<BulkDoneDto, CommandError> {
        let session = self.session()?;
        let usual = |held: &Held| held.plan.calls.first().map(|call| call.operation);
        let held = self.bulks.take(&request.plan_id)?;
        let operation = match usual(&held) {
            Some(operation) if Arc::ptr_eq(&held.session, &session) => operation,
            Some(_) => return Err(errors::bulk_gone()),
            None => return Err(errors::bulk_empty()),
        };
        if let Err(locked) = self.guarded(operation) {
            // It can be run once changes are allowed.
            self.bulks.hold(held);
            return Err(locked);
        }
        let profile = self.active()?;
        let running = self.loads.begin(request.run_id);
        let mut run = Run {
            workbench: self,
            held: &held,
            profile: profile.name,
            cancel: running.cancel(),
            outcomes: vec![None; held.plan.lines.len()],
            updated: 0,
            changed_any: false,
        };
        let failure = run.go(&on_event).await;
        run.settle(&held.plan.ready(), &Outcome::Unsent);
        let count = |state: &str| {
            let outcomes = run.outcomes.iter().flatten();
            let found = outcomes.filter(|outcome| outcome.state() == state).count();
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        let done = BulkDoneDto {
            result_id: held.table.id().to_owned(),
            changed: count("Changed"),
            refused: count("Refused"),
            unknown: count("No answer"),
            unsent: count("Not sent"),
            failure,
            updated_rows: run.updated,
        };
        tracing::info!(
            operation = %operation.id,
            changed = done.changed,
            refused = done.refused,
            unknown = done.unknown,
            unsent = done.unsent,
            "change for many ended"
        );
        Ok(done)
    }
}

struct Run<'a> {
    workbench: &'a Arc<Workbench>,
    held: &'a Held,
    profile: String,
    cancel: CancellationToken,
    /// By line; lines that are not sent have none.
    outcomes: Vec<Option<Outcome>>,
    /// Rows of the source that show the change.
    updated: u32,
    changed_any: bool,
}

impl Run<'_> {
    /// Sends call after call; answers with why it ended early.
    async fn go(&mut self, on_event: &(impl Fn(BulkEvent) + Send + Sync)) -> Option<CommandError> {
        let of = self.held.plan.ready().len();
        let mut calls: VecDeque<(Planned, u32)> = self
            .held
            .plan
            .calls
            .iter()
            .cloned()
            .map(|call| (call, 0))
            .collect();
        let mut faults = 0;
        while let Some((call, tries)) = calls.pop_front() {
            let Ok(request) = self.held.plan.request(&call) else {
                return Some(errors::internal("a planned call can no longer be made"));
            };
            let outcome = match self.send(&call, &request, on_event).await {
                Some(outcome) => outcome,
                None => return None,
            };
            match outcome {
                Ok(answer) => {
                    faults = 0;
                    self.answered(&call, &request, &answer);
                }
                Err(ApiError::Throttled { retry_after, refusal }) if tries < HELD_BACK => {
                    let pause = retry_after
                        .or(refusal.retry_after)
                        .unwrap_or(Duration::from_secs(60));
                    self.limiter().asked_to_wait(call.operation, pause);
                    calls.push_front((call, tries + 1));
                    continue;
                }
                Err(ApiError::BadRequest(_) | ApiError::NotFound(_))
                    if call.listed && call.lines.len() > 1 =>
                {
                    let (first, second) = call.lines.split_at(call.lines.len() / 2);
                    for half in [second, first] {
                        let lines = half.to_vec();
                        calls.push_front((
                            Planned {
                                lines,
                                ..call.clone()
                            },
                            0,
                        ));
                    }
                    continue;
                }
                Err(ApiError::Cancelled) => {
                    self.failed(&call, ApiError::Cancelled);
                    return None;
                }
                Err(error) => {
                    faults = if matches!(error, ApiError::Service(_)) {
                        faults + 1
                    } else {
                        0
                    };
                    let stops = self.stops(&error) || faults >= PATIENCE;
                    let error = self.failed(&call, error);
                    if stops {
                        return Some(error);
                    }
                }
            }
            let done = self.outcomes.iter().flatten().count();
            on_event(BulkEvent::Progress {
                done: u32::try_from(done).unwrap_or(u32::MAX),
                of: u32::try_from(of).unwrap_or(u32::MAX),
            });
        }
        None
    }

    /// Sends one call, once it may go. `None` where the run was cancelled before.
    async fn send(
        &self,
        call: &Planned,
        request: &Request,
        on_event: &(impl Fn(BulkEvent) + Send + Sync),
    ) -> Option<Result<Answer, ApiError>> {
        let waits = |duration: Duration, limit| {
            on_event(waiting(duration, crate::calls::limit_in_words(limit)));
        };
        if !self.limiter().acquire(call.operation, &self.cancel, &waits).await {
            return None;
        }
        let retries = |wait: Wait| on_event(waiting(wait.duration, wait.reason.to_string()));
        let client = self.workbench.client(&self.held.session);
        // Nothing is sent again that may have been done already.
        let again = form::again(call.operation);
        let called = client.call(request, again, &self.cancel, &retries).await;
        Some(called.outcome)
    }

    fn limiter(&self) -> Arc<defender::limits::Limiter> {
        self.workbench.limiter(&self.held.session.profile_id)
    }

    /// Whether no further call can fare better.
    fn stops(&self, error: &ApiError) -> bool {
        match error {
            ApiError::Unauthorized(_)
            | ApiError::Token(_)
            | ApiError::Network { .. }
            // A proxy's page, most likely, which every further call would meet.
            | ApiError::Unexpected(_)
            | ApiError::Throttled { .. }
            | ApiError::Cancelled => true,
            // Rights too small for the call itself; later ones may be too small for a target.
            ApiError::Forbidden(_) => !self.changed_any,
            ApiError::BadRequest(_)
            | ApiError::NotFound(_)
            | ApiError::Service(_)
            | ApiError::TooLarge { .. }
            | ApiError::Paging(_) => false,
        }
    }

    fn answered(&mut self, call: &Planned, request: &Request, answer: &Answer) {
        let json: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        let verdicts = verdicts(&self.held.plan, call, &json, answer.status);
        for (line, outcome) in &verdicts {
            self.changed_any |= matches!(outcome, Outcome::Changed { .. });
            self.outcomes[*line] = Some(outcome.clone());
        }
        self.note(call, &verdicts);
        let changed: Vec<usize> = verdicts
            .iter()
            .filter(|(_, outcome)| matches!(outcome, Outcome::Changed { .. }))
            .map(|(line, _)| *line)
            .collect();
        self.show(&changed, request, &json);
    }

    /// Writes down a call that brought no success; answers with it as the window is told.
    fn failed(&mut self, call: &Planned, error: ApiError) -> CommandError {
        let unknown = matches!(
            error,
            ApiError::Network { .. }
                | ApiError::Cancelled
                | ApiError::Unexpected(_)
                | ApiError::TooLarge { .. }
        );
        let error = match error {
            ApiError::Cancelled => errors::call_cancelled(),
            error => self.workbench.api_error(&self.held.session, error),
        };
        let why = match &error.service_message {
            Some(words) => format!("{} The service said: {words}", error.message),
            None => error.message.clone(),
        };
        let outcome = if unknown {
            Outcome::Unknown { why }
        } else {
            Outcome::Refused {
                status: error.http_status,
                why,
            }
        };
        let verdicts: Vec<(usize, Outcome)> =
            call.lines.iter().map(|line| (*line, outcome.clone())).collect();
        for (line, outcome) in &verdicts {
            self.outcomes[*line] = Some(outcome.clone());
        }
        self.note(call, &verdicts);
        error
    }

    /// Gives lines that have no outcome yet this one, without a call.
    fn settle(&mut self, lines: &[usize], outcome: &Outcome) {
        let open = lines.iter().filter(|line| self.outcomes[**line].is_none());
        let open: Vec<usize> = open.copied().collect();
        for line in &open {
            self.outcomes[*line] = Some(outcome.clone());
        }
        let rows = open.iter().map(|line| (row(*line), outcome.cells()));
        self.held.table.change(&rows.collect::<Vec<_>>());
    }

    /// Puts outcomes into the plan's table and the log of changes.
    fn note(&self, call: &Planned, verdicts: &[(usize, Outcome)]) {
        let rows = verdicts
            .iter()
            .map(|(line, outcome)| (row(*line), outcome.cells()));
        self.held.table.change(&rows.collect::<Vec<_>>());
        let now = self.workbench.now();
        let changes = verdicts.iter().map(|(line, outcome)| {
            let (status, words) = match outcome {
                Outcome::Changed { status } => (Some(*status), "Accepted by the service".to_owned()),
                Outcome::Refused { status, why } => (*status, why.clone()),
                Outcome::Unknown { why } => (None, why.clone()),
                Outcome::Unsent => (None, "Not sent".to_owned()),
            };
            let line = &self.held.plan.lines[*line];
            Change {
                at: now,
                profile: self.profile.clone(),
                username: self.held.session.username(),
                operation: call.operation.id.clone(),
                target: match line.about.as_str() {
                    "" => line.target.clone(),
                    about => format!("{about} ({})", line.target),
                },
                status,
                outcome: words,
            }
        });
        self.workbench.note_changes(changes.collect());
    }

    /// Shows the change in the rows that it was made for, without asking for them again.
    fn show(&mut self, changed: &[usize], request: &Request, answer: &Value) {
        let Some((result_id, entity)) = &self.held.source else {
            return;
        };
        let plan = &self.held.plan;
        let Ok(source) = self.workbench.results.get(result_id) else {
            return;
        };
        let values = new_values(plan, entity.as_deref(), changed, request, answer);
        let rows: Vec<(u32, Map<String, Value>)> = values
            .into_iter()
            .filter_map(|(line, values)| Some((plan.lines[line].row_id?, values)))
            .collect();
        if source.change(&rows) {
            self.updated += u32::try_from(rows.len()).unwrap_or(u32::MAX);
        }
    }
}

fn row(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

fn waiting(duration: Duration, reason: String) -> BulkEvent {
    BulkEvent::Waiting {
        seconds: u32::try_from(duration.as_secs().max(1)).unwrap_or(u32::MAX),
        reason,
    }
}

/// What an answer says of each line of a call.
fn verdicts(plan: &Plan, call: &Planned, answer: &Value, status: u16) -> Vec<(usize, Outcome)> {
    let each = (call.operation.id == "importIndicators")
        .then(|| answer.get("value").and_then(Value::as_array))
        .flatten();
    let failed: HashMap<String, String> = each
        .into_iter()
        .flatten()
        .filter(|item| item.get("isFailed").and_then(Value::as_bool) == Some(true))
        .map(|item| {
            let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
            (text("indicator").to_lowercase(), text("failureReason").to_owned())
        })
        .collect();
    let verdict = |line: &usize| {
        let outcome = match failed.get(&plan.lines[*line].target.to_lowercase()) {
            Some(why) => Outcome::Refused {
                status: Some(status),
                why: format!("The service said: {why}"),
            },
            None => Outcome::Changed { status },
        };
        (*line, outcome)
    };
    call.lines.iter().map(verdict).collect()
}

/// What rows show after a change: what the service answered of each, else what was sent. `entity` is what the rows are;
/// rows that only name the target show nothing of it.
fn new_values(
    plan: &Plan,
    entity: Option<&str>,
    changed: &[usize],
    request: &Request,
    answer: &Value,
) -> Vec<(usize, Map<String, Value>)> {
    let own = match plan.recipe.change {
        BulkChange::SubmitIndicators => Some("Indicator"),
        // The row of what is gone stays as it was; its outcome is in the plan's table.
        BulkChange::DeleteIndicators => None,
        _ => plan.recipe.entity,
    };
    if own.is_none() || entity != own {
        return Vec::new();
    }
    let named_by = match plan.recipe.change {
        BulkChange::SubmitIndicators => "indicatorValue",
        _ => "id",
    };
    let id = |object: &Map<String, Value>| {
        object
            .get(named_by)
            .and_then(Value::as_str)
            .map(str::to_lowercase)
    };
    let answered: HashMap<String, &Map<String, Value>> = match answer.get("value") {
        Some(Value::Array(objects)) => objects.iter().filter_map(Value::as_object).collect(),
        _ => answer.as_object().into_iter().collect::<Vec<_>>(),
    }
    .into_iter()
    .filter_map(|object| Some((id(object)?, object)))
    .collect();
    let sent: Option<Map<String, Value>> = match request.body() {
        Some(Body::Json(text)) => serde_json::from_str(text).ok(),
        _ => None,
    };
    changed
        .iter()
        .filter_map(|line| {
            let target = plan.lines[*line].target.to_lowercase();
            if let Some(object) = answered.get(&target) {
                let members = object.iter().filter(|(name, _)| !name.starts_with('@'));
                return Some((
                    *line,
                    members
                        .map(|(name, value)| (name.clone(), value.clone()))
                        .collect(),
                ));
            }
            let sent = sent.as_ref()?;
            let values = match sent.get("Indicators").and_then(Value::as_array) {
                Some(objects) => objects
                    .iter()
                    .filter_map(Value::as_object)
                    .find(|object| {
                        let value = object.get("indicatorValue").and_then(Value::as_str);
                        value.is_some_and(|value| value.to_lowercase() == target)
                    })?
                    .clone(),
                None => own_members(plan, sent),
            };
            Some((*line, values))
        })
        .collect()
}

/// What was sent for every target of a list, as far as it is a property of theirs. A comment is added to those that are
/// there, which only the service knows.
fn own_members(plan: &Plan, sent: &Map<String, Value>) -> Map<String, Value> {
    if plan.recipe.change != BulkChange::UpdateAlerts {
        return Map::new();
    }
    let list = plan.recipe.many.as_ref().map(|many| many.list);
    let members = sent
        .iter()
        .filter(|(name, _)| Some(name.as_str()) != list && name.as_str() != "comment");
    members
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
