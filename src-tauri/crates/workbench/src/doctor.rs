//! The registration doctor: gathers evidence, has it judged, and shows the checklist.
//!
//! Owns what is taken, when, and what it is kept for. The judgement is [`registration::diagnosis`]; the texts of the
//! steps are [`registration::guide`].
//!
//! Invariants:
//! - Evidence belongs to the values it was taken with: another tenant, client or address makes it void.
//! - Nothing here opens a browser; a sign-in is the admin's own act, and its outcome is noted wherever it is started.
//! - No evidence holds a token; what is shown of one are its claims and verdicts.

mod artifacts;
mod checklist;
mod evidence;
mod first_call;
mod places;
mod progress;
mod run;
mod translate;
mod words;

pub(crate) use evidence::Doctor;
pub(crate) use progress::{LastState, Progress};
