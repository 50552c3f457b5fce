//! The Entra ID side: discovery, sign-in pages, authorization codes, device codes, passwords, tokens.
//!
//! Owns: the OAuth 2.0 rules of the Microsoft identity platform as far as a public desktop client meets them.
//! Refuses to know: what the Defender API does with a token.
//!
//! Sources: learn.microsoft.com/entra/identity-platform (v2-oauth2-auth-code-flow, v2-oauth2-device-code,
//! v2-oauth-ropc, access-tokens, access-token-claims-reference, claims-challenge, refresh-tokens, reply-url,
//! reference-error-codes), RFC 6749, RFC 7636, RFC 8628.
//! Messages are in the sandbox's own words; the numbers and `error` values are Entra's.

pub(crate) mod authorize;
mod certificate;
pub(crate) mod challenge;
pub(crate) mod claims;
mod client_request;
pub(crate) mod codes;
pub(crate) mod consent;
pub(crate) mod device_codes;
pub(crate) mod device_endpoint;
pub(crate) mod device_login;
pub(crate) mod discovery;
pub(crate) mod errors;
mod grants;
mod issuing;
pub(crate) mod jwt;
pub(crate) mod pages;
pub(crate) mod params;
pub(crate) mod permissions;
pub(crate) mod refresh;
pub(crate) mod registration;
pub(crate) mod request_ids;
pub(crate) mod scopes;
mod session;
pub(crate) mod sign_in;
pub(crate) mod token_endpoint;
