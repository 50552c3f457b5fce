//! Advanced hunting, which the tenant's plan does not have.

use super::call::{Answer, Call};
use super::errors::ApiError;

/// Refuses every query as a plan without hunting does.
pub(super) fn run(_: &Call<'_>) -> Result<Answer, ApiError> {
    Err(ApiError::DisabledFeature(
        "Advanced hunting is not available in the sandbox tenant.".to_owned(),
    ))
}
