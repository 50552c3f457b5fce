//! The text for bash, curl and jq.
//!
//! The token and the device code are handed to curl through pipes: arguments of a program can be read by others.

use crate::Language;
use crate::call::{Body, PartValue, SnippetCall};
use crate::{head, json};

/// The text.
pub(crate) fn text(call: &SnippetCall<'_>) -> String {
    let mut text = String::from("#!/usr/bin/env bash\n#\n");
    text.push_str(&head::comment("#", Language::Curl, call));
    text.push_str("\nset -euo pipefail\n\n");
    let mut assign = |name: &str, value: &str| {
        text.push_str(&format!("{name}={value}\n"));
    };
    assign("authority", &literal::bash(&call.sign_in.tenant_address()));
    assign("client_id", &literal::bash(call.sign_in.client_id));
    assign("scope", &literal::bash(call.sign_in.scope));
    assign("url", &literal::bash(call.url.as_str()));
    if call.follows_pages() {
        assign("origin", &literal::bash(&call.origin()));
    }
    if let Some(word) = call.confirmation() {
        assign("confirmation", &literal::bash(&word));
    }
    if let Body::Json(value) = call.body {
        assign("body", &literal::bash(&json::text(value)));
    }
    assign("request", &request(call));
    text.push_str(include_str!("bash/sign_in.sh"));
    text.push_str(include_str!("bash/send.sh"));
    if call.acts_on.is_some() {
        text.push_str(include_str!("bash/confirm.sh"));
    }
    text.push_str(if call.follows_pages() {
        include_str!("bash/pages.sh")
    } else {
        include_str!("bash/one.sh")
    });
    text
}

/// The options of curl that make this request, as an array.
fn request(call: &SnippetCall<'_>) -> String {
    let mut options = vec![format!("--request {}", call.method.name())];
    if call.idempotent {
        // Curl waits as Retry-After says, in either form, else 1, 2, 4, … seconds. Sources: curl(1), --retry.
        options.push(format!("--retry {}", call.attempts() - 1));
    }
    match call.body {
        Body::None => {}
        Body::Json(_) => {
            options.push("--header 'Content-Type: application/json'".to_owned());
            options.push("--data-raw \"$body\"".to_owned());
        }
        Body::Form(parts) => {
            for part in parts {
                options.push(match part.value {
                    PartValue::Text(value) => {
                        format!(
                            "--form-string {}",
                            literal::bash(&format!("{}={value}", part.name))
                        )
                    }
                    PartValue::File(name) => {
                        // Between its double quotes curl reads a backslash as an escape.
                        let name = name.replace('\\', "\\\\").replace('"', "\\\"");
                        format!("--form {}", literal::bash(&format!("{}=@\"{name}\"", part.name)))
                    }
                });
            }
        }
    }
    format!("(\n  {}\n)", options.join("\n  "))
}
