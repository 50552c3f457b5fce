use super::*;
use proptest::prelude::*;

/// Letters without meaning, always the same for the same seed.
fn noise(seed: u64, length: usize, alphabet: &str) -> String {
    let alphabet: Vec<char> = alphabet.chars().collect();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            alphabet[(state >> 33) as usize % alphabet.len()]
        })
        .collect()
}

const BASE64_URL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const HEX: &str = "0123456789abcdef";

fn jwt(seed: u64) -> String {
    let part = |offset, length| noise(seed + offset, length, BASE64_URL);
    format!("eyJ{}.eyJ{}.{}", part(1, 60), part(2, 400), part(3, 342))
}

/// Values of every form, and the same in what usually carries them. What must go, and the text it stands in.
fn secrets(seed: u64) -> Vec<(String, String)> {
    let part = |offset, length, alphabet| noise(seed + offset, length, alphabet);
    let word = |text: String| (text.clone(), text);
    let short = || part(4, 11, "abcdefghijkmnpqrstuvwxyz");
    let in_text = |text: &str| (short(), text.replace("VALUE", &short()));
    vec![
        word(jwt(seed)),
        // Unsigned, and encrypted with a key agreed upon.
        word(format!("eyJ{}.e30.", part(5, 17, BASE64_URL))),
        word(format!(
            "eyJ{}..{}.{}.{}",
            part(6, 40, BASE64_URL),
            part(7, 16, BASE64_URL),
            part(8, 99, BASE64_URL),
            part(9, 22, BASE64_URL)
        )),
        // Opened with white space after the brace.
        word(format!(
            "ewog{}.ewog{}.{}",
            part(10, 40, BASE64_URL),
            part(11, 90, BASE64_URL),
            part(12, 43, BASE64_URL)
        )),
        word(format!(
            "{}.{}.{}",
            part(13, 30, BASE64_URL),
            part(14, 50, BASE64_URL),
            part(15, 43, BASE64_URL)
        )),
        word(format!("0.A{}", part(16, 900, BASE64_URL))),
        word(format!(
            "1.A{}.{}",
            part(17, 60, BASE64_URL),
            part(18, 700, BASE64_URL)
        )),
        word(format!("M.C5{}", part(19, 200, BASE64_URL))),
        word(format!(
            "{}8Q~{}",
            part(20, 3, BASE64_URL),
            part(21, 34, BASE64_URL)
        )),
        word(part(22, 344, BASE64)),
        word(format!("{}==", part(23, 86, BASE64))),
        word(part(24, 64, HEX)),
        word(part(25, 40, HEX).to_uppercase()),
        in_text("Authorization: Bearer VALUE"),
        in_text("\"Authorization\": \"Basic VALUE\""),
        in_text("proxy-authorization: VALUE x"),
        in_text("Set-Cookie: id=VALUE; path=/"),
        in_text("sent bearer  VALUE to it"),
        in_text("Bearer%20VALUE"),
        in_text("http://localhost:4711/?code=VALUE&session_state=VALUE"),
        in_text("redirect%3Fcode%3DVALUE%26state%3DVALUE%26x"),
        in_text("state=VALUE."),
        in_text("(code=VALUE)"),
        in_text("client_secret: VALUE"),
        in_text("{\"refresh_token\": \"VALUE\", \"expires_in\": 1}"),
        in_text("{\\\"access_token\\\":\\\"VALUE\\\"}"),
        in_text("{'password' : 'VALUE VALUE'}"),
        in_text("grant_type=device_code&device_code=VALUE"),
        in_text("https://VALUE:VALUE@proxy.example:8080/x"),
        in_text("-----BEGIN PRIVATE KEY-----\nVALUE\n-----END PRIVATE KEY-----"),
        in_text("-----BEGIN PRIVATE KEY-----\nVALUE"),
    ]
}

#[test]
fn every_form_of_secret_is_taken_out() {
    for seed in 1..40 {
        for (secret, text) in secrets(seed) {
            let kept = redact(&text);
            assert!(kept.contains(REMOVED), "{text}");
            assert!(!kept.contains(&secret), "{kept}");
            let middle: String = secret.chars().skip(secret.chars().count() / 3).take(8).collect();
            assert!(!kept.contains(&middle), "{kept}");
        }
    }
}

