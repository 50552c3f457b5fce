//! How exposed a device is: it follows from the vulnerabilities of what it runs.

use super::software::{self, PRODUCTS};
use super::vulnerabilities::Vulnerability;

/// By product and version: the weight of all vulnerabilities in it.
pub(super) struct Weights(Vec<Vec<u32>>);

impl Weights {
    /// Adds up the vulnerabilities once.
    pub(super) fn new(vulnerabilities: &[Vulnerability]) -> Self {
        let mut weights: Vec<Vec<u32>> = PRODUCTS
            .iter()
            .map(|product| vec![0; product.versions.len()])
            .collect();
        for vulnerability in vulnerabilities {
            if let Some(versions) = weights.get_mut(vulnerability.product) {
                for weight in versions.iter_mut().take(vulnerability.fixed_in) {
                    *weight += vulnerability.weight();
                }
            }
        }
        Self(weights)
    }

    /// `None`, `Low`, `Medium` or `High`.
    pub(super) fn level(&self, seed: u64, index: u32, os_platform: &str) -> &'static str {
        let place = usize::try_from(index).unwrap_or(usize::MAX);
        let total: u32 = software::installed(seed, place, os_platform)
            .iter()
            .filter_map(|installed| self.0.get(installed.product)?.get(installed.version))
            .sum();
        match total {
            0 => "None",
            1..=24 => "Low",
            25..=59 => "Medium",
            _ => "High",
        }
    }
}
