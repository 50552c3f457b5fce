//! A good call of every documented operation, with values that exist in the tenant.

use serde_json::{Value, json};

use crate::analyst::{Analyst, text};

/// What a call needs beyond its page: values for placeholders, and a body.
pub struct Example {
    pub values: Vec<String>,
    pub query: &'static str,
    pub body: Option<Value>,
}

/// Values that exist in the tenant.
pub struct Known {
    alert: Value,
    windows: Value,
    other: Value,
    third: Value,
    file: String,
    ip: String,
    domain: String,
    user: String,
    software: String,
    cve: String,
    recommendation: String,
    task: String,
    collected: String,
    cancellable: String,
    session_action: String,
    indicator: String,
    second_indicator: String,
    investigation: String,
    scan: String,
    agent: Value,
    pub session: String,
}

pub async fn known(analyst: &Analyst) -> Known {
    let alerts = analyst.rows("/alerts?$expand=evidence").await;
    let evidence = |name: &str| {
        alerts
            .iter()
            .flat_map(|alert| alert["evidence"].as_array().unwrap())
            .find_map(|piece| piece[name].as_str())
            .unwrap()
            .to_owned()
    };
    let rich = alerts.iter().find(|alert| {
        let has = |name: &str| {
            let mut pieces = alert["evidence"].as_array().unwrap().iter();
            pieces.any(|piece| piece[name].is_string())
        };
        has("url") && has("ipAddress") && has("sha1") && !alert["relatedUser"].is_null()
    });
    let windows = analyst.device("Windows11").await;
    let (other, third) = (
        analyst.device("Windows10").await,
        analyst.device("WindowsServer2022").await,
    );
    let start = async |device: &Value, call: &str, body: Value| {
        let path = format!("/machines/{}/{call}", text(device, "id"));
        text(&analyst.posted(&path, &body).await, "id").to_owned()
    };
    let collected = start(&other, "collectInvestigationPackage", json!({"Comment": "a"})).await;
    let commands = json!([{"type": "RunScript", "params": [{"key": "ScriptName", "value": "read-logs.sh"}]}]);
    let session_action = start(
        &other,
        "runliveresponse",
        json!({"Comment": "b", "Commands": commands}),
    )
    .await;
    analyst.world.advance(chrono::TimeDelta::minutes(1));
    let cancellable = start(
        &other,
        "runAntiVirusScan",
        json!({"Comment": "c", "ScanType": "Quick"}),
    )
    .await;
    let indicators = analyst.ids("/indicators").await;
    let scan = analyst.ids("/DeviceAuthenticatedScanDefinitions").await[0].clone();
    let agent = analyst.rows("/DeviceAuthenticatedScanAgents").await[0].clone();
    let url = evidence("url");
    Known {
        alert: rich.unwrap().clone(),
        file: evidence("sha1"),
        ip: evidence("ipAddress"),
        domain: url::Url::parse(&url).unwrap().host_str().unwrap().to_owned(),
        user: text(
            &alerts
                .iter()
                .find(|alert| !alert["relatedUser"].is_null())
                .unwrap()["relatedUser"],
            "userName",
        )
        .to_owned(),
        software: analyst.ids("/Software").await[0].clone(),
        cve: analyst.ids("/vulnerabilities").await[0].clone(),
        recommendation: analyst.ids("/recommendations").await[0].clone(),
        task: analyst.ids("/remediationTasks").await[0].clone(),
        investigation: analyst.ids("/investigations").await[0].clone(),
        indicator: indicators[0].clone(),
        second_indicator: indicators[1].clone(),
        windows,
        other,
        third,
        collected,
        cancellable,
        session_action,
        scan,
        agent,
        session: String::new(),
    }
}

const SCAN_AUTHENTICATION: &str = "#microsoft.windowsDefenderATP.api.SnmpAuthParams";

