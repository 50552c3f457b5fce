//! One line on each documented claim, for versions 1.0 and 2.0 of Entra's access tokens.
//!
//! Sources: the access token claims reference and the optional claims reference of the Microsoft identity platform
//! (<https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference>), RFC 7515 §4.1, RFC 7519 §4.1.
//! Names that are missing here are undocumented: show them, never depend on them.

/// What a member of the payload or the header means; the payload's meaning where both have one.
#[must_use]
pub fn meaning(name: &str) -> Option<&'static str> {
    claim_meaning(name).or_else(|| header_meaning(name))
}

/// What a claim of the payload means; `None` for undocumented ones.
#[must_use]
pub fn claim_meaning(name: &str) -> Option<&'static str> {
    Some(match name {
        "acct" => "Account status in the tenant: 0 is a member, 1 is a guest.",
        "acr" => "1 when the sign-in met the basic authentication requirements; version 1.0 tokens only.",
        "acrs" => "Authentication contexts that this sign-in satisfied, used by Conditional Access.",
        "aio" => "Internal to Microsoft Entra; not for use.",
        "amr" => {
            "How the person signed in, such as pwd (password) or mfa (a second factor); version 1.0 tokens only."
        }
        "app_displayname" => {
            "Name of the app registration that asked for the token; version 1.0 tokens only."
        }
        "appid" => "Application (client) ID that asked for the token; called azp in version 2.0 tokens.",
        "appidacr" => "How the application proved itself: 0 public client, 1 client secret, 2 certificate.",
        "aud" => "The API this token is for. An API refuses tokens made for another one.",
        "auth_time" => "When the person last signed in.",
        "azp" => "Application (client) ID that asked for the token; called appid in version 1.0 tokens.",
        "azpacr" => "How the application proved itself: 0 public client, 1 client secret, 2 certificate.",
        "c_hash" => "Hash of the authorization code; in id tokens only.",
        "cnf" => "Key the token is bound to; only its holder can use it.",
        "ctry" => "Country or region of the person.",
        "deviceid" => "Device that the person signed in from, where it is registered in Microsoft Entra.",
        "email" => "Mail address of the person; may be unverified.",
        "exp" => "When the token ends. No API accepts it later.",
        "family_name" => "Last name of the person.",
        "given_name" => "First name of the person.",
        "groups" => "Object IDs of the groups the person belongs to.",
        "hasgroups" => "The person is in more groups than fit into the token.",
        "iat" => "When the token was issued.",
        "idp" => "Who signed the person in, where that is not the tenant that issued the token.",
        "idtyp" => "app for a token without a person; user, or missing, for a delegated one.",
        "in_corp" => "Whether the person signed in from the corporate network.",
        "ipaddr" => "Address the person signed in from.",
        "iss" => "Who issued the token: Microsoft Entra, for the tenant named in the address.",
        "login_hint" => "Names the account for the next sign-in.",
        "name" => "Display name of the person; not unique and may change.",
        "nbf" => "The token is not valid before this time.",
        "nonce" => "Ties an id token to the sign-in that asked for it.",
        "oid" => {
            "Object ID of the person (or of the application, without a person); the same in all applications."
        }
        "onprem_sid" => "Security identifier of the person in the on-premises directory.",
        "platf" => "Platform of the device.",
        "preferred_username" => "User name of the person; may change.",
        "puid" => "Internal identifier of the person.",
        "rh" => "Internal to Microsoft Entra; not for use.",
        "roles" => {
            "Application roles: the permissions of a token without a person, or roles assigned to the person."
        }
        "scp" => {
            "Delegated permissions: what the application may do on behalf of the person. The API checks these."
        }
        "sid" => "Session of the person's sign-in.",
        "sub" => "The person as this one application sees it; differs between applications.",
        "tenant_ctry" => "Country or region of the tenant.",
        "tenant_region_scope" => "Region of the tenant.",
        "tid" => "Directory (tenant) ID the person signed in to.",
        "unique_name" => "User name of the person, for display only; version 1.0 tokens only.",
        "upn" => "User principal name of the person.",
        "uti" => "Identifier of this token. Quote it in support cases; it appears in the sign-in logs.",
        "vnet" => "Virtual network the person signed in from.",
        "ver" => "Version of the token's format. The API decides it, not the address that was asked.",
        "wids" => "Directory roles of the person, as role template IDs.",
        "xms_cc" => "Capabilities of the application; cp1 means that it understands claims challenges.",
        _ => return None,
    })
}

/// What a member of the header means; `None` for undocumented ones.
#[must_use]
pub fn header_meaning(name: &str) -> Option<&'static str> {
    Some(match name {
        "alg" => "Algorithm of the signature; Microsoft Entra uses RS256.",
        "cty" => "Type of the content.",
        "enc" => "Algorithm of the encryption.",
        "kid" => "Which of the tenant's public keys belongs to the signature.",
        "nonce" => "Makes the signature checkable by the API alone, as in Microsoft Graph tokens.",
        "typ" => "Type of the token: JWT.",
        "x5t" => "Thumbprint of the certificate that signed; in version 1.0 tokens beside kid.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use test_support::DefenderToken;

    use super::*;
    use crate::decode;

    #[test]
    fn every_member_of_a_usual_token_is_explained() {
        for token in [DefenderToken::delegated(), DefenderToken::app_only()] {
            let token = decode(&token.build()).unwrap();
            for (name, _) in &token.claims {
                assert!(claim_meaning(name).is_some(), "{name}");
            }
            for (name, _) in &token.header {
                assert!(header_meaning(name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn both_versions_names_are_known() {
        for name in [
            "appid",
            "azp",
            "appidacr",
            "azpacr",
            "upn",
            "unique_name",
            "preferred_username",
            "scp",
            "roles",
            "uti",
        ] {
            assert!(claim_meaning(name).is_some(), "{name}");
        }
    }

    #[test]
    fn an_undocumented_claim_has_no_meaning() {
        assert_eq!(claim_meaning("xms_ftd"), None);
        assert_eq!(header_meaning("aud"), None);
    }
}
