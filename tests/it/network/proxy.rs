//! A company's proxy on loopback: it wants a sign-in, lets some hosts through, and reads what passes with certificates of its
//! own authority. Behind every host stands the sandbox tenant.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

pub const USERNAME: &str = "fixture-user";
pub const PASSWORD: &str = "fixture-password";

pub struct Proxy {
    pub address: String,
    /// Its authority's certificate, as the window sends it: a PEM file in Base64.
    pub root: String,
    seen: Arc<Mutex<Vec<String>>>,
}

/// What a proxy does with a wish for a tunnel.
#[derive(Clone, Copy)]
pub enum Manner {
    LetsThrough,
    WantsSignIn,
    Refuses,
}

impl Proxy {
    /// Starts one whose hosts all lead to `behind`.
    pub async fn start(manner: Manner, behind: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, "Example inspecting CA");
        let root = params.self_signed(&key).unwrap().der().clone();
        let proxy = Self {
            address: listener.local_addr().unwrap().to_string(),
            root: pem_file(&root),
            seen: Arc::default(),
        };
        let (issuer, seen, behind) = (
            Arc::new(Issuer::new(params, key)),
            Arc::clone(&proxy.seen),
            behind.to_owned(),
        );
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (issuer, seen, behind) = (Arc::clone(&issuer), Arc::clone(&seen), behind.clone());
                tokio::spawn(async move {
                    // A client that goes away ends its connection alone.
                    let _ = serve(stream, manner, &issuer, &seen, &behind).await;
                });
            }
        });
        proxy
    }

    /// Hosts that tunnels were wanted to.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    manner: Manner,
    issuer: &Issuer<'static, KeyPair>,
    seen: &Mutex<Vec<String>>,
    behind: &str,
) -> std::io::Result<()> {
    let head = head(&mut stream).await?;
    let target = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap().push(target.clone());
    let expected = format!(
        "Basic {}",
        BASE64_STANDARD.encode(format!("{USERNAME}:{PASSWORD}"))
    );
    let answer = match manner {
        Manner::Refuses => "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        Manner::WantsSignIn if !head.contains(&expected) => {
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"fixture\"\r\nContent-Length: 0\r\n\r\n"
        }
        Manner::LetsThrough | Manner::WantsSignIn => "HTTP/1.1 200 Connection established\r\n\r\n",
    };
    stream.write_all(answer.as_bytes()).await?;
    if !answer.contains(" 200 ") {
        return Ok(());
    }
    let host = target.split(':').next().unwrap_or_default();
    let inside = acceptor(issuer, host).accept(stream).await?;
    let (mut requests, mut answers_in) = tokio::io::split(inside);
    let (mut answers, mut requests_out) = TcpStream::connect(behind).await?.into_split();
    // The sandbox tenant answers to its own name alone.
    let forward = async {
        loop {
            let head = self::head(&mut requests).await?;
            let mut body = 0;
            for line in head.split_inclusive("\r\n") {
                let (name, value) = line.split_once(':').unwrap_or((line, ""));
                if name.eq_ignore_ascii_case("host") {
                    requests_out
                        .write_all(format!("Host: {behind}\r\n").as_bytes())
                        .await?;
                    continue;
                }
                if name.eq_ignore_ascii_case("content-length") {
                    body = value.trim().parse().unwrap();
                }
                requests_out.write_all(line.as_bytes()).await?;
            }
            tokio::io::copy(&mut (&mut requests).take(body), &mut requests_out).await?;
        }
    };
    tokio::select! {
        outcome = forward => outcome,
        outcome = tokio::io::copy(&mut answers, &mut answers_in) => outcome.map(drop),
    }
}

async fn head(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn acceptor(issuer: &Issuer<'static, KeyPair>, host: &str) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    let certificate = params.signed_by(&key, issuer).unwrap().der().clone();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

fn pem_file(der: &CertificateDer<'_>) -> String {
    let body = BASE64_STANDARD.encode(der);
    BASE64_STANDARD.encode(format!(
        "-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
    ))
}
