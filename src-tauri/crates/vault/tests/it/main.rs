//! The vault through its public face: on doubles of a key store, and on the real Secret Service.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; clippy knows that only inside `#[test]` functions"
)]

mod on_doubles;
#[cfg(target_os = "linux")]
mod real_key_store;
