//! The tenant: its GUID or one of its verified domains, and what is pasted in their place.

use url::{Host, Url};

use crate::{FieldError, NIL, Rule, guid, looks_like_a_secret, secret_error, unwrapped};

const FIELD: &str = "tenant";
const WHERE: &str =
    "In the portal open your app registration; the value is on its Overview page as Directory (tenant) ID.";

/// The tenant that all personal Microsoft accounts belong to.
const PERSONAL_ACCOUNTS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// A tenant's GUID or domain in lower case. `client_id` is the form's other field, as typed.
pub fn check_tenant(value: &str, client_id: &str) -> Result<String, FieldError> {
    let value = unwrapped(value);
    if value.is_empty() {
        return Err(FieldError::new(
            FIELD,
            Rule::Required,
            "The tenant is missing.",
            WHERE,
        ));
    }
    let lower = value.to_lowercase();
    if matches!(lower.as_str(), "common" | "organizations" | "consumers") {
        return Err(FieldError::new(
            FIELD,
            Rule::OneTenant,
            format!("`{lower}` stands for any tenant, and a Defender token belongs to exactly one."),
            WHERE,
        ));
    }
    if let Some(id) = guid(value) {
        return checked_guid(id, client_id);
    }
    // An account name has an `@` as well, an address has it only behind a slash.
    if value.contains("://") || value.contains('/') {
        return Err(an_address(value));
    }
    if let Some((_, domain)) = value.rsplit_once('@') {
        let hint = match domain_name(domain) {
            Some(domain) => format!("Only the part after the @ is asked for: {domain}"),
            None => WHERE.to_owned(),
        };
        return Err(FieldError::new(
            FIELD,
            Rule::OneValue,
            "This is an account name, not a tenant.",
            hint,
        ));
    }
    if looks_like_a_secret(value) {
        return Err(secret_error(FIELD));
    }
    domain_name(value).ok_or_else(|| {
        FieldError::new(
            FIELD,
            Rule::GuidOrDomain,
            "The tenant is given as a GUID or as one of its verified domains, such as contoso.example.",
            WHERE,
        )
    })
}

fn checked_guid(id: String, client_id: &str) -> Result<String, FieldError> {
    if id == NIL {
        return Err(FieldError::new(
            FIELD,
            Rule::GuidOrDomain,
            "A GUID of zeros is no tenant's ID.",
            WHERE,
        ));
    }
    if id == PERSONAL_ACCOUNTS {
        return Err(FieldError::new(
            FIELD,
            Rule::OneTenant,
            "This is the tenant of personal Microsoft accounts; Defender for Endpoint works with an organisation's tenant.",
            WHERE,
        ));
    }
    if guid(unwrapped(client_id)).is_some_and(|client_id| client_id == id) {
        return Err(FieldError::new(
            FIELD,
            Rule::NotTheClientId,
            "Tenant and application (client) ID are the same value; they are two different IDs.",
            "On the app registration's Overview page, Application (client) ID stands above, Directory (tenant) ID below. \
             Copy each again.",
        ));
    }
    Ok(id)
}

/// An address often holds the value that is asked for: then the hint says which part.
fn an_address(value: &str) -> FieldError {
    let parts = value.split(['/', '?', '&', '=', '#']).map(str::trim);
    let tenant = parts.clone().find_map(guid).or_else(|| {
        let url = Url::parse(value).ok()?;
        let host = url.host_str()?.to_owned();
        // `https://login…/contoso.example/…` names the tenant in its first path segment.
        let segment = url.path_segments()?.next().and_then(domain_name);
        segment.or_else(|| host.ends_with(".onmicrosoft.com").then_some(host))
    });
    let hint = match tenant {
        Some(tenant) => format!("If this is your tenant, paste only: {tenant}"),
        None => WHERE.to_owned(),
    };
    FieldError::new(
        FIELD,
        Rule::OneValue,
        "This is an address; only the tenant's ID or domain is asked for.",
        hint,
    )
}

