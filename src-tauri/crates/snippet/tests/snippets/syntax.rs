//! The texts for PowerShell, C# and Rust, parsed. What a value can do is tested where it is quoted; this holds that every
//! text parses, and that a value changes no more of it than a literal.

use snippet::Language;

use crate::support::{Call, HOSTILE, errors, hostile, parse, variants, visit};

const PARSED: [Language; 2] = [Language::PowerShell, Language::CSharp];

fn calls() -> Vec<Call> {
    let mut calls = variants();
    for text in HOSTILE {
        calls.extend([Call::list(), Call::act(), Call::upload()].map(|call| hostile(&call, text)));
    }
    calls
}

#[test]
fn every_text_for_power_shell_and_c_sharp_parses() {
    for call in calls() {
        for language in PARSED {
            let text = call.text(language);
            assert_eq!(errors(&parse(language, &text)), Vec::<String>::new(), "{text}");
        }
    }
}

#[test]
fn every_text_for_rust_parses() {
    for call in calls() {
        let text = call.text(Language::Rust);
        if let Err(error) = syn::parse_file(&text) {
            panic!("{error}\n{text}");
        }
    }
}

#[test]
fn the_grammars_notice_what_is_broken() {
    for (language, whole, broken) in [
        (Language::PowerShell, "'List'", "'Li'st'"),
        (Language::CSharp, "\"List\"", "\"Li\"st\""),
    ] {
        let call = Call {
            scope: "List".to_owned(),
            ..Call::list()
        };
        let text = call.text(language);
        assert!(text.contains(whole));
        assert!(!errors(&parse(language, &text.replace(whole, broken))).is_empty());
    }
}

#[test]
fn all_texts_but_those_for_bash_are_plain_ascii_whatever_the_values() {
    for call in calls() {
        for language in Language::ALL {
            if language == Language::Curl {
                continue;
            }
            let text = call.text(language);
            let odd: Vec<char> = text
                .chars()
                .filter(|c| !c.is_ascii_graphic() && !matches!(c, ' ' | '\n'))
                .collect();
            assert_eq!(odd, Vec::<char>::new(), "{language:?}");
        }
    }
}

/// The kinds of all nodes of a text, literals and comments taken as one each.
fn shape(language: Language, text: &str) -> Vec<String> {
    let tree = parse(language, text);
    let mut kinds = Vec::new();
    visit(tree.root_node(), &mut |node| {
        let kind = node.kind();
        let calls = [
            "command",
            "invokation_expression",
            "invocation_expression",
            "object_creation_expression",
            "assignment_expression",
            "local_declaration_statement",
            "local_function_statement",
        ];
        if calls.contains(&kind) {
            kinds.push(kind.to_owned());
        }
    });
    kinds
}

#[test]
fn a_hostile_value_adds_no_statement_and_no_command() {
    for call in [Call::list(), Call::act(), Call::upload()] {
        for language in PARSED {
            let harmless = shape(language, &call.text(language));
            assert!(harmless.len() > 20, "{harmless:?}");
            for text in HOSTILE {
                let hostile = hostile(&call, text).text(language);
                assert_eq!(shape(language, &hostile), harmless, "{hostile}");
            }
        }
    }
}

#[test]
fn a_hostile_value_adds_no_item_to_a_text_for_rust() {
    let shape = |text: &str| {
        let file = syn::parse_file(text).unwrap();
        let names: Vec<String> = file
            .items
            .iter()
            .map(|item| match item {
                syn::Item::Const(item) => format!("const {}", item.ident),
                syn::Item::Fn(item) => format!("fn {} {}", item.sig.ident, item.block.stmts.len()),
                syn::Item::Type(item) => format!("type {}", item.ident),
                syn::Item::Use(_) => "use".to_owned(),
                _ => panic!("an item of another kind"),
            })
            .collect();
        names
    };
    for call in [Call::list(), Call::act(), Call::upload()] {
        let harmless = shape(&call.text(Language::Rust));
        for text in HOSTILE {
            assert_eq!(
                shape(&hostile(&call, text).text(Language::Rust)),
                harmless,
                "{text}"
            );
        }
    }
}
