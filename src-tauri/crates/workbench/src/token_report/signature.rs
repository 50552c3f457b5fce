//! Whether the tenant's keys signed a token. Keys come over the network, so this stands beside the report.
//!
//! Invariants:
//! - The profile says which service is asked. Of the token, only its tenant's GUID can become a part of the address.
//! - What can be said without keys is said without asking for any.
//! - The result is a diagnosis: no call depends on it.

use super::{LONGEST_NAME, outcome};
use crate::{Workbench, errors};
use contract::{CommandError, SignatureDto, TokenRequest};
use entra::Authority;
use entra::keys::{TenantKey, TenantKeys, TokenVersion};
use secrecy::ExposeSecret;
use token::signature::{PublicKey, SignatureFinding, verify};
use uuid::Uuid;

impl Workbench {
    /// Checks the signature of a token against the keys of its tenant. That there are no keys, for instance for want of a
    /// network, is an answer and no error.
    ///
    /// # Errors
    /// Where there is no such token, or it cannot be read.
    pub async fn check_signature(&self, request: TokenRequest) -> Result<SignatureDto, CommandError> {
        let profile = self.active()?;
        let text = self.token_text(request)?;
        // EXPOSE: decoded and checked here; only the finding leaves.
        let text = text.expose_secret();
        let decoded = token::decode(text).map_err(errors::decode)?;
        let key_id = decoded.key_id().map(|id| token::shortened(id, LONGEST_NAME));
        let finding = match verify(text, &[], None) {
            SignatureFinding::NoKeys => {
                let target = self.target(&profile).await?;
                let keys = self
                    .tenant_keys
                    .keys(
                        &target.clients.sign_in,
                        &authority(&target.app.authority, &decoded),
                        version(&decoded),
                        decoded.key_id(),
                        self.ports.clock.as_ref(),
                    )
                    .await;
                match keys {
                    Ok(known) => verify(text, &public_keys(&known), Some(&known.issuer)),
                    Err(error) => return Ok(not_checked(&errors::keys(&error), key_id)),
                }
            }
            without_keys => without_keys,
        };
        let verdict = token::signature_verdict(Some(&finding));
        Ok(SignatureDto {
            outcome: outcome(verdict.outcome),
            seen: verdict.seen,
            advice: verdict.advice,
            key_id,
        })
    }
}

/// The authority whose keys are asked for: the profile's. Where the profile names its tenant by GUID and the token names
/// another one, it is that tenant at the same sign-in service.
fn authority(profile: &Authority, token: &token::Token) -> Authority {
    let named = token.text("tid").and_then(|tid| Uuid::try_parse(tid.trim()).ok());
    let (Some(own), Some(named)) = (profile.tenant_id(), named) else {
        return profile.clone();
    };
    let named = named.hyphenated().to_string();
    if named == own {
        return profile.clone();
    }
    Authority::new(profile.login().clone(), &named).unwrap_or_else(|_| profile.clone())
}

fn version(token: &token::Token) -> TokenVersion {
    match token.version() {
        token::FormatVersion::V1 => TokenVersion::V1,
        token::FormatVersion::V2 => TokenVersion::V2,
    }
}

fn public_keys(known: &TenantKeys) -> Vec<PublicKey> {
    let public = |key: &TenantKey| PublicKey {
        kid: key.kid.clone(),
        n: key.n.clone(),
        e: key.e.clone(),
        issuer: key.issuer.clone(),
    };
    known.keys.iter().map(public).collect()
}

/// That there were no keys, and why.
fn not_checked(why: &CommandError, key_id: Option<String>) -> SignatureDto {
    let verdict = token::signature_verdict(None);
    SignatureDto {
        outcome: outcome(verdict.outcome),
        seen: format!("{} {}", verdict.seen, why.message),
        advice: match &why.hint {
            Some(hint) => Some(format!("{hint} Nothing else depends on this check.")),
            None => verdict.advice,
        },
        key_id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_support::{DefenderToken, OTHER_TENANT_ID, TENANT_ID};
    use url::Url;

    fn profile(tenant: &str) -> Authority {
        Authority::new(Url::parse("https://login.example").unwrap(), tenant).unwrap()
    }

    fn asked(tenant: &str, token: &DefenderToken) -> String {
        let decoded = token::decode(&token.build()).unwrap();
        authority(&profile(tenant), &decoded).metadata_v1().to_string()
    }

    fn at(tenant: &str) -> String {
        profile(tenant).metadata_v1().to_string()
    }

    #[test]
    fn keys_are_those_of_the_profiles_tenant() {
        let token = DefenderToken::delegated();
        assert_eq!(asked(TENANT_ID, &token), at(TENANT_ID));
        assert_eq!(asked(TENANT_ID, &token.clone().without("tid")), at(TENANT_ID));
        let shouted = token.with("tid", format!("{{{}}}", TENANT_ID.to_uppercase()));
        assert_eq!(asked(TENANT_ID, &shouted), at(TENANT_ID));
    }

    #[test]
    fn a_token_of_another_tenant_is_checked_with_that_tenants_keys_at_the_same_service() {
        let theirs = DefenderToken::delegated().with_tenant(OTHER_TENANT_ID);
        assert_eq!(asked(TENANT_ID, &theirs), at(OTHER_TENANT_ID));
        assert_eq!(
            asked("contoso.example", &theirs),
            at("contoso.example"),
            "what a domain stands for is the service's to say"
        );
    }

    #[test]
    fn nothing_but_a_guid_of_a_token_becomes_part_of_an_address() {
        for tid in [
            "evil.example",
            "../common",
            "common",
            "https://evil.example/",
            "22222222-2222-4222-8222-222222222222/../x",
            "",
        ] {
            let odd = DefenderToken::delegated()
                .with("tid", tid)
                .with("iss", "https://evil.example/");
            assert_eq!(asked(TENANT_ID, &odd), at(TENANT_ID), "{tid}");
        }
    }

    #[test]
    fn the_version_of_the_token_decides_which_keys_are_asked_for() {
        let decoded = |token: DefenderToken| token::decode(&token.build()).unwrap();
        assert_eq!(version(&decoded(DefenderToken::delegated())), TokenVersion::V1);
        assert_eq!(
            version(&decoded(DefenderToken::delegated().with("ver", "2.0"))),
            TokenVersion::V2
        );
    }
}
