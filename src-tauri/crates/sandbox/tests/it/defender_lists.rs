use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::reader::{Reader, names};
use crate::support::World;

/// The property names of an entity as the published pages list them.
const ALERT: &[&str] = &[
    "aadTenantId",
    "alertCreationTime",
    "assignedTo",
    "category",
    "classification",
    "comments",
    "computerDnsName",
    "description",
    "detectionSource",
    "detectorId",
    "determination",
    "evidence",
    "firstEventTime",
    "id",
    "incidentId",
    "investigationId",
    "investigationState",
    "lastEventTime",
    "lastUpdateTime",
    "machineId",
    "mitreTechniques",
    "rbacGroupName",
    "relatedUser",
    "resolvedTime",
    "severity",
    "status",
    "threatFamilyName",
    "threatName",
    "title",
];
const EVIDENCE: &[&str] = &[
    "aadUserId",
    "accountName",
    "detectionStatus",
    "domainName",
    "entityType",
    "evidenceCreationTime",
    "fileName",
    "filePath",
    "ipAddress",
    "parentProcessCreationTime",
    "parentProcessFileName",
    "parentProcessFilePath",
    "parentProcessId",
    "processCommandLine",
    "processCreationTime",
    "processId",
    "registryHive",
    "registryKey",
    "registryValue",
    "registryValueType",
    "sha1",
    "sha256",
    "url",
    "userPrincipalName",
    "userSid",
];
const MACHINE: &[&str] = &[
    "aadDeviceId",
    "computerDnsName",
    "deviceValue",
    "exposureLevel",
    "firstSeen",
    "healthStatus",
    "id",
    "ipAddresses",
    "isAadJoined",
    "lastExternalIpAddress",
    "lastIpAddress",
    "lastSeen",
    "machineTags",
    "onboardingStatus",
    "osArchitecture",
    "osBuild",
    "osPlatform",
    "osProcessor",
    "rbacGroupId",
    "rbacGroupName",
    "riskScore",
    "version",
];

/// The rows that a filter should keep.
type Keep = Box<dyn Fn(&Value) -> bool>;

#[tokio::test]
async fn alerts_and_devices_have_every_documented_property() {
    let reader = Reader::start().await;
    let page = reader.get("/alerts?$top=200&$expand=evidence").await;
    assert_eq!(
        page["@odata.context"],
        json!(reader.world.url("/api/$metadata#Alerts"))
    );
    for alert in page["value"].as_array().unwrap() {
        assert_eq!(names(alert), ALERT);
        for evidence in alert["evidence"].as_array().unwrap() {
            assert_eq!(names(evidence), EVIDENCE);
        }
        for comment in alert["comments"].as_array().unwrap() {
            assert_eq!(names(comment), ["comment", "createdBy", "createdTime"]);
        }
    }
    for machine in reader.rows("/machines").await {
        assert_eq!(names(&machine), MACHINE);
        assert_eq!(
            names(&machine["ipAddresses"][0]),
            ["ipAddress", "macAddress", "operationalStatus"]
        );
    }
}

#[tokio::test]
async fn the_default_tenant_has_1200_alerts_on_80_known_devices_newest_first() {
    let reader = Reader::start().await;
    let alerts = reader.rows("/alerts").await;
    let machines = reader.rows("/machines").await;
    assert_eq!((alerts.len(), machines.len()), (1200, 80));
    assert_eq!(reader.number("/alerts/$count").await, 1200);
    assert_eq!(reader.number("/machines/$count").await, 80);
    let devices: BTreeSet<(&str, &str)> = machines
        .iter()
        .map(|machine| {
            (
                machine["id"].as_str().unwrap(),
                machine["computerDnsName"].as_str().unwrap(),
            )
        })
        .collect();
    for alert in &alerts {
        let device = (
            alert["machineId"].as_str().unwrap(),
            alert["computerDnsName"].as_str().unwrap(),
        );
        assert!(devices.contains(&device), "{device:?}");
    }
    let times: Vec<&str> = alerts
        .iter()
        .map(|alert| alert["alertCreationTime"].as_str().unwrap())
        .collect();
    // Seven decimals are left out when they are all zero, which would spoil a comparison of texts.
    assert!(times.windows(2).all(|pair| pair[0][..19] >= pair[1][..19]));
}

