//! Probing servers of every sort on loopback.

mod servers;

use super::proxy::SetBy;
use super::regions::RegionMeasure;
use super::*;
use hyper_util::client::proxy::matcher::Matcher;
use servers::{Authority, Server, answer, silent, trusting};
use std::collections::VecDeque;
use std::sync::Mutex;

/// Long enough for a busy machine; no test waits for it.
const PATIENT: TimeOuts = TimeOuts {
    connect: Duration::from_secs(60),
    request: Duration::from_secs(60),
};
/// For tests in which the time runs out.
const IMPATIENT: TimeOuts = TimeOuts {
    connect: Duration::from_secs(60),
    request: Duration::from_millis(20),
};

fn now() -> DateTime<Utc> {
    test_support::now()
}

fn prober_with(
    builder: reqwest::ClientBuilder,
    proxies: Option<ProxyRules>,
    authority: &Authority,
    time_outs: TimeOuts,
    stopwatch: Stopwatch,
) -> Prober {
    Prober::with(
        builder,
        proxies,
        trusting(authority),
        time_outs,
        Arc::new(now),
        stopwatch,
    )
    .unwrap()
}

/// A prober that goes directly and trusts one authority.
fn prober(authority: &Authority) -> Prober {
    prober_with(
        reqwest::Client::builder().no_proxy(),
        None,
        authority,
        PATIENT,
        stopwatch(),
    )
}

fn plain_prober() -> Prober {
    prober(&Authority::new("Example CA", None))
}

/// A stopwatch that shows these milliseconds one after the other.
fn scripted(times: &[u64]) -> Stopwatch {
    let times = Mutex::new(times.iter().copied().collect::<VecDeque<_>>());
    Arc::new(move || Duration::from_millis(times.lock().unwrap().pop_front().unwrap_or_default()))
}

async fn probed(prober: &Prober, url: &Url) -> Probe {
    prober.probe(url, &CancellationToken::new()).await
}

#[track_caller]
fn reached(probe: Probe) -> Reached {
    match probe.outcome {
        Outcome::Reached(reached) => reached,
        Outcome::Failed(failure) => panic!("{failure}"),
    }
}

#[track_caller]
fn failed(probe: Probe) -> Failure {
    match probe.outcome {
        Outcome::Failed(failure) => failure,
        Outcome::Reached(reached) => panic!("{reached:?}"),
    }
}

fn date(offset: TimeDelta) -> String {
    format!(
        "Date: {}\r\n",
        (now() + offset).format("%a, %d %b %Y %H:%M:%S GMT")
    )
}

#[tokio::test]
async fn latency_is_the_best_of_three_requests_on_one_connection() {
    let server = Server::plain(answer(401, &date(TimeDelta::seconds(1_200)), "{}")).await;
    let http = reqwest::Client::builder().no_proxy();
    let authority = Authority::new("Example CA", None);
    // The first request also makes the connection: 90 ms. Then 20 ms and 35 ms.
    let prober = prober_with(
        http,
        None,
        &authority,
        PATIENT,
        scripted(&[0, 90, 100, 120, 130, 165]),
    );
    let probe = probed(&prober, &server.url).await;
    assert_eq!(probe.url, server.url);
    assert_eq!(probe.host(), format!("127.0.0.1:{}", server.url.port().unwrap()));
    assert_eq!(probe.proxy, None);
    assert_eq!(
        reached(probe),
        Reached {
            status: 401,
            latency: Duration::from_millis(20),
            // The service's clock was read half the latency before the local one.
            clock_offset: Some(TimeDelta::seconds(1_200) + TimeDelta::milliseconds(10)),
            certificate: None,
            web_page: false,
            redirect_host: None,
        }
    );
    assert_eq!((server.connections(), server.requests()), (1, 3));
}

#[tokio::test]
async fn a_clock_is_compared_only_with_a_date_that_is_fresh() {
    for head in [
        String::new(),
        date(TimeDelta::zero()) + "Age: 60\r\n",
        "Date: yesterday\r\n".to_owned(),
    ] {
        let server = Server::plain(answer(200, &head, "{}")).await;
        let reached = reached(probed(&plain_prober(), &server.url).await);
        assert_eq!(reached.clock_offset, None, "{head}");
    }
}

