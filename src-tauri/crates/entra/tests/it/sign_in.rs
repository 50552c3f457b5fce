//! The flow as a whole.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use entra::{Browser, BrowserError, Progress, Prompt, SignIn, SignInError, TokenError, Untrusted};
use secrecy::ExposeSecret as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use test_support::{AUDIENCE, CLIENT_ID, OBJECT_ID, TENANT_ID, now};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use url::Url;
use wiremock::{MockServer, ResponseTemplate};

use crate::attempt::{
    ACCESS_TOKEN, Attempt, CODE, Options, REFRESH_TOKEN, answer_with, app, id_token, token_answer,
    token_request,
};
use crate::double::Skipped;

/// Nobody listens there; for attempts that never redeem.
const NOBODY: &str = "http://127.0.0.1:9";

#[tokio::test]
async fn a_sign_in_ends_with_tokens_and_a_page_that_says_so() {
    let server = MockServer::start().await;
    let mut attempt = Attempt::start(&server.uri()).await;
    answer_with(
        &server,
        ResponseTemplate::new(200).set_body_json(attempt.tokens()),
    )
    .await;
    let page = attempt.post(&attempt.answer()).await;
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    assert!(page.contains("You are signed in. You can close this tab and return to Defender API Workbench."));

    let tokens = attempt.result.await.unwrap().unwrap();
    assert_eq!(tokens.access_token.expose_secret(), ACCESS_TOKEN);
    assert_eq!(
        tokens.refresh_token.as_ref().unwrap().expose_secret(),
        REFRESH_TOKEN
    );
    assert_eq!(tokens.scopes, ["Alert.Read", "Machine.Read"]);
    assert_eq!(tokens.expires_at, now() + TimeDelta::seconds(4_500));
    let account = tokens.account.clone().unwrap();
    assert_eq!(
        (account.name.as_str(), account.username.as_str()),
        ("Avery Admin", "avery@sandbox.example")
    );
    assert_eq!(
        (account.object_id.as_str(), account.tenant_id.as_str()),
        (OBJECT_ID, TENANT_ID)
    );
    let shown = format!("{tokens:?}");
    assert!(
        !shown.contains(ACCESS_TOKEN) && !shown.contains(REFRESH_TOKEN),
        "{shown}"
    );

    let opened = attempt.progress.recv().await.unwrap();
    let gives_up_at = now() + TimeDelta::minutes(5);
    assert_eq!(
        opened,
        Progress::BrowserOpened {
            url: attempt.url,
            gives_up_at
        }
    );
    assert_eq!(attempt.progress.recv().await, Some(Progress::Redeeming));
    assert_eq!(attempt.progress.recv().await, None);
}

#[tokio::test]
async fn the_page_is_asked_for_a_code_by_form_post_with_a_proof_key() {
    let options = Options {
        prompt: Some(Prompt::SelectAccount),
        login_hint: Some("avery@sandbox.example".to_owned()),
        ..Options::default()
    };
    let attempt = Attempt::with(NOBODY, options).await;
    assert_eq!(attempt.url.path(), format!("/{TENANT_ID}/oauth2/v2.0/authorize"));
    let value = |name: &str| attempt.query[name].as_str();
    assert_eq!(value("response_type"), "code");
    assert_eq!(value("response_mode"), "form_post");
    assert_eq!(value("client_id"), CLIENT_ID);
    assert_eq!(
        value("scope"),
        format!("{AUDIENCE}/.default offline_access openid profile")
    );
    assert_eq!(
        value("redirect_uri"),
        format!("http://localhost:{}/", attempt.port)
    );
    assert_eq!(value("code_challenge_method"), "S256");
    assert_eq!(value("prompt"), "select_account");
    assert_eq!(value("login_hint"), "avery@sandbox.example");
    for random in ["state", "nonce", "code_challenge"] {
        assert!(value(random).len() >= 43, "{random} has too little chance in it");
    }
    attempt.cancel.cancel();
    assert!(matches!(
        attempt.result.await.unwrap(),
        Err(SignInError::Cancelled)
    ));
}

