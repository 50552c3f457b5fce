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
    /// Only the manifest shows it.
    InManifestOnly,
    /// Nothing is wrong with the set-up: the step is named, and not marked wrong.
    Passing,
}

use Found::{Certain, CertainWithManifest, InManifestOnly, Passing};

const EXPECTED: &[(&str, StepId, Found)] = &[
    ("unknown-tenant", StepId::Cloud, Certain),
    ("wrong-cloud", StepId::Cloud, Certain),
    ("unknown-application", StepId::Ids, Certain),
    ("redirect-not-registered", StepId::Register, Certain),
    ("redirect-under-web", StepId::Register, Certain),
    ("public-flows-off", StepId::PublicClient, InManifestOnly),
    ("service-principal-missing", StepId::Api, Certain),
    ("wrong-api", StepId::Api, Certain),
    ("application-permissions", StepId::Api, Certain),
    ("consent-missing", StepId::Consent, Certain),
    ("consent-one-missing", StepId::Consent, CertainWithManifest),
    ("admin-approval", StepId::Consent, Certain),
    ("user-declines", StepId::Consent, Certain),
    ("user-not-assigned", StepId::Roles, Certain),
    ("personal-account", StepId::Roles, Certain),
    ("conditional-access-block", StepId::TryIt, Certain),
    ("mfa-required", StepId::TryIt, Certain),
    ("expired-refresh-token", StepId::TryIt, Certain),
    ("not-licensed", StepId::Cloud, Certain),
    ("no-defender-role", StepId::Roles, Certain),
    ("device-groups", StepId::Roles, Certain),
    ("wrong-audience", StepId::Cloud, Certain),
    ("throttled", StepId::TryIt, Passing),
    ("service-fault", StepId::TryIt, Passing),
    ("clock-skew", StepId::Connection, Certain),
    ("untrusted-root", StepId::Connection, Certain),
    ("html-instead-of-json", StepId::Connection, Certain),
];

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

#[tokio::test]
async fn the_table_names_every_switch_of_the_sandbox_tenant() {
    let ids: BTreeSet<&str> = sandbox::Fault::ALL.iter().map(|fault| fault.id()).collect();
    let tested: BTreeSet<&str> = EXPECTED.iter().map(|(fault, ..)| *fault).collect();
    assert_eq!(tested, ids);
    assert_eq!(EXPECTED.len(), ids.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_switch_marks_its_step_and_no_other() {
    for &(fault, step, found) in EXPECTED {
        let checklist = diagnosed(fault, true).await;
        println!("{}", said(fault, &checklist));
        assert_found(fault, &checklist, step, found != Passing);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn most_switches_are_found_without_a_manifest() {
    for &(fault, step, found) in EXPECTED {
        let checklist = diagnosed(fault, false).await;
        println!("{}", said(fault, &checklist));
        match found {
            InManifestOnly => assert_eq!(checklist.cause, None, "{fault}"),
            Certain => assert_found(fault, &checklist, step, true),
            CertainWithManifest | Passing => assert_found(fault, &checklist, step, false),
        }
    }
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
