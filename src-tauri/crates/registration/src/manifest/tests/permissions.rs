use super::*;
use crate::MICROSOFT_THREAT_PROTECTION;
use crate::manifest::{Registered, registration_of};

fn role(id: &str) -> (String, &'static str) {
    (id.to_owned(), "Role")
}

fn user_read() -> (&'static str, Vec<(String, &'static str)>) {
    (MICROSOFT_GRAPH, vec![(GRAPH_USER_READ.to_owned(), "Scope")])
}

/// A registration with these permissions of `WindowsDefenderATP`.
fn with(permissions: Vec<(String, &'static str)>) -> App {
    App {
        access: vec![(WINDOWS_DEFENDER_ATP, permissions), user_read()],
        ..good()
    }
}

/// The API is the cause, and the rules on single permissions are left out.
#[track_caller]
fn assert_api_wrong(app: &App, words: &[&str]) {
    let checks = app.checks();
    assert_wrong(one(&checks, "manifest-api"), words);
    assert_eq!(wrong_steps(&checks), [StepId::Api]);
    assert!(!checks.iter().any(|check| check.step == StepId::Permissions));
}

#[test]
fn a_missing_api_is_wrong_and_the_listed_ones_are_named() {
    let app = App {
        access: vec![user_read(), ("00000007-1111-4222-8333-444444444444", vec![])],
        ..good()
    };
    assert_api_wrong(
        &app,
        &[
            "missing",
            "Microsoft Graph, 00000007-",
            "APIs my organization uses",
            "service principal",
        ],
    );
    let app = App {
        access: vec![],
        ..good()
    };
    assert_api_wrong(&app, &["No API is listed"]);
}

#[test]
fn the_defender_xdr_api_in_its_place_is_called_the_wrong_one() {
    let app = App {
        access: vec![
            (MICROSOFT_THREAT_PROTECTION, vec![(UNKNOWN.to_owned(), "Scope")]),
            user_read(),
        ],
        ..good()
    };
    assert_api_wrong(
        &app,
        &["Microsoft Threat Protection is listed", "AADSTS650057", "Remove"],
    );
}

#[test]
fn both_apis_together_are_fine() {
    let mut app = good();
    app.access
        .push((MICROSOFT_THREAT_PROTECTION, vec![role(UNKNOWN)]));
    let checks = app.checks();
    assert_ok(one(&checks, "manifest-api"), &["2 delegated permissions"]);
    assert_eq!(wrong_steps(&checks), []);
}

#[test]
fn application_permissions_alone_are_wrong() {
    let app = with(vec![role(UNKNOWN), role("00000000-1111-4222-8333-555555555555")]);
    assert_api_wrong(
        &app,
        &[
            "2 application permissions and no delegated one",
            "Delegated permissions",
        ],
    );
    assert_eq!(
        registration_of(&app.manifest(), "Alert.Read"),
        Registered::ApplicationOnly
    );
}

#[test]
fn an_api_without_any_permission_is_wrong() {
    assert_api_wrong(&with(vec![]), &["without any permission"]);
    assert_eq!(
        registration_of(&with(vec![]).manifest(), "Alert.Read"),
        Registered::No
    );
}

#[test]
fn permissions_of_a_type_that_is_not_documented_cannot_be_told() {
    let checks = with(vec![(UNKNOWN.to_owned(), "Toast")]).checks();
    assert_cannot_tell(one(&checks, "manifest-api"), &["`Scope`", "`Role`"]);
    assert_eq!(wrong_steps(&checks), []);
}

#[test]
fn application_permissions_beside_delegated_ones_are_remarked() {
    let mut listed = delegated(&["Alert.Read", "Machine.Read"]);
    listed.push(role(UNKNOWN));
    let checks = with(listed).checks();
    assert_ok(one(&checks, "manifest-api"), &[]);
    assert_remark(
        one(&checks, "manifest-application-permissions"),
        &["1 application permission.", "remove"],
    );
    assert!(!has(&good().checks(), "manifest-application-permissions"));
}

#[test]
fn user_read_that_is_missing_is_remarked() {
    let mut app = good();
    app.access.pop();
    let checks = app.checks();
    assert_remark(one(&checks, "manifest-user-read"), &["User.Read", "AADSTS650056"]);
    // As an application permission, or of another API, it is not the one.
    app.access.push((MICROSOFT_GRAPH, vec![role(GRAPH_USER_READ)]));
    assert!(has(&app.checks(), "manifest-user-read"));
    assert!(!has(&good().checks(), "manifest-user-read"));
}

#[test]
fn wanted_permissions_that_are_not_listed_are_named() {
    let app = with(delegated(&["Alert.Read"]));
    let checks = checks_of(&app.manifest(), &["Alert.Read", "Machine.Read", "Ti.ReadWrite"]);
    assert_wrong(
        one(&checks, "manifest-permissions"),
        &["Machine.Read, Ti.ReadWrite.", "Delegated", "grant consent"],
    );
    assert_eq!(wrong_steps(&checks), [StepId::Permissions]);
    assert_eq!(
        registration_of(&app.manifest(), "alert.read"),
        Registered::Delegated
    );
    assert_eq!(registration_of(&app.manifest(), "Machine.Read"), Registered::No);
}

#[test]
fn a_permission_that_covers_the_wanted_one_will_do() {
    let app = with(delegated(&["Alert.ReadWrite", "Machine.Read"]));
    let checks = app.checks();
    assert_ok(one(&checks, "manifest-permissions"), &["Alert.Read"]);
    assert!(!has(&checks, "manifest-permissions-unwanted"));
    assert_eq!(
        registration_of(&app.manifest(), "Alert.Read"),
        Registered::Delegated
    );
    assert_eq!(
        registration_of(&good().manifest(), "Alert.ReadWrite"),
        Registered::No
    );
}

#[test]
fn the_same_id_as_a_role_is_the_application_permission() {
    let name = "IntegrationConfiguration.ReadWrite";
    let mut listed = delegated(&["Alert.Read"]);
    listed.push(role(&scopes::by_name(name).unwrap().id));
    let manifest = with(listed).manifest();
    assert_eq!(registration_of(&manifest, name), Registered::ApplicationOnly);
    // Beside a delegated one, the role tells nothing of other permissions.
    assert_eq!(registration_of(&manifest, "Machine.Read"), Registered::No);
    let checks = checks_of(&manifest, &["Alert.Read", name]);
    assert_wrong(
        one(&checks, "manifest-permissions"),
        &["As an application permission is listed: Integration"],
    );
}

#[test]
fn an_id_without_a_name_may_be_a_permission_that_is_not_certain() {
    let mut listed = delegated(&["Alert.Read"]);
    listed.push((UNKNOWN.to_owned(), "Scope"));
    let manifest = with(listed).manifest();
    // Of the first only one source knows the id, the second is in no list; the third is certain.
    assert_eq!(
        registration_of(&manifest, "Machine.Isolate"),
        Registered::CannotTell
    );
    assert_eq!(
        registration_of(&manifest, "Machine.Shutdown"),
        Registered::CannotTell
    );
    assert_eq!(registration_of(&manifest, "Machine.Read"), Registered::No);
    let checks = checks_of(&manifest, &["Alert.Read", "Machine.Isolate"]);
    assert_cannot_tell(
        one(&checks, "manifest-permissions"),
        &["Machine.Isolate", "Compare"],
    );
    let checks = checks_of(&manifest, &["Machine.Read", "Machine.Isolate"]);
    assert_wrong(one(&checks, "manifest-permissions"), &["Machine.Read."]);
    // Without such an id it is certain that it is missing.
    let manifest = with(delegated(&["Alert.Read"])).manifest();
    assert_eq!(registration_of(&manifest, "Machine.Isolate"), Registered::No);
}

#[test]
fn a_permission_of_another_api_does_not_count() {
    let mut app = good();
    app.access = vec![(MICROSOFT_GRAPH, delegated(&["Alert.Read"])), user_read()];
    assert_eq!(registration_of(&app.manifest(), "Alert.Read"), Registered::No);
    assert_eq!(registration_of(&good().manifest(), "User.Read"), Registered::No);
}

#[test]
fn listed_permissions_that_are_not_wanted_are_remarked() {
    let mut listed = delegated(&["Alert.Read", "Machine.LiveResponse"]);
    listed.push((UNKNOWN.to_owned(), "Scope"));
    let checks = checks_of(&with(listed).manifest(), &["Alert.Read"]);
    assert_ok(one(&checks, "manifest-permissions"), &[]);
    assert_remark(
        one(&checks, "manifest-permissions-unwanted"),
        &[
            "Machine.LiveResponse.",
            "1 id is listed that cannot be named here: ",
            UNKNOWN,
        ],
    );
    assert!(!has(&good().checks(), "manifest-permissions-unwanted"));
}

#[test]
fn with_nothing_wanted_permissions_are_not_judged() {
    let checks = checks_of(&good().manifest(), &[]);
    assert!(!checks.iter().any(|check| check.step == StepId::Permissions));
}
