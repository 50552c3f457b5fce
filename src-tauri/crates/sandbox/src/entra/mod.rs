//! The Entra ID side: discovery, sign-in pages, authorization codes, tokens.
//!
//! Owns: the OAuth 2.0 rules of the Microsoft identity platform as far as a public desktop client meets them.
//! Refuses to know: what the Defender API does with a token.
//!
//! Sources: learn.microsoft.com/entra/identity-platform (v2-oauth2-auth-code-flow, access-tokens,
//! access-token-claims-reference, refresh-tokens, reply-url, reference-error-codes), RFC 6749, RFC 7636.
//! Messages are in the sandbox's own words; the numbers and `error` values are Entra's.

pub(crate) mod authorize;
mod certificate;
pub(crate) mod claims;
pub(crate) mod codes;
pub(crate) mod consent;
pub(crate) mod discovery;
pub(crate) mod errors;
pub(crate) mod jwt;
pub(crate) mod pages;
pub(crate) mod params;
pub(crate) mod permissions;
pub(crate) mod refresh;
pub(crate) mod registration;
pub(crate) mod request_ids;
pub(crate) mod scopes;
pub(crate) mod sign_in;
pub(crate) mod token_endpoint;