#[tokio::test]
async fn web_pages_and_redirects_are_noticed_and_not_followed() {
    let page = Server::plain(answer(
        200,
        "Content-Type: Text/HTML; charset=utf-8\r\n",
        "<html>",
    ))
    .await;
    assert!(reached(probed(&plain_prober(), &page.url).await).web_page);
    let elsewhere = Server::plain(answer(200, "", "{}")).await;
    let head = format!(
        "Location: http://localhost:{}/a?b\r\n",
        elsewhere.url.port().unwrap()
    );
    let redirect = Server::plain(answer(302, &head, "")).await;
    let found = reached(probed(&plain_prober(), &redirect.url).await);
    assert_eq!(
        (found.status, found.redirect_host.as_deref()),
        (302, Some("localhost"))
    );
    assert_eq!(elsewhere.requests(), 0);
}

#[tokio::test]
async fn a_long_answer_is_not_read_to_its_end() {
    let server = Server::plain(answer(200, "", &"x".repeat(4 * LARGEST_ANSWER))).await;
    assert_eq!(reached(probed(&plain_prober(), &server.url).await).status, 200);
}

#[tokio::test]
async fn one_answer_is_enough() {
    let server = Server::once(answer(200, "Connection: close\r\n", "{}")).await;
    assert_eq!(reached(probed(&plain_prober(), &server.url).await).status, 200);
}

#[tokio::test]
async fn a_port_nobody_listens_on_refuses() {
    let failure = failed(probed(&plain_prober(), &servers::nobody().await).await);
    assert_eq!(failure.kind, FailureKind::Refused);
    assert_eq!(failure.to_string(), "the connection to it was refused");
}

#[tokio::test]
async fn a_silent_server_is_a_time_out() {
    let (listener, url) = silent().await;
    let http = reqwest::Client::builder().no_proxy();
    let authority = Authority::new("Example CA", None);
    let prober = prober_with(http, None, &authority, IMPATIENT, stopwatch());
    assert_eq!(failed(probed(&prober, &url).await).kind, FailureKind::TimedOut);
    drop(listener);
}

#[tokio::test]
async fn a_connection_that_breaks_is_told_from_one_that_is_not_made() {
    let server = Server::plain(String::new()).await;
    assert_eq!(
        failed(probed(&plain_prober(), &server.url).await).kind,
        FailureKind::CutOff
    );
}

struct NoNames;

impl reqwest::dns::Resolve for NoNames {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async { Err::<reqwest::dns::Addrs, _>("no such name".into()) })
    }
}

#[tokio::test]
async fn a_name_without_an_address_is_a_failure_of_dns() {
    let authority = Authority::new("Example CA", None);
    let http = || {
        reqwest::Client::builder()
            .no_proxy()
            .dns_resolver(Arc::new(NoNames))
    };
    let url = Url::parse("https://login.example/").unwrap();
    let direct = prober_with(http(), None, &authority, PATIENT, stopwatch());
    let failure = failed(probed(&direct, &url).await);
    assert_eq!(failure.kind, FailureKind::Dns);
    assert_eq!(failure.to_string(), "its name could not be resolved");
    let (http, rules) = through("http://proxy.example:8080", http());
    let proxied = prober_with(http, rules, &authority, PATIENT, stopwatch());
    let failure = failed(probed(&proxied, &url).await);
    assert_eq!(failure.kind, FailureKind::Dns);
    assert_eq!(failure.to_string(), "the proxy's name could not be resolved");
}

#[tokio::test]
async fn a_cancelled_probe_ends_at_once() {
    let (_listener, url) = silent().await;
    let cancel = CancellationToken::new();
    cancel.cancel();
    let probe = plain_prober().probe(&url, &cancel).await;
    assert_eq!(failed(probe).kind, FailureKind::Cancelled);
}

