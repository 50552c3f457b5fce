//! For every switch of the sandbox tenant: the doctor marks the right step, and no other.

use super::{check, prepared, sign_in, steps_in, submit_manifest, switch};
use crate::setup::{ADMIN, Machine};
use crate::walk::Person;
use contract::{ChecklistDto, ManifestForm, SaveAnswersRequest, StepId, StepState};
use std::collections::BTreeSet;

/// What the evidence allows to say.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Found {
    /// Proved by sign-in, token, call or network alone; the manifest says nothing against it.
    Certain,
    /// The manifest proves it; without it the same step is the likeliest.
    CertainWithManifest,
    /// The manifest proves it; without it, a consent that is missing is as likely, and named.
    LooksLikeConsentWithoutManifest,
    /// Only the manifest shows it.
    InManifestOnly,
    /// Nothing is wrong with the set-up: the step is named, and not marked wrong.
    Passing,
    /// It concerns another way of signing in than the browser's, so nothing is found.
    Unnoticed,
}

/// One test for each switch: with the manifest and without it, and the list of all of them.
macro_rules! switches {
    ($($name:ident: $id:literal => $step:ident, $found:ident;)+) => {
        const TESTED: &[&str] = &[$($id),+];

        mod marks_the_right_step_and_no_other_for {
            use super::*;

            $(
                #[tokio::test]
                async fn $name() {
                    println!("{}", found_with_and_without_manifest($id, StepId::$step, Found::$found).await);
                }
            )+
        }
    };
}

switches! {
    unknown_tenant: "unknown-tenant" => Cloud, Certain;
    wrong_cloud: "wrong-cloud" => Cloud, Certain;
    unknown_application: "unknown-application" => Ids, Certain;
    redirect_not_registered: "redirect-not-registered" => Register, Certain;
    redirect_under_web: "redirect-under-web" => Register, Certain;
    public_flows_off: "public-flows-off" => PublicClient, InManifestOnly;
    service_principal_missing: "service-principal-missing" => Api, Certain;
    wrong_api: "wrong-api" => Api, Certain;
    application_permissions: "application-permissions" => Api, Certain;
    permissions_not_registered: "permissions-not-registered" => Permissions, LooksLikeConsentWithoutManifest;
    consent_missing: "consent-missing" => Consent, Certain;
    consent_one_missing: "consent-one-missing" => Consent, CertainWithManifest;
    admin_approval: "admin-approval" => Consent, Certain;
    user_declines: "user-declines" => Consent, Certain;
    user_not_assigned: "user-not-assigned" => Roles, Certain;
    personal_account: "personal-account" => Roles, Certain;
    conditional_access_block: "conditional-access-block" => TryIt, Certain;
    device_code_blocked: "device-code-blocked" => TryIt, Unnoticed;
    mfa_required: "mfa-required" => TryIt, Certain;
    expired_refresh_token: "expired-refresh-token" => TryIt, Certain;
    not_licensed: "not-licensed" => Cloud, Certain;
    no_defender_role: "no-defender-role" => Roles, Certain;
    device_groups: "device-groups" => Roles, Certain;
    wrong_audience: "wrong-audience" => Cloud, Certain;
    claims_challenge: "claims-challenge" => TryIt, Certain;
    throttled: "throttled" => TryIt, Passing;
    service_fault: "service-fault" => TryIt, Passing;
    clock_skew: "clock-skew" => Connection, Certain;
    untrusted_root: "untrusted-root" => Connection, Certain;
    html_instead_of_json: "html-instead-of-json" => Connection, Certain;
}

/// A program that signed in, or tried to, with a fault switched on, and checked everything.
async fn diagnosed(fault: &str, with_manifest: bool) -> ChecklistDto {
    let machine = Machine::new(Person::Studies(ADMIN));
    let workbench = prepared(&machine).await;
    if fault == "public-flows-off" {
        let mut answers = workbench.checklist().unwrap().answers;
        answers.needs_public_flows = true;
        workbench.save_answers(SaveAnswersRequest { answers }).unwrap();
    }
    switch(&workbench, &[fault]).await;
    if with_manifest {
        submit_manifest(&workbench, ManifestForm::Graph).await;
    }
    sign_in(&machine, &workbench).await;
    check(&workbench).await
}

/// The table for the person who reads the test's output: what was injected, what was said, which step was marked.
fn said(fault: &str, checklist: &ChecklistDto) -> String {
    match &checklist.cause {
        Some(cause) => format!("{fault}: {:?} ({}) {}", cause.step, cause.check_id, cause.what),
        None => format!("{fault}: nothing found"),
    }
}

#[track_caller]
fn assert_found(fault: &str, checklist: &ChecklistDto, step: StepId, certain: bool) {
    let cause = checklist.cause.as_ref();
    let cause = cause.unwrap_or_else(|| panic!("{fault}: no cause in {:#?}", checklist.steps));
    assert_eq!(
        (cause.step, cause.certain),
        (step, certain),
        "{fault}: {cause:#?}"
    );
    let wrong = if certain { vec![step] } else { Vec::new() };
    let marked = steps_in(checklist, StepState::Wrong);
    assert_eq!(marked, wrong, "{fault}: {:#?}", checklist.steps);
    assert!(!cause.what.is_empty() && !cause.fix.is_empty(), "{fault}");
}

/// Hands back what was said with the manifest at hand and without it.
async fn found_with_and_without_manifest(fault: &str, step: StepId, found: Found) -> String {
    let checklist = diagnosed(fault, true).await;
    let with = said(fault, &checklist);
    if found == Found::Unnoticed {
        assert_eq!(checklist.cause, None, "{fault}");
    } else {
        assert_found(fault, &checklist, step, found != Found::Passing);
    }
    let checklist = diagnosed(fault, false).await;
    let without = said(fault, &checklist);
    match found {
        Found::InManifestOnly | Found::Unnoticed => assert_eq!(checklist.cause, None, "{fault}"),
        Found::Certain => assert_found(fault, &checklist, step, true),
        Found::LooksLikeConsentWithoutManifest => {
            assert_found(fault, &checklist, StepId::Consent, false);
        }
        Found::CertainWithManifest | Found::Passing => assert_found(fault, &checklist, step, false),
    }
    format!("{with}\nwithout a manifest: {without}")
}

#[test]
fn every_switch_of_the_sandbox_tenant_has_its_test() {
    let ids: BTreeSet<&str> = sandbox::Fault::ALL.iter().map(|fault| fault.id()).collect();
    assert_eq!(TESTED.iter().copied().collect::<BTreeSet<_>>(), ids);
    assert_eq!(TESTED.len(), ids.len());
}

#[tokio::test]
async fn a_fault_that_is_mended_is_green_again() {
    let machine = Machine::new(Person::Studies(ADMIN));
    let workbench = prepared(&machine).await;
    switch(&workbench, &["redirect-under-web"]).await;
    submit_manifest(&workbench, ManifestForm::Graph).await;
    sign_in(&machine, &workbench).await;
    assert_found(
        "redirect-under-web",
        &check(&workbench).await,
        StepId::Register,
        true,
    );
    switch(&workbench, &[]).await;
    machine.hand.forward(chrono::TimeDelta::minutes(1));
    sign_in(&machine, &workbench).await;
    let checklist = check(&workbench).await;
    assert_eq!(
        checklist.cause, None,
        "the outdated manifest is no cause: {:#?}",
        checklist.cause
    );
    assert_eq!(steps_in(&checklist, StepState::Ok).len(), 11);
}
