//! Indicators: what is taken, what is refused, and the limits.

use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::analyst::{Analyst, text};

fn indicator(kind: &str, value: &str) -> Value {
    json!({
        "indicatorValue": value, "indicatorType": kind, "action": "Audit", "generateAlert": true,
        "title": "=from a test", "description": "d",
    })
}

#[tokio::test]
async fn an_indicator_is_added_once_and_changed_by_sending_it_again() {
    let analyst = Analyst::start().await;
    let before = analyst.ids("/indicators").await.len();
    let mut body = indicator("DomainName", "bad.example");
    body["application"] = json!("first");
    body["expirationTime"] = json!("2027-01-15T09:00:00Z");
    let made = analyst.posted("/indicators", &body).await;
    assert_eq!(text(&made, "createdBy"), "admin@sandbox.example");
    analyst.world.advance(TimeDelta::minutes(5));
    body["action"] = json!("Block");
    body["application"] = json!("second");
    body["indicatorValue"] = json!("BAD.example");
    let again = analyst.posted("/indicators", &body).await;
    assert_eq!(again["id"], made["id"]);
    assert_eq!(
        (text(&again, "action"), text(&again, "application")),
        ("Block", "first")
    );
    assert_eq!(again["creationTimeDateTimeUtc"], made["creationTimeDateTimeUtc"]);
    assert_ne!(again["lastUpdateTime"], made["lastUpdateTime"]);
    assert_eq!(analyst.ids("/indicators").await.len(), before + 1);
    let filter = "$filter=indicatorType+eq+'DomainName'+and+action+eq+'Block'+and+title+eq+'%3Dfrom+a+test'";
    assert_eq!(
        analyst.ids(&format!("/indicators?{filter}")).await,
        [text(&made, "id")]
    );
    // Once it has lapsed, it is no longer listed.
    analyst.world.advance(TimeDelta::hours(1));
    assert!(
        !analyst
            .ids("/indicators")
            .await
            .contains(&text(&made, "id").to_owned())
    );
}

#[tokio::test]
async fn values_and_actions_are_checked() {
    let analyst = Analyst::start().await;
    for (kind, value, code) in [
        ("IpAddress", "10.0.0.0/8", "InvalidIpAddress"),
        ("IpAddress", "10.0.0", "InvalidIpAddress"),
        ("DomainName", "https://a.example/", "InvalidDomainName"),
        ("DomainName", "localhost", "InvalidDomainName"),
        ("Url", "ftp://a.example/", "InvalidUrl"),
        ("Url", "a.example", "InvalidUrl"),
        ("FileSha1", "abc", "InvalidHashValue"),
        ("FileSha256", &"g".repeat(64), "InvalidHashValue"),
        ("FileMd5", &"a".repeat(40), "InvalidHashValue"),
        ("Nonsense", "a", "InvalidInput"),
    ] {
        let refused = analyst
            .refused(Method::POST, "/indicators", Some(&indicator(kind, value)))
            .await;
        assert_eq!(refused, (400, code.to_owned()), "{kind} {value}");
    }
    for (name, value, code) in [
        ("action", json!("Delete"), "InvalidInput"),
        ("action", json!("BlockAndRemediate"), "InvalidInput"),
        ("generateAlert", json!(false), "InvalidInput"),
        ("generateAlert", json!("yes"), "InvalidRequestBody"),
        ("title", json!(""), "MissingRequiredParameter"),
        ("expirationTime", json!("2020-01-01T00:00:00Z"), "InvalidInput"),
        ("rbacGroupNames", json!("Servers"), "InvalidRequestBody"),
    ] {
        let mut body = indicator("IpAddress", "192.0.2.1");
        body[name] = value;
        let refused = analyst.refused(Method::POST, "/indicators", Some(&body)).await;
        assert_eq!(refused, (400, code.to_owned()), "{body}");
    }
    analyst
        .posted("/indicators", &indicator("IpAddress", "2001:db8::1"))
        .await;
}

