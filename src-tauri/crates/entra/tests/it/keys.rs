//! What the addresses of a tenant's keys may answer, and how often they are asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use chrono::TimeDelta;
use entra::keys::{KeyCache, KeysError, TenantKeys, TokenVersion};
use entra::{Authority, NetworkKind, UnexpectedAnswer};
use serde_json::{Value, json};
use test_support::{FixedClock, TENANT_ID, now};
use url::Url;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const METADATA_V1: &str = "/11111111-1111-4111-8111-111111111111/.well-known/openid-configuration";
const METADATA_V2: &str = "/11111111-1111-4111-8111-111111111111/v2.0/.well-known/openid-configuration";
const KEYS_V1: &str = "/common/discovery/keys";
const KEYS_V2: &str = "/common/discovery/v2.0/keys";

type Found = Result<Arc<TenantKeys>, Arc<KeysError>>;

/// A sign-in service, a cache, and a clock that the test moves.
struct World {
    server: MockServer,
    cache: KeyCache,
    clock: FixedClock,
    http: reqwest::Client,
    /// wiremock prefers lower numbers, and earlier ones among equals. Each answer gets the next lower one.
    priority: AtomicU8,
}

impl World {
    async fn empty() -> Self {
        Self {
            server: MockServer::start().await,
            cache: KeyCache::default(),
            clock: FixedClock::default(),
            http: entra::loopback_http_client().unwrap(),
            priority: AtomicU8::new(u8::MAX),
        }
    }

    /// With the tenant's metadata and one key, `fixture-key-1`.
    async fn usual() -> Self {
        let world = Self::empty().await;
        for (address, issuer, keys) in [
            (
                METADATA_V1,
                format!("https://sts.windows.net/{TENANT_ID}/"),
                KEYS_V1,
            ),
            (
                METADATA_V2,
                format!("{}/{TENANT_ID}/v2.0", world.server.uri()),
                KEYS_V2,
            ),
        ] {
            let jwks_uri = format!("{}{keys}", world.server.uri());
            world
                .answers(address, json!({"issuer": issuer, "jwks_uri": jwks_uri}))
                .await;
        }
        world.publishes(&["fixture-key-1"]).await;
        world
    }

    async fn answers(&self, address: &str, document: Value) {
        self.answers_with(address, ResponseTemplate::new(200).set_body_json(document))
            .await;
    }

    /// Replaces what is answered at an address.
    async fn answers_with(&self, address: &str, answer: ResponseTemplate) {
        Mock::given(method("GET"))
            .and(path(address))
            .and(header("accept", "application/json"))
            .respond_with(answer)
            .with_priority(self.priority.fetch_sub(1, Ordering::SeqCst))
            .mount(&self.server)
            .await;
    }

    async fn publishes(&self, names: &[&str]) {
        let keys: Vec<Value> = names.iter().map(|name| key(name)).collect();
        self.answers(KEYS_V1, json!({ "keys": keys })).await;
        self.answers(KEYS_V2, json!({ "keys": keys })).await;
    }

    fn authority(&self, tenant: &str) -> Authority {
        Authority::new(Url::parse(&self.server.uri()).unwrap(), tenant).unwrap()
    }

    async fn asked(&self, version: TokenVersion, kid: Option<&str>) -> Found {
        self.asked_by(&self.http, version, kid).await
    }

    async fn asked_by(&self, http: &reqwest::Client, version: TokenVersion, kid: Option<&str>) -> Found {
        let clock = self.clock.clone();
        self.cache
            .keys(http, &self.authority(TENANT_ID), version, kid, &move || {
                clock.read()
            })
            .await
    }

    async fn v1(&self, kid: &str) -> Found {
        self.asked(TokenVersion::V1, Some(kid)).await
    }

    /// Paths of the requests so far.
    async fn requests(&self) -> Vec<String> {
        let requests = self.server.received_requests().await.unwrap();
        requests
            .iter()
            .map(|request| request.url.path().to_owned())
            .collect()
    }

    /// How many key sets were fetched so far.
    async fn fetches(&self) -> usize {
        let requests = self.requests().await;
        requests.iter().filter(|path| path.ends_with("/keys")).count()
    }
}

/// Of the form of an RSA key of 2048 bits.
fn key(name: &str) -> Value {
    json!({"kty": "RSA", "use": "sig", "kid": name, "x5t": name, "n": "fixture-".repeat(43), "e": "AQAB"})
}

