//! The JSON bodies, held against a schema of what Microsoft Graph takes.

use boon::{Compiler, Schemas};
use registration::AccountTypes;
use registration::artifacts::{ArtifactKind, ArtifactRequest};
use registration::{REDIRECT_URI, WINDOWS_DEFENDER_ATP};
use serde_json::Value;

use crate::support::{HOSTILE, application, delegated, text};

const CLIENT: &str = "a1b2c3d4-1111-4222-8333-944445555666";

/// Why a value does not fit a part of the schema.
fn misfit(value: &Value, part: &str) -> Option<String> {
    let schema: Value = serde_json::from_str(include_str!("../fixtures/application.schema.json")).unwrap();
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.add_resource("application.schema.json", schema).unwrap();
    let index = compiler
        .compile(&format!("application.schema.json{part}"), &mut schemas)
        .unwrap();
    schemas
        .validate(value, index)
        .err()
        .map(|error| error.to_string())
}

#[derive(Debug)]
struct Sent {
    title: String,
    method: String,
    address: String,
    body: Option<Value>,
}

/// Reads the text as a person does: a heading, a line with method and address, headers, an empty line, the body.
fn requests(text: &str) -> Vec<Sent> {
    let mut parts = text.split("\n### ");
    let comment = parts.next().unwrap();
    assert!(
        comment
            .lines()
            .all(|line| line.starts_with('#') || line.is_empty()),
        "{comment}"
    );
    parts
        .map(|part| {
            let (title, rest) = part.split_once('\n').unwrap();
            let (line, rest) = rest.split_once('\n').unwrap_or((rest, ""));
            let (method, address) = line.split_once(' ').unwrap();
            let body = rest.split_once("\n\n").map(|(head, body)| {
                assert_eq!(head, "Content-Type: application/json");
                serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"))
            });
            Sent {
                title: title.to_owned(),
                method: method.to_owned(),
                address: address.to_owned(),
                body,
            }
        })
        .collect()
}

#[test]
fn required_resource_access_fits_the_schema() {
    let value: Value =
        serde_json::from_str(&text(ArtifactKind::RequiredResourceAccess, &delegated())).unwrap();
    assert_eq!(misfit(&value, "#/$defs/requiredResourceAccess"), None);
}

#[test]
fn placeholders_are_refused_until_they_are_filled_in() {
    for kind in [ArtifactKind::RequiredResourceAccess, ArtifactKind::GraphRequest] {
        let text = text(kind, &application());
        assert!(text.contains("\"<id of Alert.Read.All>\""), "{text}");
    }
    let text = text(ArtifactKind::RequiredResourceAccess, &application());
    let value: Value = serde_json::from_str(&text).unwrap();
    let why = misfit(&value, "#/$defs/requiredResourceAccess").unwrap();
    assert!(why.contains("pattern"), "{why}");
    let filled = text
        .replace("<id of Alert.Read.All>", "f0000000-0000-4000-8000-000000000001")
        .replace("<id of Machine.Isolate>", "f0000000-0000-4000-8000-000000000003");
    let value: Value = serde_json::from_str(&filled).unwrap();
    assert_eq!(misfit(&value, "#/$defs/requiredResourceAccess"), None);
    assert_eq!(value[0]["resourceAccess"][0]["type"], "Role");
}

#[test]
fn the_schema_refuses_what_graph_would_refuse() {
    let text = text(ArtifactKind::RequiredResourceAccess, &delegated());
    for (right, wrong) in [
        ("\"Scope\"", "\"Delegated\""),
        ("\"resourceAccess\"", "\"resourceAcess\""),
        ("\"fc780465", "\"xc780465"),
    ] {
        let value: Value = serde_json::from_str(&text.replace(right, wrong)).unwrap();
        assert!(
            misfit(&value, "#/$defs/requiredResourceAccess").is_some(),
            "{wrong}"
        );
    }
}

#[test]
fn the_application_in_the_requests_fits_the_schema_for_every_choice() {
    for account_types in AccountTypes::ALL {
        for needs_public_flows in [false, true] {
            let request = ArtifactRequest {
                account_types,
                needs_public_flows,
                ..delegated()
            };
            let requests = requests(&text(ArtifactKind::GraphRequest, &request));
            let sent = requests
                .iter()
                .find(|sent| sent.address == "https://graph.microsoft.com/v1.0/applications")
                .unwrap();
            let body = sent.body.as_ref().unwrap();
            assert_eq!(sent.method, "POST");
            assert_eq!(misfit(body, ""), None);
            assert_eq!(body["signInAudience"], account_types.sign_in_audience());
            assert_eq!(body["isFallbackPublicClient"], needs_public_flows);
            assert_eq!(body["publicClient"]["redirectUris"][0], REDIRECT_URI);
        }
    }
}

