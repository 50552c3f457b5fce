//! Settings, certificates, hardware and further information, device by device.

use serde_json::{Value, json};

use super::plain;
use crate::data::changes::View;
use crate::data::configurations::{CONFIGURATIONS, compliant};
use crate::data::machines::{Machine, Platform};
use crate::data::random::{Dice, Stream};
use crate::data::time::Ticks;

fn group(machine: &Machine) -> i64 {
    machine.rbac_group_id.parse().unwrap_or(0)
}

/// Compliance with every setting that there is.
pub(super) fn configurations(view: View<'_>, place: usize, machine: &Machine) -> Vec<Value> {
    CONFIGURATIONS
        .iter()
        .enumerate()
        .map(|(number, setting)| {
            let complies = compliant(view.data.seed, place, machine, number);
            json!({
                "deviceId": machine.id,
                "rbacGroupId": machine.rbac_group_id,
                "rbacGroupName": machine.rbac_group_name,
                "deviceName": machine.computer_dns_name,
                "osPlatform": machine.os_platform,
                "osVersion": machine.version,
                "timestamp": plain(machine.last_seen),
                "configurationId": setting.id(),
                "configurationCategory": setting.category,
                "configurationSubcategory": setting.subcategory,
                "configurationImpact": setting.impact,
                "configurationName": setting.name,
                "isCompliant": complies.unwrap_or(true),
                "isApplicable": complies.is_some(),
                "isExpectedUserImpact": setting.user_impact,
                "recommendationReference": setting.recommendation(),
            })
        })
        .collect()
}

/// Certificates in the stores of a device with Windows or macOS.
pub(super) fn certificates(view: View<'_>, place: usize, machine: &Machine) -> Vec<Value> {
    if matches!(machine.platform, Platform::Mobile | Platform::Linux) {
        return Vec::new();
    }
    let mut dice = Dice::new(view.data.seed, Stream::Inventory, 200_000 + place as u64);
    let name = |common: &str| {
        json!({
            "commonName": common,
            "friendlyName": common,
            "country": "NO",
            "organization": "Sandbox Example",
            "organizationalUnit": null,
        })
    };
    let root = "Sandbox Example Root CA";
    let own = json!([
        (
            machine.computer_dns_name.as_str(),
            "LocalMachine\\My",
            false,
            2048
        ),
        (root, "LocalMachine\\Root", true, 4096),
        ("Old intranet \"<b>server</b>\"", "LocalMachine\\My", true, 1024),
    ]);
    let entries = own.as_array().cloned().unwrap_or_default();
    entries
        .iter()
        .filter(|_| dice.percent(80))
        .cloned()
        .collect::<Vec<_>>()
        .iter()
        .map(|entry| {
            let text = |at: usize| entry.get(at).and_then(Value::as_str).unwrap_or_default();
            let selfsigned = entry.get(2).and_then(Value::as_bool).unwrap_or(false);
            let bits = entry.get(3).and_then(Value::as_i64).unwrap_or(2048);
            let begin = view.data.newest.plus(-dice.between(30, 900) * Ticks::DAY);
            json!({
                "deviceId": machine.id,
                "deviceName": machine.computer_dns_name,
                "thumbprint": dice.hex(40),
                "path": text(1),
                "signatureAlgorithm": if bits == 1024 { "sha1RSA" } else { "sha256RSA" },
                "keyLength": bits,
                "notAfter": begin.plus(730 * Ticks::DAY),
                "notBefore": begin,
                "subjectType": if text(1).ends_with("Root") { "CA" } else { "End Entity" },
                "serialNumber": dice.hex(20),
                "subjectObject": name(text(0)),
                "issuerObject": name(if selfsigned { text(0) } else { root }),
                "keyUsageArray": ["Digital Signature", "Key Encipherment"],
                "extendedKeyUsageArray": ["Server Authentication"],
                "isSelfSigned": selfsigned,
                "rbacGroupId": group(machine),
                "rbacGroupName": machine.rbac_group_name,
            })
        })
        .collect()
}

/// Processor, board and firmware.
pub(super) fn firmware(view: View<'_>, place: usize, machine: &Machine) -> Vec<Value> {
    let mut dice = Dice::new(view.data.seed, Stream::Inventory, 300_000 + place as u64);
    let maker = dice.word(&["Contoso Computers", "Fabrikam Devices", "Adatum Systems"]);
    [
        ("Bios", maker, "System firmware", format!("1.{}.{}", dice.below(30), dice.below(9))),
        ("Processor", "Litware", "Litware Core 7", "rev 3".to_owned()),
        ("Hardware", maker, "Model 14 G3", String::new()),
    ]
    .into_iter()
    .map(|(kind, manufacturer, name, version)| {
        json!({
            "deviceId": machine.id,
            "rbacGroupId": group(machine),
            "rbacGroupName": machine.rbac_group_name,
            "deviceName": machine.computer_dns_name,
            "componentType": kind,
            "manufacturer": manufacturer,
            "componentName": name,
            "componentVersion": version,
            "additionalFields": json!({"Cores": 4 + dice.below(12), "SecureBoot": dice.percent(80)}).to_string(),
        })
    })
    .collect()
}

/// Further information, whose fields no page lists.
pub(super) fn information(view: View<'_>, place: usize, machine: &Machine) -> Vec<Value> {
    let mut dice = Dice::new(view.data.seed, Stream::Inventory, 400_000 + place as u64);
    vec![json!({
        "DeviceId": machine.id,
        "DeviceName": machine.computer_dns_name,
        "OSPlatform": machine.os_platform,
        "LastSeenTime": machine.last_seen,
        "AdditionalFields": {
            "AvMode": "0",
            "IsWindowsLtscVersionRunning": false,
            "Tls10Enabled": dice.percent(20),
            "Tls12Enabled": true,
            "SmbV1Enabled": dice.percent(8),
        },
    })]
}
