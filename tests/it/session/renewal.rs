//! Renewal in time, without any call: while nobody looks, after a long sleep, without a network.

use super::sealed_files;
use crate::setup::{ADMIN, Machine, switch};
use crate::walk::Person;
use chrono::TimeDelta;
use contract::{AppStateDto, CompareTokensRequest, ErrorCode, NoticeId, TokenRefDto, TokenRefSource};
use secrecy::ExposeSecret;
use std::sync::Arc;
use workbench::Workbench;

fn token(workbench: &Workbench) -> String {
    workbench.reveal_token().unwrap().expose_secret().to_owned()
}

/// How long the token that was just issued lives.
fn life(machine: &Machine, state: &AppStateDto) -> TimeDelta {
    let expires_at = state.session.as_ref().unwrap().expires_at as i64;
    TimeDelta::milliseconds(expires_at - (machine.hand.clock())().timestamp_millis())
}

/// Signs in and waits until the session's timer sleeps.
async fn signed_in(machine: &Machine) -> (Arc<Workbench>, AppStateDto) {
    let signed_in = machine.signed_in().await;
    machine.hand.slept(1).await;
    signed_in
}

#[tokio::test]
async fn a_token_is_renewed_five_minutes_early_and_not_before() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = signed_in(&machine).await;
    let before = token(&workbench);
    machine
        .hand
        .forward(life(&machine, &state) - TimeDelta::minutes(6));
    machine.hand.slept(2).await;
    assert_eq!(token(&workbench), before);
    machine.hand.forward(TimeDelta::minutes(1));
    machine.hand.slept(3).await;
    assert_ne!(token(&workbench), before);
    let renewed = workbench.restore_and_state().await.unwrap();
    assert!(life(&machine, &renewed) > TimeDelta::minutes(30));
    assert_eq!(sealed_files(machine.folder.path()), 1);
}

#[tokio::test]
async fn a_token_that_ended_while_the_machine_slept_is_renewed_when_it_wakes() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = signed_in(&machine).await;
    let before = token(&workbench);
    machine.hand.forward(TimeDelta::hours(9));
    machine.hand.slept(2).await;
    assert_ne!(token(&workbench), before);
    let state = workbench.restore_and_state().await.unwrap();
    assert!(life(&machine, &state) > TimeDelta::minutes(30));
    assert!(state.notices.is_empty(), "{:?}", state.notices);
}

#[tokio::test]
async fn callers_that_want_a_renewal_at_the_same_time_share_one() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = signed_in(&machine).await;
    let before = token(&workbench);
    let (first, second, third) = tokio::join!(
        workbench.renew_token(),
        workbench.renew_token(),
        workbench.renew_token()
    );
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    assert_ne!(token(&workbench), before);
    // A second renewal would stand between.
    let compared = workbench
        .compare_tokens(CompareTokensRequest {
            before: TokenRefDto {
                source: TokenRefSource::Pasted,
                text: Some(before.into()),
            },
            after: TokenRefDto {
                source: TokenRefSource::Previous,
                text: None,
            },
        })
        .unwrap();
    assert!(compared.differences.is_empty(), "{:?}", compared.differences);
}

#[tokio::test]
async fn a_renewal_that_is_under_way_when_one_signs_out_leaves_nothing_behind() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = signed_in(&machine).await;
    let (renewed, state) = tokio::join!(workbench.renew_token(), workbench.sign_out());
    assert_eq!(renewed.unwrap_err().code, ErrorCode::SignInRequired);
    assert!(state.unwrap().session.is_none());
    assert_eq!(sealed_files(machine.folder.path()), 0);
}

#[tokio::test]
async fn a_sign_in_anew_while_a_renewal_is_under_way_wins() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = signed_in(&machine).await;
    let (renewed, state) = tokio::join!(
        workbench.renew_token(),
        workbench.start_sign_in(crate::setup::browser(), crate::setup::quiet)
    );
    // Whichever was first: a session is held, it is the sign-in's, and it is what a restart finds.
    let state = state.unwrap();
    if let Err(error) = renewed {
        assert_eq!(error.code, ErrorCode::SignInRequired);
    }
    let session = state.session.unwrap();
    assert!(session.renewable);
    assert_eq!(sealed_files(machine.folder.path()), 1);
    let held = token(&workbench);
    drop(workbench);
    let again = machine.run();
    let state = again.restore_and_state().await.unwrap();
    assert!(state.session.is_some(), "{:?}", state.notices);
    assert_ne!(token(&again), held, "a restart renews what was sealed");
}