#[tokio::test]
async fn keys_are_fetched_once_and_serve_a_day() {
    let world = World::usual().await;
    let keys = world.v1("fixture-key-1").await.unwrap();
    assert_eq!(keys.issuer, format!("https://sts.windows.net/{TENANT_ID}/"));
    assert_eq!(keys.keys.len(), 1);
    assert_eq!(keys.keys[0].kid, "fixture-key-1");
    assert_eq!(keys.keys[0].n, "fixture-".repeat(43));
    assert_eq!(keys.keys[0].e, "AQAB");
    assert_eq!(keys.fetched_at, now());
    assert_eq!(world.requests().await, [METADATA_V1, KEYS_V1]);

    world.clock.advance(TimeDelta::days(1) - TimeDelta::seconds(1));
    assert_eq!(world.v1("fixture-key-1").await.unwrap(), keys);
    assert!(world.asked(TokenVersion::V1, None).await.is_ok());
    assert_eq!(world.requests().await.len(), 2);

    world.clock.advance(TimeDelta::seconds(1));
    let later = world.v1("fixture-key-1").await.unwrap();
    assert_eq!(later.fetched_at, world.clock.read());
    assert_eq!(world.requests().await.len(), 4);
}

#[tokio::test]
async fn each_version_has_its_own_metadata_and_issuer() {
    let world = World::usual().await;
    world.v1("fixture-key-1").await.unwrap();
    let keys = world.asked(TokenVersion::V2, None).await.unwrap();
    assert_eq!(keys.issuer, format!("{}/{TENANT_ID}/v2.0", world.server.uri()));
    assert_eq!(
        world.requests().await,
        [METADATA_V1, KEYS_V1, METADATA_V2, KEYS_V2]
    );
}

#[tokio::test]
async fn an_unknown_key_has_them_fetched_again_but_not_within_five_minutes() {
    let world = World::usual().await;
    world.v1("fixture-key-1").await.unwrap();
    world.publishes(&["fixture-key-1", "fixture-key-2"]).await;

    world.clock.advance(TimeDelta::minutes(5) - TimeDelta::seconds(1));
    assert!(!world.v1("fixture-key-2").await.unwrap().has("fixture-key-2"));
    assert_eq!(world.fetches().await, 1, "they were fetched a moment ago");

    world.clock.advance(TimeDelta::seconds(1));
    assert!(world.v1("fixture-key-2").await.unwrap().has("fixture-key-2"));
    assert_eq!(world.fetches().await, 2);

    for invented in ["fixture-a", "fixture-b", "fixture-c"] {
        assert!(!world.v1(invented).await.unwrap().has(invented));
    }
    assert_eq!(world.fetches().await, 2, "names that nobody published ask nobody");
    world.clock.advance(TimeDelta::minutes(5));
    assert!(!world.v1("fixture-a").await.unwrap().has("fixture-a"));
    assert_eq!(world.fetches().await, 3);
}

#[tokio::test]
async fn callers_at_one_time_share_one_request() {
    let world = World::usual().await;
    let (a, b, c, d) = tokio::join!(
        world.v1("fixture-key-1"),
        world.v1("fixture-key-1"),
        world.v1("fixture-unknown"),
        world.asked(TokenVersion::V1, None),
    );
    let first = a.unwrap();
    for keys in [b, c, d] {
        assert!(Arc::ptr_eq(&first, &keys.unwrap()));
    }
    assert_eq!(world.requests().await.len(), 2);
}

#[tokio::test]
async fn callers_at_one_time_share_a_failure() {
    let world = World::empty().await;
    world.answers_with(METADATA_V1, ResponseTemplate::new(503)).await;
    let (a, b, c) = tokio::join!(world.v1("x"), world.v1("x"), world.v1("y"));
    let first = a.unwrap_err();
    for failure in [b, c] {
        assert!(Arc::ptr_eq(&first, &failure.unwrap_err()));
    }
    assert_eq!(world.requests().await, [METADATA_V1]);
}

