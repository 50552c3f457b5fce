//! Several profiles signed in at once.

use super::sealed_files;
use crate::setup::{ADMIN, ANALYST, Machine, browser, quiet};
use crate::walk::Person;
use contract::{AppStateDto, NoticeId, ProfileRequest};
use std::sync::Arc;
use workbench::Workbench;

/// Two profiles of one registration: the first signed in as the administrator, its copy, which is in use, as the
/// analyst.
async fn both_signed_in(machine: &Machine) -> (Arc<Workbench>, AppStateDto, String) {
    let (workbench, state) = machine.signed_in().await;
    let first = state.active_profile_id.unwrap();
    let request = ProfileRequest {
        profile_id: first.clone(),
    };
    let copy = workbench.duplicate_profile(request).await.unwrap();
    assert!(copy.session.is_none());
    assert_eq!(copy.sessions.len(), 1);
    machine.browser.becomes(Person::Accepts(ANALYST));
    let state = workbench.start_sign_in(browser(), quiet).await.unwrap();
    (workbench, state, first)
}

fn accounts(state: &AppStateDto) -> Vec<&str> {
    let sessions = state.sessions.iter();
    sessions.map(|session| session.username.as_str()).collect()
}

#[tokio::test]
async fn choosing_another_profile_ends_no_session() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state, first) = both_signed_in(&machine).await;
    assert_eq!(accounts(&state), [ADMIN, ANALYST]);
    assert_eq!(state.session.unwrap().username, ANALYST);
    assert_eq!(sealed_files(machine.folder.path()), 2);

    machine.browser.becomes(Person::Missing);
    let second = state.active_profile_id.unwrap();
    for (profile_id, account) in [(first.clone(), ADMIN), (second, ANALYST), (first, ADMIN)] {
        let state = workbench
            .select_profile(ProfileRequest { profile_id })
            .await
            .unwrap();
        assert_eq!(state.session.as_ref().unwrap().username, account);
        assert_eq!(accounts(&state), [ADMIN, ANALYST]);
    }
    // Signing out is for the one in use alone.
    let state = workbench.sign_out().await.unwrap();
    assert_eq!(accounts(&state), [ANALYST]);
    assert_eq!(sealed_files(machine.folder.path()), 1);
}

#[tokio::test]
async fn signing_out_everywhere_wipes_every_session_those_not_opened_among_them_and_says_what_it_cannot() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    drop(both_signed_in(&machine).await);
    let workbench = machine.run();
    let state = workbench.restore_and_state().await.unwrap();
    assert_eq!(accounts(&state), [ANALYST], "only the one in use was opened");
    assert_eq!(sealed_files(machine.folder.path()), 2);
    let state = workbench.sign_out_everywhere().await.unwrap();
    assert!(state.session.is_none() && state.sessions.is_empty());
    assert_eq!(sealed_files(machine.folder.path()), 0);
    let notice = &state.notices[0];
    assert_eq!(notice.id, NoticeId::SessionEnded);
    assert!(notice.message.contains("every profile"), "{}", notice.message);
    assert!(
        notice.hint.contains("stays valid until it ends"),
        "{}",
        notice.hint
    );
    drop(workbench);
    let state = machine.run().restore_and_state().await.unwrap();
    assert!(state.session.is_none() && state.notices.is_empty());
}
