//! A client whose time, chance and tokens the test decides, and servers that answer as told.

#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use defender::{AccessTokens, Client, Pace, TokenUnavailable, Wait};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Sleeps in no time and remembers for how long it should have. It is noon of 1 March 2026.
#[derive(Default)]
pub struct RecordedPace {
    pub slept: Mutex<Vec<Duration>>,
    /// Cancelled instead of the first sleep, which then never ends.
    pub cancel: Option<CancellationToken>,
}

#[async_trait]
impl Pace for RecordedPace {
    fn now(&self) -> DateTime<Utc> {
        "2026-03-01T12:00:00Z".parse().unwrap()
    }

    fn jitter(&self) -> f64 {
        0.0
    }

    async fn sleep(&self, pause: Duration) {
        self.slept.lock().unwrap().push(pause);
        if let Some(cancel) = &self.cancel {
            cancel.cancel();
            std::future::pending::<()>().await;
        }
    }
}

/// Hands out the tokens in order: the next one whenever the current one was rejected, the last one for ever.
pub struct ListedTokens {
    tokens: Vec<&'static str>,
    pub rejected: Mutex<Vec<String>>,
}

impl ListedTokens {
    pub fn new(tokens: &[&'static str]) -> Arc<Self> {
        Arc::new(Self {
            tokens: tokens.to_vec(),
            rejected: Mutex::default(),
        })
    }
}

#[async_trait]
impl AccessTokens for ListedTokens {
    async fn access_token(&self, rejected: Option<&SecretString>) -> Result<SecretString, TokenUnavailable> {
        let mut log = self.rejected.lock().unwrap();
        if let Some(token) = rejected {
            log.push(token.expose_secret().to_owned());
        }
        let current = log.len().min(self.tokens.len().saturating_sub(1));
        match self.tokens.get(current) {
            Some(token) => Ok(SecretString::from(*token)),
            None => Err(TokenUnavailable::new("signed out")),
        }
    }
}

pub struct Bench {
    pub client: Client,
    pub pace: Arc<RecordedPace>,
    pub tokens: Arc<ListedTokens>,
    pub cancel: CancellationToken,
    pub waits: Mutex<Vec<Wait>>,
}

impl Bench {
    pub fn new(base: &str) -> Self {
        Self::with(base, &["token-1"], RecordedPace::default())
    }

    pub fn with(base: &str, tokens: &[&'static str], pace: RecordedPace) -> Self {
        Self::over(defender::loopback_http_client().unwrap(), base, tokens, pace)
    }

    pub fn over(http: reqwest::Client, base: &str, tokens: &[&'static str], pace: RecordedPace) -> Self {
        let cancel = pace.cancel.clone().unwrap_or_default();
        let (pace, tokens) = (Arc::new(pace), ListedTokens::new(tokens));
        let client = Client::new(http, Url::parse(base).unwrap(), tokens.clone(), pace.clone());
        Self {
            client,
            pace,
            tokens,
            cancel,
            waits: Mutex::default(),
        }
    }

    pub async fn get(&self, request: &defender::Request) -> Result<defender::Answer, defender::ApiError> {
        self.client
            .get(request, &self.cancel, &|wait| {
                self.waits.lock().unwrap().push(wait)
            })
            .await
    }

    /// Asks for `/api/alerts`.
    pub async fn alerts(&self) -> Result<defender::Answer, defender::ApiError> {
        self.get(&defender::Request::new("/api/alerts")).await
    }

    pub fn slept(&self) -> Vec<u64> {
        self.pace
            .slept
            .lock()
            .unwrap()
            .iter()
            .map(|pause| pause.as_millis() as u64)
            .collect()
    }
}

pub const BODY: &str = r#"{"value":[]}"#;

pub fn ok() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(BODY, "application/json")
}

pub fn refusal(status: u16, code: &str) -> ResponseTemplate {
    let body = json!({"error": {"code": code, "message": "Said by the service.", "target": "4b1c-id"}});
    ResponseTemplate::new(status).set_body_json(body)
}

pub async fn serving(answers: Vec<ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    let (last, first) = answers.split_last().unwrap();
    for answer in first {
        Mock::given(any())
            .respond_with(answer.clone())
            .up_to_n_times(1)
            .mount(&server)
            .await;
    }
    Mock::given(any()).respond_with(last.clone()).mount(&server).await;
    server
}

pub async fn calls(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

/// Answers each connection with these bytes, then closes it.
pub async fn raw_server(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer).await;
        }
    });
    format!("http://{address}")
}
