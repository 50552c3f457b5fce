//! Why a call has no answer, told apart by what the caller does about it.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::paging::PagingError;

/// Why a call has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// 400: the request is wrong.
    #[error("the API refused the request: {0}")]
    BadRequest(Refusal),
    /// 401, also after the token was renewed.
    #[error("the API did not accept the token: {0}")]
    Unauthorized(Refusal),
    /// 403: rights too small, or a wrong audience.
    #[error("the API does not allow the call: {0}")]
    Forbidden(Refusal),
    /// 404.
    #[error("the API found nothing there: {0}")]
    NotFound(Refusal),
    /// 429 after the retries, or with a pause longer than is waited for.
    #[error("the API's limit of calls is reached: {refusal}")]
    Throttled {
        /// The answer.
        refusal: Refusal,
        /// The pause that the service asked for, from the refusal.
        retry_after: Option<Duration>,
    },
    /// A fault of the service after the retries, or a refusal of another sort.
    #[error("the API reported a fault: {0}")]
    Service(Refusal),
    /// No whole answer came, after the retries.
    #[error("no answer from the API: {kind}")]
    Network {
        /// What failed.
        kind: NetworkKind,
        /// The cause, free of tokens.
        source: Box<dyn Error + Send + Sync>,
    },
    /// Something answered that is not this API, or not as documented.
    #[error("the answer is not one of the API: {0}")]
    Unexpected(Unexpected),
    /// The answer is larger than the client reads.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// Bytes that are read at most.
        limit: usize,
    },
    /// The caller cancelled.
    #[error("the call was cancelled")]
    Cancelled,
    /// There is no token to send.
    #[error(transparent)]
    Token(TokenUnavailable),
    /// The next page's address must not be followed.
    #[error(transparent)]
    Paging(#[from] PagingError),
}

/// What the service said when it refused a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// `error.code`, e.g. `ODataError`; empty where the body has none. Stable, unlike the message.
    pub code: String,
    /// `error.message`; empty where the body has none. Text by the service, to be shown as text.
    pub message: String,
    /// `error.target`: the id of the request, to be quoted to support.
    pub target: Option<String>,
    /// The pause that the service asked for.
    pub retry_after: Option<Duration>,
    /// The `WWW-Authenticate` header of a 401 or 403.
    pub challenge: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "status {}", self.status)?;
        if !self.code.is_empty() {
            write!(formatter, ", {}", self.code)?;
        }
        Ok(())
    }
}

/// Which part of the network failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkKind {
    /// The host name has no address.
    Dns,
    /// No connection could be made.
    Connect,
    /// The TLS handshake failed, as behind an inspecting proxy.
    Tls,
    /// The proxy wants a sign-in (HTTP 407).
    ProxySignIn,
    /// The proxy does not let the connection through.
    ProxyRefused,
    /// Nothing came for too long.
    TimedOut,
    /// The connection broke before the answer was whole.
    CutOff,
}

impl fmt::Display for NetworkKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Dns => "the host name was not found",
            Self::Connect => "the connection could not be made",
            Self::ProxySignIn => "the proxy wants a sign-in",
            Self::ProxyRefused => "the proxy does not let the connection through",
            Self::Tls => "the secure connection could not be made",
            Self::TimedOut => "the time ran out",
            Self::CutOff => "the connection broke",
        })
    }
}

/// What came instead of an answer of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unexpected {
    /// A web page, as of a proxy that wants a sign-in.
    Html {
        /// HTTP status.
        status: u16,
    },
    /// Success without content.
    Empty {
        /// HTTP status.
        status: u16,
    },
    /// JSON that ends too early.
    CutOff {
        /// Bytes that came.
        length: usize,
    },
    /// Success with an error in the body.
    ErrorBody(Refusal),
    /// Content of another type.
    ContentType(String),
    /// Content that neither says nor looks as if it were JSON.
    NotJson,
    /// A redirect, which is not followed.
    Redirect {
        /// HTTP status.
        status: u16,
        /// The host it leads to.
        host: Option<String>,
    },
}

impl fmt::Display for Unexpected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Html { status } => {
                write!(formatter, "a web page with status {status} came instead of JSON")
            }
            Self::Empty { status } => write!(formatter, "an empty answer came with status {status}"),
            Self::CutOff { length } => write!(formatter, "the JSON ends too early, after {length} bytes"),
            Self::ErrorBody(refusal) => {
                write!(formatter, "success was reported with an error inside ({refusal})")
            }
            Self::ContentType(name) => write!(formatter, "content of type {name:?} came instead of JSON"),
            Self::NotJson => formatter.write_str("what came is not JSON"),
            Self::Redirect { status, host } => {
                write!(formatter, "a redirect with status {status} to ")?;
                formatter.write_str(host.as_deref().unwrap_or("an unreadable address"))
            }
        }
    }
}

/// There is no token to send.
#[derive(Debug, thiserror::Error)]
#[error("there is no token to send")]
pub struct TokenUnavailable(#[source] Box<dyn Error + Send + Sync>);

impl TokenUnavailable {
    /// For the reason given, which becomes the error's source. It must not hold a token.
    pub fn new(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(reason.into())
    }

    /// The reason.
    pub fn into_reason(self) -> Box<dyn Error + Send + Sync> {
        self.0
    }
}

/// Tells a transport failure apart.
pub(crate) fn network(error: reqwest::Error) -> ApiError {
    // The address may carry what the user searched for.
    let error = error.without_url();
    let kind = if error.is_timeout() {
        NetworkKind::TimedOut
    } else if causes(&error).any(is_tls) {
        NetworkKind::Tls
    } else if error.is_connect() {
        if causes(&error).any(|cause| cause.to_string().starts_with("dns error")) {
            NetworkKind::Dns
        } else {
            tunnel_refusal(&error).unwrap_or(NetworkKind::Connect)
        }
    } else {
        NetworkKind::CutOff
    };
    ApiError::Network {
        kind,
        source: Box::new(error),
    }
}

/// What a proxy said to the wish for a tunnel. The type of its refusal is not public; tests hold on to its words.
fn tunnel_refusal(error: &(dyn Error + 'static)) -> Option<NetworkKind> {
    causes(error).find_map(|cause| match cause.to_string().as_str() {
        "tunnel error: proxy authorization required" => Some(NetworkKind::ProxySignIn),
        "tunnel error: unsuccessful" => Some(NetworkKind::ProxyRefused),
        _ => None,
    })
}

fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error: &'e (dyn Error + 'static) = *error;
        error.source()
    })
}

/// An `io::Error` hides the error it wraps from `source`, and may wrap another of its kind.
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    error.is::<rustls::Error>()
        || error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
            .is_some_and(|inner| is_tls(inner))
}
