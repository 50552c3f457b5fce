//! A desktop for one journey: display, message bus, key store, home folder, default browser.

use crate::process::Process;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What the desktop offers for keeping secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStore {
    /// No Secret Service at all, as on a minimal system.
    Absent,
    /// A running, unlocked one.
    Unlocked,
}

/// The desktop. Fields end in this order: first what uses the others.
pub struct Desktop {
    variables: Vec<(&'static str, OsString)>,
    _key_store: Option<Process>,
    _bus: Process,
    _display: Process,
    folder: TempDir,
}

impl Desktop {
    /// Starts a display of 1600 × 1200 points, a message bus and, where asked for, a key store, all with a
    /// fresh home folder.
    ///
    /// # Errors
    /// When one of the programs is missing or does not start.
    pub fn start(key_store: KeyStore) -> Result<Self> {
        let folder = TempDir::with_prefix("workbench-").context("no temporary folder")?;
        let root = folder.path();
        for name in [
            "home", "config", "data", "cache", "state", "logs", "runtime", "display",
        ] {
            fs::create_dir(root.join(name))?;
        }
        // Required of a runtime folder (XDG Base Directory Specification).
        fs::set_permissions(root.join("runtime"), fs::Permissions::from_mode(0o700))?;
        let logs = root.join("logs");
        let mut variables = variables(root);
        be_the_default_browser(root)?;

        let (display, number) = Process::start_and_read_line(
            "display",
            clean(&variables, "Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    "1600x1200x24",
                    "-nolisten",
                    "tcp",
                    // Otherwise the display starts over when its last window goes, and the next program may come too early.
                    "-noreset",
                    // What is on the display, as a file.
                    "-fbdir",
                ])
                .arg(root.join("display")),
            &logs,
        )?;
        let Some(number) = number else {
            bail!("Xvfb did not start: {}", display.log_tail())
        };
        variables.push(("DISPLAY", format!(":{number}").into()));

        let (bus, address) = start_bus(&variables, root)?;
        variables.push(("DBUS_SESSION_BUS_ADDRESS", address.into()));

        let key_store = match key_store {
            KeyStore::Absent => None,
            KeyStore::Unlocked => Some(start_key_store(&variables, &logs)?),
        };
        Ok(Self {
            variables,
            _key_store: key_store,
            _bus: bus,
            _display: display,
            folder,
        })
    }

    /// A program on this desktop, with this desktop's environment and no other.
    pub fn command(&self, program: impl Into<OsString>) -> Command {
        clean(&self.variables, program)
    }

    /// The folder under which everything of this desktop lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the programs' error output goes.
    pub fn logs(&self) -> PathBuf {
        self.folder().join("logs")
    }

    /// The file that is the display's memory, in the format of `xwd(1)`.
    pub fn framebuffer(&self) -> PathBuf {
        self.folder().join("display/Xvfb_screen0")
    }

    /// The file to which the default browser notes each address it is asked to open.
    pub fn opened_addresses(&self) -> PathBuf {
        self.folder().join("opened-addresses")
    }
}

fn variables(root: &Path) -> Vec<(&'static str, OsString)> {
    vec![
        (
            "PATH",
            std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into()),
        ),
        ("HOME", root.join("home").into()),
        ("XDG_CONFIG_HOME", root.join("config").into()),
        ("XDG_DATA_HOME", root.join("data").into()),
        ("XDG_CACHE_HOME", root.join("cache").into()),
        ("XDG_STATE_HOME", root.join("state").into()),
        ("XDG_RUNTIME_DIR", root.join("runtime").into()),
        ("TMPDIR", root.into()),
        ("LANG", "C.UTF-8".into()),
        ("TZ", "Europe/Berlin".into()),
        ("GDK_BACKEND", "x11".into()),
        // There is no accessibility bus here to look for.
        ("NO_AT_BRIDGE", "1".into()),
        // No graphics card either.
        ("LIBGL_ALWAYS_SOFTWARE", "1".into()),
        ("BROWSER", root.join("browser").into()),
        // Read by Tauri: lets the WebDriver attach to the window.
        ("TAURI_WEBVIEW_AUTOMATION", "true".into()),
    ]
}

fn clean(variables: &[(&'static str, OsString)], program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command.env_clear().stdin(Stdio::null());
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command
}

/// Makes a script the browser of this desktop, both by `BROWSER` and as the handler of http and https, which
/// xdg-open asks first. It notes the address; the journey opens it in a real browser under its control.
fn be_the_default_browser(root: &Path) -> Result<()> {
    let script = root.join("browser");
    let list = root.join("opened-addresses");
    fs::write(
        &script,
        format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", list.display()),
    )?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700))?;
    let applications = root.join("data/applications");
    fs::create_dir_all(&applications)?;
    fs::write(
        applications.join("journey.desktop"),
        format!(
            "[Desktop Entry]\nType=Application\nName=Journey\nExec={} %u\nMimeType=x-scheme-handler/http;x-scheme-handler/https;\n",
            script.display()
        ),
    )?;
    let defaults = "[Default Applications]\nx-scheme-handler/http=journey.desktop\nx-scheme-handler/https=journey.desktop\n";
    fs::write(root.join("config/mimeapps.list"), defaults)?;
    Ok(())
}

/// A bus on which nothing starts by itself: what is not started by the journey is not there.
fn start_bus(variables: &[(&'static str, OsString)], root: &Path) -> Result<(Process, String)> {
    let config = root.join("bus.conf");
    fs::write(
        &config,
        format!(
            "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
             \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n\
             <busconfig>\n  <type>session</type>\n  <listen>unix:path={}</listen>\n  <auth>EXTERNAL</auth>\n  \
             <policy context=\"default\">\n    <allow send_destination=\"*\" eavesdrop=\"true\"/>\n    \
             <allow eavesdrop=\"true\"/>\n    <allow own=\"*\"/>\n  </policy>\n</busconfig>\n",
            root.join("runtime/bus").display()
        ),
    )?;
    let mut command = clean(variables, "dbus-daemon");
    command
        .args(["--nofork", "--print-address=1"])
        .arg(format!("--config-file={}", config.display()));
    let (bus, address) = Process::start_and_read_line("bus", &mut command, &root.join("logs"))?;
    match address {
        Some(address) => Ok((bus, address)),
        None => bail!("the message bus did not start: {}", bus.log_tail()),
    }
}

/// GNOME's Secret Service, with a login keyring that this password has just made and opened.
fn start_key_store(variables: &[(&'static str, OsString)], logs: &Path) -> Result<Process> {
    let mut command = clean(variables, "gnome-keyring-daemon");
    command
        .args(["--foreground", "--unlock", "--components=secrets"])
        .stdin(Stdio::piped());
    let mut process = Process::start("key-store", &mut command, logs)?;
    process.feed("journey")?;
    for _ in 0..600 {
        let answer = clean(variables, "dbus-send")
            .args([
                "--session",
                "--print-reply=literal",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
            ])
            .args([
                "org.freedesktop.DBus.NameHasOwner",
                "string:org.freedesktop.secrets",
            ])
            .output()
            .context("cannot start dbus-send")?;
        if String::from_utf8_lossy(&answer.stdout).contains("true") {
            return Ok(process);
        }
        if process.has_ended() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    bail!("the key store did not start: {}", process.log_tail())
}
