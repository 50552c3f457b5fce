//! Evidence in, marked steps out.

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::evidence::*;
use crate::guide::adviser::Access;
use crate::{AccountTypes, State, StepId, manifest};

mod after_sign_in;

const CLIENT: &str = "3f1c2a9e-0000-4b8e-8f57-9b0c5d2e7a41";
const TENANT: &str = "5a4d60c5-0000-4c1b-9a52-0d3b8f6e1c77";
const ALERT_READ: &str = "b2069dc0-9fe9-4e6d-9aca-ccf3dd503819";
const MACHINE_READ: &str = "fbd3d33a-b1f5-4573-906c-51b39682fbcf";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn services(reach: Reach) -> Vec<ServiceFacts> {
    ["The sign-in service", "The API"]
        .map(|name| ServiceFacts {
            name,
            host: "host.example".to_owned(),
            reach: reach.clone(),
            proxy: None,
        })
        .to_vec()
}

fn answered(offset: f64) -> Reach {
    Reach::Answered {
        latency_milliseconds: 20.4,
        clock_offset_seconds: Some(offset),
        inspected_by: None,
    }
}

/// A set-up in which everything is well.
fn good() -> Evidence {
    Evidence {
        profile: ProfileFacts {
            cloud: CloudChoice::Commercial,
            tenant: TENANT.to_owned(),
            client_id: CLIENT.to_owned(),
            wanted: vec!["Alert.Read".to_owned(), "Machine.Read".to_owned()],
            account_types: AccountTypes::OneOrganisation,
            needs_public_flows: false,
            access: Some(Access::UserContext),
            outside_plan: Vec::new(),
            custom_endpoints: false,
        },
        network: Some(services(answered(0.4))),
        discovery: Some(DiscoveryFacts::Found {
            tenant_id: Some(TENANT.to_owned()),
            cloud: Some(RecognisedCloud::Commercial),
            told_by: None,
        }),
        manifest: None,
        sign_in: Some((SignInFacts::Succeeded, now())),
        error_page: None,
        token: Some(token(&[])),
        api: Some(ApiFacts {
            operation: "List alerts".to_owned(),
            answer: ApiAnswer::Ok,
            sight: Sight::Something,
        }),
        now: now(),
    }
}

/// A token that lacks these of the wanted permissions.
fn token(missing: &[&str]) -> TokenFacts {
    let ok = |about| TokenVerdict {
        about,
        outcome: TokenOutcome::Ok,
        seen: "As it should be.".to_owned(),
        advice: None,
    };
    TokenFacts {
        audience: Some("https://api.securitycenter.microsoft.com".to_owned()),
        scopes: ["Alert.Read", "Machine.Read"]
            .into_iter()
            .filter(|name| !missing.contains(name))
            .map(str::to_owned)
            .collect(),
        missing: missing.iter().map(|&name| name.to_owned()).collect(),
        application_only: false,
        verdicts: [
            TokenAspect::Audience,
            TokenAspect::Tenant,
            TokenAspect::Application,
            TokenAspect::Delegated,
            TokenAspect::Lifetime,
        ]
        .map(ok)
        .to_vec(),
        fresh: true,
        gained: Vec::new(),
    }
}

fn problem(token: &mut TokenFacts, about: TokenAspect) {
    let verdict = token
        .verdicts
        .iter_mut()
        .find(|verdict| verdict.about == about)
        .unwrap();
    verdict.outcome = TokenOutcome::Problem;
    verdict.advice = Some("Do this.".to_owned());
}

fn refusal(number: u32, areas: &[Area]) -> Refusal {
    Refusal {
        error: "invalid_grant".to_owned(),
        aadsts: Some(number),
        areas: areas.to_vec(),
        meaning: (!areas.is_empty()).then(|| "It is so.".to_owned()),
        advice: (!areas.is_empty()).then(|| "Do this.".to_owned()),
        ..Refusal::default()
    }
}

fn refused(number: u32, areas: &[Area]) -> Evidence {
    Evidence {
        sign_in: Some((SignInFacts::Refused(refusal(number, areas)), now())),
        token: None,
        api: None,
        ..good()
    }
}

/// A manifest that lists these delegated permissions and this redirect URI.
fn pasted(scopes: &[&str], platform: &str) -> Option<(manifest::Manifest, DateTime<Utc>)> {
    let access: Vec<String> = scopes
        .iter()
        .map(|id| format!(r#"{{"id":"{id}","type":"Scope"}}"#))
        .collect();
    let text = format!(
        r#"{{"appId":"{CLIENT}","signInAudience":"AzureADMyOrg","isFallbackPublicClient":false,
            "publicClient":{{"redirectUris":[]}},"web":{{"redirectUris":[]}},"spa":{{"redirectUris":[]}},
            "{platform}":{{"redirectUris":["http://localhost"]}},"passwordCredentials":[],"keyCredentials":[],
            "requiredResourceAccess":[{{"resourceAppId":"fc780465-2017-40d4-a0c5-307022471b92",
            "resourceAccess":[{}]}}]}}"#,
        access.join(",")
    );
    // The platform that is named twice keeps its second value, as JSON readers do.
    Some((manifest::read(&text).unwrap(), now() - TimeDelta::minutes(1)))
}