pub fn example(id: &str, known: &Known, now: &str) -> Example {
    let device = || text(&known.windows, "id").to_owned();
    let third = || text(&known.third, "id").to_owned();
    let comment = json!({"Comment": "from the list of all operations"});
    let indicator = json!({
        "indicatorValue": "198.51.100.77",
        "indicatorType": "IpAddress",
        "action": "Audit",
        "title": "t",
        "description": "d",
        "generateAlert": true,
    });
    let (values, body): (Vec<String>, Option<Value>) = match id {
        "updateAlert" => (
            vec![text(&known.alert, "id").to_owned()],
            Some(json!({"comment": "seen"})),
        ),
        "batchUpdateAlerts" => (
            vec![],
            Some(json!({"alertIds": [known.alert["id"]], "status": "InProgress"})),
        ),
        "createAlertByReference" => (
            vec![],
            Some(json!({
                "eventTime": now, "reportId": "20776", "machineId": device(), "severity": "Low",
                "title": "made", "description": "d", "recommendedAction": "r", "category": "Exploit",
            })),
        ),
        "getAlert" | "listAlertDomains" | "listAlertFiles" | "listAlertIps" | "getAlertMachine"
        | "getAlertUser" => (vec![text(&known.alert, "id").to_owned()], None),
        "addOrRemoveMachineTag" => (vec![device()], Some(json!({"Value": "x", "Action": "Add"}))),
        "addOrRemoveTagForMultipleMachines" => (
            vec![],
            Some(json!({"Value": "y", "Action": "Add", "MachineIds": [device()]})),
        ),
        "setDeviceValue" => (vec![device()], Some(json!({"DeviceValue": "High"}))),
        "updateMachine" => (
            vec![device()],
            Some(json!({"machineTags": ["z"], "deviceValue": "Low"})),
        ),
        "findMachinesByIp" | "findMachineInfoByIp" => {
            let seen = text(&known.windows, "lastSeen").to_owned();
            let ip = text(&known.windows, "lastIpAddress").to_owned();
            let values = if id == "findMachinesByIp" {
                vec![ip, seen]
            } else {
                vec![seen, ip]
            };
            (values, None)
        }
        "runAntiVirusScan" => (vec![third()], Some(json!({"Comment": "c", "ScanType": "Full"}))),
        "stopAndQuarantineFile" => (
            vec![third()],
            Some(json!({"Comment": "c", "Sha1": "0".repeat(40)})),
        ),
        "runLiveResponse" => (
            vec![third()],
            Some(json!({"Comment": "c", "Commands": [
                {"type": "GetFile", "params": [{"key": "Path", "value": "C:\\a.txt"}]},
            ]})),
        ),
        "offboardMachine" => (vec![text(&known.other, "id").to_owned()], Some(comment)),
        "getMachineAction" | "getPackageUri" => (vec![known.collected.clone()], None),
        "cancelMachineAction" => (vec![known.cancellable.clone()], Some(comment)),
        "getLiveResponseResultLink" => (vec![known.session_action.clone(), "0".to_owned()], None),
        "deleteLibraryFile" => (vec!["list-services.ps1".to_owned()], None),
        "runAdvancedQuery" => (vec![], Some(json!({"Query": "DeviceInfo | take 1"}))),
        "submitIndicator" => (vec![], Some(indicator)),
        "importIndicators" => (vec![], Some(json!({"Indicators": [indicator]}))),
        "deleteIndicator" => (vec![known.indicator.clone()], None),
        "batchDeleteIndicators" => (vec![], Some(json!({"IndicatorIds": [known.second_indicator]}))),
        "getInvestigation" => (vec![known.investigation.clone()], None),
        "getFile" | "listFileAlerts" | "listFileMachines" | "getFileStats" => {
            (vec![known.file.clone()], None)
        }
        "listIpAlerts" | "getIpStats" => (vec![known.ip.clone()], None),
        "listDomainAlerts" | "listDomainMachines" | "getDomainStats" => (vec![known.domain.clone()], None),
        "listUserAlerts" | "listUserMachines" => (vec![known.user.clone()], None),
        "getSoftware"
        | "listSoftwareVersions"
        | "listSoftwareMachines"
        | "listSoftwareVulnerabilities"
        | "listSoftwareMissingKbs" => (vec![known.software.clone()], None),
        "getVulnerability" | "listVulnerabilityMachines" => (vec![known.cve.clone()], None),
        "getRecommendation"
        | "getRecommendationSoftware"
        | "listRecommendationMachines"
        | "listRecommendationVulnerabilities" => (vec![known.recommendation.clone()], None),
        "getRemediationTask" | "listRemediationTaskMachines" => (vec![known.task.clone()], None),
        "addScanDefinition" => (
            vec![],
            Some(json!({
                "scanType": "Network", "scanName": "n", "isActive": true, "target": "10.0.0.1",
                "intervalInHours": 4, "targetType": "Ip",
                "scannerAgent": {"machineId": known.agent["machineId"]},
                "scanAuthenticationParams": {
                    "@odata.type": SCAN_AUTHENTICATION, "type": "NoAuthNoPriv", "username": "u",
                },
            })),
        ),
        "updateScanDefinition" => (vec![known.scan.clone()], Some(json!({"isActive": false}))),
        "batchDeleteScanDefinitions" => (vec![], Some(json!({"ScanDefinitionIds": [known.scan]}))),
        "getScanAgent" => (vec![text(&known.agent, "id").to_owned()], None),
        "getScanHistoryByDefinition" => (vec![], Some(json!({"ScanDefinitionIds": [known.scan]}))),
        "getScanHistoryBySession" => (vec![], Some(json!({"SessionIds": [known.session]}))),
        _ if id.starts_with("list")
            || id.starts_with("get")
            || id.starts_with("export")
            || id.starts_with("find") =>
        {
            (vec![device()], None)
        }
        // The remaining actions want a comment.
        _ => (vec![device()], Some(comment)),
    };
    Example {
        values,
        query: if id == "findMachinesByTag" { "?tag=VIP" } else { "" },
        body,
    }
}

pub fn path_of(operation: &Value, example: &Example) -> String {
    let mut path = text(operation, "path").strip_prefix("/api").unwrap().to_owned();
    for value in &example.values {
        if let Some((before, after)) = path.clone().split_once('{') {
            let after = after.split_once('}').unwrap().1;
            let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            path = format!("{before}{value}{after}");
        }
    }
    format!("{path}{}", example.query)
}

/// A session of the known definition.
pub async fn session(analyst: &Analyst, known: &Known) -> String {
    let body = json!({"ScanDefinitionIds": [known.scan]});
    let history = analyst
        .posted(
            "/DeviceAuthenticatedScanDefinitions/GetScanHistoryByScanDefinitionId",
            &body,
        )
        .await;
    text(&history["value"][0], "SessionIds").to_owned()
}
