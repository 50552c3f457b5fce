//! A self-signed certificate around the signing key, for the `x5c` and `x5t` members of its JWKS entry.
//!
//! Owns: just enough DER (X.690) to write one X.509 v3 certificate (RFC 5280) and to look into a PKCS #8 key.
//! Invariants: the dates are fixed, because clients use the key, not the certificate's validity.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// sha256WithRSAEncryption with its NULL parameter.
const SHA256_WITH_RSA: [u8; 15] = [
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00,
];
/// id-at-commonName.
const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];

/// The certificate in DER, or `None` when the library could not sign it.
pub(crate) fn self_signed(pair: &RsaKeyPair) -> Option<Vec<u8>> {
    let public = pair.public_key();
    let key_info = AsDer::<aws_lc_rs::encoding::PublicKeyX509Der<'_>>::as_der(public).ok()?;
    let common_name = tlv(
        0x30,
        &[&COMMON_NAME[..], &tlv(0x0c, b"accounts.sandbox.example")].concat(),
    );
    let name = tlv(0x30, &tlv(0x31, &common_name));
    let validity = tlv(
        0x30,
        &[tlv(0x17, b"250101000000Z"), tlv(0x17, b"491231235959Z")].concat(),
    );
    // The serial number is taken from the key, so that two keys never share one; the first byte keeps it
    // positive and minimal.
    let fingerprint = digest(&SHA1_FOR_LEGACY_USE_ONLY, public.as_ref());
    let mut serial = fingerprint.as_ref().get(..16)?.to_vec();
    serial.insert(0, 0x01);
    let body = tlv(
        0x30,
        &[
            tlv(0xa0, &tlv(0x02, &[0x02])),
            tlv(0x02, &serial),
            SHA256_WITH_RSA.to_vec(),
            name.clone(),
            validity,
            name,
            key_info.as_ref().to_vec(),
        ]
        .concat(),
    );
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &body, &mut signature)
        .ok()?;
    signature.insert(0, 0x00);
    Some(tlv(
        0x30,
        &[body, SHA256_WITH_RSA.to_vec(), tlv(0x03, &signature)].concat(),
    ))
}

/// base64url SHA-1 of a certificate: `x5t` of RFC 7517 §4.8.
pub(crate) fn thumbprint(certificate: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate))
}

/// One DER element: tag, definite length, content.
fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    if content.len() < 0x80 {
        out.extend(u8::try_from(content.len()));
    } else {
        let length: Vec<u8> = content
            .len()
            .to_be_bytes()
            .into_iter()
            .skip_while(|byte| *byte == 0)
            .collect();
        out.extend(u8::try_from(0x80 + length.len()));
        out.extend(length);
    }
    out.extend_from_slice(content);
    out
}

/// Content of the element at the start of `der` if it has this tag, and what follows the element.
pub(crate) fn der_content(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first()?;
    if *first != tag {
        return None;
    }
    let (length, rest) = rest.split_first()?;
    let (length, rest) = if *length < 0x80 {
        (usize::from(*length), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(*length & 0x7f))?;
        let length = bytes.iter().try_fold(0_usize, |sum, byte| {
            sum.checked_mul(256)?.checked_add(usize::from(*byte))
        })?;
        (length, rest)
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_every_length_form_come_back() {
        for size in [0, 1, 127, 128, 255, 256, 70_000] {
            let content = vec![7; size];
            let mut der = tlv(0x04, &content);
            der.push(9);
            let (inside, after) = der_content(&der, 0x04).unwrap();
            assert_eq!((inside.len(), after), (size, &[9][..]));
        }
        assert!(der_content(&[0x04, 0x05, 0x00], 0x04).is_none());
        assert!(der_content(&[0x04, 0x84, 0xff], 0x04).is_none());
        assert!(der_content(&[], 0x04).is_none());
    }
}