#[track_caller]
fn assert_only(evidence: &Evidence, wrong: StepId) -> Diagnosis {
    let diagnosis = diagnose(evidence);
    let marked: Vec<StepId> = StepId::ALL
        .into_iter()
        .filter(|step| diagnosis.state(*step) == State::Wrong)
        .collect();
    assert_eq!(marked, [wrong], "{:#?}", diagnosis.checks);
    let cause = diagnosis.cause.clone().unwrap();
    assert_eq!((cause.step, cause.certain), (wrong, true));
    assert!(!cause.what.is_empty() && !cause.fix.is_empty());
    diagnosis
}

#[test]
fn all_is_well() {
    let diagnosis = diagnose(&good());
    for step in StepId::ALL {
        assert_eq!(diagnosis.state(step), State::Ok, "{step:?}");
    }
    assert_eq!(diagnosis.cause, None);
}

#[test]
fn nothing_is_marked_without_evidence() {
    let evidence = Evidence {
        network: None,
        discovery: None,
        sign_in: None,
        token: None,
        api: None,
        profile: ProfileFacts {
            access: None,
            ..good().profile
        },
        ..good()
    };
    let diagnosis = diagnose(&evidence);
    assert_eq!(diagnosis.cause, None);
    for step in [StepId::Connection, StepId::Access, StepId::Cloud, StepId::TryIt] {
        assert_eq!(diagnosis.state(step), State::NotChecked, "{step:?}");
    }
    // What was entered is known to have the right form; the switch is known not to be needed.
    assert_eq!(diagnosis.state(StepId::Ids), State::Ok);
    assert_eq!(diagnosis.state(StepId::PublicClient), State::Ok);
}

#[test]
fn before_the_registration_the_next_thing_to_do_is_named() {
    let evidence = Evidence {
        sign_in: None,
        token: None,
        api: None,
        profile: ProfileFacts {
            client_id: String::new(),
            ..good().profile
        },
        ..good()
    };
    let cause = diagnose(&evidence).cause.unwrap();
    assert_eq!((cause.step, cause.certain), (StepId::Ids, false));
    assert!(cause.fix.contains("step 4"), "{}", cause.fix);
}

#[test]
fn a_service_that_is_not_reached_explains_everything_that_was_not_answered() {
    for failure in [
        Failure::Dns,
        Failure::Connect,
        Failure::Untrusted,
        Failure::Tls,
        Failure::TimedOut,
        Failure::Proxy,
        Failure::Unexpected,
    ] {
        let evidence = Evidence {
            network: Some(services(Reach::Failed {
                failure,
                words: "the system's words".to_owned(),
            })),
            discovery: Some(DiscoveryFacts::NotReached("no answer".to_owned())),
            sign_in: Some((SignInFacts::NotReached("no answer".to_owned()), now())),
            token: None,
            api: None,
            ..good()
        };
        let diagnosis = assert_only(&evidence, StepId::Connection);
        let shown: Vec<&str> = diagnosis
            .checks
            .iter()
            .filter(|check| check.step == StepId::Connection)
            .map(|check| check.id)
            .collect();
        assert_eq!(shown, ["reach-sign-in", "reach-api"], "{failure:?}");
    }
}

#[test]
fn a_clock_that_is_twenty_minutes_off_explains_a_token_that_seems_invalid() {
    let mut evidence = Evidence {
        network: Some(services(answered(1200.0))),
        ..good()
    };
    let mut token = token(&[]);
    problem(&mut token, TokenAspect::Lifetime);
    evidence.token = Some(token);
    evidence.api = Some(ApiFacts {
        operation: "List alerts".to_owned(),
        answer: ApiAnswer::Unauthorized("The token is not valid yet".to_owned()),
        sight: Sight::Something,
    });
    let diagnosis = assert_only(&evidence, StepId::Connection);
    assert!(diagnosis.cause.unwrap().what.contains("20 minutes behind"));
    evidence.network = Some(services(answered(-1200.0)));
    assert!(diagnose(&evidence).cause.unwrap().what.contains("ahead of"));
}

#[test]
fn a_clock_within_five_minutes_is_tolerated() {
    let evidence = Evidence {
        network: Some(services(answered(290.0))),
        ..good()
    };
    assert_eq!(diagnose(&evidence).state(StepId::Connection), State::Ok);
}

#[test]
fn an_inspecting_proxy_that_is_trusted_is_a_remark() {
    let evidence = Evidence {
        network: Some(services(Reach::Answered {
            latency_milliseconds: 9.0,
            clock_offset_seconds: None,
            inspected_by: Some("Example Inspection CA".to_owned()),
        })),
        ..good()
    };
    let diagnosis = diagnose(&evidence);
    assert_eq!(diagnosis.state(StepId::Connection), State::Ok);
    let seen = |check: &&Check| check.remark && check.seen.contains("Example Inspection CA");
    assert_eq!(diagnosis.checks.iter().filter(seen).count(), 2);
}

