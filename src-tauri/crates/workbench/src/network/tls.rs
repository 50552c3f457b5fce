//! TLS as the program speaks it: the settings that reqwest's own clients have, for those that bring a part of their own.
//!
//! Owns: provider, protocol versions, and what is trusted. Refuses to know: who connects.
//!
//! Invariant: the system decides which servers are trusted, the admin's own authorities beside it; nothing here decides.

use rustls::ClientConfig;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::CertificateDer;
use rustls_platform_verifier::Verifier;
use std::sync::Arc;

/// What reqwest's own clients use.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// The system's trust, and these authorities beside it.
pub(crate) fn trust(roots: &[CertificateDer<'static>]) -> Result<Arc<dyn ServerCertVerifier>, rustls::Error> {
    Ok(Arc::new(if roots.is_empty() {
        Verifier::new(provider())?
    } else {
        Verifier::new_with_extra_roots(roots.iter().cloned(), provider())?
    }))
}

/// HTTP/2 and HTTP/1.1 over TLS 1.3 and 1.2. "Dangerous" is what rustls calls any verifier that is given.
pub(crate) fn config(trust: Arc<dyn ServerCertVerifier>) -> Result<ClientConfig, rustls::Error> {
    let mut config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(trust)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
