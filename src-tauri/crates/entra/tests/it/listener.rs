//! One test per rule of the loopback listener: what it refuses, and that the attempt goes on.

use std::net::Ipv6Addr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wiremock::{MockServer, ResponseTemplate};

use crate::attempt::{Attempt, answer_with, read_all};

/// Sends what `request` makes of the attempt; the answer must have that status, and the attempt must go on.
async fn refused(request: impl Fn(&Attempt) -> String, status: &str, words: &str) {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    let page = attempt.send(&request(&attempt)).await;
    assert!(page.starts_with(&format!("HTTP/1.1 {status} ")), "{page}");
    assert!(page.contains(words), "{page}");
    for header in [
        "Cache-Control: no-store",
        "Referrer-Policy: no-referrer",
        "Connection: close",
        "default-src 'none'",
    ] {
        assert!(page.contains(header), "{header}: {page}");
    }
    attempt.must_still_be_waiting(&server).await;
}

fn get(attempt: &Attempt, target: &str) -> String {
    format!(
        "GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
        attempt.port
    )
}

#[tokio::test]
async fn a_favicon_is_not_found() {
    refused(
        |attempt| get(attempt, "/favicon.ico"),
        "404",
        "Nothing to see here",
    )
    .await;
}

#[tokio::test]
async fn a_page_opened_by_hand_is_told_to_wait() {
    refused(|attempt| get(attempt, "/"), "405", "goes on waiting").await;
}

#[tokio::test]
async fn a_code_in_the_address_is_refused_with_the_reason() {
    let request = |attempt: &Attempt| get(attempt, &format!("/?{}", attempt.answer()));
    refused(request, "405", "browser's history").await;
    refused(request, "405", "Do not share the address").await;
}

#[tokio::test]
async fn another_path_is_not_found() {
    let request = |attempt: &Attempt| {
        attempt
            .posted(&attempt.answer())
            .replace("POST / ", "POST /else ")
    };
    refused(request, "404", "Nothing to see here").await;
}

#[tokio::test]
async fn another_host_is_misdirected() {
    for host in [
        "127.0.0.1:PORT",
        "[::1]:PORT",
        "localhost",
        "localhost:1",
        "evil.example:PORT",
        "localhost.evil.example:PORT",
    ] {
        let request = |attempt: &Attempt| {
            let host = host.replace("PORT", &attempt.port.to_string());
            attempt
                .posted(&attempt.answer())
                .replace(&format!("localhost:{}", attempt.port), &host)
        };
        refused(request, "421", "Nothing to see here").await;
    }
}

#[tokio::test]
async fn another_media_type_is_refused() {
    let request = |attempt: &Attempt| {
        attempt
            .posted(&attempt.answer())
            .replace("x-www-form-urlencoded", "json")
    };
    refused(request, "415", "cannot be read").await;
}

#[tokio::test]
async fn an_oversized_body_is_refused_unread() {
    refused(
        |attempt| attempt.posted(&"x".repeat(16 * 1024 + 1)),
        "413",
        "too large",
    )
    .await;
}

#[tokio::test]
async fn oversized_headers_are_refused() {
    let request = |attempt: &Attempt| get(attempt, &format!("/{}", "x".repeat(17 * 1024)));
    refused(request, "431", "too large").await;
}

#[tokio::test]
async fn garbage_is_refused() {
    refused(
        |_| "\u{16}\u{3}\u{1}\u{0}garbage\r\n\r\n".to_owned(),
        "400",
        "cannot be read",
    )
    .await;
}

#[tokio::test]
async fn a_wrong_state_does_not_belong_here() {
    let request = |attempt: &Attempt| attempt.posted("code=stolen&state=guessed");
    refused(request, "400", "does not belong to the sign-in under way").await;
}

#[tokio::test]
async fn an_error_with_a_wrong_state_does_not_end_the_attempt() {
    let request = |attempt: &Attempt| attempt.posted("error=access_denied&state=guessed");
    refused(request, "400", "does not belong to the sign-in under way").await;
}

#[tokio::test]
async fn neither_a_code_nor_an_error_without_a_state_belongs_here() {
    for form in ["code=stolen", "error=access_denied", "code=stolen&state="] {
        refused(|attempt| attempt.posted(form), "400", "does not belong").await;
    }
}

#[tokio::test]
async fn a_state_given_twice_is_not_chosen_from() {
    let request =
        |attempt: &Attempt| attempt.posted(&format!("code=stolen&state={}&state=guessed", attempt.state()));
    refused(request, "400", "neither a code nor an error").await;
}

#[tokio::test]
async fn two_hosts_are_not_chosen_from() {
    let request = |attempt: &Attempt| {
        attempt
            .posted(&attempt.answer())
            .replace("\r\nContent-Type", "\r\nHost: evil.example\r\nContent-Type")
    };
    refused(request, "400", "cannot be read").await;
}

