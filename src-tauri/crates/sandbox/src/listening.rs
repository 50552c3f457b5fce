//! A port on 127.0.0.1 that is being served, and how that ends.
//!
//! Invariants: bound to 127.0.0.1 only; dropping a [`Listening`] ends it.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::server::StartError;

/// How long [`Listening::stop`] waits for answers that are being sent.
const STOP_WAIT: Duration = Duration::from_secs(3);

/// A served port.
pub(crate) struct Listening {
    _stop_on_drop: DropGuard,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Opens a port on 127.0.0.1; 0 lets the operating system choose. Says which it is.
pub(crate) async fn open(port: u16) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

impl Listening {
    /// Serves until it is stopped or dropped.
    pub(crate) fn serve<L>(listener: L, router: Router) -> Self
    where
        L: Listener,
        L::Addr: std::fmt::Debug,
    {
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let task = tokio::spawn(async move {
            // Serving ends only when it is told to; errors of single connections are axum's to log.
            let _ = axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await;
        });
        Self {
            _stop_on_drop: stop.clone().drop_guard(),
            stop,
            task,
        }
    }

    /// Stops listening, lets answers that are being sent finish for a moment, and returns when the port is free.
    pub(crate) async fn stop(self) {
        let Self { stop, mut task, .. } = self;
        stop.cancel();
        if tokio::time::timeout(STOP_WAIT, &mut task).await.is_err() {
            task.abort();
            let _ = task.await;
        }
    }
}
