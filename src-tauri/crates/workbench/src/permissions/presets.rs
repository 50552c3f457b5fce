//! Sets of operations that admins ask for together.

use contract::PresetDto;

struct Preset {
    id: &'static str,
    title: &'static str,
    about: &'static str,
    operations: &'static [&'static str],
}

const PRESETS: &[Preset] = &[
    Preset {
        id: "readAlerts",
        title: "Read alerts",
        about: "List alerts and look at one. The least to begin with.",
        operations: &["listAlerts", "getAlert"],
    },
    Preset {
        id: "triage",
        title: "Triage alerts",
        about: "Read alerts with what they touch, set status, assignment and classification, comment.",
        operations: &[
            "listAlerts",
            "getAlert",
            "updateAlert",
            "batchUpdateAlerts",
            "listAlertFiles",
            "listAlertIps",
            "listAlertDomains",
            "getAlertMachine",
            "getAlertUser",
            "listInvestigations",
            "getInvestigation",
        ],
    },
    Preset {
        id: "deviceInventory",
        title: "Device inventory",
        about: "List devices with their users, software and health.",
        operations: &[
            "listMachines",
            "getMachine",
            "listMachineLogonUsers",
            "listMachineSoftware",
            "findMachinesByTag",
        ],
    },
    Preset {
        id: "deviceResponse",
        title: "Device response",
        about: "Isolate, scan, restrict and collect, and follow each action to its end. These act on devices.",
        operations: &[
            "listMachines",
            "getMachine",
            "listMachineActions",
            "getMachineAction",
            "isolateMachine",
            "unisolateMachine",
            "runAntiVirusScan",
            "restrictCodeExecution",
            "unrestrictCodeExecution",
            "stopAndQuarantineFile",
            "collectInvestigationPackage",
            "getPackageUri",
            "cancelMachineAction",
        ],
    },
    Preset {
        id: "vulnerabilityReport",
        title: "Vulnerability report",
        about: "Vulnerabilities, recommendations, software and the exposure score, for a report.",
        operations: &[
            "listVulnerabilities",
            "listMachinesVulnerabilities",
            "listRecommendations",
            "listSoftware",
            "listSoftwareVulnerabilities",
            "listRemediationTasks",
            "getExposureScore",
            "getDeviceSecureScore",
        ],
    },
    Preset {
        id: "indicators",
        title: "Indicators",
        about: "Read and submit indicators of files, addresses and domains.",
        operations: &["listIndicators", "submitIndicator", "importIndicators"],
    },
];

pub(super) fn all() -> Vec<PresetDto> {
    PRESETS
        .iter()
        .map(|preset| PresetDto {
            id: preset.id.to_owned(),
            title: preset.title.to_owned(),
            about: preset.about.to_owned(),
            operations: preset.operations.iter().map(|id| (*id).to_owned()).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_names_documented_operations() {
        for preset in PRESETS {
            for id in preset.operations {
                assert!(
                    defender::catalogue().operation(id).is_some(),
                    "{}: {id}",
                    preset.id
                );
            }
        }
    }
}
