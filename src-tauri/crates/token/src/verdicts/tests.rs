//! Kinds of tokens against verdicts.

use chrono::TimeDelta;
use serde_json::json;
use test_support::{AUDIENCE, CLIENT_ID, DefenderToken, OTHER_TENANT_ID, TENANT_ID, now};

use super::*;
use crate::decode;

fn expectation() -> Expectation {
    Expectation {
        audiences: vec![AUDIENCE.to_owned()],
        tenant_id: Some(TENANT_ID.to_owned()),
        client_id: Some(CLIENT_ID.to_owned()),
        wanted: vec!["Alert.Read".to_owned(), "Machine.Read".to_owned()],
    }
}

fn all(token: &DefenderToken, expected: &Expectation) -> Vec<Verdict> {
    verdicts(
        &decode(&token.build()).unwrap(),
        expected,
        now(),
        Some(TimeDelta::zero()),
    )
}

fn one(token: &DefenderToken, expected: &Expectation, id: VerdictId) -> Verdict {
    all(token, expected)
        .into_iter()
        .find(|verdict| verdict.id == id)
        .unwrap()
}

/// Outcome, and words that must occur in what was seen and what is advised.
#[track_caller]
fn check(token: &DefenderToken, id: VerdictId, outcome: Outcome, words: &[&str]) {
    check_against(token, &expectation(), id, outcome, words);
}

#[track_caller]
fn check_against(
    token: &DefenderToken,
    expected: &Expectation,
    id: VerdictId,
    outcome: Outcome,
    words: &[&str],
) {
    let verdict = one(token, expected, id);
    assert_eq!(verdict.outcome, outcome, "{verdict:?}");
    let text = format!("{} {}", verdict.seen, verdict.advice.clone().unwrap_or_default());
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
    assert_eq!(
        verdict.advice.is_none(),
        outcome == Outcome::Ok,
        "advice goes with everything but Ok: {verdict:?}"
    );
}

fn good() -> DefenderToken {
    DefenderToken::delegated()
}

#[test]
fn verdicts_come_in_the_order_in_which_a_failure_explains_the_rest() {
    let ids: Vec<VerdictId> = all(&good(), &expectation())
        .iter()
        .map(|verdict| verdict.id)
        .collect();
    let mut sorted = ids.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(ids, sorted);
    assert_eq!(ids.len(), 9);
    assert_eq!(ids[0], VerdictId::Audience);
}

#[test]
fn a_good_token_passes_every_check() {
    for verdict in all(&good(), &expectation()) {
        assert_eq!(verdict.outcome, Outcome::Ok, "{verdict:?}");
        assert_eq!(verdict.advice, None);
        assert!(verdict.seen.ends_with('.'), "{verdict:?}");
    }
}

#[test]
fn a_token_without_claims_gets_a_verdict_for_every_check() {
    let token = Token::default();
    for verdict in verdicts(&token, &Expectation::default(), now(), None) {
        assert!(
            matches!(verdict.outcome, Outcome::Problem | Outcome::CannotTell),
            "{verdict:?}"
        );
        assert!(verdict.advice.is_some());
    }
}

