//! This computer: whether the services are reached, by whom the connection is read, and whether the clock is right.

use crate::evidence::{Evidence, Failure, Reach, ServiceFacts};
use crate::{Check, Source, StepId};

const STEP: StepId = StepId::Connection;
pub(super) const CLOCK: &str = "clock";

/// Entra and the API tolerate this many seconds between clocks.
/// <https://learn.microsoft.com/entra/identity-platform/access-tokens> names five minutes.
const TOLERATED_SECONDS: f64 = 300.0;

pub(super) fn checks(evidence: &Evidence) -> Vec<Check> {
    let Some(services) = &evidence.network else {
        return Vec::new();
    };
    let mut checks: Vec<Check> = services.iter().flat_map(reached).collect();
    checks.extend(clock(services));
    checks
}

fn ids(service: &ServiceFacts) -> (&'static str, &'static str, &'static str) {
    if service.name == "The API" {
        ("reach-api", "API reached", "tls-api")
    } else {
        ("reach-sign-in", "Sign-in service reached", "tls-sign-in")
    }
}

fn reached(service: &ServiceFacts) -> Vec<Check> {
    let (id, title, tls) = ids(service);
    let way = match &service.proxy {
        Some(proxy) => format!(" through the proxy {proxy}"),
        None => String::new(),
    };
    match &service.reach {
        Reach::Answered {
            latency_milliseconds,
            inspected_by,
            ..
        } => {
            let mut checks = vec![Check::ok(
                STEP,
                id,
                title,
                Source::Network,
                format!("{} answered in {latency_milliseconds:.0} ms{way}.", service.host),
            )];
            if let Some(issuer) = inspected_by {
                checks.push(
                    Check::ok(
                        STEP,
                        tls,
                        "TLS inspection",
                        Source::Network,
                        format!(
                            "The certificate of {} was issued by {issuer}: something on the way reads this connection. \
                             This system trusts it.",
                            service.host
                        ),
                    )
                    .remarked(),
                );
            }
            checks
        }
        Reach::Failed { failure, words } => vec![Check::wrong(
            STEP,
            id,
            title,
            Source::Network,
            format!(
                "{} at {} was not reached{way}: {words}.",
                service.name, service.host
            ),
            what_to_do(*failure),
        )],
    }
}

fn what_to_do(failure: Failure) -> &'static str {
    match failure {
        Failure::Dns => {
            "Check the network connection, DNS and the system's proxy settings. Behind a proxy that resolves names itself, \
             set the proxy in the system."
        }
        Failure::Connect => "Ask the network team to allow this host on port 443, or set the system's proxy.",
        Failure::Untrusted => {
            "If your company inspects TLS, its root certificate belongs into the system's trust store; ask the network team. \
             If it does not, do not sign in on this network."
        }
        Failure::Tls => {
            "Check this computer's clock, and whether a proxy or filter stands between. TLS 1.2 or newer must be allowed."
        }
        Failure::TimedOut => {
            "A firewall may drop the connection without a word. Ask the network team to allow this host on port 443."
        }
        Failure::Proxy => {
            "Ask the network team to let this host pass the proxy without a sign-in, or to name another proxy for the system."
        }
        Failure::Unexpected => {
            "A proxy's sign-in page or filter stands between. Open the address in a browser, sign in to the proxy, and try \
             again."
        }
    }
}

fn clock(services: &[ServiceFacts]) -> Option<Check> {
    let offset = services
        .iter()
        .filter_map(|service| match &service.reach {
            Reach::Answered {
                clock_offset_seconds, ..
            } => *clock_offset_seconds,
            Reach::Failed { .. } => None,
        })
        .max_by(|one, other| one.abs().total_cmp(&other.abs()))?;
    let title = "Clock";
    if offset.abs() < TOLERATED_SECONDS {
        return Some(Check::ok(
            STEP,
            CLOCK,
            title,
            Source::Network,
            format!(
                "This computer's clock and the service's differ by {:.0} s; five minutes are tolerated.",
                offset.abs()
            ),
        ));
    }
    // Positive: the service is ahead, so the local clock is behind.
    let side = if offset > 0.0 { "behind" } else { "ahead of" };
    Some(Check::wrong(
        STEP,
        CLOCK,
        title,
        Source::Network,
        format!(
            "This computer's clock is {:.0} minutes {side} the service's.",
            offset.abs() / 60.0
        ),
        "Set the clock, best by having the system synchronise it. Tokens are refused before they begin and after they end.",
    ))
}
