//! The registration doctor: gathers evidence, has it judged, and shows the checklist.

mod progress;

pub(crate) use progress::{LastState, Progress};
