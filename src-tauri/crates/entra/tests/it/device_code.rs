//! Signing in with a device code, from the request for the code to the last poll.

mod issuing;
mod polling;

use std::sync::Mutex;
use std::time::Duration;

use chrono::TimeDelta;
use entra::{DeviceProgress, DeviceSignIn, DeviceSignInError, Tokens};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use test_support::{AUDIENCE, CLIENT_ID, now};
use tokio_util::sync::CancellationToken;
use url::Url;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::attempt::{ACCESS_TOKEN, REFRESH_TOKEN, TOKEN_PATH, app, id_token, token_answer};
use crate::double::{Script, Skipped};

const DEVICE_CODE: &str = "fixture-device-code";
const USER_CODE: &str = "FIXTURE42";
const CODE_PATH: &str = "/11111111-1111-4111-8111-111111111111/oauth2/v2.0/devicecode";

fn code_answer() -> Value {
    json!({
        "device_code": DEVICE_CODE,
        "user_code": USER_CODE,
        "verification_uri": "https://login.example/device",
        "expires_in": 900,
        "interval": 5,
        "message": format!("Open the page\r\nand enter {USER_CODE}.")
    })
}

fn with(field: &str, value: Value) -> Value {
    let mut answer = code_answer();
    answer[field] = value;
    answer
}

fn ok(json: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json)
}

fn tokens() -> Value {
    let mut answer = token_answer();
    answer["id_token"] = json!(id_token("any"));
    answer
}

fn refusal(error: &str, number: u32) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(json!({
        "error": error,
        "error_description": format!("AADSTS{number}: What the service says. Trace ID: t Correlation ID: c"),
        "error_codes": [number],
    }))
}

fn pending() -> ResponseTemplate {
    refusal("authorization_pending", 70_016)
}

/// What came of a sign-in, with what was seen on the way.
struct Run {
    result: Result<Tokens, DeviceSignInError>,
    progress: Vec<DeviceProgress>,
    pauses: Vec<u64>,
}

impl Run {
    fn polls(&self) -> usize {
        self.progress
            .iter()
            .filter(|step| **step == DeviceProgress::Polling)
            .count()
    }

    #[track_caller]
    fn error(self) -> DeviceSignInError {
        self.result.unwrap_err()
    }
}

async fn run_at(address: &str, http: &reqwest::Client, claims: Option<&str>) -> Run {
    let sleeper = Skipped::default();
    let clock = sleeper.clock.clone();
    let clock = move || clock.read();
    let progress = Mutex::new(Vec::new());
    let sign_in = DeviceSignIn {
        http,
        app: &app(address),
        clock: &clock,
        sleeper: &sleeper,
        claims: claims.map(str::to_owned),
    };
    let report = |step| progress.lock().unwrap().push(step);
    let result = sign_in.run(CancellationToken::new(), &report).await;
    Run {
        result,
        pauses: sleeper.pauses(),
        progress: progress.into_inner().unwrap(),
    }
}

/// A service that gives the code answer, then these answers to polls.
async fn service(code: ResponseTemplate, polls: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    let post = |address| Mock::given(method("POST")).and(path(address));
    post(CODE_PATH).respond_with(code).mount(&server).await;
    post(TOKEN_PATH)
        .respond_with(Script::new(polls))
        .mount(&server)
        .await;
    server
}

async fn run(code: &Value, polls: impl IntoIterator<Item = ResponseTemplate>) -> Run {
    let server = service(ok(code), polls).await;
    run_at(&server.uri(), &entra::loopback_http_client().unwrap(), None).await
}

async fn after_polls(polls: impl IntoIterator<Item = ResponseTemplate>) -> Run {
    run(&code_answer(), polls).await
}

async fn fields(server: &MockServer) -> Vec<Vec<(String, String)>> {
    let requests = server.received_requests().await.unwrap();
    let fields =
        |request: &wiremock::Request| url::form_urlencoded::parse(&request.body).into_owned().collect();
    requests.iter().map(fields).collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn a_code_is_shown_and_polled_for_until_it_brings_tokens() {
    let server = service(ok(&code_answer()), [pending(), pending(), ok(&tokens())]).await;
    let run = run_at(&server.uri(), &entra::loopback_http_client().unwrap(), None).await;
    let issued = DeviceProgress::CodeIssued {
        user_code: USER_CODE.to_owned(),
        verification_uri: Url::parse("https://login.example/device").unwrap(),
        message: format!("Open the page and enter {USER_CODE}."),
        expires_at: now() + TimeDelta::seconds(900),
        interval: Duration::from_secs(5),
    };
    let polling = || DeviceProgress::Polling;
    assert_eq!(run.progress, [issued, polling(), polling(), polling()]);
    assert_eq!(run.pauses, [5, 5, 5]);

    let tokens = run.result.unwrap();
    assert_eq!(tokens.access_token.expose_secret(), ACCESS_TOKEN);
    assert_eq!(tokens.refresh_token.unwrap().expose_secret(), REFRESH_TOKEN);
    assert_eq!(tokens.scopes, ["Alert.Read", "Machine.Read"]);
    assert_eq!(
        tokens.expires_at,
        now() + TimeDelta::seconds(3 * 5 + 4_500),
        "by the local clock, which went on meanwhile"
    );
    assert_eq!(tokens.account.unwrap().username, "avery@sandbox.example");

    let scope = format!("{AUDIENCE}/.default offline_access openid profile");
    let poll = pairs([
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", CLIENT_ID),
        ("device_code", DEVICE_CODE),
    ]);
    let code = pairs([("client_id", CLIENT_ID), ("scope", &scope)]);
    assert_eq!(fields(&server).await, [code, poll.clone(), poll.clone(), poll]);
}

#[tokio::test]
async fn nothing_secret_shows_in_debug_output_or_errors() {
    let run = after_polls([pending(), refusal("invalid_grant", 70_000)]).await;
    let mut shown = format!("{:?}", run.progress);
    let error = run.error();
    shown += &format!("{error} {error:?}");
    assert!(shown.contains("login.example/device"), "{shown}");
    let tokens = after_polls([ok(&tokens())]).await.result.unwrap();
    shown += &format!("{tokens:?}");
    for secret in [DEVICE_CODE, USER_CODE, ACCESS_TOKEN, REFRESH_TOKEN] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
