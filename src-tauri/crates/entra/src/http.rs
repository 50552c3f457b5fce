//! The HTTP client for the token endpoint, and how its failures are told apart.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

/// To resolve, connect and shake hands.
const CONNECT_TIME_OUT: Duration = Duration::from_secs(10);
/// From the request to the last byte of the answer.
const TOTAL_TIME_OUT: Duration = Duration::from_secs(30);

/// How long a request may take.
#[derive(Clone, Copy, Debug)]
pub struct TimeOuts {
    /// To resolve, connect and shake hands.
    pub connect: Duration,
    /// From the request to the last byte of the answer.
    pub whole: Duration,
}

impl Default for TimeOuts {
    fn default() -> Self {
        Self {
            connect: CONNECT_TIME_OUT,
            whole: TOTAL_TIME_OUT,
        }
    }
}

/// A client that follows no redirect (a token request must reach the endpoint it was made for, or nobody) and gives up
/// in time. `way` brings proxy and trust; as reqwest makes it, both are the system's.
///
/// # Errors
/// Where the proxy or the trust store cannot be used.
pub fn http_client(
    way: reqwest::ClientBuilder,
    time_outs: TimeOuts,
) -> Result<reqwest::Client, reqwest::Error> {
    way.redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(time_outs.connect)
        .timeout(time_outs.whole)
        .user_agent(concat!("defender-api-workbench/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// The same for a service on loopback: without a proxy, which would look for it on another machine.
///
/// # Errors
/// Where the system's trust store cannot be used.
pub fn loopback_http_client() -> Result<reqwest::Client, reqwest::Error> {
    http_client(reqwest::Client::builder().no_proxy(), TimeOuts::default())
}

/// The service was not reached, or did not answer.
#[derive(Debug)]
pub struct NetworkError {
    /// What failed.
    pub kind: NetworkKind,
    source: reqwest::Error,
}

/// What failed on the way to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NetworkKind {
    /// Its name could not be resolved.
    Dns,
    /// No connection, or it broke before an answer came.
    Connect,
    /// The TLS handshake failed: an untrusted certificate, a proxy that inspects, a wrong clock.
    Tls,
    /// The proxy wants a sign-in (HTTP 407).
    ProxySignIn,
    /// The proxy does not let the connection through.
    ProxyRefused,
    /// No answer in time.
    TimedOut,
}

impl NetworkError {
    pub(crate) fn new(error: reqwest::Error) -> Self {
        // A time-out while connecting is a time-out; a failed look-up is also a failure to connect.
        let kind = if error.is_timeout() {
            NetworkKind::TimedOut
        } else if error.is_dns() {
            NetworkKind::Dns
        } else if is_tls(&error) {
            NetworkKind::Tls
        } else {
            tunnel_refusal(&error).unwrap_or(NetworkKind::Connect)
        };
        Self {
            kind,
            source: error.without_url(),
        }
    }
}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            NetworkKind::Dns => "the service's name could not be resolved",
            NetworkKind::Connect => "no connection to the service",
            NetworkKind::Tls => "the TLS handshake with the service failed",
            NetworkKind::ProxySignIn => "the proxy wants a sign-in",
            NetworkKind::ProxyRefused => "the proxy does not let the connection through",
            NetworkKind::TimedOut => "the service did not answer in time",
        })
    }
}

impl Error for NetworkError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}

/// What a proxy said to the wish for a tunnel. The type of its refusal is not public; tests hold on to its words.
fn tunnel_refusal(error: &(dyn Error + 'static)) -> Option<NetworkKind> {
    let mut next = Some(error);
    while let Some(cause) = next {
        match cause.to_string().as_str() {
            "tunnel error: proxy authorization required" => return Some(NetworkKind::ProxySignIn),
            "tunnel error: unsuccessful" => return Some(NetworkKind::ProxyRefused),
            _ => next = cause.source(),
        }
    }
    None
}

/// Whether an error of the TLS library lies in the chain. `io::Error` hides what it wraps from `source`, so it is
/// opened on the way.
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    false
}
