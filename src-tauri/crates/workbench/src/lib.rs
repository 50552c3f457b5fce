//! Use cases over ports: what each command does, without a window.
//!
//! Owns: profiles and settings, sign-in sessions and their renewal, the sandbox tenant's life, results
//! and their views, and the mapping of every crate's errors to the one wire error.
//! Refuses to know: Tauri, HTTP details, JSON of the services, how secrets are sealed.
//!
//! Invariants:
//! - A token leaves this crate only through [`Workbench::reveal_token`].
//! - Everything an operation needs from outside (time, browser, key store, folder) comes in [`Ports`].
//! - Whole results stay here; callers read windows of rows.

mod alerts;
mod bulk;
mod calls;
mod changes;
mod clipboard;
mod doctor;
mod errors;
mod explorer;
mod files;
mod history;
mod links;
mod loads;
mod network;
mod notices;
mod permissions;
mod pivots;
mod probe;
mod profiles;
mod regions;
mod report;
mod results;
mod sandbox_tenant;
mod saved_views;
mod session;
mod settings;
mod sign_in;
mod snippets;
mod state;
mod stored_session;
mod tables;
mod target;
mod token_report;
mod watching;

pub use clipboard::Clipboard;
pub use files::{FixedFolder, SaveDialog};
pub use regions::documented_regions;

use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use url::Url;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What the workbench needs from outside.
pub struct Ports {
    /// Where settings and sealed sessions are kept; it exists.
    pub folder: PathBuf,
    /// Opens the sign-in page.
    pub browser: Arc<dyn entra::Browser>,
    /// Asks where a file shall go.
    pub save_dialog: Arc<dyn SaveDialog>,
    /// The system clipboard.
    pub clipboard: Arc<dyn Clipboard>,
    /// The time.
    pub clock: Clock,
    /// Waits: between questions with a device code, until a session is due for renewal, until the clipboard is cleared.
    pub sleeper: Arc<dyn entra::Sleeper>,
    /// Where the key that seals sessions is kept.
    pub keys: Arc<dyn vault::KeyStore>,
    /// What the sandbox tenant is started with, when it is first needed.
    pub sandbox: sandbox::Config,
    /// Whether the first thing the window sees is the sandbox tenant, whatever profile was last in use.
    pub start_on_sandbox: bool,
    /// Short name and address of the regional servers to measure; [`documented_regions`] outside tests.
    pub regions: Vec<(String, Url)>,
}

/// A workbench that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The HTTP client could not be built, typically because the system's certificates cannot be read.
    #[error("the network client could not be made: {0}")]
    Http(#[from] reqwest::Error),
    /// The system's certificates cannot be used to look at connections.
    #[error("the system's certificates cannot be used: {0}")]
    Trust(String),
}

/// The use cases. One for the program's life; cheap to share.
pub struct Workbench {
    /// For tasks that outlive a call, and not the program.
    me: Weak<Workbench>,
    ports: Ports,
    /// Go the way that the network settings name.
    clients: Mutex<target::Clients>,
    /// Set once the proxy's password was looked for.
    network_ready: tokio::sync::OnceCell<()>,
    /// Reach the sandbox tenant and other services on this machine, which no proxy could.
    loopback_clients: target::Clients,
    vault: vault::Vault,
    settings: settings::SettingsFile,
    notices: notices::Notices,
    sessions: session::Sessions,
    /// Public keys that tokens are signed with, by tenant.
    tenant_keys: entra::keys::KeyCache,
    attempt: Mutex<Option<sign_in::Attempt>>,
    /// Taken by whoever asks for the state first.
    start_on_sandbox: AtomicBool,
    sandbox: tokio::sync::Mutex<Option<sandbox::Sandbox>>,
    results: results::Results,
    calls: calls::Calls,
    uploads: calls::Uploads,
    bulks: bulk::Bulks,
    /// Limits of calls, by profile.
    limiters: Mutex<HashMap<String, Arc<defender::limits::Limiter>>>,
    histories: history::Histories,
    change_log: changes::log::ChangeLog,
    loads: loads::Loads,
    clearing: clipboard::Clearing,
    watching: watching::Watching,
    doctor: doctor::Doctor,
}

/// How long the OS key store may take; it may be asking the user for a password.
const KEY_STORE_TIME_OUT: Duration = Duration::from_secs(20);

impl Workbench {
    /// Opens the workbench on the folder of `ports`. Reads the settings; starts nothing else.
    pub fn open(ports: Ports) -> Result<Arc<Self>, OpenError> {
        let notices = notices::Notices::default();
        let settings = settings::SettingsFile::open(&ports.folder, &notices);
        let vault = vault::Vault::new(
            ports.folder.join("sessions"),
            Arc::clone(&ports.keys),
            KEY_STORE_TIME_OUT,
        );
        // The proxy's password follows from the vault before the first request.
        let route = network::Route::new(&settings.get().network, None).or_else(|error| {
            tracing::warn!(error = %error.message, "network settings not applied");
            network::Route::new(&settings::Network::default(), None)
        });
        let route = route.map_err(|error| OpenError::Trust(error.message))?;
        let clients = target::Clients::far(&route, &ports.clock)?;
        let loopback_clients = target::Clients::loopback(&ports.clock)?;
        Ok(Arc::new_cyclic(|me| Self {
            me: Weak::clone(me),
            clients: Mutex::new(clients),
            network_ready: tokio::sync::OnceCell::new(),
            loopback_clients,
            vault,
            settings,
            notices,
            sessions: session::Sessions::default(),
            tenant_keys: entra::keys::KeyCache::default(),
            attempt: Mutex::new(None),
            start_on_sandbox: AtomicBool::new(ports.start_on_sandbox),
            sandbox: tokio::sync::Mutex::new(None),
            results: results::Results::default(),
            calls: calls::Calls::default(),
            uploads: calls::Uploads::default(),
            bulks: bulk::Bulks::default(),
            limiters: Mutex::default(),
            histories: history::Histories::new(&ports.folder),
            change_log: changes::log::ChangeLog::new(&ports.folder),
            loads: loads::Loads::default(),
            clearing: clipboard::Clearing::default(),
            watching: watching::Watching::default(),
            doctor: doctor::Doctor::default(),
            ports,
        }))
    }

    fn now(&self) -> DateTime<Utc> {
        (self.ports.clock)()
    }
}

/// Locks a mutex whose data stays valid whatever a panicking holder did.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A time as it crosses the wire.
fn wire_time(time: DateTime<Utc>) -> f64 {
    // Milliseconds fit an f64 exactly for the next 285,000 years.
    time.timestamp_millis() as f64
}
