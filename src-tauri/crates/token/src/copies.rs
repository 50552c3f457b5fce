//! Texts of a token to hand on: its members as JSON, and the same with everything personal masked.
//!
//! Invariant: neither holds the signature, so neither opens anything. What a redacted copy says depends on no personal
//! value, only on which of them are the same.

use serde_json::{Map, Value};

use crate::Token;

/// Claims that a redacted copy shows: those whose values the protocol or the API sets. All others are masked, also the ones
/// that nobody documents, because they may hold anything: names, addresses, numbers of people and devices, and
/// whatever a company adds of its own.
const SHOWN: [&str; 28] = [
    "acct",
    "acr",
    "acrs",
    "amr",
    "appid",
    "appidacr",
    "aud",
    "auth_time",
    "azp",
    "azpacr",
    "exp",
    "hasgroups",
    "iat",
    "idp",
    "idtyp",
    "in_corp",
    "iss",
    "nbf",
    "platf",
    "roles",
    "scp",
    "tenant_region_scope",
    "tenant_region_sub_scope",
    "tid",
    "uti",
    "ver",
    "wids",
    "xms_cc",
];

const SHOWN_IN_HEADER: [&str; 6] = ["alg", "cty", "enc", "kid", "typ", "x5t"];

/// A copy of a token for a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedactedToken {
    /// One line of JSON: `header`, `claims` and the remark that the signature is removed.
    pub json: String,
    /// Names of what is masked, in the token's order, header first.
    pub masked: Vec<String>,
}

/// A copy of a token without its signature and with everything personal masked. The same value has the same mask within
/// one token, so that it stays visible that, say, `upn` and `unique_name` agree.
#[must_use]
pub fn redact(token: &Token) -> RedactedToken {
    let mut masks = Masks::default();
    let header = masks.part(&token.header, &SHOWN_IN_HEADER);
    let claims = masks.part(&token.claims, &SHOWN);
    let copy = Value::Object(Map::from_iter([
        ("header".to_owned(), header),
        ("claims".to_owned(), claims),
        ("signature".to_owned(), Value::from("[removed]")),
    ]));
    RedactedToken {
        json: copy.to_string(),
        masked: masks.names,
    }
}

/// The members of a token as JSON on several lines, in the token's order. It shows the person; it has no signature.
#[must_use]
pub fn to_json(token: &Token) -> String {
    let part = |members: &[(String, Value)]| Value::Object(members.iter().cloned().collect());
    let copy = Value::Object(Map::from_iter([
        ("header".to_owned(), part(&token.header)),
        ("claims".to_owned(), part(&token.claims)),
    ]));
    format!("{copy:#}")
}

/// What has been masked so far. A value's place is its mask's number.
#[derive(Default)]
struct Masks {
    values: Vec<Value>,
    names: Vec<String>,
}

impl Masks {
    fn part(&mut self, members: &[(String, Value)], shown: &[&str]) -> Value {
        let mut copy = Map::new();
        for (name, value) in members {
            let value = if shown.contains(&name.as_str()) {
                value.clone()
            } else {
                self.names.push(name.clone());
                self.masked(value)
            };
            copy.insert(name.clone(), value);
        }
        Value::Object(copy)
    }

