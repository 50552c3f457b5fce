use std::collections::BTreeSet;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{ANALYST, World};

struct Reader {
    world: World,
    token: String,
}

impl Reader {
    async fn start() -> Self {
        Self::over(World::start().await).await
    }

    async fn over(world: World) -> Self {
        let token = world.access_token(ANALYST).await;
        Self { world, token }
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.world.api(path, &self.token).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.json()
    }

    async fn rows(&self, path: &str) -> Vec<Value> {
        self.get(path).await["value"].as_array().unwrap().clone()
    }

    async fn number(&self, path: &str) -> u64 {
        let answer = self.world.api(path, &self.token).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.text.parse().unwrap()
    }

    async fn error(&self, path: &str) -> (u16, String) {
        let answer = self.world.api(path, &self.token).await;
        (
            answer.status.as_u16(),
            answer.json()["error"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    }
}

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

fn names(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

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
async fn pages_follow_one_another_without_gaps_or_repeats() {
    let reader = Reader::over(World::with(|config| config.page_size = 250).await).await;
    let big = Reader::start().await;
    for first in [
        "/alerts",
        "/v1.0/alerts?$filter=severity+ne+'High'&$count=true",
        "/alerts?$orderby=severity,lastUpdateTime+desc",
        "/alerts?$top=600&$skip=100&$expand=evidence",
    ] {
        let whole = big.rows(first).await;
        let mut rows = Vec::new();
        let mut path = first.to_owned();
        loop {
            let page = reader.get(&path).await;
            let value = page["value"].as_array().unwrap();
            assert!(value.len() <= 250);
            rows.extend(value.iter().cloned());
            let Some(next) = page["@odata.nextLink"].as_str() else {
                break;
            };
            path = next.strip_prefix(&reader.world.url("/api")).unwrap().to_owned();
            assert!(path.contains("$skip="), "{path}");
            assert_eq!(path.starts_with("/v1.0"), first.starts_with("/v1.0"));
        }
        assert_eq!(rows, whole, "{first}");
    }
}

#[tokio::test]
async fn top_and_skip_cut_the_list_and_top_ends_it() {
    let reader = Reader::start().await;
    let all = reader.rows("/alerts").await;
    let page = reader.get("/alerts?$top=5&$skip=10").await;
    assert_eq!(page["value"].as_array().unwrap()[..], all[10..15]);
    assert!(page.get("@odata.nextLink").is_none());
    assert!(reader.rows("/alerts?$top=0").await.is_empty());
    assert!(reader.rows("/alerts?$skip=99999999999999").await.is_empty());
    assert_eq!(
        reader.get("/alerts?$top=10000").await["value"]
            .as_array()
            .unwrap()
            .len(),
        1200
    );
}

#[tokio::test]
async fn a_count_is_of_all_matches_not_of_the_page() {
    let reader = Reader::start().await;
    let page = reader
        .get("/alerts?$count=true&$top=3&$filter=status+eq+'New'")
        .await;
    assert_eq!(
        page["@odata.count"],
        json!(reader.number("/alerts/$count?$filter=status+eq+'New'").await)
    );
    assert!(
        reader
            .get("/alerts?$count=false&$top=1")
            .await
            .get("@odata.count")
            .is_none()
    );
}

#[tokio::test]
async fn orders_sort_and_selections_narrow() {
    let reader = Reader::start().await;
    let rows = reader
        .rows("/alerts?$orderby=computerDnsName+desc,alertCreationTime&$select=computerDnsName,id")
        .await;
    assert_eq!(names(&rows[0]), ["computerDnsName", "id"]);
    let devices: Vec<&str> = rows
        .iter()
        .map(|row| row["computerDnsName"].as_str().unwrap())
        .collect();
    assert!(devices.windows(2).all(|pair| pair[0] >= pair[1]));
    let resolved = reader.rows("/alerts?$orderby=resolvedTime&$top=1").await;
    assert!(resolved[0]["resolvedTime"].is_null(), "null comes first");
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
