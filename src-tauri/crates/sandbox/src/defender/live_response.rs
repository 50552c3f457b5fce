//! Live response: commands on a device, and what they gave.
//!
//! Sources: run-live-response and get-live-response-result. Commands come in the order `PutFile`, `RunScript`, `GetFile`;
//! one that fails stops the rest; a device runs one session at a time.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::actions::not_a_command;
use super::body::{Body, invalid, missing, unusable, within};
use super::call::{Answer, Call};
use super::errors::ApiError;
use super::links::File;
use super::responses::{Order, onboarded, send};
use crate::data::actions::{Command, LIVE_RESPONSE};
use crate::data::changes::View;
use crate::data::machines::Platform;
use crate::data::time::Ticks;

/// Most commands in a session.
const MAX_COMMANDS: usize = 20;
/// Most sessions of the tenant at a time.
const MAX_SESSIONS: usize = 50;
/// How long a link to a result is good.
const RESULT_LIFE: i64 = 30 * Ticks::MINUTE;

const KINDS: &[&str] = &["PutFile", "RunScript", "GetFile"];

fn command(call: &Call<'_>, value: &Value) -> Result<Command, ApiError> {
    let members = value.as_object().ok_or_else(not_a_command)?;
    let body = Body::of(members.clone());
    let kind = body.required_choice("type", KINDS)?;
    let params = match body.get("params") {
        None => Vec::new(),
        Some(list) => list
            .as_array()
            .ok_or_else(not_a_command)?
            .iter()
            .map(|pair| {
                let text = |name| pair.get(name).and_then(Value::as_str).map(str::to_owned);
                text("key")
                    .zip(text("value"))
                    .ok_or_else(|| unusable("Each of params must have a key and a value, both text."))
            })
            .collect::<Result<_, ApiError>>()?,
    };
    let mut command = Command {
        kind,
        params,
        error: None,
    };
    let wanted = match kind {
        "PutFile" => "FileName",
        "RunScript" => "ScriptName",
        _ => "Path",
    };
    let name = command.param(wanted).ok_or_else(|| missing(wanted))?;
    let in_library = call.view.changes.library.contains_key(name);
    if kind != "GetFile" && !in_library {
        command.error = Some(format!("The library has no file '{name}'."));
    }
    Ok(command)
}

/// Runs commands on a device.
pub(super) fn run(call: &Call<'_>) -> Result<Answer, ApiError> {
    let (place, machine) = call.machine()?;
    let body = call.object()?;
    let list = body
        .get("Commands")
        .ok_or_else(|| missing("Commands"))?
        .as_array()
        .ok_or_else(not_a_command)?;
    if list.is_empty() {
        return Err(missing("Commands"));
    }
    within("Commands", list.len(), MAX_COMMANDS)?;
    let commands: Vec<Command> = list
        .iter()
        .map(|value| command(call, value))
        .collect::<Result<_, _>>()?;
    let rank = |command: &Command| KINDS.iter().position(|kind| *kind == command.kind);
    if !commands.is_sorted_by_key(rank) {
        return Err(invalid(
            "Commands must come in the order PutFile, RunScript, GetFile.",
        ));
    }
    if machine.platform == Platform::Mobile {
        return Err(ApiError::Invalid(
            "OsPlatformNotSupported",
            "Live response is not available for the operating system of this device.".to_owned(),
        ));
    }
    onboarded(machine)?;
    let sessions = call.view.changes.actions.iter();
    let open = sessions.filter(|action| action.kind == LIVE_RESPONSE && !action.is_final(call.now));
    if open.count() >= MAX_SESSIONS {
        return Err(ApiError::TooManyRequests(60));
    }
    let order = Order {
        kind: LIVE_RESPONSE,
        scope: None,
        comment: body.text("Comment")?.unwrap_or_default().to_owned(),
        sha1: None,
        fails: commands.iter().any(|command| command.error.is_some()),
        commands: Some(commands),
    };
    send(call, place, machine, order, StatusCode::CREATED)
}

/// A link to what a command gave.
pub(super) fn result_link(call: &Call<'_>) -> Result<Answer, ApiError> {
    let action = call.action()?;
    let index: usize = call
        .value(1)
        .trim()
        .parse()
        .map_err(|_| invalid("The index must be a whole number, zero or more."))?;
    let command = action.commands.as_ref().and_then(|commands| commands.get(index));
    let command = command
        .ok_or_else(|| ApiError::ResourceNotFound("The action has no command with this index.".to_owned()))?;
    if command.kind == "PutFile" {
        return Err(ApiError::BadRequest("PutFile has no result.".to_owned()));
    }
    if !action.completed(index, call.now) {
        return Err(ApiError::ResourceNotFound(
            "The command has not completed.".to_owned(),
        ));
    }
    let path = format!("results/{}/{index}", action.id);
    let link = call
        .tenant
        .links
        .link(call.base, &path, call.now.plus(RESULT_LIFE));
    call.json("Edm.String", &json!({"value": link}))
}

/// What a command gave: the output of a script, or the file.
pub(super) fn result_file(view: View<'_>, path: &str) -> Option<File> {
    let (id, index) = path.split_once('/')?;
    let action = view.changes.actions.iter().find(|action| action.id == id)?;
    let command = action.commands.as_ref()?.get(index.parse::<usize>().ok()?)?;
    let machine = view.machine(action.machine)?;
    if command.kind == "GetFile" {
        let name = command.param("Path")?;
        return Some(File {
            content_type: "application/octet-stream",
            body: format!("Content of {name} on {}\r\n", machine.computer_dns_name).into_bytes(),
        });
    }
    let script = command.param("ScriptName")?;
    let arguments = command.param("Args").unwrap_or_default();
    let result = json!({
        "script_name": script,
        "exit_code": 0,
        "script_output": format!(
            "Transcript started on {}\r\nPS> {script} {arguments}\r\nDone.\r\n",
            machine.computer_dns_name
        ),
        "script_errors": "",
    });
    Some(File {
        content_type: "application/json",
        body: serde_json::to_vec(&result).ok()?,
    })
}
