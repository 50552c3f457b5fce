//! Bodies of requests that hold a secret.

use bytes::Bytes;
use url::form_urlencoded;
use zeroize::Zeroizing;

/// The fields as `application/x-www-form-urlencoded` (URL Standard, 5.2). The bytes are overwritten when the last
/// reader has let go of them. (What the HTTP and TLS libraries copy on the way is theirs.)
pub(crate) fn encode(fields: &[(&str, &str)]) -> Bytes {
    // A byte becomes three at most. A text that never grows leaves no copy of itself behind.
    let most = fields
        .iter()
        .map(|(name, value)| 3 * (name.len() + value.len()) + "=&".len());
    let mut form = form_urlencoded::Serializer::new(String::with_capacity(most.sum()));
    for (name, value) in fields {
        form.append_pair(name, value);
    }
    Bytes::from_owner(Zeroizing::new(form.finish().into_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn characters_that_would_break_a_form_are_encoded() {
        let form = encode(&[("password", " a&b+c%d=e "), ("username", "ä€😀")]);
        assert_eq!(
            form,
            "password=+a%26b%2Bc%25d%3De+&username=%C3%A4%E2%82%AC%F0%9F%98%80".as_bytes()
        );
        assert_eq!(encode(&[]), "".as_bytes());
    }

    proptest! {
        #[test]
        fn every_text_comes_back_unchanged(name: String, value: String) {
            let form = encode(&[("first", "1"), (&name, &value)]);
            let pairs: Vec<_> = form_urlencoded::parse(&form).into_owned().collect();
            prop_assert_eq!(pairs, [("first".to_owned(), "1".to_owned()), (name, value)]);
        }
    }
}
