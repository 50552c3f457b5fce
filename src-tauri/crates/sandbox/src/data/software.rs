//! Software that the tenant's devices run: a fixed catalogue, and which device has which version.
//!
//! Products of `contoso`, `fabrikam` and their like are invented; so are the numbers of all updates.
//! Invariant: what a device runs follows from the seed and the device's number alone.

use super::machines::Machine;
use super::random::{Dice, Stream};

/// One product.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) vendor: &'static str,
    pub(crate) name: &'static str,
    /// Values of `osPlatform` that it runs on.
    systems: &'static [&'static str],
    /// Of 100 devices, how many have it.
    share: u64,
    /// From the oldest to the newest.
    pub(crate) versions: &'static [&'static str],
    /// How many of the oldest versions get no more updates.
    pub(crate) unsupported: usize,
    /// Number of the update that brings the second version; later versions count on from there.
    pub(crate) first_kb: Option<u32>,
    pub(crate) folder: &'static str,
}

const WINDOWS: &[&str] = &["Windows11", "Windows10", "WindowsServer2022", "WindowsServer2019"];
const CLIENTS: &[&str] = &["Windows11", "Windows10"];
const SERVERS: &[&str] = &["WindowsServer2022", "WindowsServer2019"];
const DESKTOPS: &[&str] = &["Windows11", "Windows10", "macOS"];

macro_rules! products {
    ($($vendor:literal $name:literal $systems:expr, $share:literal, [$($version:literal)*], old $old:literal, kb $kb:expr, $folder:literal;)*) => {
        /// Every product.
        pub(crate) static PRODUCTS: &[Product] = &[$(Product {
            vendor: $vendor,
            name: $name,
            systems: $systems,
            share: $share,
            versions: &[$($version),*],
            unsupported: $old,
            first_kb: $kb,
            folder: $folder,
        }),*];
    };
}

products! {
    "microsoft" "windows_11" &["Windows11"], 100, ["10.0.26100.6584" "10.0.26100.6725" "10.0.26100.6899"], old 0, kb Some(5_990_101), r"C:\Windows\System32";
    "microsoft" "windows_10" &["Windows10"], 100, ["10.0.19045.6216" "10.0.19045.6332" "10.0.19045.6456"], old 1, kb Some(5_990_201), r"C:\Windows\System32";
    "microsoft" "windows_server_2022" &["WindowsServer2022"], 100, ["10.0.20348.4171" "10.0.20348.4297"], old 0, kb Some(5_990_301), r"C:\Windows\System32";
    "microsoft" "windows_server_2019" &["WindowsServer2019"], 100, ["10.0.17763.7792" "10.0.17763.7919"], old 0, kb Some(5_990_401), r"C:\Windows\System32";
    "apple" "mac_os" &["macOS"], 100, ["15.4" "15.5" "15.6"], old 0, kb None, "/System";
    "canonical" "ubuntu_linux" &["Ubuntu"], 100, ["24.04.1" "24.04.2" "24.04.3"], old 0, kb None, "/usr";
    "apple" "ios" &["iOS"], 100, ["18.3" "18.4" "18.5"], old 0, kb None, "/System";
    "microsoft" "edge_chromium-based" DESKTOPS, 92, ["138.0.3351.95" "139.0.3405.86" "140.0.3485.54"], old 0, kb None, r"C:\Program Files (x86)\Microsoft\Edge\Application";
    "microsoft" "office" CLIENTS, 88, ["16.0.18730.20220" "16.0.19127.20154" "16.0.19231.20138"], old 0, kb None, r"C:\Program Files\Microsoft Office";
    "microsoft" "sql_server" SERVERS, 30, ["15.0.4430.1" "15.0.4435.7"], old 0, kb Some(5_990_501), r"C:\Program Files\Microsoft SQL Server";
    "contoso" "meeting_client" DESKTOPS, 74, ["6.1.0" "6.2.4" "6.4.0" "6.5.1"], old 1, kb None, r"C:\Program Files\Contoso\Meeting";
    "contoso" "pdf_reader" DESKTOPS, 68, ["24.1.2" "24.3.0" "25.1.1"], old 0, kb None, r"C:\Program Files\Contoso\PDF";
    "contoso" "vpn" DESKTOPS, 61, ["9.0.3" "9.1.0" "9.1.2"], old 0, kb None, r"C:\Program Files\Contoso\VPN";
    "fabrikam" "archiver" WINDOWS, 55, ["22.00" "23.01" "24.09"], old 2, kb None, r"C:\Program Files\Fabrikam\Archiver";
    "fabrikam" "text_editor" DESKTOPS, 44, ["8.6.9" "8.7.5" "8.8.1"], old 0, kb None, r"C:\Program Files\Fabrikam\Editor";
    "fabrikam" "media_player" DESKTOPS, 25, ["3.0.18" "3.0.20" "3.0.21"], old 0, kb None, r"C:\Program Files\Fabrikam\Player";
    "adatum" "java_runtime" &["Windows11", "Windows10", "WindowsServer2022", "WindowsServer2019", "Ubuntu"], 38, ["8.0.381" "8.0.421" "17.0.12" "21.0.4"], old 1, kb None, r"C:\Program Files\Adatum\Java";
    "adatum" "backup_agent" SERVERS, 85, ["12.0.1420" "12.1.2172" "12.3.0310"], old 0, kb None, r"C:\Program Files\Adatum\Backup";
    "tailspin" "web_server" &["WindowsServer2022", "WindowsServer2019", "Ubuntu"], 47, ["2.4.58" "2.4.59" "2.4.62"], old 0, kb None, "/opt/tailspin/httpd";
    "tailspin" "database" &["Ubuntu", "WindowsServer2022"], 42, ["15.4" "15.8" "16.4"], old 0, kb None, "/opt/tailspin/db";
    "proseware" "ssh_server" &["Ubuntu"], 96, ["9.6" "9.7" "9.8"], old 0, kb None, "/usr/sbin";
    "proseware" "tls_library" &["Ubuntu", "macOS", "WindowsServer2022"], 81, ["3.0.13" "3.0.14" "3.0.15"], old 0, kb None, "/usr/lib";
    "litware" "accounting" CLIENTS, 18, ["2023.2" "2024.1" "2025.1"], old 1, kb None, r"C:\Program Files\Litware\Accounting";
    "wingtip" "remote_support" WINDOWS, 23, ["7.0.14" "8.0.2" "8.1.0"], old 1, kb None, r"C:\Program Files\Wingtip\Support";
    // Names are what an installer writes into the registry, so this one is as odd as they come.
    "=wingtip" "<b>toolbar</b>" CLIENTS, 6, ["1.0" "1.1"], old 2, kb None, r"C:\Users\Public\Toolbar";
}

