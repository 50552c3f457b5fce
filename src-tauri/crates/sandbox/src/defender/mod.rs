//! The Defender for Endpoint side: alerts, devices and the exposure score behind bearer tokens.
//!
//! Owns: routing under `/api`, authorisation, call limits, query options, and the service's error bodies.
//! Refuses to know: how tokens are issued, beyond the key that signed them.
//!
//! Source: the operation pages of the Defender for Endpoint API (get-alerts, get-machines,
//! get-exposure-score, common-errors, exposed-apis-odata-samples).

pub(crate) mod api;
pub(crate) mod auth;
pub(crate) mod errors;
pub(crate) mod list;
pub(crate) mod query;
pub(crate) mod rows;
pub(crate) mod schema;
pub(crate) mod score;
pub(crate) mod throttle;
