//! The sealed file: `magic, version, nonce, ciphertext`, with the entry's id authenticated beside it.
//!
//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): its 24-byte nonce may be drawn at random for every write.
//! Pure functions over bytes; files and keys are the vault's business.

use chacha20poly1305::aead::{Aead as _, AeadCore as _, KeyInit as _, OsRng, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::key_store::KEY_BYTES;

const MAGIC: &[u8; 4] = b"DAWV";
const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const HEADER_BYTES: usize = MAGIC.len() + 1;

/// Larger than any token; a file beyond it was not written here.
pub(crate) const LARGEST_FILE: u64 = 1 << 20;

/// The file is not one of ours, was changed, or was sealed with another key or for another entry.
/// Which of these it is cannot be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotOurs;

/// A fresh key from the operating system's random numbers.
pub(crate) fn new_key() -> Zeroizing<[u8; KEY_BYTES]> {
    Zeroizing::new(XChaCha20Poly1305::generate_key(&mut OsRng).into())
}

/// The bytes of the file for `secret`. Fails only for secrets beyond the cipher's 256 GiB.
pub(crate) fn seal(key: &[u8; KEY_BYTES], id: &str, secret: &[u8]) -> Result<Vec<u8>, NotOurs> {
    let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
    let associated = associated(id);
    let payload = Payload {
        msg: secret,
        aad: &associated,
    };
    let ciphertext = XChaCha20Poly1305::new(key.into())
        .encrypt(&nonce, payload)
        .map_err(|_| NotOurs)?;
    Ok([MAGIC.as_slice(), &[VERSION], nonce.as_slice(), &ciphertext].concat())
}

/// The secret in `file`.
pub(crate) fn open(key: &[u8; KEY_BYTES], id: &str, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOurs> {
    let (header, rest) = file.split_at_checked(HEADER_BYTES).ok_or(NotOurs)?;
    if header != [MAGIC.as_slice(), &[VERSION]].concat() {
        return Err(NotOurs);
    }
    let (nonce, ciphertext) = rest.split_at_checked(NONCE_BYTES).ok_or(NotOurs)?;
    let associated = associated(id);
    let payload = Payload {
        msg: ciphertext,
        aad: &associated,
    };
    let opened = XChaCha20Poly1305::new(key.into()).decrypt(XNonce::from_slice(nonce), payload);
    opened.map(Zeroizing::new).map_err(|_| NotOurs)
}

/// Bound to the ciphertext, so that a file renamed to another entry or version does not open.
fn associated(id: &str) -> Vec<u8> {
    [MAGIC.as_slice(), &[VERSION], id.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: [u8; KEY_BYTES] = [1; KEY_BYTES];

    #[test]
    fn what_was_sealed_opens_again_and_is_not_readable_in_between() {
        let file = seal(&KEY, "a", b"a refresh token").unwrap();
        assert_eq!(open(&KEY, "a", &file).unwrap().as_slice(), b"a refresh token");
        assert!(!file.windows(7).any(|window| window == b"refresh"));
    }

    #[test]
    fn the_same_secret_sealed_twice_gives_different_files() {
        assert_ne!(seal(&KEY, "a", b"x").unwrap(), seal(&KEY, "a", b"x").unwrap());
    }

    #[test]
    fn another_key_or_another_entry_does_not_open_it() {
        let file = seal(&KEY, "a", b"x").unwrap();
        assert_eq!(open(&[2; KEY_BYTES], "a", &file).unwrap_err(), NotOurs);
        assert_eq!(open(&KEY, "b", &file).unwrap_err(), NotOurs);
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let file = seal(&KEY, "a", b"secret").unwrap();
        for position in 0..file.len() {
            let mut changed = file.clone();
            changed[position] ^= 1;
            assert_eq!(open(&KEY, "a", &changed).unwrap_err(), NotOurs, "byte {position}");
        }
    }

    #[test]
    fn every_cut_is_noticed() {
        let file = seal(&KEY, "a", b"secret").unwrap();
        for length in 0..file.len() {
            assert_eq!(
                open(&KEY, "a", &file[..length]).unwrap_err(),
                NotOurs,
                "length {length}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_secret_comes_back(secret: Vec<u8>, id in "[a-z0-9-]{1,20}") {
            let file = seal(&KEY, &id, &secret).unwrap();
            let opened = open(&KEY, &id, &file).unwrap();
            prop_assert_eq!(opened.as_slice(), secret.as_slice());
        }

        #[test]
        fn no_bytes_make_it_panic(file: Vec<u8>) {
            prop_assert!(open(&KEY, "a", &file).is_err());
        }
    }
}
