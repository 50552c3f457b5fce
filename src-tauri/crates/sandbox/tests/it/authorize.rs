use reqwest::StatusCode;

use crate::support::{ANALYST, REDIRECT, RESOURCE, World, changed, form_of, redirected};

#[tokio::test]
async fn errors_about_client_redirect_and_tenant_stay_on_the_page() {
    let world = World::start().await;
    let good = world.authorization();
    for (field, value, code) in [
        ("client_id", "11111111-2222-3333-4444-555555555555", 700_016),
        ("client_id", "", 900_144),
        ("redirect_uri", "http://localhost:4711/callback", 50_011),
        ("redirect_uri", "http://127.0.0.1:4711/", 50_011),
        ("redirect_uri", "https://localhost:4711/", 50_011),
        ("redirect_uri", "", 900_971),
    ] {
        let answer = world.authorize(&changed(&good, field, value)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}={value}");
        assert!(answer.headers.get("location").is_none());
        assert_eq!(answer.aadsts(), code, "{field}={value}");
        assert!(answer.text.contains("data-testid=\"entra-error\""));
        for label in ["Request Id", "Correlation Id", "Timestamp"] {
            assert!(answer.text.contains(label), "{label}");
        }
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&good)
        .finish();
    for (tenant, code) in [
        ("11111111-2222-3333-4444-555555555555", 90_002),
        ("nonsense", 900_023),
        ("common", 50_194),
        ("organizations", 50_194),
        ("consumers", 9_002_332),
    ] {
        let answer = world
            .get(&format!("/{tenant}/oauth2/v2.0/authorize?{query}"))
            .await;
        assert_eq!(
            (answer.status, answer.aadsts()),
            (StatusCode::BAD_REQUEST, code),
            "{tenant}"
        );
    }
}

#[tokio::test]
async fn other_errors_are_returned_with_the_state() {
    let world = World::start().await;
    let good = world.authorization();
    for (field, value, error, code) in [
        ("response_type", "", "invalid_request", "AADSTS900144:"),
        (
            "response_type",
            "token",
            "unsupported_response_type",
            "AADSTS700054:",
        ),
        (
            "response_mode",
            "web_message",
            "invalid_request",
            "AADSTS9002313:",
        ),
        ("code_challenge", "", "invalid_request", "AADSTS9002325:"),
        (
            "code_challenge_method",
            "plain",
            "invalid_request",
            "AADSTS9002325:",
        ),
        ("code_challenge_method", "", "invalid_request", "AADSTS9002325:"),
        ("code_challenge", "short", "invalid_request", "AADSTS501491:"),
        ("scope", "", "invalid_request", "AADSTS900144:"),
        ("scope", "Alert.Read", "invalid_scope", "AADSTS650053:"),
        (
            "scope",
            "https://api.securitycenter.microsoft.com/Alert.Read.All",
            "invalid_scope",
            "AADSTS650053:",
        ),
        (
            "scope",
            "https://unknown.example/.default",
            "invalid_resource",
            "AADSTS500011:",
        ),
        (
            "scope",
            "https://graph.microsoft.com/.default",
            "invalid_client",
            "AADSTS650057:",
        ),
        ("prompt", "none", "login_required", "AADSTS50058:"),
        ("prompt", "sometimes", "invalid_request", "AADSTS90023:"),
        ("resource", RESOURCE, "invalid_request", "AADSTS901002:"),
        ("claims", "{broken", "invalid_request", "AADSTS9002313:"),
    ] {
        let answer = world.authorize(&changed(&good, field, value)).await;
        let returned = redirected(&answer);
        assert!(answer.header("location").starts_with(REDIRECT));
        assert_eq!(returned["state"], "state-1", "{field}={value}");
        assert_eq!(returned["error"], error, "{field}={value}");
        assert!(
            returned["error_description"].starts_with(code),
            "{}",
            returned["error_description"]
        );
        assert!(!returned.contains_key("code"));
    }
}

#[tokio::test]
async fn a_repeated_parameter_is_refused() {
    let world = World::start().await;
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(world.authorization())
        .finish();
    let answer = world
        .get(&world.path(&format!("/oauth2/v2.0/authorize?{query}&scope=openid")))
        .await;
    assert_eq!(
        (answer.status, answer.aadsts()),
        (StatusCode::BAD_REQUEST, 9_002_313)
    );
}

#[tokio::test]
async fn the_answer_comes_in_the_query_the_fragment_or_a_form() {
    let world = World::start().await;
    let good = world.authorization();
    let query = world.walk(&good, ANALYST).await;
    assert!(redirected(&query)["code"].len() > 100);
    assert_eq!(redirected(&query)["state"], "state-1");

    let fragment = world
        .walk(&changed(&good, "response_mode", "fragment"), ANALYST)
        .await;
    let location = fragment.header("location");
    assert!(location.starts_with("http://localhost:4711/#code="), "{location}");
    assert!(location.contains("&state=state-1"));

    let form = world
        .walk(&changed(&good, "response_mode", "form_post"), ANALYST)
        .await;
    assert_eq!(form.status, StatusCode::OK);
    let (action, hidden) = form_of(&form.text);
    assert_eq!(action, REDIRECT);
    assert_eq!(hidden["state"], "state-1");
    assert!(hidden["code"].len() > 100);
    assert!(form.text.contains(">Continue</button>"), "works without scripts");
    assert_eq!(form.header("cache-control"), "no-store, no-cache");
}

#[tokio::test]
async fn errors_use_the_wanted_response_mode_too() {
    let world = World::start().await;
    let request = changed(
        &changed(&world.authorization(), "response_mode", "form_post"),
        "prompt",
        "none",
    );
    let answer = world.authorize(&request).await;
    let (action, hidden) = form_of(&answer.text);
    assert_eq!(
        (action.as_str(), hidden["error"].as_str()),
        (REDIRECT, "login_required")
    );
    assert_eq!(hidden["state"], "state-1");
}

#[tokio::test]
async fn a_redirect_uri_without_a_path_and_with_any_port_is_the_registered_one() {
    let world = World::start().await;
    for uri in [
        "http://localhost",
        "http://localhost:5",
        "http://localhost:65000/",
    ] {
        let request = changed(&world.authorization(), "redirect_uri", uri);
        assert_eq!(world.authorize(&request).await.status, StatusCode::OK, "{uri}");
    }
}

#[tokio::test]
async fn an_authorization_request_may_be_posted() {
    let world = World::start().await;
    let answer = world
        .post(&world.path("/oauth2/v2.0/authorize"), &world.authorization())
        .await;
    assert!(answer.text.contains("account-admin@sandbox.example"));
}

#[tokio::test]
async fn the_clients_request_id_names_the_error() {
    let world = World::start().await;
    let id = "0d9a2f6e-3b51-4c6f-8d2e-7f6a5b4c3d21";
    let request = changed(
        &changed(&world.authorization(), "client-request-id", id),
        "prompt",
        "none",
    );
    let returned = redirected(&world.authorize(&request).await);
    assert!(returned["error_description"].contains(&format!("Correlation ID: {id}")));
}
