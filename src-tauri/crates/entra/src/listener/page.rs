//! The plain pages that the browser shows after it came back.
//!
//! Invariant: nothing from a request is repeated in a page, so there is nothing to escape and nothing to inject.

/// A page with its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) status: &'static str,
    /// Further headers, each with its line break.
    headers: &'static str,
    heading: &'static str,
    text: &'static str,
}

const RETURN: &str =
    "Return to Defender API Workbench; it goes on waiting for the answer to its own sign-in.";

pub(crate) const SIGNED_IN: Page = Page {
    status: "200 OK",
    headers: "",
    heading: "You are signed in",
    text: "You are signed in. You can close this tab and return to Defender API Workbench.",
};

pub(crate) const NOT_SIGNED_IN: Page = Page {
    status: "200 OK",
    headers: "",
    heading: "Sign-in did not finish",
    text: "Sign-in did not finish. Return to the app; it says what to do.",
};

pub(crate) const WRONG_STATE: Page = Page {
    status: "400 Bad Request",
    headers: "",
    heading: "This answer does not belong to the sign-in under way",
    text: "This answer does not belong to the sign-in under way. It may come from an earlier tab: close it and finish in \
           the newest one. If you did not sign in just now, close this tab.",
};

pub(crate) const UNUSABLE: Page = Page {
    status: "400 Bad Request",
    headers: "",
    heading: "The answer is incomplete",
    text: "The answer holds neither a code nor an error. Return to Defender API Workbench and sign in again.",
};

pub(crate) const CODE_IN_ADDRESS: Page = Page {
    status: "405 Method Not Allowed",
    headers: "Allow: POST\r\n",
    heading: "The answer came the wrong way",
    text: "The answer stands in this page's address, where it would stay in the browser's history, so it was not used. \
           Do not share the address. Return to Defender API Workbench and sign in again.",
};

pub(crate) const METHOD: Page = Page {
    status: "405 Method Not Allowed",
    headers: "Allow: POST\r\n",
    heading: "Nothing to see here",
    text: RETURN,
};

pub(crate) const NOT_FOUND: Page = Page {
    status: "404 Not Found",
    headers: "",
    heading: "Nothing to see here",
    text: RETURN,
};

pub(crate) const WRONG_HOST: Page = Page {
    status: "421 Misdirected Request",
    headers: "",
    heading: "Nothing to see here",
    text: RETURN,
};

pub(crate) const MALFORMED: Page = Page {
    status: "400 Bad Request",
    headers: "",
    heading: "The request cannot be read",
    text: RETURN,
};

pub(crate) const NOT_A_FORM: Page = Page {
    status: "415 Unsupported Media Type",
    headers: "",
    heading: "The request cannot be read",
    text: RETURN,
};

pub(crate) const NO_LENGTH: Page = Page {
    status: "411 Length Required",
    headers: "",
    heading: "The request cannot be read",
    text: RETURN,
};

pub(crate) const HEAD_TOO_LARGE: Page = Page {
    status: "431 Request Header Fields Too Large",
    headers: "",
    heading: "The request is too large",
    text: RETURN,
};

pub(crate) const BODY_TOO_LARGE: Page = Page {
    status: "413 Content Too Large",
    headers: "",
    heading: "The request is too large",
    text: RETURN,
};

pub(crate) const TOO_SLOW: Page = Page {
    status: "408 Request Timeout",
    headers: "",
    heading: "The request took too long",
    text: RETURN,
};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem}\
                     h1{font-size:1.5rem;line-height:1.25}:root{color-scheme:light dark}";

/// SHA-256 of [`STYLE`], base64.
const STYLE_HASH: &str = "C+v0SOq1nqUoPqmiAb0Xf6xltIWqkPnaEIsf7ljrhNk=";

impl Page {
    /// The whole answer. `Connection: close` since every connection brings one request.
    pub(crate) fn response(&self) -> Vec<u8> {
        let Self {
            status,
            headers,
            heading,
            text,
        } = self;
        let body = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>{heading} - Defender API Workbench</title>\n<style>{STYLE}</style>\n</head>\n\
             <body>\n<main>\n<h1>{heading}</h1>\n<p>{text}</p>\n</main>\n</body>\n</html>\n"
        );
        let length = body.len();
        format!(
            "HTTP/1.1 {status}\r\n{headers}Content-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\
             Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
             Content-Security-Policy: default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'\r\nConnection: close\r\n\r\n{body}"
        )
        .into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_policy_allows_exactly_the_style_of_the_page() {
        assert_eq!(STYLE_HASH, STANDARD.encode(Sha256::digest(STYLE)));
    }

    #[test]
    fn a_page_is_one_whole_answer_that_nobody_keeps() {
        let text = String::from_utf8(SIGNED_IN.response()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"));
        for header in [
            "Cache-Control: no-store",
            "Referrer-Policy: no-referrer",
            "Content-Security-Policy: default-src 'none';",
            "Connection: close",
            &format!("Content-Length: {}", body.len()),
        ] {
            assert!(head.contains(header), "{header}");
        }
        assert!(body.contains("You can close this tab and return to Defender API Workbench."));
    }
}
