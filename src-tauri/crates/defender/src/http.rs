//! The HTTP clients that calls go through.

use std::time::Duration;

use reqwest::redirect::Policy;

/// How long a connection may take to be made, TLS included.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the other side may stay silent.
const SILENCE: Duration = Duration::from_secs(60);
/// How long a whole call may take. A page of 10,000 alerts over a slow line takes minutes.
const WHOLE: Duration = Duration::from_secs(600);

/// A client for the real clouds: the system's proxy and trust store, time-outs, no redirects.
///
/// # Errors
/// Where the system's trust store cannot be used.
pub fn http_client() -> Result<reqwest::Client, reqwest::Error> {
    builder().build()
}

/// A client for the sandbox tenant on this machine: the same, without a proxy, which could not reach it.
///
/// # Errors
/// Where the system's trust store cannot be used.
pub fn loopback_http_client() -> Result<reqwest::Client, reqwest::Error> {
    builder().no_proxy().build()
}

fn builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(concat!("defender-api-workbench/", env!("CARGO_PKG_VERSION")))
        // A redirect could lead the token to another host.
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .timeout(WHOLE)
}