#[test]
fn every_kind_of_audience_gets_its_own_words() {
    use Outcome::{CannotTell, Ok, Problem, Warning};
    let id = VerdictId::Audience;
    for (aud, outcome, words) in [
        (
            "https://api.securitycenter.microsoft.com/",
            Ok,
            "The token is for",
        ),
        ("HTTPS://API.securitycenter.microsoft.com", Ok, "The token is for"),
        ("00000003-0000-0000-c000-000000000000", Problem, "Microsoft Graph"),
        (
            "https://graph.microsoft.com",
            Problem,
            "https://api.securitycenter.microsoft.com/.default",
        ),
        ("https://graph.microsoft.us/", Problem, "Microsoft Graph"),
        ("https://api.security.microsoft.com", Problem, "Defender XDR"),
        (
            "8ee8fdad-f234-4243-8f3b-15c294843740",
            Problem,
            "Microsoft Threat Protection",
        ),
        ("https://publicapi-prd.trafficmanager.net", Problem, "403"),
        (
            "https://userrequestsgraphapi-prd.trafficmanager.net/",
            Problem,
            "internal address",
        ),
        ("https://trafficmanager.net.example", Problem, "another API"),
        ("https://api-gov.securitycenter.microsoft.us", Problem, "GCC High"),
        ("https://api.securitycenter.windows.com", Warning, "older name"),
        (
            "https://securitycenter.onmicrosoft.com/windowsatpservice",
            Warning,
            "older name",
        ),
        (
            "fc780465-2017-40d4-a0c5-307022471b92",
            CannotTell,
            "not documented",
        ),
        (
            "https://api-us.securitycenter.microsoft.com",
            CannotTell,
            "not documented",
        ),
        (
            "https://management.core.windows.net/",
            Problem,
            "Azure Resource Manager",
        ),
        (CLIENT_ID, Problem, "id token"),
        (
            "a1b2c3d4-1111-4222-8333-944445555666",
            Problem,
            "the application a1b2c3d4",
        ),
        ("https://something.example", Problem, "another API"),
    ] {
        check(&good().with_aud(aud), id, outcome, &[words]);
    }
    check(&good().without("aud"), id, Problem, &["no `aud`"]);
    check(
        &good().with("aud", json!(["a", "b"])),
        id,
        Problem,
        &["2 audiences"],
    );
    check(&good().with("aud", json!([AUDIENCE])), id, Ok, &[]);
}

#[test]
fn audience_of_another_cloud_names_the_scope_of_the_profiles_cloud() {
    let gov = Expectation {
        audiences: vec!["https://api-gov.securitycenter.microsoft.us".to_owned()],
        ..expectation()
    };
    let words = [
        "worldwide",
        "https://api-gov.securitycenter.microsoft.us/.default",
    ];
    check_against(&good(), &gov, VerdictId::Audience, Outcome::Problem, &words);
}

#[test]
fn audience_without_a_profile_is_known_by_itself() {
    check_against(
        &good(),
        &Expectation::default(),
        VerdictId::Audience,
        Outcome::Ok,
        &["Defender for Endpoint API"],
    );
}

#[test]
fn the_tenant_is_compared_by_id_and_must_agree_with_the_issuer() {
    let id = VerdictId::Tenant;
    check(
        &good().with_tenant(OTHER_TENANT_ID),
        id,
        Outcome::Problem,
        &[OTHER_TENANT_ID, TENANT_ID, "guest"],
    );
    check(
        &good().with_tenant("9188040d-6c67-4c5b-b112-36a304b66dad"),
        id,
        Outcome::Problem,
        &["personal"],
    );
    check(
        &good().with("iss", "https://sts.windows.net/else/"),
        id,
        Outcome::Problem,
        &["do not belong together"],
    );
    check(&good().without("iss"), id, Outcome::Problem, &["no issuer"]);
    check(
        &good().without("tid"),
        id,
        Outcome::CannotTell,
        &["does not name a tenant"],
    );
    let domain = Expectation {
        tenant_id: Some("sandbox.example".to_owned()),
        ..expectation()
    };
    check_against(
        &good(),
        &domain,
        id,
        Outcome::CannotTell,
        &["sandbox.example", TENANT_ID],
    );
    let none = Expectation {
        tenant_id: None,
        ..expectation()
    };
    check_against(&good(), &none, id, Outcome::CannotTell, &[TENANT_ID]);
    let upper = Expectation {
        tenant_id: Some(TENANT_ID.to_uppercase()),
        ..expectation()
    };
    check_against(&good(), &upper, id, Outcome::Ok, &[]);
}

