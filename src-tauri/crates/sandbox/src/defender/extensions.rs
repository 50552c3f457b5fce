//! Browser extensions of devices, and the permissions that extensions can ask for.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::BROWSER_EXTENSION_PERMISSION;
use crate::data::changes::View;
use crate::data::machines::{Machine, Platform};
use crate::data::random::{Dice, Stream};
use crate::data::time::Ticks;

/// Key, name, what it allows, risk.
const PERMISSIONS: &[(&str, &str, &str, &str)] = &[
    (
        "activeTab",
        "Active tab",
        "Reads the tab that is in front, after a click",
        "Low",
    ),
    ("cookies", "Cookies", "Reads and changes cookies", "High"),
    ("downloads", "Downloads", "Starts and watches downloads", "Medium"),
    ("history", "History", "Reads the browsing history", "High"),
    (
        "nativeMessaging",
        "Native messaging",
        "Speaks with programs outside of the browser",
        "Critical",
    ),
    ("storage", "Storage", "Keeps data of its own", "None"),
    ("tabs", "Tabs", "Sees which pages are open", "Medium"),
    (
        "webRequest",
        "Web requests",
        "Watches what the browser asks for",
        "High",
    ),
    ("<all_urls>", "All addresses", "Works on every page", "Critical"),
];

/// Id, name, what it is for, version, places of its permissions.
const EXTENSIONS: &[(&str, &str, &str, &str, &[usize])] = &[
    (
        "abcdefghijklmnopabcdefghijklmnop",
        "Contoso Password Helper",
        "Fills in forms",
        "4.1.0",
        &[0, 4, 5],
    ),
    (
        "bcdefghijklmnopabcdefghijklmnopa",
        "Fabrikam Coupon Finder",
        "Finds coupons <b>everywhere</b>",
        "1.0.9",
        &[1, 3, 7, 8],
    ),
    (
        "cdefghijklmnopabcdefghijklmnopab",
        "Adatum Screen Notes",
        "Notes on pages",
        "2.7.3",
        &[0, 5],
    ),
    (
        "defghijklmnopabcdefghijklmnopabc",
        "=cmd|' /C calc'!A0",
        "A name that a spreadsheet would run",
        "0.0.1",
        &[2, 6],
    ),
];

const RISKS: &[&str] = &["None", "Low", "Medium", "High", "Critical"];

/// Every permission.
pub(super) fn permissions(call: &Call<'_>) -> Result<Answer, ApiError> {
    let rows = PERMISSIONS.iter().map(|(key, name, about, _)| {
        json!({
            "key": key,
            "permissionName": name,
            "description": about,
        })
    });
    call.list(
        &Listing::new("BrowserExtension", BROWSER_EXTENSION_PERMISSION),
        rows,
    )
}

/// Extensions of a device; unlike their siblings these records begin their names with capitals.
pub(super) fn of_machine(view: View<'_>, place: usize, machine: &Machine) -> Vec<Value> {
    if !matches!(machine.platform, Platform::Workstation | Platform::MacOs) {
        return Vec::new();
    }
    let mut dice = Dice::new(view.data.seed, Stream::Inventory, 600_000 + place as u64);
    let group: i64 = machine.rbac_group_id.parse().unwrap_or(0);
    let mut rows = Vec::new();
    for (id, name, about, version, asked) in EXTENSIONS {
        let (browser, active) = (dice.word(&["edge", "chrome", "firefox"]), dice.percent(85));
        let installed = machine.first_seen.plus(dice.between(1, 50) * Ticks::DAY);
        if !dice.percent(35) {
            continue;
        }
        let asked: Vec<_> = asked.iter().filter_map(|place| PERMISSIONS.get(*place)).collect();
        let risk = asked
            .iter()
            .filter_map(|(_, _, _, risk)| RISKS.iter().position(|known| known == risk))
            .max()
            .and_then(|place| RISKS.get(place));
        let permissions: Vec<Value> = asked
            .iter()
            .map(|(key, _, _, risk)| json!({"Id": key, "IsRequired": true, "Risk": risk}))
            .collect();
        rows.push(json!({
            "DeviceId": machine.id,
            "RbacGroupId": group,
            "RbacGroupName": machine.rbac_group_name,
            "DeviceName": machine.computer_dns_name,
            "InstallationTime": installed,
            "BrowserName": browser,
            "ExtensionId": id,
            "ExtensionName": name,
            "ExtensionDescription": about,
            "ExtensionVersion": version,
            "ExtensionRisk": risk,
            "IsActivated": active,
            "Permissions": permissions,
        }));
    }
    rows
}
