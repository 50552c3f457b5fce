//! Refresh tokens: opaque to clients, self-contained for the sandbox.
//!
//! Source: learn.microsoft.com/entra/identity-platform/refresh-tokens. Each use gives a new token, the old one
//! stays good, and a token not used for 90 days expires. They belong to user and client, not to a resource.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::errors::EntraError;
use super::scopes::OpenId;
use super::session::Session;
use crate::seal::{Purpose, Seal};

const LIFE: TimeDelta = TimeDelta::days(90);

/// Size that brings the sealed text near the 1,500 characters of Entra's own refresh tokens, so that stores
/// that could not hold a real one fail here as well.
const PLAIN_SIZE: usize = 1100;

/// What a refresh token stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefreshGrant {
    /// Object id of the account.
    pub(crate) object_id: String,
    /// Permissions granted when it was issued.
    pub(crate) granted: Vec<String>,
    /// Resource asked for last; used when a refresh names no scope.
    pub(crate) resource: String,
    /// Whether `resource` was asked for with `.default`.
    pub(crate) default: bool,
    /// OpenID Connect scopes asked for at sign-in.
    pub(crate) openid: OpenId,
    /// How the session began. Tokens from before this was kept began in a browser.
    #[serde(default)]
    pub(crate) session: Session,
    /// Unix seconds.
    pub(crate) issued: i64,
    #[serde(default)]
    padding: String,
}

impl RefreshGrant {
    /// A grant issued at `now`.
    pub(crate) fn new(
        object_id: &str,
        granted: Vec<String>,
        resource: &str,
        default: bool,
        openid: OpenId,
        session: Session,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            object_id: object_id.to_owned(),
            granted,
            resource: resource.to_owned(),
            default,
            openid,
            session,
            issued: now.timestamp(),
            padding: String::new(),
        }
    }

    /// The token to hand out.
    pub(crate) fn seal(mut self, seal: &Seal) -> Result<String, EntraError> {
        let size = serde_json::to_string(&self)
            .map_err(|_| EntraError::internal())?
            .len();
        self.padding = "0".repeat(PLAIN_SIZE.saturating_sub(size));
        let text = seal
            .seal(Purpose::RefreshToken, &self)
            .map_err(|_| EntraError::internal())?;
        Ok(format!("1.{text}"))
    }

    /// The grant behind a token that came back.
    pub(crate) fn open(token: &str, seal: &Seal, now: DateTime<Utc>) -> Result<Self, EntraError> {
        let refused = || EntraError::bad_grant("refresh_token");
        let text = token.strip_prefix("1.").ok_or_else(refused)?;
        let grant: Self = seal.open(Purpose::RefreshToken, text).map_err(|_| refused())?;
        if grant.issued.saturating_add(LIFE.num_seconds()) <= now.timestamp() {
            return Err(EntraError::refresh_token_expired());
        }
        Ok(grant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn token(seal: &Seal) -> String {
        let granted = vec!["Alert.Read".to_owned()];
        let grant = RefreshGrant::new(
            "oid",
            granted,
            "https://r.example",
            true,
            OpenId::default(),
            Session::default(),
            start(),
        );
        grant.seal(seal).unwrap()
    }

    #[test]
    fn a_restarted_sandbox_accepts_the_token_and_another_seed_does_not() {
        let token = token(&Seal::new(7).unwrap());
        let opened = RefreshGrant::open(&token, &Seal::new(7).unwrap(), start()).unwrap();
        assert_eq!(opened.granted, ["Alert.Read"]);
        assert_eq!(
            RefreshGrant::open(&token, &Seal::new(8).unwrap(), start())
                .unwrap_err()
                .code,
            70_000
        );
        assert_eq!(
            RefreshGrant::open("1.x", &Seal::new(7).unwrap(), start())
                .unwrap_err()
                .code,
            70_000
        );
    }

    #[test]
    fn it_expires_after_ninety_days() {
        let seal = Seal::new(7).unwrap();
        let token = token(&seal);
        assert!(RefreshGrant::open(&token, &seal, start() + TimeDelta::days(89)).is_ok());
        let late = RefreshGrant::open(&token, &seal, start() + TimeDelta::days(90)).unwrap_err();
        assert_eq!((late.code, late.suberror), (700_082, Some("token_expired")));
    }

    #[test]
    fn it_is_about_as_long_as_a_real_one_and_shows_nothing() {
        let token = token(&Seal::new(7).unwrap());
        assert!((1400..1700).contains(&token.len()), "{}", token.len());
        assert!(!token.contains("oid"));
    }
}