#[test]
fn another_application_is_named_under_either_claim() {
    let id = VerdictId::Application;
    let cli = good().with("appid", "04b07795-8ddb-461a-bbee-02f9e1bf7b46");
    check(&cli, id, Outcome::Problem, &["Azure CLI", CLIENT_ID]);
    check(
        &good().without("appid").with("azp", CLIENT_ID),
        id,
        Outcome::Ok,
        &[CLIENT_ID],
    );
    check(&good().without("appid"), id, Outcome::CannotTell, &["azp"]);
    let none = Expectation {
        client_id: None,
        ..expectation()
    };
    check_against(&good(), &none, id, Outcome::CannotTell, &[CLIENT_ID]);
}

#[test]
fn access_without_a_person_is_told_from_missing_consent() {
    let id = VerdictId::Delegated;
    check(
        &DefenderToken::app_only(),
        id,
        Outcome::Problem,
        &["Alert.Read.All", "client credentials"],
    );
    check(
        &good().without("scp"),
        id,
        Outcome::Problem,
        &["nothing was consented"],
    );
    check(
        &good().with_scp(""),
        id,
        Outcome::Problem,
        &["nothing was consented"],
    );
    check(
        &good().without("scp").with("idtyp", "app"),
        id,
        Outcome::Problem,
        &["acts for the application"],
    );
    check(
        &good().with_scp("user_impersonation"),
        id,
        Outcome::Warning,
        &["Azure CLI"],
    );
    check(
        &good().with("roles", json!(["secop"])),
        id,
        Outcome::Ok,
        &["secop", "assigned to the person"],
    );
}

#[test]
fn wanted_permissions_that_are_missing_are_named_with_the_reason() {
    let id = VerdictId::Permissions;
    check(
        &good().with_scp("machine.read ALERT.READ Extra.Read"),
        id,
        Outcome::Ok,
        &["2 of 2"],
    );
    check(
        &good().with_scp("Alert.ReadWrite Machine.Read"),
        id,
        Outcome::Ok,
        &["Alert.Read through Alert.ReadWrite"],
    );
    check(
        &good().with_scp("Alert.Read"),
        id,
        Outcome::Problem,
        &["1 of 2", "Machine.Read", "grant consent"],
    );
    check(
        &good().with_scp("Alert.Read Machine.Read.All"),
        id,
        Outcome::Problem,
        &["application permission", "Machine.Read"],
    );
    check(
        &DefenderToken::app_only(),
        id,
        Outcome::Problem,
        &["2 of 2", "application permission"],
    );
    check(
        &good().without("scp"),
        id,
        Outcome::Problem,
        &["See Delegated access"],
    );
    check(
        &good().with_scp("user_impersonation"),
        id,
        Outcome::Problem,
        &["Microsoft's own clients"],
    );
    let nothing = Expectation {
        wanted: Vec::new(),
        ..expectation()
    };
    check_against(&good(), &nothing, id, Outcome::CannotTell, &["2 permissions"]);
}

#[test]
fn a_token_that_ended_or_has_not_begun_is_a_problem() {
    let id = VerdictId::Lifetime;
    let at = |seconds: i64| now().timestamp() + seconds;
    check(&good(), id, Outcome::Ok, &["1 hour 15 minutes"]);
    check(
        &good().with("exp", at(26 * 3600)),
        id,
        Outcome::Ok,
        &["1 day 2 hours"],
    );
    check(
        &good().with("exp", at(0)),
        id,
        Outcome::Problem,
        &["ended 0 seconds ago"],
    );
    check(
        &good().with("exp", at(-7200)),
        id,
        Outcome::Problem,
        &["ended 2 hours ago"],
    );
    check(&good().with("exp", at(61)), id, Outcome::Warning, &["1 minute"]);
    check(&good().with("nbf", at(299)), id, Outcome::Ok, &[]);
    check(
        &good().with("nbf", at(1800)),
        id,
        Outcome::Problem,
        &["30 minutes"],
    );
    check(&good().without("exp"), id, Outcome::CannotTell, &["exp"]);
}

