//! From the words of `entra`, `token` and the probe to the words of evidence.
//!
//! Invariant: nothing secret crosses. Of a refusal its texts, of a token its claims and verdicts.

use super::evidence::Taken;
use crate::probe::{FailureKind, Outcome, Probe, Reached, TlsFault};
use crate::session::Session;
use crate::settings::Profile;
use chrono::{DateTime, Utc};
use contract::CloudId;
use entra::aadsts;
use entra::discovery::{CloudHint, DiscoveryError, TenantMetadata};
use entra::error_page::ErrorPage;
use entra::{DeviceSignInError, EntraError, SignInError, TokenError};
use registration::evidence::{
    Area, CloudChoice, DiscoveryFacts, Failure, Reach, RecognisedCloud, Refusal, ServiceFacts, SignInFacts,
    TokenAspect, TokenFacts, TokenOutcome, TokenVerdict,
};

pub(super) fn cloud(id: CloudId) -> CloudChoice {
    match id {
        CloudId::Sandbox => CloudChoice::Sandbox,
        CloudId::Commercial => CloudChoice::Commercial,
        CloudId::Gcc => CloudChoice::Gcc,
        CloudId::GccHigh => CloudChoice::GccHigh,
        CloudId::Dod => CloudChoice::Dod,
    }
}

pub(super) fn discovery(found: Result<TenantMetadata, DiscoveryError>) -> DiscoveryFacts {
    match found {
        Ok(metadata) => DiscoveryFacts::Found {
            cloud: entra::discovery::recognised_cloud(&metadata).map(recognised),
            told_by: told_by(&metadata),
            tenant_id: metadata.tenant_id,
        },
        Err(error) => match error.entra() {
            Some(refused) => DiscoveryFacts::Refused(refusal(refused)),
            None => DiscoveryFacts::NotReached(error.to_string()),
        },
    }
}

fn recognised(hint: CloudHint) -> RecognisedCloud {
    match hint {
        CloudHint::Commercial => RecognisedCloud::Commercial,
        CloudHint::Gcc => RecognisedCloud::Gcc,
        CloudHint::GccHigh => RecognisedCloud::GccHigh,
        CloudHint::Dod => RecognisedCloud::Dod,
        CloudHint::UsGovernment => RecognisedCloud::UsGovernment,
        CloudHint::China => RecognisedCloud::China,
    }
}

/// The member of the metadata that says most about the cloud.
fn told_by(metadata: &TenantMetadata) -> Option<String> {
    let named = |name: &str, value: &Option<String>| {
        let value = value.as_deref().filter(|value| !value.is_empty())?;
        Some(format!("{name} {value}"))
    };
    named("tenant_region_sub_scope", &metadata.region_sub_scope)
        .or_else(|| named("cloud_instance_name", &metadata.cloud_instance))
        .or_else(|| named("tenant_region_scope", &metadata.region_scope))
}

/// How a sign-in ended badly.
pub(crate) fn sign_in(error: &SignInError) -> SignInFacts {
    match error {
        // Whoever sees an error page presses Cancel rather than wait five minutes.
        SignInError::Cancelled | SignInError::TimedOut => SignInFacts::NoAnswer,
        SignInError::NoListener(_) | SignInError::NoBrowser(_) => SignInFacts::NotReached(error.to_string()),
        SignInError::Refused(refused) => SignInFacts::Refused(refusal(refused)),
        SignInError::Untrusted(what) => SignInFacts::Untrusted(what.to_string()),
        SignInError::Token(error) => match error.entra() {
            Some(refused) => SignInFacts::Refused(refusal(refused)),
            None => SignInFacts::NotReached(error.to_string()),
        },
    }
}

/// How a sign-in with a device code ended badly.
pub(crate) fn device_sign_in(error: &DeviceSignInError) -> SignInFacts {
    match error {
        // Whoever sees an error page in place of a question presses Cancel, or lets the code end.
        DeviceSignInError::Cancelled | DeviceSignInError::Expired(_) => SignInFacts::NoAnswer,
        DeviceSignInError::Declined(refused)
        | DeviceSignInError::BadCode(refused)
        | DeviceSignInError::Refused(refused) => SignInFacts::Refused(refusal(refused)),
        DeviceSignInError::Untrusted(what) => SignInFacts::Untrusted(what.to_string()),
        DeviceSignInError::NoCode(error) | DeviceSignInError::Token(error) => match error.entra() {
            Some(refused) => SignInFacts::Refused(refusal(refused)),
            None => SignInFacts::NotReached(error.to_string()),
        },
    }
}

