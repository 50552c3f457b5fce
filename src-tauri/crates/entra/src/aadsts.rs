//! What AADSTS numbers mean, in our words, with what to do.
//!
//! Microsoft asks applications not to act on these numbers, since they may change
//! (<https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application>).
//! So they explain here and decide nothing. The texts lie in `data/aadsts.json`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use url::Url;

/// What is known about a number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Explanation {
    /// The numbers that share this explanation.
    pub codes: Vec<u32>,
    /// What happened, in a sentence.
    pub meaning: String,
    /// Where the cause lies, the likeliest first.
    pub steps: Vec<Step>,
    /// What to do.
    pub advice: String,
    /// Microsoft Entra shows it on its page only and never sends it back; the program sees a time-out.
    pub page_only: bool,
}

/// Where the cause of an error lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Tenant or cloud.
    Tenant,
    /// Client ID or account types of the app registration.
    Client,
    /// Redirect URI or its platform.
    Redirect,
    /// *Allow public client flows*.
    PublicClient,
    /// API permissions.
    Permissions,
    /// Consent.
    Consent,
    /// Licence or the API's service principal.
    Licence,
    /// The person's account or role.
    Account,
    /// Conditional Access or a second factor.
    ConditionalAccess,
    /// This program's request.
    Program,
    /// The sign-in session.
    Session,
    /// Passing.
    Transient,
}

const DATA: &str = include_str!("../data/aadsts.json");

static EXPLANATIONS: LazyLock<Vec<Explanation>> = LazyLock::new(|| match serde_json::from_str(DATA) {
    Ok(explanations) => explanations,
    // A test reads the same file, so this build cannot have passed it.
    Err(error) => {
        tracing::error!(%error, "aadsts.data_unreadable");
        Vec::new()
    }
});

static BY_CODE: LazyLock<HashMap<u32, &'static Explanation>> = LazyLock::new(|| {
    EXPLANATIONS
        .iter()
        .flat_map(|it| it.codes.iter().map(move |&code| (code, it)))
        .collect()
});

/// What is known about a number; for the others see [`link`].
#[must_use]
pub fn explain(code: u32) -> Option<&'static Explanation> {
    BY_CODE.get(&code).copied()
}

/// The numbers that are shown on Microsoft Entra's page only.
#[must_use]
pub fn page_only() -> Vec<u32> {
    EXPLANATIONS
        .iter()
        .filter(|it| it.page_only)
        .flat_map(|it| it.codes.clone())
        .collect()
}

/// Microsoft's own page on a number.
#[must_use]
pub fn link(code: u32) -> String {
    format!("https://login.microsoftonline.com/error?code={code}")
}

/// The number named in a text such as `AADSTS50011: The redirect URI …`.
pub(crate) fn number_in(text: &str) -> Option<u32> {
    locate(text).map(|(_, number)| number)
}

/// Where such a number is named first, and the number. People write it in small letters and with a space, too.
pub(crate) fn locate(text: &str) -> Option<(usize, u32)> {
    const PREFIX: &str = "aadsts";
    // Lower-casing ASCII keeps all positions.
    let lower = text.to_ascii_lowercase();
    lower.match_indices(PREFIX).find_map(|(at, _)| {
        let rest = lower.get(at + PREFIX.len()..)?;
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        Some((at, digits.parse().ok()?))
    })
}

