//! What is sealed of a session: enough to sign in again without a browser.

use contract::SignInWay;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The sealed part of a session. The access token is not among it: it is short-lived and cheap to get.
pub(crate) struct StoredSession {
    pub(crate) refresh_token: SecretString,
    pub(crate) account: entra::Account,
    pub(crate) begun_with: SignInWay,
}

/// The text that is sealed. Borrowing keeps the token from being copied once more.
#[derive(Serialize)]
struct Writing<'a> {
    version: u32,
    refresh_token: &'a str,
    name: &'a str,
    username: &'a str,
    object_id: &'a str,
    tenant_id: &'a str,
    begun_with: SignInWay,
}

#[derive(Deserialize)]
struct Reading {
    refresh_token: String,
    name: String,
    username: String,
    object_id: String,
    tenant_id: String,
    #[serde(default = "browser")]
    begun_with: SignInWay,
}

/// Sessions that were sealed before there was another way.
fn browser() -> SignInWay {
    SignInWay::Browser
}

impl StoredSession {
    pub(crate) fn to_secret(&self) -> Result<SecretString, serde_json::Error> {
        let text = serde_json::to_string(&Writing {
            version: 1,
            // EXPOSE: becomes part of the text that the vault seals.
            refresh_token: self.refresh_token.expose_secret(),
            name: &self.account.name,
            username: &self.account.username,
            object_id: &self.account.object_id,
            tenant_id: &self.account.tenant_id,
            begun_with: self.begun_with,
        })?;
        Ok(SecretString::from(text))
    }

    pub(crate) fn from_secret(secret: &SecretString) -> Result<Self, serde_json::Error> {
        // EXPOSE: read back from the sealed text.
        let read: Reading = serde_json::from_str(secret.expose_secret())?;
        let refresh_token = Zeroizing::new(read.refresh_token);
        Ok(Self {
            refresh_token: SecretString::from(refresh_token.as_str()),
            account: entra::Account {
                name: read.name,
                username: read.username,
                object_id: read.object_id,
                tenant_id: read.tenant_id,
            },
            begun_with: read.begun_with,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_comes_back_as_it_was_sealed() {
        let stored = StoredSession {
            refresh_token: SecretString::from("not-a-real-token"),
            account: entra::Account {
                name: "Ada".into(),
                username: "ada@sandbox.example".into(),
                object_id: "o".into(),
                tenant_id: "t".into(),
            },
            begun_with: SignInWay::DeviceCode,
        };
        let back = StoredSession::from_secret(&stored.to_secret().unwrap()).unwrap();
        assert_eq!(back.refresh_token.expose_secret(), "not-a-real-token");
        assert_eq!(back.account.username, "ada@sandbox.example");
        assert_eq!(back.begun_with, SignInWay::DeviceCode);
    }

    #[test]
    fn a_session_sealed_by_an_older_version_began_in_the_browser() {
        let older = r#"{"version":1,"refresh_token":"not-a-real-token","name":"Ada","username":"ada@sandbox.example","object_id":"o","tenant_id":"t"}"#;
        let back = StoredSession::from_secret(&SecretString::from(older)).unwrap();
        assert_eq!(back.begun_with, SignInWay::Browser);
    }

    #[test]
    fn what_was_sealed_does_not_show_in_debug_output() {
        let secret = SecretString::from("not-a-real-token");
        assert!(!format!("{secret:?}").contains("not-a-real-token"));
    }
}