/// How a renewal ended badly.
pub(crate) fn renewal(error: &TokenError) -> SignInFacts {
    match error.entra() {
        Some(refused) => SignInFacts::RenewalRefused(refusal(refused)),
        None => SignInFacts::NotReached(error.to_string()),
    }
}

fn refusal(error: &EntraError) -> Refusal {
    // An answer may list APIs, too: it is read as a pasted page would be.
    let listed = entra::error_page::read(&format!(
        "AADSTS{}: {}",
        error.aadsts.unwrap_or_default(),
        error.description
    ))
    .map(|page| page.named.listed_resources)
    .unwrap_or_default();
    Refusal {
        error: error.error.clone(),
        suberror: error.suberror.clone().or_else(|| error.error_subcode.clone()),
        message: error.description.clone(),
        valid_resources: listed,
        ..explained(error.aadsts)
    }
}

/// A pasted error page.
pub(super) fn error_page(page: &ErrorPage) -> Refusal {
    Refusal {
        error: page.error.clone().unwrap_or_default(),
        suberror: page.error_subcode.clone(),
        message: page.message.clone().unwrap_or_default(),
        valid_resources: page.named.listed_resources.clone(),
        ..explained(page.number)
    }
}

fn explained(number: Option<u32>) -> Refusal {
    let known = number.and_then(aadsts::explain);
    Refusal {
        aadsts: number,
        areas: known
            .map(|known| known.steps.iter().map(|step| area(*step)).collect())
            .unwrap_or_default(),
        meaning: known.map(|known| known.meaning.clone()),
        advice: known.map(|known| known.advice.clone()),
        link: number.map(aadsts::link),
        ..Refusal::default()
    }
}

fn area(step: aadsts::Step) -> Area {
    use aadsts::Step;
    match step {
        Step::Tenant => Area::Tenant,
        Step::Client => Area::Client,
        Step::Redirect => Area::Redirect,
        Step::PublicClient => Area::PublicClient,
        Step::Permissions => Area::Permissions,
        Step::Consent => Area::Consent,
        Step::Licence => Area::Licence,
        Step::Account => Area::Account,
        Step::ConditionalAccess => Area::ConditionalAccess,
        Step::Program => Area::Program,
        Step::Session => Area::Session,
        Step::Transient => Area::Transient,
    }
}

pub(super) fn service(name: &'static str, probe: &Probe) -> ServiceFacts {
    let reach = match &probe.outcome {
        Outcome::Reached(reached) => match unexpected(probe, reached) {
            Some(words) => Reach::Failed {
                failure: Failure::Unexpected,
                words,
            },
            None => Reach::Answered {
                latency_milliseconds: reached.latency.as_secs_f64() * 1000.0,
                clock_offset_seconds: reached
                    .clock_offset
                    .map(|offset| offset.num_milliseconds() as f64 / 1000.0),
                inspected_by: reached.inspected_by().map(str::to_owned),
            },
        },
        Outcome::Failed(failed) => Reach::Failed {
            failure: failure(failed.kind),
            words: failed.to_string(),
        },
    };
    ServiceFacts {
        name,
        host: probe.host(),
        reach,
        proxy: probe.proxy.as_ref().map(ToString::to_string),
    }
}

/// What shows that something else answered: neither service has a page or another host for what is asked of it. A page
/// with an error status may be the service's own front.
fn unexpected(probe: &Probe, reached: &Reached) -> Option<String> {
    if let Some(host) = &reached.redirect_host
        && probe.url.host_str() != Some(host.as_str())
    {
        return Some(format!("what answered sends on to {host}"));
    }
    // 511 is what a network answers that wants a sign-in first (RFC 6585).
    let page = reached.web_page && (reached.status < 400 || reached.status == 511);
    page.then(|| "a web page came instead of the service's answer".to_owned())
}

