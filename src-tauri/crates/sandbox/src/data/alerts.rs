//! Alert number `i`: what it is about, when it happened, and what became of it.
//!
//! Invariants: alerts are numbered from the newest (0) to the oldest, and their creation times strictly
//! decrease with the number. An [`Alert`] holds no text of its own, so that filtering a million of them does not
//! allocate; evidence and comments are made when a row is written.

use std::borrow::Cow;

use super::DataSet;
use super::catalogue::Detection;
use super::changes::{AddedComment, CreatedAlert};
use super::hostile::Hostile;
use super::machines::Machine;
use super::people::Person;
use super::random::{Dice, Stream, hash, scramble, unscramble};
use super::time::Ticks;

/// How far back the oldest alert lies: 14 months.
const SPAN: i64 = 425 * Ticks::DAY;

/// How often a row with text that an attacker might have written occurs.
const HOSTILE_EVERY: u32 = 149;

/// Values of the status property.
pub(crate) const NEW: &str = "New";
pub(crate) const IN_PROGRESS: &str = "InProgress";
pub(crate) const RESOLVED: &str = "Resolved";

/// One alert, cheap to make.
#[derive(Clone)]
pub(crate) struct Alert<'a> {
    pub(crate) data: &'a DataSet,
    pub(crate) index: u32,
    pub(crate) detection: &'static Detection,
    pub(crate) machine: &'a Machine,
    pub(crate) person: Option<&'a Person>,
    pub(crate) hostile: Option<Hostile>,
    pub(crate) created: Ticks,
    pub(crate) first_event: Ticks,
    pub(crate) last_event: Ticks,
    pub(crate) last_update: Ticks,
    pub(crate) resolved: Option<Ticks>,
    pub(crate) incident_id: i64,
    pub(crate) investigation_id: Option<i64>,
    pub(crate) investigation_state: &'static str,
    pub(crate) assigned_to: Option<&'a str>,
    pub(crate) severity: &'static str,
    pub(crate) status: &'static str,
    pub(crate) classification: Option<&'static str>,
    pub(crate) determination: Option<&'static str>,
    /// Whether somebody worked on it before the sandbox started.
    pub(crate) worked_on: bool,
    /// Last change before the sandbox started.
    pub(crate) invented_update: Ticks,
    /// Comments added since the sandbox started.
    pub(crate) added: &'a [AddedComment],
    /// Set when somebody made the alert through the API.
    pub(crate) by_hand: Option<&'a CreatedAlert>,
}

const SEVERITIES: [&str; 4] = ["Informational", "Low", "Medium", "High"];

/// Place of a severity, from the mildest.
pub(super) fn rank(severity: &str) -> Option<usize> {
    SEVERITIES.iter().position(|known| *known == severity)
}

const VERDICTS: &[(&str, &str)] = &[
    ("TruePositive", "Malware"),
    ("TruePositive", "MultiStagedAttack"),
    ("TruePositive", "CompromisedUser"),
    ("TruePositive", "UnwantedSoftware"),
    ("TruePositive", "Phishing"),
    ("InformationalExpectedActivity", "SecurityTesting"),
    ("InformationalExpectedActivity", "LineOfBusinessApplication"),
    ("InformationalExpectedActivity", "ConfirmedActivity"),
    ("FalsePositive", "NotMalicious"),
    ("FalsePositive", "InsufficientData"),
];

const OWNERS: &[&str] = &[
    "analyst@sandbox.example",
    "admin@sandbox.example",
    "soc.night@sandbox.example",
    "Automation",
];

const FINISHED: &[&str] = &[
    "SuccessfullyRemediated",
    "Benign",
    "PartiallyRemediated",
    "Failed",
    "TerminatedByUser",
    "PartiallyInvestigated",
];
const UNFINISHED: &[&str] = &["Running", "PendingApproval", "PendingResource", "Queued"];
const NEVER_BEGUN: &[&str] = &[
    "UnsupportedAlertType",
    "UnsupportedOs",
    "PreexistingAlert",
    "SuppressedAlert",
    "Unknown",
];

