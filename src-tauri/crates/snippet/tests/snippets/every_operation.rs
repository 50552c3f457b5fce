//! Every documented operation in every language.

use std::path::Path;

use serde_json::{Value, json};
use snippet::{Language, Method};

use crate::support::{Call, errors, parse, url};

/// The documented operations, as the crate that knows them keeps them.
fn operations() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../defender/data/operations.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn call(operation: &Value) -> Call {
    let mut path = text(operation, "path").to_owned();
    while let Some((before, rest)) = path.split_once('{') {
        let (_, after) = rest.split_once('}').unwrap();
        path = format!("{before}O'Neil{after}");
    }
    let mut address = url("https://api.security.microsoft.com").join(&path).unwrap();
    for option in operation["query"].as_array().unwrap() {
        address
            .query_pairs_mut()
            .append_pair(text(option, "name"), "it's \"so\"");
    }
    let fields: Vec<&str> = operation["body"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| text(field, "name"))
        .collect();
    let form = text(operation, "bodyType") == "multipart/form-data";
    let effect = text(operation, "effect");
    Call {
        title: text(operation, "title").to_owned(),
        method: match text(operation, "method") {
            "GET" => Method::Get,
            "POST" => Method::Post,
            "PATCH" => Method::Patch,
            "DELETE" => Method::Delete,
            other => panic!("{other}"),
        },
        url: address,
        json: (!form && !fields.is_empty()).then(|| {
            fields
                .iter()
                .map(|name| ((*name).to_owned(), json!(["it's", 7])))
                .collect()
        }),
        form: if form {
            fields
                .iter()
                .map(|name| ((*name).to_owned(), "it's".to_owned(), *name == "File"))
                .collect()
        } else {
            Vec::new()
        },
        is_collection: text(operation, "returns").ends_with("collection"),
        idempotent: effect == "read",
        acts_on: (effect == "device").then(|| "desktop-007".to_owned()),
        permissions: operation["delegated"]
            .as_array()
            .unwrap()
            .iter()
            .map(|permission| text(permission, "value").to_owned())
            .collect(),
        documentation: format!(
            "https://learn.microsoft.com/defender-endpoint/api/{}",
            text(operation, "doc")
        ),
        ..Call::list()
    }
}

#[test]
fn every_operation_has_a_text_that_parses_in_every_language() {
    let operations = operations();
    assert_eq!(operations.len(), 113);
    let mut bash = String::new();
    let mut python = Vec::new();
    let mut forms = 0;
    for operation in &operations {
        let call = call(operation);
        let id = text(operation, "id");
        forms += usize::from(!call.form.is_empty());
        for language in [Language::PowerShell, Language::CSharp] {
            let text = call.text(language);
            assert_eq!(
                errors(&parse(language, &text)),
                Vec::<String>::new(),
                "{id}\n{text}"
            );
        }
        syn::parse_file(&call.text(Language::Rust)).unwrap_or_else(|error| panic!("{id}: {error}"));
        // A function each, so that bash and Python are started once.
        bash.push_str(&format!("{id}() {{\n{}\n}}\n", call.text(Language::Curl)));
        python.push(call.text(Language::Python));
    }
    assert_eq!(forms, 1);
    #[cfg(unix)]
    {
        use crate::bash_syntax::complaints;
        assert_eq!(complaints("bash", &["-n"], &bash, "it comes with the system"), "");
        let check = format!(
            "import json\nfor text in json.loads({}):\n    compile(text, 'call.py', 'exec')\n",
            json!(json!(python).to_string())
        );
        assert_eq!(
            complaints("python3", &["-"], &check, "it comes with the system"),
            ""
        );
    }
}
