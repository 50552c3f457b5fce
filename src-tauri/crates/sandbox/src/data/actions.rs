//! Machine actions: what was asked of a device, and how far it has come.
//!
//! Invariants: the state of an action follows from the clock and from what was decided when it was made. Final states
//! stay. Only a cancellation changes an action afterwards.

use std::sync::Arc;

use serde_json::{Value, json};

use super::DataSet;
use super::machines::Machine;
use super::random::{Dice, Stream};
use super::time::Ticks;

/// States of an action.
pub(crate) const PENDING: &str = "Pending";
pub(crate) const IN_PROGRESS: &str = "InProgress";
pub(crate) const SUCCEEDED: &str = "Succeeded";
const FAILED: &str = "Failed";
const TIME_OUT: &str = "TimeOut";
const CANCELLED: &str = "Cancelled";

/// Kinds of actions.
pub(crate) const COLLECT: &str = "CollectInvestigationPackage";
pub(crate) const LIVE_RESPONSE: &str = "LiveResponse";
pub(crate) const OFFBOARD: &str = "Offboard";
pub(crate) const QUARANTINE: &str = "StopAndQuarantineFile";

/// A command of live response.
#[derive(Debug, Clone)]
pub(crate) struct Command {
    pub(crate) kind: &'static str,
    /// As the caller wrote them.
    pub(crate) params: Vec<(String, String)>,
    /// Why it will fail.
    pub(crate) error: Option<String>,
}

impl Command {
    /// The value of a parameter.
    pub(crate) fn param(&self, key: &str) -> Option<&str> {
        self.params
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }
}

/// Who cancelled an action, why and when.
#[derive(Debug, Clone)]
pub(crate) struct Cancellation {
    pub(crate) requestor: String,
    pub(crate) comment: Option<String>,
    pub(crate) time: Ticks,
}

/// One action.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) scope: Option<String>,
    pub(crate) requestor: String,
    /// Where it was asked for.
    pub(crate) source: &'static str,
    pub(crate) comment: String,
    pub(crate) machine: usize,
    pub(crate) created: Ticks,
    /// Ticks until it is in progress, and from there until it is final.
    pub(crate) stages: (i64, i64),
    pub(crate) outcome: &'static str,
    pub(crate) cancelled: Option<Cancellation>,
    /// SHA-1 of the file to quarantine.
    pub(crate) sha1: Option<String>,
    pub(crate) commands: Option<Vec<Command>>,
    /// Whether its effect on the device was carried out.
    pub(crate) carried_out: bool,
}

/// What a device in this state of health makes of an action.
pub(crate) fn outcome_on(machine: &Machine) -> &'static str {
    match machine.health_status {
        "Active" => SUCCEEDED,
        "ImpairedCommunication" | "NoSensorData" => FAILED,
        _ => TIME_OUT,
    }
}

impl Action {
    /// State at this time, and since when.
    pub(crate) fn status(&self, now: Ticks) -> (&'static str, Ticks) {
        if let Some(cancelled) = &self.cancelled {
            return (CANCELLED, cancelled.time);
        }
        let (pending, running) = self.stages;
        let begin = self.created.plus(pending);
        let end = begin.plus(running);
        if now >= end {
            (self.outcome, end)
        } else if now < begin {
            (PENDING, self.created)
        } else if self.outcome == TIME_OUT {
            // The device never answers.
            (PENDING, self.created)
        } else {
            (IN_PROGRESS, begin)
        }
    }

    /// Whether nothing will change any more.
    pub(crate) fn is_final(&self, now: Ticks) -> bool {
        !matches!(self.status(now).0, PENDING | IN_PROGRESS)
    }

    /// Whether it has succeeded and its effect on the device waits to be carried out.
    pub(crate) fn is_due(&self, now: Ticks) -> bool {
        self.kind == OFFBOARD && !self.carried_out && self.status(now).0 == SUCCEEDED
    }

    /// The action as the API shows it. Lists call the time of the last change by another name than single answers.
    pub(crate) fn json(&self, machine: &Machine, now: Ticks, in_list: bool) -> Value {
        let (status, since) = self.status(now);
        let cancelled = self.cancelled.as_ref();
        let update = if in_list {
            "lastUpdateTimeUtc"
        } else {
            "lastUpdateDateTimeUtc"
        };
        json!({
            "id": self.id,
            "type": self.kind,
            "title": null,
            "scope": self.scope,
            "requestor": self.requestor,
            "requestorComment": self.comment,
            "status": status,
            "machineId": machine.id,
            "computerDnsName": machine.computer_dns_name,
            "creationDateTimeUtc": self.created,
            update: since,
            "cancellationRequestor": cancelled.map(|it| &it.requestor),
            "cancellationComment": cancelled.and_then(|it| it.comment.as_ref()),
            "cancellationDateTimeUtc": cancelled.map(|it| it.time),
            "errorHResult": if status == FAILED && self.commands.is_some() { -2_147_467_259_i64 } else { 0 },
            "externalID": null,
            "requestSource": self.source,
            "relatedFileInfo": self.sha1.as_ref().map(|sha1| json!({
                "fileIdentifier": sha1,
                "fileIdentifierType": "Sha1",
            })),
            "commands": self.commands.as_ref().map(|commands| self.commands_json(commands, now)),
        })
    }

