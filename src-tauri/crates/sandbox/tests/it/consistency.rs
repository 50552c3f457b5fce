//! What different operations say of the same thing agrees.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::analyst::{Analyst, text};

fn ids(rows: &[Value]) -> BTreeSet<String> {
    rows.iter().map(|row| text(row, "id").to_owned()).collect()
}

fn number(row: &Value, name: &str) -> usize {
    usize::try_from(row[name].as_u64().unwrap()).unwrap()
}

#[tokio::test]
async fn software_vulnerabilities_and_devices_agree() {
    let analyst = Analyst::start().await;
    let pairs = analyst.rows("/vulnerabilities/machinesVulnerabilities").await;
    let mut by_cve: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for pair in &pairs {
        by_cve
            .entry(text(pair, "cveId"))
            .or_default()
            .insert(text(pair, "machineId"));
    }
    let vulnerabilities = analyst.rows("/vulnerabilities").await;
    assert!(vulnerabilities.len() > 40, "{}", vulnerabilities.len());
    for row in &vulnerabilities {
        let id = text(row, "id");
        let devices = by_cve.get(id).map_or(0, BTreeSet::len);
        assert_eq!(number(row, "exposedMachines"), devices, "{id}");
    }
    for row in vulnerabilities.iter().take(8) {
        let id = text(row, "id");
        let found = ids(&analyst
            .rows(&format!("/vulnerabilities/{id}/machineReferences"))
            .await);
        let expected = by_cve
            .get(id)
            .into_iter()
            .flatten()
            .map(|id| (*id).to_owned())
            .collect();
        assert_eq!(found, expected, "{id}");
    }
    for row in analyst.rows("/Software").await {
        let id: String = url::form_urlencoded::byte_serialize(text(&row, "id").as_bytes()).collect();
        let devices = analyst.rows(&format!("/Software/{id}/machineReferences")).await;
        let versions = analyst.rows(&format!("/Software/{id}/distributions")).await;
        let installed: usize = versions
            .iter()
            .map(|version| number(version, "installations"))
            .sum();
        assert_eq!(installed, devices.len(), "{id}");
        let weaknesses = analyst.rows(&format!("/Software/{id}/vulnerabilities")).await;
        assert_eq!(number(&row, "weaknesses"), weaknesses.len(), "{id}");
        let exposed: BTreeSet<&str> = pairs
            .iter()
            .filter(|pair| {
                format!("{}-_-{}", text(pair, "productVendor"), text(pair, "productName")) == text(&row, "id")
            })
            .map(|pair| text(pair, "machineId"))
            .collect();
        assert_eq!(number(&row, "exposedMachines"), exposed.len(), "{id}");
    }
}

#[tokio::test]
async fn what_hangs_on_a_device_agrees_with_the_lists_of_the_tenant() {
    let analyst = Analyst::start().await;
    let machines = analyst.rows("/machines").await;
    let pairs = analyst.rows("/vulnerabilities/machinesVulnerabilities").await;
    for machine in machines.iter().step_by(9) {
        let id = text(machine, "id");
        let list = async |what: &str| analyst.rows(&format!("/machines/{id}/{what}")).await;
        let own: BTreeSet<String> = pairs
            .iter()
            .filter(|pair| pair["machineId"] == machine["id"])
            .map(|pair| text(pair, "cveId").to_owned())
            .collect();
        assert_eq!(ids(&list("vulnerabilities").await), own, "{id}");
        for software in list("software").await {
            let name: String =
                url::form_urlencoded::byte_serialize(text(&software, "id").as_bytes()).collect();
            let devices = ids(&analyst.rows(&format!("/Software/{name}/machineReferences")).await);
            assert!(devices.contains(id), "{name}");
        }
        for recommendation in list("recommendations").await.iter().step_by(4) {
            let name: String =
                url::form_urlencoded::byte_serialize(text(recommendation, "id").as_bytes()).collect();
            let devices = ids(&analyst
                .rows(&format!("/recommendations/{name}/machineReferences"))
                .await);
            assert!(devices.contains(id), "{name}");
            assert_eq!(
                devices.len(),
                number(recommendation, "exposedMachinesCount"),
                "{name}"
            );
        }
        for user in list("logonusers").await {
            let path = format!("/users/{}/machines", text(&user, "accountName"));
            let devices = ids(&analyst.rows(&path).await);
            assert!(devices.contains(id), "{path}");
            assert_eq!(devices.len(), number(&user, "logOnMachinesCount"), "{path}");
        }
        let exposed = machine["exposureLevel"] != "None";
        assert_eq!(exposed, !own.is_empty(), "{id}");
    }
}

