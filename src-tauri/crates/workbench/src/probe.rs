//! Reaching a service from this computer: whether, how fast, through which proxy, past whose certificate, and how far the
//! two clocks are apart.
//!
//! Owns the requests that find this out, and the words for what fails. Refuses to know what a service is for: an answer of
//! any status is an answer. No token is sent.
//!
//! Invariants:
//! - No redirect is followed, and no answer's content is kept.
//! - The system decides which certificates are trusted, as it does for the program's other clients; certificates are only
//!   looked at on the way.
//! - Texts of proxies, certificates and answers were written by others: they are short, on one line, and text only.

mod certificate;
mod failure;
mod proxy;
mod regions;
#[cfg(test)]
mod tests;

pub(crate) use certificate::{Certificate, name as certificate_name};
pub(crate) use failure::{Failure, FailureKind, TlsFault};
pub(crate) use proxy::{Proxy, ProxyRules};
pub(crate) use regions::{Region, documented_regions, nearest};

use crate::Clock;
use crate::network::{Route, tls};
use certificate::{SeenCertificates, WatchingVerifier};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use rustls::client::danger::ServerCertVerifier;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use url::Url;

/// Requests per probe. The first makes the connection; the best of all is the latency.
const REQUESTS: usize = 3;
/// Bytes read of an answer, so that its connection can be kept; of a longer one the connection is given up.
const LARGEST_ANSWER: usize = 64 * 1024;

/// How long a connection is kept between requests: for those of one probe.
const KEPT: Duration = Duration::from_secs(2);

/// A clock that only goes forwards: the time since some moment.
pub(crate) type Stopwatch = Arc<dyn Fn() -> Duration + Send + Sync>;

/// The stopwatch of the real world.
pub(crate) fn stopwatch() -> Stopwatch {
    let start = Instant::now();
    Arc::new(move || start.elapsed())
}

/// How a service is reached.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way<'a> {
    /// As the real clouds: on the way that the network settings name.
    Far(&'a Route),
    /// As the sandbox tenant: directly, on this computer.
    Loopback,
}

/// How long a probe waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimeOuts {
    /// To resolve, connect and shake hands.
    pub(crate) connect: Duration,
    /// For one request, from its start to the last byte.
    pub(crate) request: Duration,
}

impl TimeOuts {
    /// A person watches, so a probe is less patient than a call.
    fn half_of(route: &Route) -> Self {
        Self {
            connect: route.connect / 2,
            request: route.answer / 6,
        }
    }
}

/// On this machine, where nothing takes long.
const TIME_OUTS: TimeOuts = TimeOuts {
    connect: Duration::from_secs(5),
    request: Duration::from_secs(10),
};

/// Sends probes, each of which looks anew. Made together with the program's other clients: all of them read the system's
/// proxy settings when they are made.
pub(crate) struct Prober {
    client: reqwest::Client,
    proxies: Option<ProxyRules>,
    certificates: Arc<SeenCertificates>,
    clock: Clock,
    stopwatch: Stopwatch,
}

/// A prober that cannot be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProberError {
    /// Typically the system's certificates cannot be read.
    #[error("the system's certificates cannot be used: {0}")]
    Trust(#[from] rustls::Error),
    /// The client could not be built.
    #[error(transparent)]
    Http(#[from] reqwest::Error),
}

/// What one probe found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Probe {
    /// What was asked.
    pub(crate) url: Url,
    /// The proxy that the settings name for it; `None` for a direct way.
    pub(crate) proxy: Option<Proxy>,
    pub(crate) outcome: Outcome,
}

/// How a probe ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Something answered.
    Reached(Reached),
    /// Nothing did.
    Failed(Failure),
}

/// An answer, of whatever status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reached {
    /// HTTP status.
    pub(crate) status: u16,
    /// From sending a request to the head of its answer; the shortest of up to three on one connection.
    pub(crate) latency: Duration,
    /// The service's time (whole seconds) minus the local one, half the latency accounted for. `None` where the answer
    /// has no `Date`, or is a cache's copy.
    pub(crate) clock_offset: Option<TimeDelta>,
    /// The server's certificate; `None` without TLS.
    pub(crate) certificate: Option<Certificate>,
    /// The answer is a web page. An API has none to give, so a proxy or portal may stand between; sign-in services have
    /// pages of their own.
    pub(crate) web_page: bool,
    /// The host that the answer sends on to; it is not followed.
    pub(crate) redirect_host: Option<String>,
}

impl Reached {
    /// Who issued the certificate, where it is nobody whom Microsoft's services are known to use: something on the way
    /// reads the connection, with a certificate that this system trusts.
    pub(crate) fn inspected_by(&self) -> Option<&str> {
        let certificate = self.certificate.as_ref()?;
        (!certificate.is_usual()).then_some(certificate.issuer.as_str())
    }
}

impl Probe {
    /// The host that was asked, with its port where that is not the usual one.
    pub(crate) fn host(&self) -> String {
        host(&self.url)
    }
}

fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{name}:{port}"),
        None => name.to_owned(),
    }
}

/// One request's answer.
struct Sample {
    took: Duration,
    local: DateTime<Utc>,
    status: u16,
    headers: HeaderMap,
}

