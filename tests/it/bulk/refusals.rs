//! What keeps a change for many from being sent, and what ends it on the way.

use super::{all_rows, at_the_service, body, file, outcomes, plan, row, rows, run, running, table, text};
use crate::calls::{allow, signed_in};
use crate::setup::{ADMIN, ANALYST, Machine, browser, everything, load, quiet, switch};
use crate::walk::Person;
use contract::{BulkChange, BulkEvent, BulkSource, CancelLoadRequest, ErrorCode, FieldPlace};
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn a_run_that_waits_for_its_limit_can_be_cancelled_and_says_what_was_sent() {
    let mut machine = Machine::new(Person::Accepts(ADMIN));
    machine.sandbox.alerts = 1_150;
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let (loaded, _) = load(&workbench, everything()).await;
    let source = all_rows(&workbench, &loaded.result_id).await;
    let planned = plan(
        &workbench,
        BulkChange::UpdateAlerts,
        source,
        vec![body("status", "Resolved")],
    )
    .await
    .unwrap();
    // Ten calls a minute are documented.
    assert_eq!(
        (planned.ready, planned.calls, planned.wait_seconds),
        (1_150, 12, 60.0)
    );
    let events = Mutex::new(Vec::new());
    let done = workbench
        .run_bulk(running(&planned), |event| {
            if matches!(event, BulkEvent::Waiting { .. }) {
                workbench.cancel_load(&CancelLoadRequest {
                    load_id: "run".into(),
                });
            }
            events.lock().unwrap().push(event);
        })
        .await
        .unwrap();
    assert_eq!((done.changed, done.unsent, done.failure), (1_000, 150, None));
    let events = events.into_inner().unwrap();
    assert_eq!(
        events[9],
        BulkEvent::Progress {
            done: 1_000,
            of: 1_150
        }
    );
    assert!(
        matches!(&events[10], BulkEvent::Waiting { seconds: 60, reason } if reason.contains("10 of these calls a minute")),
        "{:?}",
        events[10]
    );
    let states = outcomes(&workbench, &planned.result_id).await;
    assert!(states.iter().take(500).all(|(_, state, _)| state == "Changed"));
    let first_unsent = row(&workbench, &planned.result_id, 1_000);
    assert_eq!(text(&first_unsent, "state"), "Not sent");
    let untouched = row(&workbench, &loaded.result_id, 1_149);
    let service = at_the_service(&workbench, &text(&untouched, "id")).await;
    assert_eq!(text(&untouched, "status"), text(&service, "status"));
    assert_eq!(
        workbench.change_log().unwrap().total,
        1_000,
        "what was not sent is no change"
    );
}

#[tokio::test]
async fn a_role_that_is_too_small_ends_the_run_at_the_first_refusal() {
    let machine = Machine::new(Person::Accepts(ANALYST));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let machines = table(&workbench, "listMachines").await;
    let source = rows(&workbench, &machines, &[0, 1, 2]).await;
    let planned = plan(
        &workbench,
        BulkChange::SetDeviceValue,
        source,
        vec![body("DeviceValue", "High")],
    )
    .await
    .unwrap();
    assert_eq!(planned.calls, 3);
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!((done.changed, done.refused, done.unsent), (0, 1, 2));
    assert_eq!(done.failure.unwrap().code, ErrorCode::ApiForbidden);
}

#[tokio::test]
async fn a_service_that_holds_calls_back_is_not_pressed() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let (loaded, _) = load(&workbench, everything()).await;
    let source = rows(&workbench, &loaded.result_id, &[0, 1]).await;
    let planned = plan(
        &workbench,
        BulkChange::UpdateAlerts,
        source,
        vec![body("status", "Resolved")],
    )
    .await
    .unwrap();
    switch(&workbench, &["throttled"]).await;
    let events = Mutex::new(Vec::new());
    let done = workbench
        .run_bulk(running(&planned), |event| {
            // The second time, the pause that the service asked for is being kept.
            if matches!(event, BulkEvent::Waiting { .. }) {
                workbench.cancel_load(&CancelLoadRequest {
                    load_id: "run".into(),
                });
            }
            events.lock().unwrap().push(event);
        })
        .await
        .unwrap();
    assert_eq!((done.changed, done.refused, done.unsent), (0, 0, 2));
    let events = events.into_inner().unwrap();
    assert!(
        matches!(events.as_slice(), [BulkEvent::Waiting { reason, .. }] if reason.contains("asked for a pause")),
        "{events:?}"
    );
}

