//! Exports: pages, files, and what they have in common.

use std::io::Read as _;

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::analyst::{Analyst, text};
use crate::entity_shapes::Entities;

/// Address of the pages, of the files, and the entity.
const EXPORTS: &[(&str, &str, &str)] = &[
    (
        "SecureConfigurationsAssessmentByMachine",
        "SecureConfigurationsAssessmentExport",
        "SecureConfigRecord",
    ),
    (
        "SoftwareInventoryByMachine",
        "SoftwareInventoryExport",
        "SoftwareInventoryRecord",
    ),
    (
        "SoftwareVulnerabilitiesByMachine",
        "SoftwareVulnerabilitiesExport",
        "SoftwareVulnerabilityRecord",
    ),
    (
        "SoftwareInventoryNoProductCodeByMachine",
        "SoftwareInventoryNonCpeExport",
        "NonCpeSoftwareRecord",
    ),
    (
        "BrowserExtensionsInventoryByMachine",
        "browserextensionsinventoryExport",
        "BrowserExtensionRecord",
    ),
    (
        "certificateAssessmentByMachine",
        "certificateAssessmentExport",
        "CertificateRecord",
    ),
    (
        "HardwareFirmwareInventoryByMachine",
        "HardwareFirmwareInventoryExport",
        "HardwareFirmwareRecord",
    ),
    (
        "BaselineComplianceAssessmentByMachine",
        "BaselineComplianceAssessmentExport",
        "BaselineComplianceRecord",
    ),
];

async fn pages(analyst: &Analyst, first: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut path = first.to_owned();
    for _ in 0..500 {
        let page = analyst.get(&path).await;
        rows.extend(page["value"].as_array().unwrap().iter().cloned());
        let Some(next) = page["@odata.nextLink"].as_str() else {
            return rows;
        };
        path = next.strip_prefix(&analyst.world.url("/api")).unwrap().to_owned();
    }
    panic!("{first} never ends");
}

