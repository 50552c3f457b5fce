//! Every documented operation, called over HTTP and compared with its page.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::{Method, StatusCode};
use sandbox::RateLimit;
use serde_json::Value;

use crate::analyst::{Analyst, text};
use crate::entity_shapes::Entities;
use crate::operation_examples::{example, known, path_of, session};
use crate::support::{ADMIN, ANALYST, Answer, World};

/// The documented operations, as the client's catalogue holds them.
fn documented() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../defender/data/operations.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

async fn upload(analyst: &Analyst) -> Answer {
    let part = reqwest::multipart::Part::bytes(b"Get-Date".to_vec()).file_name("date.ps1");
    let form = reqwest::multipart::Form::new()
        .part("file", part)
        .text("Description", "d");
    let request = analyst.world.request(Method::POST, "/api/libraryfiles");
    analyst
        .world
        .send(request.bearer_auth(&analyst.token).multipart(form))
        .await
}

/// Order in which the calls are made: those that take something away come last.
fn late(id: &str) -> bool {
    ["offboard", "batchDelete", "delete"]
        .iter()
        .any(|start| id.starts_with(start))
}

#[tokio::test]
async fn every_documented_operation_answers_in_its_documented_shape() {
    let analyst = Analyst::start().await;
    let entities = Entities::read();
    let mut known = known(&analyst).await;
    known.session = session(&analyst, &known).await;
    let mut operations = documented();
    assert_eq!(operations.len(), 113);
    operations.sort_by_key(|operation| late(text(operation, "id")));
    let mut lines = BTreeMap::new();
    for operation in &operations {
        let id = text(operation, "id");
        let now = analyst.world.now().to_rfc3339();
        let example = example(id, &known, &now);
        let path = path_of(operation, &example);
        let method: Method = text(operation, "method").parse().unwrap();
        let answer = if id == "uploadLibraryFile" {
            upload(&analyst).await
        } else {
            analyst.call(method.clone(), &path, example.body.as_ref()).await
        };
        lines.insert(id.to_owned(), format!("{} {id}", answer.status.as_u16()));
        if id == "runAdvancedQuery" {
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            assert_eq!(answer.json()["error"]["code"], "DisabledFeature");
            continue;
        }
        let statuses: BTreeSet<&str> = operation["statuses"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert!(
            answer.status.is_success(),
            "{id}: {} {}",
            answer.status,
            answer.text
        );
        assert!(
            statuses.contains(answer.status.as_str()),
            "{id}: {} is none of {statuses:?}",
            answer.status
        );
        check(&entities, operation, &answer);
    }
    for line in lines.values() {
        println!("{line}");
    }
    assert_eq!(lines.len(), 113);
}

fn check(entities: &Entities, operation: &Value, answer: &Answer) {
    let (id, returns) = (text(operation, "id"), text(operation, "returns"));
    let Some(entity) = operation["entity"].as_str() else {
        assert_eq!(answer.text, "", "{id}");
        return;
    };
    let body = answer.json();
    assert!(body["@odata.context"].is_string(), "{id}");
    // The example of one page puts a single agent into a list.
    if returns.ends_with("collection") || id == "getScanAgent" {
        let rows = body["value"].as_array().unwrap();
        let may_be_empty = [
            "listSoftwareMissingKbs",
            "listMachineMissingKbs",
            "findMachinesByTag",
        ];
        assert!(!rows.is_empty() || may_be_empty.contains(&id), "{id} has no rows");
        for row in rows {
            entities.check(entity, row, id);
        }
    } else {
        entities.check(entity, &body, id);
    }
}

#[tokio::test]
async fn both_addresses_and_any_letter_case_lead_to_the_same_operation() {
    let analyst = Analyst::start().await;
    let device = analyst.device("Windows11").await;
    for path in [
        "/Software".to_owned(),
        "/exposureScore/ByMachineGroups".to_owned(),
        format!("/machines/{}/logonusers", text(&device, "id")),
        "/DeviceAuthenticatedScanAgents".to_owned(),
        "/machines/BaselineComplianceAssessmentByMachine".to_owned(),
    ] {
        let plain = analyst.rows(&path).await;
        assert_eq!(analyst.rows(&format!("/v1.0{path}")).await, plain, "{path}");
        assert_eq!(analyst.rows(&path.to_lowercase()).await, plain, "{path}");
    }
}

#[tokio::test]
async fn the_registration_lists_every_permission_that_an_operation_documents_and_no_other() {
    let world = World::start().await;
    let documented: BTreeSet<String> = documented()
        .iter()
        .flat_map(|operation| operation["delegated"].as_array().unwrap().clone())
        .map(|row| {
            row["likely"]
                .as_str()
                .unwrap_or_else(|| text(&row, "value"))
                .to_owned()
        })
        .collect();
    let listed: BTreeSet<String> = world.sandbox.config().permissions.iter().cloned().collect();
    assert_eq!(listed, documented);
    assert!(!listed.contains(crate::support::UNREGISTERED));
}

#[tokio::test]
async fn each_operation_has_its_documented_permission_and_refuses_without_it() {
    // A token with a permission that opens next to nothing.
    let world =
        World::with(|config| config.permissions = vec!["IntegrationConfiguration.ReadWrite".to_owned()])
            .await;
    let token = world.access_token(ADMIN).await;
    for operation in documented() {
        let (id, path) = (
            text(&operation, "id"),
            text(&operation, "path").replace(['{', '}'], ""),
        );
        let method: Method = text(&operation, "method").parse().unwrap();
        let answer = world.send(world.request(method, &path).bearer_auth(&token)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{id}: {}", answer.text);
        assert_eq!(answer.json()["error"]["code"], "Forbidden", "{id}");
        for delegated in operation["delegated"].as_array().unwrap() {
            let name = delegated["likely"]
                .as_str()
                .unwrap_or_else(|| text(delegated, "value"));
            assert!(
                answer.text.contains(name),
                "{id} does not name {name}: {}",
                answer.text
            );
        }
    }
}

#[tokio::test]
async fn an_analyst_may_read_and_work_on_alerts_but_not_act_on_devices() {
    let world = World::start().await;
    let token = world.access_token(ANALYST).await;
    for operation in documented() {
        let id = text(&operation, "id");
        if operation["effect"] == "read" && id != "getLiveResponseResultLink" {
            continue;
        }
        let path = text(&operation, "path").replace(['{', '}'], "");
        let method: Method = text(&operation, "method").parse().unwrap();
        let answer = world.send(world.request(method, &path).bearer_auth(&token)).await;
        let alerts = operation["userPermission"] == "Alerts investigation";
        assert_eq!(
            answer.status != StatusCode::FORBIDDEN,
            alerts,
            "{id}: {}",
            answer.text
        );
    }
}

#[tokio::test]
async fn each_operation_has_its_documented_call_limit() {
    let world = World::with(|config| config.alerts = 3).await;
    let token = world.access_token(ADMIN).await;
    for operation in documented() {
        let id = text(&operation, "id");
        let limit = &operation["rateLimit"];
        let limit = limit["perMinute"]
            .as_u64()
            .unwrap_or(if limit.is_null() { 100 } else { 50 });
        if limit > 15 {
            continue;
        }
        let path = text(&operation, "path").replace(['{', '}'], "");
        let method: Method = text(&operation, "method").parse().unwrap();
        for number in 0..=limit {
            let answer = world
                .send(world.request(method.clone(), &path).bearer_auth(&token))
                .await;
            let refused = answer.status == StatusCode::TOO_MANY_REQUESTS;
            assert_eq!(refused, number == limit, "{id}, call {number}: {}", answer.text);
            assert!(!refused || answer.header("retry-after") == "60", "{id}");
        }
    }
}

#[tokio::test]
async fn a_limit_set_by_hand_holds_for_every_operation() {
    let analyst = Analyst::with(|config| {
        config.rate_limit = RateLimit {
            per_minute: 1,
            per_hour: 1,
        };
    })
    .await;
    for path in ["/Software", "/machines/SoftwareInventoryExport"] {
        assert_eq!(analyst.call(Method::GET, path, None).await.status, StatusCode::OK);
        let again = analyst.call(Method::GET, path, None).await;
        assert_eq!(again.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
}

#[tokio::test]
async fn every_documented_filter_is_taken_and_no_other() {
    let analyst = Analyst::start().await;
    for operation in documented() {
        let id = text(&operation, "id");
        let Some(names) = operation["filterable"]
            .as_array()
            .filter(|names| !names.is_empty())
        else {
            continue;
        };
        let device = analyst.device("Windows11").await;
        let path = text(&operation, "path").strip_prefix("/api").unwrap();
        let path = path.replace("{id}", text(&device, "id"));
        // The page's list is that of another operation.
        let copied = id == "listBrowserExtensionPermissions";
        for name in names.iter().map(|name| name.as_str().unwrap()) {
            let answer = analyst
                .call(
                    Method::GET,
                    &format!("{path}?$top=1&$filter={name}+ne+null"),
                    None,
                )
                .await;
            let good = answer.status.is_success() || answer.status == StatusCode::NOT_FOUND;
            assert_eq!(
                good,
                !copied || name == "description",
                "{id} {name}: {}",
                answer.text
            );
        }
        let refused = analyst
            .refused(Method::GET, &format!("{path}?$filter=nonsense+eq+1"), None)
            .await;
        assert_eq!(refused, (400, "ODataError".to_owned()), "{id}");
        let most = operation["maxTop"].as_u64().unwrap_or(10_000);
        let above = format!("{path}?$top={}", most + 1);
        assert_eq!(analyst.refused(Method::GET, &above, None).await.0, 400, "{id}");
        let answer = analyst
            .call(Method::GET, &format!("{path}?$top={most}"), None)
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{id}");
    }
}
