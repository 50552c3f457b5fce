//! With a token that was pasted.
//!
//! Invariant: what the token says is for the eye. It decides no call: that is the API's business.

use crate::{Workbench, errors};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{AppStateDto, CommandError, SignInWay, UseTokenRequest};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

/// How long a token that does not say so is taken to live: no access token of Entra lives shorter by default.
const ASSUMED_LIFE: TimeDelta = TimeDelta::hours(1);

/// What an access token says of itself.
pub(super) struct Said {
    pub(super) account: entra::Account,
    scopes: Vec<String>,
    expires_at: Option<DateTime<Utc>>,
}

impl Workbench {
    /// Makes a pasted token the active profile's session, in memory only. It takes the place of the profile's sign-in,
    /// which is wiped.
    pub async fn use_token(&self, request: UseTokenRequest) -> Result<AppStateDto, CommandError> {
        let pasted = Zeroizing::new(request.text.into_string());
        let access_token = sendable(&pasted).ok_or_else(errors::no_token)?;
        drop(pasted);
        let profile = self.active()?;
        let attempt = self.begin_attempt();
        self.finished(&attempt);
        let target = self.target(&profile).await?;
        let said = read(&access_token);
        let tokens = entra::Tokens {
            access_token,
            refresh_token: None,
            scopes: said.scopes,
            expires_at: said.expires_at.unwrap_or_else(|| self.now() + ASSUMED_LIFE),
            account: Some(said.account),
            clock_offset: None,
        };
        self.doctor.signed_out(&profile.id);
        self.adopt(&profile.id, target, tokens, SignInWay::PastedToken)
            .await?;
        tracing::info!("a pasted token is used");
        Ok(self.state().await)
    }
}

/// The token without what is often copied along with it; none where nothing is left that a request could carry.
fn sendable(pasted: &str) -> Option<SecretString> {
    let mut rest = pasted;
    loop {
        let before = rest;
        rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';'));
        for label in ["authorization:", "bearer "] {
            if let Some((start, after)) = rest.split_at_checked(label.len())
                && start.eq_ignore_ascii_case(label)
            {
                rest = after;
            }
        }
        if rest == before {
            break;
        }
    }
    // Terminals break long lines.
    let mut token = Zeroizing::new(String::with_capacity(rest.len()));
    token.extend(rest.chars().filter(|c| !c.is_whitespace()));
    let fits = !token.is_empty()
        && token.len() <= token::LARGEST_TEXT
        && token.chars().all(|c| c.is_ascii_graphic())
        && !token.eq_ignore_ascii_case("bearer");
    fits.then(|| SecretString::from(token.as_str()))
}

/// Reads what an access token says; one that cannot be read says nothing.
pub(super) fn read(access_token: &SecretString) -> Said {
    // EXPOSE: decoded here; only claims leave.
    let Ok(decoded) = token::decode(access_token.expose_secret()) else {
        return Said {
            account: entra::Account {
                name: "Unknown: this token cannot be read, so its end is assumed in an hour".to_owned(),
                username: UNKNOWN.to_owned(),
                object_id: String::new(),
                tenant_id: String::new(),
            },
            scopes: Vec::new(),
            expires_at: None,
        };
    };
    let first = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| decoded.text(name))
            .map(str::to_owned)
    };
    // A token of an application has no user in it.
    let username = first(&[
        "upn",
        "unique_name",
        "preferred_username",
        "email",
        "app_displayname",
        "appid",
        "azp",
    ])
    .unwrap_or_else(|| UNKNOWN.to_owned());
    Said {
        account: entra::Account {
            name: first(&["name", "app_displayname"]).unwrap_or_else(|| username.clone()),
            username,
            object_id: first(&["oid"]).unwrap_or_default(),
            tenant_id: first(&["tid"]).unwrap_or_default(),
        },
        scopes: decoded.words("scp").into_iter().map(str::to_owned).collect(),
        expires_at: decoded.expires_at(),
    }
}

const UNKNOWN: &str = "unknown";

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(pasted: &str) -> Option<String> {
        sendable(pasted).map(|token| token.expose_secret().to_owned())
    }

    #[test]
    fn what_is_copied_along_with_a_token_is_left_out() {
        for pasted in [
            "aaa.bbb.ccc",
            "  aaa.bbb.ccc\r\n",
            "Bearer aaa.bbb.ccc",
            "Authorization: Bearer aaa.bbb.ccc",
            "\"aaa.bbb.ccc\",",
            "aaa.\n  bbb.\n  ccc",
        ] {
            assert_eq!(bare(pasted).as_deref(), Some("aaa.bbb.ccc"), "{pasted:?}");
        }
    }

    #[test]
    fn what_no_request_could_carry_is_no_token() {
        for pasted in ["", " \n", "Bearer", "Bearer ", "\"\"", "a\u{e4}b", "a\u{0}b"] {
            assert_eq!(bare(pasted), None, "{pasted:?}");
        }
        assert_eq!(bare(&"a".repeat(token::LARGEST_TEXT + 1)), None);
    }

    #[test]
    fn a_token_of_an_application_is_called_by_the_application() {
        let said = read(&SecretString::from(test_support::jwt(
            &serde_json::json!({ "typ": "JWT", "alg": "RS256" }),
            &serde_json::json!({ "appid": "b1b2c3d4-1111-4222-8333-944445555666", "app_displayname": "Nightly export", "tid": "t" }),
        )));
        assert_eq!(said.account.username, "Nightly export");
        assert_eq!(said.account.tenant_id, "t");
        assert_eq!(said.expires_at, None);
    }
}