fn failure(kind: FailureKind) -> Failure {
    match kind {
        FailureKind::Dns => Failure::Dns,
        FailureKind::Refused | FailureKind::Connect | FailureKind::CutOff | FailureKind::Cancelled => {
            Failure::Connect
        }
        FailureKind::Tls(TlsFault::Untrusted | TlsFault::WrongName | TlsFault::Revoked) => Failure::Untrusted,
        FailureKind::Tls(
            TlsFault::Expired
            | TlsFault::NotYetValid
            | TlsFault::Certificate
            | TlsFault::NotTls
            | TlsFault::Handshake,
        ) => Failure::Tls,
        FailureKind::TimedOut => Failure::TimedOut,
        FailureKind::ProxySignIn | FailureKind::ProxyRefused | FailureKind::ProxyUnsupported => {
            Failure::Proxy
        }
    }
}

/// What the session's token says; `None` where it is no JWT, which Microsoft allows.
pub(super) fn token_facts(
    session: &Session,
    profile: &Profile,
    taken: &Taken,
    now: DateTime<Utc>,
) -> Option<TokenFacts> {
    let decoded = session.decoded().ok()?;
    let expectation = session.expectation(profile);
    let verdicts = token::verdicts(&decoded, &expectation, now, session.clock_offset());
    let missing = token::scopes(&decoded, &profile.wanted_permissions)
        .into_iter()
        .filter(|row| row.state == token::ScopeState::Missing)
        .map(|row| row.permission)
        .collect();
    let scopes: Vec<String> = decoded.words("scp").into_iter().map(str::to_owned).collect();
    Some(TokenFacts {
        audience: decoded.text("aud").map(str::to_owned),
        application_only: scopes.is_empty() && !decoded.words("roles").is_empty(),
        scopes,
        missing,
        verdicts: verdicts.into_iter().map(verdict).collect(),
        fresh: taken.fresh_token.is_some(),
        gained: taken.gained.clone(),
    })
}

/// The permissions in the session's token, or those of the token response where it cannot be decoded.
pub(super) fn scopes_of(session: &Session) -> Vec<String> {
    match session.decoded() {
        Ok(decoded) => decoded.words("scp").into_iter().map(str::to_owned).collect(),
        Err(_) => session.scopes(),
    }
}

fn verdict(verdict: token::Verdict) -> TokenVerdict {
    use token::VerdictId;
    TokenVerdict {
        about: match verdict.id {
            VerdictId::Audience => TokenAspect::Audience,
            VerdictId::Tenant => TokenAspect::Tenant,
            VerdictId::Application => TokenAspect::Application,
            VerdictId::Delegated => TokenAspect::Delegated,
            VerdictId::Permissions => TokenAspect::Permissions,
            VerdictId::Lifetime => TokenAspect::Lifetime,
            VerdictId::Clock => TokenAspect::Clock,
            VerdictId::ClientType => TokenAspect::ClientType,
            VerdictId::Authentication => TokenAspect::Authentication,
        },
        outcome: match verdict.outcome {
            token::Outcome::Ok => TokenOutcome::Ok,
            token::Outcome::Warning => TokenOutcome::Warning,
            token::Outcome::Problem => TokenOutcome::Problem,
            token::Outcome::CannotTell => TokenOutcome::CannotTell,
        },
        seen: verdict.seen,
        advice: verdict.advice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_number_brings_its_explanation_and_an_unknown_one_a_link() {
        let known = explained(Some(50_011));
        assert_eq!(known.areas, [Area::Redirect]);
        assert!(known.meaning.is_some() && known.advice.is_some());
        let unknown = explained(Some(4_711));
        assert!(unknown.areas.is_empty() && unknown.meaning.is_none());
        assert!(unknown.link.unwrap().ends_with("code=4711"));
    }

    #[test]
    fn apis_that_an_answer_lists_are_found() {
        let error = EntraError {
            error: "invalid_client".to_owned(),
            aadsts: Some(650_057),
            description: "Invalid resource. List of valid resources from app registration: \
                          8ee8fdad-f234-4243-8f3b-15c294843740."
                .to_owned(),
            ..EntraError::default()
        };
        assert_eq!(
            refusal(&error).valid_resources,
            ["8ee8fdad-f234-4243-8f3b-15c294843740"]
        );
    }

    #[test]
    fn a_browser_that_was_left_or_never_answered_says_the_same() {
        for error in [SignInError::Cancelled, SignInError::TimedOut] {
            assert!(matches!(sign_in(&error), SignInFacts::NoAnswer));
        }
    }
}
