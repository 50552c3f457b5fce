//! The contract between the backend and the window.
//!
//! Owns: every type that crosses the boundary (`…Dto`, `…Request`, `…Event`), the error that every
//! command may return, and [`commands!`], the one list of commands from which the Tauri handler, the
//! per-command permissions and the TypeScript types are made.
//!
//! Refuses to know: Tauri, HTTP, and every domain crate. Values arrive here already decided.
//!
//! Invariants:
//! - No answer holds a token, a code or a key, except [`RevealedTokenDto`], which exists for *Reveal*. What may be a
//!   secret in a request or that answer is a [`SecretText`].
//! - Times are milliseconds since 1970-01-01T00:00:00Z, UTC. The window turns them into local time.
//! - A value the window should decide on is an enum, never a text to be matched.

mod alerts;
mod bulk;
mod calls;
mod changes;
mod checklist;
mod commands;
mod error;
mod explorer;
mod network;
mod permissions;
mod profile;
mod results;
mod saved_views;
mod secret_text;
mod session;
mod state;
mod tables;
mod token;
mod typescript;

pub use alerts::*;
pub use bulk::*;
pub use calls::*;
pub use changes::*;
pub use checklist::*;
pub use commands::{COMMAND_NAMES, CommandShape};
pub use error::{CommandError, ErrorCode};
pub use explorer::*;
pub use network::*;
pub use permissions::*;
pub use profile::*;
pub use results::*;
pub use saved_views::*;
pub use secret_text::SecretText;
pub use session::*;
pub use state::*;
pub use tables::*;
pub use token::*;
pub use typescript::typescript;

/// Derives and attributes shared by all wire types.
macro_rules! wire {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)+) => {
        $(
            #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
            #[serde(rename_all = "camelCase")]
            $(#[$meta])*
            $vis $kind $name $body
        )+
    };
}
pub(crate) use wire;
