//! Builds tokens that have the form of a JWT, and no valid signature unless a test asks for one.
//!
//! The claims of [`DefenderToken`] follow Microsoft's access token claims reference for version 1.0 tokens.

use aws_lc_rs::error::Unspecified;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::{AUDIENCE, CLIENT_ID, OBJECT_ID, SigningKey, TENANT_ID, clock};

/// What the third part of every token decodes to that no [`SigningKey`] signed.
pub const SIGNATURE_TEXT: &str = "not-a-signature";

/// `header.claims.signature` with a dummy signature. Claims keep their order.
#[must_use]
pub fn jwt(header: &Value, claims: &Value) -> String {
    let signature = URL_SAFE_NO_PAD.encode(SIGNATURE_TEXT);
    format!("{}.{signature}", signing_input(header, claims))
}

/// What a signature is made over (RFC 7515 §5.1).
pub(crate) fn signing_input(header: &Value, claims: &Value) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// An access token for the Defender for Endpoint API, built claim by claim.
#[derive(Clone, Debug)]
pub struct DefenderToken {
    header: Value,
    claims: Map<String, Value>,
}

impl DefenderToken {
    /// A healthy delegated token: version 1.0, public client, `Alert.Read Machine.Read`, signed in with
    /// a password and a second factor, issued at [`crate::now`] for 75 minutes.
    #[must_use]
    pub fn delegated() -> Self {
        let issued = clock::now().timestamp();
        let claims = json!({
            "aud": AUDIENCE,
            "iss": format!("https://sts.windows.net/{TENANT_ID}/"),
            "iat": issued,
            "nbf": issued,
            "exp": issued + 75 * 60,
            "acr": "1",
            "amr": ["pwd", "mfa"],
            "appid": CLIENT_ID,
            "appidacr": "0",
            "family_name": "Admin",
            "given_name": "Avery",
            "ipaddr": "192.0.2.10",
            "name": "Avery Admin",
            "oid": OBJECT_ID,
            "scp": "Alert.Read Machine.Read",
            "sub": "fixture-subject",
            "tid": TENANT_ID,
            "unique_name": "avery@sandbox.example",
            "upn": "avery@sandbox.example",
            "uti": "fixture-uti",
            "ver": "1.0"
        });
        Self {
            header: header(),
            claims: object(claims),
        }
    }

    /// A healthy app-only token (client credentials): `roles` instead of `scp`, no person.
    #[must_use]
    pub fn app_only() -> Self {
        Self::delegated()
            .without("scp")
            .without("upn")
            .without("unique_name")
            .without("name")
            .without("given_name")
            .without("family_name")
            .without("amr")
            .with("sub", OBJECT_ID)
            .with("appidacr", "1")
            .with("idp", format!("https://sts.windows.net/{TENANT_ID}/"))
            .with("roles", json!(["Alert.Read.All", "Machine.Read.All"]))
    }

    /// Sets a claim.
    #[must_use]
    pub fn with(mut self, claim: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(claim.to_owned(), value.into());
        self
    }

    /// Removes a claim; the others keep their order.
    #[must_use]
    pub fn without(mut self, claim: &str) -> Self {
        self.claims.shift_remove(claim);
        self
    }

    /// Sets `scp`: permission names separated by spaces.
    #[must_use]
    pub fn with_scp(self, scp: &str) -> Self {
        self.with("scp", scp)
    }

    /// Sets `aud`.
    #[must_use]
    pub fn with_aud(self, aud: &str) -> Self {
        self.with("aud", aud)
    }

    /// Sets `tid` and the issuer that goes with it.
    #[must_use]
    pub fn with_tenant(self, tenant_id: &str) -> Self {
        self.with("tid", tenant_id)
            .with("iss", format!("https://sts.windows.net/{tenant_id}/"))
    }

    /// Sets a member of the header.
    #[must_use]
    pub fn with_header(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.header[member] = value.into();
        self
    }

    /// The token as it travels.
    #[must_use]
    pub fn build(&self) -> String {
        jwt(&self.header, &Value::Object(self.claims.clone()))
    }

    /// The token as it travels, signed with `key`, which its header then names.
    ///
    /// # Errors
    /// Where the cryptographic library fails.
    pub fn signed(&self, key: &SigningKey) -> Result<String, Unspecified> {
        let named = self
            .clone()
            .with_header("x5t", key.kid())
            .with_header("kid", key.kid());
        key.sign(&named.header, &Value::Object(named.claims))
    }
}

fn header() -> Value {
    json!({ "typ": "JWT", "alg": "RS256", "x5t": "fixture-key", "kid": "fixture-key" })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims_of(token: &str) -> Value {
        let middle = token.split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).unwrap()).unwrap()
    }

    #[test]
    fn a_built_token_has_three_parts_and_says_that_its_signature_is_none() {
        let token = DefenderToken::delegated().build();
        let parts: Vec<_> = token.split('.').collect();
        assert_eq!(parts.len(), 3);
        assert_eq!(
            URL_SAFE_NO_PAD.decode(parts[2]).unwrap(),
            SIGNATURE_TEXT.as_bytes()
        );
    }

    #[test]
    fn changed_claims_end_up_in_the_token() {
        let token = DefenderToken::delegated()
            .with_scp("Alert.ReadWrite")
            .without("amr")
            .build();
        let claims = claims_of(&token);
        assert_eq!(claims["scp"], "Alert.ReadWrite");
        assert_eq!(claims.get("amr"), None);
    }

    #[test]
    fn an_app_only_token_has_roles_and_no_scp() {
        let claims = claims_of(&DefenderToken::app_only().build());
        assert!(claims["roles"].is_array());
        assert_eq!(claims.get("scp"), None);
        assert_eq!(claims["sub"], claims["oid"]);
    }
}
