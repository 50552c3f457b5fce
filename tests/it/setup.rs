//! A workbench on a temporary folder, with a clock and a browser that the test holds.

use crate::walk::{Person, WalkingBrowser};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use contract::{
    AppStateDto, LoadAlertsRequest, LoadEvent, LoadedDto, SetSandboxFaultsRequest, SignInEvent, SignInPrompt,
    StartSignInRequest,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::watch;
use url::Url;
use workbench::{FixedFolder, Ports, SaveDialog, Workbench};

pub const ADMIN: &str = "admin@sandbox.example";
pub const ANALYST: &str = "analyst@sandbox.example";
pub const NO_ROLE: &str = "norole@sandbox.example";

/// A clock that stands still until it is moved. Whoever sleeps by it wakes when it is moved far enough.
#[derive(Clone)]
pub struct Hand {
    now: Arc<watch::Sender<DateTime<Utc>>>,
    /// How many sleeps have begun.
    sleeps: Arc<watch::Sender<usize>>,
}

impl Hand {
    pub fn new() -> Self {
        let (hand, _) = watch::channel(Utc.with_ymd_and_hms(2026, 6, 15, 9, 30, 0).unwrap());
        Self {
            now: Arc::new(hand),
            sleeps: Arc::new(watch::channel(0).0),
        }
    }

    pub fn forward(&self, by: TimeDelta) {
        self.now.send_modify(|now| *now += by);
    }

    /// Waits until so many sleeps have begun since the start: whoever sleeps has done what was to be done before.
    pub async fn slept(&self, times: usize) {
        let mut sleeps = self.sleeps.subscribe();
        sleeps.wait_for(|begun| *begun >= times).await.unwrap();
    }

    pub fn clock(&self) -> workbench::Clock {
        let hand = self.clone();
        Arc::new(move || *hand.now.borrow())
    }
}

#[async_trait]
impl entra::Sleeper for Hand {
    async fn sleep(&self, pause: Duration) {
        let wakes = *self.now.borrow() + pause;
        let mut hand = self.now.subscribe();
        self.sleeps.send_modify(|sleeps| *sleeps += 1);
        hand.wait_for(|now| *now >= wakes).await.unwrap();
    }
}

/// A clipboard that holds one text.
#[derive(Default)]
pub struct PlainClipboard(Mutex<Option<String>>);

impl workbench::Clipboard for PlainClipboard {
    fn write(&self, text: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        *self.0.lock().unwrap() = Some(text.to_owned());
        Ok(())
    }

    fn read(&self) -> Option<String> {
        self.0.lock().unwrap().clone()
    }

    fn clear(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        *self.0.lock().unwrap() = None;
        Ok(())
    }
}

/// Everything that outlives one run of the program.
pub struct Machine {
    pub folder: TempDir,
    pub keys: Arc<dyn vault::KeyStore>,
    pub hand: Hand,
    pub browser: Arc<WalkingBrowser>,
    pub sandbox: sandbox::Config,
    pub start_on_sandbox: bool,
    pub clipboard: Arc<PlainClipboard>,
    /// Where the person lets files be saved.
    pub saved: TempDir,
    pub save_dialog: Arc<dyn SaveDialog>,
    /// Regional servers to measure; none that is not on this machine.
    pub regions: Vec<(String, Url)>,
}

impl Machine {
    pub fn new(person: Person) -> Self {
        let hand = Hand::new();
        let mut sandbox = sandbox::Config::new(hand.clock());
        sandbox.alerts = 300;
        let saved = tempfile::tempdir().unwrap();
        Self {
            folder: tempfile::tempdir().unwrap(),
            keys: Arc::new(vault::MemoryKeyStore::default()),
            browser: WalkingBrowser::new(person),
            sandbox,
            start_on_sandbox: false,
            clipboard: Arc::default(),
            save_dialog: Arc::new(FixedFolder::new(saved.path().to_owned())),
            saved,
            regions: Vec::new(),
            hand,
        }
    }

    /// Starts the program.
    pub fn run(&self) -> Arc<Workbench> {
        Workbench::open(Ports {
            folder: self.folder.path().to_owned(),
            browser: Arc::clone(&self.browser) as _,
            save_dialog: Arc::clone(&self.save_dialog),
            clipboard: Arc::clone(&self.clipboard) as _,
            clock: self.hand.clock(),
            sleeper: Arc::new(self.hand.clone()),
            keys: Arc::clone(&self.keys),
            sandbox: self.sandbox.clone(),
            start_on_sandbox: self.start_on_sandbox,
            regions: self.regions.clone(),
        })
        .unwrap()
    }

    /// Starts the program and signs in to the sandbox tenant.
    pub async fn signed_in(&self) -> (Arc<Workbench>, AppStateDto) {
        let workbench = self.run();
        workbench.use_sandbox().await.unwrap();
        let state = workbench.start_sign_in(browser(), quiet).await.unwrap();
        self.browser.settle().await;
        (workbench, state)
    }
}

/// The browser's sign-in as the window asks for it first.
pub fn browser() -> StartSignInRequest {
    StartSignInRequest {
        prompt: SignInPrompt::SelectAccount,
        login_hint: None,
        satisfy_policy: false,
    }
}

/// Switches exactly these faults of the sandbox tenant on.
pub async fn switch(workbench: &Workbench, faults: &[&str]) -> AppStateDto {
    let faults = faults.iter().map(|id| (*id).to_owned()).collect();
    let request = SetSandboxFaultsRequest { faults };
    workbench.set_sandbox_faults(request).await.unwrap()
}

pub fn quiet(_: SignInEvent) {}

/// All alerts, into a result; the events are kept.
pub async fn load(workbench: &Arc<Workbench>, request: LoadAlertsRequest) -> (LoadedDto, Vec<LoadEvent>) {
    let events = Mutex::new(Vec::new());
    let loaded = workbench
        .load_alerts(request, |event| events.lock().unwrap().push(event))
        .await
        .unwrap();
    (loaded, events.into_inner().unwrap())
}

pub fn everything() -> LoadAlertsRequest {
    LoadAlertsRequest {
        load_id: "load".into(),
        created_from: None,
        created_to: None,
        severities: Vec::new(),
    }
}