#[test]
fn a_tenant_in_another_cloud_is_named_with_both_clouds() {
    let mut evidence = good();
    evidence.discovery = Some(DiscoveryFacts::Found {
        tenant_id: None,
        cloud: Some(RecognisedCloud::GccHigh),
        told_by: Some("tenant_region_sub_scope DODCON".to_owned()),
    });
    let what = assert_only(&evidence, StepId::Cloud).cause.unwrap().what;
    for part in ["the commercial cloud", "GCC High", "DODCON"] {
        assert!(what.contains(part), "{what}");
    }
    evidence.profile.custom_endpoints = true;
    assert_eq!(
        diagnose(&evidence).cause,
        None,
        "endpoints of one's own are meant"
    );
    evidence.profile.custom_endpoints = false;
    evidence.profile.cloud = CloudChoice::GccHigh;
    assert_eq!(diagnose(&evidence).state(StepId::Cloud), State::Ok);
}

#[test]
fn every_area_of_a_refusal_has_its_step() {
    for (area, step) in [
        (Area::Tenant, StepId::Cloud),
        (Area::Client, StepId::Ids),
        (Area::Redirect, StepId::Register),
        (Area::PublicClient, StepId::PublicClient),
        (Area::Permissions, StepId::Api),
        (Area::Licence, StepId::Api),
        (Area::Consent, StepId::Consent),
        (Area::Account, StepId::Roles),
        (Area::ConditionalAccess, StepId::TryIt),
        (Area::Program, StepId::TryIt),
        (Area::Session, StepId::TryIt),
    ] {
        assert_only(&refused(70_000, &[area]), step);
    }
}

#[test]
fn a_passing_fault_and_an_unknown_number_are_not_marked_wrong() {
    for (number, areas) in [(90_033, &[Area::Transient][..]), (4_711, &[])] {
        let cause = diagnose(&refused(number, areas)).cause.unwrap();
        assert_eq!((cause.step, cause.certain), (StepId::TryIt, false));
        assert!(cause.what.contains(&format!("AADSTS{number}")), "{}", cause.what);
    }
}

#[test]
fn an_unknown_number_comes_with_entras_words_and_the_page_to_read() {
    let refusal = Refusal {
        message: "Something that nobody has written down yet.".to_owned(),
        link: Some("https://login.microsoftonline.com/error?code=4711".to_owned()),
        ..refusal(4_711, &[])
    };
    let evidence = Evidence {
        error_page: Some(refusal),
        ..good()
    };
    let cause = diagnose(&evidence).cause.unwrap();
    assert!(cause.what.contains("nobody has written down"), "{}", cause.what);
    assert!(cause.fix.contains("error?code=4711"), "{}", cause.fix);
}

#[test]
fn the_manifest_decides_between_two_places() {
    let areas = [Area::PublicClient, Area::Redirect];
    let mut evidence = refused(7_000_218, &areas);
    evidence.manifest = pasted(&[ALERT_READ, MACHINE_READ], "web");
    assert_only(&evidence, StepId::Register);
    assert_only(&refused(7_000_218, &areas), StepId::PublicClient);
}

#[test]
fn a_browser_that_does_not_come_back_asks_for_the_page_and_the_page_answers() {
    let mut evidence = Evidence {
        sign_in: Some((SignInFacts::NoAnswer, now())),
        token: None,
        api: None,
        ..good()
    };
    let cause = diagnose(&evidence).cause.unwrap();
    assert_eq!((cause.step, cause.certain), (StepId::TryIt, false));
    assert!(cause.fix.contains("paste"));
    evidence.error_page = Some(refusal(50_011, &[Area::Redirect]));
    let diagnosis = assert_only(&evidence, StepId::Register);
    assert_eq!(diagnosis.state(StepId::TryIt), State::NotChecked);
}

#[test]
fn the_wrong_api_is_named_from_the_list_in_the_answer() {
    let mut refusal = refusal(650_057, &[Area::Permissions]);
    refusal.valid_resources = vec![crate::MICROSOFT_THREAT_PROTECTION.to_owned()];
    let evidence = Evidence {
        sign_in: Some((SignInFacts::Refused(refusal), now())),
        token: None,
        api: None,
        ..good()
    };
    let fix = assert_only(&evidence, StepId::Api).cause.unwrap().fix;
    assert!(fix.contains("Microsoft Threat Protection"), "{fix}");
}

#[test]
fn a_refused_renewal_is_placed_like_a_refused_sign_in() {
    let evidence = Evidence {
        sign_in: Some((
            SignInFacts::RenewalRefused(refusal(700_082, &[Area::Session])),
            now(),
        )),
        ..good()
    };
    assert_only(&evidence, StepId::TryIt);
}
