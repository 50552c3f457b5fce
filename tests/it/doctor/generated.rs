//! Choosing permissions, generated texts and the report, through the workbench.

use super::{check, prepared, sign_in, submit_manifest};
use crate::setup::{ADMIN, Machine};
use crate::walk::Person;
use contract::{
    AccessKind, ArtifactKind, ArtifactRequest, ErrorCode, ManifestForm, PickPermissionsRequest, ReportFormat,
    SaveReportRequest,
};

fn pick(ids: &[&str]) -> PickPermissionsRequest {
    PickPermissionsRequest {
        operations: ids.iter().map(|&id| id.to_owned()).collect(),
    }
}

#[tokio::test]
async fn all_documented_operations_are_offered_and_six_have_no_delegated_permission() {
    let workbench = prepared(&Machine::new(Person::Waits)).await;
    let offered = workbench.operations();
    assert_eq!(offered.operations.len(), 113);
    let none: Vec<&str> = offered
        .operations
        .iter()
        .filter(|operation| operation.permissions.is_empty())
        .map(|operation| operation.id.as_str())
        .collect();
    assert_eq!(none.len(), 6, "{none:?}");
    let picked = workbench.pick_permissions(&pick(&none)).unwrap();
    assert!(picked.permissions.is_empty());
    assert_eq!(picked.without_permission.len(), 6);
    assert!(picked.remarks.len() >= 6);
}

#[tokio::test]
async fn reading_alerts_and_isolating_needs_two_permissions_and_two_roles() {
    let workbench = prepared(&Machine::new(Person::Waits)).await;
    let picked = workbench
        .pick_permissions(&pick(&["listAlerts", "getAlert", "isolateMachine"]))
        .unwrap();
    let names: Vec<(&str, bool)> = picked
        .permissions
        .iter()
        .map(|permission| (permission.value.as_str(), permission.writes))
        .collect();
    assert_eq!(names, [("Alert.Read", false), ("Machine.Isolate", true)]);
    let roles: Vec<&str> = picked.roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(roles, ["View Data", "Active remediation actions"]);
    assert!(picked.roles[1].unified.contains("Response (manage)"));
    // The page of 2026 lists Alert.ReadWrite alone.
    assert!(
        picked
            .remarks
            .iter()
            .any(|remark| remark.text.contains("Alert.Read"))
    );
}

#[tokio::test]
async fn an_operation_that_does_not_exist_is_refused() {
    let workbench = prepared(&Machine::new(Person::Waits)).await;
    let error = workbench
        .pick_permissions(&pick(&["noSuchOperation"]))
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::Internal);
}

#[tokio::test]
async fn every_generated_text_names_exactly_the_wanted_permissions() {
    let workbench = prepared(&Machine::new(Person::Waits)).await;
    for kind in [ArtifactKind::AzureCli, ArtifactKind::PowerShell] {
        for (access, wanted, other) in [
            (AccessKind::UserContext, "Machine.Read", "Machine.Read.All"),
            (AccessKind::ApplicationContext, "Machine.Read.All", "Score.Read"),
        ] {
            let made = workbench.artifact(&ArtifactRequest { kind, access }).unwrap();
            assert!(made.text.contains(wanted), "{kind:?} {access:?}");
            assert!(!made.text.contains(other), "{kind:?} {access:?}");
            assert!(!made.file_name.is_empty() && !made.about.is_empty());
        }
    }
    let access = AccessKind::UserContext;
    for (kind, word) in [
        (
            ArtifactKind::RequiredResourceAccess,
            "fc780465-2017-40d4-a0c5-307022471b92",
        ),
        (ArtifactKind::GraphRequest, "oauth2PermissionGrants"),
        (ArtifactKind::ConsentMail, "adminconsent"),
    ] {
        let made = workbench.artifact(&ArtifactRequest { kind, access }).unwrap();
        assert!(made.text.contains(word), "{kind:?}: {}", made.text);
    }
}

#[tokio::test]
async fn a_text_and_the_report_are_saved_where_the_person_says() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = prepared(&machine).await;
    submit_manifest(&workbench, ManifestForm::Graph).await;
    sign_in(&machine, &workbench).await;
    check(&workbench).await;
    let saved = workbench
        .save_artifact(ArtifactRequest {
            kind: ArtifactKind::AzureCli,
            access: AccessKind::UserContext,
        })
        .await
        .unwrap();
    assert!(
        std::fs::read_to_string(saved.path.unwrap())
            .unwrap()
            .starts_with("#!")
    );
    for format in [ReportFormat::Html, ReportFormat::Markdown, ReportFormat::Json] {
        let saved = workbench
            .save_report(SaveReportRequest {
                format,
                mask_names: true,
            })
            .await
            .unwrap();
        let text = std::fs::read_to_string(saved.path.unwrap()).unwrap();
        assert!(text.contains("Machine.Read"), "{format:?}");
        assert!(!text.contains(ADMIN), "{format:?}");
        assert!(!text.contains("eyJ"), "{format:?} holds something like a token");
    }
}
