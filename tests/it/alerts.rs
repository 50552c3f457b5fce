//! Loading alerts and looking at them.

use crate::setup::{ADMIN, ANALYST, Machine, NO_ROLE, everything, load};
use crate::walk::Person;
use contract::{
    CancelLoadRequest, CloseResultRequest, ErrorCode, FacetChoiceDto, GetAlertRequest, GetRowRequest,
    GetRowsRequest, LoadAlertsRequest, LoadEvent, SetViewRequest, SortKeyDto,
};
use std::sync::Arc;

fn view(result_id: &str) -> SetViewRequest {
    SetViewRequest {
        result_id: result_id.to_owned(),
        sort: Vec::new(),
        text: String::new(),
        text_columns: vec!["title".into(), "computerDnsName".into()],
        facets: Vec::new(),
        conditions: Vec::new(),
        count_columns: vec!["severity".into()],
    }
}

fn rows(result_id: &str, view_id: u32, columns: &[&str]) -> GetRowsRequest {
    GetRowsRequest {
        result_id: result_id.to_owned(),
        view_id,
        offset: 0,
        count: 100,
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
    }
}

#[tokio::test]
async fn all_alerts_arrive_and_are_counted() {
    let machine = Machine::new(Person::Accepts(ANALYST));
    let (workbench, _) = machine.signed_in().await;
    let (loaded, events) = load(&workbench, everything()).await;
    assert_eq!((loaded.rows, loaded.duplicates, loaded.complete), (300, 0, true));
    assert!(events.contains(&LoadEvent::Total { rows: 300 }), "{events:?}");
    assert!(matches!(events[0], LoadEvent::Started { .. }));
    let names: Vec<_> = loaded.columns.iter().map(|column| column.name.as_str()).collect();
    assert!(
        ["title", "severity", "comments"]
            .iter()
            .all(|name| names.contains(name)),
        "{names:?}"
    );
}

#[tokio::test]
async fn more_than_a_page_is_read_to_the_end() {
    let mut machine = Machine::new(Person::Accepts(ANALYST));
    machine.sandbox.alerts = 10_050;
    let (workbench, _) = machine.signed_in().await;
    let (loaded, _) = load(&workbench, everything()).await;
    assert_eq!((loaded.rows, loaded.pages, loaded.complete), (10_050, 2, true));
}

#[tokio::test]
async fn a_cancelled_load_keeps_the_rows_that_arrived() {
    let mut machine = Machine::new(Person::Accepts(ANALYST));
    machine.sandbox.alerts = 10_050;
    let (workbench, _) = machine.signed_in().await;
    let canceller = Arc::clone(&workbench);
    let loaded = workbench
        .load_alerts(everything(), move |event| {
            if matches!(event, LoadEvent::Page { .. }) {
                canceller.cancel_load(&CancelLoadRequest {
                    load_id: "load".into(),
                });
            }
        })
        .await
        .unwrap();
    assert_eq!((loaded.rows, loaded.complete), (10_000, false));
    assert_eq!(
        workbench
            .set_view(view(&loaded.result_id))
            .await
            .unwrap()
            .total_rows,
        10_000
    );
}

#[tokio::test]
async fn a_load_cancelled_before_its_first_page_says_so() {
    let machine = Machine::new(Person::Accepts(ANALYST));
    let (workbench, _) = machine.signed_in().await;
    let canceller = Arc::clone(&workbench);
    let error = workbench
        .load_alerts(everything(), move |event| {
            if matches!(event, LoadEvent::Started { .. }) {
                canceller.cancel_load(&CancelLoadRequest {
                    load_id: "load".into(),
                });
            }
        })
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::LoadCancelled);
}

#[tokio::test]
async fn the_service_filters_by_date_and_severity() {
    let machine = Machine::new(Person::Accepts(ANALYST));
    let (workbench, _) = machine.signed_in().await;
    let from = (machine.hand.clock())() - chrono::TimeDelta::days(90);
    let request = LoadAlertsRequest {
        load_id: "load".into(),
        created_from: Some(from.timestamp_millis() as f64),
        created_to: None,
        severities: vec!["High".into()],
    };
    let (loaded, events) = load(&workbench, request).await;
    let LoadEvent::Started { request, .. } = &events[0] else {
        panic!("{events:?}")
    };
    assert!(
        request.contains("$filter=") || request.contains("%24filter="),
        "{request}"
    );
    assert!(0 < loaded.rows && loaded.rows < 300, "{} rows", loaded.rows);
    let seen = workbench.set_view(view(&loaded.result_id)).await.unwrap();
    assert_eq!(seen.facets[0].values.len(), 1);
    assert_eq!(seen.facets[0].values[0].value, "High");
    let window = workbench
        .get_rows(&rows(&loaded.result_id, seen.view_id, &["alertCreationTime"]))
        .unwrap();
    for row in window.rows {
        let created: chrono::DateTime<chrono::Utc> = row[0].as_ref().unwrap().parse().unwrap();
        assert!(created >= from, "{created}");
    }
}

