use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{ANALYST, Fields, RESOURCE, World, changed, claims};

/// Verifies a token with the published keys, as a stranger's library would.
async fn verified(world: &World, token: &str, keys: &str, audience: &str, issuer: &str) -> Value {
    let jwks: jsonwebtoken::jwk::JwkSet = serde_json::from_str(&world.get(keys).await.text).unwrap();
    let header = jsonwebtoken::decode_header(token).unwrap();
    let key = DecodingKey::from_jwk(jwks.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&[audience]);
    rules.set_issuer(&[issuer]);
    // The test's clock is not the machine's.
    rules.validate_exp = false;
    rules.validate_nbf = false;
    jsonwebtoken::decode::<Value>(token, &key, &rules).unwrap().claims
}

#[tokio::test]
async fn a_code_gives_a_v1_access_token_with_the_delegated_claims() {
    let world = World::start().await;
    let answer = world.sign_in(ANALYST).await;
    let token = answer["access_token"].as_str().unwrap();
    let tenant = world.sandbox.tenant_id().to_owned();
    let issuer = format!("https://sts.windows.net/{tenant}/");
    let claims = verified(&world, token, &world.path("/discovery/keys"), RESOURCE, &issuer).await;
    assert_eq!(claims["ver"], "1.0");
    assert_eq!(claims["scp"], world.sandbox.config().permissions.join(" "));
    assert_eq!(claims["appid"], world.sandbox.client_id());
    assert_eq!(claims["appidacr"], "0");
    assert_eq!(claims["tid"], json!(tenant));
    assert_eq!(claims["upn"], ANALYST);
    assert_eq!(claims["oid"], world.sandbox.accounts()[1].object_id);
    assert_eq!(claims["amr"], json!(["pwd", "mfa"]));
    assert!(claims["uti"].is_string() && claims["wids"].is_array());
    assert!(claims.get("roles").is_none() && claims.get("nonce").is_none());
    let header = jsonwebtoken::decode_header(token).unwrap();
    assert_eq!(
        (header.typ.as_deref(), header.alg),
        (Some("JWT"), Algorithm::RS256)
    );
    assert!(header.kid.is_some() && header.kid == header.x5t);
}

#[tokio::test]
async fn the_answer_has_every_documented_field() {
    let world = World::start().await;
    let code = world.code(&world.authorization(), ANALYST).await;
    let answer = world
        .token(&changed(&world.redemption(&code), "client_info", "1"))
        .await;
    assert_eq!(answer.header("cache-control"), "no-store, no-cache");
    let body = answer.json();
    assert_eq!(body["token_type"], "Bearer");
    let scope = body["scope"].as_str().unwrap();
    assert!(scope.contains(&format!("{RESOURCE}/Alert.Read ")), "{scope}");
    assert!(scope.ends_with(&format!("{RESOURCE}/.default")), "{scope}");
    assert_eq!(body["expires_in"], body["ext_expires_in"]);
    assert!(
        body["refresh_token"].as_str().unwrap().len() > 1280,
        "longer than Windows Credential Manager holds"
    );
    let info = body["client_info"].as_str().unwrap();
    let info: Value = serde_json::from_slice(
        &base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, info).unwrap(),
    )
    .unwrap();
    assert_eq!(info["utid"], json!(world.sandbox.tenant_id()));
    assert_eq!(info["uid"], world.sandbox.accounts()[1].object_id);
}

#[tokio::test]
async fn a_token_lives_sixty_to_ninety_minutes_and_says_so_twice() {
    let world = World::start().await;
    let mut lives = Vec::new();
    for _ in 0..6 {
        let body = world.sign_in(ANALYST).await;
        let claims = claims(body["access_token"].as_str().unwrap());
        let life = body["expires_in"].as_i64().unwrap();
        assert!((3600..=5400).contains(&life), "{life}");
        assert_eq!(claims["exp"].as_i64().unwrap(), world.now().timestamp() + life);
        assert_eq!(claims["iat"], claims["nbf"]);
        lives.push(life);
    }
    lives.dedup();
    assert!(lives.len() > 1, "lives vary");
}

#[tokio::test]
async fn the_id_token_verifies_with_the_v2_keys_and_repeats_the_nonce() {
    let world = World::start().await;
    let body = world.sign_in(ANALYST).await;
    let issuer = world.url(&world.path("/v2.0"));
    let token = body["id_token"].as_str().unwrap();
    let claims = verified(
        &world,
        token,
        &world.path("/discovery/v2.0/keys"),
        world.sandbox.client_id(),
        &issuer,
    )
    .await;
    assert_eq!(claims["ver"], "2.0");
    assert_eq!(claims["nonce"], "nonce-1");
    assert_eq!(claims["preferred_username"], ANALYST);
}

#[tokio::test]
async fn only_what_was_asked_for_is_returned() {
    let world = World::start().await;
    let request = changed(&world.authorization(), "scope", &format!("{RESOURCE}/.default"));
    let body = world.sign_in_with(&request, ANALYST).await;
    for absent in ["refresh_token", "id_token", "client_info"] {
        assert!(body.get(absent).is_none(), "{absent}");
    }
}

#[tokio::test]
async fn a_code_is_redeemed_once() {
    let world = World::start().await;
    let redemption = world.redemption(&world.code(&world.authorization(), ANALYST).await);
    assert_eq!(world.token(&redemption).await.status, StatusCode::OK);
    let again = world.token(&redemption).await;
    assert_eq!(
        (again.status, again.json()["error"].clone()),
        (StatusCode::BAD_REQUEST, json!("invalid_grant"))
    );
    assert_eq!(again.aadsts(), 54_005);
}

