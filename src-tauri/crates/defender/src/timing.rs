//! How long resolving, connecting and the TLS handshake take, as seen by the HTTP client.
//!
//! All of it happens inside the client, on behalf of whichever call needs a connection; a task-local says which. A call that
//! uses a kept connection, or one that another call was making, has none of it.
//!
//! The HTTP library connects and shakes hands in one go. Where the second begins is told by TLS itself: before anything
//! else it asks its store of earlier sessions what the server liked last time. The store is the usual one, and only its
//! being asked is noted.

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::NamedGroup;
use rustls::client::{
    ClientSessionMemoryCache, ClientSessionStore, Resumption, Tls12ClientSessionValue,
    Tls13ClientSessionValue,
};
use rustls::pki_types::ServerName;
use tower_layer::Layer;
use tower_service::Service;

tokio::task_local! {
    static CURRENT: Mutex<Phases>;
}

/// What was measured on behalf of a call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Phases {
    /// Name resolution.
    pub(crate) dns: Option<Duration>,
    /// Everything until the connection stood: resolution, TCP, TLS.
    pub(crate) connect: Option<Duration>,
    /// The TLS handshake with the service; that with a proxy before it belongs to connecting.
    pub(crate) tls: Option<Duration>,
    /// When the last handshake began, until the connection stands.
    handshake: Option<Instant>,
}

/// Runs a call and tells what was measured on its behalf.
pub(crate) async fn measured<T>(call: impl Future<Output = T>) -> (T, Phases) {
    CURRENT
        .scope(Mutex::default(), async {
            let outcome = call.await;
            let phases = CURRENT.with(|current| *lock(current));
            (outcome, phases)
        })
        .await
}

fn note(change: impl FnOnce(&mut Phases)) {
    // Outside a measured call there is nobody to tell.
    let _ = CURRENT.try_with(|current| change(&mut lock(current)));
}

fn lock(phases: &Mutex<Phases>) -> std::sync::MutexGuard<'_, Phases> {
    phases.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The system's resolver, timed.
pub(crate) struct TimedResolver;

impl Resolve for TimedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let start = Instant::now();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            note(|phases| phases.dns = Some(start.elapsed()));
            // The words by which a failed look-up is told from a failed connection, as the client's own resolver has them.
            let found =
                found.map_err(|error| std::io::Error::new(error.kind(), format!("dns error: {error}")))?;
            let addresses: Addrs = Box::new(found.collect::<Vec<_>>().into_iter());
            Ok(addresses)
        })
    }
}

/// Times whole connections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimedConnections;

impl<S> Layer<S> for TimedConnections {
    type Service = Timed<S>;

    fn layer(&self, inner: S) -> Timed<S> {
        Timed(inner)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Timed<S>(S);

impl<S, R> Service<R> for Timed<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let start = Instant::now();
        let connecting = self.0.call(target);
        Box::pin(async move {
            let outcome = connecting.await;
            note(|phases| {
                phases.connect = Some(start.elapsed());
                phases.tls = phases.handshake.take().map(|began| began.elapsed());
            });
            outcome
        })
    }
}

/// How many servers' sessions are remembered, as rustls has it of itself.
const SESSIONS: usize = 256;

/// A TLS configuration that is the same but for this: for each call its handshake is told apart from connecting.
#[must_use]
pub fn timed_handshakes(mut tls: rustls::ClientConfig) -> rustls::ClientConfig {
    tls.resumption = Resumption::store(std::sync::Arc::new(TimedSessions(ClientSessionMemoryCache::new(
        SESSIONS,
    ))));
    tls
}

/// Earlier sessions, as rustls keeps them; notes when a handshake begins.
#[derive(Debug)]
struct TimedSessions(ClientSessionMemoryCache);

impl ClientSessionStore for TimedSessions {
    fn set_kx_hint(&self, server_name: ServerName<'static>, group: NamedGroup) {
        self.0.set_kx_hint(server_name, group);
    }

    fn kx_hint(&self, server_name: &ServerName<'_>) -> Option<NamedGroup> {
        note(|phases| phases.handshake = Some(Instant::now()));
        self.0.kx_hint(server_name)
    }

    fn set_tls12_session(&self, server_name: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.0.set_tls12_session(server_name, value);
    }

    fn tls12_session(&self, server_name: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.0.tls12_session(server_name)
    }

    fn remove_tls12_session(&self, server_name: &ServerName<'static>) {
        self.0.remove_tls12_session(server_name);
    }

    fn insert_tls13_ticket(&self, server_name: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.0.insert_tls13_ticket(server_name, value);
    }

    fn take_tls13_ticket(&self, server_name: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.0.take_tls13_ticket(server_name)
    }
}
