//! The HTTP clients that calls go through.

use std::time::Duration;

use reqwest::redirect::Policy;

use crate::timing::{TimedConnections, TimedResolver};

/// How long a connection may take to be made, TLS included.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the other side may stay silent.
const SILENCE: Duration = Duration::from_secs(60);
/// How long a whole call may take. A page of 10,000 alerts over a slow line takes minutes.
const WHOLE: Duration = Duration::from_secs(600);

/// How long a call may take.
#[derive(Clone, Copy, Debug)]
pub struct TimeOuts {
    /// To resolve, connect and shake hands.
    pub connect: Duration,
    /// How long the other side may stay silent.
    pub silence: Duration,
}

impl Default for TimeOuts {
    fn default() -> Self {
        Self {
            connect: CONNECT,
            silence: SILENCE,
        }
    }
}

/// A client for the real clouds: time-outs, no redirects. `way` brings proxy and trust; as reqwest makes it, both are the
/// system's.
///
/// # Errors
/// Where the proxy or the trust store cannot be used.
pub fn http_client(
    way: reqwest::ClientBuilder,
    time_outs: TimeOuts,
) -> Result<reqwest::Client, reqwest::Error> {
    way.user_agent(concat!("defender-api-workbench/", env!("CARGO_PKG_VERSION")))
        // A redirect could lead the token to another host.
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(time_outs.connect)
        .read_timeout(time_outs.silence)
        .timeout(WHOLE)
        .dns_resolver(TimedResolver)
        .connector_layer(TimedConnections)
        .build()
}

/// A client for the sandbox tenant on this machine: the same, without a proxy, which could not reach it.
///
/// # Errors
/// Where the system's trust store cannot be used.
pub fn loopback_http_client() -> Result<reqwest::Client, reqwest::Error> {
    http_client(reqwest::Client::builder().no_proxy(), TimeOuts::default())
}