#[tokio::test]
async fn missing_updates_fix_the_vulnerabilities_that_name_them() {
    let analyst = Analyst::start().await;
    let device = analyst
        .rows("/vulnerabilities/machinesVulnerabilities?$filter=fixingKbId+ne+null&$top=1")
        .await[0]
        .clone();
    let path = format!("/machines/{}/getmissingkbs", text(&device, "machineId"));
    let missing = analyst.rows(&path).await;
    let update = missing
        .iter()
        .find(|row| row["id"] == device["fixingKbId"])
        .unwrap();
    let product = format!(
        "{}-_-{}",
        text(&device, "productVendor"),
        text(&device, "productName")
    );
    let of_product = analyst.rows(&format!("/Software/{product}/getmissingkbs")).await;
    assert!(of_product.contains(update));
    let lacking = analyst.rows("/vulnerabilities/machinesVulnerabilities").await;
    let lacking: BTreeSet<&str> = lacking
        .iter()
        .filter(|row| row["fixingKbId"] == device["fixingKbId"])
        .map(|row| text(row, "machineId"))
        .collect();
    assert!(number(update, "machineMissedOn") >= lacking.len());
}

#[tokio::test]
async fn remediation_tasks_count_the_devices_of_their_recommendation() {
    let analyst = Analyst::start().await;
    let tasks = analyst.rows("/remediationTasks").await;
    assert!(tasks.len() > 5, "{}", tasks.len());
    let recommendations = analyst.rows("/recommendations").await;
    for task in &tasks {
        let waiting = analyst
            .rows(&format!(
                "/remediationTasks/{}/machineReferences",
                text(task, "id")
            ))
            .await;
        let left = number(task, "targetDevices") - number(task, "fixedDevices");
        assert_eq!(left, waiting.len(), "{task}");
        assert_eq!(task["status"] == "Completed", left == 0);
        let id = text(task, "description").trim_start_matches("Follow the recommendation ");
        let id = id.trim_end_matches('.');
        let recommendation = recommendations.iter().find(|row| row["id"] == id);
        assert_eq!(
            recommendation.map_or(0, |row| number(row, "exposedMachinesCount")),
            left,
            "{id}"
        );
    }
}

#[tokio::test]
async fn files_addresses_domains_and_people_lead_back_to_their_alerts() {
    let analyst = Analyst::start().await;
    let alerts = analyst.rows("/alerts?$expand=evidence").await;
    for alert in alerts.iter().step_by(97) {
        let id = text(alert, "id");
        let entities = async |what: &str| analyst.rows(&format!("/alerts/{id}/{what}")).await;
        for (what, key, path) in [
            ("files", "sha1", "files"),
            ("ips", "id", "ips"),
            ("domains", "host", "domains"),
        ] {
            for row in entities(what).await {
                let value = text(&row, key);
                let back = ids(&analyst.rows(&format!("/{path}/{value}/alerts")).await);
                assert!(back.contains(id), "{path} {value}");
                let stats = analyst.get(&format!("/{path}/{value}/stats")).await;
                assert!(stats["organizationPrevalence"].is_u64());
                if path != "ips" {
                    let devices = ids(&analyst.rows(&format!("/{path}/{value}/machines")).await);
                    assert!(devices.contains(text(alert, "machineId")), "{path} {value}");
                }
            }
        }
        if let Some(name) = alert["relatedUser"]["userName"].as_str() {
            assert!(ids(&analyst.rows(&format!("/users/{name}/alerts")).await).contains(id));
            let user = analyst.get(&format!("/alerts/{id}/user")).await;
            assert_eq!(text(&user, "accountName"), name);
        }
        let device = analyst.get(&format!("/alerts/{id}/machine")).await;
        assert_eq!(device["id"], alert["machineId"]);
    }
}

