//! Small servers on loopback that say the same to everybody, with and without TLS.

use crate::network::tls::provider;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use url::Url;

/// An answer with a length, so that the connection can be kept.
pub(super) fn answer(status: u16, head: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} Fixture\r\nContent-Length: {}\r\n{head}\r\n{body}",
        body.len()
    )
}

/// Issues certificates that live as long as a test.
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    root: CertificateDer<'static>,
}

/// A certificate and its key.
pub(super) struct Identity {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

impl Authority {
    pub(super) fn new(name: &str, organisation: Option<&str>) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        if let Some(organisation) = organisation {
            params
                .distinguished_name
                .push(DnType::OrganizationName, organisation);
        }
        let root = params.self_signed(&key).unwrap().der().clone();
        Self {
            issuer: Issuer::new(params, key),
            root,
        }
    }

    /// A certificate for a host, valid from one New Year to another.
    pub(super) fn identity(&self, host: &str, from: i32, to: i32) -> Identity {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        let certificate = params.signed_by(&key, &self.issuer).unwrap().der().clone();
        Identity {
            certificate,
            key: PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        }
    }

    /// A certificate for 127.0.0.1 that is valid.
    pub(super) fn usual(&self) -> Identity {
        self.identity("127.0.0.1", 2001, 2900)
    }
}

/// Trusts one authority and nobody else.
pub(super) fn trusting(authority: &Authority) -> Arc<dyn ServerCertVerifier> {
    let mut roots = RootCertStore::empty();
    roots.add(authority.root.clone()).unwrap();
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider())
        .build()
        .unwrap()
}

/// A server that runs until the test ends.
pub(super) struct Server {
    pub(super) url: Url,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    connections: AtomicUsize,
    requests: AtomicUsize,
}

impl Server {
    pub(super) async fn plain(answer: String) -> Self {
        let (listener, url) = listen("http").await;
        let counts = Arc::new(Counts::default());
        let counted = Arc::clone(&counts);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, answer.clone(), Arc::clone(&counted)));
            }
        });
        Self { url, counts }
    }

    /// Answers once and is gone.
    pub(super) async fn once(answer: String) -> Self {
        let (listener, url) = listen("http").await;
        let counts = Arc::new(Counts::default());
        let counted = Arc::clone(&counts);
        tokio::spawn(async move {
            if let Ok((mut stream, _)) = listener.accept().await {
                drop(listener);
                counted.connections.fetch_add(1, Ordering::SeqCst);
                if request(&mut stream).await {
                    counted.requests.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
            }
        });
        Self { url, counts }
    }

    /// Answers to the first bytes, whatever they are, and closes.
    pub(super) async fn hasty(answer: String) -> Self {
        let (listener, url) = listen("http").await;
        let counts = Arc::new(Counts::default());
        let counted = Arc::clone(&counts);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                counted.connections.fetch_add(1, Ordering::SeqCst);
                let mut chunk = [0; 4096];
                let _ = stream.read(&mut chunk).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, counts }
    }

    pub(super) async fn tls(identity: Identity, answer: String) -> Self {
        let config = rustls::ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![identity.certificate], identity.key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (listener, url) = listen("https").await;
        let counts = Arc::new(Counts::default());
        let counted = Arc::clone(&counts);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.connections.fetch_add(1, Ordering::SeqCst);
                let (acceptor, answer, counted) = (acceptor.clone(), answer.clone(), Arc::clone(&counted));
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, answer, counted).await;
                    }
                });
            }
        });
        Self { url, counts }
    }

    pub(super) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    pub(super) fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }
}

/// A listener whose connections nobody accepts.
pub(super) async fn silent() -> (TcpListener, Url) {
    listen("http").await
}

/// An address where nobody listens any more.
pub(super) async fn nobody() -> Url {
    listen("http").await.1
}

async fn listen(scheme: &str) -> (TcpListener, Url) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, Url::parse(&format!("{scheme}://{address}/")).unwrap())
}

/// Gives the same answer to every request of a connection; an empty one closes it.
async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, answer: String, counts: Arc<Counts>) {
    while request(&mut stream).await {
        counts.requests.fetch_add(1, Ordering::SeqCst);
        if answer.is_empty() || stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Reads one request's head; `false` where the connection ended.
async fn request(stream: &mut (impl AsyncRead + Unpin)) -> bool {
    let mut head: Vec<u8> = Vec::new();
    let mut chunk = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n".as_slice()) {
        match stream.read(&mut chunk).await {
            Ok(length) if length > 0 => head.extend(chunk.iter().take(length)),
            _ => return false,
        }
    }
    true
}
