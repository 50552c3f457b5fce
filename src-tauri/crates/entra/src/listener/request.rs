//! One request of a browser, read with limits and judged by where it goes.
//!
//! `httparse` reads the head; what remains is a body of known length. Nothing else of HTTP/1.1 is needed here: every
//! connection carries one request.

use tokio::io::{AsyncRead, AsyncReadExt as _};
use zeroize::Zeroizing;

use super::page::{self, Page};

/// Most bytes of request line and headers.
const LARGEST_HEAD: usize = 16 * 1024;
/// Most bytes of the form.
const LARGEST_BODY: usize = 16 * 1024;
const MOST_HEADERS: usize = 100;

/// Why there is no form to look at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Rejected {
    /// Answer with this page.
    With(Page),
    /// The peer left, or never spoke: a preconnect.
    Silently,
}

/// Reads one request and gives its body, if it is a form posted to `/` of `host`.
pub(crate) async fn form(
    stream: &mut (impl AsyncRead + Unpin),
    host: &str,
) -> Result<Zeroizing<Vec<u8>>, Rejected> {
    // The code is in these bytes. Fixed in size, so that no copy is left behind by growing.
    let mut bytes = Zeroizing::new(Vec::with_capacity(LARGEST_HEAD + LARGEST_BODY));
    let head = loop {
        if let Some(head) = parse_head(&bytes, host)? {
            break head;
        }
        if bytes.len() >= LARGEST_HEAD {
            return Err(Rejected::With(page::HEAD_TOO_LARGE));
        }
        read_some(stream, &mut bytes, LARGEST_HEAD).await?;
    };
    let end = head.length + head.content_length;
    while bytes.len() < end {
        read_some(stream, &mut bytes, end).await?;
    }
    // Bytes beyond the body would be a second request; nobody sends one here.
    let body = bytes.get(head.length..end).ok_or(Rejected::Silently)?;
    Ok(Zeroizing::new(body.to_vec()))
}

async fn read_some(
    stream: &mut (impl AsyncRead + Unpin),
    bytes: &mut Vec<u8>,
    most: usize,
) -> Result<(), Rejected> {
    let room = most.saturating_sub(bytes.len()) as u64;
    match stream.take(room).read_buf(bytes).await {
        Ok(0) | Err(_) => Err(Rejected::Silently),
        Ok(_) => Ok(()),
    }
}

struct Head {
    length: usize,
    content_length: usize,
}

/// `None` while the head is not there as a whole.
fn parse_head(bytes: &[u8], host: &str) -> Result<Option<Head>, Rejected> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let length = match request.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Rejected::With(page::HEAD_TOO_LARGE)),
        Err(_) => return Err(Rejected::With(page::MALFORMED)),
    };
    let (Some(method), Some(target)) = (request.method, request.path) else {
        return Err(Rejected::With(page::MALFORMED));
    };
    judge(method, target, request.headers, host).map(|content_length| {
        Some(Head {
            length,
            content_length,
        })
    })
}