#[tokio::test]
async fn sorting_by_severity_follows_its_rank_and_facets_narrow() {
    let machine = Machine::new(Person::Accepts(ANALYST));
    let (workbench, _) = machine.signed_in().await;
    let (loaded, _) = load(&workbench, everything()).await;
    let mut request = view(&loaded.result_id);
    request.sort = vec![SortKeyDto {
        column: "severity".into(),
        descending: true,
    }];
    let seen = workbench.set_view(request.clone()).await.unwrap();
    let window = workbench
        .get_rows(&rows(&loaded.result_id, seen.view_id, &["severity"]))
        .unwrap();
    assert_eq!(window.rows[0][0].as_deref(), Some("High"));
    request.facets = vec![FacetChoiceDto {
        column: "severity".into(),
        values: vec!["Low".into()],
    }];
    let narrowed = workbench.set_view(request).await.unwrap();
    assert!(narrowed.matched_rows < narrowed.total_rows);
    let old = workbench
        .get_rows(&rows(&loaded.result_id, seen.view_id, &["severity"]))
        .unwrap_err();
    assert_eq!(old.code, ErrorCode::ResultGone);
}

#[tokio::test]
async fn of_a_column_of_ids_the_window_gets_a_bounded_list_of_values() {
    let mut machine = Machine::new(Person::Accepts(ANALYST));
    machine.sandbox.alerts = 1_200;
    let (workbench, _) = machine.signed_in().await;
    let (loaded, _) = load(&workbench, everything()).await;
    let mut request = view(&loaded.result_id);
    request.count_columns = vec!["id".into(), "severity".into()];
    let seen = workbench.set_view(request).await.unwrap();
    assert_eq!((seen.facets[0].values.len(), seen.facets[0].more), (1_000, 200));
    assert_eq!(seen.facets[1].more, 0);
    let counted: u32 = seen.facets[1].values.iter().map(|value| value.count).sum();
    assert_eq!(counted, 1_200);
}

#[tokio::test]
async fn a_row_has_every_property_and_the_alert_has_its_evidence() {
    let machine = Machine::new(Person::Accepts(ANALYST));
    let (workbench, _) = machine.signed_in().await;
    let (loaded, _) = load(&workbench, everything()).await;
    let row = workbench
        .get_row(&GetRowRequest {
            result_id: loaded.result_id.clone(),
            row_id: 0,
        })
        .unwrap()
        .json;
    let id = row["id"].as_str().unwrap().to_owned();
    assert!(row["comments"].is_array());
    let alert = workbench
        .get_alert(GetAlertRequest { alert_id: id.clone() })
        .await
        .unwrap()
        .json;
    assert_eq!(alert["id"], id);
    assert!(!alert["evidence"].as_array().unwrap().is_empty());
    let missing = workbench
        .get_row(&GetRowRequest {
            result_id: loaded.result_id,
            row_id: 300,
        })
        .unwrap_err();
    assert_eq!(missing.code, ErrorCode::ResultOutOfRange);
}

#[tokio::test]
async fn an_unknown_alert_is_not_found_with_a_support_id() {
    let machine = Machine::new(Person::Accepts(ANALYST));
    let (workbench, _) = machine.signed_in().await;
    let error = workbench
        .get_alert(GetAlertRequest {
            alert_id: "da-no-such-alert".into(),
        })
        .await
        .unwrap_err();
    assert_eq!(
        (error.code, error.http_status),
        (ErrorCode::ApiNotFound, Some(404))
    );
    assert!(error.correlation_id.is_some());
}

#[tokio::test]
async fn an_account_without_a_defender_role_gets_403_and_a_hint_at_the_role() {
    let machine = Machine::new(Person::Accepts(NO_ROLE));
    let (workbench, _) = machine.signed_in().await;
    let error = workbench.load_alerts(everything(), |_| ()).await.unwrap_err();
    assert_eq!(
        (error.code, error.http_status),
        (ErrorCode::ApiForbidden, Some(403))
    );
    assert!(error.hint.unwrap().contains("View Data"));
    assert!(error.service_message.is_some());
}

#[tokio::test]
async fn a_closed_result_is_gone() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let (loaded, _) = load(&workbench, everything()).await;
    workbench.close_result(&CloseResultRequest {
        result_id: loaded.result_id.clone(),
    });
    let error = workbench.set_view(view(&loaded.result_id)).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ResultGone);
}
