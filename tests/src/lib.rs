//! The harness of the whole-system tests: a desktop of its own, the app's real window, a real browser.
//!
//! Owns: starting and ending everything a journey needs (virtual display, message bus, key store,
//! WebDriver programs), finding things on a page, waiting for conditions, taking pictures, and the walk
//! through the app that the tour and the tests share.
//!
//! Refuses to know: the insides of the app. It sees what a person sees, by the names of
//! `data-testid`, and what is on disk. It links none of the app's crates.
//!
//! Invariants:
//! - Everything a journey writes lies in one temporary folder, which goes when the journey goes.
//! - Every program a journey started, and everything those started, ends with the journey.
//! - Waiting is for a condition, with a bound; nothing sleeps and hopes.
//! - The app gets a made-up environment: no variable of the caller's but `PATH` reaches it.
#![cfg(target_os = "linux")]

mod axe;
mod browser;
pub mod checklist;
mod desktop;
mod journey;
mod page;
mod process;
mod search;
mod wait;
pub mod walk;
mod window;

pub use axe::Severity;
pub use browser::{Browser, SignInPage};
pub use desktop::{Desktop, KeyStore};
pub use journey::{Failure, Journey, Options, journey};
pub use page::Page;
pub use process::Process;
pub use search::{Search, files_with};
/// Keys to press.
pub use thirtyfour::Key;
pub use wait::until;
pub use window::Window;
