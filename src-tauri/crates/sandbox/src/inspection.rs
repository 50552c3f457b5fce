//! The fault `untrusted-root`: a second port that speaks TLS only, with a certificate whose root nobody trusts, as
//! behind a proxy that inspects TLS.
//!
//! Owns: the throw-away root, the certificate for loopback, and the TLS handshakes.
//! Refuses to know: what is served behind them.
//!
//! Invariants: keys live in memory only and are new each time the fault is switched on. The certificates are dated
//! widely and independently of any clock, so that trust is the only thing a client can find wrong with them.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use axum::{Extension, Router};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};
use tokio_rustls::server::TlsStream;
use url::Url;

use crate::listening::{Listening, open};
use crate::origin::OverTls;
use crate::server::StartError;

/// Who made the certificates, as a client sees it.
const PROXY_NAME: &str = "Sandbox inspecting proxy";

/// How long a client may take for its handshake.
const HANDSHAKE_WAIT: Duration = Duration::from_secs(10);

/// Handshakes under way at a time.
const HANDSHAKES: usize = 64;

/// The second port, being served.
pub(crate) struct InspectingProxy {
    pub(crate) base_url: Url,
    /// The root in DER; whoever trusts it can connect.
    pub(crate) root: Vec<u8>,
    listening: Listening,
}

impl InspectingProxy {
    /// Makes certificates and serves `router` on a port that the operating system chooses.
    pub(crate) async fn start(router: Router) -> Result<Self, StartError> {
        let chain = Chain::make().map_err(|error| StartError::Keys(error.to_string()))?;
        let root = chain.root.to_vec();
        let acceptor = chain
            .acceptor()
            .map_err(|error| StartError::Keys(error.to_string()))?;
        let (tcp, address) = open(0).await?;
        let base_url =
            Url::parse(&format!("https://{address}")).map_err(|error| StartError::Keys(error.to_string()))?;
        let listener = TlsListener {
            tcp,
            acceptor,
            handshakes: JoinSet::new(),
        };
        Ok(Self {
            base_url,
            root,
            listening: Listening::serve(listener, router.layer(Extension(OverTls))),
        })
    }

    /// Returns when the port is free.
    pub(crate) async fn stop(self) {
        self.listening.stop().await;
    }
}

/// A root, and the certificate for this computer that it signed.
struct Chain {
    root: CertificateDer<'static>,
    leaf: CertificateDer<'static>,
    key: PrivatePkcs8KeyDer<'static>,
}

impl Chain {
    fn make() -> Result<Self, rcgen::Error> {
        let mut root = dated(CertificateParams::default(), &format!("{PROXY_NAME} root"));
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let root_key = KeyPair::generate()?;
        let root_certificate = root.self_signed(&root_key)?;
        let issuer = Issuer::new(root, root_key);

        let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
        let mut leaf = dated(CertificateParams::new(names)?, PROXY_NAME);
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        leaf.use_authority_key_identifier_extension = true;
        let leaf_key = KeyPair::generate()?;
        let leaf_certificate = leaf.signed_by(&leaf_key, &issuer)?;
        Ok(Self {
            root: root_certificate.der().clone(),
            leaf: leaf_certificate.der().clone(),
            key: PrivatePkcs8KeyDer::from(leaf_key.serialize_der()),
        })
    }

    /// Takes handshakes with this chain; the root is sent along, as inspecting proxies do.
    fn acceptor(self) -> Result<TlsAcceptor, tokio_rustls::rustls::Error> {
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![self.leaf, self.root], self.key.into())?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

/// With the proxy's name as subject and dates that hold for as long as the sandbox may be used.
fn dated(mut params: CertificateParams, common_name: &str) -> CertificateParams {
    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, PROXY_NAME);
    name.push(DnType::CommonName, common_name);
    params.distinguished_name = name;
    params.not_before = date_time_ymd(2025, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    params
}

/// Accepts connections and finishes their handshakes side by side, so that a slow client holds up nobody.
struct TlsListener {
    tcp: TcpListener,
    acceptor: TlsAcceptor,
    handshakes: JoinSet<Option<(TlsStream<TcpStream>, SocketAddr)>>,
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            tokio::select! {
                (stream, address) = Listener::accept(&mut self.tcp), if self.handshakes.len() < HANDSHAKES => {
                    let handshake = self.acceptor.accept(stream);
                    self.handshakes.spawn(async move {
                        let done = tokio::time::timeout(HANDSHAKE_WAIT, handshake).await;
                        // Most clients break off here: they do not trust the root.
                        done.ok()?.ok().map(|stream| (stream, address))
                    });
                }
                Some(done) = self.handshakes.join_next() => {
                    if let Ok(Some(connection)) = done {
                        return connection;
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.tcp.local_addr()
    }
}
