//! The documentation's password sample: what is sent, and what its refusals keep.

use std::collections::HashMap;

use chrono::TimeDelta;
use entra::{
    Account, EntraError, NetworkKind, PasswordEndpoint, PasswordSignIn, TokenError, Tokens, UnexpectedAnswer,
    Untrusted, why_it_fails,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use test_support::{AUDIENCE, CLIENT_ID, OBJECT_ID, OTHER_TENANT_ID, TENANT_ID, jwt, now};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::attempt::{ACCESS_TOKEN, REFRESH_TOKEN, TOKEN_PATH, app, id_token, token_answer};
use crate::double::{Script, Skipped};

const V1_PATH: &str = "/11111111-1111-4111-8111-111111111111/oauth2/token";
const USER: &str = "avery@sandbox.example";
const PASSWORD: &str = "fixture-password";

async fn signed_in(
    address: &str,
    endpoint: PasswordEndpoint,
    username: &str,
    password: &str,
    sleeper: &Skipped,
) -> Result<Tokens, TokenError> {
    let (http, app) = (entra::loopback_http_client().unwrap(), app(address));
    let sign_in = PasswordSignIn {
        http: &http,
        app: &app,
        clock: &now,
        sleeper,
        endpoint,
        username: username.to_owned(),
        password: SecretString::from(password),
    };
    sign_in.run().await
}

async fn service(address: &str, answers: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(address))
        .respond_with(Script::new(answers))
        .mount(&server)
        .await;
    server
}

async fn after(endpoint: PasswordEndpoint, answer: ResponseTemplate) -> Result<Tokens, TokenError> {
    let address = match endpoint {
        PasswordEndpoint::V1 => V1_PATH,
        PasswordEndpoint::V2 => TOKEN_PATH,
    };
    let server = service(address, [answer]).await;
    signed_in(&server.uri(), endpoint, USER, PASSWORD, &Skipped::default()).await
}

async fn only_request(server: &MockServer) -> HashMap<String, String> {
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    let content_type = &requests[0].headers["content-type"];
    assert_eq!(content_type, "application/x-www-form-urlencoded");
    for absent in ["origin", "authorization"] {
        assert!(!requests[0].headers.contains_key(absent), "{absent}");
    }
    let fields: Vec<_> = url::form_urlencoded::parse(&requests[0].body)
        .into_owned()
        .collect();
    let map: HashMap<_, _> = fields.iter().cloned().collect();
    assert_eq!(fields.len(), map.len(), "no field twice");
    map
}

/// As version 1.0 writes it: numbers as texts.
fn v1_answer() -> Value {
    json!({
        "token_type": "Bearer",
        "scope": "Alert.Read Machine.Read",
        "expires_in": "3599",
        "ext_expires_in": "3599",
        "expires_on": "1772445599",
        "not_before": "1772441700",
        "resource": AUDIENCE,
        "access_token": ACCESS_TOKEN,
        "refresh_token": REFRESH_TOKEN,
        "id_token": id_token("any")
    })
}

#[tokio::test]
async fn version_1_gets_a_resource_and_its_answer_is_read() {
    let server = service(V1_PATH, [ResponseTemplate::new(200).set_body_json(v1_answer())]).await;
    let endpoint = PasswordEndpoint::V1;
    let tokens = signed_in(&server.uri(), endpoint, USER, PASSWORD, &Skipped::default())
        .await
        .unwrap();
    assert_eq!(tokens.access_token.expose_secret(), ACCESS_TOKEN);
    assert_eq!(tokens.refresh_token.unwrap().expose_secret(), REFRESH_TOKEN);
    assert_eq!(tokens.expires_at, now() + TimeDelta::seconds(3_599));
    assert_eq!(tokens.scopes, ["Alert.Read", "Machine.Read"]);
    let expected = Account {
        name: "Avery Admin".to_owned(),
        username: USER.to_owned(),
        object_id: OBJECT_ID.to_owned(),
        tenant_id: TENANT_ID.to_owned(),
    };
    assert_eq!(tokens.account, Some(expected));
    let fields = only_request(&server).await;
    for (name, value) in [
        ("resource", AUDIENCE),
        ("scope", "openid"),
        ("client_id", CLIENT_ID),
        ("grant_type", "password"),
        ("username", USER),
        ("password", PASSWORD),
    ] {
        assert_eq!(fields[name], value, "{name}");
    }
    assert_eq!(fields.len(), 6, "{fields:?}");
}

#[tokio::test]
async fn version_2_gets_scopes() {
    let mut answer = token_answer();
    answer["id_token"] = json!(id_token("any"));
    let server = service(TOKEN_PATH, [ResponseTemplate::new(200).set_body_json(answer)]).await;
    let endpoint = PasswordEndpoint::V2;
    let tokens = signed_in(&server.uri(), endpoint, USER, PASSWORD, &Skipped::default())
        .await
        .unwrap();
    assert_eq!(tokens.expires_at, now() + TimeDelta::seconds(4_500));
    assert!(tokens.account.is_some());
    let fields = only_request(&server).await;
    for (name, value) in [
        ("client_id", CLIENT_ID),
        ("grant_type", "password"),
        ("username", USER),
        ("password", PASSWORD),
    ] {
        assert_eq!(fields[name], value, "{name}");
    }
    assert_eq!(
        fields["scope"],
        format!("{AUDIENCE}/.default offline_access openid profile")
    );
    assert_eq!(fields.len(), 5, "{fields:?}");
}

