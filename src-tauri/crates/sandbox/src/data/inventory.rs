//! Counts over all devices: installations, exposed devices, missing updates, compliance.
//!
//! Owns: the numbers that software, vulnerabilities, recommendations and scores have in common, so that they agree.
//! Made when first asked for, in one pass over the devices.

use super::DataSet;
use super::configurations::{CONFIGURATIONS, compliant};
use super::software::{self, Installed, PRODUCTS};
use super::vulnerabilities::Vulnerability;

/// The counts.
#[derive(Debug, Default)]
pub(crate) struct Inventory {
    /// By product and version: devices that have it.
    pub(crate) installs: Vec<Vec<u64>>,
    /// By configuration: devices it applies to, and devices that comply.
    pub(crate) configurations: Vec<(u64, u64)>,
}

impl Inventory {
    /// Counts the devices of the data set.
    pub(crate) fn new(data: &DataSet) -> Self {
        let mut installs: Vec<Vec<u64>> = PRODUCTS
            .iter()
            .map(|product| vec![0; product.versions.len()])
            .collect();
        let mut configurations = vec![(0, 0); CONFIGURATIONS.len()];
        for (index, machine) in data.machines.iter().enumerate() {
            for installed in software::of(data.seed, index, machine) {
                let slot = installs
                    .get_mut(installed.product)
                    .and_then(|versions| versions.get_mut(installed.version));
                if let Some(count) = slot {
                    *count += 1;
                }
            }
            for (place, slot) in configurations.iter_mut().enumerate() {
                if let Some(complies) = compliant(data.seed, index, machine, place) {
                    slot.0 += 1;
                    slot.1 += u64::from(complies);
                }
            }
        }
        Self {
            installs,
            configurations,
        }
    }

    /// Devices with any version of the product before this one.
    pub(crate) fn before(&self, product: usize, version: usize) -> u64 {
        let versions = self.installs.get(product);
        versions.map_or(0, |versions| versions.iter().take(version).sum())
    }

    /// Devices with the product.
    pub(crate) fn having(&self, product: usize) -> u64 {
        self.before(product, usize::MAX)
    }
}

impl DataSet {
    /// Counts over all devices.
    pub(crate) fn inventory(&self) -> &Inventory {
        self.inventory.get_or_init(|| Inventory::new(self))
    }

    /// Vulnerabilities of one product, in the order of their numbers.
    pub(crate) fn vulnerabilities_of(&self, product: usize) -> impl Iterator<Item = &Vulnerability> {
        self.vulnerabilities
            .iter()
            .filter(move |vulnerability| vulnerability.product == product)
    }

    /// Vulnerabilities of software in this state.
    pub(crate) fn weaknesses(&self, installed: Installed) -> impl Iterator<Item = &Vulnerability> {
        self.vulnerabilities
            .iter()
            .filter(move |vulnerability| vulnerability.affects(installed))
    }

    /// The first version of a product without any vulnerability that has a fix; versions before it are exposed.
    pub(crate) fn exposed_before(&self, product: usize) -> usize {
        let fixes = self
            .vulnerabilities_of(product)
            .map(|vulnerability| vulnerability.fixed_in);
        fixes.max().unwrap_or(0)
    }

    /// Devices that have a vulnerability of this product.
    pub(crate) fn exposed_devices(&self, product: usize) -> u64 {
        self.inventory().before(product, self.exposed_before(product))
    }

    /// What the device at this place runs.
    pub(crate) fn software_of(&self, index: usize) -> Vec<Installed> {
        self.machines
            .get(index)
            .map_or_else(Vec::new, |machine| software::of(self.seed, index, machine))
    }
}
