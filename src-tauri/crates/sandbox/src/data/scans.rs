//! Authenticated scans: definitions, the devices that scan, and what past sessions found.

use std::sync::Arc;

use serde_json::{Value, json};

use super::DataSet;
use super::machines::{Machine, Platform};
use super::random::{Dice, Stream};
use super::time::Ticks;
use crate::config::TENANT_ID;

/// How many past sessions of a definition are kept.
const KEPT: i64 = 12;

/// The devices that can scan: the first servers with Windows.
pub(crate) fn agents(data: &DataSet) -> impl Iterator<Item = &Machine> {
    data.machines
        .iter()
        .filter(|machine| machine.platform == Platform::Server)
        .take(3)
}

/// A scanning device as the API shows it. Inside of a definition its name is called otherwise.
pub(crate) fn agent_json(data: &DataSet, machine: &Machine, in_definition: bool) -> Value {
    let name = if in_definition {
        "machineName"
    } else {
        "computerDnsName"
    };
    json!({
        "id": format!("{TENANT_ID}_{}", machine.id),
        "machineId": machine.id,
        name: machine.computer_dns_name,
        "lastSeen": machine.last_seen,
        "assignedApplicationId": "6f0a4b2e-5d1c-4c8e-9a37-2b1d8c5e7f10",
        "scannerSoftwareVersion": "7.2.0.13",
        "lastCommandExecutionTimestamp": data.newest.plus(-3 * Ticks::HOUR),
        "mdeClientVersion": "10.8735.26100.1",
    })
}

/// The first definitions.
pub(super) fn invented(data: &DataSet) -> Vec<Arc<Value>> {
    let Some(agent) = agents(data).next() else {
        return Vec::new();
    };
    [
        (
            "Switches of the head office",
            "10.20.0.1,10.20.0.2,10.20.0.3",
            4,
            true,
        ),
        ("Printers <i>third floor</i>", "10.20.9.10,10.20.9.11", 24, true),
        ("Old wireless access points", "10.20.17.4", 168, false),
    ]
    .into_iter()
    .zip(0_u64..)
    .map(|((name, target, hours, active), index)| {
        let mut dice = Dice::new(data.seed, Stream::Scan, index);
        Arc::new(json!({
            "id": dice.guid(),
            "scanType": "Network",
            "scanName": name,
            "isActive": active,
            "orgId": TENANT_ID,
            "intervalInHours": hours,
            "createdBy": "admin@sandbox.example",
            "targetType": "Ip",
            "target": target,
            "scanAuthenticationParams": {
                "@odata.type": "#microsoft.windowsDefenderATP.api.SnmpAuthParams",
                "type": "CommunityString",
                "keyVaultUrl": null,
                "keyVaultSecretName": null,
                "communityString": null,
            },
            "scannerAgent": agent_json(data, agent, true),
            "latestScan": {
                "status": "Success",
                "failureReason": null,
                "executionDateTime": data.newest.plus(-2 * Ticks::HOUR),
            },
            "advancedActiveConfiguration": null,
        }))
    })
    .collect()
}

/// One past run of a definition.
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) time: Ticks,
    dice: Dice,
}

fn text<'a>(definition: &'a Value, name: &str) -> &'a str {
    definition.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Past sessions of a definition, the newest first. One that was made since the sandbox started has none.
pub(crate) fn sessions(data: &DataSet, definition: &Value) -> Vec<Session> {
    if definition
        .get("latestScan")
        .is_none_or(|scan| scan.get("status").is_none_or(Value::is_null))
    {
        return Vec::new();
    }
    let hours = definition
        .get("intervalInHours")
        .and_then(Value::as_i64)
        .unwrap_or(24)
        .max(1);
    let key = text(definition, "id")
        .bytes()
        .fold(3_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
    (0..KEPT)
        .map(|step| {
            let mut dice = Dice::new(data.seed, Stream::Scan, key.wrapping_add(step.unsigned_abs()));
            Session {
                id: dice.guid(),
                time: data.newest.plus(-2 * Ticks::HOUR - step * hours * Ticks::HOUR),
                dice,
            }
        })
        .collect()
}

impl Session {
    fn targets(&self, definition: &Value) -> Vec<Value> {
        let mut dice = self.dice.clone();
        text(definition, "target")
            .split(',')
            .map(str::trim)
            .filter(|target| !target.is_empty())
            .map(|target| {
                let good = dice.percent(85);
                json!({
                    "Ip": target,
                    "Hostname": format!("net-{}", target.replace('.', "-")),
                    "ScannedDeviceDescription": if good { "Switch, 48 ports" } else { "" },
                    "ErrorMessage": if good { "" } else { "No answer" },
                    "ScanStatus": if good { "Success" } else { "Fail" },
                    "ScanDuration": format!("00:00:{:02}", dice.below(60)),
                })
            })
            .collect()
    }

    fn outcome(targets: &[Value]) -> (&'static str, usize) {
        let good = targets
            .iter()
            .filter(|target| text(target, "ScanStatus") == "Success")
            .count();
        let status = match good {
            0 => "Fail",
            _ if good == targets.len() => "Success",
            _ => "Partial Success",
        };
        (status, good)
    }

    /// The session in the history of a definition.
    pub(crate) fn in_definition(&self, definition: &Value) -> Value {
        let (status, _) = Self::outcome(&self.targets(definition));
        let scanner = definition
            .get("scannerAgent")
            .map_or("", |agent| text(agent, "machineId"));
        json!({
            "ScanDefinitionIds": text(definition, "id"),
            // In no table of the pages; without it nobody could ask for a session.
            "SessionIds": self.id,
            "LastScanned": self.time,
            "ScanStatus": status,
            "ScannerId": scanner,
        })
    }

    /// The session with everything that it found.
    pub(crate) fn whole(&self, definition: &Value) -> Value {
        let targets = self.targets(definition);
        let (status, good) = Self::outcome(&targets);
        json!({
            "orgId": TENANT_ID,
            "ScanDefinitionIds": text(definition, "id"),
            "SessionIds": self.id,
            "NumberOfSuccessfullyScannedTargets": good,
            "NumberOfTargets": targets.len(),
            "ScanStatus": status,
            "LastScanned": self.time,
            "ListScannedTargets": targets,
        })
    }
}
