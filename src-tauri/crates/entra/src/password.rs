//! The password grant of the documentation's sample (RFC 6749 §4.3): explained, not recommended.
//!
//! Microsoft's page on native apps for Defender for Endpoint shows this request, for the version 1.0 endpoint, with a
//! password that is not encoded and an error body that is thrown away:
//! <https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-nativeapp>. RFC 9700 §2.4 forbids the grant,
//! and Microsoft advises against it: <https://learn.microsoft.com/entra/identity-platform/v2-oauth-ropc>.
//!
//! Owns the request as it should be made, and why it fails. Refuses to know whether it is switched on.
//!
//! Invariant: the password is read once, into a request that is encoded whole, and both are overwritten after use.

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};

use crate::exchange::Transport;
use crate::{App, EntraError, Sleeper, TokenError, Tokens, form, token_endpoint};

/// Where the password goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PasswordEndpoint {
    /// `/oauth2/token` with `resource`, as the sample has it. `scope=openid` is added, so that the answer says who signed
    /// in; where no id token comes, [`Tokens::account`] is `None`.
    V1,
    /// `/oauth2/v2.0/token` with `scope`.
    V2,
}

/// One sign-in by password.
pub struct PasswordSignIn<'a> {
    /// See [`crate::http_client`].
    pub http: &'a reqwest::Client,
    /// What signs in, and where. The tenant must be named: the grant does not work on `/common`.
    pub app: &'a App,
    /// The local clock.
    pub clock: &'a (dyn Fn() -> DateTime<Utc> + Send + Sync),
    /// Waits before the second try; see [`crate::renew_with`].
    pub sleeper: &'a dyn Sleeper,
    /// Where the password goes.
    pub endpoint: PasswordEndpoint,
    /// User principal name.
    pub username: String,
    /// Taken as it was typed, spaces included.
    pub password: SecretString,
}

impl PasswordSignIn<'_> {
    /// Sends the request. The password is gone before the answer is there.
    ///
    /// # Errors
    /// Where the service refuses, is not reached, is busy, or something else answers in its place.
    /// [`TokenError::entra`] has the error body, which [`why_it_fails`] explains.
    pub async fn run(self) -> Result<Tokens, TokenError> {
        let scope = self.app.scopes().join(" ");
        let mut fields = match self.endpoint {
            PasswordEndpoint::V1 => vec![("resource", self.app.resource()), ("scope", "openid")],
            PasswordEndpoint::V2 => vec![("scope", scope.as_str())],
        };
        fields.extend([
            ("client_id", self.app.client_id.as_str()),
            ("grant_type", "password"),
            ("username", self.username.as_str()),
            // EXPOSE: becomes a field of the token request.
            ("password", self.password.expose_secret()),
        ]);
        let form = form::encode(&fields);
        let url = match self.endpoint {
            PasswordEndpoint::V1 => self.app.authority.token_v1(),
            PasswordEndpoint::V2 => self.app.authority.token(),
        };
        let transport = Transport {
            http: self.http,
            clock: self.clock,
            sleeper: Some(self.sleeper),
        };
        let app = self.app;
        // Dropped, so overwritten.
        drop(fields);
        drop(self.password);
        let mut reply = transport.post(url, form, "access_token").await?;
        let answer = token_endpoint::granted(&mut reply)?;
        token_endpoint::tokens_and_account(&answer, reply.received, app)
    }
}

const SECOND_FACTOR: &str = "The account must use a second factor, or register one. A request that carries a user name and a \
     password has no place for it, so this way of signing in cannot work for the account. Sign in with the browser.";
const WRONG_PASSWORD: &str = "Microsoft Entra could not match the user name and the password. Apart from a mistyped password, two \
     causes are common. The account is federated and its password hash is not synchronised to Microsoft Entra, so there is \
     nothing to compare with. Or the request did not encode the password: in the documentation's sample &, + and % break it, and \
     passwords that begin or end with a space fail even when they are encoded. This program encodes every character.";
const NO_PASSWORD: &str = "Microsoft Entra holds no password for the account: it is federated without a synchronised password hash, \
     or signs in without a password. Sign in with the browser.";
const OTHER_ACCOUNT: &str = "The account is not a work account of this tenant. Guests have their password in their home tenant and \
     personal accounts have theirs elsewhere, so neither can sign in with it here. Sign in with the browser, or use a work \
     account of this tenant.";
const NO_PUBLIC_FLOWS: &str = "The app registration does not allow public client flows. This request names no redirect URI, so Microsoft \
     Entra expects a secret unless Authentication, Allow public client flows is set to Yes. Signing in with the browser works \
     without that switch.";
const SECURITY_DEFAULTS: &str = "The tenant's security defaults block ways of signing in that cannot ask for a second factor, and this is \
     one of them. Sign in with the browser.";
const CONDITIONAL_ACCESS: &str = "A Conditional Access policy stands against it. What it asks for, such as a second factor or a managed \
     device, cannot be shown in a request that carries only a password. Sign in with the browser.";
