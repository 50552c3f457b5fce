//! Faults that show when the API is called, and the exposure score that tells some of them apart.

use reqwest::{Method, StatusCode};
use sandbox::Fault;
use serde_json::json;

use crate::reader::names;
use crate::support::{ADMIN, ANALYST, RESOURCE, World, changed};

#[tokio::test]
async fn faults_of_the_whole_api_answer_every_call() {
    let mut world = World::start().await;
    let token = world.access_token(ADMIN).await;
    for (fault, status, code, words) in [
        (Fault::ServiceFault, 503, "ServiceUnavailable", "unavailable"),
        (Fault::Throttled, 429, "TooManyRequests", "30 seconds"),
        (
            Fault::NotLicensed,
            401,
            "Unauthorized",
            "Unauthorized request - reason of failure: Account mode is inactive",
        ),
        (Fault::NoDefenderRole, 403, "Forbidden", "View Data"),
    ] {
        for path in [
            "/alerts",
            "/v1.0/machines/$count",
            "/alerts/da1_1",
            "/exposureScore",
        ] {
            world.set(&[fault]).await;
            let answer = world.api(path, &token).await;
            let body = answer.json();
            assert_eq!(answer.status.as_u16(), status, "{} {path}", fault.id());
            assert_eq!(body["error"]["code"], code, "{} {path}", fault.id());
            let message = body["error"]["message"].as_str().unwrap();
            assert!(message.contains(words), "{message}");
            assert_eq!(body["error"]["target"].as_str().unwrap().len(), 36);
        }
        world.set(&[]).await;
        let answer = world.api("/alerts?$top=1", &token).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", fault.id());
    }
}

#[tokio::test]
async fn a_throttled_call_is_told_to_wait_thirty_seconds_whoever_calls() {
    let mut world = World::start().await;
    world.set(&[Fault::Throttled]).await;
    let answer = world.api("/alerts", "garbage").await;
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "30")
    );
    world.set(&[]).await;
    let answer = world.api("/alerts", "garbage").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_missing_licence_is_found_after_a_bad_token() {
    let mut world = World::start().await;
    world.set(&[Fault::NotLicensed]).await;
    let answer = world.api("/alerts", "garbage").await;
    assert!(!answer.text.contains("Account mode"), "{}", answer.text);
    let good = world.api("/alerts", &world.access_token(ANALYST).await).await;
    assert!(good.header("www-authenticate").starts_with("Bearer"));
}

#[tokio::test]
async fn device_groups_hide_alerts_and_devices_but_not_the_exposure_score() {
    let mut world = World::start().await;
    let token = world.access_token(ANALYST).await;
    let first = async |world: &World, list: &str| {
        let row = world.api(&format!("{list}?$top=1"), &token).await.json()["value"][0].clone();
        row["id"].as_str().unwrap().to_owned()
    };
    let (alert, machine) = (first(&world, "/alerts").await, first(&world, "/machines").await);
    let single = [
        format!("/alerts/{alert}"),
        format!("/machines/{machine}"),
        format!("/machines/{machine}/alerts"),
    ];

    world.set(&[Fault::DeviceGroups]).await;
    for list in [
        "/alerts",
        "/alerts?$expand=evidence&$orderby=severity",
        "/alerts?$filter=status+eq+'New'",
    ] {
        let answer = world.api(list, &token).await;
        assert_eq!(answer.status, StatusCode::OK, "{list}");
        assert_eq!(answer.json()["value"], json!([]), "{list}");
    }
    let counted = world.api("/alerts?$count=true", &token).await.json();
    assert_eq!(counted["@odata.count"], 0);
    for count in [
        "/alerts/$count",
        "/machines/$count",
        "/machines/$count?$filter=riskScore+eq+'High'",
    ] {
        assert_eq!(world.api(count, &token).await.text, "0", "{count}");
    }
    for path in single.iter().map(String::as_str).chain(["/machines"]) {
        let answer = world.api(path, &token).await;
        assert_eq!(
            (answer.status, answer.json()["error"]["code"].clone()),
            (StatusCode::NOT_FOUND, json!("ResourceNotFound")),
            "{path}"
        );
    }
    let hidden = world.api("/exposureScore", &token).await;
    assert_eq!(hidden.status, StatusCode::OK);

    world.set(&[]).await;
    assert_eq!(first(&world, "/alerts").await, alert);
    for path in &single {
        assert_eq!(world.api(path, &token).await.status, StatusCode::OK, "{path}");
    }
    let shown = world.api("/exposureScore", &token).await;
    assert_eq!(hidden.json()["score"], shown.json()["score"]);
}

#[tokio::test]
async fn the_exposure_score_has_the_documented_shape_and_wants_its_permission() {
    let world = World::start().await;
    let token = world.access_token(ANALYST).await;
    for path in ["/exposureScore", "/v1.0/ExposureScore"] {
        let body = world.api(path, &token).await.json();
        assert_eq!(names(&body), ["@odata.context", "score", "time"]);
        assert_eq!(
            body["@odata.context"],
            json!(world.url("/api/$metadata#ExposureScore/$entity"))
        );
        assert_eq!(body["time"], "2027-01-15T08:00:00Z");
        let score = body["score"].as_f64().unwrap();
        assert!(score > 0.0 && score < 100.0, "{score}");
    }
    let request = changed(
        &world.authorization(),
        "scope",
        &format!("{RESOURCE}/Machine.Read"),
    );
    let narrow = world.sign_in_with(&request, ADMIN).await;
    let answer = world
        .api("/exposureScore", narrow["access_token"].as_str().unwrap())
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text.contains("Score.Read"));
    let post = world.request(Method::POST, "/api/exposureScore");
    let answer = world.send(post.bearer_auth(&token)).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_proxy_answers_calls_and_redemptions_with_its_own_page() {
    let mut world = World::start().await;
    let tokens = world.sign_in(ANALYST).await;
    let token = tokens["access_token"].as_str().unwrap();
    world.set(&[Fault::HtmlInsteadOfJson]).await;
    let refresh = world.refresh(&tokens);
    for answer in [
        world.api("/alerts", token).await,
        world.api("/nonsense", "garbage").await,
        world.token(&refresh).await,
    ] {
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(answer.text.contains("<h1>Sign in to the network</h1>"));
    }
    world.set(&[]).await;
    assert_eq!(world.api("/alerts?$top=1", token).await.status, StatusCode::OK);
    assert!(world.token(&refresh).await.json()["access_token"].is_string());
}
