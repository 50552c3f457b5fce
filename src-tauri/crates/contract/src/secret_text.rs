//! A text on its way between window and backend that may be a secret, or hold one.

use std::fmt;

/// A password, a token, or something pasted that may hold one. It crosses as plain text and shows in no `Debug` output,
/// so that a request can be logged without a thought. Whoever takes it out wipes it.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
pub struct SecretText(String);

impl SecretText {
    /// The text itself, to be wiped after use.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// A look at the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

#[cfg(test)]
mod tests {
    use crate::{PasswordEndpoint, StartPasswordSignInRequest};

    #[test]
    fn a_request_with_a_password_can_be_logged_and_crosses_as_plain_text() {
        let request = StartPasswordSignInRequest {
            endpoint: PasswordEndpoint::V2,
            username: "ada@sandbox.example".to_owned(),
            password: "planted-password".into(),
        };
        assert!(!format!("{request:?}").contains("planted-password"));
        let wire = serde_json::to_value(&request).unwrap();
        assert_eq!(wire["password"], "planted-password");
        assert_eq!(
            serde_json::from_value::<StartPasswordSignInRequest>(wire).unwrap(),
            request
        );
    }
}