impl DataSet {
    /// Alert number `index`, or `None` past the end.
    pub(crate) fn alert(&self, index: u32) -> Option<Alert<'_>> {
        if index >= self.alerts {
            return None;
        }
        let incident = self.incident(index);
        let mut theme = Dice::new(self.seed, Stream::Incident, incident);
        let mut dice = Dice::new(self.seed, Stream::Alert, u64::from(index));
        // Alerts of an incident mostly share a device. Squaring a draw makes some devices noisier than others.
        let count = self.machines.len() as u64;
        let skewed = |dice: &mut Dice| {
            let draw = dice.below(1 << 20);
            usize::try_from((((draw * draw) >> 20) * count) >> 20).unwrap_or(0)
        };
        let common = skewed(&mut theme);
        let machine_index = if dice.percent(82) {
            common
        } else {
            skewed(&mut dice)
        };
        let machine = self.machines.get(machine_index)?;
        let detection = self.detections.pick(machine.platform, &mut dice)?;

        let created = self.created(index);
        // What would lie in the future is moved to a random moment before the end of the data.
        let available = self.newest.0.saturating_sub(created.0).max(0);
        let since = |dice: &mut Dice, ticks: i64| {
            if ticks > available {
                dice.between(0, available)
            } else {
                ticks
            }
        };
        let last_event = created.plus(-dice.between(Ticks::SECOND, 40 * Ticks::MINUTE));
        let first_event = last_event.plus(-dice.between(0, 6 * Ticks::HOUR));
        let age_days = self.newest.0.saturating_sub(created.0) / Ticks::DAY;
        let resolved_percent = if age_days > 90 {
            96
        } else if age_days > 14 {
            78
        } else {
            30
        };
        let status = if dice.percent(resolved_percent) {
            RESOLVED
        } else if dice.percent(35) {
            IN_PROGRESS
        } else {
            NEW
        };
        let automation = status == RESOLVED && dice.percent(30);
        let worked = dice.between(5 * Ticks::MINUTE, 9 * Ticks::DAY);
        let worked = since(&mut dice, worked);
        let resolved = (status == RESOLVED).then(|| created.plus(worked));
        let last_update = match status {
            RESOLVED => created.plus(worked + dice.between(0, (available - worked).min(2 * Ticks::HOUR))),
            IN_PROGRESS => created.plus(worked),
            _ => {
                let touched = dice.between(Ticks::SECOND, 5 * Ticks::MINUTE);
                created.plus(since(&mut dice, touched))
            }
        };
        let assigned_to = match status {
            RESOLVED if automation => Some("Automation"),
            RESOLVED | IN_PROGRESS => dice.pick(OWNERS).copied(),
            _ => dice.percent(12).then_some("analyst@sandbox.example"),
        };
        let verdict = if status == RESOLVED && dice.percent(80) {
            dice.pick(VERDICTS).copied()
        } else {
            None
        };
        let shift = usize::from(dice.percent(15));
        let severity = SEVERITIES
            .get(detection.severity.saturating_sub(shift))
            .copied()
            .unwrap_or("Medium");
        let investigated = dice.percent(55);
        let investigation_state = match (investigated, status) {
            (false, _) => dice.word(NEVER_BEGUN),
            (true, RESOLVED) => dice.word(FINISHED),
            (true, _) => dice.word(UNFINISHED),
        };
        let person = if dice.percent(88) {
            self.people.get(machine.user)
        } else {
            None
        };
        let hostile = (index % HOSTILE_EVERY == 13).then(|| Hostile::number(index / HOSTILE_EVERY));
        Some(Alert {
            data: self,
            index,
            detection,
            machine,
            person,
            hostile,
            created,
            first_event,
            last_event,
            last_update,
            resolved,
            incident_id: 1001 + i64::try_from(incident).unwrap_or(0),
            investigation_id: investigated.then(|| 5000 + i64::try_from(incident).unwrap_or(0)),
            investigation_state,
            assigned_to,
            severity,
            status,
            classification: verdict.map(|(classification, _)| classification),
            determination: verdict.map(|(_, determination)| determination),
            worked_on: assigned_to.is_some(),
            invented_update: last_update,
            added: &[],
            by_hand: None,
        })
    }

    /// The alert with this id.
    pub(crate) fn alert_by_id(&self, id: &str) -> Option<Alert<'_>> {
        let (_, suffix) = id.split_once('_')?;
        let number: i32 = suffix.parse().ok()?;
        let alert = self.alert(unscramble(number.cast_unsigned()) ^ self.id_mask())?;
        (alert.id() == id).then_some(alert)
    }

    /// Incidents are numbered from the oldest; each block of six alerts holds one or two of them.
    fn incident(&self, index: u32) -> u64 {
        let from_oldest = u64::from(self.alerts - 1 - index);
        let block = from_oldest / 6;
        block * 2 + hash(self.seed, Stream::IncidentSplit, from_oldest) % 2
    }

    /// Creation time. Recent months are denser than old ones: with `x` from 0 (newest) to 1, the age is
    /// `(3x + 2x²)/5` of the span; within its slot each alert is placed at random.
    fn created(&self, index: u32) -> Ticks {
        let slot = |position: u32| -> i64 {
            let (x, n) = (i128::from(position), i128::from(self.alerts.max(1)));
            let age = i128::from(SPAN) * (3 * x * n + 2 * x * x) / (5 * n * n);
            i64::try_from(age).unwrap_or(SPAN)
        };
        let (begin, end) = (slot(index), slot(index + 1));
        // The last tick of a slot is left free, which keeps the order strict.
        let width = u64::try_from(end - begin - 1).unwrap_or(0);
        let offset = Dice::new(self.seed, Stream::AlertTime, u64::from(index)).below(width);
        self.newest.plus(-1 - begin - i64::try_from(offset).unwrap_or(0))
    }

    fn id_mask(&self) -> u32 {
        u32::try_from(hash(self.seed, Stream::Identity, 1) >> 32).unwrap_or(0)
    }
}

