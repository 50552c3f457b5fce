//! Polls: how often, how long, and how they end.

use std::time::Duration;

use async_trait::async_trait;
use entra::{
    DeviceProgress, DeviceSignIn, DeviceSignInError, NetworkKind, Sleeper, TokenError, UnexpectedAnswer,
    Untrusted,
};
use serde_json::{Value, json};
use test_support::{CLIENT_ID, OTHER_TENANT_ID, TENANT_ID, jwt, now};
use tokio_util::sync::CancellationToken;
use wiremock::ResponseTemplate;

use super::{after_polls, code_answer, ok, pending, refusal, run, run_at, service, tokens, with};
use crate::attempt::{ACCESS_TOKEN, app, token_answer};
use crate::double::{Skipped, raw_json, raw_server};

#[tokio::test]
async fn each_slow_down_adds_five_seconds_for_good() {
    let slow_down = || refusal("slow_down", 50_196);
    let polls = [
        pending(),
        slow_down(),
        pending(),
        slow_down(),
        pending(),
        ok(&tokens()),
    ];
    let run = after_polls(polls).await;
    assert_eq!(run.pauses, [5, 5, 10, 10, 15, 15]);
    run.result.unwrap();
}

#[tokio::test]
async fn answers_that_end_the_wait_have_their_own_case_and_keep_the_error() {
    type Expected = fn(&DeviceSignInError) -> bool;
    let cases: [(&str, u32, Expected); 8] = [
        ("authorization_declined", 70_018, |e| {
            matches!(e, DeviceSignInError::Declined(_))
        }),
        ("access_denied", 53_003, |e| {
            matches!(e, DeviceSignInError::Declined(_))
        }),
        ("expired_token", 70_019, |e| {
            matches!(e, DeviceSignInError::Expired(Some(_)))
        }),
        ("code_expired", 70_019, |e| {
            matches!(e, DeviceSignInError::Expired(Some(_)))
        }),
        ("bad_verification_code", 70_018, |e| {
            matches!(e, DeviceSignInError::BadCode(_))
        }),
        ("invalid_client", 7_000_218, |e| {
            matches!(e, DeviceSignInError::Refused(_))
        }),
        ("invalid_grant", 53_003, |e| {
            matches!(e, DeviceSignInError::Refused(_))
        }),
        ("interaction_required", 50_076, |e| {
            matches!(e, DeviceSignInError::Refused(_))
        }),
    ];
    for (error, number, expected) in cases {
        let run = after_polls([pending(), refusal(error, number)]).await;
        assert_eq!(run.polls(), 2, "{error}");
        let failure = run.error();
        assert!(expected(&failure), "{failure:?}");
        let entra = failure.entra().unwrap();
        assert_eq!((entra.error.as_str(), entra.aadsts), (error, Some(number)));
        assert_eq!(entra.correlation_id.as_deref(), Some("c"));
        assert!(
            !failure.to_string().ends_with('.'),
            "the caller builds a sentence: {failure}"
        );
    }
}

#[tokio::test]
async fn an_error_with_a_status_of_success_means_the_same_to_a_poll() {
    let ok = |error: &str| ResponseTemplate::new(200).set_body_json(json!({"error": error}));
    let run = after_polls([ok("authorization_pending"), ok("slow_down"), ok("expired_token")]).await;
    assert_eq!(run.pauses, [5, 5, 10]);
    assert!(matches!(run.error(), DeviceSignInError::Expired(Some(_))));
}

#[tokio::test]
async fn polling_ends_with_the_codes_life_by_the_local_clock() {
    let run = run(&with("expires_in", json!(22)), [pending()]).await;
    assert_eq!(run.pauses, [5, 5, 5, 5, 2], "the last pause is cut short");
    assert_eq!(run.polls(), 4, "and nothing is asked after it");
    let error = run.error();
    assert!(matches!(error, DeviceSignInError::Expired(None)), "{error:?}");
    assert!(error.entra().is_none());
}

#[tokio::test]
async fn a_code_that_is_over_at_once_is_never_polled_for() {
    let run = run(&with("expires_in", json!("0")), [ok(&tokens())]).await;
    assert_eq!((run.polls(), run.pauses.as_slice()), (0, &[0][..]));
    assert!(matches!(run.error(), DeviceSignInError::Expired(None)));
}

#[tokio::test]
async fn connections_that_break_are_borne_with_growing_pauses() {
    let broken = String::new;
    let pending = || raw_json(&json!({"error": "authorization_pending"}));
    let address = raw_server([
        raw_json(&code_answer()),
        broken(),
        broken(),
        broken(),
        pending(),
        broken(),
        raw_json(&tokens()),
    ])
    .await;
    let http = entra::loopback_http_client().unwrap();
    let run = run_at(&format!("http://{address}"), &http, None).await;
    assert_eq!(
        run.pauses,
        [5, 10, 20, 40, 5, 10],
        "an answer brings the interval back"
    );
    run.result.unwrap();
}

#[tokio::test]
async fn connections_that_keep_breaking_end_it() {
    let address = raw_server([raw_json(&code_answer()), String::new()]).await;
    let http = entra::loopback_http_client().unwrap();
    let run = run_at(&format!("http://{address}"), &http, None).await;
    assert_eq!(run.pauses, [5, 10, 20, 40, 60, 60]);
    let error = run.error();
    let DeviceSignInError::Token(TokenError::Network(network)) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(network.kind, NetworkKind::Connect);
}

