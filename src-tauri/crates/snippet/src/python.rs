//! The text for Python, MSAL and Requests.
//!
//! MSAL takes https addresses alone. For the sandbox tenant, which has http on the same computer, the text brings what
//! stands between them.

use crate::Language;
use crate::call::{Body, PartValue, SnippetCall, Way};
use crate::head;

/// The text.
pub(crate) fn text(call: &SnippetCall<'_>) -> String {
    let sandbox = call.sign_in.is_sandbox();
    let mut text = String::from("#!/usr/bin/env python3\n#\n");
    text.push_str(&head::comment("#", Language::Python, call));
    text.push_str("\nimport email.utils\nimport json\n");
    if matches!(call.body, Body::Form(_)) {
        text.push_str("import pathlib\n");
    }
    text.push_str("import random\nimport sys\nimport time\n");
    if sandbox {
        text.push_str("import types\n");
    }
    if call.follows_pages() {
        text.push_str("import urllib.parse\n");
    }
    text.push_str("\nimport msal\nimport requests\n\n");
    let mut assign = |name: &str, value: &str| {
        text.push_str(&format!("{name} = {value}\n"));
    };
    assign("AUTHORITY", &literal::python(&call.sign_in.tenant_address()));
    assign("CLIENT_ID", &literal::python(call.sign_in.client_id));
    assign("SCOPE", &literal::python(call.sign_in.scope));
    assign("METHOD", &literal::python(call.method.name()));
    assign("URL", &literal::python(call.url.as_str()));
    if call.follows_pages() {
        assign("ORIGIN", &literal::python(&call.origin()));
    }
    assign("CONTENT", &content(call));
    assign("ATTEMPTS", &call.attempts().to_string());
    if let Some(word) = call.confirmation() {
        assign("CONFIRMATION", &literal::python(&word));
    }
    text.push_str(include_str!("python/send.py"));
    text.push_str(if sandbox {
        include_str!("python/sandbox.py")
    } else if call.sign_in.is_known() {
        include_str!("python/application.py")
    } else {
        include_str!("python/other_authority.py")
    });
    text.push_str(match head::real_way(Language::Python, call) {
        Way::Browser => include_str!("python/browser.py"),
        Way::DeviceCode => include_str!("python/device_code.py"),
    });
    text.push_str(include_str!("python/signed_in.py"));
    if call.acts_on.is_some() {
        text.push_str(include_str!("python/confirm.py"));
    }
    text.push_str(if call.follows_pages() {
        include_str!("python/pages.py")
    } else {
        include_str!("python/one.py")
    });
    text
}

/// Arguments of `requests` that carry the body.
fn content(call: &SnippetCall<'_>) -> String {
    match call.body {
        Body::None => "{}".to_owned(),
        Body::Json(value) => format!("{{\n    \"json\": {},\n}}", literal::python_value(value, 1)),
        Body::Form(parts) => {
            let fields: String = parts
                .iter()
                .map(|part| {
                    let value = match part.value {
                        // Without a file name it is a text field.
                        PartValue::Text(value) => format!("(None, {})", literal::python(value)),
                        PartValue::File(name) => {
                            let name = literal::python(name);
                            format!("({name}, pathlib.Path({name}).read_bytes())")
                        }
                    };
                    format!("        ({}, {value}),\n", literal::python(part.name))
                })
                .collect();
            format!("{{\n    \"files\": [\n{fields}    ],\n}}")
        }
    }
}
