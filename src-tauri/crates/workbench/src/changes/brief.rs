//! What an admin sees before a call that acts on a device is confirmed, and whether it was.
//!
//! Invariants: the name that has to be typed is read from the service, never from the form; what cannot be read is said,
//! and stops nothing but a duplicate that was seen.

use crate::calls::problem;
use crate::session::Session;
use crate::{Workbench, errors, explorer, state, wire_time};
use chrono::{DateTime, Utc};
use contract::{BriefDto, CallRequest, CommandError, DeviceDto, FieldPlace, MachineActionDto};
use defender::catalogue::{Effect, Operation, device_effect};
use defender::{ApiError, Request};
use serde_json::{Map, Value};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Statuses in which a machine action has ended.
const ENDED: [&str; 4] = ["Succeeded", "Failed", "TimeOut", "Cancelled"];

impl Workbench {
    /// What to know before a call that acts on a device is confirmed.
    ///
    /// # Errors
    /// Where nobody is signed in, or there is no such operation.
    pub async fn prepare_action(self: &Arc<Self>, request: CallRequest) -> Result<BriefDto, CommandError> {
        let operation = explorer::known(&request.operation_id)?;
        let session = self.session()?;
        self.guarded(operation)?;
        let problems = self.problems(operation, &request)?;
        self.brief(&session, operation, &request, problems).await
    }

    async fn brief(
        self: &Arc<Self>,
        session: &Arc<Session>,
        operation: &Operation,
        request: &CallRequest,
        problems: Vec<contract::FieldProblemDto>,
    ) -> Result<BriefDto, CommandError> {
        let effect = device_effect(&operation.id);
        let mut unknown = Vec::new();
        let mut brief = BriefDto {
            device: None,
            pending: Vec::new(),
            duplicate: false,
            confirm_with: None,
            undone_by: effect
                .and_then(|effect| effect.undone_by)
                .and_then(|id| explorer::known(id).ok())
                .map(state::operation),
            undo: effect.map_or("", |effect| effect.undo).to_owned(),
            unknown: Vec::new(),
            problems,
        };
        let Some(id) = path_value(request, "id") else {
            return Ok(brief);
        };
        let device_id = if operation.path.starts_with("/api/machineactions/") {
            match self
                .read(session, Request::new("/api/machineactions").segment(id))
                .await
            {
                Ok(action) => {
                    let action = action_of(&action);
                    let device = action.1;
                    brief.pending.push(action.0);
                    device
                }
                Err(error) => {
                    unknown.push(format!("The machine action could not be read: {}", error.message));
                    None
                }
            }
        } else {
            Some(id.to_owned())
        };
        if let Some(device_id) = device_id {
            self.read_device(session, &device_id, &mut brief, &mut unknown)
                .await;
            if operation.effect == Effect::Act && !operation.path.starts_with("/api/machineactions/") {
                self.read_pending(session, &device_id, &mut brief, &mut unknown)
                    .await;
            }
            // Without a name the id has to do.
            brief.confirm_with = Some(
                brief
                    .device
                    .as_ref()
                    .map(|device| device.name.clone())
                    .filter(|name| !name.is_empty())
                    .unwrap_or(device_id),
            );
        }
        brief.duplicate = effect
            .and_then(|effect| effect.action_type)
            .is_some_and(|kind| brief.pending.iter().any(|action| action.kind == kind));
        brief.unknown = unknown;
        Ok(brief)
    }

    /// Refuses a call that acts on a device unless its device's name was typed and no action like it is pending.
    pub(crate) async fn confirmed(
        self: &Arc<Self>,
        session: &Arc<Session>,
        operation: &Operation,
        request: &CallRequest,
    ) -> Result<(), CommandError> {
        let brief = self.brief(session, operation, request, Vec::new()).await?;
        if brief.duplicate {
            return Err(errors::action_duplicate());
        }
        let typed = request.confirmed_name.as_deref().unwrap_or_default().trim();
        match brief.confirm_with {
            Some(name) if !typed.eq_ignore_ascii_case(name.trim()) => {
                Err(errors::action_not_confirmed(&name))
            }
            _ => Ok(()),
        }
    }

