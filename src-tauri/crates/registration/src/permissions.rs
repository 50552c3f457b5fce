//! The delegated permissions that are wanted.

use crate::{FieldError, Rule};

const FIELD: &str = "wantedPermissions";

/// The names, trimmed, each once, in the order given. `known` says whether a name is a delegated permission of the API.
pub fn check_permissions(values: &[String], known: impl Fn(&str) -> bool) -> Result<Vec<String>, FieldError> {
    let mut names: Vec<String> = Vec::with_capacity(values.len());
    for value in values {
        let name = value.trim();
        if name.is_empty() || names.iter().any(|seen| seen.eq_ignore_ascii_case(name)) {
            continue;
        }
        if !known(name) {
            return Err(unknown(name, &known));
        }
        names.push(name.to_owned());
    }
    if names.is_empty() {
        return Err(FieldError::new(
            FIELD,
            Rule::Required,
            "No permission is chosen.",
            "Choose at least one, for example Alert.Read to list alerts.",
        ));
    }
    Ok(names)
}

fn unknown(name: &str, known: impl Fn(&str) -> bool) -> FieldError {
    let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    if matches!(
        name.to_ascii_lowercase().as_str(),
        "openid" | "profile" | "offline_access" | "email"
    ) {
        return FieldError::new(
            FIELD,
            Rule::Known,
            format!("`{shown}` is no permission of the Defender for Endpoint API."),
            "Leave it out: signing in asks for it by itself.",
        );
    }
    if let Some((_, last)) = name.rsplit_once('/') {
        let hint = if known(last) {
            format!("Give the name alone: {last}")
        } else {
            "Give the permission's name alone, such as Alert.Read; the program adds the resource.".to_owned()
        };
        return FieldError::new(
            FIELD,
            Rule::OneValue,
            format!("`{shown}` is a scope, not a permission's name."),
            hint,
        );
    }
    if let Some(delegated) = name.strip_suffix(".All") {
        let hint = if known(delegated) {
            format!(
                "Choose the delegated one, {delegated}; in the portal it is listed under Delegated permissions."
            )
        } else {
            "Choose from the delegated permissions; signing in as a person uses only these.".to_owned()
        };
        return FieldError::new(
            FIELD,
            Rule::Delegated,
            format!(
                "`{shown}` is an application permission: it works without a signed-in person and never appears in `scp`."
            ),
            hint,
        );
    }
    FieldError::new(
        FIELD,
        Rule::Known,
        format!("`{shown}` is no delegated permission of the Defender for Endpoint API."),
        "Choose from the list. Names are written as the documentation writes them, such as Machine.Read.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[&str]) -> Result<Vec<String>, FieldError> {
        let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
        check_permissions(&values, |name| {
            ["Alert.Read", "Machine.Read", "File.Read.All"].contains(&name)
        })
    }

    #[test]
    fn known_names_are_trimmed_and_kept_in_order_once() {
        let names = check(&[" Machine.Read ", "Alert.Read", "machine.read", "File.Read.All"]);
        assert_eq!(names.unwrap(), ["Machine.Read", "Alert.Read", "File.Read.All"]);
    }

    #[test]
    fn none_or_only_blanks_is_refused() {
        assert_eq!(check(&[]).unwrap_err().rule, Rule::Required);
        assert_eq!(check(&[" "]).unwrap_err().rule, Rule::Required);
    }

    #[test]
    fn an_application_permission_is_explained_and_the_delegated_one_named() {
        let error = check(&["Machine.Read.All"]).unwrap_err();
        assert_eq!((error.field, error.rule), ("wantedPermissions", Rule::Delegated));
        assert!(error.hint.contains("Machine.Read;"), "{}", error.hint);
        assert_eq!(check(&["Software.Read.All"]).unwrap_err().rule, Rule::Delegated);
    }

    #[test]
    fn a_full_scope_gets_the_name_to_use() {
        let error = check(&["https://api.securitycenter.microsoft.com/Alert.Read"]).unwrap_err();
        assert_eq!(error.rule, Rule::OneValue);
        assert!(error.hint.ends_with("Alert.Read"));
    }

    #[test]
    fn sign_in_scopes_and_unknown_names_are_refused() {
        assert!(check(&["offline_access"]).unwrap_err().hint.contains("by itself"));
        assert_eq!(check(&["Alert.Raed"]).unwrap_err().rule, Rule::Known);
    }
}
