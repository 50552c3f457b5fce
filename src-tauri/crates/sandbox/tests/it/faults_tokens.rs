//! Faults that show at discovery, at the token endpoint and in tokens.

use reqwest::StatusCode;
use sandbox::Fault;
use serde_json::{Value, json};

use crate::support::{ANALYST, RESOURCE, World, changed, claims, refused};

#[tokio::test]
async fn an_unknown_tenant_has_no_metadata() {
    let mut world = World::start().await;
    let paths = [
        "/v2.0/.well-known/openid-configuration",
        "/.well-known/openid-configuration",
        "/discovery/v2.0/keys",
    ];
    for tenant in [world.sandbox.tenant_id().to_owned(), "sandbox.example".to_owned()] {
        for path in paths {
            world.set(&[Fault::UnknownTenant]).await;
            let answer = world.get(&format!("/{tenant}{path}")).await;
            assert_eq!(
                refused(&answer),
                (400, "invalid_tenant".to_owned(), 90_002, Value::Null),
                "{path}"
            );
            world.set(&[]).await;
            let answer = world.get(&format!("/{tenant}{path}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        }
    }
}

#[tokio::test]
async fn metadata_says_which_cloud_the_tenant_is_in() {
    let mut world = World::start().await;
    for path in [
        "/v2.0/.well-known/openid-configuration",
        "/.well-known/openid-configuration",
    ] {
        world.set(&[Fault::WrongCloud]).await;
        let document = world.get(&world.path(path)).await.json();
        assert_eq!(document["tenant_region_scope"], "USGov");
        assert_eq!(document["tenant_region_sub_scope"], "DODCON");
        assert_eq!(document["cloud_instance_name"], "microsoftonline.us");
        assert_eq!(document["msgraph_host"], "graph.microsoft.us");

        world.set(&[]).await;
        let document = world.get(&world.path(path)).await.json();
        assert_eq!(document["tenant_region_scope"], "EU");
        assert!(document.get("tenant_region_sub_scope").is_none());
        assert_eq!(document["cloud_instance_name"], "microsoftonline.com");
        assert_eq!(document["msgraph_host"], "graph.microsoft.com");
    }
}

#[tokio::test]
async fn faults_of_tenant_client_resource_and_account_refuse_redemption_and_refresh() {
    let mut world = World::start().await;
    let tokens = world.sign_in(ANALYST).await;
    let missing = json!("consent_required");
    for (fault, status, error, number, suberror) in [
        (Fault::UnknownTenant, 400, "invalid_tenant", 90_002, Value::Null),
        (Fault::WrongCloud, 400, "invalid_request", 900_439, Value::Null),
        (
            Fault::UnknownApplication,
            400,
            "unauthorized_client",
            700_016,
            Value::Null,
        ),
        (
            Fault::RedirectUnderWeb,
            401,
            "invalid_client",
            7_000_218,
            Value::Null,
        ),
        (
            Fault::ServicePrincipalMissing,
            400,
            "invalid_resource",
            500_011,
            Value::Null,
        ),
        (Fault::WrongApi, 401, "invalid_client", 650_057, Value::Null),
        (
            Fault::ApplicationPermissions,
            401,
            "invalid_client",
            650_056,
            Value::Null,
        ),
        (Fault::UserNotAssigned, 400, "invalid_grant", 50_105, Value::Null),
        (Fault::PersonalAccount, 400, "invalid_grant", 500_208, Value::Null),
        (
            Fault::ConditionalAccessBlock,
            400,
            "invalid_grant",
            53_003,
            Value::Null,
        ),
        (
            Fault::ConsentMissing,
            400,
            "invalid_grant",
            65_001,
            missing.clone(),
        ),
        (
            Fault::AdminApproval,
            400,
            "invalid_grant",
            65_001,
            missing.clone(),
        ),
        (Fault::UserDeclines, 400, "invalid_grant", 65_001, missing),
        (
            Fault::MfaRequired,
            400,
            "interaction_required",
            50_076,
            json!("basic_action"),
        ),
    ] {
        let expected = (status, error.to_owned(), number, suberror);
        let refresh = world.refresh(&tokens);
        let code = world.code(&world.authorization(), ANALYST).await;
        world.set(&[fault]).await;
        for request in [
            refresh.clone(),
            changed(&refresh, "scope", ""),
            world.redemption(&code),
        ] {
            assert_eq!(refused(&world.token(&request).await), expected, "{}", fault.id());
        }
        world.set(&[]).await;
        let answer = world.token(&refresh).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", fault.id());
    }
}

#[tokio::test]
async fn a_redirect_uri_under_web_lets_people_sign_in_and_then_demands_a_secret() {
    let mut world = World::start().await;
    world.set(&[Fault::RedirectUnderWeb]).await;
    let redemption = world.redemption(&world.code(&world.authorization(), ANALYST).await);
    let answer = world.token(&redemption).await;
    assert_eq!(answer.aadsts(), 7_000_218);
    assert!(answer.text.contains("'client_assertion' or 'client_secret'"));
    world.set(&[]).await;
    assert_eq!(world.token(&redemption).await.status, StatusCode::OK);
}

#[tokio::test]
async fn public_flows_that_are_off_leave_browser_sign_in_alone() {
    let mut world = World::start().await;
    world.set(&[Fault::PublicFlowsOff]).await;
    let tokens = world.sign_in(ANALYST).await;
    assert_eq!(world.token(&world.refresh(&tokens)).await.status, StatusCode::OK);
    let answer = world.token(&world.password(ANALYST)).await;
    assert_eq!(
        refused(&answer),
        (401, "invalid_client".to_owned(), 7_000_218, Value::Null)
    );
    let other = changed(&world.password(ANALYST), "grant_type", "client_credentials");
    assert_eq!(world.token(&other).await.aadsts(), 70_003);
    world.set(&[]).await;
    let answer = world.token(&world.password(ANALYST)).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_demand_for_mfa_says_what_to_send_back() {
    let mut world = World::start().await;
    let code = world.code(&world.authorization(), ANALYST).await;
    world.set(&[Fault::MfaRequired]).await;
    let body = world.token(&world.redemption(&code)).await.json();
    let demanded: Value = serde_json::from_str(body["claims"].as_str().unwrap()).unwrap();
    assert_eq!(demanded["access_token"]["capolids"]["essential"], true);
    assert!(body["error_description"].as_str().unwrap().contains(RESOURCE));
    // The next authorization request may carry them.
    let request = changed(&world.authorization(), "claims", body["claims"].as_str().unwrap());
    world.set(&[]).await;
    world.sign_in_with(&request, ANALYST).await;
}

#[tokio::test]
async fn an_expired_refresh_token_leaves_signing_in_alone() {
    let mut world = World::start().await;
    world.set(&[Fault::ExpiredRefreshToken]).await;
    let tokens = world.sign_in(ANALYST).await;
    let refresh = world.refresh(&tokens);
    assert_eq!(
        refused(&world.token(&refresh).await),
        (400, "invalid_grant".to_owned(), 700_082, json!("token_expired"))
    );
    // What is no refresh token is not called expired.
    let foreign = changed(&refresh, "refresh_token", "1.unknown");
    assert_eq!(world.token(&foreign).await.aadsts(), 70_000);
    world.set(&[]).await;
    assert_eq!(world.token(&refresh).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_audience_is_issued_by_entra_and_refused_by_the_api() {
    let mut world = World::start().await;
    let good = world.access_token(ANALYST).await;
    world.set(&[Fault::WrongAudience]).await;
    let tokens = world.sign_in(ANALYST).await;
    let renewed = world.token(&world.refresh(&tokens)).await.json();
    for answer in [&tokens, &renewed] {
        let token = answer["access_token"].as_str().unwrap();
        assert_eq!(claims(token)["aud"], "https://publicapi-prd.trafficmanager.net");
        // The answer itself still speaks of what was asked for.
        assert!(answer["scope"].as_str().unwrap().starts_with(RESOURCE));
        let refused = world.api("/alerts?$top=1", token).await;
        assert_eq!(
            (refused.status, refused.json()["error"]["code"].clone()),
            (StatusCode::FORBIDDEN, json!("Forbidden"))
        );
        assert!(refused.text.contains("audience"));
    }
    // Tokens from before are what they were.
    assert_eq!(world.api("/alerts?$top=1", &good).await.status, StatusCode::OK);
    world.set(&[]).await;
    let renewed = world.token(&world.refresh(&tokens)).await.json();
    let token = renewed["access_token"].as_str().unwrap();
    assert_eq!(claims(token)["aud"], RESOURCE);
    assert_eq!(world.api("/alerts?$top=1", token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn with_clock_skew_everything_is_twenty_minutes_ahead() {
    let mut world = World::start().await;
    world.set(&[Fault::ClockSkew]).await;
    let ahead = world.now().timestamp() + 20 * 60;
    let answer = world.get(&world.path("/discovery/keys")).await;
    assert_eq!(answer.header("date"), "Fri, 15 Jan 2027 08:20:00 GMT");
    let body = world.token(&world.redemption("1.unknown")).await.json();
    assert_eq!(body["timestamp"], "2027-01-15 08:20:00Z");
    let tokens = world.sign_in(ANALYST).await;
    let token = claims(tokens["access_token"].as_str().unwrap());
    let life = tokens["expires_in"].as_i64().unwrap();
    assert_eq!(token["exp"].as_i64().unwrap(), ahead + life);
    assert_eq!(token["nbf"].as_i64().unwrap(), ahead - 300);
    let id_token = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(id_token["exp"].as_i64().unwrap(), ahead + 3600);
    // The service agrees with itself.
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(world.api("/alerts?$top=1", token).await.status, StatusCode::OK);
    world.set(&[]).await;
    let answer = world.get(&world.path("/discovery/keys")).await;
    assert_eq!(answer.header("date"), "Fri, 15 Jan 2027 08:00:00 GMT");
}