    async fn read_device(
        self: &Arc<Self>,
        session: &Arc<Session>,
        id: &str,
        brief: &mut BriefDto,
        unknown: &mut Vec<String>,
    ) {
        match self
            .read(session, Request::new("/api/machines").segment(id))
            .await
        {
            Ok(device) => brief.device = Some(device_of(id, &device)),
            Err(error) => {
                unknown.push(format!("The device could not be read: {}", error.message));
                return;
            }
        }
        let users = Request::new("/api/machines").segment(id).then("/logonusers");
        match self.read(session, users).await {
            Ok(answer) => {
                if let Some(device) = &mut brief.device {
                    device.users = Some(
                        rows(&answer)
                            .map(|user| [text(user, "accountDomain"), text(user, "accountName")])
                            .map(|parts| {
                                parts
                                    .into_iter()
                                    .filter(|part| !part.is_empty())
                                    .collect::<Vec<_>>()
                                    .join("\\")
                            })
                            .collect(),
                    );
                }
            }
            Err(error) => unknown.push(format!("Who is logged on could not be read: {}", error.message)),
        }
    }

    async fn read_pending(
        self: &Arc<Self>,
        session: &Arc<Session>,
        id: &str,
        brief: &mut BriefDto,
        unknown: &mut Vec<String>,
    ) {
        let filter = format!("machineId eq {}", defender::odata::text(id));
        let request = Request::new("/api/machineactions")
            .with("$filter", filter)
            .with("$top", 100);
        match self.read(session, request).await {
            Ok(answer) => {
                brief.pending = rows(&answer)
                    .map(|row| action_of(row).0)
                    .filter(|action| !action.ended)
                    .collect();
            }
            Err(error) => unknown.push(format!(
                "Whether an action is pending could not be read: {}",
                error.message
            )),
        }
    }

    /// A small read beside the call itself.
    pub(super) async fn read(
        self: &Arc<Self>,
        session: &Arc<Session>,
        request: Request,
    ) -> Result<Map<String, Value>, CommandError> {
        let client = self.client(session);
        let answer = client
            .get_once(&request, &CancellationToken::new())
            .await
            .map_err(|error: ApiError| self.api_error(session, error))?;
        serde_json::from_slice(&answer.body).map_err(errors::unreadable)
    }

    fn problems(
        &self,
        operation: &Operation,
        request: &CallRequest,
    ) -> Result<Vec<contract::FieldProblemDto>, CommandError> {
        Ok(self
            .invalid_values(operation, request)?
            .iter()
            .map(problem)
            .collect())
    }
}

fn path_value<'a>(request: &'a CallRequest, name: &str) -> Option<&'a str> {
    request
        .values
        .iter()
        .find(|value| value.place == FieldPlace::Path && value.name == name)
        .and_then(|value| value.values.first())
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
}

fn rows(answer: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    answer
        .get("value")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
}

fn text(row: &Map<String, Value>, name: &str) -> String {
    match row.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn time(row: &Map<String, Value>, names: &[&str]) -> Option<f64> {
    names.iter().find_map(|name| {
        let text = row.get(*name)?.as_str()?;
        let time = DateTime::parse_from_rfc3339(text).ok()?;
        Some(wire_time(time.with_timezone(&Utc)))
    })
}

fn device_of(id: &str, row: &Map<String, Value>) -> DeviceDto {
    let os = [text(row, "osPlatform"), text(row, "version")];
    DeviceDto {
        id: id.to_owned(),
        name: text(row, "computerDnsName"),
        os: os
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
        health: text(row, "healthStatus"),
        risk: text(row, "riskScore"),
        last_seen: time(row, &["lastSeen"]),
        tags: row
            .get("machineTags")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|tag| tag.as_str().map(str::to_owned))
            .collect(),
        users: None,
    }
}

/// A machine action, and the id of its device.
pub(super) fn action_of(row: &Map<String, Value>) -> (MachineActionDto, Option<String>) {
    let status = text(row, "status");
    let device = Some(text(row, "machineId")).filter(|id| !id.is_empty());
    let name = text(row, "computerDnsName");
    let action = MachineActionDto {
        id: text(row, "id"),
        kind: text(row, "type"),
        ended: ENDED.contains(&status.as_str()),
        succeeded: status == "Succeeded",
        status,
        device: if name.is_empty() {
            device.clone().unwrap_or_default()
        } else {
            name
        },
        requestor: text(row, "requestor"),
        comment: text(row, "requestorComment"),
        created: time(row, &["creationDateTimeUtc"]),
        // The entity's page and its list spell it differently.
        updated: time(row, &["lastUpdateDateTimeUtc", "lastUpdateTimeUtc"]),
    };
    (action, device)
}
