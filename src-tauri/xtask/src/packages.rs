//! What the system itself has to bring: libraries to build against, and for the pictures and the
//! real-window tests a virtual display, two WebDriver programs and a key store.

use crate::machine::{self, System};
use crate::process;
use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// What the packages are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Building and starting the app.
    Build,
    /// Walking through it without a display, or testing it.
    Drive,
}

/// How to see that something is there without asking the package system.
#[derive(Clone, Copy)]
enum Seen {
    /// Only the package system knows.
    Package,
    /// One of these programs is in `PATH`, wherever it came from.
    Program(&'static [&'static str]),
}

struct Package {
    name: &'static str,
    purpose: Purpose,
    seen: Seen,
}

const fn library(name: &'static str) -> Package {
    Package {
        name,
        purpose: Purpose::Build,
        seen: Seen::Package,
    }
}

const fn program(name: &'static str, purpose: Purpose, programs: &'static [&'static str]) -> Package {
    Package {
        name,
        purpose,
        seen: Seen::Program(programs),
    }
}

/// A module for Python: only the package system knows it, since Python may come from elsewhere.
const fn python_module(name: &'static str) -> Package {
    Package {
        name,
        purpose: Purpose::Drive,
        seen: Seen::Package,
    }
}

/// Debian's names, see <https://v2.tauri.app/start/prerequisites/#linux> for those that Tauri needs.
const DEBIAN: &[Package] = &[
    library("build-essential"),
    program("file", Purpose::Build, &["file"]),
    program("pkg-config", Purpose::Build, &["pkg-config", "pkgconf"]),
    library("libssl-dev"),
    library("libwebkit2gtk-4.1-dev"),
    library("librsvg2-dev"),
    library("libayatana-appindicator3-dev"),
    library("libxdo-dev"),
    program("xdg-utils", Purpose::Build, &["xdg-open"]),
    program("webkit2gtk-driver", Purpose::Drive, &["WebKitWebDriver"]),
    program("xvfb", Purpose::Drive, &["Xvfb"]),
    program("dbus-x11", Purpose::Drive, &["dbus-daemon"]),
    program("gnome-keyring", Purpose::Drive, &["gnome-keyring-daemon"]),
    program(
        "chromium",
        Purpose::Drive,
        &["chromium", "chromium-browser", "google-chrome"],
    ),
    program("chromium-driver", Purpose::Drive, &["chromedriver"]),
    program("python3", Purpose::Drive, &["python3"]),
    // The generated shell scripts are linted, and run against a stand-in for the Azure CLI, which speaks JMESPath.
    program("shellcheck", Purpose::Drive, &["shellcheck"]),
    python_module("python3-jmespath"),
];

/// Makes sure that the system brings what the purpose needs: installs it with apt, or says what to install.
///
/// # Errors
/// On Debian and Ubuntu when apt fails. Elsewhere nothing is an error here: the build names what it misses.
pub fn ensure(purpose: Purpose) -> Result<()> {
    match machine::system() {
        System::Debian => ensure_debian(purpose),
        other => {
            println!("{}", instructions(other));
            Ok(())
        }
    }
}

fn ensure_debian(purpose: Purpose) -> Result<()> {
    let wanted: Vec<&Package> = DEBIAN
        .iter()
        .filter(|package| package.purpose <= purpose)
        .collect();
    let installed = installed(wanted.iter().map(|package| package.name))?;
    let mut missing: Vec<&str> = wanted
        .into_iter()
        .filter(|package| match package.seen {
            Seen::Package => !installed.iter().any(|name| name == package.name),
            Seen::Program(programs) => !programs.iter().any(|name| process::find(name).is_some()),
        })
        .map(|package| package.name)
        .collect();
    // Debian ships Python without what `python3 -m venv` needs.
    if purpose == Purpose::Drive && process::output_of("python3", &["-m", "ensurepip", "--version"]).is_none()
    {
        missing.push("python3-venv");
    }
    if missing.is_empty() {
        println!("all there");
        return Ok(());
    }
    println!("installing with apt: {}", missing.join(" "));
    process::run(apt().arg("update").arg("-q"))?;
    process::run(
        apt()
            .args(["install", "-y", "-q", "--no-install-recommends"])
            .args(&missing),
    )
    .context("the packages could not be installed; install them by hand and run this again")
}

fn apt() -> Command {
    let root = process::output_of("id", &["-u"]).is_some_and(|id| id == "0");
    if root {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    } else {
        // sudo drops the caller's variables, so this one is set behind it.
        let mut command = Command::new("sudo");
        command.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    }
}

fn installed<'a>(names: impl Iterator<Item = &'a str>) -> Result<Vec<String>> {
    // dpkg-query ends with 1 when it does not know one of the names, which is an answer, too.
    let output = Command::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status} ${Package}\n"])
        .args(names)
        .stderr(Stdio::null())
        .output()
        .context("cannot start dpkg-query")?;
    if output.status.code().is_none_or(|code| code > 1) {
        bail!("dpkg-query ended with {}", output.status);
    }
    Ok(installed_names(&String::from_utf8_lossy(&output.stdout)))
}

