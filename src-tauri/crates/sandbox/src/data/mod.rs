//! The tenant's invented devices and alerts.
//!
//! Owns: what they contain. Refuses to know: HTTP, tokens, query options.
//!
//! Invariants: everything follows from the seed, the counts and the day on which the sandbox started. The
//! newest alert is dated before 00:00 UTC of that day, so a restart on the same day gives the same data. Alert
//! `i` is computed when it is looked at; only devices and people are held in memory.

pub(crate) mod alert_json;
pub(crate) mod alerts;
pub(crate) mod catalogue;
pub(crate) mod comments;
pub(crate) mod detections;
pub(crate) mod evidence;
pub(crate) mod hostile;
pub(crate) mod machines;
pub(crate) mod people;
pub(crate) mod random;
pub(crate) mod time;

use crate::config::Config;
use machines::Machine;
use people::Person;
use time::Ticks;

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
}

impl DataSet {
    /// The data for these settings, as of the day the clock shows.
    pub(crate) fn new(config: &Config) -> Self {
        let newest = Ticks::start_of_day((config.clock)());
        let people = people::all(config.seed);
        let devices = config.devices.clamp(1, 100_000);
        let machines = (0..devices)
            .map(|index| Machine::new(config.seed, index, newest, people.len()))
            .collect();
        Self {
            seed: config.seed,
            alerts: config.alerts.min(10_000_000),
            newest,
            machines,
            people,
            detections: catalogue::ByPlatform::new(),
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
        }
    }
}