#[tokio::test]
async fn evidence_comes_in_lists_only_when_expanded_and_always_with_one_alert() {
    let reader = Reader::start().await;
    let plain = reader.rows("/alerts?$top=50").await;
    assert!(plain.iter().all(|alert| alert["evidence"] == json!([])));
    let expanded = reader.rows("/alerts?$top=50&$expand=evidence").await;
    assert!(
        expanded
            .iter()
            .all(|alert| !alert["evidence"].as_array().unwrap().is_empty())
    );
    let id = expanded[7]["id"].as_str().unwrap();
    let single = reader.get(&format!("/alerts/{id}")).await;
    assert_eq!(single["evidence"], expanded[7]["evidence"]);
    assert_eq!(single["title"], expanded[7]["title"]);
    assert_eq!(
        single["@odata.context"],
        json!(reader.world.url("/api/$metadata#Alerts/$entity"))
    );
}

#[tokio::test]
async fn filters_select_the_same_rows_as_looking_at_all_of_them() {
    let reader = Reader::start().await;
    let all = reader.rows("/alerts").await;
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let cut = text(&all[300], "lastUpdateTime");
    let cases: Vec<(String, Keep)> = vec![
        (
            "severity eq 'High'".into(),
            Box::new(move |row| row["severity"] == "High"),
        ),
        (
            "severity eq 'High' and status ne 'Resolved'".into(),
            Box::new(move |row| row["severity"] == "High" && row["status"] != "Resolved"),
        ),
        (
            "not (severity in ('High','Medium')) or category eq 'Malware'".into(),
            Box::new(move |row| {
                !(row["severity"] == "High" || row["severity"] == "Medium") || row["category"] == "Malware"
            }),
        ),
        (
            "assignedTo eq null".into(),
            Box::new(move |row| row["assignedTo"].is_null()),
        ),
        (
            "startswith(assignedTo,'analyst') and contains(category,'Access')".into(),
            Box::new(move |row| {
                text(row, "assignedTo").starts_with("analyst") && text(row, "category").contains("Access")
            }),
        ),
        (
            "incidentId ge 1300".into(),
            Box::new(move |row| row["incidentId"].as_i64().unwrap() >= 1300),
        ),
        (
            "investigationId ne null".into(),
            Box::new(move |row| !row["investigationId"].is_null()),
        ),
        (
            format!("lastUpdateTime ge {cut}"),
            Box::new(move |row| {
                let time = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
                time(row["lastUpdateTime"].as_str().unwrap()) >= time(&cut)
            }),
        ),
        (
            "alertCreationTime lt 2026-12-01Z and alertCreationTime ge 2026-11-01".into(),
            Box::new(move |row| text(row, "alertCreationTime").starts_with("2026-11")),
        ),
    ];
    for (filter, keep) in cases {
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let found = reader.rows(&format!("/alerts?$filter={query}")).await;
        let expected: Vec<&Value> = all.iter().filter(|row| keep(row)).collect();
        assert!(
            !expected.is_empty() && expected.len() < all.len(),
            "{filter} tells nothing apart"
        );
        assert!(
            found.iter().eq(expected.iter().copied()),
            "{filter}: {} of {}",
            found.len(),
            expected.len()
        );
        let count = reader.number(&format!("/alerts/$count?$filter={query}")).await;
        assert_eq!(count, expected.len() as u64, "{filter}");
    }
}

#[tokio::test]
async fn devices_are_found_by_id_name_and_filter() {
    let reader = Reader::start().await;
    let all = reader.rows("/machines").await;
    let (id, name) = (
        all[5]["id"].as_str().unwrap(),
        all[5]["computerDnsName"].as_str().unwrap(),
    );
    assert_eq!(
        reader.get(&format!("/machines/{id}")).await["computerDnsName"],
        name
    );
    assert_eq!(reader.get(&format!("/v1.0/machines/{name}")).await["id"], id);
    for (filter, property, value) in [
        ("riskScore+eq+'High'", "riskScore", "High"),
        ("osPlatform+eq+'macOS'", "osPlatform", "macOS"),
    ] {
        let rows = reader.rows(&format!("/machines?$filter={filter}")).await;
        let expected = all.iter().filter(|row| row[property] == value).count();
        assert_eq!(rows.len(), expected, "{filter}");
    }
    let start = &name[..4];
    let rows = reader
        .rows(&format!(
            "/machines?$filter=startswith(computerDnsName,'{start}')"
        ))
        .await;
    assert!(rows.iter().any(|row| row["id"] == id));
    let tagged = reader
        .rows("/machines?$filter=machineTags/any(tag:+tag+eq+'Finance')")
        .await;
    assert!(
        tagged
            .iter()
            .all(|row| row["machineTags"].as_array().unwrap().contains(&json!("Finance")))
    );
    let device = all.iter().find_map(|row| row["aadDeviceId"].as_str()).unwrap();
    assert_eq!(
        reader
            .rows(&format!("/machines?$filter=aadDeviceId+eq+{device}"))
            .await
            .len(),
        1
    );
}

