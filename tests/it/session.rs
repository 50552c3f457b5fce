//! Sessions over time: restarts, renewal, sign-out, and what lies on disk.

mod renewal;
mod several;

use crate::setup::{ADMIN, Machine, everything, load};
use crate::walk::Person;
use chrono::TimeDelta;
use contract::{ErrorCode, KeptIn, NoticeId, ProfileRequest};
use secrecy::ExposeSecret;
use std::path::Path;
use std::sync::Arc;
use vault::{KeyStore, KeyStoreError};

#[tokio::test]
async fn a_restart_needs_no_browser() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    drop(machine.signed_in().await);
    machine.browser.becomes(Person::Missing);
    let state = machine.run().restore_and_state().await.unwrap();
    assert_eq!(state.session.unwrap().username, ADMIN);
    assert!(state.notices.is_empty(), "{:?}", state.notices);
}

#[tokio::test]
async fn a_program_started_on_the_sandbox_tenant_uses_it_and_makes_one_profile_only() {
    let mut machine = Machine::new(Person::Waits);
    machine.start_on_sandbox = true;
    for _ in 0..2 {
        let state = machine.run().restore_and_state().await.unwrap();
        assert_eq!(state.profiles.len(), 1);
        assert_eq!(state.active_profile_id.as_ref(), Some(&state.profiles[0].id));
        assert!(state.sandbox.is_some());
    }
}

#[tokio::test]
async fn signing_out_leaves_nothing_to_come_back_to() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    assert_eq!(sealed_files(machine.folder.path()), 1);
    assert!(workbench.sign_out().await.unwrap().session.is_none());
    assert_eq!(sealed_files(machine.folder.path()), 0);
    drop(workbench);
    assert!(machine.run().restore_and_state().await.unwrap().session.is_none());
}

#[tokio::test]
async fn deleting_a_profile_wipes_its_session() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    let profile_id = state.active_profile_id.unwrap();
    let state = workbench
        .delete_profile(ProfileRequest { profile_id })
        .await
        .unwrap();
    assert!(state.profiles.is_empty() && state.session.is_none());
    assert_eq!(sealed_files(machine.folder.path()), 0);
}

#[tokio::test]
async fn renewing_gives_another_token() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let before = workbench.reveal_token().unwrap();
    workbench.renew_token().await.unwrap();
    assert_ne!(
        before.expose_secret(),
        workbench.reveal_token().unwrap().expose_secret()
    );
}

#[tokio::test]
async fn a_call_near_the_end_of_the_token_renews_it_first() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    let before = workbench.reveal_token().unwrap();
    machine.hand.forward(TimeDelta::minutes(88));
    load(&workbench, everything()).await;
    assert_ne!(
        before.expose_secret(),
        workbench.reveal_token().unwrap().expose_secret()
    );
    let renewed = workbench.restore_and_state().await.unwrap().session.unwrap();
    assert!(renewed.expires_at > state.session.unwrap().expires_at);
}

#[tokio::test]
async fn an_expired_refresh_token_ends_the_session_at_the_next_start_and_says_why() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    drop(machine.signed_in().await);
    machine.hand.forward(TimeDelta::days(91));
    let state = machine.run().restore_and_state().await.unwrap();
    assert!(state.session.is_none());
    let notice = state
        .notices
        .iter()
        .find(|notice| notice.id == NoticeId::SessionEnded)
        .unwrap();
    assert!(notice.message.contains("AADSTS700082"), "{}", notice.message);
    assert_eq!(sealed_files(machine.folder.path()), 0);
}

#[tokio::test]
async fn without_a_session_calls_say_to_sign_in() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    workbench.use_sandbox().await.unwrap();
    for code in [
        workbench.token_report().unwrap_err().code,
        workbench.reveal_token().unwrap_err().code,
        workbench.renew_token().await.unwrap_err().code,
        workbench
            .load_alerts(everything(), |_| ())
            .await
            .unwrap_err()
            .code,
    ] {
        assert_eq!(code, ErrorCode::SignInRequired);
    }
}

struct NoKeyStore;

impl KeyStore for NoKeyStore {
    fn read(&self) -> Result<Option<zeroize::Zeroizing<[u8; 32]>>, KeyStoreError> {
        Err(KeyStoreError::Absent)
    }
    fn write(&self, _: &[u8; 32]) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Absent)
    }
    fn delete(&self) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Absent)
    }
}

#[tokio::test]
async fn without_a_key_store_the_session_stays_in_memory_and_a_notice_says_so() {
    let mut machine = Machine::new(Person::Accepts(ADMIN));
    machine.keys = Arc::new(NoKeyStore);
    let (_workbench, state) = machine.signed_in().await;
    assert_eq!(state.session.unwrap().kept_in, KeptIn::Memory);
    assert_eq!(state.notices[0].id, NoticeId::MemoryOnly);
    assert_eq!(sealed_files(machine.folder.path()), 0);
}

#[tokio::test]
async fn a_sealed_file_that_was_changed_is_set_aside_and_told() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    drop(machine.signed_in().await);
    for entry in std::fs::read_dir(machine.folder.path().join("sessions")).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = std::fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&path, bytes).unwrap();
    }
    let state = machine.run().restore_and_state().await.unwrap();
    assert!(state.session.is_none());
    let notice = state
        .notices
        .iter()
        .find(|notice| notice.id == NoticeId::SessionEnded)
        .unwrap();
    assert!(notice.message.contains("set aside"), "{}", notice.message);
}

#[tokio::test]
async fn no_file_holds_the_access_token() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, _) = machine.signed_in().await;
    let token = workbench.reveal_token().unwrap();
    load(&workbench, everything()).await;
    let mut files = 0;
    for path in all_files(machine.folder.path()) {
        let bytes = std::fs::read(&path).unwrap();
        let needle = token.expose_secret().as_bytes();
        assert!(
            !bytes.windows(needle.len()).any(|window| window == needle),
            "{}",
            path.display()
        );
        files += 1;
    }
    assert!(files >= 2, "settings and a sealed session were searched");
}

pub fn sealed_files(folder: &Path) -> usize {
    all_files(folder)
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "sealed"))
        .count()
}

pub fn all_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_files(&path))
        } else {
            found.push(path)
        }
    }
    found
}
