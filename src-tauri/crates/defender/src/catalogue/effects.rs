//! What follows from calls that act on a device: what takes them back, and how their machine actions are called.
//!
//! Source: the pages of the operations and of the machine action
//! (<https://learn.microsoft.com/defender-endpoint/api/machineaction>).

/// What is known of a call that acts on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceEffect {
    /// `type` of the machine action that it makes; `None` where it makes none.
    pub action_type: Option<&'static str>,
    /// The operation that takes it back.
    pub undone_by: Option<&'static str>,
    /// How it is taken back, in a sentence.
    pub undo: &'static str,
    /// Hard or impossible to take back, or it runs somebody's script.
    pub drastic: bool,
}

const CANCEL: &str = "It cannot be taken back once it has run. While it is pending it can be cancelled.";

/// What is known of an operation; `None` for one that acts on no device.
pub fn device_effect(operation: &str) -> Option<DeviceEffect> {
    let effect = |action_type, undone_by, undo, drastic| {
        Some(DeviceEffect {
            action_type,
            undone_by,
            undo,
            drastic,
        })
    };
    match operation {
        "collectInvestigationPackage" => effect(
            Some("CollectInvestigationPackage"),
            Some("cancelMachineAction"),
            "It changes nothing on the device. While it is pending it can be cancelled.",
            false,
        ),
        "isolateMachine" => effect(
            Some("Isolate"),
            Some("unisolateMachine"),
            "Releasing the device from isolation takes it back.",
            false,
        ),
        "unisolateMachine" => effect(
            Some("Unisolate"),
            Some("isolateMachine"),
            "Isolating the device again takes it back.",
            false,
        ),
        "restrictCodeExecution" => effect(
            Some("RestrictCodeExecution"),
            Some("unrestrictCodeExecution"),
            "Removing the restriction takes it back.",
            false,
        ),
        "unrestrictCodeExecution" => effect(
            Some("UnrestrictCodeExecution"),
            Some("restrictCodeExecution"),
            "Restricting code execution again takes it back.",
            false,
        ),
        "runAntiVirusScan" => effect(
            Some("RunAntiVirusScan"),
            Some("cancelMachineAction"),
            "A scan changes nothing by itself. While it is pending it can be cancelled.",
            false,
        ),
        "offboardMachine" => effect(
            Some("Offboard"),
            None,
            "It cannot be taken back from here: the device must be onboarded anew, on the device.",
            true,
        ),
        "stopAndQuarantineFile" => effect(
            Some("StopAndQuarantineFile"),
            Some("cancelMachineAction"),
            "A file is restored from quarantine on the device or in the portal. While it is pending it can be cancelled.",
            false,
        ),
        "cancelMachineAction" => effect(None, None, CANCEL, false),
        "runLiveResponse" => effect(
            Some("LiveResponse"),
            Some("cancelMachineAction"),
            "What the commands do on the device is not taken back. While it is pending it can be cancelled.",
            true,
        ),
        "startInvestigation" => effect(
            None,
            None,
            "An investigation cannot be stopped from here; it can be in the portal.",
            false,
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Effect, catalogue};

    #[test]
    fn every_operation_that_acts_on_a_device_is_known_and_no_other() {
        for operation in catalogue().operations() {
            let effect = device_effect(&operation.id);
            assert_eq!(
                effect.is_some(),
                operation.effect == Effect::Act,
                "{}",
                operation.id
            );
            if let Some(undo) = effect.and_then(|effect| effect.undone_by) {
                assert!(catalogue().operation(undo).is_some(), "{undo}");
            }
        }
    }

    #[test]
    fn the_names_of_machine_actions_are_the_documented_ones() {
        let documented = &catalogue()
            .entity("MachineAction")
            .unwrap()
            .property("type")
            .unwrap()
            .values;
        for operation in catalogue().operations() {
            if let Some(name) = device_effect(&operation.id).and_then(|effect| effect.action_type) {
                assert!(documented.iter().any(|known| known == name), "{name}");
            }
        }
    }
}
