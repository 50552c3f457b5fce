//! The Defender for Endpoint side: all documented operations behind bearer tokens.
//!
//! Owns: routing under `/api`, authorisation, call limits, query options, request bodies, signed links to files, and
//! the service's error bodies. Refuses to know: how tokens are issued, beyond the key that signed them.
//!
//! Source: the operation pages of the Defender for Endpoint API. One module for each group of operations.

mod actions;
mod alert_changes;
mod alert_entities;
mod alerts;
pub(crate) mod api;
pub(crate) mod auth;
mod baselines;
mod body;
pub(crate) mod call;
mod collection;
mod entities;
pub(crate) mod errors;
mod exports;
mod extensions;
mod health;
mod hunting;
mod indicators;
mod investigations;
mod library;
pub(crate) mod links;
pub(crate) mod list;
mod live_response;
mod machine_changes;
mod machines;
mod multipart;
pub(crate) mod operations;
mod packages;
pub(crate) mod query;
mod recommendations;
mod remediation;
mod responses;
pub(crate) mod rows;
mod scans;
pub(crate) mod schema;
mod score;
mod software;
pub(crate) mod throttle;
mod users;
mod vulnerabilities;
