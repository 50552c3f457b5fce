//! The rules, each on both forms of the same registration.

mod permissions;
mod reading;
mod redirects;
mod registration;

use chrono::{DateTime, TimeZone, Utc};
use serde_json::{Value, json};

use super::{Expected, Form, Manifest, check, read};
use crate::{
    AccountTypes, Check, MICROSOFT_GRAPH, State, StepId, WINDOWS_DEFENDER_ATP, scopes,
    scopes::GRAPH_USER_READ,
};

/// Application (client) ID of the registration under test.
const APP: &str = "a1b2c3d4-1111-4222-8333-944445555666";
/// Its Object ID.
const OBJECT: &str = "0b0b0b0b-1111-4222-8333-0b0b0b0b0b0b";
/// A permission of which no name is known.
const UNKNOWN: &str = "00000000-1111-4222-8333-444444444444";

/// A registration, from which both forms are written.
#[derive(Clone)]
struct App {
    audience: Value,
    public: Vec<&'static str>,
    web: Vec<&'static str>,
    spa: Vec<&'static str>,
    fallback: Value,
    access: Vec<(&'static str, Vec<(String, &'static str)>)>,
    secrets: Vec<Value>,
    certificates: Vec<Value>,
}

/// A registration with which everything is right: `Alert.Read` and `Machine.Read`.
fn good() -> App {
    App {
        audience: json!("AzureADMyOrg"),
        public: vec!["http://localhost"],
        web: vec![],
        spa: vec![],
        fallback: Value::Null,
        access: vec![
            (WINDOWS_DEFENDER_ATP, delegated(&["Alert.Read", "Machine.Read"])),
            (MICROSOFT_GRAPH, vec![(GRAPH_USER_READ.to_owned(), "Scope")]),
        ],
        secrets: vec![],
        certificates: vec![],
    }
}

/// Delegated permissions, by name.
fn delegated(names: &[&str]) -> Vec<(String, &'static str)> {
    names
        .iter()
        .map(|name| (scopes::by_name(name).unwrap().id.clone(), "Scope"))
        .collect()
}

impl App {
    fn required(&self) -> Value {
        self.access
            .iter()
            .map(|(api, permissions)| {
                let listed: Vec<Value> = permissions
                    .iter()
                    .map(|(id, kind)| json!({ "id": id, "type": kind }))
                    .collect();
                json!({ "resourceAppId": api, "resourceAccess": listed })
            })
            .collect()
    }

    fn graph(&self) -> Value {
        json!({
            "id": OBJECT,
            "appId": APP,
            "displayName": "Defender read-only",
            "signInAudience": self.audience,
            "isFallbackPublicClient": self.fallback,
            "publicClient": { "redirectUris": self.public },
            "web": { "redirectUris": self.web, "logoutUrl": null },
            "spa": { "redirectUris": self.spa },
            "requiredResourceAccess": self.required(),
            "passwordCredentials": self.secrets,
            "keyCredentials": self.certificates,
            "identifierUris": [],
            "api": { "requestedAccessTokenVersion": null },
        })
    }

    fn azure_ad(&self) -> Value {
        let typed = |uris: &[&'static str], kind: &'static str| -> Vec<Value> {
            uris.iter()
                .map(|uri| json!({ "url": uri, "type": kind }))
                .collect()
        };
        let mut urls = typed(&self.public, "InstalledClient");
        urls.extend(typed(&self.web, "Web"));
        urls.extend(typed(&self.spa, "Spa"));
        json!({
            "id": OBJECT,
            "appId": APP,
            "name": "Defender read-only",
            "signInAudience": self.audience,
            "allowPublicClient": self.fallback,
            "replyUrlsWithType": urls,
            "requiredResourceAccess": self.required(),
            "passwordCredentials": self.secrets,
            "keyCredentials": self.certificates,
            "identifierUris": [],
            "accessTokenAcceptedVersion": null,
        })
    }

    /// What is read from both forms, which is the same but for the form.
    fn manifest(&self) -> Manifest {
        let graph = read(&self.graph().to_string()).unwrap();
        let azure_ad = read(&self.azure_ad().to_string()).unwrap();
        assert_eq!((graph.form, azure_ad.form), (Form::Graph, Form::AzureAd));
        assert_eq!(
            Manifest {
                form: Form::Graph,
                ..azure_ad
            },
            graph
        );
        graph
    }

    /// The checks with what [`good`] is asked for.
    fn checks(&self) -> Vec<Check> {
        checks_of(&self.manifest(), &["Alert.Read", "Machine.Read"])
    }
}

fn checks_of(manifest: &Manifest, wanted: &[&str]) -> Vec<Check> {
    let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
    let expected = Expected {
        wanted: &wanted,
        ..expected()
    };
    check(manifest, &expected, now())
}

fn expected() -> Expected<'static> {
    Expected {
        client_id: APP,
        wanted: &[],
        account_types: AccountTypes::OneOrganisation,
        needs_public_flows: false,
    }
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 9, 0, 0).unwrap()
}