    /// Lists keep their length; everything else becomes one mask.
    fn masked(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(list) => list.iter().map(|value| self.mask(value)).collect(),
            value => self.mask(value),
        }
    }

    fn mask(&mut self, value: &Value) -> Value {
        let known = self.values.iter().position(|masked| masked == value);
        let place = known.unwrap_or_else(|| {
            self.values.push(value.clone());
            self.values.len() - 1
        });
        Value::from(format!("[masked {}]", place + 1))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;
    use serde_json::json;
    use test_support::{DefenderToken, SIGNATURE_TEXT};

    use super::*;
    use crate::decode;

    /// Claims about the person, the device and the session.
    const PERSONAL: [&str; 26] = [
        "name",
        "given_name",
        "family_name",
        "upn",
        "unique_name",
        "preferred_username",
        "email",
        "verified_primary_email",
        "login_hint",
        "ipaddr",
        "oid",
        "home_oid",
        "sub",
        "puid",
        "altsecid",
        "onprem_sid",
        "onprem_sam_account_name",
        "groups",
        "deviceid",
        "sid",
        "aio",
        "rh",
        "ctry",
        "vnet",
        "xms_undocumented",
        "extension_employee_number",
    ];

    fn redacted(token: &DefenderToken) -> RedactedToken {
        redact(&decode(&token.build()).unwrap())
    }

    fn claims_of(copy: &RedactedToken) -> Value {
        let copy: Value = serde_json::from_str(&copy.json).unwrap();
        copy["claims"].clone()
    }

    #[test]
    fn a_copy_for_a_ticket_keeps_what_explains_and_masks_who_it_is() {
        let copy = redacted(&DefenderToken::delegated());
        let claims = claims_of(&copy);
        assert_eq!(claims["scp"], "Alert.Read Machine.Read");
        assert_eq!(claims["uti"], "fixture-uti", "support cases need it");
        assert_eq!(claims["tid"], test_support::TENANT_ID);
        assert_eq!(claims["amr"], json!(["pwd", "mfa"]));
        for claim in [
            "name",
            "given_name",
            "family_name",
            "upn",
            "unique_name",
            "oid",
            "sub",
            "ipaddr",
        ] {
            assert!(
                claims[claim].as_str().unwrap().starts_with("[masked "),
                "{claim}: {claims}"
            );
        }
        assert_eq!(claims["upn"], claims["unique_name"]);
        assert_ne!(claims["upn"], claims["name"]);
        assert!(!copy.json.contains('\n'));
        for word in ["Avery", "Admin", "sandbox.example", "192.0.2.10", SIGNATURE_TEXT] {
            assert!(!copy.json.contains(word), "{word} is in {}", copy.json);
        }
        assert_eq!(
            copy.masked,
            [
                "family_name",
                "given_name",
                "ipaddr",
                "name",
                "oid",
                "sub",
                "unique_name",
                "upn"
            ]
        );
    }

    #[test]
    fn the_signature_is_in_no_copy() {
        let text = DefenderToken::delegated().build();
        let signature = text.rsplit('.').next().unwrap();
        let token = decode(&text).unwrap();
        let copy = redact(&token);
        assert!(
            copy.json.ends_with(r#""signature":"[removed]"}"#),
            "{}",
            copy.json
        );
        assert!(!copy.json.contains(signature) && !to_json(&token).contains(signature));
    }

    #[test]
    fn what_nobody_documents_is_masked_whatever_its_form() {
        let token = DefenderToken::delegated()
            .with("groups", json!(["a", "b", "a"]))
            .with("xms_undocumented", json!({"mail": "avery@sandbox.example"}))
            .with("employee", 4711)
            .with_header("note", "Avery");
        let copy = redacted(&token);
        let claims = claims_of(&copy);
        let groups = claims["groups"].as_array().unwrap();
        assert_eq!(groups.len(), 3);
        assert_eq!(groups[0], groups[2]);
        assert_ne!(groups[0], groups[1]);
        assert!(claims["xms_undocumented"].is_string() && claims["employee"].is_string());
        assert!(!copy.json.contains("avery") && !copy.json.contains("Avery") && !copy.json.contains("4711"));
        assert_eq!(copy.masked[0], "note", "the header's names come first");
    }

    #[test]
    fn every_claim_that_is_shown_is_documented_and_every_personal_one_is_not_shown() {
        for name in SHOWN {
            assert!(
                crate::claim_meaning(name).is_some() || name == "tenant_region_sub_scope",
                "{name}"
            );
        }
        for name in PERSONAL {
            assert!(!SHOWN.contains(&name), "{name}");
        }
    }

    #[test]
    fn the_json_copy_is_the_token_member_by_member_in_its_order() {
        let token = decode(&DefenderToken::delegated().build()).unwrap();
        let text = to_json(&token);
        assert!(
            text.starts_with("{\n  \"header\": {\n    \"typ\": \"JWT\""),
            "{text}"
        );
        let copy: Value = serde_json::from_str(&text).unwrap();
        let members = |part: &str| -> Vec<(String, Value)> {
            copy[part].as_object().unwrap().clone().into_iter().collect()
        };
        assert_eq!(members("header"), token.header);
        assert_eq!(members("claims"), token.claims);
        assert_eq!(copy.as_object().unwrap().len(), 2);
    }

    fn leaf() -> impl Strategy<Value = Value> {
        prop_oneof![
            // Few values, so that some are the same.
            "[ab]{1,2}".prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
        ]
    }

    fn personal_values() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
        let value = prop_oneof![
            4 => leaf(),
            1 => prop::collection::vec(leaf(), 0..4).prop_map(Value::from),
        ];
        prop::collection::vec((prop::sample::select(&PERSONAL[..]), value), 0..12)
    }

    /// The same token with every personal value replaced by another, the same by the same.
    fn disguised(values: &[(&'static str, Value)]) -> Vec<(&'static str, Value)> {
        let mut known: HashMap<String, String> = HashMap::new();
        let mut other = |value: &Value| {
            let next = format!("fixture-{}", known.len());
            Value::from(known.entry(value.to_string()).or_insert(next).clone())
        };
        values
            .iter()
            .map(|(name, value)| match value {
                Value::Array(list) => (*name, list.iter().map(&mut other).collect()),
                value => (*name, other(value)),
            })
            .collect()
    }

    fn with(values: &[(&'static str, Value)]) -> RedactedToken {
        // Nothing personal but what the case brings.
        let nobody = PERSONAL
            .iter()
            .fold(DefenderToken::delegated(), |token, name| token.without(name));
        let token = values
            .iter()
            .fold(nobody, |token, (name, value)| token.with(name, value.clone()));
        redacted(&token)
    }

    proptest! {
        #[test]
        fn a_redacted_copy_says_the_same_whatever_the_personal_values_are(values in personal_values()) {
            prop_assert_eq!(with(&values), with(&disguised(&values)));
        }

        #[test]
        fn no_masked_value_appears_in_the_copy(values in prop::collection::vec(
            (prop::sample::select(&PERSONAL[..]), "[a-z]{3,12}@[a-z]{3,12}\\.example"),
            1..12,
        )) {
            let tokens: Vec<_> = values.iter().map(|(name, value)| (*name, Value::from(value.as_str()))).collect();
            let copy = with(&tokens);
            for (name, value) in &values {
                prop_assert!(!copy.json.contains(value.as_str()), "{name}: {}", copy.json);
                prop_assert!(copy.masked.iter().any(|masked| masked == name));
            }
        }
    }
}
