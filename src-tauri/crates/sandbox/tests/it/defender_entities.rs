//! Files, addresses, domains and people that nobody knows; look back; addresses at a time; pages of the health list;
//! and bodies of any kind.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use sandbox::Fault;
use serde_json::{Value, json};

use crate::analyst::{Analyst, text};

#[tokio::test]
async fn what_is_unknown_has_no_alerts_and_no_devices_and_a_file_is_not_found() {
    let analyst = Analyst::start().await;
    let hash = "0".repeat(40);
    for path in [
        format!("/files/{hash}/alerts"),
        format!("/files/{hash}/machines"),
        "/ips/192.0.2.200/alerts".to_owned(),
        "/domains/nobody.example/alerts".to_owned(),
        "/domains/nobody.example/machines".to_owned(),
        "/users/nobody/alerts".to_owned(),
        "/users/nobody/machines".to_owned(),
    ] {
        assert!(analyst.rows(&path).await.is_empty(), "{path}");
    }
    for path in ["/ips/192.0.2.200/stats", "/domains/nobody.example/stats"] {
        assert_eq!(analyst.get(path).await["organizationPrevalence"], 0, "{path}");
    }
    for path in [
        format!("/files/{hash}"),
        format!("/files/{hash}/stats"),
        "/machines/nobody".to_owned(),
        "/alerts/nobody/files".to_owned(),
        "/Software/nobody-_-nothing".to_owned(),
        "/vulnerabilities/CVE-1999-1".to_owned(),
        "/recommendations/va-_-nobody".to_owned(),
        "/remediationTasks/nobody".to_owned(),
        "/machineactions/nobody".to_owned(),
    ] {
        let refused = analyst.refused(Method::GET, &path, None).await;
        assert_eq!(refused, (404, "ResourceNotFound".to_owned()), "{path}");
    }
    for (path, code) in [
        ("/files/xyz", "InvalidHashValue"),
        // SHA-1 only.
        (&format!("/files/{}/alerts", "0".repeat(64)), "InvalidHashValue"),
        ("/ips/10.0.0/alerts", "InvalidIpAddress"),
        ("/ips/text/stats", "InvalidIpAddress"),
        ("/domains/a%20b/alerts", "InvalidDomainName"),
        ("/domains/nodot/stats", "InvalidDomainName"),
    ] {
        let refused = analyst.refused(Method::GET, path, None).await;
        assert_eq!(refused, (400, code.to_owned()), "{path}");
    }
}

#[tokio::test]
async fn looking_back_is_bounded_and_narrows_what_is_counted() {
    let analyst = Analyst::start().await;
    let path = "/domains/contoso-billing.example/stats";
    for wrong in ["0", "721", "-1", "x"] {
        let refused = analyst
            .refused(Method::GET, &format!("{path}?lookBackHours={wrong}"), None)
            .await;
        assert_eq!(refused, (400, "InvalidInput".to_owned()), "{wrong}");
    }
    let count = async |hours: u32| {
        let stats = analyst.get(&format!("{path}?lookBackHours={hours}")).await;
        stats["organizationPrevalence"].as_u64().unwrap()
    };
    assert!(count(720).await > count(48).await);
    assert_eq!(
        analyst.get(path).await["organizationPrevalence"],
        count(720).await
    );
}