/// A product on a device: its place in [`PRODUCTS`] and that of its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Installed {
    pub(crate) product: usize,
    pub(crate) version: usize,
}

impl Installed {
    pub(crate) fn product(self) -> Option<&'static Product> {
        PRODUCTS.get(self.product)
    }

    pub(crate) fn version(self) -> &'static str {
        self.product()
            .and_then(|product| product.versions.get(self.version))
            .copied()
            .unwrap_or_default()
    }
}

impl Product {
    /// `vendor-_-product`, the form the service uses.
    pub(crate) fn id(&self) -> String {
        format!("{}-_-{}", self.vendor, self.name)
    }

    /// Whether it is an operating system.
    pub(crate) fn is_system(&self) -> bool {
        self.share == 100
    }

    /// The newest version.
    pub(crate) fn latest(&self) -> &'static str {
        self.versions.last().copied().unwrap_or_default()
    }

    /// The update that brings this version.
    pub(crate) fn kb(&self, version: usize) -> Option<u32> {
        let later = u32::try_from(version.checked_sub(1)?).ok()?;
        Some(self.first_kb? + later)
    }
}

/// Where the product with this id is in [`PRODUCTS`].
pub(crate) fn by_id(id: &str) -> Option<usize> {
    PRODUCTS
        .iter()
        .position(|product| product.id().eq_ignore_ascii_case(id))
}

/// What device number `index` runs.
pub(crate) fn installed(seed: u64, index: usize, os_platform: &str) -> Vec<Installed> {
    let mut dice = Dice::new(seed, Stream::Software, index as u64);
    let mut list = Vec::with_capacity(12);
    for (place, product) in PRODUCTS.iter().enumerate() {
        if !product.systems.contains(&os_platform) || !dice.percent(product.share) {
            continue;
        }
        // Most devices are up to date.
        let newest = product.versions.len().saturating_sub(1);
        let behind = if dice.percent(62) {
            0
        } else {
            1 + dice.index(newest)
        };
        list.push(Installed {
            product: place,
            version: newest.saturating_sub(behind),
        });
    }
    list
}

/// What the device at this place runs.
pub(crate) fn of(seed: u64, index: usize, machine: &Machine) -> Vec<Installed> {
    installed(seed, index, machine.os_platform)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_device_runs_its_operating_system_and_ids_lead_back() {
        for system in [
            "Windows11",
            "Windows10",
            "WindowsServer2022",
            "WindowsServer2019",
            "macOS",
            "Ubuntu",
            "iOS",
        ] {
            for index in 0..50 {
                let list = installed(7, index, system);
                assert!(list.len() <= PRODUCTS.len() && list.first().is_some_and(|first| first.product < 7));
                assert_eq!(list, installed(7, index, system));
            }
        }
        for (place, product) in PRODUCTS.iter().enumerate() {
            assert_eq!(by_id(&product.id()), Some(place));
            assert!(product.unsupported <= product.versions.len());
        }
        assert_eq!(by_id("nobody-_-nothing"), None);
    }
}