#[tokio::test]
async fn an_answer_without_code_and_error_is_incomplete() {
    let request = |attempt: &Attempt| attempt.posted(&format!("state={}", attempt.state()));
    refused(request, "400", "neither a code nor an error").await;
}

#[tokio::test]
async fn markup_in_an_answer_is_not_repeated_in_the_page() {
    let request = |attempt: &Attempt| attempt.posted("state=%3Cscript%3E&error=%3Cscript%3E");
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    let page = attempt.send(&request(&attempt)).await;
    assert!(!page.contains("<script"), "{page}");
    attempt.must_still_be_waiting(&server).await;
}

#[tokio::test]
async fn connections_that_hang_do_not_hold_up_the_answer() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    let mut hanging = Vec::new();
    for said in ["", "POST / HT", "POST / HTTP/1.1\r\nHost: x\r\n"] {
        let mut stream = attempt.connect().await;
        stream.write_all(said.as_bytes()).await.unwrap();
        hanging.push(stream);
    }
    attempt.must_still_be_waiting(&server).await;
}

#[tokio::test]
async fn a_peer_that_leaves_in_the_middle_does_not_end_the_attempt() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    let mut stream = attempt.connect().await;
    let form = attempt.posted(&attempt.answer());
    let (half, _) = form.split_at(form.len() - 10);
    stream.write_all(half.as_bytes()).await.unwrap();
    drop(stream);
    attempt.must_still_be_waiting(&server).await;
}

#[tokio::test]
async fn connections_beyond_the_limit_are_closed_and_the_answer_comes_through_afterwards() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    let mut idle = Vec::new();
    for _ in 0..128 {
        idle.push(attempt.connect().await);
    }
    let mut refused = attempt.connect().await;
    let mut nothing = Vec::new();
    refused.read_to_end(&mut nothing).await.unwrap();
    assert!(nothing.is_empty(), "closed without a word");
    drop(idle);
    // The listener needs a moment to see that they are gone; a harmless request finds out when it did.
    let request = get(&attempt, "/favicon.ico");
    while attempt
        .try_send(&request)
        .await
        .is_none_or(|page| page.is_empty())
    {}
    attempt.must_still_be_waiting(&server).await;
}

#[tokio::test]
async fn nobody_else_can_listen_on_the_port_meanwhile() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    // On Unix this asks for SO_REUSEADDR, which does not help either.
    let second = TcpListener::bind(("127.0.0.1", attempt.port)).await;
    assert_eq!(second.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    assert!(
        TcpListener::bind((Ipv6Addr::LOCALHOST, attempt.port))
            .await
            .is_err()
    );
    attempt.must_still_be_waiting(&server).await;
}

#[tokio::test]
async fn nobody_is_heard_on_other_addresses_of_this_machine() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    // A socket that is connected nowhere learns which address leads out.
    let outward = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    if outward.connect("192.0.2.1:9").is_ok() {
        let address = outward.local_addr().unwrap().ip();
        if !address.is_loopback() {
            assert!(
                TcpStream::connect((address, attempt.port)).await.is_err(),
                "{address}"
            );
        }
    }
    attempt.must_still_be_waiting(&server).await;
}

#[tokio::test]
async fn the_answer_is_taken_on_ipv6_where_there_is_one() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    answer_with(
        &server,
        ResponseTemplate::new(200).set_body_json(attempt.tokens()),
    )
    .await;
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.is_err() {
        let refused = TcpStream::connect((Ipv6Addr::LOCALHOST, attempt.port))
            .await
            .is_err();
        assert!(refused, "without IPv6 nobody can listen there");
        return attempt.must_still_be_waiting(&server).await;
    }
    let mut stream = TcpStream::connect((Ipv6Addr::LOCALHOST, attempt.port))
        .await
        .unwrap();
    stream
        .write_all(attempt.posted(&attempt.answer()).as_bytes())
        .await
        .unwrap();
    assert!(read_all(stream).await.contains("You are signed in"));
    attempt.result.await.unwrap().unwrap();
}

#[tokio::test]
async fn the_first_answer_counts_and_a_second_finds_nobody() {
    let server = MockServer::start().await;
    let attempt = Attempt::start(&server.uri()).await;
    answer_with(
        &server,
        ResponseTemplate::new(200).set_body_json(attempt.tokens()),
    )
    .await;
    assert!(
        attempt
            .post(&attempt.answer())
            .await
            .contains("You are signed in")
    );
    attempt.result.await.unwrap().unwrap();
    assert!(TcpStream::connect(("127.0.0.1", attempt.port)).await.is_err());
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}
