use super::*;

fn checks_with(app: &App, change: impl FnOnce(&mut Expected<'static>)) -> Vec<Check> {
    let mut expected = expected();
    change(&mut expected);
    check(&app.manifest(), &expected, now())
}

fn account_types(found: &str, chosen: AccountTypes) -> Check {
    let app = App {
        audience: json!(found),
        ..good()
    };
    let checks = checks_with(&app, |expected| expected.account_types = chosen);
    let check = one(&checks, "manifest-account-types").clone();
    assert_eq!(check.step, StepId::Register);
    check
}

fn public_flows(fallback: Value, needed: bool) -> Check {
    let app = App { fallback, ..good() };
    let checks = checks_with(&app, |expected| expected.needs_public_flows = needed);
    let check = one(&checks, "manifest-public-flows").clone();
    assert_eq!(check.step, StepId::PublicClient);
    check
}

#[test]
fn the_profiles_client_id_is_compared_in_any_writing() {
    for id in [APP, "{A1B2C3D4-1111-4222-8333-944445555666} "] {
        let checks = checks_with(&good(), |expected| expected.client_id = id);
        assert_ok(one(&checks, "manifest-client-id"), &[APP]);
        assert_eq!(one(&checks, "manifest-client-id").step, StepId::Ids);
    }
}

#[test]
fn a_pasted_object_id_is_recognised_and_the_right_value_given() {
    let checks = checks_with(&good(), |expected| expected.client_id = OBJECT);
    assert_wrong(
        one(&checks, "manifest-client-id"),
        &["Object ID", APP, "Overview"],
    );
    assert_eq!(wrong_steps(&checks), [StepId::Ids]);
    assert!(has(&checks, "manifest-redirect-uri"));
}

#[test]
fn a_manifest_of_another_application_is_not_judged_further() {
    let app = App {
        public: vec![],
        ..good()
    };
    let checks = checks_with(&app, |expected| expected.client_id = UNKNOWN);
    assert_eq!(checks.len(), 1);
    assert_wrong(&checks[0], &[APP, UNKNOWN, "Defender read-only"]);
}

#[test]
fn a_profile_without_client_id_is_told_which_to_enter() {
    let checks = checks_with(&good(), |expected| expected.client_id = " ");
    assert_cannot_tell(one(&checks, "manifest-client-id"), &[APP]);
    assert!(has(&checks, "manifest-redirect-uri"));
}

#[test]
fn a_client_id_that_is_no_guid_is_not_repeated() {
    let secret = "xYz~Example.Not_A_Real-Value~0123456789a";
    let checks = checks_with(&good(), |expected| expected.client_id = secret);
    assert_wrong(one(&checks, "manifest-client-id"), &["not a GUID", APP]);
    assert!(!format!("{checks:?}").contains(secret));
}

#[test]
fn the_chosen_account_types_are_right() {
    for choice in AccountTypes::ALL
        .into_iter()
        .filter(|choice| choice.lets_organisations_in())
    {
        let check = account_types(choice.sign_in_audience(), choice);
        assert_ok(&check, &[choice.portal_wording(), choice.older_portal_wording()]);
    }
}

#[test]
fn personal_accounts_alone_are_wrong_whatever_was_chosen() {
    for (chosen, advised) in [
        (AccountTypes::OneOrganisation, "`AzureADMyOrg`"),
        (AccountTypes::AnyOrganisation, "`AzureADMultipleOrgs`"),
        (AccountTypes::PersonalOnly, "`AzureADMyOrg`"),
    ] {
        let check = account_types("PersonalMicrosoftAccount", chosen);
        assert_wrong(&check, &["Personal accounts only", advised]);
    }
}

#[test]
fn wider_account_types_than_chosen_are_remarked() {
    for (found, chosen) in [
        ("AzureADMultipleOrgs", AccountTypes::OneOrganisation),
        (
            "AzureADandPersonalMicrosoftAccount",
            AccountTypes::OneOrganisation,
        ),
        (
            "AzureADandPersonalMicrosoftAccount",
            AccountTypes::AnyOrganisation,
        ),
    ] {
        let check = account_types(found, chosen);
        assert_remark(&check, &[found, chosen.sign_in_audience(), "consent"]);
    }
}

#[test]
fn a_choice_of_personal_accounts_is_what_to_change() {
    for (found, chosen) in [
        ("AzureADMyOrg", AccountTypes::PersonalOnly),
        ("AzureADMultipleOrgs", AccountTypes::AnyOrganisationAndPersonal),
    ] {
        assert_remark(
            &account_types(found, chosen),
            &["personal Microsoft account cannot use", "Choose “"],
        );
    }
}

#[test]
fn one_tenant_alone_where_several_were_chosen_cannot_be_told() {
    for chosen in [
        AccountTypes::AnyOrganisation,
        AccountTypes::AnyOrganisationAndPersonal,
    ] {
        let check = account_types("AzureADMyOrg", chosen);
        assert_cannot_tell(&check, &["other tenants are refused", chosen.sign_in_audience()]);
    }
}

#[test]
fn account_types_that_are_not_documented_cannot_be_told() {
    assert_cannot_tell(
        &account_types("Everybody", AccountTypes::OneOrganisation),
        &["`Everybody`"],
    );
}

#[test]
fn public_client_flows_matter_only_where_they_are_needed() {
    for off in [Value::Null, json!(false)] {
        assert_wrong(
            &public_flows(off.clone(), true),
            &["AADSTS7000218", "Settings", "Advanced settings"],
        );
        assert_ok(&public_flows(off, false), &["off", "not needed"]);
    }
    assert_ok(&public_flows(json!(true), true), &["on"]);
    assert_ok(
        &public_flows(json!(true), false),
        &["on, though nothing here needs it"],
    );
}

#[test]
fn a_switch_that_is_left_out_cannot_be_told_where_it_is_needed() {
    let mut value = good().graph();
    value.as_object_mut().unwrap().remove("isFallbackPublicClient");
    let manifest = read(&value.to_string()).unwrap();
    let flows = |needed: bool| {
        let expected = Expected {
            needs_public_flows: needed,
            ..expected()
        };
        one(&check(&manifest, &expected, now()), "manifest-public-flows").clone()
    };
    assert_cannot_tell(&flows(true), &["isFallbackPublicClient"]);
    assert_ok(&flows(false), &["does not need the switch"]);
}

#[test]
fn secrets_and_certificates_are_remarked_with_name_and_end() {
    let app = App {
        secrets: vec![
            json!({ "displayName": "old script", "endDateTime": "2025-03-01T00:00:00Z" }),
            json!({ "displayName": null, "endDate": "2027-03-01T00:00:00Z" }),
        ],
        certificates: vec![json!({ "displayName": "CN=contoso.example" })],
        ..good()
    };
    let checks = app.checks();
    let check = one(&checks, "manifest-credentials");
    assert_remark(
        check,
        &[
            "3 secrets or certificates",
            "secret “old script” (expired on 2025-03-01)",
            "secret without a name (valid until 2027-03-01)",
            "certificate “CN=contoso.example” (end date not given)",
            "delete",
        ],
    );
    assert_eq!((check.step, wrong_steps(&checks)), (StepId::Register, vec![]));
}

#[test]
fn a_credential_has_expired_at_its_very_end() {
    let app = App {
        secrets: vec![json!({ "displayName": "one", "endDateTime": now().to_rfc3339() })],
        ..good()
    };
    assert_remark(
        one(&app.checks(), "manifest-credentials"),
        &["1 secret or certificate,", "expired on 2026-11-20"],
    );
}

#[test]
fn no_secret_is_as_it_should_be() {
    assert_ok(one(&good().checks(), "manifest-credentials"), &["needs none"]);
}