#[tokio::test]
async fn a_claims_challenge_goes_into_the_pages_address() {
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1+&%"}}}"#;
    let options = Options {
        claims: Some(claims.to_owned()),
        ..Options::default()
    };
    let attempt = Attempt::with(NOBODY, options).await;
    assert_eq!(attempt.query["claims"], claims);
    attempt.cancel.cancel();
    let plain = Attempt::start(NOBODY).await;
    assert!(!plain.query.contains_key("claims"));
    plain.cancel.cancel();
}

#[tokio::test]
async fn claims_that_are_no_json_object_open_no_browser() {
    for claims in ["", "[]", "{", "\"x\""] {
        let (error, opened) =
            run_with_broken_browser(CancellationToken::new(), Some(claims.to_owned())).await;
        assert!(
            matches!(error, SignInError::Token(TokenError::BadClaims)),
            "{claims}: {error:?}"
        );
        assert_eq!(opened, 0);
    }
}

#[tokio::test]
async fn the_code_is_redeemed_with_the_verifier_and_without_a_secret() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    answer_with(
        &server,
        ResponseTemplate::new(200).set_body_json(attempt.tokens()),
    )
    .await;
    attempt.post(&attempt.answer()).await;
    let (fields, request) = token_request(&server).await;
    assert_eq!(fields["grant_type"], "authorization_code");
    assert_eq!(fields["code"], CODE);
    assert_eq!(fields["client_id"], CLIENT_ID);
    assert_eq!(fields["redirect_uri"], attempt.query["redirect_uri"]);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&fields["code_verifier"]));
    assert_eq!(challenge, attempt.query["code_challenge"]);
    assert!(!fields.contains_key("client_secret"));
    assert!(
        !request.headers.contains_key("origin"),
        "an Origin turns the request into a web page's (AADSTS9002326)"
    );
    assert!(!request.headers.contains_key("authorization"));
}

#[tokio::test]
async fn an_error_sent_back_ends_the_attempt_with_a_page_that_sends_to_the_app() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    let form = format!(
        "error=access_denied&error_subcode=cancel&state={}&error_description=AADSTS65004%3A+User+declined.",
        attempt.state()
    );
    let page = attempt.post(&form).await;
    assert!(
        page.contains("Sign-in did not finish. Return to the app; it says what to do."),
        "{page}"
    );
    assert!(
        !page.contains("AADSTS"),
        "nothing from the request may be repeated"
    );
    let Err(SignInError::Refused(error)) = attempt.result.await.unwrap() else {
        panic!()
    };
    assert!(error.is_cancelled_on_page());
    assert_eq!(error.aadsts, Some(65_004));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_code_that_is_refused_is_reported_and_the_page_does_not_claim_success() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    let body = json!({"error": "invalid_client", "error_codes": [7_000_218], "error_description": "AADSTS7000218: x"});
    answer_with(&server, ResponseTemplate::new(401).set_body_json(body)).await;
    let page = attempt.post(&attempt.answer()).await;
    assert!(page.contains("Sign-in did not finish"), "{page}");
    let Err(SignInError::Token(TokenError::Refused(error))) = attempt.result.await.unwrap() else {
        panic!()
    };
    assert_eq!(error.aadsts, Some(7_000_218));
    assert!(!error.needs_interaction());
}

#[tokio::test]
async fn an_id_token_of_another_sign_in_is_not_trusted() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    let mut answer = token_answer();
    answer["id_token"] = json!(id_token("another nonce"));
    answer_with(&server, ResponseTemplate::new(200).set_body_json(answer)).await;
    let page = attempt.post(&attempt.answer()).await;
    assert!(page.contains("Sign-in did not finish"), "{page}");
    assert!(matches!(
        attempt.result.await.unwrap(),
        Err(SignInError::Untrusted(Untrusted::Nonce))
    ));
}

#[tokio::test]
async fn an_answer_without_an_id_token_is_not_trusted() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    answer_with(&server, ResponseTemplate::new(200).set_body_json(token_answer())).await;
    attempt.post(&attempt.answer()).await;
    assert!(matches!(
        attempt.result.await.unwrap(),
        Err(SignInError::Untrusted(Untrusted::NoIdToken))
    ));
}

