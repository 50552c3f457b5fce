//! A client that signs in with a device code, and the person who types it.

use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::Value;

use crate::support::{ANALYST, Answer, Fields, RESOURCE, World, changed, fields, form_of};

impl World {
    /// A good request for a device code.
    pub fn device_request(&self) -> Fields {
        fields(&[
            ("client_id", self.sandbox.client_id()),
            (
                "scope",
                &format!("{RESOURCE}/.default offline_access openid profile"),
            ),
        ])
    }

    pub async fn device_codes_for(&self, request: &Fields) -> Answer {
        self.post(&self.path("/oauth2/v2.0/devicecode"), request).await
    }

    /// A device code and the code that a person types.
    pub async fn device_codes(&self) -> Value {
        let answer = self.device_codes_for(&self.device_request()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }

    /// A good poll with the device code.
    pub fn poll(&self, codes: &Value) -> Fields {
        fields(&[
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", self.sandbox.client_id()),
            ("device_code", codes["device_code"].as_str().unwrap()),
        ])
    }

    /// Types a code on the page.
    pub async fn type_code(&self, code: &str) -> Answer {
        self.post("/devicelogin", &fields(&[("user_code", code)])).await
    }

    /// The page after the code was typed and the account chosen.
    pub async fn device_account(&self, codes: &Value, username: &str) -> Answer {
        let page = self.type_code(codes["user_code"].as_str().unwrap()).await;
        let (action, form) = form_of(&page.text);
        self.post(&action, &changed(&form, "account", username)).await
    }

    /// Answers the consent page.
    pub async fn device_consent(&self, page: &Answer, decision: &str) -> Answer {
        let (action, form) = form_of(&page.text);
        self.post(&action, &changed(&form, "decision", decision)).await
    }

    /// Types the code, chooses the account and accepts where consent is asked for.
    pub async fn approve(&self, codes: &Value, username: &str) -> Answer {
        let mut page = self.device_account(codes, username).await;
        if page.text.contains("consent-accept") {
            page = self.device_consent(&page, "accept").await;
        }
        assert!(page.text.contains("data-testid=\"device-done\""), "{}", page.text);
        page
    }

    /// Tokens of a session that began with a device code.
    pub async fn device_sign_in(&self) -> Value {
        let codes = self.device_codes().await;
        self.approve(&codes, ANALYST).await;
        let answer = self.token(&self.poll(&codes)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }

    /// Advances the tenant's clock and polls.
    pub async fn poll_after(&self, seconds: i64, codes: &Value) -> Answer {
        self.advance(TimeDelta::seconds(seconds));
        self.token(&self.poll(codes)).await
    }
}
