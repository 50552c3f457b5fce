//! The loopback listener that takes the browser's answer (RFC 8252 §7.3).
//!
//! Owns sockets, limits and pages. It accepts one thing: a form posted to `/` with `Host: localhost:{port}` that carries
//! the attempt's `state`. Everything else (favicons, preconnects, other tabs, scanners) gets a short answer and changes
//! nothing.
//!
//! Invariants:
//! - Bound to loopback addresses only, on a port chosen by the system, for one attempt.
//! - A connection that hangs holds up nobody: each one is read by its own task, with a time-out.
//! - After the answer, no further connection is served.

mod page;
mod request;

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time;

use crate::callback::{self, Callback, NotTheAnswer};
use page::Page;
use request::Rejected;

/// A browser sends its request at once; a connection that does not is a preconnect.
const READ_TIME_OUT: Duration = Duration::from_secs(10);
/// To write a page, and to take in what a peer still sends.
const CLOSE_TIME_OUT: Duration = Duration::from_secs(2);
/// Connections read at the same time; more are closed unread.
const MOST_CONNECTIONS: usize = 128;
/// How often another port is tried when `::1` has another owner on this one.
const PORT_TRIES: usize = 8;
/// Before the next try where the system has no more sockets to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Sockets of one attempt.
pub(crate) struct Listener {
    v4: Option<TcpListener>,
    v6: Option<TcpListener>,
    port: u16,
    read_time_out: Duration,
}

/// This attempt's answer, with the browser still waiting for its page.
pub(crate) struct Answer {
    pub(crate) callback: Callback,
    pub(crate) browser: WaitingBrowser,
}

/// A connection that is owed a page.
pub(crate) struct WaitingBrowser(TcpStream);

impl Listener {
    /// Binds 127.0.0.1 and, where there is one, `::1` on the same port: `localhost` may mean either, and a browser
    /// tries both. (Windows keeps other users off a bound port; the code is worth nothing without the verifier.)
    pub(crate) async fn bind() -> io::Result<Self> {
        Self::bind_by(TcpListener::bind::<SocketAddr>).await
    }

    /// [`Listener::bind`], whatever `bind` makes of an address.
    async fn bind_by<F>(bind: impl Fn(SocketAddr) -> F) -> io::Result<Self>
    where
        F: Future<Output = io::Result<TcpListener>>,
    {
        let mut taken = io::Error::from(io::ErrorKind::AddrInUse);
        for _ in 0..PORT_TRIES {
            let v4 = match bind((Ipv4Addr::LOCALHOST, 0).into()).await {
                Ok(v4) => v4,
                // A system without IPv4, if the other one works.
                Err(error) => {
                    let v6 = bind((Ipv6Addr::LOCALHOST, 0).into()).await.map_err(|_| error)?;
                    let port = v6.local_addr()?.port();
                    return Ok(Self::new(None, Some(v6), port));
                }
            };
            let port = v4.local_addr()?.port();
            match bind((Ipv6Addr::LOCALHOST, port).into()).await {
                Ok(v6) => return Ok(Self::new(Some(v4), Some(v6), port)),
                // Another program would get the answers that the browser sends to `::1`.
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => taken = error,
                // No IPv6 here.
                Err(_) => return Ok(Self::new(Some(v4), None, port)),
            }
        }
        Err(taken)
    }

    fn new(v4: Option<TcpListener>, v6: Option<TcpListener>, port: u16) -> Self {
        Self {
            v4,
            v6,
            port,
            read_time_out: READ_TIME_OUT,
        }
    }

    /// The address that Entra sends the browser to. Entra ignores the port when it compares, not the path.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }

    /// Waits for the answer that carries `state`. Ends with it alone; the caller sets the time-out.
    pub(crate) async fn answer(self, state: &str) -> Answer {
        let host = format!("localhost:{}", self.port);
        let expected = Arc::new(Expected {
            host,
            state: state.to_owned(),
            read_time_out: self.read_time_out,
        });
        let (found, mut answers) = mpsc::channel(1);
        // Dropping the set ends every connection that is still being read.
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                Some(answer) = answers.recv() => return answer,
                Some(_) = connections.join_next() => {}
                accepted = self.accept() => match accepted {
                    Ok((stream, _)) if connections.len() < MOST_CONNECTIONS => {
                        connections.spawn(serve(stream, Arc::clone(&expected), found.clone()));
                    }
                    Ok(_) => tracing::debug!("loopback.too_many_connections"),
                    Err(error) => {
                        tracing::debug!(%error, "loopback.accept_failed");
                        time::sleep(ACCEPT_PAUSE).await;
                    }
                },
            }
        }
    }

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        async fn one(socket: Option<&TcpListener>) -> io::Result<(TcpStream, SocketAddr)> {
            match socket {
                Some(socket) => socket.accept().await,
                None => std::future::pending().await,
            }
        }
        tokio::select! {
            accepted = one(self.v4.as_ref()) => accepted,
            accepted = one(self.v6.as_ref()) => accepted,
        }
    }
}

impl WaitingBrowser {
    /// Shows that all went well.
    pub(crate) async fn signed_in(self) {
        close(self.0, page::SIGNED_IN, Rest::Read).await;
    }

    /// Sends the person back to the program.
    pub(crate) async fn not_signed_in(self) {
        close(self.0, page::NOT_SIGNED_IN, Rest::Read).await;
    }
}

struct Expected {
    host: String,
    state: String,
    read_time_out: Duration,
}

