//! A signed-in reader of the lists.

use reqwest::StatusCode;
use serde_json::Value;

use crate::support::{ANALYST, World};

pub struct Reader {
    pub world: World,
    token: String,
}

impl Reader {
    pub async fn start() -> Self {
        Self::over(World::start().await).await
    }

    pub async fn over(world: World) -> Self {
        let token = world.access_token(ANALYST).await;
        Self { world, token }
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.world.api(path, &self.token).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.json()
    }

    pub async fn rows(&self, path: &str) -> Vec<Value> {
        self.get(path).await["value"].as_array().unwrap().clone()
    }

    pub async fn number(&self, path: &str) -> u64 {
        let answer = self.world.api(path, &self.token).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.text.parse().unwrap()
    }

    pub async fn error(&self, path: &str) -> (u16, String) {
        let answer = self.world.api(path, &self.token).await;
        (
            answer.status.as_u16(),
            answer.json()["error"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    }
}

pub fn names(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}
