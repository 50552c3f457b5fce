//! Signing in with a code that is entered on another device.

use crate::setup::{ADMIN, Machine, browser, quiet, switch};
use crate::walk::{Person, enter_code};
use chrono::TimeDelta;
use contract::{
    AppStateDto, CommandError, DeviceSignInEvent, ErrorCode, EvidenceKind, SignInEvent, SignInWay, StepId,
};
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use workbench::Workbench;

/// A sign-in under way, whose code is on screen.
struct Shown {
    attempt: JoinHandle<Result<AppStateDto, CommandError>>,
    events: UnboundedReceiver<DeviceSignInEvent>,
    code: String,
    page: String,
    expires_at: f64,
}

impl Shown {
    async fn new(machine: &Machine, workbench: &Arc<Workbench>) -> Self {
        let (sender, mut events) = unbounded_channel();
        let workbench = Arc::clone(workbench);
        let attempt = tokio::spawn(async move {
            workbench
                .start_device_sign_in(move |event| drop(sender.send(event)))
                .await
        });
        let DeviceSignInEvent::CodeIssued {
            user_code,
            verification_url,
            expires_at,
            interval_seconds,
        } = events.recv().await.unwrap()
        else {
            panic!("the code comes first")
        };
        assert_eq!(interval_seconds, 5);
        machine.hand.slept(1).await;
        Self {
            attempt,
            events,
            code: user_code,
            page: verification_url,
            expires_at,
        }
    }

    async fn entered(&self, accept: bool) -> String {
        enter_code(&self.page, &self.code, ADMIN, accept).await
    }

    async fn ends(self) -> Result<AppStateDto, CommandError> {
        self.attempt.await.unwrap()
    }
}

async fn prepared(machine: &Machine) -> Arc<Workbench> {
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    workbench
}

/// Signs in to the end; the browser of this machine has no part in it.
async fn signed_in(machine: &Machine) -> (Arc<Workbench>, AppStateDto) {
    let workbench = prepared(machine).await;
    let shown = Shown::new(machine, &workbench).await;
    let said = shown.entered(true).await;
    assert!(said.contains("You have signed in"), "{said}");
    machine.hand.forward(TimeDelta::seconds(5));
    let state = shown.ends().await.unwrap();
    assert!(machine.browser.opened().is_empty());
    (workbench, state)
}

#[tokio::test]
async fn a_code_that_is_entered_elsewhere_signs_in_and_how_it_began_is_remembered() {
    let machine = Machine::new(Person::Missing);
    let (workbench, state) = signed_in(&machine).await;
    let session = state.session.unwrap();
    assert_eq!(session.username, ADMIN);
    assert_eq!(session.begun_with, SignInWay::DeviceCode);
    assert!(session.renewable && !session.policy_challenge);
    workbench.renew_token().await.unwrap();
    drop(workbench);
    let restarted = machine.run().restore_and_state().await.unwrap();
    assert_eq!(restarted.session.unwrap().begun_with, SignInWay::DeviceCode);
}

#[tokio::test]
async fn the_code_comes_with_its_page_and_its_end_and_each_question_is_told() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    let mut shown = Shown::new(&machine, &workbench).await;
    assert!(shown.page.ends_with("/devicelogin"), "{}", shown.page);
    assert!(shown.code.len() >= 8);
    let life = shown.expires_at - (machine.hand.clock())().timestamp_millis() as f64;
    assert_eq!(life, 900_000.0);
    for question in 2..4 {
        machine.hand.forward(TimeDelta::seconds(5));
        assert_eq!(
            shown.events.recv().await.unwrap(),
            DeviceSignInEvent::Waiting { interval_seconds: 5 }
        );
        machine.hand.slept(question).await;
    }
    workbench.reopen_sign_in_page().unwrap();
    assert_eq!(machine.browser.opened()[0].as_str(), shown.page);
    workbench.cancel_sign_in();
    let error = shown.ends().await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInCancelled);
    assert!(workbench.restore_and_state().await.unwrap().session.is_none());
    workbench.reopen_sign_in_page().unwrap_err();
}

#[tokio::test]
async fn a_code_that_nobody_enters_ends_also_where_the_machine_slept_through_it() {
    for slept in [TimeDelta::seconds(900), TimeDelta::hours(9)] {
        let machine = Machine::new(Person::Waits);
        let workbench = prepared(&machine).await;
        let shown = Shown::new(&machine, &workbench).await;
        machine.hand.forward(slept);
        let error = shown.ends().await.unwrap_err();
        assert_eq!(error.code, ErrorCode::DeviceCodeExpired);
        assert!(error.hint.unwrap().contains("new code"));
        // Whoever saw an error page in place of a question let the code end.
        let cause = workbench.checklist().unwrap().cause.unwrap();
        assert_eq!((cause.step, cause.certain), (StepId::TryIt, false));
    }
}

#[tokio::test]
async fn a_person_who_declines_is_believed() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    let shown = Shown::new(&machine, &workbench).await;
    shown.entered(false).await;
    machine.hand.forward(TimeDelta::seconds(5));
    let error = shown.ends().await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInRefused);
    assert!(
        error.message.contains("declined on the other device"),
        "{}",
        error.message
    );
    assert!(error.service_message.is_some());
}

#[tokio::test]
async fn public_client_flows_that_are_off_are_told_and_become_evidence() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    switch(&workbench, &["public-flows-off"]).await;
    let shown = Shown::new(&machine, &workbench).await;
    shown.entered(true).await;
    machine.hand.forward(TimeDelta::seconds(5));
    let error = shown.ends().await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInRefused);
    assert!(error.message.contains("AADSTS7000218"), "{}", error.message);
    let evidence = workbench.checklist().unwrap().evidence;
    assert!(
        evidence.iter().any(|piece| piece.kind == EvidenceKind::SignIn),
        "{evidence:?}"
    );
}

#[tokio::test]
async fn the_newest_attempt_wins_whichever_way_it_goes() {
    let machine = Machine::new(Person::Waits);
    let workbench = prepared(&machine).await;
    let first = Arc::clone(&workbench);
    let (opened, mut pages) = unbounded_channel();
    let in_browser = tokio::spawn(async move {
        let told = move |event| drop(opened.send(event));
        first.start_sign_in(browser(), told).await
    });
    let SignInEvent::BrowserOpened { .. } = pages.recv().await.unwrap() else {
        panic!("the page comes first")
    };
    let shown = Shown::new(&machine, &workbench).await;
    assert_eq!(
        in_browser.await.unwrap().unwrap_err().code,
        ErrorCode::SignInReplaced
    );

    machine.browser.becomes(Person::Accepts(ADMIN));
    let state = workbench.start_sign_in(browser(), quiet).await.unwrap();
    assert_eq!(state.session.unwrap().begun_with, SignInWay::Browser);
    assert_eq!(shown.ends().await.unwrap_err().code, ErrorCode::SignInReplaced);
}

#[tokio::test]
async fn a_policy_that_forbids_device_codes_later_is_told_for_what_it_is() {
    let machine = Machine::new(Person::Waits);
    let (workbench, _) = signed_in(&machine).await;
    switch(&workbench, &["device-code-blocked"]).await;
    let error = workbench.renew_token().await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInRequired);
    assert!(error.message.contains("AADSTS530036"), "{}", error.message);
    assert!(error.hint.unwrap().contains("began with a device code"));
}
