//! Calling documented operations: form, guard, answer, pages, what is kept and what is written down.

mod actions;
mod every_operation;
mod rows;

use crate::setup::{ADMIN, ANALYST, Machine, browser, quiet, switch};
use crate::walk::Person;
use contract::{
    AnswerShape, AnswerTextRequest, ApiVersion, CallRefRequest, CallRequest, CalledDto, CommandError,
    ErrorCode, FieldPlace, FieldValueDto, KeepHistoryRequest, LoadEvent, OperationRequest, OperationState,
    SetFavouriteRequest, SetGuardRequest, SnippetLanguage, SnippetRequest,
};
use secrecy::ExposeSecret;
use std::sync::{Arc, Mutex};
use workbench::Workbench;

pub fn value(place: FieldPlace, name: &str, values: &[&str]) -> FieldValueDto {
    FieldValueDto {
        place,
        name: name.into(),
        values: values.iter().map(|&text| text.into()).collect(),
    }
}

pub fn call_of(operation: &str, values: Vec<FieldValueDto>) -> CallRequest {
    CallRequest {
        call_id: format!("{operation} {}", values.len()),
        operation_id: operation.into(),
        values,
        version: ApiVersion::Latest,
        all_pages: false,
        confirmed_name: None,
    }
}

pub async fn call(workbench: &Arc<Workbench>, request: CallRequest) -> Result<CalledDto, CommandError> {
    workbench.run_call(request, |_| ()).await
}

pub fn allow(workbench: &Arc<Workbench>, drastic: bool) {
    let profile_id = workbench.explorer().guard.profile_id.unwrap();
    let explorer = workbench
        .set_guard(&SetGuardRequest {
            profile_id,
            changes_allowed: true,
            drastic_allowed: drastic,
        })
        .unwrap();
    assert!(explorer.guard.changes_allowed);
}

pub async fn signed_in(machine: &Machine) -> Arc<Workbench> {
    machine.signed_in().await.0
}

#[tokio::test]
async fn every_operation_stands_against_the_sessions_token_and_marks_are_kept() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let explorer = workbench.explorer();
    assert_eq!(explorer.operations.len(), 113);
    assert!(
        explorer
            .operations
            .iter()
            .all(|row| row.state == OperationState::SignedOut)
    );
    workbench.start_sign_in(browser(), quiet).await.unwrap();
    let explorer = workbench
        .set_favourite(SetFavouriteRequest {
            operation_id: "listMachines".into(),
            favourite: true,
        })
        .unwrap();
    let row = |id: &str| {
        explorer
            .operations
            .iter()
            .find(|row| row.operation.id == id)
            .unwrap()
    };
    assert_eq!(row("listAlerts").state, OperationState::Ready);
    assert_eq!(row("submitIndicator").state, OperationState::Ready);
    assert_eq!(row("deleteIndicator").state, OperationState::NotDocumented);
    assert!(row("listMachines").favourite && !row("listAlerts").favourite);
    assert!(!explorer.guard.changes_allowed && !explorer.guard.drastic_allowed);
    let again = machine.run();
    assert!(again.explorer().operations.iter().any(|row| row.favourite));

    // A registration that lists less.
    switch(&workbench, &["permissions-not-registered"]).await;
    workbench.renew_token().await.unwrap();
    let explorer = workbench.explorer();
    for (id, state) in [
        ("listAlerts", OperationState::Ready),
        ("submitIndicator", OperationState::Missing),
        ("deleteIndicator", OperationState::NotDocumented),
    ] {
        let mut rows = explorer.operations.iter();
        assert_eq!(
            rows.find(|row| row.operation.id == id).unwrap().state,
            state,
            "{id}"
        );
    }
}

#[tokio::test]
async fn an_operation_says_what_it_needs_what_it_takes_and_where_it_is_documented() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    for row in workbench.explorer().operations {
        let request = OperationRequest {
            operation_id: row.operation.id.clone(),
        };
        let detail = workbench.operation_detail(&request).unwrap();
        assert_eq!(detail.state, row.state, "{}", row.operation.id);
        assert!(!detail.state_text.is_empty() && !detail.limits.is_empty());
        assert!(detail.links[0].url.starts_with("https://learn.microsoft.com/"));
        assert_eq!(
            detail.least_permission.is_none(),
            row.permissions.is_empty() || row.operation.id == "cancelMachineAction",
            "{}",
            row.operation.id
        );
    }
    let isolate = OperationRequest {
        operation_id: "isolateMachine".into(),
    };
    let isolate = workbench.operation_detail(&isolate).unwrap();
    assert_eq!(isolate.undone_by.unwrap().id, "unisolateMachine");
    assert!(!isolate.drastic);
}

