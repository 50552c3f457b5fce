//! The id token: who signed in, and whether the answer belongs to this attempt.
//!
//! Its signature is not checked: it came from the token endpoint over TLS directly, and for that case OpenID Connect
//! Core 1.0 §3.1.3.7 rule 6 lets TLS vouch for the issuer. (On loopback the peer is the sandbox tenant of this program.)

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use crate::App;

/// Who signed in, from the id token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Display name; the user name where there is none.
    pub name: String,
    /// User principal name.
    pub username: String,
    /// Object id in the tenant.
    pub object_id: String,
    /// The tenant that signed them in.
    pub tenant_id: String,
}

/// What shows that an answer does not belong to the attempt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// `openid` was asked for, and no id token came.
    #[error("it holds no id token")]
    NoIdToken,
    /// The id token is no JWT with the usual claims.
    #[error("its id token cannot be read")]
    Unreadable,
    /// Another sign-in's.
    #[error("its id token was made for another sign-in (nonce)")]
    Nonce,
    /// Another app's.
    #[error("its id token was made for another application (aud)")]
    Audience,
    /// Another tenant's.
    #[error("it comes from the tenant {got}, not from {asked}")]
    Tenant {
        /// The authority's tenant.
        asked: String,
        /// `tid`.
        got: String,
    },
}

#[derive(Deserialize)]
struct Claims {
    aud: String,
    tid: String,
    oid: String,
    nonce: Option<String>,
    name: Option<String>,
    preferred_username: Option<String>,
    upn: Option<String>,
}

/// Checks audience, tenant and, where one was sent, the nonce; gives the account.
///
/// `exp` is not looked at: the token was made moments ago for this request, and the local clock may be wrong.
pub(crate) fn account(id_token: &str, app: &App, nonce: Option<&str>) -> Result<Account, Untrusted> {
    let claims = claims(id_token).ok_or(Untrusted::Unreadable)?;
    if !claims.aud.eq_ignore_ascii_case(&app.client_id) {
        return Err(Untrusted::Audience);
    }
    if let Some(asked) = app.authority.tenant_id()
        && !claims.tid.eq_ignore_ascii_case(&asked)
    {
        let got = claims
            .tid
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .take(64)
            .collect();
        return Err(Untrusted::Tenant { asked, got });
    }
    if let Some(nonce) = nonce {
        let got = claims.nonce.unwrap_or_default();
        if !bool::from(got.as_bytes().ct_eq(nonce.as_bytes())) {
            return Err(Untrusted::Nonce);
        }
    }
    let username = claims.preferred_username.or(claims.upn).unwrap_or_default();
    let name = claims
        .name
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| username.clone());
    Ok(Account {
        name,
        username,
        object_id: claims.oid,
        tenant_id: claims.tid.to_ascii_lowercase(),
    })
}

fn claims(id_token: &str) -> Option<Claims> {
    let mut parts = id_token.split('.');
    let (_, payload, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
        return None;
    };
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use test_support::{CLIENT_ID, OBJECT_ID, OTHER_TENANT_ID, TENANT_ID, jwt};
    use url::Url;

    use super::*;
    use crate::Authority;

    fn app(tenant: &str) -> App {
        let login = Url::parse("https://login.example").unwrap();
        App {
            authority: Authority::new(login, tenant).unwrap(),
            client_id: CLIENT_ID.to_owned(),
            audience: "https://api.example".to_owned(),
        }
    }

    fn token(changes: Value) -> String {
        let mut claims = json!({
            "aud": CLIENT_ID, "tid": TENANT_ID, "oid": OBJECT_ID, "nonce": "n",
            "name": "Avery Admin", "preferred_username": "avery@sandbox.example"
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        jwt(&json!({"alg": "RS256"}), &claims)
    }

    #[test]
    fn the_account_is_read() {
        let account = account(&token(json!({})), &app(TENANT_ID), Some("n")).unwrap();
        assert_eq!(
            (account.name.as_str(), account.username.as_str()),
            ("Avery Admin", "avery@sandbox.example")
        );
        assert_eq!(
            (account.object_id.as_str(), account.tenant_id.as_str()),
            (OBJECT_ID, TENANT_ID)
        );
    }

    #[test]
    fn another_nonce_audience_or_tenant_is_not_trusted() {
        let check = |changes| account(&token(changes), &app(TENANT_ID), Some("n"));
        assert_eq!(check(json!({"nonce": "other"})), Err(Untrusted::Nonce));
        assert_eq!(check(json!({"nonce": null})), Err(Untrusted::Nonce));
        assert_eq!(check(json!({"aud": OBJECT_ID})), Err(Untrusted::Audience));
        let tenant = Untrusted::Tenant {
            asked: TENANT_ID.to_owned(),
            got: OTHER_TENANT_ID.to_owned(),
        };
        assert_eq!(check(json!({"tid": OTHER_TENANT_ID})), Err(tenant));
    }

    #[test]
    fn a_domain_cannot_be_compared_with_a_tenant_id() {
        assert!(
            account(
                &token(json!({"tid": OTHER_TENANT_ID})),
                &app("sandbox.example"),
                Some("n")
            )
            .is_ok()
        );
    }

    #[test]
    fn a_renewals_id_token_needs_no_nonce() {
        assert!(account(&token(json!({"nonce": null})), &app(TENANT_ID), None).is_ok());
    }

    #[test]
    fn what_is_no_id_token_is_unreadable() {
        for text in [
            "",
            "a.b",
            "a.b.c",
            "a.b.c.d",
            "..",
            &jwt(&json!({}), &json!({"aud": CLIENT_ID})),
        ] {
            assert_eq!(
                account(text, &app(TENANT_ID), None),
                Err(Untrusted::Unreadable),
                "{text}"
            );
        }
    }
}
