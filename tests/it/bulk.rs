//! One change for many targets, from rows and from files: planned, sent within the limits, shown without asking again.

mod refusals;

use crate::calls::{allow, call, call_of, signed_in, value};
use crate::setup::{ADMIN, Machine, everything, load};
use crate::walk::Person;
use contract::{
    BulkChange, BulkDoneDto, BulkEvent, BulkFormRequest, BulkOffersRequest, BulkPlanDto, BulkSource,
    CommandError, ErrorCode, FieldPlace, FieldValueDto, GetAlertRequest, GetRowRequest, GetRowsRequest,
    OperationState, PlanBulkRequest, RunBulkRequest, SaveBulkTemplateRequest, SetViewRequest,
};
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex};
use workbench::Workbench;

pub fn body(name: &str, text: &str) -> FieldValueDto {
    value(FieldPlace::Body, name, &[text])
}

/// The current view of a result, without any arrangement.
pub async fn view(workbench: &Workbench, result_id: &str) -> u32 {
    let request = SetViewRequest {
        result_id: result_id.to_owned(),
        sort: Vec::new(),
        text: String::new(),
        text_columns: Vec::new(),
        facets: Vec::new(),
        conditions: Vec::new(),
        count_columns: Vec::new(),
    };
    workbench.set_view(request).await.unwrap().view_id
}

pub async fn rows(workbench: &Workbench, result_id: &str, row_ids: &[u32]) -> BulkSource {
    BulkSource::Rows {
        result_id: result_id.to_owned(),
        view_id: view(workbench, result_id).await,
        row_ids: Some(row_ids.to_vec()),
    }
}

pub async fn all_rows(workbench: &Workbench, result_id: &str) -> BulkSource {
    BulkSource::Rows {
        result_id: result_id.to_owned(),
        view_id: view(workbench, result_id).await,
        row_ids: None,
    }
}

/// A file of the person's, chosen.
pub async fn file(workbench: &Workbench, machine: &Machine, text: &str) -> BulkSource {
    let path = machine.saved.path().join("0 changes.csv");
    std::fs::write(&path, text).unwrap();
    let chosen = workbench.choose_file().await.unwrap();
    std::fs::remove_file(path).unwrap();
    BulkSource::File {
        file_id: chosen.file_id.unwrap(),
    }
}

pub async fn plan(
    workbench: &Arc<Workbench>,
    change: BulkChange,
    source: BulkSource,
    values: Vec<FieldValueDto>,
) -> Result<BulkPlanDto, CommandError> {
    let request = PlanBulkRequest {
        change,
        source,
        values,
    };
    workbench.plan_bulk(request).await
}

pub async fn run(workbench: &Arc<Workbench>, plan: &BulkPlanDto) -> Result<BulkDoneDto, CommandError> {
    workbench.run_bulk(running(plan), |_| ()).await
}

pub fn running(plan: &BulkPlanDto) -> RunBulkRequest {
    RunBulkRequest {
        plan_id: plan.plan_id.clone(),
        run_id: "run".into(),
    }
}

pub fn row(workbench: &Workbench, result_id: &str, row_id: u32) -> Map<String, Value> {
    let request = GetRowRequest {
        result_id: result_id.to_owned(),
        row_id,
    };
    let record = workbench.get_row(&request).unwrap();
    record.json.as_object().unwrap().clone()
}

