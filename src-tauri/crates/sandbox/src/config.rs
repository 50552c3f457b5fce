//! What a sandbox tenant is made of: its fixed identifiers and the settings it starts with.
//!
//! The identifiers are constants because a profile that points at the sandbox is saved before it runs.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::defender::operations;
use crate::faults::Fault;

/// Where the sandbox takes the time from.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Tenant GUID of the sandbox, the same in every run.
pub const TENANT_ID: &str = "5a4d60c5-7e4a-4c1b-9a52-0d3b8f6e1c77";

/// Application (client) ID of the one app registration the sandbox knows.
pub const CLIENT_ID: &str = "3f1c2a9e-64d0-4b8e-8f57-9b0c5d2e7a41";

/// Verified domain of the sandbox tenant, accepted wherever the GUID is.
pub const TENANT_DOMAIN: &str = "sandbox.example";

/// Resource that tokens are asked for. It is the real one: clients must not need a special case.
pub const AUDIENCE: &str = "https://api.securitycenter.microsoft.com";

/// The tenant GUID, see [`TENANT_ID`].
pub const fn tenant_id() -> &'static str {
    TENANT_ID
}

/// The application (client) ID, see [`CLIENT_ID`].
pub const fn client_id() -> &'static str {
    CLIENT_ID
}

/// How many calls one account may make to one operation.
///
/// Source: the operation pages of the Defender for Endpoint API ("Rate limitations for this API").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls in any minute-long window.
    pub per_minute: u32,
    /// Calls in any hour-long window.
    pub per_hour: u32,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self {
            per_minute: 100,
            per_hour: 1500,
        }
    }
}

/// Settings of a sandbox tenant.
#[derive(Clone)]
pub struct Config {
    /// TCP port on 127.0.0.1; 0 lets the operating system choose.
    pub port: u16,
    /// How many alerts there are, 0 to 10,000,000. They are computed, not stored.
    pub alerts: u32,
    /// How many devices there are, 1 to 100,000.
    pub devices: u32,
    /// Seed of everything invented. Equal seeds and counts on the same day give equal data.
    pub seed: u64,
    /// The time.
    pub clock: Clock,
    /// Rows in a page when the client names no `$top`; the service documents 10,000.
    pub page_size: u32,
    /// Calls allowed for each operation and account. The default stands for the documented limit of each operation;
    /// anything else holds for all of them.
    pub rate_limit: RateLimit,
    /// Delegated permissions that the app registration lists; `.default` asks for these. The default lists every
    /// permission that an operation asks for, so that all of them can be tried.
    pub permissions: Vec<String>,
    /// Redirect URIs that the app registration lists as "Mobile and desktop applications".
    pub redirect_uris: Vec<String>,
    /// Seconds between two polls with a device code; 0 lets clients poll as fast as they like. Entra says 5.
    pub device_code_interval: u32,
    /// Seconds that a device code can be used; Entra says 900.
    pub device_code_life: u32,
    /// Seconds that a machine action stays pending, and that it then stays in progress.
    pub action_stage: u32,
    /// Faults that are on from the start.
    pub faults: Vec<Fault>,
}

impl Config {
    /// A port chosen by the operating system, 1,200 alerts, 80 devices, seed 7, every permission that opens an operation.
    pub fn new(clock: Clock) -> Self {
        Self {
            port: 0,
            alerts: 1200,
            devices: 80,
            seed: 7,
            clock,
            page_size: 10_000,
            rate_limit: RateLimit::default(),
            permissions: operations::permissions(),
            redirect_uris: vec!["http://localhost".to_owned()],
            device_code_interval: 5,
            device_code_life: 900,
            action_stage: 4,
            faults: Vec::new(),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("port", &self.port)
            .field("alerts", &self.alerts)
            .field("devices", &self.devices)
            .field("seed", &self.seed)
            .field("page_size", &self.page_size)
            .field("rate_limit", &self.rate_limit)
            .field("permissions", &self.permissions)
            .field("redirect_uris", &self.redirect_uris)
            .field("device_code_interval", &self.device_code_interval)
            .field("device_code_life", &self.device_code_life)
            .field("action_stage", &self.action_stage)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}
