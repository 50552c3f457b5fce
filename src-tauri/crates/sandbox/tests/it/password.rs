//! The password grant, on the v2.0 endpoint and on the older one that the Defender documentation's sample uses.

use reqwest::{Method, StatusCode};
use sandbox::Fault;
use serde_json::{Value, json};

use crate::support::{
    ADMIN, ANALYST, Answer, Fields, NO_ROLE, RESOURCE, UNREGISTERED, World, changed, claims, refused,
};

/// The sample's request: v1.0, with a resource.
fn sample(world: &World, username: &str) -> Fields {
    let request = changed(&world.password(username), "scope", "");
    changed(&request, "resource", RESOURCE)
}

async fn older(world: &World, request: &Fields) -> Answer {
    world.post(&world.path("/oauth2/token"), request).await
}

/// A tenant in which everybody has consented, as an administrator would have done for them.
async fn consented() -> World {
    let world = World::start().await;
    for username in [ADMIN, ANALYST, NO_ROLE] {
        world.sign_in(username).await;
    }
    world
}

#[tokio::test]
async fn a_password_gives_tokens_that_say_it_was_a_password() {
    let world = consented().await;
    for username in [ADMIN, ANALYST, NO_ROLE] {
        let answer = world.token(&world.password(username)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let tokens = answer.json();
        let access = claims(tokens["access_token"].as_str().unwrap());
        assert_eq!(
            (&access["upn"], &access["amr"]),
            (&json!(username), &json!(["pwd"]))
        );
        assert_eq!(
            claims(tokens["id_token"].as_str().unwrap())["preferred_username"],
            username
        );
        let renewed = world.token(&world.refresh(&tokens)).await.json();
        let access = claims(renewed["access_token"].as_str().unwrap());
        assert_eq!(access["amr"], json!(["pwd"]), "a refresh adds no factor");
    }
    let browser = world.access_token(ANALYST).await;
    assert_eq!(claims(&browser)["amr"], json!(["pwd", "mfa"]));
}

#[tokio::test]
async fn the_name_may_be_written_in_any_case_and_the_password_not() {
    let world = consented().await;
    let request = changed(&world.password(ADMIN), "username", "Admin@SANDBOX.example");
    assert_eq!(world.token(&request).await.status, StatusCode::OK);
    let request = changed(&world.password(ADMIN), "password", "sandbox-ada-1");
    assert_eq!(world.token(&request).await.aadsts(), 50_126);
}

#[tokio::test]
async fn the_older_endpoint_answers_in_its_own_shape() {
    let world = consented().await;
    let answer = older(&world, &sample(&world, ANALYST)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("cache-control"), "no-store, no-cache");
    let body = answer.json();
    let number = |name: &str| body[name].as_str().unwrap().parse::<i64>().unwrap();
    let (life, now) = (number("expires_in"), world.now().timestamp());
    assert!((3600..=5400).contains(&life));
    assert_eq!(number("ext_expires_in"), life);
    assert_eq!(number("expires_on"), now + life);
    assert_eq!(number("not_before"), now - 300);
    assert_eq!(body["resource"], RESOURCE);
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(body["scope"], world.sandbox.config().permissions.join(" "));
    assert!(body.get("id_token").is_none() && body.get("client_info").is_none());
    let access = claims(body["access_token"].as_str().unwrap());
    assert_eq!(
        (&access["aud"], &access["amr"]),
        (&json!(RESOURCE), &json!(["pwd"]))
    );
    assert_eq!(access["exp"].as_i64().unwrap(), number("expires_on"));
    let alerts = world
        .api("/alerts?$top=1", body["access_token"].as_str().unwrap())
        .await;
    assert_eq!(alerts.status, StatusCode::OK);
}

#[tokio::test]
async fn a_refresh_works_on_either_endpoint() {
    let world = consented().await;
    let tokens = older(&world, &sample(&world, ANALYST)).await.json();
    let refresh = changed(&world.refresh(&tokens), "scope", "");
    let with_resource = changed(&refresh, "resource", RESOURCE);
    for request in [&refresh, &with_resource] {
        let renewed = older(&world, request).await.json();
        assert!(renewed["expires_on"].is_string(), "{renewed}");
        assert!(renewed["refresh_token"].is_string());
    }
    let renewed = world.token(&refresh).await.json();
    assert!(renewed["expires_in"].is_i64(), "{renewed}");
    let browser = world.refresh(&world.sign_in(ANALYST).await);
    let renewed = older(&world, &changed(&browser, "scope", "")).await.json();
    assert_eq!(renewed["resource"], RESOURCE);
}

#[tokio::test]
async fn a_body_that_was_not_encoded_carries_another_password() {
    let world = consented().await;
    let account = world.sandbox.accounts()[1];
    assert_eq!(account.username, ANALYST);
    assert!("&+%".chars().all(|c| account.password.contains(c)));
    let encoded_in_part = [
        account.password.to_owned(),
        account.password.replace('&', "%26"),
        account.password.replace('&', "%26").replace('+', "%2B"),
        account.password.replace('%', "%25").replace('&', "%26"),
    ];
    let send = async |password: &str| {
        let body = format!(
            "grant_type=password&client_id={}&username={ANALYST}&resource={RESOURCE}&password={password}",
            world.sandbox.client_id()
        );
        let request = world
            .request(Method::POST, &world.path("/oauth2/token"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        world.send(request).await
    };
    for password in encoded_in_part {
        let answer = send(&password).await;
        assert_eq!(
            refused(&answer),
            (400, "invalid_grant".to_owned(), 50_126, Value::Null),
            "{password}"
        );
    }
    let encoded: String = url::form_urlencoded::byte_serialize(account.password.as_bytes()).collect();
    assert_eq!(send(&encoded).await.status, StatusCode::OK);
}

#[tokio::test]
async fn each_wrong_field_gets_its_own_error() {
    let world = consented().await;
    let v2 = world.password(ANALYST);
    let v1 = sample(&world, ANALYST);
    for (field, value, error, number) in [
        ("username", "", "invalid_request", 900_144),
        ("password", "", "invalid_request", 900_144),
        ("username", "nobody@sandbox.example", "invalid_grant", 50_034),
        ("username", "kim@partner.example", "invalid_grant", 50_034),
        ("password", "sandbox-Ada-1", "invalid_grant", 50_126),
        ("client_id", RESOURCE, "unauthorized_client", 700_016),
        ("client_secret", "hush", "invalid_client", 700_025),
        ("claims", "7", "invalid_request", 9_002_313),
    ] {
        for (endpoint, answer) in [
            ("v2", world.token(&changed(&v2, field, value)).await),
            ("v1", older(&world, &changed(&v1, field, value)).await),
        ] {
            let (_, found, code, _) = refused(&answer);
            assert_eq!(
                (found.as_str(), code),
                (error, number),
                "{endpoint} {field}={value}"
            );
        }
    }
    for (request, number) in [
        (changed(&v2, "scope", ""), 900_144),
        (changed(&v2, "scope", "openid"), 700_023),
        (
            changed(&v2, "scope", &format!("{RESOURCE}/{UNREGISTERED}")),
            65_001,
        ),
        (changed(&v2, "resource", RESOURCE), 901_002),
    ] {
        assert_eq!(world.token(&request).await.aadsts(), number);
    }
    for (resource, number) in [
        ("", 900_144),
        ("https://api.securitycenter.microsoft.com/.default", 500_011),
        ("https://unknown.example", 500_011),
        ("https://graph.microsoft.com", 650_057),
        ("https://api.security.microsoft.com", 650_057),
    ] {
        let answer = older(&world, &changed(&v1, "resource", resource)).await;
        assert_eq!(answer.aadsts(), number, "{resource}");
    }
    // No answer repeats a password.
    let answer = world.token(&changed(&v2, "password", "do-not-repeat")).await;
    assert!(!answer.text.contains("do-not-repeat"));
}

#[tokio::test]
async fn shared_paths_take_no_passwords() {
    let world = consented().await;
    let (v2, v1) = (world.password(ANALYST), sample(&world, ANALYST));
    for (path, request, number) in [
        ("/common/oauth2/v2.0/token", &v2, 9_001_023),
        ("/consumers/oauth2/v2.0/token", &v2, 9_001_023),
        ("/organizations/oauth2/v2.0/token", &v2, 50_194),
        ("/common/oauth2/token", &v1, 50_194),
        ("/consumers/oauth2/token", &v1, 9_002_332),
        ("/nonsense/oauth2/token", &v1, 900_023),
    ] {
        let answer = world.post(path, request).await;
        assert_eq!(answer.aadsts(), number, "{path}");
    }
}

#[tokio::test]
async fn the_older_endpoint_serves_passwords_and_refresh_tokens_only() {
    let world = World::start().await;
    let code = world.code(&world.authorization(), ANALYST).await;
    let answer = older(&world, &world.redemption(&code)).await;
    assert_eq!(answer.aadsts(), 70_003);
    let path = world.path("/oauth2/token");
    assert_eq!(world.get(&path).await.aadsts(), 900_561);
    assert_eq!(world.token(&world.redemption(&code)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_is_asked_for_consent_so_it_must_have_been_given() {
    let world = World::start().await;
    for answer in [
        world.token(&world.password(ADMIN)).await,
        older(&world, &sample(&world, ADMIN)).await,
    ] {
        let missing = json!("consent_required");
        assert_eq!(
            refused(&answer),
            (400, "invalid_grant".to_owned(), 65_001, missing)
        );
    }
    world.sign_in(ADMIN).await;
    assert_eq!(world.token(&world.password(ADMIN)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn mfa_cannot_be_done_with_a_password() {
    let mut world = consented().await;
    world.set(&[Fault::MfaRequired]).await;
    let (v2, v1) = (
        world.token(&world.password(ANALYST)).await,
        older(&world, &sample(&world, ANALYST)).await,
    );
    for (answer, error) in [(v2, "invalid_grant"), (v1, "interaction_required")] {
        let suberror = json!("basic_action");
        assert_eq!(refused(&answer), (400, error.to_owned(), 50_076, suberror));
        assert!(answer.json()["claims"].is_string());
    }
}

#[tokio::test]
async fn faults_of_account_and_registration_refuse_passwords_on_both_endpoints() {
    let mut world = consented().await;
    for (fault, status, error, number) in [
        (Fault::PublicFlowsOff, 401, "invalid_client", 7_000_218),
        (Fault::PersonalAccount, 400, "invalid_grant", 500_208),
        (Fault::UserNotAssigned, 400, "invalid_grant", 50_105),
        (Fault::ConditionalAccessBlock, 400, "invalid_grant", 53_003),
        (Fault::ServicePrincipalMissing, 400, "invalid_resource", 500_011),
    ] {
        world.set(&[fault]).await;
        for answer in [
            world.token(&world.password(ANALYST)).await,
            older(&world, &sample(&world, ANALYST)).await,
        ] {
            let expected = (status, error.to_owned(), number, Value::Null);
            assert_eq!(refused(&answer), expected, "{}", fault.id());
        }
    }
    // The type of the redirect URI is no matter of passwords.
    world.set(&[Fault::RedirectUnderWeb]).await;
    assert_eq!(world.token(&world.password(ANALYST)).await.status, StatusCode::OK);
    world.set(&[Fault::HtmlInsteadOfJson]).await;
    let answer = older(&world, &sample(&world, ANALYST)).await;
    assert!(answer.text.contains("<h1>Sign in to the network</h1>"));
}
