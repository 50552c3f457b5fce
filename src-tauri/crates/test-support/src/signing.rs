//! RSA keys made while a test runs, and tokens that they really sign.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::jwt::signing_input;

/// A fresh RSA key of 2048 bits. It lives as long as the test.
pub struct SigningKey {
    pair: KeyPair,
    kid: String,
    modulus: String,
    exponent: String,
}

impl SigningKey {
    /// Makes a key of that name. Takes some hundred milliseconds.
    ///
    /// # Errors
    /// Where the cryptographic library fails.
    pub fn generate(kid: &str) -> Result<Self, Unspecified> {
        let pair = KeyPair::generate(KeySize::Rsa2048)?;
        let public = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public_key());
        Ok(Self {
            kid: kid.to_owned(),
            modulus: URL_SAFE_NO_PAD.encode(&public.n),
            exponent: URL_SAFE_NO_PAD.encode(&public.e),
            pair,
        })
    }

    /// Its name.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public modulus in base64url.
    #[must_use]
    pub fn modulus(&self) -> &str {
        &self.modulus
    }

    /// The public exponent in base64url.
    #[must_use]
    pub fn exponent(&self) -> &str {
        &self.exponent
    }

    /// Its entry in a key set (RFC 7517 §4).
    #[must_use]
    pub fn jwk(&self) -> Value {
        json!({
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": self.modulus,
            "e": self.exponent,
        })
    }

    /// `header.claims.signature` with an RS256 signature, whatever the header says about it.
    ///
    /// # Errors
    /// Where the cryptographic library fails.
    pub fn sign(&self, header: &Value, claims: &Value) -> Result<String, Unspecified> {
        let input = signing_input(header, claims);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            input.as_bytes(),
            &mut signature,
        )?;
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}
