use proptest::prelude::*;

use super::*;
use crate::manifest::{Audience, CredentialKind, Fault, LARGEST, Platform, Registered, registration_of};

fn fault(text: &str) -> Fault {
    let error = read(text).unwrap_err();
    assert!(
        error.message.ends_with('.') && error.hint.ends_with('.'),
        "{error:?}"
    );
    error.fault
}

fn read_value(value: &Value) -> Manifest {
    read(&value.to_string()).unwrap()
}

/// The good registration in the form of Microsoft Graph without one of its fields.
fn without(key: &str) -> Manifest {
    let mut value = good().graph();
    value.as_object_mut().unwrap().remove(key).expect("is there");
    read_value(&value)
}

#[test]
fn marks_and_space_around_the_json_are_left_out() {
    let json = good().graph().to_string();
    let plain = read(&json).unwrap();
    for text in [
        format!("\u{feff}{json}"),
        format!("\r\n\t {json}\n\n"),
        format!("```\n{json}\n```"),
        format!("  ```json\r\n{json}\r\n```  \n"),
        format!("```json\n{json}"),
        format!("[{json}]"),
        format!("{{\"@odata.context\": \"x\", \"value\": [{json}]}}"),
    ] {
        assert_eq!(read(&text).as_ref(), Ok(&plain), "{text}");
    }
}

#[test]
fn names_are_read_whatever_their_case() {
    let value = json!({
        "AppId": APP,
        "Id": OBJECT,
        "SignInAudience": "azureadmyorg",
        "PublicClient": { "RedirectUris": ["http://localhost"] },
        "IsFallbackPublicClient": "True",
        "RequiredResourceAccess": [
            { "ResourceAppId": WINDOWS_DEFENDER_ATP.to_uppercase(), "ResourceAccess": [{ "Id": UNKNOWN, "Type": "scope" }] }
        ],
    });
    let manifest = read_value(&value);
    assert_eq!(
        manifest.audience,
        Some(Audience::Known(AccountTypes::OneOrganisation))
    );
    assert_eq!(manifest.public_client_flows, Some(true));
    assert_eq!(manifest.redirects.unwrap()[0].platform, Platform::PublicClient);
    assert_eq!(manifest.required.unwrap()[0].api, WINDOWS_DEFENDER_ATP);
}

#[test]
fn the_output_of_older_command_line_tools_is_read() {
    let value = |public: Value| {
        json!({
            "appId": APP,
            "objectId": OBJECT,
            "displayName": "Defender read-only",
            "availableToOtherTenants": true,
            "replyUrls": ["http://localhost"],
            "publicClient": public,
            "odata.type": "Microsoft.DirectoryServices.Application",
        })
    };
    let manifest = read_value(&value(json!(true)));
    assert_eq!(manifest.form, Form::AzureAd);
    assert_eq!(manifest.object_id.as_deref(), Some(OBJECT));
    assert_eq!(
        manifest.audience,
        Some(Audience::Known(AccountTypes::AnyOrganisation))
    );
    assert_eq!(manifest.public_client_flows, Some(true));
    assert_eq!(manifest.redirects.unwrap()[0].platform, Platform::PublicClient);
    let manifest = read_value(&value(Value::Null));
    assert_eq!(manifest.public_client_flows, Some(false));
    assert_eq!(manifest.redirects.unwrap()[0].platform, Platform::Web);
}

#[test]
fn a_registration_for_one_tenant_in_the_older_words_is_one_organisations() {
    let mut value = good().azure_ad();
    value["signInAudience"] = Value::Null;
    value["availableToOtherTenants"] = json!(false);
    let audience = read_value(&value).audience;
    assert_eq!(audience, Some(Audience::Known(AccountTypes::OneOrganisation)));
}

#[test]
fn null_lists_are_empty_and_null_switches_off() {
    let manifest = read_value(&json!({
        "appId": APP,
        "publicClient": null,
        "web": null,
        "isFallbackPublicClient": null,
        "requiredResourceAccess": null,
        "passwordCredentials": null,
        "keyCredentials": null,
        "identifierUris": null,
    }));
    assert_eq!(manifest.form, Form::Graph);
    assert_eq!(manifest.redirects, Some(vec![]));
    assert_eq!(manifest.public_client_flows, Some(false));
    assert_eq!(manifest.required, Some(vec![]));
    assert_eq!(manifest.credentials, Some(vec![]));
    assert_eq!(manifest.identifier_uris, Vec::<String>::new());
}

