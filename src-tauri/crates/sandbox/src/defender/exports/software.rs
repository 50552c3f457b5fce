//! Software and its vulnerabilities, device by device.

use serde_json::{Map, Value, json};

use super::plain;
use crate::data::changes::View;
use crate::data::machines::Machine;
use crate::data::random::{Dice, Stream};
use crate::data::software::{Installed, Product};
use crate::data::time::Ticks;
use crate::data::vulnerabilities::Vulnerability;

fn registry(machine: &Machine, product: &Product) -> Vec<String> {
    if machine.os_build.is_some() {
        vec![format!(
            r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\{}",
            product.name
        )]
    } else {
        Vec::new()
    }
}

/// Software with its evidence.
pub(super) fn inventory(view: View<'_>, place: usize, machine: &Machine) -> Vec<Value> {
    let data = view.data;
    let rows = data.software_of(place).into_iter().filter_map(|installed| {
        let product = installed.product()?;
        let (status, date) = match installed.version {
            _ if product.unsupported == product.versions.len() => {
                ("EOS Software", Some("2024-10-31T00:00:00+00:00"))
            }
            version if version < product.unsupported => ("EOS Version", Some("2025-12-31T00:00:00+00:00")),
            version if version == product.unsupported && product.unsupported > 0 => {
                ("Upcoming EOS Version", Some("2027-06-30T00:00:00+00:00"))
            }
            _ => ("None", None),
        };
        Some(json!({
            "deviceId": machine.id,
            "rbacGroupId": machine.rbac_group_id,
            "rbacGroupName": machine.rbac_group_name,
            "deviceName": machine.computer_dns_name,
            "osPlatform": machine.os_platform,
            "softwareVendor": product.vendor,
            "softwareName": product.name,
            "softwareVersion": installed.version(),
            "numberOfWeaknesses": data.weaknesses(installed).count(),
            "diskPaths": [product.folder],
            "registryPaths": registry(machine, product),
            "softwareFirstSeenTimestamp": plain(machine.first_seen),
            "endOfSupportStatus": status,
            "endOfSupportDate": date,
        }))
    });
    rows.collect()
}

/// One pair of software and a vulnerability in it, or none.
pub(super) fn record(
    machine: &Machine,
    installed: Installed,
    found: Option<&Vulnerability>,
) -> Option<Map<String, Value>> {
    let product = installed.product()?;
    let kb = found
        .and_then(|it| product.kb(it.fixed_in))
        .filter(|_| found.is_some_and(|it| it.fix().is_some()));
    let cve = found.map(|it| it.id.as_str());
    let update = found.and_then(Vulnerability::fix);
    let row = json!({
        "id": format!(
            "{}_{}_{}_{}_{}",
            machine.id,
            product.vendor,
            product.name,
            installed.version(),
            cve.unwrap_or_default()
        ),
        "deviceId": machine.id,
        "rbacGroupId": machine.rbac_group_id,
        "rbacGroupName": machine.rbac_group_name,
        "deviceName": machine.computer_dns_name,
        "osPlatform": machine.os_platform,
        "osVersion": machine.version,
        "osArchitecture": "x64",
        "softwareVendor": product.vendor,
        "softwareName": product.name,
        "softwareVersion": installed.version(),
        "cveId": cve,
        "cvssScore": found.map(|it| f64::from(it.cvss) / 10.0),
        "vulnerabilitySeverityLevel": found.map(Vulnerability::severity),
        "exploitabilityLevel": match found.map_or(0, |it| it.exploit) {
            0 => "NoExploit",
            1 => "ExploitIsPublic",
            2 => "ExploitIsVerified",
            _ => "ExploitIsInKit",
        },
        "recommendationReference": format!("va-_-{}", product.id()),
        "recommendedSecurityUpdate": update.map(|version| format!("{} {version}", product.name)),
        "recommendedSecurityUpdateId": kb.map(|kb| kb.to_string()),
        "recommendedSecurityUpdateUrl": kb.map(|kb| {
            format!("https://catalog.update.microsoft.com/v7/site/Search.aspx?q=KB{kb}")
        }),
        "securityUpdateAvailable": update.is_some(),
        "diskPaths": [product.folder],
        "registryPaths": registry(machine, product),
        "firstSeenTimestamp": plain(found.map_or(machine.first_seen, |it| it.detected.max(machine.first_seen))),
        "lastSeenTimestamp": plain(machine.last_seen),
    });
    match row {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

/// Vulnerabilities; software without any has one row without a CVE.
pub(super) fn vulnerabilities(view: View<'_>, place: usize, machine: &Machine) -> Vec<Value> {
    let data = view.data;
    let mut rows = Vec::new();
    for installed in data.software_of(place) {
        let before = rows.len();
        for it in data.weaknesses(installed) {
            rows.extend(record(machine, installed, Some(it)).map(Value::Object));
        }
        if rows.len() == before {
            rows.extend(record(machine, installed, None).map(Value::Object));
        }
    }
    rows
}

const PLAIN_TOOLS: &[(&str, &str, &str)] = &[
    ("in-house", "Parcel Label Printer", "3.2"),
    ("in-house", "Timesheet 2000", "1.9.4"),
    ("unknown", "setup(1)", "1.0.0.0"),
    ("northwind", "Warehouse Scanner", "5.0.1"),
    ("unknown", "\u{202e}exe.yalp", "0.1"),
];

/// Software that no catalogue knows.
pub(super) fn without_product_code(view: View<'_>, place: usize, machine: &Machine) -> Vec<Value> {
    let mut dice = Dice::new(view.data.seed, Stream::Inventory, 50_000 + place as u64);
    let group: i64 = machine.rbac_group_id.parse().unwrap_or(0);
    let mut rows = Vec::new();
    for (vendor, name, version) in PLAIN_TOOLS {
        let seen = machine.last_seen.plus(-dice.between(0, 9 * Ticks::DAY));
        if dice.percent(30) {
            rows.push(json!({
                "deviceId": machine.id,
                "rbacGroupId": group,
                "rbacGroupName": machine.rbac_group_name,
                "deviceName": machine.computer_dns_name,
                "osPlatform": machine.os_platform,
                "softwareVendor": vendor,
                "softwareName": name,
                "softwareVersion": version,
                "softwareLastSeenTimestamp": plain(seen),
            }));
        }
    }
    rows
}