#[tokio::test]
async fn polls_that_are_not_answered_in_time_are_borne() {
    let late = ResponseTemplate::new(200).set_delay(Duration::from_secs(60));
    let server = service(ok(&code_answer()), [late, ok(&tokens())]).await;
    let http = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let run = run_at(&server.uri(), &http, None).await;
    assert_eq!(run.pauses, [5, 10]);
    run.result.unwrap();
}

#[tokio::test]
async fn faults_of_the_service_and_answers_of_others_are_borne_too() {
    let cut_off = ResponseTemplate::new(502).set_body_string("{\"error\": \"serv");
    let polls = [
        refusal("temporarily_unavailable", 90_033),
        ResponseTemplate::new(200).set_body_raw("<!doctype html><title>Sign in</title>", "text/html"),
        ResponseTemplate::new(503),
        cut_off,
        ResponseTemplate::new(302).insert_header("location", "https://login.example/"),
    ];
    let run =
        after_polls(
            polls
                .into_iter()
                .chain([pending(), refusal("server_error", 90_033), ok(&tokens())]),
        )
        .await;
    assert_eq!(run.pauses, [5, 10, 20, 40, 60, 60, 5, 10]);
    run.result.unwrap();
}

#[tokio::test]
async fn a_service_that_asks_to_stay_away_is_obeyed_as_long_as_the_code_lives() {
    let busy = |seconds: &str| ResponseTemplate::new(429).insert_header("retry-after", seconds);
    let run = after_polls([busy("30"), busy("2"), busy("3600")]).await;
    assert_eq!(run.pauses, [5, 30, 5, 860], "never sooner than the interval");
    assert!(matches!(run.error(), DeviceSignInError::Expired(None)));
}

#[tokio::test]
async fn tokens_that_cannot_be_used_end_it_since_a_code_brings_them_once() {
    let mut incomplete = tokens();
    incomplete["expires_in"] = json!(null);
    let cut_off = tokens().to_string();
    let cut_off = cut_off.trim_end_matches('}');
    for (answer, expected) in [
        (
            ok(&incomplete),
            UnexpectedAnswer::Incomplete {
                field: "expires_in".to_owned(),
            },
        ),
        (
            ResponseTemplate::new(200).set_body_string(cut_off),
            UnexpectedAnswer::CutOff { status: 200 },
        ),
        (
            ResponseTemplate::new(200).set_body_bytes(vec![b' '; 600 * 1024]),
            UnexpectedAnswer::TooLarge,
        ),
    ] {
        let run = after_polls([answer]).await;
        assert_eq!(run.polls(), 1);
        let error = run.error();
        assert!(!format!("{error:?}").contains(ACCESS_TOKEN), "{error:?}");
        match error {
            DeviceSignInError::Token(TokenError::Unexpected(what)) => assert_eq!(what, expected),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn an_id_token_must_be_there_and_be_this_apps() {
    let with = |claims: Value| {
        let mut answer = token_answer();
        answer["id_token"] = json!(jwt(&json!({}), &claims));
        answer
    };
    let tenant = Untrusted::Tenant {
        asked: TENANT_ID.to_owned(),
        got: OTHER_TENANT_ID.to_owned(),
    };
    for (answer, expected) in [
        (token_answer(), Untrusted::NoIdToken),
        (
            with(json!({"aud": CLIENT_ID, "tid": OTHER_TENANT_ID, "oid": "x"})),
            tenant,
        ),
        (
            with(json!({"aud": "x", "tid": TENANT_ID, "oid": "x"})),
            Untrusted::Audience,
        ),
        (with(json!({"aud": CLIENT_ID})), Untrusted::Unreadable),
    ] {
        match after_polls([ok(&answer)]).await.error() {
            DeviceSignInError::Untrusted(what) => assert_eq!(what, expected),
            other => panic!("{other:?}"),
        }
    }
}

/// Never returns, and says when it was asked to.
struct Endless(tokio::sync::Notify);

#[async_trait]
impl Sleeper for Endless {
    async fn sleep(&self, _: Duration) {
        self.0.notify_one();
        std::future::pending().await
    }
}

#[tokio::test]
async fn cancelling_ends_the_wait_between_polls() {
    let server = service(ok(&code_answer()), [pending()]).await;
    let (http, app) = (entra::loopback_http_client().unwrap(), app(&server.uri()));
    let sleeper = Endless(tokio::sync::Notify::new());
    let sign_in = DeviceSignIn {
        http: &http,
        app: &app,
        clock: &now,
        sleeper: &sleeper,
        claims: None,
    };
    let cancel = CancellationToken::new();
    let (result, ()) = tokio::join!(sign_in.run(cancel.clone(), &|_| ()), async {
        sleeper.0.notified().await;
        cancel.cancel();
    });
    assert!(matches!(result, Err(DeviceSignInError::Cancelled)));
}

#[tokio::test]
async fn cancelling_ends_a_poll_that_hangs() {
    let hanging = ResponseTemplate::new(200).set_delay(Duration::from_secs(60));
    let server = service(ok(&code_answer()), [hanging]).await;
    let (http, app) = (entra::loopback_http_client().unwrap(), app(&server.uri()));
    let cancel = CancellationToken::new();
    let sign_in = DeviceSignIn {
        http: &http,
        app: &app,
        clock: &now,
        sleeper: &Skipped::default(),
        claims: None,
    };
    let on_progress = |step| {
        if step == DeviceProgress::Polling {
            cancel.cancel();
        }
    };
    let result = sign_in.run(cancel.clone(), &on_progress).await;
    assert!(matches!(result, Err(DeviceSignInError::Cancelled)));
}
