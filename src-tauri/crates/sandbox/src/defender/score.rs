//! The exposure score: one number for the whole tenant.
//!
//! Source: the score resource page and get-exposure-score. The service does not publish its formula; here it is
//! the mean over all devices of a weight for each exposure level.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::errors::ApiError;
use super::list::single;
use crate::data::DataSet;
use crate::data::time::Ticks;

/// The Score resource, without the members that only scores of device groups have.
#[derive(Debug, Serialize)]
struct Score {
    /// When the score was asked for.
    time: Ticks,
    /// 0 (nothing is exposed) to 100.
    score: f64,
}

/// The exposure score at `now`.
pub(crate) fn exposure(data: &DataSet, now: DateTime<Utc>, base: &str) -> Result<Vec<u8>, ApiError> {
    let weights = data.machines.iter().map(|machine| match machine.exposure_level {
        "High" => 90_u32,
        "Medium" => 50,
        "Low" => 15,
        _ => 0,
    });
    let devices = u32::try_from(data.machines.len()).map_err(|_| ApiError::Internal)?;
    let score = Score {
        time: Ticks::from_datetime(now),
        score: f64::from(weights.sum::<u32>()) / f64::from(devices.max(1)),
    };
    single(base, "ExposureScore", &score)
}
