//! The fault `untrusted-root`: a TLS port that nobody trusts, and that works for whoever does.

use std::error::Error as _;
use std::net::{TcpListener, TcpStream};

use reqwest::{Method, StatusCode};
use sandbox::Fault;
use serde_json::json;

use crate::support::{ANALYST, World};

/// What went wrong, down to its cause.
async fn failure(world: &World, path: &str) -> String {
    let error = world.request(Method::GET, path).send().await.unwrap_err();
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[tokio::test]
async fn a_client_with_its_usual_trust_does_not_get_through() {
    let mut world = World::start().await;
    world.set(&[Fault::UntrustedRoot]).await;
    for path in ["/", "/api/alerts", &world.path("/discovery/keys")] {
        let failure = failure(&world, path).await;
        assert!(failure.contains("invalid peer certificate"), "{failure}");
    }
    world.set(&[]).await;
    assert_eq!(world.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn trust_in_the_root_is_all_that_is_missing() {
    let mut world = World::start().await;
    world.set(&[Fault::UntrustedRoot]).await;
    world.trust_the_proxy();
    let token = world.access_token(ANALYST).await;
    assert_eq!(world.api("/alerts?$top=1", &token).await.status, StatusCode::OK);
    // Addresses in answers are those of the TLS port.
    let document = world
        .get(&world.path("/v2.0/.well-known/openid-configuration"))
        .await
        .json();
    let base = world.url("");
    assert!(base.starts_with("https://127.0.0.1:"), "{base}");
    assert_eq!(
        document["token_endpoint"],
        json!(format!("{base}/{}/oauth2/v2.0/token", sandbox::TENANT_ID))
    );
    // Names of other computers are refused here as well.
    let foreign = world.request(Method::GET, "/").header("host", "attacker.example");
    assert_eq!(world.send(foreign).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_certificates_name_an_inspecting_proxy_and_are_new_each_time() {
    let mut world = World::start().await;
    assert_eq!(world.sandbox.untrusted_root(), None);
    let mut roots = Vec::new();
    for _ in 0..2 {
        world.set(&[Fault::UntrustedRoot]).await;
        let root = world.sandbox.untrusted_root().unwrap().to_vec();
        let name = b"Sandbox inspecting proxy root";
        assert!(root.windows(name.len()).any(|part| part == name));
        roots.push(root);
        world.set(&[]).await;
        assert_eq!(world.sandbox.untrusted_root(), None);
    }
    assert_ne!(roots[0], roots[1]);
}

#[tokio::test]
async fn the_second_port_opens_and_closes_with_the_fault_and_the_first_stays() {
    let mut world = World::start().await;
    let plain = world.sandbox.base_url().clone();
    world.set(&[Fault::UntrustedRoot, Fault::Throttled]).await;
    let tls = world.sandbox.base_url().clone();
    assert_eq!(
        (tls.scheme(), tls.host_str(), tls.path()),
        ("https", Some("127.0.0.1"), "/")
    );
    assert_ne!(tls.port(), plain.port());
    assert_eq!(plain.port(), Some(world.sandbox.config().port));
    // Another set with the fault in it keeps the port.
    world.set(&[Fault::UntrustedRoot]).await;
    assert_eq!(*world.sandbox.base_url(), tls);
    TcpStream::connect(("127.0.0.1", plain.port().unwrap())).unwrap();

    world.set(&[]).await;
    assert_eq!(*world.sandbox.base_url(), plain);
    TcpListener::bind(("127.0.0.1", tls.port().unwrap())).unwrap();
    assert_eq!(world.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn stopping_frees_both_ports() {
    let mut world = World::start().await;
    world.set(&[Fault::UntrustedRoot]).await;
    let ports = [
        world.sandbox.config().port,
        world.sandbox.base_url().port().unwrap(),
    ];
    world.sandbox.stop().await;
    for port in ports {
        TcpListener::bind(("127.0.0.1", port)).unwrap();
    }
}

#[tokio::test]
async fn clients_that_say_nothing_or_speak_no_tls_hold_up_nobody() {
    let mut world = World::start().await;
    world.set(&[Fault::UntrustedRoot]).await;
    world.trust_the_proxy();
    let port = world.sandbox.base_url().port().unwrap();
    let silent: Vec<TcpStream> = (0..8)
        .map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap())
        .collect();
    let mut plain = TcpStream::connect(("127.0.0.1", port)).unwrap();
    std::io::Write::write_all(&mut plain, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert_eq!(world.get("/").await.status, StatusCode::OK);
    drop(silent);
}
