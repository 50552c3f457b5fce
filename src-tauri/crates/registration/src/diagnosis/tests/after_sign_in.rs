//! What is known once there is a token: its verdicts, its permissions, and what the API says.

use super::*;

#[test]
fn a_token_for_another_api_marks_the_api_and_for_an_unknown_name_the_endpoints() {
    for (audience, step) in [
        ("https://graph.microsoft.com/", StepId::Api),
        ("https://api.security.microsoft.com", StepId::Api),
        ("https://publicapi-prd.trafficmanager.net", StepId::Cloud),
    ] {
        let mut token = token(&["Alert.Read", "Machine.Read"]);
        token.audience = Some(audience.to_owned());
        problem(&mut token, TokenAspect::Audience);
        let evidence = Evidence {
            token: Some(token),
            api: Some(ApiFacts {
                operation: "List alerts".to_owned(),
                answer: ApiAnswer::Forbidden {
                    code: Some("Forbidden".to_owned()),
                    message: "no".to_owned(),
                },
                sight: Sight::Something,
            }),
            ..good()
        };
        assert_only(&evidence, step);
    }
}

#[test]
fn a_token_with_roles_alone_marks_the_api_and_one_with_nothing_the_consent() {
    for (application_only, step) in [(true, StepId::Api), (false, StepId::Consent)] {
        let mut token = token(&["Alert.Read", "Machine.Read"]);
        token.application_only = application_only;
        problem(&mut token, TokenAspect::Delegated);
        assert_only(
            &Evidence {
                token: Some(token),
                ..good()
            },
            step,
        );
    }
}

#[test]
fn a_missing_permission_is_placed_by_the_manifest() {
    let mut evidence = Evidence {
        token: Some(token(&["Machine.Read"])),
        ..good()
    };
    let cause = diagnose(&evidence).cause.unwrap();
    assert_eq!((cause.step, cause.certain), (StepId::Consent, false));
    evidence.manifest = pasted(&[ALERT_READ, MACHINE_READ], "publicClient");
    let diagnosis = assert_only(&evidence, StepId::Consent);
    assert!(diagnosis.cause.unwrap().what.contains("Machine.Read"));
    evidence.manifest = pasted(&[ALERT_READ], "publicClient");
    assert_only(&evidence, StepId::Permissions);
    evidence.manifest = None;
    if let Some(token) = &mut evidence.token {
        token.fresh = false;
    }
    let cause = diagnose(&evidence).cause.unwrap();
    assert!(cause.what.contains("older than the consent"), "{}", cause.what);
}

#[test]
fn a_manifest_that_a_later_sign_in_disproves_is_no_cause() {
    let evidence = Evidence {
        manifest: pasted(&[ALERT_READ, MACHINE_READ], "web"),
        ..good()
    };
    let diagnosis = diagnose(&evidence);
    assert_eq!(diagnosis.cause, None);
    let fix =
        |check: &Check| check.remark && check.fix.as_deref().is_some_and(|fix| fix.contains("outdated"));
    assert!(diagnosis.checks.iter().any(fix));
}

#[test]
fn what_the_api_says_is_placed_by_its_reason() {
    let call = |answer: ApiAnswer, sight: Sight| Evidence {
        api: Some(ApiFacts {
            operation: "List alerts".to_owned(),
            answer,
            sight,
        }),
        ..good()
    };
    let forbidden = |code: &str| ApiAnswer::Forbidden {
        code: Some(code.to_owned()),
        message: "No.".to_owned(),
    };
    for (answer, sight, step) in [
        (
            ApiAnswer::Unauthorized("reason of failure: Account mode is inactive".to_owned()),
            Sight::Something,
            StepId::Cloud,
        ),
        (
            ApiAnswer::Unauthorized("No Tvm license".to_owned()),
            Sight::Something,
            StepId::Cloud,
        ),
        (
            ApiAnswer::Unauthorized(String::new()),
            Sight::Something,
            StepId::TryIt,
        ),
        (forbidden("Forbidden"), Sight::Something, StepId::Roles),
        (forbidden("DisabledFeature"), Sight::Something, StepId::Cloud),
        (
            ApiAnswer::Ok,
            Sight::Hidden("its exposure score is 31.0".to_owned()),
            StepId::Roles,
        ),
    ] {
        assert_only(&call(answer, sight), step);
    }
    for (answer, sight, step) in [
        (ApiAnswer::Throttled(Some(30)), Sight::Something, StepId::TryIt),
        (
            ApiAnswer::NotFound("no".to_owned()),
            Sight::Something,
            StepId::TryIt,
        ),
        (
            ApiAnswer::Refused {
                status: 503,
                message: String::new(),
            },
            Sight::Something,
            StepId::TryIt,
        ),
        (ApiAnswer::Ok, Sight::Nothing, StepId::Roles),
        (
            ApiAnswer::NotReached("cut off".to_owned()),
            Sight::Something,
            StepId::Connection,
        ),
    ] {
        let cause = diagnose(&call(answer.clone(), sight)).cause.unwrap();
        assert_eq!((cause.step, cause.certain), (step, false), "{answer:?}");
    }
    assert_eq!(diagnose(&call(ApiAnswer::NoCall, Sight::Something)).cause, None);
}

#[test]
fn the_consent_table_shows_each_permission_on_its_way() {
    let mut evidence = Evidence {
        token: Some(token(&["Machine.Read"])),
        manifest: pasted(
            &[ALERT_READ, MACHINE_READ, "df4ed126-3a4c-460a-b0fc-67aea84fc332"],
            "publicClient",
        ),
        ..good()
    };
    let marks = |evidence: &Evidence| -> Vec<(String, [Mark; 4])> {
        diagnose(evidence)
            .consent
            .into_iter()
            .map(|row| {
                (
                    row.permission,
                    [row.needed, row.registered, row.consented, row.in_token],
                )
            })
            .collect()
    };
    use Mark::{No, Unknown, Yes};
    assert_eq!(
        marks(&evidence),
        [
            ("Alert.Read".to_owned(), [Yes, Yes, Yes, Yes]),
            ("Machine.Read".to_owned(), [Yes, Yes, No, No]),
            ("Score.Read".to_owned(), [No, Yes, No, No]),
        ]
    );
    evidence.token = None;
    evidence.manifest = None;
    evidence.sign_in = None;
    assert_eq!(marks(&evidence)[0].1, [Yes, Unknown, Unknown, Unknown]);
    evidence.sign_in = Some((SignInFacts::Refused(refusal(65_001, &[Area::Consent])), now()));
    assert_eq!(marks(&evidence)[0].1, [Yes, Unknown, No, Unknown]);
}
