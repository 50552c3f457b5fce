//! A tenant in a folder, and the Azure CLI's stand-in before it, so that a script can be run for real.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use registration::WINDOWS_DEFENDER_ATP;
use registration::artifacts::{ArtifactKind, ArtifactRequest};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{TENANT, text};

pub(crate) const MAIL: &str = "00000002-0000-0ff1-ce00-000000000000";

pub(crate) struct Tenant {
    folder: TempDir,
    locale: &'static str,
}

/// How a run of a script ended.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    /// The requests of this run, in order.
    pub(crate) calls: Vec<Value>,
    /// How often it slept.
    pub(crate) naps: usize,
}

impl Tenant {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let tenant = Self {
            folder,
            locale: "C.UTF-8",
        };
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let bin = tenant.path("bin");
        fs::create_dir(&bin).unwrap();
        let az = format!(
            "#!/bin/sh\nexec '{}' '{}' \"$@\"\n",
            python(),
            fixtures.join("az.py").display()
        );
        program(&bin.join("az"), &az);
        program(
            &bin.join("sleep"),
            &format!("#!/bin/sh\necho \"$1\" >>'{}'\n", tenant.path("naps").display()),
        );
        tenant.save(&json!({
            "graph": "https://graph.microsoft.com",
            "tenant": { "id": TENANT, "domains": ["contoso.example", "contoso.onmicrosoft.com"] },
            "catalogue": [api()],
            "servicePrincipals": [],
        }));
        // The API has been used here before.
        tenant.change(|state| {
            let mut principal = api();
            principal["id"] = json!("c1b2c3d4-1111-4222-8333-944445555666");
            state["servicePrincipals"] = json!([principal]);
        });
        tenant
    }

    pub(crate) fn in_locale(mut self, locale: &'static str) -> Self {
        self.locale = locale;
        self
    }

    pub(crate) fn with(self, change: impl FnOnce(&mut Value)) -> Self {
        self.change(change);
        self
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Value)) {
        let mut state = self.state();
        change(&mut state);
        self.save(&state);
    }

    pub(crate) fn state(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path("tenant.json")).unwrap()).unwrap()
    }

    /// The state without what a run notes in it.
    pub(crate) fn objects(&self) -> Value {
        let mut state = self.state();
        for noted in ["calls", "waiting"] {
            state.as_object_mut().unwrap().remove(noted);
        }
        state
    }

    pub(crate) fn application(&self) -> Value {
        let state = self.state();
        let applications = state["applications"].as_array().unwrap();
        assert_eq!(applications.len(), 1, "{applications:?}");
        applications[0].clone()
    }

    /// Runs the script that is generated for this request.
    pub(crate) fn run(&self, request: &ArtifactRequest<'_>) -> Run {
        let script = self.path("script.sh");
        fs::write(&script, text(ArtifactKind::AzureCli, request)).unwrap();
        self.change(|state| state["calls"] = json!([]));
        let _ = fs::remove_file(self.path("naps"));
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", self.path("bin").display());
        let output = Command::new("bash")
            .arg(&script)
            .current_dir(self.folder.path())
            .env("PATH", path)
            .env("FAKE_TENANT", self.path("tenant.json"))
            .env("LC_ALL", self.locale)
            // The stand-in speaks UTF-8 whatever the locale, as the real one does.
            .env("PYTHONUTF8", "1")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .output()
            .unwrap();
        assert!(!self.path("pwned").exists(), "a value was run");
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            calls: self.state()["calls"].as_array().unwrap().clone(),
            naps: fs::read_to_string(self.path("naps")).map_or(0, |naps| naps.lines().count()),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn save(&self, state: &Value) {
        fs::write(self.path("tenant.json"), state.to_string()).unwrap();
    }
}

impl Run {
    pub(crate) fn must_succeed(self) -> Self {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self
    }

    /// Ended with this sentence, and without a change.
    pub(crate) fn must_stop(self, with: &str) -> Self {
        assert_eq!(self.code, Some(1), "{}\n{}", self.out, self.err);
        let last = self.err.lines().last().unwrap_or_default();
        assert!(
            last.starts_with("Stopped: ") && last.contains(with),
            "{}",
            self.err
        );
        assert_eq!(self.out, "");
        assert_eq!(self.writes(), Vec::<String>::new());
        self
    }

    /// The requests that change something: method and path.
    pub(crate) fn writes(&self) -> Vec<String> {
        self.calls
            .iter()
            .filter(|call| call["method"] != "get")
            .map(|call| {
                let path = call["path"].as_str().unwrap();
                // An object's id in the middle says nothing about the order of the requests.
                let path: Vec<&str> = path
                    .split('/')
                    .map(|part| if part.contains('-') { "ID" } else { part })
                    .collect();
                format!("{} {}", call["method"].as_str().unwrap(), path.join("/"))
            })
            .collect()
    }
}

/// The API as it is in a tenant, a part of it.
fn api() -> Value {
    let scope = |value: &str, id: &str| json!({ "value": value, "id": id, "isEnabled": true });
    let role = |value: &str, id: &str, member: &str| json!({ "value": value, "id": id, "isEnabled": true, "allowedMemberTypes": [member] });
    json!({
        "appId": WINDOWS_DEFENDER_ATP,
        "displayName": "WindowsDefenderATP",
        "oauth2PermissionScopes": [
            scope("Alert.Read", "e0000000-0000-4000-8000-000000000001"),
            scope("Alert.ReadWrite", "e0000000-0000-4000-8000-000000000002"),
            scope("Machine.Isolate", "e0000000-0000-4000-8000-000000000003"),
            scope("Machine.Read", "e0000000-0000-4000-8000-000000000004"),
            { "value": "Switched.Off", "id": "e0000000-0000-4000-8000-000000000005", "isEnabled": false },
        ],
        "appRoles": [
            role("Alert.Read.All", "f0000000-0000-4000-8000-000000000001", "Application"),
            role("Machine.Isolate", "f0000000-0000-4000-8000-000000000003", "Application"),
            role("readonly", "f0000000-0000-4000-8000-000000000009", "User"),
        ],
    })
}

/// A Python that has the query language of the Azure CLI.
fn python() -> &'static str {
    static PYTHON: OnceLock<&str> = OnceLock::new();
    PYTHON.get_or_init(|| {
        ["/usr/bin/python3", "python3"]
            .into_iter()
            .find(|python| {
                Command::new(python)
                    .args(["-c", "import jmespath"])
                    .output()
                    .is_ok_and(|output| output.status.success())
            })
            .expect(
                "Python 3 with the module jmespath (Debian: python3-jmespath) is needed to run the scripts",
            )
    })
}

fn program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