#[tokio::test]
async fn a_browser_that_never_comes_back_times_out_and_says_where_to_look() {
    let options = Options {
        time_out: Duration::from_millis(10),
        ..Options::default()
    };
    let attempt = Attempt::with(NOBODY, options).await;
    let error = attempt.result.await.unwrap().unwrap_err();
    assert!(matches!(error, SignInError::TimedOut));
    for words in ["browser tab", "AADSTS700016", "AADSTS50011", "AADSTS90002"] {
        assert!(error.to_string().contains(words), "{words}");
    }
    assert!(
        TcpStream::connect(("127.0.0.1", attempt.port)).await.is_err(),
        "the port must be closed"
    );
}

#[tokio::test]
async fn cancelling_ends_the_wait_and_closes_the_port() {
    let attempt = Attempt::start(NOBODY).await;
    attempt.cancel.cancel();
    assert!(matches!(
        attempt.result.await.unwrap(),
        Err(SignInError::Cancelled)
    ));
    assert!(
        TcpStream::connect(("127.0.0.1", attempt.port)).await.is_err(),
        "the port must be closed"
    );
}

#[tokio::test]
async fn cancelling_while_the_code_is_redeemed_ends_that_too() {
    let server = MockServer::start().await;
    let mut attempt = Attempt::start(&server.uri()).await;
    answer_with(
        &server,
        ResponseTemplate::new(200).set_delay(Duration::from_secs(60)),
    )
    .await;
    let (form, cancel) = (attempt.posted(&attempt.answer()), attempt.cancel.clone());
    let mut stream = attempt.connect().await;
    tokio::io::AsyncWriteExt::write_all(&mut stream, form.as_bytes())
        .await
        .unwrap();
    attempt.progress.recv().await.unwrap();
    assert_eq!(attempt.progress.recv().await, Some(Progress::Redeeming));
    cancel.cancel();
    assert!(
        crate::attempt::read_all(stream)
            .await
            .contains("Sign-in did not finish")
    );
    assert!(matches!(
        attempt.result.await.unwrap(),
        Err(SignInError::Cancelled)
    ));
}

struct Broken(AtomicUsize);

impl Browser for Broken {
    fn open(&self, _: &Url) -> Result<(), BrowserError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Err(BrowserError::new("no browser is installed"))
    }
}

async fn run_with_broken_browser(cancel: CancellationToken, claims: Option<String>) -> (SignInError, usize) {
    let browser = Broken(AtomicUsize::new(0));
    let (http, app) = (entra::loopback_http_client().unwrap(), app(NOBODY));
    let sign_in = SignIn {
        http: &http,
        app: &app,
        browser: &browser,
        clock: &now,
        sleeper: &Skipped::default(),
        time_out: entra::TIME_OUT,
        prompt: None,
        login_hint: None,
        claims,
    };
    let error = sign_in.run(cancel, &|_| ()).await.unwrap_err();
    (error, browser.0.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_browser_that_does_not_start_ends_the_attempt_at_once() {
    let (error, _) = run_with_broken_browser(CancellationToken::new(), None).await;
    assert!(matches!(error, SignInError::NoBrowser(_)));
    assert!(error.to_string().contains("no browser is installed"));
}

#[tokio::test]
async fn an_attempt_that_is_cancelled_before_it_starts_opens_no_browser() {
    let cancel = CancellationToken::new();
    cancel.cancel();
    let (error, opened) = run_with_broken_browser(cancel, None).await;
    assert!(matches!(error, SignInError::Cancelled));
    assert_eq!(opened, 0);
}

#[tokio::test]
async fn two_sign_ins_at_once_keep_apart() {
    let server = MockServer::start().await;
    let first = Attempt::start(&server.uri()).await;
    let second = Attempt::start(&server.uri()).await;
    assert_ne!(first.port, second.port);
    assert_ne!(first.state(), second.state());
    assert_ne!(first.query["code_challenge"], second.query["code_challenge"]);
    let page = second.post(&first.answer()).await;
    assert!(
        page.contains("does not belong to the sign-in under way"),
        "{page}"
    );
    answer_with(&server, ResponseTemplate::new(200).set_body_json(second.tokens())).await;
    assert!(second.post(&second.answer()).await.contains("You are signed in"));
    second.result.await.unwrap().unwrap();
    server.reset().await;
    first.must_still_be_waiting(&server).await;
}
