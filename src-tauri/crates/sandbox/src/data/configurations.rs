//! Security settings that devices should have, and which devices comply.

use super::machines::{Machine, Platform};
use super::random::{Stream, hash};

/// One setting.
#[derive(Debug)]
pub(crate) struct Configuration {
    pub(crate) number: u32,
    pub(crate) name: &'static str,
    pub(crate) category: &'static str,
    pub(crate) subcategory: &'static str,
    /// 1 to 10.
    pub(crate) impact: u32,
    platforms: &'static [Platform],
    /// Of 100 devices, how many comply.
    share: u64,
    pub(crate) user_impact: bool,
}

const WINDOWS: &[Platform] = &[Platform::Workstation, Platform::Server];
const CLIENTS: &[Platform] = &[Platform::Workstation];
const UNIX: &[Platform] = &[Platform::MacOs, Platform::Linux];
const ALL: &[Platform] = &[
    Platform::Workstation,
    Platform::Server,
    Platform::MacOs,
    Platform::Linux,
];

macro_rules! configurations {
    ($($number:literal $name:literal, $category:literal / $subcategory:literal, $impact:literal, $platforms:ident, $share:literal, $user:literal;)*) => {
        /// Every setting.
        pub(crate) static CONFIGURATIONS: &[Configuration] = &[$(Configuration {
            number: $number,
            name: $name,
            category: $category,
            subcategory: $subcategory,
            impact: $impact,
            platforms: $platforms,
            share: $share,
            user_impact: $user,
        }),*];
    };
}

configurations! {
    2010 "Turn on Microsoft Defender Antivirus", "Security controls" / "Antivirus", 9, WINDOWS, 94, false;
    2011 "Update Microsoft Defender Antivirus definitions", "Security controls" / "Antivirus", 8, ALL, 81, false;
    2012 "Turn on real-time protection", "Security controls" / "Antivirus", 9, ALL, 90, false;
    2013 "Turn on PUA protection in block mode", "Security controls" / "Antivirus", 7, WINDOWS, 58, true;
    2016 "Turn on cloud-delivered protection", "Security controls" / "Antivirus", 8, WINDOWS, 86, false;
    2500 "Block Office applications from creating child processes", "Security controls" / "Attack surface reduction", 9, CLIENTS, 47, true;
    2501 "Block credential stealing from the local security authority", "Security controls" / "Attack surface reduction", 9, WINDOWS, 63, false;
    2502 "Block executable content from mail client and webmail", "Security controls" / "Attack surface reduction", 8, CLIENTS, 55, true;
    2030 "Turn on BitLocker on operating system drives", "Security controls" / "Encryption", 7, CLIENTS, 79, false;
    2070 "Turn on the firewall for the public profile", "Network" / "Firewall", 8, ALL, 88, false;
    2075 "Disable insecure guest sign-ins to file shares", "Network" / "Sharing", 6, WINDOWS, 71, false;
    3001 "Disable version 1 of the file sharing protocol", "Network" / "Sharing", 8, WINDOWS, 92, false;
    1 "Set the minimum password length to 14 or more", "Accounts" / "Password policy", 5, WINDOWS, 66, true;
    4 "Enable the built-in administrator's local account lockout", "Accounts" / "Account policy", 6, WINDOWS, 52, false;
    20 "Do not allow anonymous listing of accounts", "OS" / "Registry", 6, WINDOWS, 77, false;
    91 "Enable local security authority protection", "OS" / "Registry", 8, WINDOWS, 60, false;
    5006 "Disable root sign-in over SSH", "Accounts" / "SSH", 8, UNIX, 84, false;
    6001 "Turn on automatic updates", "OS" / "Updates", 7, UNIX, 70, false;
    1060 "Block outdated add-ons in the browser", "Application" / "Browser", 4, CLIENTS, 74, true;
}

impl Configuration {
    /// `scid-<number>`.
    pub(crate) fn id(&self) -> String {
        format!("scid-{}", self.number)
    }

    /// Id of the recommendation to fix it.
    pub(crate) fn recommendation(&self) -> String {
        format!("sca-_-scid-{}", self.number)
    }
}

/// Whether a device complies; `None` when the setting does not apply to it.
pub(crate) fn compliant(seed: u64, index: usize, machine: &Machine, place: usize) -> Option<bool> {
    let configuration = CONFIGURATIONS.get(place)?;
    if !configuration.platforms.contains(&machine.platform) {
        return None;
    }
    let draw = hash(seed, Stream::Configuration, (index * 64 + place) as u64) % 100;
    Some(draw < configuration.share)
}