/// The number in an `error_uri` of the form of [`link`].
pub(crate) fn number_in_link(link: &str) -> Option<u32> {
    let url = Url::parse(link).ok()?;
    url.query_pairs()
        .find(|(name, _)| name == "code")
        .and_then(|(_, code)| code.parse().ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every number that the research for this program found documented or reported.
    const KNOWN: [u32; 199] = [
        16_000, 16_002, 16_003, 28_002, 28_003, 50_001, 50_002, 50_005, 50_011, 50_014, 50_020, 50_033,
        50_034, 50_053, 50_055, 50_056, 50_057, 50_058, 50_059, 50_064, 50_072, 50_074, 50_076, 50_078,
        50_079, 50_087, 50_088, 50_089, 50_097, 50_105, 50_125, 50_126, 50_128, 50_129, 50_131, 50_132,
        50_133, 50_134, 50_135, 50_140, 50_142, 50_144, 50_147, 50_155, 50_158, 50_173, 50_180, 50_187,
        50_192, 50_194, 50_196, 50_199, 51_004, 53_000, 53_001, 53_002, 53_003, 53_004, 53_010, 53_011,
        54_005, 65_001, 65_002, 65_004, 65_005, 70_000, 70_001, 70_002, 70_003, 70_004, 70_005, 70_008,
        70_011, 70_016, 70_018, 70_019, 70_020, 70_043, 70_044, 75_005, 75_011, 80_001, 80_002, 80_003,
        80_004, 80_005, 80_006, 80_007, 80_008, 80_009, 80_010, 80_011, 80_012, 80_013, 80_014, 81_004,
        81_005, 81_006, 81_007, 81_008, 81_009, 81_010, 81_011, 81_012, 90_002, 90_004, 90_006, 90_008,
        90_009, 90_012, 90_013, 90_014, 90_015, 90_019, 90_024, 90_033, 90_038, 90_055, 90_056, 90_072,
        90_090, 90_091, 90_093, 90_094, 90_095, 90_099, 90_100, 90_119, 90_120, 90_124, 90_130, 130_004,
        130_005, 130_006, 130_007, 130_008, 130_500, 135_010, 135_011, 160_021, 165_900, 240_001, 240_002,
        500_011, 500_014, 500_021, 500_022, 500_113, 500_207, 500_208, 500_212, 500_213, 500_571, 501_481,
        501_491, 530_021, 530_032, 530_034, 530_035, 530_036, 530_084, 650_051, 650_052, 650_053, 650_054,
        650_056, 650_057, 700_003, 700_005, 700_009, 700_011, 700_016, 700_020, 700_022, 700_023, 700_025,
        700_027, 700_054, 700_082, 700_084, 900_023, 900_144, 900_439, 900_561, 900_971, 901_002, 1_000_031,
        1_002_012, 1_002_016, 7_000_112, 7_000_215, 7_000_218, 7_000_222, 9_001_023, 9_002_313, 9_002_325,
        9_002_326, 9_002_327, 9_002_332,
    ];

    proptest! {
        #[test]
        fn a_number_is_found_wherever_it_stands_and_none_is_made_up(
            before in "([aA]{0,2}[dD]?[sS]?[tT]?|AADSTS[^0-9 ]|[\\PC\r\n]){0,6}",
            prefix in "[aA][aA][dD][sS][tT][sS] ?",
            number: u32,
            after in "([^0-9][\\PC\r\n]{0,8})?",
        ) {
            prop_assume!(locate(&before).is_none() && !before.to_ascii_lowercase().ends_with("aadsts"));
            let text = format!("{before}{prefix}{number}{after}");
            prop_assert_eq!(locate(&text), Some((before.len(), number)));
        }

        #[test]
        fn no_text_or_link_makes_it_panic(text in "(aadsts|AADSTS ?|https?://|[?&]code=|[0-9]{0,12}|[\\PC\r\n]){0,12}") {
            if let Some((at, _)) = locate(&text) {
                prop_assert!(text.is_char_boundary(at));
            }
            let _ = number_in_link(&text);
        }
    }

    #[test]
    fn every_known_number_is_explained_once() {
        let explanations: Vec<Explanation> = serde_json::from_str(DATA).unwrap();
        let mut codes: Vec<u32> = explanations.iter().flat_map(|it| it.codes.clone()).collect();
        codes.sort_unstable();
        let mut known = KNOWN.to_vec();
        known.sort_unstable();
        assert_eq!(
            codes, known,
            "a number is missing, unknown to the test, or there twice"
        );
        for code in KNOWN {
            assert!(explain(code).is_some_and(|it| it.codes.contains(&code)), "{code}");
        }
    }

    #[test]
    fn every_explanation_has_sentences_and_a_step() {
        for it in EXPLANATIONS.iter() {
            assert!(it.meaning.ends_with('.') && it.advice.ends_with('.'), "{it:?}");
            assert!(!it.steps.is_empty(), "{it:?}");
        }
    }

    #[test]
    fn errors_about_client_redirect_uri_and_tenant_stay_on_the_page() {
        let page_only = page_only();
        for code in [700_016, 50_011, 90_002] {
            assert!(page_only.contains(&code), "{code}");
        }
        assert!(!page_only.contains(&65_004));
    }

    #[test]
    fn an_unknown_number_has_a_link_only() {
        assert_eq!(explain(1), None);
        assert_eq!(link(1), "https://login.microsoftonline.com/error?code=1");
    }

    #[test]
    fn numbers_are_found_in_texts_and_links() {
        assert_eq!(number_in("AADSTS50011: The redirect URI"), Some(50_011));
        assert_eq!(number_in("Message: AADSTS700016 and AADSTS1"), Some(700_016));
        assert_eq!(number_in("AADSTS: none"), None);
        assert_eq!(locate("Fehler: aadsts 50011"), Some((8, 50_011)));
        assert_eq!(number_in("AADSTS99999999999999999999"), None);
        assert_eq!(number_in_link(&link(50_011)), Some(50_011));
        assert_eq!(number_in_link("not a link"), None);
    }
}