const NO_TENANT: &str = "This way of signing in does not work for any tenant (/common), since the password can only be checked by the \
     tenant that has it. Give the Directory (tenant) ID in the profile.";
const NO_CONSENT: &str = "Nobody has consented to the application's permissions, and this way of signing in shows no page on which to ask. \
     Grant admin consent, or sign in with the browser once.";
const PASSWORD_ENDED: &str = "The password has expired or was reset. It can be changed on a sign-in page only, which this way of signing in \
     does not show. Sign in with the browser.";
const LOCKED: &str = "The account is locked after too many wrong passwords, or the request comes from an address with a bad \
     reputation. Wait, then sign in with the browser: each further try with a password may prolong the lock.";
const NOT_OFFERED: &str = "The service does not offer the password grant.";
const NEEDS_A_PAGE: &str = "Microsoft Entra wants to show the person something, and this way of signing in shows no page. Sign in with the \
     browser.";

/// Why the password grant in particular fails with this error, in words for a person; `None` where it fails for a reason
/// that other ways of signing in share, for which see [`crate::aadsts::explain`].
#[must_use]
pub fn why_it_fails(error: &EntraError) -> Option<&'static str> {
    let by_number = match error.aadsts.unwrap_or_default() {
        50_072 | 50_074 | 50_076 | 50_078 | 50_079 | 50_125 | 50_158 | 53_004 | 53_010 | 700_020 => {
            SECOND_FACTOR
        }
        50_126 | 50_064 => WRONG_PASSWORD,
        50_056 => NO_PASSWORD,
        50_034 | 50_014 | 50_020 | 51_004 | 90_072 | 16_000 | 16_003 | 500_207 | 500_208 | 9_002_332 => {
            OTHER_ACCOUNT
        }
        7_000_218 | 70_002 => NO_PUBLIC_FLOWS,
        530_035 => SECURITY_DEFAULTS,
        50_005 | 50_097 | 50_131 | 53_000 | 53_001 | 53_002 | 53_003 | 530_021 | 530_032 | 530_084 => {
            CONDITIONAL_ACCESS
        }
        9_001_023 | 90_124 | 90_130 | 50_059 => NO_TENANT,
        65_001 | 90_094 => NO_CONSENT,
        50_055 | 50_142 | 50_144 => PASSWORD_ENDED,
        50_053 => LOCKED,
        70_003 => NOT_OFFERED,
        _ => return by_error(error),
    };
    Some(by_number)
}

/// What the program may go by: numbers may change, and some answers have none.
fn by_error(error: &EntraError) -> Option<&'static str> {
    match error.error.as_str() {
        "interaction_required" | "login_required" => Some(NEEDS_A_PAGE),
        "consent_required" => Some(NO_CONSENT),
        "unsupported_grant_type" => Some(NOT_OFFERED),
        _ => (error.suberror.as_deref() == Some("consent_required")).then_some(NO_CONSENT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(error: &str, suberror: Option<&str>, aadsts: Option<u32>) -> Option<&'static str> {
        why_it_fails(&EntraError {
            error: error.to_owned(),
            suberror: suberror.map(str::to_owned),
            aadsts,
            ..EntraError::default()
        })
    }

    #[test]
    fn every_cause_of_its_own_is_explained() {
        for (number, words) in [
            (50_076, "second factor"),
            (50_079, "register one"),
            (50_126, "federated and its password hash is not synchronised"),
            (50_126, "&, + and % break it"),
            (50_126, "begin or end with a space"),
            (50_056, "holds no password"),
            (50_034, "Guests have their password in their home tenant"),
            (500_208, "personal accounts"),
            (7_000_218, "Allow public client flows is set to Yes"),
            (530_035, "security defaults"),
            (53_003, "Conditional Access"),
            (9_001_023, "/common"),
            (65_001, "Grant admin consent"),
            (50_055, "expired"),
            (50_053, "locked"),
            (70_003, "does not offer"),
        ] {
            let why = why("invalid_grant", None, Some(number)).unwrap();
            assert!(why.contains(words), "{number}: {why}");
            assert!(why.ends_with('.') && !why.contains("  "), "{why}");
        }
    }

    #[test]
    fn an_answer_without_a_known_number_is_explained_by_its_error() {
        for number in [None, Some(1)] {
            assert_eq!(why("interaction_required", None, number), Some(NEEDS_A_PAGE));
            assert_eq!(why("login_required", None, number), Some(NEEDS_A_PAGE));
            assert_eq!(why("consent_required", None, number), Some(NO_CONSENT));
            assert_eq!(
                why("invalid_grant", Some("consent_required"), number),
                Some(NO_CONSENT)
            );
            assert_eq!(why("unsupported_grant_type", None, number), Some(NOT_OFFERED));
        }
    }

    #[test]
    fn what_fails_for_everybody_is_not_explained_here() {
        for number in [None, Some(500_011), Some(90_033)] {
            assert_eq!(why("invalid_resource", None, number), None);
        }
    }
}