#[tokio::test]
async fn who_finds_the_key_does_not_wait_for_who_asks() {
    let world = World::usual().await;
    world.v1("fixture-key-1").await.unwrap();
    world.clock.advance(TimeDelta::minutes(5));
    // Nobody accepts, so this caller asks for as long as the test lasts.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = through(listener.local_addr().unwrap());
    tokio::select! {
        biased;
        _ = world.asked_by(&silent, TokenVersion::V1, Some("fixture-unknown")) => panic!("the service is silent"),
        found = world.v1("fixture-key-1") => assert!(found.unwrap().has("fixture-key-1")),
    }
    // The caller who asked has left; the next one is not held up.
    assert!(world.v1("fixture-unknown").await.is_ok());
    assert_eq!(world.fetches().await, 2);
}

/// A client that sends everything to `proxy`.
fn through(proxy: std::net::SocketAddr) -> reqwest::Client {
    let proxy = reqwest::Proxy::all(format!("http://{proxy}")).unwrap();
    reqwest::Client::builder().proxy(proxy).build().unwrap()
}

#[tokio::test]
async fn a_service_that_was_not_reached_is_asked_again_at_once() {
    let world = World::usual().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let failure = world
        .asked_by(&through(closed), TokenVersion::V1, None)
        .await
        .unwrap_err();
    match failure.as_ref() {
        KeysError::Network(error) => assert_eq!(error.kind, NetworkKind::Connect),
        other => panic!("{other:?}"),
    }
    assert!(world.asked(TokenVersion::V1, None).await.is_ok());
}

#[tokio::test]
async fn an_answer_that_was_no_use_is_repeated_for_five_minutes() {
    let world = World::usual().await;
    world
        .answers_with(
            METADATA_V1,
            ResponseTemplate::new(400).set_body_json(json!({
                "error": "invalid_tenant",
                "error_description": "AADSTS90002: Tenant not found. Trace ID: t",
                "error_codes": [90_002],
            })),
        )
        .await;
    let first = world.v1("fixture-key-1").await.unwrap_err();
    match first.as_ref() {
        KeysError::Refused(error) => assert_eq!(error.aadsts, Some(90_002)),
        other => panic!("{other:?}"),
    }
    world.clock.advance(TimeDelta::minutes(4));
    assert!(Arc::ptr_eq(&first, &world.v1("fixture-key-1").await.unwrap_err()));
    assert_eq!(world.requests().await.len(), 1);
    world.clock.advance(TimeDelta::minutes(1));
    assert!(world.v1("fixture-key-1").await.is_err());
    assert_eq!(world.requests().await.len(), 2);
}

#[tokio::test]
async fn a_failed_refresh_leaves_the_known_keys_in_use_until_their_day_is_over() {
    let world = World::usual().await;
    world.v1("fixture-key-1").await.unwrap();
    world.answers_with(KEYS_V1, ResponseTemplate::new(500)).await;
    world.clock.advance(TimeDelta::hours(1));
    let failure = world.v1("fixture-key-2").await.unwrap_err();
    assert!(matches!(
        *failure,
        KeysError::Unexpected(UnexpectedAnswer::Empty { status: 500 })
    ));
    assert!(world.v1("fixture-key-1").await.is_ok());
    world.clock.advance(TimeDelta::days(1));
    assert!(
        world.v1("fixture-key-1").await.is_err(),
        "a withdrawn key must not count for ever"
    );
}

#[tokio::test]
async fn a_clock_that_was_set_back_makes_known_keys_count_no_longer() {
    let world = World::usual().await;
    world.clock.advance(TimeDelta::days(365));
    world.v1("fixture-key-1").await.unwrap();
    world.clock.advance(TimeDelta::days(-365));
    assert_eq!(world.v1("fixture-key-1").await.unwrap().fetched_at, now());
    assert_eq!(world.fetches().await, 2);
}

