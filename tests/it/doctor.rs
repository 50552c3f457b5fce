//! The registration doctor against the sandbox tenant: what it says when all is well, and that it finds each fault.

mod evidence;
mod faults;
mod generated;

use crate::setup::{ADMIN, Machine, browser, quiet};
use crate::walk::Person;
use contract::{
    CheckRequest, ChecklistDto, EvidenceKind, ManifestForm, SandboxManifestRequest, SaveAnswersRequest,
    SetSandboxFaultsRequest, StepId, StepState, SubmitEvidenceRequest,
};
use std::sync::Arc;
use workbench::Workbench;

/// A program on the sandbox tenant whose admin has answered the questions of step 1.
pub async fn prepared(machine: &Machine) -> Arc<Workbench> {
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let mut answers = workbench.checklist().unwrap().answers;
    answers.person_present = Some(true);
    answers.as_person = Some(true);
    answers.unattended = Some(false);
    workbench.save_answers(SaveAnswersRequest { answers }).unwrap();
    workbench
}

pub async fn check(workbench: &Arc<Workbench>) -> ChecklistDto {
    let check_id = "check".to_owned();
    let checked = workbench
        .check_everything(CheckRequest { check_id }, |_| ())
        .await;
    checked.unwrap()
}

/// Signs in as a person does who reads what the browser shows: a page that leads nowhere is copied and pasted.
pub async fn sign_in(machine: &Machine, workbench: &Arc<Workbench>) {
    let attempt = Arc::clone(workbench);
    let opened = machine.browser.opened().len();
    let attempt = tokio::spawn(async move { attempt.start_sign_in(browser(), quiet).await });
    while machine.browser.opened().len() == opened && !attempt.is_finished() {
        tokio::task::yield_now().await;
    }
    machine.browser.settle().await;
    if let Some(text) = machine.browser.studied() {
        workbench.cancel_sign_in();
        if !text.is_empty() {
            submit(workbench, EvidenceKind::ErrorPage, text);
        }
    }
    // Refusals are evidence here; whether they are the right ones is what the checklist has to say.
    drop(attempt.await.unwrap());
}

pub fn submit(workbench: &Workbench, kind: EvidenceKind, text: String) -> ChecklistDto {
    workbench
        .submit_evidence(SubmitEvidenceRequest {
            kind,
            text: text.into(),
        })
        .unwrap()
}

pub async fn submit_manifest(workbench: &Workbench, form: ManifestForm) -> ChecklistDto {
    let manifest = workbench
        .sandbox_manifest(SandboxManifestRequest { form })
        .await
        .unwrap();
    submit(workbench, EvidenceKind::Manifest, manifest.text)
}

pub async fn switch(workbench: &Workbench, faults: &[&str]) {
    let faults = faults.iter().map(|&id| id.to_owned()).collect();
    workbench
        .set_sandbox_faults(SetSandboxFaultsRequest { faults })
        .await
        .unwrap();
}

pub fn steps_in(checklist: &ChecklistDto, state: StepState) -> Vec<StepId> {
    let steps = checklist.steps.iter().filter(|step| step.state == state);
    steps.map(|step| step.id).collect()
}

#[tokio::test]
async fn a_good_set_up_is_green_in_every_step() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = prepared(&machine).await;
    submit_manifest(&workbench, ManifestForm::Graph).await;
    sign_in(&machine, &workbench).await;
    let checklist = check(&workbench).await;
    assert_eq!(
        steps_in(&checklist, StepState::Ok).len(),
        11,
        "{:#?}",
        checklist.steps
    );
    assert_eq!(checklist.cause, None);
    assert!(checklist.checked_at.is_some());
    // The older form of the manifest says the same.
    submit_manifest(&workbench, ManifestForm::AzureAd).await;
    assert_eq!(steps_in(&check(&workbench).await, StepState::Ok).len(), 11);
}

#[tokio::test]
async fn every_step_tells_what_to_do() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    let checklist = workbench.checklist().unwrap();
    let numbers: Vec<u8> = checklist.steps.iter().map(|step| step.number).collect();
    assert_eq!(numbers, (0..=10).collect::<Vec<u8>>());
    for step in &checklist.steps {
        assert!(!step.title.is_empty() && !step.lead.is_empty(), "{:?}", step.id);
        assert!(!step.instructions.is_empty(), "{:?}", step.id);
    }
}
