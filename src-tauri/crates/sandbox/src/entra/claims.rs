//! The claims of the tokens that the sandbox issues.
//!
//! Sources: access-token-claims-reference (v1.0 tokens, because WindowsDefenderATP asks for those) and
//! id-token-claims-reference (v2.0, because the v2 endpoint is used).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::challenge::CONTEXT;
use super::session::Session;
use crate::accounts::Account;
use crate::config::{CLIENT_ID, TENANT_ID};

/// Entra dates tokens five minutes back, so that a client whose clock is late can use them at once.
pub(crate) const BACKDATED_SECONDS: i64 = 300;
const ID_TOKEN_LIFE_SECONDS: i64 = 3600;

/// A v1.0 access token for the Defender API, in the order in which Entra writes it.
#[derive(Debug, Serialize)]
pub(crate) struct AccessToken<'a> {
    aud: &'a str,
    iss: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    acct: u8,
    acr: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    acrs: Option<[&'static str; 1]>,
    aio: String,
    amr: &'static [&'static str],
    appid: &'static str,
    appidacr: &'static str,
    family_name: &'static str,
    given_name: &'static str,
    idtyp: &'static str,
    ipaddr: &'static str,
    name: &'static str,
    oid: &'static str,
    rh: String,
    scp: String,
    sid: String,
    sub: String,
    tenant_region_scope: &'static str,
    tid: &'static str,
    unique_name: &'static str,
    upn: &'static str,
    uti: String,
    ver: &'static str,
    wids: &'static [&'static str],
}

/// Issuer of every access token: the v1 form, whatever address the client uses.
pub(crate) fn access_token_issuer() -> String {
    format!("https://sts.windows.net/{TENANT_ID}/")
}

impl<'a> AccessToken<'a> {
    /// Claims for `account` and its `session`, good until `life_seconds` after `now`. `scopes` are joined in the
    /// given order.
    pub(crate) fn new(
        account: &Account,
        session: Session,
        audience: &'a str,
        scopes: &[String],
        now: DateTime<Utc>,
        life_seconds: i64,
    ) -> Self {
        let now = now.timestamp();
        let issued = now.saturating_sub(BACKDATED_SECONDS);
        Self {
            aud: audience,
            iss: access_token_issuer(),
            iat: issued,
            nbf: issued,
            exp: now.saturating_add(life_seconds),
            acct: 0,
            acr: "1",
            acrs: session.stepped_up.then_some([CONTEXT]),
            aio: opaque(3),
            amr: session.means.amr(),
            appid: CLIENT_ID,
            appidacr: "0",
            family_name: account.family_name,
            given_name: account.given_name,
            idtyp: "user",
            ipaddr: "192.0.2.17",
            name: account.name,
            oid: account.object_id,
            rh: format!("1.{}.", opaque(2)),
            scp: scopes.join(" "),
            sid: Uuid::new_v4().to_string(),
            sub: pairwise(account, audience),
            tenant_region_scope: "EU",
            tid: TENANT_ID,
            unique_name: account.username,
            upn: account.username,
            uti: opaque(1),
            ver: "1.0",
            wids: account.directory_roles,
        }
    }
}

/// What the Defender API reads from a token that comes back.
#[derive(Debug, Deserialize)]
pub(crate) struct PresentedToken {
    pub(crate) aud: String,
    pub(crate) iss: String,
    pub(crate) tid: String,
    pub(crate) oid: String,
    pub(crate) nbf: i64,
    pub(crate) exp: i64,
    #[serde(default)]
    pub(crate) scp: String,
    #[serde(default)]
    pub(crate) acrs: Vec<String>,
}

/// A v2.0 `id_token`.
#[derive(Debug, Serialize)]
pub(crate) struct IdToken<'a> {
    aud: &'static str,
    iss: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    oid: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_username: Option<&'static str>,
    rh: String,
    sub: String,
    tid: &'static str,
    uti: String,
    ver: &'static str,
}

impl<'a> IdToken<'a> {
    /// Claims for `account`; `base` is the address the client used, `profile` whether that scope was asked for.
    pub(crate) fn new(
        account: &Account,
        base: &str,
        nonce: Option<&'a str>,
        profile: bool,
        now: DateTime<Utc>,
    ) -> Self {
        let now = now.timestamp();
        let issued = now.saturating_sub(BACKDATED_SECONDS);
        Self {
            aud: CLIENT_ID,
            iss: format!("{base}/{TENANT_ID}/v2.0"),
            iat: issued,
            nbf: issued,
            exp: now.saturating_add(ID_TOKEN_LIFE_SECONDS),
            name: profile.then_some(account.name),
            nonce,
            oid: account.object_id,
            preferred_username: profile.then_some(account.username),
            rh: format!("1.{}.", opaque(2)),
            sub: pairwise(account, CLIENT_ID),
            tid: TENANT_ID,
            uti: opaque(1),
            ver: "2.0",
        }
    }
}

/// The `client_info` value that MSAL makes its account id from.
pub(crate) fn client_info(account: &Account) -> String {
    let text = format!("{{\"uid\":\"{}\",\"utid\":\"{TENANT_ID}\"}}", account.object_id);
    URL_SAFE_NO_PAD.encode(text)
}

/// `sub` differs from application to application.
fn pairwise(account: &Account, audience: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(account.object_id);
    hash.update(b"|");
    hash.update(audience.trim_end_matches('/'));
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// `blocks` times 22 random base64url characters.
fn opaque(blocks: usize) -> String {
    (0..blocks)
        .map(|_| URL_SAFE_NO_PAD.encode(Uuid::new_v4().as_bytes()))
        .collect()
}