pub fn text(row: &Map<String, Value>, name: &str) -> String {
    row.get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

pub async fn at_the_service(workbench: &Arc<Workbench>, alert_id: &str) -> Map<String, Value> {
    let request = GetAlertRequest {
        alert_id: alert_id.to_owned(),
    };
    let record = workbench.get_alert(request).await.unwrap();
    record.json.as_object().unwrap().clone()
}

/// What the plan's table says of each line.
pub async fn outcomes(workbench: &Workbench, result_id: &str) -> Vec<(String, String, String)> {
    let view_id = view(workbench, result_id).await;
    let request = GetRowsRequest {
        result_id: result_id.to_owned(),
        view_id,
        offset: 0,
        count: 500,
        columns: ["target", "state", "message"].map(str::to_owned).to_vec(),
    };
    let rows = workbench.get_rows(&request).unwrap().rows;
    rows.into_iter()
        .map(|row| {
            let mut cells = row.into_iter().map(Option::unwrap_or_default);
            let mut next = || cells.next().unwrap();
            (next(), next(), next())
        })
        .collect()
}

/// A table of an operation's answer.
pub async fn table(workbench: &Arc<Workbench>, operation: &str) -> String {
    let called = call(workbench, call_of(operation, Vec::new())).await.unwrap();
    assert_eq!(called.failure, None);
    called.result_id.unwrap()
}

#[tokio::test]
async fn alerts_of_selected_rows_are_changed_at_the_service_and_in_the_table() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let (loaded, _) = load(&workbench, everything()).await;
    let picked = [4, 9, 200];
    let source = rows(&workbench, &loaded.result_id, &picked).await;
    let before = row(&workbench, &loaded.result_id, 5);
    let values = vec![
        body("status", "Resolved"),
        body("assignedTo", "soc@sandbox.example"),
        body("classification", "FalsePositive"),
        body("determination", "Clean"),
        body("comment", "Known scanner"),
    ];
    let planned = plan(&workbench, BulkChange::UpdateAlerts, source, values)
        .await
        .unwrap();
    assert_eq!(
        (planned.ready, planned.invalid, planned.duplicates, planned.calls),
        (3, 0, 0, 1)
    );
    assert_eq!(planned.operation.id, "batchUpdateAlerts");
    assert!(
        planned
            .first_request
            .as_ref()
            .unwrap()
            .ends_with("/api/alerts/batchUpdate")
    );
    assert!(planned.first_body.as_ref().unwrap().contains("Known scanner"));

    let refused = run(&workbench, &planned).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ChangesLocked);
    assert_eq!(workbench.change_log().unwrap().total, 0);

    allow(&workbench, false);
    let events = Mutex::new(Vec::new());
    let done = workbench
        .run_bulk(running(&planned), |event| events.lock().unwrap().push(event))
        .await
        .unwrap();
    assert_eq!(
        (done.changed, done.refused, done.unknown, done.unsent),
        (3, 0, 0, 0)
    );
    assert_eq!((done.failure, done.updated_rows), (None, 3));
    assert_eq!(
        events.into_inner().unwrap(),
        [BulkEvent::Progress { done: 3, of: 3 }]
    );
    for id in picked {
        let row = row(&workbench, &loaded.result_id, id);
        let service = at_the_service(&workbench, &text(&row, "id")).await;
        for (name, expected) in [
            ("status", "Resolved"),
            ("assignedTo", "soc@sandbox.example"),
            ("classification", "FalsePositive"),
            ("determination", "Clean"),
        ] {
            assert_eq!(text(&row, name), expected, "{name} in the table");
            assert_eq!(text(&service, name), expected, "{name} at the service");
        }
        assert!(service["comments"].to_string().contains("Known scanner"));
    }
    assert_eq!(
        row(&workbench, &loaded.result_id, 5),
        before,
        "another row is what it was"
    );

    let log = workbench.change_log().unwrap();
    assert_eq!(log.total, 3);
    assert!(
        log.entries
            .iter()
            .all(|entry| entry.operation.id == "batchUpdateAlerts")
    );
    let written = std::fs::read_to_string(machine.folder.path().join("changes.jsonl")).unwrap();
    assert!(
        !written.contains("Known scanner"),
        "a comment is the tenant's own business"
    );
    let again = run(&workbench, &planned).await.unwrap_err();
    assert_eq!(again.code, ErrorCode::BulkGone);
}

#[tokio::test]
async fn one_alert_shows_everything_that_the_service_made_of_it() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let (loaded, _) = load(&workbench, everything()).await;
    let source = rows(&workbench, &loaded.result_id, &[17]).await;
    let form = workbench
        .bulk_form(&BulkFormRequest {
            change: BulkChange::UpdateAlerts,
            source: source.clone(),
        })
        .unwrap();
    assert_eq!(
        (form.operation.id.as_str(), form.targets, form.most_per_call),
        ("updateAlert", 1, 1)
    );
    let names: Vec<_> = form.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "status",
            "assignedTo",
            "classification",
            "determination",
            "comment"
        ]
    );
    let pairs = form
        .determinations
        .iter()
        .find(|pair| pair.classification == "InformationalExpectedActivity")
        .unwrap();
    assert!(pairs.determinations.contains(&"ConfirmedActivity".to_owned()));

    let values = vec![
        body("status", "InProgress"),
        body("classification", "InformationalExpectedActivity"),
        body("determination", "ConfirmedActivity"),
        body("comment", "Patch night"),
    ];
    let planned = plan(&workbench, BulkChange::UpdateAlerts, source, values)
        .await
        .unwrap();
    assert_eq!(planned.operation.id, "updateAlert");
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!((done.changed, done.updated_rows), (1, 1));
    let row = row(&workbench, &loaded.result_id, 17);
    assert_eq!(text(&row, "determination"), "ConfirmedActivity");
    assert!(row["comments"].to_string().contains("Patch night"), "{row:?}");
    assert!(!row.contains_key("@odata.context"));
}

