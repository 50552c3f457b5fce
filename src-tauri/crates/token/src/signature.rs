//! Whether one of a tenant's keys signed a token: RS256 (RFC 7518 §3.3) over the token as it travels (RFC 7515 §5.2).
//!
//! Owns the comparison of a token with a list of public keys. Refuses to know where the keys come from and what the
//! claims are worth: those are verdicts. Of the claims it reads `iss` and `tid` alone, because Microsoft Entra signs
//! for all tenants with the same keys, so that a key by itself does not say which tenant issued a token.
//!
//! Invariants:
//! - The algorithm stands here. What a header says can make a token fail, never choose how it is checked
//!   (RFC 8725 §3.1).
//! - The finding is diagnosis. A token belongs to the API in `aud`, which alone has to check it
//!   (<https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens>).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::{Algorithm, DecodingKey};

use crate::Token;
use crate::decode::{compact, members};

/// A public RSA key of a tenant (RFC 7518 §6.3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its name, which tokens repeat in their header.
    pub kid: String,
    /// The modulus in base64url.
    pub n: String,
    /// The exponent in base64url.
    pub e: String,
    /// The only issuer it signs for, where the key set names one. `{tenantid}` stands for the token's tenant.
    pub issuer: Option<String>,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureFinding {
    /// The key of that name signed the token, and the issuer is the expected one.
    Valid {
        /// Which key.
        kid: String,
    },
    /// A key of the tenant signed the token, which names another issuer.
    OtherIssuer {
        /// The token's `iss`; `None` where it has none.
        issuer: Option<String>,
        /// Whom the keys belong to.
        expected: String,
    },
    /// The key that the token names did not make this signature, or not over this text.
    Invalid,
    /// The key that the token names is not among the tenant's.
    UnknownKey {
        /// Its name; `None` where the token names none.
        kid: Option<String>,
    },
    /// The header names another algorithm.
    NotRs256 {
        /// Which; `None` where it names none.
        alg: Option<String>,
    },
    /// The header holds a `nonce`, as in tokens for Microsoft Graph: only that API can check the signature.
    ForOtherResourceWithNonce,
    /// The text is no JWT.
    NotAJwt,
    /// There was no key to check with.
    NoKeys,
}

impl Token {
    /// `kid`: the name of the key that signed the token.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.header_text("kid")
    }
}

/// Checks a token's signature against the keys of a tenant.
///
/// `text` is taken as [`decode`](crate::decode) takes it. `expected_issuer` is the `issuer` of the metadata that belongs
/// to the token's [version](Token::version), and may hold `{tenantid}`: the one of version 2.0 never equals the `iss` of a
/// version 1.0 token. Without it, only a key's own issuer is compared.
#[must_use]
pub fn verify(text: &str, keys: &[PublicKey], expected_issuer: Option<&str>) -> SignatureFinding {
    let Ok(compact) = compact(text) else {
        return SignatureFinding::NotAJwt;
    };
    let (Ok(token), Some((message, signature))) = (members(&compact), compact.rsplit_once('.')) else {
        return SignatureFinding::NotAJwt;
    };
    let alg = token.header_text("alg");
    if alg != Some("RS256") {
        let alg = alg.map(str::to_owned);
        return SignatureFinding::NotRs256 { alg };
    }
    let has = |name: &str| token.header.iter().any(|(member, _)| member == name);
    if has("nonce") {
        return SignatureFinding::ForOtherResourceWithNonce;
    }
    // Extensions that must be understood (RFC 7515 §4.1.11). None is understood here, and Entra uses none.
    if has("crit") {
        return SignatureFinding::Invalid;
    }
    if keys.is_empty() {
        return SignatureFinding::NoKeys;
    }
    let kid = token.key_id();
    let named: Vec<&PublicKey> = keys.iter().filter(|key| Some(key.kid.as_str()) == kid).collect();
    let (Some(kid), false) = (kid, named.is_empty()) else {
        let kid = kid.map(str::to_owned);
        return SignatureFinding::UnknownKey { kid };
    };
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
        return SignatureFinding::Invalid;
    };
    // A key set may list one key several times, once for each issuer.
    let signers: Vec<&PublicKey> = named
        .into_iter()
        .filter(|key| is_signed_by(key, message.as_bytes(), &signature))
        .collect();
    if signers.is_empty() {
        return SignatureFinding::Invalid;
    }
    let issuers = || signers.iter().map(|key| key.issuer.as_deref());
    let fits = |issuer: Option<&str>| issuer.is_none_or(|issuer| is_issuer(&token, issuer));
    if fits(expected_issuer) && issuers().any(fits) {
        let kid = kid.to_owned();
        return SignatureFinding::Valid { kid };
    }
    let expected = expected_issuer.or_else(|| issuers().flatten().next());
    SignatureFinding::OtherIssuer {
        issuer: token.text("iss").map(str::to_owned),
        expected: expected.unwrap_or_default().to_owned(),
    }
}

fn is_signed_by(key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
    // Asked for directly: the library's process-wide default can be changed, and panics where it was not chosen.
    DecodingKey::from_rsa_components(&key.n, &key.e)
        .and_then(|key| (aws_lc::DEFAULT_PROVIDER.verifier_factory)(&Algorithm::RS256, &key))
        .is_ok_and(|verifier| verifier.verify(message, &signature.to_vec()).is_ok())
}

/// Whether the token names that issuer. Version 1.0 issuers end in a slash, which not every copy of them has.
fn is_issuer(token: &Token, issuer: &str) -> bool {
    let tenant = token.text("tid").unwrap_or_default();
    let expected = issuer.replace("{tenantid}", tenant);
    let bare = |text: &str| text.trim().trim_end_matches('/').to_ascii_lowercase();
    token
        .text("iss")
        .is_some_and(|seen| bare(seen) == bare(&expected))
}

#[cfg(test)]
mod tests;
