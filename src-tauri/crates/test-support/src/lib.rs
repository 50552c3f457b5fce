//! Test doubles shared by the crates: a JWT builder, signing keys and a clock that stands still.
//!
//! Owns fixtures only. It knows no product crate, so that every one of them may use it as a dev-dependency.
//!
//! Invariant: nothing here could be mistaken for a live secret. Tokens carry the signature
//! `not-a-signature`, or one of a key that was made while the test runs; tenants and people belong to
//! `sandbox.example`, ids are visibly made up.

mod clock;
mod jwt;
mod signing;

pub use clock::{FixedClock, now};
pub use jwt::{DefenderToken, SIGNATURE_TEXT, jwt};
pub use signing::SigningKey;

/// Directory (tenant) id of the fixtures.
pub const TENANT_ID: &str = "11111111-1111-4111-8111-111111111111";
/// A second tenant, for "signed in to the wrong one".
pub const OTHER_TENANT_ID: &str = "22222222-2222-4222-8222-222222222222";
/// Application (client) id of the fixtures.
pub const CLIENT_ID: &str = "33333333-3333-4333-8333-333333333333";
/// Object id of the person who is signed in.
pub const OBJECT_ID: &str = "44444444-4444-4444-8444-444444444444";
/// The audience WindowsDefenderATP permissions are asked for in the global cloud.
pub const AUDIENCE: &str = "https://api.securitycenter.microsoft.com";
