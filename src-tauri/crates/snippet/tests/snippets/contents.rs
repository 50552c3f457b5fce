//! What a text says and does not say.

use snippet::{Language, Way, make};

use crate::support::{Call, HOSTILE, hostile, url, variants};

#[test]
fn every_text_says_what_it_does_and_needs() {
    for call in variants() {
        for language in Language::ALL {
            let snippet = call.with(|call| make(language, call));
            let text = &snippet.text;
            for said in [
                format!("What it does: {}", call.title),
                format!("Request:      {} {}", call.method.name(), call.url),
                format!("Documented:   {}", call.documentation),
                "Install: ".to_owned(),
                "Not affiliated with, endorsed or supported by Microsoft.".to_owned(),
                "From here on nothing needs to be changed.".to_owned(),
            ] {
                assert!(text.contains(&said), "{language:?}: {said}\n{text}");
            }
            for permission in &call.permissions {
                assert!(text.contains(permission.as_str()), "{language:?}: {permission}");
            }
            assert!(text.ends_with('\n') && !text.contains('\r'), "{language:?}");
            assert!(snippet.about.contains("holds no secret"), "{}", snippet.about);
            assert_eq!(
                snippet.about.contains("typed confirmation"),
                call.acts_on.is_some()
            );
        }
    }
}

#[test]
fn a_call_without_a_delegated_permission_says_so() {
    let call = Call {
        permissions: Vec::new(),
        ..Call::list()
    };
    for language in Language::ALL {
        assert!(
            call.text(language)
                .contains("no delegated permission is documented")
        );
    }
}

#[test]
fn no_text_takes_a_password_or_a_client_secret() {
    for call in variants() {
        for language in Language::ALL {
            let text = call.text(language).to_lowercase();
            for word in ["password", "client_secret", "clientsecret"] {
                assert!(!text.contains(word), "{language:?}: {word}");
            }
        }
    }
}

#[test]
fn the_way_to_sign_in_is_the_one_that_was_asked_for_where_the_language_has_it() {
    let sign = |language, way, authority: &str| {
        let call = Call {
            way,
            authority: url(authority),
            ..Call::list()
        };
        let text = call.text(language);
        let browser = [
            "acquire_token_interactive",
            "AcquireTokenInteractive",
            "set_pkce_challenge",
        ]
        .iter()
        .any(|name| text.contains(name));
        assert_eq!(text.contains("in the browser, with PKCE"), browser, "{text}");
        assert_eq!(text.contains("with a device code, which"), !browser, "{text}");
        browser
    };
    let real = "https://login.microsoftonline.com";
    let sandbox = "http://127.0.0.1:4711";
    for language in Language::ALL {
        assert!(!sign(language, Way::DeviceCode, real));
        assert!(!sign(language, Way::DeviceCode, sandbox));
    }
    for (language, at_the_service, at_the_sandbox) in [
        (Language::Curl, false, false),
        (Language::PowerShell, false, false),
        (Language::CSharp, true, false),
        (Language::Python, true, true),
        (Language::Rust, true, true),
    ] {
        assert_eq!(sign(language, Way::Browser, real), at_the_service, "{language:?}");
        assert_eq!(
            sign(language, Way::Browser, sandbox),
            at_the_sandbox,
            "{language:?}"
        );
    }
}

#[test]
fn msal_asks_no_other_service_about_an_authority_that_microsoft_does_not_list() {
    for (authority, listed) in [
        ("https://login.microsoftonline.com/", true),
        ("https://login.microsoftonline.us", true),
        ("https://login.microsoftonline.com:8443", false),
        ("https://login.elsewhere.example", false),
        ("http://localhost:4711", false),
    ] {
        let call = Call {
            authority: url(authority),
            ..Call::list()
        };
        let python = call.text(Language::Python);
        assert_eq!(
            !python.contains("instance_discovery=False"),
            listed,
            "{authority}"
        );
        let c_sharp = call.text(Language::CSharp);
        assert_eq!(
            c_sharp.contains("PublicClientApplicationBuilder")
                && !c_sharp.contains("WithInstanceDiscovery(false)"),
            listed,
            "{authority}"
        );
        let tenant = format!("{}/{}\"", authority.trim_end_matches('/'), call.tenant);
        assert!(
            python.contains(&tenant) && c_sharp.contains(&tenant),
            "{authority}"
        );
    }
}

#[test]
fn only_what_is_idempotent_is_sent_again() {
    for (call, attempts) in [(Call::list(), 5), (Call::act(), 1), (Call::upload(), 1)] {
        for (language, said) in [
            (Language::PowerShell, format!("$attempts = {attempts}\n")),
            (Language::CSharp, format!("const int attempts = {attempts};\n")),
            (Language::Python, format!("\nATTEMPTS = {attempts}\n")),
            (Language::Rust, format!("\nconst ATTEMPTS: u32 = {attempts};\n")),
        ] {
            assert!(call.text(language).contains(&said), "{language:?}");
        }
        assert_eq!(call.text(Language::Curl).contains("--retry 4"), attempts == 5);
        assert_eq!(call.text(Language::Curl).contains("--retry"), attempts == 5);
    }
}

#[test]
fn pages_are_followed_only_where_there_are_pages() {
    for language in Language::ALL {
        assert!(Call::list().text(language).contains("@odata.nextLink"));
        assert!(!Call::act().text(language).contains("@odata.nextLink"));
        // A collection that was asked for by POST: its answer is printed whole.
        let posted = Call {
            is_collection: true,
            ..Call::act()
        };
        assert!(!posted.text(language).contains("@odata.nextLink"));
    }
}

#[test]
fn the_comment_is_the_same_number_of_lines_whatever_the_values() {
    for language in Language::ALL {
        let mark = if matches!(language, Language::CSharp | Language::Rust) {
            "//"
        } else {
            "#"
        };
        let lines = |call: &Call| {
            call.text(language)
                .lines()
                .take_while(|line| line.starts_with(mark))
                .count()
        };
        let harmless = lines(&Call::act());
        assert!(harmless > 10);
        for text in HOSTILE {
            assert_eq!(
                lines(&hostile(&Call::act(), text)),
                harmless,
                "{language:?}: {text}"
            );
        }
    }
}