#[tokio::test]
async fn an_alert_that_is_not_there_costs_itself_alone() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let (loaded, _) = load(&workbench, everything()).await;
    let ids: Vec<String> = (0..6)
        .map(|id| text(&row(&workbench, &loaded.result_id, id), "id"))
        .collect();
    let text_of_file = format!(
        "alertId;status;owner\r\n{}\r\nda000_nobody;Resolved;x\r\n",
        ids.iter()
            .map(|id| format!("{id};;x"))
            .collect::<Vec<_>>()
            .join("\r\n")
    );
    let source = file(&workbench, &machine, &text_of_file).await;
    let planned = plan(
        &workbench,
        BulkChange::UpdateAlerts,
        source,
        vec![body("status", "Resolved")],
    )
    .await
    .unwrap();
    assert_eq!((planned.ready, planned.calls), (7, 1));
    assert_eq!(planned.unused_columns, ["owner"]);
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!((done.changed, done.refused, done.failure), (6, 1, None));
    let outcomes = outcomes(&workbench, &planned.result_id).await;
    for (target, state, message) in outcomes {
        if target == "da000_nobody" {
            assert_eq!(state, "Refused");
            assert!(message.contains("The service said"), "{message}");
        } else {
            assert_eq!(state, "Changed");
        }
    }
    for id in ids {
        assert_eq!(text(&at_the_service(&workbench, &id).await, "status"), "Resolved");
    }
}

#[tokio::test]
async fn devices_are_tagged_from_their_own_rows_and_from_alerts_on_them() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let machines = table(&workbench, "listMachines").await;
    let source = all_rows(&workbench, &machines).await;
    let values = || vec![body("Value", "Audit 2026"), body("Action", "Add")];
    let planned = plan(&workbench, BulkChange::TagDevices, source, values())
        .await
        .unwrap();
    assert_eq!((planned.ready, planned.calls), (80, 1));
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!((done.changed, done.updated_rows), (80, 80));
    assert!(
        row(&workbench, &machines, 33)["machineTags"]
            .to_string()
            .contains("Audit 2026")
    );

    let (loaded, _) = load(&workbench, everything()).await;
    let source = all_rows(&workbench, &loaded.result_id).await;
    let mut values = values();
    values[1] = body("Action", "Remove");
    let planned = plan(&workbench, BulkChange::TagDevices, source, values)
        .await
        .unwrap();
    assert!(
        planned.ready <= 80 && planned.ready + planned.duplicates == 300,
        "{planned:?}"
    );
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!(
        (done.changed, done.updated_rows),
        (planned.ready, 0),
        "alerts show no tags"
    );
    let device = text(&row(&workbench, &loaded.result_id, 0), "machineId");
    let answer = call(
        &workbench,
        call_of("getMachine", vec![value(FieldPlace::Path, "id", &[&device])]),
    )
    .await
    .unwrap();
    let device = row(&workbench, &answer.result_id.unwrap(), 0);
    assert!(!device["machineTags"].to_string().contains("Audit 2026"));
}

