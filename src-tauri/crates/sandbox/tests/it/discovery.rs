use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::World;

#[tokio::test]
async fn v2_metadata_names_endpoints_under_the_address_the_client_used() {
    let world = World::start().await;
    let base = world.url("");
    let id = world.sandbox.tenant_id();
    for tenant in [id, "sandbox.example"] {
        let document = world
            .get(&format!("/{tenant}/v2.0/.well-known/openid-configuration"))
            .await
            .json();
        assert_eq!(document["issuer"], json!(format!("{base}/{id}/v2.0")));
        assert_eq!(
            document["authorization_endpoint"],
            json!(format!("{base}/{id}/oauth2/v2.0/authorize"))
        );
        assert_eq!(
            document["token_endpoint"],
            json!(format!("{base}/{id}/oauth2/v2.0/token"))
        );
        assert_eq!(
            document["jwks_uri"],
            json!(format!("{base}/{id}/discovery/v2.0/keys"))
        );
        assert_eq!(
            document["response_modes_supported"],
            json!(["query", "fragment", "form_post"])
        );
        assert_eq!(document["cloud_instance_name"], "microsoftonline.com");
    }
}

#[tokio::test]
async fn v1_metadata_carries_the_issuer_of_v1_tokens() {
    let world = World::start().await;
    let id = world.sandbox.tenant_id();
    let document = world
        .get(&world.path("/.well-known/openid-configuration"))
        .await
        .json();
    assert_eq!(
        document["issuer"],
        json!(format!("https://sts.windows.net/{id}/"))
    );
    assert_eq!(
        document["jwks_uri"],
        json!(world.url(&world.path("/discovery/keys")))
    );
}

#[tokio::test]
async fn shared_paths_have_a_template_for_an_issuer() {
    let world = World::start().await;
    let document = world
        .get("/common/v2.0/.well-known/openid-configuration")
        .await
        .json();
    assert_eq!(document["issuer"], json!(world.url("/{tenantid}/v2.0")));
}

#[tokio::test]
async fn an_unknown_tenant_gets_the_token_endpoints_error_shape() {
    let world = World::start().await;
    for (tenant, error, code) in [
        ("11111111-2222-3333-4444-555555555555", "invalid_tenant", 90_002),
        ("other.example", "invalid_tenant", 90_002),
        ("nonsense", "invalid_request", 900_023),
        ("%ff%fe", "invalid_request", 900_023),
    ] {
        let answer = world
            .get(&format!("/{tenant}/v2.0/.well-known/openid-configuration"))
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{tenant}");
        let body = answer.json();
        assert_eq!(body["error"], error);
        assert_eq!(body["error_codes"], json!([code]));
        for field in [
            "error_description",
            "timestamp",
            "trace_id",
            "correlation_id",
            "error_uri",
        ] {
            assert!(body[field].is_string(), "{field}");
        }
    }
}

#[tokio::test]
async fn keys_are_the_same_in_both_versions_and_only_v2_names_the_issuer() {
    let world = World::start().await;
    let v1 = world.get(&world.path("/discovery/keys")).await.json();
    let v2 = world.get(&world.path("/discovery/v2.0/keys")).await.json();
    assert_eq!(v1["keys"][0]["n"], v2["keys"][0]["n"]);
    assert_eq!(v1["keys"][0]["kid"], v1["keys"][0]["x5t"]);
    assert_eq!(v1["keys"][0]["kty"], "RSA");
    assert!(v1["keys"][0]["x5c"][0].as_str().unwrap().len() > 800);
    assert!(v1["keys"][0].get("issuer").is_none());
    assert_eq!(v2["keys"][0]["issuer"], json!(world.url(&world.path("/v2.0"))));
}

#[tokio::test]
async fn instance_discovery_knows_the_public_aliases_and_this_address() {
    let world = World::start().await;
    let ask = |endpoint: String| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("authorization_endpoint", &endpoint)
            .finish();
        format!("/common/discovery/instance?api-version=1.1&{query}")
    };
    let public = world
        .get(&ask(
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize".to_owned(),
        ))
        .await;
    let aliases = &public.json()["metadata"][0]["aliases"];
    assert!(
        aliases.as_array().unwrap().contains(&json!("login.windows.net")),
        "{aliases}"
    );
    let own = world
        .get(&ask(world.url(&world.path("/oauth2/v2.0/authorize"))))
        .await
        .json();
    let authority = world.url("").replace("http://", "");
    assert_eq!(own["metadata"][0]["preferred_network"], json!(authority));
    let other = world
        .get(&ask(
            "https://login.attacker.example/common/oauth2/v2.0/authorize".to_owned(),
        ))
        .await;
    assert_eq!(
        (other.status, other.json()["error"].clone()),
        (StatusCode::BAD_REQUEST, json!("invalid_instance"))
    );
}

#[tokio::test]
async fn addresses_follow_a_forwarding_transport() {
    let world = World::start().await;
    let request = world
        .request(Method::GET, &world.path("/v2.0/.well-known/openid-configuration"))
        .header("host", "login.microsoftonline.com")
        .header("x-forwarded-proto", "https");
    let document = world.send(request).await.json();
    let id = world.sandbox.tenant_id();
    assert_eq!(
        document["issuer"],
        json!(format!("https://login.microsoftonline.com/{id}/v2.0"))
    );
}

#[tokio::test]
async fn a_foreign_host_name_is_refused_everywhere() {
    let world = World::start().await;
    for path in [&world.path("/discovery/keys"), "/api/alerts", "/", "/nowhere"] {
        let answer = world
            .send(
                world
                    .request(Method::GET, path)
                    .header("host", "rebound.attacker.example"),
            )
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(!answer.text.contains("attacker"), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_date_header_shows_the_tenants_clock() {
    let world = World::start().await;
    let answer = world.get(&world.path("/discovery/keys")).await;
    assert_eq!(answer.header("date"), "Fri, 15 Jan 2027 08:00:00 GMT");
}

#[tokio::test]
async fn both_documents_name_the_device_code_endpoint() {
    let world = World::start().await;
    for path in [
        "/v2.0/.well-known/openid-configuration",
        "/.well-known/openid-configuration",
    ] {
        let document = world.get(&world.path(path)).await.json();
        assert_eq!(
            document["device_authorization_endpoint"],
            json!(world.url(&world.path("/oauth2/v2.0/devicecode"))),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_name_of_the_tenant_is_a_managed_account_and_others_are_unknown() {
    let world = World::start().await;
    for (name, kind) in [
        ("analyst@Sandbox.example", "Managed"),
        ("nobody%40sandbox.example", "Managed"),
        ("kim@partner.example", "Unknown"),
        ("kim", "Unknown"),
        ("%ff", "Unknown"),
    ] {
        let answer = world
            .get(&format!("/common/userrealm/{name}?api-version=1.0"))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{name}");
        assert_eq!(answer.json()["account_type"], kind, "{name}");
    }
}