impl Prober {
    /// A prober with the system's trust and, for [`Way::Far`], the route's proxy, authorities and patience.
    pub(crate) fn new(way: Way<'_>, clock: Clock, stopwatch: Stopwatch) -> Result<Self, ProberError> {
        let (builder, proxies, verifier, time_outs) = match way {
            Way::Far(route) => (
                route.untrusting_builder()?,
                route.rules(),
                tls::trust(&route.roots)?,
                TimeOuts::half_of(route),
            ),
            Way::Loopback => (
                reqwest::Client::builder().no_proxy(),
                None,
                tls::trust(&[])?,
                TIME_OUTS,
            ),
        };
        Self::with(builder, proxies, verifier, time_outs, clock, stopwatch)
    }

    fn with(
        builder: reqwest::ClientBuilder,
        proxies: Option<ProxyRules>,
        trust: Arc<dyn ServerCertVerifier>,
        time_outs: TimeOuts,
        clock: Clock,
        stopwatch: Stopwatch,
    ) -> Result<Self, ProberError> {
        let certificates = Arc::new(SeenCertificates::default());
        let verifier = WatchingVerifier::new(trust, Arc::clone(&certificates));
        // It leaves the decision to `trust`.
        let mut tls = tls::config(Arc::new(verifier))?;
        // A resumed session shows no certificate, and a kept connection may be older than the fault that is looked for.
        tls.resumption = rustls::client::Resumption::disabled();
        let client = builder
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(time_outs.connect)
            .timeout(time_outs.request)
            .pool_idle_timeout(KEPT)
            .user_agent(concat!("defender-api-workbench/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            client,
            proxies,
            certificates,
            clock,
            stopwatch,
        })
    }

    /// Asks for `url` without any sign-in, up to three times. Takes no longer than three requests' time-outs, and ends at
    /// once when it is cancelled.
    pub(crate) async fn probe(&self, url: &Url, cancel: &CancellationToken) -> Probe {
        let proxy = self.proxies.as_ref().and_then(|rules| rules.proxy_for(url));
        let outcome = tokio::select! {
            biased;
            () = cancel.cancelled() => Outcome::Failed(Failure::cancelled()),
            outcome = self.ask(url, proxy.as_ref()) => outcome,
        };
        Probe {
            url: url.clone(),
            proxy,
            outcome,
        }
    }

    async fn ask(&self, url: &Url, proxy: Option<&Proxy>) -> Outcome {
        if proxy.is_some_and(Proxy::is_socks) {
            return Outcome::Failed(Failure::of(FailureKind::ProxyUnsupported, proxy));
        }
        let mut best: Option<Sample> = None;
        for _ in 0..REQUESTS {
            match self.request(url).await {
                Ok(sample) if best.as_ref().is_none_or(|best| sample.took < best.took) => best = Some(sample),
                Ok(_) => {}
                Err(error) if best.is_none() => {
                    let certificate = self.certificate(url);
                    return Outcome::Failed(Failure::new(&error, certificate, proxy, (self.clock)()));
                }
                // The first answer says it all; the others only measure.
                Err(_) => break,
            }
        }
        match best {
            // A proxy that is spoken to in plain HTTP asks for its sign-in with an answer.
            Some(sample) if sample.status == 407 && proxy.is_some() => {
                Outcome::Failed(Failure::of(FailureKind::ProxySignIn, proxy))
            }
            Some(sample) => Outcome::Reached(self.reached(url, &sample)),
            None => Outcome::Failed(Failure::of(FailureKind::CutOff, proxy)),
        }
    }

    async fn request(&self, url: &Url) -> Result<Sample, reqwest::Error> {
        let start = (self.stopwatch)();
        let mut answer = self.client.get(url.clone()).send().await?;
        let sample = Sample {
            took: (self.stopwatch)().saturating_sub(start),
            local: (self.clock)(),
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
        };
        let mut length = 0;
        // Whatever becomes of the body, the head has come.
        while let Ok(Some(chunk)) = answer.chunk().await {
            length += chunk.len();
            if length > LARGEST_ANSWER {
                break;
            }
        }
        Ok(sample)
    }

    fn reached(&self, url: &Url, sample: &Sample) -> Reached {
        let halfway = TimeDelta::from_std(sample.took / 2)
            .ok()
            .and_then(|half| sample.local.checked_sub_signed(half));
        let service = entra::service_time(&sample.headers);
        let text = |name| sample.headers.get(name).and_then(|value| value.to_str().ok());
        Reached {
            status: sample.status,
            latency: sample.took,
            clock_offset: service.zip(halfway).map(|(service, local)| service - local),
            certificate: self.certificate(url),
            web_page: text(CONTENT_TYPE).is_some_and(|kind| kind.to_ascii_lowercase().contains("html")),
            redirect_host: text(LOCATION)
                .filter(|_| (300..400).contains(&sample.status))
                .and_then(|place| url.join(place).ok())
                .and_then(|place| place.host_str().map(str::to_owned)),
        }
    }

    fn certificate(&self, url: &Url) -> Option<Certificate> {
        (url.scheme() == "https").then(|| self.certificates.of(url))?
    }
}
