//! What the address of a tenant's metadata may answer, and what is made of it.

use std::time::Duration;

use chrono::TimeDelta;
use entra::discovery::{
    CloudHint, DiscoveryError, TenantMetadata, TenantRefusal, discover, recognised_cloud,
};
use entra::{Authority, NetworkKind, UnexpectedAnswer};
use serde_json::{Value, json};
use test_support::{TENANT_ID, now};
use url::Url;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const METADATA_PATH: &str = "/11111111-1111-4111-8111-111111111111/v2.0/.well-known/openid-configuration";

async fn discovered(http: &reqwest::Client, server: &str) -> Result<TenantMetadata, DiscoveryError> {
    let authority = Authority::new(Url::parse(server).unwrap(), TENANT_ID).unwrap();
    discover(http, &authority, &now).await
}

async fn after(answer: ResponseTemplate) -> Result<TenantMetadata, DiscoveryError> {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path(METADATA_PATH))
        .and(header("accept", "application/json"))
        .respond_with(answer)
        .mount(&server)
        .await;
    discovered(&entra::loopback_http_client().unwrap(), &server.uri()).await
}

/// The metadata of a tenant in the global cloud. Its hosts do not exist, so following one would fail.
fn document() -> Value {
    json!({
        "token_endpoint": format!("https://login.example/{TENANT_ID}/oauth2/v2.0/token"),
        "issuer": format!("https://login.example/{TENANT_ID}/v2.0"),
        "authorization_endpoint": format!("https://login.example/{TENANT_ID}/oauth2/v2.0/authorize"),
        "device_authorization_endpoint": format!("https://login.example/{TENANT_ID}/oauth2/v2.0/devicecode"),
        "tenant_region_scope": "EU",
        "cloud_instance_name": "microsoftonline.com",
        "msgraph_host": "graph.microsoft.com"
    })
}

fn refusal(error: &str, number: u32) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(json!({
        "error": error,
        "error_description": format!("AADSTS{number}: Something about the tenant. Trace ID: t Correlation ID: c"),
        "error_codes": [number],
    }))
}

