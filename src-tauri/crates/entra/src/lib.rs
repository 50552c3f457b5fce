//! Signing in with Microsoft Entra ID: authority, PKCE, loopback listener, token endpoint, AADSTS knowledge.
//!
//! Owns the authorization code flow of a public client (RFC 6749, RFC 7636, RFC 8252) as Microsoft Entra speaks it.
//! It refuses to know profiles, where tokens are kept, and what is done with them.
//!
//! Invariants:
//! - The browser, the clock and the HTTP client are parameters.
//! - The code travels in a POST body (`response_mode=form_post`), never in an address, so it enters no history.
//! - Nothing that arrives at the listener without the attempt's `state` can end or steer the attempt.
//! - Decisions follow `error`, `suberror` and HTTP status; AADSTS numbers only explain.
//! - Codes, verifiers and tokens appear in no error, no log and no `Debug` output.

pub mod aadsts;
mod answer;
mod authority;
mod callback;
pub mod discovery;
mod entra_error;
pub mod error_page;
mod exchange;
mod http;
mod id_token;
mod listener;
mod sign_in;
mod token_endpoint;

pub use answer::{UnexpectedAnswer, service_time};
pub use authority::{App, Authority, AuthorityError};
pub use entra_error::EntraError;
pub use http::{NetworkError, NetworkKind, http_client, loopback_http_client};
pub use id_token::{Account, Untrusted};
pub use sign_in::{Browser, BrowserError, Progress, Prompt, SignIn, SignInError, TIME_OUT};
pub use token_endpoint::{TokenError, Tokens, renew};
