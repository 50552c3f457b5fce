//! Whole-system tests at HTTP level: the workbench's use cases against the sandbox tenant, without a window.
//!
//! Owns: that the domain crates, joined by `workbench`, get a session and alerts from a faithful peer.
//! Refuses to know: the window, the operating system's browser and key store, which are given as doubles.
//!
//! The browser is [`walk::WalkingBrowser`], which fetches the sign-in pages and posts their forms as a person's
//! browser would.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are not test functions, and a panic is how they fail"
)]

mod alerts;
mod bulk;
mod calls;
mod clipboard;
mod doctor;
mod network;
mod profiles;
mod saved_views;
mod session;
mod setup;
mod sign_in;
mod token;
mod walk;
