//! Why a service was not reached, told apart by what the admin does about it.

use super::{Certificate, Proxy};
use chrono::{DateTime, Utc};
use rustls::CertificateError;
use std::error::Error;
use std::fmt;
use std::io;

/// Why a service was not reached. Its words form the end of a sentence, and hold no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    /// The certificate that was shown, where TLS failed.
    pub(crate) certificate: Option<Certificate>,
    /// A proxy was on the way, so names and connections may be the proxy's.
    through_proxy: bool,
    /// This computer's clock, against which certificates are judged.
    at: Option<DateTime<Utc>>,
}

/// What failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FailureKind {
    /// The host's name has no address; with a proxy, the proxy's.
    Dns,
    /// Nothing listens there.
    Refused,
    /// No connection for another reason.
    Connect,
    /// No secure connection.
    Tls(TlsFault),
    /// No answer in time.
    TimedOut,
    /// The connection broke before an answer.
    CutOff,
    /// The proxy wants a sign-in.
    ProxySignIn,
    /// The proxy does not let the connection through.
    ProxyRefused,
    /// The settings name a SOCKS proxy, which the program's clients do not speak to.
    ProxyUnsupported,
    /// The admin cancelled.
    Cancelled,
}

/// Why there is no secure connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TlsFault {
    /// The certificate's issuer is not trusted by this system.
    Untrusted,
    /// The certificate has expired, by this computer's clock.
    Expired,
    /// The certificate is not valid yet, by this computer's clock.
    NotYetValid,
    /// The certificate is another host's.
    WrongName,
    /// The certificate was withdrawn.
    Revoked,
    /// The certificate is refused for another reason.
    Certificate,
    /// The other side does not speak TLS.
    NotTls,
    /// The two sides did not come to terms.
    Handshake,
}

impl Failure {
    pub(super) fn new(
        error: &reqwest::Error,
        certificate: Option<Certificate>,
        proxy: Option<&Proxy>,
        now: DateTime<Utc>,
    ) -> Self {
        let kind = kind(error, certificate.as_ref(), now);
        Self {
            certificate: certificate.filter(|_| matches!(kind, FailureKind::Tls(_))),
            at: Some(now),
            ..Self::of(kind, proxy)
        }
    }

    pub(super) fn of(kind: FailureKind, proxy: Option<&Proxy>) -> Self {
        Self {
            kind,
            certificate: None,
            through_proxy: proxy.is_some(),
            at: None,
        }
    }

    pub(super) fn cancelled() -> Self {
        Self::of(FailureKind::Cancelled, None)
    }

    /// A certificate's fault, with what it says of itself.
    fn tls(&self, fault: TlsFault, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |time: DateTime<Utc>| time.format("%Y-%m-%d %H:%M UTC");
        f.write_str(match fault {
            TlsFault::Untrusted => "its certificate is not trusted by this system",
            TlsFault::Expired => "its certificate has expired",
            TlsFault::NotYetValid => "its certificate is not valid yet",
            TlsFault::WrongName => "its certificate is for another host",
            TlsFault::Revoked => "its certificate was withdrawn",
            TlsFault::Certificate => "its certificate was not accepted",
            TlsFault::NotTls => "what answered does not speak TLS",
            TlsFault::Handshake => "the TLS handshake failed",
        })?;
        let Some(certificate) = &self.certificate else {
            return Ok(());
        };
        match (fault, self.at) {
            (TlsFault::Expired, Some(now)) => {
                let (end, now) = (day(certificate.not_after), day(now));
                write!(f, " on {end}, and this computer's clock shows {now}")?;
            }
            (TlsFault::NotYetValid, Some(now)) => {
                let (start, now) = (day(certificate.not_before), day(now));
                write!(f, ": it begins on {start}, and this computer's clock shows {now}")?;
            }
            _ => {}
        }
        write!(f, "; it was issued by {}", certificate.issuer)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whose, whom) = if self.through_proxy {
            ("the proxy's name", "the proxy")
        } else {
            ("its name", "it")
        };
        match self.kind {
            FailureKind::Dns => write!(f, "{whose} could not be resolved"),
            FailureKind::Refused => write!(f, "the connection to {whom} was refused"),
            FailureKind::Connect => write!(f, "no connection to {whom} could be made"),
            FailureKind::Tls(fault) => self.tls(fault, f),
            FailureKind::TimedOut => f.write_str("there was no answer in time"),
            FailureKind::CutOff => f.write_str("the connection broke before an answer came"),
            FailureKind::ProxySignIn => {
                f.write_str("the proxy wants a sign-in; enter its user name and password on Settings")
            }
            FailureKind::ProxyRefused => f.write_str("the proxy does not let the connection through"),
            FailureKind::ProxyUnsupported => {
                f.write_str("the settings name a SOCKS proxy, and this program speaks to HTTP proxies only")
            }
            FailureKind::Cancelled => f.write_str("the check was cancelled"),
        }
    }
}

