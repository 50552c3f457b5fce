//! The documentation's password sample: off until it is switched on, and explained when it fails.

use crate::profiles::{active, form_of};
use crate::session::all_files;
use crate::setup::{ADMIN, ANALYST, Machine, browser, everything, load, quiet, switch};
use crate::walk::Person;
use contract::{
    AppStateDto, CommandError, ErrorCode, EvidenceKind, PasswordEndpoint, SignInWay,
    StartPasswordSignInRequest,
};
use std::sync::Arc;
use workbench::Workbench;

pub fn password_of(username: &str) -> &'static str {
    let accounts = sandbox::accounts().iter();
    let mut named = accounts.filter(|account| account.username == username);
    named.next().unwrap().password
}

pub async fn with(
    workbench: &Workbench,
    endpoint: PasswordEndpoint,
    username: &str,
    password: &str,
) -> Result<AppStateDto, CommandError> {
    workbench
        .start_password_sign_in(StartPasswordSignInRequest {
            endpoint,
            username: username.to_owned(),
            password: password.into(),
        })
        .await
}

async fn allow(workbench: &Workbench, state: &AppStateDto) {
    let mut form = form_of(active(state));
    form.allow_password_sample = true;
    let state = workbench.save_profile(form).await.unwrap();
    assert!(active(&state).allow_password_sample);
}

/// The sample is allowed, and both accounts have consented, as an administrator would have done for them.
pub async fn allowed(machine: &Machine) -> Arc<Workbench> {
    let (workbench, state) = machine.signed_in().await;
    machine.browser.becomes(Person::Accepts(ANALYST));
    workbench.start_sign_in(browser(), quiet).await.unwrap();
    workbench.sign_out().await.unwrap();
    allow(&workbench, &state).await;
    workbench
}

#[tokio::test]
async fn it_is_off_until_the_profile_allows_it() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    assert!(!active(&state).allow_password_sample);
    let error = with(&workbench, PasswordEndpoint::V2, ADMIN, password_of(ADMIN))
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::PasswordSampleOff);
    assert_eq!(error.field.as_deref(), Some("allowPasswordSample"));
    // Switching it on ends no session, and outlives a restart.
    allow(&workbench, &state).await;
    drop(workbench);
    let state = machine.run().restore_and_state().await.unwrap();
    assert!(active(&state).allow_password_sample && state.session.is_some());
}

#[tokio::test]
async fn both_endpoints_sign_in_whatever_the_password_is_made_of() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = allowed(&machine).await;
    for endpoint in [PasswordEndpoint::V1, PasswordEndpoint::V2] {
        for username in [ADMIN, ANALYST] {
            let state = with(&workbench, endpoint, username, password_of(username))
                .await
                .unwrap();
            let session = state.session.unwrap();
            assert_eq!(session.username, username, "{endpoint:?}");
            assert_eq!(session.begun_with, SignInWay::Password);
            assert!(session.granted_scopes.contains(&"Alert.Read".to_owned()));
            load(&workbench, everything()).await;
        }
    }
    for path in all_files(machine.folder.path()) {
        let bytes = std::fs::read(&path).unwrap();
        let needle = password_of(ANALYST).as_bytes();
        assert!(
            !bytes.windows(needle.len()).any(|window| window == needle),
            "{}",
            path.display()
        );
    }
}

#[tokio::test]
async fn what_fails_for_the_sake_of_the_password_is_explained_with_entras_words_and_is_no_evidence() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = allowed(&machine).await;
    for (fault, password, number, why) in [
        (None, "not the password", "AADSTS50126", "federated"),
        (
            Some("mfa-required"),
            password_of(ADMIN),
            "AADSTS50076",
            "second factor",
        ),
        (
            Some("consent-missing"),
            password_of(ADMIN),
            "AADSTS65001",
            "Grant admin consent",
        ),
        (
            Some("public-flows-off"),
            password_of(ADMIN),
            "AADSTS7000218",
            "Allow public client flows is set to Yes",
        ),
    ] {
        switch(&workbench, fault.as_slice()).await;
        for endpoint in [PasswordEndpoint::V1, PasswordEndpoint::V2] {
            let error = with(&workbench, endpoint, ADMIN, password).await.unwrap_err();
            assert_eq!(error.code, ErrorCode::TokenRefused);
            assert!(error.message.contains(number), "{}", error.message);
            assert!(error.hint.as_deref().unwrap().contains(why), "{:?}", error.hint);
            assert!(error.service_message.is_some() && error.correlation_id.is_some());
        }
    }
    let evidence = workbench.checklist().unwrap().evidence;
    assert!(evidence.iter().all(|piece| piece.kind != EvidenceKind::SignIn));
    assert!(workbench.restore_and_state().await.unwrap().session.is_none());
}

#[tokio::test]
async fn an_attempt_can_be_cancelled_and_is_replaced_by_a_newer_one() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = allowed(&machine).await;
    let attempt = || with(&workbench, PasswordEndpoint::V2, ADMIN, password_of(ADMIN));
    let (ended, ()) = tokio::join!(attempt(), async { workbench.cancel_sign_in() });
    assert_eq!(ended.unwrap_err().code, ErrorCode::SignInCancelled);
    assert!(workbench.restore_and_state().await.unwrap().session.is_none());
    let (first, second) = tokio::join!(attempt(), attempt());
    assert_eq!(first.unwrap_err().code, ErrorCode::SignInReplaced);
    assert_eq!(second.unwrap().session.unwrap().username, ADMIN);
}

#[tokio::test]
async fn what_fails_for_every_way_of_signing_in_is_evidence() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = allowed(&machine).await;
    switch(&workbench, &["service-principal-missing"]).await;
    let error = with(&workbench, PasswordEndpoint::V2, ADMIN, password_of(ADMIN))
        .await
        .unwrap_err();
    assert!(error.message.contains("AADSTS500011"), "{}", error.message);
    let evidence = workbench.checklist().unwrap().evidence;
    assert!(evidence.iter().any(|piece| piece.kind == EvidenceKind::SignIn));
}