#[tokio::test]
async fn the_certificates_issuer_is_named_and_a_strange_one_inspects() {
    for (name, organisation, inspects) in [
        ("Example Proxy CA", Some("Example Security"), true),
        ("Microsoft Azure RSA TLS Issuing CA 99 (test)", None, false),
    ] {
        let authority = Authority::new(name, organisation);
        let server = Server::tls(authority.usual(), answer(200, "", "{}")).await;
        let found = reached(probed(&prober(&authority), &server.url).await);
        let issuer = match organisation {
            Some(organisation) => format!("{name}, {organisation}"),
            None => name.to_owned(),
        };
        assert_eq!(found.certificate.as_ref().unwrap().issuer, issuer);
        assert_eq!(found.inspected_by(), inspects.then_some(issuer.as_str()));
        assert_eq!((server.connections(), server.requests()), (1, 3));
    }
}

#[tokio::test]
async fn an_untrusted_issuer_is_named() {
    let stranger = Authority::new("Example Proxy CA", None);
    let server = Server::tls(stranger.usual(), answer(200, "", "{}")).await;
    let own = prober(&Authority::new("Example CA", None));
    let by_the_system = Prober::new(Way::Loopback, Arc::new(now), stopwatch()).unwrap();
    for prober in [own, by_the_system] {
        let failure = failed(probed(&prober, &server.url).await);
        assert_eq!(failure.kind, FailureKind::Tls(TlsFault::Untrusted));
        assert_eq!(
            failure.to_string(),
            "its certificate is not trusted by this system; it was issued by Example Proxy CA"
        );
    }
    assert_eq!(server.requests(), 0, "nothing was sent");
}

#[tokio::test]
async fn faults_of_a_certificate_are_told_apart() {
    let authority = Authority::new("Example CA", None);
    for (identity, expected, words) in [
        (
            authority.identity("127.0.0.1", 2001, 2002),
            TlsFault::Expired,
            "has expired on 2002-01-01 00:00 UTC, and this computer's clock shows 2026-03-02 09:00 UTC",
        ),
        (
            authority.identity("127.0.0.1", 2900, 2901),
            TlsFault::NotYetValid,
            "it begins on 2900-01-01 00:00 UTC",
        ),
        (
            authority.identity("other.example", 2001, 2900),
            TlsFault::WrongName,
            "is for another host",
        ),
    ] {
        let server = Server::tls(identity, answer(200, "", "{}")).await;
        let failure = failed(probed(&prober(&authority), &server.url).await);
        assert_eq!(failure.kind, FailureKind::Tls(expected));
        assert!(failure.to_string().contains(words), "{failure}");
        assert_eq!(server.requests(), 0, "nothing was sent");
    }
}

#[tokio::test]
async fn a_server_without_tls_is_recognised() {
    let server = Server::hasty(answer(400, "", "{}")).await;
    let mut url = server.url.clone();
    url.set_scheme("https").unwrap();
    assert_eq!(
        failed(probed(&plain_prober(), &url).await).kind,
        FailureKind::Tls(TlsFault::NotTls)
    );
}

/// A client that goes through a proxy, and the rules that name it.
fn through(proxy: &str, builder: reqwest::ClientBuilder) -> (reqwest::ClientBuilder, Option<ProxyRules>) {
    let rules = || Matcher::builder().all(proxy.to_owned()).build();
    let builder = builder.proxy(reqwest::Proxy::all(proxy).unwrap());
    (builder, Some(ProxyRules::new(rules(), rules())))
}

