//! Forms of all operations, and requests of some.

use super::*;
use crate::catalogue::catalogue;
use crate::request::Body;

fn operation(id: &str) -> &'static Operation {
    catalogue().operation(id).unwrap()
}

fn value(place: Place, name: &str, texts: &[&str]) -> Value {
    Value {
        place,
        name: name.into(),
        texts: texts.iter().map(|&text| text.into()).collect(),
    }
}

fn values(values: &[Value]) -> Values {
    Values {
        values: values.to_vec(),
        file: None,
    }
}

fn built(id: &str, given: &[Value]) -> crate::request::Request {
    build(operation(id), &values(given), Version::Latest).unwrap()
}

fn invalid(id: &str, given: &[Value]) -> Vec<(String, String)> {
    build(operation(id), &values(given), Version::Latest)
        .unwrap_err()
        .into_iter()
        .map(|invalid| (invalid.name, invalid.message))
        .collect()
}

/// Something that every kind of field takes.
fn good(field: &Field) -> &str {
    match field.kind {
        Kind::Text | Kind::LongText | Kind::List => "text",
        Kind::Choice => &field.choices[0],
        Kind::Integer => "1",
        Kind::Boolean => "true",
        Kind::Time => "2026-03-01T12:00:00Z",
        Kind::Id => "da1_1",
        Kind::Guid => "0a0a0a0a-0000-4000-8000-00000000000f",
        Kind::Sha1 | Kind::FileHash => "0123456789abcdef0123456789abcdef01234567",
        Kind::IpAddress => "192.0.2.7",
        Kind::Domain => "example.com",
        Kind::Cve => "CVE-2024-12345",
        Kind::Object => "{}",
        Kind::Objects => "[{}]",
        Kind::File => "",
        Kind::Filter => "status eq 'New'",
    }
}

#[test]
fn every_operation_has_a_form_that_can_be_filled_in_and_sent() {
    for operation in catalogue().operations() {
        let fields = fields(operation);
        let given: Vec<Value> = fields
            .iter()
            .filter(|field| field.required && field.kind != Kind::File)
            .map(|field| value(field.place, &field.name, &[good(field)]))
            .collect();
        let file = fields
            .iter()
            .any(|field| field.kind == Kind::File)
            .then(|| PickedFile {
                name: "script.ps1".into(),
                bytes: b"Get-Date".as_slice().into(),
            });
        let request = build(operation, &Values { values: given, file }, Version::Latest)
            .unwrap_or_else(|invalid| panic!("{}: {invalid:?}", operation.id));
        assert_eq!(request.method(), operation.method, "{}", operation.id);
        assert!(!request.path().contains('{'), "{}", request.path());
        assert_eq!(
            request.body().is_some(),
            operation.body_type.is_some(),
            "{}",
            operation.id
        );
        for field in &fields {
            assert_eq!(
                field.kind == Kind::Choice,
                !field.choices.is_empty(),
                "{} {}",
                operation.id,
                field.name
            );
            assert_eq!(
                matches!(field.kind, Kind::Object | Kind::Objects),
                field.template.is_some(),
                "{} {}",
                operation.id,
                field.name
            );
        }
    }
}

#[test]
fn templates_are_what_their_fields_take() {
    for operation in catalogue().operations() {
        for field in fields(operation) {
            if let Some(template) = field.template {
                assert_eq!(check::broken_rule(&field, template), None, "{}", field.name);
            }
        }
    }
}

#[test]
fn required_fields_are_named_all_at_once() {
    let missing = invalid("isolateMachine", &[]);
    assert_eq!(
        missing,
        [
            ("id".to_owned(), "This is required.".to_owned()),
            ("Comment".to_owned(), "This is required.".to_owned())
        ]
    );
}

