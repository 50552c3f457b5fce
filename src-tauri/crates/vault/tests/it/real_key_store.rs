//! The Secret Service of a real `gnome-keyring-daemon`.
//!
//! Each test runs itself again as a child inside a session bus of its own, with a fresh home, so that neither the
//! machine's key store nor another test is touched. Needs the packages `dbus-x11` (or `dbus-daemon`) and
//! `gnome-keyring`; without them the tests fail, since a key store nobody tried proves nothing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;
use vault::{Kept, KeyStore as _, KeyStoreError, MemoryReason, OsKeyStore, Vault};

const ID: &str = "33333333-3333-4333-8333-333333333333";
const TIME_OUT: Duration = Duration::from_secs(20);
/// Set in the child: the folder to work in.
const INSIDE: &str = "VAULT_TEST_FOLDER";

/// Starts a keyring, waits until it answers on the bus, runs the child and takes the daemon down again.
fn keyring(start: &str) -> String {
    format!(
        r#"
        {start} >/dev/null 2>&1 &
        daemon=$!
        trap 'kill $daemon 2>/dev/null; wait $daemon' EXIT
        tries=0
        until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
            string:org.freedesktop.secrets | grep -q true; do
          tries=$((tries + 1)); [ $tries -lt 100 ] || exit 90; sleep 0.1
        done
        "$0" "$@"
        "#
    )
}

const UNLOCKED: &str = "printf pw | gnome-keyring-daemon --foreground --unlock --components=secrets";
/// Nobody unlocked it and it has nobody to ask, as on a server reached over SSH.
const LOCKED: &str = "gnome-keyring-daemon --foreground --components=secrets";

/// Runs the test `name` of this binary as a child.
fn inside(name: &str, mut command: Command, folder: &Path) {
    std::fs::create_dir_all(folder.join("run")).unwrap();
    let output = command
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("real_key_store::{name}"), "--nocapture"])
        .env(INSIDE, folder)
        .env("HOME", folder)
        .env("XDG_RUNTIME_DIR", folder.join("run"))
        .env("XDG_DATA_HOME", folder.join("data"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{:?} did not start: {error}", command.get_program()));
    assert!(
        output.status.success(),
        "{}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let ran = String::from_utf8_lossy(&output.stdout).contains("1 passed");
    assert!(ran, "the child must have run exactly this test: {output:?}");
    assert_eq!(left_behind(folder), Vec::<u32>::new(), "no daemon may stay");
}

/// Processes that still have this folder as their home.
fn left_behind(folder: &Path) -> Vec<u32> {
    let home = format!("HOME={}", folder.display());
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let of_ours = |id: &u32| {
        let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment
            .split(|byte| *byte == 0)
            .any(|variable| variable == home.as_bytes())
    };
    ids.filter(of_ours).collect()
}

fn vault(folder: &Path) -> Vault {
    let keys = Arc::new(OsKeyStore::new("defender-api-workbench-test", "session-key"));
    Vault::new(folder.join("kept"), keys, TIME_OUT)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn a_sign_in_survives_a_restart_and_sign_out_leaves_nothing() {
    let Some(folder) = std::env::var_os(INSIDE) else {
        let folder = TempDir::new().unwrap();
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "sh", "-c", &keyring(UNLOCKED)]);
        return inside(
            "a_sign_in_survives_a_restart_and_sign_out_leaves_nothing",
            command,
            folder.path(),
        );
    };
    let folder = Path::new(&folder);
    let token = "t".repeat(4_000);
    runtime().block_on(async {
        let kept = vault(folder)
            .save(ID, &SecretString::from(token.as_str()))
            .await
            .unwrap();
        assert_eq!(kept, Kept::KeyStore);
        let restarted = vault(folder);
        assert_eq!(restarted.load(ID).await.unwrap().unwrap().expose_secret(), token);
        assert_eq!(restarted.memory_only(), None);
        restarted.remove(ID).await.unwrap();
        assert!(vault(folder).load(ID).await.unwrap().is_none());
    });
    let keys = OsKeyStore::new("defender-api-workbench-test", "session-key");
    assert!(
        keys.read().unwrap().is_none(),
        "the key goes with the last secret"
    );
    keys.delete().unwrap();
}

#[test]
fn without_a_session_bus_secrets_stay_in_memory() {
    let Some(folder) = std::env::var_os(INSIDE) else {
        let folder = TempDir::new().unwrap();
        let mut command = Command::new("env");
        command.arg(format!(
            "DBUS_SESSION_BUS_ADDRESS=unix:path={}",
            folder.path().join("nobody").display()
        ));
        return inside(
            "without_a_session_bus_secrets_stay_in_memory",
            command,
            folder.path(),
        );
    };
    let folder = Path::new(&folder);
    let keys = OsKeyStore::new("defender-api-workbench-test", "session-key");
    assert!(matches!(keys.read(), Err(KeyStoreError::Absent)));
    runtime().block_on(async {
        let vault = vault(folder);
        let kept = vault.save(ID, &SecretString::from("x")).await.unwrap();
        assert_eq!(
            kept,
            Kept::Memory {
                reason: MemoryReason::Absent
            }
        );
        assert!(!folder.join("kept").exists());
    });
}

#[test]
fn without_a_secret_service_on_the_bus_secrets_stay_in_memory() {
    let Some(folder) = std::env::var_os(INSIDE) else {
        let folder = TempDir::new().unwrap();
        let mut command = Command::new("dbus-run-session");
        // An empty configuration of services: the bus can start none on demand.
        let config = folder.path().join("bus.conf");
        std::fs::write(
            &config,
            "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>\
             <allow own=\"*\"/></policy></busconfig>",
        )
        .unwrap();
        command
            .arg(format!("--config-file={}", config.display()))
            .arg("--");
        return inside(
            "without_a_secret_service_on_the_bus_secrets_stay_in_memory",
            command,
            folder.path(),
        );
    };
    let folder = Path::new(&folder);
    runtime().block_on(async {
        let vault = vault(folder);
        let kept = vault.save(ID, &SecretString::from("x")).await.unwrap();
        assert_eq!(
            kept,
            Kept::Memory {
                reason: MemoryReason::Absent
            }
        );
        assert!(!folder.join("kept").exists());
    });
}

#[test]
fn a_locked_keyring_that_nobody_can_unlock_holds_up_nothing() {
    let Some(folder) = std::env::var_os(INSIDE) else {
        let folder = TempDir::new().unwrap();
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "sh", "-c", &keyring(LOCKED)]);
        return inside(
            "a_locked_keyring_that_nobody_can_unlock_holds_up_nothing",
            command,
            folder.path(),
        );
    };
    let folder = Path::new(&folder);
    runtime().block_on(async {
        let keys = Arc::new(OsKeyStore::new("defender-api-workbench-test", "session-key"));
        let vault = Vault::new(folder.join("kept"), keys, Duration::from_secs(3));
        let kept = vault.save(ID, &SecretString::from("x")).await.unwrap();
        assert_eq!(
            kept,
            Kept::Memory {
                reason: MemoryReason::Locked
            }
        );
        assert!(!folder.join("kept").exists());
    });
}
