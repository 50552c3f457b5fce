//! The sandbox tenant: a Microsoft Entra ID and Defender for Endpoint look-alike on loopback.
//!
//! Owns: one fictitious tenant with one app registration, three accounts and a signing key made at start; devices,
//! alerts, software and all that hangs on them, computed from a seed; what callers change about it; and faults that
//! can be switched on while it runs. It serves the sign-in pages, the OAuth 2.0 endpoints, every documented operation
//! of the Defender API and the files that some of them link to, under a single base URL.
//!
//! Refuses to know: the app that starts it. It is a peer on the network, reached over HTTP only; nothing in
//! here is shared with the clients, so a mistake in a client cannot hide behind the same mistake here.
//!
//! Invariants:
//! - It listens on 127.0.0.1 only and holds nothing but invented data.
//! - Time comes from [`Config::clock`]; data comes from [`Config::seed`]; only token identifiers, codes and
//!   keys, and ids of what callers make, use real randomness.
//! - Bad input is answered in the shape the real service uses. Handlers never panic.
//! - What callers change is forgotten when it stops. Nothing is written to disk. A restarted sandbox with the same
//!   seed still accepts its refresh tokens, but not its access tokens, because the signing key is new.

mod accounts;
mod config;
mod data;
mod defender;
mod entra;
mod faults;
mod html;
mod inspection;
mod listening;
mod odata;
mod origin;
mod portal;
mod routes;
mod seal;
mod server;
mod state;

pub use accounts::{Account, DefenderAccess, accounts};
pub use config::{
    AUDIENCE, CLIENT_ID, Clock, Config, RateLimit, TENANT_DOMAIN, TENANT_ID, client_id, tenant_id,
};
pub use faults::Fault;
pub use portal::ManifestForm;
pub use server::{Sandbox, StartError, start};