/// A host name of at least two labels in its ASCII form.
fn domain_name(value: &str) -> Option<String> {
    let Ok(Host::Domain(domain)) = Host::parse(value) else {
        return None;
    };
    let domain = domain.trim_end_matches('.').to_owned();
    let label = |label: &str| {
        let letters = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (1..=63).contains(&label.len()) && letters && !label.starts_with('-') && !label.ends_with('-')
    };
    (domain.len() <= 253 && domain.contains('.') && domain.split('.').all(label)).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "a1b2c3d4-1111-4222-8333-944445555666";
    const CLIENT: &str = "b1b2c3d4-1111-4222-8333-944445555666";

    #[test]
    fn a_guid_and_a_domain_come_back_in_lower_case() {
        for (text, stored) in [
            (" {A1B2C3D4-1111-4222-8333-944445555666} ", ID),
            ("Contoso.Example", "contoso.example"),
            ("contoso.onmicrosoft.com", "contoso.onmicrosoft.com"),
            ("bücher.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(check_tenant(text, CLIENT).as_deref(), Ok(stored), "{text}");
        }
    }

    #[test]
    fn names_for_any_tenant_are_refused_with_the_reason() {
        for text in ["common", "Organizations", "CONSUMERS"] {
            let error = check_tenant(text, CLIENT).unwrap_err();
            assert_eq!((error.field, error.rule), ("tenant", Rule::OneTenant));
            assert!(error.message.contains("exactly one"), "{}", error.message);
        }
    }

    #[test]
    fn the_tenant_of_personal_accounts_is_refused() {
        assert_eq!(
            check_tenant(PERSONAL_ACCOUNTS, CLIENT).unwrap_err().rule,
            Rule::OneTenant
        );
    }

    #[test]
    fn an_address_gets_a_hint_with_the_part_to_paste() {
        for (text, part) in [
            (
                format!("https://login.microsoftonline.com/{ID}/oauth2/v2.0/token"),
                ID,
            ),
            (
                "https://login.microsoftonline.com/contoso.example/v2.0".to_owned(),
                "contoso.example",
            ),
            (
                "https://contoso.onmicrosoft.com".to_owned(),
                "contoso.onmicrosoft.com",
            ),
        ] {
            let error = check_tenant(&text, CLIENT).unwrap_err();
            assert_eq!(error.rule, Rule::OneValue);
            assert!(error.hint.ends_with(part), "{}", error.hint);
        }
        assert_eq!(
            check_tenant("https://portal.azure.com/", CLIENT)
                .unwrap_err()
                .hint,
            WHERE
        );
    }

    #[test]
    fn an_account_name_gets_a_hint_with_its_domain() {
        let error = check_tenant("avery@Sandbox.example", CLIENT).unwrap_err();
        assert_eq!(error.rule, Rule::OneValue);
        assert!(error.hint.ends_with("sandbox.example"));
    }

    #[test]
    fn the_client_id_in_both_fields_is_noticed_whatever_its_case() {
        let error = check_tenant(ID, &format!("{{{}}}", ID.to_uppercase())).unwrap_err();
        assert_eq!(error.rule, Rule::NotTheClientId);
    }

    #[test]
    fn a_secret_is_recognised_and_not_repeated() {
        let secret = "xYz~Example.Not_A_Real-Value~0123456789a";
        let error = check_tenant(secret, CLIENT).unwrap_err();
        assert_eq!(error.rule, Rule::NotASecret);
        assert!(!format!("{error:?}").contains(secret));
    }

    #[test]
    fn what_is_neither_guid_nor_domain_is_refused() {
        for text in [
            "Contoso",
            "contoso..example",
            "-a.example",
            "192.0.2.1",
            "con toso.example",
            NIL,
            "a_b.example",
        ] {
            assert_eq!(
                check_tenant(text, CLIENT).unwrap_err().rule,
                Rule::GuidOrDomain,
                "{text}"
            );
        }
        assert_eq!(check_tenant("  ", CLIENT).unwrap_err().rule, Rule::Required);
    }
}
