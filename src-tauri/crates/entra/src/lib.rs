//! Signing in with Microsoft Entra ID: authority, PKCE, loopback listener, token endpoint, AADSTS knowledge.
//!
//! Owns the authorization code flow of a public client (RFC 6749, RFC 7636, RFC 8252) as Microsoft Entra speaks it, the
//! device authorization grant (RFC 8628), and the password grant of the API documentation's sample.
//! It refuses to know profiles, where tokens are kept, and what is done with them.
//!
//! Invariants:
//! - The browser, the clock, waiting and the HTTP client are parameters.
//! - The code travels in a POST body (`response_mode=form_post`), never in an address, so it enters no history.
//! - Nothing that arrives at the listener without the attempt's `state` can end or steer the attempt.
//! - Decisions follow `error`, `suberror` and HTTP status; AADSTS numbers only explain.
//! - Codes, verifiers, passwords and tokens appear in no error, no log and no `Debug` output.

pub mod aadsts;
mod answer;
mod authority;
mod callback;
mod claims;
mod device_code;
pub mod discovery;
mod entra_error;
pub mod error_page;
mod exchange;
mod form;
mod http;
mod id_token;
pub mod keys;
mod listener;
mod password;
mod sign_in;
mod sleeper;
mod token_endpoint;

pub use answer::{UnexpectedAnswer, service_time};
pub use authority::{App, Authority, AuthorityError};
pub use claims::claims_from_www_authenticate;
pub use device_code::{DeviceProgress, DeviceSignIn, DeviceSignInError};
pub use entra_error::EntraError;
pub use http::{NetworkError, NetworkKind, TimeOuts, http_client, loopback_http_client};
pub use id_token::{Account, Untrusted};
pub use password::{PasswordEndpoint, PasswordSignIn, why_it_fails};
pub use sign_in::{Browser, BrowserError, Progress, Prompt, SignIn, SignInError, TIME_OUT};
pub use sleeper::{Sleeper, SystemSleeper};
pub use token_endpoint::{TokenError, Tokens, renew, renew_with};
