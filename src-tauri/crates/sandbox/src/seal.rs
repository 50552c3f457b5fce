//! Opaque values that the sandbox hands out and takes back: refresh tokens and the state of a sign-in page.
//!
//! Owns: authenticated encryption (AES-256-GCM) of a serialisable value into base64url text.
//!
//! Invariants: the key depends on the seed alone, so a restarted sandbox opens what it sealed before. The seed
//! is no secret, and neither is anything sealed here: what is wanted is that a changed or foreign value is
//! recognised, and that clients see an opaque string as they do from Entra.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// What a sealed value is for. A value sealed for one purpose does not open for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The hidden field of the sign-in and consent pages.
    SignInPage,
    /// The hidden field of the pages that follow a device code.
    DevicePage,
    /// A refresh token.
    RefreshToken,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::SignInPage => b"sign-in page",
            Self::DevicePage => b"device page",
            Self::RefreshToken => b"refresh token",
        }
    }
}

/// Why something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SealError {
    /// The key or the cipher was refused by the cryptographic library.
    #[error("the cryptographic library refused to work")]
    Crypto,
    /// The text is not one that this tenant sealed for this purpose.
    #[error("not a value that this tenant sealed")]
    Foreign,
    /// The value could not be serialised.
    #[error("the value could not be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Seals and opens values for one tenant.
pub(crate) struct Seal {
    key: RandomizedNonceKey,
}

impl Seal {
    /// A seal whose key depends on `seed` alone.
    pub(crate) fn new(seed: u64) -> Result<Self, SealError> {
        let mut hash = Sha256::new();
        hash.update(b"sandbox tenant seal v1");
        hash.update(seed.to_be_bytes());
        let key = RandomizedNonceKey::new(&AES_256_GCM, &hash.finalize()).map_err(|_| SealError::Crypto)?;
        Ok(Self { key })
    }

    /// The value as opaque base64url text.
    pub(crate) fn seal<T: Serialize>(&self, purpose: Purpose, value: &T) -> Result<String, SealError> {
        let mut buffer = serde_json::to_vec(value)?;
        let nonce = self
            .key
            .seal_in_place_append_tag(Aad::from(purpose.label()), &mut buffer)
            .map_err(|_| SealError::Crypto)?;
        let mut bytes = nonce.as_ref().to_vec();
        bytes.append(&mut buffer);
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The value back, if this tenant sealed it for this purpose and nobody changed it.
    pub(crate) fn open<T: DeserializeOwned>(&self, purpose: Purpose, text: &str) -> Result<T, SealError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| SealError::Foreign)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN).ok_or(SealError::Foreign)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Foreign)?;
        let mut buffer = sealed.to_vec();
        let plain = self
            .key
            .open_in_place(nonce, Aad::from(purpose.label()), &mut buffer)
            .map_err(|_| SealError::Foreign)?;
        serde_json::from_slice(plain).map_err(|_| SealError::Foreign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_from_a_seal_of_the_same_seed() {
        let text = Seal::new(7)
            .unwrap()
            .seal(Purpose::RefreshToken, &"kept")
            .unwrap();
        let opened: String = Seal::new(7).unwrap().open(Purpose::RefreshToken, &text).unwrap();
        assert_eq!(opened, "kept");
    }

    #[test]
    fn another_seed_another_purpose_and_a_changed_text_do_not_open() {
        let seal = Seal::new(7).unwrap();
        let text = seal.seal(Purpose::RefreshToken, &"kept").unwrap();
        assert!(
            Seal::new(8)
                .unwrap()
                .open::<String>(Purpose::RefreshToken, &text)
                .is_err()
        );
        assert!(seal.open::<String>(Purpose::SignInPage, &text).is_err());
        let changed = format!("{}AA", text);
        assert!(seal.open::<String>(Purpose::RefreshToken, &changed).is_err());
        assert!(seal.open::<String>(Purpose::RefreshToken, "").is_err());
        assert!(
            seal.open::<String>(Purpose::RefreshToken, "not base64 at all!")
                .is_err()
        );
    }
}
