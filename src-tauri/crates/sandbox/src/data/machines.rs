//! The tenant's devices.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::hostile;
use super::random::{Dice, Stream};
use super::time::Ticks;

/// What a device runs, as far as detections care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Platform {
    Workstation,
    Server,
    MacOs,
    Linux,
    Mobile,
}

/// A network address of a device.
#[derive(Debug, Clone, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IpAddress {
    ip_address: String,
    mac_address: String,
    operational_status: &'static str,
}

/// One device, with every property of the Machine resource.
#[derive(Debug, Clone)]
pub(crate) struct Machine {
    pub(crate) platform: Platform,
    /// Index of the person who mostly uses it.
    pub(crate) user: usize,
    pub(crate) id: String,
    pub(crate) computer_dns_name: String,
    pub(crate) first_seen: Ticks,
    pub(crate) last_seen: Ticks,
    pub(crate) os_platform: &'static str,
    pub(crate) onboarding_status: &'static str,
    pub(crate) os_processor: &'static str,
    pub(crate) version: &'static str,
    pub(crate) os_build: Option<i64>,
    pub(crate) last_ip_address: String,
    pub(crate) last_external_ip_address: String,
    pub(crate) health_status: &'static str,
    pub(crate) rbac_group_name: &'static str,
    pub(crate) rbac_group_id: &'static str,
    pub(crate) risk_score: &'static str,
    pub(crate) aad_device_id: Option<String>,
    pub(crate) machine_tags: Vec<Cow<'static, str>>,
    pub(crate) exposure_level: &'static str,
    pub(crate) device_value: &'static str,
    pub(crate) ip_addresses: Vec<IpAddress>,
    pub(crate) os_architecture: &'static str,
    pub(crate) is_aad_joined: bool,
}

/// Platform, osPlatform, version, build, name prefixes.
type OperatingSystem = (
    Platform,
    &'static str,
    &'static str,
    Option<i64>,
    &'static [&'static str],
);

const SYSTEMS: &[(u64, OperatingSystem)] = &[
    (
        44,
        (
            Platform::Workstation,
            "Windows11",
            "24H2",
            Some(26100),
            &["fin-lt", "hr-lt", "sal-lt", "eng-ws", "leg-lt"],
        ),
    ),
    (
        22,
        (
            Platform::Workstation,
            "Windows10",
            "22H2",
            Some(19045),
            &["fin-pc", "ops-pc", "whs-pc", "kiosk"],
        ),
    ),
    (
        9,
        (
            Platform::Server,
            "WindowsServer2022",
            "21H2",
            Some(20348),
            &["srv-sql", "srv-web", "srv-app", "srv-dc"],
        ),
    ),
    (
        5,
        (
            Platform::Server,
            "WindowsServer2019",
            "1809",
            Some(17763),
            &["srv-file", "srv-prn"],
        ),
    ),
    (
        9,
        (
            Platform::MacOs,
            "macOS",
            "15.6",
            None,
            &["mac-dsg", "mac-mkt", "mac-exec"],
        ),
    ),
    (
        7,
        (
            Platform::Linux,
            "Ubuntu",
            "24.04",
            None,
            &["lnx-web", "lnx-ci", "lnx-db"],
        ),
    ),
    (4, (Platform::Mobile, "iOS", "18.5", None, &["iphone", "ipad"])),
];

const GROUPS: &[(u64, &str, &str)] = &[
    (55, "Workstations", "11"),
    (20, "Servers", "12"),
    (15, "Executives", "13"),
    (10, "UnassignedGroup", "0"),
];

const TAGS: &[&str] = &[
    "Finance",
    "Pilot ring",
    "VIP",
    "Internet facing",
    "Crown jewel",
    "Loaner",
    "Site: Oslo",
];

/// Picks by weight; the weights need not add up to anything.
fn weighted<'a, T>(dice: &mut Dice, items: &'a [(u64, T)]) -> Option<&'a T> {
    let total = items.iter().map(|(weight, _)| weight).sum();
    let mut draw = dice.below(total);
    for (weight, item) in items {
        if draw < *weight {
            return Some(item);
        }
        draw -= weight;
    }
    items.first().map(|(_, item)| item)
}