#[tokio::test]
async fn devices_are_found_by_an_address_at_a_time_of_the_last_30_days() {
    let analyst = Analyst::start().await;
    let device = analyst.device("Windows11").await;
    let (ip, seen) = (text(&device, "lastIpAddress"), text(&device, "lastSeen"));
    let find = |ip: &str, time: &str| format!("/machines/findbyip(ip='{ip}',timestamp={time})");
    assert!(
        analyst
            .ids(&find(ip, seen))
            .await
            .contains(&text(&device, "id").to_owned())
    );
    assert!(analyst.ids(&find("192.0.2.9", seen)).await.is_empty());
    let old = (analyst.world.now() - TimeDelta::days(31))
        .format("%Y-%m-%dT%H:%M:%SZ")
        .to_string();
    let refused = async |path: &str| analyst.refused(Method::GET, path, None).await;
    assert_eq!(refused(&find(ip, &old)).await, (400, "InvalidInput".to_owned()));
    assert_eq!(
        refused(&find(ip, "yesterday")).await,
        (400, "InvalidInput".to_owned())
    );
    assert_eq!(
        refused(&find("10.0", seen)).await,
        (400, "InvalidIpAddress".to_owned())
    );
    let older_form = format!("/machines/find(timestamp={seen},key='192.0.2.9')");
    assert_eq!(refused(&older_form).await, (404, "ResourceNotFound".to_owned()));
}

#[tokio::test]
async fn the_health_list_has_pages_of_twenty_and_a_top_of_its_own() {
    let analyst = Analyst::start().await;
    let page = analyst.get("/deviceavinfo").await;
    assert_eq!(page["value"].as_array().unwrap().len(), 20);
    let next = text(&page, "@odata.nextLink")
        .strip_prefix(&analyst.world.url("/api"))
        .unwrap()
        .to_owned();
    let second = analyst.get(&next).await;
    assert_ne!(second["value"][0], page["value"][0]);
    let all = analyst.get("/deviceavinfo?$top=1000").await;
    assert!(all["value"].as_array().unwrap().len() > 60 && all.get("@odata.nextLink").is_none());
    let stale = analyst
        .rows("/deviceavinfo?$top=1000&$filter=avIsSignatureUpToDate+eq+'False'")
        .await;
    assert!(!stale.is_empty() && stale.iter().all(|row| row["avIsSignatureUpToDate"] == "False"));
}

#[tokio::test]
async fn lists_are_filtered_sorted_counted_and_narrowed() {
    let analyst = Analyst::start().await;
    let all = analyst.rows("/vulnerabilities").await;
    let severe = analyst
        .rows("/vulnerabilities?$filter=cvssV3+ge+7.5&$orderby=cvssV3+desc")
        .await;
    let score = |row: &Value| row["cvssV3"].as_f64().unwrap();
    assert!(!severe.is_empty() && severe.len() < all.len());
    assert!(severe.windows(2).all(|pair| score(&pair[0]) >= score(&pair[1])));
    let counted = analyst
        .get("/vulnerabilities?$count=true&$top=2&$select=id,severity&$filter=cvssV3+ge+7.5")
        .await;
    assert_eq!(counted["@odata.count"], severe.len());
    assert_eq!(crate::reader::names(&counted["value"][0]), ["id", "severity"]);
    let number = analyst
        .call(Method::GET, "/vulnerabilities/$count?$filter=cvssV3+ge+7.5", None)
        .await;
    assert_eq!(number.text, severe.len().to_string());
    let since = analyst
        .rows("/vulnerabilities?$filter=publishedOn+gt+2026-12-01Z")
        .await;
    assert!(!since.is_empty() && since.len() < all.len());
}

