//! The commands, by area. Each is parse, call, convert.

pub mod alerts;
pub mod bulk;
pub mod calls;
pub mod checklist;
pub mod explorer;
pub mod network;
pub mod permissions;
pub mod profiles;
pub mod sandbox;
pub mod session;
pub mod system;
pub mod tables;
pub mod token;

use contract::CommandError;

/// What every command returns.
pub type Answer<T> = Result<T, CommandError>;