#[tokio::test]
async fn investigations_name_alerts_that_name_them() {
    let analyst = Analyst::start().await;
    let investigations = analyst.rows("/investigations").await;
    let alerts = analyst.rows("/alerts").await;
    let named: BTreeSet<String> = alerts
        .iter()
        .filter_map(|alert| alert["investigationId"].as_i64())
        .map(|id| id.to_string())
        .collect();
    assert_eq!(ids(&investigations), named);
    for row in investigations.iter().step_by(31) {
        let alert = alerts
            .iter()
            .find(|alert| alert["id"] == row["triggeringAlertId"])
            .unwrap();
        assert_eq!(alert["investigationId"].to_string(), text(row, "id"));
        assert_eq!(
            (&alert["machineId"], &alert["investigationState"]),
            (&row["machineId"], &row["state"])
        );
        let by_alert = analyst
            .get(&format!("/investigations/{}", text(alert, "id")))
            .await;
        assert_eq!(by_alert["id"], row["id"]);
    }
}

#[tokio::test]
async fn baseline_profiles_count_their_records_and_scores_stay_in_bounds() {
    let analyst = Analyst::start().await;
    let records = analyst
        .rows("/machines/BaselineComplianceAssessmentByMachine")
        .await;
    for profile in analyst.rows("/baselineProfiles").await {
        let own: Vec<&Value> = records
            .iter()
            .filter(|row| row["profileId"] == profile["id"])
            .collect();
        let devices: BTreeSet<&str> = own.iter().map(|row| text(row, "deviceId")).collect();
        assert_eq!(number(&profile, "totalDevices"), devices.len());
        let failing: BTreeSet<&str> = own
            .iter()
            .filter(|row| row["isCompliant"] == false)
            .map(|row| text(row, "deviceId"))
            .collect();
        assert_eq!(number(&profile, "passedDevices"), devices.len() - failing.len());
    }
    for row in analyst.rows("/exposureScore/ByMachineGroups").await {
        let score = row["score"].as_f64().unwrap();
        assert!((0.0..=100.0).contains(&score), "{row}");
    }
    assert!(
        analyst.get("/configurationScore").await["score"]
            .as_f64()
            .unwrap()
            > 0.0
    );
}

#[tokio::test]
async fn hostile_texts_stand_in_names_and_titles_that_strangers_can_write() {
    let analyst = Analyst::start().await;
    for (path, hostile) in [
        ("/machines", "<b>"),
        ("/Software", "<b>toolbar</b>"),
        ("/indicators", "<script>"),
        ("/indicators", "=HYPERLINK("),
        ("/machineactions", "=1+1"),
        ("/baselineConfigurations", "<script>"),
        ("/DeviceAuthenticatedScanDefinitions", "<i>"),
        ("/machines/BrowserExtensionsInventoryByMachine", "=cmd|"),
        ("/machines/SoftwareInventoryNoProductCodeByMachine", "\u{202e}"),
    ] {
        let rows = serde_json::to_string(&analyst.rows(path).await).unwrap();
        assert!(rows.contains(hostile), "{path} {hostile}");
    }
}

#[tokio::test]
async fn the_risk_of_a_device_is_the_worst_of_its_open_alerts() {
    let analyst = Analyst::start().await;
    let order = ["None", "Informational", "Low", "Medium", "High"];
    let rank = |name: &str| order.iter().position(|known| *known == name).unwrap();
    let since = "alertCreationTime+ge+2026-12-16T00:00:00Z";
    let open = analyst
        .rows(&format!("/alerts?$filter={since}+and+status+ne+'Resolved'"))
        .await;
    let machines = analyst.rows("/machines").await;
    for machine in &machines {
        let mine = open.iter().filter(|alert| alert["machineId"] == machine["id"]);
        let worst = mine.map(|alert| rank(text(alert, "severity"))).max().unwrap_or(0);
        assert_eq!(rank(text(machine, "riskScore")), worst, "{}", text(machine, "id"));
    }
    let known: BTreeSet<&str> = machines
        .iter()
        .map(|machine| text(machine, "riskScore"))
        .collect();
    assert!(known.len() > 3, "{known:?}");
}
