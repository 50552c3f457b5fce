//! Pages, counts, orders and selections of the lists.

use serde_json::json;

use crate::reader::{Reader, names};
use crate::support::World;

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
