//! The provider's program, started for one test and ended with it.

use std::path::Path;
use std::process::Stdio;

use entra::{App, Authority};
use test_support::{AUDIENCE, CLIENT_ID, OBJECT_ID, TENANT_ID};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use url::Url;

/// The one account the provider knows.
pub const ACCOUNT: &str = "avery@sandbox.example";

pub struct Provider {
    base: Url,
    // Ends when this is dropped.
    _program: Child,
    // Kept open: the provider says more on the way.
    _output: BufReader<ChildStdout>,
}

impl Provider {
    /// Starts it on a port that the system chooses.
    pub async fn start() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/oidc_provider");
        let mut program = Command::new("node")
            .arg("server.mjs")
            .args(["--tenant", TENANT_ID])
            .args(["--client-id", CLIENT_ID])
            .args(["--object-id", OBJECT_ID])
            .args(["--audience", AUDIENCE])
            .args(["--account", ACCOUNT])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Node 20 or newer; `cargo xtask test conformance` sets this test up");
        let mut address = String::new();
        let mut output = BufReader::new(program.stdout.take().unwrap());
        output.read_line(&mut address).await.unwrap();
        let Ok(base) = Url::parse(address.trim()) else {
            let mut said = String::new();
            let mut errors = program.stderr.take().unwrap();
            errors.read_to_string(&mut said).await.unwrap();
            panic!("the provider did not start; `cargo xtask test conformance` sets it up: {said}");
        };
        Self {
            base,
            _program: program,
            _output: output,
        }
    }

    /// Where it is.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// The app's registration there.
    pub fn app(&self) -> App {
        App {
            authority: Authority::new(self.base.clone(), TENANT_ID).unwrap(),
            client_id: CLIENT_ID.to_owned(),
            audience: AUDIENCE.to_owned(),
        }
    }
}