async fn unpacked(analyst: &Analyst, link: &str) -> Vec<Value> {
    let path = link.strip_prefix(&analyst.world.url("")).unwrap();
    let response = analyst.world.request(Method::GET, path).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let mut text = String::new();
    let packed = response.bytes().await.unwrap();
    flate2::read::GzDecoder::new(packed.as_ref())
        .read_to_string(&mut text)
        .unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn pages_and_files_hold_the_same_records_in_their_documented_shape() {
    let analyst = Analyst::start().await;
    let entities = Entities::read();
    for (page, files, entity) in EXPORTS {
        let whole = analyst.rows(&format!("/machines/{page}")).await;
        assert!(whole.len() > 20, "{page}: {}", whole.len());
        let size = whole.len() / 4 + 1;
        assert_eq!(
            pages(&analyst, &format!("/machines/{page}?pageSize={size}")).await,
            whole,
            "{page}"
        );
        let answer = analyst.get(&format!("/machines/{files}")).await;
        let links = answer["exportFiles"].as_array().unwrap();
        assert!(links.len() > 1, "{files}");
        let mut rows = Vec::new();
        for link in links {
            rows.extend(unpacked(&analyst, link.as_str().unwrap()).await);
        }
        assert_eq!(rows, whole, "{files}");
        for row in &rows {
            entities.check(entity, row, files);
        }
    }
    let information = analyst.get("/machines/InfoGatheringExport").await;
    let link = information["exportFiles"][0].as_str().unwrap();
    assert!(unpacked(&analyst, link).await[0]["AdditionalFields"].is_object());
}

#[tokio::test]
async fn top_cuts_an_export_and_takes_the_next_link_away() {
    let analyst = Analyst::start().await;
    let page = analyst
        .get("/machines/SoftwareInventoryByMachine?$top=5&pageSize=3")
        .await;
    assert_eq!(page["value"].as_array().unwrap().len(), 3);
    assert!(page.get("@odata.nextLink").is_none());
    let page = analyst
        .get("/v1.0/machines/SoftwareInventoryByMachine?pageSize=3")
        .await;
    let next = text(&page, "@odata.nextLink");
    assert!(
        next.contains("/api/v1.0/machines/SoftwareInventoryByMachine?pageSize=3&$skiptoken="),
        "{next}"
    );
}

#[tokio::test]
async fn options_of_exports_have_their_documented_bounds() {
    let analyst = Analyst::start().await;
    let now = analyst.world.now();
    let days_ago = |days: i64| {
        (now - TimeDelta::days(days))
            .format("%Y-%m-%dT%H:%M:%SZ")
            .to_string()
    };
    for (path, code) in [
        (
            "SoftwareInventoryByMachine?pageSize=200001".to_owned(),
            "InvalidInput",
        ),
        ("SoftwareInventoryByMachine?pageSize=0".to_owned(), "InvalidInput"),
        ("SoftwareInventoryByMachine?$top=x".to_owned(), "InvalidInput"),
        ("SoftwareInventoryByMachine?$filter=a".to_owned(), "ODataError"),
        (
            "SoftwareInventoryByMachine?$skiptoken=abc".to_owned(),
            "ODataError",
        ),
        (
            "SoftwareInventoryExport?sasValidHours=7".to_owned(),
            "InvalidInput",
        ),
        (
            "SoftwareInventoryExport?sasValidHours=0".to_owned(),
            "InvalidInput",
        ),
        (
            "certificateAssessmentExport?sasValidHours=25".to_owned(),
            "InvalidInput",
        ),
        (
            format!("SoftwareVulnerabilityChangesByMachine?sinceTime={}", days_ago(15)),
            "InvalidInput",
        ),
        (
            "SoftwareVulnerabilityChangesByMachine?sinceTime=yesterday".to_owned(),
            "InvalidInput",
        ),
    ] {
        let refused = analyst
            .refused(Method::GET, &format!("/machines/{path}"), None)
            .await;
        assert_eq!(refused, (400, code.to_owned()), "{path}");
    }
    for path in [
        "SoftwareInventoryExport?sasValidHours=6",
        "certificateAssessmentExport?sasValidHours=24",
        "InfoGatheringExport?$sasValidHours=6",
        "SoftwareInventoryByMachine?pageSize=200000",
    ] {
        analyst.get(&format!("/machines/{path}")).await;
    }
    let all = analyst
        .rows("/machines/SoftwareVulnerabilityChangesByMachine")
        .await;
    let late = format!(
        "/machines/SoftwareVulnerabilityChangesByMachine?pageSize=3&sinceTime={}",
        days_ago(4)
    );
    let late = pages(&analyst, &late).await;
    assert!(
        !late.is_empty() && late.len() < all.len(),
        "{} {}",
        late.len(),
        all.len()
    );
    let cut = (now - TimeDelta::days(4)).format("%Y-%m-%d %H:%M:%S").to_string();
    assert!(late.iter().all(|row| text(row, "eventTimestamp") >= cut.as_str()));
}

#[tokio::test]
async fn links_to_files_end_when_they_say() {
    let analyst = Analyst::start().await;
    for (path, hours) in [
        ("SoftwareInventoryExport", 1),
        ("SoftwareInventoryExport?sasValidHours=4", 4),
        ("certificateAssessmentExport", 3),
    ] {
        let files = analyst.get(&format!("/machines/{path}")).await;
        let link = files["exportFiles"][0].as_str().unwrap();
        let file = link.strip_prefix(&analyst.world.url("")).unwrap();
        analyst.world.advance(TimeDelta::hours(hours));
        assert_eq!(analyst.world.get(file).await.status, StatusCode::OK, "{path}");
        analyst.world.advance(TimeDelta::seconds(1));
        assert_eq!(
            analyst.world.get(file).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        analyst
            .world
            .advance(TimeDelta::hours(-hours) - TimeDelta::seconds(1));
    }
}
