//! Evidence over time: stale tokens, values that change, restarts, cancelling.

use super::{check, prepared, sign_in, steps_in, submit, submit_manifest, switch};
use crate::setup::{ADMIN, Machine, browser, quiet};
use crate::walk::Person;
use contract::{
    CheckEvent, CheckRequest, ClearEvidenceRequest, ErrorCode, EvidenceKind, ManifestForm, Mark,
    SaveProfileRequest, StepId, StepState, SubmitEvidenceRequest,
};
use std::sync::Mutex;

#[tokio::test]
async fn a_token_older_than_the_consent_is_renewed_and_said_so() {
    let machine = Machine::new(Person::Studies(ADMIN));
    let workbench = prepared(&machine).await;
    switch(&workbench, &["consent-one-missing"]).await;
    sign_in(&machine, &workbench).await;
    let row = |checklist: &contract::ChecklistDto| {
        let mut rows = checklist.consent.iter();
        rows.find(|row| row.permission == "Machine.Read").unwrap().clone()
    };
    assert_eq!(row(&workbench.checklist().unwrap()).in_token, Mark::No);
    // An admin grants it meanwhile.
    switch(&workbench, &[]).await;
    let checklist = check(&workbench).await;
    let row = row(&checklist);
    assert_eq!((row.consented, row.in_token), (Mark::Yes, Mark::Yes));
    assert!(row.remark.unwrap().contains("older than the consent"));
    assert_eq!(checklist.cause, None);
}

#[tokio::test]
async fn the_stages_of_a_check_are_told_in_order_with_the_checklist_so_far() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = prepared(&machine).await;
    sign_in(&machine, &workbench).await;
    let events = Mutex::new(Vec::new());
    let check_id = "check".to_owned();
    workbench
        .check_everything(CheckRequest { check_id }, |event| {
            events.lock().unwrap().push(event)
        })
        .await
        .unwrap();
    let events = events.into_inner().unwrap();
    let CheckEvent::Planned { kinds } = &events[0] else {
        panic!("{:?}", events[0]);
    };
    use EvidenceKind::{Api, Discovery, Network, SignIn, Token};
    assert_eq!(*kinds, [Network, Discovery, SignIn, Token, Api]);
    let taken: Vec<EvidenceKind> = events
        .iter()
        .filter_map(|event| match event {
            CheckEvent::Taken { kind, checklist } => {
                assert_eq!(checklist.steps.len(), 11);
                Some(*kind)
            }
            _ => None,
        })
        .collect();
    assert_eq!(taken, *kinds);
}

#[tokio::test]
async fn without_a_session_only_network_and_tenant_are_checked() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    let checklist = check(&workbench).await;
    assert_eq!(checklist.cause, None);
    let ok = steps_in(&checklist, StepState::Ok);
    for step in [StepId::Connection, StepId::Cloud, StepId::Access] {
        assert!(ok.contains(&step), "{step:?}");
    }
    assert_eq!(
        steps_in(&checklist, StepState::NotChecked),
        [
            StepId::Roles,
            StepId::Register,
            StepId::Api,
            StepId::Permissions,
            StepId::Consent,
            StepId::TryIt
        ]
    );
}

#[tokio::test]
async fn a_cancelled_check_keeps_what_was_found() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    let request = CheckRequest {
        check_id: "check".to_owned(),
    };
    let stopped = workbench
        .check_everything(request.clone(), |event| {
            if matches!(
                event,
                CheckEvent::Taken {
                    kind: EvidenceKind::Network,
                    ..
                }
            ) {
                workbench.cancel_check(&request);
            }
        })
        .await;
    assert_eq!(stopped.unwrap_err().code, ErrorCode::CheckCancelled);
    let checklist = workbench.checklist().unwrap();
    let kinds: Vec<EvidenceKind> = checklist.evidence.iter().map(|evidence| evidence.kind).collect();
    assert_eq!(kinds, [EvidenceKind::Network]);
    assert_eq!(checklist.checked_at, None);
}