#[test]
fn the_requests_come_in_order_with_valid_bodies() {
    let sent = requests(&text(ArtifactKind::GraphRequest, &delegated()));
    let order: Vec<(&str, &str)> = sent
        .iter()
        .map(|sent| {
            let path = sent
                .address
                .strip_prefix("https://graph.microsoft.com/v1.0/")
                .unwrap();
            (sent.method.as_str(), path.split(['?', '/', '(']).next().unwrap())
        })
        .collect();
    assert_eq!(
        order,
        [
            ("GET", "servicePrincipals"),
            ("POST", "servicePrincipals"),
            ("POST", "applications"),
            ("POST", "servicePrincipals"),
            ("GET", "oauth2PermissionGrants"),
            ("POST", "oauth2PermissionGrants"),
            ("PATCH", "oauth2PermissionGrants"),
        ]
    );
    for sent in &sent {
        assert_eq!(sent.body.is_some(), sent.method != "GET", "{}", sent.title);
        assert!(!sent.address.contains(' '), "{}", sent.address);
    }
    let body = |index: usize| sent[index].body.clone().unwrap();
    assert_eq!(body(1)["appId"], WINDOWS_DEFENDER_ATP);
    assert_eq!(body(5)["consentType"], "AllPrincipals");
    assert_eq!(body(5)["scope"], "Alert.Read Machine.Isolate");
    assert_eq!(
        body(6)["scope"],
        "<scope-from-answer-5> Alert.Read Machine.Isolate"
    );
}

#[test]
fn a_registration_that_exists_is_changed_instead_of_made() {
    let request = ArtifactRequest {
        client_id: Some(CLIENT),
        needs_public_flows: true,
        ..delegated()
    };
    let sent = requests(&text(ArtifactKind::GraphRequest, &request));
    assert_eq!(sent[2].method, "PATCH");
    assert_eq!(
        sent[2].address,
        format!("https://graph.microsoft.com/v1.0/applications(appId='{CLIENT}')")
    );
    assert!(sent[2].title.contains("what it lists already"));
    let body = sent[2].body.as_ref().unwrap();
    assert_eq!(
        misfit(&body["requiredResourceAccess"], "#/$defs/requiredResourceAccess"),
        None
    );
    assert_eq!(body["isFallbackPublicClient"], true);
    assert_eq!(body.get("displayName"), None);
    assert_eq!(sent[3].body.as_ref().unwrap()["appId"], CLIENT);
}

#[test]
fn application_permissions_are_assigned_one_by_one() {
    let sent = requests(&text(ArtifactKind::GraphRequest, &application()));
    let assignments: Vec<&Sent> = sent
        .iter()
        .filter(|sent| sent.address.ends_with("/appRoleAssignments"))
        .collect();
    assert_eq!(assignments.len(), 2);
    let body = assignments[0].body.as_ref().unwrap();
    assert_eq!(body["appRoleId"], "<id of Alert.Read.All>");
    assert!(sent[0].address.ends_with("$select=id,appId,appRoles"));
    let made = sent[2].body.as_ref().unwrap();
    assert_eq!(made.get("publicClient"), None);
}

#[test]
fn hostile_values_stay_in_their_json_strings() {
    for app_name in HOSTILE {
        let permissions = [(app_name, "")];
        for base in [delegated(), application()] {
            let request = ArtifactRequest {
                app_name,
                permissions: &permissions,
                client_id: Some(app_name),
                graph_base: app_name,
                ..base
            };
            let sent = requests(&text(ArtifactKind::GraphRequest, &request));
            assert_eq!(sent[2].body.as_ref().unwrap()["displayName"], app_name);
            for sent in sent {
                assert!(
                    sent.address.starts_with("https://graph.microsoft.com/v1.0/"),
                    "{}",
                    sent.address
                );
            }
            let access: Value =
                serde_json::from_str(&text(ArtifactKind::RequiredResourceAccess, &request)).unwrap();
            assert_eq!(
                access[0]["resourceAccess"][0]["id"],
                format!("<id of {app_name}>")
            );
        }
    }
}
