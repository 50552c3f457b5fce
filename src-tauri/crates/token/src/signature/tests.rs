//! Tokens that are signed, and tokens that pretend to be. Keys are made while the test runs.

use jsonwebtoken::{EncodingKey, Header};
use proptest::prelude::*;
use serde_json::{Value, json};
use test_support::{DefenderToken, OTHER_TENANT_ID, SigningKey, TENANT_ID, jwt};

use super::*;

const KID: &str = "fixture-key-1";

fn issuer() -> String {
    format!("https://sts.windows.net/{TENANT_ID}/")
}

fn signer() -> SigningKey {
    SigningKey::generate(KID).unwrap()
}

fn public(key: &SigningKey) -> PublicKey {
    PublicKey {
        kid: key.kid().to_owned(),
        n: key.modulus().to_owned(),
        e: key.exponent().to_owned(),
        issuer: None,
    }
}

fn valid() -> SignatureFinding {
    SignatureFinding::Valid { kid: KID.to_owned() }
}

/// The claims part of a token, with other claims.
fn with_claims(token: &str, claims: &Value) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    format!("{}.{claims}.{}", parts[0], parts[2])
}

#[test]
fn a_token_that_the_tenants_key_signed_is_found_valid() {
    let key = signer();
    let token = DefenderToken::delegated().signed(&key).unwrap();
    let keys = [
        public(&SigningKey::generate("fixture-key-0").unwrap()),
        public(&key),
    ];
    assert_eq!(verify(&token, &keys, Some(&issuer())), valid());
    assert_eq!(verify(&token, &keys, None), valid());
    let (start, end) = token.split_at(80);
    assert_eq!(
        verify(
            &format!("Authorization: Bearer {start}\r\n  {end}"),
            &keys,
            Some(&issuer())
        ),
        valid(),
        "what is copied along does not matter"
    );
}

#[test]
fn every_change_on_the_way_makes_the_signature_invalid() {
    let key = signer();
    let keys = [public(&key)];
    let token = DefenderToken::delegated().signed(&key).unwrap();
    let more = with_claims(&token, &json!({"scp": "Machine.Isolate"}));
    let unsigned = DefenderToken::delegated().with_header("kid", KID).build();
    let parts: Vec<&str> = token.split('.').collect();
    let cut = format!("{}.{}.", parts[0], parts[1]);
    let padded = format!("{token}=");
    let shorter: String = token.chars().take(token.len() - 4).collect();
    for changed in [more, unsigned, cut, padded, shorter] {
        assert_eq!(
            verify(&changed, &keys, None),
            SignatureFinding::Invalid,
            "{changed}"
        );
    }
    let same_name = SigningKey::generate(KID).unwrap();
    assert_eq!(
        verify(&token, &[public(&same_name)], None),
        SignatureFinding::Invalid,
        "a key of that name, and not the one"
    );
    assert_eq!(
        verify(&token, &[public(&same_name), public(&key)], None),
        valid(),
        "one of two keys of that name"
    );
}

#[test]
fn a_header_cannot_choose_how_the_token_is_checked() {
    let key = signer();
    let keys = [public(&key)];
    let claims = json!({"iss": issuer(), "tid": TENANT_ID, "scp": "Machine.Isolate"});
    let not_rs256 = |alg: Option<&str>| SignatureFinding::NotRs256 {
        alg: alg.map(str::to_owned),
    };
    for alg in [
        "none", "None", "rs256", "RS384", "RS512", "PS256", "ES256", "HS256",
    ] {
        let header = json!({"typ": "JWT", "alg": alg, "kid": KID});
        let signed = key.sign(&header, &claims).unwrap();
        assert_eq!(verify(&signed, &keys, None), not_rs256(Some(alg)));
    }
    for header in [
        json!({"kid": KID}),
        json!({"kid": KID, "alg": null}),
        json!({"kid": KID, "alg": ["RS256"]}),
    ] {
        assert_eq!(verify(&jwt(&header, &claims), &keys, None), not_rs256(None));
    }
}

#[test]
fn the_public_key_is_no_secret_to_sign_with() {
    let key = signer();
    let keys = [public(&key)];
    let claims = json!({"iss": issuer(), "tid": TENANT_ID, "scp": "Machine.Isolate"});
    let modulus = URL_SAFE_NO_PAD.decode(key.modulus()).unwrap();
    for secret in [
        key.modulus().as_bytes(),
        &modulus,
        key.jwk().to_string().as_bytes(),
    ] {
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(KID.to_owned());
        let hmac = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap();
        assert_eq!(
            verify(&hmac, &keys, None),
            SignatureFinding::NotRs256 {
                alg: Some("HS256".to_owned())
            }
        );
        // The same with a header that lies.
        let parts: Vec<&str> = hmac.split('.').collect();
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": "RS256", "kid": KID}).to_string());
        let message = format!("{header}.{}", parts[1]);
        let signature = jsonwebtoken::crypto::sign(
            message.as_bytes(),
            &EncodingKey::from_secret(secret),
            Algorithm::HS256,
        )
        .unwrap();
        assert_eq!(
            verify(&format!("{message}.{signature}"), &keys, None),
            SignatureFinding::Invalid
        );
    }
}

#[test]
fn a_key_that_is_not_the_tenants_is_named() {
    let key = signer();
    let other = [public(&SigningKey::generate("fixture-key-2").unwrap())];
    let unknown = |kid: Option<&str>| SignatureFinding::UnknownKey {
        kid: kid.map(str::to_owned),
    };
    let token = DefenderToken::delegated().signed(&key).unwrap();
    assert_eq!(verify(&token, &other, None), unknown(Some(KID)));
    for header in [
        json!({"alg": "RS256"}),
        json!({"alg": "RS256", "kid": 7}),
        json!({"alg": "RS256", "kid": ""}),
    ] {
        let token = key.sign(&header, &json!({})).unwrap();
        assert_eq!(verify(&token, &[public(&key)], None), unknown(None));
    }
}