fn installed_names(listing: &str) -> Vec<String> {
    listing
        .lines()
        .filter_map(|line| line.strip_prefix("installed "))
        .map(str::to_owned)
        .collect()
}

/// What to do by hand where there is no apt.
fn instructions(system: System) -> &'static str {
    match system {
        System::Debian => "",
        System::Fedora => {
            "This system's packages are not installed automatically. If the build misses something:\n  \
             sudo dnf install webkit2gtk4.1-devel openssl-devel librsvg2-devel libappindicator-gtk3-devel libxdo-devel file xdg-utils\n  \
             sudo dnf group install c-development\n\
             and for the tour and the tests: xorg-x11-server-Xvfb webkit2gtk-driver dbus-daemon gnome-keyring chromium chromedriver python3 python3-jmespath ShellCheck"
        }
        System::Arch => {
            "This system's packages are not installed automatically. If the build misses something:\n  \
             sudo pacman -S --needed base-devel webkit2gtk-4.1 openssl librsvg libappindicator-gtk3 xdotool file xdg-utils\n\
             and for the tour and the tests: xorg-server-xvfb dbus gnome-keyring chromium python python-jmespath shellcheck (WebKitWebDriver is part of webkit2gtk-4.1)"
        }
        System::OtherLinux => {
            "This system's packages are not installed automatically. The build needs a C compiler, pkg-config and the development \
             files of WebKitGTK 4.1, OpenSSL, librsvg, libayatana-appindicator3 and libxdo; https://v2.tauri.app/start/prerequisites/ \
             names them for many systems.\nThe tour and the tests also need Xvfb, WebKitWebDriver, dbus-daemon, gnome-keyring-daemon, \
             Chromium, chromedriver, ShellCheck, and Python 3 with its module jmespath."
        }
        System::MacOs => "Needed on macOS: the Xcode command line tools (`xcode-select --install`).",
        System::Windows => {
            "Needed on Windows: the Visual Studio Build Tools with \"Desktop development with C++\" \
             (https://visualstudio.microsoft.com/visual-cpp-build-tools/), NASM (https://www.nasm.us), and the WebView2 runtime, which \
             Windows 11 has and https://developer.microsoft.com/microsoft-edge/webview2/ offers for older systems."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fully_installed_packages_count() {
        let listing = "installed file\nnot-installed xvfb\nconfig-files libxdo-dev\ninstalled libssl-dev\n";
        assert_eq!(installed_names(listing), ["file", "libssl-dev"]);
    }

    #[test]
    fn building_needs_no_browser() {
        let build: Vec<_> = DEBIAN
            .iter()
            .filter(|package| package.purpose <= Purpose::Build)
            .map(|p| p.name)
            .collect();
        assert!(
            build.contains(&"libwebkit2gtk-4.1-dev") && !build.contains(&"chromium"),
            "{build:?}"
        );
    }

    #[test]
    fn testing_brings_the_linter_for_shell_scripts() {
        let linter = DEBIAN.iter().find(|package| package.name == "shellcheck");
        assert_eq!(linter.map(|package| package.purpose), Some(Purpose::Drive));
    }

    #[test]
    fn every_other_system_gets_instructions() {
        for system in [
            System::Fedora,
            System::Arch,
            System::OtherLinux,
            System::MacOs,
            System::Windows,
        ] {
            assert!(instructions(system).len() > 40, "{system:?}");
        }
    }
}
