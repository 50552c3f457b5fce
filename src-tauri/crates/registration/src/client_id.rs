//! The application (client) ID, and what is pasted in its place.

use crate::{
    FieldError, MICROSOFT_GRAPH, MICROSOFT_THREAT_PROTECTION, NIL, Rule, WINDOWS_DEFENDER_ATP, guid,
    looks_like_a_secret, secret_error, unwrapped,
};

const FIELD: &str = "clientId";
const WHERE: &str =
    "In the portal open your app registration; the value is on its Overview page as Application (client) ID.";

/// The application (client) ID as a GUID in lower case.
pub fn check_client_id(value: &str) -> Result<String, FieldError> {
    let value = unwrapped(value);
    if value.is_empty() {
        return Err(FieldError::new(
            FIELD,
            Rule::Required,
            "The application (client) ID is missing.",
            WHERE,
        ));
    }
    let Some(id) = guid(value) else {
        return Err(not_a_guid(value));
    };
    if id == NIL {
        return Err(FieldError::new(
            FIELD,
            Rule::Guid,
            "A GUID of zeros is no application's ID.",
            WHERE,
        ));
    }
    if let Some(name) = microsoft_application(&id) {
        return Err(FieldError::new(
            FIELD,
            Rule::OwnApplication,
            format!("This is the ID of {name}, an application of Microsoft, not of your app registration."),
            WHERE,
        ));
    }
    Ok(id)
}

/// The same for a registration that may not exist yet: nothing stays nothing.
pub fn check_client_id_if_any(value: &str) -> Result<String, FieldError> {
    if unwrapped(value).is_empty() {
        return Ok(String::new());
    }
    check_client_id(value)
}

fn microsoft_application(id: &str) -> Option<&'static str> {
    match id {
        WINDOWS_DEFENDER_ATP => Some("WindowsDefenderATP (the API itself)"),
        MICROSOFT_THREAT_PROTECTION => Some("Microsoft Threat Protection (the Defender XDR API)"),
        MICROSOFT_GRAPH => Some("Microsoft Graph"),
        _ => None,
    }
}

fn not_a_guid(value: &str) -> FieldError {
    if looks_like_a_secret(value) {
        return secret_error(FIELD);
    }
    if value.contains("://") || value.contains('/') {
        return FieldError::new(
            FIELD,
            Rule::OneValue,
            "This is an address; only the application (client) ID is asked for.",
            WHERE,
        );
    }
    FieldError::new(
        FIELD,
        Rule::Guid,
        "The application (client) ID is a GUID: 32 hexadecimal digits in groups of 8-4-4-4-12.",
        WHERE,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "a1b2c3d4-1111-4222-8333-944445555666";

    #[test]
    fn a_guid_comes_back_in_lower_case_without_braces_and_spaces() {
        for text in [
            ID,
            "A1B2C3D4-1111-4222-8333-944445555666",
            " {a1b2c3d4-1111-4222-8333-944445555666}\n",
            "\"a1b2c3d4-1111-4222-8333-944445555666\"",
            "a1b2c3d4111142228333944445555666",
        ] {
            assert_eq!(check_client_id(text).as_deref(), Ok(ID), "{text}");
        }
    }

    #[test]
    fn nothing_and_braces_alone_are_missing() {
        for text in ["", "  ", "{}"] {
            assert_eq!(check_client_id(text).unwrap_err().rule, Rule::Required);
        }
    }

    #[test]
    fn an_application_that_is_not_registered_yet_has_no_id() {
        assert_eq!(check_client_id_if_any(" {} ").as_deref(), Ok(""));
        assert_eq!(check_client_id_if_any(ID).as_deref(), Ok(ID));
        assert_eq!(check_client_id_if_any("x").unwrap_err().rule, Rule::Guid);
    }

    #[test]
    fn a_pasted_secret_is_recognised_and_not_repeated() {
        let secret = "xYz~Example.Not_A_Real-Value~0123456789a";
        let error = check_client_id(secret).unwrap_err();
        assert_eq!((error.field, error.rule), ("clientId", Rule::NotASecret));
        assert!(!format!("{error:?}").contains(secret));
    }

    #[test]
    fn ids_of_microsofts_own_applications_are_named() {
        for (id, name) in [
            (WINDOWS_DEFENDER_ATP, "WindowsDefenderATP"),
            (MICROSOFT_THREAT_PROTECTION, "Microsoft Threat Protection"),
            (MICROSOFT_GRAPH, "Microsoft Graph"),
        ] {
            let error = check_client_id(&id.to_uppercase()).unwrap_err();
            assert_eq!(error.rule, Rule::OwnApplication);
            assert!(error.message.contains(name), "{}", error.message);
        }
    }

    #[test]
    fn an_application_id_uri_is_refused_as_an_address() {
        let error = check_client_id(&format!("api://{ID}")).unwrap_err();
        assert_eq!(error.rule, Rule::OneValue);
    }

    #[test]
    fn a_guid_that_lacks_a_digit_or_is_all_zeros_is_refused() {
        assert_eq!(
            check_client_id("a1b2c3d4-1111-4222-8333-94444555566")
                .unwrap_err()
                .rule,
            Rule::Guid
        );
        assert_eq!(check_client_id(NIL).unwrap_err().rule, Rule::Guid);
        assert_eq!(check_client_id("My application").unwrap_err().rule, Rule::Guid);
    }
}
