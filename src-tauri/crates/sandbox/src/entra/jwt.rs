//! The signing key of the tenant: made at start, kept in memory, published as JWKS.
//!
//! Invariants: 2048-bit RSA, RS256 only; `kid` equals `x5t` as in Entra's own keys; the private half never
//! leaves this module.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::certificate;

/// Why the key could not be made or used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// Key generation or encoding failed in the cryptographic library.
    #[error("the signing key could not be generated")]
    Generate,
    /// Signing failed.
    #[error("a token could not be signed: {0}")]
    Sign(#[from] jsonwebtoken::errors::Error),
}

/// An RSA key pair with its published form.
pub(crate) struct SigningKey {
    encoding: EncodingKey,
    decoding: DecodingKey,
    id: String,
    modulus: String,
    exponent: String,
    certificate: String,
}

impl SigningKey {
    /// A fresh key. Takes some hundred milliseconds of one core.
    pub(crate) fn generate() -> Result<Self, KeyError> {
        // Fails only when some other part of the process was first, which is just as good.
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Generate)?;
        let pkcs8 = pair.as_der().map_err(|_| KeyError::Generate)?;
        let pkcs1 = pkcs1_of(pkcs8.as_ref()).ok_or(KeyError::Generate)?;
        let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
        let certificate = certificate::self_signed(&pair).ok_or(KeyError::Generate)?;
        Ok(Self {
            encoding: EncodingKey::from_rsa_der(pkcs1),
            decoding: DecodingKey::from_rsa_raw_components(&public.n, &public.e),
            id: certificate::thumbprint(&certificate),
            modulus: URL_SAFE_NO_PAD.encode(&public.n),
            exponent: URL_SAFE_NO_PAD.encode(&public.e),
            certificate: STANDARD.encode(&certificate),
        })
    }

    /// Signs claims. The header is `{typ, alg, x5t, kid}` for v1 tokens and `{typ, alg, kid}` for v2 ones.
    pub(crate) fn sign<T: Serialize>(&self, claims: &T, with_thumbprint: bool) -> Result<String, KeyError> {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(self.id.clone());
        if with_thumbprint {
            header.x5t = Some(self.id.clone());
        }
        Ok(jsonwebtoken::encode(&header, claims, &self.encoding)?)
    }

    /// The claims of a token that this key signed. Times and audience are the caller's to check, because they
    /// need the tenant's own clock and Entra's way of comparing audiences.
    pub(crate) fn verify<T: DeserializeOwned>(&self, token: &str) -> Result<T, KeyError> {
        let mut rules = Validation::new(Algorithm::RS256);
        rules.required_spec_claims.clear();
        rules.validate_exp = false;
        rules.validate_nbf = false;
        rules.validate_aud = false;
        Ok(jsonwebtoken::decode::<T>(token, &self.decoding, &rules)?.claims)
    }

    /// The JWKS document; v2 entries carry the issuer they sign for.
    pub(crate) fn jwks(&self, issuer: Option<&str>) -> Value {
        let mut key = json!({
            "kty": "RSA",
            "use": "sig",
            "kid": self.id,
            "x5t": self.id,
            "n": self.modulus,
            "e": self.exponent,
            "x5c": [self.certificate],
        });
        if let (Some(issuer), Some(key)) = (issuer, key.as_object_mut()) {
            key.insert("issuer".to_owned(), json!(issuer));
        }
        json!({ "keys": [key] })
    }
}

/// The `RSAPrivateKey` (RFC 8017) inside a PKCS #8 `PrivateKeyInfo` of an RSA key, which is what the JWT
/// library signs with.
fn pkcs1_of(pkcs8: &[u8]) -> Option<&[u8]> {
    // SEQUENCE, version, AlgorithmIdentifier(rsaEncryption), then the OCTET STRING that holds the key.
    let outer = certificate::der_content(pkcs8, 0x30)?.0;
    let (_, rest) = certificate::der_content(outer, 0x02)?;
    let (_, rest) = certificate::der_content(rest, 0x30)?;
    Some(certificate::der_content(rest, 0x04)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_signed_by_the_key_verifies_with_its_published_half_and_no_other() {
        let key = SigningKey::generate().unwrap();
        let token = key.sign(&json!({"scp": "Alert.Read"}), true).unwrap();
        let header = jsonwebtoken::decode_header(&token).unwrap();
        assert_eq!(header.alg, Algorithm::RS256);
        assert_eq!(header.kid, header.x5t);
        let jwks = key.jwks(None);
        assert_eq!(jwks["keys"][0]["kid"].as_str(), header.kid.as_deref());
        let published = DecodingKey::from_rsa_components(
            jwks["keys"][0]["n"].as_str().unwrap(),
            jwks["keys"][0]["e"].as_str().unwrap(),
        )
        .unwrap();
        let mut rules = Validation::new(Algorithm::RS256);
        rules.required_spec_claims.clear();
        rules.validate_exp = false;
        assert!(jsonwebtoken::decode::<Value>(&token, &published, &rules).is_ok());
        assert!(SigningKey::generate().unwrap().verify::<Value>(&token).is_err());
        assert_eq!(key.verify::<Value>(&token).unwrap()["scp"], "Alert.Read");
    }

    #[test]
    fn unsigned_and_symmetric_tokens_are_refused() {
        let key = SigningKey::generate().unwrap();
        let payload = URL_SAFE_NO_PAD.encode(br#"{"scp":"Alert.Read"}"#);
        let none = URL_SAFE_NO_PAD.encode(br#"{"typ":"JWT","alg":"none"}"#);
        assert!(key.verify::<Value>(&format!("{none}.{payload}.")).is_err());
        let mac = jsonwebtoken::encode(
            &Header::new(Algorithm::HS256),
            &json!({"scp": "Alert.Read"}),
            &EncodingKey::from_secret(key.modulus.as_bytes()),
        )
        .unwrap();
        assert!(key.verify::<Value>(&mac).is_err());
    }
}