#[tokio::test]
async fn no_matching_device_is_a_404_as_documented_and_no_matching_alert_an_empty_list() {
    let reader = Reader::start().await;
    let nobody = "computerDnsName+eq+'nobody'";
    assert_eq!(
        reader.error(&format!("/machines?$filter={nobody}")).await,
        (404, "ResourceNotFound".to_owned())
    );
    assert_eq!(
        reader.number(&format!("/machines/$count?$filter={nobody}")).await,
        0
    );
    assert!(
        reader
            .rows("/alerts?$filter=assignedTo+eq+'nobody'")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn alerts_of_a_device_are_its_own() {
    let reader = Reader::start().await;
    let all = reader.rows("/alerts").await;
    let id = all[0]["machineId"].as_str().unwrap();
    let mine = reader.rows(&format!("/machines/{id}/alerts")).await;
    assert_eq!(
        mine.len(),
        all.iter().filter(|row| row["machineId"] == id).count()
    );
    let open = reader
        .number(&format!(
            "/machines/{id}/alerts/$count?$filter=status+ne+'Resolved'"
        ))
        .await;
    assert_eq!(
        open,
        mine.iter().filter(|row| row["status"] != "Resolved").count() as u64
    );
}

#[tokio::test]
async fn wrong_options_are_odata_errors() {
    let reader = Reader::start().await;
    for wrong in [
        "$filter=colour+eq+'red'",
        "$filter=title+eq+'x'",
        "$filter=severity+eq+'Huge'",
        "$filter=severity+eq+High",
        "$filter=severity+eq",
        "$filter=incidentId+eq+'5'",
        "$filter=alertCreationTime+ge+yesterday",
        "$top=-1",
        "$skip=x",
        "$count=maybe",
        "$expand=comments",
        "$orderby=evidence",
        "$select=colour",
        "$search=x",
        "$top=1&$top=2",
    ] {
        assert_eq!(
            reader.error(&format!("/alerts?{wrong}")).await,
            (400, "ODataError".to_owned()),
            "{wrong}"
        );
    }
    assert_eq!(
        reader.error("/alerts?$top=10001").await,
        (400, "BadRequest".to_owned())
    );
    assert_eq!(
        reader.error("/machines?$expand=evidence").await,
        (400, "ODataError".to_owned())
    );
    assert_eq!(
        reader.get("/alerts?$top=1&unknown=1").await["value"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_million_alerts_can_be_counted_paged_and_reached_at_the_end() {
    let reader = Reader::over(World::with(|config| config.alerts = 1_000_000).await).await;
    assert_eq!(reader.number("/alerts/$count").await, 1_000_000);
    let page = reader.get("/alerts?$top=2&$skip=999998&$select=id").await;
    assert_eq!(page["value"].as_array().unwrap().len(), 2);
    let id = page["value"][1]["id"].as_str().unwrap();
    assert_eq!(reader.get(&format!("/alerts/{id}")).await["id"], id);
    let first = reader.get("/alerts?$select=id").await;
    assert_eq!(first["value"].as_array().unwrap().len(), 10_000);
    assert!(
        first["@odata.nextLink"]
            .as_str()
            .unwrap()
            .ends_with("/api/alerts?$select=id&$skip=10000")
    );
}

#[tokio::test]
async fn rows_carry_text_that_careless_readers_would_run() {
    let reader = Reader::start().await;
    let all = serde_json::to_string(&reader.rows("/alerts?$expand=evidence").await).unwrap();
    for hostile in [
        "<img src=x onerror=alert(1)>.docx",
        "=HYPERLINK(",
        "\u{202e}",
        "<script>alert(",
        "@SUM(",
        "\\u001b",
    ] {
        assert!(all.contains(hostile), "{hostile}");
    }
    assert!(all.contains(&"QQBCAEMA".repeat(1000)), "a very long command line");
}
