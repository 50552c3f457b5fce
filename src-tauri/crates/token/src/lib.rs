//! Reading an access token: decoding, claim glossary, verdicts. Pure functions.
//!
//! Owns what the members of a token mean and what they say about the calls it will open. It refuses to know where
//! a token came from, and it never checks a signature: a token belongs to the API named in `aud`, and Microsoft
//! tells clients to treat it as opaque
//! (<https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens>).
//!
//! Invariants:
//! - Everything here is diagnosis. No result may decide whether a call is made.
//! - No text makes a function panic, and no function keeps the encoded token.
//! - Time comes in as a parameter.

mod decode;
mod glossary;
mod scopes;
mod times;
mod verdicts;

pub use decode::{DecodeError, LARGEST_TEXT, Part, Token, decode};
pub use glossary::{claim_meaning, header_meaning, meaning};
pub use scopes::{ScopeRow, ScopeState, covers, scopes};
pub use times::{Times, claim_time, is_time, times};
pub use verdicts::{Expectation, Outcome, Verdict, VerdictId, verdicts};
