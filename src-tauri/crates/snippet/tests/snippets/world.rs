//! A sandbox tenant, a service that notes what it is asked, and a folder in which a text is run for real.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use sandbox::{Config, Sandbox};
use serde_json::json;
use snippet::{Language, Way};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use url::Url;
use wiremock::matchers::{method, path_regex};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::person;
use crate::support::Call;

/// The token that [`service`] gives.
pub(crate) const TOKEN: &str = "header.of-the-test.signature";
/// The device code that it gives.
const DEVICE_CODE: &str = "device-code-of-the-test";

/// A sandbox tenant that lets a client poll as fast as it likes.
pub(crate) async fn sandbox(change: impl FnOnce(&mut Config)) -> Sandbox {
    #[expect(
        clippy::disallowed_methods,
        reason = "MSAL compares the times in tokens with the clock of the system"
    )]
    let mut config = Config::new(Arc::new(chrono::Utc::now));
    config.device_code_interval = 0;
    change(&mut config);
    sandbox::start(config).await.unwrap()
}

/// The call, at the sandbox.
pub(crate) fn at_sandbox(sandbox: &Sandbox, path: &str, call: Call) -> Call {
    Call {
        authority: sandbox.base_url().clone(),
        tenant: sandbox.tenant_id().to_owned(),
        client_id: sandbox.client_id().to_owned(),
        scope: format!("{}/.default", sandbox.audience()),
        url: sandbox.base_url().join(path).unwrap(),
        way: Way::DeviceCode,
        ..call
    }
}

/// A service that signs everybody in at once. What its API answers is the test's.
pub(crate) async fn service() -> MockServer {
    let service = MockServer::start().await;
    let codes = json!({
        "device_code": DEVICE_CODE, "user_code": "ABCD", "verification_uri": "http://127.0.0.1/devicelogin", "interval": 0,
    });
    for (endpoint, answer) in [
        ("devicecode", codes),
        ("token", json!({ "access_token": TOKEN, "token_type": "Bearer" })),
    ] {
        Mock::given(method("POST"))
            .and(path_regex(format!("/oauth2/v2.0/{endpoint}$")))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .with_priority(200)
            .mount(&service)
            .await;
    }
    service
}

/// The call, at that service.
pub(crate) fn at_service(service: &MockServer, path: &str, call: Call) -> Call {
    let base = Url::parse(&service.uri()).unwrap();
    Call {
        authority: base.clone(),
        url: base.join(path).unwrap(),
        way: Way::DeviceCode,
        ..call
    }
}

/// What the API of a service was asked.
pub(crate) async fn api_requests(service: &MockServer) -> Vec<Request> {
    let mut requests = service.received_requests().await.unwrap();
    requests.retain(|request| request.url.path().starts_with("/api/"));
    requests
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
    /// What `sleep` was told.
    pub(crate) naps: Vec<String>,
    /// The arguments of curl, each on a line.
    pub(crate) arguments: String,
}

impl Run {
    pub(crate) fn must_succeed(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    pub(crate) fn must_fail(self, said: &str) -> Self {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(self.err.contains(said), "{said}: {self:?}");
        self
    }
}

/// A folder with the text in it.
pub(crate) struct Folder(TempDir);

/// A text that runs.
pub(crate) struct Running {
    child: Child,
    errors: BufReader<tokio::process::ChildStderr>,
    seen: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self(TempDir::new().unwrap());
        let bin = folder.path("bin");
        fs::create_dir(&bin).unwrap();
        // Nothing waits, and what curl was told is noted: arguments can be read by others on the system.
        program(
            &bin.join("sleep"),
            &format!("#!/bin/sh\necho \"$1\" >>'{}'\n", folder.path("naps").display()),
        );
        program(
            &bin.join("curl"),
            &format!(
                "#!/bin/sh\nprintf '%s\\n' \"$@\" >>'{}'\nPATH=/usr/local/bin:/usr/bin:/bin exec curl \"$@\"\n",
                folder.path("arguments").display()
            ),
        );
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A command in the folder that knows nothing of the environment of the tests.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path())
            .env("LC_ALL", "C.UTF-8")
            .env(
                "PATH",
                format!("{}:/usr/local/bin:/usr/bin:/bin", self.path("bin").display()),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Starts the text for bash.
    pub(crate) fn start(&self, call: &Call) -> Running {
        let script = self.path("call.sh");
        fs::write(&script, call.text(Language::Curl)).unwrap();
        let mut command = self.command(Path::new("bash"));
        command.arg(&script);
        Running::new(command)
    }

    /// Runs it against [`service`], which needs nobody to sign in.
    pub(crate) async fn run(&self, call: &Call, input: &str) -> Run {
        self.start(call).ends(self, input).await
    }

    fn noted(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }
}

impl Running {
    pub(crate) fn new(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        Self {
            child,
            errors,
            seen: String::new(),
        }
    }

    /// Enters the code that it shows; what the last page says.
    pub(crate) async fn approve(&mut self, accept: bool) -> String {
        let (page, code) = self.shown_code().await;
        person::enter_code(&page, &code, accept).await
    }

    /// The page and the code that it shows.
    pub(crate) async fn shown_code(&mut self) -> (String, String) {
        loop {
            let mut line = String::new();
            let count = self.errors.read_line(&mut line).await.unwrap();
            assert_ne!(count, 0, "it ended without a code: {}", self.seen);
            self.seen.push_str(&line);
            if let Some((_, rest)) = line.split_once("To sign in, open ") {
                let (page, code) = rest.trim_end().split_once(" and enter the code ").unwrap();
                return (page.to_owned(), code.to_owned());
            }
        }
    }

    pub(crate) async fn ends(mut self, folder: &Folder, input: &str) -> Run {
        let mut stdin = self.child.stdin.take().unwrap();
        // It may have ended before it read anything.
        let _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        let mut out = String::new();
        let mut stdout = self.child.stdout.take().unwrap();
        let (read, more) = tokio::join!(
            stdout.read_to_string(&mut out),
            self.errors.read_to_string(&mut self.seen)
        );
        read.unwrap();
        more.unwrap();
        let code = self.child.wait().await.unwrap().code();
        assert!(!folder.path("pwned").exists(), "a value was run");
        Run {
            code,
            out,
            err: self.seen,
            naps: folder.noted("naps").lines().map(str::to_owned).collect(),
            arguments: folder.noted("arguments"),
        }
    }
}

pub(crate) fn program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