impl<'a> Alert<'a> {
    /// The alert that a caller made, before any change to it.
    pub(crate) fn made(data: &'a DataSet, created: &'a CreatedAlert) -> Option<Self> {
        let machine = data.machines.get(created.machine)?;
        Some(Self {
            data,
            index: u32::MAX,
            detection: super::detections::DETECTIONS.first()?,
            machine,
            person: data.people.get(machine.user),
            hostile: None,
            created: created.created,
            first_event: created.event,
            last_event: created.event,
            last_update: created.created,
            resolved: None,
            incident_id: created.incident_id,
            investigation_id: created.investigation_id,
            investigation_state: created.investigation_state,
            assigned_to: None,
            severity: created.severity,
            status: NEW,
            classification: None,
            determination: None,
            worked_on: false,
            invented_update: created.created,
            added: &[],
            by_hand: Some(created),
        })
    }

    /// `da<.NET ticks>_<number>`, the form the service uses.
    pub(crate) fn id(&self) -> String {
        if let Some(created) = self.by_hand {
            return created.id.clone();
        }
        let suffix = scramble(self.index ^ self.data.id_mask()).cast_signed();
        format!("da{}_{suffix}", self.created.dotnet())
    }

    /// Headline.
    pub(crate) fn title(&self) -> Cow<'a, str> {
        if let Some(created) = self.by_hand {
            return Cow::Borrowed(&created.title);
        }
        match self.hostile.and_then(Hostile::title) {
            Some(title) => Cow::Owned(title),
            None => Cow::Borrowed(self.detection.title),
        }
    }

    /// What somebody made through the API, if this is such an alert.
    pub(crate) fn created_by_hand(&self) -> Option<&'a CreatedAlert> {
        self.by_hand
    }

    /// Long text.
    pub(crate) fn description(&self) -> &'a str {
        self.by_hand
            .map_or(self.detection.description, |created| &created.description)
    }

    /// Threat category.
    pub(crate) fn category(&self) -> &'static str {
        self.by_hand
            .map_or(self.detection.category, |created| created.category)
    }

    /// What detected it.
    pub(crate) fn source(&self) -> &'static str {
        self.by_hand
            .map_or(self.detection.source, |created| created.source)
    }

    /// Family and name of the malware.
    pub(crate) fn threat(&self) -> Option<(&'static str, &'static str)> {
        self.detection.threat.filter(|_| self.by_hand.is_none())
    }

    /// ATT&CK techniques.
    pub(crate) fn techniques(&self) -> &'static [&'static str] {
        if self.by_hand.is_some() {
            &[]
        } else {
            self.detection.techniques
        }
    }

    /// Detector that fired; the same for every alert of a detection.
    pub(crate) fn detector_id(&self) -> String {
        let number = self
            .detection
            .title
            .bytes()
            .fold(7_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
        Dice::new(0, Stream::Identity, number).guid()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use chrono::DateTime;

    use super::*;
    use crate::config::Config;

    fn data(alerts: u32, seed: u64) -> DataSet {
        let mut config = Config::new(Arc::new(|| DateTime::from_timestamp(1_800_000_000, 0).unwrap()));
        config.alerts = alerts;
        config.seed = seed;
        DataSet::new(&config)
    }

    #[test]
    fn creation_times_strictly_decrease_over_fourteen_months() {
        for count in [1, 2, 1200, 50_000] {
            let data = data(count, 7);
            let times: Vec<Ticks> = (0..count)
                .map(|index| data.alert(index).unwrap().created)
                .collect();
            assert!(times.windows(2).all(|pair| pair[0] > pair[1]), "{count}");
            assert!(times[0] < data.newest);
            assert!(times[times.len() - 1] >= data.newest.plus(-SPAN));
        }
        assert!(data(5, 7).alert(5).is_none());
        assert!(data(0, 7).alert(0).is_none());
    }

    #[test]
    fn a_million_alerts_cost_no_memory_and_any_can_be_reached() {
        let data = data(1_000_000, 7);
        let alert = data.alert(987_654).unwrap();
        assert_eq!(data.alert_by_id(&alert.id()).unwrap().index, 987_654);
    }

    #[test]
    fn ids_are_unique_and_lead_back_to_their_alert() {
        let data = data(3000, 7);
        let ids: BTreeSet<String> = (0..3000).map(|index| data.alert(index).unwrap().id()).collect();
        assert_eq!(ids.len(), 3000);
        for (index, id) in (0..3000).map(|index| (index, data.alert(index).unwrap().id())) {
            assert_eq!(data.alert_by_id(&id).unwrap().index, index);
        }
        for wrong in ["", "da1", "da1_1", "da_", "da637_99999999999", "x_-5"] {
            assert!(data.alert_by_id(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn times_of_an_alert_are_in_order() {
        let data = data(1200, 7);
        for index in 0..1200 {
            let alert = data.alert(index).unwrap();
            assert!(alert.first_event <= alert.last_event && alert.last_event <= alert.created);
            assert!(alert.created <= alert.last_update && alert.last_update <= data.newest);
            assert_eq!(alert.resolved.is_some(), alert.status == RESOLVED);
            if let Some(resolved) = alert.resolved {
                assert!(alert.created <= resolved && resolved <= alert.last_update);
            }
        }
    }

    #[test]
    fn the_default_tenant_shows_variety() {
        let data = data(1200, 7);
        let alerts: Vec<Alert<'_>> = (0..1200).map(|index| data.alert(index).unwrap()).collect();
        let count = |f: &dyn Fn(&Alert<'_>) -> bool| alerts.iter().filter(|alert| f(alert)).count();
        for severity in SEVERITIES {
            assert!(count(&|alert| alert.severity == severity) > 50, "{severity}");
        }
        for status in [NEW, IN_PROGRESS, RESOLVED] {
            assert!(count(&|alert| alert.status == status) > 40, "{status}");
        }
        let categories: BTreeSet<&str> = alerts.iter().map(|alert| alert.detection.category).collect();
        assert!(categories.len() >= 12, "{categories:?}");
        assert_eq!(count(&|alert| alert.hostile.is_some()), 8);
        let devices: BTreeSet<&str> = alerts.iter().map(|alert| alert.machine.id.as_str()).collect();
        assert!(devices.len() > 60, "{}", devices.len());
    }

    #[test]
    fn the_same_seed_gives_the_same_alerts() {
        let row = |seed| {
            let data = data(1200, seed);
            let alert = data.alert(77).unwrap();
            (
                alert.id(),
                alert.title().into_owned(),
                alert.machine.computer_dns_name.clone(),
                alert.incident_id,
            )
        };
        assert_eq!(row(7), row(7));
        assert_ne!(row(7), row(8));
    }
}
