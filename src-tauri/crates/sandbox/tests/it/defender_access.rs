use chrono::TimeDelta;
use reqwest::{Method, StatusCode};
use sandbox::RateLimit;
use serde_json::json;

use crate::support::{ANALYST, Answer, NO_ROLE, RESOURCE, World, changed};

/// Checks the error body's shape and gives its code.
fn refused(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    let error = &body["error"];
    assert!(error["message"].is_string(), "{body}");
    assert_eq!(error["target"].as_str().unwrap().len(), 36, "{body}");
    (answer.status.as_u16(), error["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn calls_without_a_good_token_are_unauthorized() {
    let world = World::start().await;
    let token = world.access_token(ANALYST).await;
    let (unsigned, signature) = token.rsplit_once('.').unwrap();
    let turned: String = signature.chars().rev().collect();
    let id_token = world.sign_in(ANALYST).await["id_token"]
        .as_str()
        .unwrap()
        .to_owned();
    for wrong in [
        "garbage",
        &format!("{unsigned}.{turned}"),
        &format!("{unsigned}."),
        "a.b.c",
        &id_token,
    ] {
        let answer = world.api("/alerts", wrong).await;
        assert_eq!(refused(&answer), (401, "Unauthorized".to_owned()), "{wrong}");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
        assert!(!answer.text.contains(wrong), "a token is never repeated");
    }
    assert_eq!(refused(&world.get("/api/alerts").await).0, 401);
    let basic = world
        .request(Method::GET, "/api/alerts")
        .basic_auth("a", Some("b"));
    assert_eq!(refused(&world.send(basic).await).0, 401);
}

#[tokio::test]
async fn a_token_of_another_sandbox_is_unauthorized() {
    let (world, other) = (World::start().await, World::start().await);
    let token = other.access_token(ANALYST).await;
    assert_eq!(
        world.api("/alerts", &token).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_token_ends_when_it_says_give_or_take_the_leeway() {
    let world = World::start().await;
    let body = world.sign_in(ANALYST).await;
    let (token, life) = (
        body["access_token"].as_str().unwrap(),
        body["expires_in"].as_i64().unwrap(),
    );
    world.advance(TimeDelta::seconds(life - 1));
    assert_eq!(world.api("/alerts?$top=1", token).await.status, StatusCode::OK);
    world.advance(TimeDelta::seconds(301));
    let answer = world.api("/alerts?$top=1", token).await;
    assert_eq!(refused(&answer), (401, "Unauthorized".to_owned()));
    assert!(answer.text.contains("expired"));
    world.advance(TimeDelta::days(-2));
    assert_eq!(
        world.api("/alerts?$top=1", token).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn each_operation_wants_one_of_its_delegated_permissions() {
    let world = World::start().await;
    let request = changed(
        &world.authorization(),
        "scope",
        &format!("{RESOURCE}/Machine.Read"),
    );
    let body = world.sign_in_with(&request, ANALYST).await;
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(world.api("/machines?$top=1", token).await.status, StatusCode::OK);
    for path in ["/alerts", "/alerts/$count", "/alerts/da1_1", "/v1.0/alerts"] {
        let answer = world.api(path, token).await;
        assert_eq!(refused(&answer), (403, "Forbidden".to_owned()), "{path}");
        assert!(answer.text.contains("Alert.Read, Alert.ReadWrite"));
    }
    let wider = changed(
        &world.authorization(),
        "scope",
        &format!("{RESOURCE}/Alert.ReadWrite"),
    );
    let body = world.sign_in_with(&wider, ANALYST).await;
    assert_eq!(
        world
            .api("/alerts?$top=1", body["access_token"].as_str().unwrap())
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn an_account_without_a_defender_role_is_forbidden_although_its_token_is_good() {
    let world = World::start().await;
    let token = world.access_token(NO_ROLE).await;
    let answer = world.api("/alerts", &token).await;
    assert_eq!(refused(&answer), (403, "Forbidden".to_owned()));
    assert!(answer.text.contains("role"));
}

#[tokio::test]
async fn a_token_for_the_wrong_identifier_is_issued_and_forbidden() {
    let world = World::start().await;
    let wrong = changed(
        &world.authorization(),
        "scope",
        "https://publicapi-prd.trafficmanager.net/.default",
    );
    let body = world.sign_in_with(&wrong, ANALYST).await;
    let answer = world.api("/alerts", body["access_token"].as_str().unwrap()).await;
    assert_eq!(refused(&answer), (403, "Forbidden".to_owned()));
    assert!(answer.text.contains("audience"));
    for right in [
        "https://api.securitycenter.microsoft.com/",
        "https://api.securitycenter.windows.com",
    ] {
        let request = changed(&world.authorization(), "scope", &format!("{right}/.default"));
        let body = world.sign_in_with(&request, ANALYST).await;
        let answer = world
            .api("/alerts?$top=1", body["access_token"].as_str().unwrap())
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{right}");
    }
}

#[tokio::test]
async fn addresses_and_methods_that_do_not_exist_say_so() {
    let world = World::start().await;
    let token = world.access_token(ANALYST).await;
    for path in [
        "/nonsense",
        "",
        "/",
        "/v2.0/alerts",
        "/alerts/a/b",
        "/machines/x/nonsense",
        "/alerts//",
        "/%ff",
    ] {
        assert_eq!(
            refused(&world.api(path, &token).await),
            (404, "NotFound".to_owned()),
            "{path}"
        );
    }
    for path in ["/alerts/da1_1", "/machines/unknown", "/machines/unknown/alerts"] {
        assert_eq!(
            refused(&world.api(path, &token).await),
            (404, "ResourceNotFound".to_owned()),
            "{path}"
        );
    }
    for method in [Method::POST, Method::DELETE, Method::PATCH, Method::PUT] {
        let answer = world
            .send(world.request(method, "/api/alerts").bearer_auth(&token))
            .await;
        assert_eq!(refused(&answer).0, 405);
        assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
    }
    let options = world.send(world.request(Method::OPTIONS, "/api/alerts")).await;
    assert_eq!(
        (options.status, options.header("allow")),
        (StatusCode::NO_CONTENT, "GET, HEAD, OPTIONS")
    );
    let head = world
        .send(
            world
                .request(Method::HEAD, "/api/alerts?$top=1")
                .bearer_auth(&token),
        )
        .await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn advanced_hunting_is_a_disabled_feature_for_those_who_may_hunt() {
    for (permission, code) in [
        ("AdvancedQuery.Read", "DisabledFeature"),
        ("Alert.Read", "Forbidden"),
    ] {
        let world = World::with(|config| config.permissions = vec![permission.to_owned()]).await;
        let token = world.access_token(ANALYST).await;
        let request = world
            .request(Method::POST, "/api/advancedqueries/run")
            .bearer_auth(&token)
            .json(&json!({"Query": "DeviceInfo | take 1"}));
        assert_eq!(refused(&world.send(request).await), (403, code.to_owned()));
    }
    let world = World::start().await;
    let token = world.access_token(ANALYST).await;
    assert_eq!(refused(&world.api("/advancedqueries/run", &token).await).0, 405);
}

#[tokio::test]
async fn call_limits_hold_for_each_operation_and_account_and_say_how_long_to_wait() {
    let world = World::with(|config| {
        config.rate_limit = RateLimit {
            per_minute: 3,
            per_hour: 5,
        }
    })
    .await;
    let (token, other) = (
        world.access_token(ANALYST).await,
        world.access_token(crate::support::ADMIN).await,
    );
    for _ in 0..3 {
        assert_eq!(world.api("/alerts?$top=1", &token).await.status, StatusCode::OK);
    }
    world.advance(TimeDelta::seconds(20));
    let answer = world.api("/alerts?$top=1", &token).await;
    assert_eq!(refused(&answer), (429, "TooManyRequests".to_owned()));
    assert_eq!(answer.header("retry-after"), "40");
    assert_eq!(world.api("/machines?$top=1", &token).await.status, StatusCode::OK);
    assert_eq!(world.api("/alerts?$top=1", &other).await.status, StatusCode::OK);
    world.advance(TimeDelta::seconds(40));
    for _ in 0..2 {
        assert_eq!(world.api("/alerts?$top=1", &token).await.status, StatusCode::OK);
    }
    let full_hour = world.api("/alerts?$top=1", &token).await;
    assert_eq!(
        (full_hour.status, full_hour.header("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "3540")
    );
}

#[tokio::test]
async fn the_default_limits_are_the_documented_ones() {
    let world = World::start().await;
    let token = world.access_token(ANALYST).await;
    for _ in 0..100 {
        assert_eq!(world.api("/alerts?$top=0", &token).await.status, StatusCode::OK);
    }
    let answer = world.api("/alerts?$top=0", &token).await;
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (StatusCode::TOO_MANY_REQUESTS, "60")
    );
}
