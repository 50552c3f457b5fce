//! A token of the admin's own, to call with.

use crate::session::sealed_files;
use crate::setup::{ADMIN, Machine, everything, load};
use crate::walk::Person;
use chrono::TimeDelta;
use contract::{AppStateDto, CommandError, ErrorCode, KeptIn, SessionDto, SignInWay, UseTokenRequest};
use secrecy::ExposeSecret;
use workbench::Workbench;

async fn paste(workbench: &Workbench, text: &str) -> Result<AppStateDto, CommandError> {
    let request = UseTokenRequest { text: text.into() };
    workbench.use_token(request).await
}

/// The session that a token made, once the checks that hold for every one of them are done.
async fn pasted(workbench: &Workbench, text: &str) -> SessionDto {
    let session = paste(workbench, text).await.unwrap().session.unwrap();
    assert_eq!(session.begun_with, SignInWay::PastedToken);
    assert_eq!(session.kept_in, KeptIn::Memory);
    assert!(!session.renewable);
    session
}

#[tokio::test]
async fn a_token_is_called_with_and_gone_with_the_program() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    let before = state.session.unwrap();
    let token = workbench.reveal_token().unwrap();
    // It takes the place of the sign-in, which is wiped.
    let session = pasted(&workbench, &format!("Bearer {}\r\n", token.expose_secret())).await;
    assert_eq!(sealed_files(machine.folder.path()), 0);
    assert_eq!(session.username, before.username);
    assert_eq!(session.object_id, before.object_id);
    assert_eq!(session.tenant_id, before.tenant_id);
    assert_eq!(session.granted_scopes, before.granted_scopes);
    assert_eq!(
        (session.expires_at / 1000.0).floor(),
        (before.expires_at / 1000.0).floor()
    );
    let (loaded, _) = load(&workbench, everything()).await;
    assert_eq!(loaded.rows, 300);
    let error = workbench.renew_token().await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInRequired);
    assert!(error.message.contains("pasted token"), "{}", error.message);
    drop(workbench);
    assert!(machine.run().restore_and_state().await.unwrap().session.is_none());
}

#[tokio::test]
async fn what_a_token_says_decides_no_call() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let token = workbench.reveal_token().unwrap();
    pasted(&workbench, token.expose_secret()).await;
    machine.hand.forward(TimeDelta::hours(3));
    // It has ended, and it is the API that says so.
    let error = workbench.load_alerts(everything(), |_| ()).await.unwrap_err();
    assert_eq!(
        (error.code, error.http_status),
        (ErrorCode::ApiUnauthorized, Some(401))
    );
}

#[tokio::test]
async fn a_token_that_cannot_be_read_is_sent_all_the_same() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    let session = pasted(&workbench, "not-a-real-token").await;
    assert_eq!(session.username, "unknown");
    assert!(session.name.contains("cannot be read"), "{}", session.name);
    let life = session.expires_at - (machine.hand.clock())().timestamp_millis() as f64;
    assert_eq!(life, 3_600_000.0);
    let error = workbench.load_alerts(everything(), |_| ()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ApiUnauthorized);
    assert_eq!(
        workbench.token_report().unwrap_err().code,
        ErrorCode::TokenNotAJwt
    );
}

#[tokio::test]
async fn what_no_request_could_carry_changes_nothing() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    for text in ["", "Bearer ", "t\u{f6}ken"] {
        let error = paste(&workbench, text).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::TokenNotAJwt);
    }
    let session = workbench.restore_and_state().await.unwrap().session.unwrap();
    assert_eq!(session.begun_with, SignInWay::Browser);
    assert_eq!(sealed_files(machine.folder.path()), 1);
}