fn kind(error: &reqwest::Error, certificate: Option<&Certificate>, now: DateTime<Utc>) -> FailureKind {
    // A time-out while connecting is a time-out; a failed look-up is also a failure to connect.
    if error.is_timeout() {
        return FailureKind::TimedOut;
    }
    if let Some(error) = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return FailureKind::Tls(tls_fault(error, certificate, now));
    }
    if error.is_dns() {
        return FailureKind::Dns;
    }
    // The type of a proxy's refusal is not public; a test holds on to its words.
    if let Some(said) = causes(error)
        .map(ToString::to_string)
        .find_map(|text| text.strip_prefix("tunnel error: ").map(str::to_owned))
    {
        match said.as_str() {
            "proxy authorization required" => return FailureKind::ProxySignIn,
            "unsuccessful" => return FailureKind::ProxyRefused,
            _ => {}
        }
    }
    let refused = causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::ConnectionRefused);
    if refused {
        FailureKind::Refused
    } else if error.is_connect() {
        FailureKind::Connect
    } else {
        FailureKind::CutOff
    }
}

fn tls_fault(error: &rustls::Error, certificate: Option<&Certificate>, now: DateTime<Utc>) -> TlsFault {
    match error {
        rustls::Error::InvalidCertificate(fault) => match fault {
            CertificateError::UnknownIssuer => TlsFault::Untrusted,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsFault::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                TlsFault::NotYetValid
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsFault::WrongName
            }
            CertificateError::Revoked => TlsFault::Revoked,
            // Some systems give a number only; then the certificate itself may tell.
            _ => match certificate {
                Some(certificate) if certificate.not_after < now => TlsFault::Expired,
                Some(certificate) if certificate.not_before > now => TlsFault::NotYetValid,
                _ => TlsFault::Certificate,
            },
        },
        rustls::Error::InvalidMessage(_) => TlsFault::NotTls,
        _ => TlsFault::Handshake,
    }
}

/// An error and what caused it. `io::Error` hides what it wraps from `source`, so it is opened on the way.
fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error: &'e (dyn Error + 'static) = *error;
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn certificate(from: i64, to: i64) -> Certificate {
        let day = |days| DateTime::UNIX_EPOCH + TimeDelta::days(days);
        Certificate {
            issuer: "Example Proxy CA".to_owned(),
            not_before: day(from),
            not_after: day(to),
        }
    }

    #[test]
    fn a_certificate_explains_an_error_that_is_only_a_number() {
        let unknown = rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure);
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(100);
        for (shown, expected) in [
            (Some(certificate(1, 2)), TlsFault::Expired),
            (Some(certificate(200, 300)), TlsFault::NotYetValid),
            (Some(certificate(1, 300)), TlsFault::Certificate),
            (None, TlsFault::Certificate),
        ] {
            assert_eq!(tls_fault(&unknown, shown.as_ref(), now), expected);
        }
    }

    #[test]
    fn words_name_dates_issuer_and_proxy_and_end_without_a_full_stop() {
        let tls = |fault| Failure {
            kind: FailureKind::Tls(fault),
            certificate: Some(certificate(1, 2)),
            through_proxy: false,
            at: Some(DateTime::UNIX_EPOCH + TimeDelta::days(9)),
        };
        assert_eq!(
            tls(TlsFault::Expired).to_string(),
            "its certificate has expired on 1970-01-03 00:00 UTC, and this computer's clock shows 1970-01-10 00:00 UTC; \
             it was issued by Example Proxy CA"
        );
        assert_eq!(
            tls(TlsFault::NotYetValid).to_string(),
            "its certificate is not valid yet: it begins on 1970-01-02 00:00 UTC, and this computer's clock shows \
             1970-01-10 00:00 UTC; it was issued by Example Proxy CA"
        );
        assert_eq!(
            tls(TlsFault::Untrusted).to_string(),
            "its certificate is not trusted by this system; it was issued by Example Proxy CA"
        );
        for kind in [
            FailureKind::Dns,
            FailureKind::Refused,
            FailureKind::Connect,
            FailureKind::Tls(TlsFault::WrongName),
            FailureKind::Tls(TlsFault::Revoked),
            FailureKind::Tls(TlsFault::Certificate),
            FailureKind::Tls(TlsFault::NotTls),
            FailureKind::Tls(TlsFault::Handshake),
            FailureKind::TimedOut,
            FailureKind::CutOff,
            FailureKind::ProxySignIn,
            FailureKind::ProxyRefused,
            FailureKind::ProxyUnsupported,
            FailureKind::Cancelled,
        ] {
            let words = Failure::of(kind, None).to_string();
            assert!(!words.is_empty() && !words.ends_with('.'), "{words}");
        }
    }
}
