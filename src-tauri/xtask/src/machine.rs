//! What is asked of the machine: its environment variables, its system, whether it has a display.

use std::ffi::OsString;

/// An environment variable; empty counts as absent.
pub fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Whether a window can be shown to somebody.
pub fn has_display() -> bool {
    !cfg!(target_os = "linux") || variable("DISPLAY").is_some() || variable("WAYLAND_DISPLAY").is_some()
}

/// Which instructions fit this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Debian, Ubuntu and what derives from them: packages are installed with apt.
    Debian,
    /// Fedora and what derives from it.
    Fedora,
    /// Arch and what derives from it.
    Arch,
    /// Any other Linux.
    OtherLinux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

/// The machine's system.
pub fn system() -> System {
    if cfg!(windows) {
        System::Windows
    } else if cfg!(target_os = "macos") {
        System::MacOs
    } else {
        linux_family(&std::fs::read_to_string("/etc/os-release").unwrap_or_default())
    }
}

/// Reads `ID` and `ID_LIKE` of an os-release file
/// (<https://www.freedesktop.org/software/systemd/man/latest/os-release.html>).
fn linux_family(os_release: &str) -> System {
    let mut names = Vec::new();
    for line in os_release.lines() {
        if let Some((key, value)) = line.split_once('=')
            && ["ID", "ID_LIKE"].contains(&key.trim())
        {
            names.extend(value.trim().trim_matches(['"', '\'']).split_whitespace());
        }
    }
    let is = |name| names.contains(&name);
    match () {
        () if is("debian") || is("ubuntu") => System::Debian,
        () if is("fedora") || is("rhel") => System::Fedora,
        () if is("arch") => System::Arch,
        () => System::OtherLinux,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derivative_is_known_by_its_family() {
        assert_eq!(
            linux_family("NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"),
            System::Debian
        );
        assert_eq!(linux_family("ID=debian\nVERSION_ID=\"12\"\n"), System::Debian);
        assert_eq!(
            linux_family("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"),
            System::Fedora
        );
        assert_eq!(linux_family("ID=nixos\n"), System::OtherLinux);
        assert_eq!(linux_family(""), System::OtherLinux);
    }
}
