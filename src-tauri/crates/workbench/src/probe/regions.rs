//! The regional servers of the API, and which of them is nearest.

use super::{Failure, FailureKind, Outcome, Prober};
use futures_util::future::join_all;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use url::Url;

/// How long all regions together may take.
const LIMIT: Duration = Duration::from_secs(15);

/// A regional server to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// Microsoft's letters for it, e.g. `eu`.
    pub(crate) id: String,
    pub(crate) url: Url,
}

/// How fast a regional server answers from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegionMeasure {
    pub(crate) id: String,
    /// Its host, with the port where that is not the usual one.
    pub(crate) host: String,
    /// The shortest time from a request to its answer.
    pub(crate) latency: Result<Duration, Failure>,
}

/// The regional servers that Microsoft documents, all of the commercial cloud.
pub(crate) fn documented_regions() -> Vec<Region> {
    defender::cloud::regional_servers()
        .iter()
        .filter_map(|server| {
            Some(Region {
                id: server.id.clone(),
                url: Url::parse(&format!("https://{}/", server.host)).ok()?,
            })
        })
        .collect()
}

/// The measured region with the shortest latency; `None` where none answered.
pub(crate) fn nearest(measures: &[RegionMeasure]) -> Option<&RegionMeasure> {
    let answered = |measure: &RegionMeasure| measure.latency.as_ref().ok().copied();
    measures
        .iter()
        .filter(|measure| measure.latency.is_ok())
        .min_by_key(|measure| answered(measure))
}

impl Prober {
    /// Measures all regions at the same time, in the given order. It takes 15 seconds at most; whoever has not answered by
    /// then counts as timed out.
    pub(crate) async fn measure_regions(
        &self,
        regions: &[Region],
        cancel: &CancellationToken,
    ) -> Vec<RegionMeasure> {
        self.measure_within(LIMIT, regions, cancel).await
    }

    pub(super) async fn measure_within(
        &self,
        limit: Duration,
        regions: &[Region],
        cancel: &CancellationToken,
    ) -> Vec<RegionMeasure> {
        let measures = regions.iter().map(|region| async move {
            let probe = tokio::time::timeout(limit, self.probe(&region.url, cancel)).await;
            RegionMeasure {
                id: region.id.clone(),
                host: super::host(&region.url),
                latency: match probe.map(|probe| probe.outcome) {
                    Ok(Outcome::Reached(reached)) => Ok(reached.latency),
                    Ok(Outcome::Failed(failure)) => Err(failure),
                    Err(_) => Err(Failure::of(FailureKind::TimedOut, None)),
                },
            }
        });
        join_all(measures).await
    }
}
