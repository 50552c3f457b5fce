//! The form that the browser posts: is it this attempt's answer, and what does it say?

use secrecy::SecretString;
use subtle::ConstantTimeEq as _;
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::EntraError;

/// What this attempt's answer says.
#[derive(Debug)]
pub(crate) enum Callback {
    /// A code to redeem.
    Code(SecretString),
    /// An error.
    Refused(Box<EntraError>),
}

/// Why a form is not taken for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotTheAnswer {
    /// `state` is missing or another attempt's.
    WrongState,
    /// The right `state`, but neither a code nor an error, or a field twice.
    Unusable,
}

/// Reads a form body. `state` is compared first and in constant time: without it not even an error counts.
pub(crate) fn parse(body: &[u8], state: &str) -> Result<Callback, NotTheAnswer> {
    let fields = Fields::parse(body);
    let got = fields.first("state").ok_or(NotTheAnswer::WrongState)?;
    if !bool::from(got.as_bytes().ct_eq(state.as_bytes())) {
        return Err(NotTheAnswer::WrongState);
    }
    if ["state", "code", "error"]
        .into_iter()
        .any(|name| fields.count(name) > 1)
    {
        return Err(NotTheAnswer::Unusable);
    }
    if let Some(error) = EntraError::from_fields(|name| fields.first(name).map(str::to_owned)) {
        return Ok(Callback::Refused(Box::new(error)));
    }
    match fields.first("code") {
        Some(code) => Ok(Callback::Code(SecretString::from(code))),
        None => Err(NotTheAnswer::Unusable),
    }
}

/// The fields of a form; the code among them is overwritten when they are dropped.
struct Fields(Vec<(String, Zeroizing<String>)>);

impl Fields {
    fn parse(body: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(body);
        Self(
            pairs
                .map(|(name, value)| (name.into_owned(), Zeroizing::new(value.into_owned())))
                .collect(),
        )
    }

    fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(field, _)| field == name).count()
    }

    /// The first value of that name, unless it is empty.
    fn first(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(field, _)| field == name)?;
        (!value.is_empty()).then_some(value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret as _;

    use super::*;

    const STATE: &str = "the-state";

    #[test]
    fn a_code_with_the_right_state_is_the_answer() {
        let Ok(Callback::Code(code)) = parse(b"code=a%2Bb+c&state=the-state&session_state=x", STATE) else {
            panic!()
        };
        assert_eq!(code.expose_secret(), "a+b c");
    }

    #[test]
    fn an_error_with_the_right_state_is_the_answer() {
        let body = b"error=access_denied&error_subcode=cancel&state=the-state&error_description=AADSTS65004%3A+Declined.%0D%0ATrace+ID%3A+t";
        let Ok(Callback::Refused(error)) = parse(body, STATE) else {
            panic!()
        };
        assert!(error.is_cancelled_on_page());
        assert_eq!(error.aadsts, Some(65_004));
        assert_eq!(error.trace_id.as_deref(), Some("t"));
    }

    #[test]
    fn neither_code_nor_error_counts_without_the_right_state() {
        for body in [
            "",
            "code=x",
            "code=x&state=",
            "code=x&state=other",
            "error=x",
            "error=x&state=the-stat",
            "state=the-statee&code=x",
        ] {
            assert_eq!(
                parse(body.as_bytes(), STATE).unwrap_err(),
                NotTheAnswer::WrongState,
                "{body}"
            );
        }
    }

    #[test]
    fn fields_given_twice_and_missing_ones_are_unusable() {
        for body in [
            "state=the-state",
            "state=the-state&code=",
            "state=the-state&code=a&code=b",
            "state=the-state&state=x&code=a",
        ] {
            assert_eq!(
                parse(body.as_bytes(), STATE).unwrap_err(),
                NotTheAnswer::Unusable,
                "{body}"
            );
        }
    }

    #[test]
    fn the_code_does_not_show_in_debug_output() {
        let callback = parse(b"code=hidden-code&state=the-state", STATE).unwrap();
        assert!(!format!("{callback:?}").contains("hidden-code"));
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic_and_none_passes_without_the_state(body: Vec<u8>) {
            prop_assert!(parse(&body, "0a1b2c3d4e5f60718293a4b5c6d7e8f9").is_err());
        }

        #[test]
        fn no_form_is_taken_for_the_answer_unless_it_is_one(
            fields in prop::collection::vec(
                (
                    "(state|code|error|error_description|error_subcode|STATE|[\\PC]{0,8})",
                    "(the-state|the-stat|access_denied|AADSTS[0-9]{0,12}: x|Trace ID: t|[\\PC\r\n]{0,12})",
                ),
                0..8,
            )
        ) {
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            let values = |wanted: &str| -> Vec<&str> {
                let named = fields.iter().filter(|(name, _)| name == wanted);
                named.map(|(_, value)| value.as_str()).collect()
            };
            let (states, codes, errors) = (values("state"), values("code"), values("error"));
            let ours = states.first() == Some(&STATE);
            let once = states.len() == 1 && codes.len() <= 1 && errors.len() <= 1;
            let some = |values: &[&str]| values.first().copied().filter(|value| !value.is_empty()).map(str::to_owned);
            match parse(body.as_bytes(), STATE) {
                Err(NotTheAnswer::WrongState) => prop_assert!(!ours),
                Err(NotTheAnswer::Unusable) => {
                    prop_assert!(ours && (!once || some(&codes).is_none() && some(&errors).is_none()));
                }
                Ok(Callback::Refused(_)) => prop_assert!(ours && once && some(&errors).is_some()),
                Ok(Callback::Code(code)) => {
                    prop_assert!(ours && once && some(&errors).is_none());
                    prop_assert_eq!(Some(code.expose_secret().to_owned()), some(&codes));
                }
            }
        }

        #[test]
        fn every_code_arrives_unchanged(code in "\\PC{1,40}") {
            let body = form_urlencoded::Serializer::new(String::new())
                .append_pair("code", &code)
                .append_pair("state", STATE)
                .finish();
            let Ok(Callback::Code(got)) = parse(body.as_bytes(), STATE) else { panic!("{body}") };
            prop_assert_eq!(got.expose_secret(), code);
        }
    }
}