#[test]
fn lifetime_goes_by_the_services_clock() {
    let token = decode(&good().build()).unwrap();
    let lifetime = |offset| validity::lifetime(&token, now(), offset).outcome;
    assert_eq!(lifetime(None), Outcome::Ok);
    assert_eq!(lifetime(Some(TimeDelta::hours(2))), Outcome::Problem);
    assert_eq!(
        lifetime(Some(TimeDelta::MAX)),
        Outcome::Ok,
        "an offset beyond all calendars is ignored"
    );
}

#[test]
fn a_clock_more_than_five_minutes_off_is_a_problem() {
    let token = decode(&good().build()).unwrap();
    let clock = |now, offset| validity::clock(&token, now, offset);
    assert_eq!(clock(now(), Some(TimeDelta::minutes(-5))).outcome, Outcome::Ok);
    let behind = clock(now(), Some(TimeDelta::minutes(6)));
    assert_eq!(behind.outcome, Outcome::Problem);
    assert!(behind.seen.contains("6 minutes behind"), "{}", behind.seen);
    assert!(
        clock(now(), Some(TimeDelta::minutes(-6)))
            .seen
            .contains("ahead of")
    );
    assert_eq!(clock(now(), None).outcome, Outcome::CannotTell);
    let earlier = clock(now() - TimeDelta::hours(1), None);
    assert_eq!(earlier.outcome, Outcome::Warning);
    assert!(earlier.seen.contains("1 hour from now"), "{}", earlier.seen);
}

#[test]
fn a_secret_or_certificate_is_worth_knowing() {
    let id = VerdictId::ClientType;
    check(
        &good().with("appidacr", "1"),
        id,
        Outcome::Warning,
        &["client secret"],
    );
    check(
        &good().with("appidacr", 2),
        id,
        Outcome::Warning,
        &["certificate"],
    );
    check(
        &good().without("appidacr").with("azpacr", "0"),
        id,
        Outcome::Ok,
        &["public client"],
    );
    check(&good().with("appidacr", "9"), id, Outcome::CannotTell, &["9"]);
    check(&good().without("appidacr"), id, Outcome::CannotTell, &[]);
}

#[test]
fn a_sign_in_without_a_second_factor_is_worth_knowing() {
    let id = VerdictId::Authentication;
    check(
        &good().with("amr", json!(["pwd"])),
        id,
        Outcome::Warning,
        &["pwd", "Conditional Access"],
    );
    check(
        &good().with("amr", json!(["rsa", "mfa"])),
        id,
        Outcome::Ok,
        &["rsa, mfa"],
    );
    check(&good().without("amr"), id, Outcome::CannotTell, &["amr"]);
}

#[test]
fn what_a_pasted_token_holds_is_shortened_and_freed_of_control_characters() {
    let token = good().with_aud(&format!("https://a\u{1b}[2J{}", "x".repeat(500)));
    let verdict = one(&token, &expectation(), VerdictId::Audience);
    assert!(!verdict.seen.contains('\u{1b}'));
    assert!(verdict.seen.chars().count() < 260, "{}", verdict.seen);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn no_claim_makes_a_check_panic(text: String, number: i64, seconds in -4_000_000_000_i64..4_000_000_000) {
        let odd = [json!(text), json!(number), json!([text]), json!({ "a": text }), json!(null)];
        for value in odd {
            let mut token = good();
            for name in ["aud", "tid", "iss", "appid", "scp", "roles", "exp", "nbf", "iat", "appidacr", "amr"] {
                token = token.with(name, value.clone());
            }
            let token = decode(&token.build()).unwrap();
            let offset = TimeDelta::try_seconds(seconds);
            proptest::prop_assert_eq!(verdicts(&token, &expectation(), now(), offset).len(), 9);
        }
    }
}
