//! The same provider through the workbench: a profile with endpoints of its own, as an admin enters them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::workbench::{FixedFolder, Ports, Workbench};
use async_trait::async_trait;
use contract::{
    AppStateDto, CloudId, DeviceSignInEvent, EndpointsDto, ProfileColour, SaveProfileRequest, SignInPrompt,
    SignInWay, StartSignInRequest,
};
use secrecy::ExposeSecret as _;
use tempfile::TempDir;
use test_support::{AUDIENCE, CLIENT_ID, TENANT_ID, now};
use url::Url;

use crate::person::{Decision, PersonsBrowser, enter_code};
use crate::provider::{ACCOUNT, Provider};

/// Lets the first poll for a device code go before the code was entered; the person enters it before the second one.
/// Whatever else sleeps in a workbench sleeps until the test ends.
#[derive(Default)]
struct BetweenPolls {
    issued: Mutex<Option<(Url, String)>>,
    polls: Mutex<usize>,
}

#[async_trait]
impl entra::Sleeper for BetweenPolls {
    async fn sleep(&self, pause: Duration) {
        if pause != Duration::from_secs(5) {
            std::future::pending::<()>().await;
        }
        let nth = {
            let mut polls = self.polls.lock().unwrap();
            *polls += 1;
            *polls
        };
        if nth == 2 {
            let (address, code) = self.issued.lock().unwrap().take().expect("a code was issued");
            enter_code(address, &code, Decision::Accepts).await;
        }
    }
}

/// Nothing is copied here.
struct NoClipboard;

impl ::workbench::Clipboard for NoClipboard {
    fn write(&self, _: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err("there is none".into())
    }

    fn read(&self) -> Option<String> {
        None
    }

    fn clear(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(())
    }
}

struct Run {
    folder: TempDir,
    browser: Arc<PersonsBrowser>,
    polls: Arc<BetweenPolls>,
    keys: Arc<vault::MemoryKeyStore>,
}

impl Run {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            browser: Arc::new(PersonsBrowser::new(Decision::Accepts)),
            polls: Arc::default(),
            keys: Arc::default(),
        }
    }

    fn start(&self) -> Arc<Workbench> {
        let clock: ::workbench::Clock = Arc::new(now);
        Workbench::open(Ports {
            folder: self.folder.path().to_owned(),
            browser: Arc::clone(&self.browser) as _,
            save_dialog: Arc::new(FixedFolder::new(self.folder.path().to_owned())),
            clipboard: Arc::new(NoClipboard),
            clock: Arc::clone(&clock),
            sleeper: Arc::clone(&self.polls) as _,
            keys: Arc::clone(&self.keys) as _,
            sandbox: sandbox::Config::new(clock),
            start_on_sandbox: false,
            regions: Vec::new(),
        })
        .unwrap()
    }
}

/// A profile that names the provider's addresses.
async fn with_profile(workbench: &Workbench, provider: &Provider) {
    let base = provider.base().as_str().trim_end_matches('/').to_owned();
    workbench
        .save_profile(SaveProfileRequest {
            id: None,
            name: "Another provider".into(),
            cloud: CloudId::Commercial,
            tenant: TENANT_ID.into(),
            client_id: CLIENT_ID.into(),
            wanted_permissions: vec!["Alert.Read".into()],
            colour: ProfileColour::None,
            region: None,
            endpoints: Some(EndpointsDto {
                authority: base.clone(),
                api_base: base,
                audience: AUDIENCE.into(),
            }),
            allow_password_sample: false,
        })
        .await
        .unwrap();
}

fn token(workbench: &Workbench) -> String {
    workbench.reveal_token().unwrap().expose_secret().to_owned()
}

fn assert_account(state: &AppStateDto, begun_with: SignInWay) {
    let session = state.session.as_ref().unwrap();
    assert_eq!(session.username, ACCOUNT);
    assert_eq!(session.tenant_id, TENANT_ID);
    assert_eq!(session.begun_with, begun_with);
}

#[tokio::test]
async fn a_profile_with_endpoints_of_its_own_signs_in_renews_and_survives_a_restart() {
    let provider = Provider::start().await;
    let run = Run::new();
    let workbench = run.start();
    with_profile(&workbench, &provider).await;
    let state = workbench
        .start_sign_in(
            StartSignInRequest {
                // The provider gives a refresh token only after consent was asked for.
                prompt: SignInPrompt::Consent,
                login_hint: None,
                satisfy_policy: false,
            },
            |_| (),
        )
        .await
        .unwrap();
    run.browser.settle().await;
    assert_account(&state, SignInWay::Browser);
    assert!(state.session.unwrap().renewable);
    let first = token(&workbench);

    // Refresh tokens rotate: each renewal must have kept the newest.
    for _ in 0..2 {
        workbench.renew_token().await.unwrap();
    }
    assert_ne!(token(&workbench), first);
    drop(workbench);
    let again = run.start();
    let state = again.restore_and_state().await.unwrap();
    assert_account(&state, SignInWay::Browser);
    again.renew_token().await.unwrap();
}

#[tokio::test]
async fn a_device_code_of_another_provider_signs_in_through_such_a_profile() {
    let provider = Provider::start().await;
    let run = Run::new();
    let workbench = run.start();
    with_profile(&workbench, &provider).await;
    let issued = Arc::clone(&run.polls);
    let state = workbench
        .start_device_sign_in(move |event| {
            if let DeviceSignInEvent::CodeIssued {
                user_code,
                verification_url,
                ..
            } = event
            {
                *issued.issued.lock().unwrap() = Some((Url::parse(&verification_url).unwrap(), user_code));
            }
        })
        .await
        .unwrap();
    assert_account(&state, SignInWay::DeviceCode);
}
