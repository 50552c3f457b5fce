//! Texts as they are pasted, and texts that are nearly tokens.

use proptest::prelude::*;
use serde_json::json;
use test_support::{DefenderToken, jwt};

use super::*;

fn encoded(text: &str) -> String {
    BASE64_URL.encode(text)
}

#[test]
fn members_come_in_the_tokens_order() {
    let token = decode(&jwt(
        &json!({"typ": "JWT", "alg": "RS256"}),
        &json!({"z": 1, "a": "b", "m": [true]}),
    ))
    .unwrap();
    assert_eq!(
        token.header,
        [
            ("typ".to_owned(), json!("JWT")),
            ("alg".to_owned(), json!("RS256"))
        ]
    );
    let names: Vec<&str> = token.claims.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["z", "a", "m"]);
}

#[test]
fn what_is_copied_along_is_tolerated() {
    let plain = DefenderToken::delegated().build();
    let expected = decode(&plain).unwrap();
    let (start, end) = plain.split_at(40);
    for text in [
        format!("  {plain}\r\n"),
        format!("Bearer {plain}"),
        format!("bearer\t{plain}"),
        format!("Authorization: Bearer {plain}"),
        format!("authorization:bearer {plain}"),
        format!("\"{plain}\","),
        format!("'Authorization: Bearer {plain}'"),
        format!("\"Bearer {plain}\""),
        format!("{start}\n    {end}"),
        format!("{start}\u{200b}{end}"),
    ] {
        assert_eq!(decode(&text).as_ref(), Ok(&expected), "{text}");
    }
}

#[test]
fn a_padded_part_is_read() {
    let text = format!("{}.{}.", encoded(r#"{"alg":"none"}"#), encoded(r#"{"aud":"x"}"#));
    assert!(text.contains('='));
    assert_eq!(decode(&text).unwrap().text("aud"), Some("x"));
}

#[test]
fn nothing_is_told_from_a_broken_token() {
    for text in ["", " \n", "Bearer", "Authorization: Bearer ", "\"\""] {
        assert_eq!(decode(text), Err(DecodeError::Empty), "{text:?}");
    }
}

#[test]
fn refresh_tokens_and_codes_are_recognised() {
    for text in [
        format!("0.AXoA{}.AgAB-xyz", "a".repeat(60)),
        "1.AXoA-bcd".to_owned(),
        "M.C5_BAY".to_owned(),
        "Ab-_".repeat(60),
    ] {
        assert_eq!(decode(&text), Err(DecodeError::Opaque), "{text}");
    }
}

#[test]
fn an_encrypted_token_is_recognised() {
    assert_eq!(
        decode("eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d"),
        Err(DecodeError::Encrypted)
    );
}

#[test]
fn other_numbers_of_parts_are_counted() {
    assert_eq!(decode("hello"), Err(DecodeError::NotThreeParts { found: 1 }));
    assert_eq!(decode("a.b"), Err(DecodeError::NotThreeParts { found: 2 }));
    assert_eq!(decode("a.b.c.d"), Err(DecodeError::NotThreeParts { found: 4 }));
}

#[test]
fn the_broken_part_is_named() {
    let good = encoded("{}");
    let cut = encoded(r#"{"aud":"x"#);
    let list = encoded("[1]");
    assert_eq!(
        decode(&format!("%%.{good}.")),
        Err(DecodeError::BadBase64 { part: Part::Header })
    );
    assert_eq!(
        decode(&format!("{good}.%%.")),
        Err(DecodeError::BadBase64 { part: Part::Claims })
    );
    assert_eq!(
        decode(&format!("{good}.{good}.%%")),
        Err(DecodeError::BadBase64 {
            part: Part::Signature
        })
    );
    assert_eq!(
        decode(&format!("{good}.{cut}.")),
        Err(DecodeError::BadJson { part: Part::Claims })
    );
    assert_eq!(
        decode(&format!("{list}.{good}.")),
        Err(DecodeError::NotAnObject { part: Part::Header })
    );
}

#[test]
fn a_text_beyond_every_token_is_refused_unread() {
    let text = "a".repeat(LARGEST_TEXT + 1);
    assert_eq!(
        decode(&text),
        Err(DecodeError::TooLarge {
            length: LARGEST_TEXT + 1
        })
    );
}

#[test]
fn json_nested_without_end_is_an_error() {
    let deep = encoded(&"[".repeat(50_000));
    assert_eq!(
        decode(&format!("{deep}.{deep}.")),
        Err(DecodeError::BadJson { part: Part::Header })
    );
}

#[test]
fn every_error_is_a_sentence() {
    for text in ["", "0.A", "a.b.c.d.e", "a.b", "%.a.b"] {
        let sentence = decode(text).unwrap_err().to_string();
        assert!(
            sentence.ends_with('.') && sentence.starts_with(char::is_uppercase),
            "{sentence}"
        );
    }
}

#[test]
fn the_format_goes_by_ver_and_then_by_the_issuer() {
    let version = |token: &DefenderToken| decode(&token.build()).unwrap().version();
    let good = DefenderToken::delegated();
    assert_eq!(version(&good), FormatVersion::V1);
    for ver in [json!("2.0"), json!("2"), json!(2.0), json!(2)] {
        assert_eq!(version(&good.clone().with("ver", ver)), FormatVersion::V2);
    }
    let unsaid = good.without("ver");
    assert_eq!(version(&unsaid), FormatVersion::V1);
    let issuer = "https://login.example/11111111-1111-4111-8111-111111111111/v2.0";
    assert_eq!(version(&unsaid.with("iss", issuer)), FormatVersion::V2);
}

/// What pasted text looks like when it is nearly a token: a piece cut out, and something put in its place.
fn nearly_a_token() -> impl Strategy<Value = String> {
    let token = DefenderToken::delegated().build();
    let cut = 0..=token.len();
    (cut.clone(), cut, "[\\PC\r\n\t.=\"]{0,8}").prop_map(move |(one, other, noise)| {
        let (start, _) = token.split_at(one.min(other));
        let (_, end) = token.split_at(one.max(other));
        format!("{start}{noise}{end}")
    })
}

// The number of cases is the default, so that `PROPTEST_CASES` raises it.
proptest! {
    #[test]
    fn no_text_makes_it_panic(text: String) {
        let _ = decode(&text);
    }

    #[test]
    fn no_change_of_a_token_makes_it_panic_or_repeat_the_text(text in nearly_a_token()) {
        if let Err(error) = decode(&text) {
            let told = format!("{error} {} {error:?}", error.advice());
            let characters: Vec<char> = text.chars().collect();
            for piece in characters.chunks_exact(12) {
                prop_assert!(!told.contains(&piece.iter().collect::<String>()), "{told}");
            }
        }
    }

    #[test]
    fn no_bytes_in_the_parts_make_it_panic(header: Vec<u8>, claims: Vec<u8>) {
        let _ = decode(&format!("{}.{}.", BASE64_URL.encode(header), BASE64_URL.encode(claims)));
    }

    #[test]
    fn every_object_comes_back_member_by_member(claims in members_of_any_name()) {
        let decoded = decode(&jwt(&json!({"alg": "RS256"}), &Value::Object(claims.clone()))).unwrap();
        prop_assert_eq!(decoded.claims, claims.into_iter().collect::<Vec<_>>());
    }
}

fn members_of_any_name() -> impl Strategy<Value = serde_json::Map<String, Value>> {
    let leaf = prop_oneof![
        any::<String>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    let value = leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    prop::collection::hash_map(any::<String>(), value, 0..6).prop_map(|map| map.into_iter().collect())
}