#[track_caller]
fn unexpected(result: Result<TenantMetadata, DiscoveryError>) -> UnexpectedAnswer {
    match result {
        Err(DiscoveryError::Unexpected(what)) => what,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn metadata_is_read_whole() {
    let metadata = after(ResponseTemplate::new(200).set_body_json(document()))
        .await
        .unwrap();
    let endpoint = |name: &str| format!("https://login.example/{TENANT_ID}/oauth2/v2.0/{name}");
    assert_eq!(
        metadata,
        TenantMetadata {
            tenant_id: Some(TENANT_ID.to_owned()),
            issuer: format!("https://login.example/{TENANT_ID}/v2.0"),
            region_scope: Some("EU".to_owned()),
            region_sub_scope: None,
            cloud_instance: Some("microsoftonline.com".to_owned()),
            graph_host: Some("graph.microsoft.com".to_owned()),
            authorization_endpoint: endpoint("authorize"),
            token_endpoint: endpoint("token"),
            device_authorization_endpoint: Some(endpoint("devicecode")),
            clock_offset: metadata.clock_offset,
        }
    );
    assert_eq!(recognised_cloud(&metadata), Some(CloudHint::Commercial));
}

#[tokio::test]
async fn the_services_clock_is_compared_with_the_local_one() {
    let date = |seconds| {
        let time = now() + TimeDelta::seconds(seconds);
        let date = time.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        ResponseTemplate::new(200)
            .set_body_json(document())
            .insert_header("date", date.as_str())
    };
    let metadata = after(date(-1_200)).await.unwrap();
    assert_eq!(metadata.clock_offset, Some(TimeDelta::seconds(-1_200)));
    let from_a_cache = date(-1_200).insert_header("age", "1200");
    assert_eq!(after(from_a_cache).await.unwrap().clock_offset, None);
}

#[tokio::test]
async fn half_of_the_time_an_answer_takes_is_accounted_for() {
    let server = MockServer::start().await;
    let date = (now() + TimeDelta::seconds(5))
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    let answer = ResponseTemplate::new(200)
        .set_body_json(document())
        .insert_header("date", date.as_str());
    Mock::given(method("GET"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let authority = Authority::new(Url::parse(&server.uri()).unwrap(), TENANT_ID).unwrap();
    // The clock moves by ten seconds between the request and the answer.
    let clock = test_support::FixedClock::default();
    let reading = {
        let clock = clock.clone();
        move || {
            let time = clock.read();
            clock.advance(TimeDelta::seconds(10));
            time
        }
    };
    let http = entra::loopback_http_client().unwrap();
    let metadata = discover(&http, &authority, &reading).await.unwrap();
    assert_eq!(metadata.clock_offset, Some(TimeDelta::zero()));
}

#[tokio::test]
async fn refusals_of_the_tenant_are_told_apart() {
    for (error, number, expected) in [
        ("invalid_tenant", 90_002, Some(TenantRefusal::NotFound)),
        ("invalid_request", 90_002, Some(TenantRefusal::NotFound)),
        ("invalid_tenant", 1, Some(TenantRefusal::NotFound)),
        ("invalid_request", 900_023, Some(TenantRefusal::Malformed)),
        ("invalid_tenant", 900_023, Some(TenantRefusal::Malformed)),
        ("invalid_request", 900_439, Some(TenantRefusal::OtherCloud)),
        ("invalid_request", 90_038, Some(TenantRefusal::OtherCloud)),
        ("server_error", 90_033, None),
    ] {
        let failure = after(refusal(error, number)).await.unwrap_err();
        assert!(matches!(failure, DiscoveryError::Refused(_)), "{failure:?}");
        assert_eq!(failure.tenant_refusal(), expected, "{error} {number}");
        assert_eq!(
            failure.is_tenant_not_found(),
            expected == Some(TenantRefusal::NotFound)
        );
        assert_eq!(failure.entra().unwrap().aadsts, Some(number));
    }
}

#[tokio::test]
async fn everything_else_is_told_apart() {
    let html = "<!doctype html><title>Sign in to the network</title>";
    let cut_off = document().to_string();
    let mut incomplete = document();
    incomplete["token_endpoint"] = json!(null);
    for (answer, expected) in [
        (
            ResponseTemplate::new(200).set_body_raw(html, "text/html"),
            UnexpectedAnswer::Html { status: 200 },
        ),
        (
            ResponseTemplate::new(403).set_body_raw(html, "application/json"),
            UnexpectedAnswer::Html { status: 403 },
        ),
        (
            ResponseTemplate::new(200),
            UnexpectedAnswer::Empty { status: 200 },
        ),
        (
            ResponseTemplate::new(200).set_body_string(cut_off.trim_end_matches('}')),
            UnexpectedAnswer::CutOff { status: 200 },
        ),
        (
            ResponseTemplate::new(200).set_body_string("busy"),
            UnexpectedAnswer::NotJson { status: 200 },
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!({"hello": "world"})),
            UnexpectedAnswer::OtherJson { status: 200 },
        ),
        (
            ResponseTemplate::new(404).set_body_json(document()),
            UnexpectedAnswer::OtherJson { status: 404 },
        ),
        (
            ResponseTemplate::new(200).set_body_json(&incomplete),
            UnexpectedAnswer::Incomplete {
                field: "token_endpoint".to_owned(),
            },
        ),
        (
            ResponseTemplate::new(200).set_body_bytes(vec![b' '; 600 * 1024]),
            UnexpectedAnswer::TooLarge,
        ),
        (
            ResponseTemplate::new(302).insert_header("location", "https://login.example/"),
            UnexpectedAnswer::Redirect { status: 302 },
        ),
    ] {
        let failure = after(answer).await;
        assert!(
            failure
                .as_ref()
                .is_err_and(|error| error.tenant_refusal().is_none())
        );
        assert_eq!(unexpected(failure), expected);
    }
}

#[tokio::test]
async fn an_error_with_a_status_of_success_is_no_metadata_and_keeps_the_error() {
    let answer = ResponseTemplate::new(200).set_body_json(json!({"error": "invalid_tenant"}));
    let failure = after(answer).await.unwrap_err();
    assert!(failure.is_tenant_not_found());
    assert!(matches!(
        unexpected(Err(failure)),
        UnexpectedAnswer::ErrorInSuccess { status: 200, .. }
    ));
}

#[tokio::test]
async fn a_service_that_is_not_reached_is_a_network_failure() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // Nobody accepts, so no answer comes.
    let http = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_millis(20))
        .build()
        .unwrap();
    let kind = |result: Result<TenantMetadata, DiscoveryError>| match result {
        Err(DiscoveryError::Network(error)) => error.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        kind(discovered(&http, &format!("http://{address}")).await),
        NetworkKind::TimedOut
    );
    drop(listener);
    assert_eq!(
        kind(discovered(&http, &format!("http://{address}")).await),
        NetworkKind::Connect
    );
}
