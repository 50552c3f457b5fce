//! Where the time of a call went: what was needed to reach the service is told apart, and only where it happened.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod common;

use common::{Bench, RecordedPace};
use defender::{Again, Expected, Request, TimeOuts, Timing, http_client, timed_handshakes};
use rcgen::{CertificateParams, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, HandshakeKind, RootCertStore, ServerConfig};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A service behind TLS that says `{}` to everybody.
struct Service {
    base: String,
    certificate: CertificateDer<'static>,
    /// How each connection's handshake went.
    handshakes: Arc<Mutex<Vec<Option<HandshakeKind>>>>,
}

impl Service {
    /// `connection` is the header by which it keeps connections or not.
    async fn start(connection: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let service = Self {
            base: format!("https://{}", listener.local_addr().unwrap()),
            certificate,
            handshakes: Arc::default(),
        };
        let handshakes = Arc::clone(&service.handshakes);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let mut stream = acceptor.accept(stream).await.unwrap();
                handshakes
                    .lock()
                    .unwrap()
                    .push(stream.get_ref().1.handshake_kind());
                let mut head = Vec::new();
                while let Ok(byte) = stream.read_u8().await {
                    head.push(byte);
                    if head.ends_with(b"\r\n\r\n") {
                        head.clear();
                        let answer = format!(
                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: {connection}\r\n\r\n{{}}"
                        );
                        stream.write_all(answer.as_bytes()).await.unwrap();
                        if connection == "close" {
                            stream.shutdown().await.unwrap();
                            break;
                        }
                    }
                }
            }
        });
        service
    }

    /// A client that trusts this service and no other.
    fn bench(&self) -> Bench {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let tls = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let way = reqwest::Client::builder()
            .no_proxy()
            .tls_backend_preconfigured(timed_handshakes(tls));
        let http = http_client(way, TimeOuts::default()).unwrap();
        Bench::over(http, &self.base, &["token-1"], RecordedPace::default())
    }
}

async fn timing_of_a_call(bench: &Bench) -> Timing {
    let request = Request::new("/api/alerts").expecting(Expected::Any);
    let called = bench
        .client
        .call(&request, Again::Never, &bench.cancel, &|_| ())
        .await;
    called.outcome.unwrap();
    called.trace.timing
}

#[tokio::test]
async fn the_handshake_is_told_apart_from_connecting_and_a_kept_connection_has_neither() {
    let service = Service::start("keep-alive").await;
    let bench = service.bench();
    let first = timing_of_a_call(&bench).await;
    assert!(first.connect.is_some() && first.tls.is_some(), "{first:?}");
    assert!(!first.tls.unwrap().is_zero());
    let second = timing_of_a_call(&bench).await;
    assert_eq!((second.connect, second.tls), (None, None));
    assert_eq!(service.handshakes.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn sessions_are_resumed_as_ever_and_that_is_a_handshake_too() {
    let service = Service::start("close").await;
    let bench = service.bench();
    for _ in 0..2 {
        let timing = timing_of_a_call(&bench).await;
        assert!(timing.connect.is_some() && timing.tls.is_some(), "{timing:?}");
    }
    assert_eq!(
        *service.handshakes.lock().unwrap(),
        [Some(HandshakeKind::Full), Some(HandshakeKind::Resumed)]
    );
}

#[tokio::test]
async fn without_tls_there_is_no_handshake() {
    let server = wiremock::MockServer::start().await;
    wiremock::Mock::given(wiremock::matchers::any())
        .respond_with(wiremock::ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let timing = timing_of_a_call(&Bench::new(&server.uri())).await;
    assert!(timing.connect.is_some());
    assert_eq!(timing.tls, None);
}