#[tokio::test]
async fn a_code_expires_after_ten_minutes() {
    let world = World::start().await;
    let redemption = world.redemption(&world.code(&world.authorization(), ANALYST).await);
    world.advance(TimeDelta::minutes(10));
    assert_eq!(world.token(&redemption).await.aadsts(), 70_008);
}

#[tokio::test]
async fn each_wrong_field_gets_its_own_error() {
    let world = World::start().await;
    let code = world.code(&world.authorization(), ANALYST).await;
    let good = world.redemption(&code);
    for (field, value, error, number) in [
        ("grant_type", "", "invalid_request", 900_144),
        (
            "grant_type",
            "client_credentials",
            "unsupported_grant_type",
            70_003,
        ),
        ("client_id", "", "invalid_request", 900_144),
        (
            "client_id",
            "11111111-2222-3333-4444-555555555555",
            "unauthorized_client",
            700_016,
        ),
        ("client_secret", "hush", "invalid_client", 700_025),
        ("client_assertion", "e30", "invalid_client", 700_025),
        ("resource", RESOURCE, "invalid_request", 901_002),
        ("code", "", "invalid_request", 900_144),
        ("code", "1.unknown", "invalid_grant", 70_000),
        ("redirect_uri", "", "invalid_request", 900_144),
        ("redirect_uri", "http://localhost:4712/", "invalid_grant", 500_112),
        ("code_verifier", "", "invalid_grant", 501_481),
        ("code_verifier", "short", "invalid_grant", 501_491),
        (
            "code_verifier",
            "aBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "invalid_grant",
            501_481,
        ),
        ("scope", "Alert.Read", "invalid_scope", 650_053),
        ("scope", "openid", "invalid_scope", 700_023),
        (
            "scope",
            "https://api.securitycenter.microsoft.com/Alert.Read https://api.securitycenter.windows.com/Alert.Read",
            "invalid_scope",
            700_022,
        ),
        (
            "scope",
            "https://unknown.example/.default",
            "invalid_resource",
            500_011,
        ),
    ] {
        let answer = world.token(&changed(&good, field, value)).await;
        let body = answer.json();
        assert_eq!(body["error"], error, "{field}={value}: {body}");
        assert_eq!(body["error_codes"], json!([number]), "{field}={value}");
        let expected = if error == "invalid_client" {
            StatusCode::UNAUTHORIZED
        } else {
            StatusCode::BAD_REQUEST
        };
        assert_eq!(answer.status, expected, "{field}={value}");
    }
    // None of that used the code up.
    assert_eq!(world.token(&good).await.status, StatusCode::OK);
}

#[tokio::test]
async fn wrong_ways_of_sending_are_told_apart() {
    let world = World::start().await;
    let path = world.path("/oauth2/v2.0/token");
    let good = world.redemption(&world.code(&world.authorization(), ANALYST).await);
    assert_eq!(world.get(&path).await.aadsts(), 900_561);
    let json_body = world.request(Method::POST, &path).json(&good);
    assert_eq!(world.send(json_body).await.aadsts(), 900_144);
    let from_a_page = world
        .request(Method::POST, &path)
        .header("origin", "http://localhost")
        .form(&good);
    assert_eq!(world.send(from_a_page).await.aadsts(), 9_002_326);
    let basic = world
        .request(Method::POST, &path)
        .basic_auth("x", Some("y"))
        .form(&good);
    assert_eq!(world.send(basic).await.aadsts(), 700_025);
    let twice: Vec<(&String, &String)> = good.iter().chain(&good).collect();
    assert_eq!(
        world
            .send(world.request(Method::POST, &path).form(&twice))
            .await
            .aadsts(),
        9_002_313
    );
    let elsewhere = world.post("/common/oauth2/v2.0/token", &good).await;
    assert_eq!(elsewhere.aadsts(), 50_194);
    assert_eq!(
        world.post("/nonsense/oauth2/v2.0/token", &good).await.aadsts(),
        900_023
    );
    assert_eq!(world.token(&Fields::new()).await.aadsts(), 900_144);
}

#[tokio::test]
async fn an_error_body_has_every_field_and_the_clients_id() {
    let world = World::start().await;
    let id = "0d9a2f6e-3b51-4c6f-8d2e-7f6a5b4c3d21";
    let request = world
        .request(Method::POST, &world.path("/oauth2/v2.0/token"))
        .header("client-request-id", id)
        .header("return-client-request-id", "true")
        .form(&world.redemption("1.unknown"));
    let answer = world.send(request).await;
    assert_eq!(answer.header("client-request-id"), id);
    let body = answer.json();
    assert_eq!(body["correlation_id"], id);
    assert_eq!(body["timestamp"], "2027-01-15 08:00:00Z");
    assert_eq!(body["error_uri"], json!(world.url("/error?code=70000")));
    let description = body["error_description"].as_str().unwrap();
    assert!(description.starts_with("AADSTS70000: "), "{description}");
    let trace = body["trace_id"].as_str().unwrap();
    assert!(description.ends_with(&format!(
        "Trace ID: {trace} Correlation ID: {id} Timestamp: 2027-01-15 08:00:00Z"
    )));
    assert_eq!(answer.header("x-ms-request-id"), trace);
}

#[tokio::test]
async fn the_audience_mirrors_the_identifier_that_was_asked_for() {
    let world = World::start().await;
    for resource in [
        "https://api.securitycenter.microsoft.com/",
        "https://api.securitycenter.windows.com",
        "fc780465-2017-40d4-a0c5-307022471b92",
    ] {
        let request = changed(&world.authorization(), "scope", &format!("{resource}/.default"));
        let body = world.sign_in_with(&request, ANALYST).await;
        assert_eq!(claims(body["access_token"].as_str().unwrap())["aud"], resource);
    }
}