#[test]
fn what_carries_a_secret_stays_readable() {
    let jwt = jwt(7);
    for (text, kept) in [
        (format!("The answer was {jwt}."), "The answer was [removed]."),
        (
            format!("access_token={jwt}&scope=x"),
            "access_token=[removed]&scope=x",
        ),
        (
            format!("Authorization: Bearer {jwt} was sent"),
            "Authorization: Bearer [removed] was sent",
        ),
        (
            "http://localhost:4711/?code=abc&state=def#x".to_owned(),
            "http://localhost:4711/?code=[removed]&state=[removed]#x",
        ),
        (
            "{\"refresh_token\": \"abc\", \"expires_in\": 1}".to_owned(),
            "{\"refresh_token\": \"[removed]\", \"expires_in\": 1}",
        ),
        (
            "http://ada:pw@proxy.example:8080".to_owned(),
            "http://[removed]@proxy.example:8080",
        ),
        (format!("https://host.example/{jwt}?x"), "https://[removed]?x"),
    ] {
        assert_eq!(redact(&text), kept);
        assert_eq!(redact(kept), kept, "a second time changes nothing");
    }
}

#[test]
fn what_a_report_lives_on_survives() {
    for text in [
        "https://login.microsoftonline.com/error?code=7000218",
        "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/3f1c2a9e-64d0-4b8e-8f57-9b0c5d2e7a41/isMSAApp~/false",
        "https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/confidential-client-application-authentication-error-aadsts7000218",
        "3F1C2A9E-64D0-4B8E-8F57-9B0C5D2E7A41 and 3f1c2a9e64d04b8e8f579b0c5d2e7a41",
        "Trace ID: 3f1c2a9e-64d0-4b8e-8f57-9b0c5d2e7a41 Correlation ID: 3f1c2a9e-64d0-4b8e-8f57-9b0c5d2e7a41 Timestamp: 2026-03-02 09:00:00Z",
        "AADSTS50105: Your administrator has configured the application to block users.",
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        "The bearer token is missing; WWW-Authenticate: Bearer realm=\"\", authorization_uri=\"https://login.windows.net/common\"",
        "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"Missing license\"},\"state\": \"none\"}",
        "response_type=code&scope=openid, error_subcode=cancel, code: invalid_grant",
        "api-gcc.securitycenter.microsoft.us, api-gov.securitycenter.microsoft.us, wdatpprd-weu3.securitycenter.windows.com",
        "Microsoft_AAD_RegisteredApps, WindowsDefenderATP, DeviceManagementManagedDevices.PrivilegedOperations.All",
        "CN=DigiCert SHA2 Secure Server CA, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "Linux 6.1.0-28-amd64 (Debian 12), x86_64; Windows 11 24H2; Mozilla/5.0",
        "C:\\Users\\Public\\x.txt, a=b, ===, -----, ~/x, 50 % of it",
        "",
    ] {
        assert_eq!(redact(text), text);
    }
}

#[test]
fn nothing_that_the_documentation_says_is_taken_for_a_secret() {
    let catalogue = defender::catalogue();
    for operation in catalogue.operations() {
        for text in [&operation.id, &operation.group, &operation.title, &operation.path] {
            assert_eq!(redact(text), *text);
        }
    }
    for permission in catalogue.delegated_permissions() {
        for text in [&permission.value, &permission.display] {
            assert_eq!(redact(text), *text);
        }
    }
    for code in 0..3_000_000 {
        if let Some(explanation) = entra::aadsts::explain(code) {
            for text in [&explanation.meaning, &explanation.advice] {
                assert_eq!(redact(text), *text);
            }
        }
    }
}

proptest! {
    #[test]
    fn no_neighbour_hides_a_secret(seed in 0..u64::MAX / 2, which in 0..12_usize, before in "\\PC{0,20}", after in "\\PC{0,20}") {
        let (secret, text) = secrets(seed).swap_remove(which);
        let kept = redact(&format!("{before}{text}{after}"));
        prop_assert!(!kept.contains(&secret), "{kept}");
    }

    #[test]
    fn any_text_can_be_searched_and_a_second_search_finds_nothing(text in "(?s).{0,200}") {
        let once = redact(&text);
        prop_assert_eq!(redact(&once), once.clone());
    }
}

#[test]
fn a_text_that_repeats_itself_takes_no_longer_than_others() {
    for part in [
        "code=",
        "bearer=",
        "authorization=",
        "://",
        "eyJ",
        "-----BEGIN",
        "access_token:",
        "%26code%3D",
        "=",
        ".",
    ] {
        let text = part.repeat(50_000 / part.len());
        assert!(redact(&text).len() <= text.len() + REMOVED.len(), "{part}");
    }
}
