//! The text for Windows PowerShell 5.1 and PowerShell 7, without modules.
//!
//! It uses .NET's own HTTP client: the two editions tell errors of `Invoke-RestMethod` apart in different ways, and the
//! older one has no form with files.

use crate::Language;
use crate::call::{Body, PartValue, SnippetCall};
use crate::{head, json};

/// The text, in ASCII alone.
pub(crate) fn text(call: &SnippetCall<'_>) -> String {
    let mut text = String::from("#Requires -Version 5.1\n#\n");
    text.push_str(&head::comment("#", Language::PowerShell, call));
    text.push('\n');
    let mut assign = |name: &str, value: &str| {
        text.push_str(&format!("${name} = {value}\n"));
    };
    assign("authority", &literal::power_shell(&call.sign_in.tenant_address()));
    assign("clientId", &literal::power_shell(call.sign_in.client_id));
    assign("scope", &literal::power_shell(call.sign_in.scope));
    assign("method", &literal::power_shell(call.method.name()));
    assign("url", &literal::power_shell(call.url.as_str()));
    if call.follows_pages() {
        assign("origin", &literal::power_shell(&call.origin()));
    }
    assign("attempts", &call.attempts().to_string());
    if let Some(word) = call.confirmation() {
        assign("confirmation", &literal::power_shell(&word));
    }
    if let Body::Json(value) = call.body {
        assign("body", &literal::power_shell_lines(&json::text(value)));
    }
    if let Body::Form(parts) = call.body {
        assign("fields", &fields(parts));
    }
    text.push_str(include_str!("power_shell/sign_in.ps1"));
    text.push_str(match call.body {
        Body::None => include_str!("power_shell/no_body.ps1"),
        Body::Json(_) => include_str!("power_shell/json_body.ps1"),
        Body::Form(_) => include_str!("power_shell/form_body.ps1"),
    });
    text.push_str(include_str!("power_shell/send.ps1"));
    if call.acts_on.is_some() {
        text.push_str(include_str!("power_shell/confirm.ps1"));
    }
    text.push_str(if call.follows_pages() {
        include_str!("power_shell/pages.ps1")
    } else {
        include_str!("power_shell/one.ps1")
    });
    text
}

/// The fields of a form as an array of hash tables.
fn fields(parts: &[crate::Part<'_>]) -> String {
    let lines: Vec<String> = parts
        .iter()
        .map(|part| {
            let (kind, value) = match part.value {
                PartValue::Text(value) => ("Text", value),
                PartValue::File(name) => ("File", name),
            };
            format!(
                "    @{{ Name = {}; {kind} = {} }}",
                literal::power_shell(part.name),
                literal::power_shell(value)
            )
        })
        .collect();
    format!("@(\n{}\n)", lines.join("\n"))
}