#[tokio::test]
async fn the_window_hears_of_a_renewal_that_nobody_asked_for() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = signed_in(&machine).await;
    let (told, mut hears) = tokio::sync::mpsc::unbounded_channel();
    let watched = Arc::clone(&workbench);
    let watch = tokio::spawn(async move {
        watched.watch_app_state(move |event| drop(told.send(event))).await;
    });
    // The watch begins before the clock moves.
    tokio::task::yield_now().await;
    machine
        .hand
        .forward(life(&machine, &state) - TimeDelta::minutes(4));
    assert!(hears.recv().await.is_some());
    let renewed = workbench.restore_and_state().await.unwrap().session.unwrap();
    assert!(renewed.expires_at > state.session.unwrap().expires_at);
    // A window that is loaded anew takes the watch over.
    let (told, _) = tokio::sync::mpsc::unbounded_channel::<contract::AppStateEvent>();
    let newer = tokio::spawn({
        let workbench = Arc::clone(&workbench);
        async move {
            workbench
                .watch_app_state(move |event| drop(told.send(event)))
                .await
        }
    });
    watch.await.unwrap();
    newer.abort();
}

#[tokio::test]
async fn a_clock_that_was_set_back_renews_nothing_and_breaks_nothing() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = signed_in(&machine).await;
    let before = token(&workbench);
    machine.hand.forward(-TimeDelta::hours(5));
    machine.hand.forward(TimeDelta::hours(5) + TimeDelta::seconds(30));
    machine.hand.slept(2).await;
    assert_eq!(token(&workbench), before);
}

#[tokio::test]
async fn what_stands_between_is_tolerated_and_tried_again_later_and_later() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = signed_in(&machine).await;
    let before = token(&workbench);
    switch(&workbench, &["html-instead-of-json"]).await;
    machine
        .hand
        .forward(life(&machine, &state) - TimeDelta::minutes(4));
    machine.hand.slept(2).await;
    assert_eq!(token(&workbench), before);
    let state = workbench.restore_and_state().await.unwrap();
    assert!(state.session.unwrap().renewable && state.notices.is_empty());
    // A minute is the pause after the second failure; the first was half of it.
    machine.hand.forward(TimeDelta::seconds(30));
    machine.hand.slept(3).await;
    switch(&workbench, &[]).await;
    machine.hand.forward(TimeDelta::seconds(60));
    machine.hand.slept(4).await;
    assert_ne!(token(&workbench), before);
}

#[tokio::test]
async fn a_network_that_comes_back_after_the_token_ended_revives_the_session() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = signed_in(&machine).await;
    let before = token(&workbench);
    switch(&workbench, &["html-instead-of-json"]).await;
    machine.hand.forward(TimeDelta::hours(9));
    machine.hand.slept(2).await;
    switch(&workbench, &[]).await;
    machine.hand.forward(TimeDelta::minutes(5));
    machine.hand.slept(3).await;
    assert_ne!(token(&workbench), before);
}

#[tokio::test]
async fn a_refresh_token_that_is_refused_leads_to_a_notice_that_says_why() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = signed_in(&machine).await;
    switch(&workbench, &["expired-refresh-token"]).await;
    machine
        .hand
        .forward(life(&machine, &state) - TimeDelta::minutes(4));
    let state = loop {
        let state = workbench.restore_and_state().await.unwrap();
        if !state.notices.is_empty() {
            break state;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(state.notices[0].id, NoticeId::SessionEnded);
    let message = &state.notices[0].message;
    assert!(
        message.contains("Sandbox tenant") && message.contains("AADSTS700082"),
        "{message}"
    );
    assert!(state.notices[0].hint.contains("Sign in again"));
    // The token in hand is good for the minutes it has left.
    assert!(!state.session.unwrap().renewable);
    assert_eq!(sealed_files(machine.folder.path()), 0);
    let state = workbench
        .start_sign_in(crate::setup::browser(), crate::setup::quiet)
        .await
        .unwrap();
    assert!(state.notices.is_empty(), "{:?}", state.notices);
}
