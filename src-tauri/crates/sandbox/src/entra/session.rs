//! How a session began and what it has satisfied since: the part of a sign-in that every later refresh remembers.
//!
//! Sources: access-token-claims-reference (`amr`, `acrs`); conditional-access/concept-authentication-flows (a session
//! that began with a device code stays "protocol tracked" through refreshes).

use serde::{Deserialize, Serialize};

/// What somebody signed in with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Means {
    /// The browser that the client opened.
    #[default]
    Browser,
    /// A browser elsewhere, and a device code.
    DeviceCode,
    /// A password that the client sent.
    Password,
}

impl Means {
    /// The `amr` claim: how the account proved who it is.
    pub(crate) const fn amr(self) -> &'static [&'static str] {
        match self {
            Self::Browser | Self::DeviceCode => &["pwd", "mfa"],
            Self::Password => &["pwd"],
        }
    }
}

/// A session, as tokens and refreshes know it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) means: Means,
    /// Whether it satisfies [`super::challenge::CONTEXT`].
    pub(crate) stepped_up: bool,
}
