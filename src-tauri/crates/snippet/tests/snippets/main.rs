//! The generated texts, tried: parsed by the languages' own parsers, and run.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking; clippy knows that only inside `#[test]` functions"
)]

// The scripts are for systems with bash.
#[cfg(unix)]
mod bash_actions;
#[cfg(unix)]
mod bash_runs;
#[cfg(unix)]
mod bash_syntax;
mod contents;
mod every_operation;
#[cfg(unix)]
mod person;
// Needs MSAL for Python, so it is no part of an ordinary run: `cargo xtask test conformance`.
#[cfg(unix)]
mod python_runs;
mod support;
mod syntax;
#[cfg(unix)]
mod world;
