//! What admins copy when a sign-in fails, and what is read from it.

use entra::error_page::{ErrorPage, Named, read};
use proptest::prelude::*;
use test_support::{CLIENT_ID, TENANT_ID};

const REQUEST: &str = "0a1b2c3d-0000-4000-8000-000000000001";
const CORRELATION: &str = "0a1b2c3d-0000-4000-8000-000000000002";
const TIME: &str = "2026-03-02T09:00:00Z";
const DEFENDER: &str = "fc780465-2017-40d4-a0c5-307022471b92";
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
const XDR: &str = "8ee8fdad-f234-4243-8f3b-15c294843740";
/// Made up; long and mixed as a code is.
const CODE: &str = "0.ATEAfixture_Made-Up.Code1234567890abcdefghijklmnopqrstuvwxyz0123456789";

/// The page as it is copied, with the message twice.
fn page(message: &str) -> String {
    format!(
        "Sign in\nSorry, but we’re having trouble signing you in.\n{message}\n\nTroubleshooting details\nIf you contact \
         your administrator, send this info to them.\nCopy info to clipboard\nRequest Id: {REQUEST}\nCorrelation Id: \
         {CORRELATION}\nTimestamp: {TIME}\nMessage: {message}\n\nAdvanced diagnostics: Enable\nIf you plan on getting \
         help for an issue, turn on this."
    )
}

#[track_caller]
fn read_all(text: &str) -> ErrorPage {
    read(text).unwrap_or_else(|| panic!("nothing was read from {text}"))
}