#[tokio::test]
async fn an_import_reports_each_item_and_takes_at_most_500() {
    let analyst = Analyst::start().await;
    let items = json!([
        indicator("IpAddress", "192.0.2.1"),
        indicator("IpAddress", "192.0.2.0/24"),
        "no object",
    ]);
    let answer = analyst
        .posted("/indicators/import", &json!({"Indicators": items}))
        .await;
    let rows = answer["value"].as_array().unwrap();
    let failed: Vec<bool> = rows
        .iter()
        .map(|row| row["isFailed"].as_bool().unwrap())
        .collect();
    assert_eq!(failed, [false, true, true]);
    assert!(text(&rows[1], "failureReason").contains("ranges"));
    let listed = analyst.ids("/indicators").await;
    assert!(listed.contains(&text(&rows[0], "id").to_owned()));
    let many: Vec<Value> = (0..501).map(|_| indicator("IpAddress", "192.0.2.1")).collect();
    for (body, code) in [
        (json!({"Indicators": many}), "MaximumBatchSizeExceeded"),
        (json!({"Indicators": []}), "MissingRequiredParameter"),
        (json!({"indicators": items}), "MissingRequiredParameter"),
        (json!({"Indicators": "x"}), "InvalidRequestBody"),
    ] {
        let refused = analyst
            .refused(Method::POST, "/indicators/import", Some(&body))
            .await;
        assert_eq!(refused, (400, code.to_owned()));
    }
}

#[tokio::test]
async fn indicators_are_deleted_alone_or_together_or_not_at_all() {
    let analyst = Analyst::start().await;
    let ids = analyst.ids("/indicators").await;
    let one = format!("/indicators/{}", ids[0]);
    let gone = analyst.call(Method::DELETE, &one, None).await;
    assert_eq!((gone.status, gone.text.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(
        analyst.refused(Method::DELETE, &one, None).await,
        (404, "ResourceNotFound".to_owned())
    );
    let batch = "/indicators/BatchDelete";
    for (list, status) in [
        (json!([]), 400),
        (json!(vec!["1"; 501]), 400),
        (json!([ids[1], "abc"]), 400),
        (json!([ids[1], "999999"]), 404),
    ] {
        let refused = analyst
            .refused(Method::POST, batch, Some(&json!({"IndicatorIds": list})))
            .await;
        assert_eq!(refused.0, status);
    }
    assert_eq!(analyst.ids("/indicators").await, ids[1..]);
    let answer = analyst.post(batch, &json!({"IndicatorIds": ids[1..3]})).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(analyst.ids("/indicators").await, ids[3..]);
}

#[tokio::test]
async fn a_tenant_holds_15000_active_indicators() {
    let analyst = Analyst::start().await;
    let mut there = analyst.ids("/indicators").await.len();
    let mut number = 0_u32;
    while there < 15_000 {
        let count = (15_000 - there).min(500);
        let items: Vec<Value> = (0..count)
            .map(|_| {
                number += 1;
                indicator(
                    "IpAddress",
                    &std::net::Ipv4Addr::from(0x0a00_0000 + number).to_string(),
                )
            })
            .collect();
        let answer = analyst
            .posted("/indicators/import", &json!({"Indicators": items}))
            .await;
        assert!(
            answer["value"]
                .as_array()
                .unwrap()
                .iter()
                .all(|row| row["isFailed"] == false)
        );
        there += count;
    }
    let one_more = indicator("DomainName", "one-more.example");
    let refused = analyst
        .refused(Method::POST, "/indicators", Some(&one_more))
        .await;
    assert_eq!(refused, (400, "BadRequest".to_owned()));
    // What is there already may still be changed.
    analyst
        .posted("/indicators", &indicator("IpAddress", "10.0.0.1"))
        .await;
    let page = analyst.get("/indicators").await;
    assert_eq!(page["value"].as_array().unwrap().len(), 10_000);
    assert!(text(&page, "@odata.nextLink").ends_with("/api/indicators?$skip=10000"));
}
