//! Signing in with a device code.

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use entra::{DeviceProgress, DeviceSignIn, DeviceSignInError, Sleeper, Tokens};
use test_support::now;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::assert_signed_in;
use crate::person::{Decision, End, enter_code};
use crate::provider::Provider;

/// Lets the first poll go before the code was entered; the person enters it before the second one.
struct BetweenPolls {
    decision: Decision,
    issued: Mutex<Option<(Url, String)>>,
    pauses: Mutex<Vec<Duration>>,
    end: Mutex<Option<End>>,
}

#[async_trait]
impl Sleeper for BetweenPolls {
    async fn sleep(&self, pause: Duration) {
        let nth = {
            let mut pauses = self.pauses.lock().unwrap();
            pauses.push(pause);
            pauses.len()
        };
        if nth == 2 {
            let (address, code) = self.issued.lock().unwrap().take().expect("a code was issued");
            let end = enter_code(address, &code, self.decision).await;
            *self.end.lock().unwrap() = Some(end);
        }
    }
}

/// What came of it, and the last page the person saw.
async fn sign_in(decision: Decision) -> (Result<Tokens, DeviceSignInError>, String) {
    let provider = Provider::start().await;
    let between = BetweenPolls {
        decision,
        issued: Mutex::default(),
        pauses: Mutex::default(),
        end: Mutex::default(),
    };
    let sign_in = DeviceSignIn {
        http: &entra::loopback_http_client().unwrap(),
        app: &provider.app(),
        clock: &now,
        sleeper: &between,
        claims: None,
    };
    let result = Box::pin(sign_in.run(CancellationToken::new(), &|progress| {
        if let DeviceProgress::CodeIssued {
            user_code,
            verification_uri,
            ..
        } = progress
        {
            *between.issued.lock().unwrap() = Some((verification_uri, user_code));
        }
    }))
    .await;
    // One answer was `authorization_pending`. The provider names no interval, so RFC 8628 §3.2 says five seconds.
    assert_eq!(*between.pauses.lock().unwrap(), [Duration::from_secs(5); 2]);
    let Some(End::Page(page)) = between.end.lock().unwrap().take() else {
        panic!("the pages end on the other device")
    };
    (result, page)
}

#[tokio::test]
async fn a_device_code_brings_tokens_once_it_was_entered() {
    let (result, page) = sign_in(Decision::Accepts).await;
    assert_signed_in(&result.unwrap());
    assert!(page.contains("Sign-in Success"), "{page}");
}

#[tokio::test]
async fn a_declined_device_code_is_reported_as_declined() {
    let (result, page) = sign_in(Decision::Declines).await;
    let error = result.unwrap_err();
    assert!(matches!(error, DeviceSignInError::Declined(_)), "{error:?}");
    assert!(page.contains("interrupted"), "{page}");
}
