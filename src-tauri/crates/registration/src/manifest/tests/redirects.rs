use super::*;

const ID: &str = "manifest-redirect-uri";

fn check_uris(public: &[&'static str], web: &[&'static str], spa: &[&'static str]) -> Vec<Check> {
    let app = App {
        public: public.to_vec(),
        web: web.to_vec(),
        spa: spa.to_vec(),
        ..good()
    };
    let checks = app.checks();
    assert_eq!(one(&checks, ID).step, StepId::Register);
    checks
}

#[test]
fn localhost_under_mobile_and_desktop_is_right_whatever_port_and_slash() {
    for uri in [
        "http://localhost",
        "http://localhost/",
        "http://LOCALHOST",
        "http://localhost:31544/",
    ] {
        let checks = check_uris(&[uri], &[], &[]);
        assert_ok(one(&checks, ID), &["http://localhost", "Mobile and desktop"]);
        assert!(!has(&checks, "manifest-redirect-ports"));
    }
    assert_ok(
        one(&check_uris(&["http://localhost:8400"], &[], &[]), ID),
        &["port 8400"],
    );
}

#[test]
fn other_addresses_beside_it_do_no_harm() {
    let checks = check_uris(
        &["http://localhost", "http://127.0.0.1", "contoso://auth"],
        &["https://contoso.example/answer", "http://localhost/web"],
        &["http://localhost:3000/spa"],
    );
    assert_ok(one(&checks, ID), &[]);
    assert_eq!(wrong_steps(&checks), []);
}

#[test]
fn localhost_under_web_alone_makes_entra_expect_a_secret() {
    for uri in ["http://localhost", "http://localhost:5000/"] {
        let checks = check_uris(&[], &[uri], &[]);
        assert_wrong(
            one(&checks, ID),
            &[
                uri,
                "Web",
                "AADSTS7000218",
                "Remove",
                "Redirect URI configuration",
                "Add a platform",
            ],
        );
        assert_eq!(wrong_steps(&checks), [StepId::Register]);
    }
}

#[test]
fn localhost_under_single_page_application_alone_is_wrong() {
    let checks = check_uris(&[], &[], &["http://localhost"]);
    assert_wrong(
        one(&checks, ID),
        &[
            "Single-page application",
            "AADSTS9002325",
            "AADSTS9002327",
            "Remove",
        ],
    );
}

#[test]
fn localhost_under_web_and_single_page_application_names_both() {
    let checks = check_uris(&[], &["http://localhost:1"], &["http://localhost:2"]);
    assert_wrong(one(&checks, ID), &["AADSTS7000218", "AADSTS9002325", "both"]);
}

#[test]
fn a_web_localhost_is_the_cause_even_with_another_public_address() {
    let checks = check_uris(&["http://127.0.0.1"], &["http://localhost"], &[]);
    assert_wrong(one(&checks, ID), &["AADSTS7000218"]);
}

#[test]
fn the_same_address_under_two_platforms_cannot_be_told() {
    for (web, spa) in [
        (vec!["http://localhost"], vec![]),
        (vec!["http://localhost:3000"], vec![]),
        (vec![], vec!["http://localhost:3000/"]),
    ] {
        let checks = check_uris(&["http://localhost"], &web, &spa);
        assert_cannot_tell(one(&checks, ID), &["several platforms", "remove the entries"]);
        assert_eq!(wrong_steps(&checks), []);
    }
}

#[test]
fn two_public_addresses_that_differ_by_port_or_slash_are_remarked() {
    for second in ["http://localhost:31544", "http://localhost/"] {
        let checks = check_uris(&["http://localhost", second], &[], &[]);
        assert_ok(one(&checks, ID), &[]);
        assert_remark(one(&checks, "manifest-redirect-ports"), &[second, "alone"]);
    }
}

#[test]
fn each_near_miss_is_explained() {
    for (uri, words) in [
        ("http://localhost/cb", "not what follows"),
        ("http://localhost:8400/?x=1", "not what follows"),
        ("https://localhost", "without TLS"),
        ("http://127.0.0.1", "compares names"),
        ("http://127.0.0.1:8400/cb", "compares names"),
        ("http://[::1]", "does not support"),
        (
            "https://login.microsoftonline.com/common/oauth2/nativeclient",
            "window of their own",
        ),
        (
            "https://login.live.com/oauth20_desktop.srf",
            "window of their own",
        ),
        ("contoso://auth", "own scheme"),
        ("urn:ietf:wg:oauth:2.0:oob", "own scheme"),
        ("https://portal.azure.com", "does not listen there"),
        ("not an address", "does not listen there"),
        ("http://localhost.contoso.example", "does not listen there"),
    ] {
        let checks = check_uris(&[uri], &[], &[]);
        assert_wrong(
            one(&checks, ID),
            &[uri, words, "AADSTS50011", "enter http://localhost"],
        );
    }
}

#[test]
fn of_several_misses_the_nearest_is_explained() {
    let checks = check_uris(
        &["contoso://auth", "http://127.0.0.1", "http://localhost/cb"],
        &[],
        &[],
    );
    assert_wrong(one(&checks, ID), &["`http://localhost/cb`"]);
}

#[test]
fn no_address_at_all_and_none_for_a_desktop_app_are_wrong() {
    assert_wrong(
        one(&check_uris(&[], &[], &[]), ID),
        &["no redirect URI", "AADSTS500113"],
    );
    let checks = check_uris(
        &[],
        &["https://contoso.example/answer", "http://localhost/web"],
        &[],
    );
    assert_wrong(
        one(&checks, ID),
        &[
            "Nothing is registered under Mobile",
            "`https://contoso.example/answer` (Web)",
        ],
    );
}

#[test]
fn a_platform_that_is_not_documented_cannot_be_told() {
    let mut value = good().azure_ad();
    value["replyUrlsWithType"] = json!([{ "url": "http://localhost", "type": "Toaster" }]);
    let checks = checks_of(&read(&value.to_string()).unwrap(), &[]);
    assert_cannot_tell(one(&checks, ID), &["not documented"]);
}