#[tokio::test]
async fn a_collection_becomes_a_table_and_the_exchange_is_shown_without_the_token() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let events = Mutex::new(Vec::new());
    let request = call_of("listMachines", vec![value(FieldPlace::Query, "$top", &["5"])]);
    let called = workbench
        .run_call(request, |event| events.lock().unwrap().push(event))
        .await
        .unwrap();
    assert_eq!((called.status, called.rows, called.pages), (Some(200), 5, 1));
    assert_eq!(called.shape, AnswerShape::Table);
    assert!(!called.more && called.failure.is_none());
    assert!(
        called
            .columns
            .iter()
            .any(|column| column.name == "computerDnsName")
    );
    assert_eq!(called.quota.minute, 1);
    let events = events.into_inner().unwrap();
    assert!(
        matches!(&events[0], LoadEvent::Started { request, .. } if request.ends_with("/api/machines?$top=5")),
        "{events:?}"
    );

    let reference = || CallRefRequest {
        call_id: called.call_id.clone(),
    };
    let exchange = workbench.exchange(&reference()).unwrap();
    assert_eq!(
        (exchange.method.as_str(), exchange.status, exchange.attempts),
        ("GET", Some(200), 1)
    );
    // The sandbox tenant speaks plain HTTP.
    assert_eq!(exchange.timing.tls, None);
    assert!(exchange.timing.first_byte.is_some() && exchange.timing.decode.is_some());
    let token = workbench.reveal_token().unwrap();
    assert!(!format!("{exchange:?}").contains(token.expose_secret()));
    let text = workbench
        .answer_text(&AnswerTextRequest {
            call_id: called.call_id.clone(),
            pretty: true,
        })
        .unwrap();
    assert!(
        text.json && !text.cut && text.text.starts_with("{\n  \"@odata.context\""),
        "{}",
        text.text
    );
    let saved = workbench.save_answer(&reference()).await.unwrap().path.unwrap();
    assert!(
        saved.ends_with("List devices.json") || saved.contains(".json"),
        "{saved}"
    );
}

#[tokio::test]
async fn one_object_is_a_record_and_leads_to_further_calls() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let listed = call(
        &workbench,
        call_of("listMachines", vec![value(FieldPlace::Query, "$top", &["1"])]),
    )
    .await
    .unwrap();
    let row = contract::GetRowRequest {
        result_id: listed.result_id.unwrap(),
        row_id: 0,
    };
    let pivots = workbench.pivots(&row).unwrap().pivots;
    let device = pivots
        .iter()
        .find(|pivot| pivot.operation.id == "getMachine")
        .unwrap();
    let called = call(&workbench, call_of("getMachine", device.values.clone()))
        .await
        .unwrap();
    assert_eq!((called.shape, called.rows), (AnswerShape::Record, 1));
}

#[tokio::test]
async fn all_pages_come_in_one_go_or_one_by_one() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let mut request = call_of("listAlerts", Vec::new());
    request.all_pages = true;
    let called = call(&workbench, request).await.unwrap();
    assert_eq!((called.rows, called.more), (300, false));
    let history = workbench.history().unwrap();
    assert_eq!(history.entries[0].request, "/api/alerts?$top=10000");
}

#[tokio::test]
async fn a_refusal_is_an_answer_with_its_exchange_and_no_rows() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let called = call(
        &workbench,
        call_of("getAlert", vec![value(FieldPlace::Path, "id", &["none"])]),
    )
    .await
    .unwrap();
    assert_eq!(
        (called.status, called.rows, called.result_id.clone()),
        (Some(404), 0, None)
    );
    assert_eq!(called.failure.unwrap().code, ErrorCode::ApiNotFound);
    let text = workbench
        .answer_text(&AnswerTextRequest {
            call_id: called.call_id.clone(),
            pretty: true,
        })
        .unwrap();
    assert!(text.text.contains("\"error\""), "{}", text.text);

    switch(&workbench, &["html-instead-of-json"]).await;
    let called = call(&workbench, call_of("listMachines", Vec::new()))
        .await
        .unwrap();
    assert_eq!(called.failure.unwrap().code, ErrorCode::NetworkUnexpectedAnswer);
    assert_eq!(called.rows, 0);
}