#[test]
fn each_kind_refuses_what_it_is_not_and_names_the_rule() {
    for (id, name, text, words) in [
        ("getFile", "id", "xyz", "40 or 64 hexadecimal digits"),
        ("getMachineAction", "id", "1", "GUID"),
        ("getIpStats", "ip", "10.0.0.0/8", "ranges are not taken"),
        (
            "getDomainStats",
            "domain",
            "https://example.com/",
            "without scheme",
        ),
        ("getDomainStats", "domain", "192.0.2.7", "without scheme"),
        ("getVulnerability", "cveId", "2024-1", "CVE-2024-12345"),
        ("getAlert", "id", "a b", "no spaces"),
    ] {
        let refused = invalid(id, &[value(Place::Path, name, &[text])]);
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert!(refused[0].1.contains(words), "{refused:?}");
    }
    let refused = invalid("listAlerts", &[value(Place::Query, "$top", &["10001"])]);
    assert_eq!(refused[0].1, "Enter a whole number from 1 to 10000.");
    let refused = invalid("listVulnerabilities", &[value(Place::Query, "$top", &["8001"])]);
    assert_eq!(refused[0].1, "Enter a whole number from 1 to 8000.");
    let many: Vec<String> = (0..501).map(|n| n.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let refused = invalid(
        "batchDeleteIndicators",
        &[value(Place::Body, "IndicatorIds", &many)],
    );
    assert_eq!(refused[0].1, "At most 500 entries can be sent at once.");
    let refused = invalid("listAlerts", &[value(Place::Query, "$orderby", &["id"])]);
    assert_eq!(refused[0].1, "This operation has no such field.");
}

#[test]
fn nothing_can_leave_its_place_in_the_path() {
    let request = built("getAlert", &[value(Place::Path, "id", &["../machines?x#y/"])]);
    assert_eq!(request.to_string(), "/api/alerts/..%2Fmachines%3Fx%23y%2F");
    assert_eq!(
        built("getAlert", &[value(Place::Path, "id", &[".."])]).to_string(),
        "/api/alerts/%25"
    );
    let request = built(
        "findMachinesByIp",
        &[
            value(Place::Path, "ip", &["2001:db8::1"]),
            value(Place::Path, "timestamp", &["2026-03-01T12:00:00Z"]),
        ],
    );
    assert_eq!(
        request.to_string(),
        "/api/machines/findbyip(ip='2001:db8::1',timestamp=2026-03-01T12:00:00Z)"
    );
}

#[test]
fn a_body_has_the_letters_of_the_documentation_and_only_what_was_filled_in() {
    let request = built(
        "isolateMachine",
        &[
            value(Place::Path, "id", &["device"]),
            value(Place::Body, "Comment", &[" reason "]),
            value(Place::Body, "IsolationType", &[""]),
        ],
    );
    assert_eq!(
        request.body(),
        Some(&Body::Json(r#"{"Comment":"reason"}"#.into()))
    );
    let request = built(
        "addScanDefinition",
        &[
            value(Place::Body, "scanType", &["Network"]),
            value(Place::Body, "scanName", &["Ground floor"]),
            value(Place::Body, "isActive", &["true"]),
            value(Place::Body, "target", &["192.0.2.1"]),
            value(Place::Body, "intervalInHours", &["4"]),
            value(Place::Body, "targetType", &["Ip"]),
            value(Place::Body, "scannerAgent", &[r#"{ "machineId": "x" }"#]),
            value(Place::Body, "scanAuthenticationParams", &["{}"]),
        ],
    );
    let Some(Body::Json(text)) = request.body() else {
        panic!("{request:?}")
    };
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(json["isActive"], serde_json::json!(true));
    assert_eq!(json["intervalInHours"], serde_json::json!(4));
    assert_eq!(json["scannerAgent"]["machineId"], "x");
}

#[test]
fn a_determination_must_go_with_its_classification() {
    let given = |classification: &str, determination: &str| {
        [
            value(Place::Path, "id", &["da1"]),
            value(Place::Body, "classification", &[classification]),
            value(Place::Body, "determination", &[determination]),
        ]
    };
    let refused = invalid("updateAlert", &given("FalsePositive", "Malware"));
    assert_eq!(
        refused[0].1,
        "With FalsePositive go: NotMalicious, InsufficientData, Other."
    );
    let refused = invalid("updateAlert", &given("", "Malware"));
    assert!(
        refused[0].1.contains("together with a classification"),
        "{refused:?}"
    );
    built("updateAlert", &given("TruePositive", "Malware"));
}

#[test]
fn a_version_is_a_part_of_the_address_and_a_count_a_part_of_the_path() {
    let request = build(operation("listAlerts"), &Values::default(), Version::V1).unwrap();
    assert_eq!(request.to_string(), "/api/v1.0/alerts");
    let request = built(
        "listMachineAlerts",
        &[
            value(Place::Path, "id", &["device"]),
            value(Place::Query, "$count", &["true"]),
        ],
    );
    assert_eq!(request.to_string(), "/api/machines/device/alerts/$count");
}

#[test]
fn only_what_ends_the_same_way_is_sent_again() {
    for (id, expected) in [
        ("listAlerts", Again::WhereItHelps),
        ("runAdvancedQuery", Again::WhereItHelps),
        ("deleteIndicator", Again::WhereItHelps),
        ("isolateMachine", Again::Never),
        ("cancelMachineAction", Again::Never),
        ("submitIndicator", Again::Never),
        ("updateAlert", Again::Never),
    ] {
        assert_eq!(again(operation(id)), expected, "{id}");
    }
}
