//! Doubles of time and of services that change their mind.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use entra::Sleeper;
use test_support::FixedClock;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use wiremock::{Request, Respond, ResponseTemplate};

/// Returns at once from every pause, notes it, and moves its clock by as much. Clones share both.
#[derive(Clone, Default)]
pub struct Skipped {
    pub clock: FixedClock,
    pauses: Arc<Mutex<Vec<u64>>>,
}

impl Skipped {
    /// The pauses so far, in seconds.
    pub fn pauses(&self) -> Vec<u64> {
        self.pauses.lock().unwrap().clone()
    }
}

#[async_trait]
impl Sleeper for Skipped {
    async fn sleep(&self, pause: Duration) {
        self.pauses.lock().unwrap().push(pause.as_secs());
        self.clock.advance(TimeDelta::from_std(pause).unwrap());
    }
}

/// Answers in this order; the last one stays.
pub struct Script(Mutex<VecDeque<ResponseTemplate>>);

impl Script {
    pub fn new(answers: impl IntoIterator<Item = ResponseTemplate>) -> Self {
        Self(Mutex::new(answers.into_iter().collect()))
    }
}

impl Respond for Script {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let mut answers = self.0.lock().unwrap();
        match answers.len() {
            1 => answers[0].clone(),
            _ => answers.pop_front().unwrap(),
        }
    }
}

/// A server that reads a little of each request, answers with the next bytes (the last ones stay) and closes. No bytes:
/// it closes without an answer.
pub async fn raw_server(answers: impl IntoIterator<Item = String>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut answers: VecDeque<String> = answers.into_iter().collect();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 8192];
            let _ = stream.read(&mut request).await;
            let answer = match answers.len() {
                1 => answers[0].clone(),
                _ => answers.pop_front().unwrap(),
            };
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    address
}

/// A whole answer with JSON, for [`raw_server`].
pub fn raw_json(json: &serde_json::Value) -> String {
    let body = json.to_string();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