#[test]
fn what_is_left_out_is_not_judged() {
    for (key, id) in [
        ("signInAudience", "manifest-account-types"),
        ("publicClient", "manifest-redirect-uri"),
        ("requiredResourceAccess", "manifest-api"),
    ] {
        let checks = checks_of(&without(key), &["Alert.Read"]);
        assert_cannot_tell(one(&checks, id), &[key, "Manifest"]);
        assert_eq!(wrong_steps(&checks), []);
    }
    let manifest = without("requiredResourceAccess");
    assert_eq!(registration_of(&manifest, "Alert.Read"), Registered::CannotTell);
    assert!(!has(
        &checks_of(&manifest, &["Alert.Read"]),
        "manifest-permissions"
    ));

    let mut value = good().graph();
    let fields = value.as_object_mut().unwrap();
    fields.remove("passwordCredentials");
    fields.remove("keyCredentials");
    let checks = checks_of(&read_value(&value), &[]);
    assert!(!has(&checks, "manifest-credentials"));
}

#[test]
fn what_the_application_offers_itself_is_read_and_not_judged() {
    let mut value = good().graph();
    value["api"]["requestedAccessTokenVersion"] = json!(2);
    value["identifierUris"] = json!("api://contoso.example/defender");
    let graph = read_value(&value);
    assert_eq!(graph.access_token_version, Some(2));
    assert_eq!(graph.identifier_uris, ["api://contoso.example/defender"]);
    let mut value = good().azure_ad();
    value["accessTokenAcceptedVersion"] = json!(2);
    assert_eq!(read_value(&value).access_token_version, Some(2));
    assert_eq!(
        checks_of(&graph, &["Alert.Read", "Machine.Read"]),
        good().checks()
    );
}

#[test]
fn an_api_listed_twice_is_one() {
    let mut app = good();
    app.access = vec![
        (WINDOWS_DEFENDER_ATP, delegated(&["Alert.Read"])),
        (WINDOWS_DEFENDER_ATP, delegated(&["Machine.Read"])),
        (MICROSOFT_GRAPH, vec![(GRAPH_USER_READ.to_owned(), "Scope")]),
    ];
    assert_eq!(app.manifest(), good().manifest());
}

#[test]
fn no_text_and_too_much_text_are_refused() {
    for text in ["", " \n", "\u{feff}", "```json\n```", "```"] {
        assert_eq!(fault(text), Fault::Empty, "{text:?}");
    }
    assert_eq!(fault(&" ".repeat(LARGEST + 1)), Fault::TooLarge);
    assert_eq!(fault(&" ".repeat(LARGEST)), Fault::Empty);
}

#[test]
fn text_that_is_not_json_is_refused_with_line_and_column() {
    for (text, place) in [
        ("appId: x", "line 1, column 1."),
        ("\n  oops", "line 2, column 3."),
        ("{\n \"ä\": 'x'\n}", "line 2, column 7."),
        ("```json\n{\n  \"appId\" \"x\"\n}\n```", "line 3, column 11."),
    ] {
        let error = read(text).unwrap_err();
        assert_eq!(error.fault, Fault::NotJson);
        assert!(error.message.ends_with(place), "{text:?}: {error}");
    }
}

#[test]
fn a_text_of_which_the_end_is_missing_is_called_cut_off() {
    let error = read("\n{\n  \"appId\": \"x\",").unwrap_err();
    assert_eq!(error.fault, Fault::NotJson);
    assert!(error.message.contains("breaks off at line 3"), "{error}");
}

#[test]
fn nesting_without_end_is_refused_like_other_nonsense() {
    assert_eq!(fault(&"[".repeat(100_000)), Fault::NotJson);
}

#[test]
fn json_that_is_no_application_is_refused() {
    for text in [
        "1",
        "null",
        "\"text\"",
        "{}",
        "[]",
        "[1]",
        "{\"value\": []}",
        "{\"value\": \"x\"}",
        "{\"appId\": null}",
        "{\"appId\": \"${{AAD_APP_CLIENT_ID}}\"}",
        "{\"error\": {\"code\": \"Request_ResourceNotFound\"}}",
    ] {
        assert_eq!(fault(text), Fault::NotAnApplication, "{text}");
    }
}

#[test]
fn a_service_principal_is_told_from_an_application() {
    for (key, value) in [
        ("servicePrincipalType", json!("Application")),
        ("appOwnerOrganizationId", json!(UNKNOWN)),
        ("servicePrincipalNames", json!([APP])),
        ("@odata.type", json!("#microsoft.graph.servicePrincipal")),
        ("objectType", json!("ServicePrincipal")),
    ] {
        let mut principal = json!({ "appId": APP, "id": OBJECT });
        principal[key] = value;
        let error = read(&principal.to_string()).unwrap_err();
        assert_eq!(error.fault, Fault::ServicePrincipal, "{key}");
        assert!(error.message.contains("Enterprise application"));
        assert!(error.hint.contains("App registrations"));
    }
}

#[test]
fn a_list_of_several_applications_is_refused_with_their_number() {
    let app = good().graph();
    for list in [json!([app, app]), json!({ "value": [app, app] })] {
        let error = read(&list.to_string()).unwrap_err();
        assert_eq!(error.fault, Fault::SeveralApplications);
        assert!(error.message.contains('2'));
    }
}

