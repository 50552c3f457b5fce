//! What callers have changed since the sandbox started, and how it is laid over the invented data.
//!
//! Invariants: the invented data never changes; a reader holds one state of the changes for the whole answer.
//! Everything is forgotten when the sandbox stops.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::DataSet;
use super::actions::{self, Action};
use super::alerts::{Alert, RESOLVED};
use super::investigations::Started;
use super::library::LibraryFile;
use super::machines::Machine;
use super::time::Ticks;
use super::{indicators, library, scans};

/// A comment that a caller added.
#[derive(Debug, Clone)]
pub(crate) struct AddedComment {
    pub(crate) comment: String,
    pub(crate) created_by: &'static str,
    pub(crate) created: Ticks,
}

/// What a caller changed about an alert. `None` leaves the invented value.
#[derive(Debug, Clone, Default)]
pub(crate) struct AlertChange {
    pub(crate) status: Option<&'static str>,
    pub(crate) assigned_to: Option<String>,
    pub(crate) classification: Option<&'static str>,
    pub(crate) determination: Option<&'static str>,
    pub(crate) comments: Vec<AddedComment>,
    pub(crate) updated: Option<Ticks>,
    pub(crate) resolved: Option<Ticks>,
}

/// An alert that a caller made.
#[derive(Debug, Clone)]
pub(crate) struct CreatedAlert {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) category: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) source: &'static str,
    pub(crate) machine: usize,
    pub(crate) created: Ticks,
    pub(crate) event: Ticks,
    pub(crate) incident_id: i64,
    pub(crate) investigation_id: Option<i64>,
    pub(crate) investigation_state: &'static str,
}

/// Which alert: an invented one by its number, or a made one by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AlertKey {
    Invented(u32),
    Made(usize),
}

/// Everything that was changed.
#[derive(Clone, Default)]
pub(crate) struct Changes {
    /// Changed devices, whole.
    pub(crate) machines: BTreeMap<usize, Machine>,
    pub(crate) alerts: BTreeMap<AlertKey, AlertChange>,
    /// In the order in which they were made.
    pub(crate) created: Vec<CreatedAlert>,
    /// The oldest first.
    pub(crate) actions: Vec<Arc<Action>>,
    pub(crate) investigations: Vec<Started>,
    /// By id.
    pub(crate) indicators: BTreeMap<u64, Arc<Value>>,
    /// The id of the indicator with this [`indicators::key`].
    pub(crate) indicator_ids: BTreeMap<String, u64>,
    /// By file name.
    pub(crate) library: BTreeMap<String, Arc<LibraryFile>>,
    /// The oldest first.
    pub(crate) scans: Vec<Arc<Value>>,
    /// Numbers what is made from here on.
    pub(crate) counter: u64,
}

impl Changes {
    /// What is there before anybody changed anything: past actions, some indicators, library files and scans.
    pub(crate) fn new(data: &DataSet) -> Self {
        let indicators = indicators::invented(data);
        Self {
            actions: actions::past(data),
            indicator_ids: indicators
                .iter()
                .map(|(id, indicator)| (indicators::key(indicator), *id))
                .collect(),
            indicators,
            library: library::invented(data),
            scans: scans::invented(data),
            ..Self::default()
        }
    }

    /// The same without anything that belongs to a device.
    pub(crate) fn without_devices(&self) -> Self {
        Self {
            indicators: self.indicators.clone(),
            indicator_ids: self.indicator_ids.clone(),
            library: self.library.clone(),
            counter: self.counter,
            ..Self::default()
        }
    }

    /// Carries out what finished actions do to devices, and tells alerts how far their investigations are.
    pub(crate) fn settle(&mut self, data: &DataSet, now: Ticks) {
        let due: Vec<usize> = (0_usize..)
            .zip(&self.actions)
            .filter(|(_, action)| action.is_due(now))
            .map(|(place, _)| place)
            .collect();
        for (place, state) in self.moved_on(now) {
            if let Some(created) = self.created.get_mut(place) {
                created.investigation_state = state;
            }
        }
        for place in due {
            let Some(action) = self.actions.get_mut(place) else {
                continue;
            };
            let machine = action.machine;
            Arc::make_mut(action).carried_out = true;
            self.edit_machine(data, machine, |machine| {
                machine.onboarding_status = "CanBeOnboarded";
                machine.health_status = "Inactive";
            });
        }
    }

