//! Secrets on the clipboard, for a minute and no longer.

use crate::setup::{ADMIN, Machine};
use crate::walk::Person;
use chrono::TimeDelta;
use contract::{CopyTextRequest, TokenRequest};
use secrecy::ExposeSecret;
use workbench::{Clipboard, Workbench};

fn copy_text(workbench: &Workbench, text: &str) {
    workbench
        .copy_text(&CopyTextRequest { text: text.into() })
        .unwrap();
}

/// Gives the task whose sleep has ended its turn.
async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_token_and_what_it_says_are_taken_off_the_clipboard_after_a_minute() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    // The session's own timer sleeps, too.
    machine.hand.slept(1).await;
    let token = workbench.reveal_token().unwrap();
    assert_eq!(workbench.copy_token().unwrap().clear_after_seconds, 60);
    assert_eq!(machine.clipboard.read().as_deref(), Some(token.expose_secret()));
    machine.hand.slept(2).await;
    machine.hand.forward(TimeDelta::seconds(59));
    machine.hand.forward(TimeDelta::seconds(1));
    until(|| machine.clipboard.read().is_none()).await;

    workbench.copy_token_json(TokenRequest { text: None }).unwrap();
    assert!(machine.clipboard.read().unwrap().contains(ADMIN));
    // The session's timer has looked again meanwhile.
    machine.hand.slept(4).await;
    machine.hand.forward(TimeDelta::seconds(60));
    until(|| machine.clipboard.read().is_none()).await;
}

#[tokio::test]
async fn what_was_copied_since_stays_and_a_newer_copy_has_its_own_minute() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    machine.hand.slept(1).await;
    workbench.copy_token().unwrap();
    machine.hand.slept(2).await;
    machine.hand.forward(TimeDelta::seconds(20));
    workbench.copy_token().unwrap();
    machine.hand.slept(3).await;
    // The first copy's minute is over; the second's is not. The session's timer looks again in between.
    machine.hand.forward(TimeDelta::seconds(45));
    machine.hand.slept(4).await;
    assert!(machine.clipboard.read().is_some());
    copy_text(&workbench, "something else");
    machine.hand.forward(TimeDelta::seconds(45));
    machine.hand.slept(5).await;
    assert_eq!(machine.clipboard.read().as_deref(), Some("something else"));
}
