//! Starts and stops the sandbox: socket, routes, and the headers every answer carries.
//!
//! Invariants: bound to 127.0.0.1 only; the `Date` header shows the tenant's clock, because clients compare it
//! with their own; dropping [`Sandbox`] stops the server.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::DATE;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

use crate::accounts::{Account, accounts};
use crate::config::{AUDIENCE, CLIENT_ID, Config, TENANT_ID};
use crate::defender::api;
use crate::entra::{authorize, discovery, jwt::SigningKey, pages, sign_in, token_endpoint};
use crate::origin::Origin;
use crate::seal::Seal;
use crate::state::Tenant;

/// How long [`Sandbox::stop`] waits for answers that are being sent.
const STOP_WAIT: Duration = Duration::from_secs(3);

/// Largest request body: more than any token request, and far less than would hurt.
const BODY_LIMIT: usize = 256 * 1024;

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port on 127.0.0.1 could not be opened, for instance because something else uses it.
    #[error("the sandbox tenant could not listen on 127.0.0.1 port {port}")]
    Listen {
        /// The port asked for; 0 means any.
        port: u16,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The signing key or the seal could not be made.
    #[error("the sandbox tenant could not make its keys: {0}")]
    Keys(String),
}

/// A running sandbox tenant. Dropping it stops it.
#[derive(Debug)]
pub struct Sandbox {
    base_url: Url,
    config: Config,
    _stop_on_drop: DropGuard,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

/// Starts a sandbox tenant on 127.0.0.1 and serves until it is stopped or dropped.
///
/// Must be called inside a Tokio runtime. Making the signing key takes some hundred milliseconds.
///
/// # Errors
/// [`StartError::Listen`] when the port cannot be opened, [`StartError::Keys`] when keys cannot be made.
pub async fn start(mut config: Config) -> Result<Sandbox, StartError> {
    let failed = |source| StartError::Listen {
        port: config.port,
        source,
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port))
        .await
        .map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    config.port = address.port();
    let settings = config.clone();
    // Key generation and the devices are processor work.
    let tenant = tokio::task::spawn_blocking(move || {
        let key = SigningKey::generate().map_err(|error| StartError::Keys(error.to_string()))?;
        let seal = Seal::new(settings.seed).map_err(|error| StartError::Keys(error.to_string()))?;
        Ok(Tenant::new(settings, key, seal))
    })
    .await
    .map_err(|error| StartError::Keys(error.to_string()))??;
    let base_url = base_url(address)?;
    let stop = CancellationToken::new();
    let router = router(Arc::new(tenant));
    let stopped = stop.clone().cancelled_owned();
    let task = tokio::spawn(async move {
        // Serving ends only when it is told to; errors of single connections are axum's to log.
        let _ = axum::serve(listener, router)
            .with_graceful_shutdown(stopped)
            .await;
    });
    tracing::debug!(%base_url, alerts = config.alerts, devices = config.devices, "sandbox tenant started");
    Ok(Sandbox {
        base_url,
        config,
        _stop_on_drop: stop.clone().drop_guard(),
        stop,
        task,
    })
}

fn base_url(address: SocketAddr) -> Result<Url, StartError> {
    Url::parse(&format!("http://{address}")).map_err(|error| StartError::Keys(error.to_string()))
}

impl Sandbox {
    /// `http://127.0.0.1:PORT/`: authority and API base in one.
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// Tenant GUID.
    pub fn tenant_id(&self) -> &str {
        TENANT_ID
    }

    /// Application (client) ID of the registration that the tenant knows.
    pub fn client_id(&self) -> &str {
        CLIENT_ID
    }

    /// The resource that tokens are asked for.
    pub fn audience(&self) -> &str {
        AUDIENCE
    }

    /// Who can sign in.
    pub fn accounts(&self) -> &[Account] {
        accounts()
    }

    /// The settings it runs with; the port is the real one.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Stops listening, lets answers that are being sent finish for a moment, and returns when the port is free.
    pub async fn stop(self) {
        let Self { stop, mut task, .. } = self;
        stop.cancel();
        if tokio::time::timeout(STOP_WAIT, &mut task).await.is_err() {
            task.abort();
            let _ = task.await;
        }
    }
}

fn router(tenant: Arc<Tenant>) -> Router {
    Router::new()
        .route(
            "/{tenant}/oauth2/v2.0/authorize",
            get(authorize::authorize).post(authorize::authorize),
        )
        .route("/{tenant}/login", post(sign_in::choose_account))
        .route("/{tenant}/consent", post(sign_in::decide))
        .route("/{tenant}/oauth2/v2.0/token", any(token_endpoint::token))
        .route("/{tenant}/oauth2/v2.0/logout", get(pages::logout))
        .route(
            "/{tenant}/v2.0/.well-known/openid-configuration",
            get(discovery::openid_v2),
        )
        .route(
            "/{tenant}/.well-known/openid-configuration",
            get(discovery::openid_v1),
        )
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys_v2))
        .route("/{tenant}/discovery/keys", get(discovery::keys_v1))
        .route("/common/discovery/instance", get(discovery::instance))
        .route("/error", get(pages::error_uri))
        .route("/", get(pages::index))
        .route("/api", any(api::call))
        .route("/api/", any(api::call))
        .route("/api/{*path}", any(api::call))
        .fallback(not_found)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(Arc::clone(&tenant), common))
        .with_state(tenant)
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "Not found.\n").into_response()
}

/// Checks the address of every request and dates every answer.
async fn common(
    State(tenant): State<Arc<Tenant>>,
    origin: Result<Origin, crate::origin::OriginError>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match origin {
        Ok(_) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    let date = tenant.now().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    if let Ok(date) = HeaderValue::from_str(&date) {
        response.headers_mut().insert(DATE, date);
    }
    response
}