#[tokio::test]
async fn a_proxy_that_answers_in_the_services_place_is_told_apart() {
    let authority = Authority::new("Example CA", None);
    for (status, target, expected) in [
        (407, "https://login.example/", FailureKind::ProxySignIn),
        (403, "https://login.example/", FailureKind::ProxyRefused),
        (407, "http://login.example/", FailureKind::ProxySignIn),
    ] {
        let proxy = Server::plain(answer(status, "", "")).await;
        let (http, rules) = through(proxy.url.as_str(), reqwest::Client::builder());
        let prober = prober_with(http, rules, &authority, PATIENT, stopwatch());
        let probe = probed(&prober, &Url::parse(target).unwrap()).await;
        let named = probe.proxy.clone().unwrap();
        assert_eq!(named.address, format!("127.0.0.1:{}", proxy.url.port().unwrap()));
        assert_eq!(named.set_by, SetBy::Environment);
        assert_eq!(failed(probe).kind, expected, "{status} {target}");
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_refuses() {
    let authority = Authority::new("Example CA", None);
    let (http, rules) = through(servers::nobody().await.as_str(), reqwest::Client::builder());
    let prober = prober_with(http, rules, &authority, PATIENT, stopwatch());
    let failure = failed(probed(&prober, &Url::parse("https://login.example/").unwrap()).await);
    assert_eq!(failure.kind, FailureKind::Refused);
    assert_eq!(failure.to_string(), "the connection to the proxy was refused");
}

#[tokio::test]
async fn a_socks_proxy_is_named_as_unsupported() {
    let rules = || Matcher::builder().all("socks5://127.0.0.1:1080").build();
    let rules = Some(ProxyRules::new(Matcher::builder().build(), rules()));
    let authority = Authority::new("Example CA", None);
    let http = reqwest::Client::builder().no_proxy();
    let prober = prober_with(http, rules, &authority, PATIENT, stopwatch());
    let probe = probed(&prober, &Url::parse("https://login.example/").unwrap()).await;
    assert_eq!(probe.proxy.as_ref().unwrap().set_by, SetBy::System);
    assert_eq!(failed(probe).kind, FailureKind::ProxyUnsupported);
}

fn region(id: &str, url: &Url) -> Region {
    Region {
        id: id.to_owned(),
        url: url.clone(),
    }
}

#[tokio::test]
async fn regions_are_measured_side_by_side_and_keep_their_order() {
    let [one, two] = [
        Server::plain(answer(401, "", "{}")).await,
        Server::plain(answer(404, "", "{}")).await,
    ];
    let regions = [
        region("us", &one.url),
        region("eu", &servers::nobody().await),
        region("uk", &two.url),
    ];
    let measures = plain_prober()
        .measure_regions(&regions, &CancellationToken::new())
        .await;
    let ids: Vec<&str> = measures.iter().map(|measure| measure.id.as_str()).collect();
    assert_eq!(ids, ["us", "eu", "uk"]);
    assert!(
        measures[0].latency.is_ok() && measures[2].latency.is_ok(),
        "{measures:?}"
    );
    assert_eq!(
        measures[1].latency.as_ref().unwrap_err().kind,
        FailureKind::Refused
    );
    assert_eq!(measures[0].host, format!("127.0.0.1:{}", one.url.port().unwrap()));
}

#[tokio::test]
async fn a_silent_region_does_not_hold_up_the_others_for_ever() {
    let (_listener, url) = silent().await;
    let limit = Duration::from_millis(20);
    let measures = plain_prober()
        .measure_within(limit, &[region("us", &url)], &CancellationToken::new())
        .await;
    assert_eq!(
        measures[0].latency.as_ref().unwrap_err().kind,
        FailureKind::TimedOut
    );
    assert_eq!(nearest(&measures), None);
}

#[test]
fn the_nearest_region_is_the_one_with_the_shortest_latency() {
    let measure = |id: &str, latency: Result<u64, FailureKind>| RegionMeasure {
        id: id.to_owned(),
        host: format!("{id}.example"),
        latency: latency
            .map(Duration::from_millis)
            .map_err(|kind| Failure::of(kind, None)),
    };
    let measures = [
        measure("us", Ok(90)),
        measure("eu", Ok(20)),
        measure("uk", Ok(25)),
        measure("au", Err(FailureKind::TimedOut)),
    ];
    assert_eq!(nearest(&measures).unwrap().id, "eu");
    assert_eq!(nearest(&measures[3..]), None);
    assert_eq!(nearest(&[]), None);
}

#[test]
fn the_documented_regions_have_addresses() {
    let regions = documented_regions();
    assert_eq!(regions.len(), defender::cloud::regional_servers().len());
    assert_eq!(
        regions[1],
        region(
            "eu",
            &Url::parse("https://eu.api.security.microsoft.com/").unwrap()
        )
    );
}