#[track_caller]
fn named_by(message: &str) -> Named {
    let page = read_all(&page(message));
    let number = page.number.unwrap_or_default();
    assert!(message.starts_with(&format!("AADSTS{number}:")), "{message}");
    page.named
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn the_page_is_read_as_a_whole_or_from_its_ids_down() {
    let message = format!(
        "The redirect URI 'http://127.0.0.1:5000/' specified in the request does not match the redirect URIs configured for the application '{CLIENT_ID}'."
    );
    let whole = page(&format!("AADSTS50011: {message}"));
    let below = whole.get(whole.find("Request Id").unwrap()..).unwrap();
    for text in [
        whole.as_str(),
        below,
        &whole.replace('\n', "\r\n"),
        &below.replace('\n', " "),
    ] {
        assert_eq!(
            read_all(text),
            ErrorPage {
                number: Some(50_011),
                error: None,
                error_subcode: None,
                message: some(&message),
                correlation_id: some(CORRELATION),
                request_id: some(REQUEST),
                timestamp: some(TIME),
                named: Named {
                    application: some(CLIENT_ID),
                    redirect_uri: some("http://127.0.0.1:5000/"),
                    ..Named::default()
                },
            },
            "{text}"
        );
    }
}

#[test]
fn translated_labels_change_nothing() {
    let message =
        format!("AADSTS700016: Die Anwendung „{CLIENT_ID}“ wurde im Verzeichnis „Contoso“ nicht gefunden.");
    for text in [
        format!(
            "{message}\n\nAnforderungs-ID: {REQUEST}\nKorrelations-ID: {CORRELATION}\nZeitstempel: {TIME}\nMeldung: {message}"
        ),
        format!("{message} Anforderungs-ID: {REQUEST} Korrelations-ID: {CORRELATION} Zeitstempel: {TIME}"),
        // As a list is copied: values on lines of their own.
        format!("Anfrage\n{REQUEST}\nKorrelation\n{CORRELATION}\nZeit\n{TIME}\nMeldung\n{message}"),
    ] {
        let page = read_all(&text);
        assert_eq!(page.number, Some(700_016));
        assert_eq!(page.request_id.as_deref(), Some(REQUEST), "{text}");
        assert_eq!(page.correlation_id.as_deref(), Some(CORRELATION), "{text}");
        assert_eq!(page.timestamp.as_deref(), Some(TIME), "{text}");
        assert_eq!(
            page.message.as_deref(),
            message.strip_prefix("AADSTS700016: "),
            "{text}"
        );
        assert_eq!(page.named.application.as_deref(), Some(CLIENT_ID));
        assert_eq!(page.named.directory.as_deref(), Some("Contoso"));
    }
}

#[test]
fn an_answers_json_is_read_also_inside_other_text_and_escaped() {
    let description = format!(
        "AADSTS650053: The application 'Workbench' asked for scope 'Machine.Read.All' that doesn't exist on the resource '{DEFENDER}'. Contact the app vendor. Trace ID: {REQUEST} Correlation ID: {CORRELATION} Timestamp: 2026-03-02 09:00:00Z"
    );
    let json = serde_json::json!({
        "error": "invalid_client", "error_description": description, "error_codes": [650_053],
        "trace_id": REQUEST, "correlation_id": CORRELATION, "timestamp": "2026-03-02 09:00:00Z"
    })
    .to_string();
    for (text, error) in [
        (json.clone(), Some("invalid_client")),
        (
            format!("Status {{400}}, body: {json}\nat line 3"),
            Some("invalid_client"),
        ),
        (
            serde_json::json!({"log": description.replace(" Trace", "\r\nTrace")}).to_string(),
            None,
        ),
    ] {
        let page = read_all(&text);
        assert_eq!(page.number, Some(650_053), "{text}");
        assert_eq!(page.error.as_deref(), error, "{text}");
        assert_eq!(page.request_id.as_deref(), Some(REQUEST));
        assert_eq!(page.correlation_id.as_deref(), Some(CORRELATION));
        assert_eq!(page.timestamp.as_deref(), Some("2026-03-02 09:00:00Z"));
        assert!(
            page.message.unwrap().ends_with("Contact the app vendor."),
            "{text}"
        );
        assert_eq!(page.named.application.as_deref(), Some("Workbench"));
        assert_eq!(page.named.scope.as_deref(), Some("Machine.Read.All"));
        assert_eq!(page.named.resource.as_deref(), Some(DEFENDER));
    }
}

#[test]
fn addresses_are_read_for_their_number_or_error() {
    for link in [
        "https://login.microsoftonline.com/error?code=50011",
        "see <https://login.microsoftonline.us/error?code=50011>, please",
    ] {
        assert_eq!(
            read(link),
            Some(ErrorPage {
                number: Some(50_011),
                ..ErrorPage::default()
            }),
            "{link}"
        );
    }
    let answer = "error=access_denied&error_subcode=cancel&error_description=AADSTS65004%3a+User+declined+to+consent.%0d%0aTrace+ID%3a+\
                  0a1b2c3d-0000-4000-8000-000000000001%0d%0aCorrelation+ID%3a+0a1b2c3d-0000-4000-8000-000000000002&state=hidden-state";
    for text in [
        format!("http://localhost:31544/?{answer}"),
        format!("http://localhost/#{answer}"),
        format!("The browser stopped at http://localhost/?{answer} after I clicked"),
    ] {
        let page = read_all(&text);
        assert_eq!(page.number, Some(65_004), "{text}");
        assert!(!format!("{page:?}").contains("hidden-state"));
        if !text.contains("stopped") {
            assert_eq!(page.error.as_deref(), Some("access_denied"));
            assert_eq!(page.error_subcode.as_deref(), Some("cancel"));
            assert_eq!(page.message.as_deref(), Some("User declined to consent."));
            assert_eq!(page.request_id.as_deref(), Some(REQUEST));
            assert_eq!(page.correlation_id.as_deref(), Some(CORRELATION));
        }
    }
}

#[test]
fn a_number_alone_is_enough() {
    for text in [
        "AADSTS50011",
        "aadsts50011",
        "AADSTS 50011",
        " 50011 ",
        "Error code: 50011",
        "Fehler 50011!",
    ] {
        assert_eq!(read_all(text).number, Some(50_011), "{text}");
        assert_eq!(read_all(text).message, None, "{text}");
    }
    assert_eq!(
        read_all("9999999").number,
        Some(9_999_999),
        "unknown, but nothing else"
    );
}

#[test]
fn texts_without_an_error_give_nothing() {
    for text in [
        "",
        "  \n ",
        "Everything works.",
        "AADSTS",
        "AADSTS: none",
        "call 5551234",
        "1234",
        "50011 and 50012",
        "{\"value\": []}",
        "{\"error\": {\"code\": \"Forbidden\"}}",
        "https://portal.azure.com/?code=50011",
        CLIENT_ID,
    ] {
        assert_eq!(read(text), None, "{text}");
    }
    let success = format!("http://localhost/?code={CODE}&state=x&session_state=y");
    assert_eq!(read(&success), None);
}

#[test]
fn the_unlisted_api_and_the_listed_ones_are_named() {
    for number in [650_057, 65_005] {
        let message = |app: &str, resource: &str, list: &str| {
            format!(
                "AADSTS{number}: Invalid resource. The client has requested access to a resource which is not listed in the \
                 requested permissions in the client's application registration. Client app ID: {app}. Resource value from \
                 request: {resource}. Resource app ID: {DEFENDER}. List of valid resources from app registration: {list}."
            )
        };
        let full = message(
            &format!("{CLIENT_ID}(Workbench)"),
            "https://api.securitycenter.microsoft.com",
            &format!("{GRAPH}, {XDR}"),
        );
        assert_eq!(
            named_by(&full),
            Named {
                application: some(CLIENT_ID),
                resource: some("https://api.securitycenter.microsoft.com"),
                resource_app_id: some(DEFENDER),
                listed_resources: vec![GRAPH.to_owned(), XDR.to_owned()],
                ..Named::default()
            }
        );
        // The same by hand: every part on its own line.
        let by_hand = full.replace(". ", ".\n");
        assert_eq!(read_all(&by_hand).named, named_by(&full));
        let empty = named_by(&message(CLIENT_ID, "", ""));
        assert_eq!((empty.resource, empty.listed_resources.len()), (None, 0));
        assert_eq!(empty.resource_app_id.as_deref(), Some(DEFENDER));
        let by_id = named_by(&message(CLIENT_ID, DEFENDER, GRAPH));
        assert_eq!(by_id.resource.as_deref(), Some(DEFENDER));
        assert_eq!(by_id.listed_resources, [GRAPH]);
    }
    let translated = format!(
        "AADSTS650057: Ungültige Ressource. Client-App-ID: {CLIENT_ID}(Workbench). Ressource: https://api.securitycenter.microsoft.com. App-ID der Ressource: {DEFENDER}. Liste: {GRAPH}, {XDR}."
    );
    let named = named_by(&translated);
    assert_eq!(named.resource_app_id.as_deref(), Some(DEFENDER));
    assert_eq!(
        named.resource.as_deref(),
        Some("https://api.securitycenter.microsoft.com")
    );
    assert_eq!(named.listed_resources, [GRAPH, XDR]);
}

#[test]
fn other_messages_name_app_tenant_api_and_permission() {
    let tail =
        "This can happen if the application has not been installed by the administrator of the tenant.";
    for (message, expected) in [
        (
            format!("AADSTS700016: Application with identifier '{CLIENT_ID}' was not found in the directory 'Contoso'. {tail}"),
            Named {
                application: some(CLIENT_ID),
                directory: some("Contoso"),
                ..Named::default()
            },
        ),
        (
            format!("AADSTS700016: Application with identifier {CLIENT_ID} was not found in the directory contoso.example. {tail}"),
            Named {
                application: some(CLIENT_ID),
                directory: some("contoso.example"),
                ..Named::default()
            },
        ),
        (
            format!("AADSTS500011: The resource principal named https://api.securitycenter.microsoft.com was not found in the tenant named Contoso Inc.. {tail}"),
            Named {
                resource: some("https://api.securitycenter.microsoft.com"),
                directory: some("Contoso Inc."),
                ..Named::default()
            },
        ),
        (
            "AADSTS500011: The resource principal named 'https://api.example' was not found in the tenant 'sandbox.example'.".to_owned(),
            Named {
                resource: some("https://api.example"),
                directory: some("sandbox.example"),
                ..Named::default()
            },
        ),
        (
            format!("AADSTS50011: The reply url specified in the request does not match the reply urls configured for the application: '{CLIENT_ID}'."),
            Named {
                application: some(CLIENT_ID),
                ..Named::default()
            },
        ),
        (
            format!("AADSTS50011: The redirect URI http://localhost/a specified in the request does not match those of {CLIENT_ID}. Navigate to https://aka.ms/redirectUriMismatchError to learn more."),
            Named {
                application: some(CLIENT_ID),
                redirect_uri: some("http://localhost/a"),
                ..Named::default()
            },
        ),
        (
            format!("AADSTS90002: Tenant '{TENANT_ID}' not found. Check to make sure you have the correct tenant ID."),
            Named {
                directory: some(TENANT_ID),
                ..Named::default()
            },
        ),
        (
            "AADSTS500014: The service principal for resource 'https://api.example' is disabled.".to_owned(),
            Named {
                resource: some("https://api.example"),
                ..Named::default()
            },
        ),
        (
            "AADSTS650052: The app needs access to a service ('https://api.example') that your organization 'Contoso' has not subscribed to.".to_owned(),
            Named {
                resource: some("https://api.example"),
                ..Named::default()
            },
        ),
        (
            format!("AADSTS65001: The user or administrator has not consented to use the application with ID '{CLIENT_ID}' named 'Workbench'."),
            Named {
                application: some(CLIENT_ID),
                ..Named::default()
            },
        ),
        ("AADSTS90033: A transient error has occurred.".to_owned(), Named::default()),
    ] {
        assert_eq!(named_by(&message), expected, "{message}");
    }
}

#[test]
fn nothing_secret_is_kept_wherever_it_stands() {
    let secrets = format!(
        "code={CODE}&state=hidden-state&session_state=hidden-session&client_info=hidden-info&id_token=hidden-token"
    );
    let message = format!("AADSTS50011: The redirect URI 'http://localhost/?{secrets}' does not match.");
    for text in [
        page(&message),
        format!("{message} http://localhost/?{secrets}"),
        format!("{message}\ncode: {CODE}\nstate: hidden-state"),
        format!("{}\nBearer {CODE}", page("AADSTS50011: No.")),
        format!("http://localhost/?error=access_denied&error_description={message}&{secrets}"),
        serde_json::json!({"error": CODE, "error_description": message, "state": "hidden-state", "claims": CODE}).to_string(),
        format!("error=access_denied&error_description=AADSTS65004:+Declined.&{secrets}"),
    ] {
        let shown = format!("{:?}", read_all(&text));
        for secret in [CODE, "hidden-"] {
            assert!(!shown.contains(secret), "{text}\nbecame {shown}");
        }
    }
}

#[test]
fn long_texts_are_read_in_part() {
    let late = format!("{}AADSTS50011: x", " word".repeat(20_000));
    assert_eq!(read(&late), None);
    let long = format!("AADSTS50011: {}", "ä".repeat(100_000));
    let page = read_all(&long);
    assert_eq!(page.number, Some(50_011));
    assert!(page.message.unwrap().chars().count() <= 2_000);
    assert_eq!(read(&"{".repeat(70_000)), None, "nested as deeply as it likes");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(
        text in "(AADSTS ?[0-9]{0,9}:?|'|\"|\\{|\\}|https?://|[?&#=]|error|code|Request Id:|Correlation ID: |Timestamp: |\
                 2026-03-02T09:00:00Z?|0a1b2c3d-0000-4000-8000-00000000000[0-9]|Resource app ID:|List of valid resources from app registration:|[\\PC\r\n]){0,30}"
    ) {
        let _ = read(&text);
    }

    #[test]
    fn no_message_breaks_the_line_or_keeps_a_secret(
        number in prop::sample::select(vec![50_011, 700_016, 500_011, 650_053, 650_057, 90_002, 65_001, 1]),
        before in "[\\PC\r\n]{0,40}",
        after in "[ \r\n.,;'\"][\\PC\r\n]{0,40}",
    ) {
        let text = format!("AADSTS{number}: {before} {CODE}{after}");
        let page = read(&text).unwrap();
        let shown = format!("{page:?}");
        prop_assert!(!shown.contains(CODE), "{}", shown);
        prop_assert!(!page.message.unwrap_or_default().contains(['\r', '\n']));
    }
}
