use proptest::prelude::*;
use reqwest::{Method, StatusCode};

use crate::support::{ANALYST, World};

/// Runs cases against one sandbox.
fn fuzz(
    cases: u32,
    strategy: impl Strategy<Value = String>,
    check: impl Fn(&tokio::runtime::Runtime, &World, &str, &str),
) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (world, token) = runtime.block_on(async {
        let world = World::with(|config| {
            config.rate_limit = sandbox::RateLimit {
                per_minute: u32::MAX,
                per_hour: u32::MAX,
            };
            config.alerts = 20;
            config.devices = 10;
        })
        .await;
        let token = world.access_token(ANALYST).await;
        (world, token)
    });
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&strategy, |text| {
            check(&runtime, &world, &token, &text);
            Ok(())
        })
        .unwrap();
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[test]
fn any_filter_gets_rows_or_an_odata_error() {
    let words = prop::sample::select(vec![
        "severity",
        "status",
        "alertCreationTime",
        "incidentId",
        "eq",
        "ne",
        "ge",
        "and",
        "or",
        "not",
        "in",
        "(",
        ")",
        ",",
        "'High'",
        "'",
        "null",
        "2026-01-01Z",
        "5",
        "contains(category,'a')",
        "%",
        "\u{0}",
        "é",
        "--",
    ]);
    let strategy = prop_oneof![
        ".{0,80}",
        prop::collection::vec(words, 0..14).prop_map(|words| words.join(" "))
    ];
    fuzz(300, strategy, |runtime, world, token, text| {
        let answer = runtime.block_on(world.api(&format!("/alerts?$filter={}", encoded(text)), token));
        if answer.status == StatusCode::OK {
            assert!(answer.json()["value"].is_array());
        } else {
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{text}");
            assert_eq!(answer.json()["error"]["code"], "ODataError", "{text}");
        }
    });
}

#[test]
fn any_query_string_and_path_gets_json_from_the_api() {
    fuzz(
        200,
        "[a-zA-Z0-9$%&=+'(),./ -]{0,60}",
        |runtime, world, token, text| {
            for path in [
                format!("/alerts?{text}"),
                format!("/machines?{text}"),
                format!("/{}", encoded(text)),
            ] {
                let answer = runtime.block_on(world.api(&path, token));
                assert!(answer.status.as_u16() < 500, "{path}: {}", answer.text);
                assert!(
                    answer.text.parse::<u64>().is_ok() || answer.json().is_object(),
                    "{path}"
                );
            }
        },
    );
}

#[test]
fn any_parameters_get_a_page_a_redirect_or_an_entra_error() {
    fuzz(200, "[a-z_0-9%&=+<>\"':/. -]{0,90}", |runtime, world, _, text| {
        let page = runtime.block_on(world.get(&world.path(&format!("/oauth2/v2.0/authorize?{text}"))));
        assert!(page.status.as_u16() < 500, "{text}");
        let mut request = world.authorization();
        request.insert("state".to_owned(), text.to_owned());
        request.insert("scope".to_owned(), format!("openid {text}"));
        let answer = runtime.block_on(world.authorize(&request));
        assert!(answer.status.as_u16() < 400, "{text}: {}", answer.status);
        let posted = |path: &str, body: String| {
            let request = world
                .request(Method::POST, path)
                .header("content-type", "application/x-www-form-urlencoded");
            runtime.block_on(world.send(request.body(body)))
        };
        for endpoint in ["/oauth2/v2.0/token", "/oauth2/token", "/oauth2/v2.0/devicecode"] {
            let answer = posted(&world.path(endpoint), text.to_owned());
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{endpoint} {text}");
            assert!(answer.json()["error_codes"].is_array());
        }
        for step in ["", "/account", "/consent"] {
            let page = posted(&format!("/devicelogin{step}"), format!("user_code={text}"));
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{step} {text}");
            assert!(page.text.contains("AADSTS"), "{step} {text}");
        }
    });
}

#[tokio::test]
async fn an_oversized_body_gets_entras_own_error() {
    let world = World::start().await;
    let request = world
        .request(Method::POST, &world.path("/oauth2/v2.0/token"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!(
            "grant_type=authorization_code&code={}",
            "x".repeat(400 * 1024)
        ));
    let answer = world.send(request).await;
    assert_eq!(
        (answer.status, answer.aadsts()),
        (StatusCode::BAD_REQUEST, 900_144)
    );
}
