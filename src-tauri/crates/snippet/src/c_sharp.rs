//! The text for C#, .NET 8 and MSAL.
//!
//! MSAL takes https addresses alone. For the sandbox tenant, which has http on the same computer, the text asks for a
//! device code itself.

use crate::Language;
use crate::call::{Body, PartValue, SnippetCall, Way};
use crate::{head, json};

/// The text.
pub(crate) fn text(call: &SnippetCall<'_>) -> String {
    let sandbox = call.sign_in.is_sandbox();
    let mut text = head::comment("//", Language::CSharp, call);
    text.push('\n');
    for name in [
        "System",
        "System.Collections.Generic",
        "System.IO",
        "System.Net.Http",
        "System.Net.Http.Headers",
        "System.Text",
        "System.Text.Json",
        "System.Threading.Tasks",
    ] {
        text.push_str(&format!("using {name};\n"));
    }
    if !sandbox {
        text.push_str("using Microsoft.Identity.Client;\n");
    }
    text.push('\n');
    let mut assign = |kind: &str, name: &str, value: &str| {
        text.push_str(&format!("const {kind} {name} = {value};\n"));
    };
    assign(
        "string",
        "authority",
        &literal::c_sharp(&call.sign_in.tenant_address()),
    );
    assign("string", "clientId", &literal::c_sharp(call.sign_in.client_id));
    assign("string", "scope", &literal::c_sharp(call.sign_in.scope));
    assign("string", "method", &literal::c_sharp(call.method.name()));
    assign("string", "url", &literal::c_sharp(call.url.as_str()));
    if call.follows_pages() {
        assign("string", "origin", &literal::c_sharp(&call.origin()));
    }
    assign("int", "attempts", &call.attempts().to_string());
    if let Some(word) = call.confirmation() {
        assign("string", "confirmation", &literal::c_sharp(&word));
    }
    if let Body::Json(value) = call.body {
        assign("string", "body", &literal::c_sharp_lines(&json::text(value)));
    }
    text.push_str(&content(call));
    text.push_str(include_str!("c_sharp/start.cs"));
    if call.acts_on.is_some() {
        text.push_str(include_str!("c_sharp/confirm.cs"));
    }
    text.push_str(if call.follows_pages() {
        include_str!("c_sharp/pages.cs")
    } else {
        include_str!("c_sharp/one.cs")
    });
    text.push_str(include_str!("c_sharp/send.cs"));
    if sandbox {
        text.push_str(include_str!("c_sharp/sandbox.cs"));
        return text;
    }
    text.push_str(if call.sign_in.is_known() {
        include_str!("c_sharp/application.cs")
    } else {
        include_str!("c_sharp/other_authority.cs")
    });
    text.push_str(match head::real_way(Language::CSharp, call) {
        Way::Browser => include_str!("c_sharp/browser.cs"),
        Way::DeviceCode => include_str!("c_sharp/device_code.cs"),
    });
    text
}

/// The function that makes the body, anew for each time it is sent.
fn content(call: &SnippetCall<'_>) -> String {
    match call.body {
        Body::None => "\nHttpContent? Content() => null;\n".to_owned(),
        Body::Json(_) => {
            "\nHttpContent? Content() => new StringContent(body, Encoding.UTF8, \"application/json\");\n"
                .to_owned()
        }
        Body::Form(parts) => {
            let lines: String = parts
                .iter()
                .map(|part| {
                    // Services other than .NET's own want the name in quotation marks.
                    let name = literal::c_sharp(&format!("\"{}\"", part.name));
                    match part.value {
                        PartValue::Text(value) => format!(
                            "    form.Add(new StringContent({}), {name});\n",
                            literal::c_sharp(value)
                        ),
                        PartValue::File(file) => {
                            let quoted = literal::c_sharp(&format!("\"{file}\""));
                            let file = literal::c_sharp(file);
                            format!(
                                "    form.Add(new ByteArrayContent(File.ReadAllBytes({file})), {name}, {quoted});\n"
                            )
                        }
                    }
                })
                .collect();
            format!(
                "\n// Files are read from the folder this program runs in.\nHttpContent? Content()\n{{\n    \
                 var form = new MultipartFormDataContent();\n{lines}    return form;\n}}\n"
            )
        }
    }
}
