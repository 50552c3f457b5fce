//! The tenant's invented devices, alerts and software, and what callers change about them.
//!
//! Owns: what they contain. Refuses to know: HTTP, tokens, query options.
//!
//! Invariants: everything follows from the seed, the counts and the day on which the sandbox started. The
//! newest alert is dated before 00:00 UTC of that day, so a restart on the same day gives the same data. Alert
//! `i` is computed when it is looked at; devices, people and vulnerabilities are held in memory. Counts over all
//! devices are made when they are first asked for. Changes are laid over all this and never written into it.

pub(crate) mod actions;
pub(crate) mod alert_json;
pub(crate) mod alerts;
pub(crate) mod catalogue;
pub(crate) mod changes;
pub(crate) mod comments;
pub(crate) mod configurations;
pub(crate) mod detections;
pub(crate) mod evidence;
mod exposure;
pub(crate) mod files;
pub(crate) mod hostile;
pub(crate) mod indicators;
pub(crate) mod inventory;
pub(crate) mod investigations;
pub(crate) mod library;
pub(crate) mod logons;
pub(crate) mod machines;
pub(crate) mod people;
pub(crate) mod random;
pub(crate) mod scans;
pub(crate) mod software;
pub(crate) mod time;
pub(crate) mod vulnerabilities;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::config::Config;
use files::KnownFile;
use inventory::Inventory;
use machines::Machine;
use people::Person;
use time::Ticks;
use vulnerabilities::Vulnerability;

/// How far back alerts count for the risk of a device.
const RISK_DAYS: i64 = 30;
/// How many alerts are looked at for it: starting must not take longer where there are millions.
const RISK_ALERTS: u32 = 5000;

/// Everything the Defender API can be asked for.
pub(crate) struct DataSet {
    pub(crate) seed: u64,
    /// Number of alerts.
    pub(crate) alerts: u32,
    /// No alert is newer.
    pub(crate) newest: Ticks,
    pub(crate) machines: Vec<Machine>,
    pub(crate) people: Vec<Person>,
    pub(crate) detections: catalogue::ByPlatform,
    pub(crate) vulnerabilities: Vec<Vulnerability>,
    inventory: OnceLock<Inventory>,
    files: OnceLock<Vec<KnownFile>>,
}

impl DataSet {
    /// The data for these settings, as of the day the clock shows.
    pub(crate) fn new(config: &Config) -> Self {
        let newest = Ticks::start_of_day((config.clock)());
        let people = people::all(config.seed);
        let devices = config.devices.clamp(1, 100_000);
        let vulnerabilities = vulnerabilities::all(config.seed, newest);
        let exposure = exposure::Weights::new(&vulnerabilities);
        let machines = (0..devices)
            .map(|index| {
                let mut machine = Machine::new(config.seed, index, newest, people.len());
                machine.exposure_level = exposure.level(config.seed, index, machine.os_platform);
                machine
            })
            .collect();
        let mut data = Self {
            seed: config.seed,
            alerts: config.alerts.min(10_000_000),
            newest,
            machines,
            people,
            detections: catalogue::ByPlatform::new(),
            vulnerabilities,
            inventory: OnceLock::new(),
            files: OnceLock::new(),
        };
        data.rate_risks();
        data
    }

    /// The risk of a device is the highest severity among its open alerts of the last 30 days.
    fn rate_risks(&mut self) {
        let since = self.newest.plus(-RISK_DAYS * Ticks::DAY);
        let mut open: BTreeMap<String, &'static str> = BTreeMap::new();
        for index in 0..self.alerts.min(RISK_ALERTS) {
            let Some(alert) = self.alert(index).filter(|alert| alert.created >= since) else {
                break;
            };
            if alert.status != alerts::RESOLVED {
                let worst = open.entry(alert.machine.id.clone()).or_insert(alert.severity);
                if alerts::rank(alert.severity) > alerts::rank(worst) {
                    *worst = alert.severity;
                }
            }
        }
        for machine in &mut self.machines {
            machine.risk_score = open.get(&machine.id).copied().unwrap_or("None");
        }
    }

    /// The same without devices and alerts.
    pub(crate) fn hidden(&self) -> Self {
        Self {
            seed: self.seed,
            alerts: 0,
            newest: self.newest,
            machines: Vec::new(),
            people: Vec::new(),
            detections: catalogue::ByPlatform::new(),
            vulnerabilities: self.vulnerabilities.clone(),
            inventory: OnceLock::new(),
            files: OnceLock::new(),
        }
    }
}