async fn serve(mut stream: TcpStream, expected: Arc<Expected>, found: mpsc::Sender<Answer>) {
    let form = time::timeout(expected.read_time_out, request::form(&mut stream, &expected.host)).await;
    let (page, rest) = match form {
        Ok(Ok(body)) => match callback::parse(&body, &expected.state) {
            Ok(callback) => {
                // A second answer with the same state finds the channel full, or nobody there.
                let _ = found.try_send(Answer {
                    callback,
                    browser: WaitingBrowser(stream),
                });
                return;
            }
            Err(NotTheAnswer::WrongState) => (page::WRONG_STATE, Rest::Read),
            Err(NotTheAnswer::Unusable) => (page::UNUSABLE, Rest::Read),
        },
        Ok(Err(Rejected::With(page))) => (page, Rest::Unread),
        Ok(Err(Rejected::Silently)) => return,
        Err(_) => (page::TOO_SLOW, Rest::Unread),
    };
    tracing::debug!(status = page.status, "loopback.ignored_request");
    close(stream, page, rest).await;
}

/// Whether a peer may still be sending.
#[derive(Clone, Copy)]
enum Rest {
    Read,
    Unread,
}

async fn close(mut stream: TcpStream, page: Page, rest: Rest) {
    let write = async {
        stream.write_all(&page.response()).await?;
        stream.shutdown().await?;
        // Closing over unread bytes resets the connection, and the peer would lose the page.
        let unread = matches!(rest, Rest::Unread);
        let mut sink = [0; 4096];
        while unread && stream.read(&mut sink).await? > 0 {}
        io::Result::Ok(())
    };
    // The page is a courtesy; whether it arrived changes nothing.
    let _ = time::timeout(CLOSE_TIME_OUT, write).await;
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Binds IPv4 addresses, and IPv6 addresses with what `v6` says of the how-manieth.
    async fn bound(v6: impl Fn(usize) -> io::Result<()>) -> (io::Result<Listener>, usize) {
        let tries = AtomicUsize::new(0);
        let listener = Listener::bind_by(|address| {
            let allowed = match address {
                SocketAddr::V4(_) => Ok(()),
                SocketAddr::V6(_) => v6(tries.fetch_add(1, Ordering::Relaxed)),
            };
            async move {
                allowed?;
                // Stands for `::1` too, which not every system has.
                TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
            }
        });
        (listener.await, tries.into_inner())
    }

    fn failure(kind: io::ErrorKind) -> io::Result<()> {
        Err(io::Error::from(kind))
    }

    #[tokio::test]
    async fn both_addresses_are_bound_where_both_are_there() {
        let (listener, tries) = bound(|_| Ok(())).await;
        let listener = listener.unwrap();
        assert!(listener.v4.is_some() && listener.v6.is_some());
        assert_eq!(tries, 1);
    }

    #[tokio::test]
    async fn a_system_without_ipv6_is_served_on_ipv4() {
        let (listener, tries) = bound(|_| failure(io::ErrorKind::AddrNotAvailable)).await;
        let listener = listener.unwrap();
        assert!(listener.v4.is_some() && listener.v6.is_none());
        assert_eq!(tries, 1);
    }

    #[tokio::test]
    async fn a_system_without_ipv4_is_served_on_ipv6() {
        let bind = |address: SocketAddr| async move {
            match address {
                SocketAddr::V4(_) => Err(io::Error::from(io::ErrorKind::AddrNotAvailable)),
                SocketAddr::V6(_) => TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await,
            }
        };
        let listener = Listener::bind_by(bind).await.unwrap();
        let port = listener.v6.as_ref().unwrap().local_addr().unwrap().port();
        assert!(listener.v4.is_none());
        assert_eq!(listener.redirect_uri(), format!("http://localhost:{port}/"));
    }

    #[tokio::test]
    async fn a_port_that_another_program_has_on_ipv6_is_given_up_for_the_next() {
        let taken_twice = |tries| match tries {
            0 | 1 => failure(io::ErrorKind::AddrInUse),
            _ => Ok(()),
        };
        let (listener, tries) = bound(taken_twice).await;
        assert!(listener.unwrap().v6.is_some());
        assert_eq!(tries, 3);
        let (listener, tries) = bound(|_| failure(io::ErrorKind::AddrInUse)).await;
        assert_eq!(listener.err().unwrap().kind(), io::ErrorKind::AddrInUse);
        assert_eq!(tries, PORT_TRIES);
    }

    #[tokio::test]
    async fn a_system_that_forbids_listening_is_reported() {
        let bind = |_| async { Err(io::Error::from(io::ErrorKind::PermissionDenied)) };
        let error = Listener::bind_by(bind).await.err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    }

    #[tokio::test]
    async fn a_connection_that_says_nothing_is_closed_and_the_listener_goes_on() {
        let mut listener = Listener::bind().await.unwrap();
        listener.read_time_out = Duration::from_millis(10);
        let port = listener.port;
        let waiting = tokio::spawn(async move { listener.answer("the-state").await });
        let mut idle = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
        let mut page = String::new();
        idle.read_to_string(&mut page).await.unwrap();
        assert!(page.starts_with("HTTP/1.1 408"), "{page}");
        assert!(!waiting.is_finished());
        waiting.abort();
    }

    #[tokio::test]
    async fn only_loopback_addresses_are_bound_and_on_one_port() {
        let listener = Listener::bind().await.unwrap();
        let sockets = [&listener.v4, &listener.v6].into_iter().flatten();
        for address in sockets.map(|socket| socket.local_addr().unwrap()) {
            assert!(address.ip().is_loopback());
            assert_eq!(address.port(), listener.port);
        }
        assert_eq!(
            listener.redirect_uri(),
            format!("http://localhost:{}/", listener.port)
        );
    }
}
