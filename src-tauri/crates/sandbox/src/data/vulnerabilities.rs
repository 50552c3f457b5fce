//! Vulnerabilities of the catalogue's software. Their numbers have seven digits, so that none is a real one.
//!
//! A vulnerability is in every version of its product before the one that fixes it.

use super::random::{Dice, Stream};
use super::software::{Installed, PRODUCTS, Product};
use super::time::Ticks;

/// One vulnerability.
#[derive(Debug, Clone)]
pub(crate) struct Vulnerability {
    pub(crate) id: String,
    /// Place of its product in [`PRODUCTS`].
    pub(crate) product: usize,
    /// Place of the first version without it; past the end when there is none yet.
    pub(crate) fixed_in: usize,
    pub(crate) kind: &'static str,
    /// CVSS score in tenths.
    pub(crate) cvss: u8,
    pub(crate) published: Ticks,
    pub(crate) updated: Ticks,
    pub(crate) detected: Ticks,
    /// 0 none, 1 public, 2 verified, 3 in a kit.
    pub(crate) exploit: u8,
    /// Exploit prediction in ten-thousandths.
    pub(crate) epss: u16,
}

const KINDS: &[&str] = &[
    "Remote code execution",
    "Elevation of privilege",
    "Information disclosure",
    "Denial of service",
    "Security feature bypass",
    "Spoofing",
];

impl Vulnerability {
    pub(crate) fn product(&self) -> Option<&'static Product> {
        PRODUCTS.get(self.product)
    }

    /// Whether software in this state has it.
    pub(crate) fn affects(&self, installed: Installed) -> bool {
        installed.product == self.product && installed.version < self.fixed_in
    }

    /// The version without it, once there is one.
    pub(crate) fn fix(&self) -> Option<&'static str> {
        self.product()?.versions.get(self.fixed_in).copied()
    }

    /// CVSS v3 rating.
    pub(crate) fn severity(&self) -> &'static str {
        match self.cvss {
            90.. => "Critical",
            70.. => "High",
            40.. => "Medium",
            _ => "Low",
        }
    }

    /// Weight towards the exposure of a device.
    pub(crate) fn weight(&self) -> u32 {
        let base = match self.severity() {
            "Critical" => 12,
            "High" => 5,
            "Medium" => 2,
            _ => 1,
        };
        base + u32::from(self.exploit) * 2
    }
}

/// All vulnerabilities, as known on the day that ends before `newest`.
pub(crate) fn all(seed: u64, newest: Ticks) -> Vec<Vulnerability> {
    let mut list = Vec::new();
    for (product, software) in PRODUCTS.iter().enumerate() {
        // One place past the newest version: what nothing fixes yet.
        for fixed_in in 1..=software.versions.len() {
            let place = (product * 16 + fixed_in) as u64;
            let mut dice = Dice::new(seed, Stream::Vulnerability, place);
            let unfixed = fixed_in == software.versions.len();
            let count = if unfixed {
                u64::from(dice.percent(12))
            } else {
                dice.below(4)
            };
            for _ in 0..count {
                let number = 9_000_001 + list.len();
                let age =
                    dice.between(3, 40) + 45 * i64::try_from(software.versions.len() - fixed_in).unwrap_or(0);
                let published = newest.plus(-age * Ticks::DAY);
                let cvss = u8::try_from(dice.between(31, 98)).unwrap_or(50);
                let exploit = if dice.percent(70) { 0 } else { dice.below(4) };
                list.push(Vulnerability {
                    id: format!("CVE-2026-{number}"),
                    product,
                    fixed_in,
                    kind: dice.word(KINDS),
                    cvss,
                    published,
                    updated: published.plus(dice.between(0, 3 * Ticks::DAY)),
                    detected: published.plus(dice.between(0, 2 * Ticks::DAY)),
                    exploit: u8::try_from(exploit).unwrap_or(0),
                    epss: u16::try_from(dice.below(if exploit > 0 { 9000 } else { 300 })).unwrap_or(0),
                });
            }
        }
    }
    list
}