#[test]
fn a_token_for_graph_cannot_be_checked_by_anyone_else() {
    let key = signer();
    let token = DefenderToken::delegated()
        .with_aud("00000003-0000-0000-c000-000000000000")
        .with_header("nonce", "fixture-nonce")
        .signed(&key)
        .unwrap();
    for keys in [vec![], vec![public(&key)]] {
        assert_eq!(
            verify(&token, &keys, None),
            SignatureFinding::ForOtherResourceWithNonce
        );
    }
}

#[test]
fn extensions_that_must_be_understood_are_not() {
    let key = signer();
    let header = json!({"alg": "RS256", "kid": KID, "crit": ["b64"], "b64": false});
    let token = key.sign(&header, &json!({"iss": issuer()})).unwrap();
    assert_eq!(verify(&token, &[public(&key)], None), SignatureFinding::Invalid);
}

#[test]
fn nothing_is_said_without_keys_or_without_a_token() {
    let token = DefenderToken::delegated().build();
    assert_eq!(verify(&token, &[], Some(&issuer())), SignatureFinding::NoKeys);
    for text in ["", "0.AXoA.xyz", "a.b.c", "a.b.c.d.e"] {
        assert_eq!(verify(text, &[], None), SignatureFinding::NotAJwt, "{text}");
    }
    let oversized = "a".repeat(crate::LARGEST_TEXT + 1);
    assert_eq!(verify(&oversized, &[], None), SignatureFinding::NotAJwt);
}

#[test]
fn a_key_that_is_broken_signs_nothing() {
    let key = signer();
    let token = DefenderToken::delegated().signed(&key).unwrap();
    for (n, e) in [
        ("", "AQAB"),
        ("%%", "AQAB"),
        ("AQAB", "AQAB"),
        (key.modulus(), ""),
    ] {
        let broken = PublicKey {
            n: n.to_owned(),
            e: e.to_owned(),
            ..public(&key)
        };
        assert_eq!(
            verify(&token, std::slice::from_ref(&broken), None),
            SignatureFinding::Invalid
        );
        assert_eq!(verify(&token, &[broken, public(&key)], None), valid());
    }
}

#[test]
fn the_issuer_tells_tenants_apart_that_share_a_key() {
    let key = signer();
    let keys = [public(&key)];
    let token = DefenderToken::delegated().signed(&key).unwrap();
    for same in [
        format!("https://sts.windows.net/{TENANT_ID}"),
        format!("https://STS.windows.net/{}/", TENANT_ID.to_uppercase()),
        "https://sts.windows.net/{tenantid}/".to_owned(),
    ] {
        assert_eq!(verify(&token, &keys, Some(&same)), valid(), "{same}");
    }
    let theirs = DefenderToken::delegated()
        .with_tenant(OTHER_TENANT_ID)
        .signed(&key)
        .unwrap();
    assert_eq!(
        verify(&theirs, &keys, Some(&issuer())),
        SignatureFinding::OtherIssuer {
            issuer: Some(format!("https://sts.windows.net/{OTHER_TENANT_ID}/")),
            expected: issuer(),
        }
    );
    let nobodys = DefenderToken::delegated().without("iss").signed(&key).unwrap();
    assert_eq!(
        verify(&nobodys, &keys, Some(&issuer())),
        SignatureFinding::OtherIssuer {
            issuer: None,
            expected: issuer(),
        }
    );
}

#[test]
fn a_key_that_signs_for_one_issuer_counts_for_that_one() {
    let key = signer();
    let for_issuer = |issuer: &str| PublicKey {
        issuer: Some(issuer.to_owned()),
        ..public(&key)
    };
    let template = "https://login.example/{tenantid}/v2.0";
    let personal = "https://login.example/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
    let token = DefenderToken::delegated()
        .with("iss", format!("https://login.example/{TENANT_ID}/v2.0"))
        .with("ver", "2.0")
        .signed(&key)
        .unwrap();
    let both = [for_issuer(personal), for_issuer(template)];
    assert_eq!(verify(&token, &both, None), valid());
    assert_eq!(
        verify(&token, &[for_issuer(personal)], None),
        SignatureFinding::OtherIssuer {
            issuer: Some(format!("https://login.example/{TENANT_ID}/v2.0")),
            expected: personal.to_owned(),
        }
    );
    let version_1 = DefenderToken::delegated().signed(&key).unwrap();
    assert_eq!(
        verify(&version_1, &both, None),
        SignatureFinding::OtherIssuer {
            issuer: Some(issuer()),
            expected: personal.to_owned(),
        },
        "keys of version 2.0 do not sign for the issuer of version 1.0"
    );
}

#[test]
fn times_and_audience_are_not_looked_at() {
    let key = signer();
    let token = DefenderToken::delegated()
        .with("exp", 1)
        .with("nbf", json!({"odd": true}))
        .without("aud")
        .signed(&key)
        .unwrap();
    assert_eq!(verify(&token, &[public(&key)], Some(&issuer())), valid());
}

proptest! {
    #[test]
    fn no_text_and_no_key_makes_it_panic(text: String, kid: String, n: String, e: String, issuer: Option<String>) {
        let token = DefenderToken::delegated().with_header("kid", kid.as_str()).build();
        let keys = [PublicKey { kid, n, e, issuer: issuer.clone() }];
        for text in [text, token] {
            let finding = verify(&text, &keys, issuer.as_deref());
            let valid = matches!(finding, SignatureFinding::Valid { .. });
            prop_assert!(!valid);
        }
    }
}