    /// Whether [`Changes::settle`] has something to do.
    pub(crate) fn is_unsettled(&self, now: Ticks) -> bool {
        self.actions.iter().any(|action| action.is_due(now)) || !self.moved_on(now).is_empty()
    }

    /// Made alerts, by place, whose investigation is in another state than they say.
    fn moved_on(&self, now: Ticks) -> Vec<(usize, &'static str)> {
        let states = self.investigations.iter().filter_map(|started| {
            let place = self.created.iter().position(|made| made.id == started.alert)?;
            let state = started.state(now).0;
            (self.created.get(place)?.investigation_state != state).then_some((place, state))
        });
        states.collect()
    }

    /// Changes a device.
    pub(crate) fn edit_machine(&mut self, data: &DataSet, place: usize, edit: impl FnOnce(&mut Machine)) {
        if let Some(machine) = self.machines.get_mut(&place) {
            edit(machine);
        } else if let Some(machine) = data.machines.get(place) {
            let mut machine = machine.clone();
            edit(&mut machine);
            self.machines.insert(place, machine);
        }
    }

    /// The next number for something new.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }
}

/// The invented data with the changes laid over it.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) data: &'a DataSet,
    pub(crate) changes: &'a Changes,
}

impl<'a> View<'a> {
    /// The device at this place.
    pub(crate) fn machine(self, place: usize) -> Option<&'a Machine> {
        self.changes
            .machines
            .get(&place)
            .filter(|_| place < self.data.machines.len())
            .or_else(|| self.data.machines.get(place))
    }

    /// All devices with their places.
    pub(crate) fn machines(self) -> impl Iterator<Item = (usize, &'a Machine)> {
        (0..self.data.machines.len()).filter_map(move |place| Some((place, self.machine(place)?)))
    }

    /// Where the device with this id or name is.
    pub(crate) fn machine_place(self, id: &str) -> Option<usize> {
        self.data.machines.iter().position(|machine| {
            machine.id.eq_ignore_ascii_case(id) || machine.computer_dns_name.eq_ignore_ascii_case(id)
        })
    }

    /// Number of alerts.
    pub(crate) fn alerts(self) -> u32 {
        let made = u32::try_from(self.changes.created.len()).unwrap_or(u32::MAX);
        self.data.alerts.saturating_add(made)
    }

    /// The alert in this row; the newest is in row 0.
    pub(crate) fn alert(self, row: u32) -> Option<Alert<'a>> {
        let made = self.changes.created.len();
        let place = usize::try_from(row).ok()?;
        if place < made {
            return self.made(made - 1 - place);
        }
        let index = u32::try_from(place - made).ok()?;
        Some(self.changed(self.data.alert(index)?, AlertKey::Invented(index)))
    }

    /// The alert with this id, and how to change it.
    pub(crate) fn alert_by_id(self, id: &str) -> Option<(Alert<'a>, AlertKey)> {
        if let Some(place) = self.changes.created.iter().position(|created| created.id == id) {
            return Some((self.made(place)?, AlertKey::Made(place)));
        }
        let alert = self.data.alert_by_id(id)?;
        let key = AlertKey::Invented(alert.index);
        Some((self.changed(alert, key), key))
    }

    fn made(self, place: usize) -> Option<Alert<'a>> {
        let created = self.changes.created.get(place)?;
        let alert = Alert::made(self.data, created)?;
        Some(self.changed(alert, AlertKey::Made(place)))
    }

    fn changed(self, mut alert: Alert<'a>, key: AlertKey) -> Alert<'a> {
        let Some(change) = self.changes.alerts.get(&key) else {
            return alert;
        };
        alert.status = change.status.unwrap_or(alert.status);
        if let Some(assigned_to) = &change.assigned_to {
            alert.assigned_to = Some(assigned_to.as_str()).filter(|owner| !owner.is_empty());
        }
        if let Some(classification) = change.classification {
            alert.classification = Some(classification);
            alert.determination = change.determination;
        }
        alert.determination = change.determination.or(alert.determination);
        alert.last_update = change.updated.unwrap_or(alert.last_update);
        alert.resolved = if alert.status == RESOLVED {
            change.resolved.or(alert.resolved)
        } else {
            None
        };
        alert.added = &change.comments;
        alert
    }
}
