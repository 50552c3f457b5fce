//! Reading an access token: decoding, claim glossary, verdicts, comparison, copies. Pure functions.
//!
//! Owns what the members of a token mean, what they say about the calls it will open, and whether given keys signed it. It
//! refuses to know where a token or a key came from. A token belongs to the API named in `aud`, and Microsoft tells
//! clients to treat it as opaque
//! (<https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens>).
//!
//! Invariants:
//! - Everything here is diagnosis. No result may decide whether a call is made.
//! - No text makes a function panic, and no function keeps the encoded token.
//! - Time comes in as a parameter.

mod compare;
mod copies;
mod coverage;
mod decode;
mod glossary;
mod scopes;
pub mod signature;
mod times;
mod verdicts;

pub use compare::{Change, Comparison, Difference, Members, compare};
pub use copies::{RedactedToken, redact, to_json};
pub use coverage::{Coverage, CoverageState, OperationPermissions, coverage};
pub use decode::{DecodeError, FormatVersion, LARGEST_TEXT, Part, Token, decode};
pub use glossary::{claim_meaning, header_meaning, meaning};
pub use scopes::{ScopeRow, ScopeState, covers, scopes};
pub use times::{Times, claim_time, is_time, times};
pub use verdicts::{
    Expectation, Outcome, SignatureVerdict, Verdict, VerdictId, shortened, signature_verdict, verdicts,
};
