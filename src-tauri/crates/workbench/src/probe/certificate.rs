//! The certificates that servers show, looked at on their way to whoever decides about them.

use crate::locked;
use chrono::{DateTime, Utc};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, DistinguishedName, SignatureScheme};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use url::Url;
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

/// What a server's certificate says of itself. Anyone can write anything into one: a hint, no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Certificate {
    /// Who issued it: common name and organisation.
    pub(crate) issuer: String,
    /// From when it is valid.
    pub(crate) not_before: DateTime<Utc>,
    /// Until when it is valid.
    pub(crate) not_after: DateTime<Utc>,
}

/// Parts of the names of those who issue certificates for Microsoft's services, in small letters.
/// <https://learn.microsoft.com/azure/security/fundamentals/azure-certificate-authority-details>
const USUAL_ISSUERS: [&str; 5] = ["digicert", "microsoft", "globalsign", "entrust", "d-trust"];
/// Longest text kept of a name, in characters.
const LONGEST: usize = 120;
/// Most servers remembered; a prober meets about ten.
const MOST: usize = 64;

impl Certificate {
    /// Whether the issuer's name is one of those that Microsoft's services use. Compared loosely.
    pub(crate) fn is_usual(&self) -> bool {
        let issuer = self.issuer.to_lowercase();
        USUAL_ISSUERS.iter().any(|usual| issuer.contains(usual))
    }

    fn read(der: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let validity = certificate.validity();
        let time = |seconds| DateTime::from_timestamp(seconds, 0);
        Some(Self {
            issuer: name(certificate.issuer()),
            not_before: time(validity.not_before.timestamp())?,
            not_after: time(validity.not_after.timestamp())?,
        })
    }
}

/// Common name and organisation, or the organisation alone, or everything.
pub(crate) fn name(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().find_map(|part| part.as_str().ok());
    let organisation = name.iter_organization().find_map(|part| part.as_str().ok());
    let whole = match (common, organisation) {
        (Some(common), Some(organisation)) if !common.contains(organisation) => {
            format!("{common}, {organisation}")
        }
        (Some(one), _) | (None, Some(one)) => one.to_owned(),
        (None, None) => name.to_string(),
    };
    let line: String = whole
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        "nobody named".to_owned()
    } else {
        line
    }
}

/// The last certificate of every server, by its name.
#[derive(Debug, Default)]
pub(super) struct SeenCertificates(Mutex<HashMap<String, Certificate>>);

impl SeenCertificates {
    /// The certificate of the server at a URL, trusted or not.
    pub(super) fn of(&self, url: &Url) -> Option<Certificate> {
        // rustls writes IPv6 addresses without brackets.
        let host = url.host_str()?.trim_matches(['[', ']']);
        locked(&self.0).get(host).cloned()
    }

    fn note(&self, server: &ServerName<'_>, end_entity: &CertificateDer<'_>) {
        let mut seen = locked(&self.0);
        let server = server.to_str().to_ascii_lowercase();
        // An unreadable certificate must not be mistaken for the one before.
        seen.remove(&server);
        if let Some(certificate) = Certificate::read(end_entity)
            && seen.len() < MOST
        {
            seen.insert(server, certificate);
        }
    }
}

/// Notes every certificate, also one that is then refused, and leaves the decision to another verifier.
#[derive(Debug)]
pub(super) struct WatchingVerifier {
    trust: Arc<dyn ServerCertVerifier>,
    seen: Arc<SeenCertificates>,
}

impl WatchingVerifier {
    pub(super) fn new(trust: Arc<dyn ServerCertVerifier>, seen: Arc<SeenCertificates>) -> Self {
        Self { trust, seen }
    }
}

impl ServerCertVerifier for WatchingVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.seen.note(server_name, end_entity);
        self.trust
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.trust.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.trust.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.trust.supported_verify_schemes()
    }

    fn requires_raw_public_keys(&self) -> bool {
        self.trust.requires_raw_public_keys()
    }

    fn root_hint_subjects(&self) -> Option<&[DistinguishedName]> {
        self.trust.root_hint_subjects()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued_by(issuer: &str) -> Certificate {
        Certificate {
            issuer: issuer.to_owned(),
            not_before: DateTime::UNIX_EPOCH,
            not_after: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn issuers_that_microsoft_uses_are_usual_and_others_are_not() {
        for usual in [
            "Microsoft Azure RSA TLS Issuing CA 04, Microsoft Corporation",
            "DigiCert Global G2 TLS RSA SHA256 2020 CA1, DigiCert Inc",
        ] {
            assert!(issued_by(usual).is_usual(), "{usual}");
        }
        for other in [
            "Example Proxy Intermediate CA, Example Security",
            "Contoso Root",
            "nobody named",
        ] {
            assert!(!issued_by(other).is_usual(), "{other}");
        }
    }

    #[test]
    fn what_is_no_certificate_is_forgotten_and_harmless() {
        let seen = SeenCertificates::default();
        let server = ServerName::try_from("Login.Example").unwrap();
        let url = Url::parse("https://login.example/").unwrap();
        locked(&seen.0).insert("login.example".to_owned(), issued_by("x"));
        assert_eq!(seen.of(&url), Some(issued_by("x")));
        seen.note(&server, &CertificateDer::from(vec![1, 2, 3]));
        assert_eq!(seen.of(&url), None);
    }
}