#[tokio::test]
async fn what_has_no_answer_is_not_sent_again_and_ends_the_run() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let machines = table(&workbench, "listMachines").await;
    let source = rows(&workbench, &machines, &[0, 1, 2]).await;
    let values = vec![body("DeviceValue", "High")];
    let planned = plan(&workbench, BulkChange::SetDeviceValue, source, values)
        .await
        .unwrap();
    switch(&workbench, &["html-instead-of-json"]).await;
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!(
        (done.changed, done.refused, done.unknown, done.unsent),
        (0, 0, 1, 2)
    );
    assert_eq!(done.failure.unwrap().code, ErrorCode::NetworkUnexpectedAnswer);
    let states: Vec<_> = outcomes(&workbench, &planned.result_id)
        .await
        .into_iter()
        .map(|(_, state, _)| state)
        .collect();
    assert_eq!(states, ["No answer", "Not sent", "Not sent"]);
    let log = workbench.change_log().unwrap();
    assert_eq!(
        (log.total, log.entries[0].status),
        (1, None),
        "it may have been carried out"
    );
}

#[tokio::test]
async fn a_service_with_a_fault_is_asked_three_times_and_not_for_every_target() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let machines = table(&workbench, "listMachines").await;
    let source = rows(&workbench, &machines, &[0, 1, 2, 3, 4]).await;
    let values = vec![body("DeviceValue", "Low")];
    let planned = plan(&workbench, BulkChange::SetDeviceValue, source, values)
        .await
        .unwrap();
    switch(&workbench, &["service-fault"]).await;
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!((done.changed, done.refused, done.unsent), (0, 3, 2));
    assert_eq!(done.failure.unwrap().code, ErrorCode::ApiServiceFault);
}

#[tokio::test]
async fn a_plan_belongs_to_the_session_it_was_made_in() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let (loaded, _) = load(&workbench, everything()).await;
    let source = rows(&workbench, &loaded.result_id, &[0]).await;
    let planned = plan(
        &workbench,
        BulkChange::UpdateAlerts,
        source,
        vec![body("status", "Resolved")],
    )
    .await
    .unwrap();
    workbench.sign_out().await.unwrap();
    assert_eq!(
        run(&workbench, &planned).await.unwrap_err().code,
        ErrorCode::SignInRequired
    );
    workbench.start_sign_in(browser(), quiet).await.unwrap();
    assert_eq!(
        run(&workbench, &planned).await.unwrap_err().code,
        ErrorCode::BulkGone
    );
}

#[tokio::test]
async fn a_form_that_breaks_a_rule_is_named_and_sends_nothing() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let (loaded, _) = load(&workbench, everything()).await;
    let source = rows(&workbench, &loaded.result_id, &[0, 1]).await;
    let values = vec![
        body("classification", "FalsePositive"),
        body("determination", "Malware"),
    ];
    let planned = plan(&workbench, BulkChange::UpdateAlerts, source.clone(), values)
        .await
        .unwrap();
    assert_eq!((planned.ready, planned.invalid, planned.calls), (0, 2, 0));
    assert_eq!(planned.problems.len(), 1);
    assert_eq!(
        (planned.problems[0].place, planned.problems[0].name.as_str()),
        (FieldPlace::Body, "determination")
    );
    assert_eq!(
        run(&workbench, &planned).await.unwrap_err().code,
        ErrorCode::BulkEmpty
    );
    let nothing = plan(&workbench, BulkChange::UpdateAlerts, source, Vec::new())
        .await
        .unwrap();
    assert!(nothing.problems[0].message.contains("at least one field"));
    assert_eq!(workbench.change_log().unwrap().total, 0);
}

#[tokio::test]
async fn a_file_that_cannot_be_used_says_what_is_missing() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    for (content, sentence) in [
        ("", "it is empty"),
        ("name,tag\npc-1,EU\n", "No column of the file names the device"),
        ("machineId,Value\na,b,c\n", "line 2"),
    ] {
        let source = file(&workbench, &machine, content).await;
        let error = plan(&workbench, BulkChange::TagDevices, source, Vec::new())
            .await
            .unwrap_err();
        assert_eq!(error.code, ErrorCode::BulkUnreadable);
        assert!(error.message.contains(sentence), "{}", error.message);
    }
    let gone = BulkSource::File {
        file_id: "none".into(),
    };
    let error = plan(&workbench, BulkChange::TagDevices, gone, Vec::new())
        .await
        .unwrap_err();
    assert!(error.message.contains("no longer held"));
}

#[tokio::test]
async fn more_rows_than_can_be_planned_are_refused_at_once() {
    let mut machine = Machine::new(Person::Accepts(ADMIN));
    machine.sandbox.alerts = 20_001;
    let workbench: Arc<_> = signed_in(&machine).await;
    let (loaded, _) = load(&workbench, everything()).await;
    let source = all_rows(&workbench, &loaded.result_id).await;
    let error = plan(
        &workbench,
        BulkChange::UpdateAlerts,
        source,
        vec![body("status", "New")],
    )
    .await
    .unwrap_err();
    assert_eq!(error.code, ErrorCode::BulkTooLarge);
}
