//! Somebody signed in with every permission, who reads and writes.

use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::support::{ADMIN, Answer, World};

pub struct Analyst {
    pub world: World,
    pub token: String,
}

impl Analyst {
    /// An administrator of a tenant with these settings and no call limits.
    pub async fn with(change: impl FnOnce(&mut sandbox::Config)) -> Self {
        let world = World::with(|config| {
            config.rate_limit = sandbox::RateLimit {
                per_minute: u32::MAX,
                per_hour: u32::MAX,
            };
            change(config);
        })
        .await;
        let token = world.access_token(ADMIN).await;
        Self { world, token }
    }

    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A call; `path` starts after `/api`.
    pub async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let mut request = self
            .world
            .request(method, &format!("/api{path}"))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        self.world.send(request).await
    }

    /// A good read.
    pub async fn get(&self, path: &str) -> Value {
        let answer = self.call(Method::GET, path, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.json()
    }

    /// Rows of a good list.
    pub async fn rows(&self, path: &str) -> Vec<Value> {
        self.get(path).await["value"].as_array().unwrap().clone()
    }

    /// Ids of a good list.
    pub async fn ids(&self, path: &str) -> Vec<String> {
        let text = |row: &Value| row["id"].as_str().unwrap().to_owned();
        self.rows(path).await.iter().map(text).collect()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    /// A good write.
    pub async fn posted(&self, path: &str, body: &Value) -> Value {
        let answer = self.post(path, body).await;
        assert!(
            answer.status.is_success(),
            "{path}: {} {}",
            answer.status,
            answer.text
        );
        answer.json()
    }

    /// Status and code of a refused call.
    pub async fn refused(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, String) {
        let answer = self.call(method, path, body).await;
        assert!(!answer.status.is_success(), "{path}: {}", answer.text);
        (
            answer.status.as_u16(),
            answer.json()["error"]["code"].as_str().unwrap().to_owned(),
        )
    }

    /// A device that answers, of this operating system.
    pub async fn device(&self, os_platform: &str) -> Value {
        let filter = format!(
            "osPlatform eq '{os_platform}' and healthStatus eq 'Active' and onboardingStatus eq 'Onboarded'"
        );
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        self.rows(&format!("/machines?$top=1&$filter={query}")).await[0].clone()
    }
}

/// The text of a member.
pub fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("{name} in {row}"))
}