#[tokio::test]
async fn a_form_that_breaks_rules_is_not_sent_and_a_preview_names_them_all() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let request = call_of(
        "listAlerts",
        vec![
            value(FieldPlace::Query, "$top", &["0"]),
            value(FieldPlace::Query, "$skip", &["-1"]),
        ],
    );
    let preview = workbench.preview_call(request.clone()).await.unwrap();
    assert_eq!(preview.request, None);
    assert_eq!(preview.problems.len(), 2);
    let error = call(&workbench, request).await.unwrap_err();
    assert_eq!(
        (error.code, error.field.as_deref()),
        (ErrorCode::CallInvalid, Some("$top"))
    );
    assert!(workbench.history().unwrap().entries.is_empty());
    let preview = workbench
        .preview_call(call_of(
            "getAlert",
            vec![value(FieldPlace::Path, "id", &["da/1"])],
        ))
        .await
        .unwrap();
    assert!(preview.request.unwrap().ends_with("/api/alerts/da%2F1"));
}

#[tokio::test]
async fn a_profile_is_read_only_until_the_admin_says_otherwise() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let change = || {
        call_of(
            "setDeviceValue",
            vec![
                value(
                    FieldPlace::Path,
                    "id",
                    &["0123456789abcdef0123456789abcdef01234567"],
                ),
                value(FieldPlace::Body, "DeviceValue", &["High"]),
            ],
        )
    };
    let error = call(&workbench, change()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ChangesLocked);
    allow(&workbench, false);
    let error = call(
        &workbench,
        call_of(
            "offboardMachine",
            vec![
                value(FieldPlace::Path, "id", &["1"]),
                value(FieldPlace::Body, "Comment", &["x"]),
            ],
        ),
    )
    .await
    .unwrap_err();
    assert_eq!(error.code, ErrorCode::DrasticLocked);
    // The switch is the profile's: another run finds it as it was left, a copy of the profile does not have it.
    assert!(machine.run().explorer().guard.changes_allowed);
    let called = call(&workbench, change()).await.unwrap();
    let log = workbench.change_log().unwrap();
    assert_eq!(
        (log.total, log.entries[0].operation.id.as_str()),
        (1, "setDeviceValue")
    );
    assert_eq!(log.entries[0].username, ADMIN);
    assert_eq!(log.entries[0].status, called.status);
    assert!(log.entries[0].target.contains("0123456789abcdef"));
    let saved = workbench.export_change_log().await.unwrap().path.unwrap();
    assert!(std::fs::read_to_string(saved).unwrap().contains("setDeviceValue"));
}

#[tokio::test]
async fn history_is_in_memory_unless_it_is_wanted_on_disk() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    call(&workbench, call_of("listMachines", Vec::new()))
        .await
        .unwrap();
    assert_eq!(workbench.history().unwrap().entries.len(), 1);
    assert_eq!(machine.run().history().unwrap().entries.len(), 0);
    let kept = workbench
        .keep_history(&KeepHistoryRequest { kept: true })
        .unwrap();
    assert!(kept.kept);
    assert_eq!(machine.run().history().unwrap().entries.len(), 1);
    assert!(workbench.clear_history().unwrap().entries.is_empty());
    assert_eq!(machine.run().history().unwrap().entries.len(), 0);
}

#[tokio::test]
async fn a_session_that_may_not_is_told_by_the_service_and_not_by_the_program() {
    let mut machine = Machine::new(Person::Accepts(ANALYST));
    machine.sandbox.permissions = vec!["Alert.Read".to_owned()];
    let workbench = signed_in(&machine).await;
    let called = call(&workbench, call_of("listIndicators", Vec::new()))
        .await
        .unwrap();
    assert_eq!(called.status, Some(403));
    assert_eq!(called.failure.unwrap().code, ErrorCode::ApiForbidden);
}

#[tokio::test]
async fn a_snippet_makes_the_same_call_and_holds_no_token() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let token = workbench.reveal_token().unwrap();
    for language in [
        SnippetLanguage::Curl,
        SnippetLanguage::PowerShell,
        SnippetLanguage::CSharp,
        SnippetLanguage::Python,
        SnippetLanguage::Rust,
    ] {
        let text = workbench
            .snippet(SnippetRequest {
                call: call_of("listMachines", vec![value(FieldPlace::Query, "$top", &["7"])]),
                language,
                device_code: true,
            })
            .await
            .unwrap()
            .text;
        assert!(
            text.contains("/api/machines?$top=7") || text.contains("/api/machines?`$top=7"),
            "{text}"
        );
        assert!(!text.contains(token.expose_secret()));
    }
}
