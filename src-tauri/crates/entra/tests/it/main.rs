//! The sign-in flow through its public face: a scripted browser on one side, a mock token endpoint on the other.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows that only inside `#[test]` functions"
)]

mod attempt;
mod device_code;
mod discovery;
mod double;
mod error_page;
mod keys;
mod listener;
mod password;
mod renewal;
mod sign_in;
mod token_endpoint;
