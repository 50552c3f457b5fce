//! The claims challenge: what the API demands while that is a fault, and how a client asks for it.
//!
//! Source: learn.microsoft.com/entra/identity-platform/claims-challenge. The API's header carries the JSON of a
//! `claims` parameter in base64; a token that was asked for with it names the authentication context in `acrs`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::errors::EntraError;
use super::params::Params;
use crate::config::TENANT_ID;

/// The authentication context that the policy demands.
pub(crate) const CONTEXT: &str = "c1";

/// What to send in `claims` to satisfy it.
const DEMANDED: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;

/// Whether the `claims` parameter asks for [`CONTEXT`]. Without the parameter nothing is asked.
pub(crate) fn asked(params: &Params) -> Result<bool, EntraError> {
    let Some(text) = params.get("claims") else {
        return Ok(false);
    };
    let claims: Value = serde_json::from_str(text).unwrap_or_default();
    if !claims.is_object() {
        return Err(EntraError::malformed("the claims parameter is not a JSON object"));
    }
    let acrs = claims.get("access_token").and_then(|token| token.get("acrs"));
    let one = acrs.and_then(|acrs| acrs.get("value"));
    let several = acrs.and_then(|acrs| acrs.get("values")).and_then(Value::as_array);
    let mut named = one.into_iter().chain(several.into_iter().flatten());
    Ok(named.any(|name| name.as_str() == Some(CONTEXT)))
}

/// The `WWW-Authenticate` value of the API; `base` is the address the client used.
pub(crate) fn header(base: &str) -> String {
    format!(
        "Bearer realm=\"\", authorization_uri=\"{base}/{TENANT_ID}/oauth2/v2.0/authorize\", \
         error=\"insufficient_claims\", claims=\"{}\"",
        STANDARD.encode(DEMANDED)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(claims: &str) -> Result<bool, u32> {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("claims", claims)
            .finish();
        asked(&Params::parse(body.as_bytes())).map_err(|error| error.code)
    }

    #[test]
    fn the_context_is_recognised_however_it_is_asked_for() {
        for claims in [
            DEMANDED,
            r#"{"access_token":{"acrs":{"essential":true,"values":["c7","c1"]},"xms_cc":{"values":["cp1"]}}}"#,
        ] {
            assert_eq!(of(claims), Ok(true), "{claims}");
        }
        for claims in [
            "",
            "{}",
            r#"{"access_token":null}"#,
            r#"{"access_token":{"acrs":null}}"#,
            r#"{"access_token":{"acrs":{"value":"c2","values":"c1"}}}"#,
            r#"{"id_token":{"acrs":{"value":"c1"}}}"#,
            r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#,
        ] {
            assert_eq!(of(claims), Ok(false), "{claims}");
        }
    }

    #[test]
    fn claims_that_are_no_object_are_refused() {
        for claims in ["[]", "null", "\"c1\"", "{", "no JSON"] {
            assert_eq!(of(claims), Err(9_002_313), "{claims}");
        }
    }
}