#[tokio::test]
async fn another_tenant_makes_the_evidence_void_and_keeps_the_manifest() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = prepared(&machine).await;
    submit_manifest(&workbench, ManifestForm::Graph).await;
    sign_in(&machine, &workbench).await;
    check(&workbench).await;
    let profile = workbench.restore_and_state().await.unwrap().profiles.remove(0);
    workbench
        .save_profile(SaveProfileRequest {
            id: Some(profile.id),
            name: profile.name,
            cloud: profile.cloud,
            tenant: "other.example".to_owned(),
            client_id: profile.client_id,
            wanted_permissions: profile.wanted_permissions,
            colour: profile.colour,
            region: profile.region,
            endpoints: profile.endpoints,
            allow_password_sample: profile.allow_password_sample,
        })
        .await
        .unwrap();
    let checklist = workbench.checklist().unwrap();
    let kinds: Vec<EvidenceKind> = checklist.evidence.iter().map(|evidence| evidence.kind).collect();
    assert_eq!(kinds, [EvidenceKind::Manifest]);
}

#[tokio::test]
async fn how_the_steps_stood_survives_a_restart() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = prepared(&machine).await;
    sign_in(&machine, &workbench).await;
    check(&workbench).await;
    drop(workbench);
    let workbench = machine.run();
    let checklist = workbench.checklist().unwrap();
    let try_it = checklist
        .steps
        .iter()
        .find(|step| step.id == StepId::TryIt)
        .unwrap();
    assert_eq!(try_it.state, StepState::NotChecked);
    assert_eq!(try_it.last.as_ref().unwrap().state, StepState::Ok);
    assert_eq!(checklist.answers.person_present, Some(true));
}

#[tokio::test]
async fn evidence_can_be_taken_away() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    let kind = EvidenceKind::ErrorPage;
    let checklist = submit(&workbench, kind, "AADSTS50011".to_owned());
    assert_eq!(checklist.cause.unwrap().step, StepId::Register);
    let checklist = workbench.clear_evidence(&ClearEvidenceRequest { kind }).unwrap();
    assert_eq!(checklist.cause, None);
}

#[tokio::test]
async fn an_error_page_from_before_a_sign_in_that_worked_is_history() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = prepared(&machine).await;
    submit(&workbench, EvidenceKind::ErrorPage, "AADSTS50011".to_owned());
    sign_in(&machine, &workbench).await;
    let checklist = workbench.checklist().unwrap();
    assert!(
        checklist
            .evidence
            .iter()
            .all(|evidence| evidence.kind != EvidenceKind::ErrorPage)
    );
}

#[tokio::test]
async fn signing_out_takes_what_the_session_showed() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = prepared(&machine).await;
    sign_in(&machine, &workbench).await;
    check(&workbench).await;
    workbench.sign_out().await.unwrap();
    let checklist = workbench.checklist().unwrap();
    let kinds: Vec<EvidenceKind> = checklist.evidence.iter().map(|evidence| evidence.kind).collect();
    assert_eq!(kinds, [EvidenceKind::Network, EvidenceKind::Discovery]);
}

#[tokio::test]
async fn nonsense_is_refused_and_never_repeated() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    let planted = "planted-nonsense";
    for (kind, code) in [
        (EvidenceKind::Manifest, ErrorCode::ManifestUnreadable),
        (EvidenceKind::ErrorPage, ErrorCode::ErrorPageUnreadable),
    ] {
        let error = workbench
            .submit_evidence(SubmitEvidenceRequest {
                kind,
                text: planted.into(),
            })
            .unwrap_err();
        assert_eq!(error.code, code);
        assert!(!format!("{error:?}").contains(planted));
    }
}

#[tokio::test]
async fn a_person_who_presses_cancel_is_asked_for_the_page() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    let attempt = workbench.start_sign_in(browser(), quiet);
    let cancel = async {
        while machine.browser.opened().is_empty() {
            tokio::task::yield_now().await;
        }
        workbench.cancel_sign_in();
    };
    let (result, ()) = tokio::join!(attempt, cancel);
    assert_eq!(result.unwrap_err().code, ErrorCode::SignInCancelled);
    let cause = workbench.checklist().unwrap().cause.unwrap();
    assert_eq!((cause.step, cause.certain), (StepId::TryIt, false));
    assert!(cause.fix.contains("paste it as evidence"), "{}", cause.fix);
}
