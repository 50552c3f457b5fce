//! Which address the client thinks it is talking to.
//!
//! Owns: turning the `Host` and `X-Forwarded-Proto` headers into the base of every URL in an answer.
//!
//! Invariants: without forwarding, only loopback names are accepted, so a page on the web that points its own
//! name at 127.0.0.1 (DNS rebinding) gets nothing. With `X-Forwarded-Proto` any well-formed host is accepted: a
//! test transport that maps `https://login.microsoftonline.com` to this port sets it. Behind the sandbox's own TLS
//! the scheme is https.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use url::{Host, Url};

/// Scheme and authority as the client sees them, e.g. `http://127.0.0.1:49152`, without a trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    base: Arc<str>,
    authority: Arc<str>,
}

/// Marks requests that came over the sandbox's own TLS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OverTls;

/// Why the address of a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OriginError {
    /// No `Host`, or one that is no host.
    #[error("the Host header is missing or malformed")]
    Host,
    /// A `Host` that is not loopback.
    #[error("the Host header does not name this computer")]
    NotLoopback,
    /// `X-Forwarded-Proto` is neither http nor https.
    #[error("X-Forwarded-Proto must be http or https")]
    Scheme,
}

impl IntoResponse for OriginError {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, format!("Bad request: {self}.\n")).into_response()
    }
}

impl Origin {
    /// The base of every URL in the answer, without a trailing slash.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Host and, where it is not the scheme's own, port.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    fn from_headers(headers: &HeaderMap, scheme: &str) -> Result<Self, OriginError> {
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts
            .next()
            .and_then(|value| value.to_str().ok())
            .ok_or(OriginError::Host)?;
        if hosts.next().is_some() {
            return Err(OriginError::Host);
        }
        let forwarded = match headers.get("x-forwarded-proto").map(|value| value.to_str()) {
            None => None,
            Some(Ok(scheme)) if scheme.eq_ignore_ascii_case("https") => Some("https"),
            Some(Ok(scheme)) if scheme.eq_ignore_ascii_case("http") => Some("http"),
            Some(_) => return Err(OriginError::Scheme),
        };
        let scheme = forwarded.unwrap_or(scheme);
        let url = Url::parse(&format!("{scheme}://{host}/")).map_err(|_| OriginError::Host)?;
        // Anything beyond host and port (credentials, a path) would have been parsed into another part.
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        if !bare {
            return Err(OriginError::Host);
        }
        let loopback = match url.host().ok_or(OriginError::Host)? {
            Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        if forwarded.is_none() && !loopback {
            return Err(OriginError::NotLoopback);
        }
        let name = url.host_str().ok_or(OriginError::Host)?;
        let authority = match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        };
        Ok(Self {
            base: format!("{scheme}://{authority}").into(),
            authority: authority.into(),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = OriginError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let tls = parts.extensions.get::<OverTls>().is_some();
        Self::from_headers(&parts.headers, if tls { "https" } else { "http" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(host: &str, proto: Option<&str>) -> Result<String, OriginError> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(proto) = proto {
            headers.insert("x-forwarded-proto", proto.parse().unwrap());
        }
        Origin::from_headers(&headers, "http").map(|origin| origin.base().to_owned())
    }

    #[test]
    fn loopback_names_are_accepted_as_they_are() {
        assert_eq!(origin("127.0.0.1:5000", None).unwrap(), "http://127.0.0.1:5000");
        assert_eq!(origin("localhost:5000", None).unwrap(), "http://localhost:5000");
        assert_eq!(origin("[::1]:5000", None).unwrap(), "http://[::1]:5000");
    }

    #[test]
    fn a_rebound_name_is_refused_unless_forwarded() {
        assert_eq!(
            origin("attacker.example:5000", None).unwrap_err(),
            OriginError::NotLoopback
        );
        assert_eq!(
            origin("login.microsoftonline.com", Some("https")).unwrap(),
            "https://login.microsoftonline.com"
        );
    }

    #[test]
    fn a_host_that_is_more_than_a_host_is_refused() {
        for host in [
            "user@127.0.0.1",
            "127.0.0.1/path",
            "127.0.0.1?x",
            "127.0.0.1#x",
            "",
            " ",
        ] {
            assert_eq!(origin(host, None).unwrap_err(), OriginError::Host, "{host}");
        }
    }

    #[test]
    fn behind_tls_the_base_is_https_and_loopback_all_the_same() {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, "127.0.0.1:5000".parse().unwrap());
        let origin = Origin::from_headers(&headers, "https").unwrap();
        assert_eq!(origin.base(), "https://127.0.0.1:5000");
        headers.insert(HOST, "attacker.example".parse().unwrap());
        let refused = Origin::from_headers(&headers, "https").unwrap_err();
        assert_eq!(refused, OriginError::NotLoopback);
    }

    #[test]
    fn only_http_and_https_may_be_forwarded() {
        assert_eq!(
            origin("localhost", Some("javascript")).unwrap_err(),
            OriginError::Scheme
        );
        assert_eq!(origin("localhost:80", Some("http")).unwrap(), "http://localhost");
    }
}
