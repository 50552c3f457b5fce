//! The Microsoft Defender for Endpoint API: what can be called, with which permission, where, and how.
//!
//! Owns: the documented facts (operations, permissions, clouds), and the rules of calling – tokens, retries, limits,
//! next pages, errors. Knows nothing of: Tauri, the wire contract, how tokens are got, or how rows are kept.
//!
//! - [`catalogue()`] holds the documented operations and permissions.
//! - [`cloud`] holds the documented clouds, their hosts and token audiences.
//! - [`odata`] makes requests; a [`Client`] sends them; a [`Pager`] follows their pages.
//!
//! Invariant: a token is sent to the origin a [`Client`] was made for and nowhere else; redirects are not followed.
//! Invariant: no token is ever logged, shown by `Debug`, or part of an error.

pub mod catalogue;
mod client;
pub mod cloud;
mod error;
mod exchange;
pub mod files;
pub mod form;
mod http;
pub mod limits;
pub mod odata;
mod pace;
mod paging;
mod request;
mod response;
mod timing;

pub use catalogue::catalogue;
pub use client::{AccessTokens, Again, Answer, Client};
pub use error::{ApiError, NetworkKind, Refusal, TokenUnavailable, Unexpected};
pub use exchange::{Called, Timing, Trace};
pub use http::{TimeOuts, http_client, loopback_http_client};
pub use pace::{Pace, SystemPace, Wait, WaitReason};
pub use paging::{Pager, PagingError};
pub use request::{Body, Expected, FilePart, Request};
pub use timing::timed_handshakes;