impl Machine {
    /// Device number `index`, not seen after `newest`.
    pub(crate) fn new(seed: u64, index: u32, newest: Ticks, people: usize) -> Self {
        let mut dice = Dice::new(seed, Stream::Machine, u64::from(index));
        let fallback = (
            Platform::Workstation,
            "Windows11",
            "24H2",
            Some(26100),
            &["pc"][..],
        );
        let (platform, os_platform, version, os_build, prefixes) =
            weighted(&mut dice, SYSTEMS).copied().unwrap_or(fallback);
        let id = dice.hex(40);
        let number = index + 1;
        let prefix = dice.word(prefixes);
        let computer_dns_name = hostile::device_name(platform, index).map_or_else(
            || format!("{prefix}-{number:04}.corp.sandbox.example"),
            |name| format!("{name}-{number:04}"),
        );
        let health_status = weighted(
            &mut dice,
            &[
                (80, "Active"),
                (10, "Inactive"),
                (4, "ImpairedCommunication"),
                (3, "NoSensorData"),
                (1, "NoSensorDataImpairedCommunication"),
                (2, "Unknown"),
            ],
        )
        .copied()
        .unwrap_or("Active");
        let quiet_hours = if health_status == "Active" { 30 } else { 24 * 40 };
        let last_seen = newest.plus(-dice.between(Ticks::MINUTE, quiet_hours * Ticks::HOUR));
        let first_seen = newest
            .plus(-dice.between(60, 700) * Ticks::DAY)
            .plus(dice.between(0, Ticks::DAY));
        let server = matches!(platform, Platform::Server | Platform::Linux);
        let (rbac_group_name, rbac_group_id) = if server {
            ("Servers", "12")
        } else {
            let groups: Vec<(u64, (&str, &str))> =
                GROUPS.iter().map(|(w, name, id)| (*w, (*name, *id))).collect();
            weighted(&mut dice, &groups)
                .copied()
                .unwrap_or(("UnassignedGroup", "0"))
        };
        let (subnet, host) = (dice.between(0, 63), index % 250 + 2);
        let last_ip_address = format!("10.20.{subnet}.{host}");
        let mac = dice.hex(12).to_uppercase();
        let ip_addresses = vec![
            IpAddress {
                ip_address: last_ip_address.clone(),
                mac_address: mac.clone(),
                operational_status: "Up",
            },
            IpAddress {
                ip_address: format!(
                    "fe80::{}:{}:{}:{}",
                    dice.hex(4),
                    dice.hex(4),
                    dice.hex(4),
                    dice.hex(4)
                ),
                mac_address: mac,
                operational_status: "Up",
            },
        ];
        let mut machine_tags = Vec::new();
        for tag in TAGS {
            if dice.percent(9) {
                machine_tags.push(Cow::Borrowed(*tag));
            }
        }
        let joined = dice.percent(85) && platform != Platform::Linux;
        Self {
            platform,
            user: dice.index(people),
            id,
            computer_dns_name,
            first_seen,
            last_seen,
            os_platform,
            onboarding_status: weighted(
                &mut dice,
                &[
                    (94, "Onboarded"),
                    (3, "CanBeOnboarded"),
                    (1, "Unsupported"),
                    (2, "InsufficientInfo"),
                ],
            )
            .copied()
            .unwrap_or("Onboarded"),
            os_processor: if platform == Platform::Mobile {
                "arm64"
            } else {
                "x64"
            },
            version,
            os_build,
            last_ip_address,
            last_external_ip_address: format!("203.0.113.{}", dice.between(2, 250)),
            health_status,
            rbac_group_name,
            rbac_group_id,
            // Follows from the alerts; see `DataSet::new`.
            risk_score: "None",
            aad_device_id: joined.then(|| dice.guid()),
            machine_tags,
            // Follows from the software; see `DataSet::new`.
            exposure_level: "None",
            device_value: weighted(&mut dice, &[(80, "Normal"), (8, "Low"), (12, "High")])
                .copied()
                .unwrap_or("Normal"),
            ip_addresses,
            os_architecture: "64-bit",
            is_aad_joined: joined,
        }
    }
}

impl Machine {
    /// Whether one of its network addresses, or its public one, is this.
    pub(crate) fn has_address(&self, ip: &str) -> bool {
        self.last_external_ip_address == ip || self.ip_addresses.iter().any(|own| own.ip_address == ip)
    }
}

/// A device as JSON; `fields` holds a bit for each property of [`crate::defender::schema::MACHINE`] to write.
pub(crate) struct MachineJson<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) fields: u64,
}

impl Serialize for MachineJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let machine = self.machine;
        let mut bit = 1_u64;
        macro_rules! write {
            ($($name:literal => $value:expr),* $(,)?) => {$(
                if self.fields & bit != 0 {
                    map.serialize_entry($name, &$value)?;
                }
                bit <<= 1;
            )*};
        }
        write! {
            "id" => machine.id,
            "computerDnsName" => machine.computer_dns_name,
            "firstSeen" => machine.first_seen,
            "lastSeen" => machine.last_seen,
            "osPlatform" => machine.os_platform,
            "onboardingStatus" => machine.onboarding_status,
            "osProcessor" => machine.os_processor,
            "version" => machine.version,
            "osBuild" => machine.os_build,
            "lastIpAddress" => machine.last_ip_address,
            "lastExternalIpAddress" => machine.last_external_ip_address,
            "healthStatus" => machine.health_status,
            "rbacGroupName" => machine.rbac_group_name,
            "rbacGroupId" => machine.rbac_group_id,
            "riskScore" => machine.risk_score,
            "aadDeviceId" => machine.aad_device_id,
            "machineTags" => machine.machine_tags,
            "exposureLevel" => machine.exposure_level,
            "deviceValue" => machine.device_value,
            "ipAddresses" => machine.ip_addresses,
            "osArchitecture" => machine.os_architecture,
            "isAadJoined" => machine.is_aad_joined,
        }
        let _ = bit;
        map.end()
    }
}
