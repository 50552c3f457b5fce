//! Security baselines: profiles, their settings, and which devices comply.
//!
//! Invariant: a profile counts as many devices as there are records of it.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::collection::Listing;
use super::errors::ApiError;
use super::schema::{BASELINE_CONFIGURATION, BASELINE_PROFILE};
use crate::data::changes::View;
use crate::data::machines::Machine;
use crate::data::random::{Stream, hash};
use crate::data::time::Ticks;

/// Id, name, operating system as devices name it, as the benchmark names it, its version.
const PROFILES: &[(&str, &str, &str, &str, &str)] = &[
    (
        "9e2f1c44-3a5b-4d0e-8c55-1f6a7b9d0c01",
        "Workstations, level 1",
        "Windows11",
        "Windows 11",
        "24H2",
    ),
    (
        "9e2f1c44-3a5b-4d0e-8c55-1f6a7b9d0c02",
        "Older workstations",
        "Windows10",
        "Windows 10",
        "22H2",
    ),
    (
        "9e2f1c44-3a5b-4d0e-8c55-1f6a7b9d0c03",
        "Member servers",
        "WindowsServer2022",
        "Windows Server 2022",
        "21H2",
    ),
];

/// Id inside of the benchmark, name, category, CCE number, where it is read, expected value.
const SETTINGS: &[(&str, &str, &str, &str, &str, &str)] = &[
    (
        "1.1.1",
        "Ensure 'Enforce password history' is set to '24 or more'",
        "Account Policies",
        "CCE-37166-6",
        "Local Security Policy",
        ">= 24",
    ),
    (
        "1.1.2",
        "Ensure 'Maximum password age' is set to '365 or fewer days'",
        "Account Policies",
        "CCE-37167-4",
        "Local Security Policy",
        "<= 365",
    ),
    (
        "2.3.1.4",
        "Ensure 'Accounts: Limit local account use of blank passwords' is set to 'Enabled'",
        "Local Policies",
        "CCE-37615-2",
        r"hklm\system\currentcontrolset\control\lsa\limitblankpassworduse",
        "Equals 1",
    ),
    (
        "9.1.1",
        "Ensure 'Windows Firewall: Domain: Firewall state' is set to 'On'",
        "Windows Firewall",
        "CCE-36062-8",
        r"hklm\software\policies\microsoft\windowsfirewall\domainprofile\enablefirewall",
        "Equals 1",
    ),
    (
        "18.4.3",
        "Ensure 'Configure SMB v1 server' is set to 'Disabled'",
        "Administrative Templates",
        "CCE-37842-2",
        r"hklm\system\currentcontrolset\services\lanmanserver\parameters\smb1",
        "Equals 0",
    ),
    (
        "18.9.26.2",
        "Ensure 'Allow LSASS to run as a protected process' is set to 'Enabled'",
        "Administrative Templates",
        "CCE-38235-8",
        r"hklm\system\currentcontrolset\control\lsa\runasppl",
        "Equals 1",
    ),
];

const BENCHMARK: &str = "Sandbox Hardening Benchmark";
const VERSION: &str = "3.0.0";

fn compliant(view: View<'_>, place: usize, setting: usize) -> bool {
    !hash(view.data.seed, Stream::Baseline, (place * 32 + setting) as u64).is_multiple_of(6)
}

/// Every setting. The texts are HTML, as the page says.
pub(super) fn configurations(call: &Call<'_>) -> Result<Answer, ApiError> {
    let rows = SETTINGS.iter().map(|(id, name, category, cce, source, value)| {
        json!({
            "id": id,
            "uniqueId": format!("{BENCHMARK}-_-{VERSION}-_-{id}"),
            "benchmarkName": BENCHMARK,
            "benchmarkVersion": VERSION,
            "name": name,
            "description": format!("<p>This setting belongs to <strong>{category}</strong>.</p>"),
            "category": category,
            "complianceLevels": ["Level 1"],
            "cce": cce,
            "rationale": "<p>The default is weaker than it needs to be.</p><script>alert('rationale')</script>",
            "source": [source],
            "recommendedValue": [value],
            "remediation": format!("<p>Set it to <code>{value}</code> by policy.</p>"),
            "isCustom": false,
        })
    });
    call.list(
        &Listing::new("BaselineConfigurations", BASELINE_CONFIGURATION),
        rows,
    )
}

/// Every profile.
pub(super) fn profiles(call: &Call<'_>) -> Result<Answer, ApiError> {
    let view = call.view;
    let rows = PROFILES.iter().map(|(id, name, platform, system, version)| {
        let devices = view
            .machines()
            .filter(|(_, machine)| machine.os_platform == *platform);
        let places: Vec<usize> = devices.map(|(place, _)| place).collect();
        let passed = places
            .iter()
            .filter(|place| (0..SETTINGS.len()).all(|setting| compliant(view, **place, setting)))
            .count();
        let created = view.data.newest.plus(-120 * Ticks::DAY);
        json!({
            "id": id,
            "name": name,
            "description": "",
            "benchmark": BENCHMARK,
            "version": VERSION,
            "operatingSystem": system,
            "operatingSystemVersion": version,
            "status": true,
            "complianceLevel": "Level 1",
            "settingsNumber": SETTINGS.len(),
            "createdBy": "admin@sandbox.example",
            "lastUpdatedBy": "admin@sandbox.example",
            "createdOnTimestampUTC": created,
            "lastUpdateTimestampUTC": created.plus(40 * Ticks::DAY),
            "passedDevices": passed,
            "totalDevices": places.len(),
        })
    });
    let listing = Listing::new(
        "Collection(microsoft.windowsDefenderATP.api.PublicBaselineProfileDto)",
        BASELINE_PROFILE,
    );
    call.list(&listing, rows)
}

/// Records of a device.
pub(super) fn of_machine(view: View<'_>, place: usize, machine: &Machine) -> Vec<Value> {
    let group: i64 = machine.rbac_group_id.parse().unwrap_or(0);
    let profile = PROFILES
        .iter()
        .find(|(_, _, platform, _, _)| machine.os_platform == *platform);
    let Some((profile, ..)) = profile else {
        return Vec::new();
    };
    SETTINGS
        .iter()
        .enumerate()
        .map(|(setting, (id, _, _, _, source, value))| {
            let complies = compliant(view, place, setting);
            let unique = format!("{BENCHMARK}-_-{VERSION}-_-{id}");
            json!({
                "id": format!("{}_{profile}_{unique}", machine.id),
                "configurationId": unique,
                "profileId": profile,
                "deviceId": machine.id,
                "deviceName": machine.computer_dns_name,
                "osPlatform": machine.os_platform,
                "osVersion": machine.version,
                "rbacGroupId": group,
                "rbacGroupName": machine.rbac_group_name,
                "isApplicable": true,
                "isCompliant": complies,
                "dataCollectionTimeOffset": machine.last_seen,
                "complianceCalculationTimeOffset": view.data.newest.plus(-Ticks::HOUR),
                "recommendedValue": [value],
                "currentValue": [if complies { value.trim_start_matches("Equals ") } else { "not set" }],
                "source": [source],
            })
        })
        .collect()
}