#[test]
fn parts_that_were_flattened_on_the_way_are_refused_by_name() {
    for (key, value) in [
        (
            "requiredResourceAccess",
            json!([{ "resourceAppId": WINDOWS_DEFENDER_ATP, "resourceAccess": "System.Object[]" }]),
        ),
        (
            "requiredResourceAccess",
            json!([{ "resourceAppId": WINDOWS_DEFENDER_ATP, "resourceAccess": [{ "type": "Scope" }] }]),
        ),
        ("requiredResourceAccess", json!([{ "resourceAccess": [] }])),
        ("requiredResourceAccess", json!("System.Object[]")),
        ("publicClient", json!({ "redirectUris": [{}] })),
        ("web", json!("Web")),
        ("isFallbackPublicClient", json!(1)),
        ("passwordCredentials", json!(["System.Object"])),
    ] {
        let mut app = good().graph();
        app[key] = value.clone();
        let error = read(&app.to_string()).unwrap_err();
        assert_eq!(error.fault, Fault::Misshapen, "{key}: {value}");
        assert!(error.hint.contains("-Depth"), "{error:?}");
    }
    let mut app = good().azure_ad();
    app["replyUrlsWithType"] = json!([{ "type": "Web" }]);
    assert_eq!(fault(&app.to_string()), Fault::Misshapen);
}

#[test]
fn the_value_of_a_secret_and_its_hint_are_not_kept() {
    let secret = "xYz~Example.Not_A_Real-Value~0123456789a";
    let mut app = good();
    app.secrets = vec![json!({
        "displayName": format!("value {secret}"),
        "hint": "xYz",
        "secretText": secret,
        "value": secret,
        "customKeyIdentifier": secret,
        "endDateTime": "2027-01-31T00:00:00.1234567Z",
    })];
    app.certificates = vec![
        json!({ "displayName": "CN=contoso.example", "key": secret, "endDate": "2027-02-28T00:00:00Z" }),
    ];
    let manifest = app.manifest();
    let told = format!("{manifest:?} {:?}", checks_of(&manifest, &[]));
    assert!(!told.contains(secret) && !told.contains("xYz"), "{told}");
    let [kept, certificate] = manifest.credentials.as_deref().unwrap() else {
        panic!("two credentials");
    };
    assert_eq!((kept.kind, &kept.name), (CredentialKind::Secret, &None));
    assert_eq!(kept.ends.unwrap().date_naive().to_string(), "2027-01-31");
    assert_eq!(certificate.name.as_deref(), Some("CN=contoso.example"));
    assert_eq!(certificate.ends.unwrap().date_naive().to_string(), "2027-02-28");
}

#[test]
fn an_error_does_not_repeat_the_text() {
    let secret = "xYz~Example.Not_A_Real-Value~0123456789a";
    for text in [
        secret.to_owned(),
        format!("\"{secret}\""),
        format!("{{\"appId\": \"{secret}\"}}"),
    ] {
        assert!(!format!("{:?}", read(&text).unwrap_err()).contains(secret));
    }
}

#[test]
fn words_of_the_manifest_are_shown_without_what_cannot_be_seen() {
    let mut value = good().graph();
    value["displayName"] = json!("Defender\u{202e}\u{7} x");
    value["signInAudience"] = json!("Every\nbody");
    let manifest = read_value(&value);
    assert_eq!(manifest.name.as_deref(), Some("Defender x"));
    assert_eq!(manifest.audience, Some(Audience::Other("Everybody".to_owned())));
}

/// JSON with the names that the reader looks for and anything behind them.
fn nearly_a_manifest() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(APP)),
        Just(json!("Scope")),
        Just(json!("http://localhost")),
        any::<String>().prop_map(Value::from),
    ];
    let name = prop::sample::select(vec![
        "appId",
        "value",
        "signInAudience",
        "publicClient",
        "web",
        "redirectUris",
        "replyUrlsWithType",
        "url",
        "requiredResourceAccess",
        "resourceAppId",
        "resourceAccess",
        "id",
        "type",
        "passwordCredentials",
        "endDateTime",
        "api",
    ]);
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..6).prop_map(|fields| {
                let mut fields: serde_json::Map<String, Value> = fields
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect();
                fields.entry("appId").or_insert_with(|| json!(APP));
                Value::Object(fields)
            }),
        ]
    })
    .prop_map(|value| value.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn no_text_makes_reading_panic(text: String) {
        let _ = read(&text);
        let _ = read(&format!("```{text}```"));
    }

    #[test]
    fn no_json_makes_reading_or_checking_panic(text in nearly_a_manifest()) {
        if let Ok(manifest) = read(&text) {
            let checks = checks_of(&manifest, &["Alert.Read", "Not.Listed"]);
            prop_assert!(has(&checks, "manifest-client-id"));
        }
    }
}
