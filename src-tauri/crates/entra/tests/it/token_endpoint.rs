//! What the token endpoint's address may answer, and what is made of it.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use entra::{App, NetworkKind, TokenError, Tokens, UnexpectedAnswer, Untrusted, renew};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use test_support::{AUDIENCE, CLIENT_ID, OTHER_TENANT_ID, TENANT_ID, jwt, now};
use tokio::net::TcpListener;
use wiremock::{MockServer, ResponseTemplate};

use crate::attempt::{ACCESS_TOKEN, answer_with, app, id_token, token_answer, token_request};
use crate::double::raw_server;

async fn renewed_with(http: &reqwest::Client, app: &App) -> Result<Tokens, TokenError> {
    renew(http, app, &SecretString::from("fixture-old-refresh-token"), &now).await
}

async fn renewed(server: &str) -> Result<Tokens, TokenError> {
    renewed_with(&entra::loopback_http_client().unwrap(), &app(server)).await
}

async fn after(answer: ResponseTemplate) -> Result<Tokens, TokenError> {
    let server = MockServer::start().await;
    answer_with(&server, answer).await;
    renewed(&server.uri()).await
}

#[track_caller]
fn unexpected(result: Result<Tokens, TokenError>) -> UnexpectedAnswer {
    match result {
        Err(TokenError::Unexpected(what)) => what,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn network(result: Result<Tokens, TokenError>) -> NetworkKind {
    match result {
        Err(TokenError::Network(error)) => error.kind,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_renewal_sends_the_refresh_token_for_the_same_api() {
    let server = MockServer::start().await;
    answer_with(&server, ResponseTemplate::new(200).set_body_json(token_answer())).await;
    let tokens = renewed(&server.uri()).await.unwrap();
    assert_eq!(tokens.access_token.expose_secret(), ACCESS_TOKEN);
    assert_eq!(tokens.account, None, "no id token came");
    let (fields, _) = token_request(&server).await;
    assert_eq!(fields["grant_type"], "refresh_token");
    assert_eq!(fields["refresh_token"], "fixture-old-refresh-token");
    assert_eq!(fields["client_id"], CLIENT_ID);
    assert_eq!(
        fields["scope"],
        format!("{AUDIENCE}/.default offline_access openid profile")
    );
    assert_eq!(fields.len(), 4, "{fields:?}");
}

#[tokio::test]
async fn the_services_clock_is_compared_with_the_local_one() {
    let date = httpdate_of(now() + TimeDelta::seconds(125));
    let answer = ResponseTemplate::new(200)
        .set_body_json(token_answer())
        .insert_header("date", date.as_str());
    let tokens = after(answer).await.unwrap();
    assert_eq!(tokens.clock_offset, Some(TimeDelta::seconds(125)));
    assert_eq!(
        tokens.expires_at,
        now() + TimeDelta::seconds(4_500),
        "expiry is by the local clock"
    );
}

fn httpdate_of(time: chrono::DateTime<chrono::Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[tokio::test]
async fn an_answer_without_a_refresh_token_or_scope_is_complete() {
    let answer = json!({"token_type": "bearer", "expires_in": 3600, "access_token": ACCESS_TOKEN});
    let tokens = after(ResponseTemplate::new(200).set_body_json(answer))
        .await
        .unwrap();
    assert!(tokens.refresh_token.is_none());
    assert_eq!(tokens.scopes, Vec::<String>::new());
}

#[tokio::test]
async fn a_renewals_id_token_must_be_this_apps() {
    let with = |token: String| {
        let mut answer = token_answer();
        answer["id_token"] = json!(token);
        ResponseTemplate::new(200).set_body_json(answer)
    };
    assert!(after(with(id_token("any"))).await.unwrap().account.is_some());
    let foreign = jwt(
        &json!({}),
        &json!({"aud": CLIENT_ID, "tid": OTHER_TENANT_ID, "oid": "x"}),
    );
    let untrusted = Untrusted::Tenant {
        asked: TENANT_ID.to_owned(),
        got: OTHER_TENANT_ID.to_owned(),
    };
    assert_eq!(
        unexpected(after(with(foreign)).await),
        UnexpectedAnswer::Untrusted(untrusted)
    );
}

#[tokio::test]
async fn a_refusal_keeps_every_field_of_entra() {
    let body = json!({
        "error": "invalid_grant",
        "error_description": "AADSTS50173: The grant was revoked. Sign in again. Trace ID: t Correlation ID: c Timestamp: 2026-03-02 09:00:00Z",
        "error_codes": [50_173],
        "timestamp": "2026-03-02 09:00:00Z",
        "trace_id": "trace",
        "correlation_id": "correlation",
        "suberror": "bad_token",
        "claims": "{\"access_token\":{\"acrs\":{}}}",
        "error_uri": "https://login.microsoftonline.com/error?code=50173"
    });
    let Err(TokenError::Refused(error)) = after(ResponseTemplate::new(400).set_body_json(body)).await else {
        panic!()
    };
    assert_eq!(error.error, "invalid_grant");
    assert_eq!(error.description, "The grant was revoked. Sign in again.");
    assert_eq!(error.aadsts, Some(50_173));
    assert_eq!(error.suberror.as_deref(), Some("bad_token"));
    assert_eq!(error.claims.as_deref(), Some("{\"access_token\":{\"acrs\":{}}}"));
    assert_eq!(error.correlation_id.as_deref(), Some("correlation"));
    assert_eq!(error.trace_id.as_deref(), Some("trace"));
    assert_eq!(error.timestamp.as_deref(), Some("2026-03-02 09:00:00Z"));
    assert!(error.needs_interaction());
}

#[tokio::test]
async fn everything_else_is_told_apart() {
    let html = "<!doctype html><title>Sign in to the network</title>";
    for (answer, expected) in [
        (
            ResponseTemplate::new(200).set_body_raw(html, "text/html"),
            UnexpectedAnswer::Html { status: 200 },
        ),
        (
            ResponseTemplate::new(502).set_body_raw(html, "text/html; charset=utf-8"),
            UnexpectedAnswer::Html { status: 502 },
        ),
        (
            ResponseTemplate::new(200).set_body_raw(html, "application/json"),
            UnexpectedAnswer::Html { status: 200 },
        ),
        (
            ResponseTemplate::new(200),
            UnexpectedAnswer::Empty { status: 200 },
        ),
        (
            ResponseTemplate::new(503),
            UnexpectedAnswer::Empty { status: 503 },
        ),
        (
            ResponseTemplate::new(200).set_body_string("{\"access_token\":\"ab"),
            UnexpectedAnswer::CutOff { status: 200 },
        ),
        (
            ResponseTemplate::new(200).set_body_string("busy, try later"),
            UnexpectedAnswer::NotJson { status: 200 },
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!({"value": []})),
            UnexpectedAnswer::OtherJson { status: 200 },
        ),
        (
            ResponseTemplate::new(404).set_body_json(json!({"error": {"code": "x"}})),
            UnexpectedAnswer::OtherJson { status: 404 },
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!([1])),
            UnexpectedAnswer::OtherJson { status: 200 },
        ),
        (
            ResponseTemplate::new(200).set_body_bytes(vec![b' '; 600 * 1024]),
            UnexpectedAnswer::TooLarge,
        ),
        (
            ResponseTemplate::new(200).set_body_json(json!({"token_type": "Bearer", "access_token": "x"})),
            UnexpectedAnswer::Incomplete {
                field: "expires_in".to_owned(),
            },
        ),
    ] {
        let result = unexpected(after(answer).await);
        assert_eq!(result, expected);
        assert!(
            !result.to_string().ends_with('.'),
            "the caller builds a sentence: {result}"
        );
    }
}

#[tokio::test]
async fn fields_of_the_wrong_type_are_named_and_their_values_are_not() {
    let mut answer = token_answer();
    answer["access_token"] = json!({"hidden": "value"});
    let result = unexpected(after(ResponseTemplate::new(200).set_body_json(&answer)).await);
    assert_eq!(
        result,
        UnexpectedAnswer::Incomplete {
            field: "access_token".to_owned()
        }
    );
    answer["access_token"] = json!(ACCESS_TOKEN);
    answer["expires_in"] = json!({});
    let error = after(ResponseTemplate::new(200).set_body_json(&answer))
        .await
        .unwrap_err();
    assert!(!format!("{error:?}").contains(ACCESS_TOKEN), "{error:?}");
}

#[tokio::test]
async fn an_error_with_a_status_of_success_is_its_own_case_and_keeps_the_error() {
    let body = json!({"error": "authorization_pending", "error_codes": [70_016]});
    let error = after(ResponseTemplate::new(200).set_body_json(body))
        .await
        .unwrap_err();
    assert_eq!(error.entra().unwrap().aadsts, Some(70_016));
    assert!(matches!(
        unexpected(Err(error)),
        UnexpectedAnswer::ErrorInSuccess { status: 200, .. }
    ));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = MockServer::start().await;
    let elsewhere = MockServer::start().await;
    let answer = ResponseTemplate::new(307).insert_header("location", elsewhere.uri().as_str());
    answer_with(&server, answer).await;
    assert_eq!(
        unexpected(renewed(&server.uri()).await),
        UnexpectedAnswer::Redirect { status: 307 }
    );
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_body_shorter_than_its_length_is_cut_off() {
    let address = raw_server([
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"acc".to_owned(),
    ])
    .await;
    assert_eq!(
        unexpected(renewed(&format!("http://{address}")).await),
        UnexpectedAnswer::CutOff { status: 200 }
    );
}

#[tokio::test]
async fn a_connection_that_breaks_before_an_answer_is_a_network_failure() {
    let address = raw_server([String::new()]).await;
    assert_eq!(
        network(renewed(&format!("http://{address}")).await),
        NetworkKind::Connect
    );
}

#[tokio::test]
async fn a_port_nobody_listens_on_is_a_failure_to_connect() {
    let address = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    assert_eq!(
        network(renewed(&format!("http://{address}")).await),
        NetworkKind::Connect
    );
}

#[tokio::test]
async fn a_peer_that_speaks_no_tls_is_a_failure_of_tls() {
    let address = raw_server(["HTTP/1.1 400 Bad Request\r\n\r\n".to_owned()]).await;
    assert_eq!(
        network(renewed(&format!("https://{address}")).await),
        NetworkKind::Tls
    );
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_is_a_time_out() {
    let server = MockServer::start().await;
    answer_with(
        &server,
        ResponseTemplate::new(200).set_delay(Duration::from_secs(60)),
    )
    .await;
    let http = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_millis(20))
        .build()
        .unwrap();
    assert_eq!(
        network(renewed_with(&http, &app(&server.uri())).await),
        NetworkKind::TimedOut
    );
}

struct NoNames;

impl Resolve for NoNames {
    fn resolve(&self, _: Name) -> Resolving {
        Box::pin(async { Err::<Addrs, _>("no such name".into()) })
    }
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_a_failure_of_dns() {
    let http = reqwest::Client::builder()
        .no_proxy()
        .dns_resolver(Arc::new(NoNames))
        .build()
        .unwrap();
    assert_eq!(
        network(renewed_with(&http, &app("https://login.example")).await),
        NetworkKind::Dns
    );
}

#[tokio::test]
async fn an_error_about_the_network_names_no_address_and_no_token() {
    let address = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let error = renewed(&format!("http://{address}")).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("fixture-old-refresh-token"), "{shown}");
    assert!(!shown.contains("/oauth2/"), "{shown}");
}
