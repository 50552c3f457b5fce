//! Exposure score and secure score: numbers for the whole tenant or for a device group.
//!
//! Source: the score resource page and its operations. The service does not publish its formulas; here the exposure
//! score is the mean over all devices of a weight for each exposure level, and the secure score is the share of the
//! points that all settings together could give.

use serde_json::json;

use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::SCORE;
use crate::data::configurations::CONFIGURATIONS;
use crate::data::machines::Machine;

/// 0 (nothing is exposed) to 100.
fn mean<'a>(machines: impl Iterator<Item = &'a Machine>) -> f64 {
    let (mut sum, mut count) = (0_u32, 0_u32);
    for machine in machines {
        sum += match machine.exposure_level {
            "High" => 90,
            "Medium" => 50,
            "Low" => 15,
            _ => 0,
        };
        count += 1;
    }
    f64::from(sum) / f64::from(count.max(1))
}

/// The exposure score of the whole tenant, whatever devices the caller may see.
pub(super) fn exposure(call: &Call<'_>) -> Result<Answer, ApiError> {
    let score = json!({"time": call.now, "score": mean(call.tenant.data.machines.iter())});
    call.single("ExposureScore", &score)
}

/// The secure score of the whole tenant.
pub(super) fn secure(call: &Call<'_>) -> Result<Answer, ApiError> {
    let counts = &call.tenant.data.inventory().configurations;
    let mut score = 0.0;
    for (configuration, (applies, complies)) in CONFIGURATIONS.iter().zip(counts) {
        let applies = u32::try_from(*applies).unwrap_or(u32::MAX);
        let complies = u32::try_from(*complies).unwrap_or(u32::MAX);
        if applies > 0 {
            score += f64::from(configuration.impact) * f64::from(complies) / f64::from(applies);
        }
    }
    call.single("ConfigurationScore", &json!({"time": call.now, "score": score}))
}

/// The exposure score of each device group.
pub(super) fn by_group(call: &Call<'_>) -> Result<Answer, ApiError> {
    let machines = &call.tenant.data.machines;
    let mut groups: Vec<(&str, &str)> = machines
        .iter()
        .map(|machine| (machine.rbac_group_id, machine.rbac_group_name))
        .collect();
    groups.sort_unstable();
    groups.dedup();
    let rows = groups.into_iter().map(|(id, name)| {
        let of_group = machines.iter().filter(|machine| machine.rbac_group_id == id);
        json!({
            "time": call.now,
            "score": mean(of_group),
            "rbacGroupName": name,
            "rbacGroupId": id,
        })
    });
    call.list(&Listing::new("ExposureScore", SCORE), rows)
}
