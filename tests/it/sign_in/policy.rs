//! What the sign-in page is asked for: an account, a consent, what a policy demands.

use crate::doctor::check;
use crate::setup::{ADMIN, Machine, browser, everything, load, quiet, switch};
use crate::walk::Person;
use contract::{ErrorCode, SignInPrompt, StartSignInRequest};
use std::collections::HashMap;

fn satisfying() -> StartSignInRequest {
    StartSignInRequest {
        satisfy_policy: true,
        ..browser()
    }
}

/// The parameters of the page that was opened last.
fn asked(machine: &Machine) -> HashMap<String, String> {
    let opened = machine.browser.opened();
    opened.last().unwrap().query_pairs().into_owned().collect()
}

#[tokio::test]
async fn the_page_is_asked_for_what_was_chosen() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    machine.browser.becomes(Person::Waits);
    for (prompt, words) in [
        (SignInPrompt::SelectAccount, Some("select_account")),
        (SignInPrompt::Consent, Some("consent")),
        (SignInPrompt::Login, Some("login")),
        (SignInPrompt::Default, None),
    ] {
        let request = StartSignInRequest {
            prompt,
            login_hint: Some(ADMIN.to_owned()),
            satisfy_policy: true,
        };
        let attempt = workbench.start_sign_in(request, |_| workbench.cancel_sign_in());
        attempt.await.unwrap_err();
        let asked = asked(&machine);
        assert_eq!(asked.get("prompt").map(String::as_str), words);
        assert_eq!(asked["login_hint"], ADMIN);
        assert!(!asked.contains_key("claims"), "no policy asked for anything");
    }
}

#[tokio::test]
async fn a_policy_of_the_api_is_satisfied_by_the_sign_in_that_carries_its_challenge() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    assert!(!state.session.unwrap().policy_challenge);
    switch(&workbench, &["claims-challenge"]).await;
    let error = workbench.load_alerts(everything(), |_| ()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ApiUnauthorized);
    assert!(
        error
            .hint
            .unwrap()
            .contains("Sign in again to satisfy the policy")
    );
    let state = workbench.restore_and_state().await.unwrap();
    assert!(state.session.unwrap().policy_challenge);
    assert!(state.sessions[0].policy_challenge);

    // A sign-in that does not carry it does not meet it.
    let state = workbench.start_sign_in(browser(), quiet).await.unwrap();
    assert!(!asked(&machine).contains_key("claims"));
    assert!(state.session.unwrap().policy_challenge);

    let state = workbench.start_sign_in(satisfying(), quiet).await.unwrap();
    let claims: serde_json::Value = serde_json::from_str(&asked(&machine)["claims"]).unwrap();
    assert_eq!(claims["access_token"]["acrs"]["value"], "c1");
    assert!(!state.session.unwrap().policy_challenge);
    let (loaded, _) = load(&workbench, everything()).await;
    assert_eq!(loaded.rows, 300);
}

#[tokio::test]
async fn a_policy_that_refuses_the_first_sign_in_is_told_before_there_is_a_session() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    switch(&workbench, &["mfa-required"]).await;
    workbench.start_sign_in(browser(), quiet).await.unwrap_err();
    let state = workbench.restore_and_state().await.unwrap();
    assert!(state.session.is_none() && state.policy_challenge);
    switch(&workbench, &[]).await;
    let state = workbench.start_sign_in(satisfying(), quiet).await.unwrap();
    assert!(asked(&machine).contains_key("claims"));
    assert!(state.session.is_some() && !state.policy_challenge);
}

#[tokio::test]
async fn the_check_notes_a_challenge_too_and_signing_out_forgets_it() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    switch(&workbench, &["claims-challenge"]).await;
    check(&workbench).await;
    let session = workbench.restore_and_state().await.unwrap().session.unwrap();
    assert!(session.policy_challenge);
    workbench.sign_out().await.unwrap();
    let state = workbench.start_sign_in(satisfying(), quiet).await.unwrap();
    assert!(!asked(&machine).contains_key("claims"));
    assert!(!state.session.unwrap().policy_challenge);
}

#[tokio::test]
async fn what_entra_demands_of_a_renewal_is_carried_by_the_next_sign_in() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    switch(&workbench, &["mfa-required"]).await;
    let error = workbench.renew_token().await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInRequired);
    assert!(error.message.contains("AADSTS50076"), "{}", error.message);
    assert!(
        error
            .hint
            .unwrap()
            .contains("Sign in again to satisfy the policy")
    );
    let session = workbench.restore_and_state().await.unwrap().session.unwrap();
    assert!(session.policy_challenge && !session.renewable);
    switch(&workbench, &[]).await;
    let state = workbench.start_sign_in(satisfying(), quiet).await.unwrap();
    assert!(asked(&machine).contains_key("claims"));
    let session = state.session.unwrap();
    assert!(!session.policy_challenge && session.renewable);
}