#[tokio::test]
async fn every_character_of_name_and_password_arrives() {
    for endpoint in [PasswordEndpoint::V1, PasswordEndpoint::V2] {
        for text in [
            "a&password=b",
            "1+1",
            "100%",
            "%26%2B",
            " edge spaces ",
            "a=b;c",
            "#?/\\\"'<>",
            "\u{e4}\u{20ac}\u{1f600}\u{65e5}",
            "\r\n\t",
            "e\u{301}",
        ] {
            let address = if endpoint == PasswordEndpoint::V1 {
                V1_PATH
            } else {
                TOKEN_PATH
            };
            let server = service(address, [ResponseTemplate::new(200).set_body_json(v1_answer())]).await;
            signed_in(&server.uri(), endpoint, text, text, &Skipped::default())
                .await
                .unwrap();
            let fields = only_request(&server).await;
            assert_eq!(
                (fields["username"].as_str(), fields["password"].as_str()),
                (text, text)
            );
        }
    }
}

#[tokio::test]
async fn an_answer_without_an_id_token_names_nobody() {
    let mut answer = v1_answer();
    answer["id_token"] = json!(null);
    let tokens = after(
        PasswordEndpoint::V1,
        ResponseTemplate::new(200).set_body_json(answer),
    )
    .await
    .unwrap();
    assert_eq!(tokens.account, None);
}

#[tokio::test]
async fn an_id_token_of_another_tenant_is_not_trusted() {
    let mut answer = v1_answer();
    let claims = json!({"aud": CLIENT_ID, "tid": OTHER_TENANT_ID, "oid": "x"});
    answer["id_token"] = json!(jwt(&json!({}), &claims));
    let error = after(
        PasswordEndpoint::V1,
        ResponseTemplate::new(200).set_body_json(answer),
    )
    .await
    .unwrap_err();
    let untrusted = Untrusted::Tenant {
        asked: TENANT_ID.to_owned(),
        got: OTHER_TENANT_ID.to_owned(),
    };
    match error {
        TokenError::Unexpected(what) => assert_eq!(what, UnexpectedAnswer::Untrusted(untrusted)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_refusal_keeps_its_body_and_says_why() {
    for (error, number, words) in [
        ("invalid_grant", 50_126, "password hash"),
        ("interaction_required", 50_076, "second factor"),
        ("invalid_client", 7_000_218, "Allow public client flows"),
        ("invalid_request", 9_001_023, "/common"),
    ] {
        let body = json!({
            "error": error,
            "error_description": format!("AADSTS{number}: What the service says.\r\nTrace ID: t\r\nCorrelation ID: c"),
            "error_codes": [number],
            "suberror": "basic_action",
            "claims": "{\"access_token\":{}}"
        });
        for endpoint in [PasswordEndpoint::V1, PasswordEndpoint::V2] {
            let answer = ResponseTemplate::new(400).set_body_json(&body);
            let failure = after(endpoint, answer).await.unwrap_err();
            assert!(matches!(failure, TokenError::Refused(_)), "{failure:?}");
            let entra: &EntraError = failure.entra().unwrap();
            assert_eq!(entra.description, "What the service says.");
            assert_eq!(entra.correlation_id.as_deref(), Some("c"));
            assert_eq!(entra.claims.as_deref(), Some("{\"access_token\":{}}"));
            let why = why_it_fails(entra).unwrap();
            assert!(why.contains(words), "{why}");
            assert!(!format!("{failure:?}").contains(PASSWORD));
        }
    }
}

#[tokio::test]
async fn a_lifetime_that_is_no_number_is_named() {
    for value in [json!("soon"), json!(null), json!("-1"), json!([])] {
        let mut answer = v1_answer();
        answer["expires_in"] = value;
        let error = after(
            PasswordEndpoint::V1,
            ResponseTemplate::new(200).set_body_json(answer),
        )
        .await
        .unwrap_err();
        assert!(!format!("{error:?}").contains(ACCESS_TOKEN), "{error:?}");
        let field = "expires_in".to_owned();
        match error {
            TokenError::Unexpected(what) => assert_eq!(what, UnexpectedAnswer::Incomplete { field }),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_fault_of_the_service_is_met_with_one_more_try() {
    let answers = [
        ResponseTemplate::new(500),
        ResponseTemplate::new(200).set_body_json(v1_answer()),
    ];
    let server = service(V1_PATH, answers).await;
    let sleeper = Skipped::default();
    signed_in(&server.uri(), PasswordEndpoint::V1, USER, PASSWORD, &sleeper)
        .await
        .unwrap();
    assert_eq!(sleeper.pauses(), [1]);
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].body, requests[1].body);
}

#[tokio::test]
async fn a_service_that_is_not_reached_leads_to_no_words_about_passwords() {
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let sleeper = Skipped::default();
    let address = format!("http://{nobody}");
    let error = signed_in(&address, PasswordEndpoint::V2, USER, PASSWORD, &sleeper)
        .await
        .unwrap_err();
    assert!(error.entra().is_none());
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(PASSWORD) && !shown.contains(USER), "{shown}");
    match error {
        TokenError::Network(error) => assert_eq!(error.kind, NetworkKind::Connect),
        other => panic!("{other:?}"),
    }
    assert!(sleeper.pauses().is_empty(), "no connection is no time-out");
}
