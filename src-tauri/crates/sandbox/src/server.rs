//! Starts and stops the sandbox, and switches its faults.
//!
//! Invariants: it listens on 127.0.0.1 only; dropping [`Sandbox`] stops the server.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use url::Url;

use crate::accounts::{Account, accounts};
use crate::config::{AUDIENCE, CLIENT_ID, Config, TENANT_ID};
use crate::entra::jwt::SigningKey;
use crate::faults::{Fault, Faults};
use crate::inspection::InspectingProxy;
use crate::listening::{Listening, open};
use crate::portal::{self, ManifestForm};
use crate::routes;
use crate::seal::Seal;
use crate::state::Tenant;

/// Why the sandbox did not start, or a fault could not be switched on.
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
    /// The signing key, the seal or the certificates could not be made.
    #[error("the sandbox tenant could not make its keys: {0}")]
    Keys(String),
}

/// A running sandbox tenant. Dropping it stops it.
pub struct Sandbox {
    base_url: Url,
    config: Config,
    tenant: Arc<Tenant>,
    router: Router,
    listening: Listening,
    /// While `untrusted-root` is on.
    proxy: Option<InspectingProxy>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("base_url", &self.base_url().as_str())
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// Starts a sandbox tenant on 127.0.0.1 and serves until it is stopped or dropped.
///
/// Must be called inside a Tokio runtime. Making the signing key takes some hundred milliseconds.
///
/// # Errors
/// [`StartError::Listen`] when the port cannot be opened, [`StartError::Keys`] when keys cannot be made.
pub async fn start(mut config: Config) -> Result<Sandbox, StartError> {
    let (listener, address) = open(config.port).await?;
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
    let tenant = Arc::new(tenant);
    let base_url =
        Url::parse(&format!("http://{address}")).map_err(|error| StartError::Keys(error.to_string()))?;
    let router = routes::router(Arc::clone(&tenant));
    let faults = std::mem::take(&mut config.faults);
    let mut sandbox = Sandbox {
        base_url,
        config,
        tenant,
        listening: Listening::serve(listener, router.clone()),
        router,
        proxy: None,
    };
    sandbox.set_faults(&faults).await?;
    tracing::debug!(
        base_url = %sandbox.base_url(),
        alerts = sandbox.config.alerts,
        devices = sandbox.config.devices,
        "sandbox tenant started"
    );
    Ok(sandbox)
}

impl Sandbox {
    /// Authority and API base in one: `http://127.0.0.1:PORT/`, or `https://127.0.0.1:OTHER/` while
    /// [`Fault::UntrustedRoot`] is on.
    pub fn base_url(&self) -> &Url {
        self.proxy
            .as_ref()
            .map_or(&self.base_url, |proxy| &proxy.base_url)
    }

    /// Tenant GUID.
    pub fn tenant_id(&self) -> &str {
        TENANT_ID
    }

    /// Application (client) ID that the tenant is set up for.
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

    /// The settings it runs with; the port is the real one, and the faults are those that are on.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The faults that are on, in the order of [`Fault::ALL`].
    pub fn faults(&self) -> Vec<Fault> {
        self.tenant.faults().list()
    }

    /// Switches these faults on and all others off. Requests that come later see the change; sessions, consents
    /// and tokens stay.
    ///
    /// [`Fault::UntrustedRoot`] opens a second port and changes [`Sandbox::base_url`]; switching it off closes
    /// that port again before this returns.
    ///
    /// # Errors
    /// As [`start`]. Nothing has changed then.
    pub async fn set_faults(&mut self, faults: &[Fault]) -> Result<(), StartError> {
        let wanted = Faults::of(faults);
        let closing = if !wanted.has(Fault::UntrustedRoot) {
            self.proxy.take()
        } else {
            if self.proxy.is_none() {
                self.proxy = Some(InspectingProxy::start(self.router.clone()).await?);
            }
            None
        };
        self.tenant.set_faults(wanted);
        self.config.faults = wanted.list();
        if let Some(proxy) = closing {
            proxy.stop().await;
        }
        Ok(())
    }

    /// The root certificate, in DER, that clients would have to trust while [`Fault::UntrustedRoot`] is on.
    pub fn untrusted_root(&self) -> Option<&[u8]> {
        self.proxy.as_ref().map(|proxy| proxy.root.as_slice())
    }

    /// The manifest of the app registration, as an administrator would download it from the portal: JSON text
    /// that agrees with the settings and with the faults that are on.
    pub fn manifest(&self, form: ManifestForm) -> String {
        portal::manifest(&self.config, self.tenant.faults(), form)
    }

    /// Stops listening, lets answers that are being sent finish for a moment, and returns when the port is free.
    pub async fn stop(self) {
        if let Some(proxy) = self.proxy {
            proxy.stop().await;
        }
        self.listening.stop().await;
    }
}
