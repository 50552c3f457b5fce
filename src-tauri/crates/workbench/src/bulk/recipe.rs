//! What each change for many targets consists of: its operations, how targets are named, how many one call takes.

use contract::BulkChange;
use defender::catalogue::Operation;

/// Alerts of one call. The page of `batchUpdateAlerts` states no maximum; a call that is refused costs at most this many
/// alerts a second look.
const ALERTS_PER_CALL: usize = 100;
/// Documented on the pages of the operations that take lists.
const PER_CALL: usize = 500;

/// How a change is made.
pub(super) struct Recipe {
    pub(super) change: BulkChange,
    pub(super) title: &'static str,
    /// One target and several.
    pub(super) noun: (&'static str, &'static str),
    /// The operation for one target.
    pub(super) one: &'static str,
    /// The operation for many; `None` where each takes a call of its own.
    pub(super) many: Option<Many>,
    /// What a row or a column of a file may call the target, whatever the case.
    pub(super) target: &'static [&'static str],
    /// The entity whose `id` is the target.
    pub(super) entity: Option<&'static str>,
    /// What names a target for people, in rows and in files.
    pub(super) about: &'static [&'static str],
    /// What else to know.
    pub(super) notes: &'static [&'static str],
}

/// An operation for many targets.
pub(super) struct Many {
    pub(super) operation: &'static str,
    /// The field that lists them.
    pub(super) list: &'static str,
    /// Most of one call.
    pub(super) most: usize,
    /// Each target carries values of its own; otherwise all of a call share theirs.
    pub(super) own_values: bool,
}

const DEVICE: &[&str] = &["machineId", "deviceId", "device id"];
const DEVICE_NAME: &[&str] = &["computerDnsName", "deviceName", "device name"];

static RECIPES: [Recipe; 5] = [
    Recipe {
        change: BulkChange::UpdateAlerts,
        title: "Update alerts",
        noun: ("alert", "alerts"),
        one: "updateAlert",
        many: Some(Many {
            operation: "batchUpdateAlerts",
            list: "alertIds",
            most: ALERTS_PER_CALL,
            own_values: false,
        }),
        target: &["alertId"],
        entity: Some("Alert"),
        about: &["title"],
        notes: &[
            "Its page states no largest number of alerts, so at most 100 go into one call.",
            "The calls for one alert and for many name two determinations differently; each takes its own names.",
        ],
    },
    Recipe {
        change: BulkChange::TagDevices,
        title: "Tag devices",
        noun: ("device", "devices"),
        one: "addOrRemoveMachineTag",
        many: Some(Many {
            operation: "addOrRemoveTagForMultipleMachines",
            list: "MachineIds",
            most: PER_CALL,
            own_values: false,
        }),
        target: DEVICE,
        entity: Some("Machine"),
        about: DEVICE_NAME,
        notes: &[],
    },
    Recipe {
        change: BulkChange::SetDeviceValue,
        title: "Set device value",
        noun: ("device", "devices"),
        one: "setDeviceValue",
        many: None,
        target: DEVICE,
        entity: Some("Machine"),
        about: DEVICE_NAME,
        notes: &["Each device takes a call of its own."],
    },
    Recipe {
        change: BulkChange::SubmitIndicators,
        title: "Submit indicators",
        noun: ("indicator", "indicators"),
        one: "submitIndicator",
        many: Some(Many {
            operation: "importIndicators",
            list: "Indicators",
            most: PER_CALL,
            own_values: true,
        }),
        target: &["indicatorValue"],
        entity: None,
        about: &[],
        notes: &[
            "An indicator with the same value is changed, not added.",
            "A tenant holds at most 15,000 active indicators.",
        ],
    },
    Recipe {
        change: BulkChange::DeleteIndicators,
        title: "Delete indicators",
        noun: ("indicator", "indicators"),
        one: "deleteIndicator",
        many: Some(Many {
            operation: "batchDeleteIndicators",
            list: "IndicatorIds",
            most: PER_CALL,
            own_values: false,
        }),
        target: &["indicatorId"],
        entity: Some("Indicator"),
        about: &["indicatorValue", "title"],
        notes: &["What was deleted can be submitted again; nothing takes a deletion back."],
    },
];

/// Every change, in the order in which they are offered.
pub(super) fn all() -> &'static [Recipe] {
    &RECIPES
}

/// How a change is made.
pub(super) fn of(change: BulkChange) -> &'static Recipe {
    // A test makes sure that every change has one.
    RECIPES
        .iter()
        .find(|recipe| recipe.change == change)
        .unwrap_or(&RECIPES[0])
}

impl Recipe {
    /// The operation for one target.
    pub(super) fn one(&self) -> Option<&'static Operation> {
        defender::catalogue().operation(self.one)
    }

    /// The operation that many targets are sent with.
    pub(super) fn usual(&self) -> Option<&'static Operation> {
        let id = self.many.as_ref().map_or(self.one, |many| many.operation);
        defender::catalogue().operation(id)
    }

    /// Whether a column names the target, in rows of an entity or in a file.
    pub(super) fn names_target(&self, column: &str, entity: Option<&str>) -> bool {
        let is_id = column.eq_ignore_ascii_case("id") && self.entity.is_some() && entity == self.entity;
        is_id || self.target.iter().any(|name| name.eq_ignore_ascii_case(column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use defender::form::{Place, fields};

    #[test]
    fn every_change_has_operations_that_are_documented_and_a_list_that_takes_as_many() {
        let changes = [
            BulkChange::UpdateAlerts,
            BulkChange::TagDevices,
            BulkChange::SetDeviceValue,
            BulkChange::SubmitIndicators,
            BulkChange::DeleteIndicators,
        ];
        for change in changes {
            let recipe = of(change);
            assert_eq!(recipe.change, change);
            assert!(recipe.one().is_some(), "{}", recipe.one);
            let usual = recipe.usual().unwrap();
            if let Some(many) = &recipe.many {
                let fields = fields(usual);
                let list = fields.iter().find(|field| field.name == many.list).unwrap();
                assert_eq!(list.place, Place::Body);
                assert!(
                    list.maximum.is_none_or(|most| most >= many.most as u64),
                    "{}",
                    many.list
                );
            }
        }
        assert_eq!(all().len(), changes.len());
    }
}