    fn commands_json(&self, commands: &[Command], now: Ticks) -> Vec<Value> {
        (0_usize..)
            .zip(commands)
            .map(|(index, command)| {
                let (start, end) = self.command_times(index, commands.len());
                let cancelled = self.cancelled.as_ref().is_some_and(|it| it.time < end);
                let earlier_failed = commands.iter().take(index).any(|command| command.error.is_some());
                let reached = now >= end && !cancelled && !earlier_failed && self.outcome != TIME_OUT;
                let status = match (&command.error, reached) {
                    (_, false) => "Created",
                    (None, true) => "Completed",
                    (Some(_), true) => "Failed",
                };
                let begun = now >= start && !cancelled && !earlier_failed && self.outcome != TIME_OUT;
                let params: Vec<Value> = command
                    .params
                    .iter()
                    .map(|(key, value)| json!({"key": key, "value": value}))
                    .collect();
                json!({
                    "index": index,
                    "startTime": begun.then_some(start),
                    "endTime": reached.then_some(end),
                    "commandStatus": status,
                    "errors": command.error.iter().filter(|_| reached).collect::<Vec<_>>(),
                    "command": {"type": command.kind, "params": params},
                })
            })
            .collect()
    }

    /// When a command begins and ends: they share the running time evenly.
    fn command_times(&self, index: usize, count: usize) -> (Ticks, Ticks) {
        let begin = self.created.plus(self.stages.0);
        let count = i64::try_from(count.max(1)).unwrap_or(1);
        let index = i64::try_from(index).unwrap_or(0);
        let at = |step: i64| begin.plus(self.stages.1 * step / count);
        (at(index), at(index + 1))
    }

    /// Whether this command has run without an error.
    pub(crate) fn completed(&self, index: usize, now: Ticks) -> bool {
        let Some(commands) = &self.commands else {
            return false;
        };
        let (_, end) = self.command_times(index, commands.len());
        let failed = commands
            .iter()
            .take(index + 1)
            .any(|command| command.error.is_some());
        let cancelled = self.cancelled.as_ref().is_some_and(|it| it.time < end);
        index < commands.len() && !failed && !cancelled && now >= end && self.outcome != TIME_OUT
    }
}

const PAST: &[(&str, Option<&str>)] = &[
    ("RunAntiVirusScan", Some("Quick")),
    ("RunAntiVirusScan", Some("Full")),
    ("Isolate", Some("Full")),
    ("Unisolate", None),
    (COLLECT, None),
    ("RestrictCodeExecution", None),
    ("UnrestrictCodeExecution", None),
];

const REASONS: &[&str] = &[
    "Follow-up of last night's alert",
    "Asked for by the service desk, ticket INC-30077",
    "Clean-up confirmed by the owner",
    "Weekly check of shared devices",
    "=1+1 is what the ticket says, word for word",
];

/// Actions of the weeks before the sandbox started.
pub(super) fn past(data: &DataSet) -> Vec<Arc<Action>> {
    let count = data.machines.len().div_ceil(2).min(60);
    let mut actions: Vec<Arc<Action>> = (0..count)
        .filter_map(|index| {
            let mut dice = Dice::new(data.seed, Stream::Action, index as u64);
            let machine = dice.index(data.machines.len());
            let (kind, scope) = dice.pick(PAST).copied()?;
            let device = data.machines.get(machine)?;
            let windows = matches!(
                device.platform,
                super::machines::Platform::Workstation | super::machines::Platform::Server
            );
            let (kind, scope) = if windows {
                (kind, scope)
            } else {
                ("RunAntiVirusScan", Some("Quick"))
            };
            let created = data.newest.plus(-dice.between(Ticks::HOUR, 27 * Ticks::DAY));
            let requestor = dice
                .word(&["admin@sandbox.example", "soc.night@sandbox.example"])
                .to_owned();
            Some(Arc::new(Action {
                id: dice.guid(),
                kind,
                scope: scope.map(str::to_owned),
                source: "Portal",
                comment: dice.word(REASONS).to_owned(),
                machine,
                created,
                stages: (
                    dice.between(Ticks::SECOND, Ticks::MINUTE),
                    dice.between(Ticks::MINUTE, 20 * Ticks::MINUTE),
                ),
                outcome: outcome_on(device),
                cancelled: dice.percent(8).then(|| Cancellation {
                    requestor: requestor.clone(),
                    comment: Some("No longer needed".to_owned()),
                    time: created.plus(Ticks::SECOND),
                }),
                requestor,
                sha1: None,
                commands: None,
                carried_out: true,
            }))
        })
        .collect();
    actions.sort_by_key(|action| action.created);
    actions
}