#[tokio::test]
async fn indicators_come_from_a_file_each_with_its_own_answer_and_go_by_their_rows() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, false);
    let before = call(&workbench, call_of("listIndicators", Vec::new()))
        .await
        .unwrap()
        .rows;
    let source = file(
        &workbench,
        &machine,
        "\u{feff}IndicatorType,IndicatorValue,Action,Title,Description,GenerateAlert\n\
         DomainName,bad-one.example,Audit,One,First,TRUE\n\
         IpAddress,999.1.2.3,Audit,Two,No address,TRUE\n\
         FileSha1,0123456789012345678901234567890123456789,Block,Three,,\n\
         domainname,bad-one.example,Audit,Again,Twice,TRUE\n",
    )
    .await;
    let values = vec![body("description", "From the list"), body("severity", "High")];
    let planned = plan(&workbench, BulkChange::SubmitIndicators, source, values)
        .await
        .unwrap();
    assert_eq!(
        (planned.ready, planned.invalid, planned.duplicates),
        (3, 0, 1),
        "{planned:?}"
    );
    assert_eq!(planned.operation.id, "importIndicators");
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!((done.changed, done.refused), (2, 1));
    let outcomes = outcomes(&workbench, &planned.result_id).await;
    assert_eq!(outcomes[1].1, "Refused");
    assert!(outcomes[1].2.contains("indicatorValue"), "{:?}", outcomes[1]);
    assert_eq!(outcomes[3].1, "Duplicate");

    let indicators = table(&workbench, "listIndicators").await;
    let found: Vec<u32> = (0..before + 2)
        .filter(|id| text(&row(&workbench, &indicators, *id), "description") == "From the list")
        .collect();
    assert_eq!(found.len(), 1, "the file's own description counts more");
    let source = rows(&workbench, &indicators, &found).await;
    let values = vec![body("expirationTime", "2030-01-01T00:00:00Z")];
    let planned = plan(&workbench, BulkChange::SubmitIndicators, source.clone(), values)
        .await
        .unwrap();
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!((done.changed, done.updated_rows), (1, 1), "{planned:?}");
    let changed = row(&workbench, &indicators, found[0]);
    assert!(
        text(&changed, "expirationTime").starts_with("2030-01-01"),
        "{changed:?}"
    );
    assert_eq!(
        text(&changed, "title"),
        "Three",
        "everything else is submitted as it was"
    );

    let planned = plan(&workbench, BulkChange::DeleteIndicators, source, Vec::new())
        .await
        .unwrap();
    assert_eq!(planned.ready, 1, "{planned:?}");
    let done = run(&workbench, &planned).await.unwrap();
    assert_eq!(done.changed, 1, "{done:?}");
    let after = call(&workbench, call_of("listIndicators", Vec::new()))
        .await
        .unwrap()
        .rows;
    assert_eq!(after, before + 1);
}

#[tokio::test]
async fn what_is_offered_says_whether_the_token_opens_it() {
    let mut machine = Machine::new(Person::Accepts(ADMIN));
    machine.sandbox.permissions = ["Alert.ReadWrite", "Machine.Read"].map(str::to_owned).to_vec();
    let workbench = signed_in(&machine).await;
    let (loaded, _) = load(&workbench, everything()).await;
    let offers = workbench
        .bulk_offers(&BulkOffersRequest {
            result_id: Some(loaded.result_id),
        })
        .unwrap();
    assert!(!offers.changes_allowed);
    let stands: Vec<_> = offers
        .offers
        .iter()
        .map(|offer| (offer.change, offer.state))
        .collect();
    assert_eq!(
        stands,
        [
            (BulkChange::UpdateAlerts, OperationState::Ready),
            (BulkChange::TagDevices, OperationState::Missing),
            (BulkChange::SetDeviceValue, OperationState::Missing),
        ]
    );
    assert_eq!(offers.offers[1].permissions, ["Machine.ReadWrite"]);
    let of_files = workbench
        .bulk_offers(&BulkOffersRequest { result_id: None })
        .unwrap();
    assert_eq!(of_files.offers.len(), 5);
}

#[tokio::test]
async fn an_empty_file_to_fill_in_is_one_that_can_be_read_again() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let request = SaveBulkTemplateRequest {
        change: BulkChange::TagDevices,
    };
    let saved = workbench.save_bulk_template(request).await.unwrap();
    let mut text = std::fs::read_to_string(saved.path.unwrap()).unwrap();
    assert_eq!(text, "\u{feff}machineId,Value,Action\r\n");
    text.push_str("0123456789abcdef0123456789abcdef01234567,EU,add\r\n");
    let source = file(&workbench, &machine, &text).await;
    let planned = plan(&workbench, BulkChange::TagDevices, source, Vec::new())
        .await
        .unwrap();
    assert_eq!((planned.ready, planned.problems.len()), (1, 0), "{planned:?}");
    assert!(planned.unused_columns.is_empty());
}
