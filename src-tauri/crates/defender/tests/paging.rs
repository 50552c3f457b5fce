//! How the pages of a collection are followed, and which are not.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod common;

use common::Bench;
use defender::odata::{AlertFilter, alerts_request};
use defender::{ApiError, Pager, PagingError};
use serde_json::{Value, json};
use wiremock::matchers::{any, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn page(server: &MockServer, skip: Option<&str>, rows: u32, next: Option<String>) {
    let rows: Vec<Value> = (0..rows).map(|row| json!({"id": row})).collect();
    let mut body = json!({"value": rows});
    if let Some(next) = next {
        body["@odata.nextLink"] = next.into();
    }
    let mock = match skip {
        None => Mock::given(query_param_is_missing("$skip")),
        Some(skip) => Mock::given(query_param("$skip", skip)),
    };
    mock.respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(server)
        .await;
}

/// Follows all pages; gives the rows of each, and the error that ended it.
async fn follow(bench: &Bench, top: u32) -> (Vec<u32>, Option<PagingError>) {
    let mut pager = Pager::new(alerts_request(&AlertFilter::default(), top), top);
    let mut pages = Vec::new();
    while let Some(answer) = pager.next(&bench.client, &bench.cancel, &|_| ()).await.unwrap() {
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        let rows = body["value"].as_array().unwrap().len() as u32;
        pages.push(rows);
        let next = body["@odata.nextLink"].as_str().map(str::to_owned);
        if let Err(error) = pager.page_read(rows, next) {
            assert!(
                pager
                    .next(&bench.client, &bench.cancel, &|_| ())
                    .await
                    .unwrap()
                    .is_none()
            );
            return (pages, Some(error));
        }
    }
    (pages, None)
}

async fn addresses(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    requests
        .iter()
        .map(|request| format!("{}?{}", request.url.path(), request.url.query().unwrap_or("")))
        .collect()
}

#[tokio::test]
async fn links_are_followed_to_the_letter_until_there_is_none() {
    let server = MockServer::start().await;
    let link = |skip| {
        Some(format!(
            "{}/api/alerts?$top=2&$skip={skip}&$skiptoken=a%2Fb+c",
            server.uri()
        ))
    };
    page(&server, None, 2, link(2)).await;
    page(&server, Some("2"), 2, link(4)).await;
    // A full last page without a link is the last page of a service that gives links.
    page(&server, Some("4"), 2, None).await;
    assert_eq!(follow(&Bench::new(&server.uri()), 2).await, (vec![2, 2, 2], None));
    assert_eq!(
        addresses(&server).await,
        [
            "/api/alerts?$top=2",
            "/api/alerts?$top=2&$skip=2&$skiptoken=a%2Fb+c",
            "/api/alerts?$top=2&$skip=4&$skiptoken=a%2Fb+c",
        ]
    );
}

#[tokio::test]
async fn links_may_be_relative_and_the_base_may_have_a_path() {
    let server = MockServer::start().await;
    page(&server, None, 1, Some("alerts?$skip=1".to_owned())).await;
    page(
        &server,
        Some("1"),
        1,
        Some("/tenant/api/alerts?$skip=2".to_owned()),
    )
    .await;
    page(&server, Some("2"), 1, None).await;
    let bench = Bench::new(&format!("{}/tenant", server.uri()));
    assert_eq!(follow(&bench, 5).await, (vec![1, 1, 1], None));
    assert_eq!(
        addresses(&server).await,
        [
            "/tenant/api/alerts?$top=5",
            "/tenant/api/alerts?$skip=1",
            "/tenant/api/alerts?$skip=2"
        ]
    );
}

#[tokio::test]
async fn without_links_full_pages_are_counted_until_one_is_not_full() {
    let server = MockServer::start().await;
    page(&server, None, 3, None).await;
    page(&server, Some("3"), 3, None).await;
    page(&server, Some("6"), 1, None).await;
    assert_eq!(follow(&Bench::new(&server.uri()), 3).await, (vec![3, 3, 1], None));
}

#[tokio::test]
async fn an_empty_page_is_the_last() {
    let server = MockServer::start().await;
    page(&server, None, 3, None).await;
    page(
        &server,
        Some("3"),
        0,
        Some(format!("{}/api/alerts?$skip=99", server.uri())),
    )
    .await;
    assert_eq!(follow(&Bench::new(&server.uri()), 3).await, (vec![3, 0], None));
}

#[tokio::test]
async fn a_link_to_another_host_is_refused_and_sees_no_token() {
    let elsewhere = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200))
        .mount(&elsewhere)
        .await;
    for link in [
        format!("{}/api/alerts?$skip=2", elsewhere.uri()),
        "https://evil.example/api/alerts?$skip=2".to_owned(),
        "//evil.example/api/alerts".to_owned(),
        "https://api.security.microsoft.com.evil.example/api/alerts".to_owned(),
        "https://api.security.microsoft.com:8443/api/alerts".to_owned(),
        "http://api.security.microsoft.com/api/alerts".to_owned(),
        "file:///etc/hosts".to_owned(),
    ] {
        let server = MockServer::start().await;
        page(&server, None, 2, Some(link.clone())).await;
        let (pages, error) = follow(&Bench::new(&server.uri()), 2).await;
        assert_eq!(pages, [2]);
        assert!(
            matches!(error, Some(PagingError::ForeignHost { .. })),
            "{link}: {error:?}"
        );
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_link_to_another_region_of_the_api_is_asked_of_the_own_base() {
    let server = MockServer::start().await;
    page(
        &server,
        None,
        2,
        Some("https://api-eu3.securitycenter.microsoft.com/api/alerts?$skip=2".to_owned()),
    )
    .await;
    page(&server, Some("2"), 1, None).await;
    assert_eq!(follow(&Bench::new(&server.uri()), 2).await, (vec![2, 1], None));
    assert_eq!(
        addresses(&server).await,
        ["/api/alerts?$top=2", "/api/alerts?$skip=2"]
    );
}

#[tokio::test]
async fn a_link_that_comes_again_is_refused() {
    let server = MockServer::start().await;
    let link = |skip: u32| Some(format!("{}/api/alerts?$skip={skip}", server.uri()));
    page(&server, None, 2, link(2)).await;
    page(&server, Some("2"), 2, link(4)).await;
    page(&server, Some("4"), 2, link(2)).await;
    assert_eq!(
        follow(&Bench::new(&server.uri()), 2).await,
        (vec![2, 2, 2], Some(PagingError::Loop))
    );

    let server = MockServer::start().await;
    page(
        &server,
        None,
        2,
        Some(format!("{}/api/alerts?$top=2", server.uri())),
    )
    .await;
    assert_eq!(
        follow(&Bench::new(&server.uri()), 2).await,
        (vec![2], Some(PagingError::Loop))
    );
}

#[tokio::test]
async fn a_page_that_failed_can_be_asked_for_again() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(403))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    page(&server, None, 1, None).await;
    let bench = Bench::new(&server.uri());
    let mut pager = Pager::new(alerts_request(&AlertFilter::default(), 2), 2);
    let first = pager.next(&bench.client, &bench.cancel, &|_| ()).await;
    assert!(matches!(first, Err(ApiError::Forbidden(_))));
    assert!(
        pager
            .next(&bench.client, &bench.cancel, &|_| ())
            .await
            .unwrap()
            .is_some()
    );
    pager.page_read(1, None).unwrap();
    assert!(
        pager
            .next(&bench.client, &bench.cancel, &|_| ())
            .await
            .unwrap()
            .is_none()
    );
}
