//! The HTTP client for the token endpoint, and how its failures are told apart.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

/// To resolve, connect and shake hands.
const CONNECT_TIME_OUT: Duration = Duration::from_secs(10);
/// From the request to the last byte of the answer.
const TOTAL_TIME_OUT: Duration = Duration::from_secs(30);

/// A client that follows no redirect (a token request must reach the endpoint it was made for, or nobody), gives up
/// in time, uses the system's proxy and trusts what the system trusts.
pub fn http_client() -> Result<reqwest::Client, reqwest::Error> {
    builder().build()
}

/// The same for a service on loopback: without a proxy, which would look for it on another machine.
pub fn loopback_http_client() -> Result<reqwest::Client, reqwest::Error> {
    builder().no_proxy().build()
}

fn builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(CONNECT_TIME_OUT)
        .timeout(TOTAL_TIME_OUT)
        .user_agent(concat!("defender-api-workbench/", env!("CARGO_PKG_VERSION")))
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
            NetworkKind::Connect
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
            NetworkKind::TimedOut => "the service did not answer in time",
        })
    }
}

impl Error for NetworkError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
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
