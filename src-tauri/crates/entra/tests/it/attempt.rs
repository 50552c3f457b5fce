//! A sign-in under way, seen from the browser.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use crate::double::Skipped;
use entra::{App, Authority, Browser, BrowserError, Progress, Prompt, SignIn, SignInError, Tokens};
use serde_json::{Value, json};
use test_support::{AUDIENCE, CLIENT_ID, FixedClock, OBJECT_ID, TENANT_ID, jwt};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub const CODE: &str = "fixture-code";
pub const ACCESS_TOKEN: &str = "fixture-access-token";
pub const REFRESH_TOKEN: &str = "fixture-refresh-token";
pub const TOKEN_PATH: &str = "/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token";

/// Hands the page's address to the test in place of opening it.
pub struct ScriptedBrowser(Mutex<mpsc::UnboundedSender<Url>>);

impl Browser for ScriptedBrowser {
    fn open(&self, url: &Url) -> Result<(), BrowserError> {
        self.0
            .lock()
            .unwrap()
            .send(url.clone())
            .map_err(BrowserError::new)
    }
}

pub fn app(server: &str) -> App {
    let authority = Authority::new(Url::parse(server).unwrap(), TENANT_ID).unwrap();
    App {
        authority,
        client_id: CLIENT_ID.to_owned(),
        audience: AUDIENCE.to_owned(),
    }
}

/// How an attempt differs from the usual one.
pub struct Options {
    pub time_out: Duration,
    pub prompt: Option<Prompt>,
    pub login_hint: Option<String>,
    pub claims: Option<String>,
    pub sleeper: Skipped,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            time_out: entra::TIME_OUT,
            prompt: None,
            login_hint: None,
            claims: None,
            sleeper: Skipped::default(),
        }
    }
}

pub struct Attempt {
    /// What the browser was asked to open.
    pub url: Url,
    pub query: HashMap<String, String>,
    pub port: u16,
    pub cancel: CancellationToken,
    pub progress: mpsc::UnboundedReceiver<Progress>,
    pub result: JoinHandle<Result<Tokens, SignInError>>,
}

impl Attempt {
    pub async fn start(server: &str) -> Self {
        Self::with(server, Options::default()).await
    }

    pub async fn with(server: &str, options: Options) -> Self {
        let (opened, mut pages) = mpsc::unbounded_channel();
        let (report, progress) = mpsc::unbounded_channel();
        let cancel = CancellationToken::new();
        let cancelled = cancel.clone();
        let app = app(server);
        let result = tokio::spawn(async move {
            let http = entra::loopback_http_client().unwrap();
            let browser = ScriptedBrowser(Mutex::new(opened));
            let clock = FixedClock::default();
            let clock = move || clock.read();
            let sign_in = SignIn {
                http: &http,
                app: &app,
                browser: &browser,
                clock: &clock,
                sleeper: &options.sleeper,
                time_out: options.time_out,
                prompt: options.prompt,
                login_hint: options.login_hint,
                claims: options.claims,
            };
            sign_in
                .run(cancelled, &move |step| report.send(step).unwrap_or_default())
                .await
        });
        let url = pages.recv().await.unwrap();
        let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let port = Url::parse(&query["redirect_uri"]).unwrap().port().unwrap();
        Self {
            url,
            query,
            port,
            cancel,
            progress,
            result,
        }
    }

    pub fn state(&self) -> &str {
        &self.query["state"]
    }

    /// The form that Entra's page makes the browser post.
    pub fn answer(&self) -> String {
        format!("code={CODE}&state={}&session_state=x", self.state())
    }

    /// Posts a form as a browser does and gives the whole response.
    pub async fn post(&self, form: &str) -> String {
        self.send(&self.posted(form)).await
    }

    /// The request of a browser that posts a form.
    pub fn posted(&self, form: &str) -> String {
        format!(
            "POST / HTTP/1.1\r\nHost: localhost:{}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nOrigin: https://login.microsoftonline.com\r\n\r\n{form}",
            self.port,
            form.len()
        )
    }

    /// Sends bytes to 127.0.0.1 and reads until the listener closes.
    pub async fn send(&self, request: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        read_all(stream).await
    }

    /// The same where the listener may close without an answer.
    pub async fn try_send(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.ok()?;
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut response = String::new();
        stream.read_to_string(&mut response).await.ok()?;
        Some(response)
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).await.unwrap()
    }

    /// A token answer that belongs to this attempt.
    pub fn tokens(&self) -> Value {
        let mut answer = token_answer();
        answer["id_token"] = json!(id_token(&self.query["nonce"]));
        answer
    }

    /// Whether the attempt still waits, shown by an answer that ends it well.
    pub async fn must_still_be_waiting(self, server: &MockServer) {
        assert!(!self.result.is_finished());
        answer_with(server, ResponseTemplate::new(200).set_body_json(self.tokens())).await;
        let page = self.post(&self.answer()).await;
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        self.result.await.unwrap().unwrap();
    }
}

pub async fn read_all(mut stream: TcpStream) -> String {
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response
}

pub fn token_answer() -> Value {
    json!({
        "token_type": "Bearer",
        "scope": format!("{AUDIENCE}/Alert.Read {AUDIENCE}/Machine.Read openid profile offline_access"),
        "expires_in": 4500,
        "ext_expires_in": 4500,
        "access_token": ACCESS_TOKEN,
        "refresh_token": REFRESH_TOKEN
    })
}

pub fn id_token(nonce: &str) -> String {
    jwt(
        &json!({"typ": "JWT", "alg": "RS256"}),
        &json!({
            "aud": CLIENT_ID, "tid": TENANT_ID, "oid": OBJECT_ID, "nonce": nonce,
            "name": "Avery Admin", "preferred_username": "avery@sandbox.example"
        }),
    )
}

pub async fn answer_with(server: &MockServer, answer: ResponseTemplate) {
    Mock::given(method("POST"))
        .and(path(TOKEN_PATH))
        .respond_with(answer)
        .mount(server)
        .await;
}

/// The fields of the token request that the endpoint got; exactly one is expected.
pub async fn token_request(server: &MockServer) -> (HashMap<String, String>, wiremock::Request) {
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    let fields = url::form_urlencoded::parse(&requests[0].body)
        .into_owned()
        .collect();
    (fields, requests[0].clone())
}