/// The check with this id.
fn one<'a>(checks: &'a [Check], id: &str) -> &'a Check {
    let mut found = checks.iter().filter(|check| check.id == id);
    let check = found
        .next()
        .unwrap_or_else(|| panic!("no check {id} in {checks:#?}"));
    assert!(found.next().is_none(), "{id} twice");
    check
}

fn has(checks: &[Check], id: &str) -> bool {
    checks.iter().any(|check| check.id == id)
}

/// The steps that are marked wrong.
fn wrong_steps(checks: &[Check]) -> Vec<StepId> {
    let mut steps: Vec<StepId> = checks
        .iter()
        .filter(|check| check.state == State::Wrong)
        .map(|check| check.step)
        .collect();
    steps.dedup();
    steps
}

/// The check is wrong, says what to do, and its words hold these.
#[track_caller]
fn assert_wrong(check: &Check, words: &[&str]) {
    assert_eq!(check.state, State::Wrong, "{check:#?}");
    assert!(!check.remark);
    assert_words(check, words);
}

/// The check breaks nothing, says what to better, and its words hold these.
#[track_caller]
fn assert_remark(check: &Check, words: &[&str]) {
    assert!(check.remark, "{check:#?}");
    assert_eq!(check.state, State::Ok);
    assert_words(check, words);
}

#[track_caller]
fn assert_cannot_tell(check: &Check, words: &[&str]) {
    assert_eq!(check.state, State::CannotTell, "{check:#?}");
    assert_words(check, words);
}

#[track_caller]
fn assert_ok(check: &Check, words: &[&str]) {
    assert_eq!(check.state, State::Ok, "{check:#?}");
    assert!(!check.remark);
    assert_eq!(check.fix, None);
    for word in words {
        assert!(check.seen.contains(word), "no {word} in {}", check.seen);
    }
}

#[track_caller]
fn assert_words(check: &Check, words: &[&str]) {
    let fix = check.fix.as_ref().expect("says what to do");
    let text = format!("{}\n{fix}", check.seen);
    for word in words {
        assert!(text.contains(word), "no {word} in {text}");
    }
}

#[test]
fn a_good_registration_is_good_in_every_check_of_both_forms() {
    for text in [
        include_str!("../../tests/fixtures/manifest_graph.json"),
        include_str!("../../tests/fixtures/manifest_azure_ad.json"),
    ] {
        let checks = checks_of(&read(text).unwrap(), &["Alert.Read", "Machine.Read"]);
        for check in &checks {
            assert_ok(check, &[]);
        }
        let ids: Vec<&str> = checks.iter().map(|check| check.id).collect();
        assert_eq!(
            ids,
            [
                "manifest-account-types",
                "manifest-redirect-uri",
                "manifest-credentials",
                "manifest-public-flows",
                "manifest-api",
                "manifest-permissions",
                "manifest-client-id",
            ]
        );
        assert!(checks.is_sorted_by_key(|check| check.step));
    }
}

#[test]
fn the_two_recorded_forms_say_the_same_as_the_ones_written_here() {
    let recorded = read(include_str!("../../tests/fixtures/manifest_graph.json")).unwrap();
    assert_eq!(recorded, good().manifest());
    let recorded = read(include_str!("../../tests/fixtures/manifest_azure_ad.json")).unwrap();
    assert_eq!(recorded.form, Form::AzureAd);
    assert_eq!(
        Manifest {
            form: Form::Graph,
            ..recorded
        },
        good().manifest()
    );
}
