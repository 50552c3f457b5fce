//! The text for Rust, `oauth2` and `reqwest`.

use crate::Language;
use crate::call::{Body, PartValue, SnippetCall, Way};
use crate::{head, json};

/// The text.
pub(crate) fn text(call: &SnippetCall<'_>) -> String {
    let way = head::real_way(Language::Rust, call);
    let mut text = head::comment("//", Language::Rust, call);
    text.push_str(match way {
        Way::Browser => include_str!("rust/uses_browser.txt"),
        Way::DeviceCode => include_str!("rust/uses_device_code.txt"),
    });
    let mut assign = |name: &str, kind: &str, value: &str| {
        text.push_str(&format!("const {name}: {kind} = {value};\n"));
    };
    assign(
        "AUTHORITY",
        "&str",
        &literal::rust(&call.sign_in.tenant_address()),
    );
    assign("CLIENT_ID", "&str", &literal::rust(call.sign_in.client_id));
    assign("SCOPE", "&str", &literal::rust(call.sign_in.scope));
    assign("METHOD", "Method", &format!("Method::{}", call.method.name()));
    assign("URL", "&str", &literal::rust(call.url.as_str()));
    if call.follows_pages() {
        assign("ORIGIN", "&str", &literal::rust(&call.origin()));
    }
    assign("ATTEMPTS", "u32", &call.attempts().to_string());
    if let Some(word) = call.confirmation() {
        assign("CONFIRMATION", "&str", &literal::rust(&word));
    }
    if let Body::Json(value) = call.body {
        assign("BODY", "&str", &literal::rust_lines(&json::text(value)));
    }
    text.push_str(&content(call));
    text.push_str(include_str!("rust/start.txt"));
    if call.acts_on.is_some() {
        text.push_str(include_str!("rust/confirm.txt"));
    }
    text.push_str(if call.follows_pages() {
        include_str!("rust/pages.txt")
    } else {
        include_str!("rust/one.txt")
    });
    text.push_str(include_str!("rust/send.txt"));
    text.push_str(match way {
        Way::Browser => include_str!("rust/browser.txt"),
        Way::DeviceCode => include_str!("rust/device_code.txt"),
    });
    text
}

/// The function that adds the body to a request.
fn content(call: &SnippetCall<'_>) -> String {
    let lines = match call.body {
        Body::None => "    Ok(request)\n".to_owned(),
        Body::Json(_) => {
            "    Ok(request.header(\"Content-Type\", \"application/json\").body(BODY))\n".to_owned()
        }
        Body::Form(parts) => {
            let mut lines = String::from(
                "    // Files are read from the folder this program runs in.\n    let form = reqwest::multipart::Form::new()",
            );
            for part in parts {
                let name = literal::rust(part.name);
                match part.value {
                    PartValue::Text(value) => {
                        lines.push_str(&format!("\n        .text({name}, {})", literal::rust(value)));
                    }
                    PartValue::File(file) => {
                        let file = literal::rust(file);
                        lines.push_str(&format!(
                            "\n        .part(\n            {name},\n            \
                             reqwest::multipart::Part::bytes(std::fs::read({file})?).file_name({file}),\n        )"
                        ));
                    }
                }
            }
            lines.push_str(";\n    Ok(request.multipart(form))\n");
            lines
        }
    };
    format!(
        "\n// Adds the body.\nfn with_content(request: reqwest::RequestBuilder) -> Result<reqwest::RequestBuilder, Failure> {{\n{lines}}}\n"
    )
}