#[tokio::test]
async fn a_throttled_call_is_told_to_wait_in_seconds_or_until_a_date() {
    let mut analyst = Analyst::start().await;
    analyst.world.set(&[Fault::Throttled]).await;
    let seconds = analyst.call(Method::GET, "/Software", None).await;
    assert_eq!(
        (seconds.status, seconds.header("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "30")
    );
    let date = analyst.call(Method::GET, "/v1.0/Software", None).await;
    assert_eq!(date.header("retry-after"), "Fri, 15 Jan 2027 08:00:30 GMT");
    assert_eq!(date.json()["error"]["code"], "TooManyRequests");
}

#[tokio::test]
async fn any_body_is_taken_or_refused_but_never_a_fault_of_the_service() {
    let analyst = Analyst::start().await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../defender/data/operations.json");
    let operations: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let device = analyst.ids("/machines?$top=1").await[0].clone();
    let nested = json!([{"params": [{"key": 1}]}]);
    for operation in operations.iter().filter(|operation| operation["method"] != "GET") {
        let path = text(operation, "path")
            .strip_prefix("/api")
            .unwrap()
            .replace("{id}", &device);
        let method: Method = text(operation, "method").parse().unwrap();
        let names = operation["body"].as_array().unwrap();
        let mut bodies = vec!["", "null", "[]", "{", "\u{0}", "{\"a\":", "\"text\""]
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<String>>();
        for value in [
            json!(null),
            json!(-1),
            json!("\u{202e}"),
            json!({}),
            json!([null]),
            nested.clone(),
        ] {
            let members = names
                .iter()
                .map(|name| (text(name, "name").to_owned(), value.clone()));
            bodies.push(Value::Object(members.collect()).to_string());
        }
        for body in bodies {
            let request = analyst.world.request(method.clone(), &format!("/api{path}"));
            let request = request.bearer_auth(&analyst.token).body(body.clone());
            let answer = analyst
                .world
                .send(request.header("content-type", "application/json"))
                .await;
            assert!(answer.status.as_u16() < 500, "{path} {body}: {}", answer.text);
            assert!(
                answer.text.is_empty() || answer.json().is_object(),
                "{path} {body}"
            );
        }
    }
}

#[tokio::test]
async fn hidden_device_groups_leave_no_device_in_any_list() {
    let mut analyst = Analyst::start().await;
    let device = analyst.ids("/machines?$top=1").await[0].clone();
    let action = analyst.ids("/machineactions?$top=1").await[0].clone();
    analyst.world.set(&[Fault::DeviceGroups]).await;
    for path in [
        "/machineactions",
        "/investigations",
        "/Software",
        "/vulnerabilities/machinesVulnerabilities",
        "/recommendations",
        "/remediationTasks",
        "/deviceavinfo",
        "/DeviceAuthenticatedScanAgents",
        "/machines/SoftwareInventoryByMachine",
        "/machines/SoftwareVulnerabilityChangesByMachine",
    ] {
        assert!(analyst.rows(path).await.is_empty(), "{path}");
    }
    let files = analyst.get("/machines/SoftwareInventoryExport").await;
    assert_eq!(files["exportFiles"], json!([]));
    let comment = json!({"Comment": "c"});
    for path in [
        format!("/machines/{device}/isolate"),
        format!("/machineactions/{action}/cancel"),
    ] {
        let refused = analyst.refused(Method::POST, &path, Some(&comment)).await;
        assert_eq!(refused, (404, "ResourceNotFound".to_owned()), "{path}");
    }
    // What belongs to no device is there.
    assert!(!analyst.rows("/indicators").await.is_empty());
    assert!(!analyst.rows("/libraryfiles").await.is_empty());
}

#[tokio::test]
async fn a_device_is_found_by_the_name_that_its_owner_gave_it() {
    let analyst = Analyst::start().await;
    let machines = analyst.rows("/machines").await;
    let odd: Vec<&Value> = machines
        .iter()
        .filter(|machine| !text(machine, "computerDnsName").ends_with(".corp.sandbox.example"))
        .collect();
    assert!(odd.len() > 3, "{}", odd.len());
    for machine in odd {
        let name: String = percent_encoding::utf8_percent_encode(
            text(machine, "computerDnsName"),
            percent_encoding::NON_ALPHANUMERIC,
        )
        .to_string();
        assert_eq!(
            analyst.get(&format!("/machines/{name}")).await["id"],
            machine["id"]
        );
        let alerts = analyst.rows(&format!("/machines/{name}/alerts")).await;
        assert!(
            alerts
                .iter()
                .all(|alert| alert["computerDnsName"] == machine["computerDnsName"])
        );
    }
}
