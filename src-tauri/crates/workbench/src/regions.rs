//! Which regional server is nearest.

use crate::probe::{self, Region};
use crate::{Workbench, errors};
use contract::{CommandError, RegionDto, RegionsDto};
use tokio_util::sync::CancellationToken;
use url::Url;

impl Workbench {
    /// Measures all regional servers at the same time; it takes 15 seconds at most. No token is sent.
    pub async fn measure_regions(&self) -> Result<RegionsDto, CommandError> {
        let regions: Vec<Region> = self
            .ports
            .regions
            .iter()
            .map(|(id, url)| Region {
                id: id.clone(),
                url: url.clone(),
            })
            .collect();
        let first = regions
            .first()
            .ok_or_else(|| errors::internal("there is no regional server to measure"))?;
        // They are all servers of one service, reached in one way.
        let measures = self
            .prober(&first.url)
            .measure_regions(&regions, &CancellationToken::new())
            .await;
        let nearest = probe::nearest(&measures).map(|nearest| nearest.id.clone());
        tracing::info!(?nearest, "regions measured");
        Ok(RegionsDto {
            nearest,
            regions: measures
                .into_iter()
                .map(|measure| RegionDto {
                    id: measure.id,
                    host: measure.host,
                    latency_milliseconds: measure
                        .latency
                        .as_ref()
                        .ok()
                        .map(|time| time.as_secs_f64() * 1000.0),
                    error: measure
                        .latency
                        .err()
                        .map(|failure| format!("{}.", errors::sentence(&failure.to_string()))),
                })
                .collect(),
        })
    }
}

/// The regional servers that Microsoft documents, for [`Ports::regions`](crate::Ports::regions).
#[must_use]
pub fn documented_regions() -> Vec<(String, Url)> {
    let documented = probe::documented_regions().into_iter();
    documented.map(|region| (region.id, region.url)).collect()
}
