//! Signing in: what comes back, and every way in which it does not.

mod device_code;
pub mod password;
mod pasted;
mod policy;

use crate::setup::{ADMIN, Machine, browser, quiet};
use crate::walk::Person;
use contract::{ErrorCode, KeptIn, SignInEvent};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

#[tokio::test]
async fn signing_in_gives_account_scopes_and_expiry() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (_workbench, state) = machine.signed_in().await;
    let session = state.session.unwrap();
    assert_eq!(session.username, ADMIN);
    assert_eq!(session.tenant_id, sandbox::TENANT_ID);
    assert!(
        session.granted_scopes.contains(&"Alert.Read".to_owned()),
        "{:?}",
        session.granted_scopes
    );
    assert!(session.renewable);
    assert_eq!(session.kept_in, KeptIn::KeyStore);
    let minutes = (session.expires_at - (machine.hand.clock())().timestamp_millis() as f64) / 60_000.0;
    assert!(
        (60.0..=90.0).contains(&minutes),
        "the token lives {minutes} minutes"
    );
}

#[tokio::test]
async fn the_page_asks_for_a_form_post_with_pkce_and_the_default_scope() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    machine.signed_in().await;
    let opened = machine.browser.opened();
    let query: std::collections::HashMap<_, _> = opened[0].query_pairs().into_owned().collect();
    assert_eq!(query["response_mode"], "form_post");
    assert_eq!(query["code_challenge_method"], "S256");
    assert_eq!(query["response_type"], "code");
    assert!(
        query["redirect_uri"].starts_with("http://localhost:"),
        "{}",
        query["redirect_uri"]
    );
    let scopes: Vec<_> = query["scope"].split(' ').collect();
    let default = format!("{}/.default", sandbox::AUDIENCE);
    for scope in [default.as_str(), "offline_access", "openid", "profile"] {
        assert!(scopes.contains(&scope), "{scopes:?}");
    }
    assert!(
        query["state"].len() >= 22 && query["nonce"].len() >= 22,
        "128 random bits at least"
    );
}

#[tokio::test]
async fn declined_consent_is_told_with_entras_words_and_a_correlation_id() {
    let machine = Machine::new(Person::Declines(ADMIN));
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let error = workbench.start_sign_in(browser(), quiet).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInRefused);
    assert!(error.message.contains("AADSTS65004"), "{}", error.message);
    assert!(error.service_message.is_some() && error.hint.is_some() && error.correlation_id.is_some());
}

#[tokio::test]
async fn cancelling_ends_the_wait() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let canceller = Arc::clone(&workbench);
    let error = workbench
        .start_sign_in(browser(), move |event| {
            if matches!(event, SignInEvent::BrowserOpened { .. }) {
                canceller.cancel_sign_in();
            }
        })
        .await
        .unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInCancelled);
    assert!(workbench.restore_and_state().await.unwrap().session.is_none());
}

#[tokio::test]
async fn a_second_sign_in_replaces_the_first() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let opened = Arc::new(Notify::new());
    let first = tokio::spawn({
        let (workbench, opened) = (Arc::clone(&workbench), Arc::clone(&opened));
        async move {
            workbench
                .start_sign_in(browser(), move |_| opened.notify_one())
                .await
        }
    });
    opened.notified().await;
    machine.browser.becomes(Person::Accepts(ADMIN));
    let state = workbench.start_sign_in(browser(), quiet).await.unwrap();
    assert_eq!(state.session.unwrap().username, ADMIN);
    assert_eq!(first.await.unwrap().unwrap_err().code, ErrorCode::SignInReplaced);
}

#[tokio::test]
async fn without_a_browser_the_address_can_be_opened_by_hand() {
    let machine = Machine::new(Person::Missing);
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let by_hand = Arc::clone(&machine.browser);
    let state = workbench
        .start_sign_in(browser(), move |event| {
            if let SignInEvent::BrowserOpened { url, opened, .. } = event {
                assert!(!opened);
                by_hand.becomes(Person::Accepts(ADMIN));
                entra::Browser::open(by_hand.as_ref(), &url.parse().unwrap()).unwrap();
            }
        })
        .await
        .unwrap();
    assert_eq!(state.session.unwrap().username, ADMIN);
}

#[tokio::test]
async fn opening_the_page_again_without_a_browser_says_what_is_missing() {
    let machine = Machine::new(Person::Missing);
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let refused = Arc::new(Mutex::new(None));
    let (again, seen) = (Arc::clone(&workbench), Arc::clone(&refused));
    let attempt = workbench.start_sign_in(browser(), move |_| {
        *seen.lock().unwrap() = again.reopen_sign_in_page().err();
        again.cancel_sign_in();
    });
    attempt.await.unwrap_err();
    let error = refused.lock().unwrap().take().unwrap();
    assert_eq!(error.code, ErrorCode::SignInNoBrowser);
    assert!(error.hint.unwrap().contains("default browser"));
}

#[tokio::test]
async fn the_page_can_be_opened_again_while_waiting_and_not_after() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let results = Arc::new(Mutex::new(Vec::new()));
    let (again, seen) = (Arc::clone(&workbench), Arc::clone(&results));
    let attempt = workbench.start_sign_in(browser(), move |_| {
        seen.lock().unwrap().push(again.reopen_sign_in_page());
        again.cancel_sign_in();
    });
    attempt.await.unwrap_err();
    assert_eq!(results.lock().unwrap().as_slice(), &[Ok(())]);
    assert_eq!(machine.browser.opened().len(), 2);
    assert_eq!(
        workbench.reopen_sign_in_page().unwrap_err().code,
        ErrorCode::SignInCancelled
    );
}

#[tokio::test]
async fn without_a_profile_signing_in_says_where_to_make_one() {
    let machine = Machine::new(Person::Waits);
    let error = machine.run().start_sign_in(browser(), quiet).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ProfileNotFound);
    assert!(error.hint.unwrap().contains("Set up"));
}
