use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;

use crate::support::{ANALYST, RESOURCE, UNREGISTERED, World, changed, claims};

#[tokio::test]
async fn each_use_gives_a_new_refresh_token_and_leaves_the_old_one_good() {
    let world = World::start().await;
    let first = world.sign_in(ANALYST).await;
    let request = world.refresh(&first);
    let second = world.token(&request).await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.text);
    let second = second.json();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_ne!(second["access_token"], first["access_token"]);
    assert!(second["id_token"].is_string());
    let (old, new) = (
        claims(first["access_token"].as_str().unwrap()),
        claims(second["access_token"].as_str().unwrap()),
    );
    assert_eq!((&old["scp"], &old["oid"]), (&new["scp"], &new["oid"]));
    assert_ne!(old["uti"], new["uti"]);
    assert_eq!(world.token(&request).await.status, StatusCode::OK);
    assert_eq!(world.token(&world.refresh(&second)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_restarted_sandbox_still_accepts_it_but_not_its_old_access_tokens() {
    let world = World::start().await;
    let tokens = world.sign_in(ANALYST).await;
    let world = world.restarted().await;
    let old = world
        .api("/alerts?$top=1", tokens["access_token"].as_str().unwrap())
        .await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let renewed = world.token(&world.refresh(&tokens)).await.json();
    let token = renewed["access_token"].as_str().unwrap();
    assert_eq!(
        claims(token)["scp"],
        claims(tokens["access_token"].as_str().unwrap())["scp"]
    );
    assert_eq!(world.api("/alerts?$top=1", token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn it_expires_after_ninety_days_without_use() {
    let world = World::start().await;
    let tokens = world.sign_in(ANALYST).await;
    world.advance(TimeDelta::days(89));
    let renewed = world.token(&world.refresh(&tokens)).await.json();
    world.advance(TimeDelta::days(2));
    let late = world.token(&world.refresh(&tokens)).await;
    assert_eq!(late.json()["error"], "invalid_grant");
    assert_eq!(late.json()["error_codes"], json!([700_082]));
    // The one that was given in between is still good.
    assert_eq!(world.token(&world.refresh(&renewed)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn each_wrong_field_gets_its_own_error() {
    let world = World::start().await;
    let good = world.refresh(&world.sign_in(ANALYST).await);
    let broken = format!("{}x", good["refresh_token"]);
    for (field, value, number) in [
        ("refresh_token", "", 900_144),
        ("refresh_token", "unknown", 70_000),
        ("refresh_token", broken.as_str(), 70_000),
        ("client_id", "11111111-2222-3333-4444-555555555555", 700_016),
        (
            "scope",
            "https://api.securitycenter.microsoft.com/Nonsense.Read",
            650_053,
        ),
        (
            "scope",
            "https://api.securitycenter.microsoft.com/SecurityConfiguration.Read",
            65_001,
        ),
        ("scope", "openid", 700_023),
    ] {
        let answer = world.token(&changed(&good, field, value)).await;
        assert_eq!(answer.json()["error_codes"], json!([number]), "{field}={value}");
    }
    let unconsented = world
        .token(&changed(&good, "scope", &format!("{RESOURCE}/{UNREGISTERED}")))
        .await
        .json();
    assert_eq!(unconsented["suberror"], "consent_required");
}

#[tokio::test]
async fn without_a_scope_the_first_resource_is_used_again() {
    let world = World::start().await;
    let request = changed(&world.refresh(&world.sign_in(ANALYST).await), "scope", "");
    let body = world.token(&request).await.json();
    assert_eq!(claims(body["access_token"].as_str().unwrap())["aud"], RESOURCE);
}
