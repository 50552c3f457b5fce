//! Certificate authorities from a file of the admin's: read, looked at, and handed to the clients.
//!
//! Invariants: what is no certificate of an authority is refused; a private key in the file is refused and not repeated;
//! names in certificates were written by others and are text, short and on one line.

use crate::errors;
use crate::probe::certificate_name;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use contract::{CommandError, ErrorCode, RootCertificateDto};
use rustls::pki_types::CertificateDer;
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer, X509Certificate};

/// Bytes of a file.
const LARGEST_FILE: usize = 256 * 1024;
/// Certificates that are taken.
const MOST: usize = 50;

/// Reads a file, PEM or DER.
pub(super) fn read(content: &str, now: DateTime<Utc>) -> Result<Vec<RootCertificateDto>, CommandError> {
    let bytes = BASE64_STANDARD
        .decode(content)
        .map_err(|_| errors::internal("a file did not arrive whole"))?;
    if bytes.len() > LARGEST_FILE {
        return Err(refused("This file is larger than 256 KiB."));
    }
    let ders = if X509Certificate::from_der(&bytes).is_ok() {
        vec![bytes]
    } else {
        blocks(&bytes)?
    };
    if ders.is_empty() {
        return Err(refused("This file holds no certificate."));
    }
    if ders.len() > MOST {
        return Err(refused("This file holds more than 50 certificates."));
    }
    ders.iter().map(|der| look(der, now)).collect()
}

/// The certificates among the blocks of a PEM file.
fn blocks(bytes: &[u8]) -> Result<Vec<Vec<u8>>, CommandError> {
    let mut ders = Vec::new();
    for block in Pem::iter_from_buffer(bytes) {
        let block = block.map_err(|_| refused("A certificate in this file is damaged."))?;
        match block.label.as_str() {
            "CERTIFICATE" | "TRUSTED CERTIFICATE" => ders.push(block.contents),
            label if label.contains("PRIVATE KEY") => {
                return Err(refused(
                    "This file holds a private key, which has no place here; it was not kept.",
                ));
            }
            _ => {}
        }
    }
    Ok(ders)
}

/// What a certificate says of itself, if it is an authority's.
pub(super) fn look(der: &[u8], now: DateTime<Utc>) -> Result<RootCertificateDto, CommandError> {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else {
        return Err(refused("A certificate in this file is damaged."));
    };
    let subject = certificate_name(certificate.subject());
    if !certificate.is_ca() {
        return Err(refused(&format!(
            "The certificate of {subject} is not one of a certificate authority."
        )));
    }
    let validity = certificate.validity();
    let (from, until) = (validity.not_before.timestamp(), validity.not_after.timestamp());
    let now = now.timestamp();
    Ok(RootCertificateDto {
        der: BASE64_STANDARD.encode(der),
        subject,
        issuer: certificate_name(certificate.issuer()),
        valid_until: until as f64 * 1000.0,
        expired: now < from || now > until,
    })
}

/// The same certificates for TLS. What is no longer Base64 (the settings file can be changed by hand) is left out.
pub(super) fn trusted(roots: &[String]) -> Vec<CertificateDer<'static>> {
    roots
        .iter()
        .filter_map(|root| BASE64_STANDARD.decode(root).ok())
        .filter(|der| X509Certificate::from_der(der).is_ok())
        .map(CertificateDer::from)
        .collect()
}

fn refused(message: &str) -> CommandError {
    CommandError {
        field: Some("roots".to_owned()),
        ..CommandError::new(
            ErrorCode::NetworkSettingsInvalid,
            message,
            "Ask whoever runs the proxy for its root certificate, as a .pem, .crt or .cer file.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};

    fn certificate(name: &str, authority: bool) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        if authority {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        (params.self_signed(&key).unwrap(), key)
    }

    fn pem(label: &str, der: &[u8]) -> String {
        let text = BASE64_STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
    }

    fn of(bytes: &[u8]) -> Result<Vec<RootCertificateDto>, CommandError> {
        read(&BASE64_STANDARD.encode(bytes), test_support::now())
    }

    #[test]
    fn one_or_several_authorities_are_read_from_pem_and_der() {
        let (first, _) = certificate("Example Proxy CA", true);
        let (second, _) = certificate("Example\nProxy CA 2", true);
        let file = format!(
            "a remark\n{}{}",
            pem("CERTIFICATE", first.der()),
            pem("CERTIFICATE", second.der())
        );
        let read = of(file.as_bytes()).unwrap();
        let subjects: Vec<&str> = read.iter().map(|root| root.subject.as_str()).collect();
        assert_eq!(subjects, ["Example Proxy CA", "Example Proxy CA 2"]);
        assert!(read.iter().all(|root| !root.expired));
        assert_eq!(of(first.der()).unwrap(), [read[0].clone()]);
        assert_eq!(
            trusted(&[read[0].der.clone(), "not base64".into()]),
            [first.der().clone()]
        );
    }

    #[test]
    fn what_is_no_authoritys_certificate_is_refused_by_name() {
        let (server, key) = certificate("server.example", false);
        let (authority, _) = certificate("Example CA", true);
        for (content, words) in [
            (
                pem("CERTIFICATE", server.der()),
                "server.example is not one of a certificate authority",
            ),
            (
                format!(
                    "{}{}",
                    pem("CERTIFICATE", authority.der()),
                    pem("PRIVATE KEY", &key.serialize_der())
                ),
                "holds a private key",
            ),
            ("nothing of that sort".to_owned(), "holds no certificate"),
            (
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_owned(),
                "is damaged",
            ),
            (pem("CERTIFICATE", authority.der()).repeat(51), "more than 50"),
            ("x".repeat(LARGEST_FILE + 1), "larger than 256 KiB"),
        ] {
            let error = of(content.as_bytes()).unwrap_err();
            assert_eq!(error.code, ErrorCode::NetworkSettingsInvalid);
            assert!(error.message.contains(words), "{}", error.message);
            assert!(!error.message.contains("BEGIN"), "{}", error.message);
        }
    }
}
