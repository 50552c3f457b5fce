//! Calls that change something: what is shown before they are confirmed, what is followed after, what is written down.

pub(crate) mod brief;
mod follow;
pub(crate) mod log;
