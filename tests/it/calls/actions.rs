//! Calls that act on a device: what is shown before, what is refused, what is followed after.

use super::{allow, call, call_of, signed_in, value};
use crate::setup::{ADMIN, Machine};
use crate::walk::Person;
use chrono::TimeDelta;
use contract::{AnswerTextRequest, CallRequest, ErrorCode, FieldPlace, FollowActionRequest};
use serde_json::Value;
use std::sync::Arc;
use workbench::Workbench;

/// Id and name of a device.
async fn device(workbench: &Arc<Workbench>) -> (String, String) {
    let listed = call(workbench, call_of("listMachines", Vec::new()))
        .await
        .unwrap();
    let row = contract::GetRowRequest {
        result_id: listed.result_id.unwrap(),
        row_id: 3,
    };
    let Value::Object(row) = workbench.get_row(&row).unwrap().json else {
        panic!("a row is an object")
    };
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    (text("id"), text("computerDnsName"))
}

fn isolate(id: &str, confirmed_name: Option<&str>) -> CallRequest {
    CallRequest {
        confirmed_name: confirmed_name.map(str::to_owned),
        ..call_of(
            "isolateMachine",
            vec![
                value(FieldPlace::Path, "id", &[id]),
                value(FieldPlace::Body, "Comment", &["Suspicious sign-ins"]),
                value(FieldPlace::Body, "IsolationType", &["Full"]),
            ],
        )
    }
}

#[tokio::test]
async fn a_device_is_isolated_after_its_name_was_typed_and_followed_to_the_end() {
    let mut machine = Machine::new(Person::Accepts(ADMIN));
    // Who is logged on is told with it.
    machine.sandbox.permissions.push("User.Read.All".into());
    let workbench = signed_in(&machine).await;
    machine.hand.slept(1).await;
    let (id, name) = device(&workbench).await;
    let locked = workbench.prepare_action(isolate(&id, None)).await.unwrap_err();
    assert_eq!(locked.code, ErrorCode::ChangesLocked);
    allow(&workbench, false);

    let brief = workbench.prepare_action(isolate(&id, None)).await.unwrap();
    assert_eq!(brief.confirm_with.as_deref(), Some(name.as_str()));
    assert_eq!(brief.undone_by.unwrap().id, "unisolateMachine");
    assert!(brief.problems.is_empty(), "{:?}", brief.problems);
    assert!(!brief.duplicate, "{:?}", brief.pending);
    let seen = brief.device.unwrap();
    assert_eq!(
        (seen.id.as_str(), seen.name.as_str()),
        (id.as_str(), name.as_str())
    );
    assert!(!seen.health.is_empty() && seen.users.is_some());

    for typed in [None, Some("another-device")] {
        let error = call(&workbench, isolate(&id, typed)).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::ActionNotConfirmed);
        assert!(error.message.contains(&name), "{}", error.message);
    }
    assert_eq!(workbench.change_log().unwrap().total, 0, "nothing was sent");

    let called = call(&workbench, isolate(&id, Some(&name))).await.unwrap();
    assert_eq!(called.status, Some(201));
    let action_id = called.action_id.unwrap();
    let error = call(&workbench, isolate(&id, Some(&name))).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ActionDuplicate);
    let brief = workbench.prepare_action(isolate(&id, None)).await.unwrap();
    assert!(brief.duplicate);
    assert!(brief.pending.iter().any(|action| action.kind == "Isolate"));

    let statuses = std::sync::Mutex::new(Vec::new());
    let follow = workbench.follow_action(
        FollowActionRequest {
            load_id: "follow".into(),
            action_id,
        },
        |action| statuses.lock().unwrap().push(action.status),
    );
    let time = async {
        for sleeps in 2.. {
            machine.hand.slept(sleeps).await;
            machine.hand.forward(TimeDelta::seconds(3));
        }
    };
    let ended = tokio::select! {
        ended = follow => ended.unwrap(),
        () = time => unreachable!("time does not end"),
    };
    assert!(ended.succeeded, "{ended:?}");
    let statuses = statuses.into_inner().unwrap();
    assert_eq!(statuses.first().map(String::as_str), Some("Pending"));
    assert!(statuses.contains(&"InProgress".to_owned()), "{statuses:?}");

    let log = workbench.change_log().unwrap();
    assert_eq!(log.total, 1);
    assert!(log.entries[0].target.contains(&name) && log.entries[0].target.contains(&id));
    assert_eq!(log.entries[0].status, Some(201));
}

#[tokio::test]
async fn a_device_that_is_not_there_is_told_before_anything_is_sent() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let nobody = "0123456789abcdef0123456789abcdef01234567";
    let brief = workbench.prepare_action(isolate(nobody, None)).await.unwrap();
    assert!(brief.device.is_none());
    assert!(
        brief.unknown[0].contains("could not be read"),
        "{:?}",
        brief.unknown
    );
    // Without a name its id is what has to be typed.
    assert_eq!(brief.confirm_with.as_deref(), Some(nobody));
    let brief = workbench
        .prepare_action(call_of("isolateMachine", Vec::new()))
        .await
        .unwrap();
    assert_eq!(brief.problems.len(), 2);
}

#[tokio::test]
async fn a_call_that_is_no_longer_held_is_said_so() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let request = AnswerTextRequest {
        call_id: "none".into(),
        pretty: true,
    };
    assert_eq!(
        workbench.answer_text(&request).unwrap_err().code,
        ErrorCode::CallGone
    );
}

#[tokio::test]
async fn a_file_is_chosen_held_and_sent_and_one_that_cannot_be_read_is_named() {
    let mut machine = Machine::new(Person::Accepts(ADMIN));
    machine.sandbox.permissions.push("Library.Manage".into());
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    assert_eq!(workbench.choose_file().await.unwrap().file_id, None);
    std::fs::write(machine.saved.path().join("read-date.ps1"), "Get-Date").unwrap();
    let chosen = workbench.choose_file().await.unwrap();
    assert_eq!((chosen.name.as_str(), chosen.bytes), ("read-date.ps1", 8.0));
    let request = call_of(
        "uploadLibraryFile",
        vec![value(FieldPlace::Body, "File", &[&chosen.file_id.unwrap()])],
    );
    let preview = workbench.preview_call(request.clone()).await.unwrap();
    assert_eq!(preview.body.as_deref(), Some("File: read-date.ps1 (8 bytes)"));
    let called = call(&workbench, request).await.unwrap();
    assert!(called.failure.is_none(), "{:?}", called.failure);
    let gone = call_of(
        "uploadLibraryFile",
        vec![value(FieldPlace::Body, "File", &["none"])],
    );
    assert_eq!(
        call(&workbench, gone).await.unwrap_err().code,
        ErrorCode::CallInvalid
    );

    std::fs::remove_file(machine.saved.path().join("read-date.ps1")).unwrap();
    let large = std::fs::File::create(machine.saved.path().join("large.bin")).unwrap();
    large.set_len(65 * 1024 * 1024).unwrap();
    let error = workbench.choose_file().await.unwrap_err();
    assert_eq!(error.code, ErrorCode::FileNotRead);
    assert!(error.message.contains("large.bin"), "{}", error.message);
}
