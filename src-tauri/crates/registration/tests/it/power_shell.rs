//! The PowerShell scripts, parsed with a grammar of the language.
//!
//! They cannot be run here: PowerShell is not everywhere. What a value can do is tested where it is quoted; this holds that
//! every script is one that parses, and that a value is one literal in it.

use registration::artifacts::{ArtifactKind, ArtifactRequest};
use tree_sitter::{Node, Parser, Tree};

use crate::support::{HOSTILE, application, delegated, text, variants};

fn parse(script: &str) -> Tree {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .unwrap();
    parser.parse(script, None).unwrap()
}

/// Where the grammar found an error, or something missing.
fn errors(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    visit(tree.root_node(), &mut |node| {
        if node.is_error() || node.is_missing() {
            found.push(format!("{} at {}", node.kind(), node.start_position()));
        }
    });
    found
}

fn visit<'t>(node: Node<'t>, see: &mut impl FnMut(Node<'t>)) {
    see(node);
    for child in node.children(&mut node.walk()) {
        visit(child, see);
    }
}

#[test]
fn every_script_parses() {
    for request in variants() {
        let script = text(ArtifactKind::PowerShell, &request);
        assert_eq!(errors(&parse(&script)), Vec::<String>::new(), "{request:?}");
    }
}

#[test]
fn the_grammar_notices_a_quote_that_is_not_doubled() {
    let script = text(ArtifactKind::PowerShell, &delegated()).replace("API Workbench'", "API' Workbench'");
    assert!(!errors(&parse(&script)).is_empty());
}

#[test]
fn scripts_are_plain_ascii_whatever_the_values() {
    for request in variants() {
        let script = text(ArtifactKind::PowerShell, &request);
        let odd: Vec<char> = script
            .chars()
            .filter(|c| !c.is_ascii_graphic() && !matches!(c, ' ' | '\n'))
            .collect();
        assert_eq!(odd, Vec::<char>::new(), "{request:?}");
    }
}

#[test]
fn a_hostile_value_makes_no_more_commands_than_a_harmless_one() {
    let commands = |request: &ArtifactRequest<'_>| {
        let script = text(ArtifactKind::PowerShell, request);
        let tree = parse(&script);
        let mut commands = Vec::new();
        visit(tree.root_node(), &mut |node| {
            if node.kind() == "command" || node.kind() == "invokation_expression" {
                commands.push(node.utf8_text(script.as_bytes()).unwrap().to_owned());
            }
        });
        commands
    };
    for base in [delegated(), application()] {
        let harmless = commands(&base);
        assert!(
            harmless
                .iter()
                .any(|command| command.starts_with("Connect-MgGraph"))
        );
        for hostile in HOSTILE {
            let request = ArtifactRequest {
                app_name: hostile,
                tenant: hostile,
                client_id: Some(hostile),
                ..base
            };
            assert_eq!(commands(&request), harmless, "{hostile}");
        }
    }
}

#[test]
fn the_needed_consent_is_asked_for_by_name_and_no_more() {
    for (request, scopes) in [
        (
            delegated(),
            "$scopes = @('Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All')",
        ),
        (
            application(),
            "$scopes = @('Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All')",
        ),
    ] {
        let script = text(ArtifactKind::PowerShell, &request);
        assert_eq!(script.lines().filter(|line| *line == scopes).count(), 1);
        assert!(!script.contains("New-MgApplicationPassword") && !script.contains("addPassword"));
    }
}