/// The length of the form, if the request goes where an answer goes. In this order, so that a request for another site
/// learns nothing but that.
fn judge(
    method: &str,
    target: &str,
    headers: &[httparse::Header<'_>],
    host: &str,
) -> Result<usize, Rejected> {
    let reject = |page| Err(Rejected::With(page));
    // A page of another name that resolves to this machine (DNS rebinding) sends that name.
    match header(headers, "host") {
        Ok(Some(given)) if given.eq_ignore_ascii_case(host) => {}
        Ok(_) => return reject(page::WRONG_HOST),
        Err(Repeated) => return reject(page::MALFORMED),
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if path != "/" {
        return reject(page::NOT_FOUND);
    }
    if method != "POST" {
        let names = url::form_urlencoded::parse(query.as_bytes());
        let answer = names
            .into_iter()
            .any(|(name, _)| matches!(name.as_ref(), "code" | "error" | "state"));
        return reject(if answer {
            page::CODE_IN_ADDRESS
        } else {
            page::METHOD
        });
    }
    if !query.is_empty() {
        return reject(page::NOT_FOUND);
    }
    let media_type = match header(headers, "content-type") {
        Ok(Some(value)) => value.split(';').next().unwrap_or_default().trim(),
        _ => return reject(page::NOT_A_FORM),
    };
    if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return reject(page::NOT_A_FORM);
    }
    if !matches!(header(headers, "transfer-encoding"), Ok(None)) {
        return reject(page::NO_LENGTH);
    }
    let length = match header(headers, "content-length") {
        Ok(Some(length)) if length.bytes().all(|b| b.is_ascii_digit()) && !length.is_empty() => length,
        Ok(None) => return reject(page::NO_LENGTH),
        _ => return reject(page::MALFORMED),
    };
    match length.parse::<usize>() {
        Ok(length) if length <= LARGEST_BODY => Ok(length),
        _ => reject(page::BODY_TOO_LARGE),
    }
}

struct Repeated;

fn header<'a>(headers: &[httparse::Header<'a>], name: &str) -> Result<Option<&'a str>, Repeated> {
    let mut values = headers
        .iter()
        .filter(|header| header.name.eq_ignore_ascii_case(name))
        .map(|header| header.value);
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => std::str::from_utf8(value)
            .map(|text| Some(text.trim()))
            .map_err(|_| Repeated),
        (Some(_), Some(_)) => Err(Repeated),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOST: &str = "localhost:50000";

    async fn read(request: &str) -> Result<Zeroizing<Vec<u8>>, Rejected> {
        form(&mut request.as_bytes(), HOST).await
    }

    fn post(headers: &str, body: &str) -> String {
        format!("POST / HTTP/1.1\r\nHost: {HOST}\r\n{headers}\r\n{body}")
    }

    const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

    #[tokio::test]
    async fn a_form_posted_to_the_root_is_read_to_its_length() {
        let request = post(&format!("{FORM}Content-Length: 3\r\n"), "a=bGET / HTTP/1.1");
        assert_eq!(read(&request).await.unwrap().as_slice(), b"a=b");
        let request = post(
            "content-type: Application/X-WWW-Form-Urlencoded; charset=utf-8\r\ncontent-length: 0\r\n",
            "",
        );
        assert_eq!(read(&request).await.unwrap().as_slice(), b"");
    }

    #[tokio::test]
    async fn a_request_in_many_pieces_is_put_together() {
        let request = post(&format!("{FORM}Content-Length: 3\r\n"), "a=b");
        let mut pieces = tokio_test_stream(&request);
        assert_eq!(form(&mut pieces, HOST).await.unwrap().as_slice(), b"a=b");
    }

    /// Gives one byte per read.
    fn tokio_test_stream(text: &str) -> impl AsyncRead + Unpin + use<'_> {
        struct Bytes<'a>(&'a [u8]);
        impl AsyncRead for Bytes<'_> {
            fn poll_read(
                mut self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
                buffer: &mut tokio::io::ReadBuf<'_>,
            ) -> std::task::Poll<std::io::Result<()>> {
                if let Some((first, rest)) = self.0.split_first() {
                    buffer.put_slice(&[*first]);
                    self.0 = rest;
                }
                std::task::Poll::Ready(Ok(()))
            }
        }
        Bytes(text.as_bytes())
    }

    #[tokio::test]
    async fn what_is_no_answer_gets_its_own_page() {
        let with = |head: &str| format!("{head}\r\nHost: {HOST}\r\n\r\n");
        for (request, page) in [
            (with("GET /favicon.ico HTTP/1.1"), page::NOT_FOUND),
            (with("POST /other HTTP/1.1"), page::NOT_FOUND),
            (with("POST /?code=x HTTP/1.1"), page::NOT_FOUND),
            (with("GET http://localhost:50000/ HTTP/1.1"), page::NOT_FOUND),
            (with("GET / HTTP/1.1"), page::METHOD),
            (with("OPTIONS / HTTP/1.1"), page::METHOD),
            (with("GET /?code=x&state=y HTTP/1.1"), page::CODE_IN_ADDRESS),
            (with("GET /?error=x HTTP/1.1"), page::CODE_IN_ADDRESS),
            (
                "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(),
                page::WRONG_HOST,
            ),
            (
                "GET / HTTP/1.1\r\nHost: 127.0.0.1:50000\r\n\r\n".to_owned(),
                page::WRONG_HOST,
            ),
            (
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(),
                page::WRONG_HOST,
            ),
            ("GET / HTTP/1.0\r\n\r\n".to_owned(), page::WRONG_HOST),
            (post(&format!("Host: {HOST}\r\n"), ""), page::MALFORMED),
            (post("Content-Length: 3\r\n", "a=b"), page::NOT_A_FORM),
            (
                post("Content-Type: application/json\r\nContent-Length: 2\r\n", "{}"),
                page::NOT_A_FORM,
            ),
            (post(FORM, "a=b"), page::NO_LENGTH),
            (
                post(&format!("{FORM}Transfer-Encoding: chunked\r\n"), "0\r\n\r\n"),
                page::NO_LENGTH,
            ),
            (
                post(
                    &format!("{FORM}Content-Length: 3\r\nContent-Length: 4\r\n"),
                    "a=b",
                ),
                page::MALFORMED,
            ),
            (
                post(&format!("{FORM}Content-Length: -3\r\n"), "a=b"),
                page::MALFORMED,
            ),
            (
                post(&format!("{FORM}Content-Length: +3\r\n"), "a=b"),
                page::MALFORMED,
            ),
            (
                post(&format!("{FORM}Content-Length: 16385\r\n"), ""),
                page::BODY_TOO_LARGE,
            ),
            (
                post(&format!("{FORM}Content-Length: 99999999999999999999999\r\n"), ""),
                page::BODY_TOO_LARGE,
            ),
            (
                post(&format!("X: {}\r\n", "x".repeat(LARGEST_HEAD)), ""),
                page::HEAD_TOO_LARGE,
            ),
            (post(&"X: y\r\n".repeat(MOST_HEADERS), ""), page::HEAD_TOO_LARGE),
            (
                "\u{16}\u{3}\u{1}".to_owned() + &"\u{0}".repeat(64),
                page::MALFORMED,
            ),
            ("hello\r\n\r\n".to_owned(), page::MALFORMED),
        ] {
            let head: String = request.chars().take(80).collect();
            assert_eq!(
                read(&request).await.unwrap_err(),
                Rejected::With(page),
                "{head:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_peer_that_leaves_early_gets_no_answer() {
        for request in [
            "",
            "POST / HT",
            &post(&format!("{FORM}Content-Length: 10\r\n"), "a=b"),
        ] {
            assert_eq!(
                read(request).await.unwrap_err(),
                Rejected::Silently,
                "{request:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_pass(bytes: Vec<u8>) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            prop_assert!(runtime.block_on(form(&mut bytes.as_slice(), HOST)).is_err());
        }
    }
}
