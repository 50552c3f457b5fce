//! All documented operations, called through the workbench as the explorer calls them: the form is filled in from what other
//! calls brought, the answer becomes a table, a record, a value or nothing.

use super::{allow, call, call_of, signed_in, value};
use crate::setup::{ADMIN, Machine};
use crate::walk::Person;
use contract::{
    AnswerShape, CallRequest, FetchFilesRequest, FieldDto, FieldKind, FieldPlace, FieldValueDto,
    GetRowRequest, OperationRequest,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use workbench::Workbench;

/// Values that exist in the sandbox tenant.
struct Known {
    alert: Map<String, Value>,
    devices: Vec<Map<String, Value>>,
    by_list: BTreeMap<&'static str, String>,
    sha1: String,
    ip: String,
    domain: String,
    user: String,
    collected: String,
    session: String,
    scan_session: String,
    second_indicator: String,
    now: String,
}

async fn rows(
    workbench: &Arc<Workbench>,
    operation: &str,
    values: Vec<FieldValueDto>,
    count: u32,
) -> Vec<Map<String, Value>> {
    let called = call(workbench, call_of(operation, values)).await.unwrap();
    assert!(called.failure.is_none(), "{operation}: {:?}", called.failure);
    let result_id = called.result_id.unwrap();
    (0..count.min(called.rows))
        .map(|row_id| {
            let request = GetRowRequest {
                result_id: result_id.clone(),
                row_id,
            };
            match workbench.get_row(&request).unwrap().json {
                Value::Object(row) => row,
                other => panic!("{operation}: {other}"),
            }
        })
        .collect()
}

fn text(row: &Map<String, Value>, name: &str) -> String {
    match &row[name] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Begins an action on a device, as a person would who types its name.
async fn act(
    workbench: &Arc<Workbench>,
    operation: &str,
    device: &Map<String, Value>,
    more: Vec<FieldValueDto>,
) -> String {
    let mut values = vec![
        value(FieldPlace::Path, "id", &[&text(device, "id")]),
        value(FieldPlace::Body, "Comment", &["from the list of all operations"]),
    ];
    values.extend(more);
    let request = CallRequest {
        confirmed_name: Some(text(device, "computerDnsName")),
        ..call_of(operation, values)
    };
    let called = call(workbench, request).await.unwrap();
    called
        .action_id
        .unwrap_or_else(|| panic!("{operation}: {:?}", called.failure))
}

const COMMANDS: &str = r#"[{"type":"RunScript","params":[{"key":"ScriptName","value":"read-logs.sh"}]}]"#;

async fn known(machine: &Machine, workbench: &Arc<Workbench>) -> Known {
    let alerts = rows(
        workbench,
        "listAlerts",
        vec![value(FieldPlace::Query, "$expand", &["evidence"])],
        300,
    )
    .await;
    let piece = |alert: &Map<String, Value>, name: &str| {
        alert["evidence"].as_array().and_then(|pieces| {
            pieces
                .iter()
                .find_map(|piece| Some(piece.get(name)?.as_str()?.to_owned()))
        })
    };
    let any = |name: &str| alerts.iter().find_map(|alert| piece(alert, name)).unwrap();
    let rich = alerts
        .iter()
        .find(|alert| {
            piece(alert, "url").is_some() && piece(alert, "sha1").is_some() && !alert["relatedUser"].is_null()
        })
        .unwrap();
    let user = text(rich["relatedUser"].as_object().unwrap(), "userName");
    let domain = url::Url::parse(&any("url"))
        .unwrap()
        .host_str()
        .unwrap()
        .to_owned();
    let devices: Vec<Map<String, Value>> = rows(workbench, "listMachines", Vec::new(), 80)
        .await
        .into_iter()
        .filter(|device| {
            text(device, "onboardingStatus") == "Onboarded"
                && text(device, "osPlatform").starts_with("Windows")
        })
        .collect();
    let mut by_list = BTreeMap::new();
    for (operation, key) in [
        ("listSoftware", "id"),
        ("listVulnerabilities", "id"),
        ("listRecommendations", "id"),
        ("listRemediationTasks", "id"),
        ("listInvestigations", "id"),
        ("listIndicators", "id"),
        ("listScanDefinitions", "id"),
        ("listScanAgents", "id"),
    ] {
        let first = rows(workbench, operation, Vec::new(), 1).await;
        by_list.insert(operation, text(&first[0], key));
    }
    let indicators = rows(workbench, "listIndicators", Vec::new(), 2).await;
    let second_indicator = text(&indicators[1], "id");
    let definition = by_list["listScanDefinitions"].clone();
    let definition = value(FieldPlace::Body, "ScanDefinitionIds", &[&definition]);
    let scans = rows(workbench, "getScanHistoryByDefinition", vec![definition], 1).await;
    let session_of = |row: &Map<String, Value>| {
        row.iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("sessionIds"))
            .map(|(_, id)| id.as_str().unwrap().to_owned())
    };
    let scan_session = session_of(&scans[0]).unwrap_or_else(|| panic!("{:?}", scans[0]));
    let collected = act(workbench, "collectInvestigationPackage", &devices[1], Vec::new()).await;
    let commands = value(FieldPlace::Body, "Commands", &[COMMANDS]);
    let session = act(workbench, "runLiveResponse", &devices[1], vec![commands]).await;
    // Both have ended by then.
    machine.hand.forward(chrono::TimeDelta::minutes(1));
    Known {
        alert: rich.clone(),
        sha1: any("sha1"),
        ip: any("ipAddress"),
        domain,
        user,
        devices,
        by_list,
        collected,
        session,
        scan_session,
        second_indicator,
        now: (machine.hand.clock())().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    }
}

/// What a required field is filled with.
fn filled(operation: &str, path: &str, field: &FieldDto, known: &Known) -> String {
    let device = if operation.starts_with("offboard") {
        &known.devices[3]
    } else {
        &known.devices[2]
    };
    match (field.place, field.name.as_str()) {
        (FieldPlace::Path, "ip") if path.starts_with("/api/machines") => text(device, "lastIpAddress"),
        (FieldPlace::Path, "timestamp") => text(device, "lastSeen"),
        (FieldPlace::Path, "ip") => known.ip.clone(),
        (FieldPlace::Path, "domain") => known.domain.clone(),
        (FieldPlace::Path, "index") => "0".into(),
        (FieldPlace::Path, "fileName") => "list-services.ps1".into(),
        (FieldPlace::Path, "cveId") => known.by_list["listVulnerabilities"].clone(),
        (FieldPlace::Path, _) => match path.split('/').nth(2).unwrap_or_default() {
            "alerts" => text(&known.alert, "id"),
            "machines" => text(device, "id"),
            "machineactions" if operation == "getLiveResponseResultLink" => known.session.clone(),
            "machineactions" => known.collected.clone(),
            "files" => known.sha1.clone(),
            "users" => known.user.clone(),
            "Software" => known.by_list["listSoftware"].clone(),
            "recommendations" => known.by_list["listRecommendations"].clone(),
            "remediationTasks" => known.by_list["listRemediationTasks"].clone(),
            "investigations" => known.by_list["listInvestigations"].clone(),
            "indicators" => known.by_list["listIndicators"].clone(),
            "DeviceAuthenticatedScanAgents" => known.by_list["listScanAgents"].clone(),
            _ => known.by_list["listScanDefinitions"].clone(),
        },
        (FieldPlace::Query, "tag") => "VIP".into(),
        (_, "Commands") => COMMANDS.into(),
        // Files that a trusted publisher signed cannot be stopped.
        (_, "Sha1") => "0".repeat(40),
        (_, "alertIds") => text(&known.alert, "id"),
        (_, "machineId" | "MachineIds") => text(device, "id"),
        (_, "IndicatorIds") => known.second_indicator.clone(),
        (_, "ScanDefinitionIds") => known.by_list["listScanDefinitions"].clone(),
        (_, "SessionIds") => known.scan_session.clone(),
        (_, "indicatorValue" | "target") => "198.51.100.77".into(),
        (_, "indicatorType") => "IpAddress".into(),
        (_, "action") => "Allowed".into(),
        (_, "Indicators") => {
            r#"[{"indicatorValue":"198.51.100.78","indicatorType":"IpAddress","action":"Allowed","title":"t","description":"d"}]"#.into()
        }
        (_, "scannerAgent") => format!(r#"{{"machineId":"{}"}}"#, text(device, "id")),
        (_, "scanAuthenticationParams") => {
            r##"{"@odata.type":"#microsoft.windowsDefenderATP.api.SnmpAuthParams","type":"NoAuthNoPriv","username":"u"}"##.into()
        }
        (_, "category") => "Exploit".into(),
        (_, "reportId") => "20776".into(),
        (_, "Query") => "DeviceInfo | take 1".into(),
        _ => match field.kind {
            FieldKind::Choice => field.choices[0].clone(),
            FieldKind::Boolean => "true".into(),
            FieldKind::Integer => "4".into(),
            FieldKind::Time => known.now.clone(),
            _ => "from the list of all operations".into(),
        },
    }
}

/// Order in which the calls are made: those that take something away come last.
fn late(id: &str) -> bool {
    ["offboard", "batchDelete", "delete"]
        .iter()
        .any(|start| id.starts_with(start))
}

#[tokio::test]
async fn every_documented_operation_is_called_through_the_explorers_way() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    allow(&workbench, true);
    let known = known(&machine, &workbench).await;
    std::fs::write(machine.saved.path().join("read-date.ps1"), "Get-Date").unwrap();
    let file = workbench.choose_file().await.unwrap().file_id.unwrap();

    let mut operations: Vec<_> = workbench
        .explorer()
        .operations
        .into_iter()
        .map(|row| row.operation)
        .collect();
    assert_eq!(operations.len(), 113);
    operations.sort_by_key(|operation| late(&operation.id));
    let mut lines = BTreeMap::new();
    for operation in operations {
        let id = operation.id.clone();
        // Limits of two calls a minute are met otherwise.
        machine.hand.forward(chrono::TimeDelta::seconds(31));
        let request = OperationRequest {
            operation_id: id.clone(),
        };
        let detail = workbench.operation_detail(&request).unwrap();
        let mut values: Vec<FieldValueDto> = detail
            .fields
            .iter()
            .filter(|field| field.required && field.kind != FieldKind::File)
            .map(|field| {
                value(
                    field.place,
                    &field.name,
                    &[&filled(&id, &operation.path, field, &known)],
                )
            })
            .collect();
        match id.as_str() {
            "uploadLibraryFile" => values.push(value(FieldPlace::Body, "File", &[&file])),
            "updateAlert" | "batchUpdateAlerts" => {
                values.push(value(FieldPlace::Body, "status", &["InProgress"]))
            }
            "updateMachine" => values.push(value(FieldPlace::Body, "deviceValue", &["Low"])),
            "updateScanDefinition" => values.push(value(FieldPlace::Body, "isActive", &["false"])),
            _ => {}
        }
        let mut request = CallRequest {
            call_id: id.clone(),
            ..call_of(&id, values)
        };
        if detail.operation.effect == contract::OperationEffect::Act {
            request.confirmed_name = workbench
                .prepare_action(request.clone())
                .await
                .unwrap()
                .confirm_with;
        }
        let called = call(&workbench, request)
            .await
            .unwrap_or_else(|error| panic!("{id}: {error:?}"));
        let status = called.status.unwrap_or_default();
        lines.insert(
            id.clone(),
            format!("{status} {id}: {:?}, {} rows", called.shape, called.rows),
        );
        match id.as_str() {
            "runAdvancedQuery" => assert_eq!(status, 403),
            // Its action has ended, so there is nothing to cancel.
            "cancelMachineAction" => assert!(matches!(status, 200 | 400), "{status}"),
            _ => assert!(
                called.failure.is_none() && (200..300).contains(&status),
                "{}: {:?}",
                lines[&id],
                called.failure
            ),
        }
        if !called.links.is_empty() && called.columns.iter().any(|column| column.name == "exportFiles") {
            assert!(matches!(called.shape, AnswerShape::Record));
            let fetched = workbench
                .fetch_files(FetchFilesRequest { call_id: id.clone() }, |_| ())
                .await
                .unwrap();
            assert!(fetched.failure.is_none(), "{id}: {:?}", fetched.failure);
            assert!(fetched.links.is_empty(), "{id}: they are fetched");
            assert!(fetched.rows > 0, "{id}: no rows in its files");
            lines.insert(
                id.clone(),
                format!("{}; its files: {} rows", lines[&id], fetched.rows),
            );
        }
    }
    for line in lines.values() {
        println!("{line}");
    }
    assert_eq!(lines.len(), 113);
}