#[tokio::test]
async fn keys_outside_the_sign_in_service_are_not_fetched() {
    let elsewhere = MockServer::start().await;
    for jwks_uri in [
        format!("{}{KEYS_V1}", elsewhere.uri()),
        "http://keys.example/".to_owned(),
    ] {
        let world = World::usual().await;
        world
            .answers(
                METADATA_V1,
                json!({"issuer": "https://sts.windows.net/x/", "jwks_uri": jwks_uri}),
            )
            .await;
        let failure = world.v1("fixture-key-1").await.unwrap_err();
        assert!(matches!(*failure, KeysError::Elsewhere), "{failure:?}");
        assert_eq!(world.requests().await, [METADATA_V1]);
    }
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_else_may_stand_at_the_addresses_is_told_apart() {
    let html =
        || ResponseTemplate::new(200).set_body_raw("<!doctype html><title>Network</title>", "text/html");
    let incomplete = |field: &str| UnexpectedAnswer::Incomplete {
        field: field.to_owned(),
    };
    for (address, answer, expected) in [
        (METADATA_V1, html(), UnexpectedAnswer::Html { status: 200 }),
        (KEYS_V1, html(), UnexpectedAnswer::Html { status: 200 }),
        (
            METADATA_V1,
            ResponseTemplate::new(200).set_body_json(json!({"hello": "world"})),
            UnexpectedAnswer::OtherJson { status: 200 },
        ),
        (
            METADATA_V1,
            ResponseTemplate::new(200).set_body_json(json!({"issuer": "https://sts.windows.net/x/"})),
            incomplete("jwks_uri"),
        ),
        (
            KEYS_V1,
            ResponseTemplate::new(200).set_body_json(json!({"hello": "world"})),
            incomplete("keys"),
        ),
        (
            KEYS_V1,
            ResponseTemplate::new(200).set_body_json(json!({"keys": {}})),
            incomplete("keys"),
        ),
        (
            KEYS_V1,
            ResponseTemplate::new(404).set_body_json(json!({"keys": []})),
            UnexpectedAnswer::OtherJson { status: 404 },
        ),
        (
            KEYS_V1,
            ResponseTemplate::new(302).insert_header("location", "https://login.example/"),
            UnexpectedAnswer::Redirect { status: 302 },
        ),
        (
            KEYS_V1,
            ResponseTemplate::new(200).set_body_string("{\"keys\": ["),
            UnexpectedAnswer::CutOff { status: 200 },
        ),
        (
            KEYS_V1,
            ResponseTemplate::new(200).set_body_bytes(vec![b' '; 600 * 1024]),
            UnexpectedAnswer::TooLarge,
        ),
    ] {
        let world = World::usual().await;
        world.answers_with(address, answer).await;
        let failure = world.v1("fixture-key-1").await.unwrap_err();
        match failure.as_ref() {
            KeysError::Unexpected(what) => assert_eq!(*what, expected),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn an_error_with_a_status_of_success_is_no_key_set() {
    let world = World::usual().await;
    world.answers(KEYS_V1, json!({"error": "server_error"})).await;
    let failure = world.v1("fixture-key-1").await.unwrap_err();
    assert!(matches!(
        *failure,
        KeysError::Unexpected(UnexpectedAnswer::ErrorInSuccess { status: 200, .. })
    ));
}

#[tokio::test]
async fn a_set_without_usable_keys_and_one_with_too_many_are_refused() {
    let world = World::usual().await;
    world
        .answers(
            KEYS_V1,
            json!({"keys": [{"kty": "EC", "use": "sig", "kid": "fixture"}]}),
        )
        .await;
    assert!(matches!(
        *world.v1("fixture").await.unwrap_err(),
        KeysError::NoKeys
    ));

    let world = World::usual().await;
    let many: Vec<Value> = (0..101).map(|number| key(&format!("fixture-{number}"))).collect();
    world.answers(KEYS_V1, json!({ "keys": many })).await;
    assert!(matches!(
        *world.v1("fixture-1").await.unwrap_err(),
        KeysError::TooMany { found: 101 }
    ));
}

#[tokio::test]
async fn the_cache_keeps_to_a_bound_and_forgets_what_was_unused_for_longest() {
    let world = World::empty().await;
    let jwks_uri = format!("{}{KEYS_V1}", world.server.uri());
    let document = json!({"issuer": "https://sts.windows.net/x/", "jwks_uri": jwks_uri});
    Mock::given(method("GET"))
        .and(wiremock::matchers::path_regex("openid-configuration$"))
        .respond_with(ResponseTemplate::new(200).set_body_json(document))
        .mount(&world.server)
        .await;
    world.publishes(&["fixture-key-1"]).await;
    let ask = async |number: usize| {
        let authority = world.authority(&format!("t{number}.example"));
        let found = world
            .cache
            .keys(&world.http, &authority, TokenVersion::V1, None, &now)
            .await;
        found.unwrap();
    };
    for number in 0..32 {
        ask(number).await;
    }
    ask(0).await;
    assert_eq!(world.fetches().await, 32);
    ask(32).await;
    ask(0).await;
    assert_eq!(world.fetches().await, 33, "the first was used a moment ago");
    ask(1).await;
    assert_eq!(world.fetches().await, 34);
}
